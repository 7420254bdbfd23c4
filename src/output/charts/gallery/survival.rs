//! How long cooperation holds above the threshold: a Kaplan–Meier curve with its band and the number at risk.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::letters::text_width;
use crate::output::charts::gallery::palette::{BLACK, BLUE, DOTTED, GREY};
use crate::output::charts::gallery::picture::{Anchor, Picture};
use crate::output::charts::gallery::plot::{
    HEIGHT, MARGIN, Plot, SMALL, SMALLEST, nothing, page, time_marks,
};
use crate::output::tables::{SurvivalRow, Tables};

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let mut rows: Vec<&SurvivalRow> = tables
        .survival
        .iter()
        .filter(|row| row.option == context.option && row.time.is_finite() && finite(row.surviving).is_some())
        .collect();
    rows.sort_by(|a, b| a.time.total_cmp(&b.time));
    let Some(last) = rows.last() else {
        return nothing(context, "survival");
    };
    let share = last.surviving.unwrap_or_default();
    let end = words.fill(
        "survival-title",
        &[
            ("share", &words.percent(share)),
            ("time", &words.duration(context.horizon_days)),
        ],
    );
    let (mut picture, room) = page(context, &end, &sentence(context, &rows), HEIGHT);
    let room = room.inset(0.0, 0.0, 0.0, 46.0);
    let plot = Plot::over_time(context, room, 110.0, (0.0, 1.0), true);
    plot.warm_up(&mut picture, context);
    plot.value_axis(&mut picture, &words.text("survival-axis"), |value, _| {
        words.percent(value)
    });
    plot.time_axis(&mut picture, context);
    curve(&mut picture, context, &plot, &rows);
    plot.shocks(&mut picture, context, true);
    let y = plot.y.at(share);
    picture.text(
        &words.percent(share),
        (plot.rect.right + 12.0, y),
        18.0,
        Anchor::Left,
        BLUE,
    );
    at_risk(&mut picture, context, &plot, &rows);
    picture
}

/// The curve as steps that begin at one, in its band, whose edges are dotted so that it prints.
fn curve(picture: &mut Picture, context: &ChartContext, plot: &Plot, rows: &[&SurvivalRow]) {
    let start = rows
        .first()
        .map_or(0.0, |row| row.time.min(context.warm_up_days))
        .max(0.0);
    let mut steps = vec![(start, 1.0, 1.0, 1.0)];
    for row in rows {
        let value = row.surviving.unwrap_or_default();
        let (low, high) = (
            finite(row.lower).unwrap_or(value),
            finite(row.upper).unwrap_or(value),
        );
        let (_, before, before_low, before_high) = steps[steps.len() - 1];
        steps.push((row.time, before, before_low, before_high));
        steps.push((row.time, value, low, high));
    }
    let (_, value, low, high) = steps[steps.len() - 1];
    steps.push((context.horizon_days, value, low, high));
    let band: Vec<_> = steps
        .iter()
        .map(|&(time, _, low, high)| (time, low, high))
        .collect();
    plot.band(picture, &band, BLUE.faint(0.2));
    let edge = |pick: fn(&(f64, f64, f64)) -> f64| band.iter().map(|row| plot.at(row.0, pick(row))).collect();
    picture.dashed(edge(|row| row.1), BLUE.faint(0.7), 1.2, DOTTED);
    picture.dashed(edge(|row| row.2), BLUE.faint(0.7), 1.2, DOTTED);
    picture.line(
        steps
            .iter()
            .map(|&(time, value, ..)| plot.at(time, value))
            .collect(),
        BLUE,
        3.0,
    );
}

/// The number still at risk, below the ticks of the axis.
fn at_risk(picture: &mut Picture, context: &ChartContext, plot: &Plot, rows: &[&SurvivalRow]) {
    let y = plot.rect.bottom + 84.0;
    picture.text(
        &context.words.text("at-risk"),
        (MARGIN, y - 19.0),
        SMALLEST,
        Anchor::Left,
        GREY,
    );
    let (marks, _) = time_marks(context, plot.x.low, plot.x.high, plot.rect.width());
    let mut free_from = f64::NEG_INFINITY;
    for (time, _) in marks {
        let row = rows.iter().rev().find(|row| row.time <= time).or(rows.first());
        let Some(row) = row else { continue };
        let count = row.at_risk.to_string();
        let (x, half) = (plot.x.at(time), text_width(&count, SMALL) / 2.0);
        if x - half > free_from {
            picture.text(&count, (x, y), SMALL, Anchor::Center, BLACK);
            free_from = x + half + 8.0;
        }
    }
}

fn sentence(context: &ChartContext, rows: &[&SurvivalRow]) -> String {
    let words = context.words;
    let Some(last) = rows.last() else {
        return String::new();
    };
    let half = rows
        .iter()
        .find(|row| finite(row.surviving).is_some_and(|share| share <= 0.5));
    let half = match half {
        Some(row) => words.fill("survival-half", &[("time", &words.duration(row.time))]),
        None => words.text("survival-no-half"),
    };
    let value = last.surviving.unwrap_or_default();
    let sentence = words.fill(
        "survival-sentence",
        &[
            ("threshold", &words.percent(context.threshold)),
            ("low", &words.percent(finite(last.lower).unwrap_or(value))),
            ("high", &words.percent(finite(last.upper).unwrap_or(value))),
        ],
    );
    format!("{sentence} {half}")
}
