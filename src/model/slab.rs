//! `Slab`: numbered places for things that come and go, reused so that a running world does not allocate.

use crate::engine::large::{LargeVec, empty};

/// Places for values of type `T`; a freed place keeps its value until it is taken again.
#[derive(Clone, Debug)]
pub struct Slab<T> {
    items: LargeVec<T>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Slab<T> {
        Slab {
            items: empty(),
            free: Vec::new(),
        }
    }
}

impl<T: Default> Slab<T> {
    /// An empty slab.
    pub fn new() -> Slab<T> {
        Slab::default()
    }

    /// A place whose old value is still there: the caller resets it.
    #[expect(clippy::missing_panics_doc, reason = "nothing has 2^32 live things")]
    pub fn take(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.items.push(T::default());
            u32::try_from(self.items.len() - 1).expect("fewer than 2^32 things live at once")
        })
    }

    /// Gives a place back.
    pub fn release(&mut self, slot: u32) {
        debug_assert!(!self.free.contains(&slot), "released twice");
        self.free.push(slot);
    }

    /// How many places are taken.
    pub fn live(&self) -> usize {
        self.items.len() - self.free.len()
    }

    /// The places that are taken, in order of their number; for looking at the end of a run.
    pub fn taken(&self) -> Vec<u32> {
        let mut is_free = vec![false; self.items.len()];
        self.free.iter().for_each(|&slot| is_free[slot as usize] = true);
        (0..self.items.len() as u32)
            .filter(|&slot| !is_free[slot as usize])
            .collect()
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;

    #[inline]
    fn index(&self, slot: u32) -> &T {
        &self.items[slot as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, slot: u32) -> &mut T {
        &mut self.items[slot as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Slab;

    #[test]
    fn a_released_place_is_taken_again() {
        let mut slab: Slab<u8> = Slab::new();
        let first = slab.take();
        slab[first] = 7;
        slab.release(first);
        assert_eq!(slab.take(), first);
        assert_eq!(slab[first], 7);
        assert_eq!(slab.live(), 1);
    }
}
