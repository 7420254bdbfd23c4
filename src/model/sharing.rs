//! The decision to share: the drivers, their weights, the bars, and the reason for a refusal.

use crate::engine::identity::Identity;
use crate::model::blueprint::MatterWeights;
use crate::model::coin::logistic;
use crate::model::purpose::Purpose;
use crate::model::world::World;
use crate::scenario::conduct::{REASONS, Reason, Rule};
use crate::scenario::kind::Kind;

/// What is decided on.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Matter {
    /// What is asked for.
    pub kind: Kind,
    /// Class of the threat; `None` for routine.
    pub class: Option<usize>,
    /// Origin of the threat.
    pub origin: Option<usize>,
    /// Urgency in [0, 1].
    pub urgency: f64,
}

/// What each driver contributes to u, in logits.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Drivers {
    /// By [`Reason`]; what is below zero speaks against sharing.
    pub sums: [f64; REASONS],
    /// β0 and urgency, which belong to no reason.
    pub rest: f64,
}

impl Drivers {
    /// u, summed in order of the reasons.
    pub fn utility(&self) -> f64 {
        self.sums.iter().fold(self.rest, |sum, term| sum + term)
    }

    /// P = 1/(1 + e^(−u)).
    pub fn probability(&self) -> f64 {
        logistic(self.utility())
    }

    /// The driver with the smallest sum, also when it is positive; ties go to the first.
    pub fn reason(&self) -> Reason {
        let mut smallest = Reason::Legal;
        for reason in Reason::ALL {
            if self.sums[reason as usize] < self.sums[smallest as usize] {
                smallest = reason;
            }
        }
        smallest
    }
}

/// What a holder decides.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It shares.
    Share,
    /// It refuses, for a reason.
    Refuse(Reason),
}

/// What bars and drivers both look at.
#[derive(Copy, Clone, Debug)]
struct Grounds<'a> {
    /// The places of the pair, and of the pair the other way round.
    place: usize,
    back: usize,
    /// α of the two.
    affinity: f64,
    /// λ of the holder towards the requester in the matter.
    compatibility: f64,
    /// How far the holder's data protection is ahead of what protects the matter at the requester's.
    gap: f64,
    /// What the matter weighs.
    given: &'a MatterWeights,
}

