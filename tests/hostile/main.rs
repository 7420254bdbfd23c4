//! Files from people who mean no good: every number of the format at its extremes, scenarios mutated by structure,
//! journals and shards with flipped and missing bytes, names that would be formulas, markup or commands to a terminal.
//! Whatever they hold, the program neither panics nor hangs, and says where the fault is.
//!
//! 10,000 mutated scenarios; 1,000,000 with `COMITY_THOROUGH=1`. One again: `COMITY_MUTANT=17 cargo test --test hostile`.

mod fields;
mod journals;
mod mutator;
mod names;

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use comity::cli::shipped::SHIPPED;
use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;
use comity::scenario::check::load_scenario;
use comity::scenario::fault::{Fault, Faults, Place, Severity};
use comity::scenario::load::{Loaded, Part};
use comity::scenario::scenario::Scenario;

use mutator::mutant;

/// Events that a mutant which is sound is let run for.
const FEW_EVENTS: u64 = 500;
/// One sound mutant in so many is run.
const RUN_ONE_IN: u64 = 20;

/// Reads a scenario text; tables and bases come from the shipped ones.
pub(crate) fn load(text: &str) -> Result<Loaded<Scenario>, Faults> {
    let fetch = |asking: &str, wanted: &str| {
        let shipped = || {
            SHIPPED
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, text)| (*text).to_owned())
        };
        let text = if asking.is_empty() || wanted == "mutant.toml" {
            Some(text.to_owned())
        } else {
            shipped()
        };
        text.map(|text| Part {
            name: wanted.to_owned(),
            text,
        })
        .ok_or_else(|| format!("{wanted} is not there"))
    };
    load_scenario("mutant.toml", &[], &fetch)
}

/// What became of the mutants.
#[derive(Debug, Default)]
struct Count {
    sound: AtomicU64,
    refused: AtomicU64,
    placed: AtomicU64,
    grammatical: AtomicU64,
}

/// Whether a refusal says where, and of a value out of its range which key and which range.
fn teaches(faults: &Faults) -> bool {
    let errors = || faults.0.iter().filter(|fault| fault.severity == Severity::Error);
    let placed = |fault: &Fault| fault.place != Place::Nowhere;
    let ranged = |fault: &Fault| {
        !fault.message.contains("out of range") || (!fault.key.is_empty() && fault.allowed.is_some())
    };
    errors().count() > 0 && errors().all(|fault| placed(fault) && ranged(fault))
}

fn examine(seed: u64, count: &Count) -> Result<(), String> {
    let (scenario, text) = mutant(seed);
    let begin = Instant::now();
    let read = catch_unwind(|| load(&text)).map_err(|_| format!("a mutant of {scenario} made it panic"))?;
    let took = begin.elapsed();
    if took > Duration::from_secs(2) {
        return Err(format!("a mutant of {scenario} took {took:?}"));
    }
    match read {
        Err(faults) => {
            count.refused.fetch_add(1, Ordering::Relaxed);
            count
                .placed
                .fetch_add(u64::from(teaches(&faults)), Ordering::Relaxed);
            let told = faults.to_string();
            let steers = |c: char| c.is_control() && c != '\n';
            if told.chars().any(steers) || told.is_empty() {
                return Err(format!("what is told could steer a terminal: {told:?}"));
            }
        }
        Ok(loaded) => {
            count.sound.fetch_add(1, Ordering::Relaxed);
            // A tiny world of it is run, so that what passes the checks is known to run, too.
            if seed.is_multiple_of(RUN_ONE_IN) {
                let plan = || Blueprint::new(&loaded.value, None, None);
                catch_unwind(AssertUnwindSafe(|| {
                    replicate(&plan(), 1, 0, false, FEW_EVENTS).is_ok()
                }))
                .map_err(|_| format!("a sound mutant of {scenario} made a run panic"))?;
            }
        }
    }
    let grammatical = text.parse::<toml::Table>().is_ok();
    count
        .grammatical
        .fetch_add(u64::from(grammatical), Ordering::Relaxed);
    Ok(())
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "shows a mutant that is asked for, and what became of all"
)]
fn ten_thousand_mutated_scenarios_are_read_or_refused_with_the_place() {
    let count = Count::default();
    if let Some(seed) = env::var("COMITY_MUTANT").ok().and_then(|seed| seed.parse().ok()) {
        println!("{}", mutant(seed).1);
        examine(seed, &count).unwrap_or_else(|why| panic!("{why}"));
        return;
    }
    let mutants = if env::var_os("COMITY_THOROUGH").is_some() {
        1_000_000
    } else {
        10_000
    };
    let next = AtomicU64::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= mutants {
                        break;
                    }
                    if let Err(why) = examine(seed, &count) {
                        failures
                            .lock()
                            .expect("no panic while it is held")
                            .push(format!("COMITY_MUTANT={seed}: {why}"));
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no panic while it is held");
    assert!(
        failures.is_empty(),
        "{} of {mutants}:\n{}",
        failures.len(),
        failures[..failures.len().min(5)].join("\n")
    );
    let [sound, refused, placed, grammatical] =
        [&count.sound, &count.refused, &count.placed, &count.grammatical]
            .map(|count| count.load(Ordering::Relaxed));
    assert_eq!(sound + refused, mutants);
    assert!(
        placed * 100 >= refused * 95,
        "{placed} of {refused} refusals say where"
    );
    assert!(
        grammatical * 100 >= mutants * 30,
        "{grammatical} of {mutants} pass the grammar: the mutator is too coarse"
    );
    assert!(
        sound * 100 >= mutants * 5,
        "{sound} of {mutants} are sound: the mutator is too coarse"
    );
    println!(
        "{mutants} mutants: {sound} sound, {refused} refused, {placed} with their place, {grammatical} grammatical"
    );
}
