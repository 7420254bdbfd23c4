//! Reading scenarios with toy nouns: what is read, what is refused, and the exact words of each fault.

use comity::engine::distribution::Distribution;
use comity::scenario::fault::Faults;
use comity::scenario::load::{Loaded, Part, load};
use comity::scenario::names::Names;
use comity::scenario::range::Range;
use comity::scenario::reference::reference;
use comity::scenario::schema::{describe, gaps, json_schema};
use comity::scenario::section::Section;
use serde_json::json;
use std::time::Instant;

/// A world of toys.
#[derive(Debug, Default, PartialEq)]
struct Toys {
    nations: Vec<(String, f64, Vec<Option<f64>>)>,
    members: Vec<usize>,
    trust: Vec<(usize, usize, f64)>,
    wait: Option<Distribution>,
    day: Option<f64>,
    actions: Vec<String>,
}

/// What each toy is, as the nouns of the real thing are read.
fn read(top: &Section) -> Toys {
    let run = top.table("run", "how the model is run");
    run.count(
        "replications",
        100,
        1,
        1_000_000,
        "",
        "independent worlds",
        "assumption",
    );
    top.set_start(run.optional_date("start", "date of t = 0"));
    let laws = Names::sorted("legal domain", ["evidence", "oversight"].map(str::to_owned));
    let nations = top.entries("nation", "the nations");
    let names = Names::sorted("nation", nations.iter().map(|(id, _)| id.clone()));
    let nations = nations.into_iter().map(|(id, nation)| {
        let capacity = nation.number(
            "capacity",
            0.6,
            Range::OPEN_SHARE,
            "",
            "share of its work done well",
            "assumption",
        );
        nation.text("label", &id, 40, "name for people");
        let law = nation.optional_by_name("law", &laws, Range::SHARE, "", "legal position", "drawn");
        (id, capacity, law)
    });
    let nations = nations.collect();
    let group = top.table("group", "a group");
    let trust = top.pairs("pair", &names, "what is known of a pair");
    let trust = trust
        .into_iter()
        .map(|(from, to, pair)| (from, to, pair.required_number("trust", Range::SHARE, "", "trust")));
    Toys {
        nations,
        members: group.references("members", &names, "who is in it"),
        trust: trust.collect(),
        wait: Some(top.distribution(
            "wait",
            Distribution::Gamma {
                mean: 3.0,
                shape: 2.0,
            },
            "time in the queue",
            "assumption",
        )),
        day: top.day("day", Some(5.0), "when it happens", "assumption"),
        actions: top
            .list("action", "what is done")
            .iter()
            .filter_map(action)
            .collect(),
    }
}

fn action(section: &Section) -> Option<String> {
    section.variant(
        "kind",
        None,
        &[
            ("found", "found a treaty", &|s| {
                format!(
                    "found with strength {}",
                    s.number("strength", 0.5, Range::SHARE, "", "how strong", "assumption")
                )
            }),
            ("spend", "spend money", &|s| {
                format!(
                    "spend {}",
                    s.required_number("cost", Range::NONNEGATIVE, "M EUR", "how much")
                )
            }),
        ],
    )
}

/// Loads the first of some files, the others beside it.
fn loaded(files: &[(&str, &str)], sets: &[(&str, &str)]) -> Result<Loaded<Toys>, Faults> {
    let fetch = |_: &str, wanted: &str| {
        let found = files.iter().find(|(name, _)| *name == wanted);
        let (name, text) = found.ok_or_else(|| format!("there is no file \"{wanted}\""))?;
        Ok(Part {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        })
    };
    let sets: Vec<(String, String)> = sets
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    load(files[0].0, &sets, &fetch, &read)
}

fn toys(text: &str) -> Toys {
    loaded(&[("x.toml", text)], &[])
        .map_err(|faults| faults.to_string())
        .expect("a good scenario")
        .value
}

#[track_caller]
fn refused(files: &[(&str, &str)], sets: &[(&str, &str)], expected: &str) {
    let told = loaded(files, sets).expect_err("a bad scenario").to_string();
    assert_eq!(told, expected, "\n{told}\n");
}

#[track_caller]
fn refused_text(text: &str, expected: &str) {
    refused(&[("x.toml", text)], &[], expected);
}

#[test]
fn an_empty_scenario_is_all_defaults() {
    let wait = Some(Distribution::Gamma {
        mean: 3.0,
        shape: 2.0,
    });
    assert_eq!(
        toys("format = 1\n"),
        Toys {
            wait,
            day: Some(5.0),
            ..Toys::default()
        }
    );
}

