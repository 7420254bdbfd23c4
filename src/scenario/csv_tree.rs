//! From a CSV table to the same tree as from TOML: each row is an entry, each column a field.

use crate::scenario::csv_cells::{Cell, Rows};
use crate::scenario::finding::Finding;
use crate::scenario::limits::{MOST_ENTRIES, MOST_ROWS, MOST_TEXT, MOST_VALUES};
use crate::scenario::names::nearest;
use crate::scenario::tree::{Node, Spot, Table, Value, quoted};
use std::collections::BTreeMap;

/// What a table of a scenario means: where its rows go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `id`, then any field of a nation.
    Nations,
    /// `from`, `to`, then any field of a pair.
    Pairs,
    /// `nation`, `domain`, `level`.
    Law,
}

impl Layout {
    /// The columns that say which entry a row is.
    fn ids(self) -> &'static [&'static str] {
        match self {
            Self::Nations => &["id"],
            Self::Pairs => &["from", "to"],
            Self::Law => &["nation", "domain"],
        }
    }

    /// The keys from the top to the field of a row in a column.
    fn path(self, ids: &[&str], column: &str) -> Vec<String> {
        let keys = match self {
            Self::Nations => vec!["nation", ids[0]],
            Self::Pairs => vec!["pair", ids[0], ids[1]],
            Self::Law => return vec!["nation".into(), ids[0].into(), "law".into(), ids[1].into()],
        };
        keys.into_iter()
            .chain(column.split('.'))
            .map(str::to_owned)
            .collect()
    }

    /// The columns whose cells are texts: in quotes, one that reads as a number is none.
    fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Nations => &["name", "bloc"],
            Self::Pairs | Self::Law => &[],
        }
    }

    /// Most rows.
    fn most_rows(self) -> usize {
        if self == Self::Nations {
            MOST_ENTRIES
        } else {
            MOST_ROWS
        }
    }
}

/// Reads a table. A cell left empty is not given.
pub fn read(text: &str, part: usize, layout: Layout) -> (Table, Vec<Finding>) {
    let mut reading = Reading {
        text,
        part,
        layout,
        table: Table::new(),
        findings: Vec::new(),
    };
    reading.rows();
    (reading.table, reading.findings)
}

