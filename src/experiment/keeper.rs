//! `Keeper`: where finished units of work are kept, so that none is worked on twice.

use std::io;

use crate::experiment::unit::{Place, Shape, Unit};

/// How a unit of work ended: what it brought, or why it was lost.
pub type Ended = Result<Unit, String>;

/// The numbers that a unit of work brought, or why it was lost.
pub type Numbers = Result<Vec<f64>, String>;

/// Keeps finished units of work. What is found again is equal to the last bit, so a study that finds some of its units
/// ends with the same numbers as one that works on all of them.
pub trait Keeper: Sync {
    /// The unit of this place, if it is kept.
    fn find(&self, place: Place, shape: &Shape) -> io::Result<Option<Ended>>;

    /// Keeps a unit that has just ended, and gives it back without what has been put aside, such as its events.
    fn keep(&self, place: Place, ended: Ended) -> io::Result<Ended>;

    /// So many numbers of this place, or why they were lost, if they are kept.
    fn find_numbers(&self, place: Place, count: usize) -> io::Result<Option<Numbers>>;

    /// Keeps numbers that are the whole of what a unit of work brought.
    fn keep_numbers(&self, place: Place, numbers: &Numbers) -> io::Result<()>;
}

/// Keeps nothing: every unit is worked on.
#[derive(Copy, Clone, Debug)]
pub struct Forgetful;

impl Keeper for Forgetful {
    fn find(&self, _place: Place, _shape: &Shape) -> io::Result<Option<Ended>> {
        Ok(None)
    }

    fn keep(&self, _place: Place, ended: Ended) -> io::Result<Ended> {
        Ok(ended)
    }

    fn find_numbers(&self, _place: Place, _count: usize) -> io::Result<Option<Numbers>> {
        Ok(None)
    }

    fn keep_numbers(&self, _place: Place, _numbers: &Numbers) -> io::Result<()> {
        Ok(())
    }
}
