//! Estimates with their intervals, one row an option or nation and one panel a quantity: what a forest plot is made of.

use crate::output::charts::context::ChartContext;
use crate::output::charts::gallery::axis::{Scale, ticks};
use crate::output::charts::gallery::letters::text_width;
use crate::output::charts::gallery::palette::{BLACK, BLUE, GREY, GRID, Marker, VERMILLION, WASH, mark};
use crate::output::charts::gallery::picture::{Anchor, Ink, Picture, Rect, fit, wrap};
use crate::output::charts::gallery::plot::{SMALL, SMALLEST};

/// How an estimate is judged; each has a colour and a marker of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Better,
    Worse,
    Neither,
}

impl Tone {
    /// What the tables' verdict means for the eye.
    pub(crate) fn of(verdict: &str) -> Self {
        match verdict {
            "better" => Tone::Better,
            "worse" => Tone::Worse,
            _ => Tone::Neither,
        }
    }

    pub(crate) const fn ink(self) -> Ink {
        match self {
            Tone::Better => BLUE,
            Tone::Worse => VERMILLION,
            Tone::Neither => GREY,
        }
    }

    const fn marker(self) -> Marker {
        match self {
            Tone::Better => Marker::Disc,
            Tone::Worse => Marker::Square,
            Tone::Neither => Marker::Ring,
        }
    }
}

/// One estimate: a point, the interval of its own, and a wider one that holds for more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) mean: f64,
    pub(crate) inner: (f64, f64),
    pub(crate) outer: (f64, f64),
    pub(crate) tone: Tone,
}

impl Spot {
    /// An estimate from cells of a table; `None` without a mean that can be drawn.
    pub(crate) fn new(
        mean: Option<f64>,
        inner: (Option<f64>, Option<f64>),
        outer: (Option<f64>, Option<f64>),
        (factor, tone): (f64, Tone),
    ) -> Option<Self> {
        let usable = |value: Option<f64>| value.filter(|value| value.is_finite() && value.abs() < 1e15);
        let mean = usable(mean)?;
        let or_mean = |value| usable(value).unwrap_or(mean) * factor;
        Some(Self {
            mean: mean * factor,
            inner: (or_mean(inner.0), or_mean(inner.1)),
            outer: (or_mean(outer.0), or_mean(outer.1)),
            tone,
        })
    }
}

/// One quantity for every row.
#[derive(Debug, Clone)]
pub(crate) struct Panel {
    pub(crate) heading: String,
    pub(crate) spots: Vec<Option<Spot>>,
    /// Whether the scale reaches to nought, which is then marked.
    pub(crate) nought: bool,
}

/// The range that all panels take together, for panels that are to be compared with each other.
pub(crate) fn common_range(panels: &[Panel]) -> (f64, f64) {
    let ranges = panels
        .iter()
        .filter(|panel| panel.spots.iter().any(Option::is_some))
        .map(range);
    ranges
        .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
        .unwrap_or((0.0, 1.0))
}

/// Space for the names before the panels.
const NAMES: f64 = 236.0;
/// Space for the headings above the panels.
pub(crate) const HEAD: f64 = 66.0;
/// Space for the values below the panels.
pub(crate) const FOOT: f64 = 26.0;

/// The height that rows take with the headings and values around them.
pub(crate) fn height_of(rows: usize) -> f64 {
    HEAD + FOOT + (rows as f64 * 30.0).min(430.0).max(rows as f64 * 19.0)
}

/// Draws the panels side by side, the rows in order.
pub(crate) fn draw(
    picture: &mut Picture,
    context: &ChartContext,
    room: Rect,
    (names, panels): (&[String], &[Panel]),
    common: Option<(f64, f64)>,
) {
    let count = panels.len().max(1) as f64;
    let gap = 30.0;
    let width = (room.width() - NAMES - gap * (count - 1.0) - 20.0) / count;
    let body = room.inset(0.0, HEAD, 0.0, FOOT);
    let pitch = body.height() / names.len().max(1) as f64;
    let middle = |row: usize| body.top + pitch * (row as f64 + 0.5);
    for (row, name) in names.iter().enumerate() {
        if row % 2 == 1 {
            picture.rect(
                Rect::new(
                    room.left,
                    middle(row) - pitch / 2.0,
                    room.right,
                    middle(row) + pitch / 2.0,
                ),
                WASH,
            );
        }
        let size = if pitch < 20.0 { SMALLEST } else { SMALL };
        let name = fit(name, size, NAMES - 22.0);
        picture.text(&name, (room.left + 6.0, middle(row)), size, Anchor::Left, BLACK);
    }
    for (number, panel) in panels.iter().enumerate() {
        let left = room.left + NAMES + (width + gap) * number as f64;
        let rect = Rect {
            left,
            right: left + width,
            ..body
        };
        let range = common.unwrap_or_else(|| range(panel));
        draw_panel(picture, context, rect, (panel, range), &middle);
    }
}

