//! Are the reported intervals honest? Measured coverage against theory, and published samples with certified answers.

use std::path::PathBuf;

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;
use comity::experiment::bootstrap::Bootstrap;
use comity::experiment::estimate::{Estimate, ratio};
use comity::experiment::quantile::{quantile, quantile_estimate};
use comity::experiment::resilience::Losses;
use comity::experiment::sequential::{Precision, next_look};
use comity::experiment::survival::SurvivalCurve;
use comity::model::network::gini;
use comity::model::sort_buffer::SortBuffer;
use serde_json::Value;

const SEED: u64 = 20_250_101;

/// Independent luck for the `number`-th experiment of a test, one draw per index.
struct Luck {
    chance: Chance,
    name: Identity,
}

impl Luck {
    fn new(test: &str, number: usize) -> Luck {
        Luck {
            chance: Chance::new(SEED, u32::try_from(number).expect("few experiments")),
            name: Identity::of(test),
        }
    }

    fn uniform(&self, index: usize) -> f64 {
        self.chance.draw(1, self.name.numbered(index as u64), 0).uniform()
    }

    fn exponential(&self, index: usize) -> f64 {
        self.chance
            .draw(2, self.name.numbered(index as u64), 0)
            .exponential()
    }

    fn normal(&self, index: usize) -> f64 {
        self.chance.draw(3, self.name.numbered(index as u64), 0).normal()
    }
}

/// Fails unless the share of experiments that cover is within four standard errors of what theory says.
fn covers(expected: f64, experiments: usize, experiment: impl Fn(usize) -> bool) {
    let covered = (0..experiments).filter(|&number| experiment(number)).count();
    let found = covered as f64 / experiments as f64;
    let error = (expected * (1.0 - expected) / experiments as f64).sqrt();
    assert!(
        (found - expected).abs() <= 4.0 * error,
        "covered {found}, expected {expected} ± {}",
        4.0 * error
    );
}

fn holds(estimate: &Estimate, truth: f64) -> bool {
    estimate.lower <= truth && truth <= estimate.upper
}

fn close(found: f64, expected: f64, relative: f64) {
    assert!(
        (found - expected).abs() <= relative * expected.abs() + 1e-12,
        "{found} is not {expected}"
    );
}

#[test]
fn the_t_interval_covers_normal_means_as_student_says() {
    let sample = |number| {
        let luck = Luck::new("normal", number);
        Estimate::of_mean(&(0..10).map(|i| luck.normal(i)).collect::<Vec<_>>(), 0.95)
    };
    covers(0.95, 4000, |number| holds(&sample(number), 0.0));
    let widths: Vec<f64> = (0..4000).map(|number| sample(number).half_width).collect();
    let width = Estimate::of_mean(&widths, 0.95);
    assert!(
        (width.mean - 0.695_798_528_899).abs() <= 4.0 * width.sd / 4000_f64.sqrt(),
        "{width:?}"
    );
}

#[test]
fn the_t_interval_of_two_exponentials_covers_too_seldom_by_as_much_as_theory_says() {
    covers(0.910_941_369_295, 20_000, |number| {
        let luck = Luck::new("two exponentials", number);
        holds(
            &Estimate::of_mean(&[luck.exponential(0), luck.exponential(1)], 0.95),
            1.0,
        )
    });
}

#[test]
fn the_jackknife_interval_covers_a_known_ratio() {
    // Denominators of mean 6, numerators of 0.4 times the denominator plus noise: the ratio of means is 0.4.
    covers(0.95, 4000, |number| {
        let luck = Luck::new("ratio", number);
        let bottoms: Vec<f64> = (0..40).map(|i| 5.0 + luck.exponential(i)).collect();
        let tops: Vec<f64> = bottoms
            .iter()
            .enumerate()
            .map(|(i, x)| 0.4 * x + luck.normal(i))
            .collect();
        holds(&Estimate::of_ratio(&tops, &bottoms, 0.95), 0.4)
    });
}

