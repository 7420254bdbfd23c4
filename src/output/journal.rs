//! `Journal`: a file of finished units of work, each with its length and digest, that grows while a study runs. What a
//! killed run leaves can be read up to its torn end; the journal of a shard is closed and then vouches for the whole.
//!
//! ```text
//! file    = frame*                      the first is the header, the last of a closed journal is the end
//! ```
//!
//! What a frame is stands in `frame.rs`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::Digest;

use crate::experiment::unit::Place;
use crate::output::frame::{DIGEST, HEAD, Kind, LONGEST, digest_of, head, place_bytes};
use crate::output::journal_reading::{CHUNK, Index, JournalFault, Reading, Span, fault};
use crate::output::storage::{Storage, StoredFile, above, at};

/// Time after which what was written is flushed to the disk: the most that a power cut can cost.
const BETWEEN_SYNCS: Duration = Duration::from_secs(1);

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
