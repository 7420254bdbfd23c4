//! `Coverage`: which instruments bind two nations, and how far both have implemented one, told from sets of bits.

use crate::model::bit_table::BitTable;
use crate::model::law::Standing;

/// Standings of all nations, laid out for asking about pairs.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Nations, and the instruments that bind each, or that it has implemented.
    in_force: BitTable,
    implemented: BitTable,
}

impl Coverage {
    /// Takes in the standings, by instrument and nation; what was there before is lost, but for its room.
    pub fn take(&mut self, standings: &[Vec<Standing>], nations: usize) {
        self.in_force.restart(nations, standings.len());
        self.implemented.restart(nations, standings.len());
        for (n, of_all) in standings.iter().enumerate() {
            for (nation, standing) in of_all.iter().enumerate() {
                self.in_force.put(nation, n, standing.is_in_force());
                self.implemented.put(nation, n, standing.degree().is_some());
            }
        }
    }

    /// Whether an instrument binds both.
    pub fn is_bound(&self, one: usize, other: usize) -> bool {
        self.in_force.have_common(one, other)
    }

    /// The greatest of min(ι, ι) over the instruments that both have implemented; 0 without one.
    /// `standings` are those that were taken in.
    pub fn degree(&self, standings: &[Vec<Standing>], one: usize, other: usize) -> f64 {
        let mut degree = 0.0_f64;
        self.implemented.each_common(one, other, |n| {
            if let (Some(one), Some(other)) = (standings[n][one].degree(), standings[n][other].degree()) {
                degree = degree.max(one.min(other));
            }
        });
        degree
    }
}

#[cfg(test)]
mod tests {
    use super::Coverage;
    use crate::model::law::Standing;

    #[test]
    fn the_instrument_that_both_have_implemented_furthest_counts() {
        // Seventy instruments, so that bits fill more than one word.
        let mut standings = vec![vec![Standing::Outside; 3]; 70];
        standings[3] = vec![Standing::InForce, Standing::Ratified, Standing::InForce];
        standings[68] = vec![
            Standing::Implemented(0.5),
            Standing::Implemented(0.25),
            Standing::Outside,
        ];
        standings[69] = vec![
            Standing::Implemented(0.125),
            Standing::Implemented(1.0),
            Standing::Implemented(1.0),
        ];
        let mut coverage = Coverage::default();
        coverage.take(&standings, 3);
        assert!(coverage.is_bound(0, 1) && coverage.is_bound(0, 2) && coverage.is_bound(1, 2));
        assert_eq!(coverage.degree(&standings, 0, 1), 0.25);
        assert_eq!(coverage.degree(&standings, 0, 2), 0.125);
        assert_eq!(coverage.degree(&standings, 1, 2), 1.0);
        standings[69][2] = Standing::Ratified;
        coverage.take(&standings, 3);
        assert!(!coverage.is_bound(1, 2) && coverage.is_bound(0, 2));
        assert_eq!(coverage.degree(&standings, 1, 2), 0.0);
    }
}