/// Threats of one replication that are disrupted at all, alone, and at best: 0.3, 0.5 and 0.7 of a random cohort.
fn fates(luck: &Luck, replication: usize) -> [f64; 3] {
    let mut counts = [0.0; 3];
    let cohort = 20 + (20.0 * luck.uniform(1000 * replication)) as usize;
    for threat in 1..=cohort {
        let u = luck.uniform(1000 * replication + threat);
        for (count, chance) in counts.iter_mut().zip([0.5, 0.3, 0.7]) {
            *count += f64::from(u < chance);
        }
    }
    counts
}

#[test]
fn the_jackknife_interval_covers_the_cooperation_efficiency() {
    let efficiency = |means: &[f64]| (means[0] - means[1]) / (means[2] - means[1]);
    covers(0.95, 1000, |number| {
        let luck = Luck::new("efficiency", number);
        let rows: Vec<[f64; 3]> = (0..30).map(|replication| fates(&luck, replication)).collect();
        let [all, alone, best] = [0, 1, 2].map(|k| rows.iter().map(|row| row[k]).collect::<Vec<_>>());
        holds(
            &Estimate::jackknife(&[&all, &alone, &best], efficiency, 0.95),
            0.5,
        )
    });
}

#[test]
fn pairing_narrows_the_interval_of_a_difference_of_ratios_and_keeps_its_coverage() {
    covers(0.95, 2000, |number| {
        let luck = Luck::new("paired ratio", number);
        let bottoms: Vec<f64> = (0..30).map(|i| 2.0 + luck.exponential(i)).collect();
        let one: Vec<f64> = (0..30).map(|i| bottoms[i] * 0.5 + luck.normal(i)).collect();
        let other: Vec<f64> = (0..30)
            .map(|i| one[i] - 0.3 + 0.1 * luck.normal(100 + i))
            .collect();
        let paired = Estimate::jackknife_difference(&[&one, &bottoms], &[&other, &bottoms], ratio, 0.95);
        let alone = Estimate::of_ratio(&one, &bottoms, 0.95);
        assert!(paired.half_width < alone.half_width);
        holds(&paired, 0.1)
    });
}

#[test]
fn common_luck_gives_the_variance_that_theory_says() {
    // Exponential times of rates 1 and 0.8 by inversion of the same uniform: var 0.0625, against 2.5625 apart.
    let luck = Luck::new("common", 0);
    let fast: Vec<f64> = (0..20_000).map(|i| luck.exponential(i)).collect();
    let slow: Vec<f64> = fast.iter().map(|x| x / 0.8).collect();
    let difference = Estimate::of_difference(&fast, &slow, 0.95);
    assert!((difference.mean + 0.25).abs() <= 4.0 * 0.25 / 20_000_f64.sqrt());
    // The variance of a sample variance of exponentials is 8σ⁴/n.
    assert!((difference.sd * difference.sd - 0.0625).abs() <= 4.0 * 0.0625 * (8.0_f64 / 20_000.0).sqrt());
}

#[test]
fn wilson_covers_binomial_shares_exactly_as_enumerated() {
    for (n, p, coverage, lower, upper) in [
        (50, 0.1, 0.970_308_289_088, 0.020_614_970_349, 0.162_170_916_888),
        (20, 0.5, 0.958_610_534_668, 0.052_368_745_896_2, 0.360_418_864_741),
    ] {
        let mut mass = libm::pow(1.0 - p, f64::from(n));
        let mut found = 0.0;
        for k in 0..=n {
            if holds(&Estimate::of_share(k as usize, n as usize, 0.95), p) {
                found += mass;
            }
            mass *= f64::from(n - k) / f64::from(k + 1) * p / (1.0 - p);
        }
        close(found, coverage, 1e-9);
        let three = Estimate::of_share(3, n as usize, 0.95);
        close(three.lower, lower, 1e-9);
        close(three.upper, upper, 1e-9);
    }
}

#[test]
fn a_share_has_the_spread_of_one_replication_and_half_its_length() {
    let share = Estimate::of_share(3, 10, 0.95);
    close(share.sd, (0.3_f64 * 0.7 * 10.0 / 9.0).sqrt(), 1e-12);
    close(share.half_width, (share.upper - share.lower) / 2.0, 1e-12);
    assert!(share.half_width > 0.2 && share.half_width < 0.3);
}

