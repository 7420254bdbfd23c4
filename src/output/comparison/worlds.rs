//! Deep uncertainty: options compared in worlds drawn from the ranges of the scenario.

use std::io;

use crate::experiment::comparison::{Sample, difference};
use crate::experiment::direction::Direction;
use crate::experiment::estimate::Estimate;
use crate::experiment::hypercube::latin_hypercube;
use crate::experiment::quantile::quantile;
use crate::experiment::study::Study;
use crate::experiment::summary::CONFIDENCE;
use crate::experiment::tradeoff::ranks;
use crate::model::measure::MEASURES;
use crate::output::comparison::order::{ComparisonOrder, Target};
use crate::output::comparison::stages::Stages;
use crate::output::comparison_tables::{ComparisonTables, RobustnessRow, WorldResultRow, WorldRow};
use crate::output::rows::{defined, unit_of};
use crate::scenario::assumption::Sets;
use crate::scenario::scenario::Scenario;
use crate::scenario::uncertainty::{Uncertainty, Vary};
use crate::scenario::variant::variant;

/// The worst share of the worlds that `worst_decile` is the mean of.
const WORST: f64 = 0.1;

/// A world: where it lies in each range, and what it sets.
pub struct Drawn {
    /// From 1.
    pub number: usize,
    /// Share of the way from the low to the high end, by uncertainty.
    pub shares: Vec<f64>,
    /// What it sets.
    pub sets: Sets,
}

/// The worlds of a scenario.
pub fn drawn(scenario: &Scenario, seed: u64, worlds: u32) -> Vec<Drawn> {
    let ids: Vec<&str> = scenario.uncertainties.iter().map(|one| one.id.as_str()).collect();
    let points = latin_hypercube(seed, worlds as usize, &ids);
    let draw = |(n, shares): (usize, Vec<f64>)| Drawn {
        number: n + 1,
        sets: scenario
            .uncertainties
            .iter()
            .zip(&shares)
            .map(|(one, &share)| one.setting(one.value_at(share)))
            .collect(),
        shares,
    };
    points.into_iter().enumerate().map(draw).collect()
}

/// What one option does in one world by one measure.
#[derive(Clone, Debug)]
struct Found {
    n: usize,
    mean: f64,
    difference: f64,
    half_width: f64,
    standard_error: f64,
}

/// One world by one measure: the baseline and all options.
type Finding = Vec<Found>;

/// Runs every world and adds the tables of robustness.
pub fn add_worlds(
    tables: &mut ComparisonTables,
    (order, study, names): (&ComparisonOrder, &Study, &[String]),
    effective: &str,
    common: &[Sample],
    stages: &mut Stages,
) -> io::Result<()> {
    let scenario = study.scenario;
    let measures = measures(order);
    let worlds = drawn(scenario, study.seed, order.uncertainty);
    let mut findings: Vec<Vec<Finding>> = vec![measures.iter().map(|name| found(name, common)).collect()];
    let shown: Vec<&str> = names.iter().map(String::as_str).collect();
    for world in &worlds {
        let changed = variant(effective, &world.sets)
            .map_err(|faults| io::Error::other(format!("world {}: {faults}", world.number)))?;
        let one = Study {
            scenario: &changed,
            first: 0,
            replications: order.world_replications,
            ..study.clone()
        };
        let mut samples = vec![Sample::default(); names.len()];
        let stage = format!("world {}", world.number);
        let whole = stages.run(&stage, one, &shown, &mut |option, outcome| {
            samples[option].add(outcome);
        })?;
        if !whole {
            return Ok(());
        }
        findings.push(measures.iter().map(|name| found(name, &samples)).collect());
    }
    tables.worlds = world_rows(scenario, &worlds);
    for (place, measure) in measures.iter().enumerate() {
        let by_world: Vec<&Finding> = findings.iter().map(|world| &world[place]).collect();
        let target = order.target.as_ref().filter(|target| target.measure == *measure);
        let judged = Judged::new(measure, &by_world);
        tables.world_results.extend(judged.results(names, target));
        tables
            .robustness
            .extend(judged.robustness(scenario, names, target));
    }
    Ok(())
}

/// The measures that worlds are judged by: D, harm, the one asked for, and the target's.
fn measures(order: &ComparisonOrder) -> Vec<String> {
    let mut names = crate::output::comparison::order::selection_measures(order);
    if let Some(target) = order
        .target
        .as_ref()
        .filter(|target| !names.contains(&target.measure))
    {
        names.push(target.measure.clone());
    }
    names
}

fn found(measure: &str, samples: &[Sample]) -> Finding {
    samples
        .iter()
        .map(|sample| {
            let Some(found) = difference(measure, sample, &samples[0]) else {
                return nothing();
            };
            Found {
                n: found.difference.n,
                mean: found.option.mean,
                difference: found.difference.mean,
                half_width: found.difference.half_width,
                standard_error: found.difference.standard_error(),
            }
        })
        .collect()
}

