//! Joint operations: a partner that delivered joins the case, and what is still to be found comes sooner.

use crate::engine::calendar::Ticket;
use crate::engine::simulation::Agenda;
use crate::model::event::Event;
use crate::model::purpose::Purpose;
use crate::model::sharing::Verdict;
use crate::model::threat_state::PieceState;
use crate::model::world::{World, plan};
use crate::scenario::kind::Kind;

impl World<'_> {
    /// A nation that delivered may join the case: then the finds of the lead and its own that are still to come, come sooner.
    pub fn invite_to_join(&mut self, agenda: &mut Agenda<Event>, threat: u32, holder: usize, now: f64) {
        if self.plan.scenario.case.joint_factor <= 1.0
            || self.threats[threat].invited.contains(&(holder as u16))
        {
            return;
        }
        self.threats[threat].invited.push(holder as u16);
        let lead = usize::from(self.threats[threat].target);
        let matter = self.case_matter(threat, Kind::JointOperation);
        let identity = self.threats[threat].identity.with(self.identity(holder));
        if self.decide(holder, lead, &matter, (Purpose::JointOperation, identity), now) != Verdict::Share {
            return;
        }
        if self.threats[threat].joined.is_empty() {
            self.speed_up(agenda, threat, lead, now);
        }
        self.speed_up(agenda, threat, holder, now);
    }

    fn speed_up(&mut self, agenda: &mut Agenda<Event>, threat: u32, nation: usize, now: f64) {
        self.threats[threat].joined.push(nation as u16);
        let factor = self.plan.scenario.case.joint_factor;
        let (due, identity) = (self.threats[threat].due, self.threats[threat].identity);
        for (n, piece) in self.threats[threat].pieces.iter_mut().enumerate() {
            if usize::from(piece.holder) == nation && piece.state == PieceState::Hidden && piece.find > now {
                piece.find = now + (piece.find - now) / factor;
                agenda.cancel(piece.ticket);
                let finds = piece.find < due;
                piece.ticket = if finds {
                    plan(
                        agenda,
                        piece.find,
                        Event::PieceFound(threat, n as u8),
                        identity,
                        n as u16,
                    )
                } else {
                    Ticket::NONE
                };
            }
        }
    }
}
