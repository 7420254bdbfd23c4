//! `Pairs`: what every nation has experienced with every other; brought forward in time when read.

use crate::engine::ahead::ask_for;
use crate::engine::large::{LargeVec, collected};
use crate::model::fading::{Fading, Moment};

/// Beta evidence of one nation about another, with the deliveries it gave. Half a cache line, so that whoever looks at a pair
/// waits for one.
#[derive(Copy, Clone, Debug)]
#[repr(align(32))]
struct Experience {
    /// Good evidence of the prior: strength times mean.
    prior_good: f64,
    /// Good and bad evidence beyond the prior, in the unit of their epoch.
    good: f64,
    bad: f64,
    /// Deliveries given to the other, in the unit of theirs.
    given: f64,
}

impl Experience {
    /// Of one that nothing has happened with yet.
    fn at_prior(prior_good: f64) -> Experience {
        Experience {
            prior_good,
            good: 0.0,
            bad: 0.0,
            given: 0.0,
        }
    }
}

/// The epochs in whose units the evidence and the deliveries of a pair are told.
#[derive(Copy, Clone, Debug, Default)]
struct Epochs {
    evidence: u32,
    given: u32,
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
    /// A liaison officer of the one is posted to the other.
    Liaison,
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

/// What nations have experienced with one another, by place of the pair ([`Dyads`](crate::model::dyads::Dyads)).
#[derive(Clone, Debug)]
pub struct Pairs {
    experiences: LargeVec<Experience>,
    /// Empty until the first epoch is over, which few worlds live to see.
    epochs: Vec<Epochs>,
    /// Empty until the first is set.
    marks: Vec<Marks>,
    /// Day until which sharing is suspended; empty until somebody suspends.
    suspended_until: Vec<f64>,
    prior_strength: f64,
    evidence: Fading,
    given: Fading,
    learning: bool,
}

impl Pairs {
    /// Pairs at the prior: `prior_good` is strength times mean of each.
    pub fn new(prior_good: &[f64], prior_strength: f64, half_lives: [f64; 2], learning: bool) -> Pairs {
        Pairs {
            experiences: collected(prior_good.iter().map(|&good| Experience::at_prior(good))),
            epochs: Vec::new(),
            marks: Vec::new(),
            suspended_until: Vec::new(),
            prior_strength,
            evidence: Fading::new(half_lives[0]),
            given: Fading::new(half_lives[1]),
            learning,
        }
    }

    /// Asks memory for what a nation has experienced with another.
    #[inline]
    pub fn ask_for(&self, place: usize) {
        ask_for(&self.experiences, place);
    }

    /// One more pair, behind all others.
    pub fn add(&mut self, prior_good: f64) {
        self.experiences.push(Experience::at_prior(prior_good));
    }

    /// The epochs of a pair.
    #[inline]
    fn epochs(&self, place: usize) -> Epochs {
        self.epochs.get(place).copied().unwrap_or_default()
    }

    /// The epochs of a pair, to be changed.
    fn epochs_mut(&mut self, place: usize) -> &mut Epochs {
        if place >= self.epochs.len() {
            self.epochs.resize(self.experiences.len(), Epochs::default());
        }
        &mut self.epochs[place]
    }

    #[inline]
    fn has(&self, place: usize, mark: Mark) -> bool {
        self.marks.get(place).is_some_and(|marks| marks.has(mark))
    }

    /// Sets or clears a mark; tells whether it was set.
    fn set(&mut self, place: usize, mark: Mark, is_so: bool) -> bool {
        if is_so && place >= self.marks.len() {
            self.marks.resize(self.experiences.len(), Marks::default());
        }
        let marks = self.marks.get_mut(place);
        marks.is_some_and(|marks| marks.set(mark, is_so))
    }

    /// τ: trust of a pair, the mean of the Beta (Jøsang & Ismail 2002), in (0, 1).
    #[inline]
    pub fn trust(&self, place: usize, now: f64) -> f64 {
        self.trust_at(place, &self.evidence.at(now))
    }

    /// The instant at which many are asked for their trust.
    pub fn moment(&self, now: f64) -> Moment {
        self.evidence.at(now)
    }

