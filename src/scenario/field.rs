//! What a field of a scenario is, as recorded while the nouns are read in describing mode.

use crate::scenario::range::Range;
use serde_json::Value as Json;

/// One step on the way from the top of a scenario to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a key.
    Key(&'static str),
    /// Into every entry of a table that is keyed by ids.
    Each,
    /// Into every item of a list.
    Item,
    /// Into the case of a tagged table.
    Case {
        /// The key that says which case it is.
        tag: &'static str,
        /// The case.
        name: &'static str,
    },
}

/// Of which sort a field is, with what only this sort has.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number.
    Number,
    /// A whole number between two bounds.
    Count {
        /// Smallest.
        low: u64,
        /// Largest.
        high: u64,
    },
    /// Yes or no.
    Flag,
    /// A text of limited length.
    Text {
        /// Most characters.
        longest: usize,
    },
    /// One of a list of words.
    Choice(Vec<&'static str>),
    /// A list of numbers of limited length.
    Numbers {
        /// Fewest.
        fewest: usize,
        /// Most.
        most: usize,
    },
    /// A list of texts.
    Texts,
    /// The id of a thing of this sort.
    Reference(&'static str),
    /// A list of ids of things of this sort, or `all`.
    References(&'static str),
    /// A table from ids of things of this sort to numbers.
    ByName(&'static str),
    /// A table from ids of things of this sort to days.
    DaysByName(&'static str),
    /// A list of days, or one day.
    Days,
    /// A number or a distribution.
    Distribution,
    /// A date.
    Date,
    /// A number of days since the start, or a date.
    Day {
        /// Whether `never` may stand instead.
        never: bool,
    },
    /// A table.
    Table,
    /// A table keyed by ids.
    Keyed,
    /// A list of tables.
    Tables,
    /// The word that says which case a tagged table is, with what each case means.
    Tag(Vec<(&'static str, &'static str)>),
}

/// Whether a field must be given, and what holds when it is not.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// It must be given.
    Required,
    /// It may be left out; then nothing stands in its place.
    Optional,
    /// It may be left out; then this holds.
    Default(Json),
}

/// One field of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSpec {
    /// The way to it.
    pub steps: Vec<Step>,
    /// The way to it as text, as in `nation.*.capacity`.
    pub path: String,
    /// Of which sort it is.
    pub kind: Kind,
    /// Whether it must be given.
    pub need: Need,
    /// Where a number has to lie.
    pub range: Option<Range>,
    /// Unit, or nothing.
    pub unit: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Where the default comes from: a citation, or the word assumption.
    pub source: &'static str,
}

impl FieldSpec {
    /// An optional field without range, unit and source; its way is filled in by the section that records it.
    pub fn new(kind: Kind, about: &'static str) -> Self {
        Self {
            steps: Vec::new(),
            path: String::new(),
            kind,
            need: Need::Optional,
            range: None,
            unit: "",
            about,
            source: "",
        }
    }

    /// Makes the field required.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// Gives the field a default.
    #[must_use]
    pub fn default(mut self, default: impl Into<Json>) -> Self {
        self.need = Need::Default(default.into());
        self
    }

    /// Says where the number has to lie, and its unit.
    #[must_use]
    pub fn within(mut self, range: Range, unit: &'static str) -> Self {
        self.range = Some(range);
        self.unit = unit;
        self
    }

    /// Says where the default comes from.
    #[must_use]
    pub fn source(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }
}

/// The way to a field as text.
pub fn path_of(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) => join(&mut path, key),
            Step::Each => join(&mut path, "*"),
            Step::Item => path.push_str("[]"),
            Step::Case { name, .. } => join(&mut path, &format!("<{name}>")),
        }
    }
    path
}

fn join(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}
