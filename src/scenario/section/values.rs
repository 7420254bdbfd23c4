//! Reading single values: numbers, counts, flags, texts, choices.

use crate::scenario::field::{FieldSpec, Kind};
use crate::scenario::finding::Finding;
use crate::scenario::names::nearest;
use crate::scenario::range::Range;
use crate::scenario::reader::joined;
use crate::scenario::section::Section;
use crate::scenario::tree::{Node, Value, quoted};

impl Section<'_> {
    /// A number with a default.
    pub fn number(
        &self,
        key: &'static str,
        default: f64,
        range: Range,
        unit: &'static str,
        about: &'static str,
        source: &'static str,
    ) -> f64 {
        self.describe(key, || {
            FieldSpec::new(Kind::Number, about)
                .default(default)
                .within(range, unit)
                .source(source)
        });
        self.read_number(key, range, unit).unwrap_or(default)
    }

    /// A number that has to be given; a harmless one of the range where it is not.
    pub fn required_number(
        &self,
        key: &'static str,
        range: Range,
        unit: &'static str,
        about: &'static str,
    ) -> f64 {
        self.describe(key, || {
            FieldSpec::new(Kind::Number, about).required().within(range, unit)
        });
        if !self.given(key) {
            self.report_missing(key, in_unit(range, unit));
        }
        self.read_number(key, range, unit).unwrap_or(range.typical())
    }

    /// A number that may be left out; `source` says what holds then, and why.
    pub fn optional_number(
        &self,
        key: &'static str,
        range: Range,
        unit: &'static str,
        about: &'static str,
        source: &'static str,
    ) -> Option<f64> {
        self.describe(key, || {
            FieldSpec::new(Kind::Number, about)
                .within(range, unit)
                .source(source)
        });
        self.read_number(key, range, unit)
    }

    /// A whole number with a default.
    #[expect(
        clippy::too_many_arguments,
        reason = "one declaration says everything of a field"
    )]
    pub fn count(
        &self,
        key: &'static str,
        default: u64,
        low: u64,
        high: u64,
        unit: &'static str,
        about: &'static str,
        source: &'static str,
    ) -> u64 {
        self.describe(key, || {
            count_field(low, high, unit, about)
                .default(default)
                .source(source)
        });
        self.read_count(key, low, high, unit).unwrap_or(default)
    }

    /// A whole number that may be left out; `source` says what holds then, and why.
    pub fn optional_count(
        &self,
        key: &'static str,
        low: u64,
        high: u64,
        unit: &'static str,
        about: &'static str,
        source: &'static str,
    ) -> Option<u64> {
        self.describe(key, || count_field(low, high, unit, about).source(source));
        self.read_count(key, low, high, unit)
    }

    /// Yes or no, with a default.
    pub fn flag(&self, key: &'static str, default: bool, about: &'static str, source: &'static str) -> bool {
        self.describe(key, || {
            FieldSpec::new(Kind::Flag, about).default(default).source(source)
        });
        let Some(node) = self.node(key) else {
            return default;
        };
        let Value::Flag(flag) = node.value else {
            self.report_sort(node, joined(&self.path, key), "true or false");
            return default;
        };
        flag
    }

    /// A text with a default.
    pub fn text(&self, key: &'static str, default: &str, longest: usize, about: &'static str) -> String {
        self.describe(key, || {
            FieldSpec::new(Kind::Text { longest }, about).default(default)
        });
        self.read_text(key, longest).unwrap_or_else(|| default.to_owned())
    }

    /// A text that may be left out.
    pub fn optional_text(&self, key: &'static str, longest: usize, about: &'static str) -> Option<String> {
        self.describe(key, || FieldSpec::new(Kind::Text { longest }, about));
        self.read_text(key, longest)
    }

    /// One of a list of words, with a default from the list.
    ///
    /// # Panics
    ///
    /// When the declaration names a default that is not in its own list.
    pub fn choice<T: Copy>(
        &self,
        key: &'static str,
        default: &str,
        options: &[(&'static str, T)],
        about: &'static str,
        source: &'static str,
    ) -> T {
        self.describe(key, || {
            choice_field(options, about).default(default).source(source)
        });
        let fallback = options
            .iter()
            .find(|(name, _)| *name == default)
            .expect("the default is one of the options");
        self.read_choice(key, options).unwrap_or(fallback.1)
    }

    /// One of a list of words, which may be left out.
    pub fn optional_choice<T: Copy>(
        &self,
        key: &'static str,
        options: &[(&'static str, T)],
        about: &'static str,
    ) -> Option<T> {
        self.describe(key, || choice_field(options, about));
        self.read_choice(key, options)
    }

    fn read_number(&self, key: &'static str, range: Range, unit: &'static str) -> Option<f64> {
        self.checked_number(self.node(key)?, joined(&self.path, key), range, unit)
    }

    /// The number of a node that stands at `path`, if it is one and in range.
    pub(super) fn checked_number(
        &self,
        node: &Node,
        path: String,
        range: Range,
        unit: &'static str,
    ) -> Option<f64> {
        let Some(number) = node.value.number() else {
            self.report_sort(node, path, in_unit(range, unit));
            return None;
        };
        if range.contains(number) {
            return Some(number);
        }
        self.report_out(node, path, in_unit(range, unit));
        None
    }

    fn report_out(&self, node: &Node, path: String, allowed: String) {
        let odd = node.value.number().is_some_and(|number| !number.is_finite());
        let wrong = if odd {
            "not a finite number"
        } else {
            "out of range"
        };
        let message = format!("{} is {wrong}", node.value.in_words());
        self.reader
            .report(Finding::error(node.at, path, message).allowed(allowed));
    }

    fn read_count(&self, key: &'static str, low: u64, high: u64, unit: &'static str) -> Option<u64> {
        let node = self.node(key)?;
        let unit = if unit.is_empty() {
            String::new()
        } else {
            format!(" ({unit})")
        };
        let allowed = format!("a whole number from {low} to {high}{unit}");
        let path = joined(&self.path, key);
        let whole = match node.value {
            Value::Integer(whole) => u64::try_from(whole).ok(),
            Value::Float(number) if number.floor() == number && number.abs() < 9e15 => {
                (number >= 0.0).then_some(number as u64)
            }
            Value::Flag(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::Date(_)
            | Value::List(_)
            | Value::Table(_)
            | Value::Broken => {
                self.report_sort(node, path, allowed);
                return None;
            }
        };
        let count = whole.filter(|count| (low..=high).contains(count));
        if count.is_none() {
            self.report_out(node, path, allowed);
        }
        count
    }

    fn read_text(&self, key: &'static str, longest: usize) -> Option<String> {
        let node = self.node(key)?;
        let path = joined(&self.path, key);
        let allowed = format!("a text of at most {longest} characters");
        let Value::Text(text) = &node.value else {
            self.report_sort(node, path, allowed);
            return None;
        };
        let wrong = if text.chars().nth(longest).is_some() {
            "the text is too long"
        } else if text.chars().any(|c| c.is_control() && c != '\n') {
            "the text has control characters"
        } else {
            return Some(text.clone());
        };
        self.error_allowed(key, wrong, allowed);
        None
    }

    fn read_choice<T: Copy>(&self, key: &'static str, options: &[(&'static str, T)]) -> Option<T> {
        let node = self.node(key)?;
        let names = || options.iter().map(|(name, _)| *name);
        let word = self.word(node, joined(&self.path, key), || {
            names().collect::<Vec<_>>().join(", ")
        })?;
        let found = options
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, value)| *value);
        if found.is_none() {
            self.report_unknown_word(node, joined(&self.path, key), word, names());
        }
        found
    }

    /// The text of a node that stands for a word; a fault where it is none.
    pub(super) fn word<'n>(
        &self,
        node: &'n Node,
        path: String,
        allowed: impl Fn() -> String,
    ) -> Option<&'n str> {
        if let Value::Text(text) = &node.value {
            return Some(text);
        }
        self.report_sort(node, path, allowed());
        None
    }

    /// The fault of a word that is not one of a few known ones.
    pub(super) fn report_unknown_word(
        &self,
        node: &Node,
        path: String,
        word: &str,
        names: impl Iterator<Item = &'static str> + Clone,
    ) {
        let finding = Finding::error(node.at, path, format!("{} is not known", quoted(word)))
            .allowed(names.clone().collect::<Vec<_>>().join(", "))
            .nearest(nearest(word, names));
        self.reader.report(finding);
    }
}

/// A range with its unit.
pub(super) fn in_unit(range: Range, unit: &str) -> String {
    if unit.is_empty() || unit == "share" {
        range.to_string()
    } else {
        format!("{range} ({unit})")
    }
}

fn count_field(low: u64, high: u64, unit: &'static str, about: &'static str) -> FieldSpec {
    FieldSpec {
        unit,
        ..FieldSpec::new(Kind::Count { low, high }, about)
    }
}

fn choice_field<T>(options: &[(&'static str, T)], about: &'static str) -> FieldSpec {
    FieldSpec::new(
        Kind::Choice(options.iter().map(|(name, _)| *name).collect()),
        about,
    )
}
