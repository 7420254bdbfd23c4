//! What changes about one nation, and its own clocks.

use crate::engine::station::Station;

/// What changes about one nation. What is asked of others than the one that acts stands first and together: a world of
/// thousands has its nations far from one another in memory.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct NationState {
    /// κ now.
    pub capacity: f64,
    /// σ, which does not change.
    pub sovereignty: f64,
    /// m now.
    pub commitment: f64,
    /// Stock of privacy harm and the day of its value.
    pub privacy_stock: (f64, f64),
    /// By how much its privacy bar is lowered, and the day of that value.
    pub bar_lowered: (f64, f64),
    /// How many successes now raise its support for joining.
    pub supports: u32,
    /// Whether it is unstable.
    pub unstable: bool,
    /// Whether a station will look for its next jobs at the end of this instant.
    pub start_planned: [bool; 2],
    /// Servers lost by instability at each station; 0 when calm.
    pub lost: [u32; 2],
    /// The level of m around which governments are drawn.
    pub home_commitment: f64,
    /// g now.
    pub safeguards: f64,
    /// Triage: later finds come so many times faster; false leads a year.
    pub triage_speed: f64,
    /// Audit: discovery days, attribution, deterrence.
    pub audit: Option<[f64; 3]>,
    /// Desk and authority.
    pub stations: [Station<u32>; 2],
    /// How often each of its clocks has run: see [`Clock`].
    pub counts: [u32; CLOCKS],
    /// As said of triage.
    pub false_leads: f64,
}

/// What others ask for fits into a line, and the counts of its own clocks begin with one.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(
    std::mem::offset_of!(NationState, stations) == 128
        && std::mem::offset_of!(NationState, counts) % 64 == 0
        && size_of::<NationState>() == 512
);

/// A nation's own clocks, whose draws are numbered.
#[derive(Copy, Clone, Debug)]
#[repr(usize)]
pub enum Clock {
    /// Politics events.
    Politics,
    /// Changes of government.
    Government,
    /// Onsets of instability.
    Instability,
    /// Occasions of an exit.
    Exit,
    /// Law reforms.
    Reform,
    /// Diplomatic initiatives.
    Diplomacy,
    /// False leads.
    FalseLead,
    /// Successes that raised support.
    Support,
    /// Domestic jobs at the desk.
    DomesticDesk,
    /// Domestic jobs at the authority.
    DomesticAuthority,
    /// Routine requests of the first kind; the other request kinds follow.
    Routine,
    /// Room for the other three.
    RoutineLast = Clock::Routine as usize + 3,
    /// Routine requests invited by automation, first kind; the others follow.
    Invited,
    /// Room for the other three.
    InvitedLast = Clock::Invited as usize + 3,
}

/// How many clocks a nation has.
pub const CLOCKS: usize = Clock::InvitedLast as usize + 1;
