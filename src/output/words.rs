//! Every word that stands on a chart or in a report, from one catalogue a language (`catalogue/*.ftl`, in Fluent's form,
//! which translators' tools read), and numbers and dates as people of that language write them.

use std::str::FromStr;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::scenario::date::Date;

/// A language that there is a catalogue for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// English, the language of the tables' column names and of all messages in the terminal.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::English, Language::French];

    /// Its code (BCP 47).
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// The text of its catalogue.
    pub const fn catalogue(self) -> &'static str {
        match self {
            Language::English => include_str!("catalogue/en.ftl"),
            Language::French => include_str!("catalogue/fr.ftl"),
        }
    }

    /// Its words.
    pub fn words(self) -> &'static Words {
        static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::new(Language::English));
        static FRENCH: LazyLock<Words> = LazyLock::new(|| Words::new(Language::French));
        match self {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
        }
    }
}

/// What fills a place of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Filling {
    /// A text, taken as it is.
    Text(String),
    /// A count, by which the message chooses its plural form.
    Count(u64),
}

impl From<&str> for Filling {
    fn from(text: &str) -> Self {
        Filling::Text(text.to_owned())
    }
}

impl From<&String> for Filling {
    fn from(text: &String) -> Self {
        Filling::Text(text.clone())
    }
}

impl From<String> for Filling {
    fn from(text: String) -> Self {
        Filling::Text(text)
    }
}

impl From<u64> for Filling {
    fn from(count: u64) -> Self {
        Filling::Count(count)
    }
}

impl From<usize> for Filling {
    fn from(count: usize) -> Self {
        Filling::Count(count as u64)
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    decimal_mark: String,
    draft: String,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.language.code())
    }
}

impl Words {
    fn new(language: Language) -> Self {
        let code = LanguageIdentifier::from_str(language.code()).unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![code]);
        // Marks of direction around every value are invisible characters, which tables of figures must not hold.
        bundle.set_use_isolating(false);
        // What can be read of a damaged catalogue is taken; a test refuses one with a fault.
        let resource =
            FluentResource::try_new(language.catalogue().to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
        let mut words = Self {
            language,
            bundle,
            decimal_mark: ".".to_owned(),
            draft: String::new(),
        };
        words.decimal_mark = words.text("decimal-mark");
        words.draft = words.text("draft");
        words
    }

    /// The language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// What marks this translation as one that no person has read yet; empty where one has.
    pub fn draft(&self) -> &str {
        self.draft.trim()
    }

    /// Whether the catalogue has this message.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// A message without places.
    pub fn text(&self, id: &str) -> String {
        self.format(id, &FluentArgs::new())
    }

