//! Coverage: how often each kind of interval that the program reports holds the truth, over many experiments in which it is known.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::engine::chance::Chance;
use crate::engine::identity::Identity;
use crate::experiment::bootstrap::Bootstrap;
use crate::experiment::estimate::{Estimate, ratio};
use crate::experiment::quantile::quantile_estimate;
use crate::experiment::summary::efficiency;
use crate::experiment::survival::SurvivalCurve;
use crate::verification::effort::Effort;
use crate::verification::families::studies;
use crate::verification::finding::{Coverage, Finding, Subject};

/// Independent luck for one experiment.
#[derive(Copy, Clone)]
struct Luck {
    chance: Chance,
    name: Identity,
}

impl Luck {
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

/// An experiment: it says whether its interval holds the truth.
type Experiment = fn(Luck, u64) -> bool;

/// What is covered, and by what share of experiments theory says so; experiments of the thorough study.
struct Case {
    setting: &'static str,
    expected: f64,
    /// Whether coverage need only lie between 94 and 96 %, or must be what theory says.
    nominal: bool,
    experiments: u32,
    experiment: Experiment,
}

fn holds(estimate: &Estimate, truth: f64) -> bool {
    estimate.lower <= truth && truth <= estimate.upper
}

const fn nominal(setting: &'static str, experiment: Experiment) -> Case {
    Case {
        setting,
        expected: 0.95,
        nominal: true,
        experiments: 20_000,
        experiment,
    }
}

const fn exact(setting: &'static str, expected: f64, experiment: Experiment) -> Case {
    Case {
        setting,
        expected,
        nominal: false,
        experiments: 20_000,
        experiment,
    }
}

/// 1 − 2·P(B ≤ 9) of a binomial B of 30 and one half.
const MEDIAN_OF_30: f64 = 0.957_226_054_743_1;

const CASES: [Case; 15] = [
    nominal("t: mean of 10 normals", |luck, _| {
        let values: Vec<f64> = (0..10).map(|i| luck.normal(i)).collect();
        holds(&Estimate::of_mean(&values, 0.95), 0.0)
    }),
    nominal("t: mean of 100 Poisson counts", |luck, _| {
        let values: Vec<f64> = (0..100)
            .map(|i| crate::engine::discrete::poisson_quantile(6.0, luck.uniform(i)))
            .collect();
        holds(&Estimate::of_mean(&values, 0.95), 6.0)
    }),
    nominal("paired t: difference on common luck, 30 pairs", |luck, _| {
        let one: Vec<f64> = (0..30).map(|i| luck.normal(i)).collect();
        let other: Vec<f64> = (0..30)
            .map(|i| one[i] - 0.2 + 0.1 * luck.normal(100 + i))
            .collect();
        holds(&Estimate::of_difference(&one, &other, 0.95), 0.2)
    }),
    nominal("ratio jackknife: ratio of means, 100 replications", |luck, _| {
        let bottoms: Vec<f64> = (0..100).map(|i| 5.0 + luck.exponential(i)).collect();
        let tops: Vec<f64> = (0..100).map(|i| 0.4 * bottoms[i] + luck.normal(i)).collect();
        holds(&Estimate::of_ratio(&tops, &bottoms, 0.95), 0.4)
    }),
    nominal(
        "paired jackknife: difference of ratios, 100 replications",
        |luck, _| {
            let bottoms: Vec<f64> = (0..100).map(|i| 2.0 + luck.exponential(i)).collect();
            let one: Vec<f64> = (0..100).map(|i| bottoms[i] * 0.5 + luck.normal(i)).collect();
            let other: Vec<f64> = (0..100)
                .map(|i| one[i] - 0.3 + 0.1 * luck.normal(1_000 + i))
                .collect();
            holds(
                &Estimate::jackknife_difference(&[&one, &bottoms], &[&other, &bottoms], ratio, 0.95),
                0.1,
            )
        },
    ),
    nominal("jackknife: cooperation efficiency, 50 replications", |luck, _| {
        let rows: Vec<[f64; 3]> = (0..50).map(|replication| fates(luck, replication)).collect();
        let [all, alone, best] = [0, 1, 2].map(|k| rows.iter().map(|row| row[k]).collect::<Vec<_>>());
        holds(
            &Estimate::jackknife(&[&all, &alone, &best], efficiency, 0.95),
            0.5,
        )
    }),
    exact("Wilson: share of 50, truth 0.1", 0.970_308_289_088, |luck, _| {
        let successes = (0..50).filter(|&i| luck.uniform(i) < 0.1).count();
        holds(&Estimate::of_share(successes, 50, 0.95), 0.1)
    }),
    nominal("Wilson: share of 400, truth 0.3", |luck, _| {
        let successes = (0..400).filter(|&i| luck.uniform(i) < 0.3).count();
        holds(&Estimate::of_share(successes, 400, 0.95), 0.3)
    }),
    exact("order statistics: median of 30", MEDIAN_OF_30, |luck, _| {
        let values: Vec<f64> = (0..30).map(|i| luck.exponential(i)).collect();
        holds(&quantile_estimate(&values, 0.5, 0.95), std::f64::consts::LN_2)
    }),
    nominal("order statistics: 90 % quantile of 1,000", |luck, _| {
        let values: Vec<f64> = (0..1_000).map(|i| luck.exponential(i)).collect();
        holds(&quantile_estimate(&values, 0.9, 0.95), std::f64::consts::LN_10)
    }),
    Case {
        setting: "BCa bootstrap: mean of 400 exponentials, 600 resamples",
        expected: 0.95,
        nominal: true,
        experiments: 10_000,
        experiment: |luck, number| bootstrapped(luck, number, 400),
    },
    Case {
        setting: "small sample: BCa bootstrap of 100 exponentials, 600 resamples, falls a little short",
        expected: 0.94,
        nominal: true,
        experiments: 10_000,
        experiment: |luck, number| bootstrapped(luck, number, 100),
    },
    nominal(
        "Kaplan–Meier: 200 lives, a third censored, at a survival of 0.5",
        |luck, _| {
            let watched: Vec<(f64, bool)> = (0..200)
                .map(|i| {
                    let (life, end) = (luck.exponential(i), 0.2 + 2.0 * luck.uniform(i));
                    (life.min(end), life <= end)
                })
                .collect();
            let step = SurvivalCurve::of_times(&watched, 0.95).at(0.7);
            let truth = libm::exp(-0.7);
            step.lower <= truth && truth <= step.upper
        },
    ),
    nominal(
        "Kaplan–Meier over replications: 100 of them, 10 requests each of one luck",
        |luck, _| {
            let replications: Vec<Vec<(u64, u64)>> = (0..100)
                .map(|replication| {
                    let chance = luck.uniform(100 * replication);
                    let early = (1..=10)
                        .filter(|i| luck.uniform(100 * replication + i) < chance)
                        .count();
                    vec![(early as u64, 0), (10 - early as u64, 0)]
                })
                .collect();
            let step = &SurvivalCurve::of_replications(&[1.0, 2.0], &replications, 0.95).steps[0];
            step.lower <= 0.5 && 0.5 <= step.upper
        },
    ),
    exact(
        "small sample: t of 2 exponentials cannot cover",
        0.910_941_369_295,
        |luck, _| {
            holds(
                &Estimate::of_mean(&[luck.exponential(0), luck.exponential(1)], 0.95),
                1.0,
            )
        },
    ),
];

/// Whether the bootstrap's interval of the mean of so many exponentials holds 1.
fn bootstrapped(luck: Luck, number: u64, n: usize) -> bool {
    let values: Vec<f64> = (0..n).map(|i| luck.exponential(i)).collect();
    let mean = |rows: &[usize]| rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64;
    holds(&Bootstrap::new(number, 600, 0.95).estimate(n, mean), 1.0)
}

/// Threats of one replication that are disrupted at all, alone, and at best: 0.5, 0.3 and 0.7 of a random cohort.
fn fates(luck: Luck, replication: usize) -> [f64; 3] {
    let mut counts = [0.0; 3];
    let cohort = 20 + (20.0 * luck.uniform(1_000 * replication)) as usize;
    for threat in 1..=cohort {
        let u = luck.uniform(1_000 * replication + threat);
        for (count, chance) in counts.iter_mut().zip([0.5, 0.3, 0.7]) {
            *count += f64::from(u < chance);
        }
    }
    counts
}

/// The study: in the fast run a twentieth of the experiments, with their own error allowed for; in the thorough one at least 10,000, of
/// which 94 to 96 % must hold the truth.
pub fn study(effort: Effort) -> Vec<Finding> {
    let mut findings: Vec<Finding> = CASES.iter().map(|case| covered(case, effort)).collect();
    findings.extend(studies::coverage(effort));
    findings
}

fn covered(case: &Case, effort: Effort) -> Finding {
    let experiments = if effort.thorough {
        case.experiments
    } else {
        case.experiments / 20
    };
    let hits: usize = (0..experiments)
        .into_par_iter()
        .filter(|&number| {
            let luck = Luck {
                chance: Chance::new(effort.seed, number),
                name: Identity::of(case.setting),
            };
            (case.experiment)(luck, u64::from(number))
        })
        .count();
    let subject = Subject {
        family: "coverage",
        setting: case.setting,
        source: if case.nominal && case.expected < 0.95 {
            "measured: too small a sample for its skewness"
        } else if case.nominal {
            "nominal level"
        } else {
            "exact probability, by enumeration or quadrature"
        },
    };
    let quantity = format!("coverage of the 95 % interval, {experiments} experiments");
    let expected = if case.nominal {
        Coverage::Nominal(case.expected)
    } else {
        Coverage::Exact(case.expected)
    };
    subject.covered(&quantity, expected, (hits, experiments), effort)
}
