//! `Manifest`: what made a run's folder. Nothing about the clock or the machine.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::output::comparison::order::{self, ComparisonOrder};
use crate::scenario::scenario::Scenario;
use crate::scenario::shock::When;

/// The version of the program and of its results.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One text that the scenario is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRecord {
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub digest: String,
}

/// A dated occurrence of a shock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShockDay {
    /// Its name.
    pub name: String,
    /// Its day.
    pub day: f64,
}

/// What decides every number of a run: two runs with the same work have the same tables, byte for byte.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Version of the program.
    pub version: String,
    /// SHA-256 of the scenario with everything merged into it.
    pub scenario_digest: String,
    /// Options run; `baseline` is the scenario itself.
    pub options: Vec<String>,
    /// Seed of every draw.
    pub seed: u64,
    /// Replications asked for, of each option.
    pub replications: u32,
    /// The precision asked for.
    pub precision: Option<String>,
    /// Whether worlds without each shock were run.
    pub paired: bool,
    /// `summary`, `series` or `events`.
    pub detail: String,
    /// Events after which a replication counts as running away.
    pub max_events: u64,
    /// What is asked of a comparison beyond its replications; a plain run has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparisonOrder>,
}

/// A replication that could not be finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostRecord {
    /// Its option.
    pub option: String,
    /// Its number.
    pub replication: u32,
    /// Why; behind the name of the stage, where it was lost in a further one of a comparison.
    pub reason: String,
    /// Whether it was lost in a further stage of a comparison.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub further: bool,
}

/// What made a run's folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What decides every number.
    pub work: Work,
    /// Replications that the tables rest on.
    pub replications: u64,
    /// Whether all the work asked for was done, but for what was lost.
    pub complete: bool,
    /// Replications lost: no number rests on them.
    pub lost: Vec<LostRecord>,
    /// Hash of the event sequences of all replications, by option.
    pub fingerprints: Vec<String>,
    /// Name, title and description of the scenario.
    pub name: String,
    /// As said.
    pub title: String,
    /// As said.
    pub description: String,
    /// Whether it illustrates with named nations.
    pub illustration: bool,
    /// Date of t = 0.
    pub start: Option<String>,
    /// Length of a replication, days.
    pub horizon: f64,
    /// Days that are in no measure.
    pub warm_up: f64,
    /// Sharing effectiveness at or above which cooperation holds up.
    pub threshold: f64,
    /// Dated shocks.
    pub shocks: Vec<ShockDay>,
    /// Mechanisms that are on.
    pub mechanisms: Vec<String>,
    /// The texts of the scenario.
    pub parts: Vec<PartRecord>,
    /// What was set beside them, each as `--set` takes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// The folders below which they were allowed to lie, where the user named them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<String>,
    /// The scenario with everything merged into it; it can itself be run.
    pub scenario: Value,
    /// The files of the folder with their SHA-256, charts and timing left out.
    pub files: Vec<PartRecord>,
}

/// The first thing in which two works, each with its scenario, differ, in words; `None` if they are the same.
pub fn difference(
    (there, its_scenario): (&Work, &Value),
    (wanted, scenario): (&Work, &Value),
) -> Option<String> {
    let fields = |work: &Work| {
        [
            ("version", work.version.clone()),
            ("options", work.options.join(", ")),
            ("seed", work.seed.to_string()),
            ("replications", work.replications.to_string()),
            (
                "precision",
                work.precision.clone().unwrap_or_else(|| "none".to_owned()),
            ),
            ("paired", if work.paired { "all" } else { "none" }.to_owned()),
            ("detail", work.detail.clone()),
            ("max_events", work.max_events.to_string()),
        ]
    };
    if there.scenario_digest != wanted.scenario_digest {
        let field = first_difference(its_scenario, scenario, "");
        return Some(field.unwrap_or_else(|| "the scenario is another".to_owned()));
    }
    let mut pairs = fields(there).into_iter().zip(fields(wanted));
    pairs
        .find(|((_, one), (_, other))| one != other)
        .map(|((name, one), (_, other))| format!("its {name} is {one}, not {other}"))
        .or_else(|| order::difference(there.comparison.as_ref(), wanted.comparison.as_ref()))
}

