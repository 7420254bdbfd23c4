//! Gains and burdens by nation: harm averted to the right, pieces given to the left, the names between.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::axis::{Scale, ticks};
use crate::output::charts::gallery::palette::{BLACK, BLUE, GREY, GRID, ORANGE, WHITE};
use crate::output::charts::gallery::picture::{Anchor, Picture, Rect, fit};
use crate::output::charts::gallery::plot::{HEIGHT, SMALL, SMALLEST, nothing, page};
use crate::output::finding::surely_most;
use crate::output::tables::{NationRow, Tables};

/// The most nations on one page.
const MOST: usize = 45;

/// One nation's two numbers with their half-widths.
struct Nation<'a> {
    name: &'a str,
    averted: f64,
    averted_half: f64,
    given: f64,
    given_half: f64,
}

fn nations<'a>(context: &ChartContext, rows: &'a [NationRow]) -> Vec<Nation<'a>> {
    let mut nations: Vec<Nation> = rows
        .iter()
        .filter(|row| row.option == context.option)
        .filter_map(|row| {
            Some(Nation {
                name: if row.name.is_empty() {
                    &row.nation
                } else {
                    &row.name
                },
                averted: finite(row.harm_averted).filter(|value| value.abs() < 1e15)?,
                averted_half: finite(row.harm_averted_half_width).unwrap_or(0.0),
                given: finite(row.pieces_given).filter(|value| (0.0..1e15).contains(value))?,
                given_half: finite(row.pieces_given_half_width).unwrap_or(0.0),
            })
        })
        .collect();
    nations.sort_by(|a, b| b.averted.total_cmp(&a.averted).then_with(|| a.name.cmp(b.name)));
    nations
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let nations = nations(context, &tables.nations);
    if nations.is_empty() {
        return nothing(context, "nations");
    }
    let title = title(context, tables);
    let shown = nations.len().min(MOST);
    let height = (262.0 + 46.0 * shown as f64)
        .min(HEIGHT)
        .max(262.0 + 17.0 * shown as f64);
    let (mut picture, room) = page(context, &title, &sentence(context, &nations, shown), height);
    let rows = &nations[..shown];
    let most_given = rows
        .iter()
        .map(|nation| nation.given + nation.given_half)
        .fold(1e-9, f64::max);
    let most = rows
        .iter()
        .map(|nation| nation.averted + nation.averted_half)
        .fold(1e-9, f64::max);
    let least = rows
        .iter()
        .map(|nation| nation.averted - nation.averted_half)
        .fold(0.0, f64::min);
    let body = room.inset(0.0, 40.0, 0.0, 28.0);
    let given = Scale::new((0.0, most_given * 1.03), (room.left + 470.0, room.left + 20.0));
    let averted = Scale::new(
        (least * 1.03, most * 1.03),
        (room.right - 430.0, room.right - 20.0),
    );
    axis(&mut picture, context, body, (&given, "nations-given"));
    axis(&mut picture, context, body, (&averted, "nations-averted"));
    let pitch = (body.height() / shown as f64).min(46.0);
    for (place, nation) in rows.iter().enumerate() {
        let middle = body.top + pitch * (place as f64 + 0.5);
        row(&mut picture, nation, (middle, pitch), (&given, &averted));
    }
    picture
}

/// Who gains and who gives most, where their intervals leave no doubt.
fn title(context: &ChartContext, tables: &Tables) -> String {
    let words = context.words;
    let rows = || tables.nations.iter().filter(|row| row.option == context.option);
    let most = |of: fn(&NationRow) -> (Option<f64>, Option<f64>)| {
        surely_most(rows(), of).map(|name| fit(name, 25.0, 330.0))
    };
    let gains = most(|row| (row.harm_averted, row.harm_averted_half_width));
    let gives = most(|row| (row.pieces_given, row.pieces_given_half_width));
    match (gains, gives) {
        (Some(gains), Some(gives)) if gains == gives => {
            words.fill("nations-title-one", &[("gains", &gains), ("gives", &gives)])
        }
        (Some(gains), Some(gives)) => words.fill("nations-title", &[("gains", &gains), ("gives", &gives)]),
        (Some(gains), None) => words.fill("nations-title-gains", &[("gains", &gains)]),
        (None, Some(gives)) => words.fill("nations-title-gives", &[("gives", &gives)]),
        (None, None) => words.text("nations-title-none"),
    }
}

