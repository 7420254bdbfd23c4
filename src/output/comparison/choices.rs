//! Rows about choosing: what options cost, trade-offs, rankings under weights, and the search for the best.

use crate::experiment::bootstrap::Bootstrap;
use crate::experiment::comparison::{Sample, difference};
use crate::experiment::direction::Direction;
use crate::experiment::estimate::Estimate;
use crate::experiment::selection::{PROCEDURE, Race, probabilities_best, subset};
use crate::experiment::summary::CONFIDENCE;
use crate::experiment::tradeoff::{
    Standing, cost_effectiveness, dominators, fieller, level, probabilities_on_front, ranks, resample_means,
    scores,
};
use crate::model::blueprint::Blueprint;
use crate::model::measure::{Count, MEASURES};
use crate::output::comparison::differences::REPLICATIONS;
use crate::output::comparison_tables::{OptionRow, RankingRow, SelectionRow, TradeoffRow};
use crate::output::rows::{defined, unit_of};
use crate::scenario::option::Deed;
use crate::scenario::scenario::Scenario;

/// Resamples behind every probability of a comparison.
const RESAMPLES: usize = 2000;

/// Rows of `options.csv`.
pub fn option_rows(scenario: &Scenario, options: &[usize], pairs: &[(Sample, Sample)]) -> Vec<OptionRow> {
    let row = |(&option, (sample, _)): (&usize, &(Sample, Sample))| {
        let about = &scenario.options[option];
        let actions = Blueprint::new(scenario, Some(option), None).actions;
        let cost = Estimate::of_mean(&sample.counts[Count::Cost as usize], CONFIDENCE);
        let deeds: Vec<String> = actions
            .iter()
            .map(|(action, _)| deed(scenario, &action.deed))
            .collect();
        OptionRow {
            option: about.id.clone(),
            name: about.name.clone(),
            includes: about
                .include
                .iter()
                .map(|&other| scenario.options[other].id.as_str())
                .collect::<Vec<_>>()
                .join("; "),
            actions: actions.len() as u64,
            deeds: deeds.join("; "),
            first_day: actions.iter().map(|(action, _)| action.at).reduce(f64::min),
            unit: unit_of(scenario, "money"),
            one_off_cost: actions.iter().map(|(action, _)| action.cost).sum(),
            yearly_cost: actions.iter().map(|(action, _)| action.yearly_cost).sum(),
            total_cost: defined(cost.mean),
            total_cost_lower: defined(cost.lower),
            total_cost_upper: defined(cost.upper),
        }
    };
    options.iter().zip(pairs).map(row).collect()
}

