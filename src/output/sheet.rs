//! Reads and writes one CSV table: the header that interface.md fixes, RFC 4180 quoting, and text cells that no
//! spreadsheet takes for a formula. What the rows are is said in `tables.rs`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::output::storage::{Storage, put};

/// One row of a table that is written and read back by the same type.
pub trait Row: Serialize + DeserializeOwned + Default {
    /// The file's name in a run's folder.
    const FILE: &'static str;
}

/// The header of a table: the names of its row's fields, in their order.
fn header<R: Row>() -> csv::Result<csv::StringRecord> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.serialize(R::default())?;
    let bytes = csv.into_inner().map_err(csv::IntoInnerError::into_error)?;
    csv::Reader::from_reader(bytes.as_slice()).headers().cloned()
}

/// What is wrong with a table, and where.
#[derive(Debug, thiserror::Error)]
pub enum TableFault {
    /// The file cannot be opened, read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// The table's path.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A column that the table must have is not in its header.
    #[error("{}: line 1: the column `{column}` is missing", file.display())]
    MissingColumn {
        /// The table's path.
        file: PathBuf,
        /// The column's name.
        column: String,
    },
    /// A cell or a line cannot be read.
    #[error("{}: line {line}{}: {message}", file.display(), in_column(column.as_deref()))]
    Cell {
        /// The table's path.
        file: PathBuf,
        /// The line, counted from 1 (the header).
        line: u64,
        /// The column's name, where the fault is in one cell.
        column: Option<String>,
        /// What is wrong.
        message: String,
    },
}

fn in_column(column: Option<&str>) -> String {
    column
        .map(|name| format!(", column `{name}`"))
        .unwrap_or_default()
}

/// A table that is being written row by row.
pub struct Sheet<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> Sheet<W> {
    /// Begins a table of rows `R` with its header.
    pub fn begin<R: Row>(writer: W) -> io::Result<Self> {
        let mut sheet = Self::rows(writer);
        sheet.csv.write_record(&header::<R>()?)?;
        Ok(sheet)
    }

    /// Rows alone, to go on with a table that has its header already.
    pub fn rows(writer: W) -> Self {
        let csv = csv::WriterBuilder::new().has_headers(false).from_writer(writer);
        Self { csv }
    }

    /// Adds a row.
    pub fn push<R: Row>(&mut self, row: &R) -> io::Result<()> {
        Ok(self.csv.serialize(row)?)
    }

    /// Hands everything to the writer beneath.
    pub fn finish(mut self) -> io::Result<()> {
        self.csv.flush()
    }
}

/// Writes header and rows to any writer.
pub fn write_to<R: Row>(writer: impl Write, rows: &[R]) -> io::Result<()> {
    let mut sheet = Sheet::begin::<R>(writer)?;
    for row in rows {
        sheet.push(row)?;
    }
    sheet.finish()
}

/// Writes a table as a whole file.
pub fn write<R: Row>(storage: &dyn Storage, path: &Path, rows: &[R]) -> Result<(), TableFault> {
    put(storage, path, |writer| write_to(writer, rows)).map_err(|source| TableFault::File {
        file: path.to_owned(),
        source,
    })
}

/// Reads a whole table. Columns may stand in any order, and columns that are not known are passed over.
pub fn read<R: Row>(path: &Path) -> Result<Vec<R>, TableFault> {
    let file = File::open(path).map_err(|source| TableFault::File {
        file: path.to_owned(),
        source,
    })?;
    read_from(file, path)
}

/// Reads a table of a run's folder; one that is not there is empty.
pub(crate) fn read_if_there<R: Row>(folder: &Path) -> Result<Vec<R>, TableFault> {
    let path = folder.join(R::FILE);
    if path.exists() {
        read(&path)
    } else {
        Ok(Vec::new())
    }
}

/// Reads a whole table from any reader; `path` names it in faults.
pub fn read_from<R: Row>(reader: impl Read, path: &Path) -> Result<Vec<R>, TableFault> {
    let mut csv = csv::Reader::from_reader(reader);
    let found = csv
        .headers()
        .map_err(|error| fault_of(error, path, None))?
        .clone();
    for column in &header::<R>().map_err(|error| fault_of(error, path, None))? {
        if !found.iter().any(|name| name == column) {
            return Err(TableFault::MissingColumn {
                file: path.to_owned(),
                column: column.to_owned(),
            });
        }
    }
    csv.deserialize()
        .map(|row| row.map_err(|error| fault_of(error, path, Some(&found))))
        .collect()
}

fn fault_of(error: csv::Error, path: &Path, header: Option<&csv::StringRecord>) -> TableFault {
    let file = path.to_owned();
    let line = error.position().map_or(1, csv::Position::line);
    let said = error.to_string();
    let kind = error.into_kind();
    if let csv::ErrorKind::Io(source) = kind {
        return TableFault::File { file, source };
    }
    let (column, message) = if let csv::ErrorKind::Deserialize { err, .. } = &kind {
        let field = err.field().and_then(|field| usize::try_from(field).ok());
        let name = field.and_then(|field| header.and_then(|names| names.get(field)));
        (name.map(str::to_owned), err.kind().to_string())
    } else if let csv::ErrorKind::UnequalLengths {
        expected_len, len, ..
    } = &kind
    {
        (None, format!("{len} cells where the header has {expected_len}"))
    } else if let csv::ErrorKind::Utf8 { .. } = &kind {
        (None, "the text is not UTF-8".to_owned())
    } else {
        (None, said)
    };
    TableFault::Cell {
        file,
        line,
        column,
        message,
    }
}

