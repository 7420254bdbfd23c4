//! `Journal`: a file of finished units of work, each with its length and digest, that grows while a study runs. What a
//! killed run leaves can be read up to its torn end; the journal of a shard is closed and then vouches for the whole.
//!
//! ```text
//! file    = frame*                      the first is the header, the last of a closed journal is the end
//! frame   = head payload digest         digest: the first 16 bytes of SHA-256 over kind, length and payload
//! head    = "cJ1\n" kind length synced check     1, 4 and 8 bytes, little-endian; check: 4 bytes of SHA-256 over these
//! payload = text | stage option replication bytes | count digest-of-digests
//! ```
//!
//! `synced` is how much of the file was known to be on the disk when the frame was written. It tells a torn end, which
//! a power cut leaves and which is cut off, from damage to what was safe, which is refused.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::experiment::unit::Place;
use crate::output::storage::{Storage, StoredFile, above, at};

const MAGIC: [u8; 4] = *b"cJ1\n";
const HEAD: usize = 21;
const DIGEST: usize = 16;
/// Bytes of the place before what is kept of it.
const PLACE: usize = 12;
/// The longest payload: a longer one is damage.
const LONGEST: u32 = 1 << 30;
/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// Time after which what was written is flushed to the disk: the most that a power cut can cost.
const BETWEEN_SYNCS: Duration = Duration::from_secs(1);

/// What a frame holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// What decides the numbers, as text; the first frame.
    Header = 0,
    /// A unit of work.
    Unit = 1,
    /// Why a unit was lost, as text.
    Lost = 2,
    /// The events of a unit, as rows of a table.
    Events = 3,
    /// The journal is whole: how many frames there are, and the digest of their digests.
    End = 4,
}

impl Kind {
    fn of(byte: u8) -> Option<Kind> {
        let all = [Kind::Header, Kind::Unit, Kind::Lost, Kind::Events, Kind::End];
        all.into_iter().find(|&kind| kind as u8 == byte)
    }
}

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalFault {
    /// The file cannot be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// The journal.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not what was written.
    #[error("{} is damaged: {check} (at byte {offset})", file.display())]
    Damaged {
        /// The journal.
        file: PathBuf,
        /// Where.
        offset: u64,
        /// The check that failed.
        check: String,
    },
}

/// Where the bytes of a place stand.
#[derive(Copy, Clone, Debug)]
struct Span {
    offset: u64,
    length: u64,
}

/// What the frames of a journal say together.
#[derive(Debug, Default)]
struct Index {
    header: Option<String>,
    units: BTreeMap<Place, (Kind, Span)>,
    events: BTreeMap<Place, Span>,
    frames: u64,
    whole: Sha256,
    closed: bool,
}

/// The end of a journal that was cut off: a crash left it torn.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct TornEnd {
    /// Bytes that are whole.
    pub kept: u64,
    /// Bytes that were cut off.
    pub cut: u64,
}

/// A file of finished units of work. May be used from many threads.
pub struct Journal<'s> {
    path: PathBuf,
    storage: &'s dyn Storage,
    open: Mutex<Open>,
}

struct Open {
    file: Box<dyn StoredFile>,
    index: Index,
    end: u64,
    synced: u64,
    sync_at: Duration,
    /// An earlier write failed and could not be taken back: nothing may stand behind it.
    broken: bool,
}

