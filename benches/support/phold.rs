//! PHOLD (Fujimoto 1990): each of a fixed number of events schedules its successor after a delay, and nothing else happens.

use std::time::{Duration, Instant};

use comity::engine::calendar::EventKey;
use comity::engine::simulation::{Agenda, Model, run_bounded};
use comity::engine::time::SimTime;

use crate::floor::Queue;
use crate::luck::Luck;

/// How far successors lie, and when that changes: what a calendar may find hard.
#[derive(Copy, Clone, PartialEq)]
pub(crate) enum Spread {
    /// Exponential with mean one: the benchmark itself.
    Even,
    /// Every hundredth event brings its successors to one instant: bursts with ties.
    Bursts,
    /// One in a thousand lies a million times further.
    FarFuture,
    /// After half of the run everything happens a thousand times faster.
    SuddenRate,
}

impl Spread {
    #[inline]
    fn delay(self, delay: f64, now: f64, (count, half): (u64, u64)) -> f64 {
        match self {
            Spread::Bursts if count % 100 > 0 => (now + delay).ceil() - now,
            Spread::FarFuture if count % 1000 == 0 => delay * 1e6,
            Spread::SuddenRate if count > half => delay * 1e-3,
            Spread::Even | Spread::Bursts | Spread::FarFuture | Spread::SuddenRate => delay,
        }
    }
}

/// Whose turn it is, and the number of it among its turns.
#[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    who: u32,
    times: u32,
}

impl Turn {
    #[inline]
    fn next(self) -> Turn {
        let times = self.times + 1;
        Turn { times, ..self }
    }
}

struct Phold<L> {
    luck: L,
    pending: u32,
    spread: Spread,
    count: u64,
    half: u64,
    warm: u64,
    began: Option<Instant>,
}

impl<L: Luck> Phold<L> {
    #[inline]
    fn plan(&mut self, turn: Turn, agenda: &mut Agenda<Turn>) {
        let delay = self.luck.exponential(turn.who, turn.times);
        let days = self
            .spread
            .delay(delay, agenda.now().days(), (self.count, self.half));
        let key = EventKey {
            class: 0,
            entity: u64::from(turn.who),
            index: turn.times,
        };
        agenda.schedule_in(days, key, turn);
    }
}

impl<L: Luck> Model for Phold<L> {
    type Event = Turn;

    fn start(&mut self, agenda: &mut Agenda<Turn>) {
        (0..self.pending).for_each(|who| self.plan(Turn { who, times: 1 }, agenda));
    }

    #[inline]
    fn handle(&mut self, turn: Turn, agenda: &mut Agenda<Turn>) {
        self.count += 1;
        if self.count == self.warm {
            self.began = Some(Instant::now());
        }
        self.plan(turn.next(), agenda);
    }
}

/// Time of `events` events on the engine, after so many to warm up.
pub(crate) fn on_engine<L: Luck>(luck: L, pending: u32, spread: Spread, events: u64) -> Duration {
    let warm = u64::from(pending);
    let mut model = Phold {
        luck,
        pending,
        spread,
        count: 0,
        half: warm + events / 2,
        warm,
        began: None,
    };
    let stopped = run_bounded(&mut model, SimTime::NEVER, warm + events);
    assert!(stopped.is_err(), "PHOLD never ends by itself");
    model.began.expect("the warm-up has passed").elapsed()
}

/// The same on a bare queue.
pub(crate) fn on_queue<Q: Queue<Turn>, L: Luck>(
    mut queue: Q,
    mut luck: L,
    pending: u32,
    spread: Spread,
    events: u64,
) -> Duration {
    let warm = u64::from(pending);
    let mut began = Instant::now();
    for who in 0..pending {
        let delay = luck.exponential(who, 1);
        queue.push(spread.delay(delay, 0.0, (0, 1)), Turn { who, times: 1 });
    }
    for count in 1..=warm + events {
        let (now, turn) = queue.pop().expect("PHOLD never ends by itself");
        if count == warm {
            began = Instant::now();
        }
        let turn = turn.next();
        let delay = luck.exponential(turn.who, turn.times);
        queue.push(now + spread.delay(delay, now, (count, warm + events / 2)), turn);
    }
    began.elapsed()
}