/// Grid lines with values below and the name above.
fn axis(picture: &mut Picture, context: &ChartContext, body: Rect, (scale, name): (&Scale, &str)) {
    let (values, step) = ticks(scale.low, scale.high, 5);
    for value in values {
        let x = scale.at(value);
        let ink = if value == 0.0 { GREY } else { GRID };
        picture.line(vec![(x, body.top), (x, body.bottom)], ink, 1.0);
        picture.text(
            &context.words.number(value, step),
            (x, body.bottom + 16.0),
            SMALLEST,
            Anchor::Center,
            GREY,
        );
    }
    let (left, right) = (scale.from.min(scale.to), scale.from.max(scale.to));
    let middle = (f64::midpoint(left, right), body.top - 20.0);
    picture.text(
        &fit(&context.words.text(name), SMALL, right - left),
        middle,
        SMALL,
        Anchor::Center,
        GREY,
    );
}

fn row(
    picture: &mut Picture,
    nation: &Nation,
    (middle, pitch): (f64, f64),
    (given, averted): (&Scale, &Scale),
) {
    let half = (pitch * 0.34).min(12.0);
    let between = (f64::midpoint(given.from, averted.from), middle);
    let size = if pitch < 18.0 { SMALLEST } else { SMALL };
    picture.text(
        &fit(nation.name, size, averted.from - given.from - 24.0),
        between,
        size,
        Anchor::Center,
        BLACK,
    );
    let burden = Rect::new(
        given.at(nation.given),
        middle - half,
        given.at(0.0),
        middle + half,
    );
    picture.rect(burden, ORANGE);
    picture.hatch(burden, WHITE.faint(0.55), 9.0);
    let ends = [averted.at(0.0), averted.at(nation.averted)];
    let gain = Rect::new(
        ends[0].min(ends[1]),
        middle - half,
        ends[0].max(ends[1]),
        middle + half,
    );
    picture.rect(gain, BLUE);
    whisker(picture, given, nation.given, nation.given_half, middle);
    whisker(picture, averted, nation.averted, nation.averted_half, middle);
}

/// The 95 % interval around the end of a bar.
fn whisker(picture: &mut Picture, scale: &Scale, mean: f64, half: f64, y: f64) {
    if half > 0.0 {
        let (low, high) = (scale.at(mean - half), scale.at(mean + half));
        picture.line(vec![(low, y), (high, y)], BLACK, 1.4);
        for x in [low, high] {
            picture.line(vec![(x, y - 3.5), (x, y + 3.5)], BLACK, 1.4);
        }
    }
}

fn sentence(context: &ChartContext, nations: &[Nation], shown: usize) -> String {
    let words = context.words;
    let losers = nations
        .iter()
        .filter(|nation| nation.averted + nation.averted_half < 0.0)
        .count();
    let mut given: Vec<f64> = nations.iter().map(|nation| nation.given).collect();
    given.sort_by(|a, b| b.total_cmp(a));
    let all: f64 = given.iter().sum();
    let third = given.len().div_ceil(3);
    let share = given.iter().take(third).sum::<f64>() / all.max(f64::MIN_POSITIVE);
    let mut said = words.say(
        "nations-sentence",
        &[
            ("losers", losers.into()),
            ("n", nations.len().into()),
            ("third", third.into()),
            ("share", words.percent(share).into()),
        ],
    );
    if shown < nations.len() {
        said = format!(
            "{said} {}",
            words.say("nations-shown", &[("shown", shown.into())])
        );
    }
    said
}
