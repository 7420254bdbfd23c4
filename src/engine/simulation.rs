//! The loop that runs a model: take the first event, move the clock, let the model handle it.

use crate::engine::calendar::{Calendar, EventKey, Ticket};
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

    /// Is no other event pending at the present instant?
    #[inline]
    pub fn nothing_else_now(&mut self) -> bool {
        let now = self.now;
        self.calendar.peek().is_none_or(|(time, _)| time > now)
    }

    /// How many events are pending.
    #[inline]
    pub fn pending(&self) -> usize {
        self.calendar.len()
    }
}

/// A world that changes at events only.
pub trait Model {
    /// Everything that can happen, as plain values.
    type Event: Copy;

    /// Schedules the first events, at time zero.
    fn start(&mut self, agenda: &mut Agenda<Self::Event>);

    /// Lets `event` happen now.
    fn handle(&mut self, event: Self::Event, agenda: &mut Agenda<Self::Event>);
}

/// What the engine remembers of a run.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// How many events happened.
    pub events: u64,
    /// A hash of the time and key of every event in order: equal runs have equal fingerprints.
    pub fingerprint: u64,
}

/// A run that was stopped because it had more events than allowed.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Runaway {
    /// How many events had happened.
    pub events: u64,
    /// The time at which it was stopped.
    pub time: SimTime,
}

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
pub fn run_until<M: Model>(model: &mut M, horizon: SimTime) -> RunSummary {
    run_bounded(model, horizon, u64::MAX).expect("nothing has 2^64 events")
}

/// Runs `model` like [`run_until`], but gives up when more than `max_events` would happen.
pub fn run_bounded<M: Model>(
    model: &mut M,
    horizon: SimTime,
    max_events: u64,
) -> Result<RunSummary, Runaway> {
    let mut agenda = Agenda {
        now: SimTime::ZERO,
        calendar: Calendar::new(),
    };
    model.start(&mut agenda);
    let mut events = 0;
    let mut fingerprint = Fingerprint::new();
    while agenda.calendar.peek().is_some_and(|(time, _)| time <= horizon) {
        if events == max_events {
            return Err(Runaway {
                events,
                time: agenda.now,
            });
        }
        let next = agenda.calendar.next().expect("an event was seen to be pending");
        debug_assert!(next.time >= agenda.now, "time runs back");
        agenda.now = next.time;
        events += 1;
        fingerprint.absorb(next.time, next.key);
        model.handle(next.event, &mut agenda);
    }
    Ok(RunSummary {
        events,
        fingerprint: fingerprint.value(),
    })
}

/// A rolling hash of event times and keys: multiply and rotate per word, SplitMix64's finaliser at the end.
struct Fingerprint(u64);

impl Fingerprint {
    fn new() -> Fingerprint {
        Fingerprint(0x9e37_79b9_7f4a_7c15)
    }

    #[inline]
    fn absorb(&mut self, time: SimTime, key: EventKey) {
        for word in [
            time.days().to_bits(),
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
