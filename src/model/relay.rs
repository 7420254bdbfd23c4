//! Relay: what a nation learns in its own case may help the lead of a sister case, under the originator's control.

use crate::engine::simulation::Agenda;
use crate::model::case::Passage;
use crate::model::event::Event;
use crate::model::purpose::Purpose;
use crate::model::record::Way;
use crate::model::sharing::Verdict;
use crate::model::threat_state::{CaseState, PieceState, Relay};
use crate::model::world::{World, plan};
use crate::scenario::kind::Kind;

impl World<'_> {
    /// What `reader` learned from `source` in its own case may tell the leads of sister cases what `source` has found for them.
    pub fn relay_sisters(&mut self, agenda: &mut Agenda<Event>, threat: u32, source: usize, now: f64) {
        if !self.plan.scenario.mechanisms.relay {
            return;
        }
        let reader = usize::from(self.threats[threat].target);
        let network = self.threats[threat].network;
        for n in 0..self.networks[network].members.len() {
            let sister = self.networks[network].members[n];
            let lead = usize::from(self.threats[sister].target);
            let live = matches!(self.threats[sister].state, CaseState::Unknown | CaseState::Open);
            if sister == threat
                || !live
                || lead == reader
                || lead == source
                || !self.ties.share_an_organization(reader, lead)
            {
                continue;
            }
            for piece in 0..self.threats[sister].pieces.len() {
                let found = self.threats[sister].pieces[piece];
                if usize::from(found.holder) == source && found.state == PieceState::Found {
                    self.relay(agenda, (sister, piece), (reader, source, lead), now);
                }
            }
        }
    }

    /// One decision to relay, and under originator control the originator's consent, which takes one channel delay.
    fn relay(
        &mut self,
        agenda: &mut Agenda<Event>,
        (sister, piece): (u32, usize),
        (reader, source, lead): (usize, usize, usize),
        now: f64,
    ) {
        let identity = self.threats[sister]
            .identity
            .numbered(piece as u64)
            .with(self.identity(reader));
        let matter = self.case_matter(sister, Kind::Relay);
        if self.decide(reader, lead, &matter, (Purpose::Relay, identity), now) != Verdict::Share {
            return;
        }
        let channel = self.ties.route(reader, lead, Kind::Relay);
        let mut arrives = now + self.channel_delay(channel, reader, lead);
        if self.ties.are_controlled(source, reader) {
            let consent = self.case_matter(sister, Kind::Consent);
            if self.decide(
                source,
                lead,
                &consent,
                (Purpose::OriginatorConsent, identity),
                now,
            ) != Verdict::Share
            {
                return;
            }
            arrives += self.channel_delay(self.ties.route(source, reader, Kind::Consent), source, reader);
        }
        self.threats[sister].references += 1;
        let relay = self.relays.take();
        self.relays[relay] = Relay {
            threat: sister,
            piece: piece as u8,
            reader: reader as u16,
            channel,
        };
        plan(agenda, arrives, Event::RelayCleared(relay), identity, 0);
    }

    /// A relayed piece reaches the lead of a sister case. However often it is relayed, it is one piece.
    pub fn relay_cleared(&mut self, agenda: &mut Agenda<Event>, relay: u32, now: f64) {
        self.relays.release(relay);
        let Relay {
            threat,
            piece,
            reader,
            channel,
        } = self.relays[relay];
        let (piece, reader) = (usize::from(piece), usize::from(reader));
        let lead = usize::from(self.threats[threat].target);
        if self.threats[threat].pieces[piece].state != PieceState::Delivered {
            let in_time = matches!(self.threats[threat].state, CaseState::Unknown | CaseState::Open);
            let trust = &self.plan.scenario.trust;
            let weight = if in_time { trust.delivered } else { trust.late };
            self.credit(lead, reader, weight, 1, now);
        }
        self.receive_piece(
            agenda,
            threat,
            piece,
            Passage {
                way: Way::Relay,
                channel,
                exposure: 1.0,
            },
            now,
        );
        self.release_threat(threat);
    }
}