#[test]
fn everything_that_is_given_is_read() {
    let toys = toys(
        r#"
format = 1
wait = 7
day = 2025-03-01
[run]
start = 2025-01-01
[nation.usa]
capacity = 1
law = { evidence = 0.25 }
[nation.fra]
[group]
members = "all"
[pair.usa.fra]
trust = 0.9
[[action]]
kind = "found"
[[action]]
kind = "spend"
cost = 3
"#,
    );
    let ids: Vec<&str> = toys.nations.iter().map(|(id, ..)| id.as_str()).collect();
    let usa = ids.iter().position(|id| *id == "usa").expect("there");
    assert_eq!(
        toys.nations[usa],
        ("usa".to_owned(), 1.0, toys.nations[usa].2.clone())
    );
    assert_eq!(toys.nations[usa].2.iter().flatten().collect::<Vec<_>>(), [&0.25]);
    assert_eq!(toys.members, [0, 1]);
    assert_eq!(toys.trust, [(usa, 1 - usa, 0.9)]);
    assert_eq!(
        toys.wait,
        Some(Distribution::Gamma {
            mean: 7.0,
            shape: 2.0
        })
    );
    assert_eq!(toys.day, Some(59.0));
    assert_eq!(toys.actions, ["found with strength 0.5", "spend 3"]);
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    let one = "format = 1\n[nation.usa]\ncapacity = 0.1\n[nation.fra]\ncapacity = 0.2\n[nation.deu]\n[group]\nmembers = ['usa', 'deu']\n";
    let two = "format = 1\n[group]\nmembers = ['deu', 'usa']\n[nation.deu]\n[nation.fra]\ncapacity = 0.2\n[nation.usa]\ncapacity = 0.1\n";
    assert_eq!(toys(one), toys(two));
}

#[test]
fn all_faults_are_told_at_once_in_their_order() {
    refused_text(
        "format = 1\nruns = 3\n[nation.usa]\ncapacity = 1.7\ncapactiy = 0.5\nlaw = { evidense = 0.5, oversight = 2 }\n[nation.Fra]\n[group]\nmembers = ['usa', 'uas', 'usa', 3]\n",
        r#"x.toml:2:1: runs: no such key
  2 | runs = 3
    | ^
  did you mean `run`?
x.toml:4:12: nation.usa.capacity: 1.7 is out of range; allowed: a share in (0, 1]
  4 | capacity = 1.7
    |            ^
x.toml:5:1: nation.usa.capactiy: no such key
  5 | capactiy = 0.5
    | ^
  did you mean `capacity`?
x.toml:6:9: nation.usa.law.evidense: there is no legal domain "evidense"
  6 | law = { evidense = 0.5, oversight = 2 }
    |         ^
  did you mean `evidence`?
x.toml:6:37: nation.usa.law.oversight: 2 is out of range; allowed: a share in [0, 1]
  6 | law = { evidense = 0.5, oversight = 2 }
    |                                     ^
x.toml:7:9: nation.Fra: this cannot be an id; allowed: 1 to 64 of a to z, 0 to 9, _ and -, beginning with a letter or a digit
  7 | [nation.Fra]
    |         ^
x.toml:9:19: group.members[2]: there is no nation "uas"
  9 | members = ['usa', 'uas', 'usa', 3]
    |                   ^
  did you mean `usa`?
x.toml:9:26: group.members[3]: `usa` stands in the list twice
  9 | members = ['usa', 'uas', 'usa', 3]
    |                          ^
x.toml:9:33: group.members[4]: 3 does not fit here; allowed: the id of a nation
  9 | members = ['usa', 'uas', 'usa', 3]
    |                                 ^"#,
    );
}

