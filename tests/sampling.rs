//! Do the samplers follow the distributions that they are named after? Exact distribution functions, published
//! moments and quantiles, `rand_distr` as the yardstick, and pinned bits. Every test has a fixed seed.

use comity::engine::chance::Chance;
use comity::engine::distribution::{Distribution, Sampler};
use comity::engine::identity::Identity;
use comity::engine::special::{incomplete_beta, incomplete_gamma, normal_cdf};
use comity::engine::statistics::Tally;
use rand_distr::Distribution as _;

const SAMPLES: u64 = 20_000;

/// Kolmogorov's distribution exceeds this once in a thousand times.
const KOLMOGOROV: f64 = 1.95;

/// One of each family, and some with unusual shapes.
fn families() -> Vec<Distribution> {
    vec![
        Distribution::Constant { value: 3.5 },
        Distribution::Uniform { low: -2.0, high: 5.0 },
        Distribution::Exponential { mean: 12.0 },
        Distribution::Gamma {
            mean: 270.0,
            shape: 2.0,
        },
        Distribution::Gamma {
            mean: 1.0,
            shape: 0.3,
        },
        Distribution::Gamma {
            mean: 5.0,
            shape: 250.0,
        },
        Distribution::LogNormal { mean: 1.0, cv: 1.0 },
        Distribution::Weibull {
            mean: 40.0,
            shape: 0.8,
        },
        Distribution::Weibull {
            mean: 40.0,
            shape: 3.0,
        },
        Distribution::Beta {
            low: 0.0,
            high: 1.0,
            a: 0.5,
            b: 0.7,
        },
        Distribution::Beta {
            low: 10.0,
            high: 30.0,
            a: 2.0,
            b: 5.0,
        },
        Distribution::Triangular {
            low: 1.0,
            mode: 2.0,
            high: 6.0,
        },
        Distribution::Triangular {
            low: 1.0,
            mode: 6.0,
            high: 6.0,
        },
        Distribution::Empirical {
            values: vec![4.0, 1.0, 9.0, 2.0],
            weights: None,
        },
        Distribution::Empirical {
            values: vec![4.0, 1.0, 9.0],
            weights: Some(vec![0.5, 0.0, 1.5]),
        },
        Distribution::Pareto {
            mean: 10.0,
            exponent: 2.4,
            ratio: 1000.0,
        },
        Distribution::Pareto {
            mean: 2.0,
            exponent: 2.0,
            ratio: 50.0,
        },
        Distribution::Pareto {
            mean: 2.0,
            exponent: 3.0,
            ratio: 50.0,
        },
        Distribution::Poisson { mean: 0.0 },
        Distribution::Poisson { mean: 0.35 },
        Distribution::Poisson { mean: 4.2 },
        Distribution::Poisson { mean: 200.0 },
        Distribution::Geometric { mean: 0.5 },
        Distribution::Geometric { mean: 30.0 },
        Distribution::Binomial { trials: 40, p: 0.15 },
        Distribution::Binomial { trials: 7, p: 0.9 },
        Distribution::Binomial { trials: 500, p: 0.4 },
        Distribution::Binomial { trials: 5, p: 1.0 },
    ]
}

/// The exact distribution function of a continuous family, or of a counting family at a whole number.
fn cdf(distribution: &Distribution, x: f64) -> f64 {
    match *distribution {
        Distribution::Uniform { low, high } => (x - low) / (high - low),
        Distribution::Exponential { mean } => 1.0 - libm::exp(-x / mean),
        Distribution::Gamma { mean, shape } => incomplete_gamma(shape, x * shape / mean).0,
        Distribution::LogNormal { mean, cv } => {
            let sigma = libm::log(1.0 + cv * cv).sqrt();
            normal_cdf((libm::log(x / mean) + 0.5 * sigma * sigma) / sigma)
        }
        Distribution::Weibull { mean, shape } => {
            1.0 - libm::exp(-libm::pow(x * libm::tgamma(1.0 + 1.0 / shape) / mean, shape))
        }
        Distribution::Beta { low, high, a, b } => {
            incomplete_beta(a, b, (x - low) / (high - low), (high - x) / (high - low)).0
        }
        Distribution::Triangular { low, mode, high } if x < mode => {
            (x - low) * (x - low) / ((high - low) * (mode - low))
        }
        Distribution::Triangular { low, mode, high } if mode < high => {
            1.0 - (high - x) * (high - x) / ((high - low) * (high - mode))
        }
        Distribution::Triangular { .. } => 1.0,
        Distribution::Pareto { exponent, ratio, .. } => {
            let least = distribution.quantile(1e-300);
            let power = 1.0 - exponent;
            (1.0 - libm::pow(x / least, power)) / (1.0 - libm::pow(ratio, power))
        }
        Distribution::Poisson { mean } => counts(x, |k| -mean + k * libm::log(mean) - libm::lgamma(k + 1.0)),
        Distribution::Geometric { mean } => 1.0 - libm::pow(mean / (1.0 + mean), x + 1.0),
        Distribution::Binomial { trials, p } => counts(x, |k| {
            let n = f64::from(trials);
            libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
                + k * libm::log(p)
                + (n - k) * libm::log(1.0 - p)
        }),
        Distribution::Constant { .. } | Distribution::Empirical { .. } => f64::NAN,
    }
}

