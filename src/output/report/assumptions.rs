//! What was assumed: every value that the scenario sets, every default with its source, and what was left out.

use serde_json::Value as Json;

use crate::output::manifest::Manifest;
use crate::output::report::view::{Cell, Section, Table};
use crate::output::tables::Tables;
use crate::output::words::Words;
use crate::scenario::check::read;
use crate::scenario::field::{FieldSpec, Kind, Need, Step};
use crate::scenario::schema::describe;

/// Tables of a scenario that are the world's inventory rather than single assumptions: they are counted, not listed.
const INVENTORY: [&str; 4] = ["nation", "pair", "law", "option"];
/// Keys by which a file speaks of itself.
const ABOUT: [&str; 9] = [
    "format",
    "name",
    "title",
    "description",
    "illustration",
    "harm_unit",
    "money_unit",
    "extends",
    "tables",
];

/// The section about assumptions.
pub fn assumptions(manifest: &Manifest, tables: &Tables, words: &Words) -> Section {
    let mut section = Section::new("assumptions", words.text("section-assumptions"));
    section.text(words.text("assumptions-intro"));
    let fields = describe(&read);
    section.text(inventory(manifest, words));
    let (mut set, mut usual) = (
        table(words, "assumptions-set"),
        table(words, "assumptions-default"),
    );
    for field in fields.iter().filter(|field| is_single(field)) {
        match (value_at(&manifest.scenario, field), &field.need) {
            (Some(value), _) => set.row(row(
                field,
                &field.path,
                &in_words(value),
                words.text("assumptions-scenario"),
            )),
            (None, Need::Default(default)) => {
                usual.row(row(
                    field,
                    &field.path,
                    &in_words(default),
                    field.source.to_owned(),
                ));
            }
            (None, Need::Required | Need::Optional) => {}
        }
    }
    section.table(set.folded());
    section.table(named_things(manifest, words, &fields).folded());
    section.table(usual.folded());
    section.table(deeds(tables, words));
    section
}

fn table(words: &Words, caption: &str) -> Table {
    let headings = ["column-key", "column-value", "column-meaning", "column-source"].map(|id| words.text(id));
    Table::new(words.text(caption), &headings)
}

fn row(field: &FieldSpec, path: &str, value: &str, source: String) -> Vec<Cell> {
    let value = if field.unit.is_empty() {
        value.to_owned()
    } else {
        format!("{value} {}", field.unit)
    };
    vec![path.into(), value.into(), field.about.into(), source.into()]
}

/// Whether a field is one assumption of the whole world, and not of each thing in a list.
fn is_single(field: &FieldSpec) -> bool {
    let plain = field.steps.iter().all(|step| matches!(step, Step::Key(_)));
    let opens = matches!(field.kind, Kind::Table | Kind::Keyed | Kind::Tables);
    plain
        && !opens
        && !ABOUT
            .iter()
            .any(|key| field.path == *key || field.path.starts_with(&format!("{key}.")))
}

/// What the scenario says at a field's path.
fn value_at<'a>(scenario: &'a Json, field: &FieldSpec) -> Option<&'a Json> {
    let mut value = scenario;
    for step in &field.steps {
        let Step::Key(key) = step else { return None };
        value = value.get(*key)?;
    }
    Some(value)
}

/// A value as a scenario writes it, cut where it is long.
fn in_words(value: &Json) -> String {
    const LONGEST: usize = 160;
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Json::Object(entries) => entries
            .iter()
            .map(|(key, value)| format!("{key} = {}", in_words(value)))
            .collect::<Vec<_>>()
            .join("; "),
        Json::Number(_) | Json::Bool(_) | Json::Null => value.to_string(),
    };
    if text.chars().count() > LONGEST {
        let cut: String = text.chars().take(LONGEST).collect();
        format!("{cut}…")
    } else {
        text
    }
}

/// How many of each kind of thing the world has.
fn inventory(manifest: &Manifest, words: &Words) -> String {
    let count = |key: &str| {
        let there = manifest.scenario.get(key).and_then(Json::as_object);
        there.map_or(0, serde_json::Map::len)
    };
    words.say(
        "assumptions-inventory",
        &[
            ("nations", count("nation").into()),
            ("organizations", count("organization").into()),
            ("instruments", count("instrument").into()),
            ("classes", count("class").into()),
            ("shocks", count("shock").into()),
        ],
    )
}

/// What the scenario sets of its named things, such as instruments and classes of threats.
fn named_things(manifest: &Manifest, words: &Words, fields: &[FieldSpec]) -> Table {
    let mut listed = table(words, "assumptions-things");
    let Some(top) = manifest.scenario.as_object() else {
        return listed;
    };
    for (kind, things) in top.iter().filter(|(kind, _)| !INVENTORY.contains(&kind.as_str())) {
        let keyed = format!("{kind}.*");
        if !fields
            .iter()
            .any(|field| field.path.starts_with(&format!("{keyed}.")))
        {
            continue;
        }
        for (id, thing) in things.as_object().into_iter().flatten() {
            for (key, value) in thing.as_object().into_iter().flatten() {
                let path = format!("{keyed}.{key}");
                let Some(field) = fields.iter().find(|field| field.path == path) else {
                    continue;
                };
                let own = format!("{kind}.{id}.{key}");
                listed.row(row(
                    field,
                    &own,
                    &in_words(value),
                    words.text("assumptions-scenario"),
                ));
            }
        }
    }
    listed
}

/// What each option does.
fn deeds(tables: &Tables, words: &Words) -> Table {
    let headings = [
        words.text("column-option"),
        words.text("column-deeds"),
        format!("#{}", words.text("column-one-off")),
        format!("#{}", words.text("column-yearly")),
    ];
    let mut listed = Table::new(words.text("assumptions-options"), &headings);
    for row in &tables.comparison.options {
        let money = |value: f64| -> Cell { words.amount(value, Some(0.1), &row.unit).into() };
        listed.row(vec![
            row.name.as_str().into(),
            row.deeds.replace('_', " ").into(),
            money(row.one_off_cost),
            money(row.yearly_cost),
        ]);
    }
    listed
}
