//! The font: `DejaVu Sans`, compiled in, and how wide it sets a text.

use std::sync::Once;

use plotters::style::{FontStyle, IntoFont, register_font};

/// The font's name, which is also the list that an SVG viewer picks from (Verdana has the same widths).
pub(crate) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

static DEJAVU_SANS: &[u8] = include_bytes!("../../font/DejaVuSans.ttf");

/// The font size of plotters' bitmaps for an em of one pixel: ascent plus descent of this font.
pub(crate) const BITMAP_EM: f64 = 2384.0 / 2048.0;

/// Hands the font to plotters, which knows none by itself.
pub(crate) fn register_font_once() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let registered = register_font(FAMILY, FontStyle::Normal, DEJAVU_SANS);
        assert!(registered.is_ok(), "the font that is compiled in can be read");
    });
}

/// The width of a text whose em is `size`, in the picture's pixels.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    register_font_once();
    // Measured at eight times the size, because plotters rounds down to whole pixels.
    let font = (FAMILY, size * 8.0 * BITMAP_EM).into_font();
    font.layout_box(text)
        .map_or(0.0, |(_, (width, _))| f64::from(width) / 8.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_em_of_text_is_as_wide_as_the_font_says() {
        // DejaVu Sans: the advance of `M` is 1767 of 2048 units.
        let width = text_width("MMMMMMMMMM", 20.0);
        assert!((width - 10.0 * 20.0 * 1767.0 / 2048.0).abs() < 0.5, "{width}");
    }
}
