//! Shipped scenarios changed as an enemy or a tired author would: by lines, tables, values, bytes.

use std::path::Path;

use comity::cli::shipped::SHIPPED;

/// Numbers that a seed decides (`SplitMix64`).
pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const NUMBERS: &[&str] = &[
    "nan",
    "inf",
    "-inf",
    "-0.0",
    "0",
    "1",
    "-1",
    "0.5",
    "5e-324",
    "1e-300",
    "1e308",
    "-1e308",
    "1e18",
    "1e12",
    "1e6",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999",
    "0x7fffffff",
    "1_000_000",
];

const OTHERS: &[&str] = &[
    "\"\"",
    "\"nowhere\"",
    "\"all\"",
    "true",
    "[]",
    "{}",
    "[[[]]]",
    "2025-01-01",
    "1979-05-27T07:32:00Z",
    "'= 1 + 1'",
    "\"\\u001b[2J\\u0007\"",
    "\"<script>alert(1)</script>\"",
    "\"\u{202e}gnirts\"",
    "[1, \"two\", true]",
    "{ family = \"weibull\", mean = 1e300, shape = 1e-9 }",
    "{ family = \"lognormal\", mean = 3, cv = 1e9 }",
    "\"never\"",
];

const LINES: &[&str] = &[
    "extends = \"mutant.toml\"",
    "extends = \"../../etc/passwd\"",
    "unknown = 1",
    "[nation.new]",
    "[nation.\"\u{e9}\"]",
    "[class.more]\nrate = 5",
    "[[option.more.action]]\nat = 5\nkind = \"none\"",
    "[tables]\nnations = \"/dev/zero\"",
    "= 1",
    "a.b.c.d = [",
    "\"\"\"",
    "[run]",
    "[run]\nhorizon = 1e300",
    "[option.more]\nincludes = [\"more\"]",
    "\u{0}",
];

/// The name of a shipped scenario, and its text with one to four changes.
pub(crate) fn mutant(seed: u64) -> (&'static str, String) {
    let mut luck = Luck(seed);
    let scenarios: Vec<&(&str, &str)> = SHIPPED
        .iter()
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .collect();
    let (name, text) = scenarios[luck.below(scenarios.len())];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=luck.below(4) {
        change(&mut lines, &mut luck);
    }
    let text = lines.join("\n");
    (
        name,
        if luck.below(12) == 0 {
            break_bytes(text, &mut luck)
        } else {
            text
        },
    )
}

fn change(lines: &mut Vec<String>, luck: &mut Luck) {
    let at = luck.below(lines.len());
    let values: Vec<usize> = (0..lines.len())
        .filter(|&n| lines[n].contains(" = ") && !lines[n].starts_with('#'))
        .collect();
    let valued = values.get(luck.below(values.len())).copied();
    match (luck.below(12), valued) {
        (0, _) => {
            lines.remove(at);
        }
        (1, _) => lines.insert(at, lines[at].clone()),
        (2, _) => lines.insert(at, luck.of(LINES).to_owned()),
        (3, _) => {
            let other = luck.below(lines.len());
            lines.swap(at, other);
        }
        (4, Some(n)) => replace(&mut lines[n], luck.of(OTHERS)),
        (5, Some(n)) => {
            let other = values[luck.below(values.len())];
            let value = lines[other].split_once(" = ").map(|(_, value)| value.to_owned());
            replace(&mut lines[n], &value.unwrap_or_default());
        }
        (6, Some(n)) => lines[n] = lines[n].replacen(|c: char| c.is_ascii_lowercase(), "q", 1),
        (7, _) => {
            let depth = 1 + luck.below(200);
            lines.insert(at, format!("deep = {}{}", "[".repeat(depth), "]".repeat(depth)));
        }
        (_, Some(n)) => replace(&mut lines[n], luck.of(NUMBERS)),
        (_, None) => {}
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
}

/// Puts another value behind the key of a line.
fn replace(line: &mut String, value: &str) {
    if let Some((key, _)) = line.split_once(" = ") {
        *line = format!("{key} = {value}");
    }
}

/// Cuts the text, or changes some of its bytes; what is no text then is mended as a reader of files would refuse it.
fn break_bytes(text: String, luck: &mut Luck) -> String {
    let mut bytes = text.into_bytes();
    if luck.below(2) == 0 {
        bytes.truncate(luck.below(bytes.len()));
    } else {
        for _ in 0..=luck.below(8) {
            let at = luck.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = luck.next() as u8;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
