//! `Workplace`: the folder beside a run's folder in which it is worked on until it is whole, with the journal of what
//! is done and a lock, so that one process works there at a time and the next one can go on.
//!
//! ```text
//! output/.classroom-1.lock        held while a process works
//! output/.classroom-1.partial/    the journal, and tables while they are written
//! output/.classroom-1.replaced/   what stood under the name, for the moment between two renames
//! output/classroom-1/             the run; a stopped one has its journal in it
//! ```

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::output::journal::{Journal, TornEnd};
use crate::output::journal_reading::{JournalFault, read_header};
use crate::output::manifest::{Manifest, PartRecord, VERSION, Work, difference};
use crate::output::storage::{Storage, StoredFile, UNFINISHED, above};
use crate::output::vouching::{damage, read_manifest, strangers};

/// The name of the journal in a run's folder.
pub const JOURNAL: &str = "journal";
/// The form of the header, and of everything behind it.
const FORM: u32 = 1;

/// The part of a study that a shard holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardNumber {
    /// Which, counted from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

/// What the first record of a journal says: everything that decides the units in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The form of the journal.
    pub form: u32,
    /// What decides every number.
    pub work: Work,
    /// Which part of the work, where it is cut into shards.
    pub shard: Option<ShardNumber>,
    /// The texts of the scenario.
    pub parts: Vec<PartRecord>,
    /// What was set beside them, each as `--set` takes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// The folders below which they were allowed to lie, where the user named them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<String>,
    /// The scenario with everything merged into it, from which the units can be put together elsewhere.
    pub scenario: String,
}

impl Header {
    /// The header of this version.
    pub fn new(work: Work, shard: Option<ShardNumber>, parts: Vec<PartRecord>, scenario: &str) -> Header {
        Header {
            form: FORM,
            work,
            shard,
            parts,
            sets: Vec::new(),
            roots: Vec::new(),
            scenario: scenario.to_owned(),
        }
    }

    /// The header as text.
    pub fn text(&self) -> Result<String, Refusal> {
        serde_json::to_string(self)
            .map_err(|error| Refusal::Asked(format!("the scenario cannot be kept: {error}")))
    }

    /// Reads a header of this version; `file` names the journal in refusals.
    pub fn read(file: &Path, text: &str) -> Result<Header, Refusal> {
        let damaged = |error: serde_json::Error| {
            Refusal::Damaged(format!("{} is damaged: its header: {error}", file.display()))
        };
        let seen: serde_json::Value = serde_json::from_str(text).map_err(damaged)?;
        let version = seen["work"]["version"].as_str().unwrap_or("an unknown version");
        if version != VERSION || seen["form"] != FORM {
            return Err(Refusal::Foreign(format!(
                "{} was written by comity {version}, and this is {VERSION}: its numbers may differ, so finish it with that version or begin again with --force",
                file.display()
            )));
        }
        serde_json::from_value(seen).map_err(damaged)
    }

    /// The first thing in which another header differs, in words; `None` if the units are the same.
    pub fn differs_from(&self, wanted: &Header) -> Option<String> {
        if self.shard != wanted.shard {
            let words = |shard: Option<ShardNumber>| {
                shard.map_or("the whole".to_owned(), |shard| {
                    format!("shard {}/{}", shard.number, shard.of)
                })
            };
            return Some(format!(
                "it is {}, not {}",
                words(self.shard),
                words(wanted.shard)
            ));
        }
        difference((&self.work, &self.tree()), (&wanted.work, &wanted.tree()))
    }

    /// The scenario as a tree of values.
    fn tree(&self) -> serde_json::Value {
        serde_json::from_str(&self.scenario).unwrap_or_default()
    }
}

/// Why a run's folder cannot be worked on.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Something must be asked for that was not: the arguments do not fit.
    #[error("{0}")]
    Asked(String),
    /// What is there is not what was written.
    #[error("{0}")]
    Damaged(String),
    /// What is there is something else.
    #[error("{0}")]
    Foreign(String),
    /// A file or folder cannot be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Refusal {
    fn file(file: &Path) -> impl FnOnce(io::Error) -> Refusal {
        let file = file.to_owned();
        |source| Refusal::File { file, source }
    }
}