impl<'s> Journal<'s> {
    /// A new journal with this header, on the disk when this returns. It has its name only when the header is whole.
    pub fn begin(storage: &'s dyn Storage, path: &Path, header: &str) -> Result<Journal<'s>, JournalFault> {
        let begin = || {
            let unfinished = path.with_extension("unfinished");
            let file = storage.create(&unfinished)?;
            let journal = Journal::over(storage, path, file, Index::default(), 0);
            journal.append(Kind::Header, None, header.as_bytes())?;
            journal.sync()?;
            storage.rename(&unfinished, path)?;
            storage.sync_folder(above(path))?;
            journal.opened().index.header = Some(header.to_owned());
            Ok(journal)
        };
        begin().map_err(|source| fault(path, source))
    }

    /// A journal that is there, with its torn end if it has one; every digest is checked. The end is not cut off yet.
    pub fn open(
        storage: &'s dyn Storage,
        path: &Path,
    ) -> Result<(Journal<'s>, Option<TornEnd>), JournalFault> {
        let mut file = storage.open(path).map_err(|source| fault(path, source))?;
        let length = file.length().map_err(|source| fault(path, source))?;
        let mut reading = Reading {
            path,
            file: &mut *file,
            length,
            index: Index::default(),
        };
        let end = reading.all()?;
        let index = reading.index;
        let torn = (end < length).then_some(TornEnd {
            kept: end,
            cut: length - end,
        });
        Ok((Journal::over(storage, path, file, index, end), torn))
    }

    fn over(
        storage: &'s dyn Storage,
        path: &Path,
        file: Box<dyn StoredFile>,
        index: Index,
        end: u64,
    ) -> Journal<'s> {
        let open = Mutex::new(Open {
            file,
            index,
            end,
            synced: 0,
            sync_at: storage.elapsed() + BETWEEN_SYNCS,
            broken: false,
        });
        Journal {
            path: path.to_owned(),
            storage,
            open,
        }
    }

    /// Cuts off whatever stands behind the last whole frame, so that more can be written.
    pub fn cut_torn_end(&self) -> Result<(), JournalFault> {
        let mut open = self.opened();
        let end = open.end;
        let cut = open.file.cut(end).and_then(|()| open.file.sync());
        open.synced = end;
        cut.map_err(|source| fault(&self.path, source))
    }

    /// The journal's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text of its header.
    pub fn header(&self) -> String {
        self.opened().index.header.clone().unwrap_or_default()
    }

    /// Whether it was closed, and so is whole.
    pub fn is_closed(&self) -> bool {
        self.opened().index.closed
    }

    /// The places of all units in it, in order.
    pub fn places(&self) -> Vec<Place> {
        self.opened().index.units.keys().copied().collect()
    }

    /// Whether a unit of this place is in it.
    pub fn holds(&self, place: Place) -> bool {
        self.opened().index.units.contains_key(&place)
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        self.opened().end
    }

    /// What is kept of a place, and its kind; one that is longer than `most` cannot be the right one.
    pub fn find(&self, place: Place, most: u64) -> io::Result<Option<(Kind, Vec<u8>)>> {
        let mut open = self.opened();
        let Some(&(kind, span)) = open.index.units.get(&place) else {
            return Ok(None);
        };
        if span.length > most {
            return Err(self.misshapen(span.offset, "a unit is too long for this study"));
        }
        let mut bytes = vec![0; span.length as usize];
        open.file.read_at(span.offset, &mut bytes)?;
        Ok(Some((kind, bytes)))
    }

    /// Copies the rows of the events of a place.
    pub fn copy_events(&self, place: Place, to: &mut dyn io::Write) -> io::Result<()> {
        let span = self.opened().index.events.get(&place).copied();
        let Some(Span { mut offset, length }) = span else {
            return Err(self.misshapen(self.bytes(), "the events of a unit are missing"));
        };
        let mut chunk = vec![0; CHUNK];
        let end = offset + length;
        while offset < end {
            let bytes = &mut chunk[..(end - offset).min(CHUNK as u64) as usize];
            self.opened().file.read_at(offset, bytes)?;
            to.write_all(bytes)?;
            offset += bytes.len() as u64;
        }
        Ok(())
    }

    /// An error that says what is wrong with a frame of this journal.
    pub fn misshapen(&self, offset: u64, check: &str) -> io::Error {
        let damage = JournalFault::Damaged {
            file: self.path.clone(),
            offset,
            check: check.to_owned(),
        };
        io::Error::new(io::ErrorKind::InvalidData, damage)
    }

    /// Where the bytes of a place stand, for errors.
    pub fn offset(&self, place: Place) -> u64 {
        let open = self.opened();
        open.index
            .units
            .get(&place)
            .map_or(open.end, |(_, span)| span.offset)
    }

    /// Writes what is kept of a place.
    pub fn keep(&self, kind: Kind, place: Place, bytes: &[u8]) -> io::Result<()> {
        self.append(kind, Some(place), bytes)
    }

    /// Closes the journal: from now on it vouches for being whole.
    pub fn close(&self) -> io::Result<()> {
        // The end then says of everything before it that it was on the disk: whatever fails there is damage.
        self.sync()?;
        let (frames, whole) = {
            let open = self.opened();
            (open.index.frames, open.index.whole.clone().finalize())
        };
        let mut payload = frames.to_le_bytes().to_vec();
        payload.extend(whole);
        self.append(Kind::End, None, &payload)?;
        self.sync()
    }

