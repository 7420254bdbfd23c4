//! A picture as a list of shapes, in pixels of a page 1200 wide with y downwards. Charts add shapes; `paint.rs` puts
//! the finished list on SVG and PNG alike. Text is cleaned and measured here, so that a chart can make room for it.

use crate::output::charts::gallery::letters::text_width;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ink {
    /// Red, green and blue.
    pub(crate) rgb: (u8, u8, u8),
    /// From 0 (invisible) to 1.
    pub(crate) alpha: f64,
}

impl Ink {
    pub(crate) const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self {
            rgb: (red, green, blue),
            alpha: 1.0,
        }
    }

    /// The same colour, dark enough for text on white.
    pub(crate) fn dark(self) -> Self {
        let (red, green, blue) = self.rgb;
        let brightness = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
        let factor = (105.0 / brightness.max(1.0)).min(1.0);
        let [red, green, blue] = [red, green, blue].map(|part| (f64::from(part) * factor).round() as u8);
        Self {
            rgb: (red, green, blue),
            alpha: self.alpha,
        }
    }

    /// The same colour, fainter.
    pub(crate) const fn faint(self, alpha: f64) -> Self {
        Self { rgb: self.rgb, alpha }
    }
}

/// The part of a text that stands at its point; vertically it is always the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Left,
    Center,
    Right,
}

/// A point, x to the right and y downwards.
pub(crate) type Point = (f64, f64);

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(crate) const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    pub(crate) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn middle(self) -> Point {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// Moved inwards on each side by so much.
    pub(crate) fn inset(self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self::new(
            self.left + left,
            self.top + top,
            self.right - right,
            self.bottom - bottom,
        )
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// What `paint.rs` can put on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Area {
        points: Vec<Point>,
        ink: Ink,
    },
    Box {
        rect: Rect,
        ink: Ink,
    },
    Line {
        points: Vec<Point>,
        ink: Ink,
        width: f64,
    },
    Disc {
        middle: Point,
        radius: f64,
        ink: Ink,
    },
    Text {
        text: String,
        at: Point,
        size: f64,
        anchor: Anchor,
        ink: Ink,
    },
}

/// How a line is broken, as lengths drawn and left out in turn; empty is solid.
pub(crate) type Dashes = &'static [f64];

/// The page's width.
pub(crate) const WIDTH: f64 = 1200.0;

/// Shapes in the order in which they are painted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Picture {
    pub(crate) height: f64,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) shapes: Vec<Shape>,
}

impl Picture {
    pub(crate) fn area(&mut self, points: Vec<Point>, ink: Ink) {
        if points.len() > 2 {
            self.shapes.push(Shape::Area { points, ink });
        }
    }

    pub(crate) fn rect(&mut self, rect: Rect, ink: Ink) {
        self.shapes.push(Shape::Box { rect, ink });
    }

    pub(crate) fn disc(&mut self, middle: Point, radius: f64, ink: Ink) {
        self.shapes.push(Shape::Disc { middle, radius, ink });
    }

    pub(crate) fn line(&mut self, points: Vec<Point>, ink: Ink, width: f64) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line { points, ink, width });
        }
    }

    /// A line broken as `dashes` say, or solid where they are empty.
    pub(crate) fn dashed(&mut self, points: Vec<Point>, ink: Ink, width: f64, dashes: Dashes) {
        if dashes.is_empty() {
            self.line(points, ink, width);
        } else {
            for piece in broken(&points, dashes) {
                self.line(piece, ink, width);
            }
        }
    }

    /// The edge of a rectangle.
    pub(crate) fn outline(&mut self, rect: Rect, ink: Ink, width: f64) {
        let Rect {
            left,
            top,
            right,
            bottom,
        } = rect;
        self.line(
            vec![
                (left, top),
                (right, top),
                (right, bottom),
                (left, bottom),
                (left, top),
            ],
            ink,
            width,
        );
    }

    /// Slanted lines across a rectangle, so that its meaning survives a black-and-white print.
    pub(crate) fn hatch(&mut self, rect: Rect, ink: Ink, step: f64) {
        let mut start = rect.left - rect.height();
        while start < rect.right {
            let from = (start.max(rect.left), rect.bottom - (start.max(rect.left) - start));
            let end = (start + rect.height()).min(rect.right);
            let to = (end, rect.bottom - (end - start));
            if to.0 > from.0 {
                self.line(vec![from, to], ink, 1.2);
            }
            start += step;
        }
    }

    /// A line of text, cleaned of what is not print.
    pub(crate) fn text(&mut self, text: &str, at: Point, size: f64, anchor: Anchor, ink: Ink) {
        let text = clean(text);
        if !text.is_empty() {
            self.shapes.push(Shape::Text {
                text,
                at,
                size,
                anchor,
                ink,
            });
        }
    }

    /// Every text with the room that it takes.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, Rect)> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text {
                text,
                at,
                size,
                anchor,
                ..
            } => Some((text.as_str(), room(text, *at, *size, *anchor))),
            Shape::Area { .. } | Shape::Box { .. } | Shape::Line { .. } | Shape::Disc { .. } => None,
        })
    }

    /// Texts that cover one another or leave the page: what a reader could not read.
    pub(crate) fn unreadable(&self) -> Vec<String> {
        let page = Rect::new(0.0, 0.0, WIDTH, self.height);
        let texts: Vec<_> = self.texts().collect();
        let mut faults = Vec::new();
        for (number, (text, rect)) in texts.iter().enumerate() {
            if rect.left < page.left
                || rect.right > page.right
                || rect.top < page.top
                || rect.bottom > page.bottom
            {
                faults.push(format!("`{text}` leaves the page"));
            }
            for (other, covered) in &texts[..number] {
                if rect.overlaps(*covered) {
                    faults.push(format!("`{text}` covers `{other}`"));
                }
            }
        }
        faults
    }
}

