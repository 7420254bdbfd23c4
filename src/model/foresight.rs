//! What an event that will happen soon asks for is asked of memory beforehand. A large world has its nations, pairs and requests
//! far from one another, and each event meets others.

use crate::engine::ahead::{ask_for, ask_for_value};
use crate::model::event::Event;
use crate::model::request_state::{Owner, Stage};
use crate::model::world::World;

/// A world of fewer nations is at hand as a whole: asking costs more than it spares (docs/performance.md).
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

    /// Asks for what an event names.
    pub fn ask_for_what_is_named(&self, event: Event) {
        if let Some((nation, station)) = event.station() {
            let state = &self.nations[usize::from(nation)];
            ask_for_value(&state.capacity);
            state.stations[usize::from(station)].ask_for();
        }
        if let Some(slot) = event.request() {
            self.ask_for_request(slot);
        } else if let Some((nation, other)) = event.routine() {
            self.ask_for_nation(nation.into());
            if let Some(other) = other {
                self.dyads.ask_for(nation.into(), other.into());
            }
        } else if let Some(slot) = event.threat() {
            self.ask_for_threat(slot);
        }
    }

    /// Asks for what that names, which is at hand by now.
    pub fn ask_for_what_that_names(&self, event: Event) {
        if let Some((nation, station)) = event.station() {
            self.nations[usize::from(nation)].stations[usize::from(station)].ask_for_line();
        }
        if let Some(slot) = event.request() {
            self.ask_for_parties(event, slot);
        } else if let Some((nation, other)) = event.routine() {
            self.plan.neighbours[usize::from(nation)].ask_for();
            self.dyads.ask_for_near(nation.into());
            for nation in other.into_iter().chain([nation]) {
                self.ledger.ask_for(nation.into());
            }
        } else if let Some(slot) = event.threat() {
            self.ask_for_two_of_case(event, slot);
        }
    }

    fn ask_for_request(&self, slot: u32) {
        let request = &self.requests[slot];
        ask_for_value(&request.identity);
        ask_for_value(&request.urgency);
    }

    /// The pair and the threat that a request is about, as far as its step looks at them.
    fn ask_for_parties(&self, event: Event, slot: u32) {
        let request = &self.requests[slot];
        if request.owner == Owner::Domestic {
            return;
        }
        let [place, back] = request.places();
        let arrives = matches!(event, Event::RequestReceived(..) | Event::RequestReturned(..));
        let reviewed = matches!(event, Event::ReviewCompleted(..));
        let replied = matches!(event, Event::ReplyDelivered(_));
        if arrives || reviewed || matches!(request.stage, Stage::Refusal(_)) {
            self.law.ask_for(place);
        }
        if replied {
            for nation in [request.requester, request.holder] {
                self.ledger.ask_for(nation.into());
            }
        }
        if reviewed || replied {
            self.pairs.ask_for(place);
            self.pairs.ask_for(back);
        }
        if reviewed {
            ask_for(&self.affinity, back);
        }
        if arrives {
            return;
        }
        match request.owner {
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
    fn ask_for_two_of_case(&self, event: Event, slot: u32) {
        let threat = &self.threats[slot];
        ask_for_value(&self.nations[usize::from(threat.target)].capacity);
        let other = if let Event::PieceFound(_, piece) | Event::PieceDelivered(_, piece) = event {
            threat.pieces.get(usize::from(piece)).map(|piece| piece.holder)
        } else {
            threat.next_ranked()
        };
        if let Some(other) = other {
            ask_for_value(&self.nations[usize::from(other)].capacity);
            self.dyads.ask_for(threat.target.into(), other.into());
        }
    }

    fn ask_for_nation(&self, nation: usize) {
        let state = &self.nations[nation];
        ask_for_value(&state.capacity);
        ask_for_value(&state.counts);
        ask_for(&self.plan.neighbours, nation);
    }
}