    /// A message with its places filled.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, FluentValue::from(*value));
        }
        self.format(id, &args)
    }

    /// A message with its places filled by texts and by counts, which choose plural forms.
    pub fn say(&self, id: &str, values: &[(&str, Filling)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len() + 1);
        for (name, value) in values {
            match value {
                Filling::Text(text) => args.set(*name, FluentValue::from(text.as_str())),
                Filling::Count(count) => args.set(*name, FluentValue::from(*count)),
            }
        }
        self.format(id, &args)
    }

    /// The message of this name. One that is missing shows its name, so that nobody takes silence for an answer.
    fn format(&self, id: &str, args: &FluentArgs) -> String {
        let pattern = self.bundle.get_message(id).and_then(|message| message.value());
        pattern.map_or_else(
            || id.to_owned(),
            |pattern| {
                self.bundle
                    .format_pattern(pattern, Some(args), &mut Vec::new())
                    .into_owned()
            },
        )
    }

    /// A name from the tables for the reader: translated where the catalogue has it, else with blanks for `_`.
    pub fn name(&self, key: &str) -> String {
        let id = format!("name-{}", key.replace('_', "-"));
        if self.has(&id) {
            self.text(&id)
        } else {
            key.replace('_', " ")
        }
    }

    /// What a measure is, in a few words.
    pub fn measure(&self, measure: &str) -> String {
        let id = format!("measure-{}", measure.replace('_', "-"));
        if self.has(&id) {
            self.text(&id)
        } else {
            measure.replace('_', " ")
        }
    }

    /// A number with as many decimals as the step between its neighbours needs, thousands set apart.
    pub fn number(&self, value: f64, step: f64) -> String {
        let decimals = if step >= 1.0 {
            0
        } else {
            (-libm::log10(step) - 1e-9).ceil().clamp(0.0, 6.0) as usize
        };
        let text = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            // Four digits read well without a gap.
            if whole.len() > 4 && place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push('\u{a0}');
            }
            grouped.push(digit);
        }
        let negative = value < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0');
        let sign = if negative { "−" } else { "" };
        if fraction.is_empty() {
            format!("{sign}{grouped}")
        } else {
            format!("{sign}{grouped}{}{fraction}", self.decimal_mark)
        }
    }

    /// A relative change in per cent.
    pub fn relative(&self, share: f64) -> String {
        let step = if share.abs() < 0.0995 { 0.1 } else { 1.0 };
        format!("{}\u{a0}%", self.signed(share * 100.0, step))
    }

    /// A number with about three digits that count.
    pub fn short_number(&self, value: f64) -> String {
        let size = value.abs();
        let step = if size >= 99.95 || size == 0.0 {
            1.0
        } else if size >= 9.995 {
            0.1
        } else {
            0.01
        };
        self.number(value, step)
    }

    /// A share as a percentage: whole, or with a decimal where one per cent is coarse.
    pub fn percent(&self, share: f64) -> String {
        let decimals = if share != 0.0 && share.abs() < 0.0995 {
            0.1
        } else {
            1.0
        };
        format!("{}\u{a0}%", self.number(share * 100.0, decimals))
    }

    /// A share with the half-width of its interval, as `43 % ± 1`.
    pub fn with_margin(&self, share: f64, half: Option<f64>) -> String {
        let Some(half) = half else {
            return self.percent(share);
        };
        let decimals = if half < 0.0095 { 0.1 } else { 1.0 };
        let mean = format!("{}\u{a0}%", self.number(share * 100.0, decimals));
        let half = self.number((half * 100.0).max(decimals), decimals);
        self.fill("margin", &[("mean", &mean), ("half", &half)])
    }

    /// A time in days, or in years where it is long.
    pub fn duration(&self, days: f64) -> String {
        if days < 730.0 {
            return self.counted("days", days, 1.0);
        }
        let years = days / 365.0;
        let step = if (years - years.round()).abs() < 0.05 {
            1.0
        } else {
            0.1
        };
        self.counted("years", years, step)
    }

    /// A number with its sign: a change.
    pub fn signed(&self, value: f64, step: f64) -> String {
        let text = self.number(value, step);
        let nought = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
        if value > 0.0 && !nought {
            format!("+{text}")
        } else {
            text
        }
    }

    /// A change of a measure with its unit; its decimals are those that its half-width makes known.
    pub fn difference(&self, mean: f64, half_width: Option<f64>, unit: &str) -> String {
        let factor = if unit == "share" { 100.0 } else { 1.0 };
        let number = self.signed(
            mean * factor,
            step_of(mean * factor, half_width.map(|half| half * factor)),
        );
        with_unit(&number, &self.difference_unit(unit))
    }

    /// A size without a sign in the unit of changes.
    pub fn amount(&self, value: f64, half_width: Option<f64>, unit: &str) -> String {
        let factor = if unit == "share" { 100.0 } else { 1.0 };
        let step = step_of(value * factor, half_width.map(|half| half * factor));
        with_unit(&self.number(value * factor, step), &self.difference_unit(unit))
    }

    /// A value without sign or unit, shares in per cent, with the decimals that its half-width makes known.
    pub(crate) fn plain(&self, value: f64, half_width: Option<f64>, unit: &str) -> String {
        let factor = if unit == "share" { 100.0 } else { 1.0 };
        self.number(
            value * factor,
            step_of(value * factor, half_width.map(|half| half * factor)),
        )
    }

    /// The end of an interval of a change: signed, without a unit.
    pub(crate) fn signed_plain(&self, value: f64, half_width: Option<f64>, unit: &str) -> String {
        let factor = if unit == "share" { 100.0 } else { 1.0 };
        self.signed(
            value * factor,
            step_of(value * factor, half_width.map(|half| half * factor)),
        )
    }

    /// A change and its interval in one unit: `+3.4 points (95 % interval +2.9 to +3.9)`.
    pub fn difference_with_interval(
        &self,
        (mean, lower, upper): (f64, Option<f64>, Option<f64>),
        unit: &str,
    ) -> String {
        let factor = if unit == "share" { 100.0 } else { 1.0 };
        let (Some(lower), Some(upper)) = (lower, upper) else {
            return self.difference(mean, None, unit);
        };
        let half = (upper - lower) / 2.0;
        let step = step_of(mean * factor, Some(half * factor));
        let change = self.difference(mean, Some(half), unit);
        let [low, high] = [lower, upper].map(|end| self.signed(end * factor, step));
        self.fill(
            "change-interval",
            &[("change", &change), ("low", &low), ("high", &high)],
        )
    }

    /// The value of a measure with its unit.
    pub fn value(&self, value: f64, half_width: Option<f64>, unit: &str) -> String {
        let factor = if unit == "share" { 100.0 } else { 1.0 };
        let number = self.number(
            value * factor,
            step_of(value * factor, half_width.map(|half| half * factor)),
        );
        let unit = if unit == "share" {
            "%".to_owned()
        } else {
            self.difference_unit(unit)
        };
        with_unit(&number, &unit)
    }

    /// The unit of a change: of shares percentage points, of what has a unit of its own in the catalogue that, else as
    /// the scenario calls it.
    pub fn difference_unit(&self, unit: &str) -> String {
        let id = format!("unit-{}", unit.replace('_', "-"));
        if !unit.is_empty() && self.has(&id) {
            self.text(&id)
        } else {
            unit.to_owned()
        }
    }

    /// A message about an amount that may have decimals: its place `n`, in the plural form that `count` chooses.
    pub fn counted(&self, id: &str, amount: f64, step: f64) -> String {
        let decimals = usize::from(step < 1.0);
        let options = FluentNumberOptions {
            minimum_fraction_digits: Some(decimals),
            ..FluentNumberOptions::default()
        };
        let shown = if decimals == 0 { amount.round() } else { amount };
        let mut args = FluentArgs::with_capacity(2);
        args.set("n", FluentValue::from(self.number(amount, step)));
        args.set("count", FluentValue::Number(FluentNumber::new(shown, options)));
        self.format(id, &args)
    }

    /// A date as people write it, from `YYYY-MM-DD`; what is no date stays as it is.
    pub fn date(&self, date: &str) -> String {
        let Some(date) = Date::parse(date) else {
            return date.to_owned();
        };
        let values = [
            ("day", Filling::Count(u64::from(date.day))),
            ("month", self.text(&format!("month-{}", date.month)).into()),
            ("year", date.year.to_string().into()),
        ];
        self.say("date", &values)
    }
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() {
        number.to_owned()
    } else {
        format!("{number}\u{a0}{unit}")
    }
}

