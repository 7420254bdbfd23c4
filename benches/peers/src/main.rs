//! Runs every engine on every workload, round by round, so that a slow moment of the machine hits all of them; prints the
//! nanoseconds of an event, and how many times as long as comity's that is.

#[path = "../../support/floor.rs"]
mod floor;
mod ixa_peer;
#[path = "../../support/luck.rs"]
mod luck;
#[path = "../../support/network.rs"]
mod network;
mod nexosim_peer;
#[path = "../../support/phold.rs"]
#[expect(dead_code, reason = "the even spread is PHOLD itself")]
mod phold;
#[path = "../../support/shop.rs"]
mod shop;
mod simcore_peer;

use std::time::Duration;

use comity::engine::chance::Chance;

use crate::floor::{Heap, Ladder};
use crate::luck::{Keyed, Streamed};
use crate::phold::Spread;

const SEED: u64 = 20;
const SERVICES: u64 = 300_000;

/// How long it took for how many.
type Timed = (Duration, u64);

/// One engine on one workload.
struct Entrant {
    workload: String,
    engine: &'static str,
    run: Box<dyn Fn() -> Timed>,
    each: Vec<f64>,
}

fn entrants() -> Vec<Entrant> {
    let mut all = Vec::new();
    let mut add = |workload: &str, engine, run: Box<dyn Fn() -> Timed>| {
        let workload = workload.to_owned();
        all.push(Entrant {
            workload,
            engine,
            run,
            each: Vec::new(),
        });
    };
    let luck = || Streamed::new(SEED);
    // What no other engine has: each draw by what it is for.
    let keyed = Keyed(Chance::new(SEED, 0));
    for pending in [1 << 10, 1 << 14, 1 << 16, 1 << 20_u32] {
        let name = format!("PHOLD, {pending} pending");
        let events = u64::from(pending).max(200_000);
        let even = Spread::Even;
        add(
            &name,
            "comity",
            Box::new(move || (phold::on_engine(luck(), pending, even, events), events)),
        );
        add(
            &name,
            "comity, keyed draws",
            Box::new(move || (phold::on_engine(keyed, pending, even, events), events)),
        );
        add(
            &name,
            "ladder by hand",
            Box::new(move || {
                let took = phold::on_queue(Ladder::default(), luck(), pending, even, events);
                (took, events)
            }),
        );
        add(
            &name,
            "std BinaryHeap by hand",
            Box::new(move || {
                let took = phold::on_queue(Heap::default(), luck(), pending, even, events);
                (took, events)
            }),
        );
        add(
            &name,
            "ixa",
            Box::new(move || ixa_peer::phold(luck(), pending, events)),
        );
        add(
            &name,
            "nexosim",
            Box::new(move || nexosim_peer::phold(SEED, pending, events)),
        );
        add(
            &name,
            "simcore",
            Box::new(move || simcore_peer::phold(luck(), pending, events)),
        );
    }
    let name = "network, a service";
    add(
        name,
        "comity",
        Box::new(move || network::on_engine(luck(), SERVICES)),
    );
    add(
        name,
        "comity, keyed draws",
        Box::new(move || network::on_engine(keyed, SERVICES)),
    );
    add(
        name,
        "ladder by hand",
        Box::new(move || shop::on_queue(Ladder::default(), luck(), SERVICES)),
    );
    add(
        name,
        "std BinaryHeap by hand",
        Box::new(move || shop::on_queue(Heap::default(), luck(), SERVICES)),
    );
    add(name, "ixa", Box::new(move || ixa_peer::network(luck(), SERVICES)));
    add(
        name,
        "nexosim",
        Box::new(move || nexosim_peer::network(SEED, SERVICES)),
    );
    add(
        name,
        "simcore",
        Box::new(move || simcore_peer::network(luck(), SERVICES)),
    );
    all
}

/// The version of a package, as locked.
fn version(package: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.contains(&format!("name = \"{package}\"")));
    let line = entry.and_then(|entry| entry.lines().find_map(|line| line.strip_prefix("version = ")));
    line.map_or("", |version| version.trim_matches('"'))
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(5);
    let mut all = entrants();
    for round in 1..=rounds {
        for entrant in &mut all {
            let (took, count) = (entrant.run)();
            entrant.each.push(took.as_nanos() as f64 / count as f64);
        }
        eprintln!("round {round} of {rounds}");
    }
    println!("| workload | engine | ns, least | ns, median | times comity's, of least |");
    println!("|---|---|---|---|---|");
    let mut own = f64::NAN;
    for entrant in &mut all {
        entrant.each.sort_by(f64::total_cmp);
        let (least, median) = (entrant.each[0], entrant.each[entrant.each.len() / 2]);
        if entrant.engine == "comity" {
            own = least;
        }
        let (workload, engine) = (&entrant.workload, entrant.engine);
        let named = format!("{engine} {}", version(engine));
        println!(
            "| {workload} | {} | {least:.0} | {median:.0} | {:.2} |",
            named.trim_end(),
            least / own
        );
    }
}
