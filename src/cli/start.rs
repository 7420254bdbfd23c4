//! From the arguments to the exit code: parse, call the subcommand, tell what went wrong.

use std::ffi::OsString;
use std::panic::{self, catch_unwind};

use clap::Parser;

use crate::cli::arguments::{Arguments, Command, GUIDE};
use crate::cli::ending::{Ending, Failure};
use crate::cli::interrupt::survive_file_limit;
use crate::cli::screen::{say, tell, tell_error};
use crate::cli::{chart, check, compare, diff, merge, new, plan, report, run, schema, verify};
use crate::scenario::fault::harmless;

/// Runs the program with these arguments, its own name first, and gives the exit code.
pub fn start(arguments: Vec<OsString>) -> u8 {
    panic::set_hook(Box::new(|info| {
        tell(&format!(
            "this is a bug in comity, please report it with the command that you gave: {info}"
        ));
    }));
    survive_file_limit();
    let ended = catch_unwind(|| parse(arguments).and_then(obey));
    match ended {
        Ok(Ok(ending)) => ending.code(),
        Ok(Err(failure)) => {
            if !failure.message.is_empty() {
                tell_error(&failure.message);
            }
            failure.ending.code()
        }
        Err(_) => Ending::Lost.code(),
    }
}

/// The parsed arguments; `None` after `--help` or `--version`, which are answered here.
fn parse(arguments: Vec<OsString>) -> Result<Option<Arguments>, Failure> {
    // What is told of an argument is printed as it stands, so nothing in it may steer the terminal.
    for argument in &arguments {
        let text = argument.to_string_lossy();
        let safe = harmless(&text);
        if safe != text.replace('\t', " ") {
            return Err(Failure::wrong(format!(
                "the argument {safe} has invisible characters"
            )));
        }
    }
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => Ok(Some(arguments)),
        Err(error) => {
            error.print()?;
            if error.use_stderr() {
                return Err(Failure::new(Ending::Wrong, ""));
            }
            Ok(None)
        }
    }
}

fn obey(arguments: Option<Arguments>) -> Result<Ending, Failure> {
    let Some(arguments) = arguments else {
        return Ok(Ending::Done);
    };
    match arguments.command {
        None => say(GUIDE).map(|()| Ending::Done),
        Some(Command::New(order)) => new::new(&order),
        Some(Command::Check(order)) => check::check(&order),
        Some(Command::Run(order)) => run::run(&order),
        Some(Command::Plan(order)) => plan::plan(&order),
        Some(Command::Merge(order)) => merge::merge(&order),
        Some(Command::Compare(order)) => compare::compare(&order),
        Some(Command::Diff(order)) => diff::diff(&order),
        Some(Command::Chart(order)) => chart::chart(&order),
        Some(Command::Report(order)) => report::report(&order),
        Some(Command::Schema(order)) => schema::schema(&order),
        Some(Command::Verify(order)) => verify::verify(&order),
    }
}
