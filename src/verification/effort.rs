//! `Effort`: how much is run. What is asked of an interval grows with it, so that more work shows smaller errors.

/// How much is run, and on which luck.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Sixteen times the replications, and intervals a quarter as wide.
    pub thorough: bool,
    /// Seed of every draw.
    pub seed: u64,
}

impl Effort {
    /// Replications instead of those of the fast run.
    pub fn replications(self, fast: u32) -> u32 {
        if self.thorough { 16 * fast } else { fast }
    }

    /// The widest 95 % half-width that still says something, instead of that of the fast run.
    pub fn width(self, fast: f64) -> f64 {
        if self.thorough { fast / 4.0 } else { fast }
    }
}
