//! What a run would cost: events and time of one replication, found by trying, and memory and disk from its shape.

use std::mem::size_of;
use std::panic::catch_unwind;
use std::thread::available_parallelism;
use std::time::Instant;

use crate::engine::time::YEAR;
use crate::experiment::replication::replicate;
use crate::experiment::study::Study;
use crate::experiment::unit::Shape;
use crate::model::blueprint::Blueprint;
use crate::model::measure::{COUNT_COLUMNS, Count, LEVEL_COLUMNS, MEASURES};
use crate::model::outcome::{PairState, StationState};
use crate::output::charts::which::Which;
use crate::scenario::shock::{Shock, When};

/// Events that the trial may have; longer replications are told from their beginning.
const TRIAL_EVENTS: u64 = 100_000;
/// A world of more ordered pairs than this is not tried out.
const MOST_TRIED_PAIRS: usize = 4_000_000;
/// Outcomes that wait at once, at most, to be handed on in order.
const OUTCOMES_AT_ONCE: usize = 64;

// Measured on the shipped scenarios: peaks of resident memory are within a factor of 2 of what these make.
/// Bytes that the program takes by itself.
const BASE_BYTES: usize = 8 << 20;
/// Bytes that a chart takes while it is drawn.
const CHART_BYTES: usize = 13 << 20;
/// Bytes that a world keeps of an ordered pair: experience, affinity, law, proximity and prior.
const BYTES_PER_PAIR: usize = 160;
/// With a reach, nations come to know so many times as many as they know from the start.
const GROWTH_BY_MEETING: usize = 4;
/// Bytes of a row of a table.
const BYTES_PER_ROW: usize = 250;

/// What a run would cost, about.
#[derive(Copy, Clone, Debug, PartialEq, serde::Serialize)]
pub struct Cost {
    /// Replications.
    pub replications: u32,
    /// Threads.
    pub threads: usize,
    /// Events of one replication; none where the world is too large to try.
    pub events_per_replication: Option<f64>,
    /// Seconds of the whole run; none where the events are not known.
    pub seconds: Option<f64>,
    /// Bytes of memory.
    pub memory_bytes: u64,
    /// Bytes of disk that the journal takes while the run is under way.
    pub journal_bytes: u64,
}

/// The cost of a study on so many threads with these charts.
pub fn cost(study: &Study, threads: usize, charts: Which) -> Cost {
    let plan = Blueprint::new(study.scenario, None, None);
    let trial = (plan.dyads.count() <= MOST_TRIED_PAIRS)
        .then(|| trial(study))
        .flatten();
    let beside: f64 = if study.paired {
        study
            .scenario
            .shocks
            .iter()
            .map(|shock| left_after(shock, study))
            .sum()
    } else {
        0.0
    };
    let units = f64::from(study.replications) * study.options.len() as f64;
    let at_once = (threads as f64).min(units).max(1.0);
    Cost {
        replications: study.replications,
        threads,
        events_per_replication: trial.map(|(events, _)| events),
        seconds: trial.map(|(_, seconds)| seconds * (1.0 + beside) * units / at_once),
        memory_bytes: memory(study, &plan, threads, charts),
        journal_bytes: (Shape::new(&plan, study.paired).bytes() as f64 * units) as u64,
    }
}

/// The world without a shock is run beside the world from the day on which it first strikes: the share of the run that is
/// left then; for random shocks, after the mean time until the first.
fn left_after(shock: &Shock, study: &Study) -> f64 {
    let horizon = study.scenario.run.horizon;
    let first = match &shock.when {
        When::Days(days) => days
            .iter()
            .copied()
            .filter(|&day| day >= 0.0)
            .fold(f64::INFINITY, f64::min),
        When::Rate(rate) => YEAR / rate,
    };
    (1.0 - first / horizon).max(0.0)
}

/// Events and seconds of the first replication; where it is long, from those of its beginning. None where it fails: then
/// the run will say so.
fn trial(study: &Study) -> Option<(f64, f64)> {
    let plan = Blueprint::new(study.scenario, study.options[0], None);
    let begin = Instant::now();
    let tried = catch_unwind(|| replicate(&plan, study.seed, 0, false, TRIAL_EVENTS)).ok()?;
    let seconds = begin.elapsed().as_secs_f64();
    Some(match tried {
        Ok(outcome) => (outcome.counts[Count::Events as usize], seconds),
        Err(cut) => {
            let whole = study.scenario.run.horizon / cut.time.days().max(1e-3);
            (cut.events as f64 * whole, seconds * whole)
        }
    })
}

/// Bytes that a run keeps at once: a world a thread and, where options share a past, that past; the outcomes that wait to be
/// handed on, what all replications say together, the tables, and the charts that are drawn.
fn memory(study: &Study, plan: &Blueprint, threads: usize, charts: Which) -> u64 {
    let scenario = study.scenario;
    let (nations, options) = (scenario.nations.len(), study.options.len());
    let replications = study.replications as usize;
    let reports = (scenario.run.horizon / scenario.run.report_every) as usize + 1;
    let (told, stations) = (plan.pairs_told() * plan.moments.len(), reports * nations * 2);
    let kept = told * size_of::<PairState>()
        + stations * size_of::<StationState>()
        + reports * size_of::<[f64; LEVEL_COLUMNS]>();
    let meetings = if plan.dyads.has_every() {
        1
    } else {
        GROWTH_BY_MEETING
    };
    let world = meetings * plan.dyads.count() * BYTES_PER_PAIR + 3 * kept;
    let waiting = OUTCOMES_AT_ONCE.min(replications.saturating_mul(options)) * kept;
    let levels = reports * LEVEL_COLUMNS * (48 + 4 * replications.min(1000));
    // Columns of a number a replication grow by doubling.
    let columns = replications * (COUNT_COLUMNS + MEASURES.len()) * 12;
    let rows = (told + stations + reports * LEVEL_COLUMNS) * BYTES_PER_ROW;
    let drawn = threads.min(charts.count()) * CHART_BYTES;
    let worlds = threads * if options > 1 { 2 } else { 1 };
    let sum = [
        BASE_BYTES + drawn,
        world.saturating_mul(worlds),
        waiting,
        (levels + columns + rows + kept).saturating_mul(options),
    ];
    sum.into_iter()
        .fold(0, |sum, part| sum.saturating_add(part as u64))
}

/// Threads that this machine has.
pub fn threads_there() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// A number of bytes for people.
pub fn bytes_in_words(bytes: u64) -> String {
    let mib = bytes as f64 / f64::from(1 << 20);
    if mib < 1024.0 {
        format!("{mib:.0} MiB")
    } else {
        format!("{:.1} GiB", mib / 1024.0)
    }
}

/// A duration for people.
pub fn seconds_in_words(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "under a second".to_owned(),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7200.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.0} h", s / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_told_in_words() {
        assert_eq!(bytes_in_words(16 << 20), "16 MiB");
        assert_eq!(bytes_in_words(3 << 29), "1.5 GiB");
        assert_eq!(seconds_in_words(0.2), "under a second");
        assert_eq!(seconds_in_words(89.6), "90 s");
        assert_eq!(seconds_in_words(600.0), "10 min");
        assert_eq!(seconds_in_words(36_000.0), "10 h");
    }
}
