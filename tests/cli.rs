//! The program from outside: what is printed where, which files are written, and with which exit code it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

/// A folder of its own in which the program is called.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        command
    }

    fn call(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().expect("the program runs"))
    }

    /// A call that must end well.
    #[track_caller]
    fn done(&self, arguments: &[&str]) -> Said {
        let said = self.call(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {said:?}");
        said
    }
}

/// What a call left.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// A short run of the classroom without charts.
const SHORT: [&str; 7] = ["run", "classroom", "-n", "2", "--charts", "none", "--quiet"];

#[test]
fn without_a_command_there_is_a_guide() {
    let said = Desk::new().done(&[]);
    assert!(
        said.out.contains("comity run classroom") && said.err.is_empty(),
        "{said:?}"
    );
    assert!(said.out.lines().count() <= 15, "it is short");
}

#[test]
fn help_teaches_and_names_only_what_is_there() {
    let desk = Desk::new();
    let all = desk.done(&["--help"]).out;
    for command in [
        "new", "check", "run", "compare", "plan", "merge", "chart", "schema", "verify",
    ] {
        assert!(all.contains(&format!("\n  {command} ")), "{all}");
        let help = desk.done(&[command, "--help"]).out;
        assert!(help.contains("Examples:"), "{help}");
        for later in ["sweep", "explain"] {
            assert!(
                !help.contains(later) && !all.contains(&format!("\n  {later} ")),
                "{later}"
            );
        }
    }
    assert!(desk.done(&["--version"]).out.starts_with("comity "));
}

