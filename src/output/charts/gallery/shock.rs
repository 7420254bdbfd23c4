//! A shock's dent: the mean difference to the same worlds without it, with depth, recovery and area.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::axis::ticks;
use crate::output::charts::gallery::palette::{BLACK, BLUE, DASHED, DOTTED, GREY, VERMILLION};
use crate::output::charts::gallery::picture::{Anchor, Picture, Rect, fit};
use crate::output::charts::gallery::plot::{AXIS, HEIGHT, Plot, SMALL, TITLE, fits_title, nothing, page};
use crate::output::tables::{ShockSummaryRow, Tables};

const MEASURE: &str = "sharing_effectiveness";
/// The most shocks on one page.
const MOST: usize = 4;

/// One shock's curve: days after, mean difference and its band.
struct Dent<'a> {
    shock: &'a str,
    name: String,
    day: f64,
    points: Vec<(f64, f64, f64, f64)>,
    summary: Option<&'a ShockSummaryRow>,
}

impl Dent<'_> {
    /// The day and size of the largest mean loss.
    fn deepest(&self) -> (f64, f64) {
        let lowest = self.points.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        lowest.map_or((0.0, 0.0), |point| (point.0, point.1))
    }
}

/// A shock's name for the reader, or its id where the run does not tell.
pub(crate) fn shock_name(context: &ChartContext, id: &str) -> String {
    let named = context
        .shock_names
        .iter()
        .find(|(known, name)| known == id && !name.is_empty());
    named.map_or(id, |(_, name)| name).to_owned()
}

/// The day on which a shock first strikes; infinite where it has no date.
fn first_day(context: &ChartContext, id: &str) -> f64 {
    let name = shock_name(context, id);
    let days = context.shocks.iter().filter(|(known, _)| *known == name);
    days.map(|(_, day)| *day).fold(f64::INFINITY, f64::min)
}

/// The dents in order of day; where there are more than the page holds, the deepest.
fn dents<'a>(context: &ChartContext, tables: &'a Tables) -> Vec<Dent<'a>> {
    let mut dents: Vec<Dent> = Vec::new();
    let rows = tables
        .shocks
        .iter()
        .filter(|row| row.option == context.option && row.measure == MEASURE);
    for row in rows.filter(|row| row.days_after.is_finite()) {
        let Some(mean) = finite(row.mean_difference).filter(|mean| mean.abs() <= 1.0) else {
            continue;
        };
        let bound = |value| finite(value).unwrap_or(mean).clamp(-1.0, 1.0);
        let point = (row.days_after, mean, bound(row.lower), bound(row.upper));
        match dents.iter_mut().find(|dent| dent.shock == row.shock) {
            Some(dent) => dent.points.push(point),
            None => dents.push(Dent {
                shock: &row.shock,
                name: shock_name(context, &row.shock),
                day: first_day(context, &row.shock),
                points: vec![point],
                summary: None,
            }),
        }
    }
    for dent in &mut dents {
        dent.points.sort_by(|a, b| a.0.total_cmp(&b.0));
        dent.summary = tables
            .shock_summary
            .iter()
            .find(|row| row.option == context.option && row.measure == MEASURE && row.shock == dent.shock);
    }
    dents.sort_by(|a, b| a.deepest().1.total_cmp(&b.deepest().1));
    dents.truncate(MOST);
    dents.sort_by(|a, b| a.day.total_cmp(&b.day));
    dents
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let dents = dents(context, tables);
    let Some(worst) = dents
        .iter()
        .min_by(|a, b| a.deepest().1.total_cmp(&b.deepest().1))
    else {
        return nothing(context, "shock");
    };
    let depth = worst
        .summary
        .and_then(|row| finite(row.depth))
        .unwrap_or(-worst.deepest().1);
    let points = words.number(depth * 100.0, 0.1);
    let said = |shock: &str| words.fill("shock-title", &[("shock", shock), ("points", &points)]);
    let whole = said(&worst.name);
    let title = if fits_title(&whole) {
        whole
    } else {
        said(&fit(&worst.name, TITLE, 420.0))
    };
    let (mut picture, room) = page(context, &title, &words.text("shock-sentence"), HEIGHT);
    let columns = if dents.len() > 1 { 2 } else { 1 };
    let lines = dents.len().div_ceil(columns);
    let lowest = dents
        .iter()
        .flat_map(|dent| &dent.points)
        .map(|point| point.2)
        .fold(-0.02, f64::min);
    let highest = dents
        .iter()
        .flat_map(|dent| &dent.points)
        .map(|point| point.3)
        .fold(0.01, f64::max);
    let (width, height) = (room.width() / columns as f64, room.height() / lines as f64);
    for (number, dent) in dents.iter().enumerate() {
        let left = room.left + width * (number % columns) as f64;
        let top = room.top + height * (number / columns) as f64;
        let room = Rect::new(left, top, left + width, top + height);
        panel(&mut picture, context, room, (lowest * 1.08, highest * 1.08), dent);
    }
    picture
}

