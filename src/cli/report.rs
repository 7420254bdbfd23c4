//! `comity report`: the report of a finished run or comparison, made again from its tables.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::chart::check_run;
use crate::cli::ending::{Ending, Failure};
use crate::cli::lang::Lang;
use crate::cli::screen::say;
use crate::output::report::page::{ReportFault, write_report};
use crate::output::report::template::{TemplateFault, write_templates};
use crate::output::storage::Disk;
use crate::output::words::Language;

/// What is to be reported.
#[derive(Args, Clone, Debug)]
pub struct ReportOrder {
    /// The folder of a run or comparison
    #[arg(required_unless_present = "write_templates")]
    run: Option<PathBuf>,
    /// The language of the report
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
    /// A folder of templates (HTML, CSS) that stand in place of the program's own
    #[arg(long, value_name = "DIR")]
    template: Option<PathBuf>,
    /// Write the program's own templates to a folder, to be edited, and stop
    #[arg(long, value_name = "DIR", conflicts_with = "run")]
    write_templates: Option<PathBuf>,
}

/// Makes the report and names the file.
pub fn report(order: &ReportOrder) -> Result<Ending, Failure> {
    if let Some(folder) = &order.write_templates {
        let written = write_templates(folder).map_err(|fault| in_words(&fault.into()))?;
        let names: Vec<String> = written.iter().map(|file| file.display().to_string()).collect();
        say(&names.join("\n"))?;
        return Ok(Ending::Done);
    }
    let Some(run) = &order.run else {
        return Err(Failure::wrong("name the folder of a run"));
    };
    check_run(run)?;
    let path = make(run, order.lang.into(), order.template.as_deref())?;
    say(&path.display().to_string())?;
    Ok(Ending::Done)
}

/// Makes the report of a folder.
pub fn make(folder: &Path, language: Language, templates: Option<&Path>) -> Result<PathBuf, Failure> {
    write_report(&Disk::new(), folder, language, templates).map_err(|fault| in_words(&fault))
}

/// How the program ends for want of a report, and what it says.
fn in_words(fault: &ReportFault) -> Failure {
    let ending = match fault {
        ReportFault::File { .. } | ReportFault::Template(TemplateFault::File { .. }) => Ending::Io,
        ReportFault::Table(_) => Ending::Foreign,
        ReportFault::Template(TemplateFault::Template { .. }) => Ending::Wrong,
    };
    Failure::new(ending, fault.to_string())
}
