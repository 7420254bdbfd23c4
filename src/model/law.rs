//! The law in force: levels, floors and legal compatibility λ between every two nations.

use std::hint::select_unpredictable;

use crate::engine::ahead::ask_for;
use crate::engine::large::{LargeVec, filled};
use crate::model::dyads::Dyads;
use crate::model::ties::Ties;
use crate::scenario::law::{Instrument, Mode};
use crate::scenario::organization::Organization;
use crate::scenario::scenario::Scenario;

/// Rows for the law of pairs beyond neighbours: so many for each nation. A request asks for it about three times in some weeks.
const OTHERS_A_NATION: usize = 4;
/// Whose law a row behind those of neighbours holds, and as it was after which change.
#[derive(Copy, Clone, Debug)]
struct OtherRow {
    place: u32,
    after: u32,
}

/// No pair has this place.
const NOBODY: OtherRow = OtherRow {
    place: u32::MAX,
    after: 0,
};

/// How far a nation has come with an instrument.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub enum Standing {
    /// Not a party.
    #[default]
    Outside,
    /// Ratified, does not bind yet.
    Ratified,
    /// It binds, but is not implemented.
    InForce,
    /// Implemented to a degree ι in [0, 1].
    Implemented(f64),
}

impl Standing {
    /// A party counts from ratification.
    #[inline]
    pub fn is_party(self) -> bool {
        !matches!(self, Standing::Outside)
    }

    /// Whether the instrument binds.
    pub fn is_in_force(self) -> bool {
        matches!(self, Standing::InForce | Standing::Implemented(_))
    }

    /// ι, or `None` before implementation.
    pub fn degree(self) -> Option<f64> {
        match self {
            Standing::Implemented(degree) => Some(degree),
            Standing::Outside | Standing::Ratified | Standing::InForce => None,
        }
    }
}

/// Law of all nations, and what follows from it for holders towards requesters, by place of the pair (requester, holder): a
/// lead looks at all that it may ask, and their law towards it stands side by side.
#[derive(Clone, Debug)]
pub struct Law {
    domains: usize,
    cap: f64,
    width: f64,
    data_protection: Option<usize>,
    /// Off: compatibility is 1 and there is no gap.
    counts: bool,
    levels: Vec<f64>,
    /// A row for each pair: λ by domain, and behind them the protection gap, as who decides asks for both.
    rows: LargeVec<f64>,
    /// Compatibility under the weights of routine matters, which reports ask for.
    routine: LargeVec<f64>,
    /// How many pairs are near each other. Their law is always worked out, in the first rows.
    near: usize,
    /// The rows behind those are for pairs of others that were asked for last. A power of two, or none.
    others: Vec<OtherRow>,
    /// How often law has changed, and which change of a nation's law was the last.
    changes: u32,
    changed: Vec<u32>,
    routine_weights: Vec<f64>,
    /// Room for the floors of a pair, all 0 but while one is worked out, and for what a holder may grant.
    floors: Vec<f64>,
    granted: Vec<(usize, f64)>,
}

/// Laws in force and who has come how far with them.
#[derive(Copy, Clone, Debug)]
pub struct InForce<'a> {
    /// The instruments.
    pub instruments: &'a [Instrument],
    /// Standings by instrument and nation.
    pub standings: &'a [Vec<Standing>],
    /// What nations share through organizations.
    pub ties: &'a Ties,
    /// The organizations.
    pub organizations: &'a [Organization],
}

