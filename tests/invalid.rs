//! The exact words for every bad scenario in `tests/invalid`: `x.txt` is what is told of `x.toml` or `x.json`.
//! `BLESS=1 cargo test --test invalid` writes the words anew; read the difference before it is committed.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use comity::cli::library::Library;
use comity::scenario::ends::load_with_ends;

/// Where the bad files lie, from the root of the package, which is where tests are run.
const FOLDER: &str = "tests/invalid";

/// What is told of a scenario, errors or warnings.
fn told(path: &Path) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    let library = Library::below(&[PathBuf::from(FOLDER)]).expect("the folder is there");
    let faults = match load_with_ends(&name, &[], &|asking, wanted| library.fetch(asking, wanted)) {
        Ok(loaded) => loaded.warnings,
        Err(faults) => faults,
    };
    format!("{faults}\n")
}

fn bad_files() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml" || end == "json"));
    files.sort();
    files
}

#[test]
fn every_bad_file_is_told_of_in_these_words() {
    let bless = std::env::var_os("BLESS").is_some();
    let files = bad_files();
    assert!(files.len() >= 30, "{} files", files.len());
    let mut wrong = String::new();
    for path in files {
        let (found, beside) = (told(&path), path.with_extension("txt"));
        assert_ne!(found, "\n", "{} is sound", path.display());
        if bless {
            fs::write(&beside, &found).expect("the folder can be written to");
        }
        let expected = fs::read_to_string(&beside)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        if found != expected {
            let _ = write!(
                wrong,
                "\n{}\n--- expected\n{expected}--- found\n{found}",
                path.display()
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_words_are_left_without_their_file() {
    let entries = fs::read_dir(FOLDER).expect("the folder is there");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_some_and(|end| end == "txt") {
            let told_of = ["toml", "json"]
                .iter()
                .any(|end| path.with_extension(end).exists());
            assert!(told_of, "{} belongs to nothing", path.display());
        }
    }
}

/// A million nations, once as tables and once as rows of a CSV file.
fn millions(folder: &Path) -> [PathBuf; 2] {
    let (mut tables, mut rows) = (String::from("format = 1\n"), String::from("id\n"));
    for n in 0..1_000_000 {
        let _ = writeln!(tables, "[nation.n{n}]");
        let _ = writeln!(rows, "n{n}");
    }
    let (as_tables, as_rows) = (folder.join("tables.toml"), folder.join("rows.toml"));
    fs::write(&as_tables, tables).expect("written");
    fs::write(folder.join("rows.csv"), rows).expect("written");
    fs::write(&as_rows, "format = 1\n[tables]\nnations = \"rows.csv\"\n").expect("written");
    [as_tables, as_rows]
}

#[test]
fn a_million_nations_are_refused_within_a_second() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in millions(folder.path()) {
        let begin = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_comity"))
            .arg("check")
            .arg(&file)
            .output()
            .expect("the program runs");
        let words = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(4), "{words}");
        assert!(
            words.contains("more than") || words.contains("larger than"),
            "{words}"
        );
        // Twice what is promised, since tests run beside each other and unoptimized.
        assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_million_nations_are_refused_within_100_mib() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in millions(folder.path()) {
        let limited = format!("ulimit -v {}; exec \"$0\" check \"$1\"", 100 << 10);
        let output = Command::new("sh")
            .args(["-c", &limited, env!("CARGO_BIN_EXE_comity")])
            .arg(&file)
            .output()
            .expect("a shell runs");
        assert_eq!(
            output.status.code(),
            Some(4),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