    /// Flushes everything to the disk.
    pub fn sync(&self) -> io::Result<()> {
        let mut open = self.opened();
        open.file.sync()?;
        open.synced = open.end;
        Ok(())
    }

    fn append(&self, kind: Kind, place: Option<Place>, bytes: &[u8]) -> io::Result<()> {
        let before = place.map_or(Vec::new(), |place| place_bytes(place).to_vec());
        let length = before.len() + bytes.len();
        let length = u32::try_from(length).ok().filter(|&length| length <= LONGEST);
        let length = length.ok_or_else(|| io::Error::other("a unit of work is larger than a gibibyte"))?;
        // The digest of the payload takes the time; it is worked out before the others have to wait.
        let digest = digest_of(kind, length, [before.as_slice(), bytes]);
        let mut open = self.opened();
        if open.broken {
            return Err(io::Error::other("an earlier write to the journal failed"));
        }
        let mut frame = head(kind, length, open.synced).to_vec();
        frame.reserve(before.len() + bytes.len() + DIGEST);
        frame.extend(&before);
        frame.extend(bytes);
        frame.extend(digest);
        let begin = open.end;
        if let Err(error) = open.file.write_all(&frame) {
            open.broken = open.file.cut(begin).is_err();
            let (file, needed) = (self.path.display(), frame.len());
            let said = format!("{file}: {error}; {needed} bytes were to be written");
            return Err(io::Error::new(error.kind(), said));
        }
        open.end += frame.len() as u64;
        let span = Span {
            offset: begin + (HEAD + before.len()) as u64,
            length: bytes.len() as u64,
        };
        open.index.note(kind, place, span, &digest);
        if self.storage.elapsed() >= open.sync_at {
            open.file.sync().map_err(at(&self.path))?;
            open.synced = open.end;
            open.sync_at = self.storage.elapsed() + BETWEEN_SYNCS;
        }
        Ok(())
    }

    /// The open file. A panic elsewhere does not spoil it: it is whole between any two calls.
    fn opened(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    fn note(&mut self, kind: Kind, place: Option<Place>, span: Span, digest: &[u8; DIGEST]) {
        self.frames += 1;
        self.whole.update(digest);
        match (kind, place) {
            (Kind::Unit | Kind::Lost, Some(place)) => {
                self.units.insert(place, (kind, span));
            }
            (Kind::Events, Some(place)) => {
                self.events.insert(place, span);
            }
            (Kind::End, _) => self.closed = true,
            (Kind::Header | Kind::Unit | Kind::Lost | Kind::Events, _) => {}
        }
    }
}

fn fault(file: &Path, source: io::Error) -> JournalFault {
    JournalFault::File {
        file: file.to_owned(),
        source,
    }
}

fn place_bytes(place: Place) -> [u8; PLACE] {
    let mut bytes = [0; PLACE];
    for (to, word) in bytes
        .chunks_exact_mut(4)
        .zip([place.stage, place.option, place.replication])
    {
        to.copy_from_slice(&word.to_le_bytes());
    }
    bytes
}

fn place_of(bytes: &[u8; PLACE]) -> Place {
    let word = |n: usize| u32::from_le_bytes([bytes[n], bytes[n + 1], bytes[n + 2], bytes[n + 3]]);
    Place {
        stage: word(0),
        option: word(4),
        replication: word(8),
    }
}

fn head(kind: Kind, length: u32, synced: u64) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..4].copy_from_slice(&MAGIC);
    head[4] = kind as u8;
    head[5..9].copy_from_slice(&length.to_le_bytes());
    head[9..17].copy_from_slice(&synced.to_le_bytes());
    let check = Sha256::digest(&head[..17]);
    head[17..].copy_from_slice(&check[..4]);
    head
}

/// Kind, length and synced length of a head, if it is one.
fn read_head(bytes: &[u8; HEAD]) -> Option<(Kind, u32, u64)> {
    let kind = Kind::of(bytes[4])?;
    let length = u32::from_le_bytes([bytes[5], bytes[6], bytes[7], bytes[8]]);
    let mut synced = [0; 8];
    synced.copy_from_slice(&bytes[9..17]);
    let synced = u64::from_le_bytes(synced);
    (*bytes == head(kind, length, synced)).then_some((kind, length, synced))
}