impl<'a> InForce<'a> {
    /// The laws of a scenario, with who has come how far and what is shared now.
    pub fn now(scenario: &'a Scenario, standings: &'a [Vec<Standing>], ties: &'a Ties) -> InForce<'a> {
        InForce {
            instruments: &scenario.instruments,
            standings,
            ties,
            organizations: &scenario.organizations,
        }
    }
}

/// The less of two numbers, the second if they are none: one instruction, where `f64::min` needs six.
#[inline]
fn less(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// The greater of two numbers, the second if they are none.
#[inline]
fn more(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// λ by domain without floors: `cap·(1 − min(1, |ℓ_holder − ℓ_requester| / width))`. The usual number of domains is told to the
/// compiler, which then needs no loop.
#[inline]
fn similarity([cap, width]: [f64; 2], own: &[f64], theirs: &[f64], similar: &mut [f64]) {
    let of_five = (
        <&[f64; 5]>::try_from(own),
        <&[f64; 5]>::try_from(theirs),
        <&mut [f64; 5]>::try_from(&mut *similar),
    );
    if let (Ok(own), Ok(theirs), Ok(similar)) = of_five {
        similarities([cap, width], own, theirs, similar);
    } else {
        similarities([cap, width], own, theirs, similar);
    }
}

#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "so that it is compiled for five domains by themselves"
)]
fn similarities([cap, width]: [f64; 2], own: &[f64], theirs: &[f64], similar: &mut [f64]) {
    for ((own, theirs), similar) in own.iter().zip(theirs).zip(similar) {
        *similar = cap * (1.0 - less((own - theirs).abs() / width, 1.0));
    }
}

/// Sum of products, for five domains without a loop as well.
#[inline]
fn dot(row: &[f64], weights: &[f64]) -> f64 {
    if let (Ok(row), Ok(weights)) = (<&[f64; 5]>::try_from(row), <&[f64; 5]>::try_from(weights)) {
        return products(row, weights);
    }
    products(row, weights)
}

#[inline]
fn products(row: &[f64], weights: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (compatible, weight) in row.iter().zip(weights) {
        sum += compatible * weight;
    }
    sum
}

impl Law {
    /// Law as the scenario gives it, for so many pairs, with the weights of domains in routine matters; call `refresh_all`
    /// before reading pairs.
    pub fn new(scenario: &Scenario, near: usize, routine_weights: &[f64]) -> Law {
        let domains = scenario.domains.names.len();
        let others = match scenario.reach {
            Some(_) => (scenario.nations.len() * OTHERS_A_NATION).next_power_of_two(),
            None => 0,
        };
        Law {
            domains,
            cap: scenario.domains.law_cap,
            width: scenario.domains.law_width,
            data_protection: scenario.domains.data_protection,
            counts: scenario.mechanisms.law,
            levels: scenario
                .nations
                .iter()
                .flat_map(|nation| nation.law.iter().copied())
                .collect(),
            rows: filled(1.0, (near + others) * (domains + 1)),
            routine: filled(1.0, near + others),
            near,
            others: vec![NOBODY; others],
            changes: 0,
            changed: vec![0; scenario.nations.len()],
            routine_weights: routine_weights.to_vec(),
            floors: vec![0.0; domains],
            granted: Vec::with_capacity(scenario.instruments.len()),
        }
    }

    /// Asks memory for the law of a pair.
    #[inline]
    pub fn ask_for(&self, place: usize) {
        let start = self.start_of(self.row_of(place));
        ask_for(&self.rows, start);
        ask_for(&self.rows, start + self.domains);
    }

    /// ℓ of a nation in a domain.
    pub fn level(&self, nation: usize, domain: usize) -> f64 {
        self.levels[nation * self.domains + domain]
    }

    /// Sets ℓ; the pairs of the nation must be refreshed afterwards.
    pub fn set_level(&mut self, nation: usize, domain: usize, level: f64) {
        self.levels[nation * self.domains + domain] = level.clamp(0.0, 1.0);
    }

    /// ℓ of data protection; 0 where the scenario has no such domain.
    pub fn data_protection(&self, nation: usize) -> f64 {
        self.data_protection
            .map_or(0.0, |domain| self.level(nation, domain))
    }

    /// λ of the second of a pair towards the first under normalized weights over domains, in [0, 1], from its row.
    #[inline]
    pub fn compatibility(&self, row: usize, weights: &[f64]) -> f64 {
        if !self.counts {
            return 1.0;
        }
        let start = self.start_of(row);
        dot(&self.rows[start..start + self.domains], weights)
    }

    /// λ of the second of a pair towards the first in routine matters, in [0, 1].
    #[inline]
    pub fn routine_compatibility(&self, place: usize) -> f64 {
        if self.counts { self.routine[place] } else { 1.0 }
    }

    /// `max(0, ℓ_holder − ℓ_requester)·(1 − F)` in data protection, the second of a pair being the holder, from its row.
    #[inline]
    pub fn protection_gap(&self, row: usize) -> f64 {
        if self.counts {
            self.rows[self.start_of(row) + self.domains]
        } else {
            0.0
        }
    }

    /// Works out every pair anew.
    pub fn refresh_all(&mut self, dyads: &Dyads, in_force: &InForce) {
        self.changes += 1;
        self.changed.fill(self.changes);
        for holder in 0..dyads.nations() {
            self.list_granted(holder, in_force);
            let (near, base) = dyads.near(holder);
            for (n, &requester) in near.iter().enumerate() {
                let requester = usize::from(requester);
                self.refresh_pair(
                    holder,
                    requester,
                    dyads.back(holder, requester, base + n),
                    in_force,
                );
            }
        }
    }

    /// The row of a pair, whether or not the law there is its own.
    #[inline]
    fn row_of(&self, place: usize) -> usize {
        let beyond = self.near + (place & self.others.len().wrapping_sub(1));
        // Nobody can tell in advance whether a pair is of neighbours.
        select_unpredictable(place < self.near, place, beyond)
    }

    /// Where a row starts.
    #[inline]
    fn start_of(&self, row: usize) -> usize {
        row * (self.domains + 1)
    }

