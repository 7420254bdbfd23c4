//! The bootstrap over replications: intervals for statistics that have no formula of their own.

use rand::Rng;

use crate::engine::chance::Chance;
use crate::engine::identity::Identity;
use crate::engine::special::{normal_cdf, normal_quantile};
use crate::experiment::estimate::Estimate;
use crate::experiment::quantile::{quantile_of_sorted, sorted};

/// The replication whose luck the bootstrap uses, so that it shares none with the model's.
const LUCK: u32 = u32::MAX;
/// The purpose of its draws.
const RESAMPLE: u16 = u16::MAX;
/// At most so many leave-outs: more would cost time and add little to the acceleration.
const LEAVE_OUTS: usize = 100;

/// Resamples whole replications, with replacement.
///
/// Intervals are bias-corrected and accelerated (Efron 1987). The plain percentile interval would count the bias of
/// a largest value twice, once in the estimate and once again in the resamples; this one takes it out, and is second-order
/// correct for smooth statistics. Every statistic of one size sees the same resamples.
#[derive(Copy, Clone, Debug)]
pub struct Bootstrap {
    chance: Chance,
    resamples: usize,
    confidence: f64,
}

impl Bootstrap {
    /// A bootstrap of so many resamples (2,000 are enough for 95 %), which depends on nothing but its arguments.
    pub fn new(seed: u64, resamples: usize, confidence: f64) -> Bootstrap {
        Bootstrap {
            chance: Chance::new(seed, LUCK),
            resamples,
            confidence,
        }
    }

    /// Fills `rows` with the `number`-th resample: each an index below its length, with replacement.
    pub fn draw(&self, number: usize, rows: &mut [usize]) {
        let n = rows.len() as u64;
        let mut stream = self
            .chance
            .stream(RESAMPLE, Identity::of("bootstrap").numbered(number as u64));
        for row in rows {
            *row = ((u64::from(stream.next_u32()) * n) >> 32) as usize;
        }
    }

    /// One statistic of `n` replications, computed from the indices of those that count, as often as they occur.
    pub fn estimate(&self, n: usize, statistic: impl Fn(&[usize]) -> f64) -> Estimate {
        let [estimate] = self.estimates(n, |rows| [statistic(rows)]);
        estimate
    }

    /// Several statistics of the same resamples at once.
    ///
    /// Resamples in which a statistic is undefined (NaN) are skipped; when they are more than one tail of the interval
    /// would hold, the interval is undefined. A statistic may be infinite.
    pub fn estimates<const K: usize>(
        &self,
        n: usize,
        statistics: impl Fn(&[usize]) -> [f64; K],
    ) -> [Estimate; K] {
        let everybody: Vec<usize> = (0..n).collect();
        let points = if n == 0 {
            [f64::NAN; K]
        } else {
            statistics(&everybody)
        };
        let mut resampled = Vec::new();
        let mut left_out = Vec::new();
        if n >= 2 {
            let mut rows = everybody;
            let groups = n.min(LEAVE_OUTS);
            for group in 0..groups {
                rows.clear();
                rows.extend((0..n).filter(|row| row % groups != group));
                left_out.push(statistics(&rows));
            }
            rows.resize(n, 0);
            for number in 0..self.resamples {
                self.draw(number, &mut rows);
                resampled.push(statistics(&rows));
            }
        }
        std::array::from_fn(|k| {
            let column = |all: &[[f64; K]]| all.iter().map(|values| values[k]).collect::<Vec<_>>();
            self.accelerated(n, points[k], &column(&resampled), &column(&left_out))
        })
    }

    /// Efron's interval around a point estimate, from its resampled and its left-out values.
    fn accelerated(&self, n: usize, point: f64, resampled: &[f64], left_out: &[f64]) -> Estimate {
        let values = sorted(resampled);
        let tail = (1.0 - self.confidence) / 2.0;
        let undefined = (resampled.len() - values.len()) as f64;
        let (lower, upper) =
            if point.is_nan() || values.is_empty() || undefined > tail * resampled.len() as f64 {
                (f64::NAN, f64::NAN)
            } else {
                let bias = normal_quantile(share_below(&values, point));
                let acceleration = acceleration(left_out);
                let end = |p: f64| {
                    let z = bias + normal_quantile(p);
                    quantile_of_sorted(&values, normal_cdf(bias + z / (1.0 - acceleration * z).max(0.1)))
                };
                (end(tail), end(1.0 - tail))
            };
        let spread = Estimate::of_mean(&values, self.confidence).sd * (n as f64).sqrt();
        Estimate {
            n,
            mean: point,
            sd: spread,
            half_width: (upper - lower) / 2.0,
            lower,
            upper,
            method: "bootstrap-bca",
        }
    }
}

/// The share of sorted values below a point, equal ones counted half; kept half a value away from 0 and 1.
fn share_below(sorted: &[f64], point: f64) -> f64 {
    let below = sorted.partition_point(|&value| value < point);
    let up_to = sorted.partition_point(|&value| value <= point);
    let share = (below + up_to) as f64 / 2.0;
    share.clamp(0.5, sorted.len() as f64 - 0.5) / sorted.len() as f64
}

