//! A case: opening, asking, receiving pieces, and closing by disruption or attack.

use crate::engine::calendar::Ticket;
use crate::engine::simulation::Agenda;
use crate::model::ending::{Closing, STAGES, Stage as FunnelStage};
use crate::model::event::Event;
use crate::model::likely::shares_of;
use crate::model::record::{Ending, Record, Way};
use crate::model::request::Question;
use crate::model::request_state::{Owner, Stage};
use crate::model::sharing::Matter;
use crate::model::threat_state::{CaseState, PieceState, Ranked, Reply};
use crate::model::ties::DIPLOMATIC;
use crate::model::world::{World, plan};
use crate::scenario::kind::Kind;

/// Weights that sum to one make a mean that rounding may lift above one by less than this.
const BARELY_LESS: f64 = 1.0 - 1e-9;

/// What the last of a full list has; 0 while there is room.
#[inline]
fn least_ranked(ranked: &[(f64, u16)], most: usize) -> f64 {
    ranked.get(most.wrapping_sub(1)).map_or(0.0, |&(least, _)| least)
}

/// Enters somebody into a list of so many, the most useful first and among equals the first.
#[inline]
fn rank(ranked: &mut Vec<(f64, u16)>, most: usize, (usefulness, nation): (f64, u16)) {
    let comes_first =
        |&(known, other): &(f64, u16)| known > usefulness || (known == usefulness && other < nation);
    let at = ranked.partition_point(comes_first);
    if at < most {
        ranked.truncate(most - 1);
        ranked.insert(at, (usefulness, nation));
    }
}

/// How a piece arrives.
#[derive(Copy, Clone, Debug)]
pub struct Passage {
    /// By which way.
    pub way: Way,
    /// Through which channel.
    pub channel: u16,
    /// Factor on its exposure.
    pub exposure: f64,
}

