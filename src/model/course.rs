//! The course of a world's drivers, so that another world can be run with some of them as they were there: the ground of the
//! decomposition of an effect by driver.
//!
//! Three drivers are states of the world: **law** (levels, floors and what follows for every pair), **trust** (all that nations
//! have experienced with one another) and **interests** (positions, commitment, the public's reaction to privacy harm). A
//! world whose drivers are held has each of them set anew, at every report, to what it was in the world that it is taken from.
//! **Capacity** is all the rest: what an option does to desks, capacity, channels, databases, safeguards and finds.

use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::large::LargeVec;
use crate::model::law::Law;
use crate::model::pairs::Pairs;
use crate::scenario::option::Deed;

/// The drivers of a decision and of what follows.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Driver {
    /// Law.
    Law,
    /// Trust.
    Trust,
    /// Interests.
    Interests,
    /// Capacity, and all the rest.
    Capacity,
}

/// How many drivers there are.
pub const DRIVERS: usize = 4;

impl Driver {
    /// Every driver, in order.
    pub const ALL: [Driver; DRIVERS] = [Driver::Law, Driver::Trust, Driver::Interests, Driver::Capacity];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Driver::Law => "law",
            Driver::Trust => "trust",
            Driver::Interests => "interests",
            Driver::Capacity => "capacity",
        }
    }

    /// The driver that an action belongs to. What it does to trust or interests comes with the course of those.
    pub fn of(deed: &Deed) -> Driver {
        match deed {
            Deed::OpenInstrument { .. }
            | Deed::Accede { .. }
            | Deed::ChangeHazard { .. }
            | Deed::SetDeadline { .. } => Driver::Law,
            Deed::DeployChannel { .. }
            | Deed::DeployDatabase { .. }
            | Deed::Automate { .. }
            | Deed::HoldExercises { .. }
            | Deed::RaiseTaskForce { .. }
            | Deed::Standardize { .. }
            | Deed::PostLiaison { .. }
            | Deed::BuildCapacity { .. }
            | Deed::AddServers { .. }
            | Deed::RaiseSafeguards { .. }
            | Deed::Triage { .. }
            | Deed::Audit { .. }
            | Deed::Spend => Driver::Capacity,
        }
    }
}

/// Commitment, home commitment, stock of privacy harm and lowering of the privacy bar of a nation.
pub type Mind = (f64, f64, (f64, f64), (f64, f64));

/// The three drivers that are states, as they were at one report.
#[derive(Clone, Debug)]
pub struct Still {
    /// Law of all nations and pairs.
    pub law: Law,
    /// What nations have experienced with one another.
    pub pairs: Pairs,
    /// Interests: position, drift around home, the government's leaning.
    pub position: Vec<f64>,
    /// As said.
    pub drift: Vec<f64>,
    /// As said.
    pub leaning: Vec<f64>,
    /// Affinity, row by row.
    pub affinity: LargeVec<f64>,
    /// By nation: commitment, home commitment, stock of privacy harm, lowering of the bar.
    pub minds: Vec<Mind>,
}

/// The course of a world: a still at every report, from which several worlds take what they hold. Behind a lock, so that a
/// world may move to another thread: what stills remember of the last instant (`fading.rs`) is no thing for two at once.
#[derive(Clone, Debug)]
pub struct Stills(Arc<Mutex<Vec<Still>>>);

impl Stills {
    /// The course that was kept.
    pub fn new(kept: Vec<Still>) -> Stills {
        Stills(Arc::new(Mutex::new(kept)))
    }

    /// Looks at the still of a report.
    pub fn look(&self, report: usize, look: impl FnOnce(&Still)) {
        look(&self.0.lock().unwrap_or_else(PoisonError::into_inner)[report]);
    }
}

/// What a world does about the course of drivers.
#[derive(Clone, Debug, Default)]
pub enum Course {
    /// Nothing: an ordinary world.
    #[default]
    Free,
    /// It keeps a still of itself at every report.
    Kept(Vec<Still>),
    /// It is held: law, trust and interests come from these worlds.
    Held([Stills; 3]),
}
