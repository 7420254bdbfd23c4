//! How fast the engine is, beside the least that could do the same work; ends with the ratios of one run.

#[path = "support/floor.rs"]
mod floor;
#[path = "support/luck.rs"]
mod luck;
#[path = "support/network.rs"]
mod network;
#[path = "support/phold.rs"]
mod phold;
#[path = "support/ratios.rs"]
mod ratios;
#[path = "support/shop.rs"]
mod shop;

use std::hint::black_box;
use std::time::Instant;

use comity::engine::chance::Chance;
use comity::engine::distribution::{Distribution, Sampler};
use comity::engine::identity::Identity;
use criterion::Criterion;

use crate::floor::{Heap, Ladder};
use crate::luck::{Keyed, Luck, Streamed};
use crate::phold::Spread;
use crate::ratios::Ratios;

const SEED: u64 = 20;

fn phold_of<L: Luck>(ratios: &mut Ratios, criterion: &mut Criterion, name: &str, luck: &L, spread: Spread) {
    for pending in [1 << 10, 1 << 14, 1 << 16, 1 << 20] {
        let group = format!("phold/{name}/{pending}");
        let each = u64::from(pending).max(200_000);
        let timed = |took: std::time::Duration| (took, each);
        ratios.measure(criterion, &group, "engine", || {
            timed(phold::on_engine(luck.clone(), pending, spread, each))
        });
        ratios.measure(criterion, &group, "ladder", || {
            timed(phold::on_queue(
                Ladder::default(),
                luck.clone(),
                pending,
                spread,
                each,
            ))
        });
        ratios.measure(criterion, &group, "heap", || {
            timed(phold::on_queue(
                Heap::default(),
                luck.clone(),
                pending,
                spread,
                each,
            ))
        });
    }
}

fn network_of<L: Luck>(ratios: &mut Ratios, criterion: &mut Criterion, name: &str, luck: &L) {
    const SERVICES: u64 = 300_000;
    let group = format!("network/{name}");
    ratios.measure(criterion, &group, "engine", || {
        network::on_engine(luck.clone(), SERVICES)
    });
    ratios.measure(criterion, &group, "ladder", || {
        shop::on_queue(Ladder::default(), luck.clone(), SERVICES)
    });
    ratios.measure(criterion, &group, "heap", || {
        shop::on_queue(Heap::default(), luck.clone(), SERVICES)
    });
}

/// A draw is named anew each time; the floor is the bits alone.
fn draws(ratios: &mut Ratios, criterion: &mut Criterion) {
    const DRAWS: u64 = 200_000;
    let chance = Chance::new(SEED, 0);
    let mut measure = |group: &str, value: &dyn Fn(comity::engine::chance::Draw) -> f64| {
        let timed = |value: &dyn Fn(comity::engine::chance::Draw) -> f64| {
            let began = Instant::now();
            for n in 0..DRAWS {
                black_box(value(chance.draw(1, Identity(n), 0)));
            }
            (began.elapsed(), DRAWS)
        };
        ratios.measure(criterion, group, "engine", || timed(value));
        ratios.measure(criterion, group, "bits alone", || {
            timed(&|draw| f64::from_bits(draw.bits()))
        });
    };
    measure("draw/uniform", &|draw| draw.uniform());
    measure("draw/exponential", &|draw| draw.exponential());
    measure("draw/normal", &|draw| draw.normal());
    for (name, distribution) in families() {
        let sampler = Sampler::new(&distribution);
        measure(&format!("sampler/{name}"), &|draw| sampler.sample(draw.uniform()));
    }
}

fn families() -> Vec<(&'static str, Distribution)> {
    vec![
        ("uniform", Distribution::Uniform { low: 0.0, high: 2.0 }),
        ("exponential", Distribution::Exponential { mean: 1.0 }),
        (
            "gamma",
            Distribution::Gamma {
                mean: 1.0,
                shape: 2.5,
            },
        ),
        (
            "erlang",
            Distribution::Gamma {
                mean: 1.0,
                shape: 2.0,
            },
        ),
        ("lognormal", Distribution::LogNormal { mean: 1.0, cv: 1.0 }),
        (
            "weibull",
            Distribution::Weibull {
                mean: 1.0,
                shape: 1.5,
            },
        ),
        (
            "beta",
            Distribution::Beta {
                low: 0.0,
                high: 1.0,
                a: 2.0,
                b: 3.0,
            },
        ),
        (
            "triangular",
            Distribution::Triangular {
                low: 0.0,
                mode: 0.5,
                high: 2.0,
            },
        ),
        (
            "empirical",
            Distribution::Empirical {
                values: (0..100).map(f64::from).collect(),
                weights: None,
            },
        ),
        (
            "pareto",
            Distribution::Pareto {
                mean: 1.0,
                exponent: 2.4,
                ratio: 1000.0,
            },
        ),
        ("poisson", Distribution::Poisson { mean: 3.0 }),
        ("geometric", Distribution::Geometric { mean: 2.0 }),
        ("binomial", Distribution::Binomial { trials: 20, p: 0.3 }),
    ]
}

fn main() {
    let mut criterion = ratios::criterion();
    let mut ratios = Ratios::default();
    let keyed = Keyed(Chance::new(SEED, 0));
    phold_of(
        &mut ratios,
        &mut criterion,
        "stream",
        &Streamed::new(SEED),
        Spread::Even,
    );
    phold_of(&mut ratios, &mut criterion, "keyed", &keyed, Spread::Even);
    for (name, spread) in [
        ("bursts", Spread::Bursts),
        ("far_future", Spread::FarFuture),
        ("sudden_rate", Spread::SuddenRate),
    ] {
        phold_of(&mut ratios, &mut criterion, name, &Streamed::new(SEED), spread);
    }
    network_of(&mut ratios, &mut criterion, "stream", &Streamed::new(SEED));
    network_of(&mut ratios, &mut criterion, "keyed", &keyed);
    draws(&mut ratios, &mut criterion);
    criterion.final_summary();
    ratios.print();
}
