//! `Summary`: what the replications of one option say together. It grows with replications only by a row of numbers each.

use crate::engine::statistics::Tally;
use crate::experiment::estimate::Estimate;
use crate::experiment::quantile::quantile_of_sorted;
use crate::model::ending::{CLOSINGS, FATES, FUNNEL_ROWS, STAGES};
use crate::model::histogram::{AnswerTimes, BINS};
use crate::model::measure::{COUNT_COLUMNS, Count, Formula, LEVEL_COLUMNS, Level, MEASURES};
use crate::model::outcome::{NATION_FIELDS, Outcome, PairState, StationState};
use crate::scenario::kind::REQUEST_KINDS;
use crate::scenario::scenario::Scenario;

/// Levels of a world by report.
pub type Levels = Vec<[f64; LEVEL_COLUMNS]>;

/// Replications beyond this number are not run without their shocks, and add nothing to quantiles of series: means go on.
pub const PAIRED_MOST: u32 = 1000;

/// Confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;

/// Groups of replications for the interval of answer curves: a grouped jackknife, so that memory stays bounded.
const ANSWER_GROUPS: usize = 100;

/// The levels whose dent under a shock is measured.
pub const DENT_LEVELS: [Level; 2] = [Level::SharingEffectiveness, Level::MeanTrust];

/// Differences between the world with a shock and the one without, replication by replication.
#[derive(Clone, Debug, Default)]
pub struct ShockPairs {
    /// Without minus with, row by row; NaN where undefined.
    pub losses: Vec<f64>,
    /// Mean level without the shock, by row.
    pub levels: Vec<f64>,
    /// Days from the shock to the first column.
    pub first_day: f64,
    /// Columns of a row.
    pub columns: usize,
}

/// What the replications of one option say together.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Counts by column, a value a replication.
    pub counts: Vec<Vec<f64>>,
    /// Measures, a value a replication.
    pub measures: Vec<Vec<f64>>,
    /// Levels by report and column.
    pub levels: Vec<[Tally; LEVEL_COLUMNS]>,
    samples: Vec<Vec<f32>>,
    /// Answer times by group and kind.
    pub answers: Vec<Vec<AnswerTimes>>,
    /// Requests by kind and closing.
    pub closings: Vec<Tally>,
    /// Days to closing, summed.
    pub closing_days: Vec<[u64; CLOSINGS * REQUEST_KINDS]>,
    /// Threats by class and fate.
    pub fates: Vec<[Tally; FATES]>,
    /// The funnel.
    pub funnel: Vec<[Tally; STAGES]>,
    /// By nation and field.
    pub nations: Vec<[Tally; NATION_FIELDS]>,
    /// Stations by report interval, nation and station, summed.
    pub stations: Vec<StationState>,
    /// Pairs by moment, summed.
    pub pairs: Vec<Vec<PairState>>,
    /// First crossings: the day, or the horizon without one.
    pub crossings: Vec<(f64, bool)>,
    /// By shock and level.
    pub shocks: Vec<[ShockPairs; DENT_LEVELS.len()]>,
    /// Hash of all fingerprints in order.
    pub fingerprint: u64,
}

impl Summary {
    /// Nothing yet.
    pub fn new(scenario: &Scenario, reports: usize) -> Summary {
        Summary {
            counts: vec![Vec::new(); COUNT_COLUMNS],
            measures: vec![Vec::new(); MEASURES.len()],
            levels: vec![std::array::from_fn(|_| Tally::default()); reports],
            samples: vec![Vec::new(); reports * LEVEL_COLUMNS],
            answers: vec![vec![AnswerTimes::default(); REQUEST_KINDS]; ANSWER_GROUPS],
            closings: vec![Tally::default(); REQUEST_KINDS * CLOSINGS],
            closing_days: vec![[0; CLOSINGS * REQUEST_KINDS]; BINS],
            fates: vec![std::array::from_fn(|_| Tally::default()); scenario.classes.len()],
            funnel: vec![std::array::from_fn(|_| Tally::default()); FUNNEL_ROWS],
            nations: vec![std::array::from_fn(|_| Tally::default()); scenario.nations.len()],
            stations: Vec::new(),
            pairs: Vec::new(),
            crossings: Vec::new(),
            shocks: scenario.shocks.iter().map(|_| Default::default()).collect(),
            fingerprint: 0,
        }
    }

    /// Replications so far.
    pub fn replications(&self) -> usize {
        self.crossings.len()
    }

    /// Adds a replication; they come in order of number.
    pub fn add(&mut self, scenario: &Scenario, outcome: &Outcome, without: &[Option<Levels>]) {
        for (column, value) in self.counts.iter_mut().zip(outcome.counts) {
            column.push(value);
        }
        for (column, value) in self.measures.iter_mut().zip(outcome.measures()) {
            column.push(value);
        }
        self.add_levels(outcome);
        let group = outcome.replication as usize % ANSWER_GROUPS;
        for (sum, kind) in self.answers[group].iter_mut().zip(&outcome.answers) {
            sum.add(kind);
        }
        self.add_tables(outcome);
        let crossing = outcome.first_crossing;
        self.crossings
            .push((crossing.unwrap_or(scenario.run.horizon), crossing.is_some()));
        for (shock, spared) in without.iter().enumerate() {
            if let (Some(spared), Some(day)) = (spared, outcome.shock_days[shock]) {
                self.add_shock(scenario, shock, (outcome, spared), day);
            }
        }
        self.fingerprint = crate::engine::identity::Identity(self.fingerprint)
            .numbered(outcome.fingerprint)
            .0;
    }

