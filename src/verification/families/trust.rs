//! Trust as a Beta filter that forgets: independent outcomes at random and at fixed times, and the way back after a breach.

use std::f64::consts::LN_2;

use crate::model::measure::Level;
use crate::verification::effort::Effort;
use crate::verification::families::desks::YEAR;
use crate::verification::finding::Finding;
use crate::verification::quadrature::simpson;
use crate::verification::setting::Setting;

/// A prior: strength and mean.
#[derive(Copy, Clone, Debug)]
pub struct Prior {
    /// Its strength.
    pub strength: f64,
    /// Its mean.
    pub mean: f64,
}

/// Trust under independent outcomes.
pub fn filter(effort: Effort) -> Vec<Finding> {
    let prior = Prior {
        strength: 2.0,
        mean: 0.5,
    };
    let mut findings = random_times_at(prior, (0.1, 0.7), [1.0, 1.0], 50.0, effort);
    let prior = Prior {
        strength: 8.0,
        mean: 0.3,
    };
    findings.extend(random_times_at(prior, (0.3, 0.4), [0.5, 2.0], 30.0, effort));
    let prior = Prior {
        strength: 4.0,
        mean: 0.25,
    };
    findings.extend(fixed_times_at(prior, (20.0, 0.6), 0.8, 200.0, effort));
    findings
}

/// Mean and second moment of (a0 + A)/(n0 + A + B) of independent A ≥ 0 and B ≥ 0, from their Laplace transforms:
/// E[(a0 + A)^k/(n0 + A + B)^k] = ∫ s^(k − 1) e^(−s·n0) E[(a0 + A)^k e^(−sA)] E[e^(−sB)] ds, k = 1, 2.
/// `transforms` gives E[e^(−sA)], −d/ds and d²/ds² of it, and E[e^(−sB)].
pub fn moments(prior: Prior, transforms: impl Fn(f64) -> [f64; 4]) -> [f64; 2] {
    let Prior { strength, mean } = prior;
    let a0 = strength * mean;
    let last = 45.0 / strength;
    [1_u32, 2].map(|k| {
        let integrand = |s: f64| {
            let [zeroth, first, second, other] = transforms(s);
            let given = if k == 1 {
                a0 * zeroth + first
            } else {
                s * (a0 * a0 * zeroth + 2.0 * a0 * first + second)
            };
            libm::exp(-s * strength) * given * other
        };
        simpson(integrand, (0.0, last), 1_000)
    })
}

/// The Laplace transform of shot noise, exp(−(ν/δ)·Ein(s·w)) with Ein(z) = ∫ (1 − e^(−u))/u du over [0, z] (Campbell 1909),
/// for `mass` = ν/δ jumps of size `weight` in a time of relaxation; with −d/ds and d²/ds² of it.
fn shot_noise(mass: f64, weight: f64, s: f64) -> [f64; 3] {
    let kernel = |u: f64| {
        if u < 1e-8 {
            1.0 - u / 2.0
        } else {
            -libm::expm1(-u) / u
        }
    };
    let z = s * weight;
    let zeroth = libm::exp(-mass * simpson(kernel, (0.0, z), 40 + (4.0 * z) as u32));
    let slope = mass * weight * kernel(z);
    // d/ds of (1 − e^(−sw))/s; w² times (e^(−z)·z − (1 − e^(−z)))/z², which is −1/2 at zero.
    let bend = if z < 1e-4 {
        -0.5 + z / 3.0
    } else {
        (z * libm::exp(-z) + libm::expm1(-z)) / (z * z)
    };
    [
        zeroth,
        zeroth * slope,
        zeroth * (slope * slope - mass * weight * weight * bend),
    ]
}

/// Routine answers come at a rate a day; each is granted with a chance, else refused, and each weighs what it weighs.
pub fn random_times_at(
    prior: Prior,
    (rate, chance): (f64, f64),
    [granted, refused]: [f64; 2],
    half_life: f64,
    effort: Effort,
) -> Vec<Finding> {
    let Prior { strength, mean } = prior;
    let horizon = 20.0 * half_life;
    let body = format!(
        "
[run]
horizon = {horizon}
warm_up = 0
report_every = {horizon}

[trust]
prior_strength = {strength}
half_life = {half_life}
delivered = {granted}

[trust.refused]
legal = {refused}
privacy = {refused}
sovereignty = {refused}
political = {refused}
trust = {refused}
reciprocity = {refused}

[decision]
trust = 0
law = 0
affinity = 0
reciprocity = 0
urgency = 0
sovereignty = 0
privacy = 0

[kind.police_query]
intercept = {}
review = 0

[service]
diplomatic_delay = 0

[routine]
rate = {{ police_query = {}, evidence = 0, arrest_warrant = 0 }}

[nation.ann]
[nation.bob]

[pair.ann.bob]
trust = {mean}
[pair.bob.ann]
trust = {mean}

[class.none]
rate = 0
",
        libm::log(chance / (1.0 - chance)),
        rate * YEAR
    );
    let setting = Setting::new(
        ("beta-trust", "Jøsang & Ismail 2002; Campbell 1909, by Laplace transforms"),
        format!(
            "outcomes {rate} a day, {chance} good, weights {granted} and {refused}, half-life {half_life} d, prior {mean} of strength {strength}"
        ),
        &["trust_evidence", "routine"],
        &body,
    )
    .replications(2_500);
    let mass = rate * half_life / LN_2;
    let expected = moments(prior, |s| {
        let [zeroth, first, second] = shot_noise(mass * chance, granted, s);
        [
            zeroth,
            first,
            second,
            shot_noise(mass * (1.0 - chance), refused, s)[0],
        ]
    });
    trust_at_the_end(&setting, expected, effort)
}

