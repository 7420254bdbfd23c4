//! Programmes, each at its own events: exercises, liaison officers, diplomacy, capacity building, reviews and norms.

use crate::engine::simulation::Agenda;
use crate::model::event::Event;
use crate::model::law::Standing;
use crate::model::nation_state::Clock;
use crate::model::purpose::Purpose;
use crate::model::world::{World, plan};

impl World<'_> {
    /// Plans the first event of every programme.
    pub fn start_programmes(&mut self, agenda: &mut Agenda<Event>) {
        let scenario = self.plan.scenario;
        for (n, organization) in scenario.organizations.iter().enumerate() {
            if let Some(exercises) = organization.exercises {
                plan(
                    agenda,
                    exercises.every,
                    Event::ExerciseHeld(n as u16),
                    organization.identity,
                    0,
                );
            }
            if let Some(building) = organization.capacity_building {
                plan(
                    agenda,
                    building.every,
                    Event::CapacityBuilt(n as u16),
                    organization.identity,
                    0,
                );
            }
            if let Some(reviews) = &organization.reviews {
                plan(
                    agenda,
                    reviews.every,
                    Event::ImplementationReviewed(n as u16),
                    organization.identity,
                    0,
                );
            }
            if let Some(norms) = organization.norms {
                plan(
                    agenda,
                    norms.every,
                    Event::NormsPromoted(n as u16),
                    organization.identity,
                    0,
                );
            }
        }
        for pair in scenario.pairs.iter().filter(|pair| pair.liaison) {
            self.post_liaison(agenda, pair.from, pair.to, 0.0);
        }
        if scenario.mechanisms.diplomacy {
            for nation in (0..self.nations.len()).filter(|&nation| !self.is_idle(nation)) {
                plan(
                    agenda,
                    scenario.diplomacy.every,
                    Event::DiplomacyHeld(nation as u16),
                    self.identity(nation),
                    0,
                );
            }
        }
    }

    /// An exercise brings trust evidence to every ordered pair of full members.
    pub fn exercise_held(&mut self, agenda: &mut Agenda<Event>, organization: usize, now: f64) {
        let Some(exercises) = self.organizations[organization].exercises else {
            return;
        };
        let identity = self.plan.scenario.organizations[organization].identity;
        self.organizations[organization].held += 1;
        let attempt = identity.numbered(u64::from(self.organizations[organization].held));
        if self.members_consent(organization, None, attempt, now) {
            for (one, other) in self.member_pairs(organization) {
                self.learn(one, other, exercises.evidence, 0.0, now);
            }
        }
        plan(
            agenda,
            now + exercises.every,
            Event::ExerciseHeld(organization as u16),
            identity,
            0,
        );
    }

    /// Full members that take part in anything.
    fn active_members(&self, organization: usize) -> Vec<usize> {
        (0..self.nations.len())
            .filter(|&nation| self.is_full_member(organization, nation) && !self.is_idle(nation))
            .collect()
    }

    /// Every ordered pair of full members that takes part in anything; with a reach, of those that know each other.
    pub fn member_pairs(&self, organization: usize) -> Vec<(usize, usize)> {
        let takes_part = |nation: usize| self.is_full_member(organization, nation) && !self.is_idle(nation);
        let members = self.active_members(organization).into_iter();
        let pairs = members.flat_map(|one| self.knowing(one).into_iter().map(move |other| (one, other)));
        pairs.filter(|&(_, other)| takes_part(other)).collect()
    }

    /// All others; with a reach, those that a nation knows, and that know it.
    pub fn knowing(&self, nation: usize) -> Vec<usize> {
        let others = self.dyads.row(nation).map(|(other, _)| other);
        others.filter(|&other| other != nation).collect()
    }

    /// A liaison officer of one nation is posted to another.
    pub fn post_liaison(&mut self, agenda: &mut Agenda<Event>, from: usize, to: usize, now: f64) {
        if !self.plan.scenario.mechanisms.liaison || self.is_idle(from) || self.is_idle(to) {
            return;
        }
        let place = self.meet(from, to);
        if self.pairs.post(place) {
            return;
        }
        self.liaisons.push((from as u16, to as u16));
        self.liaisons.sort_unstable();
        if !std::mem::replace(&mut self.liaison_planned, true) {
            self.plan_liaison(agenda, now);
        }
    }

    fn plan_liaison(&mut self, agenda: &mut Agenda<Event>, now: f64) {
        let every = self.plan.scenario.service.liaison[0];
        plan(
            agenda,
            now + every,
            Event::LiaisonMet,
            crate::engine::identity::Identity::of("liaison"),
            0,
        );
    }

    /// Liaison officers build trust, both ways.
    pub fn liaison_met(&mut self, agenda: &mut Agenda<Event>, now: f64) {
        let evidence = self.plan.scenario.service.liaison[1];
        for n in 0..self.liaisons.len() {
            let (from, to) = self.liaisons[n];
            self.learn(usize::from(from), usize::from(to), evidence, 0.0, now);
            self.learn(usize::from(to), usize::from(from), evidence, 0.0, now);
        }
        self.plan_liaison(agenda, now);
    }

    /// A nation takes an initiative towards another, picked by activity; success pulls interests together, builds trust and
    /// ends suspensions between the two.
    pub fn diplomacy_held(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let settings = &self.plan.scenario.diplomacy;
        let (every, success, pull, evidence) =
            (settings.every, settings.success, settings.pull, settings.evidence);
        plan(
            agenda,
            now + every,
            Event::DiplomacyHeld(nation as u16),
            self.identity(nation),
            0,
        );
        let number = self.count(nation, Clock::Diplomacy as usize);
        let draw = self.draw(
            Purpose::Diplomacy,
            self.identity(nation).numbered(u64::from(number)),
            0,
        );
        let Some(partner) = self.plan.anyone.pick_other(draw.uniform(), nation) else {
            return;
        };
        if draw.second() >= success {
            return;
        }
        let dimensions = self.position.len() / self.nations.len();
        for dimension in 0..dimensions {
            let (own, theirs) = (nation * dimensions + dimension, partner * dimensions + dimension);
            let distance = self.position[theirs] - self.position[own];
            self.drift[own] += pull * distance;
            self.drift[theirs] -= pull * distance;
        }
        self.move_interests(agenda, nation, now);
        self.move_interests(agenda, partner, now);
        self.learn(nation, partner, evidence, 0.0, now);
        self.learn(partner, nation, evidence, 0.0, now);
        self.resume(nation, partner, now);
        self.resume(partner, nation, now);
    }

    /// An organization raises the capacity of members that have little.
    pub fn capacity_built(&mut self, agenda: &mut Agenda<Event>, organization: usize, now: f64) {
        let given = &self.plan.scenario.organizations[organization];
        let Some(building) = given.capacity_building else {
            return;
        };
        for nation in self.active_members(organization) {
            let capacity = self.nations[nation].capacity;
            if capacity < building.below {
                self.nations[nation].capacity = capacity + building.gain * (1.0 - capacity);
            }
        }
        plan(
            agenda,
            now + building.every,
            Event::CapacityBuilt(organization as u16),
            given.identity,
            0,
        );
    }

    /// An organization reviews: degrees of implementation rise by a share of what is missing, and where the mode moves law,
    /// law moves with them.
    pub fn implementation_reviewed(&mut self, agenda: &mut Agenda<Event>, organization: usize, now: f64) {
        let given = &self.plan.scenario.organizations[organization];
        let Some(reviews) = &given.reviews else { return };
        let mut changed = false;
        for nation in self.active_members(organization) {
            for &instrument in &reviews.instruments {
                if let Standing::Implemented(degree) = self.standings[instrument][nation] {
                    let step = reviews.share * (1.0 - degree);
                    self.set_standing(instrument, nation, Standing::Implemented(degree + step));
                    self.move_law(instrument, nation, degree + step);
                    changed = true;
                }
            }
        }
        if changed {
            self.refresh_all_law();
        }
        plan(
            agenda,
            now + reviews.every,
            Event::ImplementationReviewed(organization as u16),
            given.identity,
            0,
        );
    }

    /// An organization promotes norms: commitment rises, and the level around which governments are drawn.
    pub fn norms_promoted(&mut self, agenda: &mut Agenda<Event>, organization: usize, now: f64) {
        let given = &self.plan.scenario.organizations[organization];
        let Some(norms) = given.norms else { return };
        for nation in self.active_members(organization) {
            let state = &mut self.nations[nation];
            state.commitment += norms.step * (1.0 - state.commitment);
            state.home_commitment += norms.step * (1.0 - state.home_commitment);
            self.refresh_nation_hazards(agenda, nation, now);
        }
        plan(
            agenda,
            now + norms.every,
            Event::NormsPromoted(organization as u16),
            given.identity,
            0,
        );
    }
}
