//! Putting the parts of a scenario together: bases and what extends them, tables beside files, and `--set`.

use crate::scenario::finding::Finding;
use crate::scenario::limits::DEEPEST;
use crate::scenario::names::nearest;
use crate::scenario::tree::{Node, Spot, Table, Value};

/// Lays `above` over `below`: tables merge key by key, everything else replaces. A distribution of another family
/// replaces the whole table, since the parameters of two families do not mix.
pub fn overlay(below: &mut Table, above: Table) {
    for (key, node) in above {
        match below.get_mut(&key) {
            Some(old) if !another_family(&old.value, &node.value) => overlay_node(old, node),
            _ => {
                below.insert(key, node);
            }
        }
    }
}

fn overlay_node(old: &mut Node, new: Node) {
    match (&mut old.value, new.value) {
        (Value::Table(below), Value::Table(above)) => {
            overlay(below, above);
            old.key = new.key;
            old.at = new.at;
        }
        (_, value) => *old = Node { value, ..new },
    }
}

fn another_family(old: &Value, new: &Value) -> bool {
    let family = |value: &Value| value.table()?.get("family").map(|node| node.value.clone());
    family(new).is_some_and(|new| family(old) != Some(new))
}

/// Takes the entry at a dotted path out of a table; the fault where there is none.
pub fn remove(table: &mut Table, path: &str, spot: Spot) -> Result<(), Finding> {
    let (way, last) = path
        .rsplit_once('.')
        .map_or(("", path), |(way, last)| (way, last));
    let mut here = table;
    for key in way.split('.').filter(|_| !way.is_empty()) {
        let known: Vec<String> = here.keys().cloned().collect();
        here = match here.get_mut(key).map(|node| &mut node.value) {
            Some(Value::Table(below)) => below,
            _ => return Err(nothing_there(path, key, &known, spot)),
        };
    }
    if here.remove(last).is_none() {
        let known: Vec<String> = here.keys().cloned().collect();
        return Err(nothing_there(path, last, &known, spot));
    }
    Ok(())
}

fn nothing_there(path: &str, key: &str, known: &[String], spot: Spot) -> Finding {
    let message = format!("there is no `{path}` in the base to remove");
    Finding::error(spot, "remove", message).nearest(nearest(key, known.iter().map(String::as_str)))
}

/// Sets the value at a dotted path, as `--set` does, making tables on the way; a number steps into a list, from 1.
pub fn set(table: &mut Table, path: &str, node: Node) -> Result<(), Finding> {
    let spot = node.key;
    let keys: Vec<&str> = path.split('.').map(str::trim).collect();
    if keys.iter().any(|key| key.is_empty()) || keys.len() > DEEPEST {
        let finding = Finding::error(spot, path, "this is not a key");
        return Err(finding.allowed("keys separated by points, like nation.usa.capacity"));
    }
    set_below(table, &keys, node).map_err(|at| Finding::error(spot, path, format!("`{at}` is not a table")))
}

fn set_below(table: &mut Table, keys: &[&str], node: Node) -> Result<(), String> {
    let [key, below @ ..] = keys else { return Ok(()) };
    if below.is_empty() {
        let old = table.remove(*key);
        let places = old.map_or((node.key, node.at), |old| (old.key, node.at));
        table.insert(
            (*key).to_owned(),
            Node {
                value: node.value,
                key: places.0,
                at: places.1,
            },
        );
        return Ok(());
    }
    let empty = || Node::new(Value::Table(Table::new()), node.key);
    let entry = table.entry((*key).to_owned()).or_insert_with(empty);
    set_in(entry, key, below, node)
}

fn set_in(entry: &mut Node, name: &str, keys: &[&str], node: Node) -> Result<(), String> {
    match (&mut entry.value, keys) {
        (Value::Table(table), _) => set_below(table, keys, node),
        (Value::List(items), [key, below @ ..]) => {
            let index = key.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let Some(item) = index.and_then(|index| items.get_mut(index)) else {
                return Err(format!("{name}.{key}"));
            };
            if below.is_empty() {
                *item = node;
                return Ok(());
            }
            set_in(item, key, below, node)
        }
        _ => Err(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::toml_tree;
    use serde_json::{Value as Json, json};

    fn table(text: &str) -> Table {
        toml_tree::read(text, 0).0
    }

    fn json(table: Table) -> Json {
        Value::Table(table).to_json()
    }

    #[test]
    fn tables_merge_and_everything_else_replaces() {
        let mut base = table("a = 1\nlist = [1, 2]\n[t]\nx = 1\ny = 2\n");
        overlay(&mut base, table("list = [3]\n[t]\ny = 5\nz = 6\n"));
        assert_eq!(
            json(base),
            json!({"a": 1, "list": [3], "t": {"x": 1, "y": 5, "z": 6}})
        );
    }

    #[test]
    fn a_distribution_of_another_family_replaces_the_whole() {
        let mut base = table(
            "a = { family = 'gamma', mean = 3, shape = 2 }\nb = { family = 'gamma', mean = 3, shape = 2 }",
        );
        overlay(
            &mut base,
            table("a = { family = 'exponential', mean = 4 }\nb = { mean = 4 }"),
        );
        let expected = json!({"a": {"family": "exponential", "mean": 4}, "b": {"family": "gamma", "mean": 4, "shape": 2}});
        assert_eq!(json(base), expected);
    }

    #[test]
    fn entries_can_be_removed() {
        let mut base = table("[nation.usa]\n[nation.fra]\n");
        assert_eq!(remove(&mut base, "nation.usa", Spot::Nowhere), Ok(()));
        let fault = remove(&mut base, "nation.fre", Spot::Nowhere).expect_err("no such nation");
        assert_eq!(fault.message, "there is no `nation.fre` in the base to remove");
        assert_eq!(fault.nearest.as_deref(), Some("fra"));
        assert!(remove(&mut base, "option.x", Spot::Nowhere).is_err());
        assert_eq!(json(base), json!({"nation": {"fra": {}}}));
    }

    #[test]
    fn arguments_set_values_and_step_into_lists() {
        let mut base = table("a = 1\nlist = [{ x = 1 }, { x = 2 }]\n");
        let node = || Node::new(Value::Integer(9), Spot::Argument(0));
        assert_eq!(set(&mut base, "run.seed", node()), Ok(()));
        assert_eq!(set(&mut base, "list.2.x", node()), Ok(()));
        assert_eq!(
            set(&mut base, "a.b", node()).expect_err("no table").message,
            "`a` is not a table"
        );
        assert_eq!(
            set(&mut base, "list.3.x", node()).expect_err("no item").message,
            "`list.3` is not a table"
        );
        assert_eq!(
            set(&mut base, "a..b", node()).expect_err("no key").message,
            "this is not a key"
        );
        assert_eq!(
            json(base),
            json!({"a": 1, "list": [{"x": 1}, {"x": 9}], "run": {"seed": 9}})
        );
    }
}
