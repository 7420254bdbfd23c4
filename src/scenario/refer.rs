//! The names of everything that other parts of a scenario may refer to.

use crate::scenario::names::Names;

/// All names, by what they name.
#[derive(Copy, Clone)]
pub struct Refer<'a> {
    /// Nations.
    pub nations: &'a Names,
    /// Legal domains.
    pub domains: &'a Names,
    /// Threat classes.
    pub classes: &'a Names,
    /// Instruments.
    pub instruments: &'a Names,
    /// Organizations.
    pub organizations: &'a Names,
    /// Channels.
    pub channels: &'a Names,
    /// Databases.
    pub databases: &'a Names,
    /// Options.
    pub options: &'a Names,
}
