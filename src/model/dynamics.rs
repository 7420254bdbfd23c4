//! What happens at each event: one line an event; the table of contents of the model.

use crate::engine::chance::Chance;
use crate::engine::identity::Identity;
use crate::engine::simulation::{Agenda, Glance, Model};
use crate::model::arrival::ArrivalStream;
use crate::model::ending::Closing;
use crate::model::event::Event;
use crate::model::request_state::{Owner, Stage};
use crate::model::world::{World, plan};
use crate::scenario::conduct::Reason;
use crate::scenario::kind::{Kind, StationKind};

/// What reports are keyed by.
const REPORT: Identity = Identity::of("report");

impl Model for World<'_> {
    type Event = Event;

    fn start(&mut self, agenda: &mut Agenda<Event>) {
        let scenario = self.plan.scenario;
        for (n, day) in self.plan.reports.iter().enumerate() {
            plan(
                agenda,
                *day,
                Event::Reported(n as u32),
                REPORT.numbered(n as u64),
                0,
            );
        }
        plan(agenda, scenario.run.warm_up, Event::WarmUpEnded, REPORT, 0);
        for (n, (_, day)) in self.plan.moments.iter().enumerate() {
            plan(
                agenda,
                *day,
                Event::PairsReported(n as u8),
                REPORT.numbered(n as u64),
                0,
            );
        }
        for (n, organization) in scenario.organizations.iter().enumerate() {
            for (nation, day) in organization.joins.iter().enumerate() {
                if let Some(day) = day.filter(|&day| day > 0.0) {
                    let identity = organization.identity.with(self.identity(nation));
                    plan(
                        agenda,
                        day,
                        Event::OrganizationJoined(n as u16, nation as u16),
                        identity,
                        0,
                    );
                }
            }
        }
        for (n, channel) in scenario.channels.iter().enumerate() {
            if let Some(day) = channel.from.filter(|&day| day > 0.0) {
                plan(agenda, day, Event::ChannelStarted(n as u16), channel.identity, 0);
            }
        }
        for (n, database) in scenario.databases.iter().enumerate() {
            if let Some(day) = database.from.filter(|&day| day > 0.0) {
                plan(
                    agenda,
                    day,
                    Event::DatabaseStarted(n as u16),
                    database.identity,
                    0,
                );
            }
        }
        self.start_instruments(agenda);
        self.start_shocks(agenda);
        self.start_actions(agenda);
        self.start_politics(agenda);
        self.start_programmes(agenda);
        self.start_routine(agenda);
        self.start_threats(agenda);
    }

    #[inline]
    fn looks_ahead(&self) -> bool {
        self.is_far_apart()
    }

    fn foresee(&self, event: Event, glance: Glance) {
        match glance {
            Glance::First => self.ask_for_what_is_named(event),
            Glance::Second => self.ask_for_what_that_names(event),
        }
    }

    fn only_looks(event: &Event) -> bool {
        event.only_looks()
    }

    fn process(event: &Event) -> String {
        event.in_words()
    }

    fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
        let now = agenda.now().days();
        debug_assert!(self.names_its_station(event), "{event:?} names another station");
        match event {
            Event::ShockStruck(shock, occurrence) => self.shock_struck(agenda, shock.into(), occurrence, now),
            Event::ShockEnded(shock, _) => self.shock_ended(agenda, shock.into(), now),
            Event::ActionDue(action, attempt) => self.action_due(agenda, action.into(), attempt, now),
            Event::Ratified(instrument) => self.ratified(agenda, instrument.into(), now),
            Event::RatifiedOnDate(instrument, nation) | Event::InstrumentRejoined(instrument, nation) => {
                self.ratify(agenda, instrument.into(), nation.into(), now);
            }
            Event::EnteredIntoForce(instrument, nation) => {
                self.entered_into_force(agenda, instrument.into(), nation.into(), now);
            }
            Event::Implemented(instrument, nation) => self.implemented(instrument.into(), nation.into(), now),
            Event::InstrumentOpened(instrument) => self.open_instrument(agenda, instrument.into(), now),
            Event::InvitationDue(instrument, nation) => {
                self.invitation_due(agenda, instrument.into(), nation.into(), now);
            }
            Event::InvitationLapsed(instrument, nation) => {
                self.invitation_lapsed(agenda, instrument.into(), nation.into(), now);
            }
            Event::OrganizationJoined(organization, nation) => {
                self.organization_joined(agenda, organization.into(), nation.into(), now);
            }
            Event::ChannelStarted(channel) => self.start_channel(agenda, channel.into(), now),
            Event::DatabaseStarted(database) => self.start_database(database.into()),
            Event::LawReformed(nation) => self.law_reformed(agenda, nation.into(), now),
            Event::DisputeArose(one, other) => self.dispute_arose(agenda, one.into(), other.into(), now),
            Event::DisputeSettled(one, other) => self.dispute_settled(agenda, one.into(), other.into(), now),
            Event::SupportEnded(nation, _) => self.support_ended(agenda, nation.into(), now),
            Event::ThreatArrived(stream) => self.threat_arrived(agenda, stream.into(), now),
            Event::FollowUpArrived(seed) => self.follow_up_arrived(agenda, seed, now),
            Event::VariantAppeared(class) => self.variant_appeared(agenda, class.into(), now),
            Event::VariantKnown(class) => self.variant_known(class.into(), now),
            Event::PieceFound(threat, piece) => self.piece_found(agenda, threat, piece.into(), now),
            Event::PieceDelivered(threat, piece) => self.piece_delivered(agenda, threat, piece.into(), now),
            Event::RelayCleared(relay) => self.relay_cleared(agenda, relay, now),
            Event::RequestReceived(request, ..) => self.request_received(agenda, request, now),
            Event::RequestReturned(request, ..) => self.join_line(agenda, request, now),
            Event::ReplyDelivered(request) => self.reply_delivered(agenda, request, now),
            Event::ReviewCompleted(request, ..) => self.review_completed(agenda, request, now),
            Event::ExecutionCompleted(request) => self.execution_completed(agenda, request, now),
            Event::ReviewsStarted(nation, station) => {
                self.reviews_started(agenda, nation.into(), StationKind::ALL[usize::from(station)], now);
            }
            Event::FollowUpDue(threat) => self.follow_up_due(agenda, threat, now),
            Event::PatienceEnded(request) => self.patience_ended(agenda, request, now),
            Event::LimitationReached(threat) => self.limitation_reached(agenda, threat, now),
            Event::NoticeReviewed(threat) => self.notice_reviewed(agenda, threat, now),
            Event::FugitiveMoved(threat) => self.fugitive_moved(agenda, threat, now),
            Event::FugitiveTraced(threat, moves) => self.fugitive_traced(agenda, threat, moves, now),
            Event::AttackDue(threat) => self.attack_due(agenda, threat, now),
            Event::PieceLeaked(leak) => self.piece_leaked(agenda, leak, now),
            Event::LeakDiscovered(leak) => self.leak_discovered(agenda, leak, now),
            Event::PoliticsMoved(nation) => self.politics_moved(agenda, nation.into(), now),
            Event::GovernmentChanged(nation) => self.government_changed(agenda, nation.into(), now),
            Event::InstabilityBegan(nation) => self.instability_began(agenda, nation.into(), now),
            Event::CalmReturned(nation) => self.calm_returned(agenda, nation.into(), now),
            Event::ExerciseHeld(organization) => self.exercise_held(agenda, organization.into(), now),
            Event::LiaisonMet => self.liaison_met(agenda, now),
            Event::DiplomacyHeld(nation) => self.diplomacy_held(agenda, nation.into(), now),
            Event::ReassuranceGiven(holder, requester) => {
                self.reassurance_given(agenda, holder.into(), requester.into(), now);
            }
            Event::SuspensionEnded(holder, requester) => {
                self.suspension_ended(holder.into(), requester.into(), now);
            }
            Event::CapacityBuilt(organization) => self.capacity_built(agenda, organization.into(), now),
            Event::ImplementationReviewed(organization) => {
                self.implementation_reviewed(agenda, organization.into(), now);
            }
            Event::NormsPromoted(organization) => self.norms_promoted(agenda, organization.into(), now),
            Event::RoutineSent(nation, kind, holder) => {
                self.routine_sent(agenda, (nation, Kind::ALL[usize::from(kind)], holder), now);
            }
            Event::RoutineInvited(nation, kind, holder) => {
                self.routine_invited(agenda, (nation, Kind::ALL[usize::from(kind)], holder), now);
            }
            Event::DomesticWorkCame(nation, station) => {
                self.domestic_work_came(agenda, nation.into(), StationKind::ALL[usize::from(station)], now);
            }
            Event::FalseLeadCame(nation) => self.false_lead_came(agenda, nation.into(), now),
            Event::WarmUpEnded => self.end_warm_up(now),
            Event::Reported(number) => {
                self.follow_course(number as usize);
                self.report(number as usize, now);
            }
            Event::PairsReported(_) => self.report_pairs(now),
        }
    }
}

