//! `Ring`: the buckets of a calendar that come next, of which most are empty.

use crate::engine::slots::END;

/// Buckets of a stretch.
pub(crate) const STRETCH: u32 = u64::BITS;

/// Some neighbouring buckets: the first slot of the list of each, and a bit that tells whether it has one.
#[derive(Copy, Clone, Debug)]
struct Stretch {
    occupied: u64,
    heads: [u32; STRETCH as usize],
}

const EMPTY: Stretch = Stretch {
    occupied: 0,
    heads: [END; STRETCH as usize],
};

/// As many buckets as a power of two; a bucket has the place of its number, so that buckets which are over make room for later
/// ones. The next that is not empty is found by bits, without a look at those that are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ring {
    stretches: Vec<Stretch>,
}

impl Ring {
    /// Makes room for so many buckets, a power of two of at least 128. All are empty.
    pub(crate) fn lay_out(&mut self, buckets: u32) {
        debug_assert!(buckets.is_power_of_two() && buckets >= 2 * STRETCH);
        self.stretches.resize((buckets / STRETCH) as usize, EMPTY);
    }

    /// How many buckets there are.
    pub(crate) fn len(&self) -> u32 {
        self.stretches.len() as u32 * STRETCH
    }

    #[inline]
    fn place(&self, bucket: u32) -> usize {
        (bucket / STRETCH) as usize & self.stretches.len().wrapping_sub(1)
    }

    /// Makes a slot the first of its bucket; tells which was.
    #[inline]
    pub(crate) fn put(&mut self, bucket: u32, slot: u32) -> u32 {
        let place = self.place(bucket);
        let stretch = &mut self.stretches[place];
        stretch.occupied |= 1 << (bucket % STRETCH);
        std::mem::replace(&mut stretch.heads[(bucket % STRETCH) as usize], slot)
    }

    /// Empties a bucket; tells which slot was its first.
    #[inline]
    pub(crate) fn take(&mut self, bucket: u32) -> u32 {
        let place = self.place(bucket);
        let stretch = &mut self.stretches[place];
        stretch.occupied &= !(1 << (bucket % STRETCH));
        std::mem::replace(&mut stretch.heads[(bucket % STRETCH) as usize], END)
    }

    /// The first bucket from this one on that is not empty, if it lies in the same stretch; its first slot and, as a hint, that of
    /// the next one there: where there is none, any.
    #[inline]
    pub(crate) fn soon_from(&self, bucket: u32) -> Option<(u32, u32, u32)> {
        let stretch = self.stretches.get(self.place(bucket))?;
        let later = stretch.occupied >> (bucket % STRETCH);
        if later == 0 {
            return None;
        }
        let first = bucket + later.trailing_zeros();
        let second = bucket + (later & (later - 1)).trailing_zeros();
        let head = |bucket: u32| stretch.heads[(bucket % STRETCH) as usize];
        Some((first, head(first), head(second)))
    }

    /// Tells the first slot of each of these buckets that is not empty.
    #[inline]
    pub(crate) fn each_head(&self, from: u32, end: u32, mut tell: impl FnMut(u32)) {
        let mut from = from;
        while from < end {
            let stretch = &self.stretches[self.place(from)];
            let last = end.min((from | (STRETCH - 1)) + 1) - 1;
            let mut within = stretch.occupied
                & (u64::MAX << (from % STRETCH))
                & (u64::MAX >> (STRETCH - 1 - last % STRETCH));
            while within != 0 {
                tell(stretch.heads[within.trailing_zeros() as usize]);
                within &= within - 1;
            }
            from = last + 1;
        }
    }

    /// The first of these buckets that is not empty. There are no more than the ring has.
    pub(crate) fn first(&self, from: u32, end: u32) -> Option<u32> {
        let mut bucket = from;
        while bucket < end {
            let later = self.stretches[self.place(bucket)].occupied >> (bucket % STRETCH);
            if later != 0 {
                let first = bucket + later.trailing_zeros();
                return (first < end).then_some(first);
            }
            bucket = (bucket | (STRETCH - 1)) + 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{END, Ring};

    #[test]
    fn the_next_bucket_that_is_not_empty_is_found_across_stretches_and_around_the_ring() {
        let mut ring = Ring::default();
        ring.lay_out(128);
        for (slot, bucket) in [(0, 1000), (1, 1003), (2, 1064), (3, 1126), (4, 1003)] {
            let first = ring.put(bucket, slot);
            assert_eq!(first, if slot == 4 { 1 } else { END });
        }
        let mut found = Vec::new();
        let mut bucket = 1000;
        while let Some(next) = ring.first(bucket, 1000 + 128) {
            found.push((next, ring.soon_from(next).map(|(_, slot, _)| slot)));
            bucket = next + 1;
        }
        // 960 to 1023 are a stretch, and 1024 to 1087.
        let expected = [(1000, 0), (1003, 4), (1064, 2), (1126, 3)];
        assert_eq!(found, expected.map(|(bucket, slot)| (bucket, Some(slot))));
        let heads = |from, end| {
            let mut heads = Vec::new();
            ring.each_head(from, end, |slot| heads.push(slot));
            heads
        };
        assert_eq!(heads(1000, 1127), [0, 4, 2, 3]);
        assert_eq!(heads(1001, 1126), [4, 2]);
        assert_eq!((heads(1004, 1064), heads(1064, 1064)), (vec![], vec![]));
        assert_eq!(
            (ring.first(1004, 1064), ring.first(1004, 1065)),
            (None, Some(1064))
        );
        assert_eq!(
            (ring.soon_from(999), ring.soon_from(1004)),
            (Some((1000, 0, 4)), None)
        );
        assert_eq!((ring.take(1003), ring.take(1003)), (4, END));
        assert_eq!((ring.first(1001, 1128), ring.soon_from(1001)), (Some(1064), None));
    }

    #[test]
    fn a_ring_without_room_has_nothing_soon() {
        assert_eq!(Ring::default().soon_from(0), None);
    }
}