    fn add_levels(&mut self, outcome: &Outcome) {
        let sampled = outcome.replication < PAIRED_MOST;
        for (report, levels) in outcome.levels.iter().enumerate() {
            for (n, &value) in levels.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
                self.levels[report][n].add(value);
                if sampled {
                    self.samples[report * LEVEL_COLUMNS + n].push(value as f32);
                }
            }
        }
    }

    fn add_tables(&mut self, outcome: &Outcome) {
        for (n, tally) in self.closings.iter_mut().enumerate() {
            tally.add(outcome.closings[n / CLOSINGS][n % CLOSINGS] as f64);
        }
        for (sum, days) in self.closing_days.iter_mut().zip(&outcome.closing_days) {
            sum.iter_mut()
                .zip(days)
                .for_each(|(sum, &count)| *sum += u64::from(count));
        }
        for (sum, fates) in self.fates.iter_mut().zip(&outcome.fates) {
            sum.iter_mut()
                .zip(fates)
                .for_each(|(tally, &count)| tally.add(count as f64));
        }
        for (sum, stages) in self.funnel.iter_mut().zip(&outcome.funnel) {
            sum.iter_mut()
                .zip(stages)
                .for_each(|(tally, &count)| tally.add(count as f64));
        }
        for (sum, totals) in self.nations.iter_mut().zip(&outcome.nations) {
            sum.iter_mut()
                .zip(totals.fields())
                .for_each(|(tally, value)| tally.add(value));
        }
        self.stations
            .resize(outcome.stations.len(), StationState::default());
        for (sum, state) in self.stations.iter_mut().zip(&outcome.stations) {
            sum.queue += state.queue;
            sum.busy += state.busy;
            sum.open += state.open;
            sum.started += state.started;
            sum.wait_days += state.wait_days;
        }
        self.pairs.resize(outcome.pairs.len(), Vec::new());
        for (sums, states) in self.pairs.iter_mut().zip(&outcome.pairs) {
            sums.resize(states.len(), PairState::default());
            for (sum, state) in sums.iter_mut().zip(states) {
                sum.trust += state.trust;
                sum.compatibility += state.compatibility;
                sum.affinity += state.affinity;
                sum.exchange += state.exchange;
            }
        }
    }

    /// Takes one replication of a shock: the reports from the shock on, with and without it.
    fn add_shock(
        &mut self,
        scenario: &Scenario,
        shock: usize,
        (outcome, spared): (&Outcome, &Levels),
        day: f64,
    ) {
        let every = scenario.run.report_every;
        let first = (day / every).ceil() as usize;
        let fixed = matches!(scenario.shocks[shock].when, crate::scenario::shock::When::Days(_));
        let reports = outcome.levels.len();
        // A shock that comes at random is watched for half the run at most: later reports would rest on few replications.
        let columns = if fixed {
            reports.saturating_sub(first)
        } else {
            reports / 2
        };
        for (pairs, level) in self.shocks[shock].iter_mut().zip(DENT_LEVELS) {
            pairs.columns = columns;
            pairs.first_day = if fixed { first as f64 * every - day } else { 0.0 };
            let at = |levels: &Levels, column: usize| {
                levels
                    .get(first + column)
                    .map_or(f64::NAN, |levels| levels[level as usize])
            };
            pairs
                .losses
                .extend((0..columns).map(|column| at(spared, column) - at(&outcome.levels, column)));
            let seen: Vec<f64> = (0..columns)
                .map(|column| at(spared, column))
                .filter(|level| !level.is_nan())
                .collect();
            pairs.levels.push(seen.iter().sum::<f64>() / seen.len() as f64);
        }
    }

    /// The estimate of a measure by its place.
    pub fn estimate(&self, place: usize) -> Estimate {
        let column = |count: Count| self.counts[count as usize].as_slice();
        match MEASURES[place].formula {
            Formula::Ratio(numerator, denominator) => {
                Estimate::of_ratio(column(numerator), column(denominator), CONFIDENCE)
            }
            Formula::Efficiency => Estimate::jackknife(
                &[
                    column(Count::Disrupted),
                    column(Count::DisruptedAlone),
                    column(Count::DisruptedBest),
                ],
                efficiency,
                CONFIDENCE,
            ),
            Formula::Total(_) | Formula::MeanLevel(_) | Formula::AnswerDays(_) | Formula::BacklogMean => {
                Estimate::of_mean(&self.measures[place], CONFIDENCE)
            }
        }
    }

    /// The estimate of a measure by its name.
    pub fn estimate_of(&self, measure: &str) -> Option<Estimate> {
        MEASURES
            .iter()
            .position(|known| known.name == measure)
            .map(|place| self.estimate(place))
    }

    /// Quantiles of a level at a report, over at most the first replications.
    pub fn level_quantiles(&self, report: usize, level: usize, shares: [f64; 5]) -> [f64; 5] {
        let mut sorted: Vec<f64> = self.samples[report * LEVEL_COLUMNS + level]
            .iter()
            .map(|&value| f64::from(value))
            .collect();
        sorted.sort_by(f64::total_cmp);
        shares.map(|share| quantile_of_sorted(&sorted, share))
    }
}

/// (disrupted − alone)/(best − alone) of means; NaN where sharing could bring nothing.
pub fn efficiency(means: &[f64]) -> f64 {
    if means[2] == means[1] {
        f64::NAN
    } else {
        (means[0] - means[1]) / (means[2] - means[1])
    }
}
