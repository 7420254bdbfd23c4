//! A table of a scenario as the nouns read it: each field is declared once, where it is read, and this one declaration
//! reads it, checks it, and describes it for the schema and the reference.

mod lists;
pub mod quantities;
pub mod tables;
mod values;

use crate::scenario::date::Date;
use crate::scenario::fault::Severity;
use crate::scenario::field::{FieldSpec, Step, path_of};
use crate::scenario::finding::Finding;
use crate::scenario::reader::{Reader, joined};
use crate::scenario::tree::{Node, Spot, Table, Value};

/// A table of a scenario, or the place where one would stand. Faults are collected, never returned: a faulty value
/// reads as its default, and the load fails at the end with all faults at once.
#[derive(Debug)]
pub struct Section<'a> {
    reader: &'a Reader,
    table: Option<&'a Table>,
    spot: Spot,
    path: String,
    /// The way here, kept in describing mode only.
    steps: Vec<Step>,
}

impl<'a> Section<'a> {
    /// The top of a scenario.
    pub fn root(reader: &'a Reader, table: Option<&'a Table>, spot: Spot) -> Self {
        Self {
            reader,
            table,
            spot,
            path: String::new(),
            steps: Vec::new(),
        }
    }

    /// Keys from the top to here, as in `nation.usa`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether a key is given here, rightly or wrongly.
    pub fn given(&self, key: &'static str) -> bool {
        self.reader.ask(&self.path, key);
        self.table.is_some_and(|table| table.contains_key(key))
    }

    /// Whether fields are only being described: everything reads as its default.
    pub fn describing(&self) -> bool {
        self.reader.describes()
    }

    /// Whether parts of the scenario could not be read, so that what seems missing may be there.
    pub fn doubtful(&self) -> bool {
        self.reader.doubtful()
    }

    /// How many faults were found so far.
    pub fn faults(&self) -> usize {
        self.reader.faults()
    }

    /// Ties t = 0 to a date for every `day` read from now on, in any section.
    pub fn set_start(&self, start: Option<Date>) {
        self.reader.set_start(start);
    }

    /// The date of t = 0, if the scenario has one.
    pub fn start(&self) -> Option<Date> {
        self.reader.start()
    }

    /// Reports a fault at a key of this table, or at the table itself where the key is not given or is "".
    pub fn error(&self, key: &str, message: impl Into<String>) {
        self.reader.report(self.finding(key, message));
    }

    /// Reports a fault together with what would be right.
    pub fn error_allowed(&self, key: &str, message: impl Into<String>, allowed: impl Into<String>) {
        self.reader.report(self.finding(key, message).allowed(allowed));
    }

    /// Reports a fault together with the name that was probably meant.
    pub fn error_nearest(&self, key: &str, message: impl Into<String>, meant: Option<&str>) {
        self.reader.report(self.finding(key, message).nearest(meant));
    }

    /// Reports something that is allowed but perhaps not meant.
    pub fn warning(&self, key: &str, message: impl Into<String>) {
        let severity = Severity::Warning;
        self.reader.report(Finding {
            severity,
            ..self.finding(key, message)
        });
    }

    /// Where a key of this table is given, else where the table is.
    pub fn spot(&self, key: &str) -> Spot {
        self.table
            .and_then(|table| table.get(key))
            .map_or(self.spot, |node| node.at)
    }

    fn finding(&self, key: &str, message: impl Into<String>) -> Finding {
        let path = if key.is_empty() {
            self.path.clone()
        } else {
            joined(&self.path, key)
        };
        Finding::error(self.spot(key), path, message)
    }

    /// The fault of a key that has to be given; silent where the file has unreadable parts, as it may be in one.
    fn report_missing(&self, key: &str, allowed: impl Into<String>) {
        if !self.reader.doubtful() {
            self.error_allowed(key, "is required", allowed);
        }
    }

    /// What is given for a key, unless it is unreadable.
    fn node(&self, key: &'static str) -> Option<&'a Node> {
        self.reader.ask(&self.path, key);
        self.table?.get(key).filter(|node| node.value != Value::Broken)
    }

    /// The fault of a value that is not of the sort wanted.
    fn report_sort(&self, node: &Node, path: String, wanted: impl Into<String>) {
        let message = format!("{} does not fit here", node.value.in_words());
        self.reader
            .report(Finding::error(node.at, path, message).allowed(wanted));
    }

    /// In describing mode, records the field at a key.
    fn describe(&self, key: &'static str, field: impl FnOnce() -> FieldSpec) {
        if self.describing() {
            let mut steps = self.steps.clone();
            steps.push(Step::Key(key));
            let path = path_of(&steps);
            self.reader.record(FieldSpec {
                steps,
                path,
                ..field()
            });
        }
    }

    /// A section below this one.
    fn below(&self, path: String, node: Option<&'a Node>, steps: &[Step]) -> Section<'a> {
        let table = node.and_then(|node| node.value.table());
        let mut way = Vec::new();
        if self.describing() {
            way.extend(self.steps.iter().chain(steps).cloned());
        }
        Section {
            reader: self.reader,
            table,
            spot: node.map_or(self.spot, |node| node.key),
            path,
            steps: way,
        }
    }
}
