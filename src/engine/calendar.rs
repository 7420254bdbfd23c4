//! The future event list: what will happen, in the order of time and of a key that the model gives; never in the
//! order of scheduling. Anything scheduled can be cancelled.

use crate::engine::bands::{BANDS, Bands};
use crate::engine::near::Near;
use crate::engine::ring::{Ring, STRETCH};
use crate::engine::slots::{END, Entry, Slots};
use crate::engine::time::SimTime;

pub use crate::engine::slots::{EventKey, Ticket};

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

/// Events that a bucket is meant to hold: most then hold none, nearly all others one, and nothing has to be put in order.
const PER_BUCKET: f64 = 0.25;
/// Buckets of the ring for each pending event, about: it then covers most of what is pending where delays are exponential.
const RING_PER_EVENT: usize = 16;
/// The ring has at least so many buckets, two words of bits,
const LEAST_RING: usize = 128;
/// and at most so many: they and the slots of their events fit into a second-level cache;
const MOST_RING: usize = 16_384;
/// but these where very many events are pending, whose slots lie on more pages than a processor keeps at hand: a page that was met
/// when its event was dealt out is then still known when its turn comes.
const RING_OF_MANY: usize = 4_096;
const MANY: usize = 131_072;
/// So few far events are put in order at once, without buckets.
const FEW: usize = 24;
/// When so many times as many newcomers as are pending have met a long run, all is laid out anew.
const CROWDED: usize = 2;
/// How many times as dense as laid out, or as thin, events may have become before all is laid out anew.
const DENSER: f64 = 2.0;
const THINNER: f64 = 64.0;
/// So many far times, evenly spread over the list, tell where the middle is.
const SAMPLE: usize = 64;
/// Below this many cancelled events, they are not worth sweeping out.
const SWEEP_FROM: usize = 64;
/// How many buckets ahead the first and the second glance reach, about twelve events and five; and, before both, the asking for the
/// slots that they look at.
const REACH: [u32; 3] = [48, 20, 64];
const ASKING: usize = 2;
/// So many buckets, about two events, are looked at together: to look for each alone takes longer than to look at it.
const STEP: u32 = 8;
/// So many events before they are dealt out, their slots are asked for: they lie far from one another.
const DEALT_AHEAD: usize = 16;
/// Added to a number below 2³², this leaves it, rounded, in the last bits: cheaper than a checked conversion.
const WHOLE: f64 = (1_u64 << 52) as f64;
/// All places lie before this one.
const LAST: f64 = (u32::MAX - 1) as f64;

/// The whole number nearest to a place, at least 0 and before the last: never decreasing in the place.
#[inline]
fn whole(place: f64) -> u32 {
    let place = if place > 0.0 { place } else { 0.0 };
    let place = if place < LAST { place } else { LAST };
    (place + WHOLE).to_bits() as u32
}

/// The bucket of a time, where buckets of a width begin at a base.
#[inline]
fn bucket_at(time: u64, base: f64, per_width: f64) -> u32 {
    whole((f64::from_bits(time) - base) * per_width)
}

/// The future event list.
///
/// Time is parted into buckets of equal width, so narrow that most are empty and few hold more than one event (a calendar queue,
/// Brown 1988, whose empty buckets are passed over by bits). A ring holds the buckets of the current band of time and of the
/// next; later events lie unordered in their bands, and are dealt out when their band is the next but none, so that what is dealt
/// out, linked and taken fits into a cache, however many events are pending; what is later than all bands lies in one list. The
/// width is taken from where events lie and from how many have been taken out lately; all is laid out anew when the bands are used
/// up, or when events have become much denser or thinner. An event that is alone in its bucket goes straight from there to the
/// model; several are put in order first, and so are newcomers to a bucket that is open already. Slots are used again, so that
/// nothing is allocated once the calendar has reached its size. A cancelled event is dropped when its turn comes; when cancelled
/// events are the majority, all are swept out.
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
    near: Near,
    /// Events up to this time are near, and so are those up to the current bucket.
    near_end: u64,
    current: u32,
    ring: Ring,
    /// The first bucket behind the ring, and behind the bands.
    ring_end: u32,
    bands_end: u32,
    bands: Bands,
    /// The current band, and how many buckets each has, as a power of two.
    band: u32,
    band_bits: u32,
    /// Start of the first bucket, and one over the width of each.
    base: f64,
    per_width: f64,
    /// Events behind the bands.
    far: Vec<Entry>,
    /// Those of a band on their way to the ring.
    dealt: Vec<Entry>,
    slots: Slots<E>,
    /// The first bucket that each glance has not seen, and where the last look was from; only hints depend on them.
    unseen: [u32; 3],
    looked_from: u32,
    pending: usize,
    cancelled: usize,
    /// Newcomers that met a long run since all was laid out.
    crowded: usize,
    /// How many events a day there were lately.
    density: f64,
    /// Events taken out since a time, the time of the last of them, and how many of them will tell the density anew.
    taken: usize,
    since: u64,
    last: u64,
    enough: usize,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Calendar<E> {
        Calendar::new()
    }
}

