//! `AnswerTimes`: a fixed grid of days on which answer times are counted, so that worlds can be added up.

/// Edges of the grid: 0, then rising by a constant factor from a twentieth of a day to about 40 years.
pub const BINS: usize = 200;
const FIRST: f64 = 0.05;
const LAST: f64 = 14_600.0;

/// The upper edge of a bin in days; the last bin is open.
pub fn upper_edge(bin: usize) -> f64 {
    FIRST * libm::pow(LAST / FIRST, bin as f64 / (BINS - 2) as f64)
}

/// The bin of a time in days.
#[inline]
pub fn bin_of(days: f64) -> usize {
    if days <= FIRST {
        return 0;
    }
    let position = (BINS - 2) as f64 * libm::log(days / FIRST) / libm::log(LAST / FIRST);
    (position.ceil() as usize).min(BINS - 1)
}

/// Counts on the grid of what was answered and of what was censored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerTimes {
    /// Answered in each bin.
    pub answered: Vec<u64>,
    /// Censored in each bin.
    pub censored: Vec<u64>,
}

impl Default for AnswerTimes {
    fn default() -> AnswerTimes {
        AnswerTimes {
            answered: vec![0; BINS],
            censored: vec![0; BINS],
        }
    }
}

impl AnswerTimes {
    /// Adds another count.
    pub fn add(&mut self, other: &AnswerTimes) {
        for (sum, more) in self.answered.iter_mut().zip(&other.answered) {
            *sum += more;
        }
        for (sum, more) in self.censored.iter_mut().zip(&other.censored) {
            *sum += more;
        }
    }

    /// The time by which a share is answered, from the Kaplan–Meier curve, linear within a bin; NaN when it is not reached.
    pub fn quantile(&self, share: f64) -> f64 {
        let total: u64 = self.answered.iter().chain(&self.censored).sum();
        let mut at_risk = total as f64;
        let mut surviving = 1.0;
        let target = 1.0 - share;
        for bin in 0..BINS {
            if at_risk <= 0.0 {
                return f64::NAN;
            }
            let next = surviving * (1.0 - self.answered[bin] as f64 / at_risk);
            if next <= target {
                let low = if bin == 0 { 0.0 } else { upper_edge(bin - 1) };
                return low + (upper_edge(bin) - low) * (surviving - target) / (surviving - next);
            }
            surviving = next;
            at_risk -= (self.answered[bin] + self.censored[bin]) as f64;
        }
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::{AnswerTimes, BINS, bin_of, upper_edge};

    #[test]
    fn every_time_falls_below_the_edge_of_its_bin_and_above_the_one_before() {
        for n in 1..4000 {
            let days = f64::from(n) * 0.37;
            let bin = bin_of(days);
            assert!(
                days <= upper_edge(bin) * (1.0 + 1e-12) || bin == BINS - 1,
                "{days}"
            );
            assert!(bin == 0 || days >= upper_edge(bin - 1) * (1.0 - 1e-12), "{days}");
        }
    }

    #[test]
    fn the_median_of_times_without_censoring_is_near_the_middle() {
        let mut times = AnswerTimes::default();
        for n in 1..=1000 {
            times.answered[bin_of(f64::from(n) / 10.0)] += 1;
        }
        assert!((times.quantile(0.5) - 50.0).abs() < 3.5);
        assert!((times.quantile(0.9) - 90.0).abs() < 6.0);
    }

    #[test]
    fn a_share_that_is_never_reached_is_undefined() {
        let mut times = AnswerTimes::default();
        times.answered[10] = 4;
        times.censored[20] = 6;
        assert!(times.quantile(0.5).is_nan());
    }
}
