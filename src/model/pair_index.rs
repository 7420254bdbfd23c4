//! `PairIndex`: where pairs of nations stand, found by the two. An open table that is looked up and never walked.

use crate::engine::ahead::ask_for;
use crate::engine::large::{LargeVec, filled};

/// No two nations have this number, which would be that of the last of 65,536 with itself.
const EMPTY: u32 = u32::MAX;
/// An odd number with its bits well spread: the golden ratio in 32 bits.
const SPREAD: u32 = 0x9e37_79b9;
/// The fewest slots that a table has.
const FEWEST: usize = 8;

/// Two nations, and the places of their pair: as the nation with the smaller number sees it, and as the other does.
#[derive(Clone, Copy, Debug)]
struct Slot {
    nations: u32,
    places: [u32; 2],
}

impl Slot {
    const FREE: Slot = Slot {
        nations: EMPTY,
        places: [0; 2],
    };
}

/// Places by two nations; at most three quarters of the slots are taken.
#[derive(Clone, Debug)]
pub struct PairIndex {
    slots: LargeVec<Slot>,
    taken: usize,
}

impl Default for PairIndex {
    fn default() -> PairIndex {
        PairIndex::with_room(0)
    }
}

impl PairIndex {
    /// A table with room for so many pairs before it grows.
    pub fn with_room(pairs: usize) -> PairIndex {
        let slots = (pairs * 4).div_ceil(3).next_power_of_two().max(FEWEST);
        PairIndex {
            slots: filled(Slot::FREE, slots),
            taken: 0,
        }
    }

    /// Asks memory for a pair.
    #[inline]
    pub fn ask_for(&self, one: u16, other: u16) {
        ask_for(&self.slots, self.home(number(one, other)));
    }

    /// The places of a pair, that which `one` holds about `other` first.
    #[inline]
    pub fn get(&self, one: u16, other: u16) -> Option<[usize; 2]> {
        let nations = number(one, other);
        let mut place = self.home(nations);
        loop {
            let slot = self.slots[place];
            if slot.nations == nations {
                let [low, high] = slot.places.map(|place| place as usize);
                return Some(if one < other { [low, high] } else { [high, low] });
            }
            if slot.nations == EMPTY {
                return None;
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    /// Notes the places of a pair that has none.
    pub fn add(&mut self, one: u16, other: u16, places: [usize; 2]) {
        if self.taken * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let [first, second] = places.map(|place| place as u32);
        self.put(Slot {
            nations: number(one, other),
            places: if one < other {
                [first, second]
            } else {
                [second, first]
            },
        });
    }

    fn grow(&mut self) {
        let twice = filled(Slot::FREE, self.slots.len() * 2);
        let before = std::mem::replace(&mut self.slots, twice);
        self.taken = 0;
        for &slot in before.iter().filter(|slot| slot.nations != EMPTY) {
            self.put(slot);
        }
    }

    fn put(&mut self, slot: Slot) {
        let mut place = self.home(slot.nations);
        while self.slots[place].nations != EMPTY {
            place = (place + 1) & (self.slots.len() - 1);
        }
        self.slots[place] = slot;
        self.taken += 1;
    }

    #[inline]
    fn home(&self, nations: u32) -> usize {
        let spread = nations.wrapping_mul(SPREAD);
        ((u64::from(spread) * self.slots.len() as u64) >> 32) as usize
    }
}

/// Two nations as one number, the same whichever is named first.
#[inline]
fn number(one: u16, other: u16) -> u32 {
    u32::from(one.min(other)) << 16 | u32::from(one.max(other))
}

#[cfg(test)]
mod tests {
    use super::PairIndex;

    /// Pairs of a few nations with one another and with many others, so that numbers lie close together and far apart.
    fn pairs() -> impl Iterator<Item = (u16, u16)> {
        (0..40).flat_map(|one| (one + 1..2000).step_by(7).map(move |other| (one, other)))
    }

    #[test]
    fn a_pair_that_was_added_is_found_from_both_sides_and_no_other() {
        let mut index = PairIndex::default();
        for (place, (one, other)) in pairs().enumerate() {
            let places = [2 * place, 2 * place + 1];
            // Every other pair is added from its other side.
            match place % 2 {
                0 => index.add(one, other, places),
                _ => index.add(other, one, [places[1], places[0]]),
            }
        }
        for (place, (one, other)) in pairs().enumerate() {
            assert_eq!(index.get(one, other), Some([2 * place, 2 * place + 1]));
            assert_eq!(index.get(other, one), Some([2 * place + 1, 2 * place]));
            assert_eq!(index.get(one, other + 1), None);
            assert_eq!(index.get(other + 1, one), None);
        }
    }

    #[test]
    fn a_table_with_room_does_not_grow_before_it_is_full() {
        let mut index = PairIndex::with_room(pairs().count());
        let slots = index.slots.len();
        pairs().for_each(|(one, other)| index.add(one, other, [0, 1]));
        assert_eq!((index.slots.len(), index.taken), (slots, pairs().count()));
        assert!(index.taken * 4 <= slots * 3);
        assert_eq!(PairIndex::with_room(0).get(3, 4), None);
    }
}
