//! Options against the baseline on the same luck: paired differences of every measure, with intervals for each alone and for
//! all options at once.
//!
//! Several options are compared with one baseline, so intervals for all at once are wider: Bonferroni's inequality with
//! Student's t. It asks nothing of how the differences hang together, which on common random numbers is unknown, and anybody
//! can compute it again from `outcomes.csv`.

use crate::engine::special::student_t_cdf;
use crate::engine::statistics::Tally;
use crate::experiment::direction::Direction;
use crate::experiment::estimate::{Estimate, ratio};
use crate::experiment::summary::{CONFIDENCE, efficiency};
use crate::model::ending::{CLOSINGS, STAGES};
use crate::model::measure::{COUNT_COLUMNS, Count, Formula, MEASURES, Measure};
use crate::model::outcome::{NATION_FIELDS, NationTotals, Outcome};
use crate::scenario::scenario::Scenario;

/// The efficiency that takes `alone` and `best` from the option itself.
pub const OWN_EFFICIENCY: &str = "cooperation_efficiency_own";

/// What the replications of one option left, column by column.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Numbers of the replications, rising.
    pub replications: Vec<u32>,
    /// Counts.
    pub counts: Vec<Vec<f64>>,
    /// Measures.
    pub measures: Vec<Vec<f64>>,
    /// Requests by closing, all kinds together.
    pub closings: Vec<Vec<f64>>,
    /// Pieces by stage of the funnel, all kinds together.
    pub stages: Vec<Vec<f64>>,
}

impl Default for Sample {
    fn default() -> Sample {
        Sample {
            replications: Vec::new(),
            counts: vec![Vec::new(); COUNT_COLUMNS],
            measures: vec![Vec::new(); MEASURES.len()],
            closings: vec![Vec::new(); CLOSINGS],
            stages: vec![Vec::new(); STAGES],
        }
    }
}

fn push_all(columns: &mut [Vec<f64>], values: impl IntoIterator<Item = f64>) {
    columns
        .iter_mut()
        .zip(values)
        .for_each(|(column, value)| column.push(value));
}

impl Sample {
    /// Adds a replication; they come in order of number.
    pub fn add(&mut self, outcome: &Outcome) {
        self.replications.push(outcome.replication);
        push_all(&mut self.counts, outcome.counts);
        push_all(&mut self.measures, outcome.measures());
        let closings = &outcome.closings;
        push_all(
            &mut self.closings,
            (0..CLOSINGS).map(|n| closings.iter().map(|kind| kind[n]).sum::<u64>() as f64),
        );
        let funnel = &outcome.funnel;
        push_all(
            &mut self.stages,
            (0..STAGES).map(|n| funnel.iter().map(|kind| kind[n]).sum::<u64>() as f64),
        );
    }

    /// The rows whose replication is among `kept`, which rises.
    fn only(&self, kept: &[u32]) -> Sample {
        let rows: Vec<usize> = (0..self.replications.len())
            .filter(|&row| kept.binary_search(&self.replications[row]).is_ok())
            .collect();
        // A sample that was read back has no closings and no stages.
        let pick = |columns: &[Vec<f64>]| -> Vec<Vec<f64>> {
            columns
                .iter()
                .map(|column| rows.iter().filter_map(|&row| column.get(row).copied()).collect())
                .collect()
        };
        Sample {
            replications: rows.iter().map(|&row| self.replications[row]).collect(),
            counts: pick(&self.counts),
            measures: pick(&self.measures),
            closings: pick(&self.closings),
            stages: pick(&self.stages),
        }
    }
}

/// Two samples cut down to the replications that both have.
pub fn matched(one: &Sample, other: &Sample) -> (Sample, Sample) {
    (one.only(&other.replications), other.only(&one.replications))
}

/// What an option changes for one nation or bloc, replication by replication: field by field the baseline and the difference.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The baseline.
    pub baseline: Vec<Tally>,
    /// Option less baseline.
    pub difference: Vec<Tally>,
}