impl World<'_> {
    /// What the lead's partners decide on in a case.
    pub fn case_matter(&self, threat: u32, kind: Kind) -> Matter {
        let threat = &self.threats[threat];
        let class = usize::from(threat.class);
        Matter {
            kind,
            class: Some(class),
            origin: Some(usize::from(threat.origin)),
            urgency: self.plan.scenario.classes[class].urgency,
        }
    }

    /// A piece reaches the lead, in whatever way; the first opens the case, the last that is needed disrupts the threat.
    pub fn receive_piece(
        &mut self,
        agenda: &mut Agenda<Event>,
        threat: u32,
        piece: usize,
        passage: Passage,
        now: f64,
    ) {
        if self.threats[threat].pieces[piece].state == PieceState::Delivered {
            self.idle_events += 1;
            return;
        }
        self.threats[threat].pieces[piece].state = PieceState::Delivered;
        let state = self.threats[threat].state;
        let in_time = matches!(state, CaseState::Unknown | CaseState::Open);
        let found = self.threats[threat].pieces[piece];
        let (lead, holder) = (
            usize::from(self.threats[threat].target),
            usize::from(found.holder),
        );
        if in_time && found.sound {
            self.threats[threat].held += 1;
        }
        if passage.way != Way::Own {
            let exposure = passage.exposure * self.exposure_of(threat, lead);
            self.note(
                now,
                Record::PieceDelivered {
                    lead,
                    holder,
                    way: passage.way,
                    in_time,
                    sound: found.sound,
                    exposure,
                    channel: passage.channel,
                    threat: self.threats[threat].identity,
                },
            );
            if in_time || self.plan.scenario.leaks.exposure.is_some() {
                self.start_leak_clocks(agenda, threat, piece, passage, now);
            }
        }
        if !in_time {
            return;
        }
        if self.threats[threat].held >= self.threats[threat].needed {
            self.close_case(agenda, threat, CaseState::Disrupted, now);
        } else if state == CaseState::Unknown {
            self.open_case(agenda, threat, now);
        }
        if passage.way != Way::Own && self.threats[threat].state == CaseState::Open {
            self.invite_to_join(agenda, threat, holder, now);
        }
    }

    /// Personal data of a piece × weakness of the receiver's protection.
    fn exposure_of(&self, threat: u32, lead: usize) -> f64 {
        let class = usize::from(self.threats[threat].class);
        self.plan.scenario.classes[class].personal * (1.0 - self.law.data_protection(lead))
    }

    /// Opens a case: queries the databases, ranks the others and asks the first of them.
    pub fn open_case(&mut self, agenda: &mut Agenda<Event>, threat: u32, now: f64) {
        self.threats[threat].state = CaseState::Open;
        self.note(
            now,
            Record::CaseOpened {
                lead: usize::from(self.threats[threat].target),
                threat: self.threats[threat].identity,
            },
        );
        for piece in 0..self.threats[threat].pieces.len() {
            let entry = self.threats[threat].pieces[piece];
            if entry.database.is_some()
                && entry.state != PieceState::Delivered
                && entry.state != PieceState::Hidden
            {
                self.hit(agenda, threat, piece, now);
                if self.threats[threat].state != CaseState::Open {
                    return;
                }
            }
        }
        if !self.plan.scenario.mechanisms.requests {
            return;
        }
        self.rank_others(threat, now);
        for _ in 0..self.plan.scenario.case.fanout {
            self.ask_next(agenda, threat, now);
        }
        self.plan_follow_up(agenda, threat, now);
    }

    /// A database gives the lead a piece.
    pub fn hit(&mut self, agenda: &mut Agenda<Event>, threat: u32, piece: usize, now: f64) {
        let (lead, holder) = (
            self.threats[threat].target,
            self.threats[threat].pieces[piece].holder,
        );
        let weight = self.plan.scenario.trust.database;
        self.credit(usize::from(lead), usize::from(holder), weight, 1, now);
        self.receive_piece(
            agenda,
            threat,
            piece,
            Passage {
                way: Way::Database,
                channel: DIPLOMATIC,
                exposure: 1.0,
            },
            now,
        );
    }

    /// Ranks the others by usefulness π·τ·λ; ties by identity; those who cannot hold a piece are not asked. With a reach, the
    /// others are neighbours, past partners, and whence the threat comes and where its own may hide.
    fn rank_others(&mut self, threat: u32, now: f64) {
        let mut ranked = std::mem::take(&mut self.scratch);
        ranked.clear();
        self.rank_neighbours(threat, &mut ranked, now);
        if !self.dyads.has_every() {
            self.rank_strangers(threat, &mut ranked, now);
        }
        let ranking = &mut self.threats[threat].ranking;
        ranking.clear();
        ranking.extend(ranked.iter().map(|&(_, nation)| Ranked {
            nation,
            reply: Reply::Unasked,
        }));
        if self.is_far_apart() {
            let lead = self.threats[threat].target;
            let first = ranked.iter().take(self.plan.scenario.case.fanout as usize);
            first.for_each(|&(_, nation)| self.dyads.ask_for(lead.into(), nation.into()));
        }
        self.scratch = ranked;
    }

    /// Enters neighbours, the likeliest first: λ and trust are at most 1 and dear to work out, so that who could not enter the
    /// list even so ends the search. Those who play a part in the threat come before all.
    fn rank_neighbours(&self, threat: u32, ranked: &mut Vec<(f64, u16)>, now: f64) {
        let case = &self.threats[threat];
        let (lead, class) = (usize::from(case.target), usize::from(case.class));
        let settings = &self.plan.scenario.classes[class];
        let weights = self.plan.weights(settings.kind, Some(class));
        let most = self.plan.scenario.case.most_asked as usize;
        let moment = self.pairs.moment(now);
        let (near, base) = self.dyads.near(lead);
        let mut enter = |n: usize, likely: f64| {
            let compatible = likely * self.law.compatibility(base + n, weights);
            if ranked.len() < most || compatible >= least_ranked(ranked, most) {
                let usefulness = compatible * self.pairs.trust_at(base + n, &moment);
                rank(ranked, most, (usefulness, near[n]));
            }
            least_ranked(ranked, most)
        };
        let parts = [case.origin, case.refuge];
        let mut last = 0.0;
        for (n, &nation) in parts.iter().enumerate() {
            let position = self.dyads.position_near(lead, nation);
            if let Some(position) =
                position.filter(|_| nation != case.target && !parts[..n].contains(&nation))
            {
                let anyone = self.plan.anyone_share[usize::from(nation)];
                let picker = &self.plan.neighbours[lead];
                let [by_nearness, as_anyone] = shares_of(&settings.holders, picker, position, anyone);
                let likely = case.chance_by_part(&settings.holders, nation) + by_nearness + as_anyone;
                if likely > 0.0 && likely >= last * BARELY_LESS {
                    last = enter(position, likely);
                }
            }
        }
        let likeliest = self.plan.likely.of(class, base, near.len());
        if self.is_far_apart() {
            for &(_, n) in likeliest.iter().take(most) {
                self.law.ask_for(base + usize::from(n));
                self.pairs.ask_for(base + usize::from(n));
            }
        }
        for &(likely, n) in likeliest {
            if likely <= 0.0 || likely < last * BARELY_LESS {
                break;
            }
            let other = near[usize::from(n)];
            if other != case.target && !parts.contains(&other) {
                last = enter(usize::from(n), likely);
            }
        }
    }

    /// Enters those whom the lead thinks of beyond its neighbours. Most are not likely enough to enter even a list without
    /// strangers; only the others are put in order.
    fn rank_strangers(&mut self, threat: u32, ranked: &mut Vec<(f64, u16)>, now: f64) {
        let case = &self.threats[threat];
        let (target, class) = (case.target, usize::from(case.class));
        let lead = usize::from(target);
        let scenario = self.plan.scenario;
        let (kind, most) = (scenario.classes[class].kind, scenario.case.most_asked as usize);
        let mut strangers = std::mem::take(&mut self.scratch_nations);
        strangers.clear();
        let thought_of = [case.origin, case.refuge].into_iter();
        let least = least_ranked(ranked, most) * BARELY_LESS;
        strangers.extend(
            thought_of
                .chain(self.partners[lead].iter().copied())
                .filter(|&other| other != target && self.chance_of_stranger(threat, other) > least)
                .filter(|other| self.dyads.near(lead).0.binary_search(other).is_err()),
        );
        strangers.sort_unstable();
        strangers.dedup();
        for &other in &strangers {
            let likely = self.chance_of_stranger(threat, other);
            if likely > least_ranked(ranked, most) * BARELY_LESS {
                let nation = usize::from(other);
                let place = self.meet(lead, nation);
                let compatible = likely * self.compatibility_at(place, (nation, lead), kind, Some(class));
                let usefulness = compatible * self.pairs.trust(place, now);
                rank(ranked, most, (usefulness, other));
            }
        }
        self.scratch_nations = strangers;
    }

    /// π of a nation beyond the neighbours.
    fn chance_of_stranger(&self, threat: u32, nation: u16) -> f64 {
        let threat = &self.threats[threat];
        let holders = &self.plan.scenario.classes[usize::from(threat.class)].holders;
        threat.chance_by_part(holders, nation)
            + holders.everyone * self.plan.anyone_share[usize::from(nation)]
    }

    /// Asks the best nation not asked yet.
    fn ask_next(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let threat = &self.threats[slot];
        let Some(holder) = threat.next_ranked() else {
            return;
        };
        let class = &self.plan.scenario.classes[usize::from(threat.class)];
        let (holder, requester) = (usize::from(holder), usize::from(threat.target));
        let identity = threat
            .identity
            .with(self.identity(holder))
            .numbered(class.kind as u64);
        self.threats[slot].asked += 1;
        self.mark_reply(slot, holder as u16, Reply::Asked);
        let (kind, urgency) = (class.kind, class.urgency);
        self.submit(
            agenda,
            Question {
                identity,
                kind,
                owner: Owner::Case(slot),
                requester,
                holder,
                urgency,
            },
            now,
        );
    }

    fn plan_follow_up(&mut self, agenda: &mut Agenda<Event>, threat: u32, now: f64) {
        let state = &self.threats[threat];
        let next = now + self.plan.scenario.case.follow_up;
        let more = (state.asked as usize) < state.ranking.len() && next <= state.due;
        let identity = state.identity;
        self.threats[threat].follow_up = if more {
            plan(agenda, next, Event::FollowUpDue(threat), identity, 0)
        } else {
            Ticket::NONE
        };
    }

    /// One more nation is asked.
    pub fn follow_up_due(&mut self, agenda: &mut Agenda<Event>, threat: u32, now: f64) {
        self.ask_next(agenda, threat, now);
        self.plan_follow_up(agenda, threat, now);
    }

    /// A reply to a request of a case reaches the lead.
    pub fn case_reply(&mut self, agenda: &mut Agenda<Event>, slot: u32, threat: u32, now: f64) {
        let request = self.requests[slot];
        let (lead, holder) = (usize::from(request.requester), usize::from(request.holder));
        let open = self.threats[threat].state == CaseState::Open;
        let trust = &self.plan.scenario.trust;
        let (delivered, late) = (trust.delivered, trust.late);
        self.threats[threat].references += 1;
        if open {
            let new = self.pieces_still_wanted(threat, request.carries);
            self.credit_answer(&request, delivered, new, now);
        } else {
            self.credit_answer(&request, late, 1, now);
        }
        self.note(
            now,
            Record::AnswerDelivered {
                holder,
                requester: lead,
                channel: request.channel,
                exposure: 0.0,
            },
        );
        // The request is closed first: what it carries may end the case, and that closes what is still open.
        self.close_request(
            agenda,
            slot,
            if open { Closing::InTime } else { Closing::Late },
            now,
        );
        let exposure = if request.automated {
            self.plan.scenario.service.automation_exposure
        } else {
            1.0
        };
        for piece in 0..self.threats[threat].pieces.len() {
            if request.carries >> piece & 1 == 1 {
                self.receive_piece(
                    agenda,
                    threat,
                    piece,
                    Passage {
                        way: Way::Reply,
                        channel: request.channel,
                        exposure,
                    },
                    now,
                );
            }
        }
        self.relay_sisters(agenda, threat, holder, now);
        self.release_threat(threat);
    }

    /// How many of the pieces that an answer carries have not come another way meanwhile.
    fn pieces_still_wanted(&self, threat: u32, carries: u64) -> u32 {
        let pieces = self.threats[threat].pieces.iter().enumerate();
        let wanted =
            pieces.filter(|(n, piece)| carries >> n & 1 == 1 && piece.state != PieceState::Delivered);
        wanted.count() as u32
    }

    /// An offer reaches the lead.
    pub fn piece_delivered(&mut self, agenda: &mut Agenda<Event>, threat: u32, piece: usize, now: f64) {
        let found = self.threats[threat].pieces[piece];
        if found.state != PieceState::Delivered {
            let (lead, holder) = (
                usize::from(self.threats[threat].target),
                usize::from(found.holder),
            );
            let in_time = matches!(self.threats[threat].state, CaseState::Unknown | CaseState::Open);
            let trust = &self.plan.scenario.trust;
            let weight = if in_time { trust.delivered } else { trust.late };
            self.credit(lead, holder, weight, 1, now);
        }
        self.receive_piece(
            agenda,
            threat,
            piece,
            Passage {
                way: Way::Offer,
                channel: found.channel,
                exposure: 1.0,
            },
            now,
        );
        self.relay_sisters(agenda, threat, usize::from(found.holder), now);
        self.release_threat(threat);
    }

    /// The preparation is complete: the attack comes.
    pub fn attack_due(&mut self, agenda: &mut Agenda<Event>, threat: u32, now: f64) {
        self.close_case(agenda, threat, CaseState::Attacked, now);
    }

    /// Ends a case by disruption or attack, counts its fate, and hands it to justice.
    fn close_case(&mut self, agenda: &mut Agenda<Event>, threat: u32, ending: CaseState, now: f64) {
        let disrupted = ending == CaseState::Disrupted;
        self.threats[threat].state = ending;
        agenda.cancel(self.threats[threat].attack);
        agenda.cancel(self.threats[threat].follow_up);
        for piece in &self.threats[threat].pieces {
            agenda.cancel(piece.ticket);
        }
        let fate = self.ending_of(threat, disrupted);
        self.note(
            now,
            Record::ThreatEnded {
                ending: fate,
                threat: self.threats[threat].identity,
            },
        );
        self.follow_pieces(threat, disrupted, now);
        self.settle_with_partners(agenda, threat, disrupted, now);
        self.close_requests(agenda, threat, disrupted, now);
        self.start_justice(agenda, threat, now);
        self.release_threat(threat);
    }

    fn ending_of(&self, slot: u32, disrupted: bool) -> Ending {
        let threat = &self.threats[slot];
        let mitigation = self.plan.scenario.case.mitigation;
        let needed = f64::from(threat.needed);
        let harm = |held: u32| threat.severity * (1.0 - mitigation * f64::from(held) / needed);
        let missed = |piece: &&crate::model::threat_state::Piece| {
            piece.sound
                && piece.holder != threat.target
                && matches!(piece.state, PieceState::Found | PieceState::Sent)
        };
        Ending {
            class: usize::from(threat.class),
            target: usize::from(threat.target),
            cohort: threat.cohort,
            disrupted,
            harm: if disrupted { 0.0 } else { harm(threat.held) },
            harm_alone: if threat.alone {
                0.0
            } else {
                harm(threat.held_alone)
            },
            alone: threat.alone,
            best: threat.best,
            misses: if disrupted {
                0
            } else {
                threat.pieces.iter().filter(missed).count() as u32
            },
        }
    }

    /// Notes how far each piece that others found, and that was right, has come: every piece counts at every stage that it
    /// passed.
    fn follow_pieces(&mut self, slot: u32, disrupted: bool, now: f64) {
        let mut stages = [0; STAGES];
        let threat = &self.threats[slot];
        for piece in &threat.pieces {
            if !piece.sound || piece.holder == threat.target || piece.state == PieceState::Hidden {
                continue;
            }
            let mut ranking = threat.ranking.iter();
            let ranked = ranking.find(|ranked| ranked.nation == piece.holder);
            let reply = ranked.map_or(Reply::Unasked, |ranked| ranked.reply);
            let stage = match piece.state {
                PieceState::Delivered if disrupted => FunnelStage::Useful,
                PieceState::Delivered => FunnelStage::InTime,
                PieceState::Sent => FunnelStage::Delivered,
                PieceState::Found | PieceState::Hidden => match reply {
                    Reply::Unasked => FunnelStage::Wanted,
                    Reply::Asked => FunnelStage::Sent,
                    Reply::Answered => FunnelStage::Answered,
                    Reply::Willing => FunnelStage::Willing,
                },
            };
            stages[..=stage as usize].iter_mut().for_each(|count| *count += 1);
        }
        let kind = self.plan.scenario.classes[usize::from(threat.class)].kind;
        self.note(now, Record::PiecesFollowed { kind, stages });
    }

    /// Remembers how far a nation that was asked has gone to meet the lead.
    pub fn mark_reply(&mut self, threat: u32, holder: u16, reply: Reply) {
        let mut ranking = self.threats[threat].ranking.iter_mut();
        if let Some(ranked) = ranking.find(|ranked| ranked.nation == holder) {
            ranked.reply = ranked.reply.max(reply);
        }
    }

    /// Credit for a success with a partner's piece, debit for unsound ones.
    fn settle_with_partners(&mut self, agenda: &mut Agenda<Event>, threat: u32, disrupted: bool, now: f64) {
        let lead = usize::from(self.threats[threat].target);
        let trust = &self.plan.scenario.trust;
        let (success, unsound) = (trust.success, trust.unsound);
        let mut helped = false;
        for n in 0..self.threats[threat].pieces.len() {
            let piece = self.threats[threat].pieces[n];
            let holder = usize::from(piece.holder);
            if holder == lead || piece.state != PieceState::Delivered {
                continue;
            }
            if !piece.sound {
                self.learn(lead, holder, 0.0, unsound, now);
                continue;
            }
            let first = self.threats[threat].pieces[..n].iter().all(|earlier| {
                earlier.holder != piece.holder || !earlier.sound || earlier.state != PieceState::Delivered
            });
            if disrupted && first {
                helped = true;
                self.learn(lead, holder, success, 0.0, now);
                self.learn(holder, lead, success, 0.0, now);
                self.raise_support(agenda, holder, now);
            }
        }
        if helped {
            self.raise_support(agenda, lead, now);
        }
    }

    /// What waits or travels is withdrawn, what stands ends without information, what is in service runs on.
    fn close_requests(&mut self, agenda: &mut Agenda<Event>, threat: u32, disrupted: bool, now: f64) {
        let withdrawn = if disrupted {
            Closing::Moot
        } else {
            Closing::Capacity
        };
        for n in (0..self.threats[threat].requests.len()).rev() {
            let slot = self.threats[threat].requests[n];
            if self.requests[slot].stage == Stage::Standing {
                self.close_request(agenda, slot, Closing::NoInformation, now);
            } else if self.is_withdrawable(slot) {
                self.withdraw(agenda, slot, withdrawn, now);
            }
        }
    }
}
