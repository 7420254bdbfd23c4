//! How far a run is: a bar with the time left on a terminal, a line now and then elsewhere, or JSON lines for programs.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::screen::tell;

/// How progress is shown.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shown {
    /// A bar on a terminal, a line every few seconds elsewhere.
    Auto,
    /// One JSON object a line on standard error.
    Json,
    /// Not at all.
    None,
}

/// Time between two lines where there is no bar.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// Shows how far a run is; may be called from many threads.
pub struct Progress {
    view: View,
    begin: Instant,
}

enum View {
    Bar(ProgressBar),
    Lines { json: bool, last: Mutex<Instant> },
    Nothing,
}

impl Progress {
    /// Progress shown in this way.
    pub fn new(shown: Shown) -> Self {
        let begin = Instant::now();
        let lines = |json| View::Lines {
            json,
            last: Mutex::new(begin),
        };
        let view = match shown {
            Shown::Auto if stderr().is_terminal() => View::Bar(bar()),
            Shown::Auto => lines(false),
            Shown::Json => lines(true),
            Shown::None => View::Nothing,
        };
        Self { view, begin }
    }

    /// So many replications of so many are done.
    pub fn show(&self, done: u64, planned: u64) {
        match &self.view {
            View::Nothing => {}
            View::Bar(bar) => {
                bar.set_length(planned);
                // Threads report out of order: a bar never goes back.
                bar.set_position(done.max(bar.position()));
            }
            View::Lines { json, last } => {
                // A line that another thread is about to write makes this one needless.
                let Ok(mut last) = last.try_lock() else { return };
                if done == planned || last.elapsed() >= BETWEEN_LINES {
                    *last = Instant::now();
                    tell(&line(*json, done, planned, self.begin.elapsed().as_secs_f64()));
                }
            }
        }
    }

    /// Takes a bar off the terminal.
    pub fn finish(&self) {
        if let View::Bar(bar) = &self.view {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} replications, {eta} left")
        .expect("the template is well formed");
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    bar.set_style(style);
    bar
}

/// One line of progress.
fn line(json: bool, done: u64, planned: u64, seconds: f64) -> String {
    let left = seconds / done.max(1) as f64 * planned.saturating_sub(done) as f64;
    if json {
        format!(r#"{{"done":{done},"planned":{planned},"seconds":{seconds:.1},"seconds_left":{left:.1}}}"#)
    } else {
        format!("{done}/{planned} replications, about {left:.0} s left")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_left() {
        assert_eq!(line(false, 25, 100, 10.0), "25/100 replications, about 30 s left");
        let json: serde_json::Value = serde_json::from_str(&line(true, 25, 100, 10.0)).unwrap();
        assert_eq!(json["seconds_left"], 30.0);
        assert_eq!(line(false, 0, 0, 0.0), "0/0 replications, about 0 s left");
    }
}