    /// The row of a pair whose law is worked out and has not changed since.
    #[inline]
    pub fn row(&self, holder: usize, requester: usize, place: usize) -> Option<usize> {
        let row = self.row_of(place);
        let holds = || {
            let other = self.others[row - self.near];
            other.place == place as u32 && other.after >= self.changed[holder].max(self.changed[requester])
        };
        (place < self.near || holds()).then_some(row)
    }

    /// Works out the law of a pair that has no row, in place of what stood in its row; tells that row.
    pub fn work_out(&mut self, holder: usize, requester: usize, place: usize, in_force: &InForce) -> usize {
        let row = self.row_of(place);
        self.list_granted(holder, in_force);
        self.refresh_pair(holder, requester, row, in_force);
        self.others[row - self.near] = OtherRow {
            place: place as u32,
            after: self.changes,
        };
        row
    }

    /// Works out anew every pair that `nation` is in.
    pub fn refresh_nation(&mut self, nation: usize, dyads: &Dyads, in_force: &InForce) {
        self.list_granted(nation, in_force);
        let (near, base) = dyads.near(nation);
        for (n, &other) in near.iter().enumerate() {
            let other = usize::from(other);
            self.refresh_pair(nation, other, dyads.back(nation, other, base + n), in_force);
        }
        for (n, &other) in near.iter().enumerate() {
            let other = usize::from(other);
            self.list_granted(other, in_force);
            self.refresh_pair(other, nation, base + n, in_force);
        }
        self.changes += 1;
        self.changed[nation] = self.changes;
    }

    /// Lists the instruments under which a holder may grant floors, with how far it has implemented each.
    fn list_granted(&mut self, holder: usize, in_force: &InForce) {
        self.granted.clear();
        for (n, instrument) in in_force.instruments.iter().enumerate() {
            let grants = match instrument.mode {
                Mode::Approximation | Mode::MinimumStandard => false,
                Mode::MutualRecognition | Mode::Adequacy => true,
            };
            if let (true, Some(degree)) = (grants, in_force.standings[n][holder].degree()) {
                self.granted.push((n, degree));
            }
        }
    }

    /// Works out a pair anew; what the holder may grant has been listed.
    fn refresh_pair(&mut self, holder: usize, requester: usize, row: usize, in_force: &InForce) {
        let has_floors = self.lift_floors(holder, requester, in_force);
        let domains = self.domains;
        let own = &self.levels[holder * domains..(holder + 1) * domains];
        let theirs = &self.levels[requester * domains..(requester + 1) * domains];
        let start = self.start_of(row);
        let (compatible, gap) = self.rows[start..=start + domains].split_at_mut(domains);
        similarity([self.cap, self.width], own, theirs, compatible);
        gap[0] = match self.data_protection {
            Some(domain) => (own[domain] - theirs[domain]).max(0.0) * (1.0 - self.floors[domain]),
            None => 0.0,
        };
        if has_floors {
            for (compatible, floor) in compatible.iter_mut().zip(&mut self.floors) {
                *compatible = more(std::mem::take(floor), *compatible);
            }
        }
        self.routine[row] = dot(compatible, &self.routine_weights);
    }

    /// Lifts the floors under the law of a holder towards a requester; tells whether there is any.
    fn lift_floors(&mut self, holder: usize, requester: usize, in_force: &InForce) -> bool {
        let mut floors = std::mem::take(&mut self.floors);
        let mut has_floors =
            in_force
                .ties
                .lift_floors(holder, requester, in_force.organizations, &mut floors);
        for &(n, degree) in &self.granted {
            let Some(other) = in_force.standings[n][requester].degree() else {
                continue;
            };
            let instrument = &in_force.instruments[n];
            let floor = instrument.strength * less(degree, other);
            if floor > 0.0 && self.is_granted(instrument, holder, requester) {
                has_floors = true;
                for &domain in &instrument.domains {
                    floors[domain] = more(floor, floors[domain]);
                }
            }
        }
        self.floors = floors;
        has_floors
    }

    /// Whether an instrument that both have implemented grants a floor: adequacy looks at the levels of law.
    fn is_granted(&self, instrument: &Instrument, holder: usize, requester: usize) -> bool {
        instrument.mode != Mode::Adequacy
            || instrument.domains.iter().all(|&domain| {
                self.level(holder, domain) - self.level(requester, domain) <= instrument.tolerance
            })
    }

    /// What implementing `instrument` to one more `degree` does to the law of `nation` itself (the table of modes).
    pub fn implement(&mut self, nation: usize, instrument: &Instrument, degree: f64) {
        let step = instrument.strength * degree;
        for &domain in &instrument.domains {
            let level = self.level(nation, domain);
            let missing = instrument.standard - level;
            let change = match instrument.mode {
                Mode::Approximation => step * missing,
                Mode::MinimumStandard | Mode::Adequacy => step * missing.max(0.0),
                Mode::MutualRecognition => 0.0,
            };
            if change != 0.0 {
                self.set_level(nation, domain, level + change);
            }
        }
    }
}