/// Efron's acceleration, Σ d³ / (6 (Σ d²)^1.5) with d the fall of the statistic below the mean of the left-out ones; 0
/// where that says nothing.
///
/// Leaving out groups estimates the same number: third and second moments of sums both add up.
fn acceleration(left_out: &[f64]) -> f64 {
    let middle = left_out.iter().sum::<f64>() / left_out.len() as f64;
    let (mut squares, mut cubes) = (0.0, 0.0);
    for value in left_out {
        let fall = middle - value;
        squares += fall * fall;
        cubes += fall * fall * fall;
    }
    let acceleration = cubes / (6.0 * squares * squares.sqrt());
    if acceleration.is_finite() {
        acceleration
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_of(values: &[f64]) -> impl Fn(&[usize]) -> f64 + '_ {
        |rows| rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64
    }

    #[test]
    fn the_same_seed_gives_the_same_bits_and_another_seed_others() {
        let values: Vec<f64> = (0..40).map(|i| f64::from(i * i % 17)).collect();
        let estimate = |seed| Bootstrap::new(seed, 300, 0.95).estimate(40, mean_of(&values));
        assert_eq!(estimate(1), estimate(1));
        assert_ne!(estimate(1).lower, estimate(2).lower);
    }

    #[test]
    fn a_mean_gets_nearly_the_interval_of_the_normal() {
        let values: Vec<f64> = (0..200).map(|i| f64::from((i * 73) % 200)).collect();
        let found = Bootstrap::new(3, 4000, 0.95).estimate(200, mean_of(&values));
        let theory = Estimate::of_mean(&values, 0.95);
        assert_eq!(found.mean, theory.mean);
        // The Monte Carlo error of one end at 4,000 resamples is about 2 % of the half-width.
        assert!(
            (found.half_width / theory.half_width - 1.0).abs() < 0.06,
            "{found:?} {theory:?}"
        );
        assert!((found.sd / theory.sd - 1.0).abs() < 0.05);
    }

    #[test]
    fn resamples_draw_every_replication_equally_often() {
        let bootstrap = Bootstrap::new(5, 0, 0.95);
        let mut counts = [0_u32; 7];
        let mut rows = [0; 7];
        for number in 0..2000 {
            bootstrap.draw(number, &mut rows);
            for &row in &rows {
                counts[row] += 1;
            }
        }
        // Chi-square with 6 degrees of freedom: 22.5 is its 0.999 quantile.
        let excess = counts.map(|count| f64::from(count) - 2000.0);
        let chi: f64 = excess.iter().map(|excess| excess * excess / 2000.0).sum();
        assert!(chi < 22.5, "{counts:?}");
    }

    #[test]
    fn nothing_one_constant_and_undefined_are_defined() {
        let bootstrap = Bootstrap::new(1, 100, 0.95);
        let nothing = bootstrap.estimate(0, |_| 1.0);
        assert!(nothing.mean.is_nan() && nothing.lower.is_nan());
        let one = bootstrap.estimate(1, |_| 4.0);
        assert_eq!(one.mean, 4.0);
        assert!(one.half_width.is_nan());
        let constant = bootstrap.estimate(9, |_| 4.0);
        assert_eq!((constant.lower, constant.upper, constant.sd), (4.0, 4.0, 0.0));
        let rarely = bootstrap.estimate(9, |rows| if rows.contains(&0) { 1.0 } else { f64::NAN });
        assert_eq!(rarely.mean, 1.0);
        assert!(rarely.lower.is_nan() && rarely.half_width.is_nan());
    }

    #[test]
    fn as_many_undefined_resamples_as_a_tail_holds_are_skipped_and_more_are_not() {
        // At 50 %, a tail of eight resamples holds two; the statistic is called for all, without each of five, and for eight.
        for (undefined, is_defined) in [(0, true), (2, true), (3, false)] {
            let calls = std::cell::Cell::new(0);
            let found = Bootstrap::new(1, 8, 0.5).estimate(5, |rows| {
                calls.set(calls.get() + 1);
                if calls.get() > 14 - undefined {
                    f64::NAN
                } else {
                    rows.iter().sum::<usize>() as f64
                }
            });
            assert_eq!((calls.get(), found.mean), (14, 10.0));
            assert_eq!(found.lower.is_finite(), is_defined, "{undefined}: {found:?}");
        }
    }

    #[test]
    fn skewed_values_reach_further_on_their_long_side_than_resampling_alone_says() {
        // 1.25^k: by resampling and its bias alone the upper side is 1.4 times as long, with the acceleration 1.7 times.
        let values: Vec<f64> = (0..30).map(|k| 1.25_f64.powi(k)).collect();
        let found = Bootstrap::new(2, 4000, 0.95).estimate(30, mean_of(&values));
        let ratio = (found.upper - found.mean) / (found.mean - found.lower);
        assert!((ratio - 1.72).abs() < 0.17, "{found:?}: {ratio}");
    }

    #[test]
    fn the_share_below_counts_equal_values_half_and_is_never_all_or_nothing() {
        let sorted = [1.0, 2.0, 2.0, 4.0];
        let shares = [0.0, 1.0, 1.5, 2.0, 3.0, 4.0, 9.0].map(|point| share_below(&sorted, point));
        assert_eq!(shares, [0.125, 0.125, 0.25, 0.5, 0.75, 0.875, 0.875]);
    }

    #[test]
    fn an_estimate_beyond_all_resamples_has_an_interval() {
        let bootstrap = Bootstrap::new(1, 200, 0.95);
        let everybody = |rows: &[usize]| rows.iter().enumerate().all(|(n, &row)| n == row);
        for (whole, part) in [(1.0, 0.0), (0.0, 1.0)] {
            let found = bootstrap.estimate(12, |rows| if everybody(rows) { whole } else { part });
            assert_eq!((found.mean, found.lower, found.upper), (whole, part, part));
        }
    }

    #[test]
    fn a_statistic_may_be_infinite() {
        let found = Bootstrap::new(1, 400, 0.95).estimate(6, |rows| {
            if rows.iter().filter(|&&row| row == 0).count() > 2 {
                f64::INFINITY
            } else {
                2.0
            }
        });
        assert_eq!((found.mean, found.lower, found.upper), (2.0, 2.0, f64::INFINITY));
    }
}
