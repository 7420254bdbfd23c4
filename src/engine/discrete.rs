//! Quantiles of the counting distributions: the least count whose probability of not being exceeded reaches u.

use crate::engine::special::{beta_weight, gamma_weight, incomplete_beta, incomplete_gamma, normal_quantile};

/// Up to this mean the probabilities are summed from 0; above it the search begins near the quantile.
const SUM_UP_TO: f64 = 30.0;

/// A walk along the probabilities of a counting distribution.
struct Walk {
    /// The count at which the walk stands.
    count: f64,
    /// Its probability.
    weight: f64,
    /// The probability of at most this count.
    total: f64,
}

impl Walk {
    /// Walks to the least count at which the total reaches `u`; `ratio(k)` is the probability of k + 1 over that of k.
    fn to(mut self, u: f64, ratio: impl Fn(f64) -> f64) -> f64 {
        while self.count > 0.0 && self.total - self.weight >= u {
            self.total -= self.weight;
            self.count -= 1.0;
            self.weight /= ratio(self.count);
        }
        while self.total < u {
            self.weight *= ratio(self.count);
            let total = self.total + self.weight;
            if total == self.total && ratio(self.count) < 1.0 {
                break;
            }
            self.total = total;
            self.count += 1.0;
        }
        self.count
    }
}

/// Where to begin the search: the quantile of Cornish & Fisher with the skewness (1937).
fn near_quantile(u: f64, mean: f64, sd: f64, skewness: f64) -> f64 {
    let z = normal_quantile(u);
    (mean + sd * (z + skewness * (z * z - 1.0) / 6.0)).floor()
}

/// The quantile of the Poisson distribution with this mean.
///
/// ```
/// use comity::engine::discrete::poisson_quantile;
///
/// assert_eq!(poisson_quantile(4.2, 0.99), 10.0);
/// ```
pub fn poisson_quantile(mean: f64, u: f64) -> f64 {
    let start = if mean <= SUM_UP_TO {
        let none = libm::exp(-mean);
        Walk {
            count: 0.0,
            weight: none,
            total: none,
        }
    } else {
        let sd = mean.sqrt();
        let count = near_quantile(u, mean, sd, 1.0 / sd).max(1.0);
        let (_, total) = incomplete_gamma(count + 1.0, mean);
        Walk {
            count,
            weight: gamma_weight(count, mean),
            total,
        }
    };
    start.to(u, |count| mean / (count + 1.0))
}

/// The quantile of the number of failures before the first success, with this mean: 1 − (1 − p)ᵏ⁺¹ ≥ u.
///
/// ```
/// use comity::engine::discrete::geometric_quantile;
///
/// assert_eq!(geometric_quantile(1.0, 0.8), 2.0);
/// ```
#[inline]
pub fn geometric_quantile(mean: f64, u: f64) -> f64 {
    // ln(1 − p) with p = 1/(1 + mean).
    let ln_failure = -libm::log1p(1.0 / mean);
    (libm::log1p(-u) / ln_failure).ceil().max(1.0) - 1.0
}

/// The quantile of the number of successes in `trials` independent trials of probability `p`.
///
/// ```
/// use comity::engine::discrete::binomial_quantile;
///
/// assert_eq!(binomial_quantile(40, 0.15, 0.99), 12.0);
/// ```
pub fn binomial_quantile(trials: u32, p: f64, u: f64) -> f64 {
    let n = f64::from(trials);
    if p > 0.5 {
        // Counting failures keeps the probability of none of them from vanishing.
        return n - binomial_quantile(trials, 1.0 - p, 1.0 - u);
    }
    let odds = p / (1.0 - p);
    let mean = n * p;
    let start = if mean <= SUM_UP_TO {
        let none = libm::exp(n * libm::log1p(-p));
        Walk {
            count: 0.0,
            weight: none,
            total: none,
        }
    } else {
        let sd = (mean * (1.0 - p)).sqrt();
        let count = near_quantile(u, mean, sd, (1.0 - 2.0 * p) / sd).clamp(1.0, n - 1.0);
        let (total, _) = incomplete_beta(n - count, count + 1.0, 1.0 - p, p);
        let weight = beta_weight(count, n - count, p, 1.0 - p) * n / (count * (n - count));
        Walk { count, weight, total }
    };
    start.to(u, |count| odds * (n - count) / (count + 1.0))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Where a walk along the probabilities of a Poisson distribution of mean 5 ends that begins at `count`, and its steps.
    fn walked(count: u32, u: f64) -> (f64, u32) {
        let mass = |k: u32| libm::exp(-5.0) * (1..=k).map(|j| 5.0 / f64::from(j)).product::<f64>();
        let steps = Cell::new(0);
        let start = Walk {
            count: f64::from(count),
            weight: mass(count),
            total: (0..=count).map(mass).sum(),
        };
        let end = start.to(u, |k| {
            steps.set(steps.get() + 1);
            5.0 / (k + 1.0)
        });
        (end, steps.get())
    }

    #[test]
    fn a_walk_ends_at_the_quantile_wherever_it_begins_and_goes_no_further() {
        for u in [0.001, 0.05, 0.3, 0.5, 0.8, 0.99, 0.9999] {
            let (quantile, _) = walked(0, u);
            for begin in 0..16 {
                let (end, steps) = walked(begin, u);
                assert_eq!(end, quantile, "from {begin} to {u}");
                assert!(
                    f64::from(steps) <= (f64::from(begin) - end).abs(),
                    "{steps} steps from {begin} to {end}"
                );
            }
        }
        // Nothing is below none.
        assert_eq!(walked(0, 0.0).0, 0.0);
        // A total that never reaches u, as its last bits may not, is walked to where it no longer grows.
        assert!((15.0..60.0).contains(&walked(0, 1.5).0));
    }
}