/// Fields of a [`Side`]: those of [`NationTotals`], then reciprocity.
pub const SIDE_FIELDS: usize = NATION_FIELDS + 1;

fn side_fields(totals: &NationTotals) -> [f64; SIDE_FIELDS] {
    let mut fields = [0.0; SIDE_FIELDS];
    fields[..NATION_FIELDS].copy_from_slice(&totals.fields());
    fields[NATION_FIELDS] = totals.pieces_received - totals.pieces_given;
    fields
}

impl Side {
    fn add(&mut self, baseline: [f64; SIDE_FIELDS], option: [f64; SIDE_FIELDS]) {
        self.baseline.resize_with(SIDE_FIELDS, Tally::default);
        self.difference.resize_with(SIDE_FIELDS, Tally::default);
        for n in 0..SIDE_FIELDS {
            self.baseline[n].add(baseline[n]);
            self.difference[n].add(option[n] - baseline[n]);
        }
    }
}

/// Options against the baseline, which stands first.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What each left; the baseline is the first.
    pub samples: Vec<Sample>,
    /// By option (the baseline left out) and nation.
    pub nations: Vec<Vec<Side>>,
    /// By option and bloc, blocs in order of name.
    pub blocs: Vec<Vec<Side>>,
    /// Names of the blocs.
    pub bloc_names: Vec<String>,
    bloc_of: Vec<usize>,
    /// The baseline's nations in the replication under way.
    current: Option<(u32, Vec<NationTotals>)>,
}

impl Comparison {
    /// Nothing yet, of so many options and the baseline.
    pub fn new(scenario: &Scenario, options: usize) -> Comparison {
        let nations = &scenario.nations;
        let mut bloc_names: Vec<String> = nations.iter().map(|nation| nation.bloc.clone()).collect();
        bloc_names.sort_unstable();
        bloc_names.dedup();
        let bloc_of = nations
            .iter()
            .map(|nation| bloc_names.binary_search(&nation.bloc).unwrap_or_default())
            .collect();
        Comparison {
            samples: vec![Sample::default(); options + 1],
            nations: vec![vec![Side::default(); nations.len()]; options],
            blocs: vec![vec![Side::default(); bloc_names.len()]; options],
            bloc_names,
            bloc_of,
            current: None,
        }
    }

    /// Adds a replication of the baseline (0) or an option, in order of replication and, within one, of option.
    pub fn add(&mut self, option: usize, outcome: &Outcome) {
        self.samples[option].add(outcome);
        if option == 0 {
            self.current = Some((outcome.replication, outcome.nations.clone()));
            return;
        }
        let Some((_, baseline)) = self
            .current
            .as_ref()
            .filter(|(replication, _)| *replication == outcome.replication)
        else {
            return;
        };
        let mut sums = vec![([0.0; SIDE_FIELDS], [0.0; SIDE_FIELDS]); self.bloc_names.len()];
        for (nation, (before, after)) in baseline.iter().zip(&outcome.nations).enumerate() {
            let (before, after) = (side_fields(before), side_fields(after));
            self.nations[option - 1][nation].add(before, after);
            let sum = &mut sums[self.bloc_of[nation]];
            for n in 0..SIDE_FIELDS {
                sum.0[n] += before[n];
                sum.1[n] += after[n];
            }
        }
        for (bloc, (before, after)) in self.blocs[option - 1].iter_mut().zip(sums) {
            bloc.add(before, after);
        }
    }

    /// How many options there are beside the baseline.
    pub fn options(&self) -> usize {
        self.samples.len() - 1
    }

    /// The samples of an option and of the baseline, cut down to the replications that both have.
    pub fn pair(&self, option: usize) -> (Sample, Sample) {
        matched(&self.samples[option], &self.samples[0])
    }

    /// The samples of all, cut down to the replications that all have.
    pub fn common(&self) -> Vec<Sample> {
        let mut kept = self.samples[0].replications.clone();
        for sample in &self.samples {
            kept.retain(|number| sample.replications.binary_search(number).is_ok());
        }
        self.samples.iter().map(|sample| sample.only(&kept)).collect()
    }
}