impl From<JournalFault> for Refusal {
    fn from(fault: JournalFault) -> Refusal {
        match fault {
            JournalFault::File { file, source } => Refusal::File { file, source },
            damage @ JournalFault::Damaged { .. } => Refusal::Damaged(damage.to_string()),
        }
    }
}

/// What a folder holds already.
#[derive(Clone, Debug, PartialEq)]
pub enum FolderState {
    /// Nothing.
    Missing,
    /// Exactly this work, complete.
    Complete,
    /// Exactly this work, begun and not finished.
    Unfinished,
    /// A run, but not this work: the reason in words.
    OtherRun(String),
    /// Something that is not a run.
    Foreign,
}

/// What is to be done where something stands already.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Begin, and touch nothing that is there.
    Begin,
    /// Go on with what is unfinished; begin what is not there.
    Resume,
    /// Begin, whatever run is there.
    Replace,
}

/// The right to work on a run's folder, held by one process at a time.
pub struct Claim<'s> {
    storage: &'s dyn Storage,
    folder: PathBuf,
    lock: PathBuf,
    /// The process that held the lock and ended without giving it back.
    pub taken_from: Option<String>,
    _held: Box<dyn StoredFile>,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        // A lock file that stays is taken over by the next run.
        let _ = self.storage.remove(&self.lock);
    }
}

/// Times that a lock is tried for again when its file was removed meanwhile.
const TRIES: usize = 100;

