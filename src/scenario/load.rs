//! Loading a scenario: fetch its parts, put them together, read them, and hand back the value or all faults at once.

use crate::scenario::csv_tree::{self, Layout};
use crate::scenario::fault::{Fault, FaultKind, Faults, Place};
use crate::scenario::finding::Finding;
use crate::scenario::limits::{LONGEST_CHAIN, MOST_FAULTS, MOST_VALUES, check_bytes, check_text};
use crate::scenario::place::place;
use crate::scenario::range::Range;
use crate::scenario::reader::Reader;
use crate::scenario::section::Section;
use crate::scenario::tree::{Spot, Table, Value, table_to_json};
use crate::scenario::{json_tree, merge, toml_tree};

/// One text that a scenario is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, as it is told to people; the same text always has the same name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Gets a part: the name of the part that asks ("" at first) and what it asks for.
pub type Fetch<'a> = dyn Fn(&str, &str) -> Result<Part, String> + 'a;

/// A scenario that was read without an error.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// What was read.
    pub value: T,
    /// What is allowed but perhaps not meant.
    pub warnings: Faults,
    /// All texts read, in order.
    pub parts: Vec<Part>,
    /// The whole scenario with everything merged into it, as JSON with sorted keys; it can itself be loaded.
    pub effective: String,
}

/// What a file says about itself and others, apart from the scenario.
pub struct Header {
    extends: Option<String>,
    remove: Vec<String>,
    nations: Option<String>,
    pairs: Option<String>,
    law: Option<String>,
}

/// The only version of the format so far.
const FORMAT: u64 = 1;
/// Longest name of a file.
const LONGEST_NAME: usize = 4096;

/// Reads what a file says about itself and others.
pub fn header(section: &Section) -> Header {
    let file = |section: &Section, key, about| section.optional_text(key, LONGEST_NAME, about);
    section.required_number(
        "format",
        Range::of(FORMAT as f64, FORMAT as f64),
        "",
        "version of the file format",
    );
    let extends = file(
        section,
        "extends",
        "a scenario file, beside this one or `shipped:NAME`, of which this one holds only the differences",
    );
    let remove = section.texts(
        "remove",
        &[],
        "paths of entries of the base that this file leaves out, like nation.usa",
    );
    let tables = section.table(
        "tables",
        "CSV files beside this one; what this file says itself takes precedence",
    );
    Header {
        extends,
        remove,
        nations: file(
            &tables,
            "nations",
            "columns: id, then any field of a nation (points step into tables, `;` separates items)",
        ),
        pairs: file(&tables, "pairs", "columns: from, to, then any field of a pair"),
        law: file(&tables, "law", "columns: nation, domain, level"),
    }
}

/// The keys that `header` reads at the top of a file.
const HEADER_KEYS: [&str; 5] = ["format", "extends", "remove", "tables", "$schema"];

/// Loads the scenario of this name: `read` reads it from its top section. What `fetch` cannot get is a fault, too.
pub fn load<T>(
    name: &str,
    sets: &[(String, String)],
    fetch: &Fetch,
    read: &dyn Fn(&Section) -> T,
) -> Result<Loaded<T>, Faults> {
    let mut gathering = Gathering {
        fetch,
        parts: Vec::new(),
        findings: Vec::new(),
        doubtful: false,
        values: 0,
    };
    let mut root = gathering.scenario(name);
    gathering.arguments(&mut root, sets);
    let Gathering {
        parts,
        mut findings,
        doubtful,
        ..
    } = gathering;
    let told = |findings| faults(findings, &parts, sets);
    if findings.iter().any(|finding| finding.kind == FaultKind::TooLarge) {
        findings.retain(|finding| finding.kind == FaultKind::TooLarge);
    }
    if findings.iter().any(|finding| finding.kind != FaultKind::Scenario) {
        return Err(told(findings));
    }
    let reader = Reader::reading(doubtful);
    let spot = if parts.is_empty() {
        Spot::Nowhere
    } else {
        Spot::at(0, 0)
    };
    let value = read(&Section::root(&reader, Some(&root), spot));
    findings.extend(reader.finish(&root));
    let faults = told(findings);
    if faults.has_errors() {
        return Err(faults);
    }
    Ok(Loaded {
        value,
        warnings: faults,
        parts,
        effective: effective(&root),
    })
}

/// The merged scenario as text.
fn effective(root: &Table) -> String {
    let mut whole = serde_json::Map::from_iter([("format".to_owned(), FORMAT.into())]);
    whole.extend(table_to_json(root));
    let mut text = serde_json::to_string_pretty(&whole).expect("a tree of plain values is JSON");
    text.push('\n');
    text
}

