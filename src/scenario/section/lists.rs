//! Reading lists, references to other things, and tables from ids to numbers.

use crate::scenario::field::{FieldSpec, Kind};
use crate::scenario::finding::Finding;
use crate::scenario::names::{Names, with_article};
use crate::scenario::range::Range;
use crate::scenario::reader::{item_path, joined};
use crate::scenario::section::Section;
use crate::scenario::section::values::in_unit;
use crate::scenario::tree::{Node, Value, quoted};
use serde_json::Value as Json;

impl Section<'_> {
    /// A list of numbers with a default; `lengths` are the fewest and the most.
    #[expect(
        clippy::too_many_arguments,
        reason = "one declaration says everything of a field"
    )]
    pub fn numbers(
        &self,
        key: &'static str,
        default: &[f64],
        lengths: (usize, usize),
        range: Range,
        unit: &'static str,
        about: &'static str,
        source: &'static str,
    ) -> Vec<f64> {
        let (fewest, most) = lengths;
        self.describe(key, || {
            FieldSpec::new(Kind::Numbers { fewest, most }, about)
                .default(default)
                .within(range, unit)
                .source(source)
        });
        self.read_numbers(key, lengths, range, unit)
            .unwrap_or_else(|| default.to_vec())
    }

    fn read_numbers(
        &self,
        key: &'static str,
        (fewest, most): (usize, usize),
        range: Range,
        unit: &'static str,
    ) -> Option<Vec<f64>> {
        let items = self.items(key, || format!("a list, each {}", in_unit(range, unit)))?;
        if !(fewest..=most).contains(&items.len()) {
            let allowed = if fewest == most {
                most.to_string()
            } else {
                format!("{fewest} to {most}")
            };
            self.error_allowed(
                key,
                format!("the list has {} numbers", items.len()),
                format!("{allowed} numbers"),
            );
            return None;
        }
        let path = joined(&self.path, key);
        let number = |(index, item)| self.checked_number(item, item_path(&path, index), range, unit);
        let numbers: Vec<Option<f64>> = items.iter().enumerate().map(number).collect();
        numbers.into_iter().collect()
    }

    /// A list of texts with a default.
    pub fn texts(&self, key: &'static str, default: &[&str], about: &'static str) -> Vec<String> {
        self.describe(key, || FieldSpec::new(Kind::Texts, about).default(default));
        let given = self.items(key, || "a list of texts".into());
        let Some(items) = given else {
            return default.iter().map(ToString::to_string).collect();
        };
        let path = joined(&self.path, key);
        let text = |(index, item)| {
            self.word(item, item_path(&path, index), || "a text".into())
                .map(str::to_owned)
        };
        items.iter().enumerate().filter_map(text).collect()
    }

    /// A reference that may be left out, as a position in `names`.
    pub fn reference(&self, key: &'static str, names: &Names, about: &'static str) -> Option<usize> {
        self.describe(key, || FieldSpec::new(Kind::Reference(names.what()), about));
        self.position(self.node(key)?, joined(&self.path, key), names)
    }

    /// A reference that has to be given; 0 where it is not.
    pub fn required_reference(&self, key: &'static str, names: &Names, about: &'static str) -> usize {
        self.describe(key, || {
            FieldSpec::new(Kind::Reference(names.what()), about).required()
        });
        if !self.given(key) {
            self.report_missing(key, id_of(names));
        }
        self.node(key)
            .and_then(|node| self.position(node, joined(&self.path, key), names))
            .unwrap_or(0)
    }

    /// A list of references, or the word `all`; the positions in order. None where the key is not given.
    pub fn references(&self, key: &'static str, names: &Names, about: &'static str) -> Vec<usize> {
        self.describe(key, || {
            FieldSpec::new(Kind::References(names.what()), about).default(Vec::<Json>::new())
        });
        if self
            .node(key)
            .is_some_and(|node| node.value == Value::Text("all".into()))
        {
            return (0..names.len()).collect();
        }
        let Some(items) = self.items(key, || format!("a list of ids of {}s, or \"all\"", names.what()))
        else {
            return Vec::new();
        };
        let path = joined(&self.path, key);
        let mut positions = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = item_path(&path, index);
            let Some(position) = self.position(item, path.clone(), names) else {
                continue;
            };
            if let Err(free) = positions.binary_search(&position) {
                positions.insert(free, position);
            } else {
                let message = format!("`{}` stands in the list twice", names.get(position));
                self.reader.report(Finding::error(item.at, path, message));
            }
        }
        positions
    }

    /// A table from ids to numbers, as one number for each of `names`; those left out take the default.
    #[expect(
        clippy::too_many_arguments,
        reason = "one declaration says everything of a field"
    )]
    pub fn by_name(
        &self,
        key: &'static str,
        names: &Names,
        default: f64,
        range: Range,
        unit: &'static str,
        about: &'static str,
        source: &'static str,
    ) -> Vec<f64> {
        self.describe(key, || {
            FieldSpec::new(Kind::ByName(names.what()), about)
                .default(default)
                .within(range, unit)
                .source(source)
        });
        self.read_by_name(key, names, range, unit)
            .into_iter()
            .map(|number| number.unwrap_or(default))
            .collect()
    }

    /// A table from ids to numbers, as one number for each of `names` that is given one.
    pub fn optional_by_name(
        &self,
        key: &'static str,
        names: &Names,
        range: Range,
        unit: &'static str,
        about: &'static str,
        source: &'static str,
    ) -> Vec<Option<f64>> {
        self.describe(key, || {
            FieldSpec::new(Kind::ByName(names.what()), about)
                .within(range, unit)
                .source(source)
        });
        self.read_by_name(key, names, range, unit)
    }

    fn read_by_name(
        &self,
        key: &'static str,
        names: &Names,
        range: Range,
        unit: &'static str,
    ) -> Vec<Option<f64>> {
        self.each_by_name(key, names, "numbers", |node, path| {
            self.checked_number(node, path, range, unit)
        })
    }

    /// A table from ids to days, as one day for each of `names` that is given one.
    pub fn days_by_name(&self, key: &'static str, names: &Names, about: &'static str) -> Vec<Option<f64>> {
        self.describe(key, || FieldSpec::new(Kind::DaysByName(names.what()), about));
        self.each_by_name(key, names, "days or dates", |node, path| {
            self.read_day(node, path)
        })
    }

    /// A list of days, rising; a single day is a list of one.
    pub fn days(&self, key: &'static str, about: &'static str) -> Vec<f64> {
        self.describe(key, || FieldSpec::new(Kind::Days, about));
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let single = matches!(node.value, Value::Date(_)) || node.value.number().is_some();
        let items = if single {
            vec![node.clone()]
        } else {
            self.items(key, || "a list of days or dates".to_owned())
                .unwrap_or_default()
        };
        let path = joined(&self.path, key);
        let days: Vec<f64> = items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| self.read_day(item, item_path(&path, index)))
            .collect();
        if days.windows(2).any(|pair| pair[0] >= pair[1]) {
            self.error_allowed(key, "the days do not rise", "days in order, each once");
        }
        days
    }

    /// What a table from ids holds, as one value for each of `names` that is given one.
    fn each_by_name<T: Clone>(
        &self,
        key: &'static str,
        names: &Names,
        of: &str,
        read: impl Fn(&Node, String) -> Option<T>,
    ) -> Vec<Option<T>> {
        let mut values = vec![None; names.len()];
        let Some(node) = self.node(key) else {
            return values;
        };
        let path = joined(&self.path, key);
        self.reader.ask_any(&path);
        let Value::Table(table) = &node.value else {
            self.report_sort(
                node,
                path,
                format!("a table from ids of {}s to {of}", names.what()),
            );
            return values;
        };
        for (id, node) in table {
            let path = joined(&path, id);
            match names.position(id) {
                Some(at) if node.value != Value::Broken => values[at] = read(node, path),
                Some(_) => {}
                None => self.report_no_such(Finding::error(node.key, path, ""), id, names),
            }
        }
        values
    }

    /// The position that a node names, or a fault.
    fn position(&self, node: &Node, path: String, names: &Names) -> Option<usize> {
        let id = self.word(node, path.clone(), || id_of(names))?;
        let position = names.position(id);
        if position.is_none() {
            self.report_no_such(Finding::error(node.at, path, ""), id, names);
        }
        position
    }

    /// The fault of an id that names nothing; silent where the thing may be in an unreadable part of the file.
    pub(super) fn report_no_such(&self, at: Finding, id: &str, names: &Names) {
        if self.reader.doubtful() {
            return;
        }
        let message = format!("there is no {} {}", names.what(), quoted(id));
        let finding = Finding { message, ..at }.nearest(names.nearest(id));
        let few = names.len() <= 12 && finding.nearest.is_none();
        let known = || names.iter().collect::<Vec<_>>().join(", ");
        self.reader
            .report(if few { finding.allowed(known()) } else { finding });
    }

    /// The items of a list. A text is a list as a table of spreadsheets writes it, `a;b;c`; a number is a list of one.
    fn items(&self, key: &'static str, wanted: impl FnOnce() -> String) -> Option<Vec<Node>> {
        let node = self.node(key)?;
        match &node.value {
            Value::List(items) => Some(
                items
                    .iter()
                    .filter(|item| item.value != Value::Broken)
                    .cloned()
                    .collect(),
            ),
            Value::Text(text) => {
                if text.trim().is_empty() {
                    return Some(Vec::new());
                }
                let cells: Vec<&str> = text.split(';').map(str::trim).collect();
                if cells.contains(&"") {
                    self.error_allowed(
                        key,
                        format!("an item of {} is empty", quoted(text)),
                        "something before and behind each `;`",
                    );
                    return None;
                }
                let items = cells.into_iter().map(Value::of_cell);
                Some(items.map(|item| Node::new(item, node.at)).collect())
            }
            Value::Integer(_) | Value::Float(_) => Some(vec![node.clone()]),
            Value::Flag(_) | Value::Date(_) | Value::Table(_) | Value::Broken => {
                self.report_sort(node, joined(&self.path, key), wanted());
                None
            }
        }
    }
}

fn id_of(names: &Names) -> String {
    format!("the id of {}", with_article(names.what()))
}
