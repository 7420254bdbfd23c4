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

/// What the heap orders: the time (as bits, which order like the numbers because no time is negative) and the key.
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

/// Where an event waits. The generation is odd while the event is pending and even otherwise.
#[derive(Copy, Clone, Debug)]
struct Slot<E> {
    generation: u32,
    event: E,
}

/// Children per node of the heap: four share two cache lines and halve the depth of a binary heap.
const ARITY: usize = 4;

/// Below this many entries, cancelled ones are not worth sweeping out.
const SWEEP_FROM: usize = 64;

/// The future event list.
///
/// A four-ary heap of times and keys; the events wait aside in slots that are used again, so that nothing is
/// allocated once the calendar has reached its size. A cancelled event leaves its entry in the heap to be skipped
/// later; when such entries are the majority, they are swept out.
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
    heap: Vec<Entry>,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    cancelled: usize,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Calendar<E> {
        Calendar::new()
    }
}

impl<E: Copy> Calendar<E> {
    /// An empty calendar.
    pub fn new() -> Calendar<E> {
        Calendar {
            heap: Vec::new(),
            slots: Vec::new(),
            free: Vec::new(),
            cancelled: 0,
        }
    }

    /// Puts `event` at `time` (not never), at its place `key` among the events of that instant.
    #[inline]
    pub fn schedule(&mut self, time: SimTime, key: EventKey, event: E) -> Ticket {
        debug_assert!(!time.is_never(), "what never happens is not scheduled");
        let slot = if let Some(slot) = self.free.pop() {
            let place = &mut self.slots[slot as usize];
            place.generation = place.generation.wrapping_add(1);
            place.event = event;
            slot
        } else {
            debug_assert!(
                self.slots.len() < u32::MAX as usize,
                "fewer than 2^32 events are pending"
            );
            let slot = self.slots.len() as u32;
            self.slots.push(Slot { generation: 1, event });
            slot
        };
        self.heap.push(Entry {
            time: time.days().to_bits(),
            key,
            slot,
        });
        self.sift_up(self.heap.len() - 1);
        Ticket {
            slot,
            generation: self.slots[slot as usize].generation,
        }
    }

    /// Takes an event back; false if it has happened or was cancelled already.
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        match self.slots.get_mut(ticket.slot as usize) {
            Some(place) if place.generation == ticket.generation && place.generation % 2 == 1 => {
                place.generation = place.generation.wrapping_add(1);
                self.cancelled += 1;
                if self.cancelled * 2 > self.heap.len() && self.heap.len() >= SWEEP_FROM {
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
        self.skip_cancelled();
        let Entry { time, key, slot } = *self.heap.first()?;
        let time = SimTime::from_days(f64::from_bits(time));
        if time > horizon {
            return None;
        }
        let place = &mut self.slots[slot as usize];
        place.generation = place.generation.wrapping_add(1);
        let event = place.event;
        self.remove_first(slot);
        Some(Scheduled { time, key, event })
    }

    /// When the first event happens, and its key.
    #[inline]
    pub fn peek(&mut self) -> Option<(SimTime, EventKey)> {
        self.skip_cancelled();
        self.heap
            .first()
            .map(|first| (SimTime::from_days(f64::from_bits(first.time)), first.key))
    }

    /// How many events are pending.
    #[inline]
    pub fn len(&self) -> usize {
        self.heap.len() - self.cancelled
    }

    /// Is nothing pending?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Cancels everything; tickets given before stay stale.
    pub fn clear(&mut self) {
        for entry in self.heap.drain(..) {
            let place = &mut self.slots[entry.slot as usize];
            if place.generation % 2 == 1 {
                place.generation = place.generation.wrapping_add(1);
            }
            self.free.push(entry.slot);
        }
        self.cancelled = 0;
    }

    /// Drops cancelled entries until a pending one is first.
    #[inline]
    fn skip_cancelled(&mut self) {
        while self.cancelled > 0 {
            match self.heap.first() {
                Some(first) if self.slots[first.slot as usize].generation.is_multiple_of(2) => {
                    let slot = first.slot;
                    self.cancelled -= 1;
                    self.remove_first(slot);
                }
                _ => return,
            }
        }
    }

    /// Takes the first entry out of the heap and gives its slot free.
    #[inline]
    fn remove_first(&mut self, slot: u32) {
        self.free.push(slot);
        self.heap.swap_remove(0);
        if !self.heap.is_empty() {
            self.sift_down(0);
        }
    }

    /// Throws out all cancelled entries and makes the rest a heap again.
    fn sweep(&mut self) {
        let (slots, free) = (&self.slots, &mut self.free);
        self.heap.retain(|entry| {
            let pending = slots[entry.slot as usize].generation % 2 == 1;
            if !pending {
                free.push(entry.slot);
            }
            pending
        });
        self.cancelled = 0;
        for place in (0..self.heap.len().div_ceil(ARITY)).rev() {
            self.sift_down(place);
        }
    }

    #[inline]
    fn sift_up(&mut self, mut place: usize) {
        let entry = self.heap[place];
        while place > 0 {
            let parent = (place - 1) / ARITY;
            if !entry.is_before(&self.heap[parent]) {
                break;
            }
            self.heap[place] = self.heap[parent];
            place = parent;
        }
        self.heap[place] = entry;
    }

    #[inline]
    fn sift_down(&mut self, mut place: usize) {
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
                if children[child].is_before(&children[least]) {
                    least = child;
                }
            }
            if !children[least].is_before(&entry) {
                break;
            }
            self.heap[place] = children[least];
            place = first + least;
        }
        self.heap[place] = entry;
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
                calendar.heap.capacity(),
                calendar.slots.capacity(),
                calendar.free.capacity(),
            ));
        }
        assert!(sizes.iter().all(|size| *size == sizes[0]), "{sizes:?}");
    }
}
