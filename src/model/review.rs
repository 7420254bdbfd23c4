//! Reviews at a station: the line, the start, the end, and what is returned for more information.

use crate::engine::calendar::Ticket;
use crate::engine::simulation::Agenda;
use crate::engine::time::SimTime;
use crate::model::ending::Closing;
use crate::model::event::{Event, START};
use crate::model::purpose::Purpose;
use crate::model::request_state::{Owner, Request, Stage};
use crate::model::threat_state::CaseState;
use crate::model::world::{World, plan};
use crate::scenario::kind::StationKind;

impl World<'_> {
    /// A job takes its place in the line of its station.
    pub fn join_line(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = &mut self.requests[slot];
        let domestic = request.owner == Owner::Domestic;
        request.front = u8::from(self.plan.scenario.service.domestic_first && !domestic);
        request.joined = now;
        let time = SimTime::from_days(now);
        request.stage = Stage::Waiting;
        request.next = Ticket::NONE;
        let (nation, station, rank) = (request.holder as usize, request.kind.station(), request.rank());
        self.nations[nation].stations[station as usize].arrive(time, slot, rank);
        self.start_reviews(agenda, nation, station, now);
        if self.requests[slot].stage == Stage::Waiting && self.requests[slot].patience == Ticket::NONE {
            self.watch_patience(agenda, slot, now);
        }
    }

    /// Gives free servers to those who wait; leaves that to its turn within the instant when something comes before it,
    /// which may bring a more urgent job.
    pub fn start_reviews(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        station: StationKind,
        now: f64,
    ) {
        let line = &self.nations[nation].stations[station as usize];
        if line.waiting() == 0 || line.busy() >= line.available() {
            return;
        }
        if agenda.nothing_now_before(START) {
            // A start of its own, only not planned first: it counts as an event either way.
            self.merged_events += 1;
            self.reviews_started(agenda, nation, station, now);
        } else if !self.nations[nation].start_planned[station as usize] {
            self.nations[nation].start_planned[station as usize] = true;
            let event = Event::ReviewsStarted(nation as u16, station as u8);
            plan(agenda, now, event, self.identity(nation), station as u16);
        }
    }

    /// A station gives its free servers to those who wait.
    pub fn reviews_started(
        &mut self,
        agenda: &mut Agenda<Event>,
        nation: usize,
        station: StationKind,
        now: f64,
    ) {
        self.nations[nation].start_planned[station as usize] = false;
        let time = SimTime::from_days(now);
        while let Some(slot) = self.nations[nation].stations[station as usize].next_start(time) {
            let days = self.service_days(slot);
            let request = &mut self.requests[slot];
            agenda.cancel(request.patience);
            request.patience = Ticket::NONE;
            request.stage = Stage::Review;
            request.ends = now + days;
            request.left = -1.0;
            request.next = plan(
                agenda,
                now + days,
                Event::ReviewCompleted(slot, request.holder, station as u8),
                request.identity,
                0,
            );
        }
    }

    /// Length of the service that starts: what an interruption left, else the review by capacity and law now.
    fn service_days(&mut self, slot: u32) -> f64 {
        let request = self.requests[slot];
        if request.left >= 0.0 {
            return request.left;
        }
        let scenario = self.plan.scenario;
        let holder = request.holder as usize;
        let draw = self.draw(Purpose::Review, request.identity, u16::from(request.round));
        let (form, mean) = &self.plan.review[request.kind as usize];
        let variate = form.sample(draw.uniform()) / mean;
        let capacity = self.nations[holder].capacity;
        if request.owner == Owner::Domestic {
            return variate * scenario.domestic.review[request.kind.station() as usize] / capacity;
        }
        let compatibility = self.compatibility_of(&request);
        let lengthened = 1.0 + scenario.service.law_lengthens * (1.0 - compatibility);
        variate * scenario.kinds[request.kind as usize].review * lengthened / capacity
    }

    /// A review ends: the server is free, and the holder returns the request or decides.
    pub fn review_completed(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = self.requests[slot];
        let (nation, station) = (request.holder as usize, request.kind.station());
        self.nations[nation].stations[station as usize].complete(SimTime::from_days(now), slot);
        self.requests[slot].next = Ticket::NONE;
        if request.owner == Owner::Domestic {
            self.requests.release(slot);
        } else if self.is_returned(&request) {
            self.return_request(agenda, slot, now);
        } else {
            self.decide_request(agenda, slot, now);
        }
        self.start_reviews(agenda, nation, station, now);
    }

    fn is_returned(&mut self, request: &Request) -> bool {
        let rounds = self.plan.scenario.service.rounds;
        if rounds == 0.0 || request.round > 0 {
            return false;
        }
        let (holder, requester) = (request.holder as usize, request.requester as usize);
        let compatibility = self.compatibility_of(request);
        let chance = rounds * (1.0 - compatibility) * (1.0 - self.ties.procedures(holder, requester));
        self.draw(Purpose::Return, request.identity, 0).uniform() < chance
    }

    /// Back to the requester and to the holder again; who has lost patience or need does not send it again.
    fn return_request(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        self.requests[slot].round = 1;
        self.requests[slot].stage = Stage::Returned;
        if self.withdraw_overdue(agenda, slot, now) {
            return;
        }
        let request = self.requests[slot];
        let there_and_back = 2.0
            * self.channel_delay(
                request.channel,
                request.requester as usize,
                request.holder as usize,
            );
        self.requests[slot].next = plan(
            agenda,
            now + there_and_back,
            Event::RequestReturned(slot, request.holder, request.kind.station() as u8),
            request.identity,
            0,
        );
    }

    /// Withdraws a request that would travel or wait again although its time ran out while it was in service; otherwise its
    /// patience is watched again.
    pub fn withdraw_overdue(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) -> bool {
        let overdue = self.withdrawal_overdue(&self.requests[slot], now);
        match overdue {
            Some(closing) => self.withdraw(agenda, slot, closing, now),
            None => self.watch_patience(agenda, slot, now),
        }
        overdue.is_some()
    }

    /// How a request that would travel or wait again has to close, because its time ran out while it was in service.
    fn withdrawal_overdue(&self, request: &Request, now: f64) -> Option<Closing> {
        let ended = match request.owner {
            Owner::Case(threat) => match self.threats[threat].state {
                CaseState::Disrupted => Some(Closing::Moot),
                CaseState::Attacked => Some(Closing::Capacity),
                CaseState::Unknown | CaseState::Open => None,
            },
            Owner::Justice(threat) => (!self.threats[threat].justice.open).then_some(Closing::Moot),
            Owner::Routine | Owner::Domestic => None,
        };
        ended.or_else(|| (now > request.gives_up).then_some(Closing::Capacity))
    }
}
