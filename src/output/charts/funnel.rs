use crate::output::charts::ChartContext;
use crate::output::charts::picture::Picture;
use crate::output::tables::Tables;
pub(super) fn draw(c: &ChartContext, _t: &Tables) -> Picture {
    crate::output::charts::plot::nothing(c, "funnel", "x")
}
