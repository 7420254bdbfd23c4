//! The stair: engine, scenario, model, experiment, verification, output, cli. A file imports only from its own folder and those below,
//! never through the crate's root, and never in a circle; the first three folders know no machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The folders from the ground up.
const STAIR: [&str; 7] = [
    "engine",
    "scenario",
    "model",
    "experiment",
    "verification",
    "output",
    "cli",
];
/// Folders that a browser or a Python module stands on: no files, threads, clocks or pictures, and no order by hash.
const PURE: [&str; 3] = ["engine", "scenario", "model"];
/// What those may not name. `Instant` of the clock comes with `std::time`; the model has one of its own.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::thread",
    "std::time",
    "std::env",
    "std::net",
    "SystemTime",
    "rayon",
    "plotters",
    "HashMap",
    "HashSet",
];

/// A file of the crate: its path below `src` and its text.
type Source = (String, String);

#[test]
fn the_crate_keeps_to_the_stair() {
    let sources = sources();
    assert!(sources.len() > 50, "the sources are found: {}", sources.len());
    let faults = faults(&sources);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_kind_of_trespass_is_seen() {
    let bad = |path: &str, text: &str| faults(&[(path.to_owned(), text.to_owned())]);
    let cases = [
        (
            "engine/a.rs",
            "use crate::model::world::World;",
            "engine/a.rs: model stands above engine",
        ),
        (
            "scenario/a.rs",
            "let x = crate::output::file::write_whole;",
            "scenario/a.rs: output stands above scenario",
        ),
        (
            "model/a.rs",
            "use crate::Scenario;",
            "model/a.rs: imports `Scenario` through the crate's root",
        ),
        (
            "cli/a.rs",
            "use comity::engine::time::SimTime;",
            "cli/a.rs: imports through the crate's root",
        ),
        (
            "engine/a.rs",
            "use std::collections::HashMap;",
            "engine/a.rs: names HashMap",
        ),
        (
            "scenario/a.rs",
            "let t = std::time::Instant::now();",
            "scenario/a.rs: names std::time",
        ),
        ("model/a.rs", "use rayon::prelude::*;", "model/a.rs: names rayon"),
        (
            "model/a/b.rs",
            "use std::{fs, io};",
            "model/a/b.rs: names std::fs",
        ),
    ];
    for (path, text, expected) in cases {
        assert!(
            bad(path, text).iter().any(|fault| fault == expected),
            "{text}: {:?}",
            bad(path, text)
        );
    }
}

#[test]
fn a_circle_of_files_is_seen() {
    let source = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let files = [
        source("engine/a.rs", "use crate::engine::b::B;"),
        source("engine/b.rs", "use crate::engine::c::{self, C};"),
        source("engine/c.rs", "use crate::engine::a::A;"),
        source("engine/d.rs", "use crate::engine::a::A;"),
    ];
    assert_eq!(
        faults(&files),
        ["engine/a.rs, engine/b.rs, engine/c.rs import each other in a circle"]
    );
    assert_eq!(faults(&files[1..]), [] as [String; 0]);
}

#[test]
fn comments_texts_and_unit_tests_are_no_trespass() {
    let text = "//! Not `std::fs`.\n/// Nor HashMap.\nlet x = 1; // nor rayon\n#[cfg(test)]\nmod tests {\n    use crate::cli::library::Library;\n}\n";
    assert_eq!(
        faults(&[("engine/a.rs".to_owned(), text.to_owned())]),
        [] as [String; 0]
    );
}

/// All files of the library; `lib.rs` and `main.rs` stand beside the stair.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    for folder in STAIR {
        gather(&root.join(folder), folder, &mut sources);
    }
    sources.sort();
    sources
}

fn gather(folder: &Path, name: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let own = path.file_name().expect("a name").to_string_lossy().into_owned();
        let name = format!("{name}/{own}");
        if path.is_dir() {
            gather(&path, &name, sources);
        } else if path.extension().is_some_and(|end| end == "rs") {
            sources.push((name, fs::read_to_string(&path).expect("source is text")));
        }
    }
}

