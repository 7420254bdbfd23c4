//! `Pairs`: what every nation has experienced with every other; brought forward in time when read.

use crate::model::fading::{Fading, Moment};

/// Beta evidence of one nation about another, in excess of the prior, with the deliveries it gave. Half a cache line, so that
/// whoever looks at a pair waits for one.
#[derive(Copy, Clone, Debug, Default)]
#[repr(align(32))]
struct Experience {
    /// Good and bad evidence beyond the prior, in the unit of their epoch.
    good: f64,
    bad: f64,
    /// Deliveries given to the other, in the unit of theirs.
    given: f64,
    evidence_epoch: u32,
    given_epoch: u32,
}

/// What may be so between two nations.
#[derive(Copy, Clone)]
enum Mark {
    /// Sharing with the other has been suspended, and not resumed; until when stands elsewhere.
    Suspended,
    /// A reassurance is on its way.
    Reassuring,
    /// The formal kinds are frozen by a dispute.
    Frozen,
    /// The last answer that the other gave was a refusal (reciprocity rules).
    RefusedLast,
}

/// Which marks are set, a bit each; none at first.
#[derive(Copy, Clone, Debug, Default)]
struct Marks(u8);

impl Marks {
    #[inline]
    fn has(self, mark: Mark) -> bool {
        self.0 & (1 << mark as u8) != 0
    }

    /// Sets or clears a mark; tells whether it was set.
    #[inline]
    fn set(&mut self, mark: Mark, is_so: bool) -> bool {
        let was_so = self.has(mark);
        self.0 = self.0 & !(1 << mark as u8) | u8::from(is_so) << mark as u8;
        was_so
    }
}

/// All ordered pairs, row by row. `(i, j)` is what `i` holds about `j`.
#[derive(Clone, Debug)]
pub struct Pairs {
    nations: usize,
    experiences: Vec<Experience>,
    marks: Vec<Marks>,
    /// Day until which sharing is suspended; empty until somebody suspends.
    suspended_until: Vec<f64>,
    /// Good evidence of the prior.
    prior_good: std::sync::Arc<[f64]>,
    prior_strength: f64,
    evidence: Fading,
    given: Fading,
    learning: bool,
}

impl Pairs {
    /// Pairs at the prior. `prior_good` is row by row: strength times mean of the prior of row in column.
    pub fn new(
        prior_good: std::sync::Arc<[f64]>,
        nations: usize,
        prior_strength: f64,
        half_lives: [f64; 2],
        learning: bool,
    ) -> Pairs {
        debug_assert_eq!(prior_good.len(), nations * nations);
        Pairs {
            nations,
            experiences: vec![Experience::default(); nations * nations],
            marks: vec![Marks::default(); nations * nations],
            suspended_until: Vec::new(),
            prior_good,
            prior_strength,
            evidence: Fading::new(half_lives[0]),
            given: Fading::new(half_lives[1]),
            learning,
        }
    }

    #[inline]
    fn place(&self, i: usize, j: usize) -> usize {
        i * self.nations + j
    }

    #[inline]
    fn has(&self, i: usize, j: usize, mark: Mark) -> bool {
        self.marks[self.place(i, j)].has(mark)
    }

    #[inline]
    fn set(&mut self, i: usize, j: usize, mark: Mark, is_so: bool) -> bool {
        let place = self.place(i, j);
        self.marks[place].set(mark, is_so)
    }

    /// τ: trust of `i` in `j`, the mean of the Beta (Jøsang & Ismail 2002), in (0, 1).
    #[inline]
    pub fn trust(&self, i: usize, j: usize, now: f64) -> f64 {
        self.trust_at(i, j, &self.evidence.at(now))
    }

    /// The instant at which many are asked for their trust.
    pub fn moment(&self, now: f64) -> Moment {
        self.evidence.at(now)
    }

    /// τ of `i` in everybody, in order, at an instant; in itself it means nothing.
    pub fn trust_row(&self, i: usize, moment: &Moment, row: &mut [f64]) {
        let places = i * self.nations..(i + 1) * self.nations;
        let known = self.experiences[places.clone()]
            .iter()
            .zip(&self.prior_good[places]);
        for (trust, (experience, prior_good)) in row.iter_mut().zip(known) {
            *trust = self.mean_of(experience, *prior_good, moment);
        }
    }

    /// τ of `i` in `j` at an instant.
    #[inline]
    pub fn trust_at(&self, i: usize, j: usize, moment: &Moment) -> f64 {
        let place = self.place(i, j);
        self.mean_of(&self.experiences[place], self.prior_good[place], moment)
    }

    #[inline]
    fn mean_of(&self, experience: &Experience, prior_good: f64, moment: &Moment) -> f64 {
        let left = |amount| moment.value(amount, experience.evidence_epoch);
        let (good, bad) = (left(experience.good), left(experience.bad));
        (prior_good + good) / (self.prior_strength + (good + bad))
    }

    /// Adds evidence of `i` about `j`.
    #[inline]
    pub fn learn(&mut self, i: usize, j: usize, good: f64, bad: f64, now: f64) {
        if !self.learning || (good == 0.0 && bad == 0.0) {
            return;
        }
        let moment = self.evidence.at(now);
        let place = self.place(i, j);
        let known = &mut self.experiences[place];
        moment.renew(&mut known.evidence_epoch, [&mut known.good, &mut known.bad]);
        if good != 0.0 {
            known.good += moment.amount(good);
        }
        if bad != 0.0 {
            known.bad += moment.amount(bad);
        }
    }

