//! Why there is no chart.

use std::io;
use std::path::PathBuf;

/// Why a picture could not be painted.
#[derive(Debug, thiserror::Error)]
#[error("a chart cannot be painted: {0}")]
pub struct PaintFault(pub String);

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
    /// There is no painter in this program.
    #[error("this program was built without charts")]
    NotBuilt,
}
