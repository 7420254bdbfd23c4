//! How the program ends: exit codes, and failures with the words that go with them.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::output::journal_reading::JournalFault;
use crate::output::workplace::Refusal;
use crate::scenario::fault::{Faults, harmless};

/// Why the program ends; each has an exit code of its own.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ending {
    /// All is done.
    Done = 0,
    /// Done, but a check failed or a replication was lost.
    Lost = 1,
    /// The scenario or an argument is wrong.
    Wrong = 2,
    /// A file could not be read or written.
    Io = 3,
    /// Refused for size.
    TooLarge = 4,
    /// A folder that should hold a run is damaged or something else.
    Foreign = 5,
    /// Stopped by a signal.
    Stopped = 130,
}

impl Ending {
    /// The exit code.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// A failure: how the program ends, and what the user is told. Without words when there is nobody left to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How the program ends.
    pub ending: Ending,
    /// What is wrong, and what would help; already safe to show.
    pub message: String,
}

impl Failure {
    /// Something wrong with the arguments.
    pub fn wrong(message: impl AsRef<str>) -> Self {
        Self::new(Ending::Wrong, message)
    }

    /// A failure with these words.
    pub fn new(ending: Ending, message: impl AsRef<str>) -> Self {
        let lines: Vec<String> = message.as_ref().lines().map(harmless).collect();
        Self {
            ending,
            message: lines.join("\n"),
        }
    }

    /// A file or folder that could not be read or written.
    pub fn io(path: &Path, error: &dyn Display) -> Self {
        Self::new(Ending::Io, format!("{}: {error}", path.display()))
    }

    /// Work on a run's folder that could not be ended. What was found damaged is told as such.
    pub fn work(folder: &Path, error: &io::Error) -> Self {
        let fault = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<JournalFault>());
        if let Some(damage @ JournalFault::Damaged { .. }) = fault {
            return Self::new(Ending::Foreign, damaged(damage));
        }
        Self::new(
            Ending::Io,
            format!(
                "{error}; what was done is kept: the same command with --resume continues {}",
                folder.display()
            ),
        )
    }

    /// A scenario that cannot be run: all its faults, and how many there are.
    pub fn faults(faults: &Faults) -> Self {
        let ending = if faults.too_large() {
            Ending::TooLarge
        } else if faults.io() {
            Ending::Io
        } else {
            Ending::Wrong
        };
        // Faults are made harmless where they are put into words.
        Self {
            ending,
            message: faults.to_string(),
        }
    }
}

/// Damage in words, with the cure.
fn damaged(what: &dyn Display) -> String {
    format!("{what}; --force begins again, --out DIR writes elsewhere")
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let ending = match refusal {
            Refusal::Asked(_) => Ending::Wrong,
            Refusal::Damaged(_) => return Self::new(Ending::Foreign, damaged(&refusal)),
            Refusal::Foreign(_) => Ending::Foreign,
            Refusal::File { .. } => Ending::Io,
        };
        Self::new(ending, refusal.to_string())
    }
}

impl From<io::Error> for Failure {
    /// Standard output that cannot be written to. That a pipe was closed is no failure: the reader has seen enough.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self {
                ending: Ending::Done,
                message: String::new(),
            };
        }
        Self::new(Ending::Io, format!("standard output: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_a_quiet_end() {
        let failure = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((failure.ending.code(), failure.message.as_str()), (0, ""));
    }

    #[test]
    fn what_a_failure_says_cannot_steer_a_terminal() {
        assert_eq!(Failure::wrong("a\u{1b}[2Jb\nc").message, "a\\u{1b}[2Jb\nc");
    }
}
