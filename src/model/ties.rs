//! `Ties`: what memberships and channels mean for every two nations; worked out anew when one of them changes.

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

/// What two nations share through organizations.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// Organizations that both belong to fully.
    pub shared: u16,
    /// One of them has originator control.
    pub controlled: bool,
    /// The furthest standard procedures that both share.
    pub procedures: f64,
    /// The best mediation that both share.
    pub mediation: f64,
}

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

/// The ties of every two nations (symmetric).
#[derive(Clone, Debug)]
pub struct Ties {
    nations: usize,
    domains: usize,
    shared: Vec<Tie>,
    routes: Vec<[u16; KINDS]>,
    legal_floors: Vec<f64>,
}

impl Ties {
    /// No ties yet.
    pub fn new(nations: usize, domains: usize) -> Ties {
        Ties {
            nations,
            domains,
            shared: vec![Tie::default(); nations * nations],
            routes: vec![[DIPLOMATIC; KINDS]; nations * nations],
            legal_floors: vec![0.0; nations * nations * domains],
        }
    }

    /// What two nations share.
    #[inline]
    pub fn between(&self, one: usize, other: usize) -> &Tie {
        &self.shared[one * self.nations + other]
    }

    /// The channel that a request of a kind takes between two nations now.
    #[inline]
    pub fn route(&self, one: usize, other: usize, kind: Kind) -> u16 {
        self.routes[one * self.nations + other][kind as usize]
    }

    /// Highest floors that shared organizations put under compatibility, by domain.
    pub fn legal_floors(&self, one: usize, other: usize) -> &[f64] {
        let place = one * self.nations + other;
        &self.legal_floors[place * self.domains..(place + 1) * self.domains]
    }

    /// Works everything out anew.
    pub fn refresh(&mut self, organizations: &[Organization], channels: &[Channel], state: &Institutions) {
        for one in 0..self.nations {
            for other in 0..self.nations {
                self.refresh_both(one, other, organizations, channels, state);
            }
        }
    }

    /// Works out anew what one nation shares with every other.
    pub fn refresh_nation(
        &mut self,
        nation: usize,
        organizations: &[Organization],
        channels: &[Channel],
        state: &Institutions,
    ) {
        for other in 0..self.nations {
            self.refresh_both(nation, other, organizations, channels, state);
            self.refresh_both(other, nation, organizations, channels, state);
        }
    }

    fn refresh_both(
        &mut self,
        one: usize,
        other: usize,
        organizations: &[Organization],
        channels: &[Channel],
        state: &Institutions,
    ) {
        self.refresh_pair(one, other, organizations, state);
        if one != other {
            self.refresh_routes(one, other, channels, state);
        }
    }

    fn refresh_pair(
        &mut self,
        one: usize,
        other: usize,
        organizations: &[Organization],
        state: &Institutions,
    ) {
        let place = one * self.nations + other;
        let mut tie = Tie::default();
        let floors = &mut self.legal_floors[place * self.domains..(place + 1) * self.domains];
        floors.fill(0.0);
        for (n, organization) in organizations.iter().enumerate() {
            let grades = &state.grades[n];
            if grades[one] != Grade::Full || grades[other] != Grade::Full {
                continue;
            }
            tie.shared += 1;
            tie.controlled |= organization.originator_control;
            tie.procedures = tie.procedures.max(state.procedures[n]);
            tie.mediation = tie.mediation.max(organization.mediation);
            for (floor, given) in floors.iter_mut().zip(&organization.legal_floor) {
                *floor = floor.max(*given);
            }
        }
        self.shared[place] = tie;
    }

    /// Least delay, then highest security, then id, among the channels that both have, that are up and carry the kind.
    fn refresh_routes(&mut self, one: usize, other: usize, channels: &[Channel], state: &Institutions) {
        let mut routes = [DIPLOMATIC; KINDS];
        for (n, channel) in channels.iter().enumerate() {
            let both = grade(&channel.users, one, state).min_with(grade(&channel.users, other, state));
            if both == Grade::Outside || !state.channels[n].is_up() {
                continue;
            }
            for (kind, route) in routes.iter_mut().enumerate() {
                let carried = channel.kinds[kind] && (both == Grade::Full || channel.associate_kinds[kind]);
                if carried && (*route == DIPLOMATIC || is_better(channel, &channels[*route as usize])) {
                    *route = n as u16;
                }
            }
        }
        self.routes[one * self.nations + other] = routes;
    }
}

impl Grade {
    fn min_with(self, other: Grade) -> Grade {
        match (self, other) {
            (Grade::Outside, _) | (_, Grade::Outside) => Grade::Outside,
            (Grade::Associate, _) | (_, Grade::Associate) => Grade::Associate,
            (Grade::Full, Grade::Full) => Grade::Full,
        }
    }
}

fn is_better(one: &Channel, other: &Channel) -> bool {
    one.delay < other.delay
        || (one.delay == other.delay && one.security > other.security)
        || (one.delay == other.delay && one.security == other.security && one.id < other.id)
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
