//! What became of threats, by class, with the two bounds beside it: how many each nation would have disrupted alone,
//! and how many if everything were shared at once.

use std::collections::BTreeMap;

use crate::output::charts::context::{ChartContext, estimate};
use crate::output::charts::gallery::letters::text_width;
use crate::output::charts::gallery::palette::{BLACK, BLUE, GREY, GRID, ORANGE, WHITE};
use crate::output::charts::gallery::picture::{Anchor, Ink, Picture, Rect, fit};
use crate::output::charts::gallery::plot::{HEIGHT, Plot, SMALL, SMALLEST, nothing, page};
use crate::output::tables::{Tables, ThreatRow};

/// Mean counts of one class.
#[derive(Debug, Clone, Copy, Default)]
struct Fates {
    disrupted: f64,
    attacked: f64,
    alone: f64,
    best: f64,
}

impl Fates {
    /// The cohort; what was still open at the end could not be followed and is in no share.
    fn all(&self) -> f64 {
        self.disrupted + self.attacked
    }

    fn add(&mut self, fate: &str, count: f64) {
        match fate {
            "disrupted" => self.disrupted += count,
            "attacked" => self.attacked += count,
            "disrupted_alone" | "alone" => self.alone += count,
            "disrupted_best" | "best" => self.best += count,
            _ => {}
        }
    }
}

/// The classes that had threats, the most frequent first, after all of them together.
fn classes(context: &ChartContext, rows: &[ThreatRow]) -> Vec<(String, Fates)> {
    let mut classes: BTreeMap<&str, Fates> = BTreeMap::new();
    let mut together = Fates::default();
    let counted =
        |row: &&ThreatRow| row.option == context.option && row.mean_count >= 0.0 && row.class != "all";
    for row in rows
        .iter()
        .filter(counted)
        .filter(|row| row.mean_count.is_finite())
    {
        classes
            .entry(&row.class)
            .or_default()
            .add(&row.fate, row.mean_count);
        together.add(&row.fate, row.mean_count);
    }
    let mut list: Vec<_> = classes
        .into_iter()
        .filter(|(_, fates)| fates.all() > 0.0)
        .collect();
    list.sort_by(|a, b| b.1.all().total_cmp(&a.1.all()));
    let mut named: Vec<_> = list
        .into_iter()
        .map(|(class, fates)| (context.words.name(class), fates))
        .collect();
    if named.len() > 1 {
        named.insert(0, (context.words.text("all-classes"), together));
    }
    named
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let words = context.words;
    let classes = classes(context, &tables.threats);
    let Some((_, together)) = classes.first() else {
        return nothing(context, "threats");
    };
    let share = |count: f64| words.percent(count / together.all());
    let disrupted = estimate(context, tables, "disruption_rate").map_or_else(
        || share(together.disrupted),
        |(mean, half)| words.with_margin(mean, half),
    );
    let title = words.fill("threats-title", &[("share", &disrupted)]);
    let bounds = words.fill(
        "threats-sentence",
        &[("alone", &share(together.alone)), ("best", &share(together.best))],
    );
    let sentence = match estimate(context, tables, "cooperation_efficiency") {
        Some((mean, half)) => {
            let reached = words.fill("threats-reached", &[("share", &words.with_margin(mean, half))]);
            format!("{reached} {bounds}")
        }
        None => bounds,
    };
    let shown = classes.len().min(14);
    let height = (280.0 + 96.0 * shown as f64)
        .min(HEIGHT)
        .max(340.0 + 46.0 * shown as f64);
    let (mut picture, room) = page(context, &title, &sentence, height);
    let plot = Plot::new(room.inset(190.0, 46.0, 130.0, 56.0), (0.0, 1.0), (0.0, 1.0));
    base(&mut picture, context, &plot);
    let pitch = plot.rect.height() / shown as f64;
    for (number, (name, fates)) in classes.iter().take(shown).enumerate() {
        let middle = plot.rect.top + pitch * (number as f64 + 0.5);
        bar(
            &mut picture,
            context,
            &plot,
            (middle, pitch.min(96.0)),
            (name, fates, number == 0),
        );
    }
    picture
}