fn digest_of<'a>(kind: Kind, length: u32, parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; DIGEST] {
    let mut digest = begin_digest(kind, length);
    parts.into_iter().for_each(|part| digest.update(part));
    end_digest(digest)
}

fn begin_digest(kind: Kind, length: u32) -> Sha256 {
    let mut digest = Sha256::new();
    digest.update([kind as u8]);
    digest.update(length.to_le_bytes());
    digest
}

fn end_digest(digest: Sha256) -> [u8; DIGEST] {
    let mut bytes = [0; DIGEST];
    bytes.copy_from_slice(&digest.finalize()[..DIGEST]);
    bytes
}

/// The header of a journal, without a look at the rest.
pub fn read_header(storage: &dyn Storage, path: &Path) -> Result<String, JournalFault> {
    let mut file = storage.open(path).map_err(|source| fault(path, source))?;
    let length = file.length().map_err(|source| fault(path, source))?;
    let mut reading = Reading {
        path,
        file: &mut *file,
        length,
        index: Index::default(),
    };
    match reading.frame(0) {
        Ok(_) => Ok(reading.index.header.unwrap_or_default()),
        Err(Stop::File(source)) => Err(fault(path, source)),
        Err(Stop::Check(check) | Stop::Nonsense(check)) => Err(reading.damaged(0, check)),
    }
}

/// Reads a journal from its beginning, in pieces of bounded size.
struct Reading<'a> {
    path: &'a Path,
    file: &'a mut dyn StoredFile,
    length: u64,
    index: Index,
}

/// Why reading stopped at a frame.
enum Stop {
    /// The system said so.
    File(io::Error),
    /// A check failed: a torn end, if nothing behind says that this was on the disk.
    Check(&'static str),
    /// The file says what no writer would have written.
    Nonsense(&'static str),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::File(error)
    }
}

impl Reading<'_> {
    /// Reads all frames, and gives where the last whole one ends.
    fn all(&mut self) -> Result<u64, JournalFault> {
        let mut at = 0;
        while at < self.length {
            at = match self.frame(at) {
                Ok(next) => next,
                Err(Stop::File(source)) => return Err(fault(self.path, source)),
                Err(Stop::Nonsense(check)) => return Err(self.damaged(at, check)),
                // Without a whole header nothing is known of the file, and a closed journal has no torn end.
                Err(Stop::Check(check)) if at == 0 || self.index.closed => {
                    return Err(self.damaged(at, check));
                }
                Err(Stop::Check(check)) => {
                    let safe = self.was_safe(at).map_err(|source| fault(self.path, source))?;
                    return if safe {
                        Err(self.damaged(at, check))
                    } else {
                        Ok(at)
                    };
                }
            };
        }
        if self.index.header.is_none() {
            return Err(self.damaged(0, "it is empty"));
        }
        Ok(at)
    }

    fn damaged(&self, offset: u64, check: &str) -> JournalFault {
        JournalFault::Damaged {
            file: self.path.to_owned(),
            offset,
            check: check.to_owned(),
        }
    }

    /// Reads the frame at `at`, and gives where the next one begins.
    fn frame(&mut self, at: u64) -> Result<u64, Stop> {
        let mut bytes = [0; HEAD];
        if self.length - at < HEAD as u64 {
            return Err(Stop::Check("it ends within the head of a record"));
        }
        self.file.read_at(at, &mut bytes)?;
        let found = read_head(&bytes).ok_or(Stop::Check("the head of a record does not match its check"))?;
        let (kind, length, _) = found;
        let begin = at + HEAD as u64;
        if u64::from(length) + DIGEST as u64 > self.length - begin {
            return Err(Stop::Check("it ends within a record"));
        }
        let end = begin + u64::from(length);
        let digest = self.digest(kind, length, begin)?;
        let mut written = [0; DIGEST];
        self.file.read_at(end, &mut written)?;
        if digest != written {
            return Err(Stop::Check("a record does not match its digest"));
        }
        if self.index.closed {
            return Err(Stop::Nonsense("something stands behind its end"));
        }
        self.note(kind, begin, length, &digest)?;
        Ok(end + DIGEST as u64)
    }

