//! `Study`: what is to be run, and how it is watched.

use std::sync::atomic::AtomicBool;

use crate::experiment::sequential::Precision;
use crate::experiment::unit::Place;
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