#[test]
fn syntax_errors_and_wrong_values_are_told_together() {
    refused_text(
        "format = 1\nwait = often\n[nation.usa]\ncapacity = 0\n[nation.fra\nlabel = 'x'\n[group]\nmembers = ['fra']\n",
        r#"x.toml:2:8: "often" is no value; texts are written in quotes
  2 | wait = often
    |        ^
x.toml:4:12: nation.usa.capacity: 0 is out of range; allowed: a share in (0, 1]
  4 | capacity = 0
    |            ^
x.toml:5:12: unclosed table, expected `]`
  5 | [nation.fra
    |            ^"#,
    );
}

#[test]
fn a_required_field_is_asked_for_at_its_table() {
    refused_text(
        "format = 1\n[nation.a]\n[nation.b]\n[pair.a.b]\n[pair.a.c]\n[pair.b]\nb = {}\n[[action]]\nkind = 'spend'\n[[action]]\n[[action]]\nkind = 'fuond'\n",
        r#"x.toml:4:9: pair.a.b.trust: is required; allowed: a share in [0, 1]
  4 | [pair.a.b]
    |         ^
x.toml:5:9: pair.a.c: there is no nation "c"; allowed: a, b
  5 | [pair.a.c]
    |         ^
x.toml:7:1: pair.b.b: nothing is paired with itself
  7 | b = {}
    | ^
x.toml:8:1: action[1].cost: is required; allowed: a number of at least 0 (M EUR)
  8 | [[action]]
    | ^
x.toml:10:1: action[2].kind: is required; allowed: found, spend
  10 | [[action]]
     | ^
x.toml:12:8: action[3].kind: "fuond" is not known; allowed: found, spend
  12 | kind = 'fuond'
     |        ^
  did you mean `found`?"#,
    );
}

#[test]
fn values_of_the_wrong_sort_are_told_with_the_right_one() {
    refused_text(
        "format = 1\nwait = true\nday = 'soon'\nnation = 3\naction = { kind = 'found' }\n[run]\nreplications = 0.5\nstart = 7\n",
        r#"x.toml:2:8: wait: true does not fit here; allowed: a number, or a table like { family = "gamma", mean = 10, shape = 2 }
  2 | wait = true
    |        ^
x.toml:3:7: day: "soon" does not fit here; allowed: a number of days since the start, or a date like 2025-03-01
  3 | day = 'soon'
    |       ^
x.toml:4:10: nation: 3 does not fit here; allowed: a table
  4 | nation = 3
    |          ^
x.toml:5:1: action: a table does not fit here; allowed: a list of tables
  5 | action = { kind = 'found' }
    | ^
x.toml:7:16: run.replications: 0.5 does not fit here; allowed: a whole number from 1 to 1000000
  7 | replications = 0.5
    |                ^
x.toml:8:9: run.start: 7 does not fit here; allowed: a date like 2025-03-01
  8 | start = 7
    |         ^"#,
    );
}

#[test]
fn a_date_needs_a_start_and_never_undoes_a_default() {
    refused_text(
        "format = 1\nday = 2025-03-01\n",
        "x.toml:2:7: day: the date 2025-03-01 needs a scenario that starts on a date; allowed: a number of days, or a `start` in [run]\n  2 | day = 2025-03-01\n    |       ^",
    );
    assert_eq!(toys("format = 1\nday = 'never'\n").day, None);
    assert_eq!(toys("format = 1\nday = -3.5\n").day, Some(-3.5));
}

#[test]
fn every_family_of_distributions_can_be_written() {
    let families = [
        ("0", Distribution::Constant { value: 0.0 }),
        (
            "{ family = 'constant', value = 2 }",
            Distribution::Constant { value: 2.0 },
        ),
        (
            "{ family = 'uniform', low = 1, high = 2 }",
            Distribution::Uniform { low: 1.0, high: 2.0 },
        ),
        (
            "{ family = 'exponential', mean = 2 }",
            Distribution::Exponential { mean: 2.0 },
        ),
        (
            "{ family = 'gamma', mean = 2, shape = 1.5 }",
            Distribution::Gamma {
                mean: 2.0,
                shape: 1.5,
            },
        ),
        (
            "{ family = 'erlang', mean = 2, shape = 3 }",
            Distribution::Gamma {
                mean: 2.0,
                shape: 3.0,
            },
        ),
        (
            "{ family = 'lognormal', mean = 2, cv = 1 }",
            Distribution::LogNormal { mean: 2.0, cv: 1.0 },
        ),
        (
            "{ family = 'weibull', mean = 2, shape = 1 }",
            Distribution::Weibull {
                mean: 2.0,
                shape: 1.0,
            },
        ),
        (
            "{ family = 'beta', low = 0, high = 1, a = 2, b = 3 }",
            Distribution::Beta {
                low: 0.0,
                high: 1.0,
                a: 2.0,
                b: 3.0,
            },
        ),
        (
            "{ family = 'triangular', low = 1, mode = 2, high = 3 }",
            Distribution::Triangular {
                low: 1.0,
                mode: 2.0,
                high: 3.0,
            },
        ),
        (
            "{ family = 'empirical', values = [1, 2] }",
            Distribution::Empirical {
                values: vec![1.0, 2.0],
                weights: None,
            },
        ),
        (
            "{ family = 'pareto', mean = 2, exponent = 2.4, ratio = 1000 }",
            Distribution::Pareto {
                mean: 2.0,
                exponent: 2.4,
                ratio: 1000.0,
            },
        ),
        (
            "{ family = 'poisson', mean = 2 }",
            Distribution::Poisson { mean: 2.0 },
        ),
        (
            "{ family = 'geometric', mean = 2 }",
            Distribution::Geometric { mean: 2.0 },
        ),
        (
            "{ family = 'binomial', trials = 10, p = 0.5 }",
            Distribution::Binomial { trials: 10, p: 0.5 },
        ),
    ];
    for (text, expected) in families {
        assert_eq!(
            toys(&format!("format = 1\nwait = {text}\n")).wait,
            Some(expected),
            "{text}"
        );
    }
}

#[test]
fn a_wrong_distribution_is_told_where_it_is_wrong() {
    refused_text(
        "format = 1\nwait = { family = 'gama', mean = 2 }\n",
        "x.toml:2:19: wait.family: \"gama\" is not known; allowed: constant, uniform, exponential, gamma, erlang, lognormal, weibull, beta, triangular, empirical, pareto, poisson, geometric, binomial\n  2 | wait = { family = 'gama', mean = 2 }\n    |                   ^\n  did you mean `gamma`?",
    );
    refused_text(
        "format = 1\nwait = { family = 'gamma', mean = -2, shpe = 1 }\n",
        r"x.toml:2:1: wait.shape: is required; allowed: a number of at least 0
  2 | wait = { family = 'gamma', mean = -2, shpe = 1 }
    | ^
x.toml:2:35: wait.mean: -2 is out of range; allowed: a number of at least 0
  2 | wait = { family = 'gamma', mean = -2, shpe = 1 }
    |                                   ^
x.toml:2:39: wait.shpe: no such key
  2 | wait = { family = 'gamma', mean = -2, shpe = 1 }
    |                                       ^
  did you mean `shape`?",
    );
}

const BASE: &str =
    "format = 1\nwait = 4\n[tables]\nnations = 'n.csv'\n[nation.usa]\ncapacity = 0.9\n[nation.gbr]\n";
const ROWS: &str = "id,capacity,law.evidence\nusa,0.5,0.1\nfra,0.4,\n";

#[test]
fn a_file_takes_precedence_over_its_tables_and_its_base() {
    let files = [
        (
            "x.toml",
            "format = 1\nextends = 'base.toml'\nremove = ['nation.gbr']\n[nation.fra]\nlabel = 'F'\n",
        ),
        ("base.toml", BASE),
        ("n.csv", ROWS),
    ];
    let loaded = loaded(&files, &[("wait", "5")]).expect("good");
    let expected = r#"{
  "format": 1,
  "nation": {
    "fra": {
      "capacity": 0.4,
      "label": "F"
    },
    "usa": {
      "capacity": 0.9,
      "law": {
        "evidence": 0.1
      }
    }
  },
  "wait": 5
}
"#;
    assert_eq!(loaded.effective, expected);
    assert_eq!(
        loaded
            .parts
            .iter()
            .map(|part| part.name.as_str())
            .collect::<Vec<_>>(),
        ["x.toml", "base.toml", "n.csv"]
    );
}

