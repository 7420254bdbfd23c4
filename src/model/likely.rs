//! `Likely`: who near a nation is likely to hold a given piece of a threat to it, the likeliest first. It is the same for all
//! threats of a class but for the parts that a few nations play, so that it is worked out once.

use crate::engine::large::{LargeVec, with_room};
use crate::model::dyads::Dyads;
use crate::model::picker::Picker;
use crate::scenario::scenario::Scenario;
use crate::scenario::threat::Holders;

/// Neighbours of every nation, by class.
#[derive(Clone, Debug)]
pub struct Likely {
    /// How many pairs of neighbours a class has.
    pairs: usize,
    /// Class by class and row by row: which of the neighbours, and its chance.
    ranked: LargeVec<(f64, u16)>,
}

impl Likely {
    /// Every row in order; among equals the first neighbour comes first.
    pub fn new(scenario: &Scenario, dyads: &Dyads, neighbours: &[Picker], anyone_share: &[f64]) -> Likely {
        let mut ranked = with_room(scenario.classes.len() * dyads.near_count());
        for class in &scenario.classes {
            for (nation, picker) in neighbours.iter().enumerate() {
                let near = dyads.near(nation).0;
                let start = ranked.len();
                ranked.extend(near.iter().enumerate().map(|(n, &other)| {
                    let chance = chance_of(&class.holders, picker, n, anyone_share[usize::from(other)]);
                    (chance, n as u16)
                }));
                ranked[start..].sort_by(|one, other| other.0.total_cmp(&one.0));
            }
        }
        Likely {
            pairs: dyads.near_count(),
            ranked,
        }
    }

    /// The neighbours whose pairs with a nation begin at a place, for a class: which of so many, and its chance; the likeliest
    /// first.
    #[inline]
    pub fn of(&self, class: usize, base: usize, count: usize) -> &[(f64, u16)] {
        let start = class * self.pairs + base;
        &self.ranked[start..start + count]
    }
}

/// π of the n-th neighbour apart from any part that it plays: by nearness, and as anyone.
fn chance_of(holders: &Holders, neighbours: &Picker, n: usize, anyone: f64) -> f64 {
    let [near, anyone] = shares_of(holders, neighbours, n, anyone);
    near + anyone
}

/// The two parts of π that every neighbour has: by nearness, and as anyone; where nobody is near, nearness is as anyone's.
pub fn shares_of(holders: &Holders, neighbours: &Picker, n: usize, anyone: f64) -> [f64; 2] {
    let total = neighbours.total();
    let near = if total > 0.0 {
        neighbours.weight(n) / total
    } else {
        anyone
    };
    [holders.neighbours * near, holders.everyone * anyone]
}
