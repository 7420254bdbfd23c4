//! How much memory a replication takes at its peak, by nations and horizon, beside two floors: what is known of the pairs
//! that are kept at the start, and of all pairs; counted by the allocator, so that the numbers do not flicker.

#[path = "support/worlds.rs"]
mod worlds;

use std::io::Write;

use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;
use comity::model::measure::Count;

use crate::worlds::synthetic_world;

/// Nations and days: by nations over two years, then by days.
const WORLDS: [(u32, u32); 10] = [
    (10, 730),
    (50, 730),
    (200, 730),
    (500, 730),
    (1000, 730),
    (2000, 730),
    (500, 365),
    (500, 1460),
    (500, 2920),
    (5000, 200),
];
/// Evidence, deliveries and marks of an ordered pair take half a cache line.
const OF_PAIR: f64 = 32.0;

struct Taken {
    plan: f64,
    replication: f64,
    pairs: f64,
    events: f64,
}

fn taken(nations: u32, days: u32) -> Taken {
    let scenario = synthetic_world(nations, &days.to_string());
    let mut plan = None;
    let of_plan = allocation_counter::measure(|| plan = Some(Blueprint::new(&scenario, None, None)));
    let plan = plan.expect("it was made");
    let mut events = 0.0;
    let of_replication = allocation_counter::measure(|| {
        let outcome = replicate(&plan, 1, 0, false, u64::MAX).expect("no synthetic world runs away");
        events = outcome.counts[Count::Events as usize];
    });
    Taken {
        plan: of_plan.bytes_current as f64,
        replication: of_replication.bytes_max as f64,
        pairs: plan.dyads.count() as f64,
        events,
    }
}

fn main() {
    let mut out = std::io::stdout().lock();
    let mut line = |text: String| {
        let written = writeln!(out, "{text}");
        assert!(written.is_ok(), "the table can be written");
    };
    line(
        "nations   days    events  plan MB  peak MB  KB a nation  x pairs kept at first  x all pairs"
            .to_owned(),
    );
    for (nations, days) in WORLDS {
        let taken = taken(nations, days);
        let of = f64::from(nations);
        line(format!(
            "{nations:7} {days:6} {:9.0} {:8.1} {:8.1} {:12.1} {:22.2} {:12.2}",
            taken.events,
            taken.plan / 1e6,
            taken.replication / 1e6,
            taken.replication / of / 1e3,
            taken.replication / (taken.pairs * OF_PAIR),
            taken.replication / (of * (of - 1.0) * OF_PAIR),
        ));
    }
}
