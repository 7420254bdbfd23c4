//! comity: a discrete-event simulator of international security cooperation.

pub mod engine;
pub mod output;
