//! An open network of fifty stations with four servers each, written out by hand: a line and a number of busy servers for each
//! station, for a bare queue and for engines that bring an agenda and no stations.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::floor::Queue;
use crate::luck::Luck;

/// How many stations there are.
pub(crate) const STATIONS: u32 = 50;
/// Servers of each.
pub(crate) const SERVERS: u32 = 4;
/// After its service a job has so many ways to go, all alike: four to each station, and as many out as there are stations.
/// So a job has five services on average.
pub(crate) const WAYS: u32 = 5 * STATIONS;
/// Arrivals per unit of time, from outside: each station is busy to four fifths.
pub(crate) const ARRIVALS: f64 = 0.8 * (STATIONS * SERVERS) as f64 * 0.2;

/// The station to which a way leads; `None` for the way out.
#[inline]
pub(crate) fn leads_to(way: u32) -> Option<u32> {
    Some(way / 4).filter(|station| *station < STATIONS)
}

/// What happens in the network.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// A job comes from outside to a station.
    Arrived {
        /// The station.
        station: u32,
    },
    /// A station has served a job, which goes its way.
    Served {
        /// The station.
        station: u32,
        /// The way of the job.
        way: u32,
    },
}

impl Default for Step {
    /// The first of all.
    fn default() -> Step {
        Step::Arrived { station: 0 }
    }
}

/// Lines, servers and luck.
pub(crate) struct Shop<L> {
    luck: L,
    draws: u32,
    lines: Vec<VecDeque<f64>>,
    busy: Vec<u32>,
    waited: f64,
    /// Services done.
    pub(crate) services: u64,
}

impl<L: Luck> Shop<L> {
    /// Nobody is there yet.
    pub(crate) fn new(luck: L) -> Shop<L> {
        Shop {
            luck,
            draws: 0,
            lines: vec![VecDeque::new(); STATIONS as usize],
            busy: vec![0; STATIONS as usize],
            waited: 0.0,
            services: 0,
        }
    }

    /// Lets something happen; what it brings about is given to `plan` with the days until then.
    #[inline]
    pub(crate) fn handle(&mut self, step: Step, now: f64, mut plan: impl FnMut(f64, Step)) {
        match step {
            Step::Arrived { station } => {
                let (gap, next) = self.draw(STATIONS);
                plan(gap / ARRIVALS, Step::Arrived { station: next });
                self.join(station, now, &mut plan);
            }
            Step::Served { station, way } => {
                self.services += 1;
                if let Some(since) = self.lines[station as usize].pop_front() {
                    self.waited += now - since;
                    self.serve(station, &mut plan);
                } else {
                    self.busy[station as usize] -= 1;
                }
                if let Some(next) = leads_to(way) {
                    self.join(next, now, &mut plan);
                }
            }
        }
    }

    #[inline]
    fn draw(&mut self, n: u32) -> (f64, u32) {
        self.draws += 1;
        self.luck.exponential_and_below(n, 0, self.draws)
    }

    #[inline]
    fn serve(&mut self, station: u32, plan: &mut impl FnMut(f64, Step)) {
        let (days, way) = self.draw(WAYS);
        plan(days, Step::Served { station, way });
    }

    #[inline]
    fn join(&mut self, station: u32, now: f64, plan: &mut impl FnMut(f64, Step)) {
        if self.busy[station as usize] < SERVERS {
            self.busy[station as usize] += 1;
            self.serve(station, plan);
        } else {
            self.lines[station as usize].push_back(now);
        }
    }

    /// Whoever lost or doubled jobs would see them wait otherwise: mean days from coming to a station until service there are
    /// 0.746 of a mean service where four servers are busy to four fifths (Erlang C, M/M/4).
    pub(crate) fn check(&self) {
        let wait = self.waited / self.services as f64;
        assert!((wait / 0.745 - 1.0).abs() < 0.1, "jobs wait {wait} days");
    }
}

/// Time per service on a bare queue, over about so many services.
pub(crate) fn on_queue<Q: Queue<Step>, L: Luck>(mut queue: Q, luck: L, services: u64) -> (Duration, u64) {
    let mut shop = Shop::new(luck);
    queue.push(0.0, Step::default());
    // Five services to an arrival: six events.
    let mut run = |services: u64| {
        for _ in 0..services * 6 / 5 {
            let (now, step) = queue.pop().expect("the network never empties for good");
            shop.handle(step, now, |days, step| queue.push(now + days, step));
        }
        shop.services
    };
    let warm = run(services / 10);
    let began = Instant::now();
    let done = run(services);
    let took = began.elapsed();
    shop.check();
    (took, done - warm)
}
