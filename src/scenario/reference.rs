//! The fields of a scenario as Markdown tables for the reference document, from the declarations that read them.

use crate::scenario::field::{FieldSpec, Kind, Need, path_of};
use crate::scenario::names::with_article;
use crate::scenario::range::Range;
use serde_json::Value as Json;
use std::fmt::Write;

/// One Markdown table for each table of a scenario, in the order in which they are read.
pub fn reference(fields: &[FieldSpec]) -> String {
    let mut tables: Vec<(String, Vec<&FieldSpec>)> = Vec::new();
    for field in fields {
        let table = path_of(&field.steps[..field.steps.len().saturating_sub(1)]);
        match tables.iter_mut().find(|(path, _)| *path == table) {
            Some((_, fields)) => fields.push(field),
            None => tables.push((table, vec![field])),
        }
    }
    let mut text = String::new();
    for (path, members) in tables {
        let about = fields
            .iter()
            .find(|field| below(field).as_ref() == Some(&path))
            .map_or("", |field| field.about);
        let heading = if path.is_empty() {
            "The file itself".to_owned()
        } else {
            format!("`[{path}]`")
        };
        let _ = write!(text, "## {heading}\n\n");
        if !about.is_empty() {
            let _ = write!(text, "{}\n\n", sentence(about));
        }
        text.push_str("| key | meaning | allowed | unit | default | source |\n|---|---|---|---|---|---|\n");
        for field in members {
            let key = field.path.rsplit('.').next().unwrap_or_default();
            let cells = [
                format!("`{key}`"),
                meaning(field),
                allowed(field),
                field.unit.into(),
                default(field),
                field.source.into(),
            ];
            let _ = writeln!(
                text,
                "| {} |",
                cells
                    .map(|cell| cell.replace('|', "\\|").replace('\n', " "))
                    .join(" | ")
            );
        }
        text.push('\n');
    }
    text
}

/// The path of the table that a field opens, if it opens one.
fn below(field: &FieldSpec) -> Option<String> {
    let end = [(Kind::Table, ""), (Kind::Keyed, ".*"), (Kind::Tables, "[]")];
    let (_, end) = end.into_iter().find(|(kind, _)| *kind == field.kind)?;
    Some(format!("{}{end}", field.path))
}

fn sentence(about: &str) -> String {
    let mut characters = about.chars();
    let first = characters.next().map(char::to_uppercase).into_iter().flatten();
    let text: String = first.chain(characters).collect();
    if text.ends_with('.') { text } else { text + "." }
}

/// What a field means; of a tag, what each case means.
pub fn meaning(field: &FieldSpec) -> String {
    let Kind::Tag(cases) = &field.kind else {
        return field.about.to_owned();
    };
    let cases: Vec<String> = cases
        .iter()
        .map(|(name, about)| format!("`{name}`: {about}"))
        .collect();
    format!("{}: {}", field.about, cases.join("; "))
}

/// What may stand for a field, in words.
pub fn allowed(field: &FieldSpec) -> String {
    let range = field.range.unwrap_or(Range::ANY);
    let words = |names: &mut dyn Iterator<Item = &&'static str>| {
        names
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match &field.kind {
        Kind::Number => range.to_string(),
        Kind::Count { low, high } => format!("a whole number from {low} to {high}"),
        Kind::Flag => "`true`, `false`".into(),
        Kind::Text { longest } => format!("a text of at most {longest} characters"),
        Kind::Choice(names) => words(&mut names.iter()),
        Kind::Tag(cases) => words(&mut cases.iter().map(|(name, _)| name)),
        Kind::Numbers { fewest, most } if fewest == most => format!("a list of {most}, each {range}"),
        Kind::Numbers { fewest, most } => format!("a list of {fewest} to {most}, each {range}"),
        Kind::Texts => "a list of texts".into(),
        Kind::Reference(what) => format!("the id of {}", with_article(what)),
        Kind::References(what) => format!("a list of ids of {what}s, or `\"all\"`"),
        Kind::ByName(what) => format!("a table from ids of {what}s to numbers, each {range}"),
        Kind::DaysByName(what) => format!("a table from ids of {what}s to days or dates"),
        Kind::Days => "a day, or a list of days or dates that rise".into(),
        Kind::Distribution => "a number or a distribution".into(),
        Kind::Date => "a date like 2025-03-01".into(),
        Kind::Day { never: true } => "a number of days, a date, or `\"never\"`".into(),
        Kind::Day { never: false } => "a number of days, or a date".into(),
        Kind::Table => "a table".into(),
        Kind::Keyed => "a table keyed by ids".into(),
        Kind::Tables => "a list of tables".into(),
    }
}

fn default(field: &FieldSpec) -> String {
    match &field.need {
        Need::Required => "required".into(),
        Need::Optional => "–".into(),
        Need::Default(default) => format!("`{}`", in_toml(default)),
    }
}

/// A default as a TOML file would write it.
fn in_toml(value: &Json) -> String {
    match value {
        Json::Number(number) => number
            .as_f64()
            .filter(|n| n.fract() == 0.0)
            .map_or(number.to_string(), |n| n.to_string()),
        Json::Array(items) => format!("[{}]", items.iter().map(in_toml).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{key} = {}", in_toml(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Json::Null | Json::Bool(_) | Json::String(_) => value.to_string(),
    }
}
