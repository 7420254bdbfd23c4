//! From JSON text to the same tree as from TOML; JSON keeps no places, so the path of a key has to say where it is.

use crate::scenario::finding::Finding;
use crate::scenario::limits::MOST_TEXT;
use crate::scenario::reader::{item_path, joined};
use crate::scenario::tree::{Node, Spot, Table, Value};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::fmt;

/// Reads a text; after a syntax error the table is empty.
pub fn read(text: &str, part: usize) -> (Table, Vec<Finding>) {
    let findings = RefCell::default();
    let spot = Spot::Path { part: part as u32 };
    // An editor may have put a byte order mark before the text.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let seed = Seed {
        path: String::new(),
        spot,
        findings: &findings,
    };
    let read = seed
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    let mut findings = findings.into_inner();
    let table = match read {
        Ok(Value::Table(table)) => table,
        Ok(_) => {
            findings
                .push(Finding::error(spot, "", "a scenario is an object").allowed("{ \"format\": 1, … }"));
            Table::new()
        }
        Err(error) => {
            let at = text.len() - body.len() + offset(body, error.line(), error.column());
            let told = error.to_string();
            let message = told
                .rsplit_once(" at line ")
                .map_or(told.as_str(), |(message, _)| message);
            findings.push(Finding::error(Spot::at(part, at), "", message));
            Table::new()
        }
    };
    (table, findings)
}

/// The byte at a line and column as the parser counts them, the column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// Reads one value at a path.
struct Seed<'f> {
    path: String,
    spot: Spot,
    findings: &'f RefCell<Vec<Finding>>,
}

impl Seed<'_> {
    fn below(&self, path: String) -> Self {
        Self { path, ..*self }
    }

    fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, whole: i64) -> Result<Value, E> {
        Ok(Value::Integer(whole))
    }

    fn visit_u64<E>(self, whole: u64) -> Result<Value, E> {
        Ok(i64::try_from(whole).map_or_else(|_| Value::Float(whole as f64), Value::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        if text.len() > MOST_TEXT {
            let message = format!(
                "the text is longer than {} KiB, the most that is read",
                MOST_TEXT >> 10
            );
            self.report(Finding::too_large(self.spot, self.path.as_str(), message));
            return Ok(Value::Broken);
        }
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        self.report(Finding::error(
            self.spot,
            self.path.as_str(),
            "null has no meaning here; leave the key out",
        ));
        Ok(Value::Broken)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = items.next_element_seed(self.below(item_path(&self.path, list.len())))? {
            list.push(Node::new(value, self.spot));
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut table = Table::new();
        while let Some(key) = entries.next_key::<String>()? {
            let path = joined(&self.path, &key);
            let value = entries.next_value_seed(self.below(path.clone()))?;
            if table.insert(key, Node::new(value, self.spot)).is_some() {
                self.report(Finding::error(self.spot, path, "the key stands here twice"));
            }
        }
        Ok(Value::Table(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::toml_tree;

    #[test]
    fn json_and_toml_say_the_same() {
        let (json, found) = read(
            r#"{"nation": {"usa": {"capacity": 0.7, "tags": ["a", "b"], "idle": false, "n": 3}}}"#,
            0,
        );
        let (toml, _) = toml_tree::read(
            "[nation.usa]\ncapacity = 0.7\ntags = ['a', 'b']\nidle = false\nn = 3\n",
            0,
        );
        assert_eq!(found, []);
        assert_eq!(Value::Table(json).to_json(), Value::Table(toml).to_json());
    }

    #[test]
    fn a_syntax_error_has_its_place() {
        let (_, found) = read("{\n  \"a\": 1,\n  \"é\": x\n}", 2);
        assert_eq!(found, [Finding::error(Spot::at(2, 20), "", "expected value")]);
    }

    #[test]
    fn doubled_keys_and_nulls_are_faults_with_their_path() {
        let (_, found) = read(r#"{"a": {"b": 1, "b": 2}, "c": [1, null], "d": 1e999}"#, 0);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|f| (f.key.as_str(), f.message.as_str()))
            .collect();
        let expected = [
            ("a.b", "the key stands here twice"),
            ("c[2]", "null has no meaning here; leave the key out"),
            ("", "number out of range"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_scenario_is_an_object() {
        let (table, found) = read("[1, 2]", 0);
        assert!(table.is_empty());
        assert_eq!(found[0].message, "a scenario is an object");
    }
}
