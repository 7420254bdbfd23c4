//! `Bands`: the far events of a calendar by long spans of equal width, unordered within.

use crate::engine::ahead::ask_for;
use crate::engine::slots::{END, Entry};

/// Entries of a chunk, which then takes four cache lines,
const CHUNK: usize = 16;
/// and those of one of them.
const LINE: usize = 4;
/// So many chunks before they are handed on, they are asked for: they lie far from one another.
const CHUNKS_AHEAD: u32 = 6;
/// So many bands have their ends in a cache.
pub(crate) const BANDS: u32 = 2048;

/// Some entries of a band.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Chunk([Entry; CHUNK]);

/// The chunk of a band that is being filled, and how many entries it has; all others of the band are full.
#[derive(Copy, Clone, Debug)]
struct Head {
    chunk: u32,
    len: u32,
}

/// Of a band without chunks: the first entry begins one.
const NONE: Head = Head {
    chunk: END,
    len: CHUNK as u32,
};

/// Lists of entries that are written and read from front to back. Chunks are used again, so that room is taken for entries and
/// not for bands. What tells where the next entry goes stands together, so that nobody waits for a chunk to write into it.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    chunks: Vec<Chunk>,
    /// The chunk after each, in its band or among those that are free.
    next: Vec<u32>,
    /// The first chunk that is free.
    free: u32,
    heads: Vec<Head>,
    count: usize,
}

impl Default for Bands {
    fn default() -> Bands {
        Bands {
            chunks: Vec::new(),
            next: Vec::new(),
            free: END,
            heads: vec![NONE; BANDS as usize],
            count: 0,
        }
    }
}

impl Bands {
    /// Does no band hold anything?
    pub(crate) fn are_empty(&self) -> bool {
        self.count == 0
    }

    /// Puts an entry into a band.
    #[inline]
    pub(crate) fn put(&mut self, band: u32, entry: Entry) {
        self.count += 1;
        let mut head = self.heads[band as usize];
        if head.len as usize == CHUNK {
            head = self.begin_chunk(head.chunk);
        }
        self.chunks[head.chunk as usize].0[head.len as usize] = entry;
        head.len += 1;
        self.heads[band as usize] = head;
    }

    /// An empty chunk before another.
    #[inline(never)]
    fn begin_chunk(&mut self, next: u32) -> Head {
        let chunk = self.free;
        if let Some(place) = self.next.get_mut(chunk as usize) {
            self.free = std::mem::replace(place, next);
            return Head { chunk, len: 0 };
        }
        self.chunks.push(Chunk([Entry::default(); CHUNK]));
        self.next.push(next);
        let chunk = self.chunks.len() as u32 - 1;
        Head { chunk, len: 0 }
    }

    /// Hands on what a band holds.
    pub(crate) fn empty(&mut self, band: u32, to: &mut Vec<Entry>) {
        let mut head = std::mem::replace(&mut self.heads[band as usize], NONE);
        if head.chunk == END {
            return;
        }
        let mut ahead = head.chunk;
        for _ in 0..CHUNKS_AHEAD {
            ahead = self.ask_for_chunk(ahead);
        }
        while head.chunk != END {
            ahead = self.ask_for_chunk(ahead);
            let Head { chunk, len } = head;
            to.extend_from_slice(&self.chunks[chunk as usize].0[..len as usize]);
            self.count -= len as usize;
            head = self.free_chunk(chunk);
        }
    }

    /// Lets a chunk be used again; the one after it, which is full, is the first of its band from now on.
    #[inline]
    fn free_chunk(&mut self, chunk: u32) -> Head {
        let next = std::mem::replace(&mut self.next[chunk as usize], self.free);
        self.free = chunk;
        Head { chunk: next, ..NONE }
    }

    /// Asks memory for a chunk, if there is such; tells the one after it.
    #[inline]
    fn ask_for_chunk(&self, chunk: u32) -> u32 {
        let Some(Chunk(entries)) = self.chunks.get(chunk as usize) else {
            return END;
        };
        for line in (0..CHUNK).step_by(LINE) {
            ask_for(entries, line);
        }
        self.next[chunk as usize]
    }

    /// Hands on what all bands hold.
    pub(crate) fn hand_on(&mut self, to: &mut Vec<Entry>) {
        for band in 0..self.bands_to_walk() {
            self.empty(band, to);
        }
    }

    /// Most worlds are small, and nothing waits in their bands.
    fn bands_to_walk(&self) -> u32 {
        if self.are_empty() { 0 } else { BANDS }
    }

    /// Keeps some entries only.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Entry) -> bool) {
        for band in 0..self.bands_to_walk() {
            let Head { mut chunk, mut len } = self.heads[band as usize];
            while chunk != END {
                let next = self.next[chunk as usize];
                for place in (0..len as usize).rev() {
                    if !keep(&self.chunks[chunk as usize].0[place]) {
                        self.chunks[chunk as usize].0[place] = self.take_last(band);
                    }
                }
                (chunk, len) = (next, CHUNK as u32);
            }
        }
    }

    /// Takes out what was put into a band last, or took the place of that.
    fn take_last(&mut self, band: u32) -> Entry {
        self.count -= 1;
        let head = &mut self.heads[band as usize];
        head.len -= 1;
        let Head { chunk, len } = *head;
        let last = self.chunks[chunk as usize].0[len as usize];
        if len == 0 {
            self.heads[band as usize] = self.free_chunk(chunk);
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::{BANDS, Bands, CHUNK, Entry};

    fn numbered(slot: u32) -> Entry {
        let time = f64::from(slot).to_bits();
        Entry { time, slot }
    }

    #[test]
    fn a_band_hands_on_what_it_was_given_and_its_room_is_used_again() {
        let mut bands = Bands::default();
        for _ in 0..3 {
            assert!(bands.are_empty());
            for slot in 0..20 * CHUNK as u32 {
                bands.put(slot % 4 * (BANDS / 4), numbered(slot));
            }
            for remainder in 0..4 {
                let mut handed = Vec::new();
                bands.empty(remainder * (BANDS / 4), &mut handed);
                let mut slots: Vec<u32> = handed.iter().map(|entry| entry.slot).collect();
                slots.sort_unstable();
                assert!(slots.into_iter().eq((remainder..20 * CHUNK as u32).step_by(4)));
            }
            assert_eq!(bands.chunks.len(), 20);
        }
    }

    #[test]
    fn what_is_not_kept_is_not_handed_on_and_makes_room() {
        let mut bands = Bands::default();
        let put = |bands: &mut Bands, slots: std::ops::Range<u32>| {
            slots.for_each(|slot| bands.put(1 + slot % 12, numbered(slot)));
        };
        put(&mut bands, 0..1000);
        // Of each band some are kept, and of the fourth none.
        bands.retain(|entry| entry.slot % 5 == 0 && entry.slot % 12 != 3);
        let chunks = bands.chunks.len();
        put(&mut bands, 1000..1700);
        assert_eq!(bands.chunks.len(), chunks);
        let mut handed = Vec::new();
        bands.hand_on(&mut handed);
        assert!(bands.are_empty());
        let mut slots: Vec<u32> = handed.iter().map(|entry| entry.slot).collect();
        slots.sort_unstable();
        let kept = (0..1000).step_by(5).filter(|slot| slot % 12 != 3);
        assert!(slots.into_iter().eq(kept.chain(1000..1700)));
    }
}
