//! What every chart is given beside its rows, and how it reads a number or a name from them.

#[cfg(feature = "charts")]
use crate::output::tables::Tables;
use crate::output::words::Words;

/// What a chart says of the run beside its rows; all of it stands in the manifest.
#[derive(Debug, Clone)]
pub struct ChartContext<'a> {
    /// The scenario's title, for the reader.
    pub title: String,
    /// The scenario's name, for the footer.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// How many replications were run.
    pub replications: u64,
    /// The option whose rows are drawn.
    pub option: String,
    /// The date of t = 0 as `YYYY-MM-DD`, if the scenario has one.
    pub start_date: Option<String>,
    /// How long a replication is, in days.
    pub horizon_days: f64,
    /// How much of it is in no number, in days.
    pub warm_up_days: f64,
    /// Names and days of the shocks.
    pub shocks: Vec<(String, f64)>,
    /// Ids and names of the shocks.
    pub shock_names: Vec<(String, String)>,
    /// The sharing effectiveness below which cooperation no longer holds.
    pub threshold: f64,
    /// Whether the scenario is an illustration and no forecast, which the footer then says.
    pub illustration: bool,
    /// The measure by which options are judged, in a comparison.
    pub judged_by: String,
    /// The language.
    pub words: &'a Words,
}

/// The estimate of a measure under the option that is drawn: mean and half-width of its 95 % interval.
#[cfg(feature = "charts")]
pub(crate) fn estimate(context: &ChartContext, tables: &Tables, measure: &str) -> Option<(f64, Option<f64>)> {
    let mut rows = tables.estimates.iter();
    let row = rows.find(|row| row.option == context.option && row.measure == measure)?;
    Some((finite(row.mean)?, finite(row.half_width)))
}

/// A number that can be drawn. Tables may have been edited: NaN and infinities count as undefined.
pub(crate) fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// A nation's name, or its id where the table of nations does not have it.
#[cfg(feature = "charts")]
pub(crate) fn nation_name(tables: &Tables, id: &str) -> String {
    let row = tables
        .nations
        .iter()
        .find(|row| row.nation == id && !row.name.is_empty());
    row.map_or(id, |row| row.name.as_str()).to_owned()
}
