//! `comity compare` from outside: its tables are computed again from `outcomes.csv`, and its promises are tried.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The classroom with an option that does nothing, ranges and weights.
const TEXT: &str = r#"
format = 1
extends = "shipped:classroom"
name = "trial"
[run]
horizon = 1500
[option.nothing]
name = "Nothing"
[uncertainty.half_life]
key = "trust.half_life"
low = 200
high = 1500
scale = "log"
[uncertainty.misreading]
key = "mechanisms.misreading"
[weights]
harm = 2
privacy_harm = 1
"#;

struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("trial.toml"), TEXT).expect("written");
        Desk(folder)
    }

    fn call(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .expect("the program runs")
    }

    /// A comparison that must end well; its folder.
    #[track_caller]
    fn compare(&self, out: &str, more: &[&str]) -> PathBuf {
        let usual = [
            "compare",
            "trial.toml",
            "--charts",
            "none",
            "--detail",
            "summary",
            "--out",
            out,
        ];
        let output = self.call(&[&usual[..], more].concat());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        self.0.path().join(out)
    }
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(folder: &Path, file: &str) -> Rows {
    let mut reader =
        csv::Reader::from_path(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column]
        .parse()
        .unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn column(rows: &Rows, option: &str, name: &str) -> Vec<f64> {
    let of = rows.iter().filter(|row| row["option"] == option);
    of.map(|row| number(row, name)).collect()
}

fn close(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{what}: {found} is not {expected}"
    );
}

/// Student's t at 0.975 with 7 degrees of freedom (tables).
const T7: f64 = 2.364_624_251_592_785;

#[test]
fn differences_are_those_that_anybody_computes_from_the_outcomes() {
    let desk = Desk::new();
    let folder = desk.compare("run", &["-n", "8", "--most", "8", "--assumptions", "0"]);
    let (outcomes, differences) = (rows(&folder, "outcomes.csv"), rows(&folder, "differences.csv"));
    let find = |option: &str, measure: &str| {
        let found = differences
            .iter()
            .find(|row| row["option"] == option && row["measure"] == measure);
        found.unwrap_or_else(|| panic!("{option} {measure}"))
    };
    // A total: the paired t of a textbook.
    let (before, after) = (
        column(&outcomes, "baseline", "harm"),
        column(&outcomes, "common_law", "harm"),
    );
    let d: Vec<f64> = after.iter().zip(&before).map(|(a, b)| a - b).collect();
    let mean = d.iter().sum::<f64>() / 8.0;
    let variance = d.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 7.0;
    let row = find("common_law", "harm");
    close(number(row, "mean"), mean, "mean");
    close(
        number(row, "half_width"),
        T7 * (variance / 8.0).sqrt(),
        "half-width",
    );
    assert!(number(row, "simultaneous_lower") < number(row, "lower"));
    let spread = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / 8.0;
        values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 7.0
    };
    close(
        number(row, "variance_reduction"),
        (spread(&before) + spread(&after)) / variance,
        "variance reduction",
    );
    // A ratio: the difference of ratios of sums, with a leave-one-out jackknife.
    let sums = |option: &str, without: Option<usize>| {
        let sum = |name: &str| {
            let values = column(&outcomes, option, name);
            let kept = values.iter().enumerate().filter(|(n, _)| Some(*n) != without);
            kept.map(|(_, value)| value).sum::<f64>()
        };
        sum("disrupted") / sum("cohort")
    };
    let whole = sums("common_law", None) - sums("baseline", None);
    let left: Vec<f64> = (0..8)
        .map(|n| sums("common_law", Some(n)) - sums("baseline", Some(n)))
        .collect();
    let middle = left.iter().sum::<f64>() / 8.0;
    let error = (7.0 / 8.0 * left.iter().map(|x| (x - middle) * (x - middle)).sum::<f64>()).sqrt();
    let row = find("common_law", "disruption_rate");
    close(number(row, "mean"), whole, "difference of ratios");
    close(number(row, "half_width"), T7 * error, "jackknife");
    // Efficiency: by the baseline's alone and best.
    let sum = |option: &str, name: &str| column(&outcomes, option, name).iter().sum::<f64>();
    let yardstick = sum("baseline", "disrupted_best") - sum("baseline", "disrupted_alone");
    let gained = sum("training", "disrupted") - sum("baseline", "disrupted");
    close(
        number(find("training", "cooperation_efficiency"), "mean"),
        gained / yardstick,
        "efficiency",
    );
    let own = (sum("training", "disrupted") - sum("training", "disrupted_alone"))
        / (sum("training", "disrupted_best") - sum("training", "disrupted_alone"));
    let baseline = (sum("baseline", "disrupted") - sum("baseline", "disrupted_alone")) / yardstick;
    close(
        number(find("training", "cooperation_efficiency_own"), "mean"),
        own - baseline,
        "own efficiency",
    );
}

