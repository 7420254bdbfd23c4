//! What charts share: the page with title, sentence and footer, and the plot with its axes, grid and marks in time.

use crate::output::charts::context::ChartContext;
use crate::output::charts::gallery::axis::{Scale, day_number, first_of_month, ticks, year_and_month};
use crate::output::charts::gallery::letters::text_width;
use crate::output::charts::gallery::palette::{BLACK, DASHED, GREY, GRID, WASH, WHITE};
use crate::output::charts::gallery::picture::{Anchor, Ink, Picture, Point, Rect, WIDTH, clean, fit, wrap};

/// The usual height of a page.
pub(crate) const HEIGHT: f64 = 750.0;
/// The size of text on axes and beside curves.
pub(crate) const SMALL: f64 = 14.0;
/// The size of the smallest text.
pub(crate) const SMALLEST: f64 = 13.0;
/// The size of a title.
pub(crate) const TITLE: f64 = 25.0;
/// The most lines of a title.
const TITLE_LINES: usize = 2;
/// The space for the values to the left of a plot.
pub(crate) const AXIS: f64 = 56.0;
/// The space between the page's edge and anything on it.
pub(crate) const MARGIN: f64 = 36.0;

/// A page with its title, a plain sentence and the footer; gives the room that is left between them.
pub(crate) fn page(context: &ChartContext, title: &str, sentence: &str, height: f64) -> (Picture, Rect) {
    let (height, room) = (height.round(), WIDTH - 2.0 * MARGIN);
    let mut picture = Picture {
        height,
        title: clean(title),
        description: clean(sentence),
        shapes: Vec::new(),
    };
    picture.rect(Rect::new(0.0, 0.0, WIDTH, height), WHITE);
    let kicker = fit(&format!("{}  ·  {}", context.title, context.option), SMALL, room);
    picture.text(&kicker, (MARGIN, 30.0), SMALL, Anchor::Left, GREY);
    let mut y = 62.0;
    for line in wrap(title, TITLE, room, TITLE_LINES) {
        picture.text(&line, (MARGIN, y), TITLE, Anchor::Left, BLACK);
        y += 31.0;
    }
    y += 1.0;
    for line in wrap(sentence, 16.0, room, 3) {
        picture.text(&line, (MARGIN, y), 16.0, Anchor::Left, GREY);
        y += 22.0;
    }
    footer(&mut picture, context);
    (picture, Rect::new(MARGIN, y + 6.0, WIDTH - MARGIN, height - 44.0))
}

/// Whether a title finds room on its lines with nothing cut.
pub(crate) fn fits_title(title: &str) -> bool {
    let lines = wrap(title, TITLE, WIDTH - 2.0 * MARGIN, TITLE_LINES);
    lines.join(" ") == clean(title)
}

fn footer(picture: &mut Picture, context: &ChartContext) {
    let words = context.words;
    let y = picture.height - 20.0;
    let made = words.say(
        "footer",
        &[
            ("scenario", (&context.scenario).into()),
            ("seed", context.seed.to_string().into()),
            ("n", words.number(context.replications as f64, 1.0).into()),
            ("count", context.replications.into()),
        ],
    );
    let note = if context.illustration {
        words.text("illustration")
    } else {
        String::new()
    };
    // A translation that nobody has read says so on every chart.
    let note = [words.draft(), &note]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("  ·  ");
    picture.text(&note, (WIDTH - MARGIN, y), SMALLEST, Anchor::Right, GREY);
    let room = WIDTH - 2.0 * MARGIN - text_width(&note, SMALLEST) - 20.0;
    picture.text(
        &fit(&made, SMALLEST, room),
        (MARGIN, y),
        SMALLEST,
        Anchor::Left,
        GREY,
    );
    picture.line(vec![(MARGIN, y - 14.0), (WIDTH - MARGIN, y - 14.0)], GRID, 1.0);
}

/// A page that says why there is nothing on it, in the words of this chart.
pub(crate) fn nothing(context: &ChartContext, chart: &str) -> Picture {
    let words = context.words;
    let (title, why) = (
        words.text(&format!("{chart}-empty-title")),
        words.text(&format!("{chart}-empty")),
    );
    let (mut picture, room) = page(context, &title, "", HEIGHT);
    picture.rect(room, WASH);
    let (x, y) = room.middle();
    let text = words.fill("nothing", &[("why", &why)]);
    for (number, line) in wrap(&text, 18.0, room.width() - 120.0, 3).iter().enumerate() {
        picture.text(line, (x, y + 26.0 * number as f64), 18.0, Anchor::Center, GREY);
    }
    picture.description = clean(&text);
    picture
}

