//! Rows that tell why: what each driver contributes, and what waiting lines took back.

use std::io;

use crate::experiment::decomposition::{COALITIONS, Parted, PartedAll, decompose, shapley};
use crate::experiment::estimate::Estimate;
use crate::experiment::keeper::Keeper;
use crate::experiment::study::{Study, Watch};
use crate::experiment::summary::CONFIDENCE;
use crate::model::course::{DRIVERS, Driver};
use crate::model::measure::MEASURES;
use crate::output::comparison::differences::{REPLICATIONS, pathway_row};
use crate::output::comparison::order::ComparisonOrder;
use crate::output::comparison_tables::{ComparisonTables, DriverRow};
use crate::output::rows::{defined, unit_of};
use crate::scenario::variant::variant;

/// Measures that are divided among drivers, beside the one asked for.
const MEASURED: [&str; 6] = [
    "disruption_rate",
    "harm",
    "granted_share",
    "answer_days_p50",
    "privacy_harm",
    "mean_trust",
];

/// Divides the difference of every option, and adds the tables.
pub fn add_drivers(
    tables: &mut ComparisonTables,
    (order, study, names): (&ComparisonOrder, &Study, &[String]),
    effective: &str,
    watched: (&Watch, &dyn Keeper),
) -> io::Result<PartedAll> {
    let no_waiting = [("mechanisms.queues".to_owned(), "false".to_owned())];
    let without_queues =
        variant(effective, &no_waiting).map_err(|faults| io::Error::other(faults.to_string()))?;
    let all = decompose(study, &without_queues, order.decompose, watched)?;
    if all.stopped {
        return Ok(all);
    }
    let mut measures = MEASURED.map(str::to_owned).to_vec();
    if !measures.contains(&order.measure) {
        measures.push(order.measure.clone());
    }
    for (name, parts) in names[1..].iter().zip(&all.parts) {
        let whole: Vec<&Parted> = parts.iter().flatten().collect();
        for measure in &measures {
            let Some(place) = MEASURES.iter().position(|known| known.name == *measure) else {
                continue;
            };
            let unit = unit_of(study.scenario, MEASURES[place].unit);
            tables
                .drivers
                .extend(driver_rows((name, measure, &unit), &whole, place));
            let taken = taken_back(&whole, place);
            let row = pathway_row((name, "congestion", measure, &unit), &taken);
            tables.pathways.push(row);
        }
    }
    Ok(all)
}

/// The four drivers and their sum.
fn driver_rows(
    (option, measure, unit): (&str, &str, &str),
    parts: &[&Parted],
    place: usize,
) -> Vec<DriverRow> {
    let mut columns = vec![Vec::new(); DRIVERS + 1];
    for part in parts {
        let values: [f64; COALITIONS] = std::array::from_fn(|coalition| part.values[coalition][place]);
        for (column, share) in columns.iter_mut().zip(shapley(&values)) {
            column.push(share);
        }
        columns[DRIVERS].push(values[COALITIONS - 1] - values[0]);
    }
    let drivers = Driver::ALL.map(Driver::name).into_iter().chain(["total"]);
    let row = |(driver, column): (&str, &Vec<f64>)| {
        let found = Estimate::of_mean(column, CONFIDENCE);
        DriverRow {
            option: option.to_owned(),
            measure: measure.to_owned(),
            unit: unit.to_owned(),
            driver: driver.to_owned(),
            n: found.n as u64,
            mean: defined(found.mean),
            half_width: defined(found.half_width),
            lower: defined(found.lower),
            upper: defined(found.upper),
            uncertainty: REPLICATIONS.to_owned(),
        }
    };
    drivers.zip(&columns).map(row).collect()
}

/// The difference that the option makes, less the one that it makes where nobody waits; and the latter's baseline.
fn taken_back(parts: &[&Parted], place: usize) -> [Estimate; 2] {
    let with = |part: &Parted| part.values[COALITIONS - 1][place] - part.values[0][place];
    let without = |part: &Parted| part.without_queues[1][place] - part.without_queues[0][place];
    let column =
        |value: &dyn Fn(&Parted) -> f64| -> Vec<f64> { parts.iter().map(|part| value(part)).collect() };
    [
        Estimate::of_difference(&column(&with), &column(&without), CONFIDENCE),
        Estimate::of_mean(&column(&without), CONFIDENCE),
    ]
}