/// The sum of the probabilities of 0 to `last`, each given by its logarithm.
fn counts(last: f64, ln_probability: impl Fn(f64) -> f64) -> f64 {
    (0..=last as u64)
        .map(|k| libm::exp(ln_probability(k as f64)))
        .sum()
}

fn samples(distribution: &Distribution, seed: u64, n: u64) -> Vec<f64> {
    let (chance, sampler) = (Chance::new(seed, 0), Sampler::new(distribution));
    let identity = Identity::of("sample");
    (0..n)
        .map(|n| sampler.sample(chance.draw(1, identity.numbered(n), 0).uniform()))
        .collect()
}

#[test]
fn every_family_follows_its_distribution_function() {
    for distribution in families() {
        if cdf(&distribution, distribution.quantile(0.5)).is_nan() {
            continue;
        }
        let mut values = samples(&distribution, 11, SAMPLES);
        values.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let mut worst = 0.0_f64;
        // At a repeated value both sides of the step count only once: at its last and its first occurrence.
        for (place, value) in values.iter().enumerate() {
            let exact = cdf(&distribution, *value);
            let last = values.get(place + 1).is_none_or(|next| next > value);
            if last {
                worst = worst.max((exact - (place + 1) as f64 / n).abs());
            }
            if !distribution.is_discrete() {
                worst = worst.max((exact - place as f64 / n).abs());
            }
        }
        assert!(
            worst * n.sqrt() <= KOLMOGOROV,
            "{distribution:?}: distance {worst}"
        );
    }
}

#[test]
fn every_family_has_its_mean_and_variance() {
    for distribution in families() {
        let (mut tally, mut squares) = (Tally::default(), Tally::default());
        for value in samples(&distribution, 12, 3 * SAMPLES) {
            tally.add(value);
            squares.add((value - distribution.mean()) * (value - distribution.mean()));
        }
        if distribution.variance() == 0.0 {
            assert_eq!((tally.mean(), tally.variance()), (distribution.mean(), 0.0));
            continue;
        }
        let z = (tally.mean() - distribution.mean()) / (distribution.sd() / (tally.count() as f64).sqrt());
        assert!(
            z.abs() <= 4.0,
            "{distribution:?}: the mean is off by {z} standard errors"
        );
        let z = (squares.mean() - distribution.variance()) / squares.standard_error();
        assert!(
            z.abs() <= 4.0,
            "{distribution:?}: the variance is off by {z} standard errors"
        );
    }
}

