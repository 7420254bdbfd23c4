//! Rows on how an option changes the way in which cooperation holds up under each shock.

use crate::experiment::bootstrap::Bootstrap;
use crate::experiment::direction::Direction;
use crate::experiment::estimate::Estimate;
use crate::experiment::resilience::Losses;
use crate::experiment::summary::{CONFIDENCE, DENT_LEVELS, ShockPairs, Summary};
use crate::output::comparison::differences::REPLICATIONS;
use crate::output::comparison_tables::ShockDifferenceRow;
use crate::output::rows::defined;
use crate::scenario::scenario::Scenario;

/// Resamples behind the intervals of depth and area.
const RESAMPLES: usize = 1000;

/// Rows of `shock_differences.csv`; the baseline's summary is the first. A shock that the two did not meet in the same number
/// of replications (one was lost) has no rows.
pub fn shock_rows(
    scenario: &Scenario,
    names: &[String],
    summaries: &[Summary],
    seed: u64,
) -> Vec<ShockDifferenceRow> {
    let mut rows = Vec::new();
    let whole = summaries[0].replications();
    for (name, summary) in names.iter().zip(summaries).skip(1) {
        if summary.replications() != whole {
            continue;
        }
        for (n, shock) in scenario.shocks.iter().enumerate() {
            for (place, level) in DENT_LEVELS.into_iter().enumerate() {
                let (option, baseline) = (&summary.shocks[n][place], &summaries[0].shocks[n][place]);
                let same = option.levels.len() == baseline.levels.len() && option.columns == baseline.columns;
                if same && !option.levels.is_empty() && option.columns > 0 {
                    let about = ShockDifferenceRow {
                        option: name.clone(),
                        shock: shock.id.clone(),
                        measure: level.name().to_owned(),
                        n: option.levels.len() as u64,
                        uncertainty: REPLICATIONS.to_owned(),
                        ..ShockDifferenceRow::default()
                    };
                    rows.extend(rows_of(&about, option, baseline, scenario.run.report_every, seed));
                }
            }
        }
    }
    rows
}

fn rows_of(
    about: &ShockDifferenceRow,
    option: &ShockPairs,
    baseline: &ShockPairs,
    step: f64,
    seed: u64,
) -> [ShockDifferenceRow; 3] {
    let [with, without] = [option, baseline].map(|pairs| Losses {
        losses: &pairs.losses,
        levels: &pairs.levels,
        first_day: pairs.first_day,
        step,
    });
    let everybody: Vec<usize> = (0..option.levels.len()).collect();
    let dent = without.dent(&everybody);
    let bootstrap = Bootstrap::new(seed, RESAMPLES, CONFIDENCE);
    let [depth, area] = bootstrap.estimates(everybody.len(), |rows| {
        let (a, b) = (with.dent(rows), without.dent(rows));
        [a.depth - b.depth, a.area - b.area]
    });
    let (here, there) = (levels(option), levels(baseline));
    let level = Estimate::of_difference(&here, &there, CONFIDENCE);
    let row = |quantity: &str, unit: &str, direction: Direction, before: f64, found: &Estimate| {
        ShockDifferenceRow {
            quantity: quantity.to_owned(),
            unit: unit.to_owned(),
            baseline_mean: defined(before),
            mean: defined(found.mean),
            lower: defined(found.lower),
            upper: defined(found.upper),
            method: found.method.to_owned(),
            verdict: direction
                .verdict(found.mean, (found.lower, found.upper))
                .to_owned(),
            ..about.clone()
        }
    };
    let before = Estimate::of_mean(&there, CONFIDENCE).mean;
    [
        row("level", "share", Direction::More, before, &level),
        row("depth", "share", Direction::Less, dent.depth, &depth),
        row("area", "share × d", Direction::Less, dent.area, &area),
    ]
}

/// Mean level with the shock in each replication, over the reports from it on.
fn levels(pairs: &ShockPairs) -> Vec<f64> {
    pairs
        .losses
        .chunks(pairs.columns)
        .zip(&pairs.levels)
        .map(|(losses, level)| {
            let seen: Vec<f64> = losses.iter().copied().filter(|loss| !loss.is_nan()).collect();
            level - seen.iter().sum::<f64>() / seen.len() as f64
        })
        .collect()
}
