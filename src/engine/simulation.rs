//! The loop that runs a model: take the first event, move the clock, let the model handle it.

use std::collections::BTreeMap;

use crate::engine::calendar::{Calendar, EventKey, Scheduled, Ticket};
use crate::engine::time::SimTime;

/// What a model may do while it handles an event: read the clock, schedule, cancel.
#[derive(Clone, Debug)]
pub struct Agenda<E: Copy> {
    now: SimTime,
    calendar: Calendar<E>,
}

impl<E: Copy> Agenda<E> {
    /// The present instant.
    #[inline]
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Schedules `event` at `time`, which is not in the past; what never happens is not scheduled.
    #[inline]
    pub fn schedule(&mut self, time: SimTime, key: EventKey, event: E) -> Ticket {
        debug_assert!(
            time >= self.now,
            "an event at {time:?} is in the past at {:?}",
            self.now
        );
        if time.is_never() {
            Ticket::NONE
        } else {
            self.calendar.schedule(time, key, event)
        }
    }

    /// Schedules `event` a span of `days` from now.
    #[inline]
    pub fn schedule_in(&mut self, days: f64, key: EventKey, event: E) -> Ticket {
        self.schedule(self.now + days, key, event)
    }

    /// Takes an event back; false if it has happened or was cancelled already.
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        self.calendar.cancel(ticket)
    }

    /// Has an event neither happened nor been cancelled?
    pub fn is_pending(&self, ticket: Ticket) -> bool {
        self.calendar.is_scheduled(ticket)
    }

    /// Is no event of a class below `class` pending at the present instant?
    #[inline]
    pub fn nothing_now_before(&mut self, class: u8) -> bool {
        self.calendar
            .first_at(self.now)
            .is_none_or(|key| key.class >= class)
    }

    /// How many events are pending.
    #[inline]
    pub fn pending(&self) -> usize {
        self.calendar.len()
    }
}

/// How close an event has come that will happen soon.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Glance {
    /// It is seen for the first time: what it names is not at hand.
    First,
    /// It is among the next few: what was asked for at the first glance has arrived, most often.
    Second,
}

/// A world that changes at events only.
pub trait Model {
    /// Everything that can happen, as plain values.
    type Event: Copy;

    /// Schedules the first events, at time zero.
    fn start(&mut self, agenda: &mut Agenda<Self::Event>);

    /// Lets `event` happen now.
    fn handle(&mut self, event: Self::Event, agenda: &mut Agenda<Self::Event>);

    /// Does the model look at events before their turn comes ([`Model::foresee`])? Worth it where it is too large for the caches.
    #[inline]
    fn looks_ahead(&self) -> bool {
        false
    }

    /// A hint that `event` will happen soon, unless it has been cancelled, and what it names with it: what it will ask for can be
    /// asked of memory now ([`crate::engine::ahead`]), so that nobody waits for it then. Nothing else may depend on whether this is
    /// called.
    fn foresee(&self, _event: Self::Event, _glance: Glance) {}

    /// Does the event only look at the world? Then it is left out of the number of events and of the fingerprint, so
    /// that how often the world is looked at changes neither.
    #[inline]
    fn only_looks(_event: &Self::Event) -> bool {
        false
    }

    /// The name of what kind of event it is, to say what runs away.
    fn process(_event: &Self::Event) -> String {
        "event".to_owned()
    }
}

impl<M: Model> Model for &mut M {
    type Event = M::Event;

    fn start(&mut self, agenda: &mut Agenda<M::Event>) {
        (**self).start(agenda);
    }

    #[inline]
    fn handle(&mut self, event: M::Event, agenda: &mut Agenda<M::Event>) {
        (**self).handle(event, agenda);
    }

    #[inline]
    fn looks_ahead(&self) -> bool {
        (**self).looks_ahead()
    }

    fn foresee(&self, event: M::Event, glance: Glance) {
        (**self).foresee(event, glance);
    }

    #[inline]
    fn only_looks(event: &M::Event) -> bool {
        M::only_looks(event)
    }

    fn process(event: &M::Event) -> String {
        M::process(event)
    }
}

/// What the engine remembers of a run.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// How many events happened, without those that only looked.
    pub events: u64,
    /// A hash of the time and key of every such event in order: equal runs have equal fingerprints.
    pub fingerprint: u64,
}

/// A run that was stopped because it had more events than allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Runaway {
    /// How many events had happened.
    pub events: u64,
    /// The time at which it was stopped.
    pub time: SimTime,
    /// The kind of event of which there were most in the end.
    pub process: String,
    /// Its share of the last events.
    pub share: f64,
}

