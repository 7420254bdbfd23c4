//! What the engine is measured against: the least that could do the same work, written out by hand. A bare ladder queue
//! without keys, cancellation or fingerprint, and a loop on the standard library's heap.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The next event of an agenda that knows nothing but times and events.
pub(crate) trait Queue<E> {
    /// Adds an event.
    fn push(&mut self, time: f64, event: E);
    /// Takes the first event out.
    fn pop(&mut self) -> Option<(f64, E)>;
}

/// A ladder of three tiers: a sorted bottom, buckets, and an unsorted top.
#[derive(Default)]
pub(crate) struct Ladder<E> {
    bottom: Vec<(f64, E)>,
    buckets: Vec<Vec<(f64, E)>>,
    laid_out: usize,
    current: usize,
    base: f64,
    per_width: f64,
    top: Vec<(f64, E)>,
}

impl<E: Copy> Ladder<E> {
    fn bucket(&self, time: f64) -> usize {
        ((time - self.base) * self.per_width) as usize
    }

    fn refill(&mut self) -> bool {
        loop {
            while self.current + 1 < self.laid_out {
                self.current += 1;
                if !self.buckets[self.current].is_empty() {
                    std::mem::swap(&mut self.bottom, &mut self.buckets[self.current]);
                    self.bottom
                        .sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
                    return true;
                }
            }
            if self.top.is_empty() {
                return false;
            }
            self.lay_out();
            if !self.bottom.is_empty() {
                return true;
            }
        }
    }

    /// Twice the mean distance from the least covers most of what is known; two events a bucket.
    fn lay_out(&mut self) {
        let least = self.top.iter().map(|event| event.0).fold(f64::INFINITY, f64::min);
        let mean = self.top.iter().map(|event| event.0 - least).sum::<f64>() / self.top.len() as f64;
        self.laid_out = (self.top.len() / 2).max(1);
        self.per_width = if mean > 0.0 {
            self.laid_out as f64 / (2.0 * mean)
        } else {
            0.0
        };
        self.base = least;
        self.current = 0;
        if self.buckets.len() < self.laid_out {
            self.buckets.resize_with(self.laid_out, Vec::new);
        }
        for (time, event) in std::mem::take(&mut self.top) {
            let bucket = self.bucket(time);
            if bucket == 0 {
                self.bottom.push((time, event));
            } else if bucket < self.laid_out {
                self.buckets[bucket].push((time, event));
            } else {
                self.top.push((time, event));
            }
        }
        self.bottom
            .sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
    }
}

impl<E: Copy> Queue<E> for Ladder<E> {
    #[inline]
    fn push(&mut self, time: f64, event: E) {
        let bucket = self.bucket(time);
        if self.laid_out > 0 && bucket <= self.current {
            let mut place = self.bottom.len();
            self.bottom.push((time, event));
            while place > 0 && self.bottom[place - 1].0 < time {
                self.bottom[place] = self.bottom[place - 1];
                place -= 1;
            }
            self.bottom[place] = (time, event);
        } else if bucket < self.laid_out {
            self.buckets[bucket].push((time, event));
        } else {
            self.top.push((time, event));
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<(f64, E)> {
        if self.bottom.is_empty() && !self.refill() {
            return None;
        }
        self.bottom.pop()
    }
}

/// The standard library's heap; times are not negative, so their bits order like them.
#[derive(Default)]
pub(crate) struct Heap<E: Ord>(BinaryHeap<Reverse<(u64, E)>>);

impl<E: Copy + Ord> Queue<E> for Heap<E> {
    #[inline]
    fn push(&mut self, time: f64, event: E) {
        self.0.push(Reverse((time.to_bits(), event)));
    }

    #[inline]
    fn pop(&mut self) -> Option<(f64, E)> {
        self.0
            .pop()
            .map(|Reverse((time, event))| (f64::from_bits(time), event))
    }
}
