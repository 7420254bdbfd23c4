//! From summaries to rows: every table of a run's folder but `outcomes.csv` and `events.csv`, which are written as the
//! replications come.

use crate::engine::special::student_t_quantile;
use crate::engine::statistics::Tally;
use crate::experiment::bootstrap::Bootstrap;
use crate::experiment::estimate::Estimate;
use crate::experiment::resilience::Losses;
use crate::experiment::summary::{CONFIDENCE, DENT_LEVELS, ShockPairs, Summary};
use crate::experiment::survival::SurvivalCurve;
use crate::model::blueprint::Blueprint;
use crate::model::ending::{CLOSINGS, Closing, Fate, Stage};
use crate::model::histogram::{AnswerTimes, BINS, upper_edge};
use crate::model::measure::{LEVELS, MEASURES};
use crate::model::outcome::{NATION_FIELDS, PairState};
use crate::output::comparison_tables::ComparisonTables;
use crate::output::tables::{
    AnswerRow, DyadRow, EstimateRow, FunnelRow, NationRow, RequestRow, SeriesRow, ShockRow, ShockSummaryRow,
    StationRow, SurvivalRow, Tables, ThreatRow,
};
use crate::scenario::kind::{Kind, REQUEST_KINDS, StationKind};
use crate::scenario::scenario::Scenario;

/// Resamples of the bootstrap behind a shock's dent.
const RESAMPLES: usize = 1000;

/// What rows are made from.
pub struct Source<'a> {
    /// The name of the option in tables.
    pub option: &'a str,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The world that was run.
    pub plan: &'a Blueprint<'a>,
    /// What its replications say.
    pub summary: &'a Summary,
    /// The seed, which also keys the bootstrap.
    pub seed: u64,
}

/// All rows of one option.
pub fn tables_of(source: &Source) -> Tables {
    let (shocks, shock_summary) = shock_rows(source);
    Tables {
        estimates: estimate_rows(source),
        series: series_rows(source),
        threats: threat_rows(source),
        requests: request_rows(source),
        funnel: funnel_rows(source),
        answers: answer_rows(source),
        survival: survival_rows(source),
        shocks,
        shock_summary,
        stations: station_rows(source),
        nations: nation_rows(source),
        dyads: dyad_rows(source),
        comparison: ComparisonTables::default(),
    }
}

