//! `Coverage`: which instruments bind two nations, and how far both have implemented one, told from rows of bits and of degrees.

use crate::model::bit_table::BitTable;
use crate::model::law::Standing;

/// Standings of all nations, laid out for asking about pairs.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Nations, and the instruments that bind each.
    in_force: BitTable,
    instruments: usize,
    /// ι of each nation in each instrument, row by row; 0 before implementation.
    degrees: Vec<f64>,
}

impl Coverage {
    /// Nations that stand outside all instruments.
    pub fn new(nations: usize, instruments: usize) -> Coverage {
        Coverage {
            in_force: BitTable::new(nations, instruments),
            instruments,
            degrees: vec![0.0; nations * instruments],
        }
    }

    /// Notes how far a nation has come with an instrument.
    pub fn note(&mut self, instrument: usize, nation: usize, standing: Standing) {
        self.in_force.put(nation, instrument, standing.is_in_force());
        self.degrees[nation * self.instruments + instrument] = standing.degree().unwrap_or(0.0);
    }

    fn degrees_of(&self, nation: usize) -> &[f64] {
        &self.degrees[nation * self.instruments..(nation + 1) * self.instruments]
    }

    /// Whether an instrument binds a nation.
    pub fn is_bound(&self, nation: usize) -> bool {
        self.in_force.has_any(nation)
    }

    /// Whether a nation has implemented an instrument to some degree.
    pub fn has_implemented(&self, nation: usize) -> bool {
        self.degrees_of(nation).iter().any(|&degree| degree > 0.0)
    }

    /// Whether an instrument binds both.
    #[inline]
    pub fn are_bound(&self, one: usize, other: usize) -> bool {
        self.in_force.have_common(one, other)
    }

    /// The greatest of min(ι, ι) over the instruments that both have implemented; 0 without one. All instruments are looked at:
    /// which of them both have cannot be told in advance.
    #[inline]
    pub fn degree(&self, one: usize, other: usize) -> f64 {
        let degrees = self.degrees_of(one).iter().zip(self.degrees_of(other));
        degrees.fold(0.0, |most, (&one, &other)| {
            let both = if one < other { one } else { other };
            if both > most { both } else { most }
        })
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
        let mut coverage = Coverage::new(3, 70);
        for (instrument, of_all) in standings.iter().enumerate() {
            for (nation, standing) in of_all.iter().enumerate() {
                coverage.note(instrument, nation, *standing);
            }
        }
        assert!(coverage.are_bound(0, 1) && coverage.are_bound(0, 2) && coverage.are_bound(1, 2));
        assert_eq!(coverage.degree(0, 1), 0.25);
        assert_eq!(coverage.degree(0, 2), 0.125);
        assert_eq!(coverage.degree(1, 2), 1.0);
        assert!(coverage.is_bound(2) && coverage.has_implemented(2));
        standings[69][2] = Standing::Ratified;
        coverage.note(69, 2, Standing::Ratified);
        assert!(!coverage.are_bound(1, 2) && coverage.are_bound(0, 2));
        assert_eq!(coverage.degree(1, 2), 0.0);
        assert!(coverage.is_bound(2) && !coverage.has_implemented(2));
    }
}