/// What an action does, in the words of the scenario.
fn deed(scenario: &Scenario, deed: &Deed) -> String {
    let instrument = |n: &usize| scenario.instruments[*n].id.as_str();
    let organization = |n: &usize| scenario.organizations[*n].id.as_str();
    let nations = |nations: &[usize]| match nations {
        all if all.len() == scenario.nations.len() => "all nations".to_owned(),
        few => few
            .iter()
            .map(|&n| scenario.nations[n].id.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    };
    match deed {
        Deed::OpenInstrument { instrument: n } => format!("open_instrument {}", instrument(n)),
        Deed::Accede {
            instrument: n,
            nations: who,
        } => format!("accede {} ({})", instrument(n), nations(who)),
        Deed::ChangeHazard {
            instrument: n,
            factor,
        } => format!("change_hazard {} × {factor}", instrument(n)),
        Deed::SetDeadline {
            instrument: n,
            kind,
            days,
        } => format!("set_deadline {} {} {days} d", instrument(n), kind.name()),
        Deed::DeployChannel { channel } => format!("deploy_channel {}", scenario.channels[*channel].id),
        Deed::DeployDatabase { database } => format!("deploy_database {}", scenario.databases[*database].id),
        Deed::Automate { channel, .. } => format!("automate {}", scenario.channels[*channel].id),
        Deed::HoldExercises { organization: n, .. } => format!("exercises {}", organization(n)),
        Deed::RaiseTaskForce { organization: n, .. } => format!("task_force {}", organization(n)),
        Deed::Standardize { organization: n, .. } => format!("standardize {}", organization(n)),
        Deed::PostLiaison { nations: who } => format!("liaison ({})", nations(who)),
        Deed::BuildCapacity { nations: who, gain } => format!("build_capacity {gain} ({})", nations(who)),
        Deed::AddServers {
            nations: who,
            station,
            servers,
        } => format!("add_servers {servers} {} ({})", station.name(), nations(who)),
        Deed::RaiseSafeguards { nations: who, gain } => {
            format!("raise_safeguards {gain} ({})", nations(who))
        }
        Deed::Triage { nations: who, .. } => format!("triage ({})", nations(who)),
        Deed::Audit { nations: who, .. } => format!("audit ({})", nations(who)),
        Deed::Spend => "spend".to_owned(),
    }
}

/// The place of money spared among the criteria.
const MONEY: usize = 2;

/// Harm averted, privacy harm spared and money spared against the baseline, replication by replication: more is better.
fn criteria(sample: &Sample, baseline: &Sample) -> Vec<Vec<f64>> {
    let spared = |count: Count| {
        let (before, after) = (&baseline.counts[count as usize], &sample.counts[count as usize]);
        before
            .iter()
            .zip(after)
            .map(|(before, after)| before - after)
            .collect()
    };
    [Count::Harm, Count::PrivacyHarm, Count::Cost]
        .map(spared)
        .to_vec()
}

fn mean(values: &[f64]) -> f64 {
    Estimate::of_mean(values, CONFIDENCE).mean
}

/// Rows of `tradeoffs.csv`; `common` has the baseline first.
pub fn tradeoff_rows(names: &[String], common: &[Sample], seed: u64) -> Vec<TradeoffRow> {
    let columns: Vec<Vec<Vec<f64>>> = common.iter().map(|sample| criteria(sample, &common[0])).collect();
    let points: Vec<Vec<f64>> = columns
        .iter()
        .map(|columns| columns.iter().map(|column| mean(column)).collect())
        .collect();
    let dominated_by = dominators(&level(&points, MONEY));
    let bootstrap = Bootstrap::new(seed, RESAMPLES, CONFIDENCE);
    let chances = probabilities_on_front(&columns, MONEY, &bootstrap, RESAMPLES);
    let plane: Vec<(f64, f64)> = points.iter().map(|point| (-point[MONEY], point[0])).collect();
    let standing = cost_effectiveness(&plane);
    (0..names.len())
        .map(|n| {
            let [harm, privacy, cost] =
                [0, 1, 2].map(|criterion| Estimate::of_mean(&columns[n][criterion], CONFIDENCE));
            let row = TradeoffRow {
                option: names[n].clone(),
                harm_averted: defined(harm.mean),
                harm_averted_lower: defined(harm.lower),
                harm_averted_upper: defined(harm.upper),
                privacy_harm: defined(0.0 - privacy.mean),
                privacy_harm_lower: defined(0.0 - privacy.upper),
                privacy_harm_upper: defined(0.0 - privacy.lower),
                cost: defined(0.0 - cost.mean),
                cost_lower: defined(0.0 - cost.upper),
                cost_upper: defined(0.0 - cost.lower),
                on_front: dominated_by[n].is_empty(),
                probability_on_front: defined(chances[n]),
                dominated_by: dominated_by[n]
                    .iter()
                    .map(|&by| names[by].as_str())
                    .collect::<Vec<_>>()
                    .join("; "),
                uncertainty: REPLICATIONS.to_owned(),
                ..TradeoffRow::default()
            };
            incremental(row, names, &columns, n, standing[n])
        })
        .collect()
}

/// The cells of the incremental table.
fn incremental(
    row: TradeoffRow,
    names: &[String],
    columns: &[Vec<Vec<f64>>],
    n: usize,
    standing: Standing,
) -> TradeoffRow {
    let word = match standing {
        Standing::First => "",
        Standing::Dominated => "dominated",
        Standing::ExtendedDominated => "extended",
        Standing::After(before) => {
            let further = |criterion: usize, sign: f64| -> Vec<f64> {
                let pairs = columns[n][criterion].iter().zip(&columns[before][criterion]);
                pairs.map(|(here, there)| sign * (here - there)).collect()
            };
            let (costs, effects) = (further(2, -1.0), further(0, 1.0));
            let (lower, upper) = fieller(&costs, &effects, CONFIDENCE);
            return TradeoffRow {
                incremental_over: names[before].clone(),
                incremental_cost: defined(mean(&costs)),
                incremental_harm_averted: defined(mean(&effects)),
                incremental_ratio: defined(mean(&costs) / mean(&effects)),
                incremental_ratio_lower: defined(lower),
                incremental_ratio_upper: defined(upper),
                ..row
            };
        }
    };
    TradeoffRow {
        cost_effectiveness: word.to_owned(),
        ..row
    }
}

/// Rows of `rankings.csv` under the weights of the scenario and under each single one halved, doubled and left out.
pub fn ranking_rows(
    weights: &[(String, f64)],
    names: &[String],
    common: &[Sample],
    seed: u64,
) -> Vec<RankingRow> {
    let improvement = |sample: &Sample, measure: &str| -> Vec<f64> {
        let Some(place) = MEASURES.iter().position(|known| known.name == measure) else {
            return Vec::new();
        };
        let sign = Direction::of(measure).sign();
        let pairs = sample.measures[place].iter().zip(&common[0].measures[place]);
        pairs.map(|(here, there)| sign * (here - there)).collect()
    };
    let columns: Vec<Vec<Vec<f64>>> = common
        .iter()
        .map(|sample| {
            weights
                .iter()
                .map(|(measure, _)| improvement(sample, measure))
                .collect()
        })
        .collect();
    let points: Vec<Vec<f64>> = columns
        .iter()
        .map(|system| system.iter().map(|column| mean(column)).collect())
        .collect();
    let given: Vec<f64> = weights.iter().map(|(_, weight)| *weight).collect();
    let given_ranks = ranks(&scores(&points, &given));
    let bootstrap = Bootstrap::new(seed, RESAMPLES, CONFIDENCE);
    let mut rows = Vec::new();
    for (label, weights) in variants(weights) {
        let scored = scores(&points, &weights);
        let places = ranks(&scored);
        let mut firsts = vec![0.0; names.len()];
        resample_means(&columns, &bootstrap, RESAMPLES, &mut |points| {
            let places = ranks(&scores(points, &weights));
            for (first, _) in firsts.iter_mut().zip(&places).filter(|(_, place)| **place == 1) {
                *first += 1.0 / RESAMPLES as f64;
            }
        });
        let first = |places: &[usize]| places.iter().position(|&place| place == 1);
        let reversal = first(&places) != first(&given_ranks);
        for n in 0..names.len() {
            rows.push(RankingRow {
                weights: label.clone(),
                option: names[n].clone(),
                score: defined(scored[n]),
                rank: places[n] as u64,
                given_rank: given_ranks[n] as u64,
                reversal,
                probability_first: defined(firsts[n]),
                uncertainty: REPLICATIONS.to_owned(),
            });
        }
    }
    rows
}

/// The given weights, and each one halved, doubled and left out.
fn variants(weights: &[(String, f64)]) -> Vec<(String, Vec<f64>)> {
    let given: Vec<f64> = weights.iter().map(|(_, weight)| *weight).collect();
    let mut all = vec![("given".to_owned(), given.clone())];
    for (n, (measure, _)) in weights.iter().enumerate() {
        for (words, factor) in [("× 0.5", 0.5), ("× 2", 2.0), ("left out", 0.0)] {
            let mut varied = given.clone();
            varied[n] *= factor;
            if varied.iter().any(|weight| *weight > 0.0) {
                all.push((format!("{measure} {words}"), varied));
            }
        }
    }
    all
}

/// A search for the best by one measure.
pub struct Search {
    /// The measure.
    pub measure: String,
    /// Its place among the measures.
    pub place: usize,
    /// Which way is better.
    pub direction: Direction,
    /// The indifference zone.
    pub delta: f64,
    /// The race, where there can be one.
    pub race: Option<Race>,
}

impl Search {
    /// Values of a sample, more being better.
    pub fn values(&self, sample: &Sample) -> Vec<f64> {
        let sign = self.direction.sign();
        sample.measures[self.place]
            .iter()
            .map(|value| sign * value)
            .collect()
    }
}

/// Rows of `selection.csv` for one search; `common` has the baseline first.
pub fn selection_rows(
    scenario: &Scenario,
    search: &Search,
    names: &[String],
    common: &[Sample],
    seed: u64,
) -> Vec<SelectionRow> {
    let values: Vec<Vec<f64>> = common.iter().map(|sample| search.values(sample)).collect();
    let in_subset = subset(&values, CONFIDENCE);
    let bootstrap = Bootstrap::new(seed, RESAMPLES, CONFIDENCE);
    let chances = probabilities_best(&values, &bootstrap, RESAMPLES);
    let raced = |n: usize| search.race.as_ref().map_or(&values[n][..], |race| race.values(n));
    let means: Vec<f64> = (0..names.len()).map(|n| mean(raced(n))).collect();
    let places = ranks(&means);
    let decided = search.race.as_ref().is_some_and(Race::decided);
    (0..names.len())
        .map(|n| SelectionRow {
            option: names[n].clone(),
            measure: search.measure.clone(),
            unit: unit_of(scenario, MEASURES[search.place].unit),
            better: search.direction.name().to_owned(),
            rank: places[n] as u64,
            n: raced(n).len() as u64,
            mean: defined(search.direction.sign() * means[n]),
            probability_best: defined(chances[n]),
            in_subset: in_subset[n],
            selected: search.race.as_ref().is_some_and(|race| race.selected() == n),
            eliminated_at: search
                .race
                .as_ref()
                .and_then(|race| race.eliminated_at(n))
                .map(|at| at as u64),
            procedure: PROCEDURE.to_owned(),
            confidence: CONFIDENCE,
            delta: defined(search.delta),
            guarantee: if decided { "holds" } else { "missing" }.to_owned(),
            needed: search
                .race
                .as_ref()
                .filter(|_| !decided)
                .map(|race| race.needed() as u64),
            uncertainty: REPLICATIONS.to_owned(),
        })
        .collect()
}

/// The size of the baseline's mean of a measure.
pub fn baseline_mean(measure: &str, common: &[Sample]) -> f64 {
    difference(measure, &common[0], &common[0]).map_or(f64::NAN, |found| found.baseline.mean)
}
