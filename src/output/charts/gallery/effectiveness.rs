//! Sharing effectiveness over time as a fan over replications, with the shocks and the threshold.

use crate::output::charts::context::{ChartContext, estimate, finite};
use crate::output::charts::gallery::axis::apart;
use crate::output::charts::gallery::palette::{BLACK, BLUE, DASHED, GREY, VERMILLION};
use crate::output::charts::gallery::picture::{Anchor, Picture};
use crate::output::charts::gallery::plot::{HEIGHT, Plot, SMALL, nothing, page};
use crate::output::tables::{SeriesRow, Tables};

/// Five quantiles at one time, after the warm-up.
struct Fan {
    time: f64,
    quantiles: [f64; 5],
}

fn fans(context: &ChartContext, rows: &[SeriesRow]) -> Vec<Fan> {
    // In the warm-up the window is not yet full: a handful of pieces would draw a fan from nought to all.
    let wanted = |row: &&SeriesRow| {
        row.option == context.option
            && row.measure == "sharing_effectiveness"
            && row.time.is_finite()
            && row.time >= context.warm_up_days
    };
    let mut fans: Vec<Fan> = rows
        .iter()
        .filter(wanted)
        .filter_map(|row| {
            let quantiles = [row.q05, row.q25, row.q50, row.q75, row.q95].map(finite);
            let [Some(a), Some(b), Some(c), Some(d), Some(e)] = quantiles else {
                return None;
            };
            Some(Fan {
                time: row.time,
                quantiles: [a, b, c, d, e],
            })
        })
        .collect();
    fans.sort_by(|a, b| a.time.total_cmp(&b.time));
    fans
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let fans = fans(context, &tables.series);
    let Some(last) = fans.last() else {
        return nothing(context, "effectiveness");
    };
    let title = match estimate(context, tables, "sharing_effectiveness") {
        Some((mean, half)) => words.fill(
            "effectiveness-title",
            &[("share", &words.with_margin(mean, half))],
        ),
        None => words.text("effectiveness-empty-title"),
    };
    let (mut picture, room) = page(context, &title, &sentence(context, &fans), HEIGHT);
    let top = fans
        .iter()
        .map(|fan| fan.quantiles[4])
        .fold(context.threshold, f64::max);
    let plot = Plot::over_time(context, room, 176.0, (0.0, (top * 1.08).clamp(0.1, 1.0)), true);
    plot.warm_up(&mut picture, context);
    plot.value_axis(&mut picture, &words.text("effectiveness-axis"), |value, _| {
        words.percent(value)
    });
    plot.time_axis(&mut picture, context);
    for (low, high, alpha) in [(0, 4, 0.22), (1, 3, 0.42)] {
        let band: Vec<_> = fans
            .iter()
            .map(|fan| (fan.time, fan.quantiles[low], fan.quantiles[high]))
            .collect();
        plot.band(&mut picture, &band, BLUE.faint(alpha));
    }
    picture.line(
        fans.iter()
            .map(|fan| plot.at(fan.time, fan.quantiles[2]))
            .collect(),
        BLUE,
        3.0,
    );
    let threshold = plot.y.at(context.threshold);
    picture.dashed(
        vec![(plot.rect.left, threshold), (plot.rect.right, threshold)],
        VERMILLION,
        2.0,
        DASHED,
    );
    plot.shocks(&mut picture, context, true);
    label_ends(&mut picture, context, &plot, last);
    picture
}

fn label_ends(picture: &mut Picture, context: &ChartContext, plot: &Plot, last: &Fan) {
    let words = context.words;
    let [low, lower, median, upper, high] = last.quantiles;
    let labels = [
        (high, "quantile-95", GREY),
        (upper, "quantile-75", GREY),
        (median, "quantile-50", BLUE),
        (lower, "quantile-25", GREY),
        (low, "quantile-05", GREY),
        (context.threshold, "threshold", VERMILLION),
    ];
    let wanted: Vec<f64> = labels.iter().map(|(value, _, _)| plot.y.at(*value)).collect();
    let places = apart(&wanted, 19.0, (plot.rect.top, plot.rect.bottom));
    for (((value, name, ink), place), wanted) in labels.iter().zip(&places).zip(&wanted) {
        let from = if *value == context.threshold {
            plot.rect.right
        } else {
            plot.x.at(last.time)
        };
        picture.line(
            vec![(from + 2.0, *wanted), (plot.rect.right + 14.0, *place)],
            ink.faint(0.6),
            1.0,
        );
        let text = format!("{} {}", words.text(name), words.percent(*value));
        let ink = if *ink == GREY { BLACK } else { ink.dark() };
        picture.text(&text, (plot.rect.right + 18.0, *place), SMALL, Anchor::Left, ink);
    }
}

/// What the fan says at its end, and whether its median ever falls below the threshold.
fn sentence(context: &ChartContext, fans: &[Fan]) -> String {
    let words = context.words;
    let reported = || fans.iter().filter(|fan| fan.time >= context.warm_up_days);
    let below = reported()
        .filter(|fan| fan.quantiles[2] < context.threshold)
        .count();
    let lowest = reported()
        .map(|fan| fan.quantiles[2])
        .fold(f64::INFINITY, f64::min);
    let verdict = if below == 0 {
        "effectiveness-stays-above"
    } else {
        "effectiveness-falls-below"
    };
    let Some(last) = fans.last() else {
        return String::new();
    };
    let values = [
        ("low", words.percent(last.quantiles[1])),
        ("high", words.percent(last.quantiles[3])),
        ("lowest5", words.percent(last.quantiles[0])),
        ("highest95", words.percent(last.quantiles[4])),
        ("threshold", words.percent(context.threshold)),
        (
            "share",
            words.percent(below as f64 / reported().count().max(1) as f64),
        ),
        (
            "lowest",
            words.percent(if lowest.is_finite() {
                lowest
            } else {
                last.quantiles[2]
            }),
        ),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    format!(
        "{} {}",
        words.fill("effectiveness-sentence", &values),
        words.fill(verdict, &values)
    )
}