/// Events that are watched beyond the most that are allowed, to say what runs away.
const WATCHED: u64 = 1000;

/// Runs `model` from its start until no event at or before `horizon` is left.
///
/// ```
/// use comity::engine::calendar::EventKey;
/// use comity::engine::simulation::{Agenda, Model, run_until};
/// use comity::engine::time::SimTime;
///
/// /// Customers come every two minutes; one clerk serves each for three.
/// #[derive(Default)]
/// struct Counter {
///     waiting: u32,
///     busy: bool,
///     served: u32,
/// }
///
/// #[derive(Copy, Clone)]
/// enum Event {
///     CustomerArrived(u32),
///     CustomerServed,
/// }
///
/// impl Model for Counter {
///     type Event = Event;
///
///     fn start(&mut self, agenda: &mut Agenda<Event>) {
///         let key = EventKey { class: 1, entity: 0, index: 0 };
///         agenda.schedule_in(2.0, key, Event::CustomerArrived(0));
///     }
///
///     fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
///         match event {
///             Event::CustomerArrived(n) => {
///                 self.waiting += 1;
///                 let key = EventKey { class: 1, entity: 0, index: n + 1 };
///                 agenda.schedule_in(2.0, key, Event::CustomerArrived(n + 1));
///             }
///             Event::CustomerServed => {
///                 self.busy = false;
///                 self.served += 1;
///             }
///         }
///         if self.waiting > 0 && !self.busy {
///             self.waiting -= 1;
///             self.busy = true;
///             let key = EventKey { class: 0, entity: 0, index: self.served };
///             agenda.schedule_in(3.0, key, Event::CustomerServed);
///         }
///     }
/// }
///
/// let mut counter = Counter::default();
/// let summary = run_until(&mut counter, SimTime::from_days(60.0));
/// assert_eq!((counter.served, counter.waiting), (19, 10));
/// assert_eq!(summary.events, 30 + 19);
/// ```
#[expect(clippy::missing_panics_doc, reason = "nothing has 2^64 events")]
pub fn run_until<M: Model>(model: &mut M, horizon: SimTime) -> RunSummary {
    run_bounded(model, horizon, u64::MAX).expect("nothing has 2^64 events")
}

/// Runs `model` like [`run_until`], but gives up when more than `max_events` would happen.
pub fn run_bounded<M: Model>(
    model: &mut M,
    horizon: SimTime,
    max_events: u64,
) -> Result<RunSummary, Runaway> {
    let mut run = Run::start(model);
    run.until(horizon, max_events)?;
    Ok(run.summary())
}

/// A run under way: a model, what is pending, and what has happened. Its clone goes on on its own.
///
/// ```
/// use comity::engine::calendar::EventKey;
/// use comity::engine::simulation::{Agenda, Model, Run};
/// use comity::engine::time::SimTime;
///
/// /// Rings every day, and counts.
/// #[derive(Clone)]
/// struct Bell(u32);
///
/// impl Model for Bell {
///     type Event = ();
///
///     fn start(&mut self, agenda: &mut Agenda<()>) {
///         let key = EventKey { class: 0, entity: 0, index: self.0 };
///         agenda.schedule_in(1.0, key, ());
///     }
///
///     fn handle(&mut self, (): (), agenda: &mut Agenda<()>) {
///         self.0 += 1;
///         self.start(agenda);
///     }
/// }
///
/// let horizon = SimTime::from_days(10.0);
/// let mut rung = 0;
/// let mut run = Run::start(Bell(0));
/// let paused = run.until_before(horizon, u64::MAX, |()| {
///     rung += 1;
///     rung == 5
/// });
/// assert_eq!(paused, Ok(true));
/// let mut other = run.clone();
/// other.until(horizon, u64::MAX).unwrap();
/// assert_eq!((run.model.0, other.model.0), (4, 10));
/// ```
#[derive(Clone, Debug)]
pub struct Run<M: Model> {
    /// The model.
    pub model: M,
    /// What is pending.
    pub agenda: Agenda<M::Event>,
    /// The event before which the run has paused.
    next: Option<Scheduled<M::Event>>,
    events: u64,
    fingerprint: Fingerprint,
}

impl<M: Model> Run<M> {
    /// A run in which nothing has happened yet.
    pub fn start(mut model: M) -> Run<M> {
        let mut agenda = Agenda {
            now: SimTime::ZERO,
            calendar: Calendar::new(),
        };
        model.start(&mut agenda);
        Run {
            model,
            agenda,
            next: None,
            events: 0,
            fingerprint: Fingerprint::new(),
        }
    }

