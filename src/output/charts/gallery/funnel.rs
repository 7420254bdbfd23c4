//! What became of requests: pieces by the stage that they reached, requests by outcome, refusals by reason.

use std::collections::BTreeMap;

use crate::output::charts::context::ChartContext;
use crate::output::charts::gallery::bars::{Bar, BarStyle, bars};
use crate::output::charts::gallery::palette::{BLUE, GREEN, ORANGE};
use crate::output::charts::gallery::picture::{Picture, Rect};
use crate::output::charts::gallery::plot::{HEIGHT, nothing, page};
use crate::output::tables::Tables;

/// The stages in the order in which a piece passes them.
const STAGES: [&str; 7] = [
    "wanted",
    "sent",
    "answered",
    "willing",
    "delivered",
    "in_time",
    "useful",
];

/// Counts by what they are of, for the reader.
type Counts = Vec<(String, f64)>;

/// Sums counts by what names them. A row over `all` kinds, where there is one, stands for the others.
fn totals<'a, K: Ord>(rows: impl Iterator<Item = (&'a str, K, f64)> + Clone) -> BTreeMap<K, f64> {
    let summed = rows.clone().any(|(kind, ..)| kind == "all");
    let mut totals = BTreeMap::new();
    for (kind, key, count) in rows {
        if (kind == "all") == summed && count.is_finite() && count >= 0.0 {
            *totals.entry(key).or_insert(0.0) += count;
        }
    }
    totals
}

/// Pieces by stage, in order; stages that the table does not have are left out.
fn stages(context: &ChartContext, tables: &Tables) -> Vec<(&'static str, f64)> {
    let rows = tables.funnel.iter().filter(|row| row.option == context.option);
    let totals = totals(rows.map(|row| (row.kind.as_str(), row.stage.as_str(), row.mean_count)));
    STAGES
        .iter()
        .filter_map(|stage| totals.get(stage).map(|count| (*stage, *count)))
        .collect()
}

/// Requests by outcome, and refusals by reason, the most frequent first.
fn outcomes(context: &ChartContext, tables: &Tables) -> (Counts, Counts) {
    let rows = tables.requests.iter().filter(|row| row.option == context.option);
    let key = |outcome, reason| (outcome, reason);
    let totals = totals(rows.map(|row| {
        (
            row.kind.as_str(),
            key(row.outcome.as_str(), row.reason.as_str()),
            row.mean_count,
        )
    }));
    let words = context.words;
    let (mut outcomes, mut reasons): (BTreeMap<String, f64>, Counts) = Default::default();
    for ((outcome, reason), count) in totals {
        let split = outcome != "refused" && !reason.is_empty();
        let name = if split {
            let parts = [("name", words.name(outcome)), ("part", words.name(reason))];
            let parts = parts.each_ref().map(|(key, value)| (*key, value.as_str()));
            words.fill("part-of", &parts)
        } else {
            words.name(outcome)
        };
        *outcomes.entry(name).or_insert(0.0) += count;
        if outcome == "refused" {
            reasons.push((words.name(reason), count));
        }
    }
    let sorted = |mut list: Counts| {
        list.sort_by(|a, b| b.1.total_cmp(&a.1));
        list.truncate(9);
        list
    };
    (sorted(outcomes.into_iter().collect()), sorted(reasons))
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let stages = stages(context, tables);
    let (outcomes, reasons) = outcomes(context, tables);
    let wanted = stages.first().map_or(0.0, |(_, count)| *count);
    if wanted <= 0.0 && outcomes.is_empty() {
        return nothing(context, "funnel");
    }
    let useful = stages.last().map_or(0.0, |(_, count)| *count) / wanted.max(f64::MIN_POSITIVE);
    let title = words.fill("funnel-title", &[("n", &words.number(useful * 100.0, 1.0))]);
    let (mut picture, room) = page(context, &title, &sentence(context, &stages, &reasons), HEIGHT);
    let middle = room.left + room.width() * 0.5;
    let left = Rect::new(room.left, room.top + 20.0, middle - 24.0, room.bottom - 16.0);
    let list: Vec<Bar> = stages
        .iter()
        .map(|(stage, count)| Bar {
            name: words.name(stage),
            share: count / wanted.max(f64::MIN_POSITIVE),
            text: format!(
                "{}  ·  {}",
                words.number(*count, 1.0),
                words.percent(count / wanted.max(f64::MIN_POSITIVE))
            ),
        })
        .collect();
    let style = BarStyle {
        ink: BLUE,
        hatched: false,
        names: 130.0,
        numbers: 120.0,
        pitch: 80.0,
    };
    bars(&mut picture, left, &words.text("funnel-stages"), &list, &style);
    right(
        &mut picture,
        context,
        Rect {
            left: middle + 24.0,
            right: room.right,
            ..left
        },
        (&outcomes, &reasons),
    );
    picture
}

/// The right half: outcomes above, reasons below, both as shares of what was decided.
fn right(picture: &mut Picture, context: &ChartContext, room: Rect, (outcomes, reasons): (&Counts, &Counts)) {
    let words = context.words;
    let part = |list: &Counts| -> Vec<Bar> {
        let all: f64 = list.iter().map(|(_, count)| count).sum();
        let largest = list
            .iter()
            .map(|(_, count)| *count)
            .fold(f64::MIN_POSITIVE, f64::max);
        list.iter()
            .map(|(name, count)| Bar {
                name: name.clone(),
                share: count / largest,
                text: format!(
                    "{}  ·  {}",
                    words.number(*count, 1.0),
                    words.percent(count / all.max(f64::MIN_POSITIVE))
                ),
            })
            .collect()
    };
    let rows = (outcomes.len() + reasons.len()).max(1) as f64;
    let pitch = ((room.height() - 84.0) / rows).min(44.0);
    let style = BarStyle {
        ink: GREEN,
        hatched: false,
        names: 205.0,
        numbers: 125.0,
        pitch,
    };
    let below = bars(
        picture,
        room,
        &words.text("funnel-outcomes"),
        &part(outcomes),
        &style,
    );
    if !reasons.is_empty() {
        let room = Rect {
            top: below + 22.0,
            ..room
        };
        let style = BarStyle {
            ink: ORANGE,
            hatched: true,
            ..style
        };
        bars(
            picture,
            room,
            &words.text("funnel-reasons"),
            &part(reasons),
            &style,
        );
    }
}

fn sentence(context: &ChartContext, stages: &[(&'static str, f64)], reasons: &[(String, f64)]) -> String {
    let words = context.words;
    let steepest = stages
        .windows(2)
        .max_by(|a, b| (a[0].1 - a[1].1).total_cmp(&(b[0].1 - b[1].1)));
    let mut said = match steepest {
        Some(pair) if stages[0].1 > 0.0 => words.fill(
            "funnel-loss",
            &[
                ("from", &words.name(pair[0].0)),
                ("to", &words.name(pair[1].0)),
                ("share", &words.percent((pair[0].1 - pair[1].1) / stages[0].1)),
            ],
        ),
        _ => String::new(),
    };
    if let Some((reason, count)) = reasons.first() {
        let all: f64 = reasons.iter().map(|(_, count)| count).sum();
        let share = words.percent(count / all.max(f64::MIN_POSITIVE));
        said = format!(
            "{said} {}",
            words.fill("funnel-refused", &[("reason", reason), ("share", &share)])
        );
    }
    said
}
