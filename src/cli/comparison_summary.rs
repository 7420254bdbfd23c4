//! The summary of a comparison in the terminal: five sentences, a table of options, their side effects, and where the rest
//! lies.

use std::fmt::Write;
use std::path::Path;

use crate::cli::screen::heading;
use crate::output::answer::{effects, name_of};
use crate::output::comparison_tables::{ComparisonTables, DifferenceRow};
use crate::output::finding::tells_of_luck;
use crate::output::manifest::Manifest;
use crate::output::report::page::REPORT;
use crate::output::sentences::sentences;
use crate::output::tables::Tables;
use crate::output::words::Words;
use crate::scenario::fault::harmless;

/// Widest line that the sentences fill.
const WIDTH: usize = 100;
/// Measures beside the one asked for: name, head of the column.
const COLUMNS: [(&str, &str); 4] = [
    ("disruption_rate", "disrupted, points"),
    ("harm", "harm"),
    ("privacy_harm", "privacy harm"),
    ("cost", "cost"),
];

/// The summary of a comparison.
pub fn comparison_summary(
    folder: &Path,
    (manifest, tables): (&Manifest, &Tables),
    words: &Words,
    how: &str,
) -> String {
    let measure = manifest
        .work
        .comparison
        .as_ref()
        .map_or("disruption_rate", |order| order.measure.as_str());
    let (options, count) = (tables.comparison.options.len(), manifest.replications);
    let mut text = format!(
        "{}\n{}, {options} {} against the baseline, {count} {} each, seed {}, {how}\n\n",
        heading(&harmless(&manifest.title)),
        harmless(&manifest.name),
        if options == 1 { "option" } else { "options" },
        if count == 1 { "replication" } else { "replications" },
        manifest.work.seed,
    );
    for said in sentences(manifest, tables, words) {
        let _ = writeln!(
            text,
            "{}",
            folded(&harmless(&format!("{} {}", said.question, said.answer)))
        );
    }
    let sure = tells_of_luck(tables);
    text.push_str(if sure {
        "\nDifference to the baseline on the same luck, ± half the 95 % interval for all options at once;\n\
         · no detectable difference\n\n"
    } else {
        "\nDifference to the baseline on the same luck, in one replication\n\n"
    });
    text.push_str(&table(&tables.comparison, measure, sure));
    if sure {
        text.push_str(&side_effects(&tables.comparison, words));
    }
    if manifest.illustration {
        text.push_str("\nAn illustration, not a forecast.\n");
    }
    let _ = write!(
        text,
        "\nReport: {}\nTables, charts and manifest: {}",
        harmless(&folder.join(REPORT).display().to_string()),
        harmless(&folder.display().to_string())
    );
    text
}

