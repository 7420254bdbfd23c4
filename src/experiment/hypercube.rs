//! A Latin hypercube: points spread so that each coordinate falls once into each of N equal strata (`McKay`, Beckman & Conover
//! 1979).

use crate::engine::chance::Chance;
use crate::engine::identity::Identity;

/// The replication whose luck the hypercube uses, so that it shares none with the model's.
const LUCK: u32 = u32::MAX;
/// The purpose of its draws.
const SPREAD: u16 = u16::MAX - 1;

/// So many points in [0, 1)^d, a row a point. A coordinate depends on nothing but the seed, the number of points and its own
/// name: leaving one out moves no other.
pub fn latin_hypercube(seed: u64, points: usize, names: &[&str]) -> Vec<Vec<f64>> {
    let chance = Chance::new(seed, LUCK);
    let mut rows = vec![Vec::with_capacity(names.len()); points];
    for name in names {
        let identity = Identity::of("hypercube").with(Identity::of(name));
        let draws: Vec<(f64, f64)> = (0..points)
            .map(|point| {
                let draw = chance.draw(SPREAD, identity.numbered(point as u64), 0);
                (draw.uniform(), draw.second())
            })
            .collect();
        let mut order: Vec<usize> = (0..points).collect();
        order.sort_by(|&a, &b| draws[a].0.total_cmp(&draws[b].0).then(a.cmp(&b)));
        for (stratum, &point) in order.iter().enumerate() {
            rows[point].push((stratum as f64 + draws[point].1) / points as f64);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_of_every_coordinate_has_exactly_one_point() {
        for points in [1, 2, 7, 100] {
            let rows = latin_hypercube(3, points, &["a", "b", "c"]);
            for coordinate in 0..3 {
                let mut strata: Vec<usize> = rows
                    .iter()
                    .map(|row| (row[coordinate] * points as f64).floor() as usize)
                    .collect();
                strata.sort_unstable();
                assert_eq!(strata, (0..points).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn coordinates_are_not_tied_and_one_moves_no_other() {
        let points = 400;
        let rows = latin_hypercube(3, points, &["a", "b"]);
        let alone = latin_hypercube(3, points, &["b"]);
        assert!(rows.iter().zip(&alone).all(|(both, one)| both[1] == one[0]));
        let covariance = rows
            .iter()
            .map(|row| (row[0] - 0.5) * (row[1] - 0.5))
            .sum::<f64>()
            / points as f64;
        // Independent uniforms: correlation has a standard error of 1/√n.
        assert!(
            (covariance * 12.0).abs() < 3.5 / (points as f64).sqrt(),
            "{covariance}"
        );
    }
}
