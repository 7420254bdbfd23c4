//! A study: replications of one or more options in parallel, handed on in order of their number. What a keeper has of
//! them already is taken from there.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::engine::simulation::Runaway;
use crate::experiment::keeper::{Ended, Keeper};
use crate::experiment::replication::{replicate, replicate_worlds};
use crate::experiment::sequential::Precision;
use crate::experiment::summary::{PAIRED_MOST, Summary};
use crate::experiment::unit::{Place, Shape, Unit};
use crate::model::blueprint::Blueprint;
use crate::model::measure::Count;
use crate::model::outcome::Outcome;
use crate::scenario::scenario::Scenario;

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// Its number, where one study follows from another; it tells their units apart.
    pub stage: u32,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Options to run; `None` is the baseline.
    pub options: Vec<Option<usize>>,
    /// Number of the first replication: 0, unless more are added to those of an earlier stage.
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
    /// The replication that is to panic, for tests of what a panic leaves.
    pub planted_panic: Option<u32>,
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
    /// Why units could not be kept or found, if that ended the study.
    pub failure: Option<io::Error>,
}

/// Units worked on before they are handed on: bounds memory.
const UNITS_AT_ONCE: usize = 32;

/// Runs a study on the threads of the current pool. `sink` sees every outcome, option by option within a replication, in
/// order of replication, whatever the threads do and whatever `keeper` has already.
pub fn run(
    study: &Study,
    watch: &Watch,
    keeper: &dyn Keeper,
    sink: &mut dyn FnMut(usize, &Outcome),
) -> StudyEnd {
    let bench = Bench::new(study, watch, keeper);
    let mut end = StudyEnd {
        summaries: bench
            .worlds
            .iter()
            .map(|worlds| Summary::new(study.scenario, worlds.plan.reports.len()))
            .collect(),
        stopped: false,
        lost: Vec::new(),
        words: Vec::new(),
        events: 0,
        simulation_seconds: 0.0,
        failure: None,
    };
    let options = study.options.len();
    let done = AtomicU64::new(0);
    let mut next = study.first;
    let last = study.first.saturating_add(study.replications);
    let mut goal = study.precision.as_ref().map_or(last, |_| {
        crate::experiment::sequential::next_look(0).min(last as usize) as u32
    });
    loop {
        while next < goal && !end.stopped {
            let batch = (UNITS_AT_ONCE.div_ceil(options) as u32).min(goal - next);
            let planned = u64::from(goal - study.first) * options as u64;
            let units: Vec<Option<Ended>> = (0..batch as usize * options)
                .into_par_iter()
                .with_max_len(1)
                .map(|n| {
                    let place = study.place(n % options, next + (n / options) as u32);
                    let ended = bench.finished(place)?;
                    (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, planned);
                    Some(ended)
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
    end.failure = bench.failure();
    end
}

/// What working on some of the units of a study leaves; their results are with the keeper.
#[derive(Debug)]
pub struct PartEnd {
    /// Units that are with the keeper now.
    pub done: u64,
    /// Units that were lost.
    pub lost: Vec<Lost>,
    /// Whether it was stopped from outside.
    pub stopped: bool,
    /// Why units could not be kept or found, if that ended the work.
    pub failure: Option<io::Error>,
}

/// Works on every `of`-th unit of a study from `first` on (counted from 0, option by option within a replication), in
/// any order, on the threads of the current pool.
pub fn run_part(study: &Study, watch: &Watch, keeper: &dyn Keeper, first: u64, of: u64) -> PartEnd {
    let bench = Bench::new(study, watch, keeper);
    let options = study.options.len() as u64;
    let all = u64::from(study.replications) * options;
    let units = all.saturating_sub(first).div_ceil(of);
    let done = AtomicU64::new(0);
    let lost = Mutex::new(Vec::new());
    (0..units as usize).into_par_iter().with_max_len(1).for_each(|n| {
        let unit = first + n as u64 * of;
        let place = study.place((unit % options) as usize, study.first + (unit / options) as u32);
        let Some(ended) = bench.finished(place) else {
            return;
        };
        (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, units);
        if let Err(reason) = ended {
            lock(&lost).push(Lost {
                option: place.option as usize,
                replication: place.replication,
                reason,
            });
        }
    });
    let mut lost = std::mem::take(&mut *lock(&lost));
    lost.sort_by_key(|lost| (lost.replication, lost.option));
    let done = done.into_inner();
    PartEnd {
        done,
        lost,
        stopped: done < units,
        failure: bench.failure(),
    }
}

/// Runs one replication of the first option of a study again, alone.
pub fn replay(study: &Study, replication: u32) -> Ended {
    Worlds::new(study, study.options[0]).run(study, replication)
}

impl Study<'_> {
    /// The place of a unit of this study.
    pub fn place(&self, option: usize, replication: u32) -> Place {
        Place {
            stage: self.stage,
            option: option as u32,
            replication,
        }
    }
}

/// A lock that a panic elsewhere does not spoil: what it guards is whole between any two steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where units are worked on: the worlds of every option, and what is shared by the threads.
struct Bench<'a> {
    study: &'a Study<'a>,
    watch: &'a Watch<'a>,
    keeper: &'a dyn Keeper,
    worlds: Vec<Worlds<'a>>,
    failure: Mutex<Option<io::Error>>,
}

impl<'a> Bench<'a> {
    fn new(study: &'a Study<'a>, watch: &'a Watch<'a>, keeper: &'a dyn Keeper) -> Bench<'a> {
        let options = study.options.iter();
        Bench {
            study,
            watch,
            keeper,
            worlds: options.map(|&option| Worlds::new(study, option)).collect(),
            failure: Mutex::new(None),
        }
    }

    /// A unit that has ended: as the keeper has it, or worked on now and kept; `None` when the study is to stop.
    fn finished(&self, place: Place) -> Option<Ended> {
        if self.watch.stop.load(Ordering::Relaxed) {
            return None;
        }
        let worlds = &self.worlds[place.option as usize];
        let ended = match self.keeper.find(place, &worlds.shape) {
            Ok(None) => self.keeper.keep(place, worlds.run(self.study, place.replication)),
            Ok(Some(ended)) => Ok(ended),
            Err(error) => Err(error),
        };
        let stop = |error| {
            lock(&self.failure).get_or_insert(error);
            self.watch.stop.store(true, Ordering::Relaxed);
        };
        ended.map_err(stop).ok()
    }

    /// The first thing that went wrong.
    fn failure(self) -> Option<io::Error> {
        self.failure.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands a batch on in order; a replication that was not started ends the study there, so that what is kept is a whole
/// beginning.
fn hand_on(
    study: &Study,
    units: Vec<Option<Ended>>,
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
                end.events = end.events.saturating_add(unit.events);
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

/// The world of one option, with and without its shocks.
struct Worlds<'a> {
    plan: Blueprint<'a>,
    shape: Shape,
}

impl<'a> Worlds<'a> {
    fn new(study: &Study<'a>, option: Option<usize>) -> Worlds<'a> {
        let plan = Blueprint::new(study.scenario, option, None);
        Worlds {
            shape: Shape::new(&plan, study.paired),
            plan,
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
        assert!(
            study.planted_panic != Some(replication),
            "a test planted a panic here"
        );
        let (seed, traced, most) = (study.seed, study.traced, study.most_events);
        let worlds = if study.paired && replication < PAIRED_MOST {
            replicate_worlds(&self.plan, seed, replication, traced, most)
        } else {
            replicate(&self.plan, seed, replication, traced, most).map(|outcome| {
                let none = if study.paired {
                    self.plan.scenario.shocks.len()
                } else {
                    0
                };
                (outcome, (0..none).map(|_| None).collect())
            })
        };
        let (outcome, without) = worlds.map_err(words_of_runaway)?;
        let events = |outcome: &Outcome| outcome.counts[Count::Events as usize] as u64;
        Ok(Unit {
            events: events(&outcome) + without.iter().flatten().map(events).sum::<u64>(),
            without: without
                .into_iter()
                .map(|spared| spared.map(|spared| spared.levels))
                .collect(),
            outcome,
            seconds: 0.0,
        })
    }
}

fn words_of_runaway(runaway: Runaway) -> String {
    let Runaway {
        events,
        time,
        process,
        share,
    } = runaway;
    let (day, share) = (time.days(), (share * 100.0).round());
    format!(
        "it ran away: more than {events} events by day {day:.1}, of the last of them {share} % `{process}`"
    )
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
