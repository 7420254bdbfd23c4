//! The future event list: what will happen, in the order of time and of a key that the model gives; never in the
//! order of scheduling. Anything scheduled can be cancelled.

use crate::engine::time::SimTime;

/// The order of events at one instant: by class, then entity, then index.
///
/// A key belongs to the event itself and is unique at one instant, so the order in which events were scheduled
/// cannot matter.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey {
    /// What kind of event it is; lower classes happen first.
    pub class: u8,
    /// Whose event it is.
    pub entity: u64,
    /// Which of the events of this class and entity it is.
    pub index: u32,
}

/// The receipt for a scheduled event, with which it can be cancelled.
///
/// A ticket goes stale when its event happens or is cancelled; a stale ticket cancels nothing.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    slot: u32,
    generation: u32,
}

impl Ticket {
    /// A ticket that cancels nothing.
    pub const NONE: Ticket = Ticket {
        slot: u32::MAX,
        generation: 0,
    };
}

impl Default for Ticket {
    fn default() -> Ticket {
        Ticket::NONE
    }
}

/// An event taken from the calendar.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Scheduled<E> {
    /// When it happens.
    pub time: SimTime,
    /// Its place among the events of that instant.
    pub key: EventKey,
    /// What happens.
    pub event: E,
}

/// What the heap of near events orders: the time (as bits, which order like the numbers because no time is negative) and
/// the key.
#[derive(Copy, Clone, Debug)]
struct Entry {
    time: u64,
    key: EventKey,
    slot: u32,
}

impl Entry {
    #[inline]
    fn is_before(&self, other: &Entry) -> bool {
        if self.time == other.time {
            self.key < other.key
        } else {
            self.time < other.time
        }
    }
}

/// Where an event waits. The generation is odd while the event is pending and even otherwise; `next` links the slots of
/// one bucket.
#[derive(Copy, Clone, Debug)]
struct Slot<E> {
    generation: u32,
    next: u32,
    time: u64,
    key: EventKey,
    event: E,
}

/// Children per node of the heap: four share few cache lines and halve the depth of a binary heap.
const ARITY: usize = 4;
/// The end of a list of slots.
const END: u32 = u32::MAX;
/// Events that a bucket is meant to hold.
const PER_BUCKET: usize = 2;
/// So few far events are put in order at once, without buckets.
const FEW: usize = 24;

/// The future event list.
///
/// Three tiers, as in a ladder queue (Tang, Goh & Thng 2005): a small heap of the nearest events, in their exact order;
/// buckets of equal width that cover the nearer half of what was known when they were laid out, unordered within; and a far
/// list. When the heap is empty the next bucket becomes the heap; when the buckets are used up, the far list is laid out
/// anew, with a width taken from where its events lie. Slots are linked and used again, so that nothing is allocated once
/// the calendar has reached its size. A cancelled event is dropped when its bucket comes up; when cancelled events are the
/// majority, all are swept out.
///
/// ```
/// use comity::engine::calendar::{Calendar, EventKey};
/// use comity::engine::time::SimTime;
///
/// let key = |entity| EventKey { class: 0, entity, index: 0 };
/// let mut calendar = Calendar::new();
/// calendar.schedule(SimTime::from_days(2.0), key(1), "late");
/// calendar.schedule(SimTime::from_days(1.0), key(2), "second");
/// calendar.schedule(SimTime::from_days(1.0), key(1), "first");
/// let ticket = calendar.schedule(SimTime::from_days(0.5), key(9), "called off");
/// assert!(calendar.cancel(ticket));
/// let order: Vec<_> = std::iter::from_fn(|| calendar.next()).map(|next| next.event).collect();
/// assert_eq!(order, ["first", "second", "late"]);
/// ```
#[derive(Clone, Debug)]
pub struct Calendar<E: Copy> {
    near: Vec<Entry>,
    /// Times up to these bits belong to the heap, whatever the buckets say.
    near_end: u64,
    buckets: Vec<u32>,
    /// Buckets laid out; the rest of `buckets` is room kept.
    laid_out: usize,
    current: usize,
    base: f64,
    per_width: f64,
    far: u32,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    /// Room for finding the middle of the far times.
    times: Vec<u64>,
    pending: usize,
    cancelled: usize,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Calendar<E> {
        Calendar::new()
    }
}

