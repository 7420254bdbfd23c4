//! Why options work: the part of each difference that law, trust, interests and capacity carry (Shapley values).

use crate::output::charts::context::{ChartContext, finite};
use crate::output::charts::gallery::forest::{MOST, compared, factor_of};
use crate::output::charts::gallery::intervals::{
    Panel, Spot, Tone, common_range, draw as draw_panels, height_of,
};
use crate::output::charts::gallery::picture::{Picture, fit};
use crate::output::charts::gallery::plot::{nothing, page};
use crate::output::charts::labels::option_name;
use crate::output::comparison_tables::DriverRow;
use crate::output::finding::{leader, ranked};
use crate::output::tables::Tables;

/// The drivers, and the whole that they add up to.
const DRIVERS: [&str; 5] = ["law", "trust", "interests", "capacity", "total"];

pub(super) fn draw(context: &ChartContext, tables: &Tables) -> Picture {
    let (words, context) = (context.words, &compared(context));
    let all = &tables.comparison.drivers;
    let main = context.judged_by.clone();
    let measure = if all.iter().any(|row| row.measure == main) {
        main.clone()
    } else {
        all.first().map_or(main.clone(), |row| row.measure.clone())
    };
    let rows: Vec<&DriverRow> = all.iter().filter(|row| row.measure == measure).collect();
    let of = |option: &str, driver: &str| {
        let row = rows
            .iter()
            .find(|row| row.option == option && row.driver == driver);
        row.copied()
    };
    let mut options = ranked(tables, &main);
    options.retain(|option| rows.iter().any(|row| row.option == *option));
    options.truncate(MOST);
    let best = leader(tables, &main).filter(|best| options.contains(best));
    let Some(best) = best.or_else(|| options.first().cloned()) else {
        return nothing(context, "drivers");
    };
    let unit = rows.first().map_or("", |row| row.unit.as_str());
    let panels: Vec<Panel> = DRIVERS
        .iter()
        .map(|driver| Panel {
            heading: words.text(&format!("driver-{driver}")),
            spots: options
                .iter()
                .map(|option| {
                    let row = of(option, driver)?;
                    let ends = (row.lower, row.upper);
                    Spot::new(
                        row.mean,
                        ends,
                        ends,
                        (factor_of(unit), tone(row, &measure, tables)),
                    )
                })
                .collect(),
            nought: true,
        })
        .collect();
    let largest = DRIVERS[..4]
        .iter()
        .filter_map(|driver| Some((*driver, finite(of(&best, driver)?.mean)?)))
        .max_by(|one, other| one.1.abs().total_cmp(&other.1.abs()));
    let driver = largest.map_or_else(String::new, |(driver, _)| words.text(&format!("driver-{driver}")));
    let values = [
        ("driver", driver.as_str()),
        ("option", &fit(&option_name(tables, words, &best), 25.0, 420.0)),
    ];
    let title = words.fill("drivers-title", &values);
    let said = words.fill(
        "drivers-sentence",
        &[
            ("measure", &words.measure(&measure)),
            ("unit", &words.difference_unit(unit)),
        ],
    );
    let (mut picture, room) = page(context, &title, &said, 216.0 + height_of(options.len()));
    let names: Vec<String> = options.iter().map(|id| option_name(tables, words, id)).collect();
    let common = common_range(&panels);
    draw_panels(&mut picture, context, room, (&names, &panels), Some(common));
    picture
}

/// Whether a driver surely helps or hurts: which way is better is known from the differences.
fn tone(row: &DriverRow, measure: &str, tables: &Tables) -> Tone {
    let mut differences = tables.comparison.differences.iter();
    let better = differences
        .find(|difference| difference.measure == measure)
        .map_or("more", |difference| difference.better.as_str());
    let surely_more = finite(row.lower).is_some_and(|low| low > 0.0);
    let surely_less = finite(row.upper).is_some_and(|high| high < 0.0);
    match better {
        "more" if surely_more => Tone::Better,
        "more" if surely_less => Tone::Worse,
        "less" if surely_less => Tone::Better,
        "less" if surely_more => Tone::Worse,
        _ => Tone::Neither,
    }
}
