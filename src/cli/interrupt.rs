//! Signals. Ctrl-C: the first stops after the replications under way, the second at once.

#[cfg(unix)]
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::ending::Ending;
use crate::cli::screen::tell;

/// Set when the user wants to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// The flag that Ctrl-C sets from now on.
pub fn watched() -> &'static AtomicBool {
    static HANDLER: OnceLock<()> = OnceLock::new();
    HANDLER.get_or_init(|| {
        // Without a handler Ctrl-C still ends the program, only not cleanly.
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                end_at_once();
            }
            tell("\nstopping after the replications under way; once more to stop at once");
        });
    });
    &STOP
}

/// From now on a write beyond the limit of a file's size is an error as any other; the system would end the program.
#[cfg(unix)]
pub fn survive_file_limit() {
    let seen = Arc::new(AtomicBool::new(false));
    // Where it cannot be had, the program ends as it would have.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
}

/// Other systems have no such signal.
#[cfg(not(unix))]
pub fn survive_file_limit() {}

#[expect(clippy::exit, reason = "the user asked twice: nothing is waited for")]
fn end_at_once() -> ! {
    std::process::exit(i32::from(Ending::Stopped.code()))
}
