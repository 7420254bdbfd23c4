//! `comity check`: every fault of a scenario, else what it holds and what a run would cost.

use std::fmt::Write;

use clap::Args;
use serde_json::json;

use crate::cli::cost::{Cost, bytes_in_words, cost, seconds_in_words, threads_there};
use crate::cli::ending::{Ending, Failure};
use crate::cli::format::Format;
use crate::cli::limits::usual_most_events;
use crate::cli::open::Source;
use crate::cli::screen::{heading, say, tell};
use crate::experiment::study::Study;
use crate::output::charts::which::Which;
use crate::scenario::fault::{Fault, Faults, harmless};
use crate::scenario::load::Loaded;
use crate::scenario::scenario::Scenario;

/// What is to be checked.
#[derive(Args, Clone, Debug)]
pub struct CheckOrder {
    #[command(flatten)]
    source: Source,
    /// How to print what is found
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// Prints the faults, or what the scenario holds.
pub fn check(order: &CheckOrder) -> Result<Ending, Failure> {
    match order.source.load()? {
        Ok(loaded) => {
            say(&match order.format {
                Format::Table => in_words(&loaded),
                Format::Json => in_json(&loaded),
                Format::Csv => in_csv(&loaded.warnings),
            })?;
            Ok(Ending::Done)
        }
        Err(faults) => {
            say(&match order.format {
                Format::Table => faults.to_string(),
                Format::Json => format!("{:#}", json!({ "sound": false, "faults": faults })),
                Format::Csv => in_csv(&faults),
            })?;
            if order.format == Format::Table {
                tell(&counted(&faults));
            }
            Ok(Failure::faults(&faults).ending)
        }
    }
}

fn counted(faults: &Faults) -> String {
    match faults.0.len() {
        1 => "1 fault".to_owned(),
        count => format!("{count} faults"),
    }
}

/// Faults as rows.
fn in_csv(faults: &Faults) -> String {
    let mut rows = csv::Writer::from_writer(Vec::new());
    for fault in &faults.0 {
        rows.serialize::<&Fault>(fault).expect("faults are flat rows");
    }
    let bytes = rows.into_inner().expect("memory can be written to");
    String::from_utf8(bytes).expect("rows are text")
}

/// Kinds of things that a scenario holds, with how many.
fn holdings(scenario: &Scenario) -> [(&'static str, usize); 9] {
    [
        ("nations", scenario.nations.len()),
        ("pairs", scenario.pairs.len()),
        ("classes", scenario.classes.len()),
        ("instruments", scenario.instruments.len()),
        ("organizations", scenario.organizations.len()),
        ("channels", scenario.channels.len()),
        ("databases", scenario.databases.len()),
        ("shocks", scenario.shocks.len()),
        ("options", scenario.options.len()),
    ]
}

fn cost_of(scenario: &Scenario) -> Cost {
    let study = Study {
        stage: 0,
        scenario,
        options: vec![None],
        first: 0,
        replications: scenario.run.replications,
        seed: scenario.run.seed,
        precision: None,
        paired: !scenario.shocks.is_empty(),
        traced: false,
        most_events: usual_most_events(scenario.nations.len()),
        planted_panic: None,
    };
    cost(&study, threads_there(), Which::usual())
}

fn in_json(loaded: &Loaded<Scenario>) -> String {
    let scenario = &loaded.value;
    let holds: serde_json::Map<String, serde_json::Value> = holdings(scenario)
        .into_iter()
        .map(|(what, count)| (what.to_owned(), count.into()))
        .collect();
    let (on, off) = switches(scenario);
    let options = options(scenario);
    let parts: Vec<&str> = loaded.parts.iter().map(|part| part.name.as_str()).collect();
    let document = json!({
        "sound": true,
        "faults": loaded.warnings,
        "name": scenario.about.name,
        "title": scenario.about.title,
        "parts": parts,
        "holds": holds,
        "options": options,
        "mechanisms": { "on": on, "off": off },
        "cost": cost_of(scenario),
    });
    format!("{document:#}")
}

/// Ids of the options, in order of the alphabet.
fn options(scenario: &Scenario) -> Vec<&str> {
    let mut ids: Vec<&str> = scenario.options.iter().map(|option| option.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// Names of the mechanisms that are on, and of those that are off.
fn switches(scenario: &Scenario) -> (Vec<&'static str>, Vec<&'static str>) {
    let list = scenario.mechanisms.list();
    let (on, off): (Vec<_>, Vec<_>) = list.into_iter().partition(|(_, on, _)| *on);
    let names = |list: Vec<(&'static str, bool, &str)>| list.into_iter().map(|(name, ..)| name).collect();
    (names(on), names(off))
}

fn in_words(loaded: &Loaded<Scenario>) -> String {
    let scenario = &loaded.value;
    let mut text = String::new();
    let mut part = |title: &str, body: &str| {
        let _ = write!(text, "{}\n{}\n\n", heading(title), wrapped(body));
    };
    let files: Vec<String> = loaded.parts.iter().map(|part| harmless(&part.name)).collect();
    part(
        &harmless(&scenario.about.title),
        &format!("sound; read from {}", files.join(", ")),
    );
    part("World", &world(scenario));
    let (on, off) = switches(scenario);
    part("Mechanisms that are on", &on.join(", "));
    part("Mechanisms that are off", &off.join(", "));
    if !scenario.options.is_empty() {
        part(
            "Options (run one with --option NAME)",
            &options(scenario).join(", "),
        );
    }
    part("What a run would cost, about", &price(&cost_of(scenario)));
    for warning in &loaded.warnings.0 {
        let _ = writeln!(text, "{warning}");
    }
    text.trim_end().to_owned() + "\n"
}

fn world(scenario: &Scenario) -> String {
    let held = holdings(scenario).into_iter().filter(|(_, count)| *count > 0);
    let held: Vec<String> = held
        .map(|(what, count)| {
            let what = match (count, what) {
                (1, "classes") => "class",
                (1, _) => what.trim_end_matches('s'),
                _ => what,
            };
            format!("{count} {what}")
        })
        .collect();
    let run = &scenario.run;
    let start = run
        .start
        .map_or_else(String::new, |start| format!(" from {start}"));
    format!(
        "{}; {:.1} years{start}, the first {:.1} not counted",
        held.join(", "),
        run.horizon / 365.0,
        run.warm_up / 365.0
    )
}

fn price(cost: &Cost) -> String {
    let [memory, disk] = [cost.memory_bytes, cost.journal_bytes].map(bytes_in_words);
    let room = format!("{memory} of memory, and {disk} of disk until the run is complete");
    let (Some(events), Some(seconds)) = (cost.events_per_replication, cost.seconds) else {
        return format!("{room}; the world is too large to try how many events it has");
    };
    format!(
        "{} replications of {} events: {} on {} threads (the baseline, tried on this machine), {room}",
        cost.replications,
        grouped(events),
        seconds_in_words(seconds),
        cost.threads
    )
}

/// A count to two digits with its thousands set apart.
fn grouped(count: f64) -> String {
    let unit = libm::pow(10.0, (libm::floor(libm::log10(count.max(1.0))) - 1.0).max(0.0));
    let digits = ((count / unit).round() * unit).to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The text in lines of at most 100 characters, set in by two.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 98;
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    format!("  {}", lines.join("\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_to_two_digits() {
        let told: Vec<String> = [0.0, 7.0, 123.0, 45_678.0, 1_234_567.0].map(grouped).into();
        assert_eq!(told, ["0", "7", "120", "46,000", "1,200,000"]);
    }

    #[test]
    fn long_texts_are_wrapped() {
        let text = wrapped(&"word ".repeat(50));
        assert!(
            text.lines()
                .all(|line| line.starts_with("  ") && line.len() <= 100),
            "{text}"
        );
    }
}
