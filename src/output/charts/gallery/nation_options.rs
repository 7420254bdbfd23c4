//! What the leading option changes for each nation, as a forest plot: gains and burdens side by side.

use crate::output::charts::context::ChartContext;
use crate::output::charts::gallery::forest::{compared, factor_of};
use crate::output::charts::gallery::intervals::{Panel, Spot, Tone, draw as draw_panels, height_of, legend};
use crate::output::charts::gallery::picture::{Picture, fit};
use crate::output::charts::gallery::plot::{nothing, page};
use crate::output::charts::labels::{heading, option_name};
use crate::output::comparison_tables::NationDifferenceRow;
use crate::output::finding::leader;
use crate::output::tables::Tables;

/// The nations on one page where few differ detectably from the baseline.
const USUAL: usize = 45;
/// The most nations on one page.
const MOST: usize = 150;
/// What is shown of each: gains first, then burdens.
const SHOWN: [&str; 4] = ["harm", "pieces_given", "requests_received", "privacy_harm"];

/// Rows of the leading option about nations, in one measure.
fn rows_of<'a>(
    tables: &'a Tables,
    option: &'a str,
    measure: &'a str,
) -> impl Iterator<Item = &'a NationDifferenceRow> {
    let rows = tables.comparison.nation_differences.iter();
    rows.filter(move |row| row.option == option && row.level == "nation" && row.measure == measure)
}

/// The nations that are drawn, in order: all where they fit; else each that differs detectably from the baseline, and of
/// the others those that gain and that lose most. Of more than the page holds, the outermost.
fn shown<'a>(by_harm: &[&'a NationDifferenceRow]) -> Vec<&'a NationDifferenceRow> {
    let detectable = |place: usize| Tone::of(&by_harm[place].verdict) != Tone::Neither;
    // From both ends inwards: the first, the last, the second, the last but one.
    let inwards = (0..by_harm.len()).map(|turn| match turn % 2 {
        0 => turn / 2,
        _ => by_harm.len() - 1 - turn / 2,
    });
    let (mut places, others): (Vec<usize>, Vec<usize>) = inwards.partition(|place| detectable(*place));
    places.truncate(MOST);
    let free = USUAL.saturating_sub(places.len());
    places.extend(others.into_iter().take(free));
    places.sort_unstable();
    places.into_iter().map(|place| by_harm[place]).collect()
}

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let (words, context) = (context.words, &compared(context));
    let Some(best) = leader(tables, &context.judged_by) else {
        return nothing(context, "nation-options");
    };
    let mut by_harm: Vec<&NationDifferenceRow> = rows_of(tables, &best, "harm").collect();
    by_harm.sort_by(|one, other| {
        let of = |row: &NationDifferenceRow| row.mean.filter(|mean| mean.is_finite()).unwrap_or(0.0);
        of(one)
            .total_cmp(&of(other))
            .then_with(|| one.name.cmp(&other.name))
    });
    if by_harm.is_empty() {
        return nothing(context, "nation-options");
    }
    let count = |verdict: &str| by_harm.iter().filter(|row| row.verdict == verdict).count();
    let name = fit(&option_name(tables, words, &best), 25.0, 420.0);
    let title = words.say(
        "nation-options-title",
        &[
            ("option", name.into()),
            ("better", count("better").into()),
            ("worse", count("worse").into()),
            ("n", by_harm.len().into()),
        ],
    );
    let shown = shown(&by_harm);
    let panels: Vec<Panel> = SHOWN
        .iter()
        .filter_map(|measure| {
            let rows: Vec<_> = rows_of(tables, &best, measure).collect();
            let unit = &rows.first()?.unit;
            let spots = shown.iter().map(|nation| {
                let row = rows.iter().find(|row| row.nation == nation.nation)?;
                let outer = (
                    row.simultaneous_lower.or(row.lower),
                    row.simultaneous_upper.or(row.upper),
                );
                let tone = Tone::of(&row.verdict);
                Spot::new(row.mean, (row.lower, row.upper), outer, (factor_of(unit), tone))
            });
            Some(Panel {
                heading: heading(words, measure, unit),
                spots: spots.collect(),
                nought: true,
            })
        })
        .collect();
    let height = 232.0 + height_of(shown.len());
    let mut said = words.text("nation-options-sentence");
    if shown.len() < by_harm.len() {
        let values = [("shown", shown.len().into()), ("n", by_harm.len().into())];
        said = format!("{said} {}", words.say("nation-options-shown", &values));
    }
    let (mut picture, room) = page(context, &title, &said, height);
    let top = legend(&mut picture, context, (room.left + 6.0, room.top + 10.0));
    let room = room.inset(0.0, top - room.top, 0.0, 0.0);
    let names: Vec<String> = shown
        .iter()
        .map(|row| {
            if row.name.is_empty() {
                row.nation.clone()
            } else {
                row.name.clone()
            }
        })
        .collect();
    draw_panels(&mut picture, context, room, (&names, &panels), None);
    picture
}