    fn digest(&mut self, kind: Kind, length: u32, begin: u64) -> io::Result<[u8; DIGEST]> {
        let mut digest = begin_digest(kind, length);
        let mut chunk = vec![0; CHUNK.min(length as usize)];
        let mut left = length as usize;
        while left > 0 {
            let bytes = &mut chunk[..left.min(CHUNK)];
            self.file
                .read_at(begin + u64::from(length) - left as u64, bytes)?;
            digest.update(&*bytes);
            left -= bytes.len();
        }
        Ok(end_digest(digest))
    }

    fn note(&mut self, kind: Kind, begin: u64, length: u32, digest: &[u8; DIGEST]) -> Result<(), Stop> {
        if length > LONGEST {
            return Err(Stop::Nonsense("a record is too long"));
        }
        if (kind == Kind::Header) != (self.index.frames == 0) {
            return Err(Stop::Nonsense("the header is not its first record"));
        }
        match kind {
            Kind::Header => {
                let mut text = vec![0; length as usize];
                self.file.read_at(begin, &mut text)?;
                let text = String::from_utf8(text).map_err(|_| Stop::Nonsense("the header is not text"))?;
                self.index.header = Some(text);
            }
            Kind::End => {
                let mut said = self.index.frames.to_le_bytes().to_vec();
                said.extend(self.index.whole.clone().finalize());
                let mut found = vec![0; said.len()];
                let whole = length as usize == said.len();
                if whole {
                    self.file.read_at(begin, &mut found)?;
                }
                if !whole || found != said {
                    return Err(Stop::Nonsense(
                        "its records are not those that it was closed with",
                    ));
                }
            }
            Kind::Unit | Kind::Lost | Kind::Events => {}
        }
        let span = |before: usize| Span {
            offset: begin + before as u64,
            length: u64::from(length) - before as u64,
        };
        if matches!(kind, Kind::Header | Kind::End) {
            self.index.note(kind, None, span(0), digest);
            return Ok(());
        }
        let mut place = [0; PLACE];
        if (length as usize) < PLACE {
            return Err(Stop::Nonsense("a record is too short"));
        }
        self.file.read_at(begin, &mut place)?;
        let place = place_of(&place);
        let twice = match kind {
            Kind::Events => self.index.events.contains_key(&place),
            Kind::Header | Kind::Unit | Kind::Lost | Kind::End => self.index.units.contains_key(&place),
        };
        // A unit that was being written when its run was killed has its events twice: the later ones count.
        if twice && kind != Kind::Events {
            return Err(Stop::Nonsense("a unit is there twice"));
        }
        self.index.note(kind, Some(place), span(PLACE), digest);
        Ok(())
    }

