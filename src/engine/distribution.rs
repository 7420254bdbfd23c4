//! The families of distributions that a scenario may name, and their samplers: one uniform number makes one value, by
//! inversion, so that a value never falls when its uniform number rises.

use crate::engine::discrete::{binomial_quantile, geometric_quantile, poisson_quantile};
use crate::engine::special::{GammaShape, beta_quantile, exp, ln_gamma, normal_quantile};

/// A distribution, by the parameters that people quote: means, shapes and bounds.
///
/// ```
/// use comity::engine::distribution::Distribution;
///
/// let preparation = Distribution::Gamma { mean: 270.0, shape: 2.0 };
/// assert!(preparation.validate().is_ok());
/// assert!(preparation.quantile(0.25) < preparation.quantile(0.75));
/// assert_eq!(preparation.variance(), 36_450.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same value.
    Constant {
        /// The value.
        value: f64,
    },
    /// Uniform between two bounds.
    Uniform {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
    },
    /// Exponential.
    Exponential {
        /// The mean.
        mean: f64,
    },
    /// Gamma; Erlang where the shape is a whole number.
    Gamma {
        /// The mean.
        mean: f64,
        /// The shape: one over the squared coefficient of variation.
        shape: f64,
    },
    /// Lognormal.
    LogNormal {
        /// The mean of the value, not of its logarithm.
        mean: f64,
        /// The coefficient of variation: standard deviation over mean.
        cv: f64,
    },
    /// Weibull.
    Weibull {
        /// The mean.
        mean: f64,
        /// The shape: below one, a hazard that falls; above one, a hazard that grows.
        shape: f64,
    },
    /// Beta, stretched over an interval.
    Beta {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
        /// The first shape: weight towards the upper bound.
        a: f64,
        /// The second shape: weight towards the lower bound.
        b: f64,
    },
    /// Triangular.
    Triangular {
        /// The lower bound.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The upper bound.
        high: f64,
    },
    /// One of the given values.
    Empirical {
        /// The values, in any order.
        values: Vec<f64>,
        /// The weight of each value; all equal if not given.
        weights: Option<Vec<f64>>,
    },
    /// Power law with a cut-off (Clauset & Woodard 2012): density ∝ x^(−exponent) from a least value to `ratio` times
    /// it, scaled to the mean.
    Pareto {
        /// The mean.
        mean: f64,
        /// The exponent of the density.
        exponent: f64,
        /// The greatest value over the least.
        ratio: f64,
    },
    /// Poisson counts.
    Poisson {
        /// The mean.
        mean: f64,
    },
    /// Failures before the first success: 0, 1, 2, …
    Geometric {
        /// The mean, (1 − p)/p.
        mean: f64,
    },
    /// Successes in independent trials.
    Binomial {
        /// The number of trials.
        trials: u32,
        /// The probability of success in each.
        p: f64,
    },
}

