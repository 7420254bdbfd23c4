//! `Replication`: the one place that makes a world and runs it.

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
    Replication::start(plan, seed, number, traced, most_events).finish()
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
    Replication::start(plan, seed, number, traced, most_events).finish_worlds()
}

/// A replication under way. Its clone goes on on its own, as the world of an option that acts from then on or of a shock that
/// does not strike.
#[derive(Clone)]
pub struct Replication<'a> {
    run: Run<World<'a>>,
    number: u32,
    most_events: u64,
    horizon: SimTime,
}

impl<'a> Replication<'a> {
    /// A replication in which nothing has happened yet.
    pub fn start(
        plan: &'a Blueprint<'a>,
        seed: u64,
        number: u32,
        traced: bool,
        most_events: u64,
    ) -> Replication<'a> {
        Replication {
            run: Run::start(World::new(plan, Chance::new(seed, number), traced)),
            number,
            most_events,
            horizon: SimTime::from_days(plan.scenario.run.horizon),
        }
    }

    /// Goes on until just before the first event at or after a day or, if it is to halt at shocks, before the first of these;
    /// tells whether it has halted.
    pub fn until_before(&mut self, day: f64, halt_at_shocks: bool) -> Result<bool, Runaway> {
        if day <= 0.0 {
            return Ok(false);
        }
        let last = SimTime::from_days(day.next_down()).min(self.horizon);
        self.run.until_before(last, self.most_events, |event| {
            halt_at_shocks && matches!(event, Event::ShockStruck(..))
        })
    }

    /// Goes on as the world of an option, none of whose actions is due before now, where nobody has acted: what
    /// [`replicate`] makes of its blueprint, to the bit.
    pub fn act(&mut self, option: &'a Blueprint<'a>) {
        self.run.model.plan = option;
        self.run.model.start_actions(&mut self.run.agenda);
    }

    /// Goes on to the horizon.
    pub fn finish(mut self) -> Result<Outcome, Runaway> {
        self.run.until(self.horizon, self.most_events)?;
        Ok(self.outcome())
    }

    /// Goes on to the horizon, with and without each shock that strikes from now on.
    pub fn finish_worlds(mut self) -> Result<(Outcome, Vec<Option<Outcome>>), Runaway> {
        let mut without: Vec<Option<Outcome>> =
            self.run.model.plan.scenario.shocks.iter().map(|_| None).collect();
        let mut shock = 0;
        while self.run.until_before(self.horizon, self.most_events, |event| {
            let Event::ShockStruck(striking, _) = *event else {
                return false;
            };
            shock = usize::from(striking);
            without[shock].is_none()
        })? {
            without[shock] = Some(self.clone().spare(shock).finish()?);
        }
        Ok((self.outcome(), without))
    }

    /// Goes on without the shock before which it has halted, and without a trace.
    fn spare(mut self, shock: usize) -> Replication<'a> {
        self.run.drop_next();
        self.run.model.spare(&mut self.run.agenda, shock);
        self.run.model.ledger.trace = None;
        self
    }

    fn outcome(self) -> Outcome {
        let summary = self.run.summary();
        self.run
            .model
            .finish(self.number, summary.fingerprint, summary.events)
    }
}
