//! The summary of a run in the terminal: the headline in a sentence, the main measures, and where the rest lies.

use std::fmt::Write;
use std::path::Path;

use crate::cli::screen::heading;
use crate::output::folder::has_charts;
use crate::output::manifest::Manifest;
use crate::output::tables::{EstimateRow, Tables};
use crate::scenario::fault::harmless;

/// The measures shown, with what they mean in a few words.
const SHOWN: [(&str, &str); 18] = [
    ("disruption_rate_alone", "threats disrupted if nobody shared"),
    ("disruption_rate", "threats disrupted"),
    ("disruption_rate_best", "threats disrupted if all was shared"),
    ("attacks", "threats that became attacks"),
    ("harm", "harm that they did"),
    ("harm_averted", "harm that sharing averted"),
    ("granted_share", "answers that were yes"),
    ("refused_legal", "refusals for want of a legal basis"),
    ("refused_privacy", "refusals for privacy"),
    ("refused_trust", "refusals for want of trust"),
    ("unanswered_share", "requests that nobody answered in time"),
    ("answer_days_p50", "half are answered within"),
    ("answer_days_p90", "nine in ten are answered within"),
    ("utilization_desk", "how busy intelligence desks were"),
    ("utilization_authority", "how busy central authorities were"),
    ("mean_trust", "trust between two nations"),
    ("leaks", "leaks"),
    ("cost", "what the option cost"),
];

/// The summary of a run.
pub fn summary(folder: &Path, manifest: &Manifest, tables: &Tables, how: &str) -> String {
    let option = manifest.work.options.join(", ");
    let count = manifest.replications;
    let replications = if count == 1 { "replication" } else { "replications" };
    let mut text = format!(
        "{}\n{} ({option}), {count} {replications}, seed {}, {how}\n\n{}\n\n",
        heading(&harmless(&manifest.title)),
        harmless(&manifest.name),
        manifest.work.seed,
        headline(tables)
    );
    for (measure, about) in SHOWN {
        let row = tables.estimates.iter().find(|row| row.measure == measure);
        // An option that costs nothing needs no line about its cost.
        if let Some(row) = row.filter(|row| measure != "cost" || row.mean != Some(0.0)) {
            let _ = writeln!(text, "  {about:<38} {:>24}  {measure}", value(row));
        }
    }
    if manifest.illustration {
        text.push_str("\nAn illustration, not a forecast.\n");
    }
    let _ = write!(
        text,
        "\n{} and manifest: {}",
        if has_charts(folder) {
            "Tables, charts"
        } else {
            "Tables"
        },
        harmless(&folder.display().to_string())
    );
    text
}

/// What is reached of what cooperation could add, in a sentence.
fn headline(tables: &Tables) -> String {
    let row = tables
        .estimates
        .iter()
        .find(|row| row.measure == "cooperation_efficiency");
    match row.and_then(|row| Some((row.mean?, row.half_width))) {
        Some((mean, Some(half_width))) => format!(
            "Of what cooperation could add, {:.0} % ± {} is reached.",
            mean * 100.0,
            digits(half_width * 100.0, half_width * 100.0)
        ),
        Some((mean, None)) => format!("Of what cooperation could add, {:.0} % is reached.", mean * 100.0),
        None => "What cooperation could add is nothing here: targets find all there is to find.".to_owned(),
    }
}

/// An estimate with its interval and unit; shares in per cent.
fn value(row: &EstimateRow) -> String {
    let (factor, unit) = match row.unit.as_str() {
        "share" => (100.0, " %".to_owned()),
        "d" => (1.0, " days".to_owned()),
        unit if row.measure.starts_with("harm") || row.measure == "cost" => {
            (1.0, format!(" {}", harmless(unit)))
        }
        _ => (1.0, String::new()),
    };
    let Some(mean) = row.mean.map(|mean| mean * factor) else {
        return "–".to_owned();
    };
    match row.half_width.map(|half_width| half_width * factor) {
        Some(half_width) => format!(
            "{} ± {}{unit}",
            digits(mean, half_width),
            digits(half_width, half_width)
        ),
        None => format!("{}{unit}", digits(mean, mean / 100.0)),
    }
}

/// A number with as many decimals as its half-width has in its first digit, at most three.
fn digits(value: f64, half_width: f64) -> String {
    let size = half_width.abs();
    let decimals = if size > 0.0 && size.is_finite() {
        (-libm::floor(libm::log10(size))).clamp(0.0, 3.0) as usize
    } else {
        1
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::measure::MEASURES;

    #[test]
    fn every_measure_shown_is_one() {
        for (name, _) in SHOWN {
            assert!(MEASURES.iter().any(|measure| measure.name == name), "{name}");
        }
    }

    #[test]
    fn a_number_shows_no_more_than_is_known() {
        assert_eq!(digits(43.217, 1.3), "43");
        assert_eq!(digits(43.217, 0.13), "43.2");
        assert_eq!(digits(1234.5, 87.0), "1234");
        assert_eq!(digits(0.0, 0.0), "0.0");
    }

    #[test]
    fn an_undefined_estimate_is_a_dash() {
        assert_eq!(value(&EstimateRow::default()), "–");
        assert!(headline(&Tables::default()).contains("nothing"));
    }
}
