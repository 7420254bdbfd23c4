//! Threats that bring others: follow-ups make a Hawkes process, a cluster of Poisson offspring.

use crate::model::measure::Count;
use crate::verification::effort::Effort;
use crate::verification::families::desks::YEAR;
use crate::verification::finding::Finding;
use crate::verification::quadrature::runge_kutta;
use crate::verification::setting::Setting;

/// Hawkes processes from an empty history, short and long.
pub fn hawkes(effort: Effort) -> Vec<Finding> {
    [
        (0.5, 0.6, 1.0, 50.0),
        (0.2, 0.3, 10.0, 120.0),
        (0.1, 0.0, 5.0, 200.0),
    ]
    .into_iter()
    .flat_map(|(rate, offspring, delay, days)| hawkes_at(rate, offspring, delay, days, effort))
    .collect()
}

/// Mean and variance of the number of events of a Hawkes process with exponential delays, from an empty history.
///
/// The intensity λ and the number N are a Markov pair, whose moments follow linear differential equations (Dassios & Zhao
/// 2011): `E[λ]' = βμ − (β − α)·E[λ]`, and so on for `E[λ²]`, `E[N]`, `E[λN]` and `E[N²]`.
pub fn moments(rate: f64, offspring: f64, delay: f64, days: f64) -> [f64; 2] {
    let (beta, alpha) = (1.0 / delay, offspring / delay);
    let slope = |&[l, ll, n, ln, _]: &[f64; 5]| {
        [
            beta * rate - (beta - alpha) * l,
            2.0 * beta * rate * l - 2.0 * (beta - alpha) * ll + alpha * alpha * l,
            l,
            beta * rate * n - (beta - alpha) * ln + ll + alpha * l,
            2.0 * ln + l,
        ]
    };
    let steps = (200.0 * days / delay).max(2_000.0) as u32;
    let [_, _, n, _, nn] = runge_kutta(slope, [rate, rate * rate, 0.0, 0.0, 0.0], days, steps);
    [n, nn - n * n]
}

/// Immigrants at a rate a day, each with so many follow-ups on average after delays of this mean.
pub fn hawkes_at(rate: f64, offspring: f64, delay: f64, days: f64, effort: Effort) -> Vec<Finding> {
    let body = format!(
        r#"
[run]
horizon = {days}
warm_up = 0
report_every = {days}

[nation.ann]
[nation.bob]

[class.chain]
rate = {}
follow_ups = {offspring}
follow_up_delay = {delay}
preparation = {{ family = "constant", value = 0.001 }}
discovery = 1e12
"#,
        rate * YEAR
    );
    let setting = Setting::new(
        ("hawkes", "Hawkes & Oakes 1974; Dassios & Zhao 2011"),
        format!("{rate} immigrants a day, {offspring} follow-ups after {delay} d, {days} d"),
        &["follow_ups"],
        &body,
    )
    .replications(8_000);
    let seen = setting.run(effort, |outcome| [outcome.counts[Count::Threats as usize]]);
    let [mean, variance] = moments(rate, offspring, delay, days);
    vec![
        seen.mean(0, "threats", mean, 0.015),
        seen.covariance([0, 0], "variance of threats", variance, 0.06 * variance),
    ]
}

#[cfg(test)]
mod tests {
    use super::moments;

    #[test]
    fn the_mean_has_its_closed_form_and_the_dispersion_its_limit() {
        let (rate, n, delay, days) = (0.5, 0.6, 1.0, 50.0);
        let [mean, _] = moments(rate, n, delay, days);
        let kappa = (1.0 - n) / delay;
        let closed = rate / (1.0 - n) * (days + n / kappa * libm::expm1(-kappa * days));
        assert!((mean / closed - 1.0).abs() < 1e-9, "{mean} is not {closed}");
        let [mean, variance] = moments(rate, n, delay, 20_000.0);
        assert!((variance / mean * (1.0 - n) * (1.0 - n) - 1.0).abs() < 1e-3);
    }
}
