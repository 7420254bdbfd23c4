//! The command line: the only floor that prints, and the only one that reads scenarios from disk.

pub mod library;
pub mod shipped;