/// Every trespass in these files.
fn faults(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources {
        let folder = path.split('/').next().unwrap_or_default();
        let floor = floor(folder).expect("every folder is a step of the stair");
        let code = code(text);
        for import in imports(&code) {
            let first = import.split("::").next().unwrap_or_default();
            match self::floor(first) {
                None => faults.push(format!("{path}: imports `{first}` through the crate's root")),
                Some(other) if other > floor => faults.push(format!("{path}: {first} stands above {folder}")),
                Some(_) => {
                    if let Some(file) = file_of(&import, sources).filter(|file| file != path) {
                        arrows.entry(path.clone()).or_default().insert(file);
                    }
                }
            }
        }
        if code.contains("use comity::") {
            faults.push(format!("{path}: imports through the crate's root"));
        }
        if PURE.contains(&folder) {
            faults.extend(impurities(&code).map(|name| format!("{path}: names {name}")));
        }
    }
    faults.extend(circles(&arrows));
    faults
}

fn floor(folder: &str) -> Option<usize> {
    STAIR.iter().position(|step| *step == folder)
}

/// The text without comments and without the unit tests at its foot, which may use what they need.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = body.lines().map(|line| match line.find("//") {
        Some(at) if !line[..at].contains('"') => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every path that begins with `crate::`, without this beginning; of a group one for each member.
fn imports(code: &str) -> Vec<String> {
    let mut imports = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .unwrap_or(rest.len());
        let path = &rest[..end];
        match rest[end..]
            .strip_prefix('{')
            .and_then(|group| group.split('}').next())
        {
            Some(group) => {
                let members = group
                    .split(',')
                    .map(str::trim)
                    .filter(|member| !member.is_empty());
                imports.extend(members.map(|member| format!("{path}{member}")));
            }
            None => imports.push(path.to_owned()),
        }
    }
    imports
}

/// The file that a path leads to.
fn file_of(import: &str, sources: &[Source]) -> Option<String> {
    let steps: Vec<&str> = import.split("::").collect();
    (1..=steps.len()).rev().find_map(|length| {
        let stem = steps[..length].join("/");
        let names = [format!("{stem}.rs"), format!("{stem}/mod.rs")];
        names
            .into_iter()
            .find(|name| sources.iter().any(|(path, _)| path == name))
    })
}

fn impurities(code: &str) -> impl Iterator<Item = &'static str> {
    let grouped: Vec<String> = code
        .match_indices("std::{")
        .filter_map(|(at, start)| code[at + start.len()..].split("};").next())
        .flat_map(|group| {
            group
                .split([',', '{', '}'])
                .map(|name| format!("std::{}", name.trim()))
        })
        .collect();
    let named = move |name: &str, code: &str| {
        grouped
            .iter()
            .any(|path| path == name || path.starts_with(&format!("{name}::")))
            || code.match_indices(name).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                let after = code[at + name.len()..].chars().next();
                let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                !word(before) && !word(after)
            })
    };
    let found: Vec<&'static str> = IMPURE.into_iter().filter(|name| named(name, code)).collect();
    found.into_iter()
}

/// Groups of files that reach each other, each once.
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|file| (file, reached(arrows, file))).collect();
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for (file, all) in &reach {
        if all.contains(file) && !seen.contains(file) {
            let circle: Vec<&str> = all
                .iter()
                .filter(|other| reach.get(*other).is_some_and(|back| back.contains(file)))
                .map(|other| other.as_str())
                .collect();
            seen.extend(
                all.iter()
                    .copied()
                    .filter(|other| circle.contains(&other.as_str())),
            );
            circles.push(format!("{} import each other in a circle", circle.join(", ")));
        }
    }
    circles
}

fn reached<'a>(arrows: &'a BTreeMap<String, BTreeSet<String>>, from: &String) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&String> = arrows.get(from).into_iter().flatten().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(arrows.get(next).into_iter().flatten());
        }
    }
    reached
}
