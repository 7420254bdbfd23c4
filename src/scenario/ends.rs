//! The ends of what is not known, tried: a scenario is sound only if it is so at both ends of each of its ranges.

use crate::scenario::check::{load_scenario, read};
use crate::scenario::fault::{Faults, Severity};
use crate::scenario::load::{Fetch, Loaded, load};
use crate::scenario::scenario::Scenario;
use crate::scenario::section::Section;
use crate::scenario::uncertainty::{Uncertainty, Vary};
use crate::scenario::variant::variant;

/// Reads and checks the scenario of this name, and tries both ends of each of its ranges while all others lie in their
/// middle.
pub fn load_with_ends(
    name: &str,
    sets: &[(String, String)],
    fetch: &Fetch,
) -> Result<Loaded<Scenario>, Faults> {
    let loaded = load_scenario(name, sets, fetch)?;
    let wrong = unsound_ends(&loaded);
    if wrong.is_empty() {
        return Ok(loaded);
    }
    // Read again, to tell each where its range stands.
    load(name, sets, fetch, &|root: &Section| {
        let scenario = read(root);
        for (id, section) in root.entries("uncertainty", "") {
            for end in wrong.iter().filter(|end| end.id == id) {
                section.error_allowed(
                    end.key,
                    &*end.message,
                    "a range at both ends of which it is sound",
                );
            }
        }
        scenario
    })
}

/// An end of a range at which a scenario is not sound.
struct UnsoundEnd {
    id: String,
    key: &'static str,
    message: String,
}

fn unsound_ends(loaded: &Loaded<Scenario>) -> Vec<UnsoundEnd> {
    let all = &loaded.value.uncertainties;
    let mut wrong = Vec::new();
    for one in all {
        let keys = match one.vary {
            Vary::Between { .. } => ["low", "high"],
            Vary::Switched => ["key", "key"],
        };
        for (key, share) in keys.into_iter().zip([0.0, 1.0]) {
            let at = |other: &Uncertainty| {
                let share = if other.id == one.id { share } else { 0.5 };
                other.setting(other.value_at(share))
            };
            let sets: Vec<_> = all.iter().map(at).collect();
            let Err(faults) = variant(&loaded.effective, &sets) else {
                continue;
            };
            let (about, value) = at(one);
            wrong.push(UnsoundEnd {
                id: one.id.clone(),
                key,
                message: format!("with {about} = {value} {}", first(&faults)),
            });
        }
    }
    wrong
}

/// The first error, in words that say at which key it stands.
pub fn first(faults: &Faults) -> String {
    let errors = || faults.0.iter().filter(|fault| fault.severity == Severity::Error);
    let told = errors().next().map_or_else(String::new, |fault| {
        if fault.key.is_empty() {
            fault.message.clone()
        } else {
            format!("{}: {}", fault.key, fault.message)
        }
    });
    format!("the scenario is not sound: {told}")
}