/// `None` for what is undefined: tables have no NaN and no infinity.
pub(crate) fn defined(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn estimate_rows(source: &Source) -> Vec<EstimateRow> {
    let row = |(place, measure): (usize, &crate::model::measure::Measure)| {
        let estimate = source.summary.estimate(place);
        EstimateRow {
            option: source.option.to_owned(),
            measure: measure.name.to_owned(),
            unit: unit_of(source.scenario, measure.unit),
            n: estimate.n as u64,
            mean: defined(estimate.mean),
            sd: defined(estimate.sd),
            half_width: defined(estimate.half_width),
            lower: defined(estimate.lower),
            upper: defined(estimate.upper),
            method: estimate.method.to_owned(),
        }
    };
    MEASURES.iter().enumerate().map(row).collect()
}

/// Harm and money are in the scenario's own units.
pub(crate) fn unit_of(scenario: &Scenario, unit: &str) -> String {
    match unit {
        "harm" => scenario.about.units[0].clone(),
        "money" => scenario.about.units[1].clone(),
        other => other.to_owned(),
    }
}

fn series_rows(source: &Source) -> Vec<SeriesRow> {
    let mut rows = Vec::with_capacity(source.plan.reports.len() * LEVELS.len());
    for (report, &time) in source.plan.reports.iter().enumerate() {
        let date = source
            .scenario
            .run
            .start
            .map_or_else(String::new, |start| start.plus_days(time).to_string());
        for (n, (measure, ..)) in LEVELS.iter().enumerate() {
            let tally = &source.summary.levels[report][n];
            let [q05, q25, q50, q75, q95] =
                source
                    .summary
                    .level_quantiles(report, n, [0.05, 0.25, 0.5, 0.75, 0.95]);
            rows.push(SeriesRow {
                option: source.option.to_owned(),
                time,
                date: date.clone(),
                measure: (*measure).to_owned(),
                n: tally.count(),
                mean: defined(tally.mean()),
                q05: defined(q05),
                q25: defined(q25),
                q50: defined(q50),
                q75: defined(q75),
                q95: defined(q95),
            });
        }
    }
    rows
}

/// Half-width of the t interval of a tally's mean.
fn half_width(tally: &Tally) -> Option<f64> {
    if tally.count() < 2 {
        return None;
    }
    defined(student_t_quantile(0.5 + CONFIDENCE / 2.0, tally.count() as f64 - 1.0) * tally.standard_error())
}

fn threat_rows(source: &Source) -> Vec<ThreatRow> {
    let mut rows = Vec::new();
    for (class, fates) in source.scenario.classes.iter().zip(&source.summary.fates) {
        for (fate, tally) in Fate::ALL.iter().zip(fates) {
            rows.push(ThreatRow {
                option: source.option.to_owned(),
                class: class.id.clone(),
                fate: fate.name().to_owned(),
                mean_count: tally.mean(),
                half_width: half_width(tally),
            });
        }
    }
    rows.sort_by(|one, other| one.class.cmp(&other.class));
    rows
}

fn request_rows(source: &Source) -> Vec<RequestRow> {
    let mut rows = Vec::new();
    for kind in Kind::requests() {
        for closing in Closing::ALL {
            let place = kind as usize * CLOSINGS + closing as usize;
            let (outcome, reason) = closing.names();
            let days = |share| {
                if closing == Closing::Pending {
                    None
                } else {
                    binned_quantile(&source.summary.closing_days, place, share)
                }
            };
            rows.push(RequestRow {
                option: source.option.to_owned(),
                kind: kind.name().to_owned(),
                outcome: outcome.to_owned(),
                reason: reason.to_owned(),
                mean_count: source.summary.closings[place].mean(),
                half_width: half_width(&source.summary.closings[place]),
                median_days: days(0.5),
                p90_days: days(0.9),
            });
        }
    }
    rows
}

/// The quantile of what was counted on the grid, linear within a bin.
fn binned_quantile(days: &[[u64; CLOSINGS * REQUEST_KINDS]], place: usize, share: f64) -> Option<f64> {
    let total: u64 = days.iter().map(|bin| bin[place]).sum();
    let wanted = share * total as f64;
    let mut below = 0.0;
    for (bin, counts) in days.iter().enumerate().filter(|(_, counts)| counts[place] > 0) {
        let here = counts[place] as f64;
        if below + here >= wanted {
            let low = if bin == 0 { 0.0 } else { upper_edge(bin - 1) };
            return Some(low + (upper_edge(bin) - low) * (wanted - below) / here);
        }
        below += here;
    }
    None
}

fn funnel_rows(source: &Source) -> Vec<FunnelRow> {
    let mut rows = Vec::new();
    for (kind, stages) in Kind::requests().zip(&source.summary.funnel) {
        for (stage, tally) in Stage::ALL.iter().zip(stages) {
            rows.push(FunnelRow {
                option: source.option.to_owned(),
                kind: kind.name().to_owned(),
                stage: stage.name().to_owned(),
                mean_count: tally.mean(),
                half_width: half_width(tally),
            });
        }
    }
    rows
}

fn answer_rows(source: &Source) -> Vec<AnswerRow> {
    let used: Vec<&Vec<AnswerTimes>> = source
        .summary
        .answers
        .iter()
        .take(source.summary.replications())
        .collect();
    let ends: Vec<f64> = (0..BINS).map(upper_edge).collect();
    let mut rows = Vec::new();
    for kind in Kind::requests() {
        let counts = |group: &&Vec<AnswerTimes>| {
            let times = &group[kind as usize];
            times
                .answered
                .iter()
                .zip(&times.censored)
                .map(|(&answered, &censored)| (answered, censored))
                .collect()
        };
        let groups: Vec<Vec<(u64, u64)>> = used.iter().map(counts).collect();
        if groups
            .iter()
            .flatten()
            .all(|&(answered, censored)| answered + censored == 0)
        {
            continue;
        }
        for step in SurvivalCurve::of_replications(&ends, &groups, CONFIDENCE).steps {
            if step.at_risk == 0 {
                break;
            }
            rows.push(AnswerRow {
                option: source.option.to_owned(),
                kind: kind.name().to_owned(),
                days: step.time,
                at_risk: step.at_risk,
                answered: defined(1.0 - step.surviving),
                lower: defined(1.0 - step.upper),
                upper: defined(1.0 - step.lower),
            });
        }
    }
    rows
}

fn survival_rows(source: &Source) -> Vec<SurvivalRow> {
    let curve = SurvivalCurve::of_times(&source.summary.crossings, CONFIDENCE);
    let counted = source
        .plan
        .reports
        .iter()
        .filter(|&&day| day >= source.scenario.run.warm_up);
    let row = |&time: &f64| {
        let step = curve.at(time);
        SurvivalRow {
            option: source.option.to_owned(),
            time,
            at_risk: step.at_risk,
            surviving: defined(step.surviving),
            lower: defined(step.lower),
            upper: defined(step.upper),
        }
    };
    counted.map(row).collect()
}

fn shock_rows(source: &Source) -> (Vec<ShockRow>, Vec<ShockSummaryRow>) {
    let (mut rows, mut summaries) = (Vec::new(), Vec::new());
    for (shock, pairs) in source.scenario.shocks.iter().zip(&source.summary.shocks) {
        for (pairs, level) in pairs.iter().zip(DENT_LEVELS) {
            if pairs.levels.is_empty() || pairs.columns == 0 {
                continue;
            }
            let (curve, summary) = dent_rows(source, (&shock.id, level.name()), pairs);
            rows.extend(curve);
            summaries.push(summary);
        }
    }
    (rows, summaries)
}

fn dent_rows(
    source: &Source,
    (shock, measure): (&str, &str),
    pairs: &ShockPairs,
) -> (Vec<ShockRow>, ShockSummaryRow) {
    let step = source.scenario.run.report_every;
    let losses = Losses {
        losses: &pairs.losses,
        levels: &pairs.levels,
        first_day: pairs.first_day,
        step,
    };
    let row = |(column, loss): (usize, Estimate)| ShockRow {
        option: source.option.to_owned(),
        shock: shock.to_owned(),
        measure: measure.to_owned(),
        days_after: pairs.first_day + step * column as f64,
        // Losses are without minus with; the table tells with minus without.
        mean_difference: defined(-loss.mean),
        lower: defined(-loss.upper),
        upper: defined(-loss.lower),
    };
    let curve = losses
        .curve(CONFIDENCE)
        .into_iter()
        .enumerate()
        .map(row)
        .collect();
    let dent = losses.estimate(&Bootstrap::new(source.seed, RESAMPLES, CONFIDENCE));
    let summary = ShockSummaryRow {
        option: source.option.to_owned(),
        shock: shock.to_owned(),
        measure: measure.to_owned(),
        occurrences: pairs.levels.len() as u64,
        depth: defined(dent.depth.mean),
        depth_lower: defined(dent.depth.lower),
        depth_upper: defined(dent.depth.upper),
        recovery_days: defined(dent.recovery_days.mean),
        recovery_lower: defined(dent.recovery_days.lower),
        recovery_upper: defined(dent.recovery_days.upper),
        area: defined(dent.area.mean),
        area_lower: defined(dent.area.lower),
        area_upper: defined(dent.area.upper),
    };
    (curve, summary)
}

/// Nations in order of id: tables do not depend on the order of the file.
pub(crate) fn by_id(scenario: &Scenario) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scenario.nations.len())
        .filter(|&n| !scenario.nations[n].is_idle())
        .collect();
    order.sort_by(|&one, &other| scenario.nations[one].id.cmp(&scenario.nations[other].id));
    order
}

