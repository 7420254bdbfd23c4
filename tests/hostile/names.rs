//! Names that would be formulas to a spreadsheet, markup to a browser, commands to a terminal, or ways out of a folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use comity::cli::library::Library;
use comity::scenario::check::load_scenario;

const NAMES: [&str; 24] = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\\tx",
    "\\r=1",
    "=cmd|' /C calc'!A0",
    "a,=1",
    "\\\"=1",
    "'=1",
    "a;=1",
    "=HYPERLINK(\\\"x\\\")",
    "<script>alert(1)</script>",
    "\\\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "]]>",
    "</style>",
    "&lt;",
    "</svg><svg>",
    "\\u001b[31mred",
    "\\u0007",
    "\\u202Egnol",
    "\\u0000",
    "\\u009b2J",
];

/// A scenario with a name everywhere one can stand.
fn scenario(name: &str) -> String {
    format!(
        "format = 1\nname = \"s\"\ntitle = \"{name}\"\ndescription = \"{name}\"\nharm_unit = \"h\"\n[run]\nhorizon = 200\nwarm_up = 20\n\
         [nation.one]\nname = \"{name}\"\n[nation.two]\nname = \"{name}\"\n[class.c]\nname = \"{name}\"\nrate = 60\n\
         [shock.s]\nname = \"{name}\"\nat = [100]\nkind = \"scandal\"\nnation = \"one\"\n[option.o]\nname = \"{name}\"\n"
    )
}

/// The cells of a table.
fn cells(text: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("sound CSV"));
    rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn no_name_becomes_a_formula_markup_or_a_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut run = 0;
    for (n, name) in NAMES.iter().enumerate() {
        fs::write(folder.path().join("s.toml"), scenario(name)).expect("written");
        let out = format!("o{n}");
        let words = [
            "run", "s.toml", "-n", "2", "--charts", "all", "--detail", "events", "--out", &out,
        ];
        let ended = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(words)
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        let code = ended.status.code();
        assert!(code == Some(0) || code == Some(2), "{name}: {ended:?}");
        for told in [&ended.stdout, &ended.stderr] {
            let told = String::from_utf8_lossy(told);
            assert!(
                told.chars().all(|c| c == '\n' || !c.is_control()),
                "{name}: {told:?}"
            );
            assert!(!told.contains('\u{202e}'), "{name}: {told:?}");
        }
        if code != Some(0) {
            continue;
        }
        run += 1;
        for entry in fs::read_dir(folder.path().join(&out)).expect("a run") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).unwrap_or_default();
            if path.extension().is_some_and(|end| end == "csv") {
                for cell in cells(&text) {
                    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(
                        !formula || cell.parse::<f64>().is_ok(),
                        "{name}: {}: {cell:?}",
                        path.display()
                    );
                }
            }
        }
        for entry in fs::read_dir(folder.path().join(&out).join("charts")).expect("charts") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "svg") {
                let text = fs::read_to_string(&path).expect("text");
                for markup in [
                    "<script",
                    "<img",
                    "<foreignObject",
                    "href=",
                    "onerror=\"",
                    "</svg><svg",
                ] {
                    assert!(!text.contains(markup), "{name}: {}: {markup}", path.display());
                }
            }
        }
    }
    assert!(run >= 10, "enough of the names are allowed and run: {run}");
}

#[test]
fn no_path_leads_out_of_the_scenarios_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("in");
    fs::create_dir(&inside).expect("made");
    let secret = "SECRET = \"do not tell\"";
    fs::write(folder.path().join("secret.toml"), secret).expect("written");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.toml", inside.join("link.toml")).expect("linked");
    let outside = folder.path().join("secret.toml").display().to_string();
    let long = "x".repeat(300);
    let steps = [
        "../secret.toml",
        "./../secret.toml",
        "a/../../secret.toml",
        "..//secret.toml",
        "../in/../secret.toml",
        "link.toml",
    ];
    let odd = [
        &outside,
        "/etc/passwd",
        "/dev/zero",
        "/dev/stdin",
        "/proc/self/environ",
        "/proc/self/fd/0",
        "~/secret.toml",
        "file:///etc/passwd",
        "CON",
        "NUL",
        "",
        ".",
        "..",
        "/",
        "a\\u0000b",
        &long,
        "\\\\\\\\host\\\\share",
        "..\\\\secret.toml",
        "%2e%2e/secret.toml",
        "shipped:../secret.toml",
        "shipped:/etc/passwd",
        "secret.toml\\n",
        "-",
        "*",
        "$HOME/secret.toml",
        "`id`",
    ];
    let before = std::env::current_dir().expect("a folder");
    let mut tried = 0;
    for payload in steps.iter().copied().chain(odd) {
        for key in ["extends = ", "[tables]\nnations = ", "[tables]\npairs = "] {
            let text = match key {
                "extends = " => format!("format = 1\nextends = \"{payload}\"\n"),
                tables => format!("format = 1\n{tables}\"{payload}\"\n"),
            };
            let file = inside.join("s.toml");
            fs::write(&file, &text).expect("written");
            let name = file.display().to_string();
            let library = Library::below(std::slice::from_ref(&inside)).expect("a library");
            let faults = load_scenario(&name, &[], &|asking, wanted| library.fetch(asking, wanted));
            let told = faults
                .err()
                .unwrap_or_else(|| panic!("{text} is taken"))
                .to_string();
            assert!(
                !told.contains("do not tell") && !told.contains("root:"),
                "{text}: {told}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 60, "{tried}");
    assert_eq!(std::env::current_dir().expect("a folder"), before);
    assert_eq!(fs::read_to_string(Path::new(&outside)).expect("there"), secret);
}
