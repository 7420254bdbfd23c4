//! comity: a discrete-event simulator of international security cooperation.

pub mod cli;
pub mod engine;
pub mod experiment;
pub mod model;
pub mod output;
pub mod scenario;
