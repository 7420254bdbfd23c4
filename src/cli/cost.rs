//! What a run would cost: the events of one replication, found by trying, and from them time and memory.

use std::mem::size_of;
use std::thread::available_parallelism;

use crate::experiment::replication::replicate;
use crate::model::blueprint::Blueprint;
use crate::model::measure::{Count, LEVEL_COLUMNS};
use crate::model::outcome::{PairState, StationState};
use crate::scenario::scenario::Scenario;

/// Nanoseconds that an event takes on one core. Assumption: measured in `harmonization` on a two-core server of 2026.
const NANOSECONDS_PER_EVENT: f64 = 300.0;
/// Events that the trial may have; longer replications are told from their beginning.
const TRIAL_EVENTS: u64 = 100_000;
/// Bytes that a world keeps of an ordered pair: experience, affinity, ties, proximity and prior.
const BYTES_PER_PAIR: usize = 160;
/// Outcomes that wait at once to be handed on in order.
const OUTCOMES_AT_ONCE: u64 = 32;
/// What the program takes by itself.
const BASE_BYTES: usize = 16 << 20;
/// A world of more ordered pairs than this is not tried out.
const MOST_TRIED_PAIRS: usize = 4_000_000;
/// The most memory that a run may be expected to need.
pub const MOST_BYTES: u64 = 16 << 30;

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
}

/// The cost of so many replications of the baseline on so many threads.
pub fn cost(scenario: &Scenario, seed: u64, replications: u32, threads: usize) -> Cost {
    let tried = scenario.nations.len().pow(2) <= MOST_TRIED_PAIRS;
    let events = tried.then(|| events_of_one(scenario, seed));
    // The world is run without each shock, too, on the same luck.
    let worlds = 1.0 + scenario.shocks.len() as f64;
    let at_once = threads.min(replications as usize).max(1) as f64;
    Cost {
        replications,
        threads,
        events_per_replication: events,
        seconds: events
            .map(|events| events * worlds * f64::from(replications) * NANOSECONDS_PER_EVENT * 1e-9 / at_once),
        memory_bytes: memory(scenario, replications, threads),
    }
}

/// Events of the first replication; where they are many, from those of its beginning.
fn events_of_one(scenario: &Scenario, seed: u64) -> f64 {
    let plan = Blueprint::new(scenario, None, None);
    match replicate(&plan, seed, 0, false, TRIAL_EVENTS) {
        Ok(outcome) => outcome.counts[Count::Events as usize],
        Err(cut) => cut.events as f64 * scenario.run.horizon / cut.time.days().max(1e-3),
    }
}

/// Bytes that a run keeps at once: a world a thread, and the outcomes that wait to be handed on.
pub fn memory(scenario: &Scenario, replications: u32, threads: usize) -> u64 {
    let nations = scenario.nations.len();
    let reports = (scenario.run.horizon / scenario.run.report_every) as usize + 1;
    let moments = 4;
    let kept = nations * nations * moments * size_of::<PairState>()
        + nations * 2 * reports * size_of::<StationState>()
        + reports * size_of::<[f64; LEVEL_COLUMNS]>();
    let world = nations * nations * BYTES_PER_PAIR + kept;
    let outcomes = OUTCOMES_AT_ONCE.min(u64::from(replications)) * kept as u64;
    BASE_BYTES as u64 + (world * threads) as u64 + outcomes
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
