//! The figures of a report: charts with the numbers that they were drawn from as tables.

use minijinja::Value;

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::drawing;
use crate::output::charts::labels::{assumption_name, heading, leading, option_name};
use crate::output::finding::{difference, leader, ranked, searched, tells_of_luck};
use crate::output::report::view::{Cell, Figure, Table};
use crate::output::tables::Tables;
use crate::output::words::Words;

/// The chart of this name with its data; `None` where the run has no rows for it.
pub fn figure(name: &str, context: &ChartContext, tables: &Tables) -> Option<Figure> {
    let drawn = drawing(name, context, tables)?;
    let words = context.words;
    let mut data = match name {
        "forest" => forest(context, tables),
        "tradeoffs" => tradeoffs(words, tables),
        "drivers" => drivers(words, tables),
        "robustness" => robustness(words, tables),
        "nation_options" => nation_options(context, tables),
        "shock_options" => shock_options(words, tables),
        "tornado" => tornado(context, tables),
        "effectiveness" => effectiveness(context, tables),
        "survival" => survival(context, tables),
        "funnel" => funnel(context, tables),
        "threats" => threats(context, tables),
        "answers" => answers(context, tables),
        "shock" => shock(context, tables),
        _ => nations(context, tables),
    };
    data.caption = words.text("figure-data");
    Some(Figure {
        name: name.to_owned(),
        title: drawn.title,
        svg: Value::from_safe_string(drawn.svg),
        data: data.folded(),
    })
}

/// An empty table with these headings, by message.
fn table(words: &Words, headings: &[&str]) -> Table {
    let headings: Vec<String> = headings
        .iter()
        .map(|id| match id.strip_prefix('#') {
            Some(id) => format!("#{}", words.text(id)),
            None => words.text(id),
        })
        .collect();
    Table::new(String::new(), &headings)
}

/// A value with the decimals that its half-width makes known; a dash where it is undefined.
pub(crate) fn told(words: &Words, value: Option<f64>, half: Option<f64>, unit: &str) -> Cell {
    finite(value).map_or_else(
        || words.text("undefined").into(),
        |value| words.value(value, half, unit).into(),
    )
}

/// A change with its interval, in one cell.
pub(crate) fn change(
    words: &Words,
    (mean, lower, upper): (Option<f64>, Option<f64>, Option<f64>),
    unit: &str,
    verdict: &str,
) -> Cell {
    let Some(mean) = finite(mean) else {
        return words.text("undefined").into();
    };
    Cell::judged(
        words.difference_with_interval((mean, finite(lower), finite(upper)), unit),
        verdict,
    )
}

fn percent(words: &Words, share: Option<f64>) -> Cell {
    finite(share).map_or_else(
        || words.text("undefined").into(),
        |share| words.percent(share).into(),
    )
}

fn forest(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut measures = searched(tables, &context.judged_by);
    for beside in ["privacy_harm", "backlog_mean"] {
        measures.push(beside.to_owned());
    }
    measures.dedup();
    let unit_of = |measure: &str| {
        let mut rows = tables.comparison.differences.iter();
        rows.find(|row| row.measure == measure)
            .map(|row| row.unit.clone())
    };
    measures.retain(|measure| unit_of(measure).is_some());
    let mut headings = vec![words.text("column-option")];
    headings.extend(measures.iter().map(|measure| {
        format!(
            "#{}",
            heading(words, measure, &unit_of(measure).unwrap_or_default())
        )
    }));
    let mut data = Table::new(String::new(), &headings);
    for option in ranked(tables, &context.judged_by) {
        let mut cells = vec![Cell::from(option_name(tables, words, &option))];
        for measure in &measures {
            let row = difference(tables, &option, measure);
            cells.push(row.map_or_else(
                || words.text("undefined").into(),
                |row| {
                    let ends = (row.mean, row.simultaneous_lower, row.simultaneous_upper);
                    change(words, ends, &row.unit, &row.verdict)
                },
            ));
        }
        data.row(cells);
    }
    data
}

fn tradeoffs(words: &Words, tables: &Tables) -> Table {
    let mut data = table(
        words,
        &[
            "column-option",
            "#column-averted",
            "#column-privacy",
            "#column-cost",
            "#column-front",
        ],
    );
    let money = tables
        .comparison
        .options
        .first()
        .map_or("", |row| row.unit.as_str());
    let sure = tells_of_luck(tables);
    for row in &tables.comparison.tradeoffs {
        let averted = (row.harm_averted, row.harm_averted_lower, row.harm_averted_upper);
        let privacy = (row.privacy_harm, row.privacy_harm_lower, row.privacy_harm_upper);
        data.row(vec![
            option_name(tables, words, &row.option).into(),
            change(words, averted, "", ""),
            change(words, privacy, "", ""),
            change(words, (row.cost, row.cost_lower, row.cost_upper), money, ""),
            percent(words, row.probability_on_front.filter(|_| sure)),
        ]);
    }
    data
}