#[test]
fn an_option_without_actions_changes_nothing_at_all() {
    let desk = Desk::new();
    let arguments = [
        "-n",
        "4",
        "--options",
        "nothing,training",
        "--most",
        "8",
        "--assumptions",
        "0",
        "--decompose",
        "2",
    ];
    let folder = desk.compare("run", &arguments);
    let nothing = |rows: Rows| -> Rows {
        rows.into_iter()
            .filter(|row| row["option"] == "nothing")
            .collect()
    };
    let differences = nothing(rows(&folder, "differences.csv"));
    assert!(differences.len() > 40);
    for row in &differences {
        for name in ["mean", "half_width", "simultaneous_lower", "simultaneous_upper"] {
            assert!(row[name].is_empty() || number(row, name) == 0.0, "{row:?}");
        }
        assert!(row["mean"].is_empty() || row["verdict"] == "equal", "{row:?}");
    }
    for file in [
        "pathways.csv",
        "nation_differences.csv",
        "shock_differences.csv",
        "drivers.csv",
    ] {
        let found = nothing(rows(&folder, file));
        assert!(!found.is_empty(), "{file}");
        for row in found {
            let free = row.get("pathway").is_some_and(|pathway| pathway == "congestion");
            assert!(
                free || row["mean"].is_empty() || number(&row, "mean") == 0.0,
                "{file}: {row:?}"
            );
        }
    }
    let others = rows(&folder, "differences.csv");
    assert!(
        others
            .iter()
            .any(|row| row["option"] == "training" && number(row, "mean") != 0.0)
    );
}

#[test]
fn the_drivers_add_up_to_the_whole_difference() {
    let desk = Desk::new();
    let arguments = [
        "-n",
        "3",
        "--options",
        "common_law,everything",
        "--most",
        "3",
        "--assumptions",
        "0",
        "--decompose",
        "3",
    ];
    let folder = desk.compare("run", &arguments);
    let (drivers, outcomes) = (rows(&folder, "drivers.csv"), rows(&folder, "outcomes.csv"));
    for option in ["common_law", "everything"] {
        for measure in ["disruption_rate", "harm", "mean_trust"] {
            let of = |driver: &str| {
                let row = drivers.iter().find(|row| {
                    row["option"] == option && row["measure"] == measure && row["driver"] == driver
                });
                number(row.expect("a driver"), "mean")
            };
            let sum: f64 = ["law", "trust", "interests", "capacity"].map(of).iter().sum();
            close(sum, of("total"), measure);
            let (after, before) = (
                column(&outcomes, option, measure),
                column(&outcomes, "baseline", measure),
            );
            let whole = after.iter().zip(&before).map(|(a, b)| a - b).sum::<f64>() / 3.0;
            close(of("total"), whole, "the whole is that of the outcomes");
        }
    }
    let of = |option: &str, driver: &str| {
        let row = drivers.iter().find(|row| {
            row["option"] == option && row["measure"] == "disruption_rate" && row["driver"] == driver
        });
        number(row.expect("a driver"), "mean")
    };
    assert!(of("common_law", "law") > 0.0, "law works through law");
    assert!(
        of("everything", "capacity") > 0.0,
        "desks and training work through capacity"
    );
    let taken = rows(&folder, "pathways.csv");
    assert!(
        taken
            .iter()
            .any(|row| row["pathway"] == "congestion" && row["item"] == "disruption_rate")
    );
}

