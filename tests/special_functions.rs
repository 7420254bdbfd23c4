//! Are the special functions right to the digits that they promise, over the whole range that a draw can have?

use std::f64::consts::PI;

use comity::engine::special::{
    beta_quantile, exp, gamma_quantile, incomplete_beta, incomplete_gamma, normal_cdf, normal_quantile,
    student_t_cdf, student_t_quantile,
};

fn assert_close(found: f64, expected: f64, relative: f64, what: &str) {
    assert!(
        (found - expected).abs() <= relative * expected.abs(),
        "{what}: {found:e}, expected {expected:e}"
    );
}

#[test]
fn exponentials_keep_the_digits_that_they_promise() {
    let promised = |x: f64| (1.0 + 1.5 * x.abs()) * f64::EPSILON / 2.0;
    for (x, value) in [
        (-700.0, 9.859_676_543_759_77e-305),
        (-10.0, 4.539_992_976_248_485e-5),
        (-0.5, 0.606_530_659_712_633_4),
        (1.0, std::f64::consts::E),
        (5.0, 148.413_159_102_576_6),
    ] {
        assert_close(exp(x), value, promised(x) + f64::EPSILON, "exponential");
    }
    // `libm` promises less than one unit in the last place.
    for n in -30_000..=30_000 {
        let x = f64::from(n) / 1_000.0 + 1e-4;
        assert_close(exp(x), libm::exp(x), promised(x) + f64::EPSILON, "exponential");
    }
    assert_eq!((exp(0.0), exp(-1e9), exp(1e9)), (1.0, 0.0, f64::INFINITY));
}

// The expected values of the next three tests were computed to 40 digits with mpmath.

