//! `compare`: what follows the replications of a comparison, stage by stage, and the tables that come of it. Every stage runs
//! worlds through `runner::run` only, so results depend on neither threads nor time.

pub mod choices;
pub mod differences;
pub mod drivers;
pub mod order;
pub mod shocks;
pub mod stages;
pub mod tornado;
pub mod worlds;

use std::io;
use std::sync::atomic::Ordering;

use crate::experiment::comparison::{Comparison, Sample};
use crate::experiment::direction::Direction;
use crate::experiment::keeper::Keeper;
use crate::experiment::selection::Race;
use crate::experiment::study::{Study, Watch};
use crate::experiment::summary::{CONFIDENCE, Summary};
use crate::model::measure::MEASURES;
use crate::model::outcome::Outcome;
use crate::output::comparison::choices::{
    Search, baseline_mean, option_rows, ranking_rows, selection_rows, tradeoff_rows,
};
use crate::output::comparison::differences::{difference_rows, nation_rows, pathway_rows};
use crate::output::comparison::drivers::add_drivers;
use crate::output::comparison::order::{ComparisonOrder, selection_measures, usual_delta};
use crate::output::comparison::shocks::shock_rows;
use crate::output::comparison::stages::{Stages, StagesEnd};
use crate::output::comparison::tornado::add_tornado;
use crate::output::comparison::worlds::add_worlds;
use crate::output::comparison_tables::ComparisonTables;
use crate::output::rows::by_id;

/// What a comparison rests on.
pub struct Basis<'a> {
    /// What is asked.
    pub order: &'a ComparisonOrder,
    /// The study that was run; its first option is the baseline.
    pub study: &'a Study<'a>,
    /// Names of its options in tables.
    pub names: &'a [String],
    /// Its summaries.
    pub summaries: &'a [Summary],
    /// Its replications, paired.
    pub comparison: &'a Comparison,
    /// The scenario with everything merged into it, of which variants are made.
    pub effective: &'a str,
}

/// Takes an outcome of a replication that was added, with its option's name.
pub type AddedSink<'s> = dyn FnMut(&str, &Outcome) + 's;

/// Runs all stages and makes all tables of the comparison.
pub fn compare(
    basis: &Basis,
    (watch, keeper): (&Watch, &dyn Keeper),
    added: &mut AddedSink,
) -> io::Result<(ComparisonTables, StagesEnd)> {
    let scenario = basis.study.scenario;
    let (names, comparison, seed) = (basis.names, basis.comparison, basis.study.seed);
    let options: Vec<usize> = basis.study.options.iter().filter_map(|&option| option).collect();
    let pairs: Vec<(Sample, Sample)> = (1..=comparison.options()).map(|n| comparison.pair(n)).collect();
    let common = comparison.common();
    let mut stages = Stages::new(watch, keeper);
    let mut tables = ComparisonTables {
        options: option_rows(scenario, &options, &pairs),
        differences: difference_rows(scenario, names, &pairs),
        pathways: pathway_rows(names, &pairs),
        nation_differences: nation_rows(scenario, names, comparison, &by_id(scenario)),
        tradeoffs: tradeoff_rows(names, &common, seed),
        shock_differences: shock_rows(scenario, names, basis.summaries, seed),
        ..ComparisonTables::default()
    };
    let mut searches = searches(basis, &common);
    search(basis, &mut searches, &mut stages, added)?;
    for found in &searches {
        tables
            .selection
            .extend(selection_rows(scenario, found, names, &common, seed));
    }
    let asked = (basis.order, basis.study, names);
    if basis.order.decompose > 0 && !watch.stop.load(Ordering::Relaxed) {
        let parted = add_drivers(&mut tables, asked, basis.effective, (watch, keeper))?;
        stages.note_decomposition(&parted, names);
    }
    if !scenario.weights.is_empty() {
        tables.rankings = ranking_rows(&scenario.weights, names, &common, seed);
    }
    if basis.order.uncertainty > 0 {
        add_worlds(&mut tables, asked, basis.effective, &common, &mut stages)?;
    }
    if let Some(option) = best_option(&tables, &basis.order.measure, names)
        && basis.order.tornado > 0
    {
        add_tornado(&mut tables, asked, basis.effective, option, &mut stages)?;
    }
    Ok((tables, stages.end()))
}

/// The option, not the baseline, that comes first by a measure.
fn best_option(tables: &ComparisonTables, measure: &str, names: &[String]) -> Option<usize> {
    let ranked = tables.selection.iter().filter(|row| row.measure == measure);
    let best = ranked
        .filter(|row| row.option != names[0])
        .min_by_key(|row| row.rank)?;
    names.iter().position(|name| *name == best.option)
}

/// The searches for the best, after their first stage.
fn searches(basis: &Basis, common: &[Sample]) -> Vec<Search> {
    let measures = selection_measures(basis.order);
    let found = measures.into_iter().filter_map(|measure| {
        let place = MEASURES.iter().position(|known| known.name == measure)?;
        let usual = || usual_delta(MEASURES[place].unit, baseline_mean(&measure, common));
        let asked = basis.order.delta.filter(|_| measure == basis.order.measure);
        let mut search = Search {
            direction: Direction::of(&measure),
            delta: asked.unwrap_or_else(usual),
            place,
            measure,
            race: None,
        };
        let first = common.iter().map(|sample| search.values(sample)).collect();
        search.race = Race::new(first, search.delta, CONFIDENCE);
        Some(search)
    });
    found.collect()
}

/// Adds replications to those still in the race until it is decided or the most are reached. It looks at multiples of the
/// first stage only.
fn search(
    basis: &Basis,
    searches: &mut [Search],
    stages: &mut Stages,
    added: &mut AddedSink,
) -> io::Result<()> {
    let step = basis.study.replications;
    let mut next = step;
    while next < basis.order.most {
        let mut places: Vec<usize> = open(searches).flat_map(Race::survivors).collect();
        places.sort_unstable();
        places.dedup();
        if places.is_empty() {
            break;
        }
        let replications = step.min(basis.order.most - next);
        let study = Study {
            options: places.iter().map(|&place| basis.study.options[place]).collect(),
            first: next,
            replications,
            ..basis.study.clone()
        };
        let names: Vec<&str> = places.iter().map(|&place| basis.names[place].as_str()).collect();
        let mut samples = vec![Sample::default(); places.len()];
        let whole = stages.run("search for the best", study, &names, &mut |option, outcome| {
            added(names[option], outcome);
            samples[option].add(outcome);
        })?;
        if !whole {
            break;
        }
        for search in searches.iter_mut() {
            let values: Vec<Vec<f64>> = samples.iter().map(|sample| search.values(sample)).collect();
            if let Some(race) = search.race.as_mut().filter(|race| !race.decided()) {
                for (&place, values) in places.iter().zip(&values) {
                    if race.survivors().contains(&place) {
                        race.extend(place, values);
                    }
                }
                race.look();
            }
        }
        next += replications;
    }
    Ok(())
}

fn open(searches: &[Search]) -> impl Iterator<Item = &Race> {
    let races = searches.iter().filter_map(|search| search.race.as_ref());
    races.filter(|race| !race.decided())
}
