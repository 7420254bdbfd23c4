//! The assumptions that a comparison leans on: numbers of the model without a firm source, moved one at a time, and mechanisms
//! that are switched.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::scenario::field::{FieldSpec, Kind, Need};
use crate::scenario::key::field_of;
use crate::scenario::scenario::Scenario;
use crate::scenario::uncertainty::Vary;

/// A number without a range in the scenario is moved down and up by this share of itself: one step for all, so that they can
/// be compared.
const STEP: f64 = 0.25;

/// Numbers moved; `*` stands for every entry, which are then moved together.
const NUMBERS: [&str; 20] = [
    "class.*.rate",
    "class.*.preparation",
    "class.*.discovery",
    "nation.*.capacity",
    "nation.*.sovereignty",
    "trust.half_life",
    "trust.prior_strength",
    "trust.leak",
    "decision.trust",
    "decision.law",
    "decision.affinity",
    "decision.reciprocity",
    "decision.sovereignty",
    "decision.privacy",
    "law.law_cap",
    "law.law_width",
    "politics.affinity_width",
    "case.follow_up",
    "service.law_lengthens",
    "leaks.rate",
];

/// Mechanisms switched: those over whose form people would argue.
const SWITCHES: [&str; 8] = [
    "trust_evidence",
    "reciprocity",
    "queues",
    "follow_ups",
    "implementation_gap",
    "misreading",
    "joint_operations",
    "repercussions",
];

/// Values as `--set` takes them.
pub type Sets = Vec<(String, String)>;

/// One assumption with its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Its key; `*` where it stands for every entry.
    pub key: String,
    /// Whether it is a mechanism.
    pub structural: bool,
    /// Its value as the scenario stands, in words.
    pub value: String,
    /// The low end in words, and what it sets; nothing where the scenario stands there.
    pub low: (String, Sets),
    /// The high end.
    pub high: (String, Sets),
}

/// All assumptions of a scenario: those with a range in `[uncertainty]` first, then the usual ones.
pub fn assumptions(scenario: &Scenario, effective: &Json, fields: &[FieldSpec]) -> Vec<Assumption> {
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for uncertainty in &scenario.uncertainties {
        let end = |share: f64| {
            let value = uncertainty.value_at(share);
            (said(value), vec![uncertainty.setting(value)])
        };
        let (low, high) = match uncertainty.vary {
            Vary::Between { .. } => (end(0.0), end(1.0)),
            Vary::Switched => {
                let name = uncertainty.key.trim_start_matches("mechanisms.");
                match switch(scenario, name) {
                    Some(assumption) => (assumption.low, assumption.high),
                    None => continue,
                }
            }
        };
        known.insert(uncertainty.key.clone());
        found.push(Assumption {
            key: uncertainty.key.clone(),
            structural: uncertainty.vary == Vary::Switched,
            value: value_of(effective, fields, &uncertainty.key)
                .map_or_else(String::new, |value| json_said(&value)),
            low,
            high,
        });
    }
    let numbers = NUMBERS.iter().filter(|key| !known.contains(**key));
    found.extend(numbers.filter_map(|key| number(effective, fields, key)));
    let switches = SWITCHES
        .iter()
        .filter(|name| !known.contains(&format!("mechanisms.{name}")));
    found.extend(switches.filter_map(|name| switch(scenario, name)));
    found
}

fn switch(scenario: &Scenario, name: &str) -> Option<Assumption> {
    let (_, on, _) = scenario
        .mechanisms
        .list()
        .into_iter()
        .find(|(known, ..)| *known == name)?;
    let key = format!("mechanisms.{name}");
    let set = |to: bool| {
        if to == on {
            Vec::new()
        } else {
            vec![(key.clone(), to.to_string())]
        }
    };
    Some(Assumption {
        structural: true,
        value: if on { "on" } else { "off" }.to_owned(),
        low: ("off".to_owned(), set(false)),
        high: ("on".to_owned(), set(true)),
        key,
    })
}

