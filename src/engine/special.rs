//! Special functions of statistics on `libm` alone, so that their bits depend on nothing but their arguments: normal,
//! gamma, beta and Student's t, each with its inverse.

use std::f64::consts::{FRAC_1_SQRT_2, LOG2_E, PI};

/// Below this, a quantile equals the leading term of its series to the last bit.
const LEADING_TERM_ALONE: f64 = 1e-290;

/// The exponential function as a power of two, for what is asked at every turn: `libm` finds a power of two in a table, without
/// a branch, in half the time of an exponential, which takes one of three ways that nobody can tell in advance.
///
/// x·log₂ e is rounded, so the relative error may reach about (1 + 1.5·|x|)·2⁻⁵³: an exponent of 10 loses a sixteenth digit.
///
/// ```
/// use comity::engine::special::exp;
///
/// assert_eq!(exp(0.0), 1.0);
/// assert!((exp(-2.0) / libm::exp(-2.0) - 1.0).abs() < 5e-16);
/// ```
#[inline]
pub fn exp(x: f64) -> f64 {
    libm::exp2(x * LOG2_E)
}

/// The normal distribution function Φ(x).
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// The normal quantile Φ⁻¹(p), to about 1e-16 relative: algorithm AS 241, PPND16 (Wichura 1988).
///
/// ```
/// use comity::engine::special::{normal_cdf, normal_quantile};
///
/// assert!((normal_quantile(0.975) - 1.959963984540054).abs() < 1e-15);
/// assert!((normal_cdf(normal_quantile(1e-9)) / 1e-9 - 1.0).abs() < 1e-13);
/// ```
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    let centred = p - 0.5;
    if centred.abs() <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return centred * polynomial(r, &CENTRE_ABOVE) / polynomial(r, &CENTRE_BELOW);
    }
    let tail = if centred < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(centred);
    }
    let r = (-libm::log(tail)).sqrt();
    let x = if r <= 5.0 {
        polynomial(r - 1.6, &TAIL_ABOVE) / polynomial(r - 1.6, &TAIL_BELOW)
    } else {
        polynomial(r - 5.0, &FAR_ABOVE) / polynomial(r - 5.0, &FAR_BELOW)
    };
    x.copysign(centred)
}

/// The value at `x` of a polynomial, coefficients from the highest power down, by pairs (Estrin's scheme): term after term, each
/// product would wait for the sum before it.
#[inline]
fn polynomial(x: f64, &[a, b, c, d, e, f, g, h]: &[f64; 8]) -> f64 {
    let square = x * x;
    let high = (a * x + b) * square + (c * x + d);
    let low = (e * x + f) * square + (g * x + h);
    high * (square * square) + low
}

const CENTRE_ABOVE: [f64; 8] = [
    2.509_080_928_730_122_7e3,
    3.343_057_558_358_813e4,
    6.726_577_092_700_87e4,
    4.592_195_393_154_987e4,
    1.373_169_376_550_946e4,
    1.971_590_950_306_551_3e3,
    1.331_416_678_917_843_8e2,
    3.387_132_872_796_366_5,
];
const CENTRE_BELOW: [f64; 8] = [
    5.226_495_278_852_854e3,
    2.872_908_573_572_194_3e4,
    3.930_789_580_009_271e4,
    2.121_379_430_158_659_7e4,
    5.394_196_021_424_751e3,
    6.871_870_074_920_579e2,
    4.231_333_070_160_091e1,
    1.0,
];
const TAIL_ABOVE: [f64; 8] = [
    7.745_450_142_783_414e-4,
    2.272_384_498_926_918_4e-2,
    2.417_807_251_774_506e-1,
    1.270_458_252_452_368_4,
    3.647_848_324_763_204_5,
    5.769_497_221_460_691,
    4.630_337_846_156_546,
    1.423_437_110_749_683_5,
];
const TAIL_BELOW: [f64; 8] = [
    1.050_750_071_644_416_9e-9,
    5.475_938_084_995_345e-4,
    1.519_866_656_361_645_7e-2,
    1.481_039_764_274_800_8e-1,
    6.897_673_349_851e-1,
    1.676_384_830_183_803_8,
    2.053_191_626_637_759,
    1.0,
];
const FAR_ABOVE: [f64; 8] = [
    2.010_334_399_292_288_1e-7,
    2.711_555_568_743_487_6e-5,
    1.242_660_947_388_078_4e-3,
    2.653_218_952_657_612_4e-2,
    2.965_605_718_285_048_7e-1,
    1.784_826_539_917_291_3,
    5.463_784_911_164_114,
    6.657_904_643_501_103,
];
const FAR_BELOW: [f64; 8] = [
    2.044_263_103_389_939_7e-15,
    1.421_511_758_316_446e-7,
    1.846_318_317_510_054_8e-5,
    7.868_691_311_456_133e-4,
    1.487_536_129_085_061_5e-2,
    1.369_298_809_227_358e-1,
    5.998_322_065_558_88e-1,
    1.0,
];

