//! `Hazards`: how fast nations outside an instrument join it.

use crate::engine::special::exp;
use crate::engine::time::YEAR;
use crate::model::nation_state::NationState;
use crate::model::pull::Pull;
use crate::model::ties::Grade;
use crate::scenario::law::Instrument;
use crate::scenario::slow::TreatySettings;

/// What the hazards of one instrument are made of, gathered once for all who wait.
pub struct Hazards<'a> {
    /// h0 a day, and φ.
    base: f64,
    contagion: f64,
    /// The factor of members of the founder, and their grades; `None` without a founder.
    club: Option<(f64, &'a [Grade])>,
    /// The instrument's own factor.
    factor: f64,
    /// 1 + support, for whom a success has won.
    supported: f64,
    nations: &'a [NationState],
    /// How parties and how all pull each nation.
    parties: &'a Pull,
    everybody: &'a Pull,
}

impl<'a> Hazards<'a> {
    /// The hazards of an instrument with a factor; `grades` are those of nations in each organization.
    pub fn new(
        (instrument, factor): (&Instrument, f64),
        treaties: &TreatySettings,
        grades: &'a [Vec<Grade>],
        nations: &'a [NationState],
        [parties, everybody]: [&'a Pull; 2],
    ) -> Hazards<'a> {
        let club = instrument.club.unwrap_or(treaties.club);
        Hazards {
            base: instrument.hazard.unwrap_or(treaties.hazard) / YEAR,
            contagion: treaties.contagion,
            club: instrument
                .founder
                .map(|founder| (club, grades[founder].as_slice())),
            factor,
            supported: 1.0 + treaties.support[0],
            nations,
            parties,
            everybody,
        }
    }

    /// Hazard of a nation per day: h0·m·(1 − σ)·exp(φS)·club·factor·(1 + support), where S is the share of parties in what pulls it.
    #[inline]
    pub fn of(&self, nation: usize) -> f64 {
        let everybody = self.everybody.on(nation);
        let share = if everybody > 0.0 {
            self.parties.on(nation) / everybody
        } else {
            0.0
        };
        let club = match self.club {
            Some((club, grades)) if grades[nation] == Grade::Full => club,
            Some(_) | None => 1.0,
        };
        let state = &self.nations[nation];
        let support = if state.supports > 0 { self.supported } else { 1.0 };
        self.base
            * state.commitment
            * (1.0 - state.sovereignty)
            * exp(self.contagion * share)
            * club
            * self.factor
            * support
    }
}