/// The room that a text takes: its width, and as height its capitals with a little air.
fn room(text: &str, at: Point, size: f64, anchor: Anchor) -> Rect {
    let (width, half) = (text_width(text, size), size * 0.45);
    let left = match anchor {
        Anchor::Left => at.0,
        Anchor::Center => at.0 - width / 2.0,
        Anchor::Right => at.0 - width,
    };
    Rect::new(left, at.1 - half, left + width, at.1 + half)
}

/// The text without control characters and without what XML forbids; runs of blanks become one.
pub(crate) fn clean(text: &str) -> String {
    let printable = |c: char| !(is_direction_mark(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    let blanked: String = text
        .chars()
        .filter(|c| printable(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    blanked.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks that turn the direction of writing could make a name rewrite the text around it.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The text, shortened with … so that it is no wider than `width`.
pub(crate) fn fit(text: &str, size: f64, width: f64) -> String {
    let text = clean(text);
    if text_width(&text, size) <= width {
        return text;
    }
    let mut kept: Vec<char> = text.chars().take(400).collect();
    while kept.pop().is_some() {
        let shorter = format!("{}…", kept.iter().collect::<String>().trim_end());
        if text_width(&shorter, size) <= width {
            return shorter;
        }
    }
    String::new()
}

/// The text in lines no wider than `width`; what does not fit into `most` lines is shortened with ….
pub(crate) fn wrap(text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let text = clean(text);
    let words: Vec<&str> = text.split(' ').collect();
    let (mut lines, mut begin) = (Vec::new(), 0);
    while begin < words.len() && lines.len() + 1 < most {
        let fits = |end: &usize| text_width(&words[begin..*end].join(" "), size) <= width;
        let end = (begin + 1..=words.len())
            .take_while(fits)
            .last()
            .unwrap_or(begin + 1);
        lines.push(fit(&words[begin..end].join(" "), size, width));
        begin = end;
    }
    if begin < words.len() {
        lines.push(fit(&words[begin..].join(" "), size, width));
    }
    lines
}

/// Cuts a line into the pieces that `dashes` leave visible.
fn broken(points: &[Point], dashes: &[f64]) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let Some(first) = points.first() else {
        return pieces;
    };
    let (mut current, mut number, mut left) = (vec![*first], 0, dashes[0]);
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = ((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)).sqrt();
        let mut walked = 0.0;
        while length - walked > left {
            walked += left;
            let share = walked / length;
            let point = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share);
            current.push(point);
            if number % 2 == 0 {
                pieces.push(std::mem::take(&mut current));
            }
            current = vec![point];
            number += 1;
            left = dashes[number % dashes.len()];
        }
        left -= length - walked;
        current.push((x1, y1));
    }
    if number % 2 == 0 {
        pieces.push(current);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_shortened_to_its_room() {
        let short = fit("The United Nations Office on Drugs and Crime", 14.0, 120.0);
        assert!(
            short.ends_with('…') && text_width(&short, 14.0) <= 120.0,
            "{short}"
        );
        assert_eq!(fit("Peru", 14.0, 120.0), "Peru");
    }

    #[test]
    fn wrapping_keeps_every_word_while_there_is_room() {
        let lines = wrap("one two three four five six seven", 16.0, 120.0, 9);
        assert_eq!(lines.join(" "), "one two three four five six seven");
        assert!(lines.iter().all(|line| text_width(line, 16.0) <= 120.0));
        assert_eq!(wrap("one two three four five six seven", 16.0, 120.0, 2).len(), 2);
    }

    #[test]
    fn text_loses_what_is_not_print() {
        assert_eq!(clean("a\u{0}b\n\u{202E}c\tqui et"), "a b c qui et");
    }

    #[test]
    fn dashes_cover_their_share_of_a_line() {
        let drawn: f64 = broken(&[(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)], &[6.0, 4.0])
            .iter()
            .map(|piece| piece.last().unwrap().0 - piece[0].0)
            .sum();
        assert!((drawn - 60.0).abs() < 1e-9, "{drawn}");
    }
}