/// ln Γ(x) for x > 0.
#[inline]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// ln Γ(a + 1) − ((a + ½) ln a − a + ½ ln 2π): what Stirling's formula misses, for a > 0.
fn stirling_error(a: f64) -> f64 {
    if a < 15.0 {
        return ln_gamma(a + 1.0) - ((a + 0.5) * libm::log(a) - a + 0.5 * libm::log(2.0 * PI));
    }
    let square = 1.0 / (a * a);
    let series =
        1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0 - square * 691.0 / 360_360.0));
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * series)) / a
}

/// x ln(x/m) + m − x without cancellation, for x, m > 0 (Loader 2000, `bd0`).
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - difference;
    }
    let ratio = difference / (x + m);
    let mut sum = difference * ratio;
    let mut term = 2.0 * x * ratio;
    let mut odd = 3.0;
    loop {
        term *= ratio * ratio;
        let next = sum + term / odd;
        if next == sum {
            return sum;
        }
        sum = next;
        odd += 2.0;
    }
}

/// xᵃ e⁻ˣ / Γ(a + 1) for a, x > 0; at a whole number a, the Poisson probability of a at mean x (Loader 2000).
pub(crate) fn gamma_weight(a: f64, x: f64) -> f64 {
    weight_of_gamma(a, x, stirling_error(a), (2.0 * PI * a).sqrt())
}

#[inline]
fn weight_of_gamma(a: f64, x: f64, stirling_error: f64, root: f64) -> f64 {
    libm::exp(-deviance(a, x) - stirling_error) / root
}

/// xᵃ yᵇ Γ(a + b) / (Γ(a) Γ(b)) for x + y = 1 (Loader 2000).
pub(crate) fn beta_weight(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b);
    libm::exp(exponent - deviance(a, n * x) - deviance(b, n * y)) * (a * (b / n) / (2.0 * PI)).sqrt()
}

/// The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x), for a > 0.
///
/// ```
/// use comity::engine::special::incomplete_gamma;
///
/// let (below, above) = incomplete_gamma(1.0, 2.0);
/// assert!((above - libm::exp(-2.0)).abs() < 1e-16 && (below + above - 1.0).abs() < 1e-16);
/// ```
pub fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    incomplete_gamma_of(a, x, gamma_weight(a, x))
}

/// As said, for x within (0, ∞) where the weight is known: series below a + 1, continued fraction above (Press et al.,
/// Numerical Recipes, §6.2).
fn incomplete_gamma_of(a: f64, x: f64, weight: f64) -> (f64, f64) {
    if x < a + 1.0 {
        let (mut sum, mut term, mut n) = (1.0, 1.0, a);
        while term > sum * (0.25 * f64::EPSILON) {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        let below = (weight * sum).min(1.0);
        (below, 1.0 - below)
    } else {
        let above = (weight * a * gamma_fraction(a, x)).min(1.0);
        (1.0 - above, above)
    }
}

/// The continued fraction 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)) by Lentz's method, for x ≥ a + 1.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut value = d;
    let mut i = 0.0;
    loop {
        i += 1.0;
        let numerator = -i * (i - a);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            return value;
        }
    }
}

/// The quantile of the gamma distribution with shape `a` and scale 1: the x at which P(a, x) = p, for 0.05 ≤ a ≤ 10⁶.
///
/// ```
/// use comity::engine::special::gamma_quantile;
///
/// assert!((gamma_quantile(1.0, 0.5) - std::f64::consts::LN_2).abs() < 1e-15);
/// ```
pub fn gamma_quantile(a: f64, p: f64) -> f64 {
    GammaShape::new(a).quantile(p)
}