/// Oracles dist-sampler-D01 to D06 and D08 (scipy): mean, variance and five quantiles.
#[test]
fn moments_and_quantiles_agree_with_the_oracles() {
    let sigma_square: f64 = 0.36;
    let log_normal = Distribution::LogNormal {
        mean: libm::exp(1.2 + 0.5 * sigma_square),
        cv: libm::expm1(sigma_square).sqrt(),
    };
    let weibull = Distribution::Weibull {
        mean: 2.0 * libm::tgamma(1.0 + 1.0 / 1.5),
        shape: 1.5,
    };
    let known = [
        (
            Distribution::Exponential { mean: 1.0 / 0.7 },
            [1.428_571_428_57, 2.040_816_326_53],
            [
                0.014_357_622_647_9,
                0.410_974_389_217,
                0.990_210_257_943,
                1.980_420_515_89,
                6.578_814_551_41,
            ],
        ),
        (
            Distribution::Gamma {
                mean: 2.0,
                shape: 2.5,
            },
            [2.0, 1.6],
            [
                0.221_719_230_691,
                1.069_841_123_77,
                1.740_584_076_44,
                2.650_271_905_53,
                6.034_508_987_76,
            ],
        ),
        (
            log_normal,
            [3.974_901_627_49, 6.846_536_694_91],
            [
                0.822_169_480_58,
                2.215_119_051_44,
                3.320_116_922_74,
                4.976_335_864_87,
                13.407_425_890_9,
            ],
        ),
        (
            weibull,
            [1.805_490_585_9, 1.502_761_139_26],
            [
                0.093_143_033_694,
                0.871_575_863_406,
                1.566_439_537_55,
                2.486_567_769_75,
                5.535_970_730_05,
            ],
        ),
        (
            Distribution::Beta {
                low: 0.0,
                high: 1.0,
                a: 2.0,
                b: 5.0,
            },
            [0.285_714_285_714, 0.025_510_204_081_6],
            [
                0.026_763_191_142_8,
                0.161_162_916_79,
                0.264_449_983_296,
                0.389_479_485_201,
                0.705_686_328_32,
            ],
        ),
        (
            Distribution::Poisson { mean: 4.2 },
            [4.2, 4.2],
            [0.0, 3.0, 4.0, 5.0, 10.0],
        ),
        (
            Distribution::Binomial { trials: 40, p: 0.15 },
            [6.0, 5.1],
            [1.0, 4.0, 6.0, 7.0, 12.0],
        ),
    ];
    for (distribution, moments, quantiles) in known {
        let close = |found: f64, expected: f64| {
            assert!(
                (found - expected).abs() <= 1e-11 * expected,
                "{distribution:?}: {found}, expected {expected}"
            );
        };
        close(distribution.mean(), moments[0]);
        close(distribution.variance(), moments[1]);
        for (u, quantile) in [0.01, 0.25, 0.5, 0.75, 0.99].into_iter().zip(quantiles) {
            close(distribution.quantile(u), quantile);
        }
    }
}

/// Counts that `rand_distr` gives as integers.
struct Count(f64);
impl From<Count> for f64 {
    fn from(count: Count) -> f64 {
        count.0
    }
}

/// What `rand_distr` draws, at a fixed seed.
fn drawn<T: Into<f64>>(name: &str, yardstick: impl rand_distr::Distribution<T>) -> Vec<f64> {
    let stream = Chance::new(13, 0).stream(2, Identity::of(name));
    yardstick
        .sample_iter(stream)
        .take(SAMPLES as usize)
        .map(Into::into)
        .collect()
}

/// Families and what `rand_distr` makes of them.
fn yardsticks() -> Vec<(Distribution, Vec<f64>)> {
    let geometric = rand_distr::Geometric::new(1.0 / 31.0)
        .expect("valid")
        .map(|count| Count(count as f64));
    let binomial = rand_distr::Binomial::new(500, 0.4)
        .expect("valid")
        .map(|count| Count(count as f64));
    let gamma = |shape, scale| rand_distr::Gamma::<f64>::new(shape, scale).expect("valid");
    let weibull = rand_distr::Weibull::<f64>::new(40.0 / libm::tgamma(1.0 + 1.0 / 0.8), 0.8).expect("valid");
    vec![
        (
            Distribution::Exponential { mean: 12.0 },
            drawn("exp", rand_distr::Exp::<f64>::new(1.0 / 12.0).expect("valid")),
        ),
        (
            Distribution::Gamma {
                mean: 270.0,
                shape: 2.0,
            },
            drawn("gamma", gamma(2.0, 135.0)),
        ),
        (
            Distribution::Gamma {
                mean: 1.0,
                shape: 0.3,
            },
            drawn("gamma below one", gamma(0.3, 1.0 / 0.3)),
        ),
        (
            Distribution::LogNormal { mean: 1.0, cv: 1.0 },
            drawn(
                "lognormal",
                rand_distr::LogNormal::<f64>::from_mean_cv(1.0, 1.0).expect("valid"),
            ),
        ),
        (
            Distribution::Weibull {
                mean: 40.0,
                shape: 0.8,
            },
            drawn("weibull", weibull),
        ),
        (
            Distribution::Beta {
                low: 0.0,
                high: 1.0,
                a: 0.5,
                b: 0.7,
            },
            drawn("beta", rand_distr::Beta::<f64>::new(0.5, 0.7).expect("valid")),
        ),
        (
            Distribution::Triangular {
                low: 1.0,
                mode: 2.0,
                high: 6.0,
            },
            drawn(
                "triangular",
                rand_distr::Triangular::<f64>::new(1.0, 6.0, 2.0).expect("valid"),
            ),
        ),
        (
            Distribution::Poisson { mean: 4.2 },
            drawn("poisson", rand_distr::Poisson::<f64>::new(4.2).expect("valid")),
        ),
        (
            Distribution::Geometric { mean: 30.0 },
            drawn("geometric", geometric),
        ),
        (
            Distribution::Binomial { trials: 500, p: 0.4 },
            drawn("binomial", binomial),
        ),
    ]
}

