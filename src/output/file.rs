//! Puts a whole file on this machine's disk in place or none.

use std::io::{self, Write};
use std::path::Path;

use crate::output::storage::{Disk, put};

/// Writes `path` by way of a temporary name in the same folder, which is flushed to the disk and then renamed.
pub fn write_whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    put(&Disk::new(), path, fill)
}
