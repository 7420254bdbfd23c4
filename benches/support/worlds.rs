//! Synthetic worlds, as `comity new --nations` writes them.

use comity::scenario::check::load_scenario;
use comity::scenario::load::Part;
use comity::scenario::scenario::Scenario;
use comity::scenario::synthetic::synthetic;

/// The world of so many nations of the seed 1, for so many days; the first hundred are warm-up.
pub(crate) fn synthetic_world(nations: u32, horizon: &str) -> Scenario {
    let world = synthetic("world", "world.csv", nations, 1);
    let fetch = |_: &str, wanted: &str| {
        let text = if wanted == "world.csv" {
            &world.nations
        } else {
            &world.scenario
        };
        Ok(Part {
            name: wanted.to_owned(),
            text: text.clone(),
        })
    };
    let sets = [("run.horizon", horizon), ("run.warm_up", "100")];
    let sets: Vec<(String, String)> = sets
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    let loaded = load_scenario("world", &sets, &fetch);
    loaded.expect("a synthetic world has no fault").value
}
