//! What a comparison has found, looked up in its tables: by which measure options are judged, which one leads, and how
//! each stands. Words and pictures say it; nothing is computed anew here.

use crate::output::comparison_tables::{DifferenceRow, OptionRow};
use crate::output::manifest::Manifest;
use crate::output::tables::Tables;

/// The measure by which options are judged unless a run says otherwise.
pub(crate) const JUDGED_BY: &str = "disruption_rate";

/// Whether the folder holds a comparison.
pub(crate) fn is_comparison(tables: &Tables) -> bool {
    !tables.comparison.differences.is_empty()
}

/// The measure by which options are judged.
pub(crate) fn judged_by(manifest: &Manifest) -> String {
    let order = manifest.work.comparison.as_ref();
    order.map_or(JUDGED_BY, |order| order.measure.as_str()).to_owned()
}

/// Measures by which the best was searched for, the one that options are judged by first.
pub(crate) fn searched(tables: &Tables, judged_by: &str) -> Vec<String> {
    let mut measures = vec![judged_by.to_owned()];
    for row in &tables.comparison.selection {
        if !measures.contains(&row.measure) {
            measures.push(row.measure.clone());
        }
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

/// The option that the answer is about: the one that the search for the best selected, else the one with the best mean,
/// whether or not it can be told from the others.
pub(crate) fn leader(tables: &Tables, measure: &str) -> Option<String> {
    let ranked = ranked(tables, measure);
    let selected = tables
        .comparison
        .selection
        .iter()
        .find(|row| row.measure == measure && row.selected && ranked.contains(&row.option));
    selected
        .map(|row| row.option.clone())
        .or_else(|| ranked.into_iter().next())
}

/// What an option is and costs.
pub(crate) fn option<'a>(tables: &'a Tables, id: &str) -> Option<&'a OptionRow> {
    tables.comparison.options.iter().find(|row| row.option == id)
}
