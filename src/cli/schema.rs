//! `comity schema`: the JSON Schema of scenario files, for editors.

use std::path::PathBuf;

use clap::Args;

use crate::cli::ending::{Ending, Failure};
use crate::cli::screen::say;
use crate::output::file::write_whole;
use crate::scenario::check::read;
use crate::scenario::schema::{describe, json_schema};

/// What is asked for.
#[derive(Args, Clone, Debug)]
pub struct SchemaOrder {
    /// Write it to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The JSON Schema as text.
pub fn text() -> String {
    let schema = json_schema(&describe(&read), "A comity scenario");
    format!("{schema:#}\n")
}

/// Prints the schema, or writes it.
pub fn schema(order: &SchemaOrder) -> Result<Ending, Failure> {
    match &order.out {
        None => say(&text())?,
        Some(path) => write_whole(path, |writer| writer.write_all(text().as_bytes()))
            .map_err(|error| Failure::io(path, &error))?,
    }
    Ok(Ending::Done)
}
