//! How long requesters wait: the share answered within some days, by kind, the unanswered as censored.

use std::collections::BTreeMap;

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::axis::apart;
use crate::output::charts::gallery::palette::{style, style_count};
use crate::output::charts::gallery::picture::{Anchor, Picture, fit};
use crate::output::charts::gallery::plot::{AXIS, HEIGHT, Plot, SMALL, nothing, page};
use crate::output::tables::{AnswerRow, Tables};

/// The shortest time on the axis, in days: its scale is logarithmic.
const SHORTEST: f64 = 0.5;

/// Days that get a mark on the axis; `span-<days>` names each.
const SPANS: [u32; 10] = [1, 3, 7, 14, 30, 91, 182, 365, 1095, 3650];

/// One kind's curve: days, share answered and its band, with days rising.
struct Curve {
    kind: String,
    points: Vec<(f64, f64, f64, f64)>,
}

impl Curve {
    fn end(&self) -> f64 {
        self.points.last().map_or(0.0, |point| point.1)
    }

    fn at(&self, days: f64) -> f64 {
        self.points
            .iter()
            .take_while(|point| point.0 <= days)
            .last()
            .map_or(0.0, |point| point.1)
    }

    /// When half are answered, if ever.
    fn median(&self) -> Option<f64> {
        self.points
            .iter()
            .find(|point| point.1 >= 0.5)
            .map(|point| point.0)
    }
}

fn curves(context: &ChartContext, rows: &[AnswerRow]) -> Vec<Curve> {
    let mut kinds: BTreeMap<&str, Vec<(f64, f64, f64, f64)>> = BTreeMap::new();
    for row in rows
        .iter()
        .filter(|row| row.option == context.option && row.days.is_finite() && row.days >= 0.0)
    {
        if let Some(share) = finite(row.answered) {
            let (low, high) = (
                finite(row.lower).unwrap_or(share),
                finite(row.upper).unwrap_or(share),
            );
            let point = [share, low, high].map(|value| value.clamp(0.0, 1.0));
            kinds
                .entry(&row.kind)
                .or_default()
                .push((row.days, point[0], point[1], point[2]));
        }
    }
    let mut curves: Vec<Curve> = kinds
        .into_iter()
        .map(|(kind, mut points)| {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            Curve {
                kind: context.words.name(kind),
                points,
            }
        })
        .collect();
    curves.sort_by(|a, b| {
        let never = f64::INFINITY;
        a.median()
            .unwrap_or(never)
            .total_cmp(&b.median().unwrap_or(never))
            .then_with(|| a.kind.cmp(&b.kind))
    });
    curves.truncate(style_count());
    curves
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let curves = curves(context, &tables.answers);
    let (Some(fastest), Some(slowest)) = (curves.first(), curves.last()) else {
        return nothing(context, "answers");
    };
    let values = [
        ("kind", fastest.kind.clone()),
        ("fast", half_time(context, fastest)),
        ("other", slowest.kind.clone()),
        ("slow", half_time(context, slowest)),
    ];
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let title = if curves.len() == 1 {
        "answers-title-one"
    } else {
        "answers-title"
    };
    let title = words.fill(title, &values);
    let (mut picture, room) = page(context, &title, &sentence(context, &curves), HEIGHT);
    let settled = curves.iter().map(settled).fold(10.0, f64::max);
    let scale = |days: f64| libm::log10(days.max(SHORTEST));
    let rect = room.inset(AXIS, 40.0, 190.0, 54.0);
    let plot = Plot::new(rect, (scale(SHORTEST), scale(settled)), (0.0, 1.0));
    plot.value_axis(&mut picture, &words.text("answers-axis"), |value, _| {
        words.percent(value)
    });
    let marks: Vec<_> = SPANS
        .iter()
        .filter(|days| f64::from(**days) <= settled)
        .map(|days| (scale(f64::from(*days)), words.text(&format!("span-{days}"))))
        .collect();
    plot.base_axis(&mut picture, &marks, &words.text("answers-time"));
    for (number, curve) in curves.iter().enumerate() {
        draw_curve(&mut picture, &plot, curve, number, settled);
    }
    let wanted: Vec<f64> = curves.iter().map(|curve| plot.y.at(curve.at(settled))).collect();
    let places = apart(&wanted, 20.0, (plot.rect.top, plot.rect.bottom));
    for (number, curve) in curves.iter().enumerate() {
        let ink = style(number).ink;
        let (from, to) = (
            (plot.rect.right + 2.0, wanted[number]),
            (plot.rect.right + 16.0, places[number]),
        );
        picture.line(vec![from, to], ink, 1.0);
        let share = words.percent(curve.at(settled));
        let label = format!("{} {share}", fit(&curve.kind, SMALL, 120.0));
        picture.text(
            &label,
            (plot.rect.right + 20.0, places[number]),
            SMALL,
            Anchor::Left,
            ink.dark(),
        );
    }
    picture
}

/// Steps from nothing to the curve's end, in a band.
fn draw_curve(picture: &mut Picture, plot: &Plot, curve: &Curve, number: usize, settled: f64) {
    let style = style(number);
    let mut steps = vec![(plot.x.low, 0.0, 0.0, 0.0)];
    for point in curve.points.iter().take_while(|point| point.0 <= settled) {
        let (_, share, low, high) = steps[steps.len() - 1];
        let x = libm::log10(point.0.max(SHORTEST));
        steps.push((x, share, low, high));
        steps.push((x, point.1, point.2, point.3));
    }
    let (_, share, low, high) = steps[steps.len() - 1];
    steps.push((plot.x.high, share, low, high));
    let band: Vec<_> = steps.iter().map(|&(x, _, low, high)| (x, low, high)).collect();
    plot.band(picture, &band, style.ink.faint(0.18));
    let line = steps.iter().map(|&(x, share, ..)| plot.at(x, share)).collect();
    picture.dashed(line, style.ink, 2.6, style.dashes);
}

/// When a curve has come within one per cent of its end.
fn settled(curve: &Curve) -> f64 {
    let close = curve.end() - 0.01;
    curve
        .points
        .iter()
        .find(|point| point.1 >= close)
        .map_or(SHORTEST, |point| point.0 * 1.15)
}

fn half_time(context: &ChartContext, curve: &Curve) -> String {
    match curve.median() {
        Some(days) => context
            .words
            .counted("days", days, if days < 9.95 { 0.1 } else { 1.0 }),
        None => context.words.text("never"),
    }
}

fn sentence(context: &ChartContext, curves: &[Curve]) -> String {
    let words = context.words;
    let shares: Vec<_> = curves
        .iter()
        .map(|curve| format!("{} {}", curve.kind, words.percent(curve.at(30.0))))
        .collect();
    words.fill("answers-sentence", &[("shares", &shares.join(", "))])
}
