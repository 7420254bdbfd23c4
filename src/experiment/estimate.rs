//! Estimates over replications: a mean, ratio, share or smooth function of means, each with its interval and the name of
//! the method behind it.

use serde::Serialize;

use crate::engine::special::{normal_quantile, student_t_quantile};

/// What replications say about one measure.
///
/// NaN stands for an undefined value, in what goes in (skipped, and not counted in `n`) and in what comes out (too few
/// values). Everything is summed in the order given, so equal inputs give equal bits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// How many replications had a defined value.
    pub n: usize,
    /// The point estimate, whatever the method: a mean, a ratio of means, a quantile.
    pub mean: f64,
    /// Spread of one replication: the standard error of `mean` is `sd`/√`n`.
    pub sd: f64,
    /// Half the length of the interval.
    pub half_width: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
    /// How the interval was made.
    pub method: &'static str,
}

impl Estimate {
    /// The mean with Student's t interval, x̄ ± t·s/√n (Student 1908). One value has a mean but no interval.
    pub fn of_mean(values: &[f64], confidence: f64) -> Estimate {
        let defined: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let (mean, sd) = mean_and_sd(&defined);
        Estimate::around(defined.len(), mean, sd, confidence, "t")
    }

    /// The mean of the paired differences a − b with Student's t interval; a pair with an undefined side is skipped.
    ///
    /// # Panics
    /// When the two samples differ in length.
    pub fn of_difference(a: &[f64], b: &[f64], confidence: f64) -> Estimate {
        assert_eq!(
            a.len(),
            b.len(),
            "paired samples have one value each per replication"
        );
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        Estimate {
            method: "paired-t",
            ..Estimate::of_mean(&differences, confidence)
        }
    }

    /// The ratio of two means, Σ numerators / Σ denominators, with its jackknife interval.
    ///
    /// # Panics
    /// When the two samples differ in length.
    pub fn of_ratio(numerators: &[f64], denominators: &[f64], confidence: f64) -> Estimate {
        let jackknife = Estimate::jackknife(&[numerators, denominators], ratio, confidence);
        Estimate {
            method: "ratio-jackknife",
            ..jackknife
        }
    }

    /// A smooth function of means, f(x̄₁, x̄₂, …), with a jackknife interval.
    ///
    /// Each column holds one value per replication; a replication with an undefined value in any column is skipped. The
    /// point estimate is the plain f of the means, without the jackknife's correction of bias: it is then what a reader
    /// computes from the table, and the bias (of order 1/n) is small beside the half-width (of order 1/√n). The interval
    /// is f ± t·√((n − 1)/n · Σ(f₋ᵢ − f̄₋)²) with n − 1 degrees of freedom (Quenouille 1956; Tukey 1958), where f₋ᵢ
    /// leaves replication i out; it is undefined as soon as one f₋ᵢ is.
    ///
    /// # Panics
    /// When the columns differ in length.
    pub fn jackknife(columns: &[&[f64]], f: impl Fn(&[f64]) -> f64, confidence: f64) -> Estimate {
        let rows = columns.first().map_or(0, |column| column.len());
        assert!(
            columns.iter().all(|column| column.len() == rows),
            "columns have one value per replication"
        );
        let kept: Vec<usize> = (0..rows)
            .filter(|&row| columns.iter().all(|c| !c[row].is_nan()))
            .collect();
        let n = kept.len();
        let means: Vec<f64> = columns
            .iter()
            .map(|column| mean(&kept.iter().map(|&row| column[row]).collect::<Vec<_>>()))
            .collect();
        let point = if n == 0 { f64::NAN } else { f(&means) };
        if n < 2 {
            return Estimate::around(n, point, f64::NAN, confidence, "jackknife");
        }
        let others = n as f64 - 1.0;
        let mut without = vec![0.0; columns.len()];
        let left_out: Vec<f64> = kept
            .iter()
            .map(|&row| {
                for ((slot, column), mean) in without.iter_mut().zip(columns).zip(&means) {
                    *slot = mean + (mean - column[row]) / others;
                }
                f(&without)
            })
            .collect();
        let (_, spread) = mean_and_sd(&left_out);
        Estimate::around(n, point, spread * others, confidence, "jackknife")
    }

