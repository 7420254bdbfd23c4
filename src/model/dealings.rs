//! What a nation knows of another, found by the place of the pair; who deals with a stranger has met it.

use crate::engine::identity::Identity;
use crate::model::law::InForce;
use crate::model::prior::affinity;
use crate::model::request_state::Request;
use crate::model::world::World;
use crate::scenario::kind::Kind;

impl World<'_> {
    /// The place of a pair; nations that are strangers to each other meet.
    #[inline]
    pub fn meet(&mut self, one: usize, other: usize) -> usize {
        self.meet_both_ways(one, other)[0]
    }

    /// The places of a pair, and of the pair the other way round; nations that are strangers to each other meet.
    #[inline]
    pub fn meet_both_ways(&mut self, one: usize, other: usize) -> [usize; 2] {
        match self.dyads.places(one, other) {
            Some(places) => places,
            None => self.introduce(one, other),
        }
    }

    /// Two strangers get a pair each way, at the prior.
    #[cold]
    fn introduce(&mut self, one: usize, other: usize) -> [usize; 2] {
        debug_assert_ne!(one, other, "nobody is a stranger to itself");
        let prior_good = self.plan.prior_good_of(one, other);
        self.pairs.add(prior_good);
        self.pairs.add(prior_good);
        self.dyads.add(one, other)
    }

    /// The row of the law of a holder towards a requester, whose pair (requester, holder) has this place: that of neighbours is
    /// always worked out, that of others when it is asked for.
    #[inline]
    pub fn law_row(&mut self, holder: usize, requester: usize, place: usize) -> usize {
        match self.law.row(holder, requester, place) {
            Some(row) => row,
            None => self.work_out_law(holder, requester, place),
        }
    }

    #[cold]
    fn work_out_law(&mut self, holder: usize, requester: usize, place: usize) -> usize {
        let in_force = InForce::now(self.plan.scenario, &self.standings, &self.ties);
        self.law.work_out(holder, requester, place, &in_force)
    }

    /// Affinity α of two nations, in (0, 1].
    #[inline]
    pub fn affinity_of(&self, one: usize, other: usize) -> f64 {
        match self.dyads.place(one, other) {
            Some(place) => self.affinity_at(one, other, place),
            None => self.affinity_now(one, other),
        }
    }

    /// α of a pair by its place: kept of neighbours, worked out anew of others.
    #[inline]
    pub fn affinity_at(&self, one: usize, other: usize, place: usize) -> f64 {
        match self.affinity.get(place) {
            Some(&alpha) => alpha,
            None => self.affinity_now(one, other),
        }
    }

    /// α as interests are now.
    #[cold]
    fn affinity_now(&self, one: usize, other: usize) -> f64 {
        if !self.plan.scenario.mechanisms.affinity {
            return 1.0;
        }
        let dimensions = self.position.len() / self.nations.len();
        let of = |nation: usize| &self.position[nation * dimensions..(nation + 1) * dimensions];
        affinity(of(one), of(other), self.plan.scenario.politics.affinity_width)
    }

    /// Works out anew the affinity of a nation with its neighbours.
    pub fn refresh_affinity(&mut self, nation: usize) {
        if !self.plan.scenario.mechanisms.affinity {
            return;
        }
        let dimensions = self.position.len() / self.nations.len();
        let width = self.plan.scenario.politics.affinity_width;
        let own = &self.position[nation * dimensions..(nation + 1) * dimensions];
        let (near, base) = self.dyads.near(nation);
        for (n, &other) in near.iter().enumerate() {
            let (other, place) = (usize::from(other), base + n);
            let theirs = &self.position[other * dimensions..(other + 1) * dimensions];
            let alpha = affinity(own, theirs, width);
            self.affinity[place] = alpha;
            self.affinity[self.dyads.back(nation, other, place)] = alpha;
        }
    }

    /// λ of a holder towards a requester for a kind and a class (`None`: routine), in [0, 1].
    #[inline]
    pub fn compatibility(
        &mut self,
        holder: usize,
        requester: usize,
        kind: Kind,
        class: Option<usize>,
    ) -> f64 {
        let place = self.meet(requester, holder);
        self.compatibility_at(place, (holder, requester), kind, class)
    }

    /// λ of a holder towards a requester, by the place of the pair (requester, holder).
    #[inline]
    pub fn compatibility_at(
        &mut self,
        place: usize,
        (holder, requester): (usize, usize),
        kind: Kind,
        class: Option<usize>,
    ) -> f64 {
        let row = self.law_row(holder, requester, place);
        self.law.compatibility(row, self.plan.weights(kind, class))
    }

    /// λ of the holder of a request towards who has sent it, in what it is about.
    #[inline]
    pub fn compatibility_of(&mut self, request: &Request) -> f64 {
        let parties = (usize::from(request.holder), usize::from(request.requester));
        let class = request.class.map(usize::from);
        self.compatibility_at(request.pair as usize, parties, request.kind, class)
    }

    /// τ of a nation in another, in (0, 1); in a stranger the mean of the prior.
    #[inline]
    pub fn trust(&self, one: usize, other: usize, now: f64) -> f64 {
        match self.dyads.place(one, other) {
            Some(place) => self.pairs.trust(place, now),
            None => self.plan.prior_good_of(one, other) / self.plan.scenario.trust.prior_strength,
        }
    }

    /// A nation gets good and bad evidence about another.
    #[inline]
    pub fn learn(&mut self, one: usize, other: usize, good: f64, bad: f64, now: f64) {
        let place = self.meet(one, other);
        self.pairs.learn(place, good, bad, now);
    }

    /// A nation beyond the neighbours has given something: it will be thought of when somebody is to be asked, until as many as
    /// the reach have done so after it.
    #[cold]
    pub fn remember_partner(&mut self, receiver: usize, giver: usize) {
        let partners = &mut self.partners[receiver];
        let giver = giver as u16;
        if let Some(known) = partners.iter().position(|&partner| partner == giver) {
            partners.remove(known);
        } else if partners.len() >= self.plan.scenario.reach.unwrap_or(0) as usize {
            partners.pop_front();
        }
        partners.push_back(giver);
    }

    /// Whether either of two nations has a liaison officer with the other.
    #[inline]
    pub fn have_liaison(&self, one: usize, other: usize) -> bool {
        let posted = |from, to| {
            let place = self.dyads.place(from, to);
            place.is_some_and(|place| self.pairs.has_liaison(place))
        };
        !self.liaisons.is_empty() && (posted(one, other) || posted(other, one))
    }

    /// The identity of an unordered pair.
    pub fn pair_identity(&self, one: usize, other: usize) -> Identity {
        self.identity(one.min(other)).with(self.identity(one.max(other)))
    }
}
