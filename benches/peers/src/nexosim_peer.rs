//! The workloads on nexosim: models that send one another messages and schedule their own inputs, on one thread; each
//! station of the network is a model. Its clock counts nanoseconds, so a day is told as a second.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::Output;
use nexosim::simulation::{Mailbox, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::Timed;
use crate::luck::{Luck, Streamed};
use crate::shop::{ARRIVALS, SERVERS, STATIONS, WAYS, leads_to};

/// What a model needs and does not save: its luck, and the count of what has happened.
struct Tools {
    luck: Streamed,
    count: Arc<AtomicU64>,
}

impl Tools {
    fn new(seed: u64, count: &Arc<AtomicU64>) -> Option<Tools> {
        let luck = Streamed::new(seed);
        Some(Tools {
            luck,
            count: count.clone(),
        })
    }

    fn note(&self) {
        // One thread: nothing is contended.
        self.count
            .store(self.count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    fn delay(&mut self) -> Duration {
        delay(self.luck.exponential(0, 0))
    }

    fn delay_and_below(&mut self, n: u32, mean: f64) -> (Duration, u32) {
        let (days, below) = self.luck.exponential_and_below(n, 0, 0);
        (delay(days * mean), below)
    }
}

/// The clock is discrete and does not take nothing for a delay.
fn delay(days: f64) -> Duration {
    Duration::from_secs_f64(days).max(Duration::from_nanos(1))
}

/// Steps until so many have happened; the time of that.
fn run_until(simulation: &mut Simulation, count: &AtomicU64, until: u64) -> Duration {
    let began = Instant::now();
    while count.load(Ordering::Relaxed) < until {
        simulation.step().expect("the workload never ends by itself");
    }
    began.elapsed()
}

#[derive(Serialize, Deserialize)]
struct Phold {
    pending: u32,
    #[serde(skip)]
    tools: Option<Tools>,
}

#[Model]
impl Phold {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        for who in 0..self.pending {
            self.plan(who, context);
        }
    }

    fn plan(&mut self, who: u32, context: &Context<Self>) {
        let tools = self.tools.as_mut().expect("tools are given");
        let delay = tools.delay();
        let planned = context.schedule_event(delay, schedulable!(Self::happen), who);
        planned.expect("the delay is above nothing");
    }

    #[nexosim(schedulable)]
    fn happen(&mut self, who: u32, context: &Context<Self>) {
        self.tools.as_ref().expect("tools are given").note();
        self.plan(who, context);
    }
}

/// PHOLD: nanoseconds of so many events, after as many as are pending to warm up.
pub(crate) fn phold(seed: u64, pending: u32, events: u64) -> Timed {
    let count = Arc::new(AtomicU64::new(0));
    let tools = Tools::new(seed, &count);
    let bench = SimInit::with_num_threads(1).add_model(Phold { pending, tools }, Mailbox::new(), "phold");
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("the bench is sound");
    run_until(&mut simulation, &count, u64::from(pending));
    let start = simulation.time();
    let warm = count.load(Ordering::Relaxed);
    let took = run_until(&mut simulation, &count, warm + events);
    let done = count.load(Ordering::Relaxed) - warm;
    let passed = simulation.time().duration_since(start).as_secs_f64();
    assert!((passed / (done as f64 / f64::from(pending)) - 1.0).abs() < 0.05);
    (took, done)
}

#[derive(Serialize, Deserialize)]
struct Source {
    stations: Vec<Output<()>>,
    #[serde(skip)]
    tools: Option<Tools>,
}

#[Model]
impl Source {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        self.plan(context);
    }

    fn plan(&mut self, context: &Context<Self>) {
        let tools = self.tools.as_mut().expect("tools are given");
        let (delay, station) = tools.delay_and_below(STATIONS, 1.0 / ARRIVALS);
        let planned = context.schedule_event(delay, schedulable!(Self::arrive), station);
        planned.expect("the delay is above nothing");
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, station: u32, context: &Context<Self>) {
        self.plan(context);
        self.stations[station as usize].send(()).await;
    }
}

#[derive(Serialize, Deserialize)]
struct Station {
    others: Vec<Output<()>>,
    line: VecDeque<MonotonicTime>,
    busy: u32,
    waited: f64,
    #[serde(skip)]
    tools: Option<Tools>,
}

#[Model]
impl Station {
    fn join(&mut self, (): (), context: &Context<Self>) {
        if self.busy < SERVERS {
            self.busy += 1;
            self.serve(context);
        } else {
            self.line.push_back(context.time());
        }
    }

    fn serve(&mut self, context: &Context<Self>) {
        let tools = self.tools.as_mut().expect("tools are given");
        let (delay, way) = tools.delay_and_below(WAYS, 1.0);
        let planned = context.schedule_event(delay, schedulable!(Self::served), way);
        planned.expect("the delay is above nothing");
    }

    #[nexosim(schedulable)]
    async fn served(&mut self, way: u32, context: &Context<Self>) {
        if let Some(since) = self.line.pop_front() {
            self.waited += context.time().duration_since(since).as_secs_f64();
            self.serve(context);
        } else {
            self.busy -= 1;
        }
        self.tools.as_ref().expect("tools are given").note();
        if let Some(station) = leads_to(way) {
            self.others[station as usize].send(()).await;
        }
    }
}

/// The network: nanoseconds of about so many services.
pub(crate) fn network(seed: u64, services: u64) -> Timed {
    let count = Arc::new(AtomicU64::new(0));
    let mailboxes: Vec<Mailbox<Station>> = (0..STATIONS).map(|_| Mailbox::new()).collect();
    let to_all = || {
        let to = |mailbox| {
            let mut output = Output::default();
            output.connect(Station::join, mailbox);
            output
        };
        mailboxes.iter().map(to).collect::<Vec<Output<()>>>()
    };
    let source = Source {
        stations: to_all(),
        tools: Tools::new(seed, &count),
    };
    let stations: Vec<Station> = (1..=u64::from(STATIONS))
        .map(|n| Station {
            others: to_all(),
            line: VecDeque::new(),
            busy: 0,
            waited: 0.0,
            tools: Tools::new(seed + n, &count),
        })
        .collect();
    let mut bench = SimInit::with_num_threads(1).add_model(source, Mailbox::new(), "source");
    for (station, mailbox) in stations.into_iter().zip(mailboxes) {
        bench = bench.add_model(station, mailbox, "station");
    }
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("the bench is sound");
    run_until(&mut simulation, &count, services / 10);
    let (warm, start) = (count.load(Ordering::Relaxed), simulation.time());
    let took = run_until(&mut simulation, &count, warm + services);
    let done = count.load(Ordering::Relaxed) - warm;
    // Each arrival brings five services on average.
    let passed = simulation.time().duration_since(start).as_secs_f64();
    assert!((done as f64 / (passed * ARRIVALS * 5.0) - 1.0).abs() < 0.05);
    (took, done)
}