impl World<'_> {
    /// Plans the first immigrant and the first variant of every class.
    fn start_threats(&mut self, agenda: &mut Agenda<Event>) {
        let chance: Chance = self.chance;
        let horizon = self.plan.scenario.run.horizon;
        for (n, class) in self.plan.scenario.classes.iter().enumerate() {
            self.streams.push(ArrivalStream::new(
                &chance,
                (n, class),
                class.identity,
                1.0,
                (0.0, horizon),
            ));
            self.plan_arrival(agenda, n);
            self.plan_variant(agenda, n, 0.0);
        }
    }

    /// A reply reaches the requester: a refusal is felt, an answer goes to whoever asked.
    fn reply_delivered(&mut self, agenda: &mut Agenda<Event>, slot: u32, now: f64) {
        self.answer_seen(slot, now, now);
        let request = self.requests[slot];
        if let Stage::Refusal(reason) = request.stage {
            self.refusal_delivered(agenda, slot, Reason::ALL[usize::from(reason)], now);
            return;
        }
        match request.owner {
            Owner::Case(threat) => self.case_reply(agenda, slot, threat, now),
            Owner::Justice(threat) => self.justice_reply(agenda, slot, threat, now),
            Owner::Routine => self.routine_reply(agenda, slot, now),
            Owner::Domestic => {}
        }
    }

    fn refusal_delivered(&mut self, agenda: &mut Agenda<Event>, slot: u32, reason: Reason, now: f64) {
        let request = self.requests[slot];
        self.feel_refusal(&request, reason, now);
        let closing = match reason {
            Reason::Legal => Closing::RefusedLegal,
            Reason::Privacy => Closing::RefusedPrivacy,
            Reason::Sovereignty => Closing::RefusedSovereignty,
            Reason::Political => Closing::RefusedPolitical,
            Reason::Trust => Closing::RefusedTrust,
            Reason::Reciprocity => Closing::RefusedReciprocity,
        };
        if let Owner::Justice(threat) = request.owner {
            self.threats[threat].references += 1;
            self.close_request(agenda, slot, closing, now);
            self.justice_refused(agenda, threat, (request.kind, request.holder), now);
            self.release_threat(threat);
        } else {
            self.close_request(agenda, slot, closing, now);
        }
    }
}
