//! The life of a request: submitted, received, reviewed, decided, executed, answered; or withdrawn.

use crate::engine::calendar::Ticket;
use crate::engine::distribution::Distribution;
use crate::engine::identity::Identity;
use crate::engine::simulation::Agenda;
use crate::engine::time::SimTime;
use crate::model::ending::Closing;
use crate::model::event::Event;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::request_state::{Owner, Request, Stage};
use crate::model::sharing::{Matter, Verdict};
use crate::model::threat_state::{CaseState, PieceState, Reply};
use crate::model::ties::DIPLOMATIC;
use crate::model::world::{World, plan};
use crate::scenario::conduct::Reason;
use crate::scenario::kind::{Kind, REQUEST_KINDS};

/// What is to be asked.
#[derive(Copy, Clone, Debug)]
pub struct Question {
    /// What its draws are keyed by.
    pub identity: Identity,
    /// What is asked for.
    pub kind: Kind,
    /// Why.
    pub owner: Owner,
    /// Who asks whom.
    pub requester: usize,
    /// As said.
    pub holder: usize,
    /// [0, 1].
    pub urgency: f64,
}

impl World<'_> {
    /// Days one way between two nations on a channel; half where a liaison officer sits.
    pub fn channel_delay(&self, channel: u16, one: usize, other: usize) -> f64 {
        let scenario = self.plan.scenario;
        let delay = if channel == DIPLOMATIC {
            scenario.service.diplomatic[0]
        } else {
            scenario.channels[channel as usize].delay
        };
        if self.have_liaison(one, other) {
            delay * scenario.service.liaison_delay
        } else {
            delay
        }
    }

    /// Share of the leak hazard that a channel takes away.
    pub fn channel_security(&self, channel: u16) -> f64 {
        let scenario = self.plan.scenario;
        if channel == DIPLOMATIC {
            scenario.service.diplomatic[1]
        } else {
            scenario.channels[channel as usize].security
        }
    }

    /// What a holder decides on when it reviews a request.
    pub fn matter_of(request: &Request) -> Matter {
        Matter {
            kind: request.kind,
            class: request.class.map(usize::from),
            origin: request.origin.map(usize::from),
            urgency: request.urgency,
        }
    }

    /// Submits a request.
    pub fn submit(&mut self, agenda: &mut Agenda<Event>, question: Question, now: f64) -> u32 {
        let Question {
            identity,
            kind,
            owner,
            requester,
            holder,
            urgency,
        } = question;
        let (class, origin) = match owner {
            Owner::Case(threat) | Owner::Justice(threat) => {
                let threat = &mut self.threats[threat];
                threat.references += 1;
                (Some(threat.class), Some(threat.origin))
            }
            Owner::Routine | Owner::Domestic => (None, None),
        };
        let channel = self.ties.route(requester, holder, kind);
        let [pair, back] = self.meet_both_ways(requester, holder).map(|place| place as u32);
        let gives_up = now + self.patience_of(kind, identity);
        let slot = self.requests.take();
        self.requests[slot] = Request {
            identity,
            kind,
            owner,
            class,
            origin,
            requester: requester as u16,
            holder: holder as u16,
            pair,
            back,
            channel,
            urgency,
            submitted: now,
            gives_up,
            ..Request::default()
        };
        let arrives = now + self.channel_delay(channel, requester, holder);
        self.requests[slot].next = plan(
            agenda,
            arrives,
            Event::RequestReceived(slot, holder as u16, kind.station() as u8),
            identity,
            0,
        );
        if gives_up < arrives {
            self.watch_patience(agenda, slot, now);
        }
        self.note(
            now,
            Record::RequestSubmitted {
                kind,
                requester,
                holder,
                request: identity,
            },
        );
        if let Owner::Case(threat) | Owner::Justice(threat) = owner {
            self.threats[threat].requests.push(slot);
        }
        slot
    }

    /// The lead of a case remembers how far the one it asked has gone to meet it.
    fn remember_reply(&mut self, slot: u32, reply: Reply) {
        let request = &self.requests[slot];
        if let Owner::Case(threat) = request.owner {
            let holder = request.holder;
            self.mark_reply(threat, holder, reply);
        }
    }

    /// The request reaches the holder, for the first time or after it was returned.
    pub fn request_received(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = self.requests[slot];
        if request.round == 0 {
            self.requests[slot].received = now;
            let share = if request.channel == DIPLOMATIC {
                0.0
            } else {
                self.automation[request.channel as usize][request.kind as usize]
            };
            if share > 0.0 && self.draw(Purpose::Automation, request.identity, 0).uniform() < share {
                self.requests[slot].automated = true;
                self.requests[slot].next = Ticket::NONE;
                self.decide_request(agenda, slot, now);
                return;
            }
        }
        self.join_line(agenda, slot, now);
    }

    /// How long a requester waits; one draw, unless everybody waits alike.
    fn patience_of(&self, kind: Kind, identity: Identity) -> f64 {
        if !self.plan.scenario.mechanisms.patience {
            return f64::INFINITY;
        }
        if let Distribution::Constant { value } = self.plan.scenario.kinds[kind as usize].patience {
            return value;
        }
        self.plan.patience[kind as usize].sample(self.draw(Purpose::Patience, identity, 0).uniform())
    }

    /// Plans the end of patience of a request that waits or travels: only there it can be withdrawn.
    pub fn watch_patience(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = &self.requests[slot];
        let ends = request.gives_up.max(now);
        self.requests[slot].patience = plan(agenda, ends, Event::PatienceEnded(slot), request.identity, 0);
    }

    /// The holder decides, with the same uniform however often it decides.
    pub fn decide_request(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = self.requests[slot];
        let (holder, requester) = (request.holder as usize, request.requester as usize);
        let matter = World::matter_of(&request);
        match self.decide_at(
            request.places(),
            (holder, requester),
            &matter,
            (Purpose::Decision, request.identity),
            now,
        ) {
            Verdict::Refuse(reason) => {
                self.remember_reply(slot, Reply::Answered);
                self.send_refusal(agenda, slot, reason, now);
            }
            Verdict::Share => {
                self.remember_reply(slot, Reply::Willing);
                if matches!(request.owner, Owner::Case(_)) && self.pieces_to_send(slot, now) == 0 {
                    self.stand(agenda, slot, now);
                } else {
                    self.execute(agenda, slot, now);
                }
            }
        }
    }

    fn send_refusal(&mut self, agenda: &mut Agenda<Event>, slot: u32, reason: Reason, now: f64) {
        let request = &mut self.requests[slot];
        request.stage = Stage::Refusal(reason as u8);
        let (channel, requester, holder, identity) = (
            request.channel,
            request.requester,
            request.holder,
            request.identity,
        );
        let arrives = now + self.channel_delay(channel, requester as usize, holder as usize);
        self.requests[slot].next = plan(agenda, arrives, Event::ReplyDelivered(slot), identity, 0);
    }

    /// A willing holder with nothing to give says so; the request stands while the case is open.
    fn stand(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = self.requests[slot];
        let days = self.channel_delay(
            request.channel,
            request.requester as usize,
            request.holder as usize,
        );
        self.answer_seen(slot, now + days, now);
        let open = match request.owner {
            Owner::Case(threat) => self.threats[threat].state == CaseState::Open,
            Owner::Justice(_) | Owner::Routine | Owner::Domestic => false,
        };
        if open {
            self.requests[slot].stage = Stage::Standing;
            agenda.cancel(request.patience);
        } else {
            self.close_request(agenda, slot, Closing::NoInformation, now);
        }
    }

    /// The first reply of any sort is seen on a day, now or after a channel's delay; after the horizon nobody sees it.
    pub fn answer_seen(&mut self, slot: u32, day: f64, now: f64) {
        if self.requests[slot].answered || day > self.plan.scenario.run.horizon {
            return;
        }
        self.requests[slot].answered = true;
        let request = self.requests[slot];
        self.note(
            now,
            Record::RequestAnswered {
                kind: request.kind,
                submitted: request.submitted,
                days: day - request.submitted,
                request: request.identity,
            },
        );
    }

    /// Execution without a desk, capped by what is left of a deadline; kinds without execution answer at once.
    fn execute(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let request = self.requests[slot];
        let mean = self.plan.scenario.kinds[request.kind as usize].execution;
        if mean == 0.0 {
            self.send_answer(agenda, slot, now);
            return;
        }
        let capacity = self.nations[request.holder as usize].capacity;
        let mut days = self.draw(Purpose::Execution, request.identity, 0).exponential() * mean / capacity;
        if let Some(deadline) = self.deadline_of(&request) {
            days = days.min((deadline - (now - request.received)).max(0.0));
        }
        self.requests[slot].stage = Stage::Execution;
        self.requests[slot].next = plan(
            agenda,
            now + days,
            Event::ExecutionCompleted(slot),
            request.identity,
            0,
        );
    }

    /// The shortest deadline that is kept: an instrument's with probability min(ι), an organization's with its compliance.
    fn deadline_of(&self, request: &Request) -> Option<f64> {
        let (holder, requester) = (request.holder as usize, request.requester as usize);
        let mut shortest: Option<f64> = None;
        for &(n, days) in &self.deadlines[request.kind as usize] {
            let n = usize::from(n);
            let (Some(one), Some(other)) = (
                self.standings[n][holder].degree(),
                self.standings[n][requester].degree(),
            ) else {
                continue;
            };
            let identity = request.identity.with(self.plan.scenario.instruments[n].identity);
            if self.draw(Purpose::Deadline, identity, 0).uniform() < one.min(other) {
                shortest = Some(shortest.map_or(days, |least| least.min(days)));
            }
        }
        for &(n, days) in &self.plan.deadlines[request.kind as usize] {
            let n = usize::from(n);
            if !self.is_full_member(n, holder) || !self.is_full_member(n, requester) {
                continue;
            }
            let organization = &self.plan.scenario.organizations[n];
            let identity = request.identity.with(organization.identity);
            if self.draw(Purpose::Deadline, identity, 0).uniform() < organization.compliance {
                shortest = Some(shortest.map_or(days, |least| least.min(days)));
            }
        }
        shortest
    }

    /// Whether a nation belongs to an organization fully.
    pub fn is_full_member(&self, organization: usize, nation: usize) -> bool {
        self.institutions.grades[organization][nation] == crate::model::ties::Grade::Full
    }

    /// Pieces that the holder has found, that are not on their way, and that it does not hold back, as bits.
    fn pieces_to_send(&self, slot: u32, now: f64) -> u64 {
        let request = &self.requests[slot];
        let Owner::Case(threat) = request.owner else {
            return 0;
        };
        let threat = &self.threats[threat];
        let mut bits = 0;
        for (n, piece) in threat.pieces.iter().enumerate() {
            if piece.holder == request.holder
                && piece.state == PieceState::Found
                && self.is_candid(
                    request.holder as usize,
                    request.requester as usize,
                    threat.identity.numbered(n as u64),
                    now,
                )
            {
                bits |= 1 << n;
            }
        }
        bits
    }

    /// Whether a willing holder passes a piece on: with probability candour + (1 − candour)·τ.
    pub fn is_candid(&self, holder: usize, requester: usize, piece: Identity, now: f64) -> bool {
        let candour = self.plan.scenario.decision.candour;
        candour >= 1.0 || {
            let trust = self.trust(holder, requester, now);
            self.draw(Purpose::Candour, piece, 0).uniform() < candour + (1.0 - candour) * trust
        }
    }

    /// An execution ends.
    pub fn execution_completed(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let of_case = matches!(self.requests[slot].owner, Owner::Case(_));
        if of_case && self.pieces_to_send(slot, now) == 0 {
            // What was to be sent has reached the lead another way.
            self.stand(agenda, slot, now);
        } else {
            self.send_answer(agenda, slot, now);
        }
    }

    /// All pieces found and not yet delivered go in one answer; some answers need conversion.
    fn send_answer(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let bits = self.pieces_to_send(slot, now);
        let request = self.requests[slot];
        if let Owner::Case(threat) = request.owner {
            for (n, piece) in self.threats[threat].pieces.iter_mut().enumerate() {
                if bits >> n & 1 == 1 {
                    piece.state = PieceState::Sent;
                }
            }
        }
        let scenario = self.plan.scenario;
        let mut delay = self.channel_delay(
            request.channel,
            request.requester as usize,
            request.holder as usize,
        );
        if request.channel != DIPLOMATIC {
            let interoperability = scenario.channels[request.channel as usize].interoperability;
            if interoperability < 1.0
                && self.draw(Purpose::Conversion, request.identity, 0).uniform() >= interoperability
            {
                delay += scenario.service.conversion;
            }
        }
        self.requests[slot].carries = bits;
        self.requests[slot].stage = Stage::Answer;
        self.requests[slot].next = plan(
            agenda,
            now + delay,
            Event::ReplyDelivered(slot),
            request.identity,
            0,
        );
    }

    /// Patience ends: what waits or travels is withdrawn, what is in service runs on.
    pub fn patience_ended(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        self.requests[slot].patience = Ticket::NONE;
        if self.is_withdrawable(slot) {
            self.withdraw(agenda, slot, Closing::Capacity, now);
        } else {
            self.idle_events += 1;
        }
    }

    /// Whether a request waits or travels.
    pub fn is_withdrawable(&self, slot: u32) -> bool {
        matches!(
            self.requests[slot].stage,
            Stage::Outward | Stage::Waiting | Stage::Returned
        )
    }

    /// Withdraws a request that waits or travels. Silence by attack or patience costs trust.
    pub fn withdraw(&mut self, agenda: &mut Agenda<Event>, slot: u32, closing: Closing, now: f64) {
        let request = self.requests[slot];
        if request.stage == Stage::Waiting {
            let time = SimTime::from_days(now);
            let station =
                &mut self.nations[request.holder as usize].stations[request.kind.station() as usize];
            let found = station.withdraw(time, request.rank());
            debug_assert!(found, "a waiting request stands in its line");
        } else {
            agenda.cancel(request.next);
        }
        if closing == Closing::Capacity {
            let ignored = self.plan.scenario.trust.ignored;
            self.pairs.learn(request.pair as usize, 0.0, ignored, now);
        }
        self.close_request(agenda, slot, closing, now);
    }

    /// Closes a request and gives its place back.
    pub fn close_request(&mut self, agenda: &mut Agenda<Event>, slot: u32, closing: Closing, now: f64) {
        let request = self.requests[slot];
        agenda.cancel(request.patience);
        self.note(
            now,
            Record::RequestClosed {
                kind: request.kind,
                closing,
                of_case: matches!(request.owner, Owner::Case(_)),
                submitted: request.submitted,
                answered: request.answered,
                requester: request.requester as usize,
                holder: request.holder as usize,
                request: request.identity,
            },
        );
        self.requests.release(slot);
        if let Owner::Case(threat) | Owner::Justice(threat) = request.owner {
            let list = &mut self.threats[threat].requests;
            if let Some(place) = list.iter().position(|&other| other == slot) {
                list.swap_remove(place);
            }
            self.release_threat(threat);
        }
    }

    /// One reference less to a threat; the last one gives its place back, and that of its network.
    pub fn release_threat(&mut self, threat: u32) {
        self.threats[threat].references -= 1;
        if self.threats[threat].references > 0 {
            return;
        }
        let network = self.threats[threat].network;
        let members = &mut self.networks[network].members;
        if let Some(place) = members.iter().position(|&member| member == threat) {
            members.swap_remove(place);
        }
        self.threats.release(threat);
        self.release_network(network);
    }

    /// One reference less to a network.
    pub fn release_network(&mut self, network: u32) {
        self.networks[network].references -= 1;
        if self.networks[network].references == 0 {
            self.networks.release(network);
        }
    }

    /// Closes as pending, for the tables only, what is open at the horizon.
    pub fn count_pending(&mut self, horizon: f64) {
        for slot in self.requests.taken() {
            let request = self.requests[slot];
            if request.owner == Owner::Domestic || (request.kind as usize) >= REQUEST_KINDS {
                continue;
            }
            self.note(
                horizon,
                Record::RequestClosed {
                    kind: request.kind,
                    closing: Closing::Pending,
                    of_case: matches!(request.owner, Owner::Case(_)),
                    submitted: request.submitted,
                    answered: request.answered,
                    requester: request.requester as usize,
                    holder: request.holder as usize,
                    request: request.identity,
                },
            );
        }
    }
}
