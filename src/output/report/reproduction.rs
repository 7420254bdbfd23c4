//! How to reproduce a run: the command, what decides its numbers, and the fingerprints to compare with.

use serde_json::Value as Json;

use crate::output::charts::which::BUILT;
use crate::output::manifest::Manifest;
use crate::output::report::view::{Block, Section, Table};
use crate::output::words::Words;

/// The section about reproducing it.
pub fn reproduction(manifest: &Manifest, words: &Words) -> Section {
    let mut section = Section::new("reproduction", words.text("section-reproduction"));
    section.text(words.fill("reproduction-intro", &[("version", &manifest.work.version)]));
    section.blocks.push(Block::Code {
        lines: vec![command(manifest)],
    });
    section.text(words.text("reproduction-scenario"));
    if !BUILT {
        section.text(words.text("reproduction-without-charts"));
    }
    let headings = [words.text("column-key"), words.text("column-value")];
    let mut decides = Table::new(words.text("reproduction-decides"), &headings);
    let work = serde_json::json!(manifest.work);
    for (key, value) in work.as_object().into_iter().flatten() {
        if !value.is_null() {
            decides.row(vec![key.replace('_', " ").into(), plain(value).into()]);
        }
    }
    for part in &manifest.parts {
        decides.row(vec![
            part.name.as_str().into(),
            format!("SHA-256 {}", part.digest).into(),
        ]);
    }
    for (option, fingerprint) in manifest.work.options.iter().zip(&manifest.fingerprints) {
        let key = words.fill("reproduction-fingerprint", &[("option", option)]);
        decides.row(vec![key.into(), fingerprint.as_str().into()]);
    }
    section.table(decides.folded());
    section
}

/// The command that makes the same tables.
fn command(manifest: &Manifest) -> String {
    let work = &manifest.work;
    let scenario = manifest
        .parts
        .first()
        .map_or(manifest.name.as_str(), |part| part.name.as_str());
    let scenario = scenario
        .strip_prefix("shipped:")
        .map_or(scenario, |name| name.trim_end_matches(".toml"));
    let verb = if work.comparison.is_some() {
        "compare"
    } else {
        "run"
    };
    let mut words = vec![
        "comity".to_owned(),
        verb.to_owned(),
        quoted(scenario),
        format!("--replications {}", work.replications),
        format!("--seed {}", work.seed),
    ];
    let options: Vec<&str> = work
        .options
        .iter()
        .map(String::as_str)
        .filter(|option| *option != "baseline")
        .collect();
    let all = manifest
        .scenario
        .get("option")
        .and_then(Json::as_object)
        .map_or(0, serde_json::Map::len);
    if work.comparison.is_none() {
        words.extend(options.first().map(|option| format!("--option {option}")));
    } else if options.len() < all {
        words.push(format!("--options {}", options.join(",")));
    }
    if let Some(order) = &work.comparison {
        words.push(format!("--measure {}", order.measure));
        words.extend(order.delta.map(|delta| format!("--delta {delta}")));
        words.push(format!("--most {}", order.most));
        words.push(format!("--assumptions {}", order.tornado));
        for (flag, value) in [
            ("decompose", order.decompose),
            ("uncertainty", order.uncertainty),
            ("world-replications", order.world_replications),
        ] {
            if value > 0 {
                words.push(format!("--{flag} {value}"));
            }
        }
        words.extend(order.target.as_ref().map(|target| format!("--target '{target}'")));
    }
    words.extend(work.precision.as_ref().map(|text| format!("--precision {text}")));
    if !work.paired && manifest.scenario.get("shock").is_some() {
        words.push("--paired none".to_owned());
    }
    words.join(" ")
}

/// A word of a command, quoted where a shell would take it apart.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Json::Object(entries) => entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| format!("{} {}", key.replace('_', " "), plain(value)))
            .collect::<Vec<_>>()
            .join(", "),
        Json::Number(_) | Json::Bool(_) | Json::Null => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_shell_would_take_apart_is_quoted() {
        assert_eq!(quoted("harmonization"), "harmonization");
        assert_eq!(quoted("my file.toml"), "'my file.toml'");
        assert_eq!(quoted("a'; rm x"), "'a'\\''; rm x'");
    }
}
