//! A scenario as it was written: values that remember where they stand, before anything is known of their meaning.

use crate::scenario::date::Date;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Keys and their values.
pub type Table = BTreeMap<String, Node>;

/// Where something was written; turned into a file, line and column only when somebody has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// At a byte of the text of a part.
    Text {
        /// Number of the part, in the order of reading.
        part: u32,
        /// Byte offset in its text.
        offset: u32,
    },
    /// Somewhere in a JSON part, which keeps no positions: the key's path has to do.
    Path {
        /// Number of the part.
        part: u32,
    },
    /// In the `--set` argument with this number.
    Argument(u32),
    /// Nowhere in particular.
    Nowhere,
}

impl Spot {
    /// A byte of a text; texts are far below 4 GiB by the limit on files.
    pub fn at(part: usize, offset: usize) -> Self {
        Self::Text {
            part: part as u32,
            offset: offset as u32,
        }
    }
}

/// A value with its place and the place of its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What was written.
    pub value: Value,
    /// Where the key stands.
    pub key: Spot,
    /// Where the value stands.
    pub at: Spot,
}

impl Node {
    /// A value whose key and text stand at one spot.
    pub fn new(value: Value, spot: Spot) -> Self {
        Self {
            value,
            key: spot,
            at: spot,
        }
    }
}

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point or an exponent.
    Float(f64),
    /// A text.
    Text(String),
    /// A date.
    Date(Date),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// Stands for what could not be read; its fault is already known.
    Broken,
}

impl Value {
    /// What a cell of a spreadsheet says: a number, true or false, else its text.
    pub fn of_cell(cell: &str) -> Self {
        if !cell.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
            return match cell {
                "true" | "TRUE" => Self::Flag(true),
                "false" | "FALSE" => Self::Flag(false),
                _ => Self::Text(cell.to_owned()),
            };
        }
        let whole = cell.parse().map(Self::Integer).ok();
        let number = || {
            cell.parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(Self::Float)
        };
        whole
            .or_else(number)
            .unwrap_or_else(|| Self::Text(cell.to_owned()))
    }

    /// The value as a number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(whole) => Some(*whole as f64),
            Self::Float(number) => Some(*number),
            Self::Flag(_) | Self::Text(_) | Self::Date(_) | Self::List(_) | Self::Table(_) | Self::Broken => {
                None
            }
        }
    }

    /// The value as a table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        if let Self::Table(table) = self {
            Some(table)
        } else {
            None
        }
    }

    /// The value for a message: short, with its sort.
    pub fn in_words(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Integer(whole) => whole.to_string(),
            Self::Float(number) if number.abs() < 1e15 => number.to_string(),
            Self::Float(number) => format!("{number:e}"),
            Self::Text(text) => quoted(text),
            Self::Date(date) => format!("the date {date}"),
            Self::List(_) => "a list".into(),
            Self::Table(_) => "a table".into(),
            Self::Broken => "something unreadable".into(),
        }
    }

    /// The value as JSON, with the keys of tables in order.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Flag(flag) => Json::from(*flag),
            Self::Integer(whole) => Json::from(*whole),
            Self::Float(number) => Json::from(*number),
            Self::Text(text) => Json::from(text.as_str()),
            Self::Date(date) => Json::from(date.to_string()),
            Self::List(items) => items.iter().map(|item| item.value.to_json()).collect(),
            Self::Table(table) => Json::Object(table_to_json(table)),
            Self::Broken => Json::Null,
        }
    }
}

/// A table as JSON, with its keys in order.
pub fn table_to_json(table: &Table) -> Map<String, Json> {
    table
        .iter()
        .map(|(key, node)| (key.clone(), node.value.to_json()))
        .collect()
}

/// A text in quotes, cut when long.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}
