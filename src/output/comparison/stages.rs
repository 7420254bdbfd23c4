//! Stages after the first: each a study of its own, watched, kept and stopped like it.

use std::io;

use crate::experiment::decomposition::PartedAll;
use crate::experiment::keeper::Keeper;
use crate::experiment::runner::{Lost, StudyEnd, run};
use crate::experiment::study::{Study, Watch};
use crate::model::outcome::Outcome;

/// What all stages together left behind.
#[derive(Debug, Default)]
pub struct StagesEnd {
    /// Whether they were stopped from outside.
    pub stopped: bool,
    /// Replications that could not be finished: the option's name, and the stage with the reason.
    pub lost: Vec<(String, Lost)>,
    /// Events that changed something.
    pub events: u64,
    /// Seconds that replications took, summed over threads.
    pub simulation_seconds: f64,
}

/// Runs stages one after another, each under a number of its own.
pub struct Stages<'w> {
    watch: &'w Watch<'w>,
    keeper: &'w dyn Keeper,
    number: u32,
    done: u64,
    end: StagesEnd,
}

impl<'w> Stages<'w> {
    /// Nothing run yet but the first stage.
    pub fn new(watch: &'w Watch<'w>, keeper: &'w dyn Keeper) -> Stages<'w> {
        Stages {
            watch,
            keeper,
            number: 0,
            done: 0,
            end: StagesEnd::default(),
        }
    }

    /// Runs a stage, whose number is set here; whether every replication of it was finished. After a stop nothing runs any
    /// more.
    pub fn run(
        &mut self,
        stage: &str,
        study: Study,
        names: &[&str],
        sink: &mut dyn FnMut(usize, &Outcome),
    ) -> io::Result<bool> {
        self.number += 1;
        if self.end.stopped {
            return Ok(false);
        }
        let study = Study {
            stage: self.number,
            paired: false,
            traced: false,
            precision: None,
            ..study
        };
        let before = self.done;
        let progress = |done, planned| (self.watch.progress)(before + done, before + planned);
        let watch = Watch {
            stop: self.watch.stop,
            progress: &progress,
        };
        let mut end = run(&study, &watch, self.keeper, sink);
        if let Some(failure) = end.failure.take() {
            return Err(failure);
        }
        self.done += u64::from(study.replications) * study.options.len() as u64;
        let whole = !end.stopped && end.lost.is_empty();
        self.note(stage, end, names);
        Ok(whole)
    }

    fn note(&mut self, stage: &str, end: StudyEnd, names: &[&str]) {
        self.end.stopped |= end.stopped;
        self.end.events = self.end.events.saturating_add(end.events);
        self.end.simulation_seconds += end.simulation_seconds;
        self.end.lost.extend(end.lost.into_iter().map(|lost| {
            let name = names.get(lost.option).map_or("", |name| *name).to_owned();
            let reason = format!("{stage}: {}", lost.reason);
            (name, Lost { reason, ..lost })
        }));
    }

    /// Notes what a decomposition left, which runs worlds of its own.
    pub fn note_decomposition(&mut self, parted: &PartedAll, names: &[String]) {
        self.end.stopped |= parted.stopped;
        self.end
            .lost
            .extend(parted.lost.iter().map(|(option, replication, reason)| {
                let lost = Lost {
                    option: *option,
                    replication: *replication,
                    reason: format!("decomposition: {reason}"),
                };
                (names[*option].clone(), lost)
            }));
    }

    /// What they left behind.
    pub fn end(self) -> StagesEnd {
        self.end
    }
}
