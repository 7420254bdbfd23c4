//! `replicate`: the one place that makes a world and runs it.

use crate::engine::chance::Chance;
use crate::engine::simulation::{Runaway, run_bounded};
use crate::engine::time::SimTime;
use crate::model::blueprint::Blueprint;
use crate::model::outcome::Outcome;
use crate::model::world::World;

/// Runs one replication of a world. It depends on nothing but the blueprint, the seed and its number; whether its events
/// are kept changes no bit of the rest.
pub fn replicate(
    plan: &Blueprint,
    seed: u64,
    number: u32,
    traced: bool,
    most_events: u64,
) -> Result<Outcome, Runaway> {
    let mut world = World::new(plan, Chance::new(seed, number), traced);
    let horizon = SimTime::from_days(plan.scenario.run.horizon);
    let summary = run_bounded(&mut world, horizon, most_events)?;
    Ok(world.finish(number, summary.fingerprint, summary.events))
}
