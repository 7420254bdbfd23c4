//! The charts of a run: each a function from table rows to a picture, drawn as SVG and PNG. A chart never sees a
//! world; `comity chart` draws an old folder again from its tables.

mod answers;
mod axis;
mod backlog;
mod bars;
pub mod context;
mod drivers;
mod effectiveness;
pub(crate) mod forest;
mod funnel;
mod intervals;
mod letters;
mod nation_options;
mod nations;
mod paint;
mod palette;
mod picture;
mod plot;
mod robustness;
mod shock;
mod shock_options;
mod survival;
mod threats;
pub(crate) mod tornado;
mod tradeoffs;
mod trust;
mod trust_matrix;
mod trust_network;

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::output::charts::context::ChartContext;
use crate::output::charts::paint::PaintFault;
use crate::output::charts::picture::Picture;
use crate::output::finding::is_comparison;
use crate::output::storage::{Storage, put};
use crate::output::tables::Tables;

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

impl Which {
    /// How many they are.
    pub const fn count(self) -> usize {
        match self {
            Which::None => 0,
            Which::Default => 6,
            Which::All => CHARTS.len(),
        }
    }
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
/// A chart by its file name, and whether a run has rows for it.
type Conditional = (&'static str, Draw, fn(&Tables) -> bool);

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

/// The charts of a comparison by their file names; each is drawn where its table has rows, the first four by default.
const COMPARISON_CHARTS: [Conditional; 7] = [
    ("forest", forest::draw, is_comparison),
    ("tradeoffs", tradeoffs::draw, |tables| {
        !tables.comparison.tradeoffs.is_empty()
    }),
    ("drivers", drivers::draw, |tables| {
        !tables.comparison.drivers.is_empty()
    }),
    ("robustness", robustness::draw, |tables| {
        !tables.comparison.robustness.is_empty()
    }),
    ("nation_options", nation_options::draw, |tables| {
        !tables.comparison.nation_differences.is_empty()
    }),
    ("shock_options", shock_options::draw, |tables| {
        !tables.comparison.shock_differences.is_empty()
    }),
    ("tornado", tornado::draw, |tables| {
        !tables.comparison.tornado.is_empty()
    }),
];

/// The charts asked for that this run has rows for: those of a comparison first.
fn wanted(which: Which, tables: &Tables) -> Vec<(&'static str, Draw)> {
    let (comparison, single) = match which {
        Which::None => return Vec::new(),
        Which::Default => (4, 6),
        Which::All => (COMPARISON_CHARTS.len(), CHARTS.len()),
    };
    COMPARISON_CHARTS[..comparison]
        .iter()
        .filter(|(.., there)| there(tables))
        .map(|(name, draw, _)| (*name, *draw))
        .chain(CHARTS[..single].iter().copied())
        .collect()
}

/// Draws charts into a folder that is there, each as `<name>.svg` and `<name>.png`, and gives their paths in order.
pub fn draw_all(
    storage: &dyn Storage,
    folder: &Path,
    which: Which,
    context: &ChartContext,
    tables: &Tables,
) -> Result<Vec<PathBuf>, ChartFault> {
    let charts = wanted(which, tables);
    let files: Result<Vec<_>, ChartFault> = charts
        .par_iter()
        .map(|(name, draw)| -> Result<_, ChartFault> {
            let picture = draw(context, tables);
            let svg = save(
                storage,
                folder.join(format!("{name}.svg")),
                paint::svg(&picture)?.as_bytes(),
            )?;
            let png = save(
                storage,
                folder.join(format!("{name}.png")),
                &paint::png(&picture)?,
            )?;
            Ok([svg, png])
        })
        .collect();
    Ok(files?.into_iter().flatten().collect())
}

/// A chart for a page: its SVG, and what is seen on it.
pub(crate) struct Drawing {
    pub(crate) svg: String,
    pub(crate) title: String,
}

/// The chart of this name; `None` where there is none, where the run has no rows for it, or where it cannot be painted.
pub(crate) fn drawing(name: &str, context: &ChartContext, tables: &Tables) -> Option<Drawing> {
    let (_, draw) = wanted(Which::All, tables)
        .into_iter()
        .find(|(known, _)| *known == name)?;
    let picture = draw(context, tables);
    Some(Drawing {
        svg: paint::svg(&picture).ok()?,
        title: picture.title,
    })
}

fn save(storage: &dyn Storage, file: PathBuf, bytes: &[u8]) -> Result<PathBuf, ChartFault> {
    match put(storage, &file, |writer| writer.write_all(bytes)) {
        Ok(()) => Ok(file),
        Err(source) => Err(ChartFault::File { file, source }),
    }
}

/// What a reader could not read on each chart, because it is cut or covered: empty where all is well.
pub fn unreadable(context: &ChartContext, tables: &Tables) -> Vec<(&'static str, Vec<String>)> {
    let faults = wanted(Which::All, tables)
        .into_iter()
        .map(|(name, draw)| (name, draw(context, tables).unreadable()));
    faults.filter(|(_, faults)| !faults.is_empty()).collect()
}
