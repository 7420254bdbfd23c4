//! Statistics that need no memory of the observations: a tally of values.

/// Count, mean, variance, least and greatest of a series of observations.
///
/// Welford's recurrence (1962); merging by Chan, Golub & `LeVeque` (1979). Merge in a fixed order: floating-point sums
/// depend on it.
///
/// ```
/// use comity::engine::statistics::Tally;
///
/// let mut tally = Tally::default();
/// [2.0, 4.0, 9.0].map(|value| tally.add(value));
/// assert_eq!((tally.count(), tally.mean(), tally.variance()), (3, 5.0, 13.0));
/// ```
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Tally {
    count: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
    min: f64,
    max: f64,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally {
            count: 0,
            mean: 0.0,
            squares: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }
}

impl Tally {
    /// Takes in one observation.
    #[inline]
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        let deviation = value - self.mean;
        self.mean += deviation / self.count as f64;
        self.squares += deviation * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Takes in all observations of another tally.
    pub fn merge(&mut self, other: &Tally) {
        if other.count == 0 {
            return;
        }
        let count = self.count + other.count;
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let difference = other.mean - self.mean;
        self.mean += difference * (theirs / count as f64);
        self.squares += other.squares + difference * difference * (mine * theirs / count as f64);
        self.count = count;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// How many observations there were.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; NaN if there were none.
    pub fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.mean }
    }

    /// Their variance (divided by n − 1); NaN if there were fewer than two.
    pub fn variance(&self) -> f64 {
        if self.count < 2 {
            f64::NAN
        } else {
            self.squares / (self.count - 1) as f64
        }
    }

    /// Their standard deviation (of the variance divided by n − 1).
    pub fn sd(&self) -> f64 {
        self.variance().sqrt()
    }

    /// The standard error of their mean, if they are independent.
    pub fn standard_error(&self) -> f64 {
        (self.variance() / self.count as f64).sqrt()
    }

    /// The least of them; infinite if there were none.
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The greatest of them; minus infinity if there were none.
    pub fn max(&self) -> f64 {
        self.max
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(values: &[f64]) -> Tally {
        let mut tally = Tally::default();
        for value in values {
            tally.add(*value);
        }
        tally
    }

    #[test]
    fn an_empty_tally_has_no_mean() {
        let empty = Tally::default();
        assert!(empty.mean().is_nan() && empty.variance().is_nan());
        let mut merged = empty;
        merged.merge(&empty);
        assert_eq!(merged.count(), 0);
        merged.merge(&tally(&[3.0, 5.0]));
        assert_eq!(
            (merged.mean(), merged.variance(), merged.min(), merged.max()),
            (4.0, 2.0, 3.0, 5.0)
        );
    }

    /// NIST Statistical Reference Datasets, `NumAcc1`, `NumAcc2` and `NumAcc4`: certified mean and standard deviation.
    #[test]
    fn badly_conditioned_series_of_nist_come_out_right() {
        let alternating = |first: f64, odd: f64, even: f64| {
            let mut values = vec![first];
            (0..500).for_each(|_| values.extend([odd, even]));
            values
        };
        let series = [
            (vec![10_000_001.0, 10_000_003.0, 10_000_002.0], 10_000_002.0, 1.0),
            (alternating(1.2, 1.1, 1.3), 1.2, 0.1),
            (
                alternating(10_000_000.2, 10_000_000.1, 10_000_000.3),
                10_000_000.2,
                0.1,
            ),
        ];
        for (values, mean, sd) in series {
            for parts in [1, 2, 7, 64] {
                let mut merged = Tally::default();
                values
                    .chunks(values.len().div_ceil(parts))
                    .for_each(|part| merged.merge(&tally(part)));
                assert!(
                    (merged.mean() - mean).abs() <= 1e-14 * mean,
                    "{} is not {mean}",
                    merged.mean()
                );
                assert!(
                    (merged.sd() - sd).abs() <= 1e-7 * sd,
                    "{} is not {sd}",
                    merged.sd()
                );
            }
        }
    }
}