#[test]
fn the_interval_at_another_confidence_is_that_of_the_same_sample() {
    let values = [2.0, 3.5, 1.0, 4.0, 2.5];
    let usual = Estimate::of_mean(&values, 0.95);
    assert_eq!(usual.interval_at(0.95), (usual.lower, usual.upper));
    let wide = Estimate::of_mean(&values, 0.99);
    assert_eq!(usual.interval_at(0.99), (wide.lower, wide.upper));
    assert!(wide.lower < usual.lower && usual.upper < wide.upper);
}

#[test]
fn order_statistics_cover_the_median_of_thirty_as_the_binomial_says() {
    covers(0.957_226, 4000, |number| {
        let luck = Luck::new("median", number);
        let times: Vec<f64> = (0..30).map(|i| luck.exponential(i)).collect();
        holds(&quantile_estimate(&times, 0.5, 0.95), libm::log(2.0))
    });
}

#[test]
fn survival_intervals_cover_under_censoring() {
    covers(0.95, 2000, |number| {
        let luck = Luck::new("survival", number);
        let watched: Vec<(f64, bool)> = (0..60)
            .map(|i| {
                let (life, end) = (luck.exponential(i), 0.2 + 2.0 * luck.uniform(i));
                (life.min(end), life <= end)
            })
            .collect();
        let step = SurvivalCurve::of_times(&watched, 0.95).at(0.7);
        let truth = libm::exp(-0.7);
        step.lower <= truth && truth <= step.upper
    });
}

#[test]
fn survival_intervals_over_replications_cover_although_requests_share_their_luck() {
    // Each replication has 10 requests that are all answered in the first bin with a chance of its own, uniform.
    covers(0.95, 2000, |number| {
        let luck = Luck::new("clusters", number);
        let replications: Vec<Vec<(u64, u64)>> = (0..40)
            .map(|replication| {
                let chance = luck.uniform(100 * replication);
                let early = (1..=10)
                    .filter(|i| luck.uniform(100 * replication + i) < chance)
                    .count() as u64;
                vec![(early, 0), (10 - early, 0)]
            })
            .collect();
        let step = &SurvivalCurve::of_replications(&[1.0, 2.0], &replications, 0.95).steps[0];
        step.lower <= 0.5 && 0.5 <= step.upper
    });
}

#[test]
fn the_bootstrap_covers_the_mean_of_skewed_data() {
    covers(0.95, 300, |number| {
        let luck = Luck::new("bootstrap", number);
        let values: Vec<f64> = (0..60).map(|i| luck.exponential(i)).collect();
        let mean = |rows: &[usize]| rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64;
        holds(&Bootstrap::new(number as u64, 400, 0.95).estimate(60, mean), 1.0)
    });
}

#[test]
fn the_bootstrap_covers_depth_and_area_of_a_dent() {
    // Noise as smooth as that of a moving window: correlation 0.9 from one time to the next.
    const DENT: [f64; 8] = [0.0, 0.1, 0.3, 0.2, 0.1, 0.05, 0.02, 0.0];
    let estimate = |number: usize| {
        let luck = Luck::new("dent", number);
        let mut noise = 0.0;
        let losses: Vec<f64> = (0..40 * 8)
            .map(|i| {
                let fresh = luck.normal(i);
                noise = if i % 8 == 0 {
                    fresh
                } else {
                    0.9 * noise + 0.19_f64.sqrt() * fresh
                };
                DENT[i % 8] + 0.2 * noise
            })
            .collect();
        let levels = [0.6; 40];
        let shock = Losses {
            losses: &losses,
            levels: &levels,
            first_day: 0.0,
            step: 30.0,
        };
        shock.estimate(&Bootstrap::new(number as u64, 300, 0.95))
    };
    let found: Vec<_> = (0..300).map(estimate).collect();
    covers(0.95, 300, |number| holds(&found[number].depth, 0.3));
    covers(0.95, 300, |number| holds(&found[number].area, 0.77 * 30.0));
}

#[test]
fn stopping_when_narrow_keeps_the_coverage() {
    let rule: Precision = "0.15:measure".parse().expect("a precision");
    covers(0.95, 1000, |number| {
        let luck = Luck::new("stopping", number);
        let mut values = Vec::new();
        let mut look = next_look(0);
        loop {
            values.extend((values.len()..look).map(|i| luck.normal(i)));
            let estimate = Estimate::of_mean(&values, 0.95);
            match rule.decide(look, &estimate, 100_000).next {
                Some(next) => look = next,
                None => return holds(&estimate, 0.0),
            }
        }
    });
}

