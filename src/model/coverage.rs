//! `Coverage`: which instruments bind two nations, and how far both have implemented one, told from sets of bits.

use crate::model::bit_table::BitTable;
use crate::model::law::Standing;

/// Standings of all nations, laid out for asking about pairs.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Nations, and the instruments that bind each, or that it has implemented.
    in_force: BitTable,
    implemented: BitTable,
}

impl Coverage {
    /// Nations that stand outside all instruments.
    pub fn new(nations: usize, instruments: usize) -> Coverage {
        Coverage {
            in_force: BitTable::new(nations, instruments),
            implemented: BitTable::new(nations, instruments),
        }
    }

    /// Notes how far a nation has come with an instrument.
    pub fn note(&mut self, instrument: usize, nation: usize, standing: Standing) {
        self.in_force.put(nation, instrument, standing.is_in_force());
        self.implemented
            .put(nation, instrument, standing.degree().is_some());
    }

    /// One nation, for asking about its pairs.
    pub fn of(&self, nation: usize) -> CoverageOf<'_> {
        CoverageOf {
            all: self,
            nation,
            in_force: self.in_force.row(nation),
            implemented: self.implemented.row(nation),
        }
    }
}

/// The instruments of one nation among those of all.
#[derive(Copy, Clone, Debug)]
pub struct CoverageOf<'a> {
    all: &'a Coverage,
    nation: usize,
    in_force: &'a [u64],
    implemented: &'a [u64],
}

impl CoverageOf<'_> {
    /// Whether an instrument binds it.
    pub fn is_bound(&self) -> bool {
        self.in_force.iter().any(|&word| word != 0)
    }

    /// Whether it has implemented an instrument.
    pub fn has_implemented(&self) -> bool {
        self.implemented.iter().any(|&word| word != 0)
    }

    /// Whether an instrument binds both.
    #[inline]
    pub fn is_bound_with(&self, other: usize) -> bool {
        let theirs = self.all.in_force.row(other);
        self.in_force
            .iter()
            .zip(theirs)
            .any(|(own, theirs)| own & theirs != 0)
    }

    /// The greatest of min(ι, ι) over the instruments that both have implemented; 0 without one.
    /// `standings` are those that were noted.
    #[inline]
    pub fn degree_with(&self, other: usize, standings: &[Vec<Standing>]) -> f64 {
        let theirs = self.all.implemented.row(other);
        if self
            .implemented
            .iter()
            .zip(theirs)
            .all(|(own, theirs)| own & theirs == 0)
        {
            return 0.0;
        }
        let mut degree = 0.0_f64;
        self.all.implemented.each_common(self.nation, other, |n| {
            let of = |nation: usize| standings[n][nation].degree();
            if let (Some(own), Some(theirs)) = (of(self.nation), of(other)) {
                degree = degree.max(own.min(theirs));
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
        let mut coverage = Coverage::new(3, 70);
        for (instrument, of_all) in standings.iter().enumerate() {
            for (nation, standing) in of_all.iter().enumerate() {
                coverage.note(instrument, nation, *standing);
            }
        }
        assert!(
            coverage.of(0).is_bound_with(1)
                && coverage.of(0).is_bound_with(2)
                && coverage.of(1).is_bound_with(2)
        );
        assert_eq!(coverage.of(0).degree_with(1, &standings), 0.25);
        assert_eq!(coverage.of(0).degree_with(2, &standings), 0.125);
        assert_eq!(coverage.of(1).degree_with(2, &standings), 1.0);
        standings[69][2] = Standing::Ratified;
        coverage.note(69, 2, Standing::Ratified);
        assert!(!coverage.of(1).is_bound_with(2) && coverage.of(0).is_bound_with(2));
        assert_eq!(coverage.of(1).degree_with(2, &standings), 0.0);
    }
}
