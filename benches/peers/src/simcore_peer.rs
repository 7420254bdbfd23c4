//! The workloads on simcore: a component emits events to itself; payloads are boxed and told apart at run time.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use serde::Serialize;
use simcore::{EventHandler, Simulation, SimulationContext, cast};

use crate::Timed;
use crate::luck::{Luck, Streamed};
use crate::shop::{Shop, Step};

#[derive(Clone, Serialize)]
struct Happened {
    who: u32,
}

struct Phold {
    luck: Streamed,
    context: SimulationContext,
}

impl Phold {
    fn plan(&mut self, who: u32) {
        let delay = self.luck.exponential(who, 0);
        self.context.emit_self(Happened { who }, delay);
    }
}

impl EventHandler for Phold {
    fn on(&mut self, event: simcore::Event) {
        cast!(match event.data {
            Happened { who } => {
                self.plan(who);
            }
        });
    }
}

/// PHOLD: nanoseconds of so many events, after as many as are pending to warm up.
pub(crate) fn phold(luck: Streamed, pending: u32, events: u64) -> Timed {
    let mut simulation = Simulation::new(0);
    let context = simulation.create_context("phold");
    let phold = Rc::new(RefCell::new(Phold { luck, context }));
    simulation.add_handler("phold", phold.clone());
    (0..pending).for_each(|who| phold.borrow_mut().plan(who));
    simulation.steps(u64::from(pending));
    let (began, start) = (Instant::now(), simulation.time());
    simulation.steps(events);
    let took = began.elapsed();
    let expected = events as f64 / f64::from(pending);
    assert!(((simulation.time() - start) / expected - 1.0).abs() < 0.05);
    (took, events)
}

#[derive(Clone, Serialize)]
struct Arrived {
    station: u32,
}

#[derive(Clone, Serialize)]
struct Served {
    station: u32,
    way: u32,
}

struct Network {
    shop: Shop<Streamed>,
    context: SimulationContext,
}

impl Network {
    fn take(&mut self, step: Step) {
        let context = &self.context;
        self.shop.handle(step, context.time(), |days, next| {
            match next {
                Step::Arrived { station } => context.emit_self(Arrived { station }, days),
                Step::Served { station, way } => context.emit_self(Served { station, way }, days),
            };
        });
    }
}

impl EventHandler for Network {
    fn on(&mut self, event: simcore::Event) {
        cast!(match event.data {
            Arrived { station } => {
                self.take(Step::Arrived { station });
            }
            Served { station, way } => {
                self.take(Step::Served { station, way });
            }
        });
    }
}

/// The network: nanoseconds of about so many services.
pub(crate) fn network(luck: Streamed, services: u64) -> Timed {
    let mut simulation = Simulation::new(0);
    let context = simulation.create_context("network");
    let shop = Shop::new(luck);
    let network = Rc::new(RefCell::new(Network { shop, context }));
    simulation.add_handler("network", network.clone());
    network.borrow_mut().take(Step::default());
    simulation.steps(services / 10 * 6 / 5);
    let (warm, began) = (network.borrow().shop.services, Instant::now());
    simulation.steps(services * 6 / 5);
    let took = began.elapsed();
    network.borrow().shop.check();
    let done = network.borrow().shop.services - warm;
    (took, done)
}
