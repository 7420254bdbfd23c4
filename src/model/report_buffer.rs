//! Working space of reports, kept between them so that a report allocates nothing.

use crate::model::coverage::Coverage;
use crate::model::sort_buffer::SortBuffer;

/// Working space of reports; what it held is lost at the next.
#[derive(Clone, Debug, Default)]
pub struct ReportBuffer {
    /// Trust, row by row.
    pub matrix: Vec<f64>,
    /// Trust of the pairs that count.
    pub all: Vec<f64>,
    /// Parts of the network of trust.
    pub labels: Vec<usize>,
    /// For sorting trust.
    pub sort: SortBuffer,
    /// For coverage by instruments.
    pub coverage: Coverage,
}
