//! `Ties`: what memberships and channels mean for every two nations, told from the bits of each.

use std::cmp::Ordering;

use crate::model::bit_table::{BitTable, first_place};
use crate::scenario::kind::{KINDS, Kind};
use crate::scenario::organization::{Channel, Database, Organization, Users};

/// How a nation belongs to an organization.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Grade {
    /// Not at all.
    #[default]
    Outside,
    /// Only for what channels allow associates.
    Associate,
    /// Fully.
    Full,
}

/// The number that stands for the diplomatic channel where there is no other.
pub const DIPLOMATIC: u16 = u16::MAX;

/// Whether a channel or database works.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Working {
    /// It has been deployed.
    pub deployed: bool,
    /// So many outages hold it down.
    pub outages: u16,
}

impl Working {
    /// Deployed and up.
    pub fn is_up(self) -> bool {
        self.deployed && self.outages == 0
    }
}

/// What changes about organizations, channels and databases.
#[derive(Clone, Debug)]
pub struct Institutions {
    /// Grade by organization and nation.
    pub grades: Vec<Vec<Grade>>,
    /// Standard procedures by organization.
    pub procedures: Vec<f64>,
    /// Channels.
    pub channels: Vec<Working>,
    /// Databases.
    pub databases: Vec<Working>,
}

/// The ties of every two nations (symmetric): which organizations both belong to fully, and which channels both have.
#[derive(Clone, Debug)]
pub struct Ties {
    /// Nations, and the organizations that they belong to fully.
    members: BitTable,
    /// Organizations with originator control, with procedures, with a mediator, and with floors under the law.
    controlling: Vec<u64>,
    proceeding: Vec<u64>,
    mediating: Vec<u64>,
    flooring: Vec<u64>,
    procedures: Vec<f64>,
    /// Channels from the best to the worst: least delay, then highest security, then id.
    channels: Vec<u16>,
    /// Nations, and the channels that they have fully, or at least as an associate, by rank.
    full: BitTable,
    partial: BitTable,
    /// Kinds, and the channels that are up and carry them, or carry them for associates too, by rank.
    carrying: BitTable,
    carrying_partial: BitTable,
}

impl Ties {
    /// No ties yet.
    pub fn new(nations: usize, organizations: &[Organization], channels: &[Channel]) -> Ties {
        let which = |has: fn(&Organization) -> bool| {
            let mut bits = BitTable::new(1, organizations.len());
            for (n, organization) in organizations.iter().enumerate() {
                bits.put(0, n, has(organization));
            }
            bits.row(0).to_vec()
        };
        let mut best_first: Vec<u16> = (0..channels.len() as u16).collect();
        best_first.sort_by(|&one, &other| rank(&channels[one as usize], &channels[other as usize]));
        Ties {
            members: BitTable::new(nations, organizations.len()),
            controlling: which(|organization| organization.originator_control),
            proceeding: Vec::new(),
            mediating: which(|organization| organization.mediation > 0.0),
            flooring: which(|organization| organization.legal_floor.iter().any(|&floor| floor > 0.0)),
            procedures: Vec::new(),
            channels: best_first,
            full: BitTable::new(nations, channels.len()),
            partial: BitTable::new(nations, channels.len()),
            carrying: BitTable::new(KINDS, channels.len()),
            carrying_partial: BitTable::new(KINDS, channels.len()),
        }
    }

    /// Whether there is an organization that both belong to fully.
    #[inline]
    pub fn share_an_organization(&self, one: usize, other: usize) -> bool {
        self.members.have_common(one, other)
    }

    /// Whether an organization that both belong to fully has originator control.
    #[inline]
    pub fn are_controlled(&self, one: usize, other: usize) -> bool {
        self.members.meet_in(one, other, &self.controlling)
    }

    /// The furthest standard procedures that both share, in [0, 1].
    #[inline]
    pub fn procedures(&self, one: usize, other: usize) -> f64 {
        let mut furthest = 0.0_f64;
        self.members
            .each_in(one, other, &self.proceeding, |organization| {
                furthest = furthest.max(self.procedures[organization]);
            });
        furthest
    }