/// What the gamma distribution of a shape needs at every quantile, worked out once.
#[derive(Copy, Clone, Debug)]
pub struct GammaShape {
    a: f64,
    /// ln Γ(a + 1).
    ln_gamma: f64,
    stirling_error: f64,
    /// √(2πa).
    root: f64,
}

impl GammaShape {
    /// The shape `a` > 0.
    pub fn new(a: f64) -> GammaShape {
        GammaShape {
            a,
            ln_gamma: ln_gamma(a + 1.0),
            stirling_error: stirling_error(a),
            root: (2.0 * PI * a).sqrt(),
        }
    }

    fn weight(&self, x: f64) -> f64 {
        weight_of_gamma(self.a, x, self.stirling_error, self.root)
    }

    /// As [`gamma_quantile`].
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= 0.0 {
            return 0.0;
        }
        if p >= 1.0 {
            return f64::INFINITY;
        }
        let (a, guess) = (self.a, self.guess(p));
        if guess < LEADING_TERM_ALONE {
            return guess;
        }
        invert(p, 1.0 - p, guess, f64::INFINITY, |x| {
            let weight = self.weight(x);
            let (below, above) = incomplete_gamma_of(a, x, weight);
            Local {
                below,
                above,
                density: weight * (a / x),
                log_slope: (a - 1.0) / x - 1.0,
            }
        })
    }

    /// A first guess: the leading term of the series in the lower tail, else Wilson & Hilferty (1931) for a > 1 and
    /// Numerical Recipes (§6.2.1) for a ≤ 1.
    fn guess(&self, p: f64) -> f64 {
        let a = self.a;
        let leading = libm::exp((libm::log(p) + self.ln_gamma) / a);
        if leading < 0.1 * (a + 1.0) {
            return leading * (1.0 + leading / (a + 1.0));
        }
        if a > 1.0 {
            let root = 1.0 - 1.0 / (9.0 * a) + normal_quantile(p) / (3.0 * a.sqrt());
            return a * root * root * root.max(0.1);
        }
        let body = 1.0 - a * (0.253 + 0.12 * a);
        if p < body {
            libm::pow(p / body, 1.0 / a)
        } else {
            1.0 - libm::log((1.0 - p) / (1.0 - body))
        }
    }
}

/// The regularized incomplete beta functions Iₓ(a, b) and `I_y(b`, a) = 1 − Iₓ(a, b), for x + y = 1 and a, b > 0.
///
/// Continued fraction on the side where it converges fast (Press et al., Numerical Recipes, §6.4).
///
/// ```
/// use comity::engine::special::incomplete_beta;
///
/// let (below, above) = incomplete_beta(2.0, 1.0, 0.25, 0.75);
/// assert!((below - 0.0625).abs() < 1e-16 && (above - 0.9375).abs() < 1e-15);
/// ```
pub fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let weight = beta_weight(a, b, x, y);
    if x < (a + 1.0) / (a + b + 2.0) {
        let below = (weight * beta_fraction(a, b, x) / a).min(1.0);
        (below, 1.0 - below)
    } else {
        let above = (weight * beta_fraction(b, a, y) / b).min(1.0);
        (1.0 - above, above)
    }
}

/// The continued fraction of Iₓ(a, b) by Lentz's method, for x < (a + 1)/(a + b + 2).
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let mut m = 0.0;
    loop {
        m += 1.0;
        let even = m * (b - m) * x / ((a - 1.0 + 2.0 * m) * (a + 2.0 * m));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 1.0 + 2.0 * m));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            return value;
        }
    }
}

/// The quantile of the beta distribution: the x at which Iₓ(a, b) = p, and 1 − x, for a, b from 0.05 to 10⁶.
///
/// ```
/// use comity::engine::special::beta_quantile;
///
/// let (x, rest) = beta_quantile(2.0, 1.0, 0.0625);
/// assert!((x - 0.25).abs() < 1e-15 && (rest - 0.75).abs() < 1e-15);
/// ```
pub fn beta_quantile(a: f64, b: f64, p: f64) -> (f64, f64) {
    if p <= 0.0 {
        return (0.0, 1.0);
    }
    if p >= 1.0 {
        return (1.0, 0.0);
    }
    // The smaller of x and 1 − x is solved for: its last digits would be lost in the other.
    let (half_below, _) = incomplete_beta(a, b, 0.5, 0.5);
    if p <= half_below {
        let x = lower_beta_quantile(a, b, p, 1.0 - p);
        (x, 1.0 - x)
    } else {
        let y = lower_beta_quantile(b, a, 1.0 - p, p);
        (1.0 - y, y)
    }
}

