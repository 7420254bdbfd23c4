//! How to reproduce a run: the command, what decides its numbers, and the fingerprints to compare with.

use serde_json::Value as Json;

use crate::output::again;
use crate::output::charts::which::BUILT;
use crate::output::manifest::Manifest;
use crate::output::report::view::{Block, Section, Table};
use crate::output::words::Words;

/// The section about reproducing it.
pub fn reproduction(manifest: &Manifest, words: &Words) -> Section {
    let mut section = Section::new("reproduction", words.text("section-reproduction"));
    section.text(words.fill("reproduction-intro", &[("version", &manifest.work.version)]));
    section.blocks.push(Block::Code {
        lines: vec![again::whole(manifest)],
    });
    if let Some(lines) = again::from_merged(manifest) {
        section.text(words.text("reproduction-merged"));
        section.blocks.push(Block::Code {
            lines: lines.to_vec(),
        });
    }
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
