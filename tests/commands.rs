//! Commands that the program prints are carried out by a shell: they do what is said of them.
#![cfg(unix)]

#[path = "durable/desk.rs"]
mod desk;

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use desk::{Desk, Said};

/// A world that runs away in some replications, when it may have 29,000 events.
const CRAMPED: &str = "format = 1
extends = \"shipped:classroom.toml\"
[class.plot]
follow_ups = 0.95
follow_up_delay = 20
[class.attack]
follow_ups = 0.9
[uncertainty.ability]
key = \"nation.aldia.capacity\"
low = 0.5
high = 0.9
";
/// What is set beside it.
const SET: &str = "trust.half_life=800";

/// Carries out a line in a shell that finds the program under its name.
fn in_shell(desk: &Desk, line: &str) -> Said {
    let binary = Path::new(env!("CARGO_BIN_EXE_comity"));
    let folder = binary.parent().expect("it lies in a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = std::process::Command::new("sh")
        .args(["-c", line])
        .env("PATH", format!("{folder}:{path}"))
        .current_dir(desk.path(""))
        .output()
        .expect("a shell runs");
    Said::of(&output)
}

/// The blocks of code in a report, as text.
fn blocks(page: &str) -> Vec<String> {
    let inner = |block: &str| {
        let text = block.split("</code>").next().unwrap_or_default();
        let marks = [
            ("&#x2f;", "/"),
            ("&#x27;", "'"),
            ("&quot;", "\""),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ];
        let text = marks
            .iter()
            .fold(text.to_owned(), |text, (mark, sign)| text.replace(mark, sign));
        text.trim().to_owned()
    };
    page.split("<pre><code>").skip(1).map(inner).collect()
}

/// The tables of a run, by name.
fn tables(desk: &Desk, run: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(desk.path(run)).expect("a run");
    let mut found: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "csv"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a file"))
        })
        .collect();
    found.sort();
    found
}

