//! Variants of a scenario that was read: the same with a few values set anew.

use crate::scenario::check::load_scenario;
use crate::scenario::fault::Faults;
use crate::scenario::load::Part;
use crate::scenario::scenario::Scenario;

/// The scenario of this merged text with values set as `--set` does.
pub fn variant(effective: &str, sets: &[(String, String)]) -> Result<Scenario, Faults> {
    let fetch = |_: &str, _: &str| {
        Ok(Part {
            name: "scenario.json".to_owned(),
            text: effective.to_owned(),
        })
    };
    load_scenario("scenario.json", sets, &fetch).map(|loaded| loaded.value)
}
