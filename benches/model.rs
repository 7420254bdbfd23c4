//! How fast the model is: one replication of every shipped scenario, and how time grows with nations, with the horizon, with
//! options and with threads; ends with nanoseconds per event.

#[path = "support/floor.rs"]
mod floor;
#[path = "support/ratios.rs"]
mod ratios;
#[path = "support/shipped.rs"]
mod shipped;
#[path = "support/skeleton.rs"]
mod skeleton;
#[path = "support/worlds.rs"]
mod worlds;

use std::time::{Duration, Instant};

use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;
use comity::model::measure::Count;
use criterion::Criterion;
use rayon::prelude::*;

use crate::floor::{Heap, Ladder};
use crate::ratios::Ratios;
use crate::shipped::scenario;
use crate::worlds::synthetic_world;

const SHIPPED: [&str; 10] = [
    "classroom",
    "five_eyes",
    "european_union",
    "asean",
    "budapest",
    "united_nations",
    "interpol",
    "harmonization",
    "breach",
    "instability",
];

/// Time and events of some replications, one after the other.
fn run(plan: &Blueprint, replications: u32) -> (Duration, u64) {
    let began = Instant::now();
    let events: f64 = (0..replications).map(|number| events_of(plan, number)).sum();
    (began.elapsed(), events as u64)
}

fn events_of(plan: &Blueprint, number: u32) -> f64 {
    let outcome = replicate(plan, 1, number, false, u64::MAX);
    outcome.expect("no shipped scenario runs away").counts[Count::Events as usize]
}

fn run_on(threads: usize, plan: &Blueprint, replications: u32) -> (Duration, u64) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.expect("a pool of few threads");
    let began = Instant::now();
    let events: f64 = pool.install(|| {
        let all = (0..replications).into_par_iter();
        all.map(|number| events_of(plan, number)).sum()
    });
    (began.elapsed(), events as u64)
}

/// The floor of an event: its draws, its functions and its way through a queue.
fn beside_its_skeleton(ratios: &mut Ratios, criterion: &mut Criterion, group: &str) {
    const EVENTS: u64 = 200_000;
    ratios.measure(criterion, group, "skeleton on a ladder", || {
        skeleton::on_queue(Ladder::default(), 1, EVENTS)
    });
    ratios.measure(criterion, group, "skeleton on a heap", || {
        skeleton::on_queue(Heap::default(), 1, EVENTS)
    });
}

/// Synthetic worlds of so many nations, those of more than 200 with a reach; the larger have a shorter horizon, so that none
/// takes minutes.
fn grow_with_nations(ratios: &mut Ratios, criterion: &mut Criterion) {
    for (nations, days) in [
        (5000, 200),
        (1000, 365),
        (500, 365),
        (200, 730),
        (110, 1825),
        (50, 3650),
        (10, 3650),
    ] {
        let scenario = synthetic_world(nations, &days.to_string());
        let plan = Blueprint::new(&scenario, None, None);
        ratios.measure(criterion, "nations", &format!("{nations}"), || run(&plan, 1));
    }
}

fn grow(ratios: &mut Ratios, criterion: &mut Criterion) {
    for years in [20, 10, 5] {
        let days = (years * 365).to_string();
        let scenario = scenario("harmonization", &[("run.horizon", &days)]);
        let plan = Blueprint::new(&scenario, None, None);
        ratios.measure(criterion, "horizon", &format!("{years} years"), || run(&plan, 1));
    }
    let world = scenario("harmonization", &[]);
    for (n, option) in world.options.iter().enumerate() {
        let plan = Blueprint::new(&world, Some(n), None);
        ratios.measure(criterion, "option", &option.id, || run(&plan, 1));
    }
    let plan = Blueprint::new(&world, None, None);
    for threads in [2, 1] {
        ratios.measure(criterion, "threads", &format!("{threads}"), || {
            run_on(threads, &plan, 8)
        });
    }
}

fn main() {
    let mut criterion = ratios::criterion();
    let mut ratios = Ratios::default();
    for name in SHIPPED {
        let scenario = scenario(name, &[]);
        let plan = Blueprint::new(&scenario, None, None);
        let group = format!("replication/{name}");
        ratios.measure(&mut criterion, &group, "event", || run(&plan, 1));
        if name == "harmonization" {
            beside_its_skeleton(&mut ratios, &mut criterion, &group);
        }
    }
    grow_with_nations(&mut ratios, &mut criterion);
    grow(&mut ratios, &mut criterion);
    criterion.final_summary();
    ratios.print();
}