#[test]
fn worlds_drawn_from_ranges_are_strata_and_their_tables_hang_together() {
    let desk = Desk::new();
    let arguments = [
        "-n",
        "4",
        "--options",
        "training,more_desks",
        "--most",
        "4",
        "--assumptions",
        "2",
        "--uncertainty",
        "4",
        "--world-replications",
        "3",
        "--target",
        "disruption_rate>=0.3",
    ];
    let folder = desk.compare("run", &arguments);
    let worlds = rows(&folder, "worlds.csv");
    for parameter in ["trust.half_life", "mechanisms.misreading"] {
        let mut strata: Vec<i64> = worlds
            .iter()
            .filter(|row| row["parameter"] == parameter)
            .map(|row| (number(row, "share_of_range") * 4.0).floor() as i64)
            .collect();
        strata.sort_unstable();
        assert_eq!(strata, [0, 1, 2, 3], "{parameter}");
    }
    let results = rows(&folder, "world_results.csv");
    for world in 0..=4 {
        let here: Vec<_> = results
            .iter()
            .filter(|row| number(row, "world") as i64 == world && row["measure"] == "disruption_rate")
            .collect();
        assert_eq!(here.len(), 3, "the baseline and two options");
        let best = here
            .iter()
            .map(|row| number(row, "mean"))
            .fold(f64::MIN, f64::max);
        for row in here {
            close(number(row, "regret"), best - number(row, "mean"), "regret");
            assert_eq!(row["satisfied"] == "true", number(row, "mean") >= 0.3);
        }
    }
    let robustness = rows(&folder, "robustness.csv");
    assert!(
        robustness
            .iter()
            .all(|row| row["uncertainty"] == "parameters and structure")
    );
    let tornado = rows(&folder, "tornado.csv");
    assert!(tornado.iter().any(|row| row["uncertainty"] == "structure"));
    let swings: Vec<f64> = tornado.iter().map(|row| number(row, "swing").abs()).collect();
    assert!(
        swings.windows(2).all(|pair| pair[0] >= pair[1]),
        "ranked by swing"
    );
    let rankings = rows(&folder, "rankings.csv");
    assert!(rankings.iter().any(|row| row["weights"] == "harm × 2"));
}

#[test]
fn neither_threads_nor_a_stop_in_between_change_a_byte() {
    let desk = Desk::new();
    let arguments = [
        "-n",
        "4",
        "--most",
        "12",
        "--delta",
        "0.0001",
        "--options",
        "training,exercises",
        "--assumptions",
        "2",
    ];
    let one = desk.compare("one", &[&arguments[..], &["--threads", "1"]].concat());
    let four = desk.compare("four", &[&arguments[..], &["--threads", "4"]].concat());
    for entry in fs::read_dir(&one).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_file() && name != "timing.json" {
            assert!(
                fs::read(&path).expect("read") == fs::read(four.join(&name)).expect("read"),
                "{name} differs"
            );
        }
    }
    let added = rows(&one, "added_outcomes.csv");
    assert!(!added.is_empty(), "so narrow a zone needs more replications");
    assert!(added.iter().all(|row| number(row, "replication") >= 4.0));
    let again = desk.call(&[
        "compare",
        "trial.toml",
        "--out",
        "one",
        "-n",
        "4",
        "--most",
        "8",
        "--resume",
    ]);
    assert_eq!(again.status.code(), Some(2), "another comparison is refused");
}