/// A rectangle with a scale along each side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plot {
    pub(crate) rect: Rect,
    pub(crate) x: Scale,
    pub(crate) y: Scale,
    /// How far above the plot the name of the value axis stands.
    head: f64,
}

impl Plot {
    pub(crate) fn new(rect: Rect, x: (f64, f64), y: (f64, f64)) -> Self {
        let (x, y) = (
            Scale::new(x, (rect.left, rect.right)),
            Scale::new(y, (rect.bottom, rect.top)),
        );
        Self {
            rect,
            x,
            y,
            head: 20.0,
        }
    }

    /// A plot over time in the given room, with space for axes, for the names of shocks above if they are `named`
    /// here, and for labels to the right.
    pub(crate) fn over_time(
        context: &ChartContext,
        room: Rect,
        right: f64,
        y: (f64, f64),
        named: bool,
    ) -> Self {
        let marked = !context.shocks.is_empty() || context.warm_up_days > 0.0;
        let head = if named && marked { 52.0 } else { 20.0 };
        let rect = room.inset(AXIS, head + 12.0, right, 54.0);
        Self {
            head,
            ..Self::new(rect, (0.0, context.horizon_days), y)
        }
    }

    pub(crate) fn at(&self, x: f64, y: f64) -> Point {
        (self.x.at(x), self.y.at(y))
    }

    /// Horizontal grid lines with their values, and the axis's name above its top end.
    pub(crate) fn value_axis(&self, picture: &mut Picture, name: &str, label: impl Fn(f64, f64) -> String) {
        let most = (self.rect.height() / 44.0).clamp(2.0, 7.0) as usize;
        let (values, step) = ticks(self.y.low, self.y.high, most);
        for value in values {
            let y = self.y.at(value);
            picture.line(vec![(self.rect.left, y), (self.rect.right, y)], GRID, 1.0);
            picture.text(
                &label(value, step),
                (self.rect.left - 9.0, y),
                SMALL,
                Anchor::Right,
                GREY,
            );
        }
        let room = WIDTH - MARGIN - self.rect.left + AXIS;
        picture.text(
            &fit(name, SMALL, room),
            (self.rect.left - AXIS, self.rect.top - self.head),
            SMALL,
            Anchor::Left,
            GREY,
        );
    }

    /// The base line with ticks and labels below it, and the axis's name below them.
    pub(crate) fn base_axis(&self, picture: &mut Picture, marks: &[(f64, String)], name: &str) {
        let bottom = self.rect.bottom;
        picture.line(
            vec![(self.rect.left, bottom), (self.rect.right, bottom)],
            GREY,
            1.2,
        );
        let mut free_from = f64::NEG_INFINITY;
        for (value, label) in marks {
            let (x, half) = (self.x.at(*value), text_width(label, SMALL) / 2.0);
            picture.line(vec![(x, bottom), (x, bottom + 6.0)], GREY, 1.2);
            if x - half > free_from {
                picture.text(label, (x, bottom + 19.0), SMALL, Anchor::Center, GREY);
                free_from = x + half + 8.0;
            }
        }
        let middle = (f64::midpoint(self.rect.left, self.rect.right), bottom + 42.0);
        picture.text(name, middle, SMALL, Anchor::Center, GREY);
    }

    /// A time axis: dates where the scenario has a start date, else years or days since the start.
    pub(crate) fn time_axis(&self, picture: &mut Picture, context: &ChartContext) {
        let (marks, name) = time_marks(context, self.x.low, self.x.high, self.rect.width());
        self.base_axis(picture, &marks, &name);
    }

    /// The warm-up, set apart because it is in no number.
    pub(crate) fn warm_up(&self, picture: &mut Picture, context: &ChartContext) {
        let right = self.x.at(context.warm_up_days.min(self.x.high));
        if right > self.rect.left {
            picture.rect(Rect { right, ..self.rect }, WASH);
        }
    }

