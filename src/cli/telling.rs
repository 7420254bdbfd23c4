//! What a run tells while it works and when it has ended: shared by the commands that write a run's folder.

use std::path::Path;

use clap::Args;

use crate::cli::comparison_summary::comparison_summary;
use crate::cli::ending::{Ending, Failure};
use crate::cli::format::Format;
use crate::cli::lang::Lang;
use crate::cli::progress::{Progress, Shown};
use crate::cli::report::make;
use crate::cli::screen::{say, tell, tell_warning};
use crate::cli::summary::summary;
use crate::cli::timing::Timing;
use crate::output::again;
use crate::output::charts::which::Which;
use crate::output::folder::{Written, draw_again, has_charts, read_manifest};
use crate::output::journal::{Journal, TornEnd};
use crate::output::manifest::Manifest;
use crate::output::report::page::REPORT;
use crate::output::sheet::{Row, write_to};
use crate::output::tables::Tables;
use crate::output::words::Language;
use crate::output::workplace::Claim;
use crate::scenario::fault::harmless;

/// How much is told, and in which form.
#[derive(Args, Clone, Debug)]
pub struct Telling {
    /// Say nothing but what is wrong
    #[arg(long, short)]
    pub quiet: bool,
    /// How progress is shown
    #[arg(long, value_enum, default_value = "auto")]
    progress: Shown,
    /// How the summary is printed
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// The language of charts, report and answer
    #[arg(long, value_enum, default_value = "en")]
    pub lang: Lang,
}

impl Telling {
    /// The progress that is shown.
    pub fn progress(&self) -> Progress {
        Progress::new(if self.quiet { Shown::None } else { self.progress })
    }

    /// The language of charts, report and answer.
    pub fn language(&self) -> Language {
        self.lang.into()
    }

    /// Tells something that is not a result, unless nothing is to be said.
    pub fn aside(&self, text: &str) {
        if !self.quiet {
            tell(text);
        }
    }

    /// Tells of what an earlier process left.
    pub fn of_claim(&self, claim: &Claim) {
        if let Some(dead) = &claim.taken_from {
            tell_warning(&format!(
                "the lock of {} is taken over: it ended without giving it back",
                harmless(dead)
            ));
        }
    }

    /// Tells of what is done already.
    pub fn of_journal(&self, journal: &Journal, torn: Option<TornEnd>) {
        if let Some(torn) = torn {
            tell_warning(&format!(
                "{} was torn at its end: {} bytes are cut off, the {} before are sound",
                journal.path().display(),
                torn.cut,
                torn.kept
            ));
        }
        match journal.places().len() {
            0 => {}
            1 => self.aside("1 replication was done already"),
            done => self.aside(&format!("{done} replications were done already")),
        }
    }

    /// Tells of a run that was there already; charts that are asked for and gone are drawn again.
    pub fn again(&self, folder: &Path, charts: Which) -> Result<Ending, Failure> {
        let manifest = read_manifest(folder).map_err(|error| Failure::io(folder, &error))?;
        let tables =
            Tables::read(folder).map_err(|fault| Failure::new(Ending::Foreign, fault.to_string()))?;
        lost(&manifest);
        // A process that was killed after its tables were whole may have left no report.
        if manifest.work.comparison.is_some() && !folder.join(REPORT).exists() {
            make(folder, self.language(), None)?;
        }
        if charts != Which::None && !has_charts(folder) {
            draw_again(folder, charts, self.language()).map_err(|error| Failure::io(folder, &error))?;
        }
        self.of_run(folder, &manifest, &tables, "was there already")?;
        Ok(ending(&manifest))
    }

    /// Tells what came of a run that has just ended.
    pub fn conclude(&self, folder: &Path, written: &Written, timing: &Timing) -> Result<Ending, Failure> {
        let (end, manifest) = (&written.end, &written.manifest);
        lost(manifest);
        if manifest.replications == 0 {
            let (ending, resumable) = if end.stopped {
                (Ending::Stopped, "; the same command with --resume continues")
            } else {
                (Ending::Lost, "")
            };
            let message = format!("no replication was finished: no table is written{resumable}");
            return Err(Failure::new(ending, message));
        }
        timing.write(folder)?;
        if manifest.work.comparison.is_some() {
            make(folder, self.language(), None)?;
        }
        end.words.iter().for_each(|words| self.aside(words));
        let threads = if timing.threads == 1 { "thread" } else { "threads" };
        let how = format!("{:.1} s on {} {threads}", timing.wall_seconds, timing.threads);
        self.of_run(folder, manifest, &written.tables, &how)?;
        if end.stopped {
            tell_warning(
                "stopped before all replications were done: the tables rest on those that were; the same command with --resume continues",
            );
            return Ok(Ending::Stopped);
        }
        Ok(ending(manifest))
    }

    fn of_run(&self, folder: &Path, manifest: &Manifest, tables: &Tables, how: &str) -> Result<(), Failure> {
        if self.quiet {
            return Ok(());
        }
        let compared = manifest.work.comparison.is_some();
        say(&match self.format {
            Format::Table if compared => {
                comparison_summary(folder, (manifest, tables), self.language().words(), how)
            }
            Format::Table => summary(folder, manifest, tables, how),
            Format::Json if compared => format!("{:#}", serde_json::json!(tables.comparison.differences)),
            Format::Json => format!("{:#}", serde_json::json!(tables.estimates)),
            Format::Csv if compared => in_csv(&tables.comparison.differences),
            Format::Csv => in_csv(&tables.estimates),
        })
    }
}

/// Tells of replications that were lost, and how to see each of them again.
fn lost(manifest: &Manifest) {
    for lost in &manifest.lost {
        let (option, number, reason) = (&lost.option, lost.replication, harmless(&lost.reason));
        let again = again::lost(manifest, lost).map_or_else(
            || "no command runs it again alone, since its world is one of that stage only".to_owned(),
            |command| format!("again: {}", harmless(&command)),
        );
        tell_warning(&format!(
            "lost replication {option}/{number}: {reason}\n  {again}"
        ));
    }
}

/// How a run that was not stopped has ended.
fn ending(manifest: &Manifest) -> Ending {
    if manifest.lost.is_empty() {
        Ending::Done
    } else {
        Ending::Lost
    }
}

fn in_csv<R: Row>(rows: &[R]) -> String {
    let mut bytes = Vec::new();
    write_to(&mut bytes, rows).expect("memory can be written to");
    String::from_utf8(bytes).expect("rows are text")
}
