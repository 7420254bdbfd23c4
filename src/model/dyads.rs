//! `Dyads`: the ordered pairs of nations that a world keeps, and the place of each. These are all pairs, or, where the scenario
//! has a reach, those of neighbours and of nations that have met.

use std::sync::Arc;

use crate::engine::ahead::ask_for;
use crate::model::pair_index::PairIndex;

/// Nations of a row that fill a cache line.
const IDS_A_LINE: usize = 32;

/// The pairs that are kept. `(i, j)` is what `i` holds about `j`.
#[derive(Clone, Debug)]
pub struct Dyads {
    nations: usize,
    near: Near,
    /// How many pairs are near; the places of the others follow theirs, those of a pair and of its other way side by side.
    near_count: usize,
    /// Whom each nation has met beyond its neighbours, in order of meeting, and the place of the pair.
    met: Vec<Vec<(u16, u32)>>,
    /// Where pairs stand; empty where every pair is kept.
    index: PairIndex,
    count: usize,
}

#[derive(Clone, Debug)]
enum Near {
    /// Every nation is near every other, and itself.
    Every(Arc<[u16]>),
    /// The neighbours of all nations, row by row, the place of each pair's other way, and where each row starts.
    Some {
        others: Arc<[u16]>,
        backs: Arc<[u32]>,
        starts: Arc<[u32]>,
    },
}

impl Dyads {
    /// All pairs, row by row.
    pub fn every(nations: usize) -> Dyads {
        Dyads {
            nations,
            near: Near::Every((0..nations as u16).collect()),
            near_count: nations * nations,
            met: Vec::new(),
            index: PairIndex::default(),
            count: nations * nations,
        }
    }

    /// The pairs of neighbours: rows in order, without the nation itself, and whoever is in the row of another has it in its own.
    pub fn of_neighbours(rows: &[Vec<u16>]) -> Dyads {
        let mut starts = vec![0];
        for row in rows {
            starts.push(starts[starts.len() - 1] + row.len() as u32);
        }
        let others = rows.concat();
        // Rows are gone through in order, so those that name a nation come in the order of its own row.
        let mut next = starts.clone();
        let back = |&other: &u16| {
            let place = &mut next[usize::from(other)];
            *place += 1;
            *place - 1
        };
        let backs: Arc<[u32]> = others.iter().map(back).collect();
        let mut index = PairIndex::with_room(others.len() / 2);
        let mut places = backs.iter().enumerate();
        for (one, row) in rows.iter().enumerate() {
            for (&other, (place, &back)) in row.iter().zip(&mut places) {
                // The row of the other names the same pair.
                if one < usize::from(other) {
                    index.add(one as u16, other, [place, back as usize]);
                }
            }
        }
        Dyads {
            nations: rows.len(),
            near_count: others.len(),
            count: others.len(),
            met: vec![Vec::new(); rows.len()],
            index,
            near: Near::Some {
                backs,
                others: others.into(),
                starts: starts.into(),
            },
        }
    }

    /// How many places there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many of them are near each other; they have the first places, and never change.
    pub fn near_count(&self) -> usize {
        self.near_count
    }

    /// How many nations there are.
    pub fn nations(&self) -> usize {
        self.nations
    }

    /// Whether all pairs are kept.
    pub fn has_every(&self) -> bool {
        matches!(self.near, Near::Every(_))
    }

    /// The neighbours of a nation in order, and the place of the pair with the first; the others follow it. Where all pairs
    /// are kept, the nation is among them.
    #[inline]
    pub fn near(&self, nation: usize) -> (&[u16], usize) {
        match &self.near {
            Near::Every(all) => (all, nation * self.nations),
            Near::Some { others, starts, .. } => {
                let (from, to) = (starts[nation] as usize, starts[nation + 1] as usize);
                (&others[from..to], from)
            }
        }
    }

    /// Whom a nation has met beyond its neighbours, in order of meeting, with the place of the pair.
    #[inline]
    pub fn met(&self, nation: usize) -> &[(u16, u32)] {
        self.met.get(nation).map_or(&[], Vec::as_slice)
    }

    /// Which of a nation's neighbours another is; `None` if it is not near.
    #[inline]
    pub fn position_near(&self, nation: usize, other: u16) -> Option<usize> {
        match &self.near {
            Near::Every(_) => Some(usize::from(other)),
            Near::Some { .. } => self.near(nation).0.binary_search(&other).ok(),
        }
    }

    /// Asks memory for where a pair stands.
    #[inline]
    pub fn ask_for(&self, one: usize, other: usize) {
        self.index.ask_for(one as u16, other as u16);
    }

