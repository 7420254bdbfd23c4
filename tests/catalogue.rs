//! The catalogues of words: no language lacks a message or a place of one, no message is named that is not there, and
//! none is there that nobody names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use comity::model::measure::MEASURES;
use comity::output::words::Language;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

/// Messages that code names by a part and a value: the value is a name of the tables, a month or a number of days.
const FAMILIES: [&str; 6] = ["name-", "measure-", "month-", "span-", "driver-", "unit-"];

/// Each message of a catalogue with the places in it.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let text = language.catalogue();
    let read = parser::parse(text)
        .unwrap_or_else(|(_, faults)| panic!("{}: {}", language.code(), said(text, &faults)));
    let mut messages = BTreeMap::new();
    for entry in read.body {
        match entry {
            Entry::Message(message) => {
                let mut places = BTreeSet::new();
                gather(&message.value.expect("every message has a text"), &mut places);
                let twice = messages.insert(message.id.name.to_owned(), places);
                assert!(
                    twice.is_none(),
                    "{}: `{}` twice",
                    language.code(),
                    message.id.name
                );
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(_) | Entry::Junk { .. } => panic!("{}: only messages: {entry:?}", language.code()),
        }
    }
    messages
}

/// The faults of a catalogue with their lines.
fn said(text: &str, faults: &[parser::ParserError]) -> String {
    let line = |at: usize| text[..at].lines().count();
    let faults = faults
        .iter()
        .map(|fault| format!("line {}: {}", line(fault.pos.start), fault.kind));
    faults.collect::<Vec<_>>().join("; ")
}

fn gather(pattern: &Pattern<&str>, places: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => note(inline, places),
                Expression::Select { selector, variants } => {
                    note(selector, places);
                    for variant in variants {
                        gather(&variant.value, places);
                    }
                }
            }
        }
    }
}

fn note(inline: &InlineExpression<&str>, places: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            places.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. }
        | InlineExpression::Placeable { .. } => panic!("only places and texts are used: {inline:?}"),
    }
}

#[test]
fn every_language_has_every_message_with_the_same_places() {
    let original = messages(Language::English);
    assert!(original.len() > 150, "{}", original.len());
    for language in Language::ALL {
        let there = messages(language);
        for (id, places) in &original {
            let own = there.get(id);
            assert!(own.is_some(), "{}: `{id}` is missing", language.code());
            assert_eq!(own, Some(places), "{}: the places of `{id}`", language.code());
        }
        for id in there.keys() {
            assert!(
                original.contains_key(id),
                "{}: `{id}` is not in English",
                language.code()
            );
        }
        assert_eq!(language.words().text("language"), language.code());
    }
}

#[test]
fn only_english_is_no_draft_until_somebody_has_read_the_others() {
    assert_eq!(Language::English.words().draft(), "");
    assert!(!Language::French.words().draft().is_empty());
}

#[test]
fn a_translation_is_not_the_original() {
    let same: Vec<String> = messages(Language::English)
        .into_keys()
        .filter(|id| {
            let [english, french] = Language::ALL.map(|language| language.words().text(id));
            english == french && english.split_whitespace().count() > 3
        })
        .collect();
    assert!(same.is_empty(), "not translated: {same:?}");
}

#[test]
fn french_marks_stand_behind_a_space_that_does_not_break() {
    let broken: Vec<&str> = Language::French
        .catalogue()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter(|line| {
            [" :", " ;", " ?", " !", " »", "« "]
                .iter()
                .any(|mark| line.contains(mark))
        })
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_measure_has_its_words() {
    for language in Language::ALL {
        let there = messages(language);
        for measure in MEASURES {
            let id = format!("measure-{}", measure.name.replace('_', "-"));
            assert!(there.contains_key(&id), "{}: `{id}`", language.code());
        }
    }
}

/// What the program's sources and templates hold, one text.
fn program() -> String {
    fn read(folder: &Path, all: &mut String) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            let wanted = path
                .extension()
                .is_some_and(|end| end == "rs" || end == "html" || end == "css");
            if path.is_dir() {
                read(&path, all);
            } else if wanted {
                all.push_str(&fs::read_to_string(&path).expect("a source is text"));
            }
        }
    }
    let mut all = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    all
}

#[test]
fn every_message_is_named_somewhere() {
    let program = program();
    // Headings of columns with numbers begin with `#`; sections of a comparison name their heading and first paragraph.
    let said = |id: &str| {
        let section = id.strip_prefix("section-").or_else(|| id.strip_suffix("-intro"));
        [Some(id.to_owned()), Some(format!("#{id}"))]
            .into_iter()
            .chain([section.map(str::to_owned)])
            .flatten()
            .any(|name| program.contains(&format!("\"{name}\"")))
    };
    let of_chart = |id: &str| {
        let chart = id
            .strip_suffix("-empty-title")
            .or_else(|| id.strip_suffix("-empty"));
        chart.is_some_and(|chart| program.contains(&format!("nothing(context, \"{chart}\")")))
    };
    let unused: Vec<String> = messages(Language::English)
        .into_keys()
        .filter(|id| !FAMILIES.iter().any(|family| id.starts_with(family)))
        .filter(|id| !said(id) && !of_chart(id) && id != "language")
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn every_message_that_is_named_is_there() {
    let there = messages(Language::English);
    // Without blanks, so that it does not matter where a line is broken.
    let program: String = program().split_whitespace().collect();
    let mut named = BTreeSet::new();
    for call in [
        "words.text(\"",
        "words.fill(\"",
        "words.say(\"",
        "words.counted(\"",
        "{{say(\"",
    ] {
        for (at, _) in program.match_indices(call) {
            let rest = &program[at + call.len()..];
            let id = rest.split('"').next().unwrap_or_default();
            named.insert(id.to_owned());
        }
    }
    assert!(named.len() > 60, "the calls are found: {}", named.len());
    let missing: Vec<_> = named.iter().filter(|id| !there.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no such message: {missing:?}");
}
