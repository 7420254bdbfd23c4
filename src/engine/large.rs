//! `LargeVec`: a vector that lies on large pages once it is large, where the system has any.

use allocator_api2::vec::Vec;
use hugealloc::HugeAlloc;

/// A vector of which parts far from one another are asked for. From 2 MiB on it asks the system for pages of that size (Linux:
/// transparent huge pages); a processor keeps the places of some thousand pages at hand, and with pages of 4 KiB looks one up at
/// nearly every access to a large world. Below, it is a vector like any other. The numbers in it are the same either way.
pub type LargeVec<T> = Vec<T, HugeAlloc>;

/// A vector without items.
pub fn empty<T>() -> LargeVec<T> {
    Vec::new_in(HugeAlloc)
}

/// A vector without items that has room for so many.
pub fn with_room<T>(count: usize) -> LargeVec<T> {
    Vec::with_capacity_in(count, HugeAlloc)
}

/// So many times one value.
pub fn filled<T: Clone>(value: T, count: usize) -> LargeVec<T> {
    let mut all = with_room(count);
    all.resize(count, value);
    all
}

/// The items in order.
pub fn collected<T>(items: impl IntoIterator<Item = T>) -> LargeVec<T> {
    let mut all = empty();
    all.extend(items);
    all
}

#[cfg(test)]
mod tests {
    use super::{collected, empty, filled, with_room};

    /// What large vectors and their pages are sized by.
    const LARGE: usize = 2 << 20;

    #[test]
    fn what_is_large_begins_with_a_page_and_grows_onto_one() {
        let mut grown = empty();
        grown.push(7);
        grown.extend(std::iter::repeat_n(7_u8, LARGE));
        let all = [filled(1_u8, LARGE), collected(vec![2_u8; LARGE + 1]), grown];
        for bytes in all {
            assert_eq!(bytes.as_ptr().addr() % LARGE, 0);
            assert!(bytes.iter().all(|&byte| byte == bytes[0]));
        }
    }

    #[test]
    fn what_is_small_takes_no_page_of_its_own() {
        assert!(with_room::<u8>(100).capacity() < LARGE);
        let small: Vec<_> = (0..64).map(|n| filled(n, 8)).collect();
        assert!(small.iter().any(|items| items.as_ptr().addr() % LARGE != 0));
    }
}
