//! Reading distributions and days.

use crate::engine::distribution::Distribution;
use crate::scenario::date::Date;
use crate::scenario::field::{FieldSpec, Kind, Need};
use crate::scenario::finding::Finding;
use crate::scenario::range::Range;
use crate::scenario::reader::joined;
use crate::scenario::section::Section;
use crate::scenario::section::tables::Case;
use crate::scenario::tree::{Node, Value};
use serde_json::{Value as Json, json};

/// What may stand for a distribution.
const DISTRIBUTION: &str = "a number, or a table like { family = \"gamma\", mean = 10, shape = 2 }";
/// Most values of an empirical distribution.
const MOST_LISTED: usize = 100_000;

impl Section<'_> {
    /// A distribution of something that is never below 0. A plain number is the default's family with this mean, or
    /// always this number where the default has no mean to set.
    pub fn distribution(
        &self,
        key: &'static str,
        default: Distribution,
        about: &'static str,
        source: &'static str,
    ) -> Distribution {
        self.describe(key, || {
            FieldSpec::new(Kind::Distribution, about)
                .default(distribution_to_json(&default))
                .source(source)
        });
        let Some(node) = self.node(key) else {
            return default;
        };
        self.read_distribution(key, node, &default).unwrap_or(default)
    }

    fn read_distribution(
        &self,
        key: &'static str,
        node: &Node,
        default: &Distribution,
    ) -> Option<Distribution> {
        let path = joined(&self.path, key);
        let distribution = if node.value.number().is_some() {
            with_mean(default, self.checked_number(node, path, Range::NONNEGATIVE, "")?)
        } else if let Value::Table(_) = node.value {
            let table = self.below(path, Some(node), &[]);
            let faults = self.reader.faults();
            let read = table.variant("family", None, FAMILIES)?;
            if self.reader.faults() > faults {
                return None;
            }
            read
        } else {
            self.report_sort(node, path, DISTRIBUTION);
            return None;
        };
        match distribution.validate() {
            Ok(()) => Some(distribution),
            Err(message) => {
                self.error(key, message);
                None
            }
        }
    }

    /// A date that may be left out; it ties the days of the scenario to the calendar.
    pub fn optional_date(&self, key: &'static str, about: &'static str) -> Option<Date> {
        self.describe(key, || FieldSpec::new(Kind::Date, about));
        let node = self.node(key)?;
        let date = date_of(&node.value);
        if date.is_none() {
            self.report_sort(node, joined(&self.path, key), "a date like 2025-03-01");
        }
        date
    }

    /// A point of time as days since t = 0, given as a number or, where the scenario has a start, as a date. The word
    /// `never` undoes a default.
    pub fn day(
        &self,
        key: &'static str,
        default: Option<f64>,
        about: &'static str,
        source: &'static str,
    ) -> Option<f64> {
        self.describe(key, || {
            let need = default.map_or(Need::Optional, |day| Need::Default(json!(day)));
            FieldSpec {
                need,
                ..FieldSpec::new(
                    Kind::Day {
                        never: default.is_some(),
                    },
                    about,
                )
                .source(source)
            }
        });
        let Some(node) = self.node(key) else {
            return default;
        };
        if default.is_some() && node.value == Value::Text("never".into()) {
            return None;
        }
        self.read_day(node, joined(&self.path, key)).or(default)
    }

    pub(super) fn read_day(&self, node: &Node, path: String) -> Option<f64> {
        if node.value.number().is_some() {
            return self.checked_number(node, path, Range::ANY, "days");
        }
        let Some(date) = date_of(&node.value) else {
            self.report_sort(
                node,
                path,
                "a number of days since the start, or a date like 2025-03-01",
            );
            return None;
        };
        let Some(start) = self.start() else {
            let message = format!("the date {date} needs a scenario that starts on a date");
            let finding = Finding::error(node.at, path, message);
            self.reader
                .report(finding.allowed("a number of days, or a `start` in [run]"));
            return None;
        };
        Some((date.day_number() - start.day_number()) as f64)
    }
}

/// The date that a value says, if it says one.
fn date_of(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Text(text) => Date::parse(text),
        Value::Flag(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::List(_)
        | Value::Table(_)
        | Value::Broken => None,
    }
}

