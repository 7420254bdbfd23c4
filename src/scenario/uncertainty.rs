//! What is not known of a scenario: ranges of its numbers and mechanisms that may be on or off, and weights between measures.

use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// How a number varies between its ends.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// Evenly in its logarithm.
    Log,
}

/// What may vary.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Vary {
    /// A number between two ends.
    Between {
        /// Low end.
        low: f64,
        /// High end.
        high: f64,
        /// How it varies between them.
        scale: Scale,
    },
    /// A mechanism, on or off: an uncertainty of structure.
    Switched,
}

/// One thing that is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// Its id in the file.
    pub id: String,
    /// The key that it is about, as `--set` takes it.
    pub key: String,
    /// How it varies.
    pub vary: Vary,
}

impl Uncertainty {
    /// Reads `[uncertainty.<id>]`; `None` where it says nothing of use, which is then a fault.
    pub fn read(section: &Section, id: String) -> Option<Uncertainty> {
        let key = section.optional_text(
            "key",
            400,
            "the key that is not known, as --set takes it, like trust.half_life or mechanisms.misreading",
        );
        let end = |key, about| section.optional_number(key, Range::ANY, "", about, "absent for a mechanism");
        let (low, high) = (end("low", "its low end"), end("high", "its high end"));
        let scale = section.choice(
            "scale",
            "linear",
            &[("linear", Scale::Linear), ("log", Scale::Log)],
            "how worlds are spread between the ends: evenly, or evenly in the logarithm",
            "neutral",
        );
        let Some(key) = key else {
            if !section.describing() && !section.doubtful() {
                section.error_allowed("key", "is required", "a key like trust.half_life");
            }
            return None;
        };
        let vary = match (low, high) {
            (Some(low), Some(high)) => Vary::Between { low, high, scale },
            (None, None) => Vary::Switched,
            _ => {
                section.error("key", "one end of its range is missing: give low and high");
                return None;
            }
        };
        Some(Uncertainty { id, key, vary })
    }

    /// The value at a share of the way from the low to the high end; 0 or 1 for a mechanism.
    pub fn value_at(&self, share: f64) -> f64 {
        match self.vary {
            Vary::Switched => f64::from(u8::from(share >= 0.5)),
            Vary::Between {
                low,
                high,
                scale: Scale::Linear,
            } => low + share * (high - low),
            Vary::Between {
                low,
                high,
                scale: Scale::Log,
            } => libm::exp(libm::log(low) + share * (libm::log(high) - libm::log(low))),
        }
    }

    /// A value of it as `--set` takes it.
    pub fn setting(&self, value: f64) -> (String, String) {
        let text = match self.vary {
            Vary::Switched => (value >= 0.5).to_string(),
            Vary::Between { .. } => format!("{value:?}"),
        };
        (self.key.clone(), text)
    }
}

/// Measures that weights may be given to, each with its meaning.
pub const WEIGHABLE: [(&str, &str); 12] = [
    ("disruption_rate", "weight of the share of threats disrupted"),
    ("harm", "weight of the harm of attacks"),
    ("attacks", "weight of the number of attacks"),
    ("convictions", "weight of matters in which justice was done"),
    ("answer_days_p50", "weight of the median time to an answer"),
    ("unanswered_share", "weight of the share of requests unanswered"),
    ("backlog_mean", "weight of the backlog"),
    ("leaks", "weight of leaks"),
    ("misuses", "weight of misuse"),
    ("privacy_harm", "weight of privacy harm"),
    ("mean_trust", "weight of trust"),
    ("cost", "weight of the discounted cost"),
];

/// Reads `[weights]`: those above 0.
pub fn read_weights(section: &Section) -> Vec<(String, f64)> {
    let weight = |(measure, about): (&'static str, &'static str)| {
        let weight = section.number(
            measure,
            0.0,
            Range::NONNEGATIVE,
            "",
            about,
            "neutral: it does not count",
        );
        (measure.to_owned(), weight)
    };
    let weights = WEIGHABLE.map(weight);
    weights.into_iter().filter(|(_, weight)| *weight > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: f64, high: f64, scale: Scale) -> Uncertainty {
        Uncertainty {
            id: "x".into(),
            key: "trust.half_life".into(),
            vary: Vary::Between { low, high, scale },
        }
    }

    #[test]
    fn values_lie_where_the_scale_says() {
        assert_eq!(between(1.0, 3.0, Scale::Linear).value_at(0.5), 2.0);
        assert!((between(1.0, 100.0, Scale::Log).value_at(0.5) - 10.0).abs() < 1e-12);
        assert_eq!(
            between(1.0, 3.0, Scale::Linear).setting(2.0),
            ("trust.half_life".into(), "2.0".into())
        );
    }
}