#[test]
fn mistakes_in_arguments_are_told_with_the_cure() {
    let desk = Desk::new();
    for (arguments, cure) in [
        (&["chek"][..], "'check'"),
        (&["run"], "SCENARIO"),
        (&["run", "classroom", "--sed", "3"], "--seed"),
        (&["run", "classroom", "-n", "0"], "1.."),
        (&["run", "classroom", "--set", "seed"], "KEY=VALUE"),
        (&["run", "classroom", "--precision", "x"], "0.01"),
        (&["run", "classroom", "--precision", "0.1:hram"], "`harm`"),
        (&["run", "classroom", "--option", "more_desk"], "`more_desks`"),
        (&["check", "classroom", "--set", "run.horizn=9"], "`horizon`"),
        (&["check", "classroom", "--root", "nowhere"], "nowhere"),
    ] {
        let said = desk.call(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
        assert!(
            format!("{}{}", said.out, said.err).contains(cure),
            "{arguments:?}: {said:?}"
        );
    }
}

#[test]
fn a_scenario_that_is_not_there_is_told_with_the_nearest_name() {
    let said = Desk::new().call(&["run", "clasroom"]);
    assert_eq!(said.code, Some(3));
    assert!(said.err.contains("did you mean `classroom`?"), "{said:?}");
}

#[test]
fn a_base_that_is_not_shipped_is_told_with_the_nearest_name() {
    let desk = Desk::new();
    fs::write(
        desk.path("x.toml"),
        "format = 1\nextends = \"shipped:clasroom.toml\"\n",
    )
    .expect("written");
    let said = desk.call(&["check", "x.toml"]);
    assert!(said.out.contains("did you mean `classroom`?"), "{said:?}");
}

#[test]
fn what_is_no_text_is_wrong_and_a_byte_order_mark_is_not() {
    let desk = Desk::new();
    let base = "{\"format\": 1, \"extends\": \"shipped:classroom.toml\"}";
    fs::write(desk.path("marked.json"), format!("\u{feff}{base}")).expect("written");
    desk.done(&["check", "marked.json"]);
    fs::write(desk.path("wrong.json"), format!("\u{feff}{base},")).expect("written");
    let said = desk.call(&["check", "wrong.json"]);
    assert!(said.out.starts_with("wrong.json:1:"), "{said:?}");
    fs::write(desk.path("latin.toml"), b"format = 1\nname = \"caf\xe9\"\n").expect("written");
    fs::write(
        desk.path("table.toml"),
        "format = 1\ntables.nations = \"latin.csv\"\n",
    )
    .expect("written");
    fs::write(desk.path("latin.csv"), b"id,name\na,caf\xe9\nb,B\n").expect("written");
    for (file, place) in [
        ("latin.toml", "latin.toml:2:12: "),
        ("table.toml", "latin.csv:2:6: "),
    ] {
        let said = desk.call(&["check", file]);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(
            said.out
                .starts_with(&format!("{place}the file is not UTF-8 text")),
            "{said:?}"
        );
    }
}

#[test]
fn a_drawn_world_that_is_not_sound_is_told_with_its_uncertainty() {
    let desk = Desk::new();
    let text = "format = 1
extends = \"shipped:classroom.toml\"
[uncertainty.length]
key = \"run.horizon\"
low = 900
high = 2000
[uncertainty.beginning]
key = \"run.warm_up\"
low = 100
high = 1200
";
    fs::write(desk.path("x.toml"), text).expect("written");
    desk.done(&["check", "x.toml"]);
    let said = desk.call(&["compare", "x.toml", "-n", "2", "--uncertainty", "200", "--quiet"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    for words in [
        "in world ",
        "[uncertainty.beginning] run.warm_up = ",
        "narrower ranges",
    ] {
        assert!(said.err.contains(words), "{words}: {said:?}");
    }
    assert!(!said.err.contains("scenario.json"), "{said:?}");
}

#[test]
fn nothing_on_the_command_line_can_steer_the_terminal() {
    let said = Desk::new().call(&["run", "a\u{1b}[31m"]);
    assert_eq!(said.code, Some(2));
    assert!(
        said.err.contains("\\u{1b}[31m") && !said.err.contains('\u{1b}'),
        "{said:?}"
    );
}

#[test]
fn a_new_scenario_is_never_written_over_a_file() {
    let desk = Desk::new();
    desk.done(&["new", "mine"]);
    let text = desk.read("mine.toml");
    assert!(text.contains("name = \"mine\""));
    let said = desk.call(&["new", "mine", "--template", "blank"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("mine.toml is there already"), "{said:?}");
    assert_eq!(desk.read("mine.toml"), text);
    for name in ["../mine", "a b", "", "-x/y"] {
        assert_eq!(desk.call(&["new", "--", name]).code, Some(2), "{name}");
    }
}

#[test]
fn every_template_is_sound_and_runs_at_once() {
    let desk = Desk::new();
    for template in ["classroom", "alliance", "blank"] {
        desk.done(&["new", template, "--template", template]);
        let file = format!("{template}.toml");
        let checked: Json =
            serde_json::from_str(&desk.done(&["check", &file, "--format", "json"]).out).expect("JSON");
        assert_eq!(
            (&checked["sound"], checked["faults"].as_array().map(Vec::len)),
            (&Json::Bool(true), Some(0))
        );
        desk.done(&["run", &file, "-n", "2", "--charts", "none"]);
        assert!(desk.path(&format!("output/{template}-1/estimates.csv")).is_file());
    }
}

#[test]
fn check_says_what_is_in_a_scenario_and_what_a_run_would_cost() {
    let said = Desk::new().done(&["check", "classroom"]);
    for words in [
        "5 nations",
        "Mechanisms that are on",
        "more_desks",
        "100 replications of",
        "of memory",
    ] {
        assert!(said.out.contains(words), "{words}: {said:?}");
    }
}

#[test]
fn check_tells_faults_for_people_and_for_programs() {
    let desk = Desk::new();
    fs::write(
        desk.path("bad.toml"),
        "format = 1\n[nation.one]\ncapacity = 1.7\n[nation.two]\ncapactiy = 1\n",
    )
    .expect("written");
    let told = desk.call(&["check", "bad.toml"]);
    assert_eq!(told.code, Some(2));
    assert!(
        told.out
            .contains("bad.toml:3:12: nation.one.capacity: 1.7 is out of range"),
        "{told:?}"
    );
    assert_eq!(told.err, "2 faults\n");
    let json = desk.call(&["check", "bad.toml", "--format", "json"]);
    let document: Json = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(
        (json.code, &document["faults"][1]["nearest"]),
        (Some(2), &Json::from("capacity"))
    );
    let csv = desk.call(&["check", "bad.toml", "--format", "csv"]).out;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert_eq!(desk.call(&["run", "bad.toml"]).code, Some(2));
}

#[test]
fn a_run_leaves_tables_charts_and_a_manifest() {
    let desk = Desk::new();
    let said = desk.done(&["run", "classroom", "-n", "3", "--charts", "all"]);
    assert!(said.out.contains("Of what cooperation could add,"), "{said:?}");
    assert!(
        said.out.contains("output") && said.out.contains("classroom-1"),
        "{said:?}"
    );
    assert!(
        !said.out.contains('\u{1b}') && !said.err.contains('\u{1b}'),
        "no colour in a pipe: {said:?}"
    );
    for file in [
        "outcomes.csv",
        "estimates.csv",
        "series.csv",
        "threats.csv",
        "requests.csv",
        "funnel.csv",
        "answers.csv",
        "survival.csv",
        "shocks.csv",
        "stations.csv",
        "nations.csv",
        "dyads.csv",
        "manifest.json",
        "timing.json",
        "charts/effectiveness.svg",
        "charts/effectiveness.png",
        "charts/shock.svg",
    ] {
        assert!(desk.path("output/classroom-1").join(file).is_file(), "{file}");
    }
    let manifest: Json = serde_json::from_str(&desk.read("output/classroom-1/manifest.json")).expect("JSON");
    assert_eq!(
        (&manifest["replications"], &manifest["complete"]),
        (&Json::from(3), &Json::from(true))
    );
    assert_eq!(desk.read("output/classroom-1/outcomes.csv").lines().count(), 4);
}

#[test]
fn threads_and_detail_change_no_byte_of_the_outcomes() {
    let desk = Desk::new();
    let outcomes = |folder: &str, more: &[&str]| {
        let out = ["--out", folder];
        desk.done(&[&SHORT[..], &out, more].concat());
        desk.read(&format!("{folder}/outcomes.csv"))
    };
    let one = outcomes("one", &["--threads", "1"]);
    assert_eq!(outcomes("eight", &["--threads", "8"]), one);
    assert_eq!(outcomes("events", &["--detail", "events"]), one);
    assert_eq!(
        outcomes("summary", &["--detail", "summary", "--paired", "none"]),
        one
    );
    assert!(desk.path("events/events.csv").is_file() && !desk.path("one/events.csv").exists());
    assert!(desk.path("one/series.csv").is_file() && !desk.path("summary/series.csv").exists());
    assert_ne!(outcomes("seed", &["--seed", "2"]), one);
    assert_ne!(outcomes("set", &["--set", "nation.aldia.capacity=0.2"]), one);
}

#[test]
fn a_folder_that_holds_something_is_not_lost() {
    let desk = Desk::new();
    desk.done(&SHORT);
    let again = desk.done(&["run", "classroom", "-n", "2", "--charts", "none"]);
    assert!(again.out.contains("was there already"), "{again:?}");
    let other = desk.call(&["run", "classroom", "-n", "3", "--charts", "none"]);
    assert_eq!(other.code, Some(2));
    assert!(
        other.err.contains("its replications is 2, not 3") && other.err.contains("--force"),
        "{other:?}"
    );
    desk.done(&["run", "classroom", "-n", "3", "--charts", "none", "--force"]);
    assert_eq!(desk.read("output/classroom-1/outcomes.csv").lines().count(), 4);
    fs::create_dir(desk.path("letters")).expect("made");
    fs::write(desk.path("letters/dear.txt"), "keep me").expect("written");
    let foreign = desk.call(&[&SHORT[..], &["--out", "letters", "--force"]].concat());
    assert_eq!(foreign.code, Some(5), "{foreign:?}");
    assert_eq!(desk.read("letters/dear.txt"), "keep me");
}

#[test]
fn an_option_has_a_folder_of_its_own() {
    let desk = Desk::new();
    desk.done(&[&SHORT[..], &["--option", "more_desks", "--seed", "7"]].concat());
    let estimates = desk.read("output/classroom-more_desks-7/estimates.csv");
    assert!(estimates.contains("\nmore_desks,cost,money,"), "{estimates}");
}

#[test]
fn summaries_and_progress_can_be_read_by_programs() {
    let desk = Desk::new();
    let said = desk.done(&[
        "run",
        "classroom",
        "-n",
        "2",
        "--charts",
        "none",
        "--format",
        "json",
        "--progress",
        "json",
    ]);
    let rows: Json = serde_json::from_str(&said.out).expect("JSON");
    assert!(
        rows.as_array()
            .is_some_and(|rows| rows.iter().any(|row| row["measure"] == "harm")),
        "{rows}"
    );
    for line in said.err.lines() {
        let progress: Json = serde_json::from_str(line).expect("a JSON line");
        assert_eq!(progress["planned"], 2, "{line}");
    }
    assert!(!said.err.is_empty());
    let csv = desk
        .done(&[
            "run",
            "classroom",
            "-n",
            "2",
            "--charts",
            "none",
            "--format",
            "csv",
        ])
        .out;
    assert!(csv.starts_with("option,measure,unit,n,mean,"), "{csv}");
    let quiet = desk.done(&[&SHORT[..], &["--out", "quiet"]].concat());
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn precision_replicates_until_it_is_reached_and_says_so() {
    let desk = Desk::new();
    let said = desk.done(&[
        "run",
        "classroom",
        "--precision",
        "0.5",
        "--charts",
        "none",
        "--paired",
        "none",
    ]);
    assert!(
        said.err.contains("50 replications: cooperation_efficiency is"),
        "{said:?}"
    );
    let manifest: Json = serde_json::from_str(&desk.read("output/classroom-1/manifest.json")).expect("JSON");
    assert_eq!(manifest["replications"], 50);
}

#[test]
fn charts_are_drawn_again_from_the_tables() {
    let desk = Desk::new();
    desk.done(&["run", "classroom", "-n", "2", "--quiet"]);
    let drawn = desk.read("output/classroom-1/charts/effectiveness.svg");
    fs::remove_dir_all(desk.path("output/classroom-1/charts")).expect("removed");
    let said = desk.done(&["chart", "output/classroom-1"]);
    assert_eq!(said.out.lines().count(), 20, "{said:?}");
    assert_eq!(desk.read("output/classroom-1/charts/effectiveness.svg"), drawn);
    let near = desk.call(&["chart", "classroom-1"]);
    assert_eq!(near.code, Some(3));
    assert!(near.err.contains("did you mean"), "{near:?}");
    assert_eq!(desk.call(&["chart", "."]).code, Some(5));
    fs::write(desk.path("output/classroom-1/manifest.json"), "{").expect("written");
    let damaged = desk.call(&["chart", "output/classroom-1"]);
    assert_eq!(damaged.code, Some(5));
    assert!(damaged.err.contains("damaged"), "{damaged:?}");
}

#[test]
fn the_schema_is_printed_or_written() {
    let desk = Desk::new();
    let printed = desk.done(&["schema"]).out;
    desk.done(&["schema", "--out", "s.json"]);
    assert_eq!(desk.read("s.json"), printed);
    let schema: Json = serde_json::from_str(&printed).expect("JSON");
    assert!(schema["properties"]["nation"].is_object());
    assert_eq!(desk.call(&["schema", "--out", "absent/s.json"]).code, Some(3));
}

#[test]
fn every_shipped_scenario_is_sound_anywhere() {
    let desk = Desk::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "toml") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let said = desk.done(&["check", &name]);
            assert!(said.out.contains(&format!("shipped:{name}.toml")), "{said:?}");
        }
    }
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let desk = Desk::new();
    for arguments in [
        &["schema"][..],
        &["check", "harmonization", "--format", "json"],
        &["run", "--help"],
    ] {
        let mut child = desk
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let said = Said::of(&child.wait_with_output().expect("the program ends"));
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_was_done_and_says_so() {
    use std::io::{BufRead, BufReader};

    let desk = Desk::new();
    let long = [
        "run",
        "classroom",
        "-n",
        "1000000",
        "--charts",
        "none",
        "--progress",
        "auto",
        "--threads",
        "1",
    ];
    let mut child = desk
        .command(&long)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The first line of progress comes after some seconds, when replications are under way.
    let mut err = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    err.read_line(&mut line).expect("a line");
    assert!(line.contains("/1000000 replications"), "{line}");
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    let said = Said::of(&child.wait_with_output().expect("the program ends"));
    assert_eq!(said.code, Some(130), "{said:?}");
    let manifest: Json = serde_json::from_str(&desk.read("output/classroom-1/manifest.json")).expect("JSON");
    assert_eq!(manifest["complete"], false);
    let rows = desk.read("output/classroom-1/outcomes.csv").lines().count() as u64 - 1;
    assert_eq!(manifest["replications"], rows);
    let again = desk.call(&long);
    assert_eq!(again.code, Some(2));
    assert!(
        again.err.contains("an earlier run of this stopped") && again.err.contains("--resume"),
        "{again:?}"
    );
}
