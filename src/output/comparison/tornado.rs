//! Which assumptions the answer leans on: one moved at a time, on the same luck.

use std::io;

use crate::experiment::comparison::Sample;
use crate::experiment::estimate::Estimate;
use crate::experiment::study::Study;
use crate::experiment::summary::CONFIDENCE;
use crate::model::measure::MEASURES;
use crate::output::comparison::order::ComparisonOrder;
use crate::output::comparison::stages::Stages;
use crate::output::comparison_tables::{ComparisonTables, TornadoRow};
use crate::output::rows::{defined, unit_of};
use crate::scenario::assumption::{Assumption, Sets, assumptions};
use crate::scenario::check::read;
use crate::scenario::schema::describe;
use crate::scenario::variant::variant;

/// Runs both ends of every assumption for the baseline and one option, and adds the table.
pub fn add_tornado(
    tables: &mut ComparisonTables,
    (order, study, names): (&ComparisonOrder, &Study, &[String]),
    effective: &str,
    option: usize,
    stages: &mut Stages,
) -> io::Result<()> {
    let Some(place) = MEASURES.iter().position(|known| known.name == order.measure) else {
        return Ok(());
    };
    let json: serde_json::Value = serde_json::from_str(effective)?;
    let pair = [names[0].as_str(), names[option].as_str()];
    let mut differences = |what: &str, sets: &Sets| -> io::Result<Option<Vec<f64>>> {
        let changed = variant(effective, sets)
            .map_err(|faults| io::Error::other(format!("assumption {what}: {faults}")))?;
        let one = Study {
            scenario: &changed,
            options: vec![study.options[0], study.options[option]],
            first: 0,
            replications: order.tornado,
            ..study.clone()
        };
        let mut samples = [Sample::default(), Sample::default()];
        let stage = format!("assumption {what}");
        let whole = stages.run(&stage, one, &pair, &mut |option, outcome| {
            samples[option].add(outcome);
        })?;
        let pairs = samples[1].measures[place].iter().zip(&samples[0].measures[place]);
        Ok(whole.then(|| pairs.map(|(option, baseline)| option - baseline).collect()))
    };
    let Some(as_given) = differences("as given", &Vec::new())? else {
        return Ok(());
    };
    let mut rows = Vec::new();
    for assumption in assumptions(study.scenario, &json, &describe(&read)) {
        let mut ends = Vec::new();
        for (_, sets) in [&assumption.low, &assumption.high] {
            ends.push(if sets.is_empty() {
                Some(as_given.clone())
            } else {
                differences(&assumption.key, sets)?
            });
        }
        let [Some(low), Some(high)] = ends.as_slice() else {
            return Ok(());
        };
        rows.push(row(&assumption, [&as_given, low, high]));
    }
    let size = |row: &TornadoRow| row.swing.map_or(f64::NEG_INFINITY, f64::abs);
    rows.sort_by(|a, b| {
        size(b)
            .total_cmp(&size(a))
            .then_with(|| a.assumption.cmp(&b.assumption))
    });
    for (n, row) in rows.iter_mut().enumerate() {
        row.rank = n as u64 + 1;
        row.option.clone_from(&names[option]);
        row.measure.clone_from(&order.measure);
        row.unit = unit_of(study.scenario, MEASURES[place].unit);
    }
    tables.tornado = rows;
    Ok(())
}

/// Means of the differences replication by replication, and of how far they move between the ends.
fn row(assumption: &Assumption, [as_given, low, high]: [&[f64]; 3]) -> TornadoRow {
    let mean = |values: &[f64]| defined(Estimate::of_mean(values, CONFIDENCE).mean);
    let swing = Estimate::of_difference(high, low, CONFIDENCE);
    TornadoRow {
        assumption: assumption.key.clone(),
        uncertainty: if assumption.structural {
            "structure"
        } else {
            "parameters"
        }
        .to_owned(),
        value: assumption.value.clone(),
        low: assumption.low.0.clone(),
        high: assumption.high.0.clone(),
        n: swing.n as u64,
        difference: mean(as_given),
        difference_low: mean(low),
        difference_high: mean(high),
        swing: defined(swing.mean),
        swing_half_width: defined(swing.half_width),
        ..TornadoRow::default()
    }
}