/// How each family is read.
pub const FAMILIES: &[Case<'static, Distribution>] = &[
    ("constant", "always the same", &|s| Distribution::Constant {
        value: parameter(s, "value", "the value"),
    }),
    ("uniform", "anything between two bounds alike", &|s| {
        Distribution::Uniform {
            low: low(s),
            high: high(s),
        }
    }),
    ("exponential", "without memory", &|s| Distribution::Exponential {
        mean: mean(s),
    }),
    (
        "gamma",
        "sum of exponential phases, their number any positive number",
        &|s| Distribution::Gamma {
            mean: mean(s),
            shape: parameter(s, "shape", "number of phases"),
        },
    ),
    ("erlang", "sum of a whole number of exponential phases", &|s| {
        Distribution::Gamma {
            mean: mean(s),
            shape: phases(s),
        }
    }),
    ("lognormal", "product of many small factors", &|s| {
        Distribution::LogNormal {
            mean: mean(s),
            cv: parameter(s, "cv", "standard deviation over mean"),
        }
    }),
    ("weibull", "time to failure with rising or falling hazard", &|s| {
        Distribution::Weibull {
            mean: mean(s),
            shape: parameter(s, "shape", "above 1 the hazard rises"),
        }
    }),
    ("beta", "between two bounds, with two shapes", &|s| {
        let shape = |key, about| parameter(s, key, about);
        let (a, b) = (
            shape("a", "weight towards the high bound"),
            shape("b", "weight towards the low bound"),
        );
        Distribution::Beta {
            low: low(s),
            high: high(s),
            a,
            b,
        }
    }),
    (
        "triangular",
        "between two bounds, with a most likely value",
        &|s| Distribution::Triangular {
            low: low(s),
            mode: parameter(s, "mode", "the most likely value"),
            high: high(s),
        },
    ),
    ("empirical", "one of a list of values", &|s| {
        let list =
            |key, about, source| s.numbers(key, &[], (1, MOST_LISTED), Range::NONNEGATIVE, "", about, source);
        let values = list("values", "the values", "has to be given");
        let weights = list("weights", "the weights of the values", "all equal when left out");
        Distribution::Empirical {
            values,
            weights: (!weights.is_empty()).then_some(weights),
        }
    }),
    ("pareto", "power law with a cut-off", &|s| {
        let exponent = parameter(s, "exponent", "exponent of the density");
        Distribution::Pareto {
            mean: mean(s),
            exponent,
            ratio: parameter(s, "ratio", "largest over smallest value"),
        }
    }),
    ("poisson", "number of independent rare things", &|s| {
        Distribution::Poisson { mean: mean(s) }
    }),
    ("geometric", "number of failures before the first success", &|s| {
        Distribution::Geometric { mean: mean(s) }
    }),
    ("binomial", "number of successes in a number of trials", &|s| {
        let trials = s.count("trials", 1, 0, 10_000_000, "", "number of trials", "one trial");
        Distribution::Binomial {
            trials: trials as u32,
            p: s.required_number("p", Range::SHARE, "", "chance of a success"),
        }
    }),
];

fn parameter(section: &Section, key: &'static str, about: &'static str) -> f64 {
    section.required_number(key, Range::NONNEGATIVE, "", about)
}

fn mean(section: &Section) -> f64 {
    parameter(section, "mean", "the mean")
}

fn low(section: &Section) -> f64 {
    parameter(section, "low", "the low bound")
}

fn high(section: &Section) -> f64 {
    parameter(section, "high", "the high bound")
}

fn phases(section: &Section) -> f64 {
    section.count(
        "shape",
        1,
        1,
        1_000_000,
        "",
        "number of phases",
        "one phase, the exponential",
    ) as f64
}

/// The family of a distribution with another mean.
fn with_mean(family: &Distribution, mean: f64) -> Distribution {
    if mean == 0.0 {
        return Distribution::Constant { value: 0.0 };
    }
    match *family {
        Distribution::Exponential { .. } => Distribution::Exponential { mean },
        Distribution::Gamma { shape, .. } => Distribution::Gamma { mean, shape },
        Distribution::LogNormal { cv, .. } => Distribution::LogNormal { mean, cv },
        Distribution::Weibull { shape, .. } => Distribution::Weibull { mean, shape },
        Distribution::Pareto { exponent, ratio, .. } => Distribution::Pareto {
            mean,
            exponent,
            ratio,
        },
        Distribution::Poisson { .. } => Distribution::Poisson { mean },
        Distribution::Geometric { .. } => Distribution::Geometric { mean },
        Distribution::Constant { .. }
        | Distribution::Uniform { .. }
        | Distribution::Beta { .. }
        | Distribution::Triangular { .. }
        | Distribution::Empirical { .. }
        | Distribution::Binomial { .. } => Distribution::Constant { value: mean },
    }
}

/// A distribution as a scenario would write it.
fn distribution_to_json(distribution: &Distribution) -> Json {
    match distribution {
        Distribution::Constant { value } => json!(value),
        Distribution::Uniform { low, high } => json!({"family": "uniform", "low": low, "high": high}),
        Distribution::Exponential { mean } => json!({"family": "exponential", "mean": mean}),
        Distribution::Gamma { mean, shape } => json!({"family": "gamma", "mean": mean, "shape": shape}),
        Distribution::LogNormal { mean, cv } => json!({"family": "lognormal", "mean": mean, "cv": cv}),
        Distribution::Weibull { mean, shape } => json!({"family": "weibull", "mean": mean, "shape": shape}),
        Distribution::Beta { low, high, a, b } => {
            json!({"family": "beta", "low": low, "high": high, "a": a, "b": b})
        }
        Distribution::Triangular { low, mode, high } => {
            json!({"family": "triangular", "low": low, "mode": mode, "high": high})
        }
        Distribution::Empirical {
            values,
            weights: None,
        } => json!({"family": "empirical", "values": values}),
        Distribution::Empirical { values, weights } => {
            json!({"family": "empirical", "values": values, "weights": weights})
        }
        Distribution::Pareto {
            mean,
            exponent,
            ratio,
        } => {
            json!({"family": "pareto", "mean": mean, "exponent": exponent, "ratio": ratio})
        }
        Distribution::Poisson { mean } => json!({"family": "poisson", "mean": mean}),
        Distribution::Geometric { mean } => json!({"family": "geometric", "mean": mean}),
        Distribution::Binomial { trials, p } => json!({"family": "binomial", "trials": trials, "p": p}),
    }
}
