//! The program `comity`: hands its arguments to the library and ends with the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(comity::cli::start::start(std::env::args_os().collect()))
}