fn base(picture: &mut Picture, context: &ChartContext, plot: &Plot) {
    for step in 0..=5 {
        let x = plot.x.at(f64::from(step) / 5.0);
        picture.line(vec![(x, plot.rect.top), (x, plot.rect.bottom)], GRID, 1.0);
    }
    let marks: Vec<_> = (0..=5)
        .map(|step| f64::from(step) / 5.0)
        .map(|v| (v, context.words.percent(v)))
        .collect();
    plot.base_axis(picture, &marks, &context.words.text("threats-axis"));
    let head = (plot.rect.right + 14.0, plot.rect.top - 14.0);
    picture.text(
        &context.words.text("per-replication"),
        head,
        SMALLEST,
        Anchor::Left,
        GREY,
    );
}

/// One class: the bar of its fates, and below it the span from alone to best. The first bar names its parts.
fn bar(
    picture: &mut Picture,
    context: &ChartContext,
    plot: &Plot,
    (middle, pitch): (f64, f64),
    (name, fates, first): (&str, &Fates, bool),
) {
    let words = context.words;
    let thick = (pitch * 0.42).min(34.0);
    let (top, bottom) = (middle - thick * 0.75, middle + thick * 0.25);
    let ink = if first { BLACK } else { GREY };
    picture.text(
        &fit(name, 16.0, 170.0),
        (plot.rect.left - 14.0, middle - thick * 0.25),
        16.0,
        Anchor::Right,
        ink,
    );
    let all = fates.all();
    let parts = [
        (fates.disrupted, BLUE, WHITE, words.text("disrupted")),
        (fates.attacked, ORANGE, BLACK, words.text("attacked")),
    ];
    let mut done = 0.0;
    for (count, ink, over, label) in parts {
        let rect = Rect::new(
            plot.x.at(done / all),
            top,
            plot.x.at((done + count) / all),
            bottom,
        );
        done += count;
        picture.rect(rect, ink);
        if ink == ORANGE {
            picture.hatch(rect, WHITE.faint(0.55), 9.0);
        }
        let text = if first {
            format!("{label} {}", words.percent(count / all))
        } else {
            words.percent(count / all)
        };
        inside(picture, rect, &text, (ink, over));
    }
    bounds(
        picture,
        context,
        plot,
        bottom + thick * 0.45,
        (fates.alone / all, fates.best / all),
        first,
    );
    let count = words.short_number(all);
    picture.text(
        &count,
        (plot.rect.right + 14.0, middle - thick * 0.25),
        SMALL,
        Anchor::Left,
        ink,
    );
}

/// A share inside its part of a bar, on a plate of the part's colour, where it fits.
fn inside(picture: &mut Picture, rect: Rect, text: &str, (under, over): (Ink, Ink)) {
    let width = text_width(text, SMALL);
    if width + 16.0 < rect.width() {
        let (x, y) = rect.middle();
        picture.rect(
            Rect::new(
                x - width / 2.0 - 5.0,
                rect.top,
                x + width / 2.0 + 5.0,
                rect.bottom,
            ),
            under,
        );
        picture.text(text, (x, y), SMALL, Anchor::Center, over);
    }
}

/// The span from what would be disrupted alone to the best, as a line between two posts.
fn bounds(
    picture: &mut Picture,
    context: &ChartContext,
    plot: &Plot,
    y: f64,
    (alone, best): (f64, f64),
    first: bool,
) {
    let (left, right) = (plot.x.at(alone.min(1.0)), plot.x.at(best.min(1.0)));
    picture.line(vec![(left, y), (right, y)], BLACK, 1.6);
    for x in [left, right] {
        picture.line(vec![(x, y - 6.0), (x, y + 6.0)], BLACK, 2.4);
    }
    let words = context.words;
    let named = |word: &str, share: f64| {
        if first {
            format!("{} {}", words.text(word), words.percent(share))
        } else {
            words.percent(share)
        }
    };
    let (alone, best) = (named("alone", alone), named("best", best));
    picture.text(&alone, (left - 7.0, y), SMALLEST, Anchor::Right, BLACK);
    picture.text(&best, (right + 7.0, y), SMALLEST, Anchor::Left, BLACK);
}
