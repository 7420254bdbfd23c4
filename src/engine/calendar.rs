//! The future event list: what will happen, in the order of time and of a key that the model gives; never in the
//! order of scheduling. Anything scheduled can be cancelled.

use crate::engine::ahead::ask_for;
use crate::engine::bands::{Bands, Entry, whole};
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

/// Where an event waits. The generation is odd while the event is pending and even otherwise; `next` links the slots of
/// one bucket, or the free ones. One cache line: an event is met a few times, far from one another, on its way to the front.
#[derive(Copy, Clone, Debug)]
#[repr(align(64))]
struct Slot<E> {
    time: u64,
    next: u32,
    generation: u32,
    key: EventKey,
    event: E,
}

/// Children per node of the heap: four share few cache lines and halve the depth of a binary heap.
const ARITY: usize = 4;
/// Events are looked at up to so many buckets before their turn.
const BUCKETS_AHEAD: u32 = 3;
/// The end of a list of slots.
const END: u32 = u32::MAX;
/// Events that a bucket is meant to hold.
const PER_BUCKET: f64 = 4.0;
/// So few far events are put in order at once, without buckets.
const FEW: usize = 24;
/// In a run of this length a newcomer is not put in its place by moving others; it goes to the heap.
const LONG_RUN: usize = 32;
/// When so many times as many newcomers as are pending have met a long run, all is laid out anew.
const CROWDED: usize = 2;
/// So few entries are put in order without branches.
const SHORT_RUN: usize = 12;
/// Far events that a band is meant to hold: so many slots fit into a cache.
const PER_BAND: f64 = 1024.0;
/// A far list of fewer events is not dealt out to bands.
const BANDS_FROM: usize = 32_768;
/// So many bands have their ends in a cache, too.
const MOST_BANDS: f64 = 1024.0;
/// Buckets for each far event, at most: more are laid out when the events are dense and their far times are not.
const MOST_BUCKETS: usize = 8;
/// So many far times, evenly spread over the list, tell where the middle is.
const SAMPLE: usize = 64;

