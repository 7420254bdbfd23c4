//! `replicate`: the one place that makes a world and runs it.

use crate::engine::chance::Chance;
use crate::engine::simulation::{Runaway, run_bounded};
use crate::engine::time::SimTime;
use crate::model::blueprint::Blueprint;
use crate::model::course::Course;
use crate::model::outcome::Outcome;
use crate::model::world::World;

/// Runs one replication with the course of its drivers kept or held, and gives the course back.
pub fn replicate_course(
    plan: &Blueprint,
    seed: u64,
    number: u32,
    most_events: u64,
    course: Course,
) -> Result<(Outcome, Course), Runaway> {
    let mut world = World::new(plan, Chance::new(seed, number), false);
    world.course = course;
    let horizon = SimTime::from_days(plan.scenario.run.horizon);
    let summary = run_bounded(&mut world, horizon, most_events)?;
    let course = std::mem::take(&mut world.course);
    Ok((world.finish(number, summary.fingerprint, summary.events), course))
}

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
