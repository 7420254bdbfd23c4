//! Which charts a run gets, and whether this program can draw any.

/// Whether this program was built with charts.
pub const BUILT: bool = cfg!(feature = "charts");

/// How many charts of a run there are.
pub(crate) const ALL: usize = 10;
/// How many of them, the first, are drawn unless told otherwise.
pub(crate) const DEFAULT: usize = 6;

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
    /// Those that are drawn unless told otherwise.
    pub const fn usual() -> Which {
        if BUILT { Which::Default } else { Which::None }
    }

    /// How many they are.
    pub const fn count(self) -> usize {
        match self {
            Which::None => 0,
            Which::Default => DEFAULT,
            Which::All => ALL,
        }
    }
}
