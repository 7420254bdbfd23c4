//! Every number of the format at its extremes, from the declarations that read it.

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use comity::scenario::check::read;
use comity::scenario::fault::Severity;
use comity::scenario::field::{FieldSpec, Kind, Step};
use comity::scenario::schema::describe;

use crate::load;

/// What stands before every trial: the least that is a scenario.
const BASE: &str = "format = 1\n[nation.one]\n[nation.two]\n[class.one]\nrate = 1\n";
/// Values that no field allows.
const NEVER: [&str; 3] = ["nan", "inf", "-inf"];
/// Values that a field allows or refuses by its range.
const PERHAPS: [&str; 7] = [
    "-0.0",
    "5e-324",
    "1e308",
    "-1e308",
    "9223372036854775807",
    "-9223372036854775808",
    "1e-300",
];

/// Whether a field holds numbers, and how one stands in it.
fn as_number(field: &FieldSpec, number: &str) -> Option<String> {
    Some(match field.kind {
        Kind::Number | Kind::Count { .. } | Kind::Distribution | Kind::Day { .. } => number.to_owned(),
        Kind::Numbers { fewest, .. } => format!("[{}]", vec![number; fewest.max(1)].join(", ")),
        Kind::Days => format!("[{number}]"),
        Kind::ByName(_) | Kind::DaysByName(_) => format!("{{ one = {number} }}"),
        Kind::Flag
        | Kind::Text { .. }
        | Kind::Choice(_)
        | Kind::Texts
        | Kind::Reference(_)
        | Kind::References(_)
        | Kind::Date
        | Kind::Table
        | Kind::Keyed
        | Kind::Tables
        | Kind::Tag(_) => return None,
    })
}

/// The value as TOML, from the way to it.
fn line(steps: &[Step], value: &str) -> String {
    let (Some(Step::Key(first)), rest) = (steps.first(), &steps[1..]) else {
        panic!("a way begins with a key: {steps:?}");
    };
    let whole = inline(rest, value);
    // Of a pair, the second nation is another than the first.
    let whole = if *first == "pair" {
        whole.replacen("{ one = { one =", "{ one = { two =", 1)
    } else {
        whole
    };
    format!("{first} = {whole}\n")
}

fn inline(steps: &[Step], value: &str) -> String {
    let Some(step) = steps.first() else {
        return value.to_owned();
    };
    let rest = &steps[1..];
    match step {
        Step::Key(key) => format!("{{ {key} = {} }}", inline(rest, value)),
        Step::Each => format!("{{ one = {} }}", inline(rest, value)),
        Step::Item => format!("[{}]", inline(rest, value)),
        Step::Case { tag, name } => match rest.first() {
            Some(Step::Key(key)) => {
                format!("{{ {tag} = \"{name}\", {key} = {} }}", inline(&rest[1..], value))
            }
            _ => format!("{{ {tag} = \"{name}\" }}"),
        },
    }
}

/// A scenario with this value in this field; other tables of the base stay where they do not clash.
fn scenario(field: &FieldSpec, value: &str) -> String {
    let first = match field.steps.first() {
        Some(Step::Key(first)) => *first,
        _ => "",
    };
    let own = line(&field.steps, value);
    match first {
        "nation" => format!(
            "format = 1\n{}[class.one]\nrate = 1\n",
            own.replacen("{ one", "{ two = {}, one", 1)
        ),
        "class" => format!("format = 1\n{own}[nation.one]\n[nation.two]\n"),
        "format" => own,
        _ => BASE.replacen("format = 1\n", &format!("format = 1\n{own}"), 1),
    }
}

/// The last key on the way to a field.
fn key(field: &FieldSpec) -> &'static str {
    let mut keys = field.steps.iter().filter_map(|step| match step {
        Step::Key(key) => Some(*key),
        Step::Each | Step::Item | Step::Case { .. } => None,
    });
    keys.next_back().unwrap_or_default()
}

#[test]
fn no_field_takes_what_is_no_number_and_each_says_what_it_takes() {
    let fields = describe(&read);
    let mut tried = BTreeSet::new();
    for field in &fields {
        for number in NEVER {
            let Some(value) = as_number(field, number) else {
                continue;
            };
            let text = scenario(field, &value);
            let faults = catch_unwind(|| load(&text)).unwrap_or_else(|_| panic!("a panic:\n{text}"));
            let faults = faults
                .err()
                .unwrap_or_else(|| panic!("{} = {number} is taken:\n{text}", field.path));
            let own = |fault: &&comity::scenario::fault::Fault| {
                fault.severity == Severity::Error && fault.key.contains(key(field))
            };
            let told = faults
                .0
                .iter()
                .find(own)
                .unwrap_or_else(|| panic!("{} = {number}:\n{text}\n{faults}", field.path));
            assert!(told.allowed.is_some(), "{} = {number}: {told}", field.path);
            tried.insert(&field.path);
        }
    }
    assert!(
        tried.len() > 150,
        "the numbers of the format are found: {}",
        tried.len()
    );
}

#[test]
fn extreme_numbers_are_taken_or_refused_by_their_range() {
    for field in &describe(&read) {
        for number in PERHAPS {
            let Some(value) = as_number(field, number) else {
                continue;
            };
            let text = scenario(field, &value);
            let read =
                catch_unwind(|| load(&text).map(|_| ())).unwrap_or_else(|_| panic!("a panic:\n{text}"));
            let outside = field.range.is_some_and(|range| {
                let number: f64 = number.parse().expect("a number");
                number < range.low || number > range.high
            });
            if outside {
                let faults = read.expect_err(&text);
                let own = faults.0.iter().find(|fault| fault.key.contains(key(field)));
                assert!(
                    own.is_some_and(|own| own.allowed.is_some()),
                    "{} = {number}:\n{faults}",
                    field.path
                );
            }
        }
    }
}