impl<E: Copy> Calendar<E> {
    /// An empty calendar.
    pub fn new() -> Calendar<E> {
        let mut calendar = Calendar {
            near: Near::default(),
            near_end: 0,
            current: 0,
            ring: Ring::default(),
            ring_end: 0,
            bands_end: 0,
            bands: Bands::default(),
            band: 0,
            band_bits: 0,
            base: 0.0,
            per_width: 0.0,
            far: Vec::new(),
            dealt: Vec::new(),
            slots: Slots::default(),
            unseen: [0; 3],
            looked_from: 0,
            pending: 0,
            cancelled: 0,
            crowded: 0,
            taken: 0,
            density: 0.0,
            since: 0,
            last: 0,
            enough: SAMPLE,
        };
        calendar.lay_out_none();
        calendar
    }

    /// Puts `event` at `time` (not never), at its place `key` among the events of that instant.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "key and event then go from registers to their slot (docs/performance-history.md)"
    )]
    pub fn schedule(&mut self, time: SimTime, key: EventKey, event: E) -> Ticket {
        debug_assert!(!time.is_never(), "what never happens is not scheduled");
        let time = time.to_bits();
        let ticket = self.slots.take_in(time, key, event);
        self.pending += 1;
        self.put(Entry {
            time,
            slot: ticket.slot,
        });
        ticket
    }

    /// Puts an entry into its tier.
    #[inline]
    fn put(&mut self, entry: Entry) {
        let bucket = self.bucket_of(entry.time);
        if bucket > self.current && bucket < self.ring_end {
            self.put_in_ring(bucket, entry.slot);
        } else {
            self.put_elsewhere(bucket, entry);
        }
    }

    #[inline]
    fn put_in_ring(&mut self, bucket: u32, slot: u32) {
        let next = self.ring.put(bucket, slot);
        self.slots.link(slot, next);
    }

    /// Out of line, as is all that seldom happens to a newcomer, so that the rest of its way is short.
    #[inline(never)]
    fn put_elsewhere(&mut self, bucket: u32, entry: Entry) {
        if bucket <= self.current || entry.time <= self.near_end {
            self.put_near(entry);
        } else if bucket < self.bands_end {
            self.bands.put(bucket >> self.band_bits, entry);
        } else {
            self.far.push(entry);
        }
    }

    fn put_near(&mut self, entry: Entry) {
        let run_is_long = self.near.put(entry, &self.slots);
        if run_is_long {
            self.crowded += 1;
            if self.crowded >= CROWDED * self.pending {
                self.lay_out_anew();
            }
        }
    }

    /// The bucket of a time: never decreasing in the time, so what lies in a later bucket is later.
    #[inline]
    fn bucket_of(&self, time: u64) -> u32 {
        bucket_at(time, self.base, self.per_width)
    }

    /// Without buckets, every time lies behind them.
    fn lay_out_none(&mut self) {
        self.near_end = 0;
        (self.current, self.ring_end, self.bands_end) = (0, 0, 0);
        (self.band, self.band_bits) = (0, 0);
        (self.base, self.per_width) = (-1.0, f64::INFINITY);
        self.unseen = [0; 3];
    }

    /// Takes an event back; false if it has happened or was cancelled already.
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        let was_pending = self.slots.cancel(ticket);
        self.pending -= usize::from(was_pending);
        self.cancelled += usize::from(was_pending);
        if self.cancelled > self.pending && self.cancelled >= SWEEP_FROM {
            self.sweep();
        }
        was_pending
    }

    /// Has the event neither happened nor been cancelled?
    pub fn is_scheduled(&self, ticket: Ticket) -> bool {
        self.slots.is_scheduled(ticket)
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
        reason = "within the loop of a run it takes 7 % off an event of PHOLD (docs/performance-history.md)"
    )]
    pub fn next_until(&mut self, horizon: SimTime) -> Option<Scheduled<E>> {
        let slot = match self.take_alone(horizon) {
            Some(slot) => slot,
            None => self.take_near(horizon)?,
        };
        let (time, key, event) = self.slots.take_out(slot);
        self.pending -= 1;
        self.taken += 1;
        self.last = time;
        let time = SimTime::from_bits(time);
        Some(Scheduled { time, key, event })
    }

    /// Where nothing is near and the next event is alone in its bucket, takes it from there.
    #[inline]
    fn take_alone(&mut self, horizon: SimTime) -> Option<u32> {
        // Behind the last bucket of a stretch another band may begin.
        if !self.near.is_empty() || self.current % STRETCH == STRETCH - 1 {
            return None;
        }
        let (bucket, slot, second) = self.ring.soon_from(self.current + 1)?;
        let place = self.slots.get(slot);
        if place.next != END || !place.is_pending() || place.time > horizon.to_bits() {
            return None;
        }
        self.slots.ask_for(second);
        self.ring.take(bucket);
        self.current = bucket;
        Some(slot)
    }

    /// Takes the first event from among those that are near, or that come near because nothing is.
    #[inline(never)]
    fn take_near(&mut self, horizon: SimTime) -> Option<u32> {
        let Entry { time, slot } = self.bring_first()?;
        if time > horizon.to_bits() {
            return None;
        }
        self.near.remove_first(&self.slots);
        Some(slot)
    }

    /// Whether enough buckets have passed since the last look ahead.
    #[inline]
    pub(crate) fn is_look_due(&self) -> bool {
        self.current.wrapping_sub(self.looked_from) >= STEP
    }

    /// As a hint, shows events that will happen soon, and some that have been cancelled: to the first glance (0) when they are some
    /// buckets away, to the second (1) when they are among the next few. Shows a few at a time when called as soon as it is due, so
    /// that memory is asked for evenly.
    #[inline]
    pub(crate) fn look_ahead(&mut self, mut show: impl FnMut(usize, E)) {
        self.looked_from = self.current;
        let (from, end) = self.unseen_by(ASKING);
        self.ring.each_head(from, end, |slot| self.slots.ask_for(slot));
        for glance in 0..ASKING {
            let (from, end) = self.unseen_by(glance);
            self.ring.each_head(from, end, |mut slot| {
                while slot != END {
                    let place = self.slots.get(slot);
                    show(glance, place.event);
                    slot = place.next;
                }
            });
        }
    }

    /// The buckets that have come within the reach of a glance since this was last asked.
    #[inline]
    fn unseen_by(&mut self, glance: usize) -> (u32, u32) {
        let from = self.unseen[glance].max(self.current + 1);
        let end = self.ring_end.min(self.current.saturating_add(REACH[glance]));
        self.unseen[glance] = end.max(from);
        (from, end)
    }

    /// The key of the first event of an instant, which is that of the last event taken or an earlier one.
    #[inline]
    pub fn first_at(&mut self, now: SimTime) -> Option<EventKey> {
        // What happens at the time of the last event lies in its bucket, which is open, or has come after.
        while let Some(Entry { time, slot }) = self.near.first(&self.slots) {
            if time > now.to_bits() {
                return None;
            }
            if self.slots.is_pending(slot) {
                return Some(self.slots.get(slot).key);
            }
            self.drop_first(slot);
        }
        None
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
        self.slots.cancel_all();
        self.pending = 0;
        self.sweep();
    }

    /// Brings the first pending event to the front of the near ones, if there is one.
    fn bring_first(&mut self) -> Option<Entry> {
        loop {
            match self.near.first(&self.slots) {
                Some(first) if self.slots.is_pending(first.slot) => return Some(first),
                Some(first) => self.drop_first(first.slot),
                None if self.pending == 0 => return None,
                None => self.refill(),
            }
        }
    }

    /// Removes the first of the near events, which was cancelled.
    fn drop_first(&mut self, slot: u32) {
        self.near.remove_first(&self.slots);
        self.drop_cancelled(slot);
    }

    fn drop_cancelled(&mut self, slot: u32) {
        self.cancelled -= 1;
        self.slots.release(slot);
    }

    /// Opens the next bucket; enters the next band when this one has none left, and lays the far list out anew when there are no
    /// more bands. Nothing is near.
    fn refill(&mut self) {
        let end = (self.band + 1) << self.band_bits;
        if let Some(bucket) = self.ring.first(self.current + 1, end.min(self.ring_end)) {
            self.open(bucket);
        } else if end < self.ring_end || !self.bands.are_empty() {
            self.enter_next_band();
        } else {
            self.lay_out();
        }
    }

    /// Puts a bucket in order.
    fn open(&mut self, bucket: u32) {
        if self.taken >= self.enough && self.is_outdated() {
            self.lay_out_anew();
            return;
        }
        self.current = bucket;
        let mut slot = self.ring.take(bucket);
        loop {
            let place = self.slots.get(slot);
            let (time, next) = (place.time, place.next);
            self.gather_or_drop(Entry { time, slot });
            if next == END {
                break;
            }
            slot = next;
        }
        self.near.run_gathered(&self.slots);
    }

    /// Gathers an entry for the run, or drops it if it was cancelled.
    #[inline]
    fn gather_or_drop(&mut self, entry: Entry) {
        if self.slots.is_pending(entry.slot) {
            self.near.gathered.push(entry);
        } else {
            self.drop_cancelled(entry.slot);
        }
    }

    /// Goes on to the next band, which is in the ring already, and deals the one behind it out to the buckets that have become
    /// free.
    #[inline(never)]
    fn enter_next_band(&mut self) {
        self.band += 1;
        self.current = (self.band << self.band_bits) - 1;
        let behind = self.band + 1;
        self.ring_end = ((behind + 1) << self.band_bits).min(self.bands_end);
        if behind < BANDS {
            let mut dealt = std::mem::take(&mut self.dealt);
            let band_bits = self.band_bits;
            let (base, per_width) = (self.base, self.per_width);
            let band_of = |time| bucket_at(time, base, per_width) >> band_bits;
            self.bands.hand_on(behind, band_of, &mut dealt);
            for place in 0..dealt.len() {
                if let Some(ahead) = dealt.get(place + DEALT_AHEAD) {
                    self.slots.ask_for(ahead.slot);
                }
                self.deal(dealt[place]);
            }
            dealt.clear();
            self.dealt = dealt;
        }
    }

    /// Puts an event of a band into its bucket, or drops it if it was cancelled.
    #[inline]
    fn deal(&mut self, entry: Entry) {
        if self.cancelled == 0 || self.slots.is_pending(entry.slot) {
            self.put_in_ring(self.bucket_of(entry.time), entry.slot);
        } else {
            self.drop_cancelled(entry.slot);
        }
    }

    /// Whether events have become so dense or so thin that buckets of another width would be better. Asked when as many have been
    /// taken as are pending, so that laying out anew costs no more than they did.
    #[inline(never)]
    fn is_outdated(&mut self) -> bool {
        let days = f64::from_bits(self.last) - f64::from_bits(self.since);
        let seen = self.taken as f64 / days;
        (self.taken, self.since) = (0, self.last);
        let laid_out = self.per_width * PER_BUCKET;
        let is_outdated = seen.is_finite() && (seen > laid_out * DENSER || seen < laid_out / THINNER);
        // In bursts the density is another each time: then it is asked for less often.
        let enough = if is_outdated { 2 * self.enough } else { SAMPLE };
        self.enough = enough.max(self.pending);
        if seen.is_finite() {
            self.density = seen;
        }
        is_outdated
    }

    /// Lays the far list out in buckets of equal width; or, where there are few or all at one time, puts them in order at
    /// once. Nothing is near, and ring and bands are empty.
    fn lay_out(&mut self) {
        self.lay_out_none();
        self.crowded = 0;
        let times = self.far.iter().map(|entry| entry.time);
        let least = times.clone().min().unwrap_or(0);
        let middle = self.middle_of_far();
        if self.far.len() <= FEW {
            self.near_end = times.max().unwrap_or(0);
        } else if middle == least {
            self.near_end = least;
        } else {
            self.lay_out_buckets(f64::from_bits(least), f64::from_bits(middle));
        }
        self.spread_far();
        self.near.run_gathered(&self.slots);
    }

    /// Lays everything out anew.
    #[inline(never)]
    fn lay_out_anew(&mut self) {
        self.near.hand_on(&mut self.far);
        self.bands.hand_on_all(&mut self.far);
        let mut bucket = self.current;
        while let Some(next) = self.ring.first(bucket + 1, self.ring_end) {
            let mut slot = self.ring.take(next);
            while slot != END {
                let place = self.slots.get(slot);
                let (time, next) = (place.time, place.next);
                self.far.push(Entry { time, slot });
                slot = next;
            }
            bucket = next;
        }
        self.lay_out();
    }

    /// Chooses the width of buckets by how dense events lie: those that are known, and those that have been taken out lately, most
    /// of which were not known long before. Half of the far events lie before the end of the bands, whatever the density.
    fn lay_out_buckets(&mut self, least: f64, middle: f64) {
        let buckets = self.buckets_wanted();
        let band_bits = buckets.trailing_zeros() - 1;
        let bands_end = BANDS << band_bits;
        let known = self.far.len() as f64 / 2.0 / (middle - least);
        let per_width = known.max(self.density) / PER_BUCKET;
        let per_width = per_width.min(f64::from(bands_end) / (middle - least));
        if !per_width.is_finite() {
            // Times so close that no bucket has a width.
            self.near_end = middle.to_bits();
            return;
        }
        (self.base, self.per_width) = (least, per_width);
        (self.band_bits, self.bands_end) = (band_bits, bands_end);
        self.ring.lay_out(buckets);
        self.bands.lay_out();
        self.ring_end = buckets;
    }

    /// How many buckets the ring should have. It becomes shorter only where very many events are pending.
    fn buckets_wanted(&self) -> u32 {
        if self.pending > MANY {
            return RING_OF_MANY as u32;
        }
        let wanted = (self.pending * RING_PER_EVENT).next_power_of_two();
        self.ring.len().max(wanted.clamp(LEAST_RING, MOST_RING) as u32)
    }

    /// About the middle of the far times, from a sample; 0 for none.
    fn middle_of_far(&self) -> u64 {
        let mut sample = [0; SAMPLE];
        let step = self.far.len().div_ceil(SAMPLE).max(1);
        let mut taken = 0;
        for (place, entry) in sample.iter_mut().zip(self.far.iter().step_by(step)) {
            *place = entry.time;
            taken += 1;
        }
        let sample = &mut sample[..taken];
        sample.sort_unstable();
        sample.get(taken / 2).copied().unwrap_or(0)
    }

    /// Moves every far entry into its tier; what is near is gathered.
    fn spread_far(&mut self) {
        let mut kept = 0;
        for place in 0..self.far.len() {
            let entry = self.far[place];
            let bucket = self.bucket_of(entry.time);
            if bucket == 0 || entry.time <= self.near_end {
                self.gather_or_drop(entry);
            } else if bucket < self.ring_end {
                self.put_in_ring(bucket, entry.slot);
            } else if bucket < self.bands_end {
                self.bands.put(bucket >> self.band_bits, entry);
            } else {
                self.far[kept] = entry;
                kept += 1;
            }
        }
        self.far.truncate(kept);
    }

    /// Throws out all cancelled events. What is pending stays in its tier.
    fn sweep(&mut self) {
        let keep = |slots: &mut Slots<E>, entry: &Entry| {
            let is_pending = slots.is_pending(entry.slot);
            if !is_pending {
                slots.release(entry.slot);
            }
            is_pending
        };
        self.near.retain(&mut self.slots, keep);
        self.far.retain(|entry| keep(&mut self.slots, entry));
        self.bands.retain(|entry| keep(&mut self.slots, entry));
        let mut bucket = self.current;
        while let Some(next) = self.ring.first(bucket + 1, self.ring_end) {
            self.sweep_bucket(next);
            bucket = next;
        }
        self.cancelled = 0;
    }

    fn sweep_bucket(&mut self, bucket: u32) {
        let mut slot = self.ring.take(bucket);
        while slot != END {
            let next = self.slots.get(slot).next;
            if self.slots.is_pending(slot) {
                self.put_in_ring(bucket, slot);
            } else {
                self.slots.release(slot);
            }
            slot = next;
        }
    }
}

#[cfg(test)]
mod tests;
