//! The report of a run or comparison: one HTML file made from its tables and manifest alone, by templates that can be
//! edited without Rust.

pub mod assumptions;
pub mod certainty;
pub mod compared;
pub mod figures;
pub mod page;
pub mod reproduction;
pub mod single;
pub mod template;
pub mod view;
