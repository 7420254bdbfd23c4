//! Horizontal bars one below the other, each with its name before it and its number behind.

use crate::output::charts::gallery::palette::{BLACK, GREY, WASH, WHITE};
use crate::output::charts::gallery::picture::{Anchor, Ink, Picture, Rect, fit, wrap};
use crate::output::charts::gallery::plot::{SMALL, SMALLEST};

/// The distance between two lines of a name.
const LINE: f64 = 16.0;

/// One bar.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) name: String,
    /// The length as a share of the panel's width.
    pub(crate) share: f64,
    /// What stands behind the bar.
    pub(crate) text: String,
}

/// How a panel of bars looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BarStyle {
    pub(crate) ink: Ink,
    /// Slanted lines, to tell it from a panel in another colour in print.
    pub(crate) hatched: bool,
    /// Room for the names.
    pub(crate) names: f64,
    /// Room for the numbers.
    pub(crate) numbers: f64,
    /// The most that one bar may take with the space below it.
    pub(crate) pitch: f64,
}

/// Draws bars with a heading; gives the y below the last one.
pub(crate) fn bars(picture: &mut Picture, room: Rect, heading: &str, list: &[Bar], style: &BarStyle) -> f64 {
    picture.text(
        &fit(heading, SMALL, room.width()),
        (room.left, room.top + 8.0),
        SMALL,
        Anchor::Left,
        GREY,
    );
    let top = room.top + 28.0;
    let pitch = ((room.bottom - top) / list.len().max(1) as f64).min(style.pitch);
    let thick = (pitch * 0.62).min(34.0);
    let left = room.left + style.names;
    let full = room.right - style.numbers - left;
    for (number, bar) in list.iter().enumerate() {
        let middle = top + pitch * (number as f64 + 0.5);
        let size = if pitch < 20.0 { SMALLEST } else { SMALL };
        let most = if pitch < 2.0 * LINE { 1 } else { 2 };
        let lines = wrap(&bar.name, size, style.names - 12.0, most);
        let first = middle - LINE / 2.0 * (lines.len() as f64 - 1.0);
        for (place, line) in lines.iter().enumerate() {
            let at = (left - 10.0, first + LINE * place as f64);
            picture.text(line, at, size, Anchor::Right, BLACK);
        }
        picture.rect(
            Rect::new(left, middle - thick / 2.0, left + full, middle + thick / 2.0),
            WASH,
        );
        let rect = Rect::new(
            left,
            middle - thick / 2.0,
            left + (full * bar.share.clamp(0.0, 1.0)).max(1.0),
            middle + thick / 2.0,
        );
        picture.rect(rect, style.ink);
        if style.hatched {
            picture.hatch(rect, WHITE.faint(0.55), 9.0);
        }
        let text = fit(&bar.text, size, style.numbers - 12.0);
        picture.text(&text, (left + full + 10.0, middle), size, Anchor::Left, BLACK);
    }
    top + pitch * list.len() as f64
}