#[test]
fn samples_agree_with_those_of_rand_distr() {
    for (distribution, mut theirs) in yardsticks() {
        let mut ours = samples(&distribution, 14, SAMPLES);
        ours.sort_by(f64::total_cmp);
        theirs.sort_by(f64::total_cmp);
        let n = SAMPLES as f64;
        let distance = ours.iter().fold(0.0_f64, |worst, value| {
            let share = |values: &[f64]| values.partition_point(|other| other <= value) as f64 / n;
            worst.max((share(&ours) - share(&theirs)).abs())
        });
        assert!(
            distance * (n / 2.0).sqrt() <= KOLMOGOROV,
            "{distribution:?}: distance {distance}"
        );
    }
}

#[test]
fn a_greater_uniform_number_never_makes_a_smaller_value() {
    for distribution in families() {
        let sampler = Sampler::new(&distribution);
        let mut last = f64::NEG_INFINITY;
        for step in 0..20_000_u32 {
            let value = sampler.sample((f64::from(step) + 0.5) / 20_000.0);
            assert!(
                value >= last && value.is_finite(),
                "{distribution:?}: {value} after {last}"
            );
            last = value;
        }
        for edge in [0.5_f64.powi(53), 1.0 - 0.5_f64.powi(53)] {
            assert!(sampler.sample(edge).is_finite(), "{distribution:?} at {edge}");
        }
    }
}

#[test]
fn the_bits_of_samples_never_change() {
    let mut pinned = PINNED.iter();
    for distribution in families() {
        distribution
            .validate()
            .expect("every listed distribution is allowed");
        let found = [0.1, 0.5, 0.987].map(|u| distribution.quantile(u).to_bits());
        assert_eq!(Some(&found), pinned.next(), "{distribution:?}: {found:#018x?}");
    }
}

