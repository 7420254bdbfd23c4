//! `Slots`: where the events of a calendar wait, and whether they still do.

use crate::engine::ahead::ask_for;
use crate::engine::large::{LargeVec, empty};

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
    pub(crate) slot: u32,
    pub(crate) generation: u32,
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

/// The end of a list of slots.
pub(crate) const END: u32 = u32::MAX;

/// When an event happens, and its slot: the time as bits, which order like the numbers because no time is negative.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) time: u64,
    pub(crate) slot: u32,
}

/// Where an event waits. The generation is odd while the event is pending and even otherwise; `next` links the slots of
/// one bucket, or the free ones. One cache line: an event is met a few times, far from one another, on its way to the front.
#[derive(Copy, Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Slot<E> {
    pub(crate) time: u64,
    pub(crate) next: u32,
    generation: u32,
    pub(crate) key: EventKey,
    pub(crate) event: E,
}

impl<E> Slot<E> {
    /// Whether its event has neither happened nor been cancelled.
    #[inline]
    pub(crate) fn is_pending(&self) -> bool {
        self.generation % 2 == 1
    }
}

/// Slots that are used again, the last that has become free first.
#[derive(Clone, Debug)]
pub(crate) struct Slots<E> {
    slots: LargeVec<Slot<E>>,
    /// The first slot that is free; `next` links the others.
    free: u32,
}

impl<E> Default for Slots<E> {
    fn default() -> Slots<E> {
        Slots {
            slots: empty(),
            free: END,
        }
    }
}

impl<E: Copy> Slots<E> {
    /// Lets an event wait; the ticket names its slot.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "key and event then go from registers to their slot (docs/performance-history.md)"
    )]
    pub(crate) fn take_in(&mut self, time: u64, key: EventKey, event: E) -> Ticket {
        let slot = self.free;
        // Part by part, and nothing is handed on by reference: what was just put together in memory cannot be loaded as a whole
        // without waiting for its parts.
        if let Some(place) = self.slots.get_mut(slot as usize) {
            self.free = place.next;
            place.time = time;
            place.generation = place.generation.wrapping_add(1);
            (place.key.class, place.key.entity, place.key.index) = (key.class, key.entity, key.index);
            place.event = event;
            let generation = place.generation;
            return Ticket { slot, generation };
        }
        let slot = self.slots.len() as u32;
        debug_assert!(slot < END, "fewer than 2^32 events are pending");
        self.slots.push(Slot {
            time,
            next: END,
            generation: 1,
            key,
            event,
        });
        Ticket { slot, generation: 1 }
    }

    /// Takes the event of a slot out: it happens.
    #[inline]
    pub(crate) fn take_out(&mut self, slot: u32) -> (u64, EventKey, E) {
        let place = &mut self.slots[slot as usize];
        place.generation = place.generation.wrapping_add(1);
        let happens = (place.time, place.key, place.event);
        self.release(slot);
        happens
    }

    /// Makes the event of a ticket not pending; false if it was not. Its slot is not free before it is released.
    #[inline]
    pub(crate) fn cancel(&mut self, ticket: Ticket) -> bool {
        let Some(place) = self.slots.get_mut(ticket.slot as usize) else {
            return false;
        };
        // The generation of a ticket is odd. Added up instead of asked for: nobody can tell in advance which tickets are stale.
        let is_pending = place.generation == ticket.generation;
        place.generation = place.generation.wrapping_add(u32::from(is_pending));
        is_pending
    }

    /// Cancels all.
    pub(crate) fn cancel_all(&mut self) {
        for slot in &mut self.slots {
            slot.generation += slot.generation % 2;
        }
    }

    /// Lets a slot be used again whose event is not pending any more.
    #[inline]
    pub(crate) fn release(&mut self, slot: u32) {
        self.slots[slot as usize].next = self.free;
        self.free = slot;
    }

    /// Whether the event of a ticket is pending.
    pub(crate) fn is_scheduled(&self, ticket: Ticket) -> bool {
        let place = self.slots.get(ticket.slot as usize);
        place.is_some_and(|place| place.generation == ticket.generation)
    }

    /// Whether the event of a slot is pending.
    #[inline]
    pub(crate) fn is_pending(&self, slot: u32) -> bool {
        self.get(slot).is_pending()
    }

    /// Asks memory for a slot, if there is such.
    #[inline]
    pub(crate) fn ask_for(&self, slot: u32) {
        ask_for(&self.slots, slot as usize);
    }

    /// A slot.
    #[inline]
    pub(crate) fn get(&self, slot: u32) -> &Slot<E> {
        &self.slots[slot as usize]
    }

    /// Says which slot of a list comes after one.
    #[inline]
    pub(crate) fn link(&mut self, slot: u32, next: u32) {
        self.slots[slot as usize].next = next;
    }

    /// Whether one event comes before another: by time, then by key.
    #[inline]
    pub(crate) fn is_before(&self, one: &Entry, other: &Entry) -> bool {
        one.time < other.time || (one.time == other.time && self.get(one.slot).key < self.get(other.slot).key)
    }

    /// How many slots are free.
    #[cfg(test)]
    pub(crate) fn count_free(&self) -> usize {
        let next = |&slot: &u32| self.slots.get(slot as usize).map(|place| place.next);
        std::iter::successors(Some(self.free), next)
            .take_while(|&slot| slot != END)
            .count()
    }

    /// For how many events there is room.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        self.slots.capacity()
    }
}
