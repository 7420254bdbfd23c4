//! Makes `report.html` from a run's folder: reads its tables and manifest, builds the view, and fills the templates.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::output::charts::context::ChartContext;
use crate::output::finding::is_comparison;
use crate::output::folder::{chart_context, read_manifest};
use crate::output::manifest::{Manifest, VERSION};
use crate::output::report::assumptions::assumptions;
use crate::output::report::certainty::{certainty, leaning};
use crate::output::report::compared::{Source, sections as compared_sections};
use crate::output::report::reproduction::reproduction;
use crate::output::report::single::sections as single_sections;
use crate::output::report::template::{TemplateFault, render};
use crate::output::report::view::{HeadlineView, Section, SentenceView, View};
use crate::output::sentences::{headline, sentences};
use crate::output::sheet::TableFault;
use crate::output::storage::{Storage, put};
use crate::output::tables::Tables;
use crate::output::words::Language;

/// The report's name in a run's folder.
pub const REPORT: &str = "report.html";

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportFault {
    /// A file cannot be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// Its path.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A table is damaged.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// A template is wrong.
    #[error(transparent)]
    Template(#[from] TemplateFault),
}

/// Makes the report of a finished run or comparison from its tables and manifest, and gives its path.
pub fn write_report(
    storage: &dyn Storage,
    folder: &Path,
    language: Language,
    templates: Option<&Path>,
) -> Result<PathBuf, ReportFault> {
    let manifest = read_manifest(folder).map_err(|source| ReportFault::File {
        file: folder.join("manifest.json"),
        source,
    })?;
    let tables = Tables::read(folder)?;
    let page = page(&manifest, &tables, language, templates)?;
    let path = folder.join(REPORT);
    match put(storage, &path, |writer| writer.write_all(page.as_bytes())) {
        Ok(()) => Ok(path),
        Err(source) => Err(ReportFault::File { file: path, source }),
    }
}

/// The report as a text.
pub fn page(
    manifest: &Manifest,
    tables: &Tables,
    language: Language,
    templates: Option<&Path>,
) -> Result<String, TemplateFault> {
    let context = chart_context(manifest, language);
    render(&view(manifest, tables, &context), language.words(), templates)
}

fn view(manifest: &Manifest, tables: &Tables, context: &ChartContext) -> View {
    let words = context.words;
    let headline = headline(manifest, tables, words).map(|found| HeadlineView {
        number: found.number,
        about: found.about,
        interval: found.interval,
        tone: found.tone.to_owned(),
    });
    let said = sentences(manifest, tables, words).into_iter();
    View {
        language: words.language().code().to_owned(),
        title: manifest.title.clone(),
        description: manifest.description.clone(),
        basis: basis(manifest, tables, context),
        marks: marks(manifest, context),
        headline,
        sentences: said
            .map(|sentence| SentenceView {
                question: sentence.question,
                answer: sentence.answer,
            })
            .collect(),
        sections: sections(manifest, tables, context),
        version: VERSION.to_owned(),
    }
}

/// What was run, in a line.
fn basis(manifest: &Manifest, tables: &Tables, context: &ChartContext) -> String {
    let words = context.words;
    let id = if is_comparison(tables) {
        "basis-comparison"
    } else {
        "basis-run"
    };
    let start = manifest.start.as_deref().map(|start| words.date(start));
    let time = words.duration(manifest.horizon);
    let said = words.say(
        id,
        &[
            ("options", tables.comparison.options.len().into()),
            ("n", words.number(manifest.replications as f64, 1.0).into()),
            ("count", manifest.replications.into()),
            ("time", time.into()),
            ("option", context.option.as_str().into()),
        ],
    );
    match start {
        Some(start) => format!("{said} · {}", words.fill("basis-from", &[("start", &start)])),
        None => said,
    }
}

/// What must be said before anything else.
fn marks(manifest: &Manifest, context: &ChartContext) -> Vec<String> {
    let words = context.words;
    let mut marks = Vec::new();
    if manifest.illustration {
        marks.push(words.text("illustration"));
    }
    if !words.draft().is_empty() {
        marks.push(words.draft().to_owned());
    }
    if !manifest.complete {
        marks.push(words.text("incomplete"));
    }
    marks
}

fn sections(manifest: &Manifest, tables: &Tables, context: &ChartContext) -> Vec<Section> {
    let words = context.words;
    let mut sections = if is_comparison(tables) {
        let ranges = manifest.scenario.get("uncertainty").and_then(Value::as_object);
        compared_sections(&Source {
            tables,
            context,
            ranges: ranges.is_some_and(|ranges| !ranges.is_empty()),
        })
    } else {
        single_sections(manifest, tables, context)
    };
    sections.push(assumptions(manifest, tables, words));
    sections.push(certainty(manifest, tables, context));
    if is_comparison(tables) {
        sections.push(leaning(tables, context));
    }
    sections.push(reproduction(manifest, words));
    sections
}
