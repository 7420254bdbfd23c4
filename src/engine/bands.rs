//! `Bands`: the far events of a calendar by long spans of equal width, unordered within.

use crate::engine::slots::{END, Entry};

/// Entries of a chunk, which then takes four cache lines.
const CHUNK: usize = 15;
/// So many bands have their ends in a cache.
pub(crate) const BANDS: u32 = 1024;

/// Some entries of a band, and the next chunk of it.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Chunk {
    entries: [Entry; CHUNK],
    len: u32,
    next: u32,
}

/// Lists of entries that are written and read from front to back. Chunks are used again, so that room is taken for entries and
/// not for bands.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    chunks: Vec<Chunk>,
    /// The first chunk that is free; `next` links the others.
    free: u32,
    /// The first chunk of each band.
    heads: Vec<u32>,
    count: usize,
}

impl Default for Bands {
    fn default() -> Bands {
        Bands {
            chunks: Vec::new(),
            free: END,
            heads: vec![END; BANDS as usize],
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
        let head = self.heads[band as usize];
        match self.chunks.get_mut(head as usize) {
            Some(chunk) if (chunk.len as usize) < CHUNK => {
                chunk.entries[chunk.len as usize] = entry;
                chunk.len += 1;
            }
            _ => self.heads[band as usize] = self.begin_chunk(head, entry),
        }
    }

    #[inline(never)]
    fn begin_chunk(&mut self, next: u32, entry: Entry) -> u32 {
        let place = self.free;
        if let Some(chunk) = self.chunks.get_mut(place as usize) {
            self.free = chunk.next;
            (chunk.entries[0], chunk.len, chunk.next) = (entry, 1, next);
            return place;
        }
        self.chunks.push(Chunk {
            entries: [entry; CHUNK],
            len: 1,
            next,
        });
        self.chunks.len() as u32 - 1
    }

    /// Hands on what a band holds.
    pub(crate) fn empty(&mut self, band: u32, to: &mut Vec<Entry>) {
        let mut place = std::mem::replace(&mut self.heads[band as usize], END);
        while place != END {
            let chunk = &mut self.chunks[place as usize];
            let len = std::mem::take(&mut chunk.len) as usize;
            to.extend_from_slice(&chunk.entries[..len]);
            self.count -= len;
            let next = std::mem::replace(&mut chunk.next, self.free);
            self.free = place;
            place = next;
        }
    }

    /// Hands on what all bands hold.
    pub(crate) fn hand_on(&mut self, to: &mut Vec<Entry>) {
        (0..BANDS).for_each(|band| self.empty(band, to));
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
            self.count -= chunk.len as usize - kept;
            chunk.len = kept as u32;
        }
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
    fn what_is_not_kept_is_not_handed_on() {
        let mut bands = Bands::default();
        for slot in 0..1000 {
            bands.put(1 + slot % 12, numbered(slot));
        }
        bands.retain(|entry| entry.slot % 3 == 0);
        let mut kept = Vec::new();
        bands.hand_on(&mut kept);
        assert!(bands.are_empty());
        let mut slots: Vec<u32> = kept.iter().map(|entry| entry.slot).collect();
        slots.sort_unstable();
        assert!(slots.into_iter().eq((0..1000).step_by(3)));
    }
}
