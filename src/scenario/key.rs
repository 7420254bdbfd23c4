//! Keys of a scenario as people write them, `nation.usa.capacity`, and the fields that they name.

use crate::scenario::field::{FieldSpec, Step};
use crate::scenario::names::nearest;

/// The field that a key names, whether or not the ids in it exist.
pub fn field_of<'f>(fields: &'f [FieldSpec], key: &str) -> Option<&'f FieldSpec> {
    let segments: Vec<&str> = key.split('.').map(str::trim).collect();
    fields.iter().find(|field| matches(&field.steps, &segments))
}

fn matches(steps: &[Step], segments: &[&str]) -> bool {
    match (steps, segments) {
        ([], []) => true,
        ([Step::Case { .. }, steps @ ..], _) => matches(steps, segments),
        ([Step::Key(key), steps @ ..], [segment, rest @ ..]) => key == segment && matches(steps, rest),
        ([Step::Each, steps @ ..], [_, rest @ ..]) => matches(steps, rest),
        ([Step::Item, steps @ ..], [segment, rest @ ..]) => {
            segment.parse::<usize>().is_ok_and(|number| number > 0) && matches(steps, rest)
        }
        _ => false,
    }
}

/// The key that was probably meant: that of a field with the ids that stand in the key.
pub fn nearest_key(fields: &[FieldSpec], key: &str) -> Option<String> {
    let segments: Vec<&str> = key.split('.').map(str::trim).collect();
    let filled: Vec<String> = fields
        .iter()
        .filter_map(|field| fill(&field.steps, &segments))
        .collect();
    nearest(key, filled.iter().map(String::as_str)).map(str::to_owned)
}

/// The path of a field with the ids and numbers that stand at its places.
fn fill(steps: &[Step], segments: &[&str]) -> Option<String> {
    let mut path: Vec<&str> = Vec::new();
    let walked = steps.iter().filter(|step| !matches!(step, Step::Case { .. }));
    for (n, step) in walked.enumerate() {
        path.push(match step {
            Step::Key(key) => key,
            Step::Each | Step::Item | Step::Case { .. } => segments.get(n)?,
        });
    }
    (path.len() == segments.len()).then(|| path.join("."))
}

/// The table and the id that a key steps into first, where it steps into a table keyed by ids.
pub fn entry_of(field: &FieldSpec, key: &str) -> Option<(&'static str, String)> {
    match field.steps.as_slice() {
        [Step::Key(table), Step::Each, ..] => {
            let id = key.split('.').nth(1)?.trim().to_owned();
            Some((table, id))
        }
        _ => None,
    }
}
