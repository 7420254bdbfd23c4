//! `replicate`: the one place that makes a world and runs it.

use crate::engine::chance::Chance;
use crate::engine::simulation::{Run, Runaway, run_bounded};
use crate::engine::time::SimTime;
use crate::model::blueprint::Blueprint;
use crate::model::course::Course;
use crate::model::event::Event;
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

/// Runs one replication of a world and, beside it, of the same world without each shock that strikes: what
/// [`Blueprint::new`] makes without that shock, to the bit. Until a shock first strikes the two worlds are one, and are run
/// once.
pub fn replicate_worlds(
    plan: &Blueprint,
    seed: u64,
    number: u32,
    traced: bool,
    most_events: u64,
) -> Result<(Outcome, Vec<Option<Outcome>>), Runaway> {
    let horizon = SimTime::from_days(plan.scenario.run.horizon);
    let finish = |run: Run<World>| {
        let summary = run.summary();
        run.model.finish(number, summary.fingerprint, summary.events)
    };
    let mut without: Vec<Option<Outcome>> = plan.scenario.shocks.iter().map(|_| None).collect();
    let mut run = Run::start(World::new(plan, Chance::new(seed, number), traced));
    let mut shock = 0;
    while run.until_before(horizon, most_events, |event| {
        let Event::ShockStruck(striking, _) = *event else {
            return false;
        };
        shock = usize::from(striking);
        without[shock].is_none()
    })? {
        let mut spared = run.clone();
        spared.drop_next();
        spared.model.spare(&mut spared.agenda, shock);
        spared.model.ledger.trace = None;
        spared.until(horizon, most_events)?;
        without[shock] = Some(finish(spared));
    }
    Ok((finish(run), without))
}
