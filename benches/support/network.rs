//! The network of fifty stations on the engine, with its own stations: lines by rank, statistics, and servers that can fail.

use std::time::{Duration, Instant};

use comity::engine::calendar::EventKey;
use comity::engine::simulation::{Agenda, Model, run_bounded};
use comity::engine::station::{Outage, Rank, Station};
use comity::engine::time::SimTime;

use crate::luck::Luck;
use crate::shop::{ARRIVALS, SERVERS, STATIONS, WAYS, leads_to};

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
    Arrived { station: u32 },
    Served { station: u32, job: u32, way: u32 },
}

impl<L: Luck> Network<L> {
    fn plan_arrival(&mut self, agenda: &mut Agenda<Event>) {
        self.jobs += 1;
        let (gap, station) = self.luck.exponential_and_below(STATIONS, OUTSIDE, self.jobs);
        let key = EventKey {
            class: 0,
            entity: 0,
            index: self.jobs,
        };
        agenda.schedule_in(gap / ARRIVALS, key, Event::Arrived { station });
    }

    fn join(&mut self, station: u32, job: u32, agenda: &mut Agenda<Event>) {
        self.draws += 1;
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
            let (days, way) = self.luck.exponential_and_below(WAYS, job, self.draws);
            let key = EventKey {
                class: 1,
                entity: u64::from(job),
                index: self.draws,
            };
            agenda.schedule_in(days, key, Event::Served { station, job, way });
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
            Event::Arrived { station } => {
                let job = self.jobs;
                self.plan_arrival(agenda);
                self.join(station, job, agenda);
            }
            Event::Served { station, job, way } => {
                self.services += 1;
                if self.services == self.warm {
                    self.began = Some(Instant::now());
                }
                self.stations[station as usize].complete(agenda.now(), job);
                self.start(station, agenda);
                if let Some(next) = leads_to(way) {
                    self.join(next, job, agenda);
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
