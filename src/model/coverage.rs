//! `Coverage`: which instruments bind two nations, and how far both have implemented one, told from sets of bits.

use crate::model::law::Standing;

/// Standings of all nations, laid out for asking about pairs.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    standings: &'a [Vec<Standing>],
    /// Words of bits per nation, one bit an instrument.
    words: usize,
    in_force: Vec<u64>,
    implemented: Vec<u64>,
}

impl Coverage<'_> {
    /// Standings by instrument and nation.
    pub fn new(standings: &[Vec<Standing>], nations: usize) -> Coverage<'_> {
        let words = standings.len().div_ceil(64);
        let bits = |wanted: fn(Standing) -> bool| {
            let mut bits = vec![0_u64; nations * words];
            for (n, standing) in standings.iter().enumerate() {
                for (nation, &standing) in standing.iter().enumerate() {
                    bits[nation * words + n / 64] |= u64::from(wanted(standing)) << (n % 64);
                }
            }
            bits
        };
        Coverage {
            standings,
            words,
            in_force: bits(Standing::is_in_force),
            implemented: bits(|standing| standing.degree().is_some()),
        }
    }

    /// Whether an instrument binds both.
    pub fn is_bound(&self, one: usize, other: usize) -> bool {
        let (one, other) = (one * self.words, other * self.words);
        (0..self.words).any(|word| self.in_force[one + word] & self.in_force[other + word] != 0)
    }

    /// The greatest of min(ι, ι) over the instruments that both have implemented; 0 without one.
    pub fn degree(&self, one: usize, other: usize) -> f64 {
        let mut degree = 0.0_f64;
        for word in 0..self.words {
            let mut both =
                self.implemented[one * self.words + word] & self.implemented[other * self.words + word];
            while both != 0 {
                let standing = &self.standings[word * 64 + both.trailing_zeros() as usize];
                if let (Some(one), Some(other)) = (standing[one].degree(), standing[other].degree()) {
                    degree = degree.max(one.min(other));
                }
                both &= both - 1;
            }
        }
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
        let coverage = Coverage::new(&standings, 3);
        assert!(coverage.is_bound(0, 1) && coverage.is_bound(0, 2) && coverage.is_bound(1, 2));
        assert_eq!(coverage.degree(0, 1), 0.25);
        assert_eq!(coverage.degree(0, 2), 0.125);
        assert_eq!(coverage.degree(1, 2), 1.0);
        standings[69][2] = Standing::Ratified;
        let coverage = Coverage::new(&standings, 3);
        assert!(!coverage.is_bound(1, 2) && coverage.is_bound(0, 2));
        assert_eq!(coverage.degree(1, 2), 0.0);
    }
}
