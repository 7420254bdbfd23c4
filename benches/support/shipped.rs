//! Shipped scenarios, read from their folder.

use std::path::Path;

use comity::scenario::check::load_scenario;
use comity::scenario::load::Part;
use comity::scenario::scenario::Scenario;

/// A shipped scenario with some values changed.
pub(crate) fn scenario(name: &str, sets: &[(&str, &str)]) -> Scenario {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"));
    let fetch = |_: &str, wanted: &str| {
        let text = std::fs::read_to_string(folder.join(wanted)).map_err(|error| error.to_string())?;
        let name = wanted.to_owned();
        Ok(Part { name, text })
    };
    let sets: Vec<(String, String)> = sets
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    let loaded = load_scenario(&format!("{name}.toml"), &sets, &fetch);
    loaded.expect("a shipped scenario has no fault").value
}
