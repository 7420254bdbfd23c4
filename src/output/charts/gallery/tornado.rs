//! Which assumptions the answer leans on most: how far the difference moves when each goes from its low to its high value.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::axis::{Scale, ticks};
use crate::output::charts::gallery::forest::{compared, factor_of};
use crate::output::charts::gallery::letters::text_width;
use crate::output::charts::gallery::palette::{BLACK, BLUE, DASHED, GREY, GRID, ORANGE, WHITE};
use crate::output::charts::gallery::picture::{Anchor, Picture, Rect, fit};
use crate::output::charts::gallery::plot::{SMALL, SMALLEST, nothing, page};
use crate::output::charts::labels::{assumption_name, heading, leading, option_name};
use crate::output::comparison_tables::TornadoRow;
use crate::output::tables::Tables;
use crate::output::words::Words;

/// Space for the assumptions before the bars.
const NAMES: f64 = 330.0;

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let (words, context) = (context.words, &compared(context));
    let rows = leading(tables, &context.judged_by);
    let Some(first) = rows.first() else {
        return nothing(context, "tornado");
    };
    let factor = factor_of(&first.unit);
    let ends = |row: &TornadoRow| {
        [row.difference_low, row.difference_high].map(|end| end.unwrap_or_default() * factor)
    };
    let values = [
        ("assumption", fit(&assumption_name(words, first), 25.0, 520.0)),
        (
            "option",
            fit(&option_name(tables, words, &first.option), 25.0, 300.0),
        ),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let flips = rows
        .iter()
        .filter(|row| ends(row)[0] * ends(row)[1] < 0.0)
        .count();
    let said = words.say(
        "tornado-sentence",
        &[
            ("flips", flips.into()),
            ("n", rows.len().into()),
            ("option", option_name(tables, words, &first.option).into()),
        ],
    );
    let height = 292.0 + 66.0 * rows.len() as f64;
    let (mut picture, room) = page(context, &words.fill("tornado-title", &values), &said, height);
    let body = room.inset(NAMES, 40.0, 90.0, 34.0);
    let base = finite(first.difference).map(|value| value * factor);
    let all = rows.iter().flat_map(|row| ends(row)).chain(base).chain([0.0]);
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let air = ((high - low) * 0.1).max(1e-9);
    let scale = Scale::new((low - air, high + air), (body.left, body.right));
    picture.text(
        &fit(&heading(words, &first.measure, &first.unit), SMALL, body.width()),
        (body.left, body.top - 22.0),
        SMALL,
        Anchor::Left,
        GREY,
    );
    axis(&mut picture, words, body, &scale);
    let pitch = body.height() / rows.len() as f64;
    for (place, row) in rows.iter().enumerate() {
        let middle = body.top + pitch * (place as f64 + 0.5);
        bar(&mut picture, words, (row, ends(row)), (&scale, middle, room.left));
    }
    if let Some(base) = base {
        let x = scale.at(base);
        picture.dashed(vec![(x, body.top), (x, body.bottom)], BLACK, 1.6, DASHED);
    }
    picture
}

/// Grid lines with their values below; nought is black.
fn axis(picture: &mut Picture, words: &Words, body: Rect, scale: &Scale) {
    let (values, step) = ticks(scale.low, scale.high, 7);
    for value in values {
        let x = scale.at(value);
        let ink = if value.abs() < step / 2.0 { BLACK } else { GRID };
        picture.line(vec![(x, body.top), (x, body.bottom)], ink, 1.0);
        let at = (x, body.bottom + 16.0);
        picture.text(&words.number(value, step), at, SMALLEST, Anchor::Center, GREY);
    }
}

/// One assumption: its name, the bar from low to high, and the value at either end.
fn bar(
    picture: &mut Picture,
    words: &Words,
    (row, [low, high]): (&TornadoRow, [f64; 2]),
    (scale, middle, left): (&Scale, f64, f64),
) {
    let name = fit(&assumption_name(words, row), SMALL, NAMES - 24.0);
    picture.text(&name, (left, middle - 9.0), SMALL, Anchor::Left, BLACK);
    let values = [
        ("value", row.value.as_str()),
        ("low", &row.low),
        ("high", &row.high),
    ];
    let note = fit(&words.fill("tornado-values", &values), SMALLEST, NAMES - 24.0);
    picture.text(&note, (left, middle + 11.0), SMALLEST, Anchor::Left, GREY);
    let base = row.difference.filter(|value| value.is_finite());
    let from = base.map_or_else(|| f64::midpoint(low, high), |value| value * factor_of(&row.unit));
    for (end, ink, hatched) in [(low, ORANGE, true), (high, BLUE, false)] {
        let (a, b) = (scale.at(from.min(end)), scale.at(from.max(end)));
        let rect = Rect::new(a, middle - 13.0, b, middle + 13.0);
        picture.rect(rect, ink);
        if hatched {
            picture.hatch(rect, WHITE.faint(0.55), 9.0);
        }
    }
    let (leftmost, rightmost) = (low.min(high), low.max(high));
    for (text, to_the_left) in [(&row.low, low <= high), (&row.high, high < low)] {
        let text = fit(text, SMALLEST, 80.0);
        let width = text_width(&text, SMALLEST);
        let x = if to_the_left {
            scale.at(leftmost.min(from)) - 6.0 - width
        } else {
            scale.at(rightmost.max(from)) + 6.0
        };
        picture.text(&text, (x, middle), SMALLEST, Anchor::Left, BLACK);
    }
}
