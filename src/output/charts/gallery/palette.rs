//! Colours that the colour-blind can tell apart (Okabe & Ito 2008), each with a pattern of dashes and a marker, so
//! that nothing is said by colour alone.

use crate::output::charts::gallery::picture::{Dashes, Ink, Picture, Point};

pub(crate) const BLACK: Ink = Ink::new(0x1a, 0x1a, 0x1a);
pub(crate) const BLUE: Ink = Ink::new(0x00, 0x72, 0xb2);
pub(crate) const SKY: Ink = Ink::new(0x56, 0xb4, 0xe9);
pub(crate) const ORANGE: Ink = Ink::new(0xe6, 0x9f, 0x00);
pub(crate) const VERMILLION: Ink = Ink::new(0xd5, 0x5e, 0x00);
pub(crate) const GREEN: Ink = Ink::new(0x00, 0x9e, 0x73);
pub(crate) const PURPLE: Ink = Ink::new(0xcc, 0x79, 0xa7);
pub(crate) const WHITE: Ink = Ink::new(0xff, 0xff, 0xff);

/// Text that is not the point: axes, notes.
pub(crate) const GREY: Ink = Ink::new(0x55, 0x55, 0x55);
/// Lines that are only context.
pub(crate) const PALE: Ink = Ink::new(0xbd, 0xbd, 0xbd);
/// The grid.
pub(crate) const GRID: Ink = Ink::new(0xe4, 0xe4, 0xe4);
/// A background that sets something apart.
pub(crate) const WASH: Ink = Ink::new(0xf3, 0xf3, 0xf1);

pub(crate) const SOLID: Dashes = &[];
pub(crate) const DASHED: Dashes = &[9.0, 5.0];
pub(crate) const DOTTED: Dashes = &[2.5, 4.0];

/// What tells a curve from its neighbours: colour, dashes and marker.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) ink: Ink,
    pub(crate) dashes: Dashes,
    pub(crate) marker: Marker,
}

/// The shape of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    Disc,
    Square,
    Diamond,
    Triangle,
    Ring,
    Frame,
    Wedge,
    Cross,
}

const STYLES: [Style; 8] = [
    Style {
        ink: BLUE,
        dashes: SOLID,
        marker: Marker::Disc,
    },
    Style {
        ink: VERMILLION,
        dashes: DASHED,
        marker: Marker::Square,
    },
    Style {
        ink: GREEN,
        dashes: &[14.0, 4.0, 3.0, 4.0],
        marker: Marker::Diamond,
    },
    Style {
        ink: PURPLE,
        dashes: DOTTED,
        marker: Marker::Triangle,
    },
    Style {
        ink: ORANGE,
        dashes: &[18.0, 6.0],
        marker: Marker::Ring,
    },
    Style {
        ink: SKY,
        dashes: &[4.0, 4.0, 12.0, 4.0, 4.0, 4.0],
        marker: Marker::Frame,
    },
    Style {
        ink: BLACK,
        dashes: &[6.0, 3.0, 2.0, 3.0],
        marker: Marker::Wedge,
    },
    Style {
        ink: GREY,
        dashes: &[3.0, 8.0],
        marker: Marker::Cross,
    },
];

/// The style of the curve or group with this number; after eight they begin again.
pub(crate) fn style(number: usize) -> Style {
    STYLES[number % STYLES.len()]
}

/// How many styles there are before they begin again.
pub(crate) const fn style_count() -> usize {
    STYLES.len()
}

/// White to deep blue for a share in [0, 1]; it darkens evenly, so it also reads in grey.
pub(crate) fn shade(share: f64) -> Ink {
    const STOPS: [(f64, f64, f64); 4] = [
        (247.0, 250.0, 253.0),
        (150.0, 198.0, 226.0),
        (28.0, 112.0, 176.0),
        (6.0, 34.0, 82.0),
    ];
    let place = share.clamp(0.0, 1.0) * (STOPS.len() - 1) as f64;
    let low = (place as usize).min(STOPS.len() - 2);
    let (from, to, part) = (STOPS[low], STOPS[low + 1], place - low as f64);
    let mix = |a: f64, b: f64| (a + (b - a) * part).round() as u8;
    Ink::new(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Draws a marker.
pub(crate) fn mark(picture: &mut Picture, marker: Marker, (x, y): Point, size: f64, ink: Ink) {
    let square = |s: f64| vec![(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)];
    match marker {
        Marker::Disc => picture.disc((x, y), size, ink),
        Marker::Square => picture.area(square(size * 0.9), ink),
        Marker::Diamond => {
            let s = size * 1.3;
            picture.area(vec![(x, y - s), (x + s, y), (x, y + s), (x - s, y)], ink);
        }
        Marker::Triangle => {
            let s = size * 1.2;
            picture.area(vec![(x, y - s), (x + s, y + s * 0.8), (x - s, y + s * 0.8)], ink);
        }
        Marker::Ring => {
            picture.disc((x, y), size, ink);
            picture.disc((x, y), size * 0.5, WHITE);
        }
        Marker::Frame => {
            picture.area(square(size * 0.9), ink);
            picture.area(square(size * 0.45), WHITE);
        }
        Marker::Wedge => {
            let s = size * 1.2;
            picture.area(vec![(x, y + s), (x + s, y - s * 0.8), (x - s, y - s * 0.8)], ink);
        }
        Marker::Cross => {
            picture.line(vec![(x - size, y - size), (x + size, y + size)], ink, 2.2);
            picture.line(vec![(x - size, y + size), (x + size, y - size)], ink, 2.2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_share_is_darker_also_in_grey() {
        let grey = |ink: Ink| {
            0.299 * f64::from(ink.rgb.0) + 0.587 * f64::from(ink.rgb.1) + 0.114 * f64::from(ink.rgb.2)
        };
        let greys: Vec<f64> = (0..=20).map(|i| grey(shade(f64::from(i) / 20.0))).collect();
        assert!(greys.windows(2).all(|pair| pair[1] < pair[0]), "{greys:?}");
    }
}