    /// τ of as many pairs as `row` has room for, from a place on, at an instant.
    pub fn trust_row(&self, from: usize, moment: &Moment, row: &mut [f64]) {
        if self.epochs.is_empty() && moment.is_of_first_epoch() {
            let known = &self.experiences[from..from + row.len()];
            for (trust, experience) in row.iter_mut().zip(known) {
                *trust = self.mean_of(experience, |amount| moment.value_of_own(amount));
            }
        } else {
            for (place, trust) in (from..).zip(row) {
                *trust = self.trust_at(place, moment);
            }
        }
    }

    /// τ of a pair at an instant.
    #[inline]
    pub fn trust_at(&self, place: usize, moment: &Moment) -> f64 {
        let epoch = self.epochs(place).evidence;
        self.mean_of(&self.experiences[place], |amount| moment.value(amount, epoch))
    }

    #[inline]
    fn mean_of(&self, known: &Experience, left: impl Fn(f64) -> f64) -> f64 {
        let (good, bad) = (left(known.good), left(known.bad));
        (known.prior_good + good) / (self.prior_strength + (good + bad))
    }

    /// Adds evidence to a pair.
    #[inline]
    pub fn learn(&mut self, place: usize, good: f64, bad: f64, now: f64) {
        if !self.learning || (good == 0.0 && bad == 0.0) {
            return;
        }
        let moment = self.evidence.at(now);
        if !moment.is_of_first_epoch() {
            self.renew_evidence(place, &moment);
        }
        let known = &mut self.experiences[place];
        if good != 0.0 {
            known.good += moment.amount(good);
        }
        if bad != 0.0 {
            known.bad += moment.amount(bad);
        }
    }

    #[cold]
    fn renew_evidence(&mut self, place: usize, moment: &Moment) {
        let mut epoch = self.epochs(place).evidence;
        let known = &mut self.experiences[place];
        moment.renew(&mut epoch, [&mut known.good, &mut known.bad]);
        self.epochs_mut(place).evidence = epoch;
    }

    /// X: deliveries from the first of a pair to the second, with forgetting.
    #[inline]
    pub fn deliveries(&self, place: usize, now: f64) -> f64 {
        let given = self.experiences[place].given;
        self.given.at(now).value(given, self.epochs(place).given)
    }

    /// Counts one more delivery from the first of a pair to the second.
    #[inline]
    pub fn deliver(&mut self, place: usize, now: f64) {
        let moment = self.given.at(now);
        if !moment.is_of_first_epoch() {
            self.renew_given(place, &moment);
        }
        self.experiences[place].given += moment.amount(1.0);
    }

    #[cold]
    fn renew_given(&mut self, place: usize, moment: &Moment) {
        let mut epoch = self.epochs(place).given;
        moment.renew(&mut epoch, [&mut self.experiences[place].given]);
        self.epochs_mut(place).given = epoch;
    }

    /// ρ of the first of a pair towards the second: (received − given)/(received + given + c), in (−1, 1). `back` is the
    /// place of the pair the other way round.
    #[inline]
    pub fn balance(&self, place: usize, back: usize, constant: f64, now: f64) -> f64 {
        let received = self.deliveries(back, now);
        let given = self.deliveries(place, now);
        (received - given) / (received + given + constant)
    }

    /// Whether the first of a pair has suspended sharing with the second.
    #[inline]
    pub fn is_suspended(&self, place: usize, now: f64) -> bool {
        self.has(place, Mark::Suspended) && self.suspended_until(place) > now
    }

    /// Suspends sharing until a day; an earlier end never shortens a suspension. Tells whether it is longer now.
    pub fn suspend(&mut self, place: usize, until: f64) -> bool {
        let longer = until > self.suspended_until(place);
        if longer {
            self.suspended_until.resize(self.experiences.len(), 0.0);
            self.suspended_until[place] = until;
            self.set(place, Mark::Suspended, true);
        }
        longer
    }

    /// Day on which the suspension runs out; 0 if there is none.
    pub fn suspended_until(&self, place: usize) -> f64 {
        self.suspended_until.get(place).copied().unwrap_or(0.0)
    }

    /// Ends a suspension.
    pub fn resume(&mut self, place: usize) {
        self.set(place, Mark::Suspended, false);
        if let Some(until) = self.suspended_until.get_mut(place) {
            *until = 0.0;
        }
    }

    /// Notes that a reassurance is planned, or has been given; tells whether one was planned.
    pub fn set_reassuring(&mut self, place: usize, planned: bool) -> bool {
        self.set(place, Mark::Reassuring, planned)
    }

