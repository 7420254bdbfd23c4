//! `Failing`: files in memory that fail as a seed says: short writes, errors once or from some call on, a crash at any
//! call, and after a power cut the loss of what was not flushed. The same seed fails in the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use comity::output::storage::{Entry, Storage, StoredFile, above};
use sha2::{Digest, Sha256};

/// The digest of a frame of a journal, to forge one.
pub(crate) fn frame_digest(kind: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("short");
    let digest = Sha256::new()
        .chain_update([kind])
        .chain_update(length.to_le_bytes())
        .chain_update(payload);
    digest.finalize()[..16].to_vec()
}

/// Numbers that a seed decides (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `most`.
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }
}

/// What goes wrong at a call.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// The call fails, and later ones do not.
    Once,
    /// Writing fails from here on, reading and removing do not: the disk is full.
    Full,
    /// The process ends: neither this nor a later call happens, though a write may have happened in part.
    Crash,
}

/// A file's bytes.
#[derive(Clone, Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    /// As they were when they were last flushed.
    flushed: Vec<u8>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(u64),
}

/// A change of the names in a folder.
#[derive(Clone, Debug)]
enum Change {
    Put(PathBuf, Node),
    Take(PathBuf),
    Move(PathBuf, PathBuf),
}

impl Change {
    /// The folder whose names it changes.
    fn folder(&self) -> &Path {
        match self {
            Change::Put(path, _) | Change::Take(path) | Change::Move(path, _) => above(path),
        }
    }
}

type Names = BTreeMap<PathBuf, Node>;

fn apply(names: &mut Names, change: &Change) {
    match change {
        Change::Put(path, node) => {
            names.insert(path.clone(), node.clone());
        }
        Change::Take(path) => {
            names.remove(path);
        }
        Change::Move(from, to) => {
            let moved: Vec<PathBuf> = names
                .keys()
                .filter(|name| name.starts_with(from))
                .cloned()
                .collect();
            for name in moved {
                let node = names.remove(&name).expect("a name");
                let rest = name.strip_prefix(from).expect("it begins so");
                let target = if rest.as_os_str().is_empty() {
                    to.clone()
                } else {
                    to.join(rest)
                };
                names.insert(target, node);
            }
        }
    }
}

#[derive(Debug)]
struct State {
    names: Names,
    contents: BTreeMap<u64, Content>,
    /// Names that are on the disk, and changes since, in order.
    kept: Names,
    changes: Vec<Change>,
    locked: BTreeSet<PathBuf>,
    next: u64,
    luck: Luck,
    calls: u64,
    fault: Fault,
    fault_at: u64,
    crashed: bool,
}

/// Files in memory that fail as a seed says.
#[derive(Clone, Debug)]
pub(crate) struct Failing(Arc<Mutex<State>>);

struct Handle {
    disk: Failing,
    file: u64,
    lock: Option<PathBuf>,
}

fn no_such(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("{}: not there", path.display()))
}

impl State {
    /// Counts a call, and fails it if its time has come.
    fn call(&mut self, writes: bool) -> io::Result<()> {
        if self.crashed {
            return Err(io::Error::other("the process has ended"));
        }
        self.calls += 1;
        let hit = match self.fault {
            Fault::None => false,
            Fault::Once | Fault::Crash => self.calls == self.fault_at,
            Fault::Full => writes && self.calls >= self.fault_at,
        };
        if !hit {
            return Ok(());
        }
        self.crashed = self.fault == Fault::Crash;
        Err(match self.fault {
            Fault::Full => io::Error::new(io::ErrorKind::StorageFull, "no space left (planned)"),
            Fault::None | Fault::Once | Fault::Crash => io::Error::other("input/output error (planned)"),
        })
    }

    fn change(&mut self, change: Change) {
        apply(&mut self.names, &change);
        self.changes.push(change);
    }

    fn file(&self, path: &Path) -> io::Result<u64> {
        match self.names.get(path) {
            Some(Node::File(file)) => Ok(*file),
            _ => Err(no_such(path)),
        }
    }
}