#[test]
fn what_was_merged_can_be_loaded_again() {
    let one = loaded(&[("base.toml", BASE), ("n.csv", ROWS)], &[]).expect("good");
    let two = loaded(&[("again.json", &one.effective)], &[]).expect("good");
    assert_eq!((one.value, one.effective), (two.value, two.effective));
}

#[test]
fn faults_of_several_files_have_their_own_places() {
    refused(
        &[
            ("x.toml", "format = 1\nextends = 'base.toml'\nwait = -1\n"),
            ("base.toml", BASE),
            ("n.csv", "id,capacity\nusa,2\nfra,\"2\"\n"),
        ],
        &[
            ("run.replications", "many"),
            ("nation.uas.capacity", "0.7"),
            ("nation.gbr.capacity", "inf"),
        ],
        r#"x.toml:3:8: wait: -1 is out of range; allowed: a number of at least 0
  3 | wait = -1
    |        ^
n.csv:3:5: nation.fra.capacity: 2 is out of range; allowed: a share in (0, 1]
  3 | fra,"2"
    |     ^
--set run.replications: run.replications: "many" does not fit here; allowed: a whole number from 1 to 1000000
--set nation.uas.capacity: nation.uas: there is no nation `uas`; --set changes only what the file has
  did you mean `usa`?
--set nation.gbr.capacity: nation.gbr.capacity: inf is not a finite number; allowed: a share in (0, 1]"#,
    );
}

