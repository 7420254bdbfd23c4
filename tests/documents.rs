//! What is generated in the documents is what the program says. `BLESS=1 cargo test --test documents` writes it anew.

use std::fs;
use std::path::Path;
use std::process::Command;

use comity::cli::schema;
use comity::scenario::check::read;
use comity::scenario::reference::reference;
use comity::scenario::schema::{describe, gaps};

/// What stands before the generated part of `docs/scenario-format.md`.
const MARK: &str =
    "<!-- What follows is generated from the program: BLESS=1 cargo test --test documents -->\n\n";

fn same_or_blessed(path: &str, expected: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, expected).expect("the document can be written");
    }
    let found = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == expected,
        "{path} is not what the program says; BLESS=1 writes it anew"
    );
}

#[test]
fn every_field_has_a_meaning_and_every_default_a_source() {
    assert_eq!(gaps(&describe(&read)), [] as [String; 0]);
}

#[test]
fn the_committed_schema_is_what_the_program_prints() {
    same_or_blessed("docs/scenario.schema.json", &schema::text());
}

#[test]
fn the_reference_of_the_format_is_what_the_program_reads() {
    let path = "docs/scenario-format.md";
    let text = fs::read_to_string(path)
        .expect("the document is there")
        .replace("\r\n", "\n");
    let (introduction, _) = text.split_once(MARK).expect("the mark stands in the document");
    let expected = format!("{introduction}{MARK}{}", reference(&describe(&read)).trim_end()) + "\n";
    same_or_blessed(path, &expected);
}

#[test]
fn the_example_of_the_format_can_be_run() {
    let text = fs::read_to_string("docs/scenario-format.md").expect("the document is there");
    let example = text
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let example = example.expect("the document begins with an example").to_owned();
    let part = comity::scenario::load::Part {
        name: "example.toml".to_owned(),
        text: example,
    };
    let loaded = comity::scenario::check::load_scenario("example.toml", &[], &|_, _| Ok(part.clone()));
    assert!(loaded.is_ok_and(|loaded| loaded.warnings.0.is_empty()));
}

/// The commands of the README's code blocks for the shell, comments left out.
fn commands() -> Vec<String> {
    let text = fs::read_to_string("README.md")
        .expect("the README is there")
        .replace("\r\n", "\n");
    let blocks = text
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let lines = blocks
        .flat_map(str::lines)
        .map(|line| line.split(" #").next().unwrap_or_default());
    lines
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn the_two_commands_of_the_readme_are_what_is_run_before_a_change_is_taken() {
    let ci = fs::read_to_string(".ci/run").expect("the script is there");
    let commands = commands();
    assert_eq!(commands[0], "cargo run --release -- run harmonization");
    assert_eq!(commands[1], "cargo test");
    for command in &commands[..2] {
        assert!(ci.contains(&format!("' {command}\n")), "{command}");
    }
}

#[test]
fn the_tour_of_the_readme_can_be_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let tour: Vec<String> = commands()
        .into_iter()
        .filter(|line| line.starts_with("comity "))
        .collect();
    assert!(tour.len() >= 8, "{tour:?}");
    for line in tour {
        let mut arguments: Vec<&str> = line.split(' ').skip(1).filter(|word| !word.is_empty()).collect();
        if arguments[0] == "run" || arguments[0] == "compare" {
            // The tour itself takes a second or two; few replications and no charts are enough to see that it works.
            arguments.extend(["-n", "2", "--charts", "none"]);
        }
        let output = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(&arguments)
            .current_dir(folder.path())
            .output()
            .expect("the program runs");
        assert!(
            output.status.success(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn every_link_of_the_readme_leads_somewhere() {
    let text = fs::read_to_string("README.md").expect("the README is there");
    for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(link.starts_with("https://") || Path::new(link).exists(), "{link}");
    }
}

/// The texts that a patch replaces: file, and the lines that must stand there, hunk by hunk.
fn replaced(patch: &str) -> Vec<(String, String)> {
    let mut hunks: Vec<(String, String)> = Vec::new();
    let mut file = String::new();
    for line in patch.lines().skip_while(|line| !line.starts_with("--- a/")) {
        if let Some(path) = line.strip_prefix("--- a/") {
            path.clone_into(&mut file);
        } else if line.starts_with("@@ ") {
            hunks.push((file.clone(), String::new()));
        } else if let Some(kept) = line.strip_prefix([' ', '-']).or(line.is_empty().then_some("")) {
            let (_, text) = hunks.last_mut().expect("a hunk begins with its place");
            text.push_str(kept);
            text.push('\n');
        }
    }
    hunks
}

#[test]
fn every_planted_fault_has_its_place_in_the_sources_and_its_row_in_the_table() {
    let table = fs::read_to_string("docs/verification.md").expect("the document is there");
    let patches = fs::read_dir("tests/mutants").expect("the folder is there");
    let patches = patches
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "patch"));
    let mut faults = 0;
    for path in patches {
        let patch = fs::read_to_string(&path)
            .expect("a patch is text")
            .replace("\r\n", "\n");
        let hunks = replaced(&patch);
        assert!(!hunks.is_empty(), "{}", path.display());
        for (file, text) in hunks {
            let source = fs::read_to_string(&file)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            assert!(
                source.contains(&text),
                "{} has no place in {file}",
                path.display()
            );
        }
        // Those of saving, from 30 on, are told of elsewhere.
        let name = path.file_name().expect("a file").to_string_lossy();
        if name[..2].parse::<u32>().expect("a fault begins with its number") >= 30 {
            continue;
        }
        let line = |name: &str| {
            let line = patch.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("{} says no {name}", path.display()))
        };
        let fault = line("Fault ").replacen(':', "", 1);
        let test = line("Caught by: ").replacen("verify ", "comity verify --family ", 1);
        let test = test
            .strip_prefix("test ")
            .map_or_else(|| test.clone(), |rest| format!("cargo test {rest}"));
        let row = format!("| {fault} | `{test}` | caught |");
        assert!(table.contains(&row), "docs/verification.md has no row {row}");
        faults += 1;
    }
    assert!(faults >= 20, "{faults}");
}
