//! `Bands`: far times of a calendar by spans of equal width, unordered within, and those beyond.

/// When an event happens, and its slot: the time as bits, which order like the numbers because no time is negative.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) time: u64,
    pub(crate) slot: u32,
}

/// The end of a list.
const END: u32 = u32::MAX;
/// Entries of a chunk, which then takes a kilobyte.
const CHUNK: usize = 63;
/// Added to a number below 2³², this leaves it, rounded, in the last bits: cheaper than a checked conversion.
const WHOLE: f64 = (1_u64 << 52) as f64;
/// All places lie before this one.
const LAST: f64 = (u32::MAX - 1) as f64;

/// No event happens at this time.
const NEVER: u64 = f64::INFINITY.to_bits();

/// The whole number nearest to a place, at least 0 and before the last: never decreasing in the place.
#[inline]
pub(crate) fn whole(place: f64) -> u32 {
    let place = if place > 0.0 { place } else { 0.0 };
    let place = if place < LAST { place } else { LAST };
    (place + WHOLE).to_bits() as u32
}

/// Some entries of a band, and the next chunk of it.
#[derive(Clone, Debug)]
struct Chunk {
    entries: [Entry; CHUNK],
    len: u32,
    next: u32,
}

/// Lists of entries that are written and read from front to back. Those of the bands up to the current one are empty; without
/// bands every time lies in the current one. Chunks are used again, so that room is taken for entries and not for bands.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    chunks: Vec<Chunk>,
    /// The first chunk that is free; `next` links the others.
    free: u32,
    /// The first chunk of each band, and of what lies beyond them.
    heads: Vec<u32>,
    beyond: u32,
    laid_out: u32,
    current: u32,
    base: f64,
    per_width: f64,
    /// Times from here on lie behind the current band.
    end: u64,
}

impl Default for Bands {
    fn default() -> Bands {
        Bands {
            chunks: Vec::new(),
            free: END,
            heads: Vec::new(),
            beyond: END,
            laid_out: 0,
            current: 0,
            base: 0.0,
            per_width: 0.0,
            end: NEVER,
        }
    }
}

impl Bands {
    /// Whether no bands are laid out, and nothing lies beyond them.
    pub(crate) fn are_none(&self) -> bool {
        self.laid_out == 0
    }

    /// Whether a time lies behind the current band. All such times are later than all others.
    #[inline]
    pub(crate) fn is_later(&self, time: u64) -> bool {
        time >= self.end
    }

    /// The band of a time: never decreasing in the time.
    #[inline]
    fn band_of(&self, time: u64) -> u32 {
        whole((f64::from_bits(time) - self.base) * self.per_width)
    }

    /// The first time behind the current band, found between those that are in it and those that are not.
    fn end_of_current(&self) -> u64 {
        let (mut within, mut behind) = (0, NEVER);
        while within < behind {
            let middle = u64::midpoint(within, behind);
            if self.band_of(middle) > self.current {
                behind = middle;
            } else {
                within = middle + 1;
            }
        }
        behind
    }

    /// Puts an entry that lies behind the current band into its own.
    #[inline]
    pub(crate) fn put(&mut self, entry: Entry) {
        let band = self.band_of(entry.time);
        let head = match self.heads.get(band as usize) {
            Some(&head) if band < self.laid_out => head,
            _ => self.beyond,
        };
        match self.chunks.get_mut(head as usize) {
            Some(chunk) if (chunk.len as usize) < CHUNK => {
                chunk.entries[chunk.len as usize] = entry;
                chunk.len += 1;
            }
            _ => self.put_in_new_chunk(band, head, entry),
        }
    }

    #[inline(never)]
    fn put_in_new_chunk(&mut self, band: u32, next: u32, entry: Entry) {
        let place = self.free;
        let place = if let Some(chunk) = self.chunks.get_mut(place as usize) {
            self.free = chunk.next;
            place
        } else {
            let entries = [Entry::default(); CHUNK];
            self.chunks.push(Chunk {
                entries,
                len: 0,
                next,
            });
            self.chunks.len() as u32 - 1
        };
        let chunk = &mut self.chunks[place as usize];
        (chunk.entries[0], chunk.len, chunk.next) = (entry, 1, next);
        match self.heads.get_mut(band as usize) {
            Some(head) if band < self.laid_out => *head = place,
            _ => self.beyond = place,
        }
    }