/// The ends of a number, of every entry that has one; `None` where nothing can be moved.
fn number(effective: &Json, fields: &[FieldSpec], key: &str) -> Option<Assumption> {
    let mut ends = [Vec::new(), Vec::new()];
    let mut values = Vec::new();
    for key in expanded(effective, key) {
        let field = field_of(fields, &key)?;
        let Some(value) = value_of(effective, fields, &key).and_then(|value| value.as_f64()) else {
            continue;
        };
        if value == 0.0 || !matches!(field.kind, Kind::Number | Kind::Distribution) {
            continue;
        }
        values.push(value);
        for (end, factor) in ends.iter_mut().zip([1.0 - STEP, 1.0 + STEP]) {
            let moved = value * factor;
            let allowed = field
                .range
                .map_or(moved, |range| moved.clamp(range.low, range.high));
            end.push((key.clone(), format!("{allowed:?}")));
        }
    }
    let (first, last) = (values.first()?, values.last()?);
    let many = values.len() > 1 || key.contains('*');
    let words = |factor: f64| {
        if many {
            format!("× {factor}")
        } else {
            said(first * factor)
        }
    };
    let [low, high] = ends;
    Some(Assumption {
        key: key.to_owned(),
        structural: false,
        value: if many && first != last {
            "as given".to_owned()
        } else {
            said(*first)
        },
        low: (words(1.0 - STEP), low),
        high: (words(1.0 + STEP), high),
    })
}

/// The key for each entry that the scenario has.
fn expanded(effective: &Json, key: &str) -> Vec<String> {
    let Some((table, rest)) = key.split_once(".*.") else {
        return vec![key.to_owned()];
    };
    let entries = effective[table].as_object().into_iter().flatten();
    entries.map(|(id, _)| format!("{table}.{id}.{rest}")).collect()
}

/// The value at a key: the scenario's, else the default.
fn value_of(effective: &Json, fields: &[FieldSpec], key: &str) -> Option<Json> {
    let mut here = effective;
    for segment in key.split('.') {
        match here.get(segment) {
            Some(below) => here = below,
            None => {
                return match &field_of(fields, key)?.need {
                    Need::Default(default) => Some(default.clone()),
                    Need::Required | Need::Optional => None,
                };
            }
        }
    }
    Some(here.clone())
}

fn json_said(value: &Json) -> String {
    match value {
        Json::Bool(true) => "on".to_owned(),
        Json::Bool(false) => "off".to_owned(),
        Json::Null | Json::Number(_) | Json::String(_) | Json::Array(_) | Json::Object(_) => {
            value.as_f64().map_or_else(|| value.to_string(), said)
        }
    }
}

/// A number with four significant digits.
fn said(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = 3 - libm::floor(libm::log10(value.abs())) as i32;
    let scale = libm::pow(10.0, f64::from(digits));
    let rounded = libm::round(value * scale) / scale;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::check::read;
    use crate::scenario::schema::describe;
    use crate::scenario::variant::variant;

    const TEXT: &str = r#"{"format": 1, "nation": {"a": {"capacity": 0.9}, "b": {}},
        "class": {"theft": {"rate": 8, "preparation": 100}},
        "uncertainty": {"x": {"key": "trust.half_life", "low": 200, "high": 900}, "y": {"key": "mechanisms.misreading"}}}"#;

    #[test]
    fn every_assumption_can_be_moved_and_stays_allowed() {
        let scenario = variant(TEXT, &[]).unwrap();
        let json: Json = serde_json::from_str(TEXT).unwrap();
        let fields = describe(&read);
        for key in NUMBERS {
            assert!(
                field_of(&fields, &key.replace('*', "a")).is_some(),
                "{key} is a key of the format"
            );
        }
        let found = assumptions(&scenario, &json, &fields);
        assert_eq!(found[0].key, "trust.half_life");
        assert_eq!(
            (found[0].low.0.as_str(), found[0].high.0.as_str()),
            ("200", "900")
        );
        assert!(
            found[1].structural && found[1].low.1.is_empty(),
            "misreading is off"
        );
        assert_eq!(found.iter().filter(|one| one.key == "trust.half_life").count(), 1);
        let capacity = found.iter().find(|one| one.key == "nation.*.capacity").unwrap();
        assert_eq!(
            capacity.high.1[0],
            ("nation.a.capacity".into(), "1.0".into()),
            "clamped"
        );
        for one in &found {
            for (_, sets) in [&one.low, &one.high] {
                assert!(variant(TEXT, sets).is_ok(), "{one:?}");
            }
        }
        let names: Vec<&str> = scenario
            .mechanisms
            .list()
            .iter()
            .map(|(name, ..)| *name)
            .collect();
        assert!(SWITCHES.iter().all(|name| names.contains(name)));
    }
}