fn nothing() -> Found {
    Found {
        n: 0,
        mean: f64::NAN,
        difference: f64::NAN,
        half_width: f64::NAN,
        standard_error: f64::NAN,
    }
}

fn kind_of(uncertainty: &Uncertainty) -> &'static str {
    if uncertainty.vary == Vary::Switched {
        "structure"
    } else {
        "parameters"
    }
}

fn world_rows(scenario: &Scenario, worlds: &[Drawn]) -> Vec<WorldRow> {
    let mut rows = Vec::new();
    for world in worlds {
        for (one, &share) in scenario.uncertainties.iter().zip(&world.shares) {
            rows.push(WorldRow {
                world: world.number as u64,
                parameter: one.key.clone(),
                uncertainty: kind_of(one).to_owned(),
                value: defined(one.value_at(share)),
                share_of_range: defined(share),
            });
        }
    }
    rows
}

/// Worlds judged by one measure; world 0 is the scenario as it stands.
struct Judged<'a> {
    measure: &'a str,
    direction: Direction,
    worlds: &'a [&'a Finding],
    ranks: Vec<Vec<usize>>,
    regrets: Vec<Vec<f64>>,
}

impl<'a> Judged<'a> {
    fn new(measure: &'a str, worlds: &'a [&'a Finding]) -> Judged<'a> {
        let direction = Direction::of(measure);
        let gains = |world: &&Finding| -> Vec<f64> {
            world.iter().map(|found| direction.sign() * found.mean).collect()
        };
        let regrets = |world: &&Finding| -> Vec<f64> {
            let gains = gains(world);
            let best = gains.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            gains.into_iter().map(|gain| best - gain).collect()
        };
        Judged {
            measure,
            direction,
            ranks: worlds.iter().map(|world| ranks(&gains(world))).collect(),
            regrets: worlds.iter().map(regrets).collect(),
            worlds,
        }
    }

    /// The best of a world.
    fn best(&self, world: usize) -> Option<usize> {
        self.ranks[world].iter().position(|&rank| rank == 1)
    }

    fn results(&self, names: &[String], target: Option<&Target>) -> Vec<WorldResultRow> {
        let mut rows = Vec::new();
        let judged = self.direction != Direction::None;
        for (world, finding) in self.worlds.iter().enumerate() {
            for (option, found) in finding.iter().enumerate() {
                rows.push(WorldResultRow {
                    world: world as u64,
                    option: names[option].clone(),
                    measure: self.measure.to_owned(),
                    n: found.n as u64,
                    mean: defined(found.mean),
                    difference: defined(found.difference),
                    difference_half_width: defined(found.half_width),
                    rank: if judged {
                        self.ranks[world][option] as u64
                    } else {
                        0
                    },
                    regret: defined(self.regrets[world][option]).filter(|_| judged),
                    satisfied: target.map(|target| target.is_met(found.mean)),
                    flipped: judged && self.best(world) != self.best(0),
                });
            }
        }
        rows
    }

    fn robustness(
        &self,
        scenario: &Scenario,
        names: &[String],
        target: Option<&Target>,
    ) -> Vec<RobustnessRow> {
        let kinds = kinds(&scenario.uncertainties);
        let unit = MEASURES
            .iter()
            .find(|known| known.name == self.measure)
            .map_or("", |known| known.unit);
        (0..names.len())
            .map(|option| {
                let row = RobustnessRow {
                    option: names[option].clone(),
                    measure: self.measure.to_owned(),
                    unit: unit_of(scenario, unit),
                    uncertainty: kinds.to_owned(),
                    ..RobustnessRow::default()
                };
                self.over_worlds(row, option, target)
            })
            .collect()
    }

    /// The cells of one option over the drawn worlds.
    fn over_worlds(&self, row: RobustnessRow, option: usize, target: Option<&Target>) -> RobustnessRow {
        let drawn = &self.worlds[1..];
        let column = |value: &dyn Fn(&Found) -> f64| -> Vec<f64> {
            drawn.iter().map(|world| value(&world[option])).collect()
        };
        let (means, differences) = (column(&|found| found.mean), column(&|found| found.difference));
        let errors = column(&|found| found.standard_error * found.standard_error);
        let judged = self.direction != Direction::None;
        let regrets: Vec<f64> = self.regrets[1..].iter().map(|world| world[option]).collect();
        let share = |holds: &dyn Fn(usize) -> bool| {
            let count = (1..self.worlds.len()).filter(|&world| holds(world)).count();
            Estimate::of_share(count, drawn.len(), CONFIDENCE)
        };
        let met = target.map(|target| share(&|world| target.is_met(self.worlds[world][option].mean)));
        let best_first = self.best(0);
        let overtakes = |world: usize| {
            let ranks = &self.ranks[world];
            best_first.is_some_and(|best| {
                if best == option {
                    ranks[option] > 1
                } else {
                    ranks[option] < ranks[best]
                }
            })
        };
        let spread = Estimate::of_mean(&differences, CONFIDENCE);
        let if_judged = |value: f64| defined(value).filter(|_| judged);
        RobustnessRow {
            worlds: drawn.len() as u64,
            mean: defined(mean(&means)),
            worst_decile: if_judged(worst(&means, self.direction)),
            difference: defined(spread.mean),
            difference_q05: defined(quantile(&differences, 0.05)),
            difference_q95: defined(quantile(&differences, 0.95)),
            mean_regret: if_judged(mean(&regrets)),
            regret_q90: if_judged(quantile(&regrets, 0.9)),
            max_regret: if_judged(quantile(&regrets, 1.0)),
            target: target.map_or_else(String::new, Target::to_string),
            satisficing: met.as_ref().and_then(|met| defined(met.mean)),
            satisficing_lower: met.as_ref().and_then(|met| defined(met.lower)),
            satisficing_upper: met.as_ref().and_then(|met| defined(met.upper)),
            best_share: if_judged(share(&|world| self.ranks[world][option] == 1).mean),
            flip_share: if_judged(share(&overtakes).mean),
            monte_carlo_sd: defined(mean(&errors).sqrt()),
            worlds_sd: defined(spread.sd),
            ..row
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    Estimate::of_mean(values, CONFIDENCE).mean
}

/// The mean over the worst tenth of the worlds, at least one.
fn worst(values: &[f64], direction: Direction) -> f64 {
    let mut goods: Vec<f64> = values
        .iter()
        .map(|value| direction.sign() * value)
        .filter(|value| !value.is_nan())
        .collect();
    goods.sort_by(f64::total_cmp);
    let count = ((goods.len() as f64 * WORST).ceil() as usize).clamp(1, goods.len().max(1));
    direction.sign() * mean(&goods[..count.min(goods.len())])
}

fn kinds(uncertainties: &[Uncertainty]) -> &'static str {
    let any = |kind: &str| uncertainties.iter().any(|one| kind_of(one) == kind);
    match (any("parameters"), any("structure")) {
        (true, true) => "parameters and structure",
        (false, true) => "structure",
        _ => "parameters",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(means: [f64; 3]) -> Finding {
        means
            .map(|mean| Found {
                n: 10,
                mean,
                difference: mean - means[0],
                half_width: 0.1,
                standard_error: 0.05,
            })
            .to_vec()
    }

    #[test]
    fn regret_ranks_and_flips_of_worlds_made_by_hand() {
        let worlds = [
            world([1.0, 3.0, 2.0]),
            world([1.0, 2.0, 4.0]),
            world([1.0, 3.0, 2.5]),
        ];
        let worlds: Vec<&Finding> = worlds.iter().collect();
        let judged = Judged::new("harm_averted", &worlds);
        let target: Target = "harm_averted>=2.5".parse().unwrap();
        let row = judged.over_worlds(RobustnessRow::default(), 1, Some(&target));
        assert_eq!((row.worlds, row.mean), (2, Some(2.5)));
        assert_eq!((row.mean_regret, row.max_regret), (Some(1.0), Some(2.0)));
        assert_eq!((row.best_share, row.flip_share), (Some(0.5), Some(0.5)));
        assert_eq!((row.satisficing, row.worst_decile), (Some(0.5), Some(2.0)));
        assert!((row.monte_carlo_sd.unwrap() - 0.05).abs() < 1e-12);
        let other = judged.over_worlds(RobustnessRow::default(), 2, Some(&target));
        assert_eq!((other.flip_share, other.satisficing), (Some(0.5), Some(1.0)));
        let names = ["baseline", "a", "b"].map(str::to_owned);
        let results = judged.results(&names, None);
        let flipped: Vec<u64> = results
            .iter()
            .filter(|row| row.flipped)
            .map(|row| row.world)
            .collect();
        assert_eq!(flipped, [1, 1, 1]);
        assert_eq!((results[4].rank, results[4].regret), (2, Some(2.0)));
    }

    #[test]
    fn less_is_better_turns_everything_round() {
        let worlds = [world([5.0, 3.0, 4.0]), world([5.0, 6.0, 4.0])];
        let worlds: Vec<&Finding> = worlds.iter().collect();
        let judged = Judged::new("harm", &worlds);
        let row = judged.over_worlds(RobustnessRow::default(), 1, None);
        assert_eq!((row.mean_regret, row.worst_decile), (Some(2.0), Some(6.0)));
        assert_eq!((row.best_share, row.satisficing), (Some(0.0), None));
    }
}
