//! The network of fifty stations as plain rules, for engines that bring an agenda and no stations: the same lines and
//! servers as `benches/support/network.rs` writes out by hand.

use std::collections::VecDeque;

use crate::luck::{Luck, Streamed};

/// How many stations there are.
pub(crate) const STATIONS: u32 = 50;
/// Servers of each.
pub(crate) const SERVERS: u32 = 4;
/// A job goes on with this many chances in ten.
pub(crate) const GOES_ON: u32 = 8;
/// Arrivals per unit of time.
pub(crate) const ARRIVALS: f64 = 0.8 * (STATIONS * SERVERS) as f64 * 0.2;

/// What happens in the network.
#[derive(Copy, Clone)]
pub(crate) enum Event {
    /// A job comes from outside.
    Arrived,
    /// A station has served a job.
    Served { station: u32 },
}

/// Lines, servers and luck.
pub(crate) struct Shop {
    luck: Streamed,
    lines: Vec<VecDeque<f64>>,
    busy: Vec<u32>,
    waited: f64,
    /// Services done.
    pub(crate) services: u64,
}

impl Shop {
    /// Nobody is there yet.
    pub(crate) fn new(luck: Streamed) -> Shop {
        Shop {
            luck,
            lines: vec![VecDeque::new(); STATIONS as usize],
            busy: vec![0; STATIONS as usize],
            waited: 0.0,
            services: 0,
        }
    }

    /// Lets an event happen; what it brings about is given to `plan` with the days until then.
    pub(crate) fn handle(&mut self, event: Event, now: f64, mut plan: impl FnMut(f64, Event)) {
        match event {
            Event::Arrived => {
                plan(self.luck.exponential(0, 0) / ARRIVALS, Event::Arrived);
                self.join(now, &mut plan);
            }
            Event::Served { station } => {
                self.services += 1;
                if let Some(since) = self.lines[station as usize].pop_front() {
                    self.waited += now - since;
                    plan(self.luck.exponential(0, 0), Event::Served { station });
                } else {
                    self.busy[station as usize] -= 1;
                }
                if self.luck.below(10, 0, 0) < GOES_ON {
                    self.join(now, &mut plan);
                }
            }
        }
    }

    fn join(&mut self, now: f64, plan: &mut impl FnMut(f64, Event)) {
        let station = self.luck.below(STATIONS, 0, 0);
        if self.busy[station as usize] < SERVERS {
            self.busy[station as usize] += 1;
            plan(self.luck.exponential(0, 0), Event::Served { station });
        } else {
            self.lines[station as usize].push_back(now);
        }
    }

    /// Mean days from coming to a station until service there: 0.746 of a mean service where four servers are busy to four
    /// fifths (Erlang C, M/M/4).
    pub(crate) fn mean_wait(&self) -> f64 {
        self.waited / self.services as f64
    }

    /// An engine that lost or doubled jobs would wait otherwise.
    pub(crate) fn check(&self) {
        let wait = self.mean_wait();
        assert!((wait / 0.745 - 1.0).abs() < 0.1, "jobs wait {wait} days");
    }
}
