//! `Coverage`: which instruments bind two nations, and how far both have implemented one, told from sets of bits.

use crate::model::law::Standing;

/// Standings of all nations, laid out for asking about pairs.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Words of bits per nation, one bit an instrument.
    words: usize,
    in_force: Vec<u64>,
    implemented: Vec<u64>,
}

impl Coverage {
    /// Takes in the standings, by instrument and nation; what was there before is lost, but for its room.
    pub fn take(&mut self, standings: &[Vec<Standing>], nations: usize) {
        self.words = standings.len().div_ceil(64);
        for bits in [&mut self.in_force, &mut self.implemented] {
            bits.clear();
            bits.resize(nations * self.words, 0);
        }
        for (n, of_all) in standings.iter().enumerate() {
            for (nation, standing) in of_all.iter().enumerate() {
                let word = nation * self.words + n / 64;
                self.in_force[word] |= u64::from(standing.is_in_force()) << (n % 64);
                self.implemented[word] |= u64::from(standing.degree().is_some()) << (n % 64);
            }
        }
    }

    /// Whether an instrument binds both.
    pub fn is_bound(&self, one: usize, other: usize) -> bool {
        let (one, other) = (one * self.words, other * self.words);
        (0..self.words).any(|word| self.in_force[one + word] & self.in_force[other + word] != 0)
    }

    /// The greatest of min(ι, ι) over the instruments that both have implemented; 0 without one.
    /// `standings` are those that were taken in.
    pub fn degree(&self, standings: &[Vec<Standing>], one: usize, other: usize) -> f64 {
        let mut degree = 0.0_f64;
        for word in 0..self.words {
            let mut both =
                self.implemented[one * self.words + word] & self.implemented[other * self.words + word];
            while both != 0 {
                let standing = &standings[word * 64 + both.trailing_zeros() as usize];
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
