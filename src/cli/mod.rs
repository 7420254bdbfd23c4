//! The command line: one file per subcommand, and the only place that prints.

pub mod arguments;
pub mod bench;
pub mod chart;
pub mod check;
pub mod cost;
pub mod ending;
pub mod format;
pub mod interrupt;
pub mod library;
pub mod limits;
pub mod merge;
pub mod new;
pub mod open;
pub mod plan;
pub mod progress;
pub mod replay;
pub mod run;
pub mod schema;
pub mod screen;
pub mod shard;
pub mod shipped;
pub mod start;
pub mod summary;
pub mod telling;
pub mod timing;
pub mod verify;
