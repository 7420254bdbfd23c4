//! `timing.json`: how long a run took and what it needed. The only place that is bound to a platform.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::cli::ending::Failure;
use crate::experiment::runner::StudyEnd;
use crate::output::folder::write_json;

/// How long a run took and what it needed.
#[derive(Copy, Clone, Debug, PartialEq, Serialize)]
pub struct Timing {
    /// Seconds from the first replication to the last chart.
    pub wall_seconds: f64,
    /// Seconds that replications took, summed over threads.
    pub simulation_seconds: f64,
    /// Threads.
    pub threads: usize,
    /// Events that changed something.
    pub events: u64,
    /// Those over the seconds of simulation: the speed of one thread.
    pub events_per_second: Option<f64>,
    /// The most memory that the process had, where the system tells.
    pub peak_memory_bytes: Option<u64>,
}

impl Timing {
    /// The timing of a study that has ended.
    pub fn new(end: &StudyEnd, threads: usize, wall: Duration) -> Self {
        let speed = end.events as f64 / end.simulation_seconds;
        Self {
            wall_seconds: wall.as_secs_f64(),
            simulation_seconds: end.simulation_seconds,
            threads,
            events: end.events,
            events_per_second: Some(speed).filter(|speed| speed.is_finite()),
            peak_memory_bytes: peak_memory(),
        }
    }

    /// Puts it into a run's folder.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let path = folder.join("timing.json");
        write_json(&path, self).map_err(|error| Failure::io(&path, &error))
    }
}

/// The high-water mark of resident memory, as Linux tells it (proc(5), `VmHWM`).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
