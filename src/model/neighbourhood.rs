//! Who is whose neighbour where a scenario has a reach: the nearest, the nearest of those that share an organization, and those
//! that the table of pairs names.

use crate::engine::identity::Identity;
use crate::model::bit_table::BitTable;
use crate::model::dyads::Dyads;
use crate::scenario::nation::Location;
use crate::scenario::organization::Organization;
use crate::scenario::scenario::{MOST_WITHOUT_REACH, Scenario};

/// An organization of more than this share of all nations is universal: that two nations share it says nothing about them. An
/// assumption.
const UNIVERSAL: f64 = 0.5;

/// Pairs of nations that a table shows at most: as many as the largest world has whose pairs are all shown.
const MOST_PAIRS_SHOWN: usize = MOST_WITHOUT_REACH * (MOST_WITHOUT_REACH - 1) / 2;

/// The full members of every organization when the run starts: nations by organizations.
pub fn members_at_start(scenario: &Scenario) -> BitTable {
    let mut members = BitTable::new(scenario.nations.len(), scenario.organizations.len());
    for (n, organization) in scenario.organizations.iter().enumerate() {
        for nation in 0..scenario.nations.len() {
            members.put(nation, n, is_member_at_start(organization, nation));
        }
    }
    members
}

fn is_member_at_start(organization: &Organization, nation: usize) -> bool {
    organization.members.binary_search(&nation).is_ok()
        || organization.joins[nation].is_some_and(|day| day <= 0.0)
}

/// The neighbours of every nation in order, for a reach of so many: that many nearest nations, that many nearest of those with
/// which it shares an organization other than a universal one at the start, whoever has it so among its own, and whoever stands
/// beside it in the table of pairs. Nations that take no part have none.
pub fn neighbours(scenario: &Scenario, members: &BitTable, reach: usize) -> Vec<Vec<u16>> {
    let nations = scenario.nations.len();
    let places: Vec<[f64; 3]> = scenario
        .nations
        .iter()
        .map(|nation| point(nation.location))
        .collect();
    let telling = telling_organizations(scenario, members);
    let mut rows = vec![Vec::new(); nations];
    let mut join = |one: usize, other: usize| {
        rows[one].push(other as u16);
        rows[other].push(one as u16);
    };
    let (mut all, mut fellows) = (Vec::with_capacity(nations), Vec::new());
    for one in active(scenario) {
        all.clear();
        fellows.clear();
        for other in active(scenario).filter(|&other| other != one) {
            let candidate = (squared_distance(places[one], places[other]), other);
            all.push(candidate);
            if members.meet_in(one, other, &telling) {
                fellows.push(candidate);
            }
        }
        for candidates in [&mut all, &mut fellows] {
            for &(_, other) in nearest(candidates, reach) {
                join(one, other);
            }
        }
    }
    for pair in &scenario.pairs {
        let part = |nation: usize| !scenario.nations[nation].is_idle();
        if pair.from != pair.to && part(pair.from) && part(pair.to) {
            join(pair.from, pair.to);
        }
    }
    for row in &mut rows {
        row.sort_unstable();
        row.dedup();
    }
    rows
}

fn active(scenario: &Scenario) -> impl Iterator<Item = usize> {
    let nations = &scenario.nations;
    (0..nations.len()).filter(|&nation| !nations[nation].is_idle())
}

/// Bits of the organizations that are not universal.
fn telling_organizations(scenario: &Scenario, members: &BitTable) -> Vec<u64> {
    let nations = scenario.nations.len();
    let mut telling = BitTable::new(1, scenario.organizations.len());
    for organization in 0..scenario.organizations.len() {
        let count = (0..nations)
            .filter(|&nation| members.has(nation, organization))
            .count();
        telling.put(0, organization, count as f64 <= UNIVERSAL * nations as f64);
    }
    telling.row(0).to_vec()
}

/// So many candidates with the least distance, among equals the first nations; all of them when there are fewer.
fn nearest(candidates: &mut [(f64, usize)], reach: usize) -> &[(f64, usize)] {
    if reach < candidates.len() {
        let order =
            |one: &(f64, usize), other: &(f64, usize)| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1));
        candidates.select_nth_unstable_by(reach, order);
        &candidates[..reach]
    } else {
        candidates
    }
}

/// A point whose straight distances are in the order of those on the globe, or the point of the plane.
fn point(location: Location) -> [f64; 3] {
    match location {
        Location::Plane(x, y) => [x, y, 0.0],
        Location::Globe(latitude, longitude) => {
            let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
            let ring = libm::cos(latitude);
            [
                ring * libm::cos(longitude),
                ring * libm::sin(longitude),
                libm::sin(latitude),
            ]
        }
    }
}

fn squared_distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    let squared = |axis: usize| (one[axis] - other[axis]) * (one[axis] - other[axis]);
    squared(0) + squared(1) + squared(2)
}

/// How many ordered pairs of active nations are near each other, and how many of them have one bloc.
pub fn pairs_near(scenario: &Scenario, dyads: &Dyads, blocs: &[u16]) -> [u32; 2] {
    let (mut all, mut within) = (0, 0);
    for (one, other) in near_pairs(scenario, dyads) {
        all += 1;
        within += u32::from(blocs[one] == blocs[other]);
    }
    [all, within]
}

/// Ordered pairs of active nations that are near each other.
fn near_pairs(scenario: &Scenario, dyads: &Dyads) -> impl Iterator<Item = (usize, usize)> {
    let active = |nation: usize| !scenario.nations[nation].is_idle();
    let rows = (0..dyads.nations()).filter(move |&one| active(one));
    rows.flat_map(move |one| {
        let others = dyads.near(one).0.iter().map(|&other| usize::from(other));
        others
            .filter(move |&other| other != one && active(other))
            .map(move |other| (one, other))
    })
}

/// An ordered pair that tables show, with its place, which that of neighbours never leaves.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShownPair {
    /// The nation that holds something about another.
    pub from: u16,
    /// The other.
    pub to: u16,
    /// The place of the pair.
    pub place: u32,
}

/// With a reach, what tables show of pairs: both directions of so many that are near each other, those whose names have the
/// lowest hash; in order.
pub fn sample(scenario: &Scenario, dyads: &Dyads) -> Option<Vec<ShownPair>> {
    if dyads.has_every() {
        return None;
    }
    let identity = |nation: usize| scenario.nations[nation].identity;
    let mut pairs: Vec<(Identity, u16, u16)> = near_pairs(scenario, dyads)
        .filter(|(one, other)| one < other)
        .map(|(one, other)| (identity(one).with(identity(other)), one as u16, other as u16))
        .collect();
    pairs.sort_unstable();
    pairs.truncate(MOST_PAIRS_SHOWN);
    let both = pairs
        .into_iter()
        .flat_map(|(_, one, other)| [(one, other), (other, one)]);
    let placed = both.filter_map(|(from, to)| {
        let place = dyads.place(from.into(), to.into())? as u32;
        Some(ShownPair { from, to, place })
    });
    let mut sample: Vec<ShownPair> = placed.collect();
    sample.sort_unstable();
    Some(sample)
}