impl<'a> World<'a> {
    /// The places are those of the pair (requester, holder), and of the pair the other way round.
    fn grounds(
        &mut self,
        [back, place]: [usize; 2],
        (holder, requester): (usize, usize),
        matter: &Matter,
    ) -> Grounds<'a> {
        let row = self.law_row(holder, requester, back);
        Grounds {
            place,
            back,
            affinity: self.affinity_at(holder, requester, place),
            compatibility: self
                .law
                .compatibility(row, self.plan.weights(matter.kind, matter.class)),
            gap: self.law.protection_gap(row),
            given: self.plan.matter(matter.kind, matter.class),
        }
    }

    /// What speaks for and against `holder` sharing with `requester` (§5 of the model).
    fn drivers(&self, holder: usize, matter: &Matter, grounds: &Grounds, now: f64) -> Drivers {
        let beta = &self.plan.scenario.decision;
        let state = &self.nations[holder];
        let Grounds {
            place,
            back,
            affinity,
            compatibility,
            gap,
            given,
        } = *grounds;
        let repercussions = match matter.origin {
            Some(origin) if beta.repercussions != 0.0 => {
                beta.repercussions * self.affinity_of(holder, origin)
            }
            _ => 0.0,
        };
        let stock = if beta.privacy_stock == 0.0 {
            0.0
        } else {
            beta.privacy_stock * self.privacy_stock(holder, now)
        };
        let balance = if beta.reciprocity == 0.0 {
            0.0
        } else {
            beta.reciprocity * self.pairs.balance(place, back, beta.reciprocity_constant, now)
        };
        Drivers {
            sums: [
                beta.law * (2.0 * compatibility - 1.0),
                -beta.privacy * given.personal * gap - stock,
                -beta.sovereignty * state.sovereignty * given.sensitivity,
                beta.affinity * (2.0 * affinity - 1.0) - repercussions,
                beta.trust * (2.0 * self.pairs.trust(place, now) - 1.0),
                balance,
            ],
            rest: given.intercept + beta.urgency * matter.urgency * state.commitment,
        }
    }

    /// What bars sharing whatever u says, in the order of the model: dual criminality and disputes, privacy, suspension.
    fn bar(&self, holder: usize, matter: &Matter, grounds: &Grounds, now: f64) -> Option<Reason> {
        if matter.kind.is_formal()
            && (grounds.compatibility < self.plan.scenario.decision.law_minimum
                || self.pairs.is_frozen(grounds.place))
        {
            return Some(Reason::Legal);
        }
        // The bar is never negative, so where there is no gap there is none above it.
        if grounds.gap > 0.0 && grounds.given.personal * grounds.gap > self.privacy_bar(holder, now) {
            return Some(Reason::Privacy);
        }
        self.pairs
            .is_suspended(grounds.place, now)
            .then_some(Reason::Political)
    }

    /// The chance that `holder` shares, bars included.
    pub fn willingness(&mut self, holder: usize, requester: usize, matter: &Matter, now: f64) -> f64 {
        match self.plan.scenario.decision.rule {
            Rule::Share => 1.0,
            Rule::Refuse => 0.0,
            Rule::Weighed | Rule::TitForTat | Rule::Generous => {
                let places = self.meet_both_ways(requester, holder);
                let grounds = self.grounds(places, (holder, requester), matter);
                if self.bar(holder, matter, &grounds, now).is_some() {
                    0.0
                } else {
                    self.drivers(holder, matter, &grounds, now).probability()
                }
            }
        }
    }

    /// The decision itself, by the uniform that `purpose` and `identity` name: the same names give the same uniform again.
    pub fn decide(
        &mut self,
        holder: usize,
        requester: usize,
        matter: &Matter,
        (purpose, identity): (Purpose, Identity),
        now: f64,
    ) -> Verdict {
        let places = self.meet_both_ways(requester, holder);
        self.decide_at(places, (holder, requester), matter, (purpose, identity), now)
    }

    /// The decision of a holder on a requester, by the places of the pair (requester, holder) and of the pair the other way round.
    pub fn decide_at(
        &mut self,
        places: [usize; 2],
        (holder, requester): (usize, usize),
        matter: &Matter,
        (purpose, identity): (Purpose, Identity),
        now: f64,
    ) -> Verdict {
        let rule = self.plan.scenario.decision.rule;
        match rule {
            Rule::Share => Verdict::Share,
            Rule::Refuse => {
                let grounds = self.grounds(places, (holder, requester), matter);
                Verdict::Refuse(self.drivers(holder, matter, &grounds, now).reason())
            }
            Rule::Weighed => {
                // Drawn first, the number is there when the drivers are.
                let draw = self.draw(purpose, identity, 0);
                let grounds = self.grounds(places, (holder, requester), matter);
                if let Some(reason) = self.bar(holder, matter, &grounds, now) {
                    return Verdict::Refuse(reason);
                }
                let drivers = self.drivers(holder, matter, &grounds, now);
                if self.plan.coin.falls(draw.uniform(), drivers.utility()) {
                    Verdict::Share
                } else {
                    Verdict::Refuse(drivers.reason())
                }
            }
            Rule::TitForTat | Rule::Generous => self.reciprocate(places, (purpose, identity), rule),
        }
    }

    /// Noisy reciprocity: intend what the other did last (the generous forgive with some chance), then act, with the
    /// intended action flipped by noise; both sides see the action (Nowak & Sigmund 1992). The places are the requester's pair and
    /// the holder's.
    fn reciprocate(
        &mut self,
        [back, place]: [usize; 2],
        (purpose, identity): (Purpose, Identity),
        rule: Rule,
    ) -> Verdict {
        let decision = &self.plan.scenario.decision;
        let (noise, generosity) = (decision.noise, decision.generosity);
        let draw = self.draw(Purpose::RuleNoise, identity.numbered(purpose as u64), 0);
        let forgives = rule == Rule::Generous && draw.uniform() < generosity;
        let intends = !self.pairs.refused_last(place) || forgives;
        let shares = intends != (draw.second() < noise);
        self.pairs.remember_answer(back, !shares);
        if shares {
            Verdict::Share
        } else {
            Verdict::Refuse(Reason::Reciprocity)
        }
    }

    /// The stock of privacy harm of a nation now.
    pub fn privacy_stock(&self, nation: usize, now: f64) -> f64 {
        let (stock, at) = self.nations[nation].privacy_stock;
        if stock == 0.0 {
            0.0
        } else {
            stock * libm::exp2(-(now - at) / self.plan.scenario.leaks.stock_half_life)
        }
    }

    /// The privacy bar of a nation now: lowered by harm at home, and returning.
    pub fn privacy_bar(&self, nation: usize, now: f64) -> f64 {
        let base = self.plan.scenario.decision.privacy_bar;
        let (lowered, at) = self.nations[nation].bar_lowered;
        if lowered == 0.0 {
            return base;
        }
        base - lowered * libm::exp2(-(now - at) / self.plan.scenario.leaks.stock_half_life)
    }
}