/// The difference of one measure between two samples of the same replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The difference: option less baseline.
    pub difference: Estimate,
    /// The baseline's estimate.
    pub baseline: Estimate,
    /// The option's.
    pub option: Estimate,
    /// Which way is better.
    pub direction: Direction,
    /// Share of replications in which the option does better, ties counting half; NaN where neither way is better.
    pub share_better: f64,
}

impl Difference {
    /// The interval that holds for this and all others of `family` at once (Bonferroni).
    pub fn simultaneous(&self, family: usize) -> (f64, f64) {
        self.difference.interval_at(bonferroni(family))
    }

    /// Confidence that the true difference is an improvement; NaN where neither way is better.
    pub fn probability_better(&self) -> f64 {
        let sign = self.direction.sign();
        let error = self.difference.standard_error();
        if sign == 0.0 || self.difference.mean.is_nan() || error.is_nan() {
            return f64::NAN;
        }
        let gain = sign * self.difference.mean;
        if error == 0.0 {
            return if gain == 0.0 {
                0.5
            } else {
                f64::from(u8::from(gain > 0.0))
            };
        }
        student_t_cdf(gain / error, self.difference.n as f64 - 1.0)
    }

    /// The variance that independent luck would give the difference, over the variance that it has; NaN where it has none.
    pub fn variance_reduction(&self) -> f64 {
        let paired = self.difference.sd * self.difference.sd;
        let apart = self.baseline.sd * self.baseline.sd + self.option.sd * self.option.sd;
        if paired > 0.0 { apart / paired } else { f64::NAN }
    }
}

/// Confidence of each of so many intervals that together hold with [`CONFIDENCE`].
pub fn bonferroni(family: usize) -> f64 {
    1.0 - (1.0 - CONFIDENCE) / family.max(1) as f64
}

/// Names and units of all measures that differences are told of.
pub fn compared_measures() -> impl Iterator<Item = (&'static str, &'static str)> {
    let known = MEASURES.iter().map(|measure| (measure.name, measure.unit));
    known.chain([(OWN_EFFICIENCY, "share")])
}

/// The difference of a measure between an option and the baseline, whose rows are the same replications.
pub fn difference(measure: &str, option: &Sample, baseline: &Sample) -> Option<Difference> {
    let own = measure == OWN_EFFICIENCY;
    let name = if own { "cooperation_efficiency" } else { measure };
    let place = MEASURES.iter().position(|known| known.name == name)?;
    let direction = Direction::of(measure);
    let [difference, of_option, of_baseline] = estimates(&MEASURES[place], own, option, baseline, place);
    Some(Difference {
        share_better: share_better(&option.measures[place], &baseline.measures[place], direction),
        difference,
        option: of_option,
        baseline: of_baseline,
        direction,
    })
}

fn estimates(
    measure: &Measure,
    own: bool,
    option: &Sample,
    baseline: &Sample,
    place: usize,
) -> [Estimate; 3] {
    match measure.formula {
        Formula::Ratio(numerator, denominator) => {
            let columns = |sample| [count(sample, numerator), count(sample, denominator)];
            smooth(&columns(option), &columns(baseline), ratio)
        }
        Formula::Efficiency => {
            // The yardstick of both is the baseline's, unless the option's own is asked for.
            let columns = |disrupted, bounds| {
                [
                    count(disrupted, Count::Disrupted),
                    count(bounds, Count::DisruptedAlone),
                    count(bounds, Count::DisruptedBest),
                ]
            };
            let bounds = if own { option } else { baseline };
            smooth(&columns(option, bounds), &columns(baseline, baseline), efficiency)
        }
        Formula::Total(_) | Formula::MeanLevel(_) | Formula::AnswerDays(_) | Formula::BacklogMean => {
            let (a, b) = (&option.measures[place], &baseline.measures[place]);
            [
                Estimate::of_difference(a, b, CONFIDENCE),
                Estimate::of_mean(a, CONFIDENCE),
                Estimate::of_mean(b, CONFIDENCE),
            ]
        }
    }
}

