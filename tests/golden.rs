//! Golden runs: what the shipped scenarios come to, replication by replication, is pinned. A changed file is a changed result:
//! `BLESS=1 cargo test --test golden` writes it anew, and the changelog says why.

use std::fmt::Write;
use std::fs;

use comity::cli::library::Library;
use comity::cli::shipped::SHIPPED;
use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;
use comity::model::measure::MEASURES;
use comity::scenario::check::load_scenario;
use rayon::prelude::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

const SEED: u64 = 1;
const MOST_EVENTS: u64 = 100_000_000;
/// Replications of the baseline; of each option one.
const REPLICATIONS: u32 = 2;

/// Fingerprint and measures of each replication as a table.
fn outcomes(name: &str) -> String {
    let library = Library::below(&[]).expect("no folder is needed");
    let loaded = load_scenario(name, &[], &|asking, wanted| library.fetch(asking, wanted));
    let scenario = loaded.expect("shipped scenarios have no faults").value;
    let mut text = String::from("option,replication,fingerprint");
    for measure in MEASURES {
        let _ = write!(text, ",{}", measure.name);
    }
    text.push('\n');
    let options = (0..scenario.options.len()).map(|option| (Some(option), 1));
    for (option, replications) in std::iter::once((None, REPLICATIONS)).chain(options) {
        let plan = Blueprint::new(&scenario, option, None);
        let id = option.map_or("baseline", |option| scenario.options[option].id.as_str());
        for replication in 0..replications {
            let outcome = replicate(&plan, SEED, replication, false, MOST_EVENTS);
            let outcome = outcome.expect("no scenario runs away");
            let _ = write!(text, "{id},{replication},{:016x}", outcome.fingerprint);
            for value in outcome.measures() {
                // The shortest text that gives the same bits; undefined is empty.
                let cell = if value.is_nan() {
                    String::new()
                } else {
                    value.to_string()
                };
                let _ = write!(text, ",{cell}");
            }
            text.push('\n');
        }
    }
    text
}

/// The first line and column in which the two differ.
fn difference(pinned: &str, found: &str) -> String {
    let header: Vec<&str> = found.lines().next().unwrap_or_default().split(',').collect();
    for (old, new) in pinned.lines().zip(found.lines()) {
        for ((old, new), column) in old.split(',').zip(new.split(',')).zip(&header) {
            if old != new {
                return format!("{column} of `{}` was {old} and is {new}", line_of(found, new));
            }
        }
    }
    "another number of lines".to_owned()
}

/// Option and replication of the line that holds this cell.
fn line_of<'a>(text: &'a str, cell: &str) -> &'a str {
    let line = text
        .lines()
        .find(|line| line.split(',').any(|other| other == cell));
    let end = line
        .and_then(|line| line.match_indices(',').nth(1))
        .map_or(0, |(at, _)| at);
    line.map_or("", |line| &line[..end])
}

#[test]
fn shipped_scenarios_come_to_what_they_came_to() {
    let names: Vec<&str> = SHIPPED
        .iter()
        .filter_map(|(file, _)| file.strip_suffix(".toml"))
        .collect();
    let changed: Vec<String> = names
        .into_par_iter()
        .with_max_len(1)
        .filter_map(|name| {
            let found = outcomes(name);
            let path = format!("tests/golden/{name}.csv");
            if std::env::var_os("BLESS").is_some() {
                fs::write(&path, &found).expect("the golden file can be written");
            }
            let pinned = fs::read_to_string(&path)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            (pinned != found).then(|| format!("{name}: {}", difference(&pinned, &found)))
        })
        .collect();
    assert!(
        changed.is_empty(),
        "results changed; if that is meant, BLESS=1 cargo test --test golden writes them anew, and the changelog says why:\n{}",
        changed.join("\n")
    );
}

#[test]
fn what_changed_is_named() {
    let pinned = "option,replication,fingerprint,harm\nbaseline,0,aa,3\n";
    let found = "option,replication,fingerprint,harm\nbaseline,0,aa,4\n";
    assert_eq!(difference(pinned, found), "harm of `baseline,0` was 3 and is 4");
}
