//! What the sentences of a report may say: no name without support, no certainty of one replication, no cost without an
//! option, and nothing that turns the direction of reading.

use comity::output::manifest::Manifest;
use comity::output::report::page::page as page_of;
use comity::output::tables::Tables;
use comity::output::words::Language;
use serde_json::json;

use crate::page::{Names, manifest, single_tables, tables};

fn page(manifest: &Manifest, tables: &Tables, language: Language) -> String {
    page_of(manifest, tables, language, None).expect("the templates are sound")
}

/// The page of the comparison with these tables.
fn compared(tables: &Tables) -> String {
    page(&manifest(&Names::plain(), true), tables, Language::English)
}

/// The page of a run of this option with these tables.
fn single(option: &str, mut tables: Tables) -> String {
    let mut manifest = manifest(&Names::plain(), false);
    manifest.work.options = vec![option.to_owned()];
    tables
        .estimates
        .iter_mut()
        .for_each(|row| option.clone_into(&mut row.option));
    tables
        .nations
        .iter_mut()
        .for_each(|row| option.clone_into(&mut row.option));
    page(&manifest, &tables, Language::English)
}

#[test]
fn only_a_nation_that_surely_gains_or_loses_is_named() {
    let mut tables = tables(&Names::plain());
    for row in &mut tables.comparison.nation_differences {
        if row.measure == "harm" && row.level == "nation" {
            (row.mean, row.verdict) = match row.nation.as_str() {
                "n02" => (Some(-90.0), "no_detectable_difference".into()),
                "n05" => (Some(-40.0), "better".into()),
                _ => (Some(90.0), "no_detectable_difference".into()),
            };
        }
    }
    let manifest = manifest(&Names::plain(), true);
    for (language, fall, rise) in [
        (Language::English, "The largest fall: ", "The largest rise: "),
        (
            Language::French,
            "La plus forte baisse : ",
            "La plus forte hausse : ",
        ),
    ] {
        let told = page(&manifest, &tables, language);
        assert!(
            told.contains(&format!("{fall}Nation 5 (−40")),
            "{}",
            language.code()
        );
        assert!(!told.contains(rise), "{}", language.code());
    }
    let rows = tables.comparison.nation_differences.iter_mut();
    rows.for_each(|row| "no_detectable_difference".clone_into(&mut row.verdict));
    assert!(!compared(&tables).contains("The largest fall"));
}

#[test]
fn who_gains_and_gives_most_is_said_only_where_intervals_leave_no_doubt() {
    let with = |averted: f64, given: f64| {
        let mut tables = single_tables(&Names::plain());
        for row in &mut tables.nations {
            row.harm_averted_half_width = Some(averted);
            row.pieces_given_half_width = Some(given);
        }
        single("baseline", tables)
    };
    assert!(with(1.0, 0.4).contains("Nation 7 gains most, and Nation 0 gives most."));
    assert!(with(1.0, 2.0).contains("Nation 7 gains most; which nation gives most cannot be told."));
    assert!(with(9.0, 0.4).contains("Nation 0 gives most; which nation gains most cannot be told."));
    assert!(with(9.0, 9.0).contains("Which nation gains most, and which gives most, cannot be told."));
    // Without intervals nothing is known.
    let unknown = single("baseline", single_tables(&Names::plain()));
    assert!(unknown.contains("Which nation gains most, and which gives most, cannot be told."));
}

#[test]
fn only_an_option_costs_something_and_a_level_has_its_own_unit() {
    let baseline = single("baseline", single_tables(&Names::plain()));
    assert!(!baseline.contains("The option costs"));
    assert!(single("capacity", single_tables(&Names::plain())).contains("The option costs"));
    assert!(
        baseline.contains("95 % interval 40 to 44 %"),
        "the interval of a level is no change"
    );
}

#[test]
fn one_replication_is_said_to_tell_nothing_of_luck() {
    let mut tables = tables(&Names::plain());
    for row in &mut tables.comparison.differences {
        row.n = 1;
        row.half_width = None;
        (
            row.lower,
            row.upper,
            row.simultaneous_lower,
            row.simultaneous_upper,
        ) = (None, None, None, None);
        row.verdict = "no_detectable_difference".into();
    }
    for row in &mut tables.comparison.selection {
        row.probability_best = Some(1.0);
    }
    let mut once = manifest(&Names::plain(), true);
    once.replications = 1;
    for language in Language::ALL {
        let told = page(&once, &tables, language);
        let words = language.words();
        assert!(
            told.contains(&words.text("answer-sure-once")),
            "{}",
            language.code()
        );
        let code = language.code();
        let answer = &told[..told.find("<nav").expect("there is a list of contents")];
        for wrong in ["no-detectable-difference", "interval-unknown", "answer-side-none"] {
            assert!(!answer.contains(&words.text(wrong)), "{code}: {wrong}");
        }
        assert!(!told.contains("100 %") && !told.contains("±"), "{code}");
    }
}

#[test]
fn other_worlds_are_advised_only_where_the_scenario_has_ranges() {
    let mut tables = tables(&Names::plain());
    tables.comparison.robustness.clear();
    assert!(!compared(&tables).contains("--uncertainty 40"));
    let mut manifest = manifest(&Names::plain(), true);
    manifest.scenario["uncertainty"] = json!({ "a": { "key": "trust.half_life", "low": 1, "high": 2 } });
    assert!(page(&manifest, &tables, Language::English).contains("--uncertainty 40"));
}

#[test]
fn the_best_of_the_cheapest_stands_beside_a_dearer_best() {
    let mut tables = tables(&Names::plain());
    let best = |tables: &Tables| {
        let rows = tables.comparison.differences.iter();
        let first = rows
            .filter(|row| row.measure == "disruption_rate")
            .max_by(|one, other| one.mean.partial_cmp(&other.mean).expect("numbers"));
        first.expect("there are differences").option.clone()
    };
    let best = best(&tables);
    for (row, part) in tables
        .comparison
        .options
        .iter_mut()
        .zip([0.02, -0.03, 0.0, 0.04, 0.05])
    {
        row.total_cost = Some(if row.option == best { 300.0 } else { 100.0 + part });
    }
    for row in &mut tables.comparison.differences {
        row.verdict = "better".into();
    }
    assert!(compared(&tables).contains(" costs 300 million; of what costs 100 million, "));
    for row in &mut tables.comparison.options {
        row.total_cost = Some(if row.option == best { 100.05 } else { 100.0 });
    }
    assert!(
        !compared(&tables).contains("of what costs"),
        "equal but for rounding"
    );
}

#[test]
fn no_name_turns_the_direction_of_reading() {
    let names = Names::all("safe\u{202e}elif\u{2066}x\u{200f}y\nz");
    for language in Language::ALL {
        let told = page(&manifest(&names, true), &tables(&names), language);
        let turning = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!told.contains(turning), "{}", language.code());
        assert!(told.contains("safe\\u{202e}elif"), "it is shown, not dropped");
    }
}