    /// The best mediation that both share, in [0, 1].
    pub fn mediation(&self, one: usize, other: usize, organizations: &[Organization]) -> f64 {
        let mut best = 0.0_f64;
        self.members.each_in(one, other, &self.mediating, |organization| {
            best = best.max(organizations[organization].mediation);
        });
        best
    }

    /// Lifts floors under compatibility, by domain, to the highest that a shared organization puts there; tells whether one
    /// does.
    pub fn lift_floors(
        &self,
        one: usize,
        other: usize,
        organizations: &[Organization],
        floors: &mut [f64],
    ) -> bool {
        let mut has_floors = false;
        self.members.each_in(one, other, &self.flooring, |organization| {
            has_floors = true;
            for (floor, given) in floors.iter_mut().zip(&organizations[organization].legal_floor) {
                *floor = floor.max(*given);
            }
        });
        has_floors
    }

    /// The channel that a request of a kind takes between two nations now: the best of those that are up, that both have and
    /// that carry the kind.
    #[inline]
    pub fn route(&self, one: usize, other: usize, kind: Kind) -> u16 {
        let (full, partial) = (
            self.carrying.row(kind as usize),
            self.carrying_partial.row(kind as usize),
        );
        let carrying = full.iter().zip(partial).enumerate();
        let open = carrying.map(|(word, (full, partial))| {
            full & self.full.common(one, other, word) | partial & self.partial.common(one, other, word)
        });
        first_place(open).map_or(DIPLOMATIC, |rank| self.channels[rank])
    }

    /// Works out anew which channels carry what, and how far procedures have come.
    pub fn refresh_services(&mut self, channels: &[Channel], state: &Institutions) {
        self.procedures.clone_from(&state.procedures);
        let mut proceeding = BitTable::new(1, state.procedures.len());
        for (organization, &procedures) in state.procedures.iter().enumerate() {
            proceeding.put(0, organization, procedures > 0.0);
        }
        self.proceeding = proceeding.row(0).to_vec();
        for (rank, &n) in self.channels.iter().enumerate() {
            let channel = &channels[n as usize];
            let is_up = state.channels[n as usize].is_up();
            for kind in 0..KINDS {
                let carries = is_up && channel.kinds[kind];
                self.carrying.put(kind, rank, carries);
                self.carrying_partial
                    .put(kind, rank, carries && channel.associate_kinds[kind]);
            }
        }
    }

    /// Works out anew what a nation belongs to and has.
    pub fn refresh_nation(&mut self, nation: usize, channels: &[Channel], state: &Institutions) {
        for (organization, grades) in state.grades.iter().enumerate() {
            self.members
                .put(nation, organization, grades[nation] == Grade::Full);
        }
        for (rank, &n) in self.channels.iter().enumerate() {
            let grade = grade(&channels[n as usize].users, nation, state);
            self.full.put(nation, rank, grade == Grade::Full);
            self.partial.put(nation, rank, grade != Grade::Outside);
        }
    }
}

/// Which of two channels comes first: the one with less delay, then with more security, then by id.
fn rank(one: &Channel, other: &Channel) -> Ordering {
    one.delay
        .total_cmp(&other.delay)
        .then(other.security.total_cmp(&one.security))
        .then_with(|| one.id.cmp(&other.id))
}

/// How a nation may use what these users have.
pub fn grade(users: &Users, nation: usize, state: &Institutions) -> Grade {
    match users {
        Users::Organization(organization) => state.grades[*organization][nation],
        Users::Nations(nations) => {
            if nations.binary_search(&nation).is_ok() {
                Grade::Full
            } else {
                Grade::Outside
            }
        }
    }
}

/// Whether a database works for both nations now.
pub fn database_covers(
    database: &Database,
    n: usize,
    one: usize,
    other: usize,
    state: &Institutions,
) -> bool {
    state.databases[n].is_up()
        && grade(&database.users, one, state) == Grade::Full
        && grade(&database.users, other, state) == Grade::Full
}