/// The beta quantile where it is at most about one half; p + q = 1.
fn lower_beta_quantile(a: f64, b: f64, p: f64, q: f64) -> f64 {
    let guess = beta_guess(a, b, p, q);
    if guess < LEADING_TERM_ALONE {
        return guess;
    }
    invert(p, q, guess, 1.0, |x| {
        let y = 1.0 - x;
        let (below, above) = incomplete_beta(a, b, x, y);
        let log_slope = (a - 1.0) / x - (b - 1.0) / y;
        Local {
            below,
            above,
            density: beta_weight(a, b, x, y) / (x * y),
            log_slope,
        }
    })
}

/// A first guess: the leading term of the series in the lower tail, else Abramowitz & Stegun 26.5.22.
fn beta_guess(a: f64, b: f64, p: f64, q: f64) -> f64 {
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let leading = libm::exp((libm::log(p) + libm::log(a) + ln_beta) / a);
    if a <= 1.0 || b <= 1.0 || leading * b < 0.1 * (a + 1.0) {
        return leading.min(0.5);
    }
    let z = if p < q {
        -normal_quantile(p)
    } else {
        normal_quantile(q)
    };
    let (per_a, per_b) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
    let (h, l) = (2.0 / (per_a + per_b), (z * z - 3.0) / 6.0);
    let w = z * (h + l).max(0.0).sqrt() / h - (per_b - per_a) * (l + 5.0 / 6.0 - 2.0 / (3.0 * h));
    a / (a + b * libm::exp(2.0 * w))
}

/// A distribution at a point: both tails, the density and the derivative of its logarithm.
struct Local {
    below: f64,
    above: f64,
    density: f64,
    log_slope: f64,
}

/// Solves below(x) = p, or above(x) = q = 1 − p, on (0, `end`) by Halley's method on the logarithm of the smaller tail, kept within a bracket.
fn invert(p: f64, q: f64, guess: f64, end: f64, local: impl Fn(f64) -> Local) -> f64 {
    let (mut low, mut high) = (0.0, end);
    let mut x = guess;
    for _ in 0..200 {
        let here = local(x);
        // The error is the difference of logarithms; the steps are its Newton step and curvature over slope.
        let (step, bend) = if p < q {
            let slope = here.density / here.below;
            (libm::log(here.below / p) / slope, here.log_slope - slope)
        } else {
            let slope = here.density / here.above;
            (-libm::log(here.above / q) / slope, here.log_slope + slope)
        };
        if step > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let change = step / (1.0 - (0.5 * step * bend).clamp(-1.0, 0.5));
        let mut next = x - change;
        if !(next > low && next < high) {
            next = if high == f64::INFINITY {
                2.0 * x
            } else {
                0.5 * (low + high)
            };
            if change == 0.0 {
                return x;
            }
        } else if change.abs() * (bend.abs() + 1.0 / x) < 1e-5 {
            return next;
        }
        x = next;
    }
    x
}

/// Student's t distribution function with `df` > 0 degrees of freedom.
pub fn student_t_cdf(t: f64, df: f64) -> f64 {
    let square = t * t;
    let (tails, middle) = incomplete_beta(0.5 * df, 0.5, df / (df + square), square / (df + square));
    if t > 0.0 { 0.5 + 0.5 * middle } else { 0.5 * tails }
}

/// The quantile of Student's t distribution with `df` > 0 degrees of freedom.
///
/// ```
/// use comity::engine::special::student_t_quantile;
///
/// assert!((student_t_quantile(0.975, 9.0) - 2.2621571628).abs() < 1e-10);
/// ```
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    let tail = p.min(1.0 - p);
    let (x, y) = if tail < 0.25 {
        beta_quantile(0.5 * df, 0.5, 2.0 * tail)
    } else {
        let (y, x) = beta_quantile(0.5, 0.5 * df, 1.0 - 2.0 * tail);
        (x, y)
    };
    (df * (y / x)).sqrt().copysign(p - 0.5)
}