/// The future event list.
///
/// Three tiers, as in a ladder queue (Tang, Goh & Thng 2005): the near events, in their exact order; buckets of equal width
/// that cover about twice the span of the nearer half of what was known when they were laid out, unordered within; and a far
/// list. When nothing is near, the next bucket is put in order; when the buckets are used up, the far list is laid out anew,
/// with a width taken from where its events lie. A long far list is first dealt out to bands, which become the far list one
/// after the other: what is laid out then fits into a cache, however many events are pending. The near events are a sorted
/// run and, for those that come while the run is long, a heap, so that bursts cost no more than a heap would. Slots are used
/// again, so that nothing is allocated once the calendar has reached its size. A cancelled event is dropped when its turn
/// comes; when cancelled events are the majority, all are swept out.
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
    /// Near events, the first of them last.
    run: Vec<Entry>,
    /// Near events that came while the run was long: a heap.
    heap: Vec<Entry>,
    /// Near events on their way to the run, out of order.
    gathered: Vec<Entry>,
    /// Room for putting many in order.
    sorting: Vec<(u64, EventKey, u32)>,
    /// Events up to this time are near.
    near_end: u64,
    /// First slots of the buckets; those up to `current` are empty.
    buckets: Vec<u32>,
    /// How many buckets are laid out.
    laid_out: u32,
    current: u32,
    /// Start of the first bucket, and one over the width of each.
    base: f64,
    per_width: f64,
    /// Events behind the buckets, up to the end of the current band.
    far: Vec<Entry>,
    bands: Bands,
    slots: Vec<Slot<E>>,
    /// The first slot that is free; `next` links the others.
    free: u32,
    /// A slot of a bucket to come that has been asked for, and that bucket; only hints depend on them.
    ahead: u32,
    ahead_bucket: u32,
    /// Whether a new run has been put in order since [`Calendar::come_near`] was last asked.
    has_new_run: bool,
    pending: usize,
    cancelled: usize,
    /// Newcomers that met a long run since the far list was laid out.
    crowded: usize,
    /// Events taken out since the far list was laid out, and the first time of that list.
    taken: usize,
    laid_out_at: f64,
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
        let mut calendar = Calendar {
            run: Vec::new(),
            heap: Vec::new(),
            gathered: Vec::new(),
            sorting: Vec::new(),
            near_end: 0,
            buckets: Vec::new(),
            laid_out: 0,
            current: 0,
            base: 0.0,
            per_width: 0.0,
            far: Vec::new(),
            bands: Bands::default(),
            slots: Vec::new(),
            free: END,
            ahead: END,
            ahead_bucket: 0,
            has_new_run: false,
            pending: 0,
            cancelled: 0,
            crowded: 0,
            taken: 0,
            laid_out_at: 0.0,
        };
        calendar.lay_out_none();
        calendar
    }

    /// Puts `event` at `time` (not never), at its place `key` among the events of that instant.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "key and event then go from registers to their slot (docs/performance.md)"
    )]
    pub fn schedule(&mut self, time: SimTime, key: EventKey, event: E) -> Ticket {
        debug_assert!(!time.is_never(), "what never happens is not scheduled");
        let time = time.to_bits();
        let mut slot = self.free;
        let mut generation = 1;
        // Part by part, and nothing is handed on by reference: what was just put together in memory cannot be loaded as a whole
        // without waiting for its parts.
        if let Some(place) = self.slots.get_mut(slot as usize) {
            self.free = place.next;
            place.time = time;
            place.generation = place.generation.wrapping_add(1);
            generation = place.generation;
            (place.key.class, place.key.entity, place.key.index) = (key.class, key.entity, key.index);
            place.event = event;
        } else {
            slot = self.slots.len() as u32;
            debug_assert!(slot < END, "fewer than 2^32 events are pending");
            self.slots.push(Slot {
                time,
                next: END,
                generation,
                key,
                event,
            });
        }
        self.pending += 1;
        self.put(Entry { time, slot });
        Ticket { slot, generation }
    }

    /// Puts an entry into its tier.
    #[inline]
    fn put(&mut self, entry: Entry) {
        if self.bands.is_later(entry.time) {
            self.put_in_band(entry);
            return;
        }
        let bucket = self.bucket_of(entry.time);
        if bucket <= self.current || entry.time <= self.near_end {
            self.put_near(entry);
        } else if bucket < self.laid_out {
            let head = &mut self.buckets[bucket as usize];
            self.slots[entry.slot as usize].next = *head;
            *head = entry.slot;
        } else {
            self.far.push(entry);
        }
    }

    /// Out of line, as is all that seldom happens to a newcomer, so that the rest of its way is short.
    #[inline(never)]
    fn put_in_band(&mut self, entry: Entry) {
        self.bands.put(entry);
    }

    /// The bucket of a time: never decreasing in the time, so what lies in a later bucket is later.
    #[inline]
    fn bucket_of(&self, time: u64) -> u32 {
        whole((f64::from_bits(time) - self.base) * self.per_width)
    }

    /// Without buckets, every time lies behind them.
    fn lay_out_none(&mut self) {
        (self.ahead, self.ahead_bucket) = (END, 0);
        self.laid_out = 0;
        self.current = 0;
        self.base = -1.0;
        self.per_width = f64::INFINITY;
    }

    /// Takes an event back; false if it has happened or was cancelled already.
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        let Some(place) = self.slots.get_mut(ticket.slot as usize) else {
            return false;
        };
        // The generation of a ticket is odd. Added up instead of asked for: nobody can tell in advance which tickets are stale.
        let is_pending = place.generation == ticket.generation;
        place.generation = place.generation.wrapping_add(u32::from(is_pending));
        self.pending -= usize::from(is_pending);
        self.cancelled += usize::from(is_pending);
        if self.cancelled > self.pending && self.cancelled >= SWEEP_FROM {
            self.sweep();
        }
        is_pending
    }

    /// Has the event neither happened nor been cancelled?
    pub fn is_scheduled(&self, ticket: Ticket) -> bool {
        let place = self.slots.get(ticket.slot as usize);
        place.is_some_and(|place| place.generation == ticket.generation)
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
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "within the loop of a run it takes 7 % off an event of PHOLD (docs/performance.md)"
    )]
    pub fn next_until(&mut self, horizon: SimTime) -> Option<Scheduled<E>> {
        let Entry { time, slot } = self.bring_first()?;
        let time = SimTime::from_bits(time);
        if time > horizon {
            return None;
        }
        let place = &mut self.slots[slot as usize];
        place.generation = place.generation.wrapping_add(1);
        self.pending -= 1;
        self.taken += 1;
        let (key, event) = (place.key, place.event);
        place.next = self.free;
        self.free = slot;
        self.remove_first();
        Some(Scheduled { time, key, event })
    }

    /// Looks at one more event of the next few buckets, so that no slot has to be waited for when a bucket is put in order: as a
    /// hint, an event that will happen soon, unless it is cancelled.
    #[inline]
    pub fn look_ahead(&mut self) -> Option<E> {
        let Slot { next, event, .. } = *self.slots.get(self.ahead as usize)?;
        self.ahead = next;
        if self.ahead == END {
            self.look_at_next_bucket();
        }
        ask_for(&self.slots, self.ahead as usize);
        Some(event)
    }

    /// Another bucket has its turn: looks at those behind it, unless that goes on already.
    #[inline]
    fn stay_ahead(&mut self) {
        if self.ahead_bucket <= self.current {
            (self.ahead, self.ahead_bucket) = (END, self.current);
        }
        if self.ahead == END {
            self.look_at_next_bucket();
            ask_for(&self.slots, self.ahead as usize);
        }
    }

    /// Goes on to look at the next bucket that is not empty, but not too far ahead.
    #[inline(never)]
    fn look_at_next_bucket(&mut self) {
        let last = self.laid_out.min(self.current.saturating_add(BUCKETS_AHEAD + 1));
        while self.ahead == END && self.ahead_bucket + 1 < last {
            self.ahead_bucket += 1;
            self.ahead = self.buckets[self.ahead_bucket as usize];
        }
    }

    /// As a hint, events that have come near since this was last asked, and will happen next.
    #[inline]
    pub fn come_near(&mut self) -> impl Iterator<Item = E> {
        let run = if std::mem::take(&mut self.has_new_run) {
            self.run.as_slice()
        } else {
            &[]
        };
        run.iter().map(|entry| self.slots[entry.slot as usize].event)
    }

    /// When the first event happens, and its key.
    #[inline]
    pub fn peek(&mut self) -> Option<(SimTime, EventKey)> {
        let first = self.bring_first()?;
        let time = SimTime::from_bits(first.time);
        Some((time, self.slots[first.slot as usize].key))
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

    /// Brings the first pending event to the front of the near ones, if there is one.
    #[inline]
    fn bring_first(&mut self) -> Option<Entry> {
        match self.run.last() {
            Some(&last) if self.heap.is_empty() && self.is_pending(last.slot) => Some(last),
            _ => self.search_first(),
        }
    }

    #[inline(never)]
    fn search_first(&mut self) -> Option<Entry> {
        loop {
            match self.first_near() {
                Some(first) if self.is_pending(first.slot) => return Some(first),
                Some(first) => {
                    self.drop_cancelled(first.slot);
                    self.remove_first();
                }
                None if self.pending == 0 => return None,
                None => self.refill(),
            }
        }
    }

    fn first_near(&self) -> Option<Entry> {
        let Some(&top) = self.heap.first() else {
            return self.run.last().copied();
        };
        match self.run.last() {
            Some(last) if is_before(last, &top, &self.slots) => Some(*last),
            _ => Some(top),
        }
    }

    /// Removes the first near event, pending or not.
    #[inline]
    fn remove_first(&mut self) {
        if self.heap.is_empty() {
            self.run.pop();
        } else {
            self.remove_first_of_both();
        }
    }

    #[inline(never)]
    fn remove_first_of_both(&mut self) {
        let from_heap = self.heap.first().is_some_and(|top| {
            self.run
                .last()
                .is_none_or(|last| !is_before(last, top, &self.slots))
        });
        if from_heap {
            self.heap.swap_remove(0);
            if !self.heap.is_empty() {
                self.sift_down(0);
            }
        } else {
            self.run.pop();
        }
    }

    #[inline]
    fn is_pending(&self, slot: u32) -> bool {
        self.slots[slot as usize].generation % 2 == 1
    }

    fn drop_cancelled(&mut self, slot: u32) {
        self.cancelled -= 1;
        self.slots[slot as usize].next = self.free;
        self.free = slot;
    }

    /// Puts the next bucket in order; lays the far list out anew when there is none left. Nothing is near.
    fn refill(&mut self) {
        while self.current + 1 < self.laid_out {
            self.current += 1;
            let mut slot = std::mem::replace(&mut self.buckets[self.current as usize], END);
            if slot != END {
                while slot != END {
                    let Slot { time, next, .. } = self.slots[slot as usize];
                    self.gather_or_drop(Entry { time, slot });
                    slot = next;
                }
                self.run_gathered();
                self.stay_ahead();
                return;
            }
        }
        self.lay_out();
    }

    /// Gathers an entry for the run, or drops it if it was cancelled.
    #[inline]
    fn gather_or_drop(&mut self, entry: Entry) {
        if self.is_pending(entry.slot) {
            self.gathered.push(entry);
        } else {
            self.drop_cancelled(entry.slot);
        }
    }

    /// Makes what was gathered the run, in order. Nothing is near.
    fn run_gathered(&mut self) {
        if self.gathered.len() <= SHORT_RUN {
            self.run_few();
        } else {
            self.run_many();
        }
        self.gathered.clear();
        self.has_new_run = true;
    }

    /// The place of each is how many are later: no comparison decides where to go on, so none can be told wrong.
    #[inline]
    fn run_few(&mut self) {
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
            self.run_many();
        }
    }

    /// Keys are fetched once, one after the other, instead of at each comparison of equal times.
    #[inline(never)]
    fn run_many(&mut self) {
        let Calendar {
            gathered,
            sorting,
            slots,
            ..
        } = self;
        sorting.clear();
        sorting.extend(
            gathered
                .iter()
                .map(|&Entry { time, slot }| (time, slots[slot as usize].key, slot)),
        );
        sorting.sort_unstable_by(|one, other| other.cmp(one));
        let sorted = sorting.iter().map(|&(time, _, slot)| Entry { time, slot });
        self.run.clear();
        self.run.extend(sorted);
    }

    /// Lays the far list out in buckets of equal width; or, where there are few or all at one time, puts them in order at
    /// once. Nothing is near and the buckets are empty.
    fn lay_out(&mut self) {
        while self.far.is_empty() && self.bands.next(&mut self.far) {}
        if self.far.len() >= BANDS_FROM && self.bands.are_none() {
            self.lay_out_bands();
        }
        self.lay_out_none();
        self.near_end = 0;
        self.crowded = 0;
        let times = self.far.iter().map(|entry| entry.time);
        let least = times.clone().min().unwrap_or(0);
        let [_, middle, _] = self.quartiles_of_far();
        if self.far.len() <= FEW {
            self.near_end = times.max().unwrap_or(0);
        } else if middle == least {
            self.near_end = least;
        } else {
            self.lay_out_buckets(f64::from_bits(least), f64::from_bits(middle));
        }
        self.spread_far();
        self.run_gathered();
    }

    /// Lays everything but the bands out anew: so many newcomers have met a long run that the buckets are too wide for how dense
    /// events lie by now.
    #[inline(never)]
    fn lay_out_anew(&mut self) {
        self.far.append(&mut self.run);
        self.far.append(&mut self.heap);
        for bucket in self.current + 1..self.laid_out {
            let mut slot = std::mem::replace(&mut self.buckets[bucket as usize], END);
            while slot != END {
                let Slot { time, next, .. } = self.slots[slot as usize];
                self.far.push(Entry { time, slot });
                slot = next;
            }
        }
        self.lay_out();
    }

    /// Chooses the width of buckets by how dense events lie: those that are known, and those that have been taken out since
    /// the last time, most of which were not known then.
    fn lay_out_buckets(&mut self, least: f64, middle: f64) {
        let known = self.far.len() as f64 / 2.0 / (middle - least);
        let seen = self.taken as f64 / (least - self.laid_out_at).max(middle - least);
        self.taken = 0;
        self.laid_out_at = least;
        let per_width = known.max(seen) / PER_BUCKET;
        let wanted = 2.0 * (middle - least) * per_width;
        if !per_width.is_finite() {
            // Times so close that no bucket has a width.
            self.near_end = middle.to_bits();
            return;
        }
        self.laid_out = (wanted as usize).clamp(1, self.far.len() * MOST_BUCKETS) as u32;
        self.base = least;
        self.per_width = per_width;
        let room = self.buckets.len().max(self.laid_out as usize);
        self.buckets.resize(room, END);
    }

    /// Deals the far list out to bands, but for the first of them; does nothing where bands would not part the times, as many
    /// are one. There are no bands.
    fn lay_out_bands(&mut self) {
        let least = self.far.iter().map(|entry| entry.time).min().unwrap_or(0);
        let [quarter, middle, three_quarters] = self.quartiles_of_far();
        if quarter == middle || middle == three_quarters {
            return;
        }
        let least = f64::from_bits(least);
        let span = 2.0 * (f64::from_bits(middle) - least);
        let wanted = (self.far.len() as f64 / PER_BAND).min(MOST_BANDS);
        if self.bands.lay_out(least, span, wanted) {
            let Calendar { far, bands, .. } = self;
            far.retain(|&entry| {
                let is_later = bands.is_later(entry.time);
                if is_later {
                    bands.put(entry);
                }
                !is_later
            });
        }
    }

    /// About the quartiles of the far times, from a sample; 0 for none.
    fn quartiles_of_far(&self) -> [u64; 3] {
        let mut sample = [0; SAMPLE];
        let step = self.far.len().div_ceil(SAMPLE).max(1);
        let mut taken = 0;
        for (place, entry) in sample.iter_mut().zip(self.far.iter().step_by(step)) {
            *place = entry.time;
            taken += 1;
        }
        if taken == 0 {
            return [0; 3];
        }
        let sample = &mut sample[..taken];
        sample.sort_unstable();
        [1, 2, 3].map(|quarter| sample[taken * quarter / 4])
    }

    /// Moves every far entry into its tier; what is near is gathered.
    fn spread_far(&mut self) {
        // The slots lie far from one another. All are asked for at once: waiting for one is then waiting for many.
        let is_pending = |entry: &&Entry| self.is_pending(entry.slot);
        let all_pending = self.cancelled == 0 || self.far.iter().filter(is_pending).count() == self.far.len();
        let mut kept = 0;
        for place in 0..self.far.len() {
            let entry = self.far[place];
            let bucket = self.bucket_of(entry.time);
            if bucket == 0 || entry.time <= self.near_end || !(all_pending || self.is_pending(entry.slot)) {
                self.gather_or_drop(entry);
            } else if bucket < self.laid_out {
                let head = &mut self.buckets[bucket as usize];
                self.slots[entry.slot as usize].next = *head;
                *head = entry.slot;
            } else {
                self.far[kept] = entry;
                kept += 1;
            }
        }
        self.far.truncate(kept);
    }

    /// Throws out all cancelled events. What is pending stays in its tier.
    fn sweep(&mut self) {
        let (slots, free) = (&mut self.slots, &mut self.free);
        let mut keep = |entry: &Entry| {
            let place = &mut slots[entry.slot as usize];
            let pending = place.generation % 2 == 1;
            if !pending {
                place.next = *free;
                *free = entry.slot;
            }
            pending
        };
        self.run.retain(&mut keep);
        self.heap.retain(&mut keep);
        self.far.retain(&mut keep);
        self.bands.retain(&mut keep);
        for place in (0..self.heap.len().div_ceil(ARITY)).rev() {
            self.sift_down(place);
        }
        for bucket in 0..self.laid_out as usize {
            self.buckets[bucket] = self.swept(self.buckets[bucket]);
        }
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
                self.slots[list as usize].next = self.free;
                self.free = list;
            }
            list = next;
        }
        kept
    }

    /// Puts an entry among the near ones: into its place in the run, which is near its end more often than not.
    #[inline(never)]
    fn put_near(&mut self, entry: Entry) {
        let mut place = self.run.len();
        if place >= LONG_RUN {
            self.heap.push(entry);
            self.sift_up(self.heap.len() - 1);
            self.crowded += 1;
            if self.crowded >= CROWDED * self.pending {
                self.lay_out_anew();
            }
            return;
        }
        self.run.push(entry);
        while place > 0 && is_before(&self.run[place - 1], &entry, &self.slots) {
            self.run[place] = self.run[place - 1];
            place -= 1;
        }
        self.run[place] = entry;
    }

    fn sift_up(&mut self, mut place: usize) {
        let entry = self.heap[place];
        while place > 0 {
            let parent = (place - 1) / ARITY;
            if !is_before(&entry, &self.heap[parent], &self.slots) {
                break;
            }
            self.heap[place] = self.heap[parent];
            place = parent;
        }
        self.heap[place] = entry;
    }

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
                if is_before(&children[child], &children[least], &self.slots) {
                    least = child;
                }
            }
            if !is_before(&children[least], &entry, &self.slots) {
                break;
            }
            self.heap[place] = children[least];
            place = first + least;
        }
        self.heap[place] = entry;
    }
}

/// Whether one event comes before another: by time, then by key.
#[inline]
fn is_before<E>(one: &Entry, other: &Entry, slots: &[Slot<E>]) -> bool {
    one.time < other.time
        || (one.time == other.time && slots[one.slot as usize].key < slots[other.slot as usize].key)
}

#[cfg(test)]
mod tests;
