//! An open network of fifty stations with four servers each: jobs come, are served, and go on to a random station or leave.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use comity::engine::calendar::EventKey;
use comity::engine::simulation::{Agenda, Model, run_bounded};
use comity::engine::station::{Outage, Rank, Station};
use comity::engine::time::SimTime;

use crate::floor::Queue;
use crate::luck::Luck;

const STATIONS: u32 = 50;
const SERVERS: u32 = 4;
/// A job goes on with this many chances in ten: five services on average.
const GOES_ON: u32 = 8;
/// Arrivals per unit of time, from outside: each station is busy to four fifths.
const ARRIVALS: f64 = 0.8 * (STATIONS * SERVERS) as f64 * 0.2;
const OUTSIDE: u32 = u32::MAX;

struct Network<L> {
    luck: L,
    stations: Vec<Station<u32>>,
    jobs: u32,
    draws: u32,
    services: u64,
    warm: u64,
    began: Option<Instant>,
}

#[derive(Copy, Clone)]
enum Event {
    Arrived,
    Served { station: u32, job: u32 },
}

impl<L: Luck> Network<L> {
    fn plan_arrival(&mut self, agenda: &mut Agenda<Event>) {
        self.jobs += 1;
        let days = self.luck.exponential(OUTSIDE, self.jobs) / ARRIVALS;
        let key = EventKey {
            class: 0,
            entity: 0,
            index: self.jobs,
        };
        agenda.schedule_in(days, key, Event::Arrived);
    }

    fn join(&mut self, job: u32, agenda: &mut Agenda<Event>) {
        self.draws += 1;
        let station = self.luck.below(STATIONS, job, self.draws);
        let now = agenda.now();
        let rank = Rank {
            front: 0,
            urgency: 0.0,
            arrived: now,
            tie: u64::from(self.draws),
        };
        self.stations[station as usize].arrive(now, job, rank);
        self.start(station, agenda);
    }

    fn start(&mut self, station: u32, agenda: &mut Agenda<Event>) {
        while let Some(job) = self.stations[station as usize].next_start(agenda.now()) {
            self.draws += 1;
            let days = self.luck.exponential(job, self.draws);
            let key = EventKey {
                class: 1,
                entity: u64::from(job),
                index: self.draws,
            };
            agenda.schedule_in(days, key, Event::Served { station, job });
        }
    }
}

impl<L: Luck> Model for Network<L> {
    type Event = Event;

    fn start(&mut self, agenda: &mut Agenda<Event>) {
        self.plan_arrival(agenda);
    }

    fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
        match event {
            Event::Arrived => {
                let job = self.jobs;
                self.plan_arrival(agenda);
                self.join(job, agenda);
            }
            Event::Served { station, job } => {
                self.services += 1;
                if self.services == self.warm {
                    self.began = Some(Instant::now());
                }
                self.stations[station as usize].complete(agenda.now(), job);
                self.start(station, agenda);
                self.draws += 1;
                if self.luck.below(10, job, self.draws) < GOES_ON {
                    self.join(job, agenda);
                }
            }
        }
    }
}

/// Time per service on the engine, over about so many services.
pub(crate) fn on_engine<L: Luck>(luck: L, services: u64) -> (Duration, u64) {
    let warm = services / 10;
    let mut model = Network {
        luck,
        stations: (0..STATIONS)
            .map(|_| Station::new(SERVERS, Outage::Finish))
            .collect(),
        jobs: 0,
        draws: 0,
        services: 0,
        warm,
        began: None,
    };
    // Five services to an arrival: six events.
    let stopped = run_bounded(&mut model, SimTime::NEVER, (warm + services) * 6 / 5);
    assert!(stopped.is_err(), "the network never empties for good");
    let took = model.began.expect("the warm-up has passed").elapsed();
    (took, model.services - warm)
}

/// The same by hand: a line and a number of busy servers for each station.
pub(crate) fn on_queue<Q: Queue<u32>, L: Luck>(mut queue: Q, mut luck: L, services: u64) -> (Duration, u64) {
    let warm = services / 10;
    let mut lines: Vec<VecDeque<(u32, f64)>> = vec![VecDeque::new(); STATIONS as usize];
    let mut busy = vec![0_u32; STATIONS as usize];
    let mut stations = vec![0_u32; 1];
    let (mut draws, mut waits, mut done) = (0_u32, 0.0, 0_u64);
    let mut began = Instant::now();
    queue.push(luck.exponential(OUTSIDE, 1) / ARRIVALS, 0);
    for _ in 0..(warm + services) * 6 / 5 {
        let (now, job) = queue.pop().expect("the network never empties for good");
        let newcomer = job + 1 == stations.len() as u32;
        let mut goes_on = newcomer;
        draws += 1;
        if newcomer {
            stations.push(0);
            queue.push(now + luck.exponential(OUTSIDE, job + 2) / ARRIVALS, job + 1);
        } else {
            done += 1;
            if done == warm {
                began = Instant::now();
            }
            let station = stations[job as usize];
            if let Some((next, since)) = lines[station as usize].pop_front() {
                waits += now - since;
                draws += 1;
                queue.push(now + luck.exponential(next, draws), next);
            } else {
                busy[station as usize] -= 1;
            }
            goes_on = luck.below(10, job, draws) < GOES_ON;
        }
        if goes_on {
            draws += 1;
            let station = luck.below(STATIONS, job, draws);
            stations[job as usize] = station;
            if busy[station as usize] < SERVERS {
                busy[station as usize] += 1;
                draws += 1;
                queue.push(now + luck.exponential(job, draws), job);
            } else {
                lines[station as usize].push_back((job, now));
            }
        }
    }
    std::hint::black_box(waits);
    (began.elapsed(), done - warm)
}