/// A paragraph folded at spaces.
fn folded(text: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a line");
        if !last.is_empty() && last.chars().count() + word.chars().count() >= WIDTH {
            lines.push(format!("   {word}"));
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n")
}

/// One line an option, the best by the measure first; how probably it is the best only if there are replications that tell.
fn table(found: &ComparisonTables, measure: &str, sure: bool) -> String {
    let mut columns: Vec<(&str, String)> = COLUMNS.map(|(name, head)| (name, head.to_owned())).to_vec();
    if COLUMNS.iter().all(|(name, _)| *name != measure) {
        columns.insert(0, (measure, measure.to_owned()));
    }
    let row = |option: &str, measure: &str| -> Option<&DifferenceRow> {
        let mut rows = found.differences.iter();
        rows.find(|row| row.option == option && row.measure == measure)
    };
    let mut order: Vec<&str> = found.options.iter().map(|row| row.option.as_str()).collect();
    let gain = |option: &str| {
        let row = row(option, measure);
        let sign = row.map_or(0.0, |row| if row.better == "less" { -1.0 } else { 1.0 });
        row.and_then(|row| row.mean)
            .map_or(f64::NEG_INFINITY, |mean| sign * mean)
    };
    order.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
    let mut lines: Vec<Vec<String>> = vec![vec![String::new()]];
    lines[0].extend(columns.iter().map(|(_, head)| head.clone()));
    lines[0].push("chance best".to_owned());
    // All costs with the decimals of the smallest, so that equal ones look equal.
    let costs = order.iter().filter_map(|option| row(option, "cost")?.mean);
    let smallest = costs
        .map(f64::abs)
        .filter(|cost| *cost > 0.0)
        .fold(f64::INFINITY, f64::min);
    for option in order {
        let mut line = vec![harmless(&name_of(found, option))];
        line.extend(columns.iter().map(|(name, _)| {
            match row(option, name) {
                None => String::new(),
                Some(row) if *name == "cost" => row
                    .mean
                    .map_or("–".to_owned(), |mean| number(mean, smallest / 100.0)),
                Some(row) => cell(row),
            }
        }));
        let chosen = found.selection.iter();
        let mut chosen = chosen.filter(|row| row.option == option && row.measure == measure);
        let chance = chosen.find_map(|row| row.probability_best).filter(|_| sure);
        line.push(chance.map_or_else(|| "–".to_owned(), |chance| format!("{:.0} %", chance * 100.0)));
        lines.push(line);
    }
    aligned(&lines)
}

/// A difference with its interval; a dot marks what cannot be told from nothing.
fn cell(row: &DifferenceRow) -> String {
    let factor = if row.unit == "share" { 100.0 } else { 1.0 };
    let Some(mean) = row.mean.map(|mean| mean * factor) else {
        return "–".to_owned();
    };
    let half_width = row
        .simultaneous_lower
        .zip(row.simultaneous_upper)
        .map_or(f64::NAN, |(lower, upper)| factor * (upper - lower) / 2.0);
    if row.verdict == "equal" {
        return number(mean, if mean == 0.0 { 1.0 } else { mean / 100.0 });
    }
    let sign = if mean > 0.0 { "+" } else { "" };
    // One replication tells nothing of luck: a mean, and no word about it.
    if row.n < 2 {
        return format!("{sign}{}", number(mean, mean / 10.0));
    }
    let dot = if row.verdict == "no_detectable_difference" {
        " ·"
    } else {
        "  "
    };
    format!(
        "{sign}{} ± {}{dot}",
        number(mean, half_width),
        number(half_width, half_width)
    )
}

fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| {
        lines
            .iter()
            .map(|line| line[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let mut shown = String::new();
        for (column, cell) in line.iter().enumerate() {
            let space = " ".repeat(widths[column] - cell.chars().count());
            let _ = match column {
                0 => write!(shown, "  {cell}{space}"),
                _ => write!(shown, "   {space}{cell}"),
            };
        }
        let _ = writeln!(text, "{}", shown.trim_end());
    }
    text
}

/// What each option changes for the worse beyond doubt: as loud as its gains.
fn side_effects(found: &ComparisonTables, words: &Words) -> String {
    let mut text = String::from("\nFor the worse, beyond doubt:\n");
    let mut nobody = true;
    for option in &found.options {
        let worse: Vec<String> = effects(found, &option.option)
            .into_iter()
            .filter(|effect| !effect.better)
            .map(|effect| {
                let share = effect
                    .relative
                    .map_or_else(String::new, |share| format!(" {:+.1} %", share * 100.0));
                format!("{}{share}", words.measure(&effect.measure))
            })
            .collect();
        if !worse.is_empty() {
            nobody = false;
            let line = format!("{}: {}", harmless(&option.name), worse.join(", "));
            let _ = writeln!(text, "  {}", folded(&line));
        }
    }
    if nobody {
        text.push_str("  nothing\n");
    }
    text
}

/// A number with as many decimals as its uncertainty has in its first digit, at most three.
pub(crate) fn number(value: f64, reach: f64) -> String {
    let size = reach.abs();
    let decimals = if size > 0.0 && size.is_finite() {
        (-libm::floor(libm::log10(size))).clamp(0.0, 3.0) as usize
    } else {
        1
    };
    let text = format!("{value:.decimals$}");
    // Minus nothing is nothing.
    if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::comparison_tables::OptionRow;

    #[test]
    fn a_difference_that_cannot_be_told_from_nothing_has_a_dot() {
        let row = DifferenceRow {
            unit: "share".into(),
            n: 8,
            mean: Some(0.011),
            simultaneous_lower: Some(-0.009),
            simultaneous_upper: Some(0.031),
            verdict: "no_detectable_difference".into(),
            ..DifferenceRow::default()
        };
        assert_eq!(cell(&row), "+1 ± 2 ·");
        assert_eq!(cell(&DifferenceRow::default()), "–");
    }

    #[test]
    fn equal_costs_have_equal_digits() {
        let rows = [("a", 99.9982), ("b", 100.0036), ("c", 300.01)].map(|(option, mean)| DifferenceRow {
            option: option.into(),
            measure: "cost".into(),
            mean: Some(mean),
            ..DifferenceRow::default()
        });
        let options = ["a", "b", "c"].map(|option| OptionRow {
            option: option.into(),
            name: option.into(),
            ..OptionRow::default()
        });
        let found = ComparisonTables {
            options: options.to_vec(),
            differences: rows.to_vec(),
            ..ComparisonTables::default()
        };
        let shown = table(&found, "disruption_rate", true);
        assert_eq!(shown.matches("100.0 ").count(), 2, "{shown}");
        assert!(shown.contains("300.0 "), "{shown}");
    }

    #[test]
    fn paragraphs_are_folded_at_spaces() {
        let text = folded(&"word ".repeat(60));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH + 4));
        assert!(text.lines().count() >= 3);
    }
}
