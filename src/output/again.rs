//! The commands that do the work of a run again, whole or one lost replication of it, as a shell takes them.

use serde_json::Value as Json;

use crate::output::comparison::worlds::drawn;
use crate::output::folder::BASELINE;
use crate::output::manifest::{LostRecord, Manifest};
use crate::scenario::variant::variant;

/// The scenario of a manifest, taken out of it into a file of this name, can itself be run.
const MERGED: &str = "scenario.json";

/// The command that makes the tables of a run again.
pub fn whole(manifest: &Manifest) -> String {
    in_shell(&words_of(manifest, world(manifest)))
}

/// The commands that make them from the merged scenario in `manifest.json`; `None` where the scenario is a shipped one,
/// which cannot have changed since.
pub fn from_merged(manifest: &Manifest) -> Option<[String; 2]> {
    let shipped = |name: &str| name.starts_with("shipped:");
    if manifest.sets.is_empty() && manifest.parts.iter().all(|part| shipped(&part.name)) {
        return None;
    }
    let words = words_of(manifest, vec![MERGED.to_owned()]);
    Some([format!("jq .scenario manifest.json > {MERGED}"), in_shell(&words)])
}

/// The command that runs a lost replication again, alone; `None` where none can name the world in which it was lost.
pub fn lost(manifest: &Manifest, lost: &LostRecord) -> Option<String> {
    let work = &manifest.work;
    let mut words = vec!["comity".to_owned(), "run".to_owned()];
    words.extend(world(manifest));
    let mut paired = work.paired;
    if lost.further {
        paired = false;
        let (stage, _) = lost.reason.split_once(": ")?;
        if stage != "search for the best" {
            let number: usize = stage.strip_prefix("world ")?.parse().ok()?;
            for (key, value) in sets_of_world(manifest, number)? {
                words.extend(["--set".to_owned(), format!("{key}={value}")]);
            }
        }
    }
    let mut more = |flag: &str, value: String| words.extend([flag.to_owned(), value]);
    if lost.option != BASELINE {
        more("--option", lost.option.clone());
    }
    more("--seed", work.seed.to_string());
    if !paired && has_shocks(manifest) {
        more("--paired", "none".to_owned());
    }
    more("--max-events", work.max_events.to_string());
    more("--replication", lost.replication.to_string());
    Some(in_shell(&words))
}

/// What a drawn world of a comparison sets, by its number.
fn sets_of_world(manifest: &Manifest, number: usize) -> Option<Vec<(String, String)>> {
    let order = manifest.work.comparison.as_ref()?;
    let scenario = variant(&manifest.scenario.to_string(), &[]).ok()?;
    let worlds = drawn(&scenario, manifest.work.seed, order.uncertainty);
    let world = worlds.into_iter().find(|world| world.number == number)?;
    Some(world.sets)
}

/// The scenario of a run as it was asked for: its name, what was set, and where its files may lie.
fn world(manifest: &Manifest) -> Vec<String> {
    let first = manifest.parts.first();
    let mut words = vec![path(
        first.map_or(manifest.name.as_str(), |part| part.name.as_str()),
    )];
    for set in &manifest.sets {
        words.extend(["--set".to_owned(), set.clone()]);
    }
    for root in &manifest.roots {
        words.extend(["--root".to_owned(), path(root)]);
    }
    words
}

/// The words of the command that does the work of a run in this world.
fn words_of(manifest: &Manifest, world: Vec<String>) -> Vec<String> {
    let work = &manifest.work;
    let verb = if work.comparison.is_some() {
        "compare"
    } else {
        "run"
    };
    let mut words = vec!["comity".to_owned(), verb.to_owned()];
    words.extend(world);
    let mut more = |flag: &str, value: String| words.extend([format!("--{flag}"), value]);
    more("replications", work.replications.to_string());
    more("seed", work.seed.to_string());
    let mut options = work.options.iter().filter(|option| *option != BASELINE);
    if let Some(order) = &work.comparison {
        let options: Vec<&str> = options.map(String::as_str).collect();
        let all = manifest.scenario["option"]
            .as_object()
            .map_or(0, serde_json::Map::len);
        if options.len() < all {
            more("options", options.join(","));
        }
        more("measure", order.measure.clone());
        if let Some(delta) = order.delta {
            more("delta", delta.to_string());
        }
        more("most", order.most.to_string());
        more("assumptions", order.tornado.to_string());
        for (flag, value) in [
            ("decompose", order.decompose),
            ("uncertainty", order.uncertainty),
            ("world-replications", order.world_replications),
        ] {
            if value > 0 {
                more(flag, value.to_string());
            }
        }
        if let Some(target) = &order.target {
            more("target", target.to_string());
        }
    } else if let Some(option) = options.next() {
        more("option", option.clone());
    }
    if let Some(precision) = &work.precision {
        more("precision", precision.clone());
    }
    if !work.paired && has_shocks(manifest) {
        more("paired", "none".to_owned());
    }
    more("detail", work.detail.clone());
    more("max-events", work.max_events.to_string());
    words
}

/// Whether the scenario has shocks, so that worlds without them may have been run beside it.
fn has_shocks(manifest: &Manifest) -> bool {
    let shocks = manifest.scenario.get("shock").and_then(Json::as_object);
    shocks.is_some_and(|shocks| !shocks.is_empty())
}

/// The name of a file as an argument: a shipped scenario by its bare name, and nothing that reads as an option.
pub fn path(name: &str) -> String {
    if let Some(shipped) = name.strip_prefix("shipped:") {
        return shipped.trim_end_matches(".toml").to_owned();
    }
    if name.starts_with('-') {
        return format!("./{name}");
    }
    name.to_owned()
}

/// Words as a shell takes them.
pub fn in_shell(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(" ")
}

/// A word as a shell takes it, quoted where it would take it apart.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./=+:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        assert_eq!(quoted("run.horizon=3650"), "run.horizon=3650");
        assert_eq!(quoted("x=[1, 2]"), "'x=[1, 2]'");
        assert_eq!(quoted("harm<=5000"), "'harm<=5000'");
        assert_eq!(quoted("a'; rm x"), "'a'\\''; rm x'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn no_file_reads_as_an_option() {
        assert_eq!(path("-n.toml"), "./-n.toml");
        assert_eq!(path("shipped:classroom.toml"), "classroom");
        assert_eq!(path("mine.toml"), "mine.toml");
    }
}