fn station_rows(source: &Source) -> Vec<StationRow> {
    let replications = source.summary.replications() as f64;
    let nations = source.scenario.nations.len();
    let mut rows = Vec::new();
    for (interval, time) in source.plan.reports.iter().skip(1).enumerate() {
        for &nation in &by_id(source.scenario) {
            for station in StationKind::ALL {
                let Some(sum) = source
                    .summary
                    .stations
                    .get((interval * nations + nation) * 2 + station as usize)
                else {
                    continue;
                };
                rows.push(StationRow {
                    option: source.option.to_owned(),
                    time: *time,
                    nation: source.scenario.nations[nation].id.clone(),
                    station: station.name().to_owned(),
                    queue_mean: defined(sum.queue / replications),
                    busy_mean: defined(sum.busy / replications),
                    wait_mean: defined(sum.wait_days / sum.started),
                });
            }
        }
    }
    rows
}

fn nation_rows(source: &Source) -> Vec<NationRow> {
    let trust = trust_at_end(source);
    by_id(source.scenario)
        .into_iter()
        .map(|nation| nation_row(source, nation, trust[nation]))
        .collect()
}

fn nation_row(source: &Source, nation: usize, [trust_in, trust_out]: [f64; 2]) -> NationRow {
    let given = &source.scenario.nations[nation];
    let fields: &[Tally; NATION_FIELDS] = &source.summary.nations[nation];
    let mean = |n: usize| defined(fields[n].mean());
    let [backlog, desk, authority] = station_means(source, nation);
    NationRow {
        option: source.option.to_owned(),
        nation: given.id.clone(),
        name: given.name.clone(),
        bloc: given.bloc.clone(),
        threats: mean(0),
        attacks: mean(1),
        harm: mean(2),
        harm_averted: mean(3),
        pieces_given: mean(4),
        pieces_received: mean(5),
        requests_sent: mean(6),
        requests_received: mean(7),
        granted_given: mean(8),
        granted_received: mean(9),
        privacy_harm: mean(10),
        backlog_mean: defined(backlog),
        utilization_desk: defined(desk),
        utilization_authority: defined(authority),
        mean_trust_in: defined(trust_in),
        mean_trust_out: defined(trust_out),
        cost: None,
        harm_half_width: half_width(&fields[2]),
        harm_averted_half_width: half_width(&fields[3]),
        pieces_given_half_width: half_width(&fields[4]),
        pieces_received_half_width: half_width(&fields[5]),
    }
}

