//! Runs that are cut short, cut into shards, crowded or damaged, looked at from outside: whatever happens to them, they
//! end with the bytes of a run that nothing happened to, or say why not. The faults that need a machine of their own
//! stand under `tests/faults`.

mod desk;
mod fault_simulation;
mod storage;
mod vouched;

use std::fs;
use std::path::Path;
use std::time::Duration;

use desk::{Desk, Said};

/// A short run without charts, into this folder.
fn short<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec![
        "run",
        "classroom",
        "-n",
        "24",
        "--charts",
        "none",
        "--quiet",
        "--out",
        out,
    ];
    words.extend(more);
    words
}

/// Where the unfinished run of a folder keeps its journal.
fn journal(desk: &Desk, out: &str) -> std::path::PathBuf {
    desk.path(&format!(".{out}.partial/journal"))
}

/// Begins a run and kills it when its journal is larger than this.
fn killed(desk: &Desk, words: &[&str], out: &str, bytes: u64) {
    let mut child = desk.command(words).spawn().expect("the program starts");
    let file = journal(desk, out);
    while file.metadata().map_or(0, |data| data.len()) < bytes {
        assert!(
            child.try_wait().expect("a child").is_none(),
            "it ended before it could be killed"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("a child");
}

#[test]
fn a_killed_run_is_continued_to_the_same_bytes() {
    for (detail, bytes) in [("series", 1), ("series", 400_000), ("events", 3_000_000)] {
        let desk = Desk::new();
        let more = ["--detail", detail, "--threads", "2"];
        desk.done(&short("whole", &more));
        let words = short("cut", &more);
        killed(&desk, &words, "cut", bytes);
        let refused = desk.call(&words);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("--resume continues it"), "{refused:?}");
        let resumed = desk.done(&short("cut", &[&more[..], &["--resume"]].concat()));
        // A kill in the midst of a write tears the end of the journal; nothing else is worth a word.
        assert!(
            resumed.err.is_empty() || resumed.err.contains("was torn at its end"),
            "{resumed:?}"
        );
        desk.same("whole", "cut");
        assert!(!journal(&desk, "cut").exists() && !desk.path("cut/journal").exists());
        assert!(!desk.path(".cut.lock").exists());
    }
}

#[test]
fn what_a_process_left_in_its_last_moments_goes_when_it_is_asked_again() {
    let desk = Desk::new();
    desk.done(&short("whole", &[]));
    // It was killed when all was done but its time was not written and its lock not given back.
    fs::write(desk.path("whole/timing.json.unfinished"), "{").expect("written");
    fs::write(desk.path("whole/journal"), "rest").expect("written");
    fs::write(desk.path(".whole.lock"), "process 1\n").expect("written");
    let again = desk.done(&short("whole", &["--resume"]));
    assert!(again.err.contains("process 1 is taken over"), "{again:?}");
    for left in ["whole/timing.json.unfinished", "whole/journal", ".whole.lock"] {
        assert!(!desk.path(left).exists(), "{left}");
    }
}

#[test]
fn a_stopped_run_is_in_place_with_what_was_done_and_can_be_continued() {
    let desk = Desk::new();
    desk.done(&short("whole", &[]));
    let words = short("cut", &["--threads", "1"]);
    let mut child = desk.command(&words).spawn().expect("the program starts");
    while journal(&desk, "cut").metadata().map_or(0, |data| data.len()) < 100_000 {
        std::thread::sleep(Duration::from_millis(1));
    }
    let signal = std::process::Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(signal.expect("kill runs").success());
    assert_eq!(child.wait().expect("a child").code(), Some(130));
    assert!(desk.path("cut/estimates.csv").is_file() && desk.path("cut/journal").is_file());
    desk.done(&short("cut", &["--resume"]));
    desk.same("whole", "cut");
    assert!(!desk.path("cut/journal").exists());
}

#[test]
fn what_is_resumed_must_be_the_same_work_and_the_difference_is_named() {
    let desk = Desk::new();
    killed(&desk, &short("cut", &[]), "cut", 100_000);
    for (more, said) in [
        (&["--seed", "2"][..], "its seed is 1, not 2"),
        (
            &["--set", "nation.aldia.capacity=0.5"],
            "its nation.aldia.capacity is 0.8, not 0.5",
        ),
        (
            &["--option", "more_desks"],
            "its options is baseline, not more_desks",
        ),
        (&["--paired", "none"], "its paired is all, not none"),
        (&["--detail", "events"], "its detail is series, not events"),
        (
            &["--max-events", "2000000"],
            "its max_events is 1000000, not 2000000",
        ),
    ] {
        let refused = desk.call(&short("cut", &[more, &["--resume"]].concat()));
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains(said), "{said}: {refused:?}");
    }
    let bytes = fs::read(journal(&desk, "cut")).expect("a journal");
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(
        find(&bytes, version.as_bytes()).is_some(),
        "the header names the version"
    );
    // Whatever was there, a run is begun again where this is asked for.
    desk.done(&short("cut", &["--seed", "2", "--force"]));
}

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

