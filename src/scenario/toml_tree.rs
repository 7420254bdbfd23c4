//! From TOML text to a tree whose every value knows its place, with all syntax errors at once.

use crate::scenario::date::Date;
use crate::scenario::finding::Finding;
use crate::scenario::limits::{DEEPEST, MOST_TEXT};
use crate::scenario::reader::{item_path, joined};
use crate::scenario::tree::{Node, Spot, Table, Value, quoted};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a text; what cannot be read is missing or `Broken` in the table, and a fault.
pub fn read(text: &str, part: usize) -> (Table, Vec<Finding>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let start = |error: &toml::de::Error| error.span().map_or(text.len(), |span| span.start);
    let mut wrong: Vec<usize> = errors.iter().map(start).collect();
    wrong.sort_unstable();
    let syntax = |error| Finding::error(Spot::at(part, start(error)), "", syntax_message(text, error));
    let mut findings: Vec<Finding> = errors.iter().map(syntax).collect();
    findings.sort_by_key(|finding| finding.spot);
    let mut convert = Convert {
        findings,
        wrong,
        spot: &|at| Spot::at(part, at),
    };
    let table = convert.table(document.into_inner(), "", 1);
    (table, convert.findings)
}

/// Reads the value of a `--set` argument; a bare word is a text.
pub fn read_argument(text: &str, argument: usize) -> (Node, Vec<Finding>) {
    let spot = Spot::Argument(argument as u32);
    let mut convert = Convert {
        findings: Vec::new(),
        wrong: Vec::new(),
        spot: &|_| spot,
    };
    let node = match DeValue::parse(text) {
        Ok(value) => convert.node(value, spot, "", 1),
        Err(_) => Node::new(Value::Text(text.to_owned()), spot),
    };
    (node, convert.findings)
}

/// How the parser begins to say that a value is no value.
const UNQUOTED: &str = "string values must be quoted";

/// What the parser says, in our words where they are plainer, with the key where it is doubled.
fn syntax_message(text: &str, error: &toml::de::Error) -> String {
    let near = error
        .span()
        .and_then(|span| text.get(span))
        .filter(|near| !near.trim().is_empty());
    match (error.message(), near) {
        ("duplicate key", Some(key)) => format!("the key {} stands here twice", quoted(key)),
        (message, Some(word)) if message.starts_with(UNQUOTED) => {
            format!("{} is no value; texts are written in quotes", quoted(word))
        }
        (message, None) if message.starts_with(UNQUOTED) => "the value is missing".into(),
        (message, _) => message.to_owned(),
    }
}

/// Turns the parser's values into ours.
struct Convert<'s> {
    findings: Vec<Finding>,
    /// Where syntax errors are, in order.
    wrong: Vec<usize>,
    spot: &'s dyn Fn(usize) -> Spot,
}

