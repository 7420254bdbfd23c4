//! A study: replications of one or more options in parallel, handed on in order of their number.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::experiment::replication::replicate;
use crate::experiment::sequential::Precision;
use crate::experiment::summary::{Levels, PAIRED_MOST, Summary};
use crate::model::blueprint::Blueprint;
use crate::model::measure::Count;
use crate::model::outcome::Outcome;
use crate::scenario::scenario::Scenario;

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Options to run; `None` is the baseline.
    pub options: Vec<Option<usize>>,
    /// Number of the first replication: 0, unless more are added to an earlier study.
    pub first: u32,
    /// Replications of each, or the most of them when `precision` decides.
    pub replications: u32,
    /// Seed of every draw.
    pub seed: u64,
    /// Replicate only until an interval is narrow enough.
    pub precision: Option<Precision>,
    /// Run the world without each shock, too.
    pub paired: bool,
    /// Keep every event.
    pub traced: bool,
    /// Events that a replication may have before it counts as running away.
    pub most_events: u64,
}

/// How a study is watched and stopped from outside.
pub struct Watch<'w> {
    /// Set to stop after the replications under way.
    pub stop: &'w AtomicBool,
    /// Told the replications done and planned.
    pub progress: &'w (dyn Fn(u64, u64) + Sync),
}

/// A replication that could not be finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Place of the option in the study.
    pub option: usize,
    /// Number of the replication.
    pub replication: u32,
    /// Why.
    pub reason: String,
}

/// What a study leaves.
pub struct StudyEnd {
    /// One summary an option.
    pub summaries: Vec<Summary>,
    /// Whether it was stopped from outside.
    pub stopped: bool,
    /// Replications that could not be finished.
    pub lost: Vec<Lost>,
    /// What `precision` did, in words.
    pub words: Vec<String>,
    /// Events that changed something, over all worlds.
    pub events: u64,
    /// Seconds that replications took, summed over threads.
    pub simulation_seconds: f64,
}

/// What a unit of work, one replication of one option, brings.
struct Unit {
    outcome: Outcome,
    /// Levels of the world without each shock, where that shock came.
    without: Vec<Option<Levels>>,
    events: f64,
    seconds: f64,
}

/// Units worked on before they are handed on: bounds memory.
const UNITS_AT_ONCE: usize = 32;

/// Runs a study on the threads of the current pool. `sink` sees every outcome, option by option within a replication, in
/// order of replication, whatever the threads do.
pub fn run(study: &Study, watch: &Watch, sink: &mut dyn FnMut(usize, &Outcome)) -> StudyEnd {
    let worlds: Vec<Worlds> = study
        .options
        .iter()
        .map(|&option| Worlds::new(study, option))
        .collect();
    let mut end = StudyEnd {
        summaries: worlds
            .iter()
            .map(|worlds| Summary::new(study.scenario, worlds.whole.reports.len()))
            .collect(),
        stopped: false,
        lost: Vec::new(),
        words: Vec::new(),
        events: 0,
        simulation_seconds: 0.0,
    };
    let options = study.options.len();
    let done = AtomicU64::new(0);
    let mut next = study.first;
    let last = study.first + study.replications;
    let mut goal = study.precision.as_ref().map_or(last, |_| {
        crate::experiment::sequential::next_look(0).min(last as usize) as u32
    });
    loop {
        while next < goal && !end.stopped {
            let batch = (UNITS_AT_ONCE.div_ceil(options) as u32).min(goal - next);
            let planned = u64::from(goal - study.first) * options as u64;
            let units: Vec<Option<Result<Unit, String>>> = (0..batch as usize * options)
                .into_par_iter()
                .with_max_len(1)
                .map(|n| {
                    if watch.stop.load(Ordering::Relaxed) {
                        return None;
                    }
                    let unit = worlds[n % options].run(study, next + (n / options) as u32);
                    (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, planned);
                    Some(unit)
                })
                .collect();
            hand_on(study, units, next, &mut end, sink);
            next += batch;
            end.stopped |= watch.stop.load(Ordering::Relaxed);
        }
        let Some(precision) = study.precision.as_ref().filter(|_| !end.stopped) else {
            break;
        };
        let Some(estimate) = end.summaries[0].estimate_of(&precision.measure) else {
            break;
        };
        let verdict = precision.decide(next as usize, &estimate, last as usize);
        end.words.push(verdict.words);
        match verdict.next {
            Some(more) if more as u32 > next => goal = more as u32,
            _ => break,
        }
    }
    end
}

/// Hands a batch on in order; a replication that was not started ends the study there, so that what is kept is a whole
/// beginning.
fn hand_on(
    study: &Study,
    units: Vec<Option<Result<Unit, String>>>,
    first: u32,
    end: &mut StudyEnd,
    sink: &mut dyn FnMut(usize, &Outcome),
) {
    let options = study.options.len();
    let whole = units
        .chunks(options)
        .take_while(|chunk| chunk.iter().all(Option::is_some))
        .count()
        * options;
    end.stopped |= whole < units.len();
    for (n, unit) in units.into_iter().take(whole).flatten().enumerate() {
        let option = n % options;
        let replication = first + (n / options) as u32;
        match unit {
            Ok(unit) => {
                end.events += unit.events as u64;
                end.simulation_seconds += unit.seconds;
                sink(option, &unit.outcome);
                end.summaries[option].add(study.scenario, &unit.outcome, &unit.without);
            }
            Err(reason) => end.lost.push(Lost {
                option,
                replication,
                reason,
            }),
        }
    }
}

/// The worlds of one option: with all shocks, and without each.
struct Worlds<'a> {
    whole: Blueprint<'a>,
    without: Vec<Blueprint<'a>>,
}

impl<'a> Worlds<'a> {
    fn new(study: &Study<'a>, option: Option<usize>) -> Worlds<'a> {
        let shocks = if study.paired {
            study.scenario.shocks.len()
        } else {
            0
        };
        Worlds {
            whole: Blueprint::new(study.scenario, option, None),
            without: (0..shocks)
                .map(|shock| Blueprint::new(study.scenario, option, Some(shock)))
                .collect(),
        }
    }

    /// One replication; a panic or a runaway loses only this one.
    fn run(&self, study: &Study, replication: u32) -> Result<Unit, String> {
        let begin = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| self.replicate_all(study, replication)));
        let unit =
            result.unwrap_or_else(|panic| Err(format!("the program failed: {}", words_of(&*panic))))?;
        Ok(Unit {
            seconds: begin.elapsed().as_secs_f64(),
            ..unit
        })
    }

    fn replicate_all(&self, study: &Study, replication: u32) -> Result<Unit, String> {
        let one = |plan: &Blueprint, traced: bool| {
            replicate(plan, study.seed, replication, traced, study.most_events).map_err(|runaway| {
                format!(
                    "it ran away: more than {} events by day {:.1}",
                    runaway.events,
                    runaway.time.days()
                )
            })
        };
        let outcome = one(&self.whole, study.traced)?;
        let mut events = outcome.counts[Count::Events as usize];
        let mut without = Vec::with_capacity(self.without.len());
        for (shock, plan) in self.without.iter().enumerate() {
            let wanted = outcome.shock_days[shock].is_some() && replication < PAIRED_MOST;
            let spared = if wanted { Some(one(plan, false)?) } else { None };
            events += spared
                .as_ref()
                .map_or(0.0, |spared| spared.counts[Count::Events as usize]);
            without.push(spared.map(|spared| spared.levels));
        }
        Ok(Unit {
            outcome,
            without,
            events,
            seconds: 0.0,
        })
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