    /// Whether a frame behind `at` says that what stands at `at` was on the disk when it was written.
    fn was_safe(&mut self, at: u64) -> io::Result<bool> {
        let mut from = at + 1;
        let mut chunk = vec![0; CHUNK + HEAD];
        while from < self.length {
            let there = (self.length - from).min(chunk.len() as u64) as usize;
            self.file.read_at(from, &mut chunk[..there])?;
            for bytes in chunk[..there]
                .windows(HEAD)
                .filter(|bytes| bytes.starts_with(&MAGIC))
            {
                let head = bytes.first_chunk().and_then(read_head);
                if head.is_some_and(|(_, _, synced)| synced > at) {
                    return Ok(true);
                }
            }
            // Heads that begin in the last bytes are looked at with the next piece.
            from += CHUNK as u64;
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::output::storage::Disk;

    fn place(replication: u32) -> Place {
        Place {
            stage: 0,
            option: 1,
            replication,
        }
    }

    /// A journal of three units, each flushed, and where each frame begins.
    fn journal(path: &Path) -> Vec<u64> {
        let disk = Disk::new();
        let journal = Journal::begin(&disk, path, "header").unwrap();
        let mut begins = vec![journal.bytes()];
        for n in 0..3 {
            journal
                .keep(Kind::Unit, place(n), format!("unit {n}").as_bytes())
                .unwrap();
            journal.sync().unwrap();
            begins.push(journal.bytes());
        }
        begins
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        journal(&path);
        let disk = Disk::new();
        let (journal, torn) = Journal::open(&disk, &path).unwrap();
        assert_eq!(
            (journal.header().as_str(), torn, journal.places().len()),
            ("header", None, 3)
        );
        assert_eq!(
            journal.find(place(1), 100).unwrap(),
            Some((Kind::Unit, b"unit 1".to_vec()))
        );
        assert_eq!(journal.find(place(7), 100).unwrap(), None);
        assert!(journal.find(place(1), 5).is_err(), "longer than a unit can be");
    }

    #[test]
    fn a_journal_cut_anywhere_keeps_its_whole_records() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let begins = journal(&path);
        let bytes = fs::read(&path).unwrap();
        let disk = Disk::new();
        for length in 0..bytes.len() {
            fs::write(&path, &bytes[..length]).unwrap();
            let whole = begins.iter().filter(|&&begin| begin <= length as u64).count();
            match Journal::open(&disk, &path) {
                Err(JournalFault::Damaged { .. }) => assert_eq!(whole, 0, "{length}"),
                Err(fault) => panic!("{length}: {fault}"),
                Ok((journal, torn)) => {
                    assert_eq!(journal.places().len() + 1, whole, "{length}");
                    assert_eq!(torn.is_some(), !begins.contains(&(length as u64)), "{length}");
                    journal.cut_torn_end().unwrap();
                    journal.keep(Kind::Unit, place(9), b"more").unwrap();
                    let (again, torn) = Journal::open(&disk, &path).unwrap();
                    assert_eq!((again.places().len(), torn), (whole, None), "{length}");
                }
            }
        }
    }

    #[test]
    fn a_flipped_bit_is_damage_where_the_disk_had_it_and_a_torn_end_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let begins = journal(&path);
        let bytes = fs::read(&path).unwrap();
        let disk = Disk::new();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &flipped).unwrap();
            // Of the last frame nothing later says that it was on the disk.
            let in_last = bit as u64 / 8 >= begins[2];
            match Journal::open(&disk, &path) {
                Ok((journal, Some(torn))) => {
                    assert!(in_last, "bit {bit}");
                    assert_eq!((journal.places().len(), torn.kept), (2, begins[2]), "bit {bit}");
                }
                Err(JournalFault::Damaged { .. }) => assert!(!in_last, "bit {bit}"),
                Ok((_, None)) => panic!("bit {bit} went unseen"),
                Err(fault) => panic!("bit {bit}: {fault}"),
            }
        }
    }

    #[test]
    fn a_closed_journal_vouches_for_every_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        journal(&path);
        let disk = Disk::new();
        Journal::open(&disk, &path).unwrap().0.close().unwrap();
        assert!(Journal::open(&disk, &path).unwrap().0.is_closed());
        let bytes = fs::read(&path).unwrap();
        let mut more = bytes.clone();
        more.push(0);
        fs::write(&path, &more).unwrap();
        assert!(matches!(
            Journal::open(&disk, &path),
            Err(JournalFault::Damaged { .. })
        ));
        // A frame left out, and two frames swapped.
        let begins = [0, 1, 2].map(|n| frame_at(&bytes, n));
        for other in [
            [&bytes[..begins[1]], &bytes[begins[2]..]].concat(),
            [
                &bytes[..begins[1]],
                &bytes[begins[2]..frame_at(&bytes, 3)],
                &bytes[begins[1]..begins[2]],
                &bytes[frame_at(&bytes, 3)..],
            ]
            .concat(),
        ] {
            fs::write(&path, other).unwrap();
            assert!(matches!(
                Journal::open(&disk, &path),
                Err(JournalFault::Damaged { .. })
            ));
        }
    }

    fn frame_at(bytes: &[u8], number: usize) -> usize {
        (0..number).fold(0, |at, _| {
            let length = u32::from_le_bytes(bytes[at + 5..at + 9].try_into().unwrap());
            at + HEAD + length as usize + DIGEST
        })
    }

    #[test]
    fn a_forged_length_allocates_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        journal(&path);
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend(head(Kind::Unit, u32::MAX, 0));
        bytes.extend([0; 40]);
        fs::write(&path, &bytes).unwrap();
        let disk = Disk::new();
        let (journal, torn) = Journal::open(&disk, &path).unwrap();
        assert_eq!((journal.places().len(), torn.map(|torn| torn.cut)), (3, Some(61)));
    }
}
