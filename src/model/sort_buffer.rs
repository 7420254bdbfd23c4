//! `SortBuffer`: sorts numbers spread over a range in one pass, for those who sort the like of them often.

/// A cell that holds more than this is sorted by comparisons.
const CROWD: usize = 24;

/// Added to a number below 2³², this leaves it, rounded, in the last bits: cheaper than a checked conversion.
const WHOLE: f64 = (1_u64 << 52) as f64;

/// Working space of a sort, so that sorting again allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct SortBuffer {
    ends: Vec<u32>,
    values: Vec<f64>,
}

impl SortBuffer {
    /// Sorts numbers that are not NaN; zeros of both signs count as equal.
    ///
    /// The range is cut in as many cells as there are numbers; each number is laid in its cell, and then moved past the few
    /// of its cell: about n steps where numbers are spread over their range, n log n where they crowd.
    pub fn sort(&mut self, numbers: &mut [f64]) {
        let (least, greatest) = ends_of(numbers);
        let per_cell = numbers.len() as f64 / (greatest - least);
        if numbers.len() <= CROWD || !per_cell.is_finite() {
            numbers.sort_unstable_by(f64::total_cmp);
            return;
        }
        let cell = |number: f64| ((number - least) * per_cell + WHOLE).to_bits() as u32 as usize;
        self.ends.clear();
        self.ends.resize(numbers.len() + 1, 0);
        for &number in &*numbers {
            self.ends[cell(number)] += 1;
        }
        let (mut end, mut fullest) = (0, 0);
        for count in &mut self.ends {
            fullest = fullest.max(*count);
            end += *count;
            *count = end;
        }
        // From behind, each number takes the last free place of its cell.
        self.values.clear();
        self.values.extend_from_slice(numbers);
        for &number in self.values.iter().rev() {
            let place = &mut self.ends[cell(number)];
            *place -= 1;
            numbers[*place as usize] = number;
        }
        if fullest > CROWD as u32 {
            let ends = self.ends[1..].iter().copied().chain([end]);
            for (&start, end) in self.ends.iter().zip(ends) {
                if end - start > CROWD as u32 {
                    numbers[start as usize..end as usize].sort_unstable_by(f64::total_cmp);
                }
            }
        }
        insert_into_order(numbers);
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

/// Puts numbers in order of which none is far from its place.
fn insert_into_order(numbers: &mut [f64]) {
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
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::SortBuffer;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_numbers_come_out_in_order(
            lists in prop::collection::vec(prop::collection::vec(prop_oneof![
                4 => 0.0..1.0_f64,
                2 => Just(0.25),
                1 => -1e300..1e300_f64,
                1 => 0.5..0.500_000_1_f64,
            ], 0..200), 1..4)
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

    #[test]
    fn a_crowd_beside_one_far_away_is_sorted_too() {
        let mut numbers: Vec<f64> = (0..1000_u32).map(|n| f64::from(n * 7919 % 1000) / 1e6).collect();
        numbers.push(1e9);
        SortBuffer::default().sort(&mut numbers);
        assert!(numbers.is_sorted());
    }
}