    /// The paired difference of a smooth function of means between two worlds, f(ā₁, ā₂, …) − f(b̄₁, b̄₂, …), with a
    /// jackknife interval that keeps the pairing.
    ///
    /// # Panics
    /// When the columns differ in length.
    pub fn jackknife_difference(
        a: &[&[f64]],
        b: &[&[f64]],
        f: impl Fn(&[f64]) -> f64,
        confidence: f64,
    ) -> Estimate {
        let columns = [a, b].concat();
        let difference = |means: &[f64]| f(&means[..a.len()]) - f(&means[a.len()..]);
        Estimate {
            method: "paired-jackknife",
            ..Estimate::jackknife(&columns, difference, confidence)
        }
    }

    /// The share of replications in which something happened, with Wilson's interval (Wilson 1927).
    ///
    /// For yes or no per replication only: shares of things inside a replication are ratios. The interval is not centred
    /// on the share, and is defined from one replication on.
    pub fn of_share(successes: usize, n: usize, confidence: f64) -> Estimate {
        let (lower, upper) = wilson(successes, n, confidence);
        let count = n as f64;
        let share = successes as f64 / count;
        let sd = if n < 2 {
            f64::NAN
        } else {
            (share * (1.0 - share) * count / (count - 1.0)).max(0.0).sqrt()
        };
        Estimate {
            n,
            mean: share,
            sd,
            half_width: (upper - lower) / 2.0,
            lower,
            upper,
            method: "wilson",
        }
    }

    /// The difference a − b of two estimates from independent runs, with Welch's (1947) interval. `sd` is such that the
    /// standard error is `sd`/√`n`, where `n` − 1 is Welch's number of degrees of freedom, rounded down.
    pub fn of_independent(a: &Estimate, b: &Estimate, confidence: f64) -> Estimate {
        let [va, vb] = [a, b].map(|one| one.standard_error() * one.standard_error());
        let variance = va + vb;
        let freedom = |one: &Estimate, v: f64| v * v / (one.n as f64 - 1.0);
        let df = variance * variance / (freedom(a, va) + freedom(b, vb));
        let n = if df.is_nan() {
            a.n.min(b.n)
        } else {
            df as usize + 1
        };
        let sd = variance.sqrt() * (n as f64).sqrt();
        Estimate::around(n, a.mean - b.mean, sd, confidence, "welch")
    }

    /// The interval that Student's t gives at another confidence, from the same spread; NaN where there is none.
    pub fn interval_at(&self, confidence: f64) -> (f64, f64) {
        let wider = Estimate::around(self.n, self.mean, self.sd, confidence, self.method);
        (wider.lower, wider.upper)
    }

    /// The standard error of the estimate.
    pub fn standard_error(&self) -> f64 {
        self.sd / (self.n as f64).sqrt()
    }

    /// A point estimate with the interval that Student's t gives to this spread; none below two values.
    fn around(n: usize, mean: f64, sd: f64, confidence: f64, method: &'static str) -> Estimate {
        let half_width = if n < 2 || mean.is_nan() {
            f64::NAN
        } else {
            let count = n as f64;
            student_t_quantile(0.5 + confidence / 2.0, count - 1.0) * sd / count.sqrt()
        };
        Estimate {
            n,
            mean,
            sd,
            half_width,
            lower: mean - half_width,
            upper: mean + half_width,
            method,
        }
    }
}

/// The ratio of the first of two means to the second; undefined when the second is zero.
pub fn ratio(means: &[f64]) -> f64 {
    if means[1] == 0.0 {
        f64::NAN
    } else {
        means[0] / means[1]
    }
}

