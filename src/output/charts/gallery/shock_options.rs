//! How options hold up under each shock: the level of sharing after it, less the baseline's under the same shock.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::forest::{MOST, compared, factor_of};
use crate::output::charts::gallery::intervals::{Panel, Spot, Tone, draw as draw_panels, height_of, legend};
use crate::output::charts::gallery::picture::{Picture, fit};
use crate::output::charts::gallery::plot::{nothing, page};
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
    let Some(most) = drawn.max_by(|one, other| one.mean.unwrap_or(0.0).total_cmp(&other.mean.unwrap_or(0.0)))
    else {
        return nothing(context, "shock-options");
    };
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
    let values = [
        (
            "option",
            fit(&option_name(tables, words, &most.option), 25.0, 300.0),
        ),
        ("shock", fit(&shock_name(context, &most.shock), 25.0, 300.0)),
        (
            "change",
            words.difference(most.mean.unwrap_or_default(), None, &most.unit),
        ),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let title = if most.verdict == "better" {
        "shock-options-title"
    } else {
        "shock-options-title-none"
    };
    let said = words.text("shock-options-sentence");
    let (mut picture, room) = page(
        context,
        &words.fill(title, &values),
        &said,
        240.0 + height_of(options.len()),
    );
    let top = legend(&mut picture, context, (room.left + 6.0, room.top + 10.0));
    let room = room.inset(0.0, top - room.top, 0.0, 0.0);
    let names: Vec<String> = options.iter().map(|id| option_name(tables, words, id)).collect();
    draw_panels(&mut picture, context, room, (&names, &panels), None);
    picture
}