struct Reading<'t> {
    text: &'t str,
    part: usize,
    layout: Layout,
    table: Table,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn rows(&mut self) {
        let mut rows = Rows::of(self.text);
        let mut columns: Option<Vec<String>> = None;
        let mut first_lines = BTreeMap::new();
        let mut cells_read = 0;
        while let Some(row) = rows.next_row() {
            let (line, cells) = match row {
                Ok(row) => row,
                Err(flaw) => {
                    let finding = Finding::error(Spot::at(self.part, flaw.at), "", flaw.message);
                    self.findings.push(finding.allowed(flaw.allowed));
                    if columns.is_none() {
                        return;
                    }
                    continue;
                }
            };
            let Some(columns) = &columns else {
                columns = self.header(&cells);
                if columns.is_none() {
                    return;
                }
                continue;
            };
            if cells.iter().all(|cell| cell.content.is_empty()) {
                continue;
            }
            cells_read += cells.len();
            let too_many = [
                (
                    first_lines.len() >= self.layout.most_rows(),
                    self.layout.most_rows(),
                    "rows",
                ),
                (cells_read > MOST_VALUES, MOST_VALUES, "cells"),
            ];
            if let Some((_, most, what)) = too_many.iter().find(|(over, ..)| *over) {
                let message = format!("more than {most} {what}, the most that is read");
                let finding = Finding::too_large(Spot::at(self.part, cells[0].at), "", message);
                self.findings.push(finding);
                return;
            }
            self.row(columns, line, &cells, &mut first_lines);
        }
        if columns.is_none() {
            let expected = self.layout.ids().join(",");
            let finding = Finding::error(Spot::at(self.part, 0), "", "the table is empty");
            self.findings
                .push(finding.allowed(format!("a first line that names the columns, {expected} first")));
        }
    }

    /// The names of the columns, unless one that says which entry a row is is missing.
    fn header(&mut self, cells: &[Cell]) -> Option<Vec<String>> {
        let columns: Vec<String> = cells.iter().map(|cell| cell.content.to_string()).collect();
        let mut complete = true;
        for (index, column) in columns.iter().enumerate() {
            let spot = Spot::at(self.part, cells[index].at);
            let law = self.layout == Layout::Law
                && column != "level"
                && !self.layout.ids().contains(&column.as_str());
            if column.is_empty() || column.split('.').any(str::is_empty) {
                self.findings
                    .push(Finding::error(spot, "", "the column has no name"));
                complete = false;
            } else if columns[..index].contains(column) {
                self.findings.push(Finding::error(
                    spot,
                    column.as_str(),
                    "the column stands here twice",
                ));
                complete = false;
            } else if law {
                let finding =
                    Finding::error(spot, column.as_str(), "no such column").allowed("nation, domain, level");
                self.findings
                    .push(finding.nearest(nearest(column, ["nation", "domain", "level"])));
            }
        }
        for id in self.layout.ids() {
            if !columns.iter().any(|column| column == id) {
                let semicolons = columns.len() == 1 && columns[0].contains(';');
                let hint = if semicolons {
                    "; its cells are separated by semicolons, not commas"
                } else {
                    ""
                };
                let message = format!("the table has no column `{id}`{hint}");
                self.findings
                    .push(Finding::error(Spot::at(self.part, cells[0].at), "", message));
                complete = false;
            }
        }
        complete.then_some(columns)
    }

    fn row(
        &mut self,
        columns: &[String],
        line: u64,
        cells: &[Cell],
        first_lines: &mut BTreeMap<Vec<String>, u64>,
    ) {
        let spot = |index: usize| Spot::at(self.part, cells.get(index).unwrap_or(&cells[0]).at);
        if cells.len() != columns.len() {
            let message = format!(
                "the row has {} cells, the first line {}",
                cells.len(),
                columns.len()
            );
            let finding = Finding::error(spot(columns.len()), "", message);
            let allowed = "as many as the first line; a cell of what is not given stays empty";
            self.findings.push(finding.allowed(allowed));
            return;
        }
        let cell = |name: &str| {
            let index = columns.iter().position(|column| column == name)?;
            Some(&*cells[index].content).filter(|cell| !cell.is_empty())
        };
        let mut ids = Vec::new();
        for name in self.layout.ids() {
            let Some(id) = cell(name) else {
                let finding =
                    Finding::error(spot(0), "", format!("the row has nothing in the column `{name}`"));
                self.findings.push(finding);
                return;
            };
            ids.push(id);
        }
        let key: Vec<String> = ids.iter().map(ToString::to_string).collect();
        if let Some(first) = first_lines.insert(key, line) {
            let message = format!("a row for {} stands in line {first} already", ids.join(", "));
            self.findings.push(Finding::error(spot(0), "", message));
            return;
        }
        if self.layout != Layout::Law {
            let path = self.layout.path(&ids, "");
            let last = path.len() - 1;
            insert(
                &mut self.table,
                &path[..last],
                Node::new(Value::Table(Table::new()), spot(0)),
            );
        }
        for (index, column) in columns.iter().enumerate() {
            let content = &*cells[index].content;
            if content.is_empty() || self.layout.ids().contains(&column.as_str()) {
                continue;
            }
            if self.layout == Layout::Law && column != "level" {
                continue;
            }
            let path = self.layout.path(&ids, column);
            let text = cells[index].quoted && self.layout.texts().contains(&column.as_str());
            let value = if text {
                Value::Text(content.to_owned())
            } else {
                Value::of_cell(content)
            };
            if content.len() > MOST_TEXT {
                let message = format!(
                    "the text is longer than {} KiB, the most that is read",
                    MOST_TEXT >> 10
                );
                self.findings
                    .push(Finding::too_large(spot(index), path.join("."), message));
            } else if !insert(&mut self.table, &path, Node::new(value, spot(index))) {
                let message = format!("{} stands beside a column that makes it a table", quoted(content));
                self.findings
                    .push(Finding::error(spot(index), path.join("."), message));
            }
        }
    }
}

