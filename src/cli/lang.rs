//! The language of charts and reports, as the user says it.

use clap::ValueEnum;

use crate::output::words::Language;

/// A language that there is a catalogue for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// French (a draft that nobody has read yet)
    Fr,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Language::English,
            Lang::Fr => Language::French,
        }
    }
}
