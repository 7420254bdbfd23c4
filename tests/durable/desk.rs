//! A folder of its own in which the program is called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder of its own in which the program is called.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command
            .args(words)
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    pub(crate) fn call(&self, words: &[&str]) -> Said {
        let mut command = self.command(words);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Said::of(&command.output().expect("the program runs"))
    }

    /// A call that must end well.
    #[track_caller]
    pub(crate) fn done(&self, words: &[&str]) -> Said {
        let said = self.call(words);
        assert_eq!(said.code, Some(0), "{words:?}: {said:?}");
        said
    }

    /// Two runs have the same files with the same bytes, but for what the clock says.
    #[track_caller]
    pub(crate) fn same(&self, one: &str, other: &str) {
        let [one, other] = [one, other].map(|run| files(&self.path(run)));
        let names =
            |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&one), names(&other));
        for ((name, one), (_, other)) in one.iter().zip(&other) {
            assert!(one == other, "{name} differs");
        }
    }
}

/// The files of a run, in order of name, but for `timing.json`.
fn files(run: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(run).expect("a run") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_file() && name != "timing.json" {
            found.push((name, fs::read(&path).expect("a file")));
        }
    }
    found.sort();
    found
}

/// What a call left.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
