//! Reading tables below a table: plain ones, ones keyed by ids or by pairs of ids, lists of them, and tagged ones.

use crate::engine::identity::Identity;
use crate::scenario::field::{FieldSpec, Kind, Step};
use crate::scenario::finding::Finding;
use crate::scenario::limits::{LONGEST_ID, MOST_ENTRIES};
use crate::scenario::names::{Names, nearest, sort_by_identity};
use crate::scenario::reader::{item_path, joined};
use crate::scenario::section::Section;
use crate::scenario::tree::{Node, Spot, Table, Value};

/// A case of a tagged table: its name, what it means, and how it is read.
pub type Case<'f, T> = (&'static str, &'static str, &'f dyn Fn(&Section) -> T);

impl<'a> Section<'a> {
    /// A table; an empty one where it is not given.
    #[must_use]
    pub fn table(&self, key: &'static str, about: &'static str) -> Section<'a> {
        self.describe(key, || FieldSpec::new(Kind::Table, about));
        let node = self
            .node(key)
            .filter(|node| self.is_table(node, &joined(&self.path, key)));
        self.below(joined(&self.path, key), node, &[Step::Key(key)])
    }

    /// A table, where it is given.
    pub fn optional_table(&self, key: &'static str, about: &'static str) -> Option<Section<'a>> {
        let given = self
            .node(key)
            .is_some_and(|node| matches!(node.value, Value::Table(_)));
        let table = self.table(key, about);
        (given || self.describing()).then_some(table)
    }

    /// The entries of a table that is keyed by ids, in order of identity; in describing mode one, called `*`.
    pub fn entries(&self, key: &'static str, about: &'static str) -> Vec<(String, Section<'a>)> {
        self.describe(key, || FieldSpec::new(Kind::Keyed, about));
        let steps = [Step::Key(key), Step::Each];
        let path = joined(&self.path, key);
        if self.describing() {
            return vec![("*".into(), self.below(joined(&path, "*"), None, &steps))];
        }
        let Some(table) = self.keyed(key, &path) else {
            return Vec::new();
        };
        let mut entries = Vec::with_capacity(table.len());
        for (id, node) in table {
            let path = joined(&path, id);
            if self.is_entry(key, (id, node), table, &path) && self.is_table(node, &path) {
                entries.push((id.clone(), self.below(path, Some(node), &steps)));
            }
        }
        sort_by_identity(&mut entries, |(id, _)| id);
        report_collisions(&entries);
        entries
    }

    /// The tables at `key.<from>.<to>`, with the positions of both in `names`, in order; nothing is paired with itself.
    pub fn pairs(
        &self,
        key: &'static str,
        names: &Names,
        about: &'static str,
    ) -> Vec<(usize, usize, Section<'a>)> {
        self.describe(key, || FieldSpec::new(Kind::Keyed, about));
        let steps = [Step::Key(key), Step::Each, Step::Each];
        let path = joined(&self.path, key);
        if self.describing() {
            return vec![(0, 0, self.below(joined(&path, "*.*"), None, &steps))];
        }
        let Some(table) = self.keyed(key, &path) else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (from, outer, row) in self.named(table, &path, names) {
            let path = joined(&path, from);
            self.reader.ask_any(&path);
            let Value::Table(table) = &outer.value else {
                continue;
            };
            for (to, inner, column) in self.named(table, &path, names) {
                let path = joined(&path, to);
                if row == column {
                    self.reader
                        .report(Finding::error(inner.key, path, "nothing is paired with itself"));
                } else {
                    pairs.push((row, column, self.below(path, Some(inner), &steps)));
                }
            }
        }
        pairs.sort_by_key(|(row, column, _)| (*row, *column));
        pairs
    }

    /// The tables of a list, in the order of the file; in describing mode one.
    pub fn list(&self, key: &'static str, about: &'static str) -> Vec<Section<'a>> {
        self.describe(key, || FieldSpec::new(Kind::Tables, about));
        let steps = [Step::Key(key), Step::Item];
        let path = joined(&self.path, key);
        if self.describing() {
            return vec![self.below(format!("{path}[]"), None, &steps)];
        }
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let Value::List(items) = &node.value else {
            self.report_sort(node, path, "a list of tables");
            return Vec::new();
        };
        let items = items
            .iter()
            .enumerate()
            .map(|(index, item)| (item_path(&path, index), item));
        items
            .filter(|(path, item)| self.is_table(item, path))
            .map(|(path, item)| self.below(path, Some(item), &steps))
            .collect()
    }

    /// A tagged table: the word at `tag` says which case this table is, and the case reads the rest. None where the tag
    /// is missing without a default, or unknown. In describing mode every case is read.
    pub fn variant<T>(&self, tag: &'static str, default: Option<&str>, cases: &[Case<'_, T>]) -> Option<T> {
        if self.describing() {
            return self.describe_cases(tag, default, cases);
        }
        let names = || cases.iter().map(|(name, ..)| *name);
        let path = joined(&self.path, tag);
        let word = match self.node(tag) {
            Some(node) => self.word(node, path.clone(), || names().collect::<Vec<_>>().join(", ")),
            None if self.given(tag) => None,
            None => {
                if default.is_none() {
                    self.report_missing(tag, names().collect::<Vec<_>>().join(", "));
                }
                default
            }
        };
        let case = word.and_then(|word| cases.iter().find(|(name, ..)| *name == word));
        if let Some((_, _, read)) = case {
            return Some(read(self));
        }
        self.reader.ask_any(&self.path);
        if let (Some(word), Some(node)) = (word, self.node(tag)) {
            self.report_unknown_word(node, path, word, names());
        }
        None
    }

    fn describe_cases<T>(
        &self,
        tag: &'static str,
        default: Option<&str>,
        cases: &[Case<'_, T>],
    ) -> Option<T> {
        self.describe(tag, || {
            let kind = Kind::Tag(cases.iter().map(|(name, about, _)| (*name, *about)).collect());
            let field = FieldSpec::new(kind, "which of the cases this is");
            match default {
                Some(default) => field.default(default).source("the usual case"),
                None => field.required(),
            }
        });
        let mut chosen = None;
        for (name, _, read) in cases {
            let value = read(&self.below(self.path.clone(), None, &[Step::Case { tag, name }]));
            if chosen.is_none() || Some(*name) == default {
                chosen = Some(value);
            }
        }
        chosen
    }

    /// The table of entries at a key, if it is one and not too large.
    fn keyed(&self, key: &'static str, path: &str) -> Option<&'a Table> {
        let node = self.node(key)?;
        self.reader.ask_any(path);
        if !self.is_table(node, path) {
            return None;
        }
        let Value::Table(table) = &node.value else {
            return None;
        };
        if table.len() > MOST_ENTRIES {
            let message = format!("{} entries are too many; the most is {MOST_ENTRIES}", table.len());
            self.reader.report(Finding::too_large(node.key, path, message));
            return None;
        }
        Some(table)
    }

    /// The tables of a table whose keys are among `names`, with the positions; faults for the rest.
    fn named<'t>(&self, table: &'t Table, path: &str, names: &Names) -> Vec<(&'t String, &'t Node, usize)> {
        let mut found = Vec::with_capacity(table.len());
        for (id, node) in table {
            let path = joined(path, id);
            match names.position(id) {
                Some(position) if self.is_table(node, &path) => found.push((id, node, position)),
                Some(_) => {}
                None => {
                    self.reader.ask_any(&path);
                    self.report_no_such(Finding::error(node.key, path, ""), id, names);
                }
            }
        }
        found
    }

    /// Whether a node is a table; a fault where it is something else.
    fn is_table(&self, node: &Node, path: &str) -> bool {
        let table = matches!(node.value, Value::Table(_));
        if !table && node.value != Value::Broken {
            self.report_sort(node, path.to_owned(), "a table");
        }
        table
    }

    /// Whether an entry may stand: its id is well formed, and it is not one that `--set` made up by a slip.
    fn is_entry(&self, what: &str, (id, node): (&str, &Node), table: &Table, path: &str) -> bool {
        let made_up = |node: &Node| matches!(node.key, Spot::Argument(_));
        if made_up(node) {
            let message = format!("there is no {what} `{id}`; --set changes only what the file has");
            let known = table.iter().filter(|(_, node)| !made_up(node));
            let meant = nearest(id, known.map(|(id, _)| id.as_str()));
            self.reader
                .report(Finding::error(node.key, path, message).nearest(meant));
            return false;
        }
        if let Some(meaning) = reserved(what, id) {
            let message = format!("`{id}` cannot be an id here: {meaning}");
            self.reader
                .report(Finding::error(node.key, path, message).allowed("another id"));
            return false;
        }
        let formed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
        let starts = id.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        let valid = starts && id.len() <= LONGEST_ID && id.chars().all(formed);
        if !valid {
            let allowed =
                format!("1 to {LONGEST_ID} of a to z, 0 to 9, _ and -, beginning with a letter or a digit");
            self.reader
                .report(Finding::error(node.key, path, "this cannot be an id").allowed(allowed));
        }
        valid
    }
}

/// What an id means already, where it cannot be given to such a thing.
fn reserved(what: &str, id: &str) -> Option<&'static str> {
    match (what, id) {
        ("option", "baseline") => Some("tables name the scenario without any option so"),
        ("option", "compare") => Some("its folder would have the name of a comparison's"),
        ("nation", "all") => Some("in lists it stands for every one"),
        _ => None,
    }
}

/// Two ids with one hash would share their luck.
fn report_collisions(entries: &[(String, Section)]) {
    for pair in entries.windows(2) {
        let [(one, _), (other, section)] = pair else {
            continue;
        };
        if Identity::of(one) == Identity::of(other) {
            section.error(
                "",
                format!("by rare chance this id has the same hash as `{one}`; choose another"),
            );
        }
    }
}
