//! Working space of reports, kept between them so that a report allocates nothing.

use crate::model::network::Network;
use crate::model::sort_buffer::SortBuffer;

/// Working space of reports; what it held is lost at the next.
#[derive(Clone, Debug, Default)]
pub struct ReportBuffer {
    /// Trust of one nation in all.
    pub row: Vec<f64>,
    /// Trust of the ordered pairs that count.
    pub all: Vec<f64>,
    /// Bloc by nation, by number.
    pub bloc_of: Vec<u16>,
    /// Who trusts whom.
    pub network: Network,
    /// For sorting trust.
    pub sort: SortBuffer,
}