#[test]
fn the_accuracy_samples_of_nist_come_out_as_certified() {
    for (first, low, high, n, mean, sd) in [
        (10_000_001.0, 10_000_003.0, 10_000_002.0, 3, 10_000_002.0, 1.0),
        (1.2, 1.1, 1.3, 1001, 1.2, 0.1),
        (1_000_000.2, 1_000_000.1, 1_000_000.3, 1001, 1_000_000.2, 0.1),
        (10_000_000.2, 10_000_000.1, 10_000_000.3, 1001, 10_000_000.2, 0.1),
    ] {
        nist(&accuracy_sample(first, [low, high], n), mean, sd);
    }
}

fn accuracy_sample(first: f64, repeat: [f64; 2], n: usize) -> Vec<f64> {
    std::iter::once(first)
        .chain(repeat.into_iter().cycle())
        .take(n)
        .collect()
}

fn nist(values: &[f64], mean: f64, sd: f64) {
    let estimate = Estimate::of_mean(values, 0.95);
    assert!(
        (estimate.mean - mean).abs() <= 1e-14 * mean,
        "{} is not {mean}",
        estimate.mean
    );
    assert!(
        (estimate.sd - sd).abs() <= 1e-7 * sd,
        "{} is not {sd}",
        estimate.sd
    );
}

/// The shared known answers of these families, or nothing where the file is not at hand.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn oracles(families: &[&str]) -> Vec<Value> {
    let shared = std::env::var_os("COMITY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(shared.join("verification/oracles.json")) else {
        eprintln!("SKIPPED: no verification/oracles.json in COMITY_SHARED or beside this package");
        return Vec::new();
    };
    let file: Value = serde_json::from_str(&text).expect("oracles.json is JSON");
    let all = file["oracles"].as_array().expect("oracles.json holds a list");
    let of = |oracle: &&Value| families.iter().any(|family| oracle["family"] == **family);
    all.iter().filter(of).cloned().collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item.as_f64().expect("a number"))
        .collect()
}

#[test]
fn the_shared_oracles_of_statistics_are_met() {
    for oracle in oracles(&["nist-univariate", "quantile", "kaplan-meier"]) {
        let (given, expected) = (&oracle["parameters"], &oracle["expected"]);
        let number = |value: &Value| value.as_f64().expect("a number");
        match oracle["family"].as_str().expect("a family") {
            "nist-univariate" => {
                let n = given["n"].as_u64().expect("a count") as usize;
                let repeat = numbers(&given["repeat"]);
                let values = accuracy_sample(number(&given["first"]), [repeat[0], repeat[1]], n);
                nist(&values, number(&expected["mean"]), number(&expected["sd"]));
            }
            "quantile" => {
                let mut sample = numbers(&given["sample"]);
                for (p, value) in numbers(&given["q"]).into_iter().zip(numbers(&expected["type7"])) {
                    close(quantile(&sample, p), value, 1e-12);
                }
                close(
                    gini(&mut sample, &mut SortBuffer::default()),
                    number(&expected["gini"]),
                    2e-12,
                );
            }
            _ => {
                let ended = numbers(&given["event"]).into_iter().map(|event| event == 1.0);
                let lifetimes: Vec<(f64, bool)> = numbers(&given["time"]).into_iter().zip(ended).collect();
                let curve = SurvivalCurve::of_times(&lifetimes, 0.95);
                let steps: Vec<_> = curve.steps.iter().filter(|step| step.events > 0).collect();
                let all = [
                    &expected["times"],
                    &expected["survival"],
                    &expected["greenwood_se"],
                ]
                .map(numbers);
                assert_eq!(steps.len(), all[0].len());
                for (place, step) in steps.iter().enumerate() {
                    close(step.time, all[0][place], 0.0);
                    close(step.surviving, all[1][place], 1e-9);
                    close(step.standard_error, all[2][place], 1e-9);
                }
                close(curve.quantile(0.5), number(&expected["median"]), 0.0);
            }
        }
    }
}
