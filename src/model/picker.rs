//! `Picker`: one of many by weight and a uniform number.

use crate::engine::ahead::ask_for;

/// Sums that fill a cache line.
const LINE: usize = 8;
/// In a list of so many lines the last sum of each is looked at: all at once, where a bisection waits for one after the other.
const FEW_LINES: usize = 16;
/// A longer list is searched by its stretches of so many sums first.
const STRETCH: usize = FEW_LINES * LINE;

/// A list of weights to pick from by one uniform, in order of identity.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    cumulative: Vec<f64>,
    /// The last sum of each whole stretch.
    stretches: Vec<f64>,
    /// The last that has a weight.
    last: usize,
}

impl Picker {
    /// Weights, none negative.
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Picker {
        let mut sum = 0.0;
        let cumulative: Vec<f64> = weights
            .into_iter()
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        let last = cumulative.partition_point(|&before| before < sum);
        let stretches = cumulative
            .chunks_exact(STRETCH)
            .map(|stretch| stretch[STRETCH - 1]);
        Picker {
            stretches: stretches.collect(),
            cumulative,
            last,
        }
    }

    /// Sum of the weights.
    pub fn total(&self) -> f64 {
        self.cumulative.last().copied().unwrap_or(0.0)
    }

    /// Sums of the weights up to each, with it.
    pub fn cumulative(&self) -> &[f64] {
        &self.cumulative
    }

    /// Weight of one.
    pub fn weight(&self, n: usize) -> f64 {
        self.cumulative[n] - if n == 0 { 0.0 } else { self.cumulative[n - 1] }
    }

    /// Asks memory for what a pick looks at, where all lines are looked at.
    #[inline]
    pub fn ask_for(&self) {
        for line in 0..self.cumulative.len().div_ceil(LINE).min(FEW_LINES) {
            ask_for(&self.cumulative, line * LINE + LINE - 1);
        }
    }

    /// The one that `u` in (0, 1) falls on; `None` when every weight is zero.
    pub fn pick(&self, u: f64) -> Option<usize> {
        let total = self.total();
        if total <= 0.0 {
            return None;
        }
        Some(self.first_above(u * total).min(self.last))
    }

    /// The first whose sum is greater than `x`; one behind the last without one.
    #[inline]
    fn first_above(&self, x: f64) -> usize {
        if self.stretches.is_empty() {
            return place_above(&self.cumulative, x);
        }
        let before = STRETCH * place_above(&self.stretches, x);
        let stretch = &self.cumulative[before..];
        before + place_above(&stretch[..stretch.len().min(STRETCH)], x)
    }

    /// As `pick`, with one left out.
    pub fn pick_other(&self, u: f64, left_out: usize) -> Option<usize> {
        let own = self.weight(left_out);
        let total = self.total() - own;
        if total <= 0.0
            || self
                .cumulative
                .iter()
                .enumerate()
                .all(|(n, _)| n == left_out || self.weight(n) <= 0.0)
        {
            return None;
        }
        let before = self.cumulative[left_out] - own;
        let mut x = u * total;
        if x >= before {
            x += own;
        }
        let found = self.first_above(x).min(self.cumulative.len() - 1);
        if found != left_out && self.weight(found) > 0.0 {
            return Some(found);
        }
        // Rounding fell on the one left out or behind the last: take the nearest that has a weight.
        let after = (found + 1..self.cumulative.len()).find(|&n| n != left_out && self.weight(n) > 0.0);
        after.or_else(|| (0..found).rev().find(|&n| n != left_out && self.weight(n) > 0.0))
    }
}

/// The first of some sums in order that is greater than `x`; one behind the last without one.
#[inline]
fn place_above(sums: &[f64], x: f64) -> usize {
    if sums.len() > STRETCH {
        return sums.partition_point(|&sum| sum <= x);
    }
    let (lines, _) = sums.as_chunks::<LINE>();
    let before = lines.iter().map(|line| usize::from(line[LINE - 1] <= x));
    let start = LINE * before.sum::<usize>();
    let here = sums[start..].iter().take(LINE);
    start + here.map(|&sum| usize::from(sum <= x)).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::Picker;

    #[test]
    fn a_weight_of_zero_is_never_picked_and_moves_nothing() {
        let with = Picker::new([1.0, 0.0, 2.0]);
        let without = Picker::new([1.0, 2.0]);
        for n in 0..1000 {
            let u = (f64::from(n) + 0.5) / 1000.0;
            let picked = with.pick(u).unwrap();
            assert_ne!(picked, 1);
            assert_eq!(picked, if without.pick(u).unwrap() == 0 { 0 } else { 2 });
        }
    }

    #[test]
    fn every_length_finds_what_a_bisection_finds() {
        for count in (0..40_u32).chain([127, 128, 129, 400, 5000, 20_000]) {
            // Some weigh nothing, so that sums are equal.
            let weights = (0..count).map(|n| f64::from(n * 7919 % 5));
            let picker = Picker::new(weights);
            let sums = picker.cumulative();
            let between = sums.iter().flat_map(|&sum| [sum.next_down(), sum, sum.next_up()]);
            for x in between.chain([-1.0, 0.0, f64::INFINITY]) {
                assert_eq!(picker.first_above(x), sums.partition_point(|&sum| sum <= x));
            }
        }
    }

    #[test]
    fn the_one_left_out_is_never_picked() {
        let picker = Picker::new([1.0, 3.0, 0.0, 2.0]);
        let mut counts = [0; 4];
        for n in 0..900 {
            counts[picker.pick_other((f64::from(n) + 0.5) / 900.0, 1).unwrap()] += 1;
        }
        assert_eq!(counts, [300, 0, 0, 600]);
        assert_eq!(Picker::new([0.0, 1.0]).pick_other(0.5, 1), None);
    }
}
