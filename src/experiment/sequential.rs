//! How many replications are enough: the rule behind `--precision`.

use std::str::FromStr;

use crate::experiment::estimate::Estimate;

/// The first number of replications at which the rule looks; it looks again after every doubling.
///
/// Fewer looks spoil the interval less than many would (a rule that stops at a lucky half-width covers too seldom), and
/// fixed ones make the number of replications independent of threads.
pub const FIRST_LOOK: usize = 50;

/// The measure that is meant when none is named: the headline.
pub const HEADLINE: &str = "cooperation_efficiency";

/// How narrow an interval is asked for, and of which measure: `0.01`, `0.01:harm` or `2%:harm`.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// The largest half-width: in the measure's unit, or a share of its size when `relative`.
    pub target: f64,
    /// Whether the target was given in per cent of the estimate.
    pub relative: bool,
    /// The measure.
    pub measure: String,
}

/// What the rule says at one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The number of replications to look at next; `None` to stop.
    pub next: Option<usize>,
    /// What was found, in words for the user.
    pub words: String,
}

impl Precision {
    /// Stop or go on, after so many replications, with this estimate of the measure, and never beyond the limit.
    ///
    /// An undefined half-width (too few defined values) is not narrow enough; nor is any before the first look.
    pub fn decide(&self, replications: usize, estimate: &Estimate, limit: usize) -> Verdict {
        let allowed = if self.relative {
            self.target * estimate.mean.abs()
        } else {
            self.target
        };
        let narrow = replications >= FIRST_LOOK && estimate.half_width <= allowed;
        let next = next_look(replications).min(limit);
        let found = if estimate.half_width.is_nan() {
            format!(
                "{replications} replications: {} has no interval yet",
                self.measure
            )
        } else {
            let (mean, half_width) = (rounded(estimate.mean), rounded(estimate.half_width));
            format!(
                "{replications} replications: {} is {mean} ± {half_width}",
                self.measure
            )
        };
        let asked = self.asked();
        if narrow {
            Verdict {
                next: None,
                words: format!("{found}, within the ± {asked} asked for"),
            }
        } else if next <= replications && replications < FIRST_LOOK {
            Verdict {
                next: None,
                words: format!(
                    "{found}, on too few replications to tell whether it is within the ± {asked} asked for, which takes {FIRST_LOOK}: stopped at the limit"
                ),
            }
        } else if next <= replications {
            Verdict {
                next: None,
                words: format!("{found}, not within the ± {asked} asked for: stopped at the limit"),
            }
        } else {
            let words = format!("{found}, not yet within the ± {asked} asked for: on to {next}");
            Verdict {
                next: Some(next),
                words,
            }
        }
    }

    /// The target as the user wrote it.
    fn asked(&self) -> String {
        if self.relative {
            format!("{} %", rounded(self.target * 100.0))
        } else {
            rounded(self.target)
        }
    }
}

impl FromStr for Precision {
    type Err = String;

    fn from_str(text: &str) -> Result<Precision, String> {
        let (number, measure) = text.split_once(':').unwrap_or((text, HEADLINE));
        let (digits, unit) = number
            .strip_suffix('%')
            .map_or((number, 1.0), |digits| (digits, 0.01));
        let target = digits.trim().parse::<f64>().unwrap_or(f64::NAN) * unit;
        if !target.is_finite() || target <= 0.0 {
            return Err(format!(
                "`{number}` is not a precision: write a half-width above 0 such as 0.01, or 2% of the estimate"
            ));
        }
        if measure.is_empty() {
            return Err(format!(
                "`{text}` names no measure after the colon: write for example 0.01:harm"
            ));
        }
        Ok(Precision {
            target,
            relative: unit != 1.0,
            measure: measure.to_owned(),
        })
    }
}

/// The first look after so many replications: 50, 100, 200, 400, …
pub fn next_look(replications: usize) -> usize {
    let mut look = FIRST_LOOK;
    while look <= replications {
        look = look.saturating_mul(2);
        if look == usize::MAX {
            break;
        }
    }
    look
}

/// A number with three significant digits.
fn rounded(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let places = 2.0 - libm::floor(libm::log10(value.abs()));
    format!("{value:.*}", places.clamp(0.0, 12.0) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(mean: f64, half_width: f64) -> Estimate {
        let (lower, upper) = (mean - half_width, mean + half_width);
        Estimate {
            n: 50,
            mean,
            sd: 1.0,
            half_width,
            lower,
            upper,
            method: "t",
        }
    }

    #[test]
    fn looks_double_from_fifty() {
        let looks: Vec<usize> = [0, 49, 50, 51, 99, 100, 6400]
            .into_iter()
            .map(next_look)
            .collect();
        assert_eq!(looks, [50, 50, 100, 100, 100, 200, 12_800]);
    }

    #[test]
    fn a_narrow_interval_stops_and_a_wide_one_goes_on() {
        let rule: Precision = "0.01:disruption_rate".parse().unwrap();
        let stop = rule.decide(200, &estimate(0.469_123, 0.004), 10_000);
        assert_eq!(stop.next, None);
        assert_eq!(
            stop.words,
            "200 replications: disruption_rate is 0.469 ± 0.00400, within the ± 0.0100 asked for"
        );
        let on = rule.decide(200, &estimate(0.469, 0.02), 10_000);
        assert_eq!(on.next, Some(400));
        assert!(on.words.ends_with("on to 400"), "{}", on.words);
    }

    #[test]
    fn per_cent_is_relative_to_the_estimate() {
        let rule: Precision = "2%:harm".parse().unwrap();
        assert_eq!(rule.decide(50, &estimate(-400.0, 7.9), 1000).next, None);
        assert_eq!(rule.decide(50, &estimate(400.0, 8.1), 1000).next, Some(100));
        assert!(
            rule.decide(50, &estimate(400.0, 7.0), 1000)
                .words
                .contains("± 2.00 %")
        );
    }

    #[test]
    fn too_few_replications_or_no_interval_never_stop_before_the_limit() {
        let rule: Precision = "0.5".parse().unwrap();
        assert_eq!(rule.measure, HEADLINE);
        assert_eq!(rule.decide(10, &estimate(0.4, 0.0), 1000).next, Some(50));
        let undefined = estimate(f64::NAN, f64::NAN);
        assert_eq!(rule.decide(800, &undefined, 1000).next, Some(1000));
        let end = rule.decide(1000, &undefined, 1000);
        assert_eq!(end.next, None);
        let few = rule.decide(20, &estimate(0.4, 0.01), 20);
        assert_eq!(few.next, None);
        assert!(few.words.contains("too few replications") && !few.words.contains("not within"));
        assert!(end.words.contains("has no interval yet") && end.words.ends_with("stopped at the limit"));
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        for nonsense in ["", "x", "-0.1", "0", "nan", "inf", "%", "1%%", "0.1:"] {
            let refusal = nonsense.parse::<Precision>().unwrap_err();
            assert!(refusal.contains("write"), "{refusal}");
        }
    }
}
