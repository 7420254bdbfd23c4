//! Sample quantiles (type 7) and their order-statistic intervals.

use crate::engine::special::ln_gamma;
use crate::experiment::estimate::Estimate;

/// The type 7 quantile of a sample: linear between the order statistics around rank 1 + (n − 1)·p (Hyndman & Fan 1996;
/// the default of R and numpy). Undefined values are skipped; NaN when nothing is left.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    quantile_of_sorted(&sorted(values), p)
}

/// The type 7 quantile of values already sorted and without NaN; infinities are kept apart from finite values.
pub fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    let fraction = place - below as f64;
    // An infinity times zero, or less an infinity, would be NaN.
    if fraction == 0.0 || low == high {
        low
    } else {
        low + fraction * (high - low)
    }
}

/// The defined values in rising order.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut kept: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    kept.sort_unstable_by(f64::total_cmp);
    kept
}

/// A quantile with its order-statistic interval, which holds for every continuous distribution.
///
/// The ends are the order statistics of [`order_statistic_ranks`]; a rank outside the sample leaves its end, and the
/// half-width, undefined. There is no spread of one replication: `sd` is NaN.
pub fn quantile_estimate(values: &[f64], p: f64, confidence: f64) -> Estimate {
    let sorted = sorted(values);
    let n = sorted.len();
    let (low, high) = order_statistic_ranks(n, p, confidence);
    let end = |rank: Option<usize>| rank.map_or(f64::NAN, |rank| sorted[rank - 1]);
    let (lower, upper) = (end(low), end(high));
    Estimate {
        n,
        mean: quantile_of_sorted(&sorted, p),
        sd: f64::NAN,
        half_width: (upper - lower) / 2.0,
        lower,
        upper,
        method: "order-statistic",
    }
}

/// The ranks, from 1, of the order statistics that enclose the p-quantile with at least this confidence.
///
/// With B binomial(n, p), the lower rank is the largest l with P(B < l) ≤ α/2 and the upper the smallest u with
/// P(B ≥ u) ≤ α/2, α = 1 − confidence; `None` where the sample is too small for one.
pub fn order_statistic_ranks(n: usize, p: f64, confidence: f64) -> (Option<usize>, Option<usize>) {
    let tail = (1.0 - confidence) / 2.0;
    let lower = tail_length(n, p, tail);
    let upper = tail_length(n, 1.0 - p, tail);
    (lower, upper.map(|length| n + 1 - length))
}

/// The largest l ≥ 1 with P(B < l) ≤ tail for B binomial(n, p), or `None`.
fn tail_length(n: usize, p: f64, tail: f64) -> Option<usize> {
    let mut below = 0.0;
    let mut length = 0;
    while length < n {
        below += binomial_mass(n, p, length);
        if below > tail {
            break;
        }
        length += 1;
    }
    (length > 0).then_some(length)
}

/// P(B = k) for B binomial(n, p).
pub(crate) fn binomial_mass(n: usize, p: f64, k: usize) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        let certain = if p <= 0.0 { 0 } else { n };
        return if k == certain { 1.0 } else { 0.0 };
    }
    let (count, hits) = (n as f64, k as f64);
    let ways = ln_gamma(count + 1.0) - ln_gamma(hits + 1.0) - ln_gamma(count - hits + 1.0);
    libm::exp(ways + hits * libm::log(p) + (count - hits) * libm::log1p(-p))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    #[test]
    fn type_7_agrees_with_the_published_samples() {
        let sample = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0];
        for (p, expected) in [(0.1, 1.0), (0.25, 2.25), (0.5, 3.5), (0.9, 6.3)] {
            close(quantile(&sample, p), expected, 1e-12);
        }
        let wide = [1.5, -2.25, 1e9];
        for (p, expected) in [(0.0, -2.25), (0.01, -2.175), (0.99, 980_000_000.03), (1.0, 1e9)] {
            close(quantile(&wide, p), expected, 1e-12 * f64::abs(expected).max(1.0));
        }
    }

    #[test]
    fn undefined_values_are_skipped_and_infinite_ones_are_kept() {
        assert_eq!(quantile(&[f64::NAN, 2.0, 1.0, f64::NAN, 3.0], 0.5), 2.0);
        assert!(quantile(&[f64::NAN], 0.5).is_nan());
        assert_eq!(quantile(&[1.0, 2.0, f64::INFINITY], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, f64::INFINITY, f64::INFINITY], 0.9), f64::INFINITY);
    }

    /// P(X₍ₗ₎ ≤ median < X₍ᵤ₎) is the mass of a fair binomial on l ..= u − 1.
    fn coverage(n: usize, (lower, upper): (usize, usize)) -> f64 {
        (lower..upper).map(|k| binomial_mass(n, 0.5, k)).sum()
    }

    #[test]
    fn the_median_of_thirty_lies_between_the_tenth_and_the_twenty_first_with_95_7_percent() {
        close(coverage(30, (10, 21)), 0.957_226_054_7, 1e-9);
        close(coverage(30, (10, 20)), 0.929_244_454_0, 1e-9);
        close(coverage(30, (9, 21)), 0.970_550_626_5, 1e-9);
        assert_eq!(order_statistic_ranks(30, 0.5, 0.95), (Some(10), Some(21)));
        assert_eq!(order_statistic_ranks(30, 0.5, 0.97), (Some(9), Some(22)));
    }

    #[test]
    fn the_ranks_are_the_tightest_that_keep_both_tails() {
        for (n, p) in [(12, 0.5), (40, 0.9), (200, 0.25), (1000, 0.75)] {
            let (lower, upper) = order_statistic_ranks(n, p, 0.95);
            let below = |rank: usize| (0..rank).map(|k| binomial_mass(n, p, k)).sum::<f64>();
            let lower = lower.unwrap();
            assert!(below(lower) <= 0.025 && below(lower + 1) > 0.025);
            if let Some(upper) = upper {
                assert!(1.0 - below(upper) <= 0.025 + 1e-12 && 1.0 - below(upper - 1) > 0.025);
            }
        }
    }

    #[test]
    fn a_small_sample_has_an_open_interval() {
        assert_eq!(order_statistic_ranks(5, 0.5, 0.95), (None, None));
        assert_eq!(order_statistic_ranks(6, 0.5, 0.95), (Some(1), Some(6)));
        assert_eq!(order_statistic_ranks(0, 0.5, 0.95), (None, None));
        let nothing = quantile_estimate(&[], 0.5, 0.95);
        assert_eq!(nothing.n, 0);
        assert!(nothing.mean.is_nan() && nothing.half_width.is_nan());
        let few = quantile_estimate(&[1.0, 2.0, 4.0], 0.5, 0.95);
        assert_eq!((few.n, few.mean), (3, 2.0));
        assert!(few.lower.is_nan() && few.upper.is_nan());
    }
}
