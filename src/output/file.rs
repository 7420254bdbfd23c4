//! Puts a whole file on this machine's disk in place or none.

use std::io::{self, Write};
use std::path::Path;

use crate::output::storage::{Disk, put};

/// Writes `path` by way of a temporary name in the same folder, which is flushed to the disk and then renamed.
pub fn write_whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    put(&Disk::new(), path, fill)
}

/// As [`write_whole`], but never over anything that is there.
pub fn write_new(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    write_whole(path, fill)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_new_file_is_whole_or_not_there_and_replaces_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mine.toml");
        let failed = write_new(&path, |writer| {
            writer.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
        write_new(&path, |writer| writer.write_all(b"whole")).expect("written");
        let again = write_new(&path, |writer| writer.write_all(b"other"));
        assert_eq!(
            again.map_err(|error| error.kind()),
            Err(io::ErrorKind::AlreadyExists)
        );
        assert_eq!(fs::read(&path).expect("there"), b"whole");
    }
}