    /// Goes on until no event at or before `horizon` is left.
    pub fn until(&mut self, horizon: SimTime, max_events: u64) -> Result<(), Runaway> {
        self.until_before(horizon, max_events, |_| false).map(|_| ())
    }

    /// Goes on until `pause` says yes to the next event, which then has not happened, or until no event at or before
    /// `horizon` is left; tells whether it has paused.
    #[inline]
    pub fn until_before(
        &mut self,
        horizon: SimTime,
        max_events: u64,
        mut pause: impl FnMut(&M::Event) -> bool,
    ) -> Result<bool, Runaway> {
        let mut paused = self.next.take();
        while let Some(next) = paused.take().or_else(|| self.agenda.calendar.next_until(horizon)) {
            debug_assert!(next.time >= self.agenda.now, "time runs back");
            if pause(&next.event) {
                self.next = Some(next);
                return Ok(true);
            }
            self.agenda.now = next.time;
            if !M::only_looks(&next.event) {
                if self.events == max_events {
                    return Err(self.watch_runaway(next, horizon));
                }
                self.events += 1;
                self.fingerprint.absorb(next.time, next.key);
            }
            if self.model.looks_ahead() && self.agenda.calendar.is_look_due() {
                self.foresee();
            }
            self.model.handle(next.event, &mut self.agenda);
        }
        Ok(false)
    }

    /// Shows the model what will happen soon.
    #[inline(never)]
    fn foresee(&mut self) {
        let Run { model, agenda, .. } = self;
        let glances = [Glance::First, Glance::Second];
        agenda
            .calendar
            .look_ahead(|number, event| model.foresee(event, glances[number]));
    }

    /// Takes back the event before which the run has paused.
    pub fn drop_next(&mut self) {
        self.next = None;
    }

    /// What the engine remembers of the run so far.
    pub fn summary(&self) -> RunSummary {
        RunSummary {
            events: self.events,
            fingerprint: self.fingerprint.value(),
        }
    }

    /// Lets a few more events happen, the first of which is `next`, and tells of which kind most of them are.
    fn watch_runaway(&mut self, next: Scheduled<M::Event>, horizon: SimTime) -> Runaway {
        let time = next.time;
        let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
        let mut next = Some(next);
        let mut seen = 0_u64;
        while let Some(event) = next.filter(|_| seen < WATCHED) {
            self.agenda.now = event.time;
            if !M::only_looks(&event.event) {
                seen += 1;
                *kinds.entry(M::process(&event.event)).or_default() += 1;
            }
            self.model.handle(event.event, &mut self.agenda);
            next = self.agenda.calendar.next_until(horizon);
        }
        let most = kinds.into_iter().max_by_key(|(_, count)| *count);
        let (process, count) = most.unwrap_or_default();
        Runaway {
            events: self.events,
            time,
            process,
            share: count as f64 / seen as f64,
        }
    }
}

/// A rolling hash of event times and keys: multiply and rotate per word, `SplitMix64`'s finaliser at the end.
#[derive(Clone, Debug)]
struct Fingerprint(u64);

impl Fingerprint {
    fn new() -> Fingerprint {
        Fingerprint(0x9e37_79b9_7f4a_7c15)
    }

    #[inline]
    fn absorb(&mut self, time: SimTime, key: EventKey) {
        for word in [
            time.to_bits(),
            u64::from(key.class) << 32 | u64::from(key.index),
            key.entity,
        ] {
            self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
        }
    }