impl Failing {
    pub(crate) fn new(seed: u64) -> Failing {
        let root = [(PathBuf::from("."), Node::Folder)];
        Failing(Arc::new(Mutex::new(State {
            names: Names::from(root.clone()),
            contents: BTreeMap::new(),
            kept: Names::from(root),
            changes: Vec::new(),
            locked: BTreeSet::new(),
            next: 0,
            luck: Luck(seed),
            calls: 0,
            fault: Fault::None,
            fault_at: 0,
            crashed: false,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics while it holds the files")
    }

    /// Calls so far.
    pub(crate) fn calls(&self) -> u64 {
        self.state().calls
    }

    /// Plans a fault at so many calls from now.
    pub(crate) fn plan(&self, fault: Fault, after: u64) {
        let mut state = self.state();
        state.fault = fault;
        state.fault_at = state.calls + after;
    }

    /// What is left when the process has ended, however it has: all that it wrote.
    pub(crate) fn restart(&self) {
        let mut state = self.state();
        state.locked.clear();
        state.fault = Fault::None;
        state.crashed = false;
    }

    /// What is left after a power cut: of every folder's changes of names a beginning, of every file what was flushed and
    /// perhaps some of what was not, or zeros in its place.
    pub(crate) fn power_cut(&self) {
        self.restart();
        let state = &mut *self.state();
        let folders: BTreeSet<PathBuf> = state
            .changes
            .iter()
            .map(|change| change.folder().to_owned())
            .collect();
        let mut left: BTreeMap<PathBuf, u64> = BTreeMap::new();
        for folder in folders {
            let count = state
                .changes
                .iter()
                .filter(|change| change.folder() == folder)
                .count() as u64;
            left.insert(folder, state.luck.below(count + 1));
        }
        let mut names = state.kept.clone();
        for change in &state.changes {
            let left = left.get_mut(change.folder()).expect("every folder is counted");
            if *left > 0 {
                *left -= 1;
                apply(&mut names, change);
            }
        }
        // A name whose folder was lost is lost with it.
        let whole = |path: &Path| {
            path.ancestors()
                .skip(1)
                .all(|folder| folder.as_os_str().is_empty() || names.contains_key(folder))
        };
        state.names = names
            .iter()
            .filter(|(path, _)| whole(path))
            .map(|(path, node)| (path.clone(), node.clone()))
            .collect();
        state.kept = state.names.clone();
        state.changes.clear();
        for content in state.contents.values_mut() {
            if content.bytes.starts_with(&content.flushed) {
                let more = (content.bytes.len() - content.flushed.len()) as u64;
                let kept = content.flushed.len() + state.luck.below(more + 1) as usize;
                content.bytes.truncate(kept);
                if state.luck.below(3) == 0 {
                    let from = content.flushed.len()
                        + state.luck.below((kept - content.flushed.len()) as u64 + 1) as usize;
                    content.bytes[from..].fill(0);
                }
            } else {
                // It was cut since it was flushed: either is possible.
                if state.luck.below(2) == 0 {
                    content.bytes.clone_from(&content.flushed);
                }
            }
            content.flushed.clone_from(&content.bytes);
        }
    }

    /// All files below a folder with their bytes.
    pub(crate) fn below(&self, folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let files = state.names.iter().filter_map(|(path, node)| match node {
            Node::File(file) if path.starts_with(folder) => {
                Some((path.clone(), state.contents[file].bytes.clone()))
            }
            Node::Folder | Node::File(_) => None,
        });
        files.collect()
    }

    fn handle(&self, file: u64, lock: Option<PathBuf>) -> Box<dyn StoredFile> {
        Box::new(Handle {
            disk: self.clone(),
            file,
            lock,
        })
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(lock) = &self.lock {
            self.disk.state().locked.remove(lock);
        }
    }
}

impl Write for Handle {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let state = &mut *self.disk.state();
        let called = state.call(true);
        // What fails may have happened in part, and what does not may be short.
        let part = match called {
            Ok(()) if state.luck.below(4) > 0 => bytes.len(),
            Ok(()) => 1 + state.luck.below(bytes.len() as u64) as usize,
            Err(_) if !state.crashed || state.calls == state.fault_at => {
                state.luck.below(bytes.len() as u64 + 1) as usize
            }
            Err(_) => 0,
        };
        let part = part.min(bytes.len());
        let content = state.contents.get_mut(&self.file).expect("an open file is there");
        content.bytes.extend(&bytes[..part]);
        called.map(|()| part)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StoredFile for Handle {
    fn sync(&mut self) -> io::Result<()> {
        let state = &mut *self.disk.state();
        state.call(true)?;
        let content = state.contents.get_mut(&self.file).expect("an open file is there");
        content.flushed.clone_from(&content.bytes);
        Ok(())
    }

    fn length(&mut self) -> io::Result<u64> {
        let mut state = self.disk.state();
        state.call(false)?;
        Ok(state.contents[&self.file].bytes.len() as u64)
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut state = self.disk.state();
        state.call(false)?;
        let bytes = &state.contents[&self.file].bytes;
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let there = bytes.get(from..).and_then(|bytes| bytes.get(..buffer.len()));
        buffer.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let state = &mut *self.disk.state();
        state.call(false)?;
        let content = state.contents.get_mut(&self.file).expect("an open file is there");
        content
            .bytes
            .truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok(())
    }
}

impl Storage for Failing {
    fn create(&self, path: &Path) -> io::Result<Box<dyn StoredFile>> {
        let mut state = self.state();
        state.call(true)?;
        if state.names.get(above(path)) != Some(&Node::Folder) {
            return Err(no_such(above(path)));
        }
        let file = state.next;
        state.next += 1;
        state.contents.insert(file, Content::default());
        state.change(Change::Put(path.to_owned(), Node::File(file)));
        drop(state);
        Ok(self.handle(file, None))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn StoredFile>> {
        let mut state = self.state();
        state.call(false)?;
        let file = state.file(path)?;
        drop(state);
        Ok(self.handle(file, None))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut state = self.state();
        state.call(false)?;
        let file = state.file(path)?;
        Ok(state.contents[&file].bytes.clone())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.call(false)?;
        if !state.names.contains_key(from) {
            return Err(no_such(from));
        }
        if state.names.keys().any(|name| name != to && name.starts_with(to)) {
            return Err(io::Error::new(
                io::ErrorKind::DirectoryNotEmpty,
                "the folder is not empty",
            ));
        }
        state.change(Change::Move(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.call(false)?;
        state.file(path)?;
        state.change(Change::Take(path.to_owned()));
        Ok(())
    }

    /// One call a name, as the system does it.
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let below: Vec<PathBuf> = self
            .state()
            .names
            .keys()
            .filter(|name| name.starts_with(path))
            .cloned()
            .collect();
        if below.is_empty() {
            return Err(no_such(path));
        }
        for name in below.into_iter().rev() {
            let mut state = self.state();
            state.call(false)?;
            state.change(Change::Take(name));
        }
        Ok(())
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.call(true)?;
        if !state.names.contains_key(path) {
            state.change(Change::Put(path.to_owned(), Node::Folder));
        }
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut state = self.state();
        state.call(false)?;
        let inside = state
            .names
            .iter()
            .filter(|(name, _)| name.as_path() != folder && above(name) == folder);
        Ok(inside
            .map(|(name, node)| Entry {
                name: name.file_name().expect("a name").into(),
                folder: *node == Node::Folder,
            })
            .collect())
    }

    fn exists(&self, path: &Path) -> bool {
        self.state().names.contains_key(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let state = &mut *self.state();
        state.call(true)?;
        let (safe, rest): (Vec<Change>, Vec<Change>) = state
            .changes
            .drain(..)
            .partition(|change| change.folder() == folder);
        for change in &safe {
            apply(&mut state.kept, change);
        }
        state.changes = rest;
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn StoredFile>>> {
        let mut state = self.state();
        state.call(true)?;
        if !state.locked.insert(path.to_owned()) {
            return Ok(None);
        }
        let file = if let Ok(file) = state.file(path) {
            file
        } else {
            let file = state.next;
            state.next += 1;
            state.contents.insert(file, Content::default());
            state.change(Change::Put(path.to_owned(), Node::File(file)));
            file
        };
        drop(state);
        Ok(Some(self.handle(file, Some(path.to_owned()))))
    }

    /// Every call takes a third of a second, so that flushes fall between records, too.
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.state().calls * 333)
    }
}