/// The bits of the quantiles at 0.1, 0.5 and 0.987 of each family, in the order of the list.
const PINNED: [[u64; 3]; 28] = [
    [
        0x400c_0000_0000_0000,
        0x400c_0000_0000_0000,
        0x400c_0000_0000_0000,
    ],
    [
        0xbff4_cccc_cccc_cccc,
        0x3ff8_0000_0000_0000,
        0x4013_a2d0_e560_4189,
    ],
    [
        0x3ff4_3aae_18c7_b106,
        0x4020_a2b2_3f3b_ab73,
        0x404a_0e8c_c5f2_d632,
    ],
    [
        0x4051_f2da_301a_3eee,
        0x406c_5275_80d1_aa1a,
        0x408a_ba61_1f72_ee1c,
    ],
    [
        0x3f51_adff_8d93_ae41,
        0x3fcf_33de_c572_4ce4,
        0x4020_28d1_9266_18d6,
    ],
    [
        0x4012_65a4_ba50_d26c,
        0x4013_f92c_c9c6_de40,
        0x4016_ebb8_2a46_88f7,
    ],
    [
        0x3fcf_23da_cc87_89c3,
        0x3fe6_a09e_667f_3bcd,
        0x4012_0ce2_0ba8_baa7,
    ],
    [
        0x4000_f42a_2717_e44a,
        0x4036_541c_8691_9dec,
        0x406b_aa96_3201_ca1b,
    ],
    [
        0x4035_2812_6ad8_cb85,
        0x4043_d23b_4b06_48f4,
        0x4052_453a_8fcc_211e,
    ],
    [
        0x3f90_0615_f052_fd0b,
        0x3fd7_1bff_b380_e2ab,
        0x3fef_db18_6ad6_22a4,
    ],
    [
        0x4027_b42c_ea5f_dc94,
        0x402e_93f7_c3a3_4de6,
        0x4037_c5e3_ae61_153d,
    ],
    [
        0x3ffb_504f_333f_9de6,
        0x4006_b3a7_c525_a4ad,
        0x4015_f5dc_434a_fb34,
    ],
    [
        0x4004_a62c_1d6d_2daa,
        0x4012_2463_000f_8560,
        0x4017_de9c_7318_1168,
    ],
    [
        0x3ff0_0000_0000_0000,
        0x4000_0000_0000_0000,
        0x4022_0000_0000_0000,
    ],
    [
        0x4010_0000_0000_0000,
        0x4022_0000_0000_0000,
        0x4022_0000_0000_0000,
    ],
    [
        0x400a_4d31_4c91_31e1,
        0x4014_02d8_1c23_d366,
        0x4050_e609_3e28_c7bb,
    ],
    [
        0x3fe1_c647_8fac_b91d,
        0x3fef_6fbf_d1ef_3958,
        0x402e_9b20_20b7_c295,
    ],
    [
        0x3ff1_33d1_0616_b17b,
        0x3ff7_134a_2f75_a265,
        0x4021_a057_928a_3a5d,
    ],
    [
        0x0000_0000_0000_0000,
        0x0000_0000_0000_0000,
        0x0000_0000_0000_0000,
    ],
    [
        0x0000_0000_0000_0000,
        0x0000_0000_0000_0000,
        0x4000_0000_0000_0000,
    ],
    [
        0x4000_0000_0000_0000,
        0x4010_0000_0000_0000,
        0x4022_0000_0000_0000,
    ],
    [
        0x4066_c000_0000_0000,
        0x4069_0000_0000_0000,
        0x406d_0000_0000_0000,
    ],
    [
        0x0000_0000_0000_0000,
        0x0000_0000_0000_0000,
        0x4008_0000_0000_0000,
    ],
    [
        0x4008_0000_0000_0000,
        0x4035_0000_0000_0000,
        0x4060_8000_0000_0000,
    ],
    [
        0x4008_0000_0000_0000,
        0x4018_0000_0000_0000,
        0x4026_0000_0000_0000,
    ],
    [
        0x4014_0000_0000_0000,
        0x4018_0000_0000_0000,
        0x401c_0000_0000_0000,
    ],
    [
        0x4067_4000_0000_0000,
        0x4069_0000_0000_0000,
        0x406c_2000_0000_0000,
    ],
    [
        0x4014_0000_0000_0000,
        0x4014_0000_0000_0000,
        0x4014_0000_0000_0000,
    ],
];

#[test]
fn a_wrong_parameter_is_named_with_what_is_allowed() {
    let wrong = [
        (
            Distribution::Exponential { mean: 0.0 },
            "`mean` is 0; it must be a finite number above 0",
        ),
        (
            Distribution::Constant { value: f64::NAN },
            "`value` is NaN; it must be a finite number",
        ),
        (
            Distribution::Gamma {
                mean: 1.0,
                shape: 0.0,
            },
            "`shape` is 0; it must be from 0.05 to 1000000",
        ),
        (
            Distribution::Uniform { low: 2.0, high: 2.0 },
            "`low` is 2 and `high` is 2; `low` must be below `high`",
        ),
        (
            Distribution::Triangular {
                low: 0.0,
                mode: 3.0,
                high: 2.0,
            },
            "`mode` is 3; it must be from 0 to 2",
        ),
        (
            Distribution::Pareto {
                mean: 1.0,
                exponent: 1.0,
                ratio: 10.0,
            },
            "`exponent` is 1; it must be above 1 (it is the density's)",
        ),
        (
            Distribution::Binomial { trials: 3, p: 1.5 },
            "`p` is 1.5; it must be from 0 to 1",
        ),
        (
            Distribution::Empirical {
                values: vec![],
                weights: None,
            },
            "`values` is empty; it must hold at least one number",
        ),
        (
            Distribution::Empirical {
                values: vec![1.0],
                weights: Some(vec![1.0, 2.0]),
            },
            "`weights` has 2 numbers and `values` has 1; they must have as many",
        ),
        (
            Distribution::Empirical {
                values: vec![1.0],
                weights: Some(vec![0.0]),
            },
            "`sum of weights` is 0; it must be a finite number above 0",
        ),
    ];
    for (distribution, message) in wrong {
        assert_eq!(distribution.validate(), Err(message.to_owned()));
    }
}
