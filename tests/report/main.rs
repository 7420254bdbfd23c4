//! The report, looked at from outside: every section and figure is there in every language, names stay text whatever
//! they hold, nothing is loaded, and templates can be replaced.

mod browser;
#[path = "../support/comparison.rs"]
mod comparison;
mod page;
mod sayings;

use std::collections::BTreeSet;
use std::fs;

use comity::output::report::page::page as page_of;
use comity::output::report::template::write_templates;
use comity::output::tables::Tables;
use comity::output::words::Language;

use crate::page::{Names, PAYLOADS, manifest, single_tables, tables, tags};

/// A comparison of five options among eight nations.
fn compared(language: Language) -> String {
    let names = Names::plain();
    page_of(&manifest(&names, true), &tables(&names), language, None).expect("the templates are sound")
}

#[test]
fn every_section_of_a_comparison_is_there_in_every_language() {
    for language in Language::ALL {
        let page = compared(language);
        for id in [
            "answer",
            "options",
            "why",
            "tradeoffs",
            "shocks",
            "robustness",
            "nations",
            "assumptions",
            "certainty",
            "leaning",
            "reproduction",
        ] {
            assert!(
                page.contains(&format!("<section id=\"{id}\"")),
                "{}: {id}",
                language.code()
            );
        }
        assert!(page.contains(&format!("<html lang=\"{}\">", language.code())));
        assert_eq!(
            page.matches("<dt>").count(),
            5,
            "{}: five sentences",
            language.code()
        );
        let draft = language.words().draft();
        assert!(draft.is_empty() || page.contains(draft), "{}", language.code());
    }
}

#[test]
fn every_figure_has_a_text_alternative_and_its_numbers_as_a_table() {
    for language in Language::ALL {
        let page = compared(language);
        let figures: Vec<&str> = page.split("<figure ").skip(1).collect();
        assert_eq!(figures.len(), 7, "{}", language.code());
        for figure in figures {
            let figure = figure.split("</figure>").next().unwrap_or_default();
            let name: String = figure.chars().take(40).collect();
            let inner = |tag: &str| {
                let rest = figure.split(&format!("<{tag}>")).nth(1).unwrap_or_default();
                rest.split(&format!("</{tag}>"))
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            };
            assert!(figure.contains("role=\"img\""), "{name}");
            assert!(!inner("title").is_empty() && !inner("desc").is_empty(), "{name}");
            let data = figure.split("<details>").nth(1).unwrap_or_default();
            assert!(data.matches("<tr>").count() > 1, "{name} has no numbers");
        }
    }
}

#[test]
fn a_run_has_a_report_of_its_own() {
    let names = Names::plain();
    let page = page_of(
        &manifest(&names, false),
        &single_tables(&names),
        Language::English,
        None,
    )
    .expect("the templates are sound");
    for id in [
        "answer",
        "measures",
        "threats",
        "assumptions",
        "certainty",
        "reproduction",
    ] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
    assert_eq!(page.matches("<dt>").count(), 5);
    assert!(
        page.contains("42\u{a0}%"),
        "the headline is the cooperation efficiency"
    );
    assert!(page.contains("comity run world.toml --replications 100 --seed 7"));
}

#[test]
fn an_empty_folder_makes_a_report_that_says_so() {
    let names = Names::plain();
    for language in Language::ALL {
        let page = page_of(&manifest(&names, false), &Tables::default(), language, None)
            .expect("the templates are sound");
        assert!(!page.contains("NaN"), "{}", language.code());
        assert_eq!(page.matches("<dt>").count(), 5);
    }
}

#[test]
fn the_numbers_are_those_of_the_tables() {
    let names = Names::plain();
    let tables = tables(&names);
    let rows = || {
        let rows = tables.comparison.differences.iter();
        rows.filter(|row| row.measure == "disruption_rate")
    };
    let best = rows()
        .max_by(|one, other| one.mean.partial_cmp(&other.mean).expect("numbers"))
        .expect("there are differences");
    let points = best.mean.expect("a mean") * 100.0;
    let page = compared(Language::English);
    let number = format!("<strong>+{points:.1}\u{a0}points</strong>");
    assert!(page.contains(&number), "{number}");
    let name = &tables
        .comparison
        .options
        .iter()
        .find(|row| row.option == best.option)
        .expect("a name")
        .name;
    assert!(page.contains(&format!(
        "Judged by threats disrupted, {name} does best of 5 options."
    )));
    assert!(page.contains("no detectable difference"));
}

#[test]
fn nothing_is_loaded_and_nothing_can_run() {
    for language in Language::ALL {
        let page = compared(language);
        assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
        let text = page.replace("http://www.w3.org/2000/svg", "");
        for forbidden in [
            "http:",
            "https:",
            "//cdn",
            "<script",
            "<link",
            "<iframe",
            "<img",
            "@import",
            "url(",
            "javascript:",
        ] {
            assert!(!text.contains(forbidden), "{}: {forbidden}", language.code());
        }
        let handlers: Vec<String> = tags(&page)
            .into_iter()
            .filter(|tag| {
                tag.split(' ')
                    .skip(1)
                    .any(|attribute| attribute.starts_with("on"))
            })
            .collect();
        assert!(handlers.is_empty(), "{handlers:?}");
    }
}

#[test]
fn names_stay_text_whatever_they_hold() {
    let plain: BTreeSet<String> = tags(&compared(Language::English)).into_iter().collect();
    assert!(PAYLOADS.len() >= 40, "{}", PAYLOADS.len());
    for payload in PAYLOADS {
        let names = Names::all(payload);
        let page = page_of(&manifest(&names, true), &tables(&names), Language::English, None)
            .expect("the templates are sound");
        let more: Vec<String> = tags(&page)
            .into_iter()
            .filter(|tag| !plain.contains(tag))
            .collect();
        assert!(more.is_empty(), "{payload} makes {more:?}");
    }
}

#[test]
fn the_check_of_names_sees_what_a_careless_template_does() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("report.html"),
        "<html>{{ title | safe }}</html>",
    )
    .expect("it is written");
    let names = Names::all("<b onclick=x>");
    let page = page_of(
        &manifest(&names, true),
        &tables(&names),
        Language::English,
        Some(folder.path()),
    )
    .expect("a template");
    assert!(tags(&page).contains(&"b onclick".to_owned()), "{page}");
}

#[test]
fn templates_can_be_written_out_changed_and_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let written = write_templates(folder.path()).expect("they are written");
    assert_eq!(written.len(), 3);
    assert!(write_templates(folder.path()).is_err(), "none is written over");
    let names = Names::plain();
    let make = || {
        page_of(
            &manifest(&names, true),
            &tables(&names),
            Language::English,
            Some(folder.path()),
        )
    };
    assert_eq!(make().expect("as they are"), compared(Language::English));
    let style = folder.path().join("style.css");
    fs::write(&style, "body { color: teal }").expect("it is written");
    assert!(make().expect("a new style").contains("color: teal"));
    fs::write(folder.path().join("report.html"), "one\n{{ no_such_thing }}").expect("it is written");
    let said = make().expect_err("the name is unknown").to_string();
    assert!(said.starts_with("template report.html, line 2: "), "{said}");
    fs::write(folder.path().join("report.html"), "{{ say(\"no-such\") }}").expect("it is written");
    let said = make().expect_err("the message is unknown").to_string();
    assert!(said.contains("no message `no-such`"), "{said}");
    fs::write(folder.path().join("report.html"), "{% if %}").expect("it is written");
    assert!(make().is_err());
}
