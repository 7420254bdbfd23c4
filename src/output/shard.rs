//! Shards: the units of a study cut into files, each a closed journal, that are worked on anywhere and put together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::experiment::unit::Place;
use crate::output::journal::{Journal, TornEnd};
use crate::output::journal_reading::read_header;
use crate::output::storage::{Storage, above};
use crate::output::workplace::{Claim, Header, Refusal, ShardNumber, Wish, beside};

impl ShardNumber {
    /// The place of its first unit in the order of all, which are counted option by option within a replication.
    pub fn first(self) -> u64 {
        u64::from(self.number) - 1
    }

    /// Whether a unit belongs to it, in a study of so many options.
    fn has(self, place: Place, options: usize) -> bool {
        let unit = u64::from(place.replication) * options as u64 + u64::from(place.option);
        unit % u64::from(self.of) == self.first()
    }
}

impl std::str::FromStr for ShardNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<ShardNumber, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| {
            let (number, of) = (number.trim().parse().ok()?, of.trim().parse().ok()?);
            Some(ShardNumber { number, of })
        });
        numbers
            .filter(|shard| (1..=shard.of).contains(&shard.number))
            .ok_or_else(|| format!("`{text}` is no shard: write which of how many, from 1/3 to 3/3"))
    }
}

/// A shard that is to be worked on: what is done of it, and the torn end that was cut off.
pub type ShardToDo<'s> = (Journal<'s>, Option<TornEnd>);

/// Begins the shard of a file, or goes on with it, under a claim on its name; `None` if it is there, whole.
pub fn open_shard<'s>(
    storage: &'s dyn Storage,
    _claim: &Claim,
    file: &Path,
    header: &Header,
    wish: Wish,
) -> Result<Option<ShardToDo<'s>>, Refusal> {
    let partial = beside(file, "partial")?;
    let shown = file.display();
    if wish != Wish::Replace && storage.exists(file) {
        let (whole, _) = Journal::open(storage, file)?;
        let there = Header::read(file, &whole.header())?;
        return match there.differs_from(header) {
            None if whole.is_closed() => Ok(None),
            None => Err(Refusal::Damaged(format!(
                "{shown} is damaged: it was never closed"
            ))),
            Some(why) => Err(Refusal::Asked(format!(
                "{shown} holds another shard ({why}); --force replaces it, --out FILE writes elsewhere"
            ))),
        };
    }
    if wish != Wish::Replace && storage.exists(&partial) {
        let (journal, torn) = Journal::open(storage, &partial)?;
        let there = Header::read(&partial, &journal.header())?;
        if let Some(why) = there.differs_from(header) {
            return Err(Refusal::Asked(format!(
                "an unfinished shard of {shown} is of other work ({why}); --force begins again"
            )));
        }
        if wish != Wish::Resume {
            return Err(Refusal::Asked(format!(
                "an earlier run of this stopped before {shown} was whole; --resume continues it, --force begins again"
            )));
        }
        journal.cut_torn_end()?;
        return Ok(Some((journal, torn)));
    }
    let journal = Journal::begin(storage, &partial, &header.text()?)?;
    Ok(Some((journal, None)))
}

/// Closes the journal of a shard and gives it its name.
pub fn close_shard(storage: &dyn Storage, journal: &Journal, file: &Path) -> std::io::Result<()> {
    if !journal.is_closed() {
        journal.close()?;
    }
    storage.rename(journal.path(), file)?;
    storage.sync_folder(above(file))
}

/// All shards of a study.
pub struct Gathered<'s> {
    /// Their journals, in order of number.
    pub journals: Vec<Journal<'s>>,
    /// What they have in common: the header of the whole.
    pub header: Header,
}

/// Opens the shards of a study, in any order, and sees that each is whole and there once, and that nothing else is.
pub fn gather<'s>(storage: &'s dyn Storage, files: &[PathBuf]) -> Result<Gathered<'s>, Refusal> {
    let mut found: BTreeMap<u32, (&PathBuf, Journal)> = BTreeMap::new();
    let mut common: Option<(Header, u32, &PathBuf)> = None;
    for file in files {
        let shown = file.display();
        // Who wrote it is asked first: nothing else is known of the file of another version.
        let header = Header::read(file, &read_header(storage, file)?)?;
        let (journal, _) = Journal::open(storage, file)?;
        let Some(shard) = header
            .shard
            .filter(|shard| (1..=shard.of).contains(&shard.number))
        else {
            return Err(Refusal::Foreign(format!(
                "{shown} is not a shard, but the journal of a whole run"
            )));
        };
        if !journal.is_closed() {
            return Err(Refusal::Foreign(format!(
                "{shown} is not finished; the command that made it, with --resume, finishes it"
            )));
        }
        let whole = Header {
            shard: None,
            ..header
        };
        let (first, of, first_file) = common.get_or_insert_with(|| (whole.clone(), shard.of, file));
        let why = whole
            .differs_from(first)
            .or_else(|| (shard.of != *of).then(|| format!("it is one of {} shards, not of {of}", shard.of)));
        if let Some(why) = why {
            return Err(Refusal::Foreign(format!(
                "{shown} belongs to other work than {}: {why}",
                first_file.display()
            )));
        }
        check_units(&journal, shard, &whole)?;
        if let Some((other, _)) = found.insert(shard.number, (file, journal)) {
            return Err(Refusal::Asked(format!(
                "shard {}/{} is given twice: {} and {shown}",
                shard.number,
                shard.of,
                other.display()
            )));
        }
    }
    let (header, of, _) = common.ok_or_else(|| Refusal::Asked("no shard is given".to_owned()))?;
    let missing: Vec<String> = (1..=of)
        .filter(|number| !found.contains_key(number))
        .map(|n| format!("{n}/{of}"))
        .collect();
    if !missing.is_empty() {
        let (shown, more) = missing.split_at(missing.len().min(20));
        let more = if more.is_empty() {
            String::new()
        } else {
            format!(" and {} more", more.len())
        };
        return Err(Refusal::Asked(format!(
            "missing: shard {}{more}",
            shown.join(", ")
        )));
    }
    Ok(Gathered {
        journals: found.into_values().map(|(_, journal)| journal).collect(),
        header,
    })
}

/// Whether a shard holds exactly the units that its number says.
fn check_units(journal: &Journal, shard: ShardNumber, whole: &Header) -> Result<(), Refusal> {
    let options = whole.work.options.len();
    let places = journal.places();
    let all = u64::from(whole.work.replications) * options as u64;
    let due = all.saturating_sub(shard.first()).div_ceil(u64::from(shard.of));
    let its_own = |place: &Place| {
        let there = (place.option as usize) < options && place.replication < whole.work.replications;
        place.stage == 0 && there && shard.has(*place, options)
    };
    if places.len() as u64 == due && places.iter().all(its_own) {
        return Ok(());
    }
    Err(Refusal::Damaged(format!(
        "{} is damaged: it holds {} units of work, and not the {due} of shard {}/{}",
        journal.path().display(),
        places.len(),
        shard.number,
        shard.of
    )))
}
