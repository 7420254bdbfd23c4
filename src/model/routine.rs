//! What loads the stations without a threat: routine requests, domestic work and false leads.

use crate::engine::identity::Identity;
use crate::engine::simulation::Agenda;
use crate::engine::time::YEAR;
use crate::model::ending::Closing;
use crate::model::event::Event;
use crate::model::nation_state::Clock;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::request::Question;
use crate::model::request_state::{Owner, Request, Stage};
use crate::model::ties::{Grade, grade};
use crate::model::world::{World, plan};
use crate::scenario::kind::{Kind, StationKind};

/// Set the streams of a nation apart.
const ROUTINE: Identity = Identity::of("routine");
const INVITED: Identity = Identity::of("invited");
const DOMESTIC: Identity = Identity::of("domestic");
const FALSE_LEAD: Identity = Identity::of("false lead");

/// The n-th of a stream of a nation, for a kind or station.
fn nth(stream: Identity, nation: Identity, sort: u64, n: u32) -> Identity {
    stream.with(nation).numbered(sort).numbered(u64::from(n))
}

impl World<'_> {
    /// Plans the first routine request and the first domestic job of every nation.
    pub fn start_routine(&mut self, agenda: &mut Agenda<Event>) {
        let nations = &self.plan.scenario.nations;
        for nation in (0..nations.len()).filter(|&nation| !nations[nation].is_idle()) {
            for kind in Kind::requests() {
                self.plan_routine(agenda, nation, kind, 0.0);
            }
            for station in StationKind::ALL {
                self.plan_domestic(agenda, nation, station, 0.0);
            }
        }
        for channel in 0..self.automation.len() {
            if self.automation[channel].iter().any(|&share| share > 0.0) {
                self.invite_traffic(agenda, channel, 0.0);
            }
        }
    }

    fn plan_routine(&mut self, agenda: &mut Agenda<Event>, nation: usize, kind: Kind, now: f64) {
        let rate = self.plan.scenario.routine.rate[kind as usize];
        let event = |holder| Event::RoutineSent(nation as u16, kind as u8, holder);
        self.plan_request(
            agenda,
            (ROUTINE, Clock::Routine as usize + kind as usize),
            (nation, kind),
            rate,
            event,
            now,
        );
    }

    /// Plans the next request of a stream. Whom it will ask is known from now on, so that what the two know of each other can be
    /// asked of memory before.
    fn plan_request(
        &mut self,
        agenda: &mut Agenda<Event>,
        (stream, clock): (Identity, usize),
        (nation, kind): (usize, Kind),
        rate: f64,
        event: impl Fn(Option<u16>) -> Event,
        now: f64,
    ) {
        if rate == 0.0 {
            return;
        }
        let n = self.count(nation, clock);
        let identity = nth(stream, self.identity(nation), kind as u64, n);
        let time = now + self.draw(Purpose::RoutineTime, identity, 0).exponential() * YEAR / rate;
        if time <= self.plan.scenario.run.horizon {
            let holder = self.routine_holder(nation, identity);
            plan(agenda, time, event(holder), self.identity(nation), kind as u16);
        }
    }

    /// Whom a routine request asks: a neighbour by proximity, or anyone.
    fn routine_holder(&self, nation: usize, request: Identity) -> Option<u16> {
        let draw = self.draw(Purpose::RoutineAddress, request, 0);
        let near = draw.uniform() < self.plan.scenario.routine.by_proximity;
        let neighbour = if near {
            self.plan.pick_neighbour(nation, draw.second())
        } else {
            None
        };
        let holder = neighbour.or_else(|| self.plan.anyone.pick_other(draw.second(), nation));
        holder.map(|holder| holder as u16)
    }

    /// A nation sends a routine request, if there is somebody to ask.
    pub fn routine_sent(
        &mut self,
        agenda: &mut Agenda<Event>,
        (nation, kind, holder): (u16, Kind, Option<u16>),
        now: f64,
    ) {
        let nation = usize::from(nation);
        let n = self.nations[nation].counts[Clock::Routine as usize + kind as usize];
        self.send_routine(
            agenda,
            nth(ROUTINE, self.identity(nation), kind as u64, n),
            (nation, kind, holder),
            now,
        );
        self.plan_routine(agenda, nation, kind, now);
    }

    fn send_routine(
        &mut self,
        agenda: &mut Agenda<Event>,
        identity: Identity,
        (nation, kind, holder): (usize, Kind, Option<u16>),
        now: f64,
    ) {
        let Some(holder) = holder.map(usize::from) else {
            return;
        };
        let urgency = self.plan.scenario.routine.urgency;
        self.submit(
            agenda,
            Question {
                identity,
                kind,
                owner: Owner::Routine,
                requester: nation,
                holder,
                urgency,
            },
            now,
        );
    }

    /// Automation invites more traffic from the nations that have the channel.
    pub fn invite_traffic(&mut self, agenda: &mut Agenda<Event>, channel: usize, now: f64) {
        for nation in 0..self.nations.len() {
            self.invite_traffic_of(agenda, channel, nation, now);
        }
    }

    /// Automation invites more traffic from one nation, if it has the channel and has not been invited yet.
    pub fn invite_traffic_of(&mut self, agenda: &mut Agenda<Event>, channel: usize, nation: usize, now: f64) {
        let users = &self.plan.scenario.channels[channel].users;
        let deployed = self.institutions.channels[channel].deployed;
        if !deployed || self.is_idle(nation) || grade(users, nation, &self.institutions) != Grade::Full {
            return;
        }
        let shares = self.automation[channel];
        for kind in Kind::requests().filter(|kind| shares[*kind as usize] > 0.0) {
            if self.nations[nation].counts[Clock::Invited as usize + kind as usize] == 0 {
                self.plan_invited(agenda, nation, kind, now);
            }
        }
    }

    fn plan_invited(&mut self, agenda: &mut Agenda<Event>, nation: usize, kind: Kind, now: f64) {
        let scenario = self.plan.scenario;
        let rate = scenario.routine.rate[kind as usize] * scenario.service.automation_volume;
        let event = |holder| Event::RoutineInvited(nation as u16, kind as u8, holder);
        self.plan_request(
            agenda,
            (INVITED, Clock::Invited as usize + kind as usize),
            (nation, kind),
            rate,
            event,
            now,
        );
    }

    /// One more routine request, because it has become so easy.
    pub fn routine_invited(
        &mut self,
        agenda: &mut Agenda<Event>,
        (nation, kind, holder): (u16, Kind, Option<u16>),
        now: f64,
    ) {
        let nation = usize::from(nation);
        let n = self.nations[nation].counts[Clock::Invited as usize + kind as usize];
        self.send_routine(
            agenda,
            nth(INVITED, self.identity(nation), kind as u64, n),
            (nation, kind, holder),
            now,
        );
        self.plan_invited(agenda, nation, kind, now);
    }

    /// A reply to a routine request reaches the requester.
    pub fn routine_reply(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = self.requests[slot];
        let (requester, holder) = (usize::from(request.requester), usize::from(request.holder));
        let trust = &self.plan.scenario.trust;
        // What was in service when patience ended runs on, and comes late.
        let (weight, closing) = if now > request.gives_up {
            (trust.late, Closing::Late)
        } else {
            (trust.delivered, Closing::InTime)
        };
        self.credit_answer(&request, weight, 1, now);
        let exposure = self.answer_exposure(slot);
        self.note(
            now,
            Record::AnswerDelivered {
                holder,
                requester,
                channel: request.channel,
                exposure,
            },
        );
        self.close_request(agenda, slot, closing, now);
    }

    fn plan_domestic(&mut self, agenda: &mut Agenda<Event>, nation: usize, station: StationKind, now: f64) {
        let rate = self.plan.scenario.domestic.rate[station as usize];
        if rate == 0.0 {
            return;
        }
        let n = self.count(nation, Clock::DomesticDesk as usize + station as usize);
        let identity = nth(DOMESTIC, self.identity(nation), station as u64, n);
        let time = now + self.draw(Purpose::DomesticTime, identity, 0).exponential() * YEAR / rate;
        if time <= self.plan.scenario.run.horizon {
            plan(
                agenda,
                time,
                Event::DomesticWorkCame(nation as u16, station as u8),
                self.identity(nation),
                station as u16,
            );
        }
    }

    /// Domestic work comes to a station.
    pub fn domestic_work_came(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        station: StationKind,
        now: f64,
    ) {
        let n = self.nations[nation].counts[Clock::DomesticDesk as usize + station as usize];
        let identity = nth(DOMESTIC, self.identity(nation), station as u64, n);
        self.work_at_home(agenda, identity, nation, station, now);
        self.plan_domestic(agenda, nation, station, now);
    }

    fn work_at_home(
        &mut self,
        agenda: &mut Agenda<Event>,
        identity: Identity,
        nation: usize,
        station: StationKind,
        now: f64,
    ) {
        let kind = match station {
            StationKind::Desk => Kind::PoliceQuery,
            StationKind::Authority => Kind::Evidence,
        };
        let slot = self.requests.take();
        self.requests[slot] = Request {
            identity,
            kind,
            owner: Owner::Domestic,
            requester: nation as u16,
            holder: nation as u16,
            urgency: self.plan.scenario.domestic.urgency,
            submitted: now,
            received: now,
            stage: Stage::Waiting,
            ..Request::default()
        };
        self.join_line(agenda, slot, now);
    }

    /// Plans the next false lead of a nation's triage.
    pub fn plan_false_lead(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let rate = self.nations[nation].false_leads;
        if rate == 0.0 {
            return;
        }
        let n = self.count(nation, Clock::FalseLead as usize);
        let identity = nth(FALSE_LEAD, self.identity(nation), 0, n);
        let time = now + self.draw(Purpose::FalseLead, identity, 0).exponential() * YEAR / rate;
        if time <= self.plan.scenario.run.horizon {
            plan(
                agenda,
                time,
                Event::FalseLeadCame(nation as u16),
                self.identity(nation),
                0,
            );
        }
    }

    /// A false lead costs desk time and the privacy of those screened: a routine matter's personal data, of its own public.
    pub fn false_lead_came(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let n = self.nations[nation].counts[Clock::FalseLead as usize];
        let identity = nth(FALSE_LEAD, self.identity(nation), 0, n);
        self.work_at_home(agenda, identity, nation, StationKind::Desk, now);
        let harm = self.plan.scenario.routine.personal * FALSE_LEAD_HARM;
        self.note(now, Record::FalseLead { nation, harm });
        self.harm_privacy(nation, harm, now);
        self.plan_false_lead(agenda, nation, now);
    }
}

/// Privacy harm of a false lead as a share of that of a leak of a routine matter. An assumption: screening is a small
/// intrusion that touches many.
const FALSE_LEAD_HARM: f64 = 0.1;
