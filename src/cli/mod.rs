//! The command line: one file per subcommand, and the only place that prints.

pub mod arguments;
pub mod chart;
pub mod check;
pub mod compare;
pub mod comparison_summary;
pub mod cost;
pub mod ending;
pub mod format;
pub mod interrupt;
pub mod lang;
pub mod library;
pub mod new;
pub mod open;
pub mod progress;
pub mod report;
pub mod run;
pub mod schema;
pub mod screen;
pub mod shipped;
pub mod start;
pub mod summary;
pub mod timing;
