//! Stages after the first: each a study of its own, watched and stopped like it.

use crate::experiment::study::{Study, StudyEnd, Watch, run};
use crate::model::outcome::Outcome;

/// What all stages together left behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StagesEnd {
    /// Whether they were stopped from outside.
    pub stopped: bool,
    /// Replications that could not be finished, as `stage, option/number: reason`.
    pub lost: Vec<String>,
    /// Events that changed something.
    pub events: u64,
    /// Seconds that replications took, summed over threads.
    pub simulation_seconds: f64,
}

/// Runs stages one after another.
pub struct Stages<'w> {
    watch: &'w Watch<'w>,
    done: u64,
    end: StagesEnd,
}

impl<'w> Stages<'w> {
    /// Nothing run yet.
    pub fn new(watch: &'w Watch<'w>) -> Stages<'w> {
        Stages {
            watch,
            done: 0,
            end: StagesEnd::default(),
        }
    }

    /// Runs a stage; whether every replication of it was finished. After a stop nothing runs any more.
    pub fn run(
        &mut self,
        stage: &str,
        study: &Study,
        names: &[String],
        sink: &mut dyn FnMut(usize, &Outcome),
    ) -> bool {
        if self.end.stopped {
            return false;
        }
        let before = self.done;
        let progress = |done, planned| (self.watch.progress)(before + done, before + planned);
        let watch = Watch {
            stop: self.watch.stop,
            progress: &progress,
        };
        let end = run(study, &watch, sink);
        self.done += u64::from(study.replications) * study.options.len() as u64;
        let whole = !end.stopped && end.lost.is_empty();
        self.note(stage, &end, names);
        whole
    }

    fn note(&mut self, stage: &str, end: &StudyEnd, names: &[String]) {
        self.end.stopped |= end.stopped;
        self.end.events += end.events;
        self.end.simulation_seconds += end.simulation_seconds;
        self.end.lost.extend(end.lost.iter().map(|lost| {
            let name = names.get(lost.option).map_or("", String::as_str);
            format!("{stage}, {name}/{}: {}", lost.replication, lost.reason)
        }));
    }

    /// What they left behind.
    pub fn end(self) -> StagesEnd {
        self.end
    }
}
