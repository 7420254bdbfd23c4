//! `Bands`: the far events of a calendar by long spans of equal width, unordered within.

use crate::engine::ahead::ask_for;
use crate::engine::large::{LargeVec, empty};
use crate::engine::slots::{END, Entry};

/// Entries of a chunk, which then takes four cache lines,
const CHUNK: usize = 16;
/// and those of one of them.
const LINE: usize = 4;
/// So many chunks before they are handed on, they are asked for: they lie far from one another.
const CHUNKS_AHEAD: u32 = 6;
/// Bands of a group, and groups: so few lists grow at a time that their ends fit into the first cache, and their pages are known.
const GROUP: u32 = 64;
const GROUPS: u32 = 64;
/// All bands.
pub(crate) const BANDS: u32 = GROUP * GROUPS;

/// Some entries of a list.
#[derive(Copy, Clone, Debug)]
#[repr(align(64))]
struct Chunk([Entry; CHUNK]);

/// The chunk of a list that is being filled, and how many entries it has; all others of the list are full.
#[derive(Copy, Clone, Debug)]
struct Head {
    chunk: u32,
    len: u32,
}

/// Of a list without chunks: the first entry begins one.
const NONE: Head = Head {
    chunk: END,
    len: CHUNK as u32,
};

/// A list that is being taken out: its first chunk, and that which is asked for next.
struct Walk {
    head: Head,
    ahead: u32,
}

/// Lists of entries that are written and read from front to back: one for each band of the group that is under way, and one for
/// each group behind it, which is parted into bands when its turn comes. Chunks are used again, so that room is taken for
/// entries and not for bands. What tells where the next entry of a list goes stands together, so that nobody waits for a chunk to
/// write into it.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    chunks: LargeVec<Chunk>,
    /// The chunk after each, in its list or among those that are free.
    next: Vec<u32>,
    /// The first chunk that is free.
    free: u32,
    /// Of all groups, and then of the bands of one of them.
    heads: [Head; (GROUPS + GROUP) as usize],
    group: u32,
    count: usize,
}

impl Default for Bands {
    fn default() -> Bands {
        Bands {
            chunks: empty(),
            next: Vec::new(),
            free: END,
            heads: [NONE; (GROUPS + GROUP) as usize],
            group: 0,
            count: 0,
        }
    }
}

impl Bands {
    /// Does no band hold anything?
    pub(crate) fn are_empty(&self) -> bool {
        self.count == 0
    }

    /// Begins again with the first band. All are empty.
    pub(crate) fn lay_out(&mut self) {
        debug_assert!(self.are_empty());
        self.group = 0;
    }

    /// Puts an entry into a band that has not been handed on.
    #[inline]
    pub(crate) fn put(&mut self, band: u32, entry: Entry) {
        let group = band / GROUP;
        debug_assert!(group >= self.group, "bands are handed on one after the other");
        let list = if group == self.group {
            GROUPS + band % GROUP
        } else {
            group
        };
        self.count += 1;
        let mut head = self.heads[list as usize];
        if head.len as usize == CHUNK {
            head = self.begin_chunk(head.chunk);
        }
        self.chunks[head.chunk as usize].0[head.len as usize] = entry;
        head.len += 1;
        self.heads[list as usize] = head;
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

    /// Hands on what a band holds; bands are asked one after the other. When it is the first of its group, that is parted into
    /// bands, told by time.
    pub(crate) fn hand_on(&mut self, band: u32, band_of: impl Fn(u64) -> u32, to: &mut Vec<Entry>) {
        if band / GROUP != self.group {
            self.group = band / GROUP;
            let mut walk = self.take_out(self.group);
            while let Some((Chunk(entries), len)) = self.next_chunk(&mut walk) {
                for entry in &entries[..len] {
                    self.put(band_of(entry.time), *entry);
                }
            }
        }
        self.hand_on_list(GROUPS + band % GROUP, to);
    }

    /// Hands on what all bands hold.
    pub(crate) fn hand_on_all(&mut self, to: &mut Vec<Entry>) {
        (0..GROUPS + GROUP).for_each(|list| self.hand_on_list(list, to));
    }

    fn hand_on_list(&mut self, list: u32, to: &mut Vec<Entry>) {
        let mut walk = self.take_out(list);
        while let Some((Chunk(entries), len)) = self.next_chunk(&mut walk) {
            to.extend_from_slice(&entries[..len]);
        }
    }

    /// Begins to take a list out; what comes to it from now on is another list.
    fn take_out(&mut self, list: u32) -> Walk {
        let head = std::mem::replace(&mut self.heads[list as usize], NONE);
        let mut ahead = head.chunk;
        for _ in 0..CHUNKS_AHEAD {
            ahead = self.ask_for_chunk(ahead);
        }
        Walk { head, ahead }
    }

    /// The next chunk of a list that is taken out, and how many entries it has.
    #[inline]
    fn next_chunk(&mut self, walk: &mut Walk) -> Option<(Chunk, usize)> {
        let Head { chunk, len } = walk.head;
        let entries = *self.chunks.get(chunk as usize)?;
        walk.ahead = self.ask_for_chunk(walk.ahead);
        walk.head = self.free_chunk(chunk);
        self.count -= len as usize;
        Some((entries, len as usize))
    }

    /// Lets a chunk be used again; the one after it, which is full, is the first of its list from now on.
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

    /// Keeps some entries only.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Entry) -> bool) {
        for list in 0..self.heads.len() {
            let Head { mut chunk, mut len } = self.heads[list];
            while chunk != END {
                let next = self.next[chunk as usize];
                for place in (0..len as usize).rev() {
                    if !keep(&self.chunks[chunk as usize].0[place]) {
                        self.chunks[chunk as usize].0[place] = self.take_last(list);
                    }
                }
                (chunk, len) = (next, CHUNK as u32);
            }
        }
    }

