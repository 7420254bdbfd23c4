//! Rows of paired differences: measures, steps of the way, nations and blocs.

use crate::engine::special::student_t_quantile;
use crate::engine::statistics::Tally;
use crate::experiment::comparison::{
    Comparison, Difference, SIDE_FIELDS, Sample, Side, bonferroni, compared_measures, difference,
};
use crate::experiment::direction::Direction;
use crate::experiment::estimate::{Estimate, ratio};
use crate::experiment::summary::CONFIDENCE;
use crate::model::ending::{Closing, Stage};
use crate::model::measure::{Count, MEASURES};
use crate::output::comparison_tables::{DifferenceRow, NationDifferenceRow, PathwayRow};
use crate::output::rows::{defined, unit_of};
use crate::scenario::scenario::Scenario;

/// What `uncertainty` says of Monte Carlo error.
pub const REPLICATIONS: &str = "replications";

/// Rows of `differences.csv`: options in order, measures in order.
pub fn difference_rows(
    scenario: &Scenario,
    names: &[String],
    pairs: &[(Sample, Sample)],
) -> Vec<DifferenceRow> {
    let mut rows = Vec::new();
    for (name, (option, baseline)) in names[1..].iter().zip(pairs) {
        for (measure, unit) in compared_measures() {
            if let Some(found) = difference(measure, option, baseline) {
                let unit = unit_of(scenario, unit);
                rows.push(difference_row(
                    (name, &names[0]),
                    (measure, unit),
                    &found,
                    pairs.len(),
                ));
            }
        }
    }
    rows
}

fn difference_row(
    (option, baseline): (&str, &str),
    (measure, unit): (&str, String),
    found: &Difference,
    family: usize,
) -> DifferenceRow {
    let estimate = &found.difference;
    let simultaneous = found.simultaneous(family);
    DifferenceRow {
        option: option.to_owned(),
        baseline: baseline.to_owned(),
        measure: measure.to_owned(),
        unit,
        n: estimate.n as u64,
        mean: defined(estimate.mean),
        half_width: defined(estimate.half_width),
        lower: defined(estimate.lower),
        upper: defined(estimate.upper),
        simultaneous_lower: defined(simultaneous.0),
        simultaneous_upper: defined(simultaneous.1),
        probability_better: defined(found.probability_better()),
        share_better: defined(found.share_better),
        baseline_mean: defined(found.baseline.mean),
        option_mean: defined(found.option.mean),
        relative: defined(estimate.mean / found.baseline.mean.abs()),
        better: found.direction.name().to_owned(),
        verdict: found.direction.verdict(estimate.mean, simultaneous).to_owned(),
        variance_reduction: defined(found.variance_reduction()),
        method: estimate.method.to_owned(),
        uncertainty: REPLICATIONS.to_owned(),
    }
}

/// Rows of `pathways.csv` that come of the replications themselves.
pub fn pathway_rows(names: &[String], pairs: &[(Sample, Sample)]) -> Vec<PathwayRow> {
    let mut rows = Vec::new();
    for (name, (option, baseline)) in names[1..].iter().zip(pairs) {
        let mut push = |pathway: &str, item: &str, unit: &str, found: &[Estimate; 2]| {
            rows.push(pathway_row((name, pathway, item, unit), found));
        };
        for closing in Closing::ALL {
            let place = closing as usize;
            let found = paired(&option.closings[place], &baseline.closings[place]);
            let (outcome, reason) = closing.names();
            if closing.is_refusal() {
                push("refusals", reason, "requests", &found);
            } else {
                let item = if reason.is_empty() { outcome } else { reason };
                push("outcomes", item, "requests", &found);
            }
        }
        for stage in Stage::ALL {
            let place = stage as usize;
            let found = paired(&option.stages[place], &baseline.stages[place]);
            push("pieces", stage.name(), "pieces", &found);
        }
        for (item, days, services) in DAYS {
            let columns =
                |sample: &Sample| [days, services].map(|count| sample.counts[count as usize].clone());
            push(
                "days",
                item,
                "d",
                &paired_ratio(&columns(option), &columns(baseline)),
            );
        }
        for (item, measure) in [
            ("answer_p50", "answer_days_p50"),
            ("answer_p90", "answer_days_p90"),
        ] {
            let place = MEASURES.iter().position(|known| known.name == measure);
            if let Some(place) = place {
                let found = paired(&option.measures[place], &baseline.measures[place]);
                push("days", item, "d", &found);
            }
        }
    }
    rows
}

/// Stages of a request that stations know: item, days, services.
const DAYS: [(&str, Count, Count); 4] = [
    ("wait_desk", Count::WaitDaysDesk, Count::WaitsDesk),
    ("review_desk", Count::BusyDesk, Count::WaitsDesk),
    ("wait_authority", Count::WaitDaysAuthority, Count::WaitsAuthority),
    ("review_authority", Count::BusyAuthority, Count::WaitsAuthority),
];

/// Difference and baseline.
fn paired(option: &[f64], baseline: &[f64]) -> [Estimate; 2] {
    [
        Estimate::of_difference(option, baseline, CONFIDENCE),
        Estimate::of_mean(baseline, CONFIDENCE),
    ]
}