/// Everything in which what went into two runs differs: key, one value, the other. Digests are left out, since they say
/// nothing to people.
pub fn differences(one: &Manifest, other: &Manifest) -> Vec<(String, String, String)> {
    let work = |manifest: &Manifest| {
        let mut work = serde_json::json!(manifest.work);
        if let Some(table) = work.as_object_mut() {
            table.remove("scenario_digest");
        }
        work
    };
    let mut found = Vec::new();
    all_differences(&work(one), &work(other), "", &mut found);
    all_differences(&one.scenario, &other.scenario, "", &mut found);
    found
}

fn all_differences(one: &Value, other: &Value, key: &str, found: &mut Vec<(String, String, String)>) {
    // A table that one of them does not have differs in what stands in the other's.
    let nothing = serde_json::Map::new();
    let (here, there) = match (one, other) {
        (Value::Object(here), Value::Object(there)) => (here, there),
        (Value::Object(here), Value::Null) if !here.is_empty() => (here, &nothing),
        (Value::Null, Value::Object(there)) if !there.is_empty() => (&nothing, there),
        (one, other) => {
            if one != other {
                found.push((key.to_owned(), in_words(one), in_words(other)));
            }
            return;
        }
    };
    let names: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    for name in names {
        let below = if key.is_empty() {
            name.clone()
        } else {
            format!("{key}.{name}")
        };
        let of = |table: &serde_json::Map<String, Value>| table.get(name).cloned().unwrap_or_default();
        all_differences(&of(here), &of(there), &below, found);
    }
}

/// The first key at which two scenarios differ, with both values.
fn first_difference(there: &Value, wanted: &Value, key: &str) -> Option<String> {
    let below = |name: &str| {
        if key.is_empty() {
            name.to_owned()
        } else {
            format!("{key}.{name}")
        }
    };
    match (there, wanted) {
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            names.into_iter().find_map(|name| {
                let nothing = Value::Null;
                let of = |table: &serde_json::Map<String, Value>| table.get(name).unwrap_or(&nothing).clone();
                first_difference(&of(one), &of(other), &below(name))
            })
        }
        (one, other) if one == other => None,
        (one, other) => Some(format!("its {key} is {}, not {}", in_words(one), in_words(other))),
    }
}

/// A value for people: short, and nothing where there is none.
fn in_words(value: &Value) -> String {
    let text = match value {
        Value::Null => "not set".to_owned(),
        Value::Object(_) => "a table".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => value.to_string(),
    };
    if text.chars().count() > 60 {
        text.chars().take(57).chain("...".chars()).collect()
    } else {
        text
    }
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        text.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[usize::from(half)])));
    }
    text
}

/// The dated shocks of a scenario within its horizon, in order of day.
pub fn shock_days(scenario: &Scenario) -> Vec<ShockDay> {
    let mut days: Vec<ShockDay> = Vec::new();
    for shock in &scenario.shocks {
        if let When::Days(given) = &shock.when {
            let within = given
                .iter()
                .filter(|&&day| day >= 0.0 && day <= scenario.run.horizon);
            days.extend(within.map(|&day| ShockDay {
                name: shock.name.clone(),
                day,
            }));
        }
    }
    days.sort_by(|one, other| {
        one.day
            .total_cmp(&other.day)
            .then_with(|| one.name.cmp(&other.name))
    });
    days
}

/// The names of the mechanisms that are on.
pub fn mechanisms_on(scenario: &Scenario) -> Vec<String> {
    scenario
        .mechanisms
        .list()
        .into_iter()
        .filter(|(_, on, _)| *on)
        .map(|(name, ..)| name.to_owned())
        .collect()
}