    /// Lays out so many bands over a span of days from the first time on; false if that cannot be. The first is the current one.
    pub(crate) fn lay_out(&mut self, first: f64, span: f64, count: f64) -> bool {
        let per_width = count / span;
        if !(span > 0.0 && per_width.is_finite()) {
            return false;
        }
        (self.base, self.per_width) = (first, per_width);
        (self.laid_out, self.current) = (count as u32, 0);
        let room = self.heads.len().max(self.laid_out as usize);
        self.heads.resize(room, END);
        self.end = self.end_of_current();
        true
    }

    /// Hands the next band on, or else what lies beyond all bands; false if there is nothing more.
    pub(crate) fn next(&mut self, to: &mut Vec<Entry>) -> bool {
        if self.current + 1 < self.laid_out {
            self.current += 1;
            self.end = self.end_of_current();
            let head = std::mem::replace(&mut self.heads[self.current as usize], END);
            self.empty(head, to);
            return true;
        }
        (self.laid_out, self.current, self.per_width, self.end) = (0, 0, 0.0, NEVER);
        let head = std::mem::replace(&mut self.beyond, END);
        self.empty(head, to);
        head != END
    }

    fn empty(&mut self, mut place: u32, to: &mut Vec<Entry>) {
        while place != END {
            let chunk = &mut self.chunks[place as usize];
            to.extend_from_slice(&chunk.entries[..chunk.len as usize]);
            let next = std::mem::replace(&mut chunk.next, self.free);
            chunk.len = 0;
            self.free = place;
            place = next;
        }
    }

    /// Keeps some entries only. Chunks stay where they are.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Entry) -> bool) {
        for chunk in &mut self.chunks {
            let mut kept = 0;
            for place in 0..chunk.len as usize {
                let entry = chunk.entries[place];
                chunk.entries[kept] = entry;
                kept += usize::from(keep(&entry));
            }
            chunk.len = kept as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bands, CHUNK, Entry};

    fn at(days: f64, slot: u32) -> Entry {
        let time = days.to_bits();
        Entry { time, slot }
    }

    #[test]
    fn bands_are_handed_on_in_order_and_then_what_lies_beyond() {
        let mut bands = Bands::default();
        assert!(bands.are_none() && !bands.is_later(1e300_f64.to_bits()));
        assert!(!bands.lay_out(10.0, 0.0, 4.0) && !bands.lay_out(10.0, 1e-320, 1e9));
        for round in 0..3 {
            assert!(bands.lay_out(10.0, 8.0, 4.0));
            let mut first = 0;
            for n in 0..20 * CHUNK as u32 {
                let entry = at(10.0 + f64::from(n % 20), n);
                if bands.is_later(entry.time) {
                    bands.put(entry);
                } else {
                    first += 1;
                }
            }
            let mut seen = Vec::new();
            let mut last = 0.0;
            let mut handed = Vec::new();
            while bands.next(&mut handed) {
                let times: Vec<f64> = handed.iter().map(|entry| f64::from_bits(entry.time)).collect();
                let least = times.iter().copied().fold(f64::INFINITY, f64::min);
                assert!(least > last);
                last = times.iter().copied().fold(last, f64::max);
                seen.append(&mut handed);
            }
            assert!(bands.are_none());
            assert_eq!(seen.len() + first, 20 * CHUNK);
            // The first, three in bands of two days, and the rest in one list; all of it was used again.
            assert!(
                bands.chunks.len() <= 20,
                "{} in round {round}",
                bands.chunks.len()
            );
        }
    }

    #[test]
    fn what_is_not_kept_is_not_handed_on() {
        let mut bands = Bands::default();
        bands.lay_out(0.0, 10.0, 10.0);
        for n in 0..1000 {
            bands.put(at(f64::from(1 + n % 12), n));
        }
        bands.retain(|entry| entry.slot % 3 == 0);
        let mut kept = Vec::new();
        while bands.next(&mut kept) {}
        let mut slots: Vec<u32> = kept.iter().map(|entry| entry.slot).collect();
        slots.sort_unstable();
        assert!(slots.into_iter().eq((0..1000).step_by(3)));
    }
}