/// The range that a panel's intervals take, with nought in it where it is marked, and a little air.
fn range(panel: &Panel) -> (f64, f64) {
    let spots = || panel.spots.iter().flatten();
    let start = if panel.nought {
        (0.0, 0.0)
    } else {
        (f64::INFINITY, f64::NEG_INFINITY)
    };
    let low = spots()
        .map(|spot| spot.outer.0.min(spot.mean))
        .fold(start.0, f64::min);
    let high = spots()
        .map(|spot| spot.outer.1.max(spot.mean))
        .fold(start.1, f64::max);
    if !(low.is_finite() && high.is_finite()) {
        return (0.0, 1.0);
    }
    let air = if high > low { (high - low) * 0.06 } else { 1.0 };
    (low - air, high + air)
}

fn draw_panel(
    picture: &mut Picture,
    context: &ChartContext,
    rect: Rect,
    (panel, range): (&Panel, (f64, f64)),
    middle: &dyn Fn(usize) -> f64,
) {
    let lines = wrap(&panel.heading, SMALL, rect.width() + 20.0, 3);
    let first = rect.top - 14.0 - 18.0 * (lines.len() as f64 - 1.0);
    for (number, line) in lines.iter().enumerate() {
        let at = (rect.left, first + 18.0 * number as f64);
        picture.text(line, at, SMALL, Anchor::Left, GREY);
    }
    let scale = Scale::new(range, (rect.left, rect.right));
    let (values, step) = ticks(
        scale.low,
        scale.high,
        (rect.width() / 38.0).clamp(3.0, 8.0) as usize,
    );
    let mut free_from = f64::NEG_INFINITY;
    for value in values {
        let x = scale.at(value);
        let zero = panel.nought && value.abs() < step / 2.0;
        let ink = if zero { BLACK } else { GRID };
        picture.line(
            vec![(x, rect.top), (x, rect.bottom)],
            ink,
            if zero { 1.6 } else { 1.0 },
        );
        let label = context.words.number(value, step);
        let half = text_width(&label, SMALLEST) / 2.0;
        if x - half > free_from {
            picture.text(&label, (x, rect.bottom + 14.0), SMALLEST, Anchor::Center, GREY);
            free_from = x + half + 8.0;
        }
    }
    for (row, spot) in panel.spots.iter().enumerate() {
        let Some(spot) = spot else { continue };
        let (y, ink) = (middle(row), spot.tone.ink());
        let along = |(low, high): (f64, f64)| vec![(scale.at(low), y), (scale.at(high), y)];
        picture.line(along(spot.outer), ink, 1.4);
        for end in [spot.outer.0, spot.outer.1] {
            let x = scale.at(end);
            picture.line(vec![(x, y - 4.0), (x, y + 4.0)], ink, 1.4);
        }
        picture.line(along(spot.inner), ink, 4.2);
        mark(picture, spot.tone.marker(), (scale.at(spot.mean), y), 6.0, ink);
    }
}

/// A line that says what marks and colours mean; gives the y below it.
pub(crate) fn legend(picture: &mut Picture, context: &ChartContext, (left, y): (f64, f64)) -> f64 {
    let words = context.words;
    let mut x = left;
    for (tone, id) in [
        (Tone::Better, "forest-better"),
        (Tone::Worse, "forest-worse"),
        (Tone::Neither, "forest-neither"),
    ] {
        mark(picture, tone.marker(), (x + 8.0, y), 6.0, tone.ink());
        let text = words.text(id);
        picture.text(&text, (x + 22.0, y), SMALL, Anchor::Left, BLACK);
        x += 22.0 + text_width(&text, SMALL) + 30.0;
    }
    y + 16.0
}
