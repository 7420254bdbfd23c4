//! What changes about instruments, and the way of each nation to them.

use crate::engine::calendar::Ticket;
use crate::model::pull::Pull;
use crate::model::soonest::Soonest;

/// The way of a nation to an instrument.
#[derive(Copy, Clone, Debug, Default)]
pub struct Accession {
    /// Unit exponential of this spell, and the integrated hazard at `since`.
    pub threshold: f64,
    /// As said.
    pub integrated: f64,
    /// Hazard per day from `since` on.
    pub rate: f64,
    /// As said.
    pub since: f64,
    /// Number of the spell.
    pub spell: u32,
    /// May join by hazard.
    pub eligible: bool,
    /// Invitations considered so far.
    pub invitations: u32,
    /// Day on which the invitation lapses.
    pub invited_until: f64,
    /// Degree of implementation that has moved its law, over all spells.
    pub applied: f64,
    /// Day of ratification in this spell.
    pub ratified: f64,
    /// Pending entry into force or implementation.
    pub next: Ticket,
}

impl Accession {
    /// Brings the integrated hazard forward to now.
    pub fn advance(&mut self, now: f64) {
        self.integrated += self.rate * (now - self.since);
        self.since = now;
    }

    /// Goes on at another rate, if it is another; tells whether it is.
    #[inline]
    pub fn change_rate(&mut self, rate: f64, now: f64) -> bool {
        let is_another = rate != self.rate;
        if is_another {
            self.advance(now);
            self.rate = rate;
        }
        is_another
    }

    /// Day on which the integrated hazard reaches the threshold at the rate of now; infinite without a hazard.
    pub fn reaches(&self) -> f64 {
        if self.rate > 0.0 {
            self.since + (self.threshold - self.integrated).max(0.0) / self.rate
        } else {
            f64::INFINITY
        }
    }
}

/// What changes about an instrument, beside its standings.
#[derive(Clone, Debug)]
pub struct InstrumentState {
    /// Open for accession by hazard.
    pub open: bool,
    /// Factor on the hazard.
    pub factor: f64,
    /// The way of each nation.
    pub accessions: Vec<Accession>,
    /// Who may join by hazard and has not: eligible nations outside, in order.
    pub waiting: Vec<u16>,
    /// The same, asked by nation.
    pub is_waiting: Vec<bool>,
    /// How parties pull each nation, by their activity.
    pub parties: Pull,
    /// The ratification that comes first has to be found anew.
    pub unplanned: bool,
    /// When each nation that waits ratifies if nothing changes.
    pub soonest: Soonest,
    /// The nation that waits first.
    pub first: usize,
    /// Its pending ratification.
    pub ticket: Ticket,
    /// Day on which the number of ratifications was complete.
    pub complete: Option<f64>,
}