#[test]
fn faults_of_the_parts_themselves_are_told() {
    refused(
        &[("x.toml", "extends = 'none.toml'\n[tables]\nnation = 'n.csv'\n")],
        &[],
        r#"x.toml:1:1: format: is required; allowed: 1
  1 | extends = 'none.toml'
    | ^
x.toml:1:11: there is no file "none.toml"
  1 | extends = 'none.toml'
    |           ^
x.toml:3:1: tables.nation: no such key
  3 | nation = 'n.csv'
    | ^
  did you mean `nations`?"#,
    );
    refused(
        &[("x.toml", "format = 2\nremove = ['nation.usa']\n")],
        &[],
        "x.toml:1:10: format: 2 is out of range; allowed: 1\n  1 | format = 2\n    |          ^\nx.toml:2:10: remove: there is nothing to remove from, since the file extends no other\n  2 | remove = ['nation.usa']\n    |          ^",
    );
    refused(
        &[
            ("a.toml", "format = 1\nextends = 'b.toml'"),
            ("b.toml", "format = 1\nextends = 'a.toml'"),
        ],
        &[],
        "b.toml:2:11: extends: a file extends itself: a.toml → b.toml → a.toml\n  2 | extends = 'a.toml'\n    |           ^",
    );
    refused(
        &[("x.toml", "")],
        &[],
        "x.toml:1:1: format: is required; allowed: 1\n  1 | \n    | ^",
    );
}

#[test]
fn json_is_read_alike_and_its_faults_have_their_path() {
    refused(
        &[(
            "x.json",
            r#"{"$schema": "s", "format": 1, "nation": {"usa": {"capacity": 1.7, "capacity": 3}}, "wiat": 2}"#,
        )],
        &[],
        "x.json: nation.usa.capacity: 3 is out of range; allowed: a share in (0, 1]\nx.json: nation.usa.capacity: the key stands here twice\nx.json: wiat: no such key\n  did you mean `wait`?",
    );
    refused(
        &[("x.json", "{\"format\": 1,\n \"wait\": }")],
        &[],
        "x.json:2:10: expected value\n  2 |  \"wait\": }\n    |          ^",
    );
}

