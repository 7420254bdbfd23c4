//! What is asked of a comparison beyond its replications, and where it is asked for in the manifest.

use serde::{Deserialize, Serialize};

/// A target for satisficing: a measure at least, or at most, so much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The measure.
    pub measure: String,
    /// Whether it must be at least, not at most, the value.
    pub at_least: bool,
    /// The value.
    pub value: f64,
}

impl Target {
    /// Whether a value meets it; an undefined one does not.
    pub fn is_met(&self, value: f64) -> bool {
        if self.at_least {
            value >= self.value
        } else {
            value <= self.value
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.at_least { ">=" } else { "<=" };
        write!(f, "{}{sign}{}", self.measure, self.value)
    }
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Target, String> {
        let wrong = || {
            format!(
                "`{text}` is not a target: write MEASURE>=NUMBER or MEASURE<=NUMBER, for example disruption_rate>=0.3"
            )
        };
        let (measure, at_least, value) = text
            .split_once(">=")
            .map(|(measure, value)| (measure, true, value))
            .or_else(|| {
                text.split_once("<=")
                    .map(|(measure, value)| (measure, false, value))
            })
            .ok_or_else(wrong)?;
        let value: f64 = value.trim().parse().map_err(|_| wrong())?;
        if !value.is_finite() || measure.trim().is_empty() {
            return Err(wrong());
        }
        Ok(Target {
            measure: measure.trim().to_owned(),
            at_least,
            value,
        })
    }
}

/// What is asked of a comparison; it decides numbers, so the manifest keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonOrder {
    /// The measure that drivers, worlds and assumptions are about, and by which options are told in words.
    pub measure: String,
    /// The indifference zone of that measure; none: as by [`usual_delta`].
    pub delta: Option<f64>,
    /// The most replications that the search for the best may take of each option.
    pub most: u32,
    /// Replications of the decomposition by driver; 0: none.
    pub decompose: u32,
    /// Worlds drawn from the ranges of the scenario; 0: none.
    pub uncertainty: u32,
    /// Replications in each of those worlds.
    pub world_replications: u32,
    /// The target for satisficing.
    pub target: Option<Target>,
    /// Replications at each end of an assumption; 0: no tornado.
    pub tornado: u32,
}

/// The first thing in which what is asked of two comparisons differs, in words.
pub fn difference(there: Option<&ComparisonOrder>, wanted: Option<&ComparisonOrder>) -> Option<String> {
    let (Some(one), Some(other)) = (there, wanted) else {
        let what = |order: Option<&ComparisonOrder>| {
            if order.is_some() {
                "a comparison"
            } else {
                "a plain run"
            }
        };
        return (there.is_some() != wanted.is_some())
            .then(|| format!("it is {}, not {}", what(there), what(wanted)));
    };
    let fields = |order: &ComparisonOrder| {
        let or_usual = |value: Option<String>| value.unwrap_or_else(|| "the usual".to_owned());
        [
            ("measure", order.measure.clone()),
            ("delta", or_usual(order.delta.map(|delta| delta.to_string()))),
            ("most", order.most.to_string()),
            ("decompose", order.decompose.to_string()),
            ("uncertainty", order.uncertainty.to_string()),
            ("world-replications", order.world_replications.to_string()),
            ("target", or_usual(order.target.as_ref().map(Target::to_string))),
            ("assumptions", order.tornado.to_string()),
        ]
    };
    let mut pairs = fields(one).into_iter().zip(fields(other));
    pairs
        .find(|((_, one), (_, other))| one != other)
        .map(|((name, one), (_, other))| format!("its {name} is {one}, not {other}"))
}

/// The measures by which the best is searched for: D and harm, and the one asked for.
pub fn selection_measures(order: &ComparisonOrder) -> Vec<String> {
    let mut measures = vec!["disruption_rate".to_owned(), "harm".to_owned()];
    if !measures.contains(&order.measure) {
        measures.push(order.measure.clone());
    }
    measures
}

/// The indifference zone unless one is asked for: one percentage point of a share, else 2 % of the baseline's mean.
pub fn usual_delta(unit: &str, baseline: f64) -> f64 {
    if unit == "share" {
        0.01
    } else {
        0.02 * baseline.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_and_said_again() {
        let target: Target = "harm<=5000".parse().unwrap();
        assert!(target.is_met(5000.0) && !target.is_met(5001.0) && !target.is_met(f64::NAN));
        assert_eq!(target.to_string(), "harm<=5000");
        let share: Target = " disruption_rate >= 0.3".parse().unwrap();
        assert!(share.is_met(0.3) && !share.is_met(0.29));
        for nonsense in ["harm", "harm=3", ">=3", "harm>=x", "harm>=inf"] {
            assert!(
                nonsense
                    .parse::<Target>()
                    .unwrap_err()
                    .contains("MEASURE>=NUMBER")
            );
        }
    }
}
