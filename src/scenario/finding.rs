//! A fault as it is found, while its place is still a spot in some text.

use crate::scenario::fault::{FaultKind, Severity};
use crate::scenario::tree::Spot;

/// What is wrong, at which key, and what would be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where.
    pub spot: Spot,
    /// Whether it stops the run.
    pub severity: Severity,
    /// Of which sort.
    pub kind: FaultKind,
    /// Full path of the key, as in `nation.usa.capacity`; empty for a file as a whole.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub allowed: Option<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
}

impl Finding {
    /// An error of the scenario.
    pub fn error(spot: Spot, key: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            spot,
            severity: Severity::Error,
            kind: FaultKind::Scenario,
            key: key.into(),
            message: message.into(),
            allowed: None,
            nearest: None,
        }
    }

    /// A refusal for size.
    pub fn too_large(spot: Spot, key: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind: FaultKind::TooLarge,
            ..Self::error(spot, key, message)
        }
    }

    /// Adds what would be right.
    #[must_use]
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = Some(allowed.into());
        self
    }

    /// Adds what was probably meant.
    #[must_use]
    pub fn nearest(mut self, nearest: Option<&str>) -> Self {
        self.nearest = nearest.map(str::to_owned);
        self
    }
}
