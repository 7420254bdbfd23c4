//! What charts and reports call things alike, and which assumptions both show. Charts need a painter, these do not.

use crate::output::answer::name_of;
use crate::output::charts::context::finite;
use crate::output::comparison_tables::TornadoRow;
use crate::output::tables::Tables;
use crate::output::words::Words;

/// The assumptions that are shown.
pub(crate) const SHOWN: usize = 5;

/// The name of an option for the reader; of the baseline in the language of the page.
pub(crate) fn option_name(tables: &Tables, words: &Words, id: &str) -> String {
    if id == "baseline" {
        return words.text("baseline");
    }
    name_of(&tables.comparison, id)
}

/// A measure with its unit, as the heading of a panel of differences.
pub(crate) fn heading(words: &Words, measure: &str, unit: &str) -> String {
    let (name, unit) = (words.measure(measure), words.difference_unit(unit));
    if unit.is_empty() || name.contains(&unit) {
        name
    } else {
        format!("{name}, {unit}")
    }
}

/// The assumptions that matter most, largest swing first, for the measure that options are judged by.
pub(crate) fn leading<'a>(tables: &'a Tables, judged_by: &str) -> Vec<&'a TornadoRow> {
    let all = &tables.comparison.tornado;
    let main = judged_by.to_owned();
    let measure = if all.iter().any(|row| row.measure == main) {
        main
    } else {
        all.first().map_or(main, |row| row.measure.clone())
    };
    let first = all
        .iter()
        .find(|row| row.measure == measure)
        .map(|row| row.option.clone());
    let mut rows: Vec<&TornadoRow> = all
        .iter()
        .filter(|row| row.measure == measure && Some(&row.option) == first.as_ref())
        .filter(|row| finite(row.difference_low).is_some() && finite(row.difference_high).is_some())
        .collect();
    rows.sort_by_key(|row| row.rank);
    rows.truncate(SHOWN);
    rows
}

/// The key of an assumption as words: `trust.half_life` is read as `trust: half life`.
pub(crate) fn assumption_name(words: &Words, row: &TornadoRow) -> String {
    let mut parts: Vec<String> = row
        .assumption
        .split('.')
        .map(|part| part.replace('_', " "))
        .collect();
    let mut key = parts.remove(0);
    for part in parts {
        key = words.fill("part-of", &[("name", &key), ("part", &part)]);
    }
    if row.uncertainty == "structure" {
        words.fill("tornado-mechanism", &[("name", &key)])
    } else {
        key
    }
}