/// The commands that are told to run lost replications again.
fn again(said: &Said) -> Vec<String> {
    let lines = said.err.lines();
    lines
        .filter_map(|line| line.trim().strip_prefix("again: "))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_commands_of_a_report_make_the_same_tables() {
    let desk = Desk::new();
    fs::create_dir(desk.path("parts")).expect("made");
    fs::write(desk.path("parts/base.toml"), CRAMPED).expect("written");
    fs::write(
        desk.path("my world.toml"),
        "format = 1\nextends = \"parts/base.toml\"\n[run]\nhorizon = 1200\n[shock.scandal]\nat = [700]\n",
    )
    .expect("written");
    let call = [
        "compare",
        "my world.toml",
        "-n",
        "3",
        "--options",
        "more_desks,training",
        "--set",
        SET,
        "--root",
        ".",
        "--max-events",
        "900000",
        "--detail",
        "summary",
        "--paired",
        "none",
        "--assumptions",
        "0",
        "--uncertainty",
        "2",
        "--world-replications",
        "2",
        "--target",
        "harm<=5000",
        "--charts",
        "none",
        "--quiet",
        "--out",
        "one",
    ];
    desk.done(&call);
    let page = fs::read_to_string(desk.path("one/report.html")).expect("a report");
    let [command, merged] = &blocks(&page)[..] else {
        panic!("two commands: {:?}", blocks(&page));
    };
    for words in [
        "'my world.toml'",
        "--set trust.half_life=800",
        "--root .",
        "--max-events 900000",
        "--detail summary",
    ] {
        assert!(command.contains(words), "{words}: {command}");
    }
    let said = in_shell(&desk, &format!("{command} --charts none --quiet --out again"));
    assert_eq!(said.code, Some(0), "{command}: {said:?}");
    desk.same("one", "again");

    let (take, command) = merged.split_once('\n').expect("two lines");
    assert_eq!(take, "jq .scenario manifest.json > scenario.json");
    let manifest = fs::read(desk.path("one/manifest.json")).expect("a manifest");
    let manifest: Json = serde_json::from_slice(&manifest).expect("JSON");
    fs::write(desk.path("scenario.json"), manifest["scenario"].to_string()).expect("written");
    fs::remove_dir_all(desk.path("parts")).expect("removed");
    let said = in_shell(&desk, &format!("{command} --charts none --quiet --out merged"));
    assert_eq!(said.code, Some(0), "{command}: {said:?}");
    assert_eq!(tables(&desk, "one"), tables(&desk, "merged"));
}

#[test]
fn a_shipped_scenario_is_reproduced_by_its_name_alone() {
    let desk = Desk::new();
    desk.done(&[
        "run",
        "classroom",
        "-n",
        "2",
        "--charts",
        "none",
        "--quiet",
        "--out",
        "one",
    ]);
    desk.done(&["report", "one"]);
    let page = fs::read_to_string(desk.path("one/report.html")).expect("a report");
    let blocks = blocks(&page);
    assert_eq!(blocks.len(), 1, "{blocks:?}");
    assert!(
        blocks[0].starts_with("comity run classroom --replications 2 "),
        "{blocks:?}"
    );
}

#[test]
fn a_lost_replication_is_lost_again_by_the_command_that_is_told() {
    let desk = Desk::new();
    fs::write(desk.path("w.toml"), CRAMPED).expect("written");
    let limited = [
        "--max-events",
        "29000",
        "--set",
        SET,
        "--charts",
        "none",
        "--quiet",
        "--out",
    ];
    let run = ["run", "w.toml", "-n", "16", "--option", "training"];
    let said = desk.call(&[&run[..], &limited, &["one"]].concat());
    assert_eq!(said.code, Some(1), "{said:?}");
    // A lost replication of a shard is told again when the shards are put together.
    for shard in ["1/2", "2/2"] {
        let file = format!("s{}", &shard[..1]);
        desk.call(&[&run[..], &limited, &[file.as_str(), "--shard", shard]].concat());
    }
    let merged = desk.call(&["merge", "s1", "s2", "--charts", "none", "--quiet", "--out", "two"]);
    assert_eq!((merged.code, again(&merged)), (Some(1), again(&said)));
    let commands = again(&said);
    assert!(!commands.is_empty(), "{said:?}");
    for command in commands {
        let alone = in_shell(&desk, &command);
        assert_eq!(alone.code, Some(1), "{command}: {alone:?}");
        let reason = alone.err.split("is lost: ").nth(1).expect("a reason").trim();
        assert!(said.err.contains(reason), "{reason}: {said:?}");
    }
}

#[test]
fn a_replication_lost_in_a_drawn_world_is_lost_again_in_that_world() {
    let desk = Desk::new();
    fs::write(desk.path("w.toml"), CRAMPED).expect("written");
    let said = desk.call(&[
        "compare",
        "w.toml",
        "-n",
        "4",
        "--options",
        "training",
        "--max-events",
        "29500",
        "--set",
        SET,
        "--uncertainty",
        "3",
        "--world-replications",
        "8",
        "--assumptions",
        "2",
        "--charts",
        "none",
        "--quiet",
    ]);
    assert_eq!(said.code, Some(1), "{said:?}");
    let lines: Vec<&str> = said.err.lines().collect();
    let (mut worlds, mut others) = (0, 0);
    for pair in lines.windows(2) {
        let Some((_, reason)) = pair[0].split_once(": world ") else {
            others += usize::from(pair[0].contains(": assumption ") && pair[1].contains("no command"));
            continue;
        };
        let reason = reason.split_once(": ").expect("a reason").1;
        let command = pair[1].trim().strip_prefix("again: ").expect("a command");
        let alone = in_shell(&desk, command);
        assert!(alone.err.contains(reason), "{command}: {alone:?}");
        worlds += 1;
    }
    assert!(worlds > 0 && others > 0, "{said:?}");
}

#[test]
fn a_plan_passes_on_what_it_was_given_and_its_commands_run() {
    let desk = Desk::new();
    fs::write(desk.path("-w.toml"), CRAMPED).expect("written");
    let plan = desk.done(&[
        "plan",
        "--shards",
        "2",
        "-n",
        "4",
        "--set",
        SET,
        "--threads",
        "1",
        "--max-memory",
        "1GiB",
        "--charts",
        "none",
        "--lang",
        "fr",
        "--",
        "-w.toml",
    ]);
    let lines: Vec<&str> = plan.out.lines().collect();
    assert_eq!(lines.len(), 3, "{plan:?}");
    for shard in &lines[..2] {
        assert!(shard.starts_with("comity run ./-w.toml "), "{shard}");
        assert!(shard.contains(" --threads 1 --max-memory 1073741824 "), "{shard}");
    }
    assert!(
        lines[2].ends_with(" --threads 1 --charts none --lang fr"),
        "{plan:?}"
    );
    for line in lines {
        let said = in_shell(&desk, line);
        assert_eq!(said.code, Some(0), "{line}: {said:?}");
    }
    assert!(
        desk.path("output/-w-1/estimates.csv").exists()
            || desk.path("output/classroom-1/estimates.csv").exists()
    );
    let help = desk.done(&["plan", "--help"]).out;
    for refused in [
        "--precision",
        "--out ",
        "--shard ",
        "--replication ",
        "--resume",
        "--force",
    ] {
        assert!(!help.contains(refused), "{refused}: {help}");
    }
    let refused = desk.call(&["plan", "classroom", "--shards", "2", "--force"]);
    assert_eq!(refused.code, Some(2));
    assert!(!refused.err.contains("needs --replications"), "{refused:?}");
}

#[test]
fn the_help_of_a_comparison_speaks_of_comparisons() {
    let help = Desk::new().done(&["compare", "--help"]).out;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("output/SCENARIO-compare-SEED"), "{help}");
    assert!(!help.contains("[-OPTION]"), "{help}");
}