#[test]
fn normal_quantiles_are_right_to_the_last_digits() {
    let known = [
        (1e-300, -37.047_096_299_361_2),
        (1e-20, -9.262_340_089_798_408),
        (1e-5, -4.264_890_793_922_825),
        (0.025, -1.959_963_984_540_054),
        (0.1, -1.281_551_565_544_600_4),
        (0.3, -0.524_400_512_708_040_8),
        (0.75, 0.674_489_750_196_081_7),
        (0.999, 3.090_232_306_167_813),
    ];
    for (p, z) in known {
        assert_close(normal_quantile(p), z, 1e-15, "normal quantile");
        assert_close(normal_cdf(z), p, 1e-12 * z.abs().max(1.0), "normal cdf");
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!(
        (normal_quantile(0.0), normal_quantile(1.0)),
        (f64::NEG_INFINITY, f64::INFINITY)
    );
}

#[test]
fn incomplete_gamma_functions_are_right_in_both_tails() {
    let known = [
        (0.05, 1e-8, 0.408_942_399_583_405_6, 0.591_057_600_416_594_4),
        (0.05, 0.3, 0.954_381_121_874_345_8, 0.045_618_878_125_654_24),
        (0.5, 0.2, 0.472_910_743_134_461_9, 0.527_089_256_865_538_1),
        (2.5, 1.7, 0.361_430_076_896_204_9, 0.638_569_923_103_795_1),
        (2.5, 20.0, 0.999_999_850_663_21, 1.493_367_900_050_395_2e-7),
        (10.0, 9.5, 0.478_173_977_762_792_6, 0.521_826_022_237_207_4),
        (30.0, 60.0, 0.999_993_123_735_031_3, 6.876_264_968_732_07e-6),
        (100.0, 80.0, 0.017_108_313_035_133_114, 0.982_891_686_964_867),
        (1_000.0, 1_010.0, 0.627_678_944_736_994_7, 0.372_321_055_263_005_3),
        (
            100_000.0,
            100_100.0,
            0.624_445_130_704_405_5,
            0.375_554_869_295_594_5,
        ),
        (
            1_000_000.0,
            999_000.0,
            0.158_655_213_574_303_65,
            0.841_344_786_425_695_1,
        ),
    ];
    for (a, x, below, above) in known {
        let found = incomplete_gamma(a, x);
        assert_close(found.0, below, 1e-12, "P(a, x)");
        assert_close(found.1, above, 1e-12, "Q(a, x)");
    }
}

#[test]
fn incomplete_beta_functions_are_right_in_both_tails() {
    let known = [
        (
            0.05,
            0.05,
            0.25,
            0.474_400_659_515_895_34,
            0.525_599_340_484_104_7,
        ),
        (0.5, 3.0, 0.01, 0.186_253_75, 0.813_746_25),
        (2.0, 5.0, 0.3, 0.579_825, 0.420_175),
        (2.0, 5.0, 0.9, 0.999_945, 5.5e-5),
        (
            50.0,
            70.0,
            0.4375,
            0.680_913_499_766_519_9,
            0.319_086_500_233_480_1,
        ),
        (
            1_000.0,
            500.0,
            0.65625,
            0.195_601_347_754_011_06,
            0.804_398_652_245_988_9,
        ),
        (
            0.5,
            200.0,
            0.001,
            0.472_755_892_974_764_65,
            0.527_244_107_025_235_4,
        ),
    ];
    for (a, b, x, below, above) in known {
        let found = incomplete_beta(a, b, x, 1.0 - x);
        assert_close(found.0, below, 2e-13, "I below");
        assert_close(found.1, above, 2e-13, "I above");
    }
}

/// Probabilities over the whole range that a draw can have.
fn probabilities() -> Vec<f64> {
    let mut list: Vec<f64> = (1..400).map(|n| f64::from(n) / 400.0).collect();
    for n in 3..=15 {
        let tail = libm::pow(10.0, -f64::from(n));
        list.extend([tail, 1.0 - tail]);
    }
    list.extend([1.0 / (1_u64 << 53) as f64, 1.0 - 1.0 / (1_u64 << 53) as f64]);
    list.sort_by(f64::total_cmp);
    list
}

#[test]
fn gamma_quantiles_invert_and_rise_for_every_shape() {
    for a in [0.05, 0.2, 0.7, 1.0, 1.5, 2.0, 3.7, 12.0, 90.0, 1e3, 3e4, 1e6] {
        let mut last = 0.0;
        for p in probabilities() {
            let x = gamma_quantile(a, p);
            assert!(x >= last && x.is_finite(), "a = {a}, p = {p}: {x} after {last}");
            last = x;
            let (below, above) = incomplete_gamma(a, x);
            if x > 1e-290 {
                // What a few roundings of x move.
                let moved = incomplete_gamma(a, x * (1.0 + 1e-15));
                let slack = 1e-12 + (moved.0 - below).abs() / below.min(above);
                let error = if p < 0.5 {
                    below / p - 1.0
                } else {
                    above / (1.0 - p) - 1.0
                };
                assert!(
                    error.abs() <= slack,
                    "a = {a}, p = {p}: x = {x}, off by {error:e}"
                );
            }
        }
    }
}

#[test]
fn beta_quantiles_invert_and_rise_for_every_shape() {
    let shapes = [0.05, 0.5, 1.0, 2.0, 5.0, 40.0, 1e3, 1e6];
    for (a, b) in shapes.iter().flat_map(|a| shapes.iter().map(move |b| (*a, *b))) {
        let mut last = 0.0;
        for p in probabilities() {
            let (x, y) = beta_quantile(a, b, p);
            assert!(
                x >= last && x <= 1.0,
                "a = {a}, b = {b}, p = {p}: {x} after {last}"
            );
            last = x;
            let (below, above) = incomplete_beta(a, b, x, y);
            if x > 1e-290 && y > 1e-290 {
                // What a few roundings of x and y move.
                let moved = incomplete_beta(a, b, x * (1.0 + 1e-15), y * (1.0 - 1e-15));
                let slack =
                    1e-12 + 2.0 * (moved.0 - below).abs().max((moved.1 - above).abs()) / below.min(above);
                let error = if p < 0.5 {
                    below / p - 1.0
                } else {
                    above / (1.0 - p) - 1.0
                };
                assert!(
                    error.abs() <= slack,
                    "a = {a}, b = {b}, p = {p}: x = {x:e}, off by {error:e}"
                );
            }
        }
    }
}

/// Oracle t-quantiles-D01 (scipy), which also holds quantiles of chi-square.
#[test]
fn student_and_chi_square_quantiles_agree_with_the_oracle() {
    let levels = [0.9, 0.95, 0.975, 0.995];
    let known = [
        (
            1.0,
            [
                3.077_683_537_18,
                6.313_751_514_68,
                12.706_204_736_2,
                63.656_741_162_9,
            ],
        ),
        (
            4.0,
            [
                1.533_206_274_06,
                2.131_846_786_33,
                2.776_445_105_2,
                4.604_094_871_35,
            ],
        ),
        (
            9.0,
            [
                1.383_028_738_4,
                1.833_112_932_66,
                2.262_157_162_8,
                3.249_835_541_59,
            ],
        ),
        (
            29.0,
            [
                1.311_433_647_3,
                1.699_127_026_53,
                2.045_229_642_13,
                2.756_385_903_67,
            ],
        ),
        (
            99.0,
            [
                1.290_161_442_03,
                1.660_391_156_02,
                1.984_216_951_59,
                2.626_405_457_28,
            ],
        ),
    ];
    for (df, quantiles) in known {
        for (p, t) in levels.into_iter().zip(quantiles) {
            assert_close(student_t_quantile(p, df), t, 1e-11, "t quantile");
            assert_close(student_t_quantile(1.0 - p, df), -t, 1e-11, "t quantile");
            assert_close(student_t_cdf(student_t_quantile(p, df), df), p, 1e-14, "t cdf");
        }
    }
    let chi_square = [
        (
            1.0,
            [
                2.705_543_454_1,
                3.841_458_820_69,
                5.023_886_187_31,
                7.879_438_576_62,
            ],
        ),
        (
            9.0,
            [
                14.683_656_573_3,
                16.918_977_604_6,
                19.022_767_798_6,
                23.589_350_781_3,
            ],
        ),
        (
            99.0,
            [117.406_883_187, 123.225_221_453, 128.421_988_644, 138.986_783_451],
        ),
    ];
    for (df, quantiles) in chi_square {
        for (p, x) in levels.into_iter().zip(quantiles) {
            assert_close(2.0 * gamma_quantile(0.5 * df, p), x, 1e-11, "chi-square quantile");
        }
    }
    assert_eq!(student_t_quantile(0.5, 5.0), 0.0);
    assert_close(
        student_t_quantile(0.6, 1.0),
        libm::tan(0.1 * PI),
        1e-14,
        "t near the middle",
    );
    assert_close(
        student_t_quantile(0.975, 1e6),
        1.959_966_356_814_106_8,
        1e-11,
        "t with many degrees",
    );
}

#[test]
fn student_quantiles_are_right_far_out_and_near_the_middle() {
    for p in [
        1e-100,
        1e-15,
        1e-6,
        0.1,
        0.24,
        0.26,
        0.4,
        0.5 - 1.0 / 1_073_741_824.0,
    ] {
        // With one degree of freedom: Cauchy's, −cot πp; with two: (2p − 1)/√(2p(1 − p)).
        let cauchy = -1.0 / libm::tan(PI * p);
        let two = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
        // The cotangent itself loses digits near a half.
        let cauchy_error = 1e-12 + 1e-16 / (0.5 - p);
        assert_close(
            student_t_quantile(p, 1.0),
            cauchy,
            cauchy_error,
            "one degree of freedom",
        );
        assert_close(student_t_quantile(p, 2.0), two, 1e-12, "two degrees of freedom");
    }
}
