//! `Outcome`: what a replication leaves.

use crate::model::ending::{CLOSINGS, FATES, FUNNEL_ROWS, STAGES};
use crate::model::histogram::AnswerTimes;
use crate::model::measure::{COUNT_COLUMNS, Count, Formula, LEVEL_COLUMNS, MEASURES};
use crate::scenario::kind::REQUEST_KINDS;

/// What one nation gained and bore.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct NationTotals {
    /// Threats of the cohort against it, and attacks that they became.
    pub threats: f64,
    /// As said.
    pub attacks: f64,
    /// Harm suffered, and averted against the alone fates.
    pub harm: f64,
    /// As said.
    pub harm_averted: f64,
    /// Pieces given to and received from others.
    pub pieces_given: f64,
    /// As said.
    pub pieces_received: f64,
    /// Requests sent and received.
    pub requests_sent: f64,
    /// As said.
    pub requests_received: f64,
    /// Requests granted to others, and by others.
    pub granted_given: f64,
    /// As said.
    pub granted_received: f64,
    /// Personal data of its public that was harmed.
    pub privacy_harm: f64,
    /// Requests that it refused, and that others refused it.
    pub refused_given: f64,
    /// As said.
    pub refused_received: f64,
    /// Consents to an action of an organization that it withheld after warm-up.
    pub withheld: f64,
    /// Its exits from organizations and instruments after warm-up.
    pub exits: f64,
}

/// Fields of [`NationTotals`].
pub const NATION_FIELDS: usize = 15;

impl NationTotals {
    /// The fields in the order in which they are declared.
    pub fn fields(&self) -> [f64; NATION_FIELDS] {
        [
            self.threats,
            self.attacks,
            self.harm,
            self.harm_averted,
            self.pieces_given,
            self.pieces_received,
            self.requests_sent,
            self.requests_received,
            self.granted_given,
            self.granted_received,
            self.privacy_harm,
            self.refused_given,
            self.refused_received,
            self.withheld,
            self.exits,
        ]
    }

    /// The totals whose fields are these, in the order in which they are declared.
    pub fn of_fields(fields: [f64; NATION_FIELDS]) -> NationTotals {
        let [
            threats,
            attacks,
            harm,
            harm_averted,
            pieces_given,
            pieces_received,
            requests_sent,
            requests_received,
            granted_given,
            granted_received,
            privacy_harm,
            refused_given,
            refused_received,
            withheld,
            exits,
        ] = fields;
        NationTotals {
            threats,
            attacks,
            harm,
            harm_averted,
            pieces_given,
            pieces_received,
            requests_sent,
            requests_received,
            granted_given,
            granted_received,
            privacy_harm,
            refused_given,
            refused_received,
            withheld,
            exits,
        }
    }
}

/// State of one ordered pair at a moment.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct PairState {
    /// Trust of the first in the second.
    pub trust: f64,
    /// Legal compatibility of the first, as holder, towards the second.
    pub compatibility: f64,
    /// Affinity.
    pub affinity: f64,
    /// Deliveries from the first to the second, forgotten by half-life.
    pub exchange: f64,
}

/// A station over one report interval: jobs waiting, servers busy (time averages), waits started and their days.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct StationState {
    /// Time average of jobs waiting.
    pub queue: f64,
    /// Time average of servers busy.
    pub busy: f64,
    /// Time average of servers available.
    pub open: f64,
    /// Services started.
    pub started: f64,
    /// Days that those waited.
    pub wait_days: f64,
}

/// What a replication leaves; all counts after warm-up unless said otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its number.
    pub replication: u32,
    /// Hash of its event sequence.
    pub fingerprint: u64,
    /// Counts by [`Count`].
    pub counts: [f64; COUNT_COLUMNS],
    /// Levels by report and [`crate::model::measure::Level`]; NaN where undefined.
    pub levels: Vec<[f64; LEVEL_COLUMNS]>,
    /// Means of levels over reports after warm-up.
    pub mean_levels: [f64; LEVEL_COLUMNS],
    /// Time average of jobs waiting after warm-up.
    pub backlog_mean: f64,
    /// Answer times by request kind.
    pub answers: Vec<AnswerTimes>,
    /// Requests by kind and closing.
    pub closings: [[u64; CLOSINGS]; REQUEST_KINDS],
    /// Days from submission to closing, by kind and closing, on the grid of answer times.
    pub closing_days: Vec<[u32; CLOSINGS * REQUEST_KINDS]>,
    /// Threats by class and fate.
    pub fates: Vec<[u64; FATES]>,
    /// The funnel by row and stage.
    pub funnel: [[u64; STAGES]; FUNNEL_ROWS],
    /// By nation.
    pub nations: Vec<NationTotals>,
    /// By report interval, nation and station.
    pub stations: Vec<StationState>,
    /// The ordered pairs that tables show at each moment: all of them row by row, diagonal included, or the sample of the
    /// blueprint.
    pub pairs: Vec<Vec<PairState>>,
    /// First crossing of sharing effectiveness below the threshold after warm-up: day, or none by the horizon.
    pub first_crossing: Option<f64>,
    /// Day of the first occurrence of each shock.
    pub shock_days: Vec<Option<f64>>,
    /// Every record with its time, when events are written out.
    pub trace: Option<Vec<(f64, crate::model::record::Record)>>,
}

impl Outcome {
    /// The value of each measure in this replication; NaN where undefined.
    pub fn measures(&self) -> Vec<f64> {
        MEASURES
            .iter()
            .map(|measure| self.value(measure.formula))
            .collect()
    }

    fn value(&self, formula: Formula) -> f64 {
        match formula {
            Formula::Total(count) => self.counts[count as usize],
            Formula::Ratio(numerator, denominator) => {
                ratio(self.counts[numerator as usize], self.counts[denominator as usize])
            }
            Formula::Efficiency => {
                let alone = self.counts[Count::DisruptedAlone as usize];
                ratio(
                    self.counts[Count::Disrupted as usize] - alone,
                    self.counts[Count::DisruptedBest as usize] - alone,
                )
            }
            Formula::MeanLevel(level) => self.mean_levels[level as usize],
            Formula::AnswerDays(share) => {
                let mut all = AnswerTimes::default();
                self.answers.iter().for_each(|kind| all.add(kind));
                all.quantile(share)
            }
            Formula::BacklogMean => self.backlog_mean,
        }
    }
}

/// NaN for nothing out of nothing.
fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator == 0.0 {
        f64::NAN
    } else {
        numerator / denominator
    }
}
