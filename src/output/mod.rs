//! Rows and pictures: the tables of a run, written and read back, and the charts that are drawn from them.
//! The only folder that writes files.

pub mod again;
pub mod answer;
pub mod charts;
pub mod comparison;
pub mod comparison_tables;
pub mod file;
pub(crate) mod finding;
pub mod folder;
pub(crate) mod frame;
pub mod journal;
pub mod journal_reading;
pub mod keeping;
pub mod manifest;
pub mod report;
pub mod rereading;
pub mod rows;
mod run_sentences;
pub mod sentences;
pub mod shard;
pub mod sheet;
pub mod storage;
pub mod tables;
pub mod vouching;
pub mod words;
pub mod workplace;
