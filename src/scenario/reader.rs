//! What all sections of one reading share: the faults found, the keys asked for, and, in describing mode, the fields.

use crate::scenario::date::Date;
use crate::scenario::field::FieldSpec;
use crate::scenario::finding::Finding;
use crate::scenario::limits::MOST_FINDINGS;
use crate::scenario::names::nearest;
use crate::scenario::tree::{Node, Table, Value};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// The keys that were asked for in one table.
#[derive(Debug, Default)]
struct Asked {
    keys: BTreeSet<&'static str>,
    /// Whether any key may stand here: a table keyed by ids, or one whose case is not known.
    any: bool,
}

/// The memory of one reading.
#[derive(Debug)]
pub struct Reader {
    findings: RefCell<Vec<Finding>>,
    asked: RefCell<BTreeMap<String, Asked>>,
    fields: Option<RefCell<Vec<FieldSpec>>>,
    start: Cell<Option<Date>>,
    doubtful: bool,
}

impl Reader {
    /// For reading a scenario; `doubtful` when parts of it could not be read, so that what seems missing may be there.
    pub fn reading(doubtful: bool) -> Self {
        Self {
            findings: RefCell::default(),
            asked: RefCell::default(),
            fields: None,
            start: Cell::default(),
            doubtful,
        }
    }

    /// For recording the fields that would be read.
    pub fn describing() -> Self {
        Self {
            fields: Some(RefCell::default()),
            ..Self::reading(false)
        }
    }

    /// Whether fields are recorded instead of read.
    pub fn describes(&self) -> bool {
        self.fields.is_some()
    }

    /// Whether something that seems missing may only be unreadable.
    pub fn doubtful(&self) -> bool {
        self.doubtful
    }

    /// The date of t = 0, if known.
    pub fn start(&self) -> Option<Date> {
        self.start.get()
    }

    /// Ties t = 0 to a date.
    pub fn set_start(&self, start: Option<Date>) {
        self.start.set(start);
    }

    /// Keeps a fault; in describing mode there is nothing to be wrong.
    pub fn report(&self, finding: Finding) {
        let mut findings = self.findings.borrow_mut();
        if !self.describes() && findings.len() < MOST_FINDINGS {
            findings.push(finding);
        }
    }

    /// How many faults were found so far.
    pub fn faults(&self) -> usize {
        self.findings.borrow().len()
    }

    /// Keeps a field, once.
    pub fn record(&self, field: FieldSpec) {
        if let Some(fields) = &self.fields {
            let mut fields = fields.borrow_mut();
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }

    /// Notes that a key of the table at `path` was asked for.
    pub fn ask(&self, path: &str, key: &'static str) {
        let mut asked = self.asked.borrow_mut();
        match asked.get_mut(path) {
            Some(known) => known.keys.insert(key),
            None => asked.entry(path.to_owned()).or_default().keys.insert(key),
        };
    }

    /// Notes that any key may stand in the table at `path`.
    pub fn ask_any(&self, path: &str) {
        self.asked.borrow_mut().entry(path.to_owned()).or_default().any = true;
    }

    /// The fields recorded.
    pub fn into_fields(self) -> Vec<FieldSpec> {
        self.fields.map(RefCell::into_inner).unwrap_or_default()
    }

    /// The faults found, with one for every key of `root` that nobody asked for.
    pub fn finish(self, root: &Table) -> Vec<Finding> {
        let asked = self.asked.into_inner();
        let mut findings = self.findings.into_inner();
        find_unknown(&asked, "", root, &mut findings);
        findings
    }
}

/// Finds the keys that nobody asked for in a table and in all below it that were opened.
fn find_unknown(asked: &BTreeMap<String, Asked>, path: &str, table: &Table, findings: &mut Vec<Finding>) {
    let known = asked.get(path);
    for (key, node) in table {
        if findings.len() >= MOST_FINDINGS {
            return;
        }
        let below = joined(path, key);
        match known {
            Some(known) if !known.any && !known.keys.contains(key.as_str()) => {
                findings.push(unknown_key(known, below, key, node));
            }
            _ => find_unknown_below(asked, &below, node, findings),
        }
    }
}

fn find_unknown_below(asked: &BTreeMap<String, Asked>, path: &str, node: &Node, findings: &mut Vec<Finding>) {
    match &node.value {
        Value::Table(table) => find_unknown(asked, path, table, findings),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if let Value::Table(table) = &item.value {
                    find_unknown(asked, &item_path(path, index), table, findings);
                }
            }
        }
        Value::Flag(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Broken => {}
    }
}

fn unknown_key(known: &Asked, path: String, key: &str, node: &Node) -> Finding {
    let finding = Finding::error(node.key, path, "no such key");
    match nearest(key, known.keys.iter().copied()) {
        Some(meant) => finding.nearest(Some(meant)),
        None if known.keys.is_empty() => finding,
        None => finding.allowed(known.keys.iter().copied().collect::<Vec<_>>().join(", ")),
    }
}

/// The path of a key below a path.
pub fn joined(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// The path of an item of a list; items are counted from 1, as people count.
pub fn item_path(path: &str, index: usize) -> String {
    format!("{path}[{}]", index + 1)
}
