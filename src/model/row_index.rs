//! `RowIndex`: where the pairs of one nation stand, found by the other nation. An open table that is looked up and never walked.

use crate::engine::ahead::ask_for;

/// No nation has this number.
const EMPTY: u16 = u16::MAX;
/// An odd number with its bits well spread: the golden ratio in 16 bits.
const SPREAD: u16 = 0x9e37;

/// The place of a pair, and of the pair the other way round.
type Places = [u32; 2];

/// Places by nation; at most three quarters of the slots are taken.
#[derive(Clone, Debug, Default)]
pub struct RowIndex {
    slots: Vec<(u16, Places)>,
    taken: usize,
}

impl RowIndex {
    /// The pairs of a row.
    pub fn of_row(others: &[u16], places: impl Iterator<Item = Places>) -> RowIndex {
        let mut index = RowIndex::default();
        index.resize((others.len() * 2).next_power_of_two().max(8));
        for (&other, places) in others.iter().zip(places) {
            index.put(other, places);
        }
        index
    }

    /// Asks memory for the pair with a nation.
    #[inline]
    pub fn ask_for(&self, other: u16) {
        ask_for(&self.slots, self.home(other));
    }

    /// The places of the pair with a nation.
    #[inline]
    pub fn get(&self, other: u16) -> Option<[usize; 2]> {
        let mut slot = self.home(other);
        loop {
            match self.slots[slot] {
                (known, places) if known == other => return Some(places.map(|place| place as usize)),
                (EMPTY, _) => return None,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// Notes the places of the pair with a nation that has none.
    pub fn add(&mut self, other: u16, places: [usize; 2]) {
        if self.taken * 4 >= self.slots.len() * 3 {
            let before = std::mem::take(&mut self.slots);
            self.resize(before.len() * 2);
            for &(known, places) in before.iter().filter(|&&(known, _)| known != EMPTY) {
                self.put(known, places);
            }
        }
        self.put(other, places.map(|place| place as u32));
    }

    fn resize(&mut self, slots: usize) {
        self.slots.resize(slots, (EMPTY, [0; 2]));
        self.taken = 0;
    }

    fn put(&mut self, other: u16, places: Places) {
        let mut slot = self.home(other);
        while self.slots[slot].0 != EMPTY {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.slots[slot] = (other, places);
        self.taken += 1;
    }

    #[inline]
    fn home(&self, other: u16) -> usize {
        usize::from(other.wrapping_mul(SPREAD)) & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::RowIndex;

    #[test]
    fn whoever_was_put_in_is_found_and_nobody_else() {
        let row: Vec<u16> = (0..100).map(|n| 7 * n).collect();
        let mut index = RowIndex::of_row(&row, (1000..).map(|place| [place, place + 7]));
        for n in (0..5000).filter(|n| n % 7 == 3) {
            let place = usize::from(n) + 10_000;
            index.add(n, [place, place + 7]);
        }
        for n in 0..5000 {
            let expected = match n % 7 {
                0 if n < 700 => Some(1000 + usize::from(n) / 7),
                3 => Some(usize::from(n) + 10_000),
                _ => None,
            };
            assert_eq!(index.get(n), expected.map(|place| [place, place + 7]));
        }
        assert_eq!(
            RowIndex::of_row(&[], (0..).map(|place| [place, place])).get(4),
            None
        );
    }
}
