//! `AnswerTimes`: a fixed grid of days on which answer times are counted, so that worlds can be added up.

use std::sync::LazyLock;

/// Edges of the grid: 0, then rising by a constant factor from a twentieth of a day to about 40 years.
pub const BINS: usize = 200;
const FIRST: f64 = 0.05;
const LAST: f64 = 14_600.0;

/// The upper edge of a bin in days; the last bin is open.
pub fn upper_edge(bin: usize) -> f64 {
    FIRST * libm::pow(LAST / FIRST, bin as f64 / (BINS - 2) as f64)
}

/// The edges, and where to start looking for a time among them.
struct Grid {
    edges: [f64; BINS],
    /// The first bin that a time of these leading bits may fall in.
    starts: Vec<u8>,
}

/// So many bits of a number tell its power of two and its sixteenth of it.
const LEADING: u32 = 64 - 12 - 4;

static GRID: LazyLock<Grid> = LazyLock::new(|| {
    let mut edges = [f64::INFINITY; BINS];
    for (bin, edge) in edges[..BINS - 1].iter_mut().enumerate() {
        *edge = upper_edge(bin);
    }
    let leading = |days: f64| days.to_bits() >> LEADING;
    let starts = (leading(FIRST)..=leading(edges[BINS - 2]))
        .map(|bits| edges.partition_point(|&edge| edge < f64::from_bits(bits << LEADING)) as u8)
        .collect();
    Grid { edges, starts }
});

/// The bin of a time in days: the first whose upper edge it does not pass.
#[inline]
pub fn bin_of(days: f64) -> usize {
    if days <= FIRST {
        return 0;
    }
    let grid = &*GRID;
    let leading = (days.to_bits() >> LEADING) - (FIRST.to_bits() >> LEADING);
    let Some(&start) = grid.starts.get(leading as usize) else {
        return BINS - 1;
    };
    // Sixteenths of a power of two are narrower than bins: there is one edge at most to pass.
    let start = usize::from(start);
    start + usize::from(days > grid.edges[start])
}

/// Counts on the grid of what was answered and of what was censored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerTimes {
    /// Answered in each bin.
    pub answered: Vec<u64>,
    /// Censored in each bin.
    pub censored: Vec<u64>,
}

impl Default for AnswerTimes {
    fn default() -> AnswerTimes {
        AnswerTimes {
            answered: vec![0; BINS],
            censored: vec![0; BINS],
        }
    }
}

impl AnswerTimes {
    /// Adds another count.
    pub fn add(&mut self, other: &AnswerTimes) {
        for (sum, more) in self.answered.iter_mut().zip(&other.answered) {
            *sum += more;
        }
        for (sum, more) in self.censored.iter_mut().zip(&other.censored) {
            *sum += more;
        }
    }

    /// The time by which a share is answered, from the Kaplan–Meier curve, linear within a bin; NaN when it is not reached.
    pub fn quantile(&self, share: f64) -> f64 {
        let total: u64 = self.answered.iter().chain(&self.censored).sum();
        let mut at_risk = total as f64;
        let mut surviving = 1.0;
        let target = 1.0 - share;
        for bin in 0..BINS {
            if at_risk <= 0.0 {
                return f64::NAN;
            }
            let next = surviving * (1.0 - self.answered[bin] as f64 / at_risk);
            if next <= target {
                let low = if bin == 0 { 0.0 } else { upper_edge(bin - 1) };
                return low + (upper_edge(bin) - low) * (surviving - target) / (surviving - next);
            }
            surviving = next;
            at_risk -= (self.answered[bin] + self.censored[bin]) as f64;
        }
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::{AnswerTimes, BINS, bin_of, upper_edge};

    #[test]
    fn every_time_falls_below_the_edge_of_its_bin_and_above_the_one_before() {
        let times = (1..4000).map(|n| f64::from(n) * 0.37);
        let edges = (0..BINS - 1).map(upper_edge);
        let behind = (0..BINS - 1).map(|bin| upper_edge(bin).next_up());
        for days in times.chain(edges).chain(behind).chain([0.0, 1e-300, 1e300]) {
            let bin = bin_of(days);
            assert!(days <= upper_edge(bin) || bin == BINS - 1, "{days}");
            assert!(bin == 0 || days > upper_edge(bin - 1), "{days}");
        }
    }

    #[test]
    fn the_median_of_times_without_censoring_is_near_the_middle() {
        let mut times = AnswerTimes::default();
        for n in 1..=1000 {
            times.answered[bin_of(f64::from(n) / 10.0)] += 1;
        }
        assert!((times.quantile(0.5) - 50.0).abs() < 3.5);
        assert!((times.quantile(0.9) - 90.0).abs() < 6.0);
    }

    #[test]
    fn a_share_that_is_never_reached_is_undefined() {
        let mut times = AnswerTimes::default();
        times.answered[10] = 4;
        times.censored[20] = 6;
        assert!(times.quantile(0.5).is_nan());
    }
}
