//! The life of a threat before its case: arrival, follow-ups, and finds by their holders.

use crate::engine::discrete::poisson_quantile;
use crate::engine::identity::Identity;
use crate::engine::simulation::Agenda;
use crate::engine::time::YEAR;
use crate::model::case::Passage;
use crate::model::event::Event;
use crate::model::purpose::Purpose;
use crate::model::record::{Record, Way};
use crate::model::request_state::{Owner, Stage};
use crate::model::sharing::Verdict;
use crate::model::threat_state::{CaseState, Justice, Piece, PieceState, Seed, Variants};
use crate::model::ties::{DIPLOMATIC, database_covers};
use crate::model::world::{World, plan};
use crate::scenario::kind::Kind;

/// Sets a follow-up's identity apart from its parent's pieces.
const FOLLOW_UP: Identity = Identity::of("follow-up");

/// Where a threat comes from: origin, refuge and network are those of the root of its cluster.
#[derive(Copy, Clone, Debug)]
struct Root {
    origin: usize,
    refuge: usize,
    network: u32,
}

impl World<'_> {
    /// An immigrant comes, and the next of its stream is planned.
    pub fn threat_arrived(&mut self, agenda: &mut Agenda<Event>, stream: usize, now: f64) {
        let class = self.streams[stream].class;
        let identity = self.streams[stream].identity.numbered(self.streams[stream].count);
        self.plan_arrival(agenda, stream);
        let Some(target) = self.plan.targets[class].pick(self.draw(Purpose::Target, identity, 0).uniform())
        else {
            return;
        };
        let Some(origin) =
            self.plan.origins[class].pick_other(self.draw(Purpose::Origin, identity, 0).uniform(), target)
        else {
            return;
        };
        let Some(refuge) = self.plan.refuges[class].pick(self.draw(Purpose::Refuge, identity, 0).uniform())
        else {
            return;
        };
        let network = self.networks.take();
        let state = &mut self.networks[network];
        state.dismantled = false;
        state.members.clear();
        state.references = 0;
        self.prepare(
            agenda,
            (class, identity),
            target,
            Root {
                origin,
                refuge,
                network,
            },
            now,
        );
    }

    /// Plans the next immigrant of a stream.
    pub fn plan_arrival(&mut self, agenda: &mut Agenda<Event>, stream: usize) {
        let time = self.streams[stream].next(&self.chance);
        if time <= self.plan.scenario.run.horizon {
            plan(
                agenda,
                time,
                Event::ThreatArrived(stream as u16),
                self.streams[stream].identity,
                0,
            );
        }
    }

    /// A follow-up comes, unless its network has been dismantled.
    pub fn follow_up_arrived(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let seed = self.seeds[slot];
        self.seeds.release(slot);
        let (class, origin) = (usize::from(seed.class), usize::from(seed.origin));
        if self.networks[seed.network].dismantled {
            self.note(now, Record::FollowUpPrevented);
            self.release_network(seed.network);
            return;
        }
        let target = self.plan.targets[class]
            .pick_other(self.draw(Purpose::Target, seed.identity, 0).uniform(), origin);
        if let Some(target) = target {
            let root = Root {
                origin,
                refuge: usize::from(seed.refuge),
                network: seed.network,
            };
            self.prepare(agenda, (class, seed.identity), target, root, now);
        }
        self.release_network(seed.network);
    }

    /// A threat starts to prepare: all that is exogenous about it is drawn now.
    fn prepare(
        &mut self,
        agenda: &mut Agenda<Event>,
        (number, identity): (usize, Identity),
        target: usize,
        root: Root,
        now: f64,
    ) {
        let class = &self.plan.scenario.classes[number];
        let due = now
            + self.plan.preparation[number].sample(self.draw(Purpose::Preparation, identity, 0).uniform());
        let severity = self.plan.severity[number].sample(self.draw(Purpose::Severity, identity, 0).uniform());
        let run = &self.plan.scenario.run;
        let cohort =
            now >= run.warm_up && now <= run.horizon - self.plan.maturity[number] && due <= run.horizon;
        let slot = self.threats.take();
        let attack = plan(agenda, due, Event::AttackDue(slot), identity, 0);
        let threat = &mut self.threats[slot];
        threat.pieces.clear();
        threat.requests.clear();
        threat.ranking.clear();
        threat.joined.clear();
        threat.invited.clear();
        threat.identity = identity;
        threat.class = number as u16;
        threat.target = target as u16;
        threat.origin = root.origin as u16;
        threat.refuge = root.refuge as u16;
        threat.network = root.network;
        threat.due = due;
        threat.severity = severity;
        threat.needed = class.needed;
        threat.held = 0;
        threat.cohort = cohort;
        threat.state = CaseState::Unknown;
        threat.asked = 0;
        threat.justice = Justice::default();
        threat.attack = attack;
        threat.references = 1;
        self.networks[root.network].members.push(slot);
        self.networks[root.network].references += 1;
        self.note(
            now,
            Record::ThreatArrived {
                class: number,
                target,
                origin: root.origin,
                threat: identity,
            },
        );
        self.scatter_pieces(agenda, slot, now);
        self.plan_follow_ups(agenda, slot, root, now);
    }

    /// Draws where the pieces lie and when they are found; plans the finds before the due time; works out the bounds.
    fn scatter_pieces(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        let threat = &self.threats[slot];
        let (identity, class, target, due, needed) = (
            threat.identity,
            usize::from(threat.class),
            threat.target,
            threat.due,
            threat.needed,
        );
        let (mut own, mut all) = (0, 0);
        for n in 0..self.plan.scenario.classes[class].pieces as usize {
            let mut piece = self.draw_piece(slot, n, now);
            if piece.find < due {
                piece.ticket = plan(
                    agenda,
                    piece.find,
                    Event::PieceFound(slot, n as u8),
                    identity,
                    n as u16,
                );
                all += u32::from(piece.sound);
                own += u32::from(piece.sound && piece.holder == target);
            }
            self.threats[slot].pieces.push(piece);
        }
        let threat = &mut self.threats[slot];
        threat.alone = own >= needed;
        threat.best = all >= needed;
        threat.held_alone = own.min(needed);
    }

    fn draw_piece(&self, slot: u32, n: usize, now: f64) -> Piece {
        let threat = &self.threats[slot];
        let class = usize::from(threat.class);
        let identity = threat.identity.numbered(n as u64);
        let place = self.draw(Purpose::Holder, identity, 0);
        let holder = self.holder_of(class, threat, place.uniform(), place.second());
        let capacity = self.nations[holder].capacity;
        let accuracy = self.plan.scenario.case.accuracy;
        let sound = accuracy >= 1.0
            || self.draw(Purpose::Soundness, identity, 0).uniform() < accuracy + (1.0 - accuracy) * capacity;
        let speed = capacity * self.task_force_factor(holder, class) * self.nations[holder].triage_speed
            / self.novelty[class].factor;
        let days = self.draw(Purpose::Discovery, identity, 0).exponential()
            * self.plan.scenario.classes[class].discovery
            / speed;
        Piece {
            holder: holder as u16,
            find: now + days,
            sound,
            ..Piece::default()
        }
    }

    /// The category by one uniform, the nation within it by another; an empty category means everyone.
    fn holder_of(
        &self,
        class: usize,
        threat: &crate::model::threat_state::Threat,
        category: f64,
        within: f64,
    ) -> usize {
        let holders = &self.plan.scenario.classes[class].holders;
        let mut bound = holders.target;
        if category < bound {
            return usize::from(threat.target);
        }
        bound += holders.origin;
        if category < bound {
            return usize::from(threat.origin);
        }
        bound += holders.refuge;
        if category < bound {
            return usize::from(threat.refuge);
        }
        bound += holders.neighbours;
        let near = if category < bound {
            self.plan.pick_neighbour(usize::from(threat.target), within)
        } else {
            None
        };
        near.or_else(|| self.plan.anyone.pick(within))
            .unwrap_or(usize::from(threat.target))
    }

    /// The best factor among the task forces that a nation belongs to.
    fn task_force_factor(&self, nation: usize, class: usize) -> f64 {
        let mut best = 1.0_f64;
        for (organization, force) in &self.task_forces {
            if force.classes.contains(&class) && self.is_full_member(usize::from(*organization), nation) {
                best = best.max(force.factor);
            }
        }
        best
    }

    fn plan_follow_ups(&mut self, agenda: &mut Agenda<Event>, slot: u32, root: Root, now: f64) {
        let (parent, number) = (self.threats[slot].identity, self.threats[slot].class);
        let class = &self.plan.scenario.classes[usize::from(number)];
        if class.follow_ups == 0.0 {
            return;
        }
        let children = poisson_quantile(
            class.follow_ups,
            self.draw(Purpose::FollowUps, parent, 0).uniform(),
        ) as u64;
        for child in 0..children {
            let identity = parent.with(FOLLOW_UP).numbered(child);
            let time =
                now + self.draw(Purpose::FollowUpDelay, identity, 0).exponential() * class.follow_up_delay;
            if time > self.plan.scenario.run.horizon {
                continue;
            }
            let seed = self.seeds.take();
            self.seeds[seed] = Seed {
                identity,
                class: number,
                origin: root.origin as u16,
                refuge: root.refuge as u16,
                network: root.network,
            };
            self.networks[root.network].references += 1;
            plan(agenda, time, Event::FollowUpArrived(seed), identity, 0);
        }
    }

    /// A holder finds a piece: its own opens or feeds its case; another's goes to a database, answers a standing request,
    /// or is offered, in this order.
    pub fn piece_found(&mut self, agenda: &mut Agenda<Event>, slot: u32, piece: usize, now: f64) {
        let holder = usize::from(self.threats[slot].pieces[piece].holder);
        let target = usize::from(self.threats[slot].target);
        if holder == target {
            self.receive_piece(
                agenda,
                slot,
                piece,
                Passage {
                    way: Way::Own,
                    channel: DIPLOMATIC,
                    exposure: 0.0,
                },
                now,
            );
            return;
        }
        self.threats[slot].pieces[piece].state = PieceState::Found;
        let kind = self.plan.scenario.classes[usize::from(self.threats[slot].class)].kind;
        self.note(
            now,
            Record::ForeignFind {
                holder,
                target,
                kind,
                threat: self.threats[slot].identity,
            },
        );
        self.enter_into_databases(agenda, slot, piece, now);
        if self.threats[slot].pieces[piece].state == PieceState::Delivered || !self.is_live(slot) {
            return;
        }
        if let Some(request) = self.standing_request(slot, holder) {
            self.decide_request(agenda, request, now);
        } else if self.plan.scenario.mechanisms.spontaneous {
            self.offer(agenda, slot, piece, now);
        }
    }

    fn is_live(&self, slot: u32) -> bool {
        matches!(self.threats[slot].state, CaseState::Unknown | CaseState::Open)
    }

    fn standing_request(&self, slot: u32, holder: usize) -> Option<u32> {
        let stands = |&&request: &&u32| {
            let state = &self.requests[request];
            state.stage == Stage::Standing
                && usize::from(state.holder) == holder
                && matches!(state.owner, Owner::Case(_))
        };
        self.threats[slot].requests.iter().find(stands).copied()
    }

    /// Enters a find into each shared database that covers it, by its own uniform; the first entry ends the search.
    fn enter_into_databases(&mut self, agenda: &mut Agenda<Event>, slot: u32, piece: usize, now: f64) {
        let scenario = self.plan.scenario;
        if scenario.databases.is_empty() || !scenario.mechanisms.databases {
            return;
        }
        let threat = &self.threats[slot];
        let (class, target) = (usize::from(threat.class), usize::from(threat.target));
        let holder = usize::from(threat.pieces[piece].holder);
        let identity = threat.identity.numbered(piece as u64);
        let matter = self.case_matter(slot, Kind::DatabaseEntry);
        for (n, database) in scenario.databases.iter().enumerate() {
            if !database.classes.contains(&class)
                || !database_covers(database, n, holder, target, &self.institutions)
            {
                continue;
            }
            let chance = database.coverage * self.willingness(holder, target, &matter, now);
            if self
                .draw(Purpose::DatabaseEntry, identity.with(database.identity), 0)
                .uniform()
                < chance
            {
                self.threats[slot].pieces[piece].database = Some(n as u16);
                break;
            }
        }
        if self.threats[slot].pieces[piece].database.is_none() {
            return;
        }
        if self.threats[slot].state == CaseState::Open {
            self.hit(agenda, slot, piece, now);
        } else if self.threats[slot]
            .pieces
            .iter()
            .filter(|piece| piece.database.is_some())
            .count()
            >= 2
        {
            self.open_case(agenda, slot, now);
        }
    }

    /// One decision whether to offer a find to its target unasked; a refusal stays unseen.
    fn offer(&mut self, agenda: &mut Agenda<Event>, slot: u32, piece: usize, now: f64) {
        let (holder, target) = (
            usize::from(self.threats[slot].pieces[piece].holder),
            usize::from(self.threats[slot].target),
        );
        let threat = self.threats[slot].identity;
        let identity = threat.numbered(piece as u64);
        let matter = self.case_matter(slot, Kind::Spontaneous);
        let verdict = self.decide(holder, target, &matter, (Purpose::Spontaneous, identity), now);
        if let Verdict::Refuse(reason) = verdict {
            self.note(
                now,
                Record::Offered {
                    holder,
                    target,
                    refused: Some(reason),
                    threat,
                },
            );
            return;
        }
        self.note(
            now,
            Record::Offered {
                holder,
                target,
                refused: None,
                threat,
            },
        );
        if !self.is_candid(holder, target, identity, now) {
            return;
        }
        let channel = self.ties.route(holder, target, Kind::Spontaneous);
        let arrives = now + self.channel_delay(channel, holder, target);
        let state = &mut self.threats[slot];
        state.pieces[piece].state = PieceState::Sent;
        state.pieces[piece].channel = channel;
        state.references += 1;
        plan(
            agenda,
            arrives,
            Event::PieceDelivered(slot, piece as u8),
            identity,
            0,
        );
    }

    /// A new variant of a class appears: discovery takes longer until holders have adapted.
    pub fn variant_appeared(&mut self, agenda: &mut Agenda<Event>, class: usize, now: f64) {
        let Some(novelty) = self.plan.scenario.classes[class].novelty else {
            return;
        };
        let variants = &mut self.novelty[class];
        *variants = Variants {
            factor: novelty.factor,
            count: variants.count + 1,
            newest: now,
        };
        let (identity, sub) = (self.plan.scenario.classes[class].identity, variants.count as u16);
        plan(
            agenda,
            now + novelty.adaptation,
            Event::VariantKnown(class as u16),
            identity,
            sub,
        );
        self.plan_variant(agenda, class, now);
    }

    /// Plans the next variant of a class.
    pub fn plan_variant(&mut self, agenda: &mut Agenda<Event>, class: usize, now: f64) {
        let Some(novelty) = self.plan.scenario.classes[class].novelty else {
            return;
        };
        let identity = self.plan.scenario.classes[class].identity;
        let draw = self.draw(
            Purpose::Novelty,
            identity.numbered(u64::from(self.novelty[class].count)),
            0,
        );
        let time = now + draw.exponential() * YEAR / novelty.rate;
        plan(agenda, time, Event::VariantAppeared(class as u16), identity, 0);
    }

    /// Holders have adapted to a variant; if a newer one has appeared, they have not.
    pub fn variant_known(&mut self, class: usize, now: f64) {
        let adaptation = self.plan.scenario.classes[class]
            .novelty
            .map_or(0.0, |novelty| novelty.adaptation);
        if self.novelty[class].newest + adaptation <= now {
            self.novelty[class].factor = 1.0;
        } else {
            self.idle_events += 1;
        }
    }
}
