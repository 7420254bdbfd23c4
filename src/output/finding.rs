//! What a comparison has found, looked up in its tables: by which measure options are judged, which one leads, and how
//! each stands. Words and pictures say it; nothing is computed anew here.

use crate::output::comparison_tables::{DifferenceRow, OptionRow, SelectionRow};
use crate::output::tables::Tables;

/// The measure by which options are judged where a run does not say.
const JUDGED_BY: &str = "disruption_rate";

/// Measures in which an option may do damage while it does good; they are watched whatever it is judged by.
pub(crate) const SIDE_EFFECTS: [&str; 9] = [
    "privacy_harm",
    "leaks",
    "misuses",
    "exposure",
    "backlog_mean",
    "unanswered_share",
    "mean_trust",
    "exits",
    "suspensions",
];

/// Whether the folder holds a comparison.
pub(crate) fn is_comparison(tables: &Tables) -> bool {
    !tables.comparison.differences.is_empty()
}

/// The measure by which options are judged: the first that the search for the best went by.
pub(crate) fn judged_by(tables: &Tables) -> String {
    let first = tables.comparison.selection.first();
    first.map_or(JUDGED_BY, |row| row.measure.as_str()).to_owned()
}

/// Measures by which the best was searched for, in order.
pub(crate) fn searched(tables: &Tables) -> Vec<String> {
    let mut measures: Vec<String> = Vec::new();
    for row in &tables.comparison.selection {
        if !measures.contains(&row.measure) {
            measures.push(row.measure.clone());
        }
    }
    if measures.is_empty() {
        measures.push(JUDGED_BY.to_owned());
    }
    measures
}

/// The difference of an option in a measure.
pub(crate) fn difference<'a>(tables: &'a Tables, option: &str, measure: &str) -> Option<&'a DifferenceRow> {
    let mut rows = tables.comparison.differences.iter();
    rows.find(|row| row.option == option && row.measure == measure)
}

/// How far an option is better than the baseline in a measure, whichever way is better; `None` where it is undefined.
pub(crate) fn gain(row: &DifferenceRow) -> Option<f64> {
    let mean = row.mean.filter(|mean| mean.is_finite())?;
    Some(if row.better == "less" { -mean } else { mean })
}

/// Ids of the options that are compared with the baseline, the best by the measure first.
pub(crate) fn ranked(tables: &Tables, measure: &str) -> Vec<String> {
    let mut rows: Vec<&DifferenceRow> = tables
        .comparison
        .differences
        .iter()
        .filter(|row| row.measure == measure && row.option != row.baseline)
        .collect();
    rows.sort_by(|one, other| {
        let of = |row: &DifferenceRow| gain(row).unwrap_or(f64::NEG_INFINITY);
        of(other)
            .total_cmp(&of(one))
            .then_with(|| one.option.cmp(&other.option))
    });
    rows.into_iter().map(|row| row.option.clone()).collect()
}

/// The option that does best by the measure that options are judged by, whether or not it can be told from the others.
pub(crate) fn leader(tables: &Tables) -> Option<String> {
    ranked(tables, &judged_by(tables)).into_iter().next()
}

/// How an option stands in the search for the best.
pub(crate) fn selection<'a>(tables: &'a Tables, option: &str, measure: &str) -> Option<&'a SelectionRow> {
    let mut rows = tables.comparison.selection.iter();
    rows.find(|row| row.option == option && row.measure == measure)
}

/// What an option is and costs.
pub(crate) fn option<'a>(tables: &'a Tables, id: &str) -> Option<&'a OptionRow> {
    tables.comparison.options.iter().find(|row| row.option == id)
}

/// Side effects of an option that are surely for the worse.
pub(crate) fn damages<'a>(tables: &'a Tables, option: &str) -> Vec<&'a DifferenceRow> {
    SIDE_EFFECTS
        .iter()
        .filter_map(|measure| difference(tables, option, measure))
        .filter(|row| row.verdict == "worse")
        .collect()
}
