//! `Keeping`: finished units of work in journals, found again by their place. Events, which may be many, go into the
//! journal as rows as soon as a replication has ended.

use std::io::{self, Write};

use crate::experiment::keeper::{Ended, Keeper, Numbers};
use crate::experiment::unit::{Place, Shape, Unit};
use crate::model::outcome::Outcome;
use crate::model::record::Row;
use crate::output::frame::Kind;
use crate::output::journal::Journal;
use crate::output::sheet::Sheet;
use crate::output::tables::EventRow;
use crate::scenario::scenario::Scenario;

/// Bytes of the longest words for why numbers were lost.
const LONGEST_REASON: u64 = 4096;

/// Keeps units in journals. New ones go into the first of them.
pub struct Keeping<'a> {
    /// The journals.
    pub journals: &'a [Journal<'a>],
    /// The scenario, for its names.
    pub scenario: &'a Scenario,
    /// The options of the study as tables name them.
    pub options: &'a [String],
}

impl Keeping<'_> {
    /// Copies the rows of `events.csv` that a unit has.
    pub fn copy_events(&self, place: Place, to: &mut dyn Write) -> io::Result<()> {
        match self.holder(place) {
            Some(journal) => journal.copy_events(place, to),
            None => Ok(()),
        }
    }

    fn holder(&self, place: Place) -> Option<&Journal<'_>> {
        self.journals.iter().find(|journal| journal.holds(place))
    }
}

impl Keeper for Keeping<'_> {
    fn find(&self, place: Place, shape: &Shape) -> io::Result<Option<Ended>> {
        let Some(journal) = self.holder(place) else {
            return Ok(None);
        };
        let Some((kind, bytes)) = journal.find(place, shape.bytes())? else {
            return Ok(None);
        };
        let wrong = |check: &str| journal.misshapen(journal.offset(place), check);
        if kind == Kind::Lost {
            return Ok(Some(Err(reason(journal, place, bytes)?)));
        }
        let unit = Unit::decode(&bytes, shape).map_err(|error| wrong(&error.to_string()))?;
        if unit.outcome.replication != place.replication {
            return Err(wrong("a unit stands in the place of another"));
        }
        Ok(Some(Ok(unit)))
    }

    fn keep(&self, place: Place, ended: Ended) -> io::Result<Ended> {
        let journal = &self.journals[0];
        match ended {
            Ok(mut unit) => {
                let option = &self.options[place.option as usize];
                if let Some(rows) = event_rows(self.scenario, option, &mut unit.outcome)? {
                    journal.keep(Kind::Events, place, &rows)?;
                }
                journal.keep(Kind::Unit, place, &unit.encode())?;
                Ok(Ok(unit))
            }
            Err(reason) => {
                journal.keep(Kind::Lost, place, reason.as_bytes())?;
                Ok(Err(reason))
            }
        }
    }

    fn find_numbers(&self, place: Place, count: usize) -> io::Result<Option<Numbers>> {
        let Some(journal) = self.holder(place) else {
            return Ok(None);
        };
        let most = (count * size_of::<f64>()) as u64;
        let Some((kind, bytes)) = journal.find(place, most.max(LONGEST_REASON))? else {
            return Ok(None);
        };
        if kind == Kind::Lost {
            return Ok(Some(Err(reason(journal, place, bytes)?)));
        }
        let (words, rest) = bytes.as_chunks();
        if words.len() != count || !rest.is_empty() {
            return Err(journal.misshapen(
                journal.offset(place),
                "it does not have the numbers of this study",
            ));
        }
        Ok(Some(Ok(words
            .iter()
            .map(|word| f64::from_le_bytes(*word))
            .collect())))
    }

    fn keep_numbers(&self, place: Place, numbers: &Numbers) -> io::Result<()> {
        let journal = &self.journals[0];
        match numbers {
            Ok(numbers) => {
                let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
                journal.keep(Kind::Unit, place, &bytes)
            }
            Err(reason) => journal.keep(Kind::Lost, place, reason.as_bytes()),
        }
    }
}

/// Why a unit was lost.
fn reason(journal: &Journal, place: Place, bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes)
        .map_err(|_| journal.misshapen(journal.offset(place), "why a unit was lost is not text"))
}

/// The events of an outcome as rows of `events.csv`, without header; they are taken out of the outcome.
fn event_rows(scenario: &Scenario, option: &str, outcome: &mut Outcome) -> io::Result<Option<Vec<u8>>> {
    let Some(trace) = outcome.trace.take() else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let mut sheet = Sheet::rows(&mut bytes);
    for (time, record) in trace {
        if let Some(row) = record.row() {
            sheet.push(&event_row(scenario, option, outcome.replication, time, &row))?;
        }
    }
    sheet.finish()?;
    Ok(Some(bytes))
}

fn event_row(scenario: &Scenario, option: &str, replication: u32, time: f64, row: &Row) -> EventRow {
    let nation = |place: Option<usize>| place.map_or_else(String::new, |n| scenario.nations[n].id.clone());
    EventRow {
        option: option.to_owned(),
        replication: u64::from(replication),
        time,
        event: row.event.to_owned(),
        nation: nation(row.nation),
        other: nation(row.other),
        threat: row.threat.map(|threat| threat.0),
        request: row.request.map(|request| request.0),
        reason: row.reason.to_owned(),
        value: row.value.filter(|value| value.is_finite()),
    }
}