#[test]
fn mistakes_are_told_with_the_cure() {
    let desk = Desk::new();
    fs::write(
        desk.0.path().join("plain.toml"),
        "format = 1\n[nation.a]\n[nation.b]\n",
    )
    .expect("written");
    for (arguments, cure) in [
        (&["trial.toml", "--options", "trainin"][..], "`training`"),
        (&["trial.toml", "--measure", "hram"], "`harm`"),
        (&["trial.toml", "--measure", "requests"], "matter of opinion"),
        (&["trial.toml", "--delta", "0"], "above 0"),
        (&["trial.toml", "--option", "training"], "--options"),
        (&["trial.toml", "--precision", "0.1"], "--delta"),
        (&["trial.toml", "--target", "harm<=3"], "--uncertainty"),
        (
            &["trial.toml", "--uncertainty", "2", "--target", "harm=3"],
            "MEASURE>=NUMBER",
        ),
        (&["classroom", "--uncertainty", "2"], "[uncertainty.NAME]"),
        (&["plain.toml"], "[option.NAME]"),
    ] {
        let output = desk.call(&[&["compare"], arguments].concat());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(cure), "{arguments:?}: {told}");
    }
}

#[test]
fn the_summary_answers_in_five_sentences() {
    let desk = Desk::new();
    let output = desk.call(&[
        "compare",
        "trial.toml",
        "-n",
        "6",
        "--most",
        "6",
        "--charts",
        "none",
        "--assumptions",
        "2",
    ]);
    let out = String::from_utf8_lossy(&output.stdout);
    for words in [
        "Which option?",
        "How much better?",
        "For whom?",
        "At what price?",
        "How sure?",
        "All four together",
        "For the worse",
        "chance best",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert!(!out.contains("NaN"), "{out}");
}

#[test]
fn one_replication_is_said_to_tell_nothing_of_luck() {
    let desk = Desk::new();
    let usual = ["compare", "trial.toml", "-n", "1", "--assumptions", "0"];
    let output = desk.call(&[&usual[..], &["--charts", "none"]].concat());
    let out = String::from_utf8_lossy(&output.stdout);
    for wrong in [
        "NaN",
        "±",
        "100 %",
        "unknown",
        "no detectable difference",
        "beyond doubt",
    ] {
        assert!(!out.contains(wrong), "{wrong}: {out}");
    }
    assert_eq!(out.matches("tells nothing of luck").count(), 1, "{out}");
    assert!(out.contains(", 1 replication each, "), "{out}");
}

#[test]
fn diff_tells_what_went_in_and_what_came_out() {
    let desk = Desk::new();
    let run = |out: &str, more: &[&str]| {
        let usual = [
            "run",
            "trial.toml",
            "-n",
            "5",
            "--charts",
            "none",
            "--quiet",
            "--out",
            out,
        ];
        assert!(desk.call(&[&usual[..], more].concat()).status.success());
    };
    run("a", &[]);
    run("b", &["--option", "training"]);
    run("c", &["--seed", "2", "--set", "trust.half_life=300"]);
    let told = |arguments: &[&str]| {
        let output = desk.call(&[&["diff"], arguments].concat());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let same = told(&["a", "a"]);
    assert!(
        same.contains("the same") && same.contains("0 no difference"),
        "{same}"
    );
    let option = told(&["a", "b"]);
    assert!(
        option.contains("baseline") && option.contains("training"),
        "{option}"
    );
    assert!(option.contains("paired replication by replication"), "{option}");
    let other = told(&["a", "c"]);
    assert!(
        other.contains("seed: 1 → 2") && other.contains("trust.half_life"),
        "{other}"
    );
    assert!(other.contains("independent"), "{other}");
    let json: serde_json::Value = serde_json::from_str(&told(&["a", "b", "--format", "json"])).expect("JSON");
    let (before, after) = (
        rows(&desk.0.path().join("a"), "outcomes.csv"),
        rows(&desk.0.path().join("b"), "outcomes.csv"),
    );
    let mean = |rows: &Rows, option: &str| column(rows, option, "harm").iter().sum::<f64>() / 5.0;
    let harm = json["estimates"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["measure"] == "harm")
        .expect("harm");
    close(
        harm["difference"].as_f64().expect("a number"),
        mean(&after, "training") - mean(&before, "baseline"),
        "harm",
    );
    assert_eq!(desk.call(&["diff", "a", "nowhere"]).status.code(), Some(3));
}