/// Fetching and merging.
struct Gathering<'f> {
    fetch: &'f Fetch<'f>,
    parts: Vec<Part>,
    findings: Vec<Finding>,
    doubtful: bool,
    /// How many values were read.
    values: usize,
}

/// One file of a chain of `extends`, and the tables beside it.
struct Layer {
    tables: Table,
    own: Table,
    remove: Vec<(String, Spot)>,
}

impl Gathering<'_> {
    /// The scenario with its bases and tables, merged.
    fn scenario(&mut self, name: &str) -> Table {
        let mut layers = Vec::new();
        let mut chain: Vec<String> = Vec::new();
        let mut next = Some((name.to_owned(), Spot::Nowhere));
        while let Some((wanted, spot)) = next.take() {
            let asking = chain.last().cloned().unwrap_or_default();
            let Some(part) = self.fetch(&asking, &wanted, spot) else {
                break;
            };
            let name = self.parts[part].name.clone();
            if chain.contains(&name) {
                let round = chain
                    .iter()
                    .chain([&name])
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(" → ");
                self.findings.push(Finding::error(
                    spot,
                    "extends",
                    format!("a file extends itself: {round}"),
                ));
                self.parts.pop();
                self.doubtful = true;
                break;
            }
            chain.push(name);
            let (layer, base) = self.layer(part);
            layers.push(layer);
            next = base.filter(|_| self.values <= MOST_VALUES);
            if let Some((_, spot)) = next.as_ref().filter(|_| chain.len() >= LONGEST_CHAIN) {
                let message = format!("a chain of more than {LONGEST_CHAIN} files, the most that is read");
                self.findings.push(Finding::too_large(*spot, "extends", message));
                break;
            }
        }
        let mut root = Table::new();
        for layer in layers.into_iter().rev() {
            for (path, spot) in layer.remove {
                self.findings.extend(merge::remove(&mut root, &path, spot).err());
            }
            merge::overlay(&mut root, layer.tables);
            merge::overlay(&mut root, layer.own);
        }
        root
    }

    /// Gets a part and keeps it; its number.
    fn fetch(&mut self, asking: &str, wanted: &str, spot: Spot) -> Option<usize> {
        match (self.fetch)(asking, wanted) {
            Ok(part) => {
                self.parts.push(part);
                Some(self.parts.len() - 1)
            }
            Err(message) => {
                self.findings.push(Finding {
                    kind: FaultKind::Io,
                    ..Finding::error(spot, "", message)
                });
                None
            }
        }
    }

    /// Reads a file and the tables beside it; with it what it extends.
    fn layer(&mut self, part: usize) -> (Layer, Option<(String, Spot)>) {
        let mut own = self.parse(part);
        let reader = Reader::reading(self.doubtful);
        let section = Section::root(&reader, Some(&own), Spot::at(part, 0));
        let header = header(&section);
        let tables = section.table("tables", "");
        let files = [
            (Layout::Nations, "nations", header.nations),
            (Layout::Pairs, "pairs", header.pairs),
            (Layout::Law, "law", header.law),
        ];
        let files = files.map(|(layout, key, file)| (layout, file, tables.spot(key)));
        let remove: Vec<(String, Spot)> = header
            .remove
            .into_iter()
            .map(|path| (path, section.spot("remove")))
            .collect();
        let base = header.extends.map(|base| (base, section.spot("extends")));
        if base.is_none() && !remove.is_empty() {
            section.error(
                "remove",
                "there is nothing to remove from, since the file extends no other",
            );
        }
        drop((section, tables));
        let own_keys: Table = HEADER_KEYS
            .iter()
            .filter_map(|key| own.remove_entry(*key))
            .filter(|(key, _)| key != "$schema")
            .collect();
        self.findings.extend(reader.finish(&own_keys));
        let remove = if base.is_some() { remove } else { Vec::new() };
        (
            Layer {
                tables: self.tables(part, files),
                own,
                remove,
            },
            base,
        )
    }

    /// The tables beside a file, merged.
    fn tables(&mut self, part: usize, files: [(Layout, Option<String>, Spot); 3]) -> Table {
        let asking = self.parts[part].name.clone();
        let mut merged = Table::new();
        for (layout, file, spot) in files {
            let Some(table) = file.and_then(|file| self.fetch(&asking, &file, spot)) else {
                continue;
            };
            if self.refuses(table, check_bytes(&self.parts[table].text)) || self.is_no_text(table) {
                continue;
            }
            let (rows, findings) = csv_tree::read(&self.parts[table].text, table, layout);
            self.findings.extend(findings);
            let rows = self.admitted(rows, Spot::at(table, 0));
            merge::overlay(&mut merged, rows);
        }
        merged
    }

    /// The tree of a TOML or JSON part.
    fn parse(&mut self, part: usize) -> Table {
        let text = &self.parts[part].text;
        let json = std::path::Path::new(&self.parts[part].name)
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("json"));
        if self.refuses(part, check_text(text, !json)) || self.is_no_text(part) {
            return Table::new();
        }
        let text = &self.parts[part].text;
        let (table, findings) = if json {
            json_tree::read(text, part)
        } else {
            toml_tree::read(text, part)
        };
        self.doubtful |= findings.iter().any(|finding| finding.key.is_empty());
        self.findings.extend(findings);
        self.admitted(table, Spot::at(part, 0))
    }

    fn refuses(&mut self, part: usize, checked: Result<(), (usize, String)>) -> bool {
        let Err((offset, message)) = checked else {
            return false;
        };
        self.findings
            .push(Finding::too_large(Spot::at(part, offset), "", message));
        true
    }

    /// Whether a part is not UTF-8: who fetched it put the replacement character where it could not be read.
    fn is_no_text(&mut self, part: usize) -> bool {
        let Some(offset) = self.parts[part].text.find(char::REPLACEMENT_CHARACTER) else {
            return false;
        };
        let finding = Finding::error(Spot::at(part, offset), "", "the file is not UTF-8 text");
        self.findings
            .push(finding.allowed("the same text, saved as UTF-8"));
        self.doubtful = true;
        true
    }

    /// Merges the `--set` arguments.
    fn arguments(&mut self, root: &mut Table, sets: &[(String, String)]) {
        for (index, (path, value)) in sets.iter().enumerate() {
            let (node, findings) = toml_tree::read_argument(value, index);
            self.findings.extend(findings.into_iter().map(|finding| Finding {
                key: path.clone(),
                ..finding
            }));
            self.findings.extend(merge::set(root, path, node).err());
        }
    }

    /// Counts the values of a part that was read from `spot` on; beyond the limit of the whole, it is left out.
    fn admitted(&mut self, table: Table, spot: Spot) -> Table {
        self.values += count(&table);
        if self.values <= MOST_VALUES {
            return table;
        }
        let message =
            format!("with this file the scenario has more than {MOST_VALUES} values, the most that is read");
        self.findings.push(Finding::too_large(spot, "", message));
        Table::new()
    }
}