/// Puts a node at a path, making tables on the way; false where something else is in the way. An empty table that is
/// there already stays.
fn insert(table: &mut Table, path: &[String], node: Node) -> bool {
    let [key, below @ ..] = path else { return false };
    if below.is_empty() {
        let empty = node.value == Value::Table(Table::new());
        if empty && table.contains_key(key) {
            return true;
        }
        return table.insert(key.clone(), node).is_none();
    }
    let spot = node.key;
    let entry = table
        .entry(key.clone())
        .or_insert_with(|| Node::new(Value::Table(Table::new()), spot));
    if let Value::Table(table) = &mut entry.value {
        insert(table, below, node)
    } else {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(text: &str, layout: Layout) -> Vec<(Spot, String)> {
        read(text, 0, layout)
            .1
            .into_iter()
            .map(|finding| (finding.spot, finding.message))
            .collect()
    }

    #[test]
    fn rows_become_entries_and_columns_fields() {
        let text = "\u{feff}id,name,capacity,law.evidence,groups\r\nusa,\"United, \"\"States\"\"\",0.7,0.5,nato;five_eyes\r\n\r\nfra,,,,\r\n";
        let (table, findings) = read(text, 1, Layout::Nations);
        assert_eq!(findings, []);
        let usa = json!({"name": "United, \"States\"", "capacity": 0.7, "law": {"evidence": 0.5}, "groups": "nato;five_eyes"});
        assert_eq!(
            Value::Table(table.clone()).to_json(),
            json!({"nation": {"usa": usa, "fra": {}}})
        );
        let Value::Table(nations) = &table["nation"].value else {
            panic!("a table")
        };
        let Value::Table(usa) = &nations["usa"].value else {
            panic!("a table")
        };
        assert_eq!(usa["capacity"].at, Spot::at(1, text.find("0.7").expect("there")));
        assert_eq!(nations["fra"].key, Spot::at(1, text.find("fra").expect("there")));
    }

    #[test]
    fn pairs_and_law_go_to_their_places() {
        let (pairs, _) = read("to,trust,from\nusa,0.7,gbr\n", 0, Layout::Pairs);
        assert_eq!(
            Value::Table(pairs).to_json(),
            json!({"pair": {"gbr": {"usa": {"trust": 0.7}}}})
        );
        let (law, _) = read(
            "nation,domain,level\nusa,evidence,0.4\nusa,oversight,0.6\n",
            0,
            Layout::Law,
        );
        assert_eq!(
            Value::Table(law).to_json(),
            json!({"nation": {"usa": {"law": {"evidence": 0.4, "oversight": 0.6}}}})
        );
    }

    #[test]
    fn faults_of_a_table_have_their_cells() {
        let text = "id,capacity\nusa,0.7\nusa,0.8\n,0.9\nfra,1,2\n";
        let expected = [
            (20, "a row for usa stands in line 2 already"),
            (28, "the row has nothing in the column `id`"),
            (39, "the row has 3 cells, the first line 2"),
        ];
        assert_eq!(
            found(text, Layout::Nations),
            expected.map(|(at, message)| (Spot::at(0, at), message.to_owned()))
        );
    }

    #[test]
    fn a_short_row_and_a_flaw_of_form_are_faults() {
        let text = "id,name,capacity\na,A\nb,\"B,0.5\nc,C,0.5\n";
        let expected = [
            (17, "the row has 2 cells, the first line 3"),
            (23, "the quote that opens here is never closed"),
        ];
        assert_eq!(
            found(text, Layout::Nations),
            expected.map(|(at, message)| (Spot::at(0, at), message.to_owned()))
        );
    }

    #[test]
    fn a_quoted_name_is_a_text_and_a_quoted_number_a_number() {
        let (table, findings) = read(
            "id,name,bloc,capacity\na,\"7\",\"true\",\"0.5\"\n",
            0,
            Layout::Nations,
        );
        assert_eq!(findings, []);
        assert_eq!(
            Value::Table(table).to_json(),
            json!({"nation": {"a": {"name": "7", "bloc": "true", "capacity": 0.5}}})
        );
    }

    #[test]
    fn the_columns_of_texts_are_those_of_the_format() {
        use crate::scenario::field::{Kind, Step};
        let fields = crate::scenario::schema::describe(&crate::scenario::check::read);
        let mut texts: Vec<&str> = Vec::new();
        for field in &fields {
            if let ([Step::Key("nation"), Step::Each, Step::Key(key)], Kind::Text { .. }) =
                (&field.steps[..], &field.kind)
            {
                texts.push(key);
            }
        }
        assert_eq!(texts, Layout::Nations.texts());
    }

    #[test]
    fn faults_of_the_first_line_are_told() {
        let first = |text, layout| {
            found(text, layout)
                .into_iter()
                .map(|(_, message)| message)
                .next()
                .unwrap_or_default()
        };
        assert_eq!(first("", Layout::Law), "the table is empty");
        assert_eq!(
            first("name\nx\n", Layout::Nations),
            "the table has no column `id`"
        );
        assert_eq!(
            first("id;name\nx;y\n", Layout::Nations),
            "the table has no column `id`; its cells are separated by semicolons, not commas"
        );
        assert_eq!(first("id,a,a\n", Layout::Nations), "the column stands here twice");
        assert_eq!(first("id,a,\n", Layout::Nations), "the column has no name");
        assert_eq!(first("nation,domain,levl\n", Layout::Law), "no such column");
    }

    #[test]
    fn a_million_nations_are_refused_after_a_few_thousand() {
        let text = (0..1_000_000).fold(String::from("id\n"), |text, n| text + &format!("{n:x}\n"));
        let (table, findings) = read(&text, 0, Layout::Nations);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "more than 5000 rows, the most that is read");
        let Value::Table(nations) = &table["nation"].value else {
            panic!("a table")
        };
        assert_eq!(nations.len(), 5_000);
    }

    #[test]
    fn cells_are_numbers_flags_or_texts() {
        let cells = [
            "1", "-2.5", "1e3", "true", "FALSE", "nan", "inf", "007x", "1e999", "+4",
        ];
        let values = cells.map(|cell| Value::of_cell(cell).to_json());
        assert_eq!(
            values,
            [
                json!(1),
                json!(-2.5),
                json!(1000.0),
                json!(true),
                json!(false),
                json!("nan"),
                json!("inf"),
                json!("007x"),
                json!("1e999"),
                json!(4)
            ]
        );
    }
}