/// Below this many cancelled events, they are not worth sweeping out.
const SWEEP_FROM: usize = 64;

impl<E: Copy> Calendar<E> {
    /// An empty calendar.
    pub fn new() -> Calendar<E> {
        Calendar {
            near: Vec::new(),
            near_end: 0,
            buckets: Vec::new(),
            laid_out: 0,
            current: 0,
            base: 0.0,
            per_width: 0.0,
            far: END,
            slots: Vec::new(),
            free: Vec::new(),
            times: Vec::new(),
            pending: 0,
            cancelled: 0,
        }
    }

    /// Puts `event` at `time` (not never), at its place `key` among the events of that instant.
    #[inline]
    pub fn schedule(&mut self, time: SimTime, key: EventKey, event: E) -> Ticket {
        debug_assert!(!time.is_never(), "what never happens is not scheduled");
        let time = time.days().to_bits();
        let slot = if let Some(slot) = self.free.pop() {
            let place = &mut self.slots[slot as usize];
            *place = Slot {
                generation: place.generation.wrapping_add(1),
                next: END,
                time,
                key,
                event,
            };
            slot
        } else {
            debug_assert!(
                self.slots.len() < END as usize,
                "fewer than 2^32 events are pending"
            );
            self.slots.push(Slot {
                generation: 1,
                next: END,
                time,
                key,
                event,
            });
            self.slots.len() as u32 - 1
        };
        self.pending += 1;
        self.put(slot);
        Ticket {
            slot,
            generation: self.slots[slot as usize].generation,
        }
    }

    /// Puts a slot into its tier.
    #[inline]
    fn put(&mut self, slot: u32) {
        let Slot { time, key, .. } = self.slots[slot as usize];
        if time <= self.near_end {
            self.push_near(Entry { time, key, slot });
            return;
        }
        let bucket = if self.laid_out == 0 {
            usize::MAX
        } else {
            self.bucket_of(time)
        };
        if self.laid_out > 0 && bucket <= self.current {
            self.push_near(Entry { time, key, slot });
        } else {
            let head = if bucket < self.laid_out {
                &mut self.buckets[bucket]
            } else {
                &mut self.far
            };
            self.slots[slot as usize].next = *head;
            *head = slot;
        }
    }

    /// The bucket of a time: never decreasing in the time, so what lies in a later bucket is later.
    #[inline]
    fn bucket_of(&self, time: u64) -> usize {
        ((f64::from_bits(time) - self.base) * self.per_width) as usize
    }