#[test]
fn a_damaged_journal_is_refused_by_name_and_a_torn_one_cut() {
    let desk = Desk::new();
    desk.done(&short("whole", &[]));
    killed(&desk, &short("cut", &[]), "cut", 700_000);
    let sound = fs::read(journal(&desk, "cut")).expect("a journal");
    let mut damaged = sound.clone();
    damaged[2000] ^= 4;
    fs::write(journal(&desk, "cut"), &damaged).expect("written");
    let refused = desk.call(&short("cut", &["--resume"]));
    assert_eq!(refused.code, Some(5), "{refused:?}");
    assert!(
        refused.err.contains(".cut.partial/journal is damaged") && refused.err.contains("at byte"),
        "{refused:?}"
    );
    fs::write(journal(&desk, "cut"), &sound[..sound.len() - 5]).expect("written");
    let cut = desk.done(&short("cut", &["--resume"]));
    assert!(cut.err.contains("was torn at its end"), "{cut:?}");
    desk.same("whole", "cut");
}

#[test]
fn any_number_of_shards_in_any_order_gives_the_same_bytes() {
    let desk = Desk::new();
    let cases: [(&str, &str, &[usize]); 2] = [
        ("series", "baseline", &[1, 3, 13]),
        ("events", "more_desks", &[2]),
    ];
    for (detail, option, shards) in cases {
        // More shards than replications is allowed: some are empty.
        let more = ["--detail", detail, "--option", option];
        let whole = format!("whole-{detail}");
        desk.done(&short(&whole, &more));
        for &of in shards {
            let folder = format!("{detail}-{of}");
            fs::create_dir(desk.path(&folder)).expect("a folder");
            let files: Vec<String> = (1..=of)
                .map(|number| format!("{folder}/shard-{number}"))
                .collect();
            for (file, number) in files.iter().zip(1..) {
                desk.done(&short(
                    file,
                    &[&more[..], &["--shard", &format!("{number}/{of}")]].concat(),
                ));
            }
            let mut order: Vec<&str> = files.iter().map(String::as_str).collect();
            order.rotate_left(of / 2);
            order[of / 2..].reverse();
            let merged = format!("merged-{detail}-{of}");
            let words = [
                &["merge"][..],
                &order,
                &["--out", &merged, "--charts", "none", "--quiet"],
            ]
            .concat();
            desk.done(&words);
            desk.same(&whole, &merged);
        }
    }
}

#[test]
fn shards_that_do_not_belong_together_are_refused_by_name() {
    let desk = Desk::new();
    for number in ["1", "2", "3"] {
        desk.done(&short(number, &["--shard", &format!("{number}/3")]));
    }
    desk.done(&short("seed", &["--shard", "1/3", "--seed", "9"]));
    desk.done(&short("other", &["--shard", "1/2"]));
    killed_shard(&desk);
    let bytes = fs::read(desk.path("1")).expect("a shard");
    fs::write(desk.path("cut"), &bytes[..bytes.len() - 9]).expect("written");
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    fs::write(desk.path("flipped"), &flipped).expect("written");
    fs::write(desk.path("text"), "option,replication\n").expect("written");
    for (shards, code, said) in [
        (&["1", "2"][..], 2, "missing: shard 3/3"),
        (&["1", "2", "3", "1"], 2, "shard 1/3 is given twice: 1 and 1"),
        (
            &["seed", "2", "3"],
            5,
            "2 belongs to other work than seed: its seed is 1, not 9",
        ),
        (&["other", "2", "3"], 5, "it is one of 3 shards, not of 2"),
        (&["cut", "2", "3"], 5, "cut is not finished"),
        (
            &["flipped", "2", "3"],
            5,
            "flipped is damaged: a record does not match its digest",
        ),
        (&["text", "2", "3"], 5, "text is damaged"),
        (&[".unfinished.partial", "2", "3"], 5, "is not finished"),
        (&["absent", "2", "3"], 3, "absent"),
    ] {
        let refused = desk.call(&[&["merge"][..], shards, &["--out", "m"]].concat());
        assert_eq!(refused.code, Some(code), "{shards:?}: {refused:?}");
        assert!(refused.err.contains(said), "{shards:?}: {refused:?}");
        assert!(!desk.path("m").exists());
    }
    let again = desk.done(&["run", "classroom", "-n", "24", "--shard", "1/3", "--out", "1"]);
    assert!(again.err.contains("was there already"), "{again:?}");
    let finished = desk.done(&short("unfinished", &["--shard", "1/3", "--resume"]));
    assert!(
        finished.err.contains("is taken over"),
        "the lock of the one that was killed: {finished:?}"
    );
    desk.done(&[
        "merge",
        "3",
        "unfinished",
        "2",
        "--out",
        "m",
        "--quiet",
        "--charts",
        "none",
    ]);
    desk.done(&short("whole", &[]));
    desk.same("whole", "m");
}

