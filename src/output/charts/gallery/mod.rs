//! The charts themselves, each a function from table rows to a picture, and the painter of pictures.

mod answers;
mod axis;
mod backlog;
mod bars;
mod drivers;
mod effectiveness;
mod forest;
mod funnel;
mod intervals;
mod letters;
mod nation_options;
mod nations;
pub(super) mod paint;
mod palette;
mod picture;
mod plot;
mod robustness;
mod shock;
mod shock_options;
mod survival;
mod threats;
mod tornado;
mod tradeoffs;
mod trust;
mod trust_matrix;
mod trust_network;

use crate::output::charts::context::ChartContext;
use crate::output::charts::gallery::picture::Picture;
use crate::output::charts::which::{ALL, DEFAULT, Which};
use crate::output::finding::is_comparison;
use crate::output::tables::Tables;

/// What makes a picture of rows.
type Draw = fn(&ChartContext, &Tables) -> Picture;
/// A chart by its file name, and whether a run has rows for it.
type Conditional = (&'static str, Draw, fn(&Tables) -> bool);

/// Every chart by its file name; the first six are the default ones.
const CHARTS: [(&str, Draw); ALL] = [
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
pub(super) fn wanted(which: Which, tables: &Tables) -> Vec<(&'static str, Draw)> {
    let (comparison, single) = match which {
        Which::None => return Vec::new(),
        Which::Default => (4, DEFAULT),
        Which::All => (COMPARISON_CHARTS.len(), CHARTS.len()),
    };
    COMPARISON_CHARTS[..comparison]
        .iter()
        .filter(|(.., there)| there(tables))
        .map(|(name, draw, _)| (*name, *draw))
        .chain(CHARTS[..single].iter().copied())
        .collect()
}