impl Convert<'_> {
    fn table(&mut self, table: DeTable, path: &str, depth: usize) -> Table {
        if depth > DEEPEST {
            let message = format!("nested more than {DEEPEST} deep, the most that is read");
            self.findings
                .push(Finding::too_large((self.spot)(0), path, message));
            return Table::new();
        }
        let mut converted = Table::new();
        for (key, value) in table {
            let spot = (self.spot)(key.span().start);
            let key = key.into_inner().into_owned();
            let node = self.node(value, spot, &joined(path, &key), depth);
            converted.insert(key, node);
        }
        converted
    }

    fn node(&mut self, value: Spanned<DeValue>, key: Spot, path: &str, depth: usize) -> Node {
        let span = value.span();
        let at = (self.spot)(span.start);
        let value = match value.into_inner() {
            // A table that is only named in the headers of others has no span of its own; its key has one.
            DeValue::Table(table) => return Node::new(Value::Table(self.table(table, path, depth + 1)), key),
            // Anything else without a span stands where the parser found nothing.
            _ if span.is_empty() => Value::Broken,
            DeValue::Array(items) => {
                let item = |(index, item): (usize, Spanned<DeValue>)| {
                    let key = (self.spot)(item.span().start);
                    self.node(item, key, &item_path(path, index), depth + 1)
                };
                Value::List(items.into_iter().enumerate().map(item).collect())
            }
            _ if self.is_wrong(&span) => Value::Broken,
            scalar @ (DeValue::Boolean(_)
            | DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Datetime(_)) => self.scalar(scalar, at, path),
        };
        Node { value, key, at }
    }

    /// Whether a syntax error lies in a span: then the value there is only the parser's guess.
    fn is_wrong(&self, span: &std::ops::Range<usize>) -> bool {
        let next = self.wrong.partition_point(|at| *at < span.start);
        self.wrong.get(next).is_some_and(|at| *at <= span.end)
    }

    fn scalar(&mut self, value: DeValue, at: Spot, path: &str) -> Value {
        let wrong = match value {
            DeValue::Boolean(flag) => return Value::Flag(flag),
            DeValue::String(text) if text.len() > MOST_TEXT => {
                let message = format!(
                    "the text is longer than {} KiB, the most that is read",
                    MOST_TEXT >> 10
                );
                self.findings.push(Finding::too_large(at, path, message));
                return Value::Broken;
            }
            DeValue::String(text) => return Value::Text(text.into_owned()),
            DeValue::Integer(whole) => match i64::from_str_radix(whole.as_str(), whole.radix()) {
                Ok(whole) => return Value::Integer(whole),
                Err(_) => "the number is too large",
            },
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                // Whether it is finite, and what else it must be, is asked by the field that it stands in.
                Ok(number) => return Value::Float(number),
                Err(_) => "there is no such number",
            },
            DeValue::Datetime(moment) => match moment.date {
                Some(day) if moment.time.is_none() => {
                    match Date::new(i32::from(day.year), u32::from(day.month), u32::from(day.day)) {
                        Some(date) => return Value::Date(date),
                        None => "there is no such day",
                    }
                }
                _ => "only dates without a time have a meaning here",
            },
            DeValue::Array(_) | DeValue::Table(_) => return Value::Broken,
        };
        self.findings.push(Finding::error(at, path, wrong));
        Value::Broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<(Spot, String, String)> {
        read(text, 0)
            .1
            .into_iter()
            .map(|finding| (finding.spot, finding.key, finding.message))
            .collect()
    }

    #[test]
    fn every_value_knows_its_place() {
        let (table, findings) = read("[nation.usa]\ncapacity = 0.7\nsince = 2025-03-01\n", 3);
        assert_eq!(findings, []);
        let Value::Table(nations) = &table["nation"].value else {
            panic!("a table")
        };
        let Value::Table(usa) = &nations["usa"].value else {
            panic!("a table")
        };
        assert_eq!(nations["usa"].key, Spot::at(3, 8));
        assert_eq!(
            usa["capacity"],
            Node {
                value: Value::Float(0.7),
                key: Spot::at(3, 13),
                at: Spot::at(3, 24)
            }
        );
        assert_eq!(
            usa["since"].value,
            Value::Date(Date {
                year: 2025,
                month: 3,
                day: 1
            })
        );
    }

    #[test]
    fn all_syntax_errors_are_found_at_once() {
        let text = "a = 1\na = 2\nb =\nc = high\n[d\ne = 'x\nf 3\n";
        let found: Vec<(Spot, String)> = messages(text)
            .into_iter()
            .map(|(spot, _, message)| (spot, message))
            .collect();
        let expected = [
            (6, "the key \"a\" stands here twice"),
            (15, "the value is missing"),
            (20, "\"high\" is no value; texts are written in quotes"),
            (27, "unclosed table, expected `]`"),
            (37, "key with no value, expected `=`"),
        ];
        assert_eq!(
            found,
            expected.map(|(at, message): (usize, &str)| (Spot::at(0, at), message.to_owned()))
        );
    }

    #[test]
    fn what_did_not_parse_is_broken_and_the_rest_is_there() {
        let (table, findings) = read("a = 12x\nb = 3\n", 0);
        assert_eq!(findings.len(), 1);
        assert_eq!(table["a"].value, Value::Broken);
        assert_eq!(table["b"].value, Value::Integer(3));
    }

    #[test]
    fn numbers_without_meaning_are_refused_with_their_key() {
        let text = "[x]\nc = 99999999999999999999\ne = 2025-01-01T10:00:00\n";
        let found: Vec<(String, String)> = messages(text)
            .into_iter()
            .map(|(_, key, message)| (key, message))
            .collect();
        let expected = [
            ("x.c", "the number is too large"),
            ("x.e", "only dates without a time have a meaning here"),
        ];
        assert_eq!(
            found,
            expected.map(|(key, message)| (key.to_owned(), message.to_owned()))
        );
    }

    #[test]
    fn an_argument_may_be_a_bare_word() {
        for (text, value) in [
            ("0.7", Value::Float(0.7)),
            ("high", Value::Text("high".into())),
            ("true", Value::Flag(true)),
        ] {
            assert_eq!(read_argument(text, 0).0.value, value);
        }
    }
}
