//! `Finding`: one number that is known, what was found for it, and the verdict.

use serde::Serialize;

use crate::experiment::estimate::Estimate;
use crate::verification::effort::Effort;

/// Standard errors by which a mean may be off: with 200 numbers, one run in eighty raises a false alarm.
pub const ERRORS: f64 = 4.0;

/// What came of a comparison.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It agrees.
    Agrees,
    /// It is further off than chance or rounding explain.
    Differs,
    /// The interval is so wide that agreement would say nothing.
    TooWide,
    /// A replication was lost, so there is no answer.
    Lost,
}

impl Verdict {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Differs => "DIFFERS",
            Verdict::TooWide => "TOO WIDE",
            Verdict::Lost => "LOST",
        }
    }
}

/// How a number is judged.
#[derive(Copy, Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// At most four standard errors off, and the 95 % half-width at most this.
    Statistical(f64),
    /// At most this far off.
    Numeric(f64),
}

/// How often an interval is to hold the truth.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Coverage {
    /// At this level, give or take a point.
    Nominal(f64),
    /// Just this often.
    Exact(f64),
}

/// One number that is known, what was found for it, and the verdict. Undefined ends of intervals are NaN.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Its family.
    pub family: &'static str,
    /// The setting with its parameters.
    pub setting: String,
    /// What is measured, with its unit.
    pub quantity: String,
    /// What theory says.
    pub expected: f64,
    /// What was found.
    pub found: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end of the 95 % interval.
    pub upper: f64,
    /// Standard errors between the two; NaN where nothing was sampled.
    pub errors: f64,
    /// How it was judged.
    pub rule: Rule,
    /// The verdict.
    pub verdict: Verdict,
    /// Where the expectation comes from.
    pub source: &'static str,
}

/// What is being compared, apart from the numbers.
#[derive(Copy, Clone, Debug)]
pub struct Subject<'a> {
    /// Its family.
    pub family: &'static str,
    /// The setting with its parameters.
    pub setting: &'a str,
    /// Where the expectation comes from.
    pub source: &'static str,
}

impl Subject<'_> {
    /// Judges an estimate: `width` is the widest 95 % half-width that still says something, in the unit of the quantity.
    pub fn estimated(&self, quantity: &str, expected: f64, estimate: &Estimate, width: f64) -> Finding {
        let error = estimate.standard_error();
        let off = (estimate.mean - expected).abs();
        // NaN compares as false, so it never agrees.
        let verdict = match (off <= ERRORS * error, estimate.half_width <= width) {
            (true, true) => Verdict::Agrees,
            (true, false) => Verdict::TooWide,
            (false, _) => Verdict::Differs,
        };
        Finding {
            errors: (estimate.mean - expected) / error,
            lower: estimate.lower,
            upper: estimate.upper,
            ..self.finding(
                quantity,
                expected,
                estimate.mean,
                Rule::Statistical(width),
                verdict,
            )
        }
    }

    /// Judges how many of so many experiments held the truth. A nominal level may be missed by a point, and in the fast run, as
    /// an exact one always, by four standard errors.
    pub fn covered(
        &self,
        quantity: &str,
        coverage: Coverage,
        (hits, experiments): (usize, u32),
        effort: Effort,
    ) -> Finding {
        let (Coverage::Nominal(expected) | Coverage::Exact(expected)) = coverage;
        let share = Estimate::of_share(hits, experiments as usize, 0.95);
        let error = (expected * (1.0 - expected) / f64::from(experiments)).sqrt();
        let slack = match coverage {
            Coverage::Nominal(_) if effort.thorough => 0.01,
            Coverage::Nominal(_) => 0.01 + ERRORS * error,
            Coverage::Exact(_) => ERRORS * error,
        };
        Finding {
            lower: share.lower,
            upper: share.upper,
            errors: (share.mean - expected) / error,
            ..self.computed(quantity, expected, share.mean, slack)
        }
    }

    /// Judges a number that is no sample: it may be off by `tolerance`.
    pub fn computed(&self, quantity: &str, expected: f64, found: f64, tolerance: f64) -> Finding {
        let verdict = if (found - expected).abs() <= tolerance {
            Verdict::Agrees
        } else {
            Verdict::Differs
        };
        self.finding(quantity, expected, found, Rule::Numeric(tolerance), verdict)
    }

    fn finding(&self, quantity: &str, expected: f64, found: f64, rule: Rule, verdict: Verdict) -> Finding {
        Finding {
            family: self.family,
            setting: self.setting.to_owned(),
            quantity: quantity.to_owned(),
            expected,
            found,
            lower: f64::NAN,
            upper: f64::NAN,
            errors: f64::NAN,
            rule,
            verdict,
            source: self.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject = Subject {
        family: "none",
        setting: "none",
        source: "none",
    };

    #[test]
    fn noise_cannot_agree_and_neither_can_nothing() {
        let narrow = Estimate::of_mean(&[0.99, 1.01, 1.0, 1.0], 0.95);
        let verdict =
            |expected, estimate: &Estimate, width| SUBJECT.estimated("x", expected, estimate, width).verdict;
        assert_eq!(verdict(1.0, &narrow, 0.02), Verdict::Agrees);
        assert_eq!(verdict(1.0, &narrow, 0.01), Verdict::TooWide);
        assert_eq!(verdict(1.1, &narrow, 0.02), Verdict::Differs);
        let nothing = Estimate::of_mean(&[], 0.95);
        assert_eq!(verdict(1.0, &nothing, 9.0), Verdict::Differs);
        let undefined = SUBJECT.computed("x", 1.0, f64::NAN, 1.0);
        assert_eq!(undefined.verdict, Verdict::Differs);
    }
}