    /// X: deliveries from `giver` to `receiver`, with forgetting.
    #[inline]
    pub fn deliveries(&self, giver: usize, receiver: usize, now: f64) -> f64 {
        let known = &self.experiences[self.place(giver, receiver)];
        self.given.at(now).value(known.given, known.given_epoch)
    }

    /// Counts one more delivery.
    #[inline]
    pub fn deliver(&mut self, giver: usize, receiver: usize, now: f64) {
        let moment = self.given.at(now);
        let place = self.place(giver, receiver);
        let known = &mut self.experiences[place];
        moment.renew(&mut known.given_epoch, [&mut known.given]);
        known.given += moment.amount(1.0);
    }

    /// ρ of `holder` towards `requester`: (received − given)/(received + given + c), in (−1, 1).
    #[inline]
    pub fn balance(&self, holder: usize, requester: usize, constant: f64, now: f64) -> f64 {
        let received = self.deliveries(requester, holder, now);
        let given = self.deliveries(holder, requester, now);
        (received - given) / (received + given + constant)
    }

    /// Whether `holder` has suspended sharing with `requester`.
    #[inline]
    pub fn is_suspended(&self, holder: usize, requester: usize, now: f64) -> bool {
        self.has(holder, requester, Mark::Suspended) && self.suspended_until(holder, requester) > now
    }

    /// Suspends sharing of `holder` with `requester` until a day; an earlier end never shortens a suspension.
    pub fn suspend(&mut self, holder: usize, requester: usize, until: f64) -> bool {
        let longer = until > self.suspended_until(holder, requester);
        if longer {
            self.suspended_until.resize(self.experiences.len(), 0.0);
            let place = self.place(holder, requester);
            self.suspended_until[place] = until;
            self.marks[place].set(Mark::Suspended, true);
        }
        longer
    }

    /// Day on which the suspension runs out; 0 if there is none.
    pub fn suspended_until(&self, holder: usize, requester: usize) -> f64 {
        let place = self.place(holder, requester);
        self.suspended_until.get(place).copied().unwrap_or(0.0)
    }

    /// Ends a suspension.
    pub fn resume(&mut self, holder: usize, requester: usize) {
        let place = self.place(holder, requester);
        self.marks[place].set(Mark::Suspended, false);
        if let Some(until) = self.suspended_until.get_mut(place) {
            *until = 0.0;
        }
    }

    /// Notes that a reassurance is planned, or has been given; tells whether one was planned.
    pub fn set_reassuring(&mut self, holder: usize, requester: usize, planned: bool) -> bool {
        self.set(holder, requester, Mark::Reassuring, planned)
    }

    /// Freezes or frees the formal kinds between two nations.
    pub fn freeze(&mut self, one: usize, other: usize, frozen: bool) {
        self.set(one, other, Mark::Frozen, frozen);
        self.set(other, one, Mark::Frozen, frozen);
    }

    /// Whether a dispute freezes the formal kinds between two nations.
    #[inline]
    pub fn is_frozen(&self, one: usize, other: usize) -> bool {
        self.has(one, other, Mark::Frozen)
    }

    /// Remembers for `observer` whether `actor` refused it last.
    #[inline]
    pub fn remember_answer(&mut self, observer: usize, actor: usize, refused: bool) {
        self.set(observer, actor, Mark::RefusedLast, refused);
    }

    /// Whether `actor` refused `observer` last; nobody has at first.
    #[inline]
    pub fn refused_last(&self, observer: usize, actor: usize) -> bool {
        self.has(observer, actor, Mark::RefusedLast)
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    fn two(half_life: f64) -> Pairs {
        Pairs::new(vec![1.0; 4].into(), 2, 2.0, [half_life, 365.0], true)
    }

    #[test]
    fn trust_is_the_mean_of_the_beta() {
        let mut pairs = two(1e9);
        pairs.learn(0, 1, 8.0, 2.0, 0.0);
        assert!((pairs.trust(0, 1, 0.0) - 0.75).abs() < 1e-15);
        assert_eq!(pairs.trust(1, 0, 0.0), 0.5);
    }

    #[test]
    fn evidence_halves_in_its_half_life_and_the_prior_does_not() {
        let mut pairs = two(100.0);
        pairs.learn(0, 1, 4.0, 0.0, 0.0);
        assert!((pairs.trust(0, 1, 100.0) - 3.0 / 4.0).abs() < 1e-15);
        assert!((pairs.trust(0, 1, 1e7) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn who_received_more_owes() {
        let mut pairs = two(100.0);
        pairs.deliver(1, 0, 0.0);
        assert!((pairs.balance(0, 1, 4.0, 0.0) - 0.2).abs() < 1e-15);
        assert!((pairs.balance(1, 0, 4.0, 0.0) + 0.2).abs() < 1e-15);
    }

    #[test]
    fn recovery_after_a_breach_follows_the_closed_form() {
        // domain.md 2.1: forgetting per interaction λ, all successes: T = (r + 1)/(r + s + 2).
        let half_life = -std::f64::consts::LN_2 / 0.98_f64.ln();
        let mut pairs = two(half_life);
        for n in 0..5000 {
            pairs.learn(0, 1, 1.0, if n == 4999 { 50.0 } else { 0.0 }, f64::from(n));
        }
        assert!((pairs.trust(0, 1, 4999.0) - 0.5).abs() < 0.01);
    }
}