impl<'s> Claim<'s> {
    /// Claims a folder for this process.
    pub fn take(storage: &'s dyn Storage, folder: &Path) -> Result<Claim<'s>, Refusal> {
        let lock = beside(folder, "lock")?;
        let parent = above(folder);
        storage.create_folder(parent).map_err(Refusal::file(parent))?;
        for _ in 0..TRIES {
            let held = storage.lock(&lock).map_err(Refusal::file(&lock))?;
            let there = String::from_utf8_lossy(&storage.read(&lock).unwrap_or_default())
                .trim()
                .to_owned();
            let Some(mut held) = held else {
                return Err(Refusal::Asked(format!(
                    "{} is being worked on by another process{}; wait for it, or --out DIR writes elsewhere",
                    folder.display(),
                    if there.is_empty() {
                        String::new()
                    } else {
                        format!(" ({there})")
                    }
                )));
            };
            let mine = format!("process {}\n", std::process::id());
            let signed = held.cut(0).and_then(|()| held.write_all(mine.as_bytes()));
            signed.map_err(Refusal::file(&lock))?;
            // Its last holder may have removed the file between our opening and our locking it: then it is nobody's.
            let signed = match storage.read(&lock) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Refusal::File {
                        file: lock,
                        source: error,
                    });
                }
                read => read.is_ok_and(|text| text == mine.as_bytes()),
            };
            if signed {
                let claim = Claim {
                    storage,
                    folder: folder.to_owned(),
                    lock,
                    taken_from: Some(there).filter(|there| !there.is_empty()),
                    _held: held,
                };
                claim.settle()?;
                return Ok(claim);
            }
        }
        Err(Refusal::Asked(format!(
            "{} is claimed by others all the time",
            folder.display()
        )))
    }

    /// Undoes a replacement that was cut short: what was to be replaced comes back, or goes if its place is taken.
    fn settle(&self) -> Result<(), Refusal> {
        let replaced = beside(&self.folder, "replaced")?;
        if !self.storage.exists(&replaced) {
            return Ok(());
        }
        let settled = if self.storage.exists(&self.folder) {
            self.storage.remove_folder(&replaced)
        } else {
            self.storage.rename(&replaced, &self.folder)
        };
        settled.map_err(Refusal::file(&replaced))
    }

    /// What the folder holds.
    pub fn state(&self, header: &Header) -> Result<FolderState, Refusal> {
        state_of(self.storage, &self.folder, header)
    }

    /// The place to work at, with what is done already, or why not.
    pub fn workplace(&self, header: &Header, wish: Wish) -> Result<Workplace<'_>, Refusal> {
        if wish == Wish::Replace && is_run(self.storage, &self.folder)? {
            self.check_strangers()?;
            return self.begin(header);
        }
        let shown = self.folder.display();
        match self.state(header)? {
            FolderState::Foreign => Err(Refusal::Foreign(format!(
                "{shown} is there and is not a run's folder; --out DIR writes elsewhere"
            ))),
            FolderState::Unfinished if wish == Wish::Resume => {
                self.check_strangers()?;
                self.go_on(header)
            }
            FolderState::Unfinished if wish == Wish::Begin => Err(Refusal::Asked(format!(
                "an earlier run of this stopped before {shown} was whole; --resume continues it, --force begins again"
            ))),
            FolderState::OtherRun(why) if wish != Wish::Replace => Err(Refusal::Asked(format!(
                "{shown} holds another run ({why}); --force replaces it, --out DIR writes elsewhere"
            ))),
            FolderState::Missing
            | FolderState::Complete
            | FolderState::Unfinished
            | FolderState::OtherRun(_) => self.begin(header),
        }
    }

    /// Refuses to replace a run, or to go on with it, in whose folder somebody keeps files that would be lost.
    fn check_strangers(&self) -> Result<(), Refusal> {
        let folder = self.folder.as_path();
        if !self.storage.exists(&folder.join("manifest.json")) {
            return Ok(());
        }
        let found = strangers(self.storage, folder, &[JOURNAL]).map_err(Refusal::file(folder))?;
        let Some(names) = found else { return Ok(()) };
        Err(Refusal::Foreign(format!(
            "{} holds what is not of its run and would be lost: {names}; move it elsewhere first, or --out DIR writes elsewhere",
            folder.display()
        )))
    }

    fn begin(&self, header: &Header) -> Result<Workplace<'_>, Refusal> {
        let partial = beside(&self.folder, "partial")?;
        let file = || Refusal::file(&partial);
        if self.storage.exists(&partial) {
            self.storage.remove_folder(&partial).map_err(file())?;
        }
        self.storage.create_folder(&partial).map_err(file())?;
        let journal = Journal::begin(self.storage, &partial.join(JOURNAL), &header.text()?)?;
        self.storage.sync_folder(above(&partial)).map_err(file())?;
        Ok(self.place(partial, journal, None))
    }

    fn go_on(&self, header: &Header) -> Result<Workplace<'_>, Refusal> {
        let partial = beside(&self.folder, "partial")?;
        if !self.storage.exists(&partial.join(JOURNAL)) {
            // It was stopped and put in place with its journal.
            if self.storage.exists(&partial) {
                self.storage
                    .remove_folder(&partial)
                    .map_err(Refusal::file(&partial))?;
            }
            self.storage
                .rename(&self.folder, &partial)
                .map_err(Refusal::file(&self.folder))?;
        }
        let (journal, torn) = Journal::open(self.storage, &partial.join(JOURNAL))?;
        let there = Header::read(journal.path(), &journal.header())?;
        if let Some(why) = there.differs_from(header) {
            return Err(Refusal::Asked(format!(
                "{} is of other work: {why}",
                journal.path().display()
            )));
        }
        journal.cut_torn_end()?;
        Ok(self.place(partial, journal, torn))
    }

    fn place<'c>(&'c self, partial: PathBuf, journal: Journal<'c>, torn: Option<TornEnd>) -> Workplace<'c> {
        Workplace {
            storage: self.storage,
            folder: &self.folder,
            partial,
            resumed: journal.places().len(),
            journal,
            torn,
        }
    }

    /// Ends what was left when the process of a complete run was ended in its last moments: its name is flushed to the
    /// disk, and the journal and files that were never whole go.
    pub fn tidy(&self) -> io::Result<()> {
        self.storage.sync_folder(above(&self.folder))?;
        for entry in self.storage.list(&self.folder)? {
            let unfinished = entry.name.extension().is_some_and(|end| end == UNFINISHED);
            if !entry.folder && (unfinished || entry.name == Path::new(JOURNAL)) {
                self.storage.remove(&self.folder.join(&entry.name))?;
            }
        }
        Ok(())
    }
}

/// Where a run is worked on until it is whole.
pub struct Workplace<'c> {
    /// Its files.
    pub storage: &'c dyn Storage,
    /// Where it will stand.
    folder: &'c Path,
    /// Where it stands now.
    pub partial: PathBuf,
    /// What is done.
    pub journal: Journal<'c>,
    /// Units that were done before.
    pub resumed: usize,
    /// The torn end of the journal that was cut off.
    pub torn: Option<TornEnd>,
}