/// How many values a table holds, with all below it.
fn count(table: &Table) -> usize {
    table.values().map(|node| count_in(&node.value)).sum()
}

fn count_in(value: &Value) -> usize {
    match value {
        Value::Table(table) => 1 + count(table),
        Value::List(items) => 1 + items.iter().map(|item| count_in(&item.value)).sum::<usize>(),
        Value::Flag(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Broken => 1,
    }
}

/// Findings as faults with their places, each once, in order of place, up to a limit.
fn faults(mut findings: Vec<Finding>, parts: &[Part], sets: &[(String, String)]) -> Faults {
    findings.sort_by(|a, b| (a.spot, &a.key, &a.message).cmp(&(b.spot, &b.key, &b.message)));
    findings.dedup();
    if findings.len() > MOST_FAULTS {
        findings.truncate(MOST_FAULTS);
        findings.push(Finding::error(
            Spot::Nowhere,
            "",
            "there are more faults; these are the first",
        ));
    }
    Faults(
        findings
            .into_iter()
            .map(|finding| fault(finding, parts, sets))
            .collect(),
    )
}

fn fault(finding: Finding, parts: &[Part], sets: &[(String, String)]) -> Fault {
    let (place, source) = match finding.spot {
        Spot::Text { part, offset } => {
            let part = &parts[part as usize];
            place(&part.name, &part.text, offset as usize)
        }
        Spot::Path { part } => (
            Place::Path {
                file: parts[part as usize].name.clone(),
                path: finding.key.clone(),
            },
            None,
        ),
        Spot::Argument(index) => (Place::Argument(format!("--set {}", sets[index as usize].0)), None),
        Spot::Nowhere => (Place::Nowhere, None),
    };
    Fault {
        severity: finding.severity,
        kind: finding.kind,
        place,
        key: finding.key,
        message: finding.message,
        allowed: finding.allowed,
        nearest: finding.nearest,
        source,
    }
}