fn drivers(words: &Words, tables: &Tables) -> Table {
    let mut data = table(
        words,
        &[
            "column-option",
            "column-measure",
            "column-driver",
            "#column-change",
        ],
    );
    for row in &tables.comparison.drivers {
        data.row(vec![
            option_name(tables, words, &row.option).into(),
            words.measure(&row.measure).into(),
            words.text(&format!("driver-{}", row.driver)).into(),
            change(words, (row.mean, row.lower, row.upper), &row.unit, ""),
        ]);
    }
    data
}

fn robustness(words: &Words, tables: &Tables) -> Table {
    let mut data = table(
        words,
        &[
            "column-option",
            "column-measure",
            "#column-worlds-mean",
            "#column-worlds-range",
            "#column-regret",
            "#column-worst-regret",
            "#column-best-share",
            "#column-satisficing",
            "#column-worlds-sd",
            "#column-monte-carlo-sd",
        ],
    );
    for row in &tables.comparison.robustness {
        let size = |value: Option<f64>| {
            finite(value).map_or_else(
                || words.text("undefined"),
                |value| words.amount(value, None, &row.unit),
            )
        };
        let signed = |value: Option<f64>| {
            finite(value).map_or_else(
                || words.text("undefined"),
                |value| words.difference(value, None, &row.unit),
            )
        };
        let ends = [signed(row.difference_q05), signed(row.difference_q95)];
        data.row(vec![
            option_name(tables, words, &row.option).into(),
            words.measure(&row.measure).into(),
            signed(row.difference).into(),
            words
                .fill("range", &[("low", &ends[0]), ("high", &ends[1])])
                .into(),
            size(row.mean_regret).into(),
            size(row.max_regret).into(),
            percent(words, row.best_share),
            percent(words, row.satisficing),
            size(row.worlds_sd).into(),
            size(row.monte_carlo_sd).into(),
        ]);
    }
    data
}

fn nation_options(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut data = table(
        words,
        &[
            "column-nation",
            "column-bloc",
            "column-measure",
            "#column-baseline",
            "#column-change",
        ],
    );
    let Some(best) = leader(tables, &context.judged_by) else {
        return data;
    };
    let rows = tables.comparison.nation_differences.iter();
    for row in rows.filter(|row| row.option == best && row.level == "nation") {
        let name = if row.name.is_empty() {
            &row.nation
        } else {
            &row.name
        };
        data.row(vec![
            name.as_str().into(),
            row.bloc.as_str().into(),
            words.measure(&row.measure).into(),
            told(words, row.baseline_mean, row.half_width, &row.unit),
            change(
                words,
                (row.mean, row.simultaneous_lower, row.simultaneous_upper),
                &row.unit,
                &row.verdict,
            ),
        ]);
    }
    data
}

fn shock_options(words: &Words, tables: &Tables) -> Table {
    let mut data = table(
        words,
        &[
            "column-option",
            "column-shock",
            "column-measure",
            "column-quantity",
            "#column-baseline",
            "#column-change",
        ],
    );
    for row in &tables.comparison.shock_differences {
        data.row(vec![
            option_name(tables, words, &row.option).into(),
            row.shock.as_str().into(),
            words.measure(&row.measure).into(),
            words.name(&row.quantity).into(),
            told(words, row.baseline_mean, None, &row.unit),
            change(words, (row.mean, row.lower, row.upper), &row.unit, &row.verdict),
        ]);
    }
    data
}

fn tornado(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut data = table(
        words,
        &[
            "column-assumption",
            "column-value",
            "column-low-high",
            "#column-at-low",
            "#column-at-high",
            "#column-swing",
        ],
    );
    for row in leading(tables, &context.judged_by) {
        let at = |value: Option<f64>| {
            finite(value).map_or_else(
                || words.text("undefined"),
                |value| words.difference(value, row.swing_half_width, &row.unit),
            )
        };
        let half = row.swing_half_width;
        let ends = row
            .swing
            .zip(half)
            .map(|(swing, half)| (swing - half, swing + half));
        data.row(vec![
            assumption_name(words, row).into(),
            row.value.as_str().into(),
            words
                .fill("range", &[("low", &row.low), ("high", &row.high)])
                .into(),
            at(row.difference_low).into(),
            at(row.difference_high).into(),
            change(
                words,
                (row.swing, ends.map(|e| e.0), ends.map(|e| e.1)),
                &row.unit,
                "",
            ),
        ]);
    }
    data
}

