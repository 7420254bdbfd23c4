//! What a comparison has found, looked up in its tables: by which measure options are judged, which one leads, and how
//! each stands. Words and pictures say it; nothing is computed anew here.

use crate::output::comparison_tables::{DifferenceRow, OptionRow};
use crate::output::manifest::Manifest;
use crate::output::tables::{EstimateRow, NationRow, Tables};

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

/// Whether the comparison rests on replications enough to tell a difference from luck: one tells nothing of it.
pub(crate) fn tells_of_luck(tables: &Tables) -> bool {
    tables.comparison.differences.iter().any(|row| row.n > 1)
}

/// What an option is and costs.
pub(crate) fn option<'a>(tables: &'a Tables, id: &str) -> Option<&'a OptionRow> {
    tables.comparison.options.iter().find(|row| row.option == id)
}

/// The estimate of a measure under the option of the run.
pub(crate) fn estimate<'a>(
    manifest: &Manifest,
    tables: &'a Tables,
    measure: &str,
) -> Option<&'a EstimateRow> {
    let option = manifest.work.options.first()?;
    let mut rows = tables.estimates.iter();
    rows.find(|row| row.option == *option && row.measure == measure)
}

/// The name of the nation that surely has most of something, given by its mean and the half-width of its 95 % interval:
/// the interval lies above that of every other. `None` where there is no such nation.
pub(crate) fn surely_most<'a>(
    rows: impl Iterator<Item = &'a NationRow>,
    of: impl Fn(&NationRow) -> (Option<f64>, Option<f64>),
) -> Option<&'a str> {
    let told: Vec<(&NationRow, f64, Option<f64>)> = rows
        .filter_map(|row| {
            let (mean, half) = of(row);
            Some((row, mean.filter(|mean| mean.is_finite())?, half))
        })
        .collect();
    let (most, mean, half) = told.iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let low = mean - (*half)?;
    let apart = told
        .iter()
        .filter(|(row, ..)| row.nation != most.nation)
        .all(|(_, mean, half)| half.is_some_and(|half| mean + half < low));
    let name = if most.name.is_empty() {
        &most.nation
    } else {
        &most.name
    };
    apart.then_some(name.as_str())
}
