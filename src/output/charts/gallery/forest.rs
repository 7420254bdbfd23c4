//! The differences that options make, as a forest plot: what they are judged by beside what they do on the side.

use crate::output::charts::context::ChartContext;
use crate::output::charts::gallery::intervals::{Panel, Spot, Tone, draw as draw_panels, height_of, legend};
use crate::output::charts::gallery::picture::{Picture, fit};
use crate::output::charts::gallery::plot::{nothing, page};
use crate::output::charts::labels::{heading, option_name};
use crate::output::comparison_tables::DifferenceRow;
use crate::output::finding::{difference, ranked, searched};
use crate::output::tables::Tables;
use crate::output::words::Words;

/// The most options on one page.
pub(super) const MOST: usize = 40;
/// What every option is watched for beside what it is judged by.
const BESIDE: [&str; 3] = ["harm", "privacy_harm", "backlog_mean"];

/// What shares are multiplied by to be read: they are shown in percentage points.
pub(crate) fn factor_of(unit: &str) -> f64 {
    if unit == "share" { 100.0 } else { 1.0 }
}

/// A context whose pages say that options are compared.
pub(super) fn compared<'a>(context: &ChartContext<'a>) -> ChartContext<'a> {
    ChartContext {
        option: context.words.text("kicker-comparison"),
        ..context.clone()
    }
}

fn spot(row: &DifferenceRow) -> Option<Spot> {
    let inner = (row.lower, row.upper);
    let outer = (
        row.simultaneous_lower.or(row.lower),
        row.simultaneous_upper.or(row.upper),
    );
    Spot::new(
        row.mean,
        inner,
        outer,
        (factor_of(&row.unit), Tone::of(&row.verdict)),
    )
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let (words, context) = (context.words, &compared(context));
    let main = context.judged_by.clone();
    let options = ranked(tables, &main);
    let Some(best) = options.first() else {
        return nothing(context, "forest");
    };
    let shown = &options[..options.len().min(MOST)];
    let mut measures = searched(tables, &main);
    measures.extend(BESIDE.map(str::to_owned));
    let mut panels: Vec<Panel> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for measure in &measures {
        if seen.contains(&measure.as_str()) {
            continue;
        }
        seen.push(measure);
        let rows: Vec<Option<&DifferenceRow>> =
            shown.iter().map(|id| difference(tables, id, measure)).collect();
        if let Some(row) = rows.iter().flatten().next() {
            panels.push(Panel {
                heading: heading(words, measure, &row.unit),
                spots: rows.iter().map(|row| row.and_then(spot)).collect(),
                nought: true,
            });
        }
    }
    panels.truncate(4);
    let title = title(words, tables, best, &main);
    let height = 232.0 + height_of(shown.len());
    let (mut picture, room) = page(context, &title, &words.text("forest-sentence"), height);
    let top = legend(&mut picture, context, (room.left + 6.0, room.top + 10.0));
    let room = room.inset(0.0, top - room.top, 0.0, 0.0);
    let names: Vec<String> = shown.iter().map(|id| option_name(tables, words, id)).collect();
    draw_panels(&mut picture, context, room, (&names, &panels), None);
    picture
}

/// Who leads, and whether that can be seen at all.
fn title(words: &Words, tables: &Tables, best: &str, measure: &str) -> String {
    let name = fit(&option_name(tables, words, best), 25.0, 420.0);
    let told = words.measure(measure);
    let row = difference(tables, best, measure);
    match row.map(|row| (row.verdict.as_str(), row)) {
        Some(("better", row)) => {
            let change = words.difference(row.mean.unwrap_or_default(), row.half_width, &row.unit);
            let values = [
                ("option", name.as_str()),
                ("measure", told.as_str()),
                ("change", change.as_str()),
            ];
            words.fill("forest-title", &values)
        }
        _ => words.fill("forest-title-none", &[("measure", &told)]),
    }
}
