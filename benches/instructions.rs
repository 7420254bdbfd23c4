//! Workloads whose instructions are counted: `benches/instructions.sh` runs each under callgrind, which counts what happens
//! inside `measured` and nothing else. Unlike times, the counts do not flicker.

#[path = "support/floor.rs"]
#[allow(dead_code, reason = "the floors are timed, not counted")]
mod floor;
#[path = "support/luck.rs"]
mod luck;
#[path = "support/network.rs"]
mod network;
#[path = "support/phold.rs"]
#[expect(dead_code, reason = "the floors are timed, not counted")]
mod phold;
#[path = "support/shipped.rs"]
mod shipped;
#[path = "support/shop.rs"]
#[expect(dead_code, reason = "the floors are timed, not counted")]
mod shop;

use std::hint::black_box;
use std::process::ExitCode;

use comity::engine::chance::Chance;
use comity::engine::distribution::{Distribution, Sampler};
use comity::engine::identity::Identity;
use comity::experiment::replication::replicate;
use comity::model::blueprint::Blueprint;

use crate::luck::{Keyed, Streamed};
use crate::phold::Spread;

const SEED: u64 = 20;

/// What is counted.
#[inline(never)]
fn measured<T>(work: impl FnOnce() -> T) -> T {
    black_box(work())
}

fn draws() {
    let chance = Chance::new(SEED, 0);
    let review = Sampler::new(&Distribution::LogNormal { mean: 1.0, cv: 1.0 });
    let preparation = Sampler::new(&Distribution::Gamma {
        mean: 1.0,
        shape: 2.0,
    });
    let (mut sum, mut drawn) = (0.0, 0.0);
    for n in 0..20_000 {
        let draw = chance.draw(1, Identity(n), 0);
        sum += draw.exponential() + draw.normal();
        drawn += review.sample(draw.uniform()) + preparation.sample(draw.second());
    }
    black_box((sum, drawn));
}

fn replication(name: &str) {
    let scenario = shipped::scenario(name, &[]);
    let plan = Blueprint::new(&scenario, None, None);
    let outcome = measured(|| replicate(&plan, 1, 0, false, u64::MAX));
    assert!(outcome.is_ok(), "no shipped scenario runs away");
}

fn main() -> ExitCode {
    // What cargo hands to every bench is not a workload.
    let workload = std::env::args().skip(1).find(|argument| argument != "--bench");
    match workload.as_deref() {
        Some("phold_stream") => {
            measured(|| phold::on_engine(Streamed::new(SEED), 1 << 14, Spread::Even, 60_000));
        }
        Some("phold_keyed") => {
            let keyed = Keyed(Chance::new(SEED, 0));
            measured(|| phold::on_engine(keyed, 1 << 14, Spread::Even, 60_000));
        }
        Some("network_keyed") => {
            let keyed = Keyed(Chance::new(SEED, 0));
            measured(|| network::on_engine(keyed, 40_000));
        }
        Some("draws") => measured(draws),
        Some("harmonization") => replication("harmonization"),
        Some("classroom") => replication("classroom"),
        Some("budapest") => replication("budapest"),
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}
