//! The charts of a run: each a function from table rows to a picture, drawn as SVG and PNG. A chart never sees a
//! world; `comity chart` draws an old folder again from its tables.

mod answers;
mod axis;
mod backlog;
mod bars;
mod effectiveness;
mod funnel;
mod nations;
mod paint;
mod palette;
mod picture;
mod plot;
mod shock;
mod survival;
mod threats;
mod trust;
mod trust_matrix;
mod trust_network;

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::output::charts::paint::PaintFault;
use crate::output::charts::picture::Picture;
use crate::output::file::write_whole;
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
    /// The sharing effectiveness below which cooperation no longer holds.
    pub threshold: f64,
    /// Whether the scenario is an illustration and no forecast, which the footer then says.
    pub illustration: bool,
    /// The language.
    pub words: &'a Words,
}

/// Which charts to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The six that tell the main result.
    Default,
    /// All ten.
    All,
    /// None.
    None,
}

/// Why a chart could not be put in its folder.
#[derive(Debug, thiserror::Error)]
pub enum ChartFault {
    /// The picture could not be made.
    #[error(transparent)]
    Paint(#[from] PaintFault),
    /// The file could not be written.
    #[error("{}: {source}", file.display())]
    File {
        /// The chart's path.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

type Draw = fn(&ChartContext, &Tables) -> Picture;

/// Every chart by its file name; the first six are the default ones.
const CHARTS: [(&str, Draw); 10] = [
    ("effectiveness", effectiveness::draw),
    ("survival", survival::draw),
    ("funnel", funnel::draw),
    ("threats", threats::draw),
    ("answers", answers::draw),
    ("nations", nations::draw),
    ("trust_matrix", trust_matrix::draw),
    ("trust_network", trust_network::draw),
    ("backlog", backlog::draw),
    ("shock", shock::draw),
];

/// Draws charts into a folder that is there, each as `<name>.svg` and `<name>.png`, and gives their paths in order.
pub fn draw_all(
    folder: &Path,
    which: Which,
    context: &ChartContext,
    tables: &Tables,
) -> Result<Vec<PathBuf>, ChartFault> {
    let charts = match which {
        Which::None => &CHARTS[..0],
        Which::Default => &CHARTS[..6],
        Which::All => &CHARTS[..],
    };
    let files: Result<Vec<_>, ChartFault> = charts
        .par_iter()
        .map(|(name, draw)| -> Result<_, ChartFault> {
            let picture = draw(context, tables);
            let svg = save(
                folder.join(format!("{name}.svg")),
                paint::svg(&picture)?.as_bytes(),
            )?;
            let png = save(folder.join(format!("{name}.png")), &paint::png(&picture)?)?;
            Ok([svg, png])
        })
        .collect();
    Ok(files?.into_iter().flatten().collect())
}

fn save(file: PathBuf, bytes: &[u8]) -> Result<PathBuf, ChartFault> {
    match write_whole(&file, |writer| writer.write_all(bytes)) {
        Ok(()) => Ok(file),
        Err(source) => Err(ChartFault::File { file, source }),
    }
}

/// What a reader could not read on each chart, because it is cut or covered: empty where all is well.
pub fn unreadable(context: &ChartContext, tables: &Tables) -> Vec<(&'static str, Vec<String>)> {
    let faults = CHARTS
        .iter()
        .map(|(name, draw)| (*name, draw(context, tables).unreadable()));
    faults.filter(|(_, faults)| !faults.is_empty()).collect()
}

/// The estimate of a measure under the option that is drawn: mean and half-width of its 95 % interval.
fn estimate(context: &ChartContext, tables: &Tables, measure: &str) -> Option<(f64, Option<f64>)> {
    let mut rows = tables.estimates.iter();
    let row = rows.find(|row| row.option == context.option && row.measure == measure)?;
    Some((finite(row.mean)?, finite(row.half_width)))
}

/// A number that can be drawn. Tables may have been edited: NaN and infinities count as undefined.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// A nation's name, or its id where the table of nations does not have it.
fn nation_name(tables: &Tables, id: &str) -> String {
    let row = tables
        .nations
        .iter()
        .find(|row| row.nation == id && !row.name.is_empty());
    row.map_or(id, |row| row.name.as_str()).to_owned()
}
