//! Intervals that a number of a scenario must lie in, and how they are said in words.

use std::fmt;

/// An interval of numbers; the end points belong to it unless marked open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest allowed number.
    pub low: f64,
    /// Largest allowed number.
    pub high: f64,
    /// Whether `low` itself is refused.
    pub low_open: bool,
    /// Whether `high` itself is refused.
    pub high_open: bool,
}

/// Beyond this size no quantity of a scenario has a meaning.
const HUGE: f64 = 1e12;

impl Range {
    /// A share, both ends allowed: [0, 1].
    pub const SHARE: Self = Self::of(0.0, 1.0);
    /// A share that may not vanish: (0, 1].
    pub const OPEN_SHARE: Self = Self {
        low_open: true,
        ..Self::SHARE
    };
    /// A share strictly between nothing and everything: (0, 1).
    pub const UNIT: Self = Self {
        high_open: true,
        ..Self::OPEN_SHARE
    };
    /// A number above 0.
    pub const POSITIVE: Self = Self::above(0.0);
    /// Days in which an amount halves: a tenth of a second or more, so that half-lives until any horizon can be counted.
    pub const HALF_LIFE: Self = Self::of(1e-6, HUGE);
    /// A number of at least 0.
    pub const NONNEGATIVE: Self = Self::of(0.0, HUGE);
    /// Any finite number of a sane size.
    pub const ANY: Self = Self::of(-HUGE, HUGE);

    /// The closed interval from `low` to `high`.
    pub const fn of(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: false,
            high_open: false,
        }
    }

    /// Everything strictly above `low`.
    pub const fn above(low: f64) -> Self {
        Self {
            low,
            high: HUGE,
            low_open: true,
            high_open: false,
        }
    }

    /// Whether `number` lies in the interval; never true for NaN or an infinity.
    pub fn contains(&self, number: f64) -> bool {
        let above = if self.low_open {
            number > self.low
        } else {
            number >= self.low
        };
        let below = if self.high_open {
            number < self.high
        } else {
            number <= self.high
        };
        number.is_finite() && above && below
    }

    /// A harmless member, for a required number that is missing: 1 where it may be, else the middle.
    pub fn typical(&self) -> f64 {
        if self.contains(1.0) {
            1.0
        } else {
            f64::midpoint(self.low, self.high)
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            low,
            high,
            low_open,
            high_open,
        } = *self;
        if (low, high) == (0.0, 1.0) {
            let (left, right) = (
                if low_open { '(' } else { '[' },
                if high_open { ')' } else { ']' },
            );
            return write!(f, "a share in {left}0, 1{right}");
        }
        if low == high {
            return write!(f, "{low}");
        }
        match (low > -HUGE, high < HUGE) {
            (false, false) => write!(f, "a number"),
            (true, false) if low_open => write!(f, "a number above {low}"),
            (true, false) => write!(f, "a number of at least {low}"),
            (false, true) if high_open => write!(f, "a number below {high}"),
            (false, true) => write!(f, "a number of at most {high}"),
            (true, true) if low_open && high_open => write!(f, "a number above {low} and below {high}"),
            (true, true) if low_open => write!(f, "a number above {low}, at most {high}"),
            (true, true) if high_open => write!(f, "a number from {low}, below {high}"),
            (true, true) => write!(f, "a number from {low} to {high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_belong_to_an_interval_unless_open() {
        assert!(Range::SHARE.contains(0.0) && Range::SHARE.contains(1.0));
        assert!(!Range::OPEN_SHARE.contains(0.0) && Range::OPEN_SHARE.contains(1.0));
        assert!(!Range::UNIT.contains(1.0) && !Range::POSITIVE.contains(0.0));
        assert!(Range::POSITIVE.contains(1e12) && !Range::POSITIVE.contains(1.1e12));
    }

    #[test]
    fn what_is_no_number_is_in_no_interval() {
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!Range::ANY.contains(odd));
        }
    }

    #[test]
    fn intervals_are_said_in_words() {
        let said = [
            (Range::SHARE, "a share in [0, 1]"),
            (Range::OPEN_SHARE, "a share in (0, 1]"),
            (Range::UNIT, "a share in (0, 1)"),
            (Range::POSITIVE, "a number above 0"),
            (Range::NONNEGATIVE, "a number of at least 0"),
            (Range::ANY, "a number"),
            (Range::of(-90.0, 90.0), "a number from -90 to 90"),
            (Range::of(1.0, 1.0), "1"),
        ];
        for (range, words) in said {
            assert_eq!(range.to_string(), words);
            assert!(range.contains(range.typical()));
        }
    }
}
