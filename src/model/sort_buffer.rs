//! `SortBuffer`: sorts numbers spread over a range in a few passes, for those who sort the like of them often.

/// So few numbers are sorted by comparisons.
const FEW: usize = 64;
/// Cells of a pass, for fewer numbers than `MANY` and for more; two passes part as many steps of the range as this times itself.
/// Few numbers leave few to a step in any case, and to lay out and add up cells takes as long as to deal them out.
const NARROW: usize = 1 << 8;
const WIDE: usize = 1 << 10;
const MANY: usize = 1 << 13;
/// Moves for each number, on average, that numbers of one step may take to come into order.
const MOVES: usize = 4;

/// Added to a number below 2³², this leaves it, rounded, in the last bits: cheaper than a checked conversion.
const WHOLE: f64 = (1_u64 << 52) as f64;

/// Working space of a sort, so that sorting again allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct SortBuffer {
    dealt: Vec<f64>,
}

impl SortBuffer {
    /// Sorts numbers that are not NaN; zeros of both signs count as equal.
    ///
    /// A radix sort: the range is cut in steps, and numbers are dealt out twice, by the last half of the bits of their step and by
    /// the first. What is left are numbers of one step, which are moved past each other: a few instructions a number where
    /// numbers are spread over their range, and a sort by comparisons where they crowd.
    pub fn sort(&mut self, numbers: &mut [f64]) {
        let is_in_order = if numbers.len() <= FEW {
            false
        } else if numbers.len() < MANY {
            self.deal_by_range::<NARROW>(numbers)
        } else {
            self.deal_by_range::<WIDE>(numbers)
        };
        if !is_in_order {
            numbers.sort_unstable_by(f64::total_cmp);
        }
    }

    /// Cuts the range of the numbers in even steps, and deals out by them; false if the numbers are not in order then.
    fn deal_by_range<const CELLS: usize>(&mut self, numbers: &mut [f64]) -> bool {
        let (least, greatest) = ends_of(numbers);
        let per_step = (CELLS * CELLS - 1) as f64 / (greatest - least);
        let step = |number: f64| ((number - least) * per_step + WHOLE).to_bits() as usize % (CELLS * CELLS);
        per_step.is_finite() && self.deal_out::<CELLS>(numbers, step)
    }

    /// Brings numbers into the order of their steps and then of their own; false if too much is left to do where they crowd.
    fn deal_out<const CELLS: usize>(&mut self, numbers: &mut [f64], step: impl Fn(f64) -> usize) -> bool {
        let (mut last_bits, mut first_bits) = ([0; CELLS], [0; CELLS]);
        for &number in &*numbers {
            let step = step(number);
            last_bits[step % CELLS] += 1;
            first_bits[step / CELLS] += 1;
        }
        self.dealt.resize(numbers.len(), 0.0);
        deal(numbers, &mut self.dealt, &mut last_bits, |number| {
            step(number) % CELLS
        });
        deal(&self.dealt, numbers, &mut first_bits, |number| {
            step(number) / CELLS
        });
        insert_into_order(numbers)
    }
}

/// Lays numbers out cell by cell, those of one cell as they come, given how many there are in each.
fn deal<const CELLS: usize>(
    from: &[f64],
    to: &mut [f64],
    counts: &mut [u32; CELLS],
    cell: impl Fn(f64) -> usize,
) {
    let mut start = 0;
    for count in counts.iter_mut() {
        start += std::mem::replace(count, start);
    }
    for &number in from {
        let place = &mut counts[cell(number)];
        to[*place as usize] = number;
        *place += 1;
    }
}

/// The least and the greatest, four at a time so that they fit the registers of vectors.
fn ends_of(numbers: &[f64]) -> (f64, f64) {
    let less = |one: f64, other: f64| if one < other { one } else { other };
    let more = |one: f64, other: f64| if one > other { one } else { other };
    let (mut least, mut greatest) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
    let (fours, rest) = numbers.as_chunks::<4>();
    for four in fours {
        for lane in 0..4 {
            least[lane] = less(four[lane], least[lane]);
            greatest[lane] = more(four[lane], greatest[lane]);
        }
    }
    let all = |lanes: [f64; 4], start: f64, of: &dyn Fn(f64, f64) -> f64| {
        lanes
            .iter()
            .chain(rest)
            .fold(start, |end, &number| of(number, end))
    };
    (
        all(least, f64::INFINITY, &less),
        all(greatest, f64::NEG_INFINITY, &more),
    )
}

/// Puts numbers in order of which few are far from their places; gives up, with all numbers there, if that takes too many moves.
fn insert_into_order(numbers: &mut [f64]) -> bool {
    let mut left = numbers.len() * MOVES;
    let mut before = f64::NEG_INFINITY;
    for next in 0..numbers.len() {
        let number = numbers[next];
        if number >= before {
            before = number;
            continue;
        }
        let mut place = next;
        while place > 0 && numbers[place - 1] > number {
            numbers[place] = numbers[place - 1];
            place -= 1;
        }
        numbers[place] = number;
        left = left.saturating_sub(next - place);
        if left == 0 {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MANY, SortBuffer, WIDE};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_numbers_come_out_in_order(
            lists in prop::collection::vec(prop_oneof![
                prop::collection::vec(prop_oneof![
                    4 => 0.0..1.0_f64,
                    2 => Just(0.25),
                    1 => -1e300..1e300_f64,
                    1 => 0.5..0.500_000_1_f64,
                ], 0..200),
                prop::collection::vec(prop_oneof![4 => 0.0..1.0_f64, 1 => Just(0.25)], 65..300),
            ], 1..4)
        ) {
            let mut buffer = SortBuffer::default();
            for mut list in lists {
                let mut expected = list.clone();
                expected.sort_by(f64::total_cmp);
                buffer.sort(&mut list);
                prop_assert_eq!(list, expected);
            }
        }
    }

    /// What dealing leaves to be moved is little where numbers are spread, and too much where they crowd: then all are there still.
    #[test]
    fn spread_numbers_come_into_order_without_comparing_all() {
        let spread = |n: u32| f64::from(n * 7919 % 1000) / 1000.0;
        let mut buffer = SortBuffer::default();
        let mut numbers: Vec<f64> = (0..1000).map(spread).collect();
        assert!(buffer.deal_out::<WIDE>(&mut numbers, |number| (number * 1e6) as usize));
        assert!(numbers.is_sorted());
        assert!(!buffer.deal_out::<WIDE>(&mut numbers, |number| ((1.0 - number) * 1e6) as usize));
        numbers.sort_unstable_by(f64::total_cmp);
        let mut expected: Vec<f64> = (0..1000).map(spread).collect();
        expected.sort_unstable_by(f64::total_cmp);
        assert_eq!(numbers, expected);
    }

    #[test]
    fn a_crowd_beside_one_far_away_is_sorted_too() {
        let mut numbers: Vec<f64> = (0..1000_u32).map(|n| f64::from(n * 7919 % 1000) / 1e6).collect();
        numbers.push(1e9);
        SortBuffer::default().sort(&mut numbers);
        assert!(numbers.is_sorted());
    }

    #[test]
    fn as_many_as_part_the_two_widths_of_cells_are_sorted() {
        let mut buffer = SortBuffer::default();
        for count in [MANY - 1, MANY, 3 * MANY] {
            let mut numbers: Vec<f64> = (0..count).map(|n| (n * 7919 % count) as f64 / 8192.0).collect();
            let mut expected = numbers.clone();
            expected.sort_unstable_by(f64::total_cmp);
            buffer.sort(&mut numbers);
            assert_eq!(numbers, expected);
        }
    }
}