/// The step between numbers that can be told apart: the first digit of the half-width, or the second of the number.
pub(crate) fn step_of(value: f64, half_width: Option<f64>) -> f64 {
    let size = half_width.filter(|half| *half > 0.0 && half.is_finite());
    let size = size.unwrap_or(value.abs() / 10.0);
    if size > 0.0 && size.is_finite() {
        libm::pow(10.0, libm::floor(libm::log10(size))).clamp(1e-4, 1.0)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        let words = Language::English.words();
        assert_eq!(words.number(1_234_567.0, 1.0), "1\u{a0}234\u{a0}567");
        assert_eq!(words.number(-0.25, 0.05), "−0.25");
        assert_eq!(words.number(-0.001, 0.1), "0.0");
        assert_eq!(words.percent(0.434), "43\u{a0}%");
        assert_eq!(words.percent(0.012), "1.2\u{a0}%");
        assert_eq!(words.short_number(12.345), "12.3");
        assert_eq!(Language::French.words().short_number(12.345), "12,3");
    }

    #[test]
    fn values_are_not_read_again() {
        let hostile = "{ $kind } {\"x\"} { draft }";
        let said = Language::English
            .words()
            .fill("answers-title-one", &[("kind", hostile), ("fast", "2")]);
        assert!(said.contains(hostile), "{said}");
    }

    #[test]
    fn a_share_is_said_with_its_margin() {
        let words = Language::English.words();
        assert_eq!(words.with_margin(0.434, Some(0.012)), "43\u{a0}% ± 1");
        assert_eq!(words.with_margin(0.434, Some(0.004)), "43.4\u{a0}% ± 0.4");
        assert_eq!(words.with_margin(0.434, None), "43\u{a0}%");
    }

    #[test]
    fn plurals_follow_each_language() {
        let (english, french) = (Language::English.words(), Language::French.words());
        assert_eq!(english.duration(3650.0), "10 years");
        assert_eq!(english.duration(1.0), "1 day");
        assert_eq!(english.duration(0.0), "0 days");
        assert_eq!(french.duration(0.0), "0 jour");
        assert_eq!(french.duration(1.0), "1 jour");
        assert_eq!(french.duration(90.0), "90 jours");
    }

    #[test]
    fn dates_follow_each_language() {
        assert_eq!(Language::English.words().date("2030-03-01"), "1 March 2030");
        assert_eq!(Language::French.words().date("2030-03-01"), "1er mars 2030");
        assert_eq!(Language::French.words().date("2030-12-24"), "24 décembre 2030");
        assert_eq!(Language::English.words().date("soon"), "soon");
    }

    #[test]
    fn a_missing_message_shows_its_name() {
        assert_eq!(Language::English.words().text("no-such"), "no-such");
        assert_eq!(Language::English.words().name("police_query"), "police query");
    }
}
