//! Puts a picture on SVG and PNG through plotters: one painter over both, with the font `DejaVu Sans` compiled in, so that a
//! machine without fonts draws the same. Everything is painted at twice its size, which gives SVG half pixels and
//! lets the PNG be averaged down to smooth edges.

use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Circle, DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, Polygon, RGBAColor,
    Rectangle, SVGBackend, ShapeStyle, Text,
};
use plotters::style::IntoFont;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::output::charts::fault::PaintFault;
use crate::output::charts::gallery::letters::{BITMAP_EM, FAMILY, register_font_once};
use crate::output::charts::gallery::picture::{Anchor, Ink, Picture, Point, Shape, WIDTH};

/// How much larger than shown everything is painted.
const SCALE: f64 = 2.0;

/// How a backend of plotters sets text.
#[derive(Clone, Copy)]
struct Setting {
    /// Its font size for an em of one pixel.
    em: f64,
    /// How many em too high its middle is; 0.34 em above the base line is the middle of print.
    drop: f64,
}

/// On bitmaps the base line lies 0.5 − 0.5 / 1.24 of the font size below the middle.
const BITMAP: Setting = Setting {
    em: BITMAP_EM,
    drop: 0.34 - 0.113,
};
/// In SVG the font size is divided by 1.24, and the base line lies half an x-height below the middle.
const SVG: Setting = Setting {
    em: 1.24,
    drop: 0.34 - 0.273,
};

fn fault(error: impl std::fmt::Display) -> PaintFault {
    PaintFault(error.to_string())
}

/// The picture as an SVG document.
pub(crate) fn svg(picture: &Picture) -> Result<String, PaintFault> {
    let size = painted_size(picture);
    let mut painted = String::new();
    {
        let area = SVGBackend::with_string(&mut painted, size).into_drawing_area();
        paint(picture, &area, SVG)?;
        area.present().map_err(fault)?;
    }
    let body = painted.split_once('\n').map_or("", |(_, body)| body);
    Ok(format!(
        "<svg width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n\
         <title>{}</title>\n<desc>{}</desc>\n{body}",
        WIDTH,
        picture.height,
        size.0,
        size.1,
        escaped(&picture.title),
        escaped(&picture.description),
    ))
}

/// The picture as a PNG file.
pub(crate) fn png(picture: &Picture) -> Result<Vec<u8>, PaintFault> {
    let (width, height) = painted_size(picture);
    let mut pixels = vec![255; width as usize * height as usize * 3];
    {
        let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        paint(picture, &area, BITMAP)?;
        area.present().map_err(fault)?;
    }
    encode(&halved(&pixels, width as usize), width / 2, height / 2)
}

fn painted_size(picture: &Picture) -> (u32, u32) {
    ((WIDTH * SCALE) as u32, (picture.height.round() * SCALE) as u32)
}

/// Averages squares of two by two pixels.
fn halved(pixels: &[u8], width: usize) -> Vec<u8> {
    let stride = width * 3;
    let mut half = Vec::with_capacity(pixels.len() / 4);
    for rows in pixels.chunks_exact(2 * stride) {
        let (upper, lower) = rows.split_at(stride);
        for (a, b) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            for channel in 0..3 {
                let sum = [a[channel], a[channel + 3], b[channel], b[channel + 3]]
                    .map(u16::from)
                    .iter()
                    .sum::<u16>();
                half.push(((sum + 2) / 4) as u8);
            }
        }
    }
    half
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, PaintFault> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Default);
    encoder.set_filter(png::FilterType::Up);
    let mut writer = encoder.write_header().map_err(fault)?;
    writer.write_image_data(pixels).map_err(fault)?;
    writer.finish().map_err(fault)?;
    Ok(file)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn at((x, y): Point) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

fn colour(ink: Ink) -> RGBAColor {
    RGBAColor(ink.rgb.0, ink.rgb.1, ink.rgb.2, ink.alpha)
}

fn filled(ink: Ink) -> ShapeStyle {
    ShapeStyle {
        color: colour(ink),
        filled: true,
        stroke_width: 1,
    }
}

fn paint<B: DrawingBackend>(
    picture: &Picture,
    area: &DrawingArea<B, Shift>,
    setting: Setting,
) -> Result<(), PaintFault> {
    register_font_once();
    for shape in &picture.shapes {
        let painted = match shape {
            Shape::Area { points, ink } => {
                let points: Vec<_> = points.iter().copied().map(at).collect();
                area.draw(&Polygon::new(points, filled(*ink)))
            }
            Shape::Box { rect, ink } => {
                let corners = [at((rect.left, rect.top)), at((rect.right, rect.bottom))];
                area.draw(&Rectangle::new(corners, filled(*ink)))
            }
            Shape::Line { points, ink, width } => {
                let mut points: Vec<_> = points.iter().copied().map(at).collect();
                points.dedup();
                let stroke_width = (width * SCALE).round().max(1.0) as u32;
                if points.len() < 2 {
                    continue;
                }
                area.draw(&PathElement::new(
                    points,
                    ShapeStyle {
                        color: colour(*ink),
                        filled: false,
                        stroke_width,
                    },
                ))
            }
            Shape::Disc { middle, radius, ink } => area.draw(&Circle::new(
                at(*middle),
                (radius * SCALE).round() as u32,
                filled(*ink),
            )),
            Shape::Text {
                text,
                at: (x, y),
                size,
                anchor,
                ink,
            } => {
                let horizontal = match anchor {
                    Anchor::Left => HPos::Left,
                    Anchor::Center => HPos::Center,
                    Anchor::Right => HPos::Right,
                };
                let font = (FAMILY, size * SCALE * setting.em).into_font();
                let style = font.color(&colour(*ink)).pos(Pos::new(horizontal, VPos::Center));
                area.draw(&Text::new(
                    text.as_str(),
                    at((*x, y + size * setting.drop)),
                    style,
                ))
            }
        };
        painted.map_err(fault)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averaging_keeps_an_even_colour() {
        assert_eq!(halved(&[7; 4 * 2 * 3], 4), vec![7; 2 * 3]);
    }
}
