//! How options do when assumptions are wrong: difference, regret and how often each is best, over the worlds drawn.

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::forest::{MOST, compared, factor_of};
use crate::output::charts::gallery::intervals::{Panel, Spot, Tone, draw as draw_panels, height_of};
use crate::output::charts::gallery::picture::{Picture, fit};
use crate::output::charts::gallery::plot::{nothing, page};
use crate::output::charts::labels::option_name;
use crate::output::comparison_tables::RobustnessRow;
use crate::output::tables::Tables;

/// What is drawn of each option: its heading, the numbers, and whether the scale reaches to nought.
type Quantity = (&'static str, fn(&RobustnessRow, f64) -> Option<Spot>, bool);

/// The spread over worlds is no interval of an estimate, so nothing here is judged better or worse.
fn spot(mean: Option<f64>, from: Option<f64>, to: Option<f64>, factor: f64) -> Option<Spot> {
    Spot::new(mean, (from, to), (from, to), (factor, Tone::Neither))
}

const QUANTITIES: [Quantity; 3] = [
    (
        "robustness-difference",
        |row, factor| spot(row.difference, row.difference_q05, row.difference_q95, factor),
        true,
    ),
    (
        "robustness-regret",
        |row, factor| spot(row.mean_regret, row.mean_regret, row.max_regret, factor),
        true,
    ),
    (
        "robustness-best",
        |row, _| spot(row.best_share, row.best_share, row.best_share, 100.0),
        true,
    ),
];

/// Where there is a target, how often it is met stands in place of how often an option is best.
const SATISFICING: Quantity = (
    "robustness-satisficing",
    |row, _| {
        spot(
            row.satisficing,
            row.satisficing_lower,
            row.satisficing_upper,
            100.0,
        )
    },
    true,
);

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let (words, context) = (context.words, &compared(context));
    let all = &tables.comparison.robustness;
    let main = context.judged_by.clone();
    let measure = if all.iter().any(|row| row.measure == main) {
        main
    } else {
        all.first().map_or(main, |row| row.measure.clone())
    };
    let mut rows: Vec<&RobustnessRow> = all.iter().filter(|row| row.measure == measure).collect();
    rows.sort_by(|one, other| {
        let regret = |row: &RobustnessRow| finite(row.mean_regret).unwrap_or(f64::INFINITY);
        regret(one)
            .total_cmp(&regret(other))
            .then_with(|| one.option.cmp(&other.option))
    });
    rows.truncate(MOST);
    let Some(least) = rows.first() else {
        return nothing(context, "robustness");
    };
    let factor = factor_of(&least.unit);
    let unit = words.difference_unit(&least.unit);
    let mut quantities = QUANTITIES;
    if rows.iter().any(|row| finite(row.satisficing).is_some()) {
        quantities[2] = SATISFICING;
    }
    let panels: Vec<Panel> = quantities
        .iter()
        .map(|(id, pick, nought)| Panel {
            heading: words.fill(id, &[("unit", &unit), ("target", &least.target)]),
            spots: rows.iter().map(|row| pick(row, factor)).collect(),
            nought: *nought,
        })
        .collect();
    let regret = words.amount(least.mean_regret.unwrap_or_default(), None, &least.unit);
    let values = [
        (
            "option",
            fit(&option_name(tables, words, &least.option), 25.0, 420.0),
        ),
        ("regret", regret),
        ("measure", words.measure(&measure)),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let said = words.say(
        "robustness-sentence",
        &[
            ("worlds", least.worlds.into()),
            ("measure", words.measure(&measure).into()),
        ],
    );
    let height = 216.0 + height_of(rows.len());
    let (mut picture, room) = page(context, &words.fill("robustness-title", &values), &said, height);
    let names: Vec<String> = rows
        .iter()
        .map(|row| option_name(tables, words, &row.option))
        .collect();
    draw_panels(&mut picture, context, room, (&names, &panels), None);
    picture
}
