//! Reading a journal: every record is held against its digest, in pieces of bounded size, and what its frames say is
//! put together. A torn end is told from damage.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::experiment::unit::Place;
use crate::output::frame::{
    DIGEST, HEAD, Kind, LONGEST, MAGIC, PLACE, begin_digest, end_digest, place_of, read_head,
};
use crate::output::storage::{Storage, StoredFile};

/// Bytes read at once.
pub(crate) const CHUNK: usize = 64 << 10;

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
pub(crate) struct Span {
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

/// What the frames of a journal say together.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) header: Option<String>,
    pub(crate) units: BTreeMap<Place, (Kind, Span)>,
    pub(crate) events: BTreeMap<Place, Span>,
    pub(crate) frames: u64,
    pub(crate) whole: Sha256,
    pub(crate) closed: bool,
}

impl Index {
    pub(crate) fn note(&mut self, kind: Kind, place: Option<Place>, span: Span, digest: &[u8; DIGEST]) {
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

/// A file that cannot be read or written.
pub(crate) fn fault(file: &Path, source: io::Error) -> JournalFault {
    JournalFault::File {
        file: file.to_owned(),
        source,
    }
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
pub(crate) struct Reading<'a> {
    pub(crate) path: &'a Path,
    pub(crate) file: &'a mut dyn StoredFile,
    pub(crate) length: u64,
    pub(crate) index: Index,
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
    pub(crate) fn all(&mut self) -> Result<u64, JournalFault> {
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