fn count(sample: &Sample, count: Count) -> &[f64] {
    &sample.counts[count as usize]
}

/// Difference, option and baseline of a smooth function of means.
fn smooth(option: &[&[f64]], baseline: &[&[f64]], f: fn(&[f64]) -> f64) -> [Estimate; 3] {
    [
        Estimate::jackknife_difference(option, baseline, f, CONFIDENCE),
        Estimate::jackknife(option, f, CONFIDENCE),
        Estimate::jackknife(baseline, f, CONFIDENCE),
    ]
}

fn share_better(option: &[f64], baseline: &[f64], direction: Direction) -> f64 {
    let gains = option
        .iter()
        .zip(baseline)
        .map(|(a, b)| direction.sign() * (a - b))
        .filter(|gain| !gain.is_nan());
    let (mut better, mut count) = (0.0, 0.0);
    for gain in gains {
        count += 1.0;
        if gain > 0.0 {
            better += 1.0;
        } else if gain == 0.0 {
            better += 0.5;
        }
    }
    if direction == Direction::None {
        f64::NAN
    } else {
        better / count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::chance::Chance;
    use crate::engine::identity::Identity;

    /// Estimates of differences with true mean 0 of so many options that share the baseline's luck.
    fn trial(number: u64, options: u64) -> Vec<Difference> {
        let normal = |of: u64, row: u32| {
            let identity = Identity::of("coverage").numbered(number).numbered(of);
            Chance::new(5, row).draw(1, identity, 0).normal()
        };
        let baseline: Vec<f64> = (0..20).map(|row| normal(0, row)).collect();
        let difference = |option: u64| {
            let values: Vec<f64> = (0..20).map(|row| normal(option + 1, row)).collect();
            Difference {
                difference: Estimate::of_difference(&values, &baseline, CONFIDENCE),
                baseline: Estimate::of_mean(&baseline, CONFIDENCE),
                option: Estimate::of_mean(&values, CONFIDENCE),
                direction: Direction::More,
                share_better: f64::NAN,
            }
        };
        (0..options).map(difference).collect()
    }

    #[test]
    fn simultaneous_intervals_cover_all_differences_at_once() {
        let trials = 600;
        let (mut all, mut each, mut count) = (0, 0, 0);
        for number in 0..trials {
            let found = trial(number, 6);
            let covers = |(lower, upper): (f64, f64)| lower <= 0.0 && 0.0 <= upper;
            all += usize::from(found.iter().all(|one| covers(one.simultaneous(6))));
            each += found
                .iter()
                .filter(|one| covers((one.difference.lower, one.difference.upper)))
                .count();
            count += found.len();
        }
        // A share of 0.95 over 600 trials has a standard error of 0.009; Bonferroni may only cover more.
        let share = all as f64 / trials as f64;
        assert!(share > 0.95 - 3.5 * 0.009, "{share}");
        let share = f64::from(each as u32) / f64::from(count as u32);
        assert!((share - 0.95).abs() < 0.02, "{share}");
    }

    #[test]
    fn what_shares_luck_gains_and_what_is_equal_has_no_doubt() {
        let found = &trial(1, 1)[0];
        let apart = found.baseline.sd.powi(2) + found.option.sd.powi(2);
        assert!((found.variance_reduction() - apart / found.difference.sd.powi(2)).abs() < 1e-12);
        assert!((0.0..=1.0).contains(&found.probability_better()));
        let equal = Difference {
            difference: Estimate::of_difference(&[1.0, 2.0], &[1.0, 2.0], CONFIDENCE),
            ..found.clone()
        };
        assert_eq!(equal.probability_better(), 0.5);
        assert!(equal.variance_reduction().is_nan());
        assert_eq!(equal.simultaneous(5), (0.0, 0.0));
    }
}
