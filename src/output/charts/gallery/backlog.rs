//! Requests waiting at each nation's two stations over time: the longest queues named, the others grey.

use std::collections::BTreeMap;

use crate::output::charts::context::{ChartContext, finite, nation_name};
use crate::output::charts::gallery::axis::apart;
use crate::output::charts::gallery::palette::{PALE, style};
use crate::output::charts::gallery::picture::{Anchor, Picture, Rect, fit};
use crate::output::charts::gallery::plot::{HEIGHT, Plot, SMALL, nothing, page};
use crate::output::tables::Tables;

/// How many queues are named in each panel.
const NAMED: usize = 3;

/// One nation's queue at one kind of station, the mean over the reported time beside it.
struct Queue {
    name: String,
    points: Vec<(f64, f64)>,
    mean: f64,
}

fn queues(context: &ChartContext, tables: &Tables, station: &str) -> Vec<Queue> {
    let mut nations: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    let wanted = tables
        .stations
        .iter()
        .filter(|row| row.option == context.option && row.station == station);
    for row in wanted.filter(|row| row.time.is_finite()) {
        if let Some(queue) = finite(row.queue_mean).filter(|queue| (0.0..1e15).contains(queue)) {
            nations.entry(&row.nation).or_default().push((row.time, queue));
        }
    }
    let mut queues: Vec<Queue> = nations
        .into_iter()
        .map(|(nation, mut points)| {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            let reported = points.iter().filter(|(time, _)| *time > context.warm_up_days);
            let sum: f64 = reported.clone().map(|(_, queue)| queue).sum();
            let mean = sum / reported.count().max(1) as f64;
            Queue {
                name: nation_name(tables, nation),
                points,
                mean,
            }
        })
        .collect();
    queues.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    queues
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let stations: Vec<(&str, Vec<Queue>)> = ["desk", "authority"]
        .into_iter()
        .map(|station| (station, queues(context, tables, station)))
        .filter(|(_, queues)| !queues.is_empty())
        .collect();
    let worst = stations
        .iter()
        .filter_map(|(station, queues)| queues.first().map(|queue| (*station, queue)));
    let Some((station, worst)) = worst.max_by(|a, b| a.1.mean.total_cmp(&b.1.mean)) else {
        return nothing(context, "backlog");
    };
    let title = words.fill(
        "backlog-title",
        &[
            ("nation", &fit(&worst.name, 25.0, 300.0)),
            ("n", &words.number(worst.mean, 0.1)),
            ("station", &words.name(station)),
        ],
    );
    let (mut picture, room) = page(context, &title, &sentence(context, &stations), HEIGHT);
    let named = !context.shocks.is_empty() || context.warm_up_days > 0.0;
    let head = if named { 32.0 } else { 0.0 };
    let each = (room.height() - head) / stations.len() as f64;
    for (place, (station, queues)) in stations.iter().enumerate() {
        let top = if place == 0 {
            room.top
        } else {
            room.top + head + each * place as f64
        };
        let bottom = room.top + head + each * (place + 1) as f64;
        panel(
            &mut picture,
            context,
            Rect { top, bottom, ..room },
            (station, queues, place == 0),
        );
    }
    picture
}

fn panel(
    picture: &mut Picture,
    context: &ChartContext,
    room: Rect,
    (station, queues, first): (&str, &[Queue], bool),
) {
    let words = context.words;
    let most = queues
        .iter()
        .flat_map(|queue| &queue.points)
        .map(|(_, queue)| *queue)
        .fold(0.1, f64::max);
    let plot = Plot::over_time(context, room, 214.0, (0.0, most * 1.06), first);
    plot.warm_up(picture, context);
    let name = words.fill("backlog-axis", &[("station", &words.name(station))]);
    plot.value_axis(picture, &name, |value, step| words.number(value, step));
    plot.time_axis(picture, context);
    let named = queues.len().min(NAMED);
    let line = |queue: &Queue| {
        queue
            .points
            .iter()
            .map(|(time, queue)| plot.at(*time, *queue))
            .collect()
    };
    for queue in &queues[named..] {
        picture.line(line(queue), PALE.faint(0.8), 1.0);
    }
    for (number, queue) in queues[..named].iter().enumerate().rev() {
        picture.dashed(line(queue), style(number).ink, 2.4, style(number).dashes);
    }
    plot.shocks(picture, context, first);
    let ends: Vec<f64> = queues[..named]
        .iter()
        .map(|queue| plot.y.at(queue.points.last().map_or(0.0, |point| point.1)))
        .collect();
    let places = apart(&ends, 20.0, (plot.rect.top, plot.rect.bottom));
    for (number, queue) in queues[..named].iter().enumerate() {
        let ink = style(number).ink;
        let right = plot.rect.right;
        picture.line(
            vec![(right + 2.0, ends[number]), (right + 16.0, places[number])],
            ink,
            1.0,
        );
        let label = fit(&queue.name, SMALL, 188.0);
        picture.text(
            &label,
            (right + 20.0, places[number]),
            SMALL,
            Anchor::Left,
            ink.dark(),
        );
    }
}

/// The middle nation's mean queue at each station, against the longest.
fn sentence(context: &ChartContext, stations: &[(&str, Vec<Queue>)]) -> String {
    let words = context.words;
    let said = stations.iter().map(|(station, queues)| {
        let middle = queues[queues.len() / 2].mean;
        let longest = queues[0].mean;
        words.fill(
            "backlog-station",
            &[
                ("station", &words.name(station)),
                ("middle", &words.number(middle, 0.1)),
                ("longest", &words.number(longest, 0.1)),
            ],
        )
    });
    words.fill(
        "backlog-sentence",
        &[("stations", &said.collect::<Vec<_>>().join(&words.text("between")))],
    )
}
