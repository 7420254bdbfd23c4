//! The map of trade-offs: harm averted against privacy harm, and against cost, with the options that nothing beats in
//! all three.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::axis::{Scale, ticks};
use crate::output::charts::gallery::forest::compared;
use crate::output::charts::gallery::letters::text_width;
use crate::output::charts::gallery::palette::{BLACK, BLUE, GREY, GRID, Marker, PALE, mark};
use crate::output::charts::gallery::picture::{Anchor, Ink, Picture, Point, Rect, fit};
use crate::output::charts::gallery::plot::{SMALL, SMALLEST, nothing, page};
use crate::output::charts::labels::option_name;
use crate::output::comparison_tables::TradeoffRow;
use crate::output::tables::Tables;
use crate::output::words::Words;

/// The most options that the legend names.
const MOST: usize = 22;
const HEIGHT: f64 = 780.0;
/// Space for the legend.
const LEGEND: f64 = 300.0;

/// One option with a number that stands for it in both maps.
struct Choice<'a> {
    number: usize,
    row: &'a TradeoffRow,
}

/// An option on a map: value and interval along the base, and upwards.
type Placed<'a> = (&'a Choice<'a>, [f64; 3], [f64; 3]);

/// What a map shows along its base: value and interval of an option.
type Along = fn(&TradeoffRow) -> [Option<f64>; 3];

fn privacy(row: &TradeoffRow) -> [Option<f64>; 3] {
    [row.privacy_harm, row.privacy_harm_lower, row.privacy_harm_upper]
}

fn cost(row: &TradeoffRow) -> [Option<f64>; 3] {
    [row.cost, row.cost_lower, row.cost_upper]
}

fn averted(row: &TradeoffRow) -> [Option<f64>; 3] {
    [row.harm_averted, row.harm_averted_lower, row.harm_averted_upper]
}

/// Value and ends of an interval that can be drawn.
fn drawable(cells: [Option<f64>; 3]) -> Option<[f64; 3]> {
    let usable = |value: Option<f64>| finite(value).filter(|value| value.abs() < 1e15);
    let mean = usable(cells[0])?;
    Some([
        mean,
        usable(cells[1]).unwrap_or(mean),
        usable(cells[2]).unwrap_or(mean),
    ])
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let (words, context) = (context.words, &compared(context));
    let mut rows: Vec<&TradeoffRow> = tables
        .comparison
        .tradeoffs
        .iter()
        .filter(|row| drawable(averted(row)).is_some())
        .collect();
    rows.sort_by(|one, other| {
        let of = |row: &TradeoffRow| row.harm_averted.unwrap_or_default();
        of(other)
            .total_cmp(&of(one))
            .then_with(|| one.option.cmp(&other.option))
    });
    if rows.is_empty() {
        return nothing(context, "tradeoffs");
    }
    let choices: Vec<Choice> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| Choice {
            number: place + 1,
            row,
        })
        .collect();
    let front = choices.iter().filter(|choice| choice.row.on_front).count();
    let title = words.say(
        "tradeoffs-title",
        &[("front", front.into()), ("n", rows.len().into())],
    );
    let (mut picture, room) = page(context, &title, &words.text("tradeoffs-sentence"), HEIGHT);
    let money = tables
        .comparison
        .options
        .first()
        .map_or("", |row| row.unit.as_str());
    let maps: [(Along, String); 2] = [
        (privacy, words.text("tradeoffs-privacy")),
        (cost, words.fill("tradeoffs-cost", &[("unit", money)])),
    ];
    let width = (room.width() - LEGEND - 40.0) / 2.0;
    for (place, (along, name)) in maps.iter().enumerate() {
        let left = room.left + (width + 10.0) * place as f64;
        let rect = Rect::new(left, room.top, left + width, room.bottom);
        map(&mut picture, words, rect, (&choices, *along, name));
    }
    let legend_room = room.inset(room.width() - LEGEND + 6.0, 18.0, 0.0, 0.0);
    legend(&mut picture, (words, tables), legend_room, &choices);
    picture
}