impl Distribution {
    /// The value below which a share `u` of the distribution lies, for u in (0, 1); it never falls when `u` rises.
    ///
    /// Prepare a [`Sampler`] to ask often.
    pub fn quantile(&self, u: f64) -> f64 {
        Sampler::new(self).sample(u)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match self {
            Distribution::Constant { value } => *value,
            Distribution::Uniform { low, high } => 0.5 * (low + high),
            Distribution::Exponential { mean }
            | Distribution::Gamma { mean, .. }
            | Distribution::LogNormal { mean, .. }
            | Distribution::Weibull { mean, .. }
            | Distribution::Pareto { mean, .. }
            | Distribution::Poisson { mean }
            | Distribution::Geometric { mean } => *mean,
            Distribution::Beta { low, high, a, b } => low + (high - low) * (a / (a + b)),
            Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Distribution::Empirical { values, weights } => {
                weighted_mean(values, weights.as_deref(), |value| value)
            }
            Distribution::Binomial { trials, p } => f64::from(*trials) * p,
        }
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        match self {
            Distribution::Constant { .. } => 0.0,
            Distribution::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Distribution::Exponential { mean } => mean * mean,
            Distribution::Gamma { mean, shape } => mean * mean / shape,
            Distribution::LogNormal { mean, cv } => mean * cv * mean * cv,
            Distribution::Weibull { mean, shape } => {
                mean * mean * libm::expm1(ln_gamma(1.0 + 2.0 / shape) - 2.0 * ln_gamma(1.0 + 1.0 / shape))
            }
            Distribution::Beta { low, high, a, b } => {
                let (width, n) = (high - low, a + b);
                width * width * (a / n) * (b / n) / (n + 1.0)
            }
            Distribution::Triangular { low, mode, high } => {
                let (width, rise, fall) = (high - low, mode - low, high - mode);
                (width * width - rise * fall) / 18.0
            }
            Distribution::Empirical { values, weights } => {
                let mean = self.mean();
                weighted_mean(values, weights.as_deref(), |value| {
                    (value - mean) * (value - mean)
                })
            }
            Distribution::Pareto {
                mean,
                exponent,
                ratio,
            } => {
                let least = mean / pareto_moment(*exponent, *ratio, 1.0);
                least * least * pareto_moment(*exponent, *ratio, 2.0) - mean * mean
            }
            Distribution::Poisson { mean } => *mean,
            Distribution::Geometric { mean } => mean * (1.0 + mean),
            Distribution::Binomial { trials, p } => f64::from(*trials) * p * (1.0 - p),
        }
    }

    /// The standard deviation.
    pub fn sd(&self) -> f64 {
        self.variance().sqrt()
    }

    /// Does it give whole numbers or listed values only?
    pub fn is_discrete(&self) -> bool {
        matches!(
            self,
            Distribution::Constant { .. }
                | Distribution::Empirical { .. }
                | Distribution::Poisson { .. }
                | Distribution::Geometric { .. }
                | Distribution::Binomial { .. }
        )
    }

    /// Are the parameters allowed? If not, says which is wrong and what is allowed.
    pub fn validate(&self) -> Result<(), String> {
        match self {
            Distribution::Constant { value } => finite("value", *value),
            Distribution::Uniform { low, high } => bounds(*low, *high),
            Distribution::Exponential { mean } => positive("mean", *mean),
            Distribution::Gamma { mean, shape } => {
                positive("mean", *mean)?;
                within("shape", *shape, 0.05, 1e6)
            }
            Distribution::LogNormal { mean, cv } => {
                positive("mean", *mean)?;
                within("cv", *cv, 1e-6, 100.0)
            }
            Distribution::Weibull { mean, shape } => {
                positive("mean", *mean)?;
                within("shape", *shape, 0.05, 1e3)
            }
            Distribution::Beta { low, high, a, b } => {
                bounds(*low, *high)?;
                within("a", *a, 0.05, 1e6)?;
                within("b", *b, 0.05, 1e6)
            }
            Distribution::Triangular { low, mode, high } => {
                bounds(*low, *high)?;
                within("mode", *mode, *low, *high)
            }
            Distribution::Empirical { values, weights } => listed(values, weights.as_deref()),
            Distribution::Pareto {
                mean,
                exponent,
                ratio,
            } => {
                positive("mean", *mean)?;
                if *exponent <= 1.0 {
                    return Err(format!(
                        "`exponent` is {exponent}; it must be above 1 (it is the density's)"
                    ));
                }
                within("exponent", *exponent, 1.0, 100.0)?;
                if *ratio <= 1.0 {
                    return Err(format!(
                        "`ratio` is {ratio}; it must be above 1 (greatest over least value)"
                    ));
                }
                within("ratio", *ratio, 1.0, 1e12)
            }
            Distribution::Poisson { mean } => within("mean", *mean, 0.0, 1e7),
            Distribution::Geometric { mean } => within("mean", *mean, 0.0, 1e12),
            Distribution::Binomial { trials, p } => {
                within("trials", f64::from(*trials), 0.0, 1e7)?;
                within("p", *p, 0.0, 1.0)
            }
        }
    }
}