    /// Posts a liaison officer of the first of a pair to the second; tells whether there was one.
    pub fn post(&mut self, place: usize) -> bool {
        self.set(place, Mark::Liaison, true)
    }

    /// Whether the first of a pair has a liaison officer with the second.
    #[inline]
    pub fn has_liaison(&self, place: usize) -> bool {
        self.has(place, Mark::Liaison)
    }

    /// Freezes or frees the formal kinds of a pair.
    pub fn freeze(&mut self, place: usize, frozen: bool) {
        self.set(place, Mark::Frozen, frozen);
    }

    /// Whether a dispute freezes the formal kinds of a pair.
    #[inline]
    pub fn is_frozen(&self, place: usize) -> bool {
        self.has(place, Mark::Frozen)
    }

    /// Remembers for the first of a pair whether the second refused it last.
    #[inline]
    pub fn remember_answer(&mut self, place: usize, refused: bool) {
        self.set(place, Mark::RefusedLast, refused);
    }

    /// Whether the second of a pair refused the first last; nobody has at first.
    #[inline]
    pub fn refused_last(&self, place: usize) -> bool {
        self.has(place, Mark::RefusedLast)
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    /// The places of two nations' pair, one way and the other.
    const ONE: usize = 1;
    const OTHER: usize = 2;

    fn two(half_life: f64) -> Pairs {
        Pairs::new(&[1.0; 4], 2.0, [half_life, 365.0], true)
    }

    #[test]
    fn trust_is_the_mean_of_the_beta() {
        let mut pairs = two(1e9);
        pairs.learn(ONE, 8.0, 2.0, 0.0);
        assert!((pairs.trust(ONE, 0.0) - 0.75).abs() < 1e-15);
        assert_eq!(pairs.trust(OTHER, 0.0), 0.5);
    }

    #[test]
    fn evidence_halves_in_its_half_life_and_the_prior_does_not() {
        let mut pairs = two(100.0);
        pairs.learn(ONE, 4.0, 0.0, 0.0);
        assert!((pairs.trust(ONE, 100.0) - 3.0 / 4.0).abs() < 1e-15);
        assert!((pairs.trust(ONE, 1e7) - 0.5).abs() < 1e-15);
    }

    /// Nothing is left of an amount after an epoch of half-lives, and what comes then is told in a unit of its own.
    #[test]
    fn evidence_and_deliveries_of_later_epochs_count_as_those_of_the_first() {
        let mut pairs = two(100.0);
        for day in [0.0, 30_000.0, 600_000.0] {
            pairs.learn(ONE, 4.0, 2.0, day);
            assert!((pairs.trust(ONE, day) - 5.0 / 8.0).abs() < 1e-12);
            assert!((pairs.trust(ONE, day + 100.0) - 3.0 / 5.0).abs() < 1e-12);
            pairs.deliver(ONE, day);
            assert!((pairs.deliveries(ONE, day + 365.0) - 0.5).abs() < 1e-12);
            let mut row = [f64::NAN; 4];
            pairs.trust_row(0, &pairs.moment(day), &mut row);
            let each = [0, 1, 2, 3].map(|place| pairs.trust(place, day));
            assert_eq!(row.map(f64::to_bits), each.map(f64::to_bits));
        }
        pairs.learn(OTHER, 4.0, 2.0, 600_000.0);
        assert!((pairs.trust(OTHER, 600_000.0) - 5.0 / 8.0).abs() < 1e-12);
        assert_eq!(pairs.deliveries(OTHER, 600_000.0), 0.0);
    }

    #[test]
    fn who_received_more_owes() {
        let mut pairs = two(100.0);
        pairs.deliver(OTHER, 0.0);
        assert!((pairs.balance(ONE, OTHER, 4.0, 0.0) - 0.2).abs() < 1e-15);
        assert!((pairs.balance(OTHER, ONE, 4.0, 0.0) + 0.2).abs() < 1e-15);
    }

    #[test]
    fn recovery_after_a_breach_follows_the_closed_form() {
        // domain.md 2.1: forgetting per interaction λ, all successes: T = (r + 1)/(r + s + 2).
        let half_life = -std::f64::consts::LN_2 / 0.98_f64.ln();
        let mut pairs = two(half_life);
        for n in 0..5000 {
            pairs.learn(ONE, 1.0, if n == 4999 { 50.0 } else { 0.0 }, f64::from(n));
        }
        assert!((pairs.trust(ONE, 4999.0) - 0.5).abs() < 0.01);
    }
}
