//! `Near`: the events of a calendar that come next, in their exact order.

use crate::engine::slots::{Entry, EventKey, Slots};

/// Children per node of the heap: four share few cache lines and halve the depth of a binary heap.
const ARITY: usize = 4;
/// In a run of this length a newcomer is not put in its place by moving others; it goes to the heap.
pub(crate) const LONG_RUN: usize = 32;
/// So few entries are put in order without branches.
const SHORT_RUN: usize = 12;

/// A sorted run and, for those that come while the run is long, a heap, so that bursts cost no more than a heap would.
#[derive(Clone, Debug, Default)]
pub(crate) struct Near {
    /// The first event last.
    pub(crate) run: Vec<Entry>,
    /// Those that came while the run was long.
    pub(crate) heap: Vec<Entry>,
    /// Those on their way to the run, out of order.
    pub(crate) gathered: Vec<Entry>,
    /// Room for putting many in order.
    sorting: Vec<(u64, EventKey, u32)>,
}

impl Near {
    /// Is nothing near?
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.run.is_empty() && self.heap.is_empty()
    }

    /// The first of all.
    #[inline]
    pub(crate) fn first<E: Copy>(&self, slots: &Slots<E>) -> Option<Entry> {
        let Some(&top) = self.heap.first() else {
            return self.run.last().copied();
        };
        match self.run.last() {
            Some(last) if slots.is_before(last, &top) => Some(*last),
            _ => Some(top),
        }
    }

    /// Removes the first of all.
    #[inline]
    pub(crate) fn remove_first<E: Copy>(&mut self, slots: &Slots<E>) {
        if self.heap.is_empty() {
            self.run.pop();
        } else {
            self.remove_first_of_both(slots);
        }
    }

    #[inline(never)]
    fn remove_first_of_both<E: Copy>(&mut self, slots: &Slots<E>) {
        let from_heap = self
            .heap
            .first()
            .is_some_and(|top| self.run.last().is_none_or(|last| !slots.is_before(last, top)));
        if from_heap {
            self.heap.swap_remove(0);
            if !self.heap.is_empty() {
                self.sift_down(0, slots);
            }
        } else {
            self.run.pop();
        }
    }

    /// Puts an entry into its place in the run, which is near its end more often than not, or on the heap; tells whether the run
    /// was too long for it.
    #[inline]
    pub(crate) fn put<E: Copy>(&mut self, entry: Entry, slots: &Slots<E>) -> bool {
        let mut place = self.run.len();
        if place >= LONG_RUN {
            self.heap.push(entry);
            self.sift_up(self.heap.len() - 1, slots);
            return true;
        }
        self.run.push(entry);
        while place > 0 && slots.is_before(&self.run[place - 1], &entry) {
            self.run[place] = self.run[place - 1];
            place -= 1;
        }
        self.run[place] = entry;
        false
    }

    /// Makes what was gathered the run, in order. Nothing is near.
    pub(crate) fn run_gathered<E: Copy>(&mut self, slots: &Slots<E>) {
        match self.gathered.as_slice() {
            [only] => self.run.push(*only),
            few if few.len() <= SHORT_RUN => self.run_few(slots),
            _ => self.run_many(slots),
        }
        self.gathered.clear();
    }

    /// The place of each is how many are later: no comparison decides where to go on, so none can be told wrong.
    #[inline]
    fn run_few<E: Copy>(&mut self, slots: &Slots<E>) {
        let count = self.gathered.len();
        self.run.resize(count, Entry::default());
        let mut sum = 0;
        for entry in &self.gathered {
            let later = self
                .gathered
                .iter()
                .map(|other| usize::from(other.time > entry.time));
            let later: usize = later.sum();
            sum += later;
            self.run[later] = *entry;
        }
        // Equal times leave places out.
        if sum < count * count.saturating_sub(1) / 2 {
            self.run_many(slots);
        }
    }

    /// Keys are fetched once, one after the other, instead of at each comparison of equal times.
    #[inline(never)]
    fn run_many<E: Copy>(&mut self, slots: &Slots<E>) {
        self.sorting.clear();
        self.sorting.extend(
            self.gathered
                .iter()
                .map(|&Entry { time, slot }| (time, slots.get(slot).key, slot)),
        );
        self.sorting.sort_unstable_by(|one, other| other.cmp(one));
        let sorted = self.sorting.iter().map(|&(time, _, slot)| Entry { time, slot });
        self.run.clear();
        self.run.extend(sorted);
    }

    /// Keeps some entries only.
    pub(crate) fn retain<E: Copy>(
        &mut self,
        slots: &mut Slots<E>,
        mut keep: impl FnMut(&mut Slots<E>, &Entry) -> bool,
    ) {
        self.run.retain(|entry| keep(slots, entry));
        self.heap.retain(|entry| keep(slots, entry));
        for place in (0..self.heap.len().div_ceil(ARITY)).rev() {
            self.sift_down(place, slots);
        }
    }

    /// Hands everything on.
    pub(crate) fn hand_on(&mut self, to: &mut Vec<Entry>) {
        to.append(&mut self.run);
        to.append(&mut self.heap);
    }

    fn sift_up<E: Copy>(&mut self, mut place: usize, slots: &Slots<E>) {
        let entry = self.heap[place];
        while place > 0 {
            let parent = (place - 1) / ARITY;
            if !slots.is_before(&entry, &self.heap[parent]) {
                break;
            }
            self.heap[place] = self.heap[parent];
            place = parent;
        }
        self.heap[place] = entry;
    }

    fn sift_down<E: Copy>(&mut self, mut place: usize, slots: &Slots<E>) {
        let entry = self.heap[place];
        loop {
            let first = place * ARITY + 1;
            if first >= self.heap.len() {
                break;
            }
            let last = (first + ARITY).min(self.heap.len());
            let children = &self.heap[first..last];
            let mut least = 0;
            for child in 1..children.len() {
                if slots.is_before(&children[child], &children[least]) {
                    least = child;
                }
            }
            if !slots.is_before(&children[least], &entry) {
                break;
            }
            self.heap[place] = children[least];
            place = first + least;
        }
        self.heap[place] = entry;
    }
}