/// Leaves the shard 1/3 unfinished.
fn killed_shard(desk: &Desk) {
    let words = short("unfinished", &["--shard", "1/3", "--threads", "1"]);
    let mut child = desk.command(&words).spawn().expect("the program starts");
    let file = desk.path(".unfinished.partial");
    while file.metadata().map_or(0, |data| data.len()) < 60_000 {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("a child");
}

#[test]
fn a_shard_of_another_version_is_refused_with_the_version() {
    let desk = Desk::new();
    desk.done(&short("1", &["--shard", "1/1"]));
    let bytes = fs::read(desk.path("1")).expect("a shard");
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let at = find(&bytes, version.as_bytes()).expect("the header names the version");
    let mut other = bytes.clone();
    other[at + 11] = b'9';
    // The frame's digest is made anew, as another version would have written it.
    let length = u32::from_le_bytes(other[5..9].try_into().expect("four bytes")) as usize;
    let digest = storage::frame_digest(other[4], &other[21..21 + length]);
    other[21 + length..37 + length].copy_from_slice(&digest);
    fs::write(desk.path("1"), &other).expect("written");
    let refused = desk.call(&["merge", "1", "--out", "m"]);
    assert_eq!(refused.code, Some(5), "{refused:?}");
    assert!(refused.err.contains("was written by comity 9."), "{refused:?}");
}

#[test]
fn two_runs_never_work_in_one_folder() {
    let desk = Desk::new();
    for round in 0..3 {
        let out = format!("race-{round}");
        let words = short(&out, &["--threads", "1"]);
        let mut both = [0, 1].map(|_| {
            let mut command = desk.command(&words);
            command.stderr(std::process::Stdio::piped());
            command.spawn().expect("the program starts")
        });
        let codes: Vec<Option<i32>> = both
            .iter_mut()
            .map(|child| child.wait().expect("a child").code())
            .collect();
        let done = codes.iter().filter(|code| **code == Some(0)).count();
        assert!(
            done >= 1 && codes.iter().all(|code| [Some(0), Some(2)].contains(code)),
            "{codes:?}"
        );
    }
    desk.done(&short("whole", &[]));
    desk.same("race-0", "whole");
}

#[test]
fn the_lock_of_a_dead_process_is_taken_over_with_a_word() {
    let desk = Desk::new();
    fs::write(desk.path(".late.lock"), "process 4194999\n").expect("written");
    let said = desk.done(&short("late", &[]));
    assert!(
        said.err.contains("the lock of process 4194999 is taken over"),
        "{said:?}"
    );
}

#[test]
fn one_replication_can_be_run_again_alone() {
    let desk = Desk::new();
    desk.done(&short("whole", &["--option", "more_desks"]));
    let outcomes = fs::read_to_string(desk.path("whole/outcomes.csv")).expect("outcomes");
    for replication in [0_usize, 17] {
        let number = replication.to_string();
        let words = [
            "run",
            "classroom",
            "--option",
            "more_desks",
            "--replication",
            &number,
            "--format",
            "csv",
        ];
        let said = desk.done(&words);
        let row = outcomes.lines().nth(replication + 1).expect("a row");
        assert_eq!(said.out.lines().nth(1), Some(row));
    }
}

#[test]
fn a_panic_loses_one_replication_and_says_how_to_see_it_again() {
    let desk = Desk::new();
    let mut command = desk.command(&short("p", &["--set", "nation.aldia.capacity=0.7"]));
    let said = Said::of(
        &command
            .env("COMITY_TEST_PANIC", "7")
            .stderr(std::process::Stdio::piped())
            .output()
            .expect("the program runs"),
    );
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.err
            .contains("lost replication baseline/7: the program failed"),
        "{said:?}"
    );
    let again =
        "comity run classroom --set nation.aldia.capacity=0.7 --seed 1 --max-events 1000000 --replication 7";
    assert!(said.err.contains(again), "{said:?}");
    let outcomes = fs::read_to_string(desk.path("p/outcomes.csv")).expect("outcomes");
    assert_eq!(outcomes.lines().count(), 24, "the header and 23 replications");
    let estimates = fs::read_to_string(desk.path("p/estimates.csv")).expect("estimates");
    assert!(estimates.contains(",23,"), "every n says so");
    // The rest is as in a run that lost nothing.
    desk.done(&short("whole", &["--set", "nation.aldia.capacity=0.7"]));
    let whole = fs::read_to_string(desk.path("whole/outcomes.csv")).expect("outcomes");
    let rest: Vec<&str> = whole
        .lines()
        .filter(|line| !line.starts_with("baseline,7,"))
        .collect();
    assert_eq!(outcomes.lines().collect::<Vec<_>>(), rest);
    // It is still lost when the run is asked for again.
    let later = desk.call(&short("p", &["--set", "nation.aldia.capacity=0.7"]));
    assert_eq!(later.code, Some(1), "{later:?}");
}