    fn value(&self) -> u64 {
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Schedules a list of times in the order given and notes when they come.
    struct Script {
        plan: Vec<(f64, u64)>,
        seen: Vec<(f64, u64)>,
        last_of_instant: Vec<u64>,
    }

    impl Script {
        fn new(plan: &[(f64, u64)]) -> Script {
            Script {
                plan: plan.to_vec(),
                seen: Vec::new(),
                last_of_instant: Vec::new(),
            }
        }
    }

    impl Model for Script {
        type Event = u64;

        fn start(&mut self, agenda: &mut Agenda<u64>) {
            for (days, entity) in &self.plan {
                agenda.schedule(
                    SimTime::from_days(*days),
                    EventKey {
                        class: 0,
                        entity: *entity,
                        index: 0,
                    },
                    *entity,
                );
            }
        }

        fn handle(&mut self, event: u64, agenda: &mut Agenda<u64>) {
            self.seen.push((agenda.now().days(), event));
            if agenda.nothing_now_before(u8::MAX) {
                self.last_of_instant.push(event);
            }
        }
    }

    #[test]
    fn the_same_events_in_another_order_make_the_same_run() {
        let plan: Vec<(f64, u64)> = (0..100_u32)
            .map(|n| (f64::from(n % 10) / 4.0, u64::from(n * 37 % 101)))
            .collect();
        let mut straight = Script::new(&plan);
        let mut reversed = Script::new(&plan.iter().rev().copied().collect::<Vec<_>>());
        let horizon = SimTime::from_days(2.0);
        let summary = run_until(&mut straight, horizon);
        assert_eq!(summary, run_until(&mut reversed, horizon));
        assert_eq!(straight.seen, reversed.seen);
        assert_eq!(summary.events, 90);
    }

    #[test]
    fn an_event_at_the_horizon_happens_and_a_later_one_does_not() {
        let mut script = Script::new(&[(1.0, 1), (2.0, 2), (2.0 + 1e-12, 3)]);
        assert_eq!(run_until(&mut script, SimTime::from_days(2.0)).events, 2);
        assert_eq!(script.seen, [(1.0, 1), (2.0, 2)]);
    }

    #[test]
    fn the_last_event_of_an_instant_knows_that_it_is() {
        let mut script = Script::new(&[(1.0, 1), (1.0, 2), (3.0, 3), (3.0, 4), (3.0, 5)]);
        run_until(&mut script, SimTime::NEVER);
        assert_eq!(script.last_of_instant, [2, 5]);
    }

    #[test]
    fn the_fingerprint_tells_times_keys_and_order_apart() {
        let of = |plan: &[(f64, u64)]| run_until(&mut Script::new(plan), SimTime::NEVER).fingerprint;
        let all = [
            of(&[]),
            of(&[(0.0, 0)]),
            of(&[(1.0, 1)]),
            of(&[(1.0, 2)]),
            of(&[(2.0, 1)]),
            of(&[(1.0, 1), (2.0, 2)]),
        ];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[..place].contains(one));
        }
    }

    #[test]
    fn every_bit_of_time_and_key_moves_about_half_of_the_fingerprint() {
        let of = |time: u64, entity: u64, class: u8, index: u32| {
            let mut fingerprint = Fingerprint::new();
            for _ in 0..2 {
                let time = SimTime::from_days(f64::from_bits(time));
                fingerprint.absorb(time, EventKey { class, entity, index });
            }
            fingerprint.value()
        };
        let (time, entity, class, index) = (3.7_f64.to_bits(), 0x0123_4567_89ab_cdef, 5, 0x1234_5678);
        let usual = of(time, entity, class, index);
        let near = (0..52).map(|bit| of(time ^ 1 << bit, entity, class, index));
        let whose = (0..64).map(|bit| of(time, entity ^ 1 << bit, class, index));
        let what = (0..8).map(|bit| of(time, entity, class ^ 1 << bit, index));
        let which = (0..32).map(|bit| of(time, entity, class, index ^ 1 << bit));
        let moved: Vec<u32> = near
            .chain(whose)
            .chain(what)
            .chain(which)
            .map(|value| (value ^ usual).count_ones())
            .collect();
        // Binomial: 32 ± 4 of 64 bits; five standard deviations on either side.
        assert!(moved.iter().all(|bits| (12..=52).contains(bits)), "{moved:?}");
        let mean = f64::from(moved.iter().sum::<u32>()) / moved.len() as f64;
        assert!(
            (mean - 32.0).abs() < 4.0 * 4.0 / (moved.len() as f64).sqrt(),
            "{mean}"
        );
    }

    /// An event that comes again at once, for ever.
    struct Echo;

    impl Model for Echo {
        type Event = u32;

        fn start(&mut self, agenda: &mut Agenda<u32>) {
            self.handle(0, agenda);
        }

        fn handle(&mut self, count: u32, agenda: &mut Agenda<u32>) {
            let never = agenda.schedule(
                SimTime::NEVER,
                EventKey {
                    class: 1,
                    entity: 0,
                    index: 0,
                },
                0,
            );
            assert!(!agenda.cancel(never));
            agenda.schedule_in(
                0.0,
                EventKey {
                    class: 0,
                    entity: 0,
                    index: count,
                },
                count + 1,
            );
            assert_eq!(agenda.pending(), 1);
        }
    }

    #[test]
    fn a_runaway_model_is_stopped_and_says_what_ran_away() {
        let stopped = run_bounded(&mut Echo, SimTime::from_days(1.0), 1000);
        assert_eq!(
            stopped,
            Err(Runaway {
                events: 1000,
                time: SimTime::ZERO,
                process: "event".to_owned(),
                share: 1.0,
            })
        );
    }
}