    /// Takes an event back; false if it has happened or was cancelled already.
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        match self.slots.get_mut(ticket.slot as usize) {
            Some(place) if place.generation == ticket.generation && place.generation % 2 == 1 => {
                place.generation = place.generation.wrapping_add(1);
                self.pending -= 1;
                self.cancelled += 1;
                if self.cancelled > self.pending && self.cancelled >= SWEEP_FROM {
                    self.sweep();
                }
                true
            }
            _ => false,
        }
    }

    /// Takes out the first event.
    #[inline]
    #[expect(
        clippy::should_implement_trait,
        reason = "a calendar changes between calls; it is no iterator"
    )]
    pub fn next(&mut self) -> Option<Scheduled<E>> {
        self.next_until(SimTime::NEVER)
    }

    /// Takes out the first event if it happens at or before `horizon`.
    #[inline]
    pub fn next_until(&mut self, horizon: SimTime) -> Option<Scheduled<E>> {
        self.bring_first();
        let Entry { time, key, slot } = *self.near.first()?;
        let time = SimTime::from_days(f64::from_bits(time));
        if time > horizon {
            return None;
        }
        let place = &mut self.slots[slot as usize];
        place.generation = place.generation.wrapping_add(1);
        let event = place.event;
        self.pending -= 1;
        self.free.push(slot);
        self.remove_first();
        Some(Scheduled { time, key, event })
    }

    /// When the first event happens, and its key.
    #[inline]
    pub fn peek(&mut self) -> Option<(SimTime, EventKey)> {
        self.bring_first();
        let first = self.near.first()?;
        Some((SimTime::from_days(f64::from_bits(first.time)), first.key))
    }

    /// How many events are pending.
    #[inline]
    pub fn len(&self) -> usize {
        self.pending
    }

    /// Is nothing pending?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.pending == 0
    }

    /// Cancels everything; tickets given before stay stale.
    pub fn clear(&mut self) {
        for slot in &mut self.slots {
            slot.generation += slot.generation % 2;
        }
        self.pending = 0;
        self.sweep();
    }

    /// Brings the first pending event to the top of the heap, if there is one.
    #[inline]
    fn bring_first(&mut self) {
        loop {
            match self.near.first() {
                Some(first) if self.is_pending(first.slot) => return,
                Some(first) => {
                    let slot = first.slot;
                    self.drop_cancelled(slot);
                    self.remove_first();
                }
                None if self.pending == 0 => return,
                None => self.refill(),
            }
        }
    }

    #[inline]
    fn is_pending(&self, slot: u32) -> bool {
        self.slots[slot as usize].generation % 2 == 1
    }

    fn drop_cancelled(&mut self, slot: u32) {
        self.cancelled -= 1;
        self.free.push(slot);
    }

    /// Makes the next bucket the heap; lays the far list out anew when there is none left.
    fn refill(&mut self) {
        while self.current + 1 < self.laid_out {
            self.current += 1;
            let mut slot = std::mem::replace(&mut self.buckets[self.current], END);
            if slot != END {
                while slot != END {
                    slot = self.take_near(slot);
                }
                return;
            }
        }
        self.lay_out();
    }

    /// Moves a slot of a list into the heap, or drops it if it was cancelled; gives the next of the list.
    #[inline]
    fn take_near(&mut self, slot: u32) -> u32 {
        let Slot { next, time, key, .. } = self.slots[slot as usize];
        if self.is_pending(slot) {
            self.push_near(Entry { time, key, slot });
        } else {
            self.drop_cancelled(slot);
        }
        next
    }

    /// Lays the far list out: its nearer half in buckets of equal width, or, where there are few or all at one time, in the
    /// heap at once. The heap and the buckets are empty.
    fn lay_out(&mut self) {
        self.times.clear();
        let mut list = std::mem::replace(&mut self.far, END);
        let mut slot = list;
        while slot != END {
            if self.is_pending(slot) {
                self.times.push(self.slots[slot as usize].time);
            }
            slot = self.slots[slot as usize].next;
        }
        self.laid_out = 0;
        self.current = 0;
        let Some(&least) = self.times.iter().min() else {
            self.near_end = 0;
            return self.drop_list(list);
        };
        let half = self.times.len() / 2;
        let (_, &mut middle, _) = self.times.select_nth_unstable(half);
        if self.times.len() <= FEW {
            self.near_end = self.times.iter().copied().max().unwrap_or(least);
        } else if middle == least {
            self.near_end = least;
        } else {
            self.near_end = 0;
            self.laid_out = (half / PER_BUCKET).max(1);
            self.base = f64::from_bits(least);
            self.per_width = self.laid_out as f64 / (f64::from_bits(middle) - self.base);
            if self.per_width.is_finite() {
                self.buckets.resize(self.laid_out.max(self.buckets.len()), END);
            } else {
                // Times so close that no bucket has a width.
                self.laid_out = 0;
                self.near_end = middle;
            }
        }
        while list != END {
            let next = self.slots[list as usize].next;
            if self.is_pending(list) {
                self.put(list);
            } else {
                self.drop_cancelled(list);
            }
            list = next;
        }
    }

    fn drop_list(&mut self, mut list: u32) {
        while list != END {
            let next = self.slots[list as usize].next;
            self.drop_cancelled(list);
            list = next;
        }
    }

    /// Throws out all cancelled events. What is pending stays in its tier.
    fn sweep(&mut self) {
        let (slots, free) = (&self.slots, &mut self.free);
        self.near.retain(|entry| {
            let pending = slots[entry.slot as usize].generation % 2 == 1;
            if !pending {
                free.push(entry.slot);
            }
            pending
        });
        for place in (0..self.near.len().div_ceil(ARITY)).rev() {
            self.sift_down(place);
        }
        for bucket in 0..self.laid_out {
            self.buckets[bucket] = self.swept(self.buckets[bucket]);
        }
        self.far = self.swept(self.far);
        self.cancelled = 0;
    }

    /// A list without its cancelled slots.
    fn swept(&mut self, mut list: u32) -> u32 {
        let mut kept = END;
        while list != END {
            let next = self.slots[list as usize].next;
            if self.is_pending(list) {
                self.slots[list as usize].next = kept;
                kept = list;
            } else {
                self.free.push(list);
            }
            list = next;
        }
        kept
    }

    #[inline]
    fn push_near(&mut self, entry: Entry) {
        self.near.push(entry);
        self.sift_up(self.near.len() - 1);
    }

    #[inline]
    fn remove_first(&mut self) {
        self.near.swap_remove(0);
        if !self.near.is_empty() {
            self.sift_down(0);
        }
    }

    #[inline]
    fn sift_up(&mut self, mut place: usize) {
        let entry = self.near[place];
        while place > 0 {
            let parent = (place - 1) / ARITY;
            if !entry.is_before(&self.near[parent]) {
                break;
            }
            self.near[place] = self.near[parent];
            place = parent;
        }
        self.near[place] = entry;
    }

    #[inline]
    fn sift_down(&mut self, mut place: usize) {
        let entry = self.near[place];
        loop {
            let first = place * ARITY + 1;
            if first >= self.near.len() {
                break;
            }
            let last = (first + ARITY).min(self.near.len());
            let children = &self.near[first..last];
            let mut least = 0;
            for child in 1..children.len() {
                if children[child].is_before(&children[least]) {
                    least = child;
                }
            }
            if !children[least].is_before(&entry) {
                break;
            }
            self.near[place] = children[least];
            place = first + least;
        }
        self.near[place] = entry;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// The same calendar as plainly as it can be written.
    #[derive(Default)]
    struct Plain {
        events: BTreeMap<(SimTime, EventKey), u64>,
    }

    impl Plain {
        fn next(&mut self) -> Option<(SimTime, EventKey, u64)> {
            self.events
                .pop_first()
                .map(|((time, key), event)| (time, key, event))
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Schedule { time: u8, class: u8, entity: u64 },
        Cancel { which: usize },
        Next,
        Clear,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            60 => (0..20_u8, 0..3_u8, 0..3_u64)
                .prop_map(|(time, class, entity)| Step::Schedule { time, class, entity }),
            45 => any::<usize>().prop_map(|which| Step::Cancel { which }),
            15 => Just(Step::Next),
            1 => Just(Step::Clear),
        ];
        prop::collection::vec(step, 0..600)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_sequence_of_operations_agrees_with_a_sorted_map(steps in steps()) {
            let mut calendar = Calendar::new();
            let mut plain = Plain::default();
            let mut tickets: Vec<(Ticket, (SimTime, EventKey), u64)> = Vec::new();
            for (number, step) in (0_u64..).zip(steps) {
                match step {
                    Step::Schedule { time, class, entity } => {
                        let time = SimTime::from_days(f64::from(time) / 3.0);
                        let key = EventKey { class, entity, index: number as u32 };
                        tickets.push((calendar.schedule(time, key, number), (time, key), number));
                        plain.events.insert((time, key), number);
                    }
                    Step::Cancel { which } if !tickets.is_empty() => {
                        let (ticket, place, event) = tickets[which % tickets.len()];
                        let pending = plain.events.get(&place) == Some(&event);
                        prop_assert_eq!(calendar.cancel(ticket), pending);
                        plain.events.remove(&place);
                    }
                    Step::Cancel { .. } => prop_assert!(!calendar.cancel(Ticket::NONE)),
                    Step::Next => {
                        prop_assert_eq!(calendar.peek(), plain.events.keys().next().copied());
                        let next = calendar.next().map(|next| (next.time, next.key, next.event));
                        prop_assert_eq!(next, plain.next());
                    }
                    Step::Clear => {
                        calendar.clear();
                        plain.events.clear();
                    }
                }
                prop_assert_eq!(calendar.len(), plain.events.len());
            }
            while let Some(next) = calendar.next() {
                prop_assert_eq!(Some((next.time, next.key, next.event)), plain.next());
            }
            prop_assert!(calendar.is_empty() && plain.events.is_empty());
        }

        #[test]
        fn the_order_of_scheduling_does_not_matter(
            order in Just((0..500_u32).collect::<Vec<u32>>()).prop_shuffle()
        ) {
            let mut calendar = Calendar::new();
            for number in order {
                let key = EventKey { class: (number % 5) as u8, entity: u64::from(number % 7), index: number };
                calendar.schedule(SimTime::from_days(f64::from(number % 11)), key, number);
            }
            let order: Vec<u32> = std::iter::from_fn(|| calendar.next()).map(|next| next.event).collect();
            let mut expected: Vec<u32> = (0..500).collect();
            expected.sort_by_key(|number| (number % 11, number % 5, number % 7, *number));
            prop_assert_eq!(order, expected);
        }
    }

    #[test]
    fn a_stale_ticket_does_not_cancel_the_next_tenant_of_its_slot() {
        let (time, key) = (
            SimTime::from_days(1.0),
            EventKey {
                class: 0,
                entity: 0,
                index: 0,
            },
        );
        let mut calendar = Calendar::new();
        let stale = calendar.schedule(time, key, 'a');
        calendar.next();
        let fresh = calendar.schedule(time, key, 'b');
        assert!(
            !calendar.cancel(stale) && !calendar.cancel(Ticket::NONE) && !calendar.cancel(Ticket::default())
        );
        assert!(calendar.cancel(fresh) && !calendar.cancel(fresh));
        assert!(calendar.is_empty());
    }

    #[test]
    fn a_calendar_that_has_reached_its_size_allocates_no_more() {
        let mut calendar = Calendar::new();
        let mut sizes = Vec::new();
        for round in 0..20_u32 {
            for number in 0..1000_u32 {
                let key = EventKey {
                    class: 0,
                    entity: u64::from(number),
                    index: round,
                };
                let time = SimTime::from_days(f64::from(round * 10 + number % 10));
                let ticket = calendar.schedule(time, key, number);
                if number % 3 > 0 {
                    calendar.cancel(ticket);
                }
            }
            while calendar
                .next_until(SimTime::from_days(f64::from(round * 10 + 9)))
                .is_some()
            {}
            assert!(calendar.is_empty());
            sizes.push((
                calendar.near.capacity(),
                calendar.buckets.capacity(),
                calendar.slots.capacity(),
                calendar.free.capacity(),
            ));
        }
        assert!(sizes[10..].iter().all(|size| *size == sizes[10]), "{sizes:?}");
    }
}