/// Diplomacy of two nations succeeds at fixed times, each with a chance; success is evidence both ways.
pub fn fixed_times_at(
    prior: Prior,
    (every, chance): (f64, f64),
    evidence: f64,
    half_life: f64,
    effort: Effort,
) -> Vec<Finding> {
    let Prior { strength, mean } = prior;
    let horizon = every * (20.0 * half_life / every).ceil();
    let body = format!(
        "
[run]
horizon = {horizon}
warm_up = 0
report_every = {horizon}

[trust]
prior_strength = {strength}
half_life = {half_life}

[diplomacy]
every = {every}
success = {chance}
evidence = {evidence}

[nation.ann]
[nation.bob]

[pair.ann.bob]
trust = {mean}
[pair.bob.ann]
trust = {mean}

[class.none]
rate = 0
"
    );
    let setting = Setting::new(
        ("beta-trust", "Jøsang & Ismail 2002, by Laplace transforms"),
        format!(
            "two tries every {every} d, {chance} good, weight {evidence}, half-life {half_life} d, prior {mean} of strength {strength}"
        ),
        &["trust_evidence", "diplomacy"],
        &body,
    )
    .replications(8_000);
    let kept = libm::exp2(-every / half_life);
    let tries = (horizon / every).round() as i32;
    let expected = moments(prior, |s| {
        // A = Σ γ^k X_k over the past with X binomial of 2: the transform is a product, its derivatives follow from its logarithm.
        let (mut log, mut slope, mut bend) = (0.0, 0.0, 0.0);
        for k in 0..tries {
            let weight = evidence * kept.powi(k);
            let left = chance * libm::exp(-s * weight);
            let whole = 1.0 - chance + left;
            log += 2.0 * libm::log(whole);
            slope += 2.0 * weight * left / whole;
            bend += 2.0 * weight * weight * left * (1.0 - chance) / (whole * whole);
        }
        let zeroth = libm::exp(log);
        [zeroth, zeroth * slope, zeroth * (slope * slope + bend), 1.0]
    });
    trust_at_the_end(&setting, expected, effort)
}

/// Mean and variance of trust at the end of the run.
fn trust_at_the_end(setting: &Setting, [mean, square]: [f64; 2], effort: Effort) -> Vec<Finding> {
    let seen = setting.run(effort, |outcome| {
        let last = outcome.pairs.last().map_or(f64::NAN, |pairs| pairs[1].trust);
        [last]
    });
    let variance = square - mean * mean;
    vec![
        seen.mean(0, "trust, mean", mean, 0.01),
        seen.covariance([0, 0], "trust, variance", variance, 0.08 * variance),
    ]
}

/// A breach in the steady state, and the way back.
pub fn recovery(effort: Effort) -> Vec<Finding> {
    [5.0, 10.0, 50.0]
        .into_iter()
        .flat_map(|weight| recovery_at(0.98, weight, effort))
        .collect()
}

/// Exercises every ten days bring one unit each and are forgotten by a factor between two; a scandal of a weight strikes just
/// after one. The n-th exercise after it finds (R + 1)/(R + weight·λ^n + 2), R = 1/(1 − λ).
pub fn recovery_at(kept: f64, weight: f64, effort: Effort) -> Vec<Finding> {
    const BEFORE: usize = 2_000;
    const SHOWN: [usize; 4] = [1, 10, 30, 100];
    let half_life = -10.0 * LN_2 / libm::log(kept);
    let body = format!(
        r#"
[run]
horizon = {}
warm_up = 0
report_every = 10

[trust]
prior_strength = 2
half_life = {half_life}

[nation.ann]
[nation.bob]

[pair.ann.bob]
trust = 0.5
[pair.bob.ann]
trust = 0.5

[organization.union]
members = "all"
exercises = {{ every = 10, evidence = 1 }}

[shock.breach]
kind = "scandal"
organization = "union"
weight = {weight}
at = {}

[class.none]
rate = 0
"#,
        10 * (BEFORE + 110),
        10 * BEFORE
    );
    let setting = Setting::new(
        (
            "recovery",
            "Jøsang & Ismail 2002; closed form of the geometric series",
        ),
        format!("{kept} kept between exercises, a breach of {weight}"),
        &["trust_evidence", "exercises", "shocks"],
        &body,
    )
    .replications(1);
    let seen = setting.run(effort, |outcome| {
        SHOWN.map(|n| outcome.levels[BEFORE + n][Level::MeanTrust as usize])
    });
    let reached = 1.0 / (1.0 - kept);
    SHOWN
        .into_iter()
        .enumerate()
        .map(|(column, n)| {
            let expected = (reached + 1.0) / (reached + weight * libm::pow(kept, n as f64) + 2.0);
            seen.always(
                column,
                &format!("trust {n} exercises after the breach"),
                expected,
                1e-9,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_evidence_trust_is_its_prior_and_with_much_it_is_the_share() {
        let prior = Prior {
            strength: 4.0,
            mean: 0.3,
        };
        let [mean, square] = moments(prior, |_| [1.0, 0.0, 0.0, 1.0]);
        assert!((mean - 0.3).abs() < 1e-8 && (square - 0.09).abs() < 1e-8);
        let much = moments(prior, |s| {
            let [zeroth, first, second] = shot_noise(2e4 * 0.6, 0.01, s);
            [zeroth, first, second, shot_noise(2e4 * 0.4, 0.01, s)[0]]
        });
        // Mass times weight: evidence of 120 and 80 with hardly any spread.
        assert!((much[0] - 121.2 / 204.0).abs() < 1e-5, "{much:?}");
        assert!((much[1] - much[0] * much[0]) < 1e-4);
    }
}
