//! What experience does to trust: credit for what is given, debit for refusals and silence.

use crate::model::purpose::Purpose;
use crate::model::request_state::Request;
use crate::model::world::World;
use crate::scenario::conduct::Reason;

/// Share of a refusal's weight that a third party takes note of (§6 of the model).
const NOTE_OF_OBSERVERS: f64 = 0.1;

impl World<'_> {
    /// `receiver` credits `giver` with `times` deliveries of a weight each, and counts them.
    pub fn credit(&mut self, receiver: usize, giver: usize, weight: f64, times: u32, now: f64) {
        let places = self.meet_both_ways(receiver, giver);
        self.credit_at(places, (receiver, giver), (weight, times), now);
    }

    /// The requester credits the holder for the answer to a request, with `times` deliveries of a weight each, and counts them.
    pub fn credit_answer(&mut self, request: &Request, weight: f64, times: u32, now: f64) {
        let parties = (usize::from(request.requester), usize::from(request.holder));
        self.credit_at(request.places(), parties, (weight, times), now);
    }

    /// The places are those of the pair (receiver, giver), and of the pair the other way round.
    fn credit_at(
        &mut self,
        [place, given]: [usize; 2],
        (receiver, giver): (usize, usize),
        (weight, times): (f64, u32),
        now: f64,
    ) {
        self.pairs.learn(place, weight * f64::from(times), 0.0, now);
        if place >= self.dyads.near_count() {
            self.remember_partner(receiver, giver);
        }
        for _ in 0..times {
            self.pairs.deliver(given, now);
        }
    }

    /// The refusal of a request reaches the requester. A lawful one may be misread; mediators soften those that are not; third
    /// parties may see it.
    pub fn feel_refusal(&mut self, request: &Request, reason: Reason, now: f64) {
        let (requester, holder) = (usize::from(request.requester), usize::from(request.holder));
        let compatibility = self.compatibility_of(request);
        let scenario = self.plan.scenario;
        let trust = &scenario.trust;
        let lawful = matches!(reason, Reason::Legal | Reason::Privacy);
        let misread = lawful
            && trust.misreading > 0.0
            && self.draw(Purpose::Misreading, request.identity, 0).uniform()
                < trust.misreading * (1.0 - compatibility);
        let weight = if misread {
            trust.refused[Reason::Political as usize]
        } else {
            trust.refused[reason as usize] * (1.0 - self.mediation(requester, holder))
        };
        self.pairs.learn(request.pair as usize, 0.0, weight, now);
        if trust.transparency > 0.0 {
            for n in 0..self.dyads.degree(holder) {
                let observer = self.dyads.known(holder, n);
                if observer == requester || observer == holder || self.is_idle(observer) {
                    continue;
                }
                let sight = self.draw(
                    Purpose::Transparency,
                    request.identity.with(self.identity(observer)),
                    0,
                );
                if sight.uniform() < trust.transparency {
                    self.learn(observer, holder, 0.0, weight * NOTE_OF_OBSERVERS, now);
                }
            }
        }
    }
}
