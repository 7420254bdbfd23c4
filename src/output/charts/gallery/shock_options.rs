//! How options hold up under each shock: the level of sharing after it, less the baseline's under the same shock.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::forest::{MOST, compared, factor_of};
use crate::output::charts::gallery::intervals::{Panel, Spot, Tone, draw as draw_panels, height_of, legend};
use crate::output::charts::gallery::picture::{Picture, fit};
use crate::output::charts::gallery::plot::{TITLE, fits_title, nothing, page};
use crate::output::charts::gallery::shock::shock_name;
use crate::output::charts::labels::option_name;
use crate::output::comparison_tables::ShockDifferenceRow;
use crate::output::finding::ranked;
use crate::output::tables::Tables;

const MEASURE: &str = "sharing_effectiveness";
/// The quantity that is drawn; the table has the others.
const QUANTITY: &str = "level";
/// The most shocks side by side.
const MOST_SHOCKS: usize = 4;

/// The rows that are drawn.
fn rows(tables: &Tables) -> impl Iterator<Item = &ShockDifferenceRow> {
    let rows = tables.comparison.shock_differences.iter();
    rows.filter(|row| row.measure == MEASURE && row.quantity == QUANTITY)
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let (words, context) = (context.words, &compared(context));
    let mut shocks: Vec<&str> = Vec::new();
    for row in rows(tables) {
        if !shocks.contains(&row.shock.as_str()) {
            shocks.push(&row.shock);
        }
    }
    shocks.truncate(MOST_SHOCKS);
    let mut options = ranked(tables, &context.judged_by);
    options.retain(|option| rows(tables).any(|row| row.option == *option));
    options.truncate(MOST);
    let drawn = rows(tables).filter(|row| finite(row.mean).is_some() && shocks.contains(&row.shock.as_str()));
    let drawn: Vec<&ShockDifferenceRow> = drawn.collect();
    if drawn.is_empty() {
        return nothing(context, "shock-options");
    }
    let panels: Vec<Panel> = shocks
        .iter()
        .map(|shock| Panel {
            heading: shock_name(context, shock),
            spots: options
                .iter()
                .map(|option| {
                    let row = rows(tables).find(|row| row.option == *option && row.shock == *shock)?;
                    let ends = (row.lower, row.upper);
                    let tone = Tone::of(&row.verdict);
                    Spot::new(row.mean, ends, ends, (factor_of(&row.unit), tone))
                })
                .collect(),
            nought: true,
        })
        .collect();
    let title = title(context, tables, &drawn);
    let said = words.text("shock-options-sentence");
    let (mut picture, room) = page(context, &title, &said, 240.0 + height_of(options.len()));
    let top = legend(&mut picture, context, (room.left + 6.0, room.top + 10.0));
    let room = room.inset(0.0, top - room.top, 0.0, 0.0);
    let names: Vec<String> = options.iter().map(|id| option_name(tables, words, id)).collect();
    draw_panels(&mut picture, context, room, (&names, &panels), None);
    picture
}

/// Which option, surely better than the baseline, has the highest mean after which shock. Names are cut only if the
/// title would not fit on its lines.
fn title(context: &ChartContext, tables: &Tables, drawn: &[&ShockDifferenceRow]) -> String {
    let words = context.words;
    let surely = drawn.iter().filter(|row| row.verdict == "better");
    let Some(most) =
        surely.max_by(|one, other| one.mean.unwrap_or(0.0).total_cmp(&other.mean.unwrap_or(0.0)))
    else {
        return words.text("shock-options-title-none");
    };
    let option = option_name(tables, words, &most.option);
    let shock = shock_name(context, &most.shock);
    let change = words.difference(most.mean.unwrap_or_default(), None, &most.unit);
    let said = |width: f64| {
        let values = [
            ("option", fit(&option, TITLE, width)),
            ("shock", fit(&shock, TITLE, width)),
            ("change", change.clone()),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        words.fill("shock-options-title", &values)
    };
    let whole = said(f64::INFINITY);
    if fits_title(&whole) { whole } else { said(300.0) }
}