/// Wilson's interval for a share; (NaN, NaN) without trials.
pub(crate) fn wilson(successes: usize, n: usize, confidence: f64) -> (f64, f64) {
    if n == 0 {
        return (f64::NAN, f64::NAN);
    }
    let z = normal_quantile(0.5 + confidence / 2.0);
    let count = n as f64;
    let share = successes as f64 / count;
    let centre = (share + z * z / (2.0 * count)) / (1.0 + z * z / count);
    let reach = z / (1.0 + z * z / count)
        * (share * (1.0 - share) / count + z * z / (4.0 * count * count))
            .max(0.0)
            .sqrt();
    // Rounding must not move the ends off 0 and 1, where they lie exactly.
    let lower = if successes == 0 {
        0.0
    } else {
        (centre - reach).max(0.0)
    };
    let upper = if successes == n {
        1.0
    } else {
        (centre + reach).min(1.0)
    };
    (lower, upper)
}

/// The mean, with the rounding of the first pass corrected by a second: exact for equal values.
fn mean(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let first = values.iter().sum::<f64>() / count;
    let correction = values.iter().map(|value| value - first).sum::<f64>() / count;
    // An infinite mean has no correction.
    if correction.is_nan() {
        first
    } else {
        first + correction
    }
}

/// The mean and the sample standard deviation (n − 1 below), in two passes, as the numbers of NIST's `NumAcc` need.
fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let mean = mean(values);
    if values.len() < 2 {
        return (mean, f64::NAN);
    }
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (values.len() as f64 - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    fn no_interval(estimate: &Estimate) {
        assert!(estimate.half_width.is_nan() && estimate.lower.is_nan() && estimate.upper.is_nan());
    }

    #[test]
    fn a_mean_has_the_interval_of_the_textbook() {
        let estimate = Estimate::of_mean(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95);
        assert_eq!((estimate.n, estimate.mean, estimate.method), (5, 3.0, "t"));
        close(estimate.sd, 2.5_f64.sqrt(), 1e-15);
        close(
            estimate.half_width,
            2.776_445_105_197_799 * (0.5_f64).sqrt(),
            1e-9,
        );
        close(estimate.upper - estimate.mean, estimate.half_width, 1e-12);
    }

    #[test]
    fn no_values_one_value_and_equal_values_are_all_defined() {
        for nothing in [vec![], vec![f64::NAN; 4]] {
            let estimate = Estimate::of_mean(&nothing, 0.95);
            assert_eq!(estimate.n, 0);
            assert!(estimate.mean.is_nan() && estimate.sd.is_nan());
            no_interval(&estimate);
        }
        let one = Estimate::of_mean(&[0.3], 0.95);
        assert_eq!((one.n, one.mean), (1, 0.3));
        assert!(one.sd.is_nan());
        no_interval(&one);
        let equal = Estimate::of_mean(&[0.1; 7], 0.95);
        assert_eq!(
            (equal.mean, equal.sd, equal.half_width, equal.lower, equal.upper),
            (0.1, 0.0, 0.0, 0.1, 0.1)
        );
    }

    #[test]
    fn undefined_values_are_skipped_and_counted_out() {
        let holes = Estimate::of_mean(&[f64::NAN, 1.0, f64::NAN, 4.0, 2.0], 0.9);
        assert_eq!(holes, Estimate::of_mean(&[1.0, 4.0, 2.0], 0.9));
        let ratio = Estimate::of_ratio(&[1.0, 2.0, f64::NAN, 3.0], &[2.0, f64::NAN, 4.0, 5.0], 0.9);
        assert_eq!(ratio, Estimate::of_ratio(&[1.0, 3.0], &[2.0, 5.0], 0.9));
    }

    #[test]
    fn a_ratio_over_a_constant_is_a_mean() {
        let numerators = [3.0, 7.0, 1.0, 4.0];
        let ratio = Estimate::of_ratio(&numerators, &[2.0; 4], 0.95);
        let halves: Vec<f64> = numerators.iter().map(|x| x / 2.0).collect();
        let mean = Estimate::of_mean(&halves, 0.95);
        close(ratio.mean, mean.mean, 1e-15);
        close(ratio.sd, mean.sd, 1e-14);
        close(ratio.half_width, mean.half_width, 1e-13);
        assert_eq!(ratio.method, "ratio-jackknife");
    }

    #[test]
    fn a_jackknife_agrees_with_leaving_out_by_hand() {
        let (tops, bottoms) = ([1.0, 2.0, 4.0], [2.0, 3.0, 3.0]);
        let without = [6.0 / 6.0, 5.0 / 5.0, 3.0 / 5.0];
        let middle = without.iter().sum::<f64>() / 3.0;
        let variance = without.iter().map(|x| (x - middle) * (x - middle)).sum::<f64>() * 2.0 / 3.0;
        let estimate = Estimate::of_ratio(&tops, &bottoms, 0.95);
        close(estimate.mean, 7.0 / 8.0, 1e-15);
        close(estimate.sd / 3.0_f64.sqrt(), variance.sqrt(), 1e-14);
    }

    #[test]
    fn a_ratio_without_denominators_is_undefined() {
        let never = Estimate::of_ratio(&[0.0, 0.0], &[0.0, 0.0], 0.95);
        assert_eq!(never.n, 2);
        assert!(never.mean.is_nan());
        no_interval(&never);
        let once = Estimate::of_ratio(&[0.0, 1.0], &[0.0, 2.0], 0.95);
        close(once.mean, 0.5, 1e-15);
        no_interval(&once);
        let single = Estimate::of_ratio(&[1.0], &[4.0], 0.95);
        assert_eq!((single.n, single.mean), (1, 0.25));
        no_interval(&single);
        assert_eq!(Estimate::of_ratio(&[], &[], 0.95).n, 0);
        let equal = Estimate::of_ratio(&[0.1; 5], &[0.3; 5], 0.95);
        assert_eq!((equal.half_width, equal.lower), (0.0, equal.mean));
    }

    #[test]
    fn paired_differences_cancel_what_both_worlds_share() {
        let luck = [5.0, -3.0, 11.0, 0.5];
        let better: Vec<f64> = luck.iter().map(|x| x + 2.0).collect();
        let difference = Estimate::of_difference(&better, &luck, 0.95);
        assert_eq!(
            (difference.mean, difference.half_width, difference.method),
            (2.0, 0.0, "paired-t")
        );
        let (tops, bottoms) = ([1.0, 2.0, 4.0, 3.0], [4.0, 5.0, 8.0, 5.0]);
        let paired = Estimate::jackknife_difference(&[&tops, &bottoms], &[&tops, &bottoms], ratio, 0.95);
        assert_eq!(
            (paired.mean, paired.half_width, paired.method),
            (0.0, 0.0, "paired-jackknife")
        );
    }

    #[test]
    fn independent_runs_have_the_interval_of_welch() {
        // Textbook: variances of the means 0.5 and 0.1 with 5 and 10 values: df = 0.36/(0.25/4 + 0.01/9) = 5.66, so 5.
        let side = |n: usize, mean: f64, variance: f64| {
            Estimate::around(n, mean, (variance * n as f64).sqrt(), 0.95, "t")
        };
        let found = Estimate::of_independent(&side(5, 3.0, 0.5), &side(10, 1.0, 0.1), 0.95);
        assert_eq!((found.mean, found.method, found.n), (2.0, "welch", 6));
        close(found.half_width, 2.570_581_835_636_314 * 0.6_f64.sqrt(), 1e-9);
    }

    #[test]
    fn wilson_agrees_with_the_published_intervals() {
        for (k, n, lower, upper) in [
            (8, 10, 0.4902, 0.9433),
            (0, 20, 0.0, 0.1611),
            (50, 100, 0.4038, 0.5962),
        ] {
            let share = Estimate::of_share(k, n, 0.95);
            close(share.lower, lower, 5e-5);
            close(share.upper, upper, 5e-5);
        }
        assert_eq!(Estimate::of_share(0, 20, 0.95).lower, 0.0);
        assert_eq!(Estimate::of_share(20, 20, 0.95).upper, 1.0);
        let none = Estimate::of_share(0, 0, 0.95);
        assert!(none.mean.is_nan());
        no_interval(&none);
        let one = Estimate::of_share(1, 1, 0.95);
        assert!(one.sd.is_nan() && one.lower > 0.2 && one.upper == 1.0);
    }
}