#[test]
fn what_would_cost_too_much_is_refused_before_it_begins() {
    let desk = Desk::new();
    for (more, said) in [
        (
            &["--max-memory", "5MiB"][..],
            "more than the 5 MiB of --max-memory",
        ),
        (
            &["--max-events", "1000"],
            "more than the 1.0e3 after which it counts as running away",
        ),
        (&["-n", "1000000000"], "that this machine allows"),
        (
            &["--set", "class.attack.rate=100000000"],
            "--max-events allows more",
        ),
    ] {
        let words = [&["run", "classroom", "--out", "r"][..], more].concat();
        let refused = desk.call(&words);
        assert_eq!(refused.code, Some(4), "{more:?}: {refused:?}");
        assert!(refused.err.contains(said), "{more:?}: {refused:?}");
        assert!(!desk.path("r").exists() && !desk.path(".r.lock").exists());
    }
}

#[test]
fn the_cost_is_estimated_within_a_factor_of_two() {
    let desk = Desk::new();
    for scenario in ["classroom", "five_eyes", "breach"] {
        let checked = desk.done(&["check", scenario, "--format", "json"]).out;
        let checked: serde_json::Value = serde_json::from_str(&checked).expect("JSON");
        desk.done(&[
            "run", scenario, "-n", "8", "--paired", "none", "--quiet", "--out", scenario,
        ]);
        let timing = fs::read_to_string(desk.path(scenario).join("timing.json")).expect("timing");
        let timing: serde_json::Value = serde_json::from_str(&timing).expect("JSON");
        let number = |value: &serde_json::Value| value.as_f64().expect("a number");
        let events = number(&checked["cost"]["events_per_replication"]) / number(&timing["events"]) * 8.0;
        assert!((0.5..2.0).contains(&events), "{scenario}: events {events}");
        // Memory of a build for tests and with fewer replications than the scenario's: the upper side only.
        let memory = number(&checked["cost"]["memory_bytes"]) / number(&timing["peak_memory_bytes"]);
        assert!((0.5..2.5).contains(&memory), "{scenario}: memory {memory}");
    }
}

#[test]
fn what_is_there_and_no_run_is_left_alone() {
    let desk = Desk::new();
    fs::create_dir(desk.path("letters")).expect("a folder");
    fs::write(desk.path("letters/dear.txt"), "keep me").expect("written");
    for more in [&[][..], &["--force"], &["--resume"]] {
        let said = desk.call(&short("letters", more));
        assert_eq!(said.code, Some(5), "{said:?}");
        assert_eq!(
            fs::read(desk.path("letters/dear.txt")).expect("there"),
            b"keep me"
        );
    }
    assert!(!Path::new(&desk.path(".letters.lock")).exists());
}