fn effectiveness(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let headings = [
        "#column-day",
        "#quantile-05",
        "#quantile-25",
        "#quantile-50",
        "#quantile-75",
        "#quantile-95",
    ];
    let mut data = table(words, &headings);
    let rows = tables.series.iter().filter(|row| {
        row.option == context.option
            && row.measure == "sharing_effectiveness"
            && row.time >= context.warm_up_days
    });
    for row in rows {
        let mut cells = vec![Cell::from(words.number(row.time, 1.0))];
        cells.extend([row.q05, row.q25, row.q50, row.q75, row.q95].map(|share| percent(words, share)));
        data.row(cells);
    }
    data
}

fn survival(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut data = table(
        words,
        &[
            "#column-day",
            "#at-risk",
            "#column-holding",
            "#column-low",
            "#column-high",
        ],
    );
    for row in tables.survival.iter().filter(|row| row.option == context.option) {
        data.row(vec![
            words.number(row.time, 1.0).into(),
            row.at_risk.to_string().into(),
            percent(words, row.surviving),
            percent(words, row.lower),
            percent(words, row.upper),
        ]);
    }
    data
}

fn funnel(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut data = table(words, &["column-kind", "column-stage", "#column-count"]);
    for row in tables.funnel.iter().filter(|row| row.option == context.option) {
        data.row(vec![
            words.name(&row.kind).into(),
            words.name(&row.stage).into(),
            told(words, Some(row.mean_count), row.half_width, ""),
        ]);
    }
    data
}

fn threats(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut data = table(words, &["column-class", "column-fate", "#column-count"]);
    for row in tables.threats.iter().filter(|row| row.option == context.option) {
        data.row(vec![
            words.name(&row.class).into(),
            words.name(&row.fate).into(),
            told(words, Some(row.mean_count), row.half_width, ""),
        ]);
    }
    data
}

/// The days at which the shares answered are told.
const DAYS: [f64; 8] = [1.0, 3.0, 7.0, 14.0, 30.0, 91.0, 182.0, 365.0];

fn answers(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut data = table(
        words,
        &[
            "column-kind",
            "#column-day",
            "#column-answered",
            "#column-low",
            "#column-high",
        ],
    );
    let rows = || tables.answers.iter().filter(|row| row.option == context.option);
    let mut kinds: Vec<&str> = rows().map(|row| row.kind.as_str()).collect();
    kinds.dedup();
    for kind in kinds {
        for days in DAYS {
            if let Some(row) = rows().rfind(|row| row.kind == kind && row.days <= days) {
                data.row(vec![
                    words.name(kind).into(),
                    words.number(days, 1.0).into(),
                    percent(words, row.answered),
                    percent(words, row.lower),
                    percent(words, row.upper),
                ]);
            }
        }
    }
    data
}

fn shock(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let mut data = table(
        words,
        &[
            "column-shock",
            "column-measure",
            "#column-depth",
            "#column-recovery",
            "#column-area",
        ],
    );
    for row in tables
        .shock_summary
        .iter()
        .filter(|row| row.option == context.option)
    {
        let with_ends =
            |value: Option<f64>, low: Option<f64>, high: Option<f64>, unit: &str| match finite(value) {
                None => words.text("undefined"),
                Some(value) => words.difference_with_interval((value, finite(low), finite(high)), unit),
            };
        data.row(vec![
            row.shock.as_str().into(),
            words.measure(&row.measure).into(),
            with_ends(row.depth, row.depth_lower, row.depth_upper, "share").into(),
            with_ends(row.recovery_days, row.recovery_lower, row.recovery_upper, "d").into(),
            with_ends(row.area, row.area_lower, row.area_upper, "").into(),
        ]);
    }
    data
}

fn nations(context: &ChartContext, tables: &Tables) -> Table {
    let words = context.words;
    let headings = [
        "column-nation",
        "column-bloc",
        "#column-averted",
        "#column-given",
        "#column-received",
        "#column-privacy",
    ];
    let mut data = table(words, &headings);
    for row in tables.nations.iter().filter(|row| row.option == context.option) {
        let name = if row.name.is_empty() {
            &row.nation
        } else {
            &row.name
        };
        data.row(vec![
            name.as_str().into(),
            row.bloc.as_str().into(),
            told(words, row.harm_averted, row.harm_averted_half_width, ""),
            told(words, row.pieces_given, row.pieces_given_half_width, ""),
            told(words, row.pieces_received, row.pieces_received_half_width, ""),
            told(words, row.privacy_harm, None, ""),
        ]);
    }
    data
}
