//! Carrying out a study: replications of one or more options in parallel, handed on in order of their number. What a keeper has
//! of them already is taken from there.

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::experiment::bench::{Bench, lock};
use crate::experiment::keeper::{Ended, Forgetful, Keeper};
use crate::experiment::sequential::next_look;
use crate::experiment::study::{Study, Watch};
use crate::experiment::summary::Summary;
use crate::model::outcome::Outcome;

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

/// Units worked on before they are handed on, and in the end fewer than twice as many: bounds memory.
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
        summaries: study
            .options
            .iter()
            .map(|_| Summary::new(study.scenario, bench.reports()))
            .collect(),
        stopped: false,
        lost: Vec::new(),
        words: Vec::new(),
        events: 0,
        simulation_seconds: 0.0,
        failure: None,
    };
    let options: Vec<usize> = (0..study.options.len()).collect();
    let done = AtomicU64::new(0);
    let mut next = study.first;
    let last = study.first.saturating_add(study.replications);
    let mut goal = study
        .precision
        .as_ref()
        .map_or(last, |_| next_look(0).min(last as usize) as u32);
    loop {
        while next < goal && !end.stopped {
            let batch = batch_of(goal - next, UNITS_AT_ONCE.div_ceil(options.len()) as u32);
            let planned = u64::from(goal - study.first) * options.len() as u64;
            let tell = || (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, planned);
            let units: Vec<Vec<Option<Ended>>> = (next..next + batch)
                .into_par_iter()
                .with_max_len(1)
                .map(|replication| bench.finished(replication, &options, &tell))
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

/// How many of the replications that are left are worked on together: few, or all of them where else fewer than that would be
/// left for the end, when threads wait for the last.
fn batch_of(left: u32, few: u32) -> u32 {
    if left < 2 * few { left } else { few }
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
    let tell = || (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, units);
    (0..study.replications)
        .into_par_iter()
        .with_max_len(1)
        .for_each(|n| {
            let is_ours = |&option: &usize| (u64::from(n) * options + option as u64) % of == first;
            let ours: Vec<usize> = (0..study.options.len()).filter(is_ours).collect();
            let replication = study.first + n;
            for (&option, unit) in ours.iter().zip(bench.finished(replication, &ours, &tell)) {
                if let Some(Err(reason)) = unit {
                    lock(&lost).push(Lost {
                        option,
                        replication,
                        reason,
                    });
                }
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
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: &|_, _| {},
    };
    let bench = Bench::new(study, &watch, &Forgetful);
    bench.alone(0, replication)
}

/// Hands a batch on in order; a replication that was not started ends the study there, so that what is kept is a whole
/// beginning.
fn hand_on(
    study: &Study,
    units: Vec<Vec<Option<Ended>>>,
    first: u32,
    end: &mut StudyEnd,
    sink: &mut dyn FnMut(usize, &Outcome),
) {
    for (replication, units) in (first..).zip(units) {
        let Some(units) = units.into_iter().collect::<Option<Vec<Ended>>>() else {
            end.stopped = true;
            return;
        };
        for (option, unit) in units.into_iter().enumerate() {
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
}