fn finite(name: &str, value: f64) -> Result<(), String> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(format!("`{name}` is {value}; it must be a finite number"))
    }
}

fn positive(name: &str, value: f64) -> Result<(), String> {
    if value.is_finite() && value > 0.0 {
        Ok(())
    } else {
        Err(format!("`{name}` is {value}; it must be a finite number above 0"))
    }
}

fn within(name: &str, value: f64, low: f64, high: f64) -> Result<(), String> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(format!("`{name}` is {value}; it must be from {low} to {high}"))
    }
}

fn bounds(low: f64, high: f64) -> Result<(), String> {
    finite("low", low)?;
    finite("high", high)?;
    if low < high {
        Ok(())
    } else {
        Err(format!(
            "`low` is {low} and `high` is {high}; `low` must be below `high`"
        ))
    }
}

fn listed(values: &[f64], weights: Option<&[f64]>) -> Result<(), String> {
    if values.is_empty() {
        return Err("`values` is empty; it must hold at least one number".to_owned());
    }
    values.iter().try_for_each(|value| finite("values", *value))?;
    let Some(weights) = weights else { return Ok(()) };
    if weights.len() != values.len() {
        let (weights, values) = (weights.len(), values.len());
        return Err(format!(
            "`weights` has {weights} numbers and `values` has {values}; they must have as many"
        ));
    }
    if let Some(wrong) = weights
        .iter()
        .find(|weight| !(weight.is_finite() && **weight >= 0.0))
    {
        return Err(format!(
            "`weights` holds {wrong}; each must be a finite number from 0 on"
        ));
    }
    positive("sum of weights", weights.iter().sum())
}

/// The mean of `f` over the values, each with its weight.
fn weighted_mean(values: &[f64], weights: Option<&[f64]>, f: impl Fn(f64) -> f64) -> f64 {
    let weight = |place: usize| weights.map_or(1.0, |weights| weights[place]);
    let (mut sum, mut total) = (0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        sum += weight(place) * f(*value);
        total += weight(place);
    }
    sum / total
}

/// E[xʳ] of a cut-off power law with least value 1: ∫ xʳ⁻ᵉ dx / ∫ x⁻ᵉ dx over [1, `ratio`].
fn pareto_moment(exponent: f64, ratio: f64, r: f64) -> f64 {
    let ln_ratio = libm::log(ratio);
    let integral = |power: f64| {
        if power == 0.0 {
            ln_ratio
        } else {
            libm::expm1(power * ln_ratio) / power
        }
    };
    integral(r + 1.0 - exponent) / integral(1.0 - exponent)
}

/// A distribution with its constants worked out, ready to turn uniform numbers into values.
///
/// ```
/// use comity::engine::chance::Chance;
/// use comity::engine::distribution::{Distribution, Sampler};
/// use comity::engine::identity::Identity;
///
/// let review = Sampler::new(&Distribution::LogNormal { mean: 1.0, cv: 1.0 });
/// let draw = Chance::new(7, 0).draw(1, Identity::of("request"), 0);
/// assert!(review.sample(draw.uniform()) > 0.0);
/// ```
#[derive(Clone, Debug)]
pub struct Sampler(Prepared);

