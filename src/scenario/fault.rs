//! Faults of a scenario as they are told: place, key, what is wrong, what would be right.

use serde::Serialize;
use std::fmt;

/// Whether a fault stops the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// The scenario can be run, but perhaps not as meant.
    Warning,
}

/// Of which sort a fault is; each sort has an exit code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Something in the scenario is wrong.
    Scenario,
    /// The scenario is refused for its size.
    TooLarge,
    /// A file could not be read.
    Io,
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a line and column of a file, both counted from 1, columns in characters.
    At {
        /// Name of the file.
        file: String,
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// At a path in a file that has no useful lines (JSON).
    Path {
        /// Name of the file.
        file: String,
        /// Keys from the top, separated by points.
        path: String,
    },
    /// In an argument of the command.
    Argument(String),
    /// Nowhere in particular.
    Nowhere,
}

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "FaultRow")]
pub struct Fault {
    /// Whether it stops the run.
    pub severity: Severity,
    /// Of which sort.
    pub kind: FaultKind,
    /// Where.
    pub place: Place,
    /// Full path of the key; empty for a file as a whole.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub allowed: Option<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// The line that the fault is in (a stretch of it, when long) and the column of the fault in this text, from 1.
    pub source: Option<(String, usize)>,
}

/// A fault as a flat row for JSON and CSV.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultRow {
    /// Whether it stops the run.
    pub severity: Severity,
    /// Of which sort.
    pub kind: FaultKind,
    /// File or argument, if there is one.
    pub file: Option<String>,
    /// Line from 1, if known.
    pub line: Option<usize>,
    /// Column from 1, if known.
    pub column: Option<usize>,
    /// Full path of the key.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub allowed: Option<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
}

impl From<Fault> for FaultRow {
    fn from(fault: Fault) -> Self {
        let (file, line, column) = match fault.place {
            Place::At { file, line, column } => (Some(file), Some(line), Some(column)),
            Place::Path { file, .. } | Place::Argument(file) => (Some(file), None, None),
            Place::Nowhere => (None, None, None),
        };
        Self {
            severity: fault.severity,
            kind: fault.kind,
            file,
            line,
            column,
            key: fault.key,
            message: fault.message,
            allowed: fault.allowed,
            nearest: fault.nearest,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At { file, line, column } => write!(f, "{}:{line}:{column}", harmless(file)),
            Self::Path { file, .. } => write!(f, "{}", harmless(file)),
            Self::Argument(argument) => write!(f, "{}", harmless(argument)),
            Self::Nowhere => write!(f, "scenario"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.severity == Severity::Warning {
            write!(f, "warning: ")?;
        }
        write!(f, "{}: ", self.place)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", harmless(&self.key))?;
        }
        write!(f, "{}", harmless(&self.message))?;
        if let Some(allowed) = &self.allowed {
            write!(f, "; allowed: {}", harmless(allowed))?;
        }
        if let (Some((text, column)), Place::At { line, .. }) = (&self.source, &self.place) {
            let gutter = " ".repeat(line.to_string().len());
            let before: String = text.chars().take(column - 1).collect();
            let indent = " ".repeat(harmless(&before).chars().count());
            write!(f, "\n  {line} | {}\n  {gutter} | {indent}^", harmless(text))?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "\n  did you mean `{}`?", harmless(nearest))?;
        }
        Ok(())
    }
}

/// All faults of a scenario, in order of place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Whether any of them stops the run.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|fault| fault.severity == Severity::Error)
    }

    /// Whether the scenario was refused for its size.
    pub fn too_large(&self) -> bool {
        self.has(FaultKind::TooLarge)
    }

    /// Whether a file could not be read.
    pub fn io(&self) -> bool {
        self.has(FaultKind::Io)
    }

    fn has(&self, kind: FaultKind) -> bool {
        self.0.iter().any(|fault| fault.kind == kind)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// The text with everything escaped that could steer a terminal or reorder what is read: control characters,
/// direction marks and other invisible ones. Tabs become blanks.
pub fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => safe.push(' '),
            character if steers(character) => safe.extend(character.escape_unicode()),
            character => safe.push(character),
        }
    }
    safe
}

/// Whether a character is invisible and changes what is shown around it.
fn steers(character: char) -> bool {
    let invisible = [
        '\u{061c}'..='\u{061c}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{2069}',
        '\u{feff}'..='\u{feff}',
        '\u{fff9}'..='\u{fffb}',
        '\u{e0000}'..='\u{e007f}',
    ];
    character.is_control() || invisible.iter().any(|range| range.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault() -> Fault {
        Fault {
            severity: Severity::Error,
            kind: FaultKind::Scenario,
            place: Place::At {
                file: "scenarios/x.toml".into(),
                line: 12,
                column: 12,
            },
            key: "nation.usa.capacity".into(),
            message: "1.7 is out of range".into(),
            allowed: Some("a share in (0, 1]".into()),
            nearest: None,
            source: Some(("capacity = 1.7".into(), 12)),
        }
    }

    #[test]
    fn a_fault_says_place_key_wrong_and_right() {
        let expected = "scenarios/x.toml:12:12: nation.usa.capacity: 1.7 is out of range; allowed: a share in (0, 1]\n\
                        \x20 12 | capacity = 1.7\n\
                        \x20    |            ^";
        assert_eq!(fault().to_string(), expected);
    }

    #[test]
    fn nothing_in_a_file_can_steer_the_terminal() {
        let place = Place::At {
            file: "a\u{1b}[31m.toml".into(),
            line: 1,
            column: 7,
        };
        let source = Some(("x\t= \u{202e}\"\u{7}\"".into(), 6));
        let shown = Fault {
            place,
            source,
            key: "a\rb".into(),
            ..fault()
        }
        .to_string();
        assert!(shown.chars().all(|c| c == '\n' || !steers(c)), "{shown:?}");
        assert!(shown.contains("a\\u{1b}[31m.toml:1:7: a\\u{d}b:"));
        assert!(
            shown.contains("1 | x = \\u{202e}\"\\u{7}\"\n    |             ^"),
            "{shown}"
        );
    }

    #[test]
    fn a_fault_is_a_flat_row_in_json() {
        let row = serde_json::to_string(&Faults(vec![fault()])).expect("rows are plain");
        assert_eq!(
            row,
            r#"[{"severity":"error","kind":"scenario","file":"scenarios/x.toml","line":12,"column":12,"key":"nation.usa.capacity","message":"1.7 is out of range","allowed":"a share in (0, 1]","nearest":null}]"#
        );
    }

    #[test]
    fn a_fault_is_a_row_in_csv() {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.serialize(fault()).expect("rows are flat");
        let text = String::from_utf8(writer.into_inner().expect("in memory")).expect("text");
        assert!(text.starts_with("severity,kind,file,line,column,key,message,allowed,nearest\nerror,scenario,scenarios/x.toml,12,12,"));
    }
}
