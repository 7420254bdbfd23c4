//! Scenario files: what is given, read, checked and put in order; what never changes during a run.

pub mod csv_tree;
pub mod date;
pub mod fault;
pub mod field;
pub mod finding;
pub mod json_tree;
pub mod limits;
pub mod load;
pub mod merge;
pub mod names;
pub mod place;
pub mod range;
pub mod reader;
pub mod reference;
pub mod schema;
pub mod section;
pub mod toml_tree;
pub mod tree;