    /// Takes out what was put into a list last, or took the place of that.
    fn take_last(&mut self, list: usize) -> Entry {
        self.count -= 1;
        let head = &mut self.heads[list];
        head.len -= 1;
        let Head { chunk, len } = *head;
        let last = self.chunks[chunk as usize].0[len as usize];
        if len == 0 {
            self.heads[list] = self.free_chunk(chunk);
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::{BANDS, Bands, CHUNK, Entry, GROUP};

    fn numbered(slot: u32) -> Entry {
        let time = f64::from(slot).to_bits();
        Entry { time, slot }
    }

    /// Every band of the first four groups has some.
    fn band_of(time: u64) -> u32 {
        f64::from_bits(time) as u32 % (4 * GROUP)
    }

    fn put(bands: &mut Bands, slots: std::ops::Range<u32>) {
        for slot in slots {
            let entry = numbered(slot);
            bands.put(band_of(entry.time), entry);
        }
    }

    fn sorted(entries: &[Entry]) -> Vec<u32> {
        let mut slots: Vec<u32> = entries.iter().map(|entry| entry.slot).collect();
        slots.sort_unstable();
        slots
    }

    #[test]
    fn a_band_hands_on_what_it_was_given_and_its_room_is_used_again() {
        const USED: u32 = 4 * GROUP;
        const EARLY: u32 = 20_000;
        const LATE: u32 = EARLY * USED;
        let mut bands = Bands::default();
        let mut rooms = Vec::new();
        for _ in 0..3 {
            bands.lay_out();
            put(&mut bands, 0..EARLY);
            for band in 0..BANDS {
                // Before it is handed on, something comes to the band itself and to one of the group behind.
                let behind = band + GROUP;
                if behind < USED {
                    put(&mut bands, LATE + band..LATE + band + 1);
                    put(&mut bands, LATE + behind..LATE + behind + 1);
                }
                let mut handed = Vec::new();
                bands.hand_on(band, band_of, &mut handed);
                let late = usize::from(behind < USED) + usize::from((GROUP..USED).contains(&band));
                let early = (band..EARLY).step_by(USED as usize).filter(|_| band < USED);
                let expected = early.chain(std::iter::repeat_n(LATE + band, late));
                assert!(sorted(&handed).into_iter().eq(expected), "{band}");
            }
            assert!(bands.are_empty());
            rooms.push(bands.chunks.len());
        }
        assert!(rooms[0] < EARLY as usize / CHUNK + 2 * GROUP as usize);
        assert_eq!(rooms, [rooms[0]; 3]);
    }

    #[test]
    fn what_is_not_kept_is_not_handed_on_and_makes_room() {
        let mut bands = Bands::default();
        put(&mut bands, 0..10_000);
        // Of each band some are kept, and of the fourth none.
        let is_kept = |slot: u32| slot.is_multiple_of(5) && slot % (4 * GROUP) != 3;
        bands.retain(|entry| is_kept(entry.slot));
        let chunks = bands.chunks.len();
        put(&mut bands, 10_000..17_000);
        assert_eq!(bands.chunks.len(), chunks);
        let mut handed = Vec::new();
        bands.hand_on_all(&mut handed);
        assert!(bands.are_empty());
        let kept = (0..10_000).filter(|slot| is_kept(*slot));
        assert!(sorted(&handed).into_iter().eq(kept.chain(10_000..17_000)));
    }
}