    /// Shocks as broken vertical lines; if `named`, their names and the warm-up's above the plot where there is room.
    pub(crate) fn shocks(&self, picture: &mut Picture, context: &ChartContext, named: bool) {
        let within = |day: f64| day >= self.x.low && day <= self.x.high;
        let mut shocks: Vec<_> = context.shocks.iter().filter(|(_, day)| within(*day)).collect();
        shocks.sort_by(|a, b| a.1.total_cmp(&b.1));
        // Each label's ends and its row; row 0 is next to the plot.
        let mut labels: Vec<(f64, f64, usize)> = Vec::new();
        if named && context.warm_up_days > 0.0 {
            let text = &context.words.text("warm-up");
            let left = self.rect.left;
            picture.text(text, (left, self.rect.top - 10.0), SMALLEST, Anchor::Left, GREY);
            labels.push((left, left + text_width(text, SMALLEST), 0));
        }
        for (name, day) in shocks.iter().filter(|_| named) {
            let text = fit(name, SMALLEST, 260.0);
            let half = text_width(&text, SMALLEST) / 2.0;
            let middle = self
                .x
                .at(*day)
                .clamp(self.rect.left + half, WIDTH - MARGIN - half);
            let (left, right) = (middle - half, middle + half);
            let free = |row: &usize| {
                !labels
                    .iter()
                    .any(|label| label.2 == *row && label.1 + 12.0 > left)
            };
            if let Some(row) = [0, 1].into_iter().find(free) {
                picture.text(
                    &text,
                    (middle, self.rect.top - 10.0 - 18.0 * row as f64),
                    SMALLEST,
                    Anchor::Center,
                    BLACK,
                );
                labels.push((left, right, row));
            }
        }
        for (_, day) in shocks {
            let x = self.x.at(*day);
            let over = |row: usize| {
                labels
                    .iter()
                    .any(|label| label.2 == row && label.0 - 4.0 < x && x < label.1 + 4.0)
            };
            // A line reaches up to its name in the upper row where it strikes no name in the lower.
            let top = if over(1) && !over(0) {
                self.rect.top - 18.0
            } else {
                self.rect.top
            };
            picture.dashed(vec![(x, top), (x, self.rect.bottom)], BLACK, 1.4, DASHED);
        }
    }

    /// A band between two curves over the same times.
    pub(crate) fn band(&self, picture: &mut Picture, rows: &[(f64, f64, f64)], ink: Ink) {
        let lower = rows.iter().map(|(x, low, _)| self.at(*x, *low));
        let upper = rows.iter().rev().map(|(x, _, high)| self.at(*x, *high));
        picture.area(lower.chain(upper).collect(), ink);
    }
}

/// Ticks in time with their labels, and the axis's name.
pub(crate) fn time_marks(
    context: &ChartContext,
    low: f64,
    high: f64,
    width: f64,
) -> (Vec<(f64, String)>, String) {
    let words = context.words;
    let most = (width / 75.0).max(2.0);
    if let Some(start) = context.start_date.as_deref().and_then(day_number) {
        let marks = calendar_marks(context, start, (low, high), most);
        let years = marks.iter().all(|(_, label)| label.parse::<i64>().is_ok());
        return (marks, words.text(if years { "axis-year" } else { "axis-date" }));
    }
    let years = (high - low) / 365.0;
    if years > 2.0 {
        let (values, step) = ticks(low / 365.0, high / 365.0, most as usize);
        let step = step.max(1.0);
        let whole = values
            .into_iter()
            .filter(|year| (year / step - (year / step).round()).abs() < 1e-6);
        (
            whole.map(|year| (year * 365.0, format!("{year:.0}"))).collect(),
            words.text("axis-years"),
        )
    } else {
        let (values, _) = ticks(low, high, most as usize);
        (
            values.into_iter().map(|day| (day, format!("{day:.0}"))).collect(),
            words.text("axis-days"),
        )
    }
}

/// The first of January of every year, or of every k-th; over less than three years the first of months.
fn calendar_marks(
    context: &ChartContext,
    start: i64,
    (low, high): (f64, f64),
    most: f64,
) -> Vec<(f64, String)> {
    let months_in_all = (high - low) / 30.4;
    let step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
        .into_iter()
        .find(|step| months_in_all / *step as f64 <= most)
        .unwrap_or(6000);
    let (year, month) = year_and_month(start + low.ceil() as i64);
    let first = (year * 12 + month - 1).div_euclid(step) * step;
    (0..=most as i64 + 2)
        .map(|number| first + number * step)
        .filter_map(|months| {
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
            let day = (first_of_month(year, month) - start) as f64;
            let label = match month {
                1 => year.to_string(),
                _ => context.words.text(&format!("month-short-{month}")),
            };
            (day >= low - 0.5 && day <= high + 0.5).then_some((day, label))
        })
        .collect()
}
