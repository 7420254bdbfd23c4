//! `Manifest`: what made a run's folder. Nothing about the clock or the machine.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::output::comparison::order::ComparisonOrder;
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
    /// What is asked of a comparison beyond its replications; a plain run has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparisonOrder>,
}

/// What made a run's folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What decides every number.
    pub work: Work,
    /// Replications that the tables rest on.
    pub replications: u64,
    /// Whether all the work asked for was done.
    pub complete: bool,
    /// Replications lost, as `option/number: reason`.
    pub lost: Vec<String>,
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
    /// The scenario with everything merged into it; it can itself be run.
    pub scenario: serde_json::Value,
    /// The files of the folder with their SHA-256, charts and timing left out.
    pub files: Vec<PartRecord>,
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
