//! Politics: drift, governments, exits and returns, instability, law reform and disputes.

use crate::engine::calendar::Ticket;
use crate::engine::identity::Identity;
use crate::engine::simulation::Agenda;
use crate::engine::time::SimTime;
use crate::engine::time::YEAR;
use crate::model::event::Event;
use crate::model::nation_state::Clock;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::request_state::Stage;
use crate::model::ties::Grade;
use crate::model::world::{World, plan};
use crate::scenario::kind::StationKind;

/// Sets exits at the onset of instability apart from those of governments.
const AT_ONSET: Identity = Identity::of("onset");

impl World<'_> {
    /// Plans the first event of every political clock.
    pub fn start_politics(&mut self, agenda: &mut Agenda<Event>) {
        let nations = &self.plan.scenario.nations;
        for nation in (0..nations.len()).filter(|&nation| !nations[nation].is_idle()) {
            self.plan_politics(agenda, nation, 0.0);
            self.plan_government(agenda, nation, 0.0);
            self.plan_instability(agenda, nation, 0.0);
            self.plan_reform(agenda, nation, 0.0);
            for n in 0..self.dyads.near(nation).0.len() {
                let other = usize::from(self.dyads.near(nation).0[n]);
                if other > nation && !nations[other].is_idle() {
                    self.plan_dispute(agenda, nation, other, 0.0);
                }
            }
        }
    }

    /// Plans a nation's next event of a clock of a rate per year.
    fn plan_clock(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        clock: Clock,
        (purpose, rate): (Purpose, f64),
        event: Event,
        now: f64,
    ) {
        if rate == 0.0 {
            return;
        }
        let number = self.count(nation, clock as usize);
        let identity = self.identity(nation).numbered(u64::from(number));
        let time = now + self.draw(purpose, identity, 0).exponential() * YEAR / rate;
        if time <= self.plan.scenario.run.horizon {
            plan(agenda, time, event, self.identity(nation), 0);
        }
    }

    fn plan_politics(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let rate = self.plan.scenario.politics.rate;
        self.plan_clock(
            agenda,
            nation,
            Clock::Politics,
            (Purpose::PoliticsTime, rate),
            Event::PoliticsMoved(nation as u16),
            now,
        );
    }

    fn plan_government(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let scenario = self.plan.scenario;
        let rate = scenario.politics.government_rate * (1.0 - scenario.nations[nation].stability);
        self.plan_clock(
            agenda,
            nation,
            Clock::Government,
            (Purpose::GovernmentTime, rate),
            Event::GovernmentChanged(nation as u16),
            now,
        );
    }

    fn plan_instability(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let scenario = self.plan.scenario;
        let rate = scenario.politics.instability_rate * (1.0 - scenario.nations[nation].stability);
        self.plan_clock(
            agenda,
            nation,
            Clock::Instability,
            (Purpose::Instability, rate),
            Event::InstabilityBegan(nation as u16),
            now,
        );
    }

    fn plan_reform(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let rate = self.plan.scenario.politics.reform[0];
        self.plan_clock(
            agenda,
            nation,
            Clock::Reform,
            (Purpose::Reform, rate),
            Event::LawReformed(nation as u16),
            now,
        );
    }

    /// Drift reverts by a share and takes a normal step in each dimension.
    pub fn politics_moved(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let politics = &self.plan.scenario.politics;
        let (revert, step) = (politics.revert, politics.step);
        let identity = self
            .identity(nation)
            .numbered(u64::from(self.nations[nation].counts[Clock::Politics as usize]));
        let dimensions = self.position.len() / self.nations.len();
        for dimension in 0..dimensions {
            let normal = self
                .draw(Purpose::PoliticsStep, identity, dimension as u16)
                .normal();
            let drift = &mut self.drift[nation * dimensions + dimension];
            *drift = *drift * (1.0 - revert) + step * normal;
        }
        self.move_interests(agenda, nation, now);
        self.plan_politics(agenda, nation, now);
    }

    /// Interests are home and drift and leaning; a move changes affinities, and with them what pulls nations to instruments.
    pub fn move_interests(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let home = &self.plan.scenario.nations[nation].interests;
        let dimensions = home.len();
        for (dimension, home) in home.iter().enumerate() {
            let place = nation * dimensions + dimension;
            self.position[place] = home + self.drift[place] + self.leaning[place];
        }
        let mut moved = std::mem::take(&mut self.scratch_levels);
        moved.clear();
        let (near, base) = self.dyads.near(nation);
        let places = base..base + near.len();
        moved.extend_from_slice(&self.affinity[places.clone()]);
        self.refresh_affinity(nation);
        for (moved, after) in moved.iter_mut().zip(&self.affinity[places]) {
            *moved = after - *moved;
        }
        self.politics_pulls(agenda, nation, &moved, now);
        self.scratch_levels = moved;
    }

    /// A government changes: leaning and commitment are drawn anew, and something may be left.
    pub fn government_changed(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        self.change_government(
            agenda,
            nation,
            self.identity(nation)
                .numbered(u64::from(self.nations[nation].counts[Clock::Government as usize])),
            now,
        );
        self.plan_government(agenda, nation, now);
    }

    /// What a change of government does, with the identity of the change.
    pub fn change_government(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        identity: Identity,
        now: f64,
    ) {
        let politics = &self.plan.scenario.politics;
        let (leaning_sd, commitment_sd, exit) = (politics.leaning_sd, politics.commitment_sd, politics.exit);
        let dimensions = self.position.len() / self.nations.len();
        for dimension in 0..dimensions {
            self.leaning[nation * dimensions + dimension] =
                leaning_sd * self.draw(Purpose::Leaning, identity, dimension as u16).normal();
        }
        let commitment = self.nations[nation].home_commitment
            + commitment_sd * self.draw(Purpose::Commitment, identity, 0).normal();
        self.nations[nation].commitment = commitment.clamp(0.0, 1.0);
        self.note(now, Record::GovernmentChanged { nation });
        self.move_interests(agenda, nation, now);
        self.refresh_nation_hazards(agenda, nation, now);
        self.perhaps_leave(agenda, nation, exit, identity, now);
    }

    /// With some chance a nation leaves one organization or instrument: the one with the lowest keyed hash.
    fn perhaps_leave(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        chance: f64,
        occasion: Identity,
        now: f64,
    ) {
        if self.draw(Purpose::Exit, occasion, 0).uniform() >= chance {
            return;
        }
        let scenario = self.plan.scenario;
        let mut chosen: Option<(u64, bool, usize)> = None;
        let mut consider = |hash: u64, is_organization: bool, place: usize| {
            if chosen.is_none_or(|(least, ..)| hash < least) {
                chosen = Some((hash, is_organization, place));
            }
        };
        for (n, organization) in scenario.organizations.iter().enumerate() {
            if self.institutions.grades[n][nation] != Grade::Outside {
                consider(
                    self.draw(Purpose::ExitChoice, occasion.with(organization.identity), 0)
                        .bits(),
                    true,
                    n,
                );
            }
        }
        for (n, instrument) in scenario.instruments.iter().enumerate() {
            if self.standings[n][nation].is_party() {
                consider(
                    self.draw(Purpose::ExitChoice, occasion.with(instrument.identity), 0)
                        .bits(),
                    false,
                    n,
                );
            }
        }
        match chosen {
            Some((_, true, organization)) => self.leave_organization(agenda, organization, nation, now),
            Some((_, false, instrument)) => self.leave_instrument(agenda, instrument, nation, now),
            None => {}
        }
    }

    /// A nation leaves an organization, and comes back after a while.
    pub fn leave_organization(
        &mut self,
        agenda: &mut Agenda<Event>,
        organization: usize,
        nation: usize,
        now: f64,
    ) {
        if self.institutions.grades[organization][nation] == Grade::Outside {
            return;
        }
        self.institutions.grades[organization][nation] = Grade::Outside;
        self.note(now, Record::LeftOrganization { organization, nation });
        self.membership_changed(agenda, nation, now);
        let identity = self.plan.scenario.organizations[organization]
            .identity
            .with(self.identity(nation));
        let number = self.count(nation, Clock::Exit as usize);
        let rejoin = self.plan.scenario.politics.rejoin;
        let days = self
            .draw(Purpose::Rejoin, identity.numbered(u64::from(number)), 0)
            .exponential()
            * YEAR
            / rejoin;
        plan(
            agenda,
            now + days,
            Event::OrganizationJoined(organization as u16, nation as u16),
            identity,
            number as u16,
        );
    }

    /// A nation joins an organization; who left as an associate comes back as one.
    pub fn organization_joined(
        &mut self,
        agenda: &mut Agenda<Event>,
        organization: usize,
        nation: usize,
        now: f64,
    ) {
        let given = &self.plan.scenario.organizations[organization];
        let joined_fully = given.joins[nation].is_some_and(|day| day <= now);
        let grade = if given.associates.contains(&nation) && !joined_fully {
            Grade::Associate
        } else {
            Grade::Full
        };
        let standing = &mut self.institutions.grades[organization][nation];
        if *standing == Grade::Full || *standing == grade {
            self.idle_events += 1;
            return;
        }
        *standing = grade;
        self.note(now, Record::JoinedOrganization { organization, nation });
        self.membership_changed(agenda, nation, now);
    }

    /// Memberships decide on ties, law and the club of instruments.
    fn membership_changed(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        self.refresh_ties_of(nation);
        for channel in 0..self.automation.len() {
            self.invite_traffic_of(agenda, channel, nation, now);
        }
        self.refresh_nation_hazards(agenda, nation, now);
    }

    /// A nation becomes unstable: it loses servers until calm returns, and may leave something.
    pub fn instability_began(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let politics = &self.plan.scenario.politics;
        let (loss, calm, exit) = (
            politics.instability_loss,
            politics.calm,
            politics.instability_exit,
        );
        let identity = self.identity(nation).numbered(u64::from(
            self.nations[nation].counts[Clock::Instability as usize],
        ));
        self.nations[nation].unstable = true;
        self.note(now, Record::BecameUnstable { nation });
        for station in StationKind::ALL {
            let servers = self.nations[nation].stations[station as usize].servers();
            let lost = (loss * f64::from(servers)).ceil() as u32;
            self.nations[nation].lost[station as usize] = lost;
            self.lose_servers(agenda, nation, station, lost, now);
        }
        let days = self.draw(Purpose::Instability, identity, 1).exponential() * calm;
        plan(
            agenda,
            now + days,
            Event::CalmReturned(nation as u16),
            self.identity(nation),
            0,
        );
        self.perhaps_leave(agenda, nation, exit, identity.with(AT_ONSET), now);
    }

    /// Calm returns.
    pub fn calm_returned(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        self.nations[nation].unstable = false;
        for station in StationKind::ALL {
            let lost = std::mem::take(&mut self.nations[nation].lost[station as usize]);
            self.restore_servers(agenda, nation, station, lost, now);
        }
        self.plan_instability(agenda, nation, now);
    }

    /// A station loses servers; what is preempted waits again with the rest of its work.
    pub fn lose_servers(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        station: StationKind,
        servers: u32,
        now: f64,
    ) {
        let preempted =
            self.nations[nation].stations[station as usize].lose(SimTime::from_days(now), servers);
        for slot in preempted {
            let request = &mut self.requests[slot];
            agenda.cancel(request.next);
            request.left = (request.ends - now).max(0.0);
            request.stage = Stage::Waiting;
            request.next = Ticket::NONE;
            self.withdraw_overdue(agenda, slot, now);
        }
    }

    /// A station gets servers back.
    pub fn restore_servers(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        station: StationKind,
        servers: u32,
        now: f64,
    ) {
        self.nations[nation].stations[station as usize].restore(SimTime::from_days(now), servers);
        self.start_reviews(agenda, nation, station, now);
    }

    /// A nation reforms the law of one domain by a normal step.
    pub fn law_reformed(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let identity = self
            .identity(nation)
            .numbered(u64::from(self.nations[nation].counts[Clock::Reform as usize]));
        let domains = self.plan.scenario.domains.names.len();
        let domain =
            ((self.draw(Purpose::Reform, identity, 1).uniform() * domains as f64) as usize).min(domains - 1);
        let step = self.plan.scenario.politics.reform[1] * self.draw(Purpose::Reform, identity, 2).normal();
        let level = self.law.level(nation, domain) + step;
        self.law.set_level(nation, domain, level);
        self.refresh_law(nation);
        self.plan_reform(agenda, nation, now);
    }

    fn plan_dispute(&mut self, agenda: &mut Agenda<Event>, one: usize, other: usize, now: f64) {
        let rate = self.plan.scenario.politics.dispute[0];
        if rate == 0.0 {
            return;
        }
        let place = self.meet(one, other);
        self.disputes[place] += 1;
        let pair = self.pair_identity(one, other);
        let draw = self.draw(
            Purpose::Dispute,
            pair.numbered(u64::from(self.disputes[place])),
            0,
        );
        let time = now + draw.exponential() * YEAR / rate;
        if time <= self.plan.scenario.run.horizon {
            plan(
                agenda,
                time,
                Event::DisputeArose(one as u16, other as u16),
                pair,
                0,
            );
        }
    }

    /// A legal dispute freezes the formal kinds of a pair until it is settled, sooner with a mediator.
    pub fn dispute_arose(&mut self, agenda: &mut Agenda<Event>, one: usize, other: usize, now: f64) {
        let pair = self.pair_identity(one, other);
        let place = self.meet(one, other);
        let back = self.dyads.back(one, other, place);
        let mean = self.plan.scenario.politics.dispute[1] * (1.0 - self.mediation(one, other));
        let days = self
            .draw(
                Purpose::Dispute,
                pair.numbered(u64::from(self.disputes[place])),
                1,
            )
            .exponential()
            * mean;
        self.pairs.freeze(place, true);
        self.pairs.freeze(back, true);
        plan(
            agenda,
            now + days,
            Event::DisputeSettled(one as u16, other as u16),
            pair,
            0,
        );
    }

    /// A legal dispute is settled.
    pub fn dispute_settled(&mut self, agenda: &mut Agenda<Event>, one: usize, other: usize, now: f64) {
        let place = self.meet(one, other);
        self.pairs.freeze(place, false);
        self.pairs.freeze(self.dyads.back(one, other, place), false);
        self.plan_dispute(agenda, one, other, now);
    }
}