impl Workplace<'_> {
    /// Removes everything but the journal: tables are written anew.
    pub fn clear(&self) -> io::Result<()> {
        for entry in self.storage.list(&self.partial)? {
            let path = self.partial.join(&entry.name);
            if entry.folder {
                self.storage.remove_folder(&path)?;
            } else if entry.name != Path::new(JOURNAL) {
                self.storage.remove(&path)?;
            }
        }
        Ok(())
    }

    /// Puts the folder in its place. What stood there goes; a complete run loses its journal.
    pub fn put_in_place(&self, complete: bool) -> io::Result<()> {
        let storage = self.storage;
        let parent = above(self.folder);
        let replaced = beside(self.folder, "replaced").map_err(io::Error::other)?;
        if !complete {
            self.journal.sync()?;
        }
        storage.sync_folder(&self.partial)?;
        if storage.exists(self.folder) {
            storage.rename(self.folder, &replaced)?;
        }
        storage.rename(&self.partial, self.folder)?;
        storage.sync_folder(parent)?;
        if storage.exists(&replaced) {
            storage.remove_folder(&replaced)?;
        }
        if complete {
            storage.remove(&self.folder.join(JOURNAL))?;
        }
        Ok(())
    }
}

/// Whether the lock of a folder is there: a process works on it, or has left the lock behind.
pub fn is_locked(storage: &dyn Storage, folder: &Path) -> Result<bool, Refusal> {
    Ok(storage.exists(&beside(folder, "lock")?))
}

/// A hidden name beside a folder.
pub fn beside(folder: &Path, role: &str) -> Result<PathBuf, Refusal> {
    let name = folder.file_name().ok_or_else(|| {
        Refusal::Asked(format!(
            "{} has no name: --out DIR names the run's folder",
            folder.display()
        ))
    })?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".");
    hidden.push(role);
    Ok(folder.with_file_name(hidden))
}

/// Looks what a folder holds, and what is worked on beside it.
pub fn state_of(storage: &dyn Storage, folder: &Path, header: &Header) -> Result<FolderState, Refusal> {
    let there = storage.exists(folder).then(|| read_manifest(storage, folder));
    let complete = |manifest: &Manifest| manifest.work == header.work && manifest.complete;
    if let Some(Ok(manifest)) = &there
        && complete(manifest)
    {
        return match damage(storage, folder, manifest).map_err(Refusal::file(folder))? {
            None => Ok(FolderState::Complete),
            Some(why) => Err(Refusal::Damaged(format!(
                "{} is damaged: {why}",
                folder.display()
            ))),
        };
    }
    let stopped = matches!(&there, Some(Ok(manifest)) if !manifest.complete);
    let journals = [
        Some(beside(folder, "partial")?.join(JOURNAL)),
        stopped.then(|| folder.join(JOURNAL)),
    ];
    let mut journals = journals.into_iter().flatten();
    if let Some(journal) = journals.find(|journal| storage.exists(journal)) {
        let unfinished = Header::read(&journal, &read_header(storage, &journal)?)?;
        return Ok(match unfinished.differs_from(header) {
            None => FolderState::Unfinished,
            Some(why) => FolderState::OtherRun(format!("an unfinished one; {why}")),
        });
    }
    Ok(match there {
        None => FolderState::Missing,
        Some(Ok(manifest)) => FolderState::OtherRun(
            difference(
                (&manifest.work, &manifest.scenario),
                (&header.work, &header.tree()),
            )
            .unwrap_or_else(|| "it is not complete and has no journal".to_owned()),
        ),
        Some(Err(_)) if storage.list(folder).is_ok_and(|held| held.is_empty()) => FolderState::Missing,
        Some(Err(_)) => FolderState::Foreign,
    })
}

/// Whether a folder may be replaced: a run is in it or worked on beside it, whole or not, of whatever work or version.
fn is_run(storage: &dyn Storage, folder: &Path) -> Result<bool, Refusal> {
    let partial = beside(folder, "partial")?;
    let manifest = storage.exists(&folder.join("manifest.json"));
    Ok(if storage.exists(folder) {
        manifest
    } else {
        storage.exists(&partial)
    })
}
