//! `comity diff`: what differs between two runs, first what went in, then what came out.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::cli::chart::check_run;
use crate::cli::comparison_summary::number;
use crate::cli::ending::{Ending, Failure};
use crate::cli::format::Format;
use crate::cli::screen::{heading, say};
use crate::experiment::comparison::{
    OWN_EFFICIENCY, Sample, bonferroni, compared_measures, difference, matched,
};
use crate::experiment::estimate::Estimate;
use crate::experiment::summary::CONFIDENCE;
use crate::output::manifest::{Manifest, differences};
use crate::output::rereading::samples;
use crate::scenario::fault::harmless;

/// Which runs.
#[derive(Args, Clone, Debug)]
pub struct DiffOrder {
    /// A run's folder
    one: PathBuf,
    /// Another run's folder
    other: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// How one measure differs: the other run less the first.
#[derive(Clone, Debug, Serialize)]
struct MeasureDifference {
    option: String,
    measure: &'static str,
    unit: &'static str,
    method: &'static str,
    n: usize,
    one: Option<f64>,
    other: Option<f64>,
    difference: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    /// Whether the interval that holds for all measures of this option at once is without 0.
    detectable: bool,
}

/// Tells what differs.
pub fn diff(order: &DiffOrder) -> Result<Ending, Failure> {
    let [one, other] = [&order.one, &order.other].map(|folder| read(folder));
    let (one, other) = (one?, other?);
    let inputs = differences(&one.0, &other.0);
    let same_luck = one.0.work.seed == other.0.work.seed;
    let mut found = Vec::new();
    for (option, first, second) in paired_options(&one.1, &other.1) {
        found.extend(measures(&option, first, second, same_luck));
    }
    say(&match order.format {
        Format::Json => format!("{:#}", serde_json::json!({"inputs": inputs, "estimates": found})),
        Format::Csv => in_csv(&found),
        Format::Table => in_words(&inputs, &found, same_luck),
    })?;
    Ok(Ending::Done)
}

/// A run: its manifest, and the outcomes of each of its options.
type Run = (Manifest, Vec<(String, Sample)>);

fn read(folder: &Path) -> Result<Run, Failure> {
    let manifest = check_run(folder)?;
    let samples = samples(folder).map_err(|fault| Failure::new(Ending::Foreign, fault.to_string()))?;
    Ok((manifest, samples.into_iter().collect()))
}

/// The options that both have; where each has only one, these two, whatever their names.
fn paired_options<'a>(
    one: &'a [(String, Sample)],
    other: &'a [(String, Sample)],
) -> Vec<(String, &'a Sample, &'a Sample)> {
    if let ([(first, a)], [(second, b)]) = (one, other) {
        let name = if first == second {
            first.clone()
        } else {
            format!("{first} → {second}")
        };
        return vec![(name, a, b)];
    }
    let both = one.iter().filter_map(|(name, a)| {
        let (_, b) = other.iter().find(|(known, _)| known == name)?;
        Some((name.clone(), a, b))
    });
    both.collect()
}

fn measures(option: &str, one: &Sample, other: &Sample, same_luck: bool) -> Vec<MeasureDifference> {
    let (first, second) = matched(one, other);
    let paired = same_luck && first.replications.len() > 1;
    let names: Vec<_> = compared_measures()
        .filter(|(name, _)| *name != OWN_EFFICIENCY)
        .collect();
    let family = names.len();
    let row = |(name, unit): (&'static str, &'static str)| {
        // Two runs have each its own yardstick of efficiency.
        let asked = if name == "cooperation_efficiency" {
            OWN_EFFICIENCY
        } else {
            name
        };
        let found = if paired {
            difference(asked, &second, &first)?
        } else {
            difference(asked, other, other)?
        };
        let (before, after, change) = if paired {
            (found.baseline, found.option, found.difference)
        } else {
            let before = difference(asked, one, one)?.option;
            let change = Estimate::of_independent(&found.option, &before, CONFIDENCE);
            (before, found.option, change)
        };
        let (low, high) = change.interval_at(bonferroni(family));
        let finite = |value: f64| value.is_finite().then_some(value);
        Some(MeasureDifference {
            option: option.to_owned(),
            measure: name,
            unit,
            method: change.method,
            n: change.n,
            one: finite(before.mean),
            other: finite(after.mean),
            difference: finite(change.mean),
            lower: finite(change.lower),
            upper: finite(change.upper),
            detectable: low > 0.0 || high < 0.0,
        })
    };
    names.into_iter().filter_map(row).collect()
}

fn in_csv(found: &[MeasureDifference]) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    for row in found {
        csv.serialize(row).expect("memory can be written to");
    }
    let bytes = csv.into_inner().expect("memory can be written to");
    String::from_utf8(bytes).expect("rows are text")
}

fn in_words(inputs: &[(String, String, String)], found: &[MeasureDifference], same_luck: bool) -> String {
    let mut text = format!("{}\n", heading("What went in"));
    for (key, one, other) in inputs {
        let _ = writeln!(
            text,
            "  {}: {} → {}",
            harmless(key),
            harmless(one),
            harmless(other)
        );
    }
    if inputs.is_empty() {
        text.push_str("  the same\n");
    }
    let _ = writeln!(
        text,
        "\n{}\n  {}",
        heading("What came out"),
        if same_luck {
            "paired replication by replication, since both have the same luck; 95 % intervals"
        } else {
            "as independent runs, since their seeds differ; 95 % intervals"
        }
    );
    let (mut equal, mut unclear) = (0, 0);
    for row in found {
        let Some(change) = row.difference else { continue };
        if change == 0.0 && row.lower == Some(0.0) && row.upper == Some(0.0) {
            equal += 1;
        } else if row.detectable {
            let half = row
                .lower
                .zip(row.upper)
                .map_or(0.0, |(lower, upper)| (upper - lower) / 2.0);
            let reach = if half > 0.0 { half } else { change.abs() / 100.0 };
            let shown =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| number(value, reach));
            let name = format!("{} ({})", row.measure, row.option);
            let _ = writeln!(
                text,
                "  {:<44} {:>10} → {:>10}   {:>10} ± {}",
                harmless(&name),
                shown(row.one),
                shown(row.other),
                number(change, reach),
                number(half, reach)
            );
        } else {
            unclear += 1;
        }
    }
    let _ = write!(
        text,
        "  of {} measures {equal} are equal to the last bit; of {unclear} no difference can be detected (all at once, Bonferroni)",
        found.len()
    );
    text
}
