//! What an event that will happen soon asks for is asked of memory beforehand. A large world has its nations, pairs and requests
//! far from one another, and each event meets others.

use crate::engine::ahead::{ask_for, ask_for_value};
use crate::model::event::Event;
use crate::model::request_state::{Owner, Stage};
use crate::model::world::World;

/// A world of fewer nations is at hand as a whole: asking costs more than it spares (docs/performance-history.md).
const FAR_APART: usize = 250;

impl World<'_> {
    /// Whether the world is too large to be at hand as a whole.
    #[inline]
    pub fn is_far_apart(&self) -> bool {
        self.nations.len() >= FAR_APART
    }

    /// Whether an event that names a station names that of its request.
    pub fn names_its_station(&self, event: Event) -> bool {
        let (Some(slot), Some(named)) = (event.request(), event.station()) else {
            return true;
        };
        let request = &self.requests[slot];
        named == (request.holder, request.kind.station() as u8)
    }

    /// Asks for what an event names. Which kind comes next cannot be told in advance, so it is asked once.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other kinds are rare")]
    pub fn ask_for_what_is_named(&self, event: Event) {
        match event {
            Event::RequestReceived(slot, nation, station)
            | Event::RequestReturned(slot, nation, station)
            | Event::ReviewCompleted(slot, nation, station) => {
                self.ask_for_station(nation, station);
                self.ask_for_request(slot);
            }
            Event::DomesticWorkCame(nation, station) => self.ask_for_station(nation, station),
            Event::ReplyDelivered(slot) | Event::ExecutionCompleted(slot) | Event::PatienceEnded(slot) => {
                self.ask_for_request(slot);
            }
            Event::RoutineSent(nation, _, holder) | Event::RoutineInvited(nation, _, holder) => {
                self.ask_for_nation(nation.into());
                if let Some(holder) = holder {
                    self.dyads.ask_for(nation.into(), holder.into());
                }
            }
            Event::PieceFound(slot, _)
            | Event::PieceDelivered(slot, _)
            | Event::FollowUpDue(slot)
            | Event::AttackDue(slot)
            | Event::LimitationReached(slot) => self.ask_for_threat(slot),
            _ => {}
        }
    }

    /// Asks for what that names, which is at hand by now.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other kinds are rare")]
    pub fn ask_for_what_that_names(&self, event: Event) {
        match event {
            Event::RequestReceived(slot, nation, station) | Event::RequestReturned(slot, nation, station) => {
                self.ask_for_line(nation, station);
                self.ask_for_law_of(slot);
            }
            Event::ReviewCompleted(slot, nation, station) => {
                self.ask_for_line(nation, station);
                self.ask_for_law_of(slot);
                let [place, back] = self.requests[slot].places();
                self.pairs.ask_for(place);
                self.pairs.ask_for(back);
                ask_for(&self.affinity, back);
                self.ask_for_matter(slot);
            }
            Event::DomesticWorkCame(nation, station) => self.ask_for_line(nation, station),
            Event::ReplyDelivered(slot) => {
                let request = &self.requests[slot];
                for nation in [request.requester, request.holder] {
                    self.ledger.ask_for(nation.into());
                }
                let [place, back] = request.places();
                self.pairs.ask_for(place);
                self.pairs.ask_for(back);
                if matches!(request.stage, Stage::Refusal(_)) {
                    self.law.ask_for(place);
                }
                self.ask_for_matter(slot);
            }
            Event::ExecutionCompleted(slot) | Event::PatienceEnded(slot) => self.ask_for_matter(slot),
            Event::RoutineSent(nation, _, holder) | Event::RoutineInvited(nation, _, holder) => {
                self.plan.neighbours[usize::from(nation)].ask_for();
                self.dyads.ask_for_near(nation.into());
                self.ledger.ask_for(nation.into());
                if let Some(holder) = holder {
                    self.ledger.ask_for(holder.into());
                }
            }
            Event::PieceFound(slot, piece) | Event::PieceDelivered(slot, piece) => {
                let pieces = &self.threats[slot].pieces;
                self.ask_for_two_of_case(slot, pieces.get(usize::from(piece)).map(|piece| piece.holder));
            }
            Event::FollowUpDue(slot) | Event::AttackDue(slot) | Event::LimitationReached(slot) => {
                self.ask_for_two_of_case(slot, self.threats[slot].next_ranked());
            }
            _ => {}
        }
    }

    fn ask_for_station(&self, nation: u16, station: u8) {
        let state = &self.nations[usize::from(nation)];
        ask_for_value(&state.capacity);
        state.stations[usize::from(station)].ask_for();
    }

    fn ask_for_line(&self, nation: u16, station: u8) {
        self.nations[usize::from(nation)].stations[usize::from(station)].ask_for_line();
    }

    fn ask_for_request(&self, slot: u32) {
        let request = &self.requests[slot];
        ask_for_value(&request.identity);
        ask_for_value(&request.urgency);
    }

    /// The law of the pair that a request is about. Work at home is about none, and what it names instead is asked for in vain.
    fn ask_for_law_of(&self, slot: u32) {
        self.law.ask_for(self.requests[slot].pair as usize);
    }

    /// The threat that a request is made for.
    fn ask_for_matter(&self, slot: u32) {
        match self.requests[slot].owner {
            Owner::Case(threat) => self.ask_for_threat(threat),
            Owner::Justice(threat) => self.ask_for_prosecution(threat),
            Owner::Routine | Owner::Domestic => {}
        }
    }

    fn ask_for_threat(&self, slot: u32) {
        let threat = &self.threats[slot];
        ask_for_value(&threat.identity);
        ask_for_value(&threat.requests);
        ask_for_value(&threat.pieces);
        ask_for_value(&threat.ranking);
    }

    fn ask_for_prosecution(&self, slot: u32) {
        let threat = &self.threats[slot];
        ask_for_value(&threat.identity);
        ask_for_value(&threat.requests);
        ask_for_value(&threat.justice);
    }

    /// The lead of a case, the nation that a step of it is about beside the lead, and where the pair of the two stands.
    fn ask_for_two_of_case(&self, slot: u32, other: Option<u16>) {
        let target = self.threats[slot].target;
        ask_for_value(&self.nations[usize::from(target)].capacity);
        if let Some(other) = other {
            ask_for_value(&self.nations[usize::from(other)].capacity);
            self.dyads.ask_for(target.into(), other.into());
        }
    }

    fn ask_for_nation(&self, nation: usize) {
        let state = &self.nations[nation];
        ask_for_value(&state.capacity);
        ask_for_value(&state.counts);
        ask_for(&self.plan.neighbours, nation);
    }
}
