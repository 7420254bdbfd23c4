//! Interests: a mean-reverting step at random times, seen through affinity.

use crate::verification::effort::Effort;
use crate::verification::families::desks::YEAR;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Drift soon after the start, later, and in the long run.
pub fn drift(effort: Effort) -> Vec<Finding> {
    [
        (4.0, 0.15, 0.5, 365.0),
        (4.0, 0.15, 0.5, 7_300.0),
        (12.0, 0.5, 0.8, 90.0),
        (2.0, 0.02, 0.2, 3_650.0),
    ]
    .into_iter()
    .flat_map(|(rate, revert, step, days)| drift_at(rate, revert, step, days, effort))
    .collect()
}

/// The mean affinity of two nations whose drift starts at 0.
///
/// After k and l steps the difference is normal with variance `v(k) + v(l)` in each of two dimensions, where
/// `v(k) = step²·(1 − r^2k)/(1 − r²)` and `r = 1 − revert`, so the mean given k and l is `1/(1 + v(k) + v(l))` at width 1, and
/// that of the square the same with twice the variances; the numbers of steps are Poisson.
pub fn drift_at(rate: f64, revert: f64, step: f64, days: f64, effort: Effort) -> Vec<Finding> {
    let body = format!(
        "
[run]
horizon = {days}
warm_up = 0
report_every = {days}

[politics]
rate = {rate}
revert = {revert}
step = {step}

[nation.ann]
[nation.bob]

[class.none]
rate = 0
"
    );
    let setting = Setting::new(
        ("interests", "autoregressive step (Yule 1927) at Poisson times"),
        format!("{rate} steps a year of {step}, {revert} reverting, after {days} d"),
        &["politics", "affinity"],
        &body,
    )
    .replications(5_000);
    let seen = setting.run(effort, |outcome| {
        [outcome.pairs.last().map_or(f64::NAN, |pairs| pairs[1].affinity)]
    });
    let mean = rate * days / YEAR;
    let most = (mean + 12.0 * mean.sqrt() + 20.0) as i32;
    let mut chances = vec![libm::exp(-mean)];
    for k in 1..=most {
        chances.push(chances[k as usize - 1] * mean / f64::from(k));
    }
    let kept = (1.0 - revert) * (1.0 - revert);
    let spread = |k: usize| step * step * (1.0 - libm::pow(kept, k as f64)) / (1.0 - kept);
    let expected = |power: f64| -> f64 {
        let mut sum = 0.0;
        for (k, one) in chances.iter().enumerate() {
            for (l, other) in chances.iter().enumerate() {
                sum += one * other / (1.0 + power * (spread(k) + spread(l)));
            }
        }
        sum
    };
    let [first, second] = [expected(1.0), expected(2.0)];
    let variance = second - first * first;
    vec![
        seen.mean(0, "affinity, mean", first, 0.03),
        seen.covariance([0, 0], "affinity, variance", variance, 0.08 * variance),
    ]
}