fn paired_ratio(option: &[Vec<f64>; 2], baseline: &[Vec<f64>; 2]) -> [Estimate; 2] {
    let [a, b] = [option, baseline].map(|columns| [columns[0].as_slice(), columns[1].as_slice()]);
    [
        Estimate::jackknife_difference(&a, &b, ratio, CONFIDENCE),
        Estimate::jackknife(&b, ratio, CONFIDENCE),
    ]
}

/// One row of `pathways.csv` from difference and baseline.
pub fn pathway_row(
    (option, pathway, item, unit): (&str, &str, &str, &str),
    [difference, baseline]: &[Estimate; 2],
) -> PathwayRow {
    PathwayRow {
        option: option.to_owned(),
        pathway: pathway.to_owned(),
        item: item.to_owned(),
        unit: unit.to_owned(),
        n: difference.n as u64,
        baseline_mean: defined(baseline.mean),
        mean: defined(difference.mean),
        half_width: defined(difference.half_width),
        lower: defined(difference.lower),
        upper: defined(difference.upper),
        uncertainty: REPLICATIONS.to_owned(),
    }
}

/// Measures of nations: name, unit, place among the fields of a [`Side`], direction.
const NATION_MEASURES: [(&str, &str, usize, Direction); 12] = [
    ("attacks", "attacks", 1, Direction::Less),
    ("harm", "harm", 2, Direction::Less),
    ("harm_averted", "harm", 3, Direction::More),
    ("pieces_given", "pieces", 4, Direction::None),
    ("pieces_received", "pieces", 5, Direction::None),
    ("reciprocity", "pieces", SIDE_FIELDS - 1, Direction::None),
    ("requests_received", "requests", 7, Direction::None),
    ("refused_given", "requests", 11, Direction::None),
    ("refused_received", "requests", 12, Direction::None),
    ("withheld", "consents", 13, Direction::None),
    ("exits", "exits", 14, Direction::None),
    ("privacy_harm", "personal", 10, Direction::Less),
];

/// Rows of `nation_differences.csv`: for each option the nations in order of id, then the blocs.
pub fn nation_rows(
    scenario: &Scenario,
    names: &[String],
    comparison: &Comparison,
    by_id: &[usize],
) -> Vec<NationDifferenceRow> {
    let mut rows = Vec::new();
    for (option, name) in names[1..].iter().enumerate() {
        for &n in by_id {
            let nation = &scenario.nations[n];
            let about = NationDifferenceRow {
                option: name.clone(),
                level: "nation".to_owned(),
                nation: nation.id.clone(),
                name: nation.name.clone(),
                bloc: nation.bloc.clone(),
                ..NationDifferenceRow::default()
            };
            rows.extend(side_rows(
                scenario,
                &about,
                &comparison.nations[option][n],
                by_id.len(),
            ));
        }
        let blocs = &comparison.bloc_names;
        for (bloc, side) in blocs.iter().zip(&comparison.blocs[option]) {
            let about = NationDifferenceRow {
                option: name.clone(),
                level: "bloc".to_owned(),
                name: bloc.clone(),
                bloc: bloc.clone(),
                ..NationDifferenceRow::default()
            };
            rows.extend(side_rows(scenario, &about, side, blocs.len()));
        }
    }
    rows
}

fn side_rows(
    scenario: &Scenario,
    about: &NationDifferenceRow,
    side: &Side,
    family: usize,
) -> Vec<NationDifferenceRow> {
    let row = |&(measure, unit, field, direction): &(&str, &str, usize, Direction)| {
        let (Some(difference), Some(baseline)) = (side.difference.get(field), side.baseline.get(field))
        else {
            return NationDifferenceRow {
                measure: measure.to_owned(),
                ..about.clone()
            };
        };
        let mean = difference.mean();
        let half = reach(difference, CONFIDENCE);
        let wide = reach(difference, bonferroni(family));
        NationDifferenceRow {
            measure: measure.to_owned(),
            unit: unit_of(scenario, unit),
            n: difference.count(),
            baseline_mean: defined(baseline.mean()),
            mean: defined(mean),
            half_width: defined(half),
            lower: defined(mean - half),
            upper: defined(mean + half),
            simultaneous_lower: defined(mean - wide),
            simultaneous_upper: defined(mean + wide),
            verdict: direction.verdict(mean, (mean - wide, mean + wide)).to_owned(),
            uncertainty: REPLICATIONS.to_owned(),
            ..about.clone()
        }
    };
    NATION_MEASURES.iter().map(row).collect()
}

/// Half the width of Student's interval of a tally's mean; NaN below two values.
fn reach(tally: &Tally, confidence: f64) -> f64 {
    if tally.count() < 2 {
        return f64::NAN;
    }
    student_t_quantile(0.5 + confidence / 2.0, tally.count() as f64 - 1.0) * tally.standard_error()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outcome::NationTotals;

    #[test]
    fn the_fields_of_nations_are_where_they_are_looked_for() {
        let mut totals = NationTotals {
            attacks: 1.0,
            harm: 2.0,
            harm_averted: 3.0,
            pieces_given: 4.0,
            pieces_received: 5.0,
            requests_received: 7.0,
            privacy_harm: 10.0,
            refused_given: 11.0,
            refused_received: 12.0,
            withheld: 13.0,
            exits: 14.0,
            ..NationTotals::default()
        };
        totals.threats = 0.0;
        let fields = totals.fields();
        for (name, _, place, _) in NATION_MEASURES.iter().filter(|(name, ..)| *name != "reciprocity") {
            assert_eq!(fields[*place], *place as f64, "{name}");
        }
    }
}
