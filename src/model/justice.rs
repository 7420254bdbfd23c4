//! Justice after a case: evidence from holders, a warrant executed where the fugitive is, within the limitation period.

use crate::engine::calendar::Ticket;
use crate::engine::simulation::Agenda;
use crate::engine::time::YEAR;
use crate::model::ending::Closing;
use crate::model::event::Event;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::request::Question;
use crate::model::request_state::{Owner, Stage};
use crate::model::world::{World, plan};
use crate::scenario::kind::Kind;

/// Sets requests of justice apart from requests of the case to the same nation and of the same kind.
const OF_JUSTICE: u64 = 16;
/// Sets the warrants that follow a fugitive's moves apart.
const PER_MOVE: u64 = 32;

impl World<'_> {
    /// Asks for the evidence and the warrant; domestic parts are granted at once.
    pub fn start_justice(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let scenario = self.plan.scenario;
        if !scenario.mechanisms.justice {
            return;
        }
        let most = scenario.case.evidence_from as usize;
        let mut asked = std::mem::take(&mut self.threats[slot].joined);
        asked.clear();
        let threat = &self.threats[slot];
        for piece in &threat.pieces {
            if piece.holder != threat.target && asked.len() < most && !asked.contains(&piece.holder) {
                asked.push(piece.holder);
            }
        }
        let identity = threat.identity;
        let limit = now + scenario.case.limitation;
        let ticket = plan(agenda, limit, Event::LimitationReached(slot), identity, 0);
        let threat = &mut self.threats[slot];
        threat.references += 1;
        threat.justice.open = true;
        threat.justice.limit = limit;
        threat.justice.ticket = ticket;
        threat.justice.evidence_left = asked.len() as u32;
        threat.justice.warrant_left = true;
        for &holder in &asked {
            self.ask_for_justice(agenda, slot, Kind::Evidence, usize::from(holder), now);
        }
        self.threats[slot].joined = asked;
        self.seek_fugitive(agenda, slot, now);
        self.conclude_if_complete(agenda, slot, now);
    }

    fn ask_for_justice(
        &mut self,
        agenda: &mut Agenda<Event>,
        slot: u32,
        kind: Kind,
        holder: usize,
        now: f64,
    ) {
        let threat = &self.threats[slot];
        let moves = u64::from(threat.justice.moves);
        let identity = threat
            .identity
            .with(self.identity(holder))
            .numbered(kind as u64 + OF_JUSTICE + PER_MOVE * moves);
        let requester = usize::from(threat.target);
        let urgency = self.plan.scenario.classes[usize::from(threat.class)].urgency / 2.0;
        self.submit(
            agenda,
            Question {
                identity,
                kind,
                owner: Owner::Justice(slot),
                requester,
                holder,
                urgency,
            },
            now,
        );
    }

    /// The warrant, after the review of a notice where there is one; and the next move of the fugitive.
    fn seek_fugitive(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let lead = usize::from(self.threats[slot].target);
        let at_home = usize::from(self.threats[slot].refuge) == lead;
        if let Some(organization) = self.notices_for(lead).filter(|_| !at_home) {
            let delay = self.plan.scenario.organizations[organization]
                .notices
                .map_or(0.0, |notices| notices.delay);
            plan(
                agenda,
                now + delay,
                Event::NoticeReviewed(slot),
                self.threats[slot].identity,
                0,
            );
            self.threats[slot].references += 1;
        } else {
            self.send_warrant(agenda, slot, now);
        }
        self.plan_move(agenda, slot, now);
    }

    /// The first organization with notices that a nation belongs to.
    fn notices_for(&self, nation: usize) -> Option<usize> {
        let organizations = &self.plan.scenario.organizations;
        (0..organizations.len())
            .find(|&n| organizations[n].notices.is_some() && self.is_full_member(n, nation))
    }

    /// A notice has been reviewed: refused as political the more likely, the further the requester stands from the members.
    pub fn notice_reviewed(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        if self.threats[slot].justice.open {
            let lead = usize::from(self.threats[slot].target);
            let refused = self.notices_for(lead).is_none_or(|organization| {
                let chance = self.political_chance(organization, lead);
                self.draw(Purpose::Notice, self.threats[slot].identity, 0)
                    .uniform()
                    < chance
            });
            self.threats[slot].justice.notice = !refused;
            self.send_warrant(agenda, slot, now);
            self.conclude_if_complete(agenda, slot, now);
        } else {
            self.idle_events += 1;
        }
        self.release_threat(slot);
    }

    /// strictness · (1 − exp(−d²/2w²)), d the distance to the members' mean interests. An assumption in form.
    fn political_chance(&self, organization: usize, requester: usize) -> f64 {
        let scenario = self.plan.scenario;
        let dimensions = self.position.len() / self.nations.len();
        let members: Vec<usize> = (0..self.nations.len())
            .filter(|&n| self.is_full_member(organization, n) && !self.is_idle(n))
            .collect();
        let mut squared = 0.0;
        for dimension in 0..dimensions {
            let sum: f64 = members
                .iter()
                .map(|&n| self.position[n * dimensions + dimension])
                .sum();
            let away = self.position[requester * dimensions + dimension] - sum / members.len().max(1) as f64;
            squared += away * away;
        }
        let width = scenario.politics.affinity_width;
        let strictness = scenario.organizations[organization]
            .notices
            .map_or(0.0, |notices| notices.strictness);
        strictness * (1.0 - libm::exp(-squared / (2.0 * width * width)))
    }

    /// Sends the warrant to where the fugitive is; at home it is executed at once.
    fn send_warrant(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let threat = &self.threats[slot];
        let (lead, refuge) = (usize::from(threat.target), usize::from(threat.refuge));
        if lead == refuge {
            self.arrest(agenda, slot);
        } else if !self.seeks_in(slot, threat.refuge) {
            self.ask_for_justice(agenda, slot, Kind::ArrestWarrant, refuge, now);
        }
    }

    /// Whether a warrant of this matter is with a nation.
    fn seeks_in(&self, slot: u32, refuge: u16) -> bool {
        self.threats[slot].requests.iter().any(|&request| {
            let state = &self.requests[request];
            state.kind == Kind::ArrestWarrant
                && state.holder == refuge
                && matches!(state.owner, Owner::Justice(_))
        })
    }

    /// The warrant is executed: the fugitive moves no more.
    fn arrest(&mut self, agenda: &mut Agenda<Event>, slot: u32) {
        let justice = &mut self.threats[slot].justice;
        justice.warrant_left = false;
        agenda.cancel(justice.move_ticket);
    }

    fn plan_move(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let rate = self.plan.scenario.case.fugitive_moves;
        if rate == 0.0 || !self.threats[slot].justice.warrant_left {
            return;
        }
        let identity = self.threats[slot].identity;
        let count = self.threats[slot].justice.moves;
        let draw = self.draw(Purpose::FugitiveMove, identity.numbered(u64::from(count)), 0);
        let time = now + draw.exponential() * YEAR / rate;
        let ends = time <= self.threats[slot].justice.limit;
        let ticket = if ends {
            plan(agenda, time, Event::FugitiveMoved(slot), identity, 0)
        } else {
            Ticket::NONE
        };
        self.threats[slot].justice.move_ticket = ticket;
    }

    /// The fugitive moves: the old warrant is of no use; a notice finds him at once where it reaches, else he must be traced.
    pub fn fugitive_moved(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let class = usize::from(self.threats[slot].class);
        let identity = self.threats[slot].identity;
        let count = self.threats[slot].justice.moves;
        let draw = self.draw(Purpose::FugitiveMove, identity.numbered(u64::from(count)), 1);
        self.threats[slot].justice.moves += 1;
        let from = usize::from(self.threats[slot].refuge);
        if let Some(refuge) = self.plan.refuges[class].pick_other(draw.uniform(), from) {
            self.threats[slot].refuge = refuge as u16;
            self.withdraw_warrants(agenda, slot, now);
            let lead = usize::from(self.threats[slot].target);
            let covered = self.threats[slot].justice.notice
                && self
                    .notices_for(lead)
                    .is_some_and(|organization| self.is_full_member(organization, refuge));
            if covered || refuge == lead {
                self.send_warrant(agenda, slot, now);
            } else {
                let trace = self.plan.scenario.case.trace;
                self.threats[slot].references += 1;
                plan(
                    agenda,
                    now + trace,
                    Event::FugitiveTraced(slot, (count + 1) as u16),
                    identity,
                    count as u16,
                );
            }
        }
        self.plan_move(agenda, slot, now);
        self.conclude_if_complete(agenda, slot, now);
    }

    fn withdraw_warrants(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        for n in (0..self.threats[slot].requests.len()).rev() {
            let request = self.threats[slot].requests[n];
            let of_justice = matches!(self.requests[request].owner, Owner::Justice(_));
            if of_justice
                && self.requests[request].kind == Kind::ArrestWarrant
                && self.is_withdrawable(request)
            {
                self.withdraw(agenda, request, Closing::Moot, now);
            }
        }
    }

    /// The lead learns where the fugitive went; of no use when he has moved again.
    pub fn fugitive_traced(&mut self, agenda: &mut Agenda<Event>, slot: u32, moves: u16, now: f64) {
        let justice = &self.threats[slot].justice;
        if justice.open && justice.warrant_left && justice.moves as u16 == moves {
            self.send_warrant(agenda, slot, now);
            self.conclude_if_complete(agenda, slot, now);
        } else {
            self.idle_events += 1;
        }
        self.release_threat(slot);
    }

    /// An answer to a request of justice reaches the lead.
    pub fn justice_reply(&mut self, agenda: &mut Agenda<Event>, slot: u32, threat: u32, now: f64) {
        let request = self.requests[slot];
        let (lead, holder) = (usize::from(request.requester), usize::from(request.holder));
        self.threats[threat].references += 1;
        let open = self.threats[threat].justice.open;
        let trust = &self.plan.scenario.trust;
        let weight = if open { trust.delivered } else { trust.late };
        self.credit_answer(&request, weight, 1, now);
        let exposure = self.answer_exposure(slot);
        self.note(
            now,
            Record::AnswerDelivered {
                holder,
                requester: lead,
                channel: request.channel,
                exposure,
            },
        );
        self.close_request(
            agenda,
            slot,
            if open { Closing::InTime } else { Closing::Late },
            now,
        );
        if open {
            if request.kind == Kind::Evidence {
                self.threats[threat].justice.evidence_left -= 1;
            } else if self.threats[threat].refuge == request.holder {
                self.arrest(agenda, threat);
            }
            self.conclude_if_complete(agenda, threat, now);
        }
        self.release_threat(threat);
    }

    /// Personal data in an answer × weakness of the receiver's protection, more when automation served it.
    pub fn answer_exposure(&self, slot: u32) -> f64 {
        let request = &self.requests[slot];
        let personal = self
            .plan
            .matter(request.kind, request.class.map(usize::from))
            .personal;
        let automated = if request.automated {
            self.plan.scenario.service.automation_exposure
        } else {
            1.0
        };
        personal * automated * (1.0 - self.law.data_protection(usize::from(request.requester)))
    }

    fn conclude_if_complete(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let justice = &self.threats[slot].justice;
        if !justice.open || justice.evidence_left > 0 || justice.warrant_left {
            return;
        }
        let (lead, threat) = (
            usize::from(self.threats[slot].target),
            self.threats[slot].identity,
        );
        self.note(now, Record::JusticeDone { lead, threat });
        let network = &mut self.networks[self.threats[slot].network];
        if !network.dismantled {
            network.dismantled = true;
            self.note(now, Record::NetworkDismantled { lead, threat });
        }
        self.end_justice(agenda, slot, Closing::Moot, now);
    }

    /// The first refusal fails a matter, unless it is of a warrant where the fugitive is no more.
    pub fn justice_refused(
        &mut self,
        agenda: &mut Agenda<Event>,
        slot: u32,
        (kind, holder): (Kind, u16),
        now: f64,
    ) {
        let matters = kind == Kind::Evidence || holder == self.threats[slot].refuge;
        if matters && self.threats[slot].justice.open {
            let (lead, threat) = (
                usize::from(self.threats[slot].target),
                self.threats[slot].identity,
            );
            self.note(now, Record::JusticeFailed { lead, threat });
            self.end_justice(agenda, slot, Closing::Moot, now);
        }
    }

    /// The limitation period ends before justice was done.
    pub fn limitation_reached(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let (lead, threat) = (
            usize::from(self.threats[slot].target),
            self.threats[slot].identity,
        );
        self.note(now, Record::JusticeFailed { lead, threat });
        self.end_justice(agenda, slot, Closing::Capacity, now);
    }

    fn end_justice(&mut self, agenda: &mut Agenda<Event>, slot: u32, withdrawn: Closing, now: f64) {
        let justice = &mut self.threats[slot].justice;
        justice.open = false;
        agenda.cancel(justice.ticket);
        agenda.cancel(justice.move_ticket);
        for n in (0..self.threats[slot].requests.len()).rev() {
            let request = self.threats[slot].requests[n];
            let state = &self.requests[request];
            debug_assert!(state.stage != Stage::Standing, "only requests of cases stand");
            if matches!(state.owner, Owner::Justice(_)) && self.is_withdrawable(request) {
                self.withdraw(agenda, request, withdrawn, now);
            }
        }
        self.release_threat(slot);
    }
}