/// Text cells, for `#[serde(with = "guarded")]`: one that a spreadsheet would take for a formula gets a leading `'`,
/// which is lost again when read.
pub(crate) mod guarded {
    use serde::{Deserialize, Deserializer, Serializer};

    /// Whether the text, after any number of `'`, begins like a formula. Counting the `'` keeps every text distinct.
    fn needs_guard(text: &str) -> bool {
        text.trim_start_matches('\'')
            .starts_with(['=', '+', '-', '@', '\t', '\r'])
    }

    pub(crate) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        if needs_guard(text) {
            serializer.serialize_str(&format!("'{text}"))
        } else {
            serializer.serialize_str(text)
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        let cell = String::deserialize(deserializer)?;
        match cell.strip_prefix('\'') {
            Some(text) if needs_guard(text) => Ok(text.to_owned()),
            _ => Ok(cell),
        }
    }
}

/// The header is the one that scripts rely on, the dictionary has all of its columns, and a row reads itself back.
#[cfg(test)]
pub(crate) fn pinned<R: Row + PartialEq + std::fmt::Debug>(file: &str, columns: &str) {
    assert_eq!(R::FILE, file);
    let mut bytes = Vec::new();
    write_to(&mut bytes, &[R::default()]).expect("memory can be written to");
    assert_eq!(String::from_utf8_lossy(&bytes).lines().next(), Some(columns));
    let dictionary = include_str!("../../docs/columns.md");
    let missing: Vec<_> = columns
        .split(',')
        .filter(|column| !dictionary.contains(&format!("`{column}`")))
        .collect();
    assert!(missing.is_empty(), "docs/columns.md lacks {missing:?} of {file}");
    let back: Vec<R> = read_from(bytes.as_slice(), Path::new(R::FILE)).expect("it reads itself");
    assert_eq!(back, vec![R::default()]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::tables::{EstimateRow, NationRow};

    fn estimate(measure: &str, mean: Option<f64>) -> EstimateRow {
        EstimateRow {
            option: "baseline".into(),
            measure: measure.into(),
            n: 10,
            mean,
            ..EstimateRow::default()
        }
    }

    fn columns() -> String {
        header::<EstimateRow>()
            .unwrap()
            .iter()
            .collect::<Vec<_>>()
            .join(",")
    }

    fn text(rows: &[EstimateRow]) -> String {
        let mut bytes = Vec::new();
        write_to(&mut bytes, rows).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_text_survives_the_way_to_the_file_and_back() {
        for hostile in [
            "=1+1",
            "+2",
            "-3",
            "@x",
            "\tt",
            "\rr",
            "'=x",
            "''@",
            "'plain",
            "a,b",
            "\"q\"",
            "two\nlines",
            "",
        ] {
            let rows = vec![estimate(hostile, Some(0.1 + 0.2))];
            let written = text(&rows);
            let back: Vec<EstimateRow> = read_from(written.as_bytes(), Path::new("t.csv")).unwrap();
            assert_eq!(back, rows, "{written}");
        }
    }

    #[test]
    fn no_text_cell_begins_like_a_formula_but_negative_numbers_stay_numbers() {
        let written = text(&[estimate("=cmd", Some(-1.5))]);
        assert!(written.contains("baseline,'=cmd,"), "{written}");
        assert!(written.contains(",-1.5,"), "{written}");
    }

    #[test]
    fn an_undefined_number_is_an_empty_cell() {
        assert_eq!(
            text(&[estimate("m", None)]).lines().nth(1),
            Some("baseline,m,,10,,,,,,")
        );
    }

    #[test]
    fn an_empty_table_still_has_its_header() {
        assert_eq!(text(&[]).trim_end(), columns());
    }

    #[test]
    fn a_bad_cell_is_named_by_file_line_and_column() {
        let table = format!("{}\nb,m,u,ten,,,,,,\n", columns());
        let fault = read_from::<EstimateRow>(table.as_bytes(), Path::new("run/estimates.csv")).unwrap_err();
        let said = fault.to_string();
        assert!(
            said.starts_with("run/estimates.csv: line 2, column `n`: "),
            "{said}"
        );
    }

    #[test]
    fn a_short_line_and_a_missing_column_are_named() {
        let short = format!("{}\nb,m\n", columns());
        let said = read_from::<EstimateRow>(short.as_bytes(), Path::new("e.csv"))
            .unwrap_err()
            .to_string();
        assert_eq!(said, "e.csv: line 2: 2 cells where the header has 10");
        let said = read_from::<NationRow>(short.as_bytes(), Path::new("n.csv"))
            .unwrap_err()
            .to_string();
        assert_eq!(said, "n.csv: line 1: the column `nation` is missing");
    }
}
