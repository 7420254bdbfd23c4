//! The law in force: levels, floors and legal compatibility λ between every two nations.

use crate::model::ties::Ties;
use crate::scenario::law::{Instrument, Mode};
use crate::scenario::scenario::Scenario;

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
    pub fn is_party(self) -> bool {
        self != Standing::Outside
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

/// Law of all nations, and what follows from it for every ordered pair (holder, requester).
#[derive(Clone, Debug)]
pub struct Law {
    nations: usize,
    domains: usize,
    cap: f64,
    width: f64,
    data_protection: Option<usize>,
    /// Off: compatibility is 1 and there is no gap.
    counts: bool,
    levels: Vec<f64>,
    compatibility: Vec<f64>,
    protection_gap: Vec<f64>,
    changes: u64,
}

impl Law {
    /// Law as the scenario gives it; call `refresh_all` before reading pairs.
    pub fn new(scenario: &Scenario) -> Law {
        let nations = scenario.nations.len();
        let domains = scenario.domains.names.len();
        Law {
            nations,
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
            compatibility: vec![1.0; nations * nations * domains],
            protection_gap: vec![0.0; nations * nations],
            changes: 0,
        }
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

    /// λ of `holder` towards `requester` under normalized weights over domains, in [0, 1].
    #[inline]
    pub fn compatibility(&self, holder: usize, requester: usize, weights: &[f64]) -> f64 {
        if !self.counts {
            return 1.0;
        }
        let start = (holder * self.nations + requester) * self.domains;
        let row = &self.compatibility[start..start + self.domains];
        row.iter()
            .zip(weights)
            .map(|(compatible, weight)| compatible * weight)
            .sum()
    }

    /// `max(0, ℓ_holder − ℓ_requester)·(1 − F)` in data protection.
    #[inline]
    pub fn protection_gap(&self, holder: usize, requester: usize) -> f64 {
        if self.counts {
            self.protection_gap[holder * self.nations + requester]
        } else {
            0.0
        }
    }

    /// Works out every pair anew.
    pub fn refresh_all(&mut self, instruments: &[Instrument], standings: &[Vec<Standing>], ties: &Ties) {
        for holder in 0..self.nations {
            for requester in 0..self.nations {
                self.refresh_pair(holder, requester, instruments, standings, ties);
            }
        }
    }

    /// Works out anew every pair that `nation` is in.
    pub fn refresh_nation(
        &mut self,
        nation: usize,
        instruments: &[Instrument],
        standings: &[Vec<Standing>],
        ties: &Ties,
    ) {
        for other in 0..self.nations {
            self.refresh_pair(nation, other, instruments, standings, ties);
            self.refresh_pair(other, nation, instruments, standings, ties);
        }
    }

    fn refresh_pair(
        &mut self,
        holder: usize,
        requester: usize,
        instruments: &[Instrument],
        standings: &[Vec<Standing>],
        ties: &Ties,
    ) {
        let place = holder * self.nations + requester;
        let row = place * self.domains..(place + 1) * self.domains;
        self.compatibility[row.clone()].copy_from_slice(ties.legal_floors(holder, requester));
        for (instrument, standing) in instruments.iter().zip(standings) {
            let floor = self.floor_of(instrument, standing, holder, requester);
            if floor > 0.0 {
                for &domain in &instrument.domains {
                    let known = &mut self.compatibility[row.start + domain];
                    *known = known.max(floor);
                }
            }
        }
        for domain in 0..self.domains {
            let ahead = self.level(holder, domain) - self.level(requester, domain);
            let similar = self.cap * (1.0 - (ahead.abs() / self.width).min(1.0));
            let floor = self.compatibility[row.start + domain];
            if Some(domain) == self.data_protection {
                self.protection_gap[place] = ahead.max(0.0) * (1.0 - floor);
            }
            self.compatibility[row.start + domain] = floor.max(similar);
        }
        self.changes += 1;
    }

    /// F of one instrument: strength · min(ι, ι) of the two where its mode sets floors.
    fn floor_of(
        &self,
        instrument: &Instrument,
        standing: &[Standing],
        holder: usize,
        requester: usize,
    ) -> f64 {
        let (Some(one), Some(other)) = (standing[holder].degree(), standing[requester].degree()) else {
            return 0.0;
        };
        let grants = match instrument.mode {
            Mode::Approximation | Mode::MinimumStandard => false,
            Mode::MutualRecognition => true,
            Mode::Adequacy => instrument.domains.iter().all(|&domain| {
                self.level(holder, domain) - self.level(requester, domain) <= instrument.tolerance
            }),
        };
        if grants {
            instrument.strength * one.min(other)
        } else {
            0.0
        }
    }

    /// How often anything of a pair has been worked out anew: what rests on pairs is good while this stays.
    pub fn changes(&self) -> u64 {
        self.changes
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