/// Mean of jobs waiting at both stations, and utilization of each, over report intervals after warm-up.
fn station_means(source: &Source, nation: usize) -> [f64; 3] {
    let nations = source.scenario.nations.len();
    let (mut queue, mut busy, mut open, mut intervals) = (0.0, [0.0; 2], [0.0; 2], 0.0);
    for (interval, time) in source.plan.reports.iter().skip(1).enumerate() {
        if *time <= source.scenario.run.warm_up {
            continue;
        }
        intervals += 1.0;
        for station in 0..2 {
            let Some(sum) = source
                .summary
                .stations
                .get((interval * nations + nation) * 2 + station)
            else {
                continue;
            };
            queue += sum.queue;
            busy[station] += sum.busy;
            open[station] += sum.open;
        }
    }
    [
        queue / intervals / source.summary.replications() as f64,
        busy[0] / open[0],
        busy[1] / open[1],
    ]
}

/// The ordered pairs that are told of, each with its place in what is told.
fn pairs_told(source: &Source) -> Vec<(usize, usize, usize)> {
    let nations = source.scenario.nations.len();
    let takes_part = |nation: usize| !source.scenario.nations[nation].is_idle();
    let all: Vec<(usize, usize)> = match &source.plan.sample {
        None => (0..nations * nations)
            .map(|place| (place / nations, place % nations))
            .collect(),
        Some(shown) => shown
            .iter()
            .map(|pair| (usize::from(pair.from), usize::from(pair.to)))
            .collect(),
    };
    let placed = all.into_iter().enumerate();
    placed
        .filter(|&(_, (from, to))| from != to && takes_part(from) && takes_part(to))
        .map(|(place, (from, to))| (from, to, place))
        .collect()
}

/// Mean trust of others in each nation, and of it in others, at the end; NaN where no pair with it is told of.
fn trust_at_end(source: &Source) -> Vec<[f64; 2]> {
    let mut sums = vec![[0.0; 2]; source.scenario.nations.len()];
    let mut counts = vec![[0.0; 2]; source.scenario.nations.len()];
    let replications = source.summary.replications() as f64;
    if let Some(end) = source.summary.pairs.last() {
        for (from, to, place) in pairs_told(source) {
            for (side, nation) in [to, from].into_iter().enumerate() {
                sums[nation][side] += end[place].trust;
                counts[nation][side] += replications;
            }
        }
    }
    let means = sums.into_iter().zip(counts);
    means
        .map(|([inward, outward], [givers, takers])| [inward / givers, outward / takers])
        .collect()
}

fn dyad_rows(source: &Source) -> Vec<DyadRow> {
    let nations = &source.scenario.nations;
    let order = by_id(source.scenario);
    let mut rank = vec![0; nations.len()];
    for (place, &nation) in order.iter().enumerate() {
        rank[nation] = place;
    }
    let mut pairs = pairs_told(source);
    pairs.sort_by_key(|&(from, to, _)| (rank[from], rank[to]));
    let replications = source.summary.replications() as f64;
    let mut rows = Vec::new();
    for ((moment, time), sums) in source.plan.moments.iter().zip(&source.summary.pairs) {
        for &(from, to, place) in &pairs {
            let sum: &PairState = &sums[place];
            rows.push(DyadRow {
                option: source.option.to_owned(),
                moment: (*moment).to_owned(),
                time: *time,
                from: nations[from].id.clone(),
                to: nations[to].id.clone(),
                from_bloc: nations[from].bloc.clone(),
                to_bloc: nations[to].bloc.clone(),
                trust: defined(sum.trust / replications),
                compatibility: defined(sum.compatibility / replications),
                affinity: defined(sum.affinity / replications),
                exchange: defined(sum.exchange / replications),
            });
        }
    }
    rows
}
