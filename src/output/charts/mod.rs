//! The charts of a run: each a function from table rows to a picture, drawn as SVG and PNG. A chart never sees a
//! world; `comity chart` draws an old folder again from its tables. Without the feature `charts` nothing that paints is
//! linked, and every number is the same.

pub mod context;
pub mod fault;
#[cfg(feature = "charts")]
mod gallery;
pub(crate) mod labels;
pub mod which;

use std::path::{Path, PathBuf};

#[cfg(feature = "charts")]
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::output::charts::context::ChartContext;
use crate::output::charts::fault::ChartFault;
#[cfg(feature = "charts")]
use crate::output::charts::gallery::{paint, wanted};
use crate::output::charts::which::Which;
use crate::output::storage::Storage;
#[cfg(feature = "charts")]
use crate::output::storage::put;
use crate::output::tables::Tables;

/// Draws charts into a folder that is there, each as `<name>.svg` and `<name>.png`, and gives their paths in order.
#[cfg(feature = "charts")]
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

/// Draws no charts: without a painter none can be asked for.
#[cfg(not(feature = "charts"))]
pub fn draw_all(
    _storage: &dyn Storage,
    _folder: &Path,
    which: Which,
    _context: &ChartContext,
    _tables: &Tables,
) -> Result<Vec<PathBuf>, ChartFault> {
    match which {
        Which::None => Ok(Vec::new()),
        Which::Default | Which::All => Err(ChartFault::NotBuilt),
    }
}

/// A chart for a page: its SVG, and what is seen on it.
pub(crate) struct Drawing {
    pub(crate) svg: String,
    pub(crate) title: String,
}

/// The chart of this name; `None` where there is none, where the run has no rows for it, or where it cannot be painted.
#[cfg(feature = "charts")]
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

/// No chart: there is no painter in this program.
#[cfg(not(feature = "charts"))]
pub(crate) fn drawing(_name: &str, _context: &ChartContext, _tables: &Tables) -> Option<Drawing> {
    None
}

#[cfg(feature = "charts")]
fn save(storage: &dyn Storage, file: PathBuf, bytes: &[u8]) -> Result<PathBuf, ChartFault> {
    match put(storage, &file, |writer| writer.write_all(bytes)) {
        Ok(()) => Ok(file),
        Err(source) => Err(ChartFault::File { file, source }),
    }
}

/// What a reader could not read on each chart, because it is cut or covered: empty where all is well.
#[cfg(feature = "charts")]
pub fn unreadable(context: &ChartContext, tables: &Tables) -> Vec<(&'static str, Vec<String>)> {
    let faults = wanted(Which::All, tables)
        .into_iter()
        .map(|(name, draw)| (name, draw(context, tables).unreadable()));
    faults.filter(|(_, faults)| !faults.is_empty()).collect()
}
