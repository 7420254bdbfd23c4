//! `Storage`: the few things that a run does with files, behind one type, so that a test can make each of them fail.
//!
//! What is put in place through it stands whole under its final name or not at all: temporary name, flush to the disk,
//! rename, flush of the folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A file that grows at its end and can be read anywhere.
pub trait StoredFile: Write + Send {
    /// Flushes what was written to the disk.
    fn sync(&mut self) -> io::Result<()>;

    /// Its length in bytes.
    fn length(&mut self) -> io::Result<u64>;

    /// Fills `buffer` with what stands from `offset` on; an error where the file ends before.
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;

    /// Cuts the file to `length` bytes.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name, without the folder.
    pub name: PathBuf,
    /// Whether it is a folder itself.
    pub folder: bool,
}

/// What a run does with files. Every call either does the whole of what it says or gives an error.
pub trait Storage: Sync {
    /// A new empty file; one that is there is emptied.
    fn create(&self, path: &Path) -> io::Result<Box<dyn StoredFile>>;

    /// A file that is there, to be read, and to be written at its end.
    fn open(&self, path: &Path) -> io::Result<Box<dyn StoredFile>>;

    /// The whole content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Gives a file or folder another name; a file that has it already is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder with everything in it.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder, and those above it, where there is none.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// What a folder holds, in order of name.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// Whether there is anything of this name.
    fn exists(&self, path: &Path) -> bool;

    /// Flushes the names in a folder to the disk, so that a rename survives a power cut.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Takes the lock that a file stands for, and gives the file; `None` while another process holds it. The lock ends
    /// with the file's handle, however its holder ends.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn StoredFile>>>;

    /// Time since some moment; it never runs back.
    fn elapsed(&self) -> Duration;
}

/// Puts a whole file in place, or leaves what stood there before.
pub fn put(
    storage: &dyn Storage,
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let unfinished = unfinished_name(path);
    let written = fill_and_sync(storage, &unfinished, fill).and_then(|()| storage.rename(&unfinished, path));
    if written.is_err() {
        // The first error is the one to report; a leftover that cannot be removed is harmless.
        let _ = storage.remove(&unfinished);
    }
    written.and_then(|()| storage.sync_folder(above(path)))
}

fn fill_and_sync(
    storage: &dyn Storage,
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = BufWriter::new(storage.create(path)?);
    fill(&mut writer)?;
    writer
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync()
}

/// Puts the name of a file before what went wrong with it; damage that is found in a file names it already.
pub fn at(path: &Path) -> impl Fn(io::Error) -> io::Error {
    let path = path.to_owned();
    move |error| {
        if error.kind() == io::ErrorKind::InvalidData {
            return error;
        }
        io::Error::new(error.kind(), format!("{}: {error}", path.display()))
    }
}

/// The folder that a path lies in.
pub fn above(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// What the name of a file ends with until it is whole.
pub const UNFINISHED: &str = "unfinished";

fn unfinished_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(UNFINISHED);
    path.with_file_name(name)
}

/// The files of this machine.
#[derive(Copy, Clone, Debug)]
pub struct Disk {
    begin: Instant,
}

impl Disk {
    /// The files of this machine.
    pub fn new() -> Self {
        Self {
            begin: Instant::now(),
        }
    }
}

impl Default for Disk {
    fn default() -> Self {
        Self::new()
    }
}

struct DiskFile(File);

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl StoredFile for DiskFile {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn length(&mut self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        // Writes go to the end whatever was read last: the file is open for appending.
        self.0.seek(SeekFrom::Start(offset))?;
        self.0.read_exact(buffer)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

impl Storage for Disk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn StoredFile>> {
        // A file cannot be emptied and opened for appending in one step.
        drop(File::create(path)?);
        self.open(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn StoredFile>> {
        let file = OpenOptions::new().read(true).append(true).open(path)?;
        Ok(Box::new(DiskFile(file)))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            entries.push(Entry {
                name: entry.file_name().into(),
                folder: entry.file_type()?.is_dir(),
            });
        }
        entries.sort();
        Ok(entries)
    }

    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Folders cannot be opened as files here; the file system keeps names in order by itself.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn StoredFile>>> {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(DiskFile(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn elapsed(&self) -> Duration {
        self.begin.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_what_stood_there_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        let disk = Disk::new();
        put(&disk, &path, |w| w.write_all(b"whole")).unwrap();
        let failed = put(&disk, &path, |w| {
            w.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_is_read_anywhere_and_written_at_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let disk = Disk::new();
        let mut file = disk.create(&path).unwrap();
        file.write_all(b"one two").unwrap();
        let mut word = [0; 3];
        file.read_at(0, &mut word).unwrap();
        file.write_all(b" three").unwrap();
        file.cut(11).unwrap();
        assert_eq!((&word, file.length().unwrap()), (b"one", 11));
        assert_eq!(fs::read(&path).unwrap(), b"one two thr");
        assert!(file.read_at(9, &mut word).is_err(), "it ends before");
    }

    #[test]
    fn a_lock_is_held_by_one_and_ends_with_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let disk = Disk::new();
        let held = disk.lock(&path).unwrap();
        assert!(held.is_some());
        assert!(disk.lock(&path).unwrap().is_none());
        drop(held);
        assert!(disk.lock(&path).unwrap().is_some());
    }
}