    /// Asks memory for who the neighbours of a nation are.
    #[inline]
    pub fn ask_for_near(&self, nation: usize) {
        let near = self.near(nation).0;
        for place in (0..near.len()).step_by(IDS_A_LINE) {
            ask_for(near, place);
        }
    }

    /// Neighbours, and then those that a nation has met, each with the place of the pair.
    #[inline]
    pub fn row(&self, nation: usize) -> impl Iterator<Item = (usize, usize)> {
        let (others, base) = self.near(nation);
        let near = others.iter().enumerate();
        let met = self.met(nation).iter();
        near.map(move |(n, &other)| (usize::from(other), base + n))
            .chain(met.map(|&(other, place)| (usize::from(other), place as usize)))
    }

    /// How many nations a nation knows: those of its row.
    pub fn degree(&self, nation: usize) -> usize {
        self.near(nation).0.len() + self.met(nation).len()
    }

    /// The n-th nation of a row.
    pub fn known(&self, nation: usize, n: usize) -> usize {
        let near = self.near(nation).0;
        match near.get(n) {
            Some(&other) => usize::from(other),
            None => usize::from(self.met(nation)[n - near.len()].0),
        }
    }

    /// The place of a pair; `None` of one that is not kept.
    #[inline]
    pub fn place(&self, one: usize, other: usize) -> Option<usize> {
        match &self.near {
            Near::Every(_) => Some(one * self.nations + other),
            Near::Some { .. } => self.index.get(one as u16, other as u16).map(|[place, _]| place),
        }
    }

    /// The place of a pair, and of the pair the other way round; `None` of one that is not kept.
    #[inline]
    pub fn places(&self, one: usize, other: usize) -> Option<[usize; 2]> {
        match &self.near {
            Near::Every(_) => Some([one * self.nations + other, other * self.nations + one]),
            Near::Some { .. } => self.index.get(one as u16, other as u16),
        }
    }

    /// The place of a pair the other way round, from its own.
    #[inline]
    pub fn back(&self, one: usize, other: usize, place: usize) -> usize {
        match &self.near {
            Near::Every(_) => other * self.nations + one,
            Near::Some { backs, .. } => match backs.get(place) {
                Some(&back) => back as usize,
                None => self.near_count + ((place - self.near_count) ^ 1),
            },
        }
    }

    /// Gives a pair that is not kept, and its other way, places behind all others; tells both.
    pub fn add(&mut self, one: usize, other: usize) -> [usize; 2] {
        let places = [self.count, self.count + 1];
        self.met[one].push((other as u16, places[0] as u32));
        self.met[other].push((one as u16, places[1] as u32));
        self.index.add(one as u16, other as u16, places);
        self.count += 2;
        places
    }
}

#[cfg(test)]
mod tests {
    use super::Dyads;

    #[test]
    fn every_pair_has_its_place_row_by_row() {
        let dyads = Dyads::every(3);
        let rows = (0..3).flat_map(|nation| dyads.row(nation).collect::<Vec<_>>());
        let expected = (0..9).map(|place| (place % 3, place));
        assert!(rows.eq(expected));
        assert_eq!(dyads.place(2, 1), Some(7));
        assert_eq!(dyads.count(), 9);
    }

    #[test]
    fn who_meets_gets_a_place_behind_all_others() {
        let mut dyads = Dyads::of_neighbours(&[vec![2, 4], vec![], vec![0], vec![], vec![0]]);
        assert_eq!(dyads.place(0, 4), Some(1));
        assert_eq!(dyads.place(2, 0), Some(2));
        assert_eq!(dyads.place(0, 3), None);
        assert_eq!(dyads.add(3, 0), [4, 5]);
        assert_eq!(dyads.add(0, 1), [6, 7]);
        assert_eq!(dyads.place(0, 3), Some(5));
        let row: Vec<_> = dyads.row(0).collect();
        assert_eq!(row, [(2, 0), (4, 1), (3, 5), (1, 6)]);
        assert!((0..dyads.degree(0)).map(|n| dyads.known(0, n)).eq([2, 4, 3, 1]));
        assert_eq!((dyads.count(), dyads.near_count()), (8, 4));
    }

    #[test]
    fn every_pair_knows_its_other_way() {
        let mut some = Dyads::of_neighbours(&[vec![1, 2], vec![0, 2, 3], vec![0, 1], vec![1]]);
        some.add(3, 0);
        for dyads in [some, Dyads::every(4)] {
            for one in 0..4 {
                for (other, place) in dyads.row(one) {
                    let back = dyads.back(one, other, place);
                    assert_eq!(dyads.place(other, one), Some(back));
                    assert_eq!(dyads.places(one, other), Some([place, back]));
                }
            }
        }
    }
}
