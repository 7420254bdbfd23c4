//! Asking memory for what will be needed, before it is. It changes nothing but how long one waits.

use std::slice::from_ref;

use prefetch_index::prefetch_index;

/// Asks for the cache line in which an item begins; nothing happens if there is no such item.
#[inline]
pub fn ask_for<T>(items: &[T], place: usize) {
    prefetch_index(items, place);
}

/// Asks for the cache line in which a value begins.
#[inline]
pub fn ask_for_value<T>(value: &T) {
    prefetch_index(from_ref(value), 0);
}