#[derive(Clone, Debug)]
enum Prepared {
    Constant { value: f64 },
    Uniform { low: f64, width: f64 },
    Exponential { mean: f64 },
    Gamma { scale: f64, shape: GammaShape },
    LogNormal { mean: f64, mu: f64, sigma: f64 },
    Weibull { scale: f64, power: f64 },
    Beta { low: f64, width: f64, a: f64, b: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Empirical { values: Vec<f64>, shares: Vec<f64> },
    Pareto { least: f64, lost: f64, power: f64 },
    Poisson { mean: f64 },
    Geometric { mean: f64 },
    Binomial { trials: u32, p: f64 },
}

impl Sampler {
    /// Prepares a valid distribution.
    pub fn new(distribution: &Distribution) -> Sampler {
        Sampler(match *distribution {
            Distribution::Constant { value } => Prepared::Constant { value },
            Distribution::Uniform { low, high } => Prepared::Uniform {
                low,
                width: high - low,
            },
            Distribution::Exponential { mean } => Prepared::Exponential { mean },
            Distribution::Gamma { mean, shape } => Prepared::Gamma {
                scale: mean / shape,
                shape: GammaShape::new(shape),
            },
            Distribution::LogNormal { mean, cv } => {
                let variance = libm::log1p(cv * cv);
                Prepared::LogNormal {
                    mean,
                    mu: -0.5 * variance,
                    sigma: variance.sqrt(),
                }
            }
            Distribution::Weibull { mean, shape } => Prepared::Weibull {
                scale: mean / libm::tgamma(1.0 + 1.0 / shape),
                power: 1.0 / shape,
            },
            Distribution::Beta { low, high, a, b } => Prepared::Beta {
                low,
                width: high - low,
                a,
                b,
            },
            Distribution::Triangular { low, mode, high } => Prepared::Triangular { low, mode, high },
            Distribution::Empirical {
                ref values,
                ref weights,
            } => empirical(values, weights.as_deref()),
            Distribution::Pareto {
                mean,
                exponent,
                ratio,
            } => Prepared::Pareto {
                least: mean / pareto_moment(exponent, ratio, 1.0),
                lost: libm::expm1((1.0 - exponent) * libm::log(ratio)),
                power: 1.0 / (1.0 - exponent),
            },
            Distribution::Poisson { mean } => Prepared::Poisson { mean },
            Distribution::Geometric { mean } => Prepared::Geometric { mean },
            Distribution::Binomial { trials, p } => Prepared::Binomial { trials, p },
        })
    }

    /// The value that belongs to the uniform number `u` in (0, 1).
    #[inline]
    pub fn sample(&self, u: f64) -> f64 {
        match self.0 {
            Prepared::Constant { value } => value,
            Prepared::Uniform { low, width } => low + width * u,
            Prepared::Exponential { mean } => -mean * libm::log1p(-u),
            Prepared::Gamma { scale, shape } => scale * shape.quantile(u),
            // The mean stands outside, so that twice the mean is twice the value to the last bit.
            Prepared::LogNormal { mean, mu, sigma } => mean * exp(mu + sigma * normal_quantile(u)),
            Prepared::Weibull { scale, power } => scale * libm::pow(-libm::log1p(-u), power),
            Prepared::Beta { low, width, a, b } => low + width * beta_quantile(a, b, u).0,
            Prepared::Triangular { low, mode, high } => triangular(low, mode, high, u),
            Prepared::Empirical {
                ref values,
                ref shares,
            } => values[shares.partition_point(|share| *share < u).min(values.len() - 1)],
            Prepared::Pareto { least, lost, power } => least * libm::exp(power * libm::log1p(u * lost)),
            Prepared::Poisson { mean } => poisson_quantile(mean, u),
            Prepared::Geometric { mean } => geometric_quantile(mean, u),
            Prepared::Binomial { trials, p } => binomial_quantile(trials, p, u),
        }
    }
}

/// Sorts the values and sums their weights to shares.
fn empirical(values: &[f64], weights: Option<&[f64]>) -> Prepared {
    let mut pairs: Vec<(f64, f64)> = match weights {
        Some(weights) => values.iter().copied().zip(weights.iter().copied()).collect(),
        None => values.iter().map(|value| (*value, 1.0)).collect(),
    };
    pairs.retain(|(_, weight)| *weight > 0.0);
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: f64 = pairs.iter().map(|(_, weight)| weight).sum();
    let mut sum = 0.0;
    let shares = pairs.iter().map(|(_, weight)| {
        sum += weight;
        sum / total
    });
    let shares = shares.collect();
    Prepared::Empirical {
        values: pairs.into_iter().map(|(value, _)| value).collect(),
        shares,
    }
}

fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let (width, rise, fall) = (high - low, mode - low, high - mode);
    if u * width < rise {
        low + (u * width * rise).sqrt()
    } else {
        high - ((1.0 - u) * width * fall).sqrt()
    }
}
