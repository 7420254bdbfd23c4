//! Random streams: the generator's published vectors, and keyed streams that share nothing.

use crate::engine::chance::Chance;
use crate::engine::identity::Identity;
use crate::engine::philox::Philox;
use crate::experiment::estimate::Estimate;
use crate::verification::effort::Effort;
use crate::verification::finding::{Finding, Subject};

/// Counter, key and output.
type Vector = ([u32; 4], [u32; 2], [u32; 4]);

/// The published known answers of Philox 4x32-10 (`kat_vectors` of Random123).
const VECTORS: [Vector; 3] = [
    (
        [0; 4],
        [0; 2],
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
    ),
    (
        [u32::MAX; 4],
        [u32::MAX; 2],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
    ),
    (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
    ),
];

/// Keyed streams compared.
const STREAMS: u64 = 2_000_000;

/// Known answers, collisions and correlations.
pub fn keyed(effort: Effort) -> Vec<Finding> {
    let subject = Subject {
        family: "streams",
        setting: "Philox 4x32-10",
        source: "Salmon et al. 2011; Random123, kat_vectors",
    };
    let wrong = VECTORS
        .iter()
        .filter(|(counter, key, output)| {
            let join = |low: u32, high: u32| u64::from(high) << 32 | u64::from(low);
            let joined = |words: &[u32; 4]| (join(words[0], words[1]), join(words[2], words[3]));
            Philox::new(*key).block(joined(counter)) != joined(output)
        })
        .count();
    let mut findings = vec![subject.computed("published vectors missed", 0.0, wrong as f64, 0.0)];
    findings.extend(apart(effort));
    findings
}

/// The first 64 bits of two million streams named as a run names them: replications, purposes, classes and numbers. Streams that
/// follow each other must not be correlated, and no two may be alike (chance of any among n: n²/2⁶⁵, here 10⁻⁷).
fn apart(effort: Effort) -> Vec<Finding> {
    let subject = Subject {
        family: "streams",
        setting: "two million keyed streams: 20 replications, 10 purposes, 10,000 entities",
        source: "birthday bound; correlation of independent uniforms",
    };
    let entity = Identity::of("threat");
    let name = |n: u64| {
        let (replication, rest) = (n / 100_000, n % 100_000);
        (
            replication as u32,
            (1 + rest / 10_000) as u16,
            entity.numbered(rest % 10_000),
        )
    };
    let draw = |n: u64| {
        let (replication, purpose, identity) = name(n);
        Chance::new(effort.seed, replication).draw(purpose, identity, 0)
    };
    let mut bits: Vec<u64> = (0..STREAMS).map(|n| draw(n).bits()).collect();
    let products: Vec<f64> = (1..STREAMS)
        .map(|n| (draw(n).uniform() - 0.5) * (draw(n - 1).uniform() - 0.5) * 12.0)
        .collect();
    bits.sort_unstable();
    let alike = bits.windows(2).filter(|pair| pair[0] == pair[1]).count();
    let correlation = Estimate::of_mean(&products, 0.95);
    vec![
        subject.computed("streams that begin alike", 0.0, alike as f64, 0.0),
        subject.estimated("correlation of a stream with the next", 0.0, &correlation, 0.002),
    ]
}