#[test]
fn every_limit_is_a_refusal_in_words() {
    let nations = (0..5_001).fold(String::from("format = 1\n[nation]\n"), |text, n| {
        text + &format!("n{n} = {{}}\n")
    });
    let long = format!("format = 1\nlabel = '{}'\n", "x".repeat(65_537));
    let cases = [
        (
            nations,
            "x.toml:2:2: nation: 5001 entries are too many; the most is 5000",
        ),
        (
            long,
            "x.toml:2:9: label: the text is longer than 64 KiB, the most that is read",
        ),
        (
            format!("format = 1\na = {}", "[".repeat(100_000)),
            "x.toml:2:69: nested more than 64 deep, the most that is read",
        ),
        (
            format!("[{}a]\n", "a.".repeat(100_000)),
            "x.toml:1:129: nested more than 64 deep, the most that is read",
        ),
    ];
    for (text, expected) in cases {
        let faults = loaded(&[("x.toml", &text)], &[]).expect_err("too large");
        assert!(faults.too_large());
        assert!(faults.to_string().contains(expected), "{faults}");
    }
    let chain: Vec<(String, String)> = (0..20)
        .map(|n| {
            (
                format!("{n}.toml"),
                format!("format = 1\nextends = '{}.toml'", n + 1),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = chain
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let faults = loaded(&files, &[]).expect_err("too long a chain");
    assert!(faults.too_large());
    assert!(
        faults
            .to_string()
            .starts_with("15.toml:2:11: extends: a chain of more than 16 files, the most that is read"),
        "{faults}"
    );
}

#[test]
fn a_million_nations_are_refused_quickly() {
    let short = |n: u32| {
        let digits = b"abcdefghijklmnopqrstuvwxyz012345";
        [n >> 15, n >> 10 & 31, n >> 5 & 31, n & 31]
            .map(|digit| digits[digit as usize] as char)
            .iter()
            .collect::<String>()
    };
    let lines = |before: &str, after: &str| {
        (0..1_000_000).fold(String::from("format=1\n"), |text, n| {
            text + before + &short(n) + after
        })
    };
    let forms = [
        lines("[nation.", "]\n"),
        lines("nation.", "={}\n"),
        lines("", "\n"),
        lines("", "={}\n"),
    ];
    let begin = Instant::now();
    for text in forms {
        assert!(
            loaded(&[("x.toml", &text)], &[])
                .expect_err("too large")
                .too_large()
        );
    }
    let rows = lines("", "\n").replacen("format=1", "id", 1);
    let files = [
        ("x.toml", "format = 1\ntables.nations = 'n.csv'"),
        ("n.csv", rows.as_str()),
    ];
    assert!(loaded(&files, &[]).expect_err("too large").too_large());
    assert!(
        begin.elapsed().as_secs() < 5,
        "five texts took {:?}",
        begin.elapsed()
    );
}

#[test]
fn garbage_is_refused_and_never_a_panic() {
    for garbage in [
        "\u{0}\u{1}",
        "]]]]",
        "[[[[",
        "= = =",
        "a.b.c",
        "\"\"\"",
        "'",
        "{}",
        "[a]\n[a]\n[a.b]\na=1\na.b=2",
        "é = ü",
        "\u{202e}=1",
        "format = 1\n[nation]\n'' = {}\n",
    ] {
        let faults = loaded(&[("x.toml", garbage)], &[]).expect_err("garbage");
        assert!(faults.has_errors() && !faults.to_string().is_empty());
    }
}

#[test]
fn the_schema_and_the_reference_say_what_is_read() {
    let fields = describe(&read);
    assert_eq!(gaps(&fields), [] as [String; 0]);
    let schema = json_schema(&fields, "toys");
    assert_eq!(schema["additionalProperties"], json!(false));
    assert_eq!(schema["required"], json!(["format"]));
    let nation = &schema["properties"]["nation"];
    assert_eq!(nation["propertyNames"], json!({"$ref": "#/$defs/id"}));
    assert_eq!(
        nation["additionalProperties"]["properties"]["capacity"],
        json!({
            "type": "number", "exclusiveMinimum": 0.0, "maximum": 1.0, "default": 0.6,
            "description": "share of its work done well (a share in (0, 1]). Default: 0.6. Source: assumption",
        })
    );
    let action = &schema["properties"]["action"]["items"];
    let spend = &action["allOf"][0]["oneOf"][1];
    assert_eq!(spend["properties"]["kind"], json!({"const": "spend"}));
    assert_eq!(spend["required"], json!(["cost", "kind"]));
    assert_eq!(action["unevaluatedProperties"], json!(false));
    let families = &schema["$defs"]["distribution"]["oneOf"][1]["allOf"][0]["oneOf"];
    assert_eq!(families.as_array().map(Vec::len), Some(14));

    let reference = reference(&fields);
    for line in [
        "## `[nation.*]`\n\nThe nations.\n\n| key | meaning | allowed | unit | default | source |",
        "| `capacity` | share of its work done well | a share in (0, 1] |  | `0.6` | assumption |",
        "| `wait` | time in the queue | a number or a distribution |  | `{ family = \"gamma\", mean = 3, shape = 2 }` | assumption |",
        "## `[action[].<spend>]`",
        "| `cost` | how much | a number of at least 0 | M EUR | required |  |",
        "| `format` | version of the file format | 1 |  | required |  |",
    ] {
        assert!(reference.contains(line), "{line}\n{reference}");
    }
}

#[test]
fn a_declaration_without_a_meaning_or_a_source_is_a_gap() {
    let fields = describe(&|top| {
        top.number("a", 1.0, Range::ANY, "", "", "assumption");
        top.flag("b", true, "about", "");
    });
    assert_eq!(
        gaps(&fields),
        ["a has no meaning", "b has a default without a source"]
    );
}

#[test]
fn of_very_many_faults_the_first_are_told() {
    let text = (0..1_000).fold(String::from("format = 1\n"), |text, n| {
        text + &format!("key{n:04} = 1\n")
    });
    let faults = loaded(&[("x.toml", &text)], &[]).expect_err("faulty");
    assert_eq!(faults.0.len(), 201);
    assert_eq!(faults.0[0].key, "key0000");
    assert_eq!(
        faults.0[200].to_string(),
        "scenario: there are more faults; these are the first"
    );
}