fn map(picture: &mut Picture, words: &Words, room: Rect, (choices, along, name): (&[Choice], Along, &str)) {
    let body = room.inset(66.0, 44.0, 14.0, 60.0);
    let placed: Vec<Placed> = choices
        .iter()
        .filter_map(|choice| {
            Some((
                choice,
                drawable(along(choice.row))?,
                drawable(averted(choice.row))?,
            ))
        })
        .collect();
    let range = |pick: &dyn Fn(&Placed) -> [f64; 3]| {
        let ends = placed.iter().flat_map(pick);
        let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let air = if high > low { (high - low) * 0.08 } else { 1.0 };
        (low - air, high + air)
    };
    let x = Scale::new(range(&|place| place.1), (body.left, body.right));
    let y = Scale::new(range(&|place| place.2), (body.bottom, body.top));
    grid(picture, words, body, (&x, &y));
    let heading = fit(&words.text("tradeoffs-averted"), SMALL, room.width());
    picture.text(&heading, (room.left, room.top + 14.0), SMALL, Anchor::Left, GREY);
    let middle = (f64::midpoint(body.left, body.right), body.bottom + 44.0);
    picture.text(
        &fit(name, SMALL, body.width() + 60.0),
        middle,
        SMALL,
        Anchor::Center,
        GREY,
    );
    for (choice, along, up) in &placed {
        let ink = if choice.row.on_front { BLUE } else { PALE };
        let (px, py) = (x.at(along[0]), y.at(up[0]));
        picture.line(vec![(x.at(along[1]), py), (x.at(along[2]), py)], ink, 1.6);
        picture.line(vec![(px, y.at(up[1])), (px, y.at(up[2]))], ink, 1.6);
    }
    let mut taken: Vec<Rect> = Vec::new();
    for (choice, along, up) in &placed {
        let at = (x.at(along[0]), y.at(up[0]));
        let (marker, ink) = look(choice);
        mark(picture, marker, at, 6.5, ink);
        taken.push(Rect::new(at.0 - 7.0, at.1 - 7.0, at.0 + 7.0, at.1 + 7.0));
    }
    for (choice, along, up) in &placed {
        let at = (x.at(along[0]), y.at(up[0]));
        let text = choice.number.to_string();
        if let Some(label) = free_place(&text, at, body, &taken) {
            let ink = if choice.row.on_front { BLUE.dark() } else { GREY };
            let centre = label.middle();
            picture.text(&text, centre, SMALLEST, Anchor::Center, ink);
            taken.push(label);
        }
    }
}

/// How an option's point looks: on the front or beaten by another.
fn look(choice: &Choice) -> (Marker, Ink) {
    if choice.row.on_front {
        (Marker::Disc, BLUE)
    } else {
        (Marker::Ring, GREY)
    }
}

fn grid(picture: &mut Picture, words: &Words, body: Rect, (x, y): (&Scale, &Scale)) {
    let (values, step) = ticks(x.low, x.high, 5);
    let mut free_from = f64::NEG_INFINITY;
    for value in values {
        let at = x.at(value);
        let zero = value.abs() < step / 2.0;
        picture.line(
            vec![(at, body.top), (at, body.bottom)],
            if zero { GREY } else { GRID },
            1.0,
        );
        let label = words.number(value, step);
        let half = text_width(&label, SMALLEST) / 2.0;
        if at - half > free_from {
            picture.text(&label, (at, body.bottom + 16.0), SMALLEST, Anchor::Center, GREY);
            free_from = at + half + 8.0;
        }
    }
    let (values, step) = ticks(y.low, y.high, 8);
    for value in values {
        let at = y.at(value);
        let zero = value.abs() < step / 2.0;
        picture.line(
            vec![(body.left, at), (body.right, at)],
            if zero { GREY } else { GRID },
            1.0,
        );
        let label = words.number(value, step);
        picture.text(&label, (body.left - 8.0, at), SMALLEST, Anchor::Right, GREY);
    }
}

/// Room for a number beside its point that nothing else has taken; none where it is too crowded.
fn free_place(text: &str, (x, y): Point, body: Rect, taken: &[Rect]) -> Option<Rect> {
    let (half, tall) = (text_width(text, SMALLEST) / 2.0 + 1.0, 8.5);
    let far = [16.0, 26.0, 38.0, 52.0];
    let ways = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.8, -0.8),
        (-0.8, -0.8),
        (0.8, 0.8),
        (-0.8, 0.8),
    ];
    let places = far
        .iter()
        .flat_map(|far| ways.iter().map(move |way| (x + way.0 * far, y + way.1 * far)));
    let mut rects = places.map(|(x, y)| Rect::new(x - half, y - tall, x + half, y + tall));
    rects.find(|rect| {
        let inside = rect.left >= body.left
            && rect.right <= body.right
            && rect.top >= body.top
            && rect.bottom <= body.bottom;
        inside && taken.iter().all(|other| !rect.overlaps(*other))
    })
}

/// Numbers and names, the most harm averted first.
fn legend(picture: &mut Picture, (words, tables): (&Words, &Tables), room: Rect, choices: &[Choice]) {
    let shown = choices.len().min(MOST);
    let pitch = ((room.height() - 60.0) / (shown + 3) as f64).min(25.0);
    let mut y = room.top;
    for choice in &choices[..shown] {
        let (marker, ink) = look(choice);
        mark(picture, marker, (room.left + 8.0, y), 6.0, ink);
        let name = option_name(tables, words, &choice.row.option);
        let text = fit(&format!("{}  {name}", choice.number), SMALL, room.width() - 26.0);
        picture.text(&text, (room.left + 22.0, y), SMALL, Anchor::Left, BLACK);
        y += pitch;
    }
    if shown < choices.len() {
        let more = words.fill("network-more", &[("n", &(choices.len() - shown).to_string())]);
        picture.text(&more, (room.left + 22.0, y), SMALLEST, Anchor::Left, GREY);
        y += pitch;
    }
    y += 14.0;
    for (marker, ink, id) in [
        (Marker::Disc, BLUE, "tradeoffs-front"),
        (Marker::Ring, GREY, "tradeoffs-beaten"),
    ] {
        mark(picture, marker, (room.left + 8.0, y), 6.0, ink);
        let text = fit(&words.text(id), SMALLEST, room.width() - 26.0);
        picture.text(&text, (room.left + 22.0, y), SMALLEST, Anchor::Left, GREY);
        y += 22.0;
    }
}