fn panel(picture: &mut Picture, context: &ChartContext, room: Rect, range: (f64, f64), dent: &Dent) {
    let words = context.words;
    let top = heading(picture, context, room, dent);
    let rect = Rect::new(
        room.left + AXIS,
        top + 34.0,
        room.right - 20.0,
        room.bottom - 54.0,
    );
    let last = dent.points.last().map_or(1.0, |point| point.0);
    let plot = Plot::new(rect, (0.0, last), (range.0 * 100.0, range.1 * 100.0));
    plot.value_axis(picture, &words.text("shock-axis"), |value, step| {
        words.number(value, step)
    });
    let (marks, _) = ticks(0.0, last, (rect.width() / 90.0) as usize);
    let marks: Vec<_> = marks
        .into_iter()
        .map(|day| (day, words.number(day, 1.0)))
        .collect();
    plot.base_axis(picture, &marks, &words.text("shock-days"));
    let scaled: Vec<_> = dent
        .points
        .iter()
        .map(|p| (p.0, p.1 * 100.0, p.2 * 100.0, p.3 * 100.0))
        .collect();
    area(picture, &plot, &scaled);
    let band: Vec<_> = scaled.iter().map(|point| (point.0, point.2, point.3)).collect();
    plot.band(picture, &band, BLUE.faint(0.2));
    for edge in [
        band.iter().map(|b| plot.at(b.0, b.1)).collect(),
        band.iter().map(|b| plot.at(b.0, b.2)).collect(),
    ] {
        picture.dashed(edge, BLUE.faint(0.7), 1.2, DOTTED);
    }
    picture.line(vec![plot.at(0.0, 0.0), plot.at(last, 0.0)], BLACK, 1.6);
    picture.line(
        scaled.iter().map(|point| plot.at(point.0, point.1)).collect(),
        BLUE,
        3.0,
    );
    marks_of_depth_and_recovery(picture, context, &plot, dent);
}

/// The shock's name and its three numbers; gives the y below them.
fn heading(picture: &mut Picture, context: &ChartContext, room: Rect, dent: &Dent) -> f64 {
    let words = context.words;
    let left = room.left;
    let mut y = room.top + 14.0;
    picture.text(
        &fit(&dent.name, 18.0, room.width() - 30.0),
        (left, y),
        18.0,
        Anchor::Left,
        BLACK,
    );
    let Some(row) = dent.summary else { return y + 10.0 };
    y += 4.0;
    let three = [
        (
            "shock-depth",
            [row.depth, row.depth_lower, row.depth_upper],
            100.0,
            0.1,
        ),
        (
            "shock-recovery",
            [row.recovery_days, row.recovery_lower, row.recovery_upper],
            1.0,
            1.0,
        ),
        ("shock-area", [row.area, row.area_lower, row.area_upper], 1.0, 1.0),
    ];
    for (template, values, factor, step) in three {
        // A summed loss below nought is a gain, and is said as one.
        let gain = template == "shock-area" && finite(values[0]).is_some_and(|value| value < 0.0);
        let (template, values) = if gain {
            let [value, low, high] = values.map(|value| value.map(|value| -value));
            ("shock-area-gain", [value, high, low])
        } else {
            (template, values)
        };
        let [value, low, high] = values.map(|value| {
            finite(value).map_or_else(
                || words.text("undefined"),
                |value| words.number(value * factor, step),
            )
        });
        let text = match (finite(values[0]), template == "shock-recovery") {
            (None, true) => words.text("shock-no-recovery"),
            _ => words.fill(template, &[("value", &value), ("low", &low), ("high", &high)]),
        };
        y += 21.0;
        picture.text(
            &fit(&text, SMALL, room.width() - 30.0),
            (left, y),
            SMALL,
            Anchor::Left,
            GREY,
        );
    }
    y + 14.0
}

/// The summed loss as thin upright lines between the curve and nought.
fn area(picture: &mut Picture, plot: &Plot, points: &[(f64, f64, f64, f64)]) {
    let steps = (plot.rect.width() / 7.0) as usize;
    let mut after = 1;
    for step in 1..steps {
        let x = plot.x.low + (plot.x.high - plot.x.low) * step as f64 / steps as f64;
        while after + 1 < points.len() && points[after].0 < x {
            after += 1;
        }
        let (Some(from), Some(to)) = (points.get(after - 1), points.get(after)) else {
            return;
        };
        let part = ((x - from.0) / (to.0 - from.0).max(1e-9)).clamp(0.0, 1.0);
        let value = from.1 + (to.1 - from.1) * part;
        if value < 0.0 {
            picture.line(
                vec![plot.at(x, 0.0), plot.at(x, value)],
                VERMILLION.faint(0.55),
                1.0,
            );
        }
    }
}

fn marks_of_depth_and_recovery(picture: &mut Picture, context: &ChartContext, plot: &Plot, dent: &Dent) {
    let words = context.words;
    let (day, depth) = dent.deepest();
    let (x, y) = plot.at(day, depth * 100.0);
    picture.line(vec![(x, plot.y.at(0.0)), (x, y)], BLACK, 1.8);
    picture.area(vec![(x, y), (x - 5.0, y - 9.0), (x + 5.0, y - 9.0)], BLACK);
    let recovery = dent
        .summary
        .and_then(|row| finite(row.recovery_days))
        .filter(|day| *day <= plot.x.high);
    if let Some(day) = recovery {
        let x = plot.x.at(day);
        picture.dashed(
            vec![(x, plot.rect.top), (x, plot.rect.bottom)],
            BLACK,
            1.4,
            DASHED,
        );
        let room = plot.rect.right - x;
        let (at, anchor) = if room > 110.0 {
            (x + 8.0, Anchor::Left)
        } else {
            (x - 8.0, Anchor::Right)
        };
        picture.text(
            &words.text("shock-back"),
            (at, plot.rect.bottom - 14.0),
            SMALL,
            anchor,
            BLACK,
        );
    }
}
