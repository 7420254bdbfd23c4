//! Runs whose files are not as their manifest has them, and folders that hold more than a run.

use std::fs;

use crate::desk::Desk;

/// A short run with series into `a`.
const RUN: [&str; 9] = [
    "run",
    "classroom",
    "-n",
    "2",
    "--charts",
    "none",
    "--quiet",
    "--out",
    "a",
];

#[test]
fn a_run_whose_tables_are_gone_or_changed_is_damaged_and_says_which() {
    let desk = Desk::new();
    desk.done(&RUN);
    desk.done(&[&RUN[..8], &["b"]].concat());
    fs::remove_file(desk.path("a/estimates.csv")).expect("removed");
    let outcomes = fs::read_to_string(desk.path("a/outcomes.csv")).expect("a table");
    fs::write(
        desk.path("a/outcomes.csv"),
        outcomes.replace("baseline,1", "baseline,7"),
    )
    .expect("written");
    for words in [
        &RUN[..],
        &["chart", "a", "--charts", "none"],
        &["report", "a"],
        &["diff", "a", "b"],
        &["diff", "b", "a"],
    ] {
        let said = desk.call(words);
        assert_eq!(said.code, Some(5), "{words:?}: {said:?}");
        for told in [
            "estimates.csv is missing",
            "outcomes.csv is not what was written",
            "--force",
        ] {
            assert!(said.err.contains(told), "{words:?}: {told}: {said:?}");
        }
    }
    desk.done(&[&RUN[..], &["--force"]].concat());
    desk.same("a", "b");
}

#[test]
fn a_manifest_that_names_files_elsewhere_is_refused() {
    let desk = Desk::new();
    desk.done(&RUN);
    let manifest = fs::read_to_string(desk.path("a/manifest.json")).expect("a manifest");
    for name in ["../secret.csv", "/etc/passwd", "x/estimates.csv", ".."] {
        let changed = manifest.replace("\"estimates.csv\"", &format!("\"{name}\""));
        fs::write(desk.path("a/manifest.json"), changed).expect("written");
        let said = desk.call(&["report", "a"]);
        assert_eq!(said.code, Some(5), "{name}: {said:?}");
        assert!(
            said.err.contains(&format!("{name} is no name of a file in it")),
            "{said:?}"
        );
    }
}

#[test]
fn a_report_and_charts_that_are_made_again_damage_nothing() {
    let desk = Desk::new();
    let run = ["run", "classroom", "-n", "2", "--quiet", "--out", "a"];
    desk.done(&run);
    desk.done(&["report", "a", "--lang", "fr"]);
    desk.done(&["report", "a"]);
    if cfg!(feature = "charts") {
        desk.done(&["chart", "a", "--lang", "fr"]);
        fs::remove_dir_all(desk.path("a/charts")).expect("removed");
        let again = desk.done(&["run", "classroom", "-n", "2", "--out", "a"]);
        assert!(again.out.contains("was there already"), "{again:?}");
        assert!(desk.path("a/charts/effectiveness.svg").is_file());
    }
    let bare = desk.done(&["run", "classroom", "-n", "2", "--charts", "none", "--out", "b"]);
    assert!(bare.out.contains("\nTables and manifest: b"), "{bare:?}");
}

#[test]
fn what_somebody_keeps_in_a_runs_folder_is_not_lost() {
    let desk = Desk::new();
    desk.done(&RUN);
    fs::write(desk.path("a/notes.txt"), "mine").expect("written");
    fs::create_dir_all(desk.path("a/charts")).expect("made");
    fs::write(desk.path("a/charts/talk.odp"), "mine").expect("written");
    let more = [&RUN[..], &["--seed", "2", "--force"]].concat();
    let said = desk.call(&more);
    assert_eq!(said.code, Some(5), "{said:?}");
    assert!(
        said.err.contains("talk.odp") && said.err.contains("notes.txt"),
        "{said:?}"
    );
    assert_eq!(
        fs::read_to_string(desk.path("a/notes.txt")).expect("there"),
        "mine"
    );
    fs::remove_file(desk.path("a/notes.txt")).expect("removed");
    fs::remove_file(desk.path("a/charts/talk.odp")).expect("removed");
    desk.done(&more);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_runs_folder_stays_a_link() {
    let desk = Desk::new();
    fs::create_dir(desk.path("disk")).expect("made");
    std::os::unix::fs::symlink("disk/runs", desk.path("a")).expect("linked");
    desk.done(&RUN);
    desk.done(&[&RUN[..], &["--seed", "2", "--force"]].concat());
    assert!(desk.path("a").symlink_metadata().expect("there").is_symlink());
    assert!(desk.path("disk/runs/estimates.csv").is_file());
    let left = fs::read_dir(desk.path("disk")).expect("a folder").count();
    assert_eq!(left, 1, "nothing is left beside it");
}

#[cfg(target_os = "linux")]
#[test]
fn new_files_are_whole_or_not_there_when_the_disk_is_full() {
    let desk = Desk::new();
    let binary = env!("CARGO_BIN_EXE_comity");
    for (words, names) in [
        ("new mine", &["mine.toml"][..]),
        ("new wide --nations 40", &["wide.toml", "wide.csv"]),
        ("report --write-templates look", &["look/report.html"]),
    ] {
        let limited = format!("trap '' XFSZ; ulimit -f 1; exec '{binary}' {words}");
        let mut shell = std::process::Command::new("sh");
        let output = shell.args(["-c", &limited]).current_dir(desk.path("")).output();
        let output = output.expect("a shell runs");
        assert_eq!(output.status.code(), Some(3), "{words}: {output:?}");
        for name in names {
            assert!(!desk.path(name).exists(), "{name}");
            assert!(!desk.path(&format!("{name}.unfinished")).exists(), "{name}");
        }
    }
}
