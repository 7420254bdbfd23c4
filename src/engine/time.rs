//! Simulated time: days since the start of a run.

use std::cmp::Ordering;
use std::ops::{Add, Sub};

/// Days in a year, everywhere.
pub const YEAR: f64 = 365.0;

/// A point in simulated time: days since the start, never NaN, never negative.
///
/// The order is total. [`SimTime::NEVER`] comes after every other time.
///
/// ```
/// use comity::engine::time::SimTime;
///
/// let monday = SimTime::from_days(7.0);
/// assert_eq!((monday + 1.5) - monday, 1.5);
/// assert!(monday < SimTime::NEVER);
/// assert!((SimTime::NEVER + 1.0).is_never());
/// ```
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct SimTime(f64);

impl SimTime {
    /// The start of a run.
    pub const ZERO: SimTime = SimTime(0.0);

    /// The time of what never happens: after every other time.
    pub const NEVER: SimTime = SimTime(f64::INFINITY);

    /// The time `days` after the start; `days` is at least 0 and not NaN.
    #[inline]
    pub fn from_days(days: f64) -> SimTime {
        debug_assert!(days >= 0.0, "a time is a number of days from 0 on, not {days}");
        // Adding zero turns -0.0 into 0.0, so that equal times have equal bits.
        SimTime(days + 0.0)
    }

    /// Days since the start.
    #[inline]
    pub fn days(self) -> f64 {
        self.0
    }

    /// Its bits, which order like times because none is negative.
    #[inline]
    pub(crate) fn to_bits(self) -> u64 {
        self.0.to_bits()
    }

    /// The time of such bits.
    #[inline]
    pub(crate) fn from_bits(bits: u64) -> SimTime {
        SimTime(f64::from_bits(bits))
    }

    /// Is this the time of what never happens?
    #[inline]
    pub fn is_never(self) -> bool {
        self.0 == f64::INFINITY
    }
}

impl Eq for SimTime {}

impl Ord for SimTime {
    #[inline]
    fn cmp(&self, other: &SimTime) -> Ordering {
        self.to_bits().cmp(&other.to_bits())
    }
}

impl PartialOrd for SimTime {
    #[inline]
    fn partial_cmp(&self, other: &SimTime) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A time and a span in days make a time.
impl Add<f64> for SimTime {
    type Output = SimTime;

    #[inline]
    fn add(self, days: f64) -> SimTime {
        SimTime::from_days(self.0 + days)
    }
}

/// The span between two times, in days. The span between twice never is not a number: do not ask for it.
impl Sub for SimTime {
    type Output = f64;

    #[inline]
    fn sub(self, earlier: SimTime) -> f64 {
        self.0 - earlier.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_ordered_and_never_is_last() {
        let mut times = [
            SimTime::NEVER,
            SimTime::from_days(2.0),
            SimTime::ZERO,
            SimTime::from_days(0.5),
        ];
        times.sort();
        assert_eq!(times.map(SimTime::days), [0.0, 0.5, 2.0, f64::INFINITY]);
    }

    #[test]
    fn minus_zero_is_the_start_bit_for_bit() {
        assert_eq!(SimTime::from_days(-0.0).days().to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "a time is a number of days from 0 on")]
    fn a_time_before_the_start_is_a_bug() {
        let _ = SimTime::ZERO + -1.0;
    }
}
