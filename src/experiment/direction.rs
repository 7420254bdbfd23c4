//! Which way a measure is better. What is a matter of opinion (more treaties, a busier desk) has no direction.

/// Measures of which more is better.
const MORE: [&str; 14] = [
    "disruption_rate",
    "cooperation_efficiency",
    "cooperation_efficiency_own",
    "harm_averted",
    "convictions",
    "dismantled",
    "granted_share",
    "in_time_share",
    "mean_trust",
    "trust_within_blocs",
    "trust_between_blocs",
    "trusting_pairs",
    "largest_trusting_component",
    "sharing_effectiveness",
];

/// Measures of which less is better.
const LESS: [&str; 14] = [
    "attacks",
    "harm",
    "refused_share",
    "unanswered_share",
    "answer_days_p50",
    "answer_days_p90",
    "wait_days_desk",
    "wait_days_authority",
    "backlog_mean",
    "leaks",
    "misuses",
    "privacy_harm",
    "suspensions",
    "cost",
];

/// Which way a measure is better.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    More,
    /// Less is better.
    Less,
    /// Neither.
    None,
}

impl Direction {
    /// The direction of a measure.
    pub fn of(measure: &str) -> Direction {
        if MORE.contains(&measure) {
            Direction::More
        } else if LESS.contains(&measure) {
            Direction::Less
        } else {
            Direction::None
        }
    }

    /// The word in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Direction::More => "more",
            Direction::Less => "less",
            Direction::None => "",
        }
    }

    /// 1 where more is better, −1 where less is, 0 where neither.
    pub const fn sign(self) -> f64 {
        match self {
            Direction::More => 1.0,
            Direction::Less => -1.0,
            Direction::None => 0.0,
        }
    }

    /// What a difference with this interval is: see `verdict` in docs/columns.md.
    pub fn verdict(self, mean: f64, (lower, upper): (f64, f64)) -> &'static str {
        if mean == 0.0 && lower == 0.0 && upper == 0.0 {
            return "equal";
        }
        if !(lower > 0.0 || upper < 0.0) {
            return "no_detectable_difference";
        }
        match (self, mean > 0.0) {
            (Direction::More, true) | (Direction::Less, false) => "better",
            (Direction::More, false) | (Direction::Less, true) => "worse",
            (Direction::None, true) => "higher",
            (Direction::None, false) => "lower",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::measure::MEASURES;

    #[test]
    fn every_measure_named_is_one() {
        for name in MORE.iter().chain(&LESS) {
            let known = MEASURES.iter().any(|measure| measure.name == *name);
            assert!(known || *name == "cooperation_efficiency_own", "{name}");
        }
    }

    #[test]
    fn a_verdict_needs_an_interval_without_zero() {
        let less = Direction::of("harm");
        assert_eq!(less.verdict(-3.0, (-4.0, -2.0)), "better");
        assert_eq!(less.verdict(3.0, (2.0, 4.0)), "worse");
        assert_eq!(less.verdict(3.0, (-1.0, 7.0)), "no_detectable_difference");
        assert_eq!(less.verdict(0.0, (0.0, 0.0)), "equal");
        assert_eq!(
            less.verdict(1.0, (f64::NAN, f64::NAN)),
            "no_detectable_difference"
        );
        assert_eq!(Direction::of("requests").verdict(3.0, (2.0, 4.0)), "higher");
    }
}
