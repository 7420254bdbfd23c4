//! How rows are printed: for people or for programs.

use clap::ValueEnum;

/// How rows are printed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One JSON document
    Json,
    /// Comma-separated rows
    Csv,
}
