//! The template engine: the templates compiled in, or those of a folder in their place.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use minijinja::value::{Kwargs, Serde};
use minijinja::{Environment, ErrorKind, Output, State, UndefinedBehavior, Value, escape_formatter};

use crate::output::file::write_new;
use crate::output::report::view::View;
use crate::output::words::{Filling, Words};
use crate::scenario::fault::harmless;

/// The template of the page.
const PAGE: &str = "report.html";
/// The templates that are compiled in, by name.
const TEMPLATES: [(&str, &str); 3] = [
    (PAGE, include_str!("templates/report.html")),
    ("block.html", include_str!("templates/block.html")),
    ("style.css", include_str!("templates/style.css")),
];

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TemplateFault {
    /// A template cannot be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// Its path.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A template is wrong.
    #[error("template {name}{}: {message}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Template {
        /// Its name.
        name: String,
        /// The line, counted from 1.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
}

impl From<minijinja::Error> for TemplateFault {
    fn from(error: minijinja::Error) -> Self {
        let detail = error
            .detail()
            .map_or_else(String::new, |detail| format!(": {detail}"));
        Self::Template {
            name: error.name().unwrap_or(PAGE).to_owned(),
            line: error.line(),
            message: format!("{}{detail}", error.kind()),
        }
    }
}

/// Writes the templates that are compiled in to a folder, to be edited; none is written over.
pub fn write_templates(folder: &Path) -> Result<Vec<PathBuf>, TemplateFault> {
    let fault = |file: &Path, source| TemplateFault::File {
        file: file.to_owned(),
        source,
    };
    fs::create_dir_all(folder).map_err(|error| fault(folder, error))?;
    let mut written = Vec::new();
    for (name, text) in TEMPLATES {
        let path = folder.join(name);
        write_new(&path, |writer| writer.write_all(text.as_bytes())).map_err(|error| fault(&path, error))?;
        written.push(path);
    }
    Ok(written)
}

/// The page. Templates of `folder` stand in place of those compiled in that have their names, and beside them.
pub(crate) fn render(
    view: &View,
    words: &'static Words,
    folder: Option<&Path>,
) -> Result<String, TemplateFault> {
    let mut environment = Environment::new();
    // A template that asks for what is not there is wrong, and says so.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(written);
    environment.add_function("say", move |id: &str, values: Kwargs| say(words, id, &values));
    for (name, text) in templates(folder)? {
        environment.add_template_owned(name, text)?;
    }
    Ok(environment.get_template(PAGE)?.render(Value::from(Serde(view)))?)
}

/// Writes a value as text of the page. What could reorder or hide what is read, such as marks of direction in a name, is
/// escaped as in the terminal; drawings are cleaned of it where they are made.
fn written(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str().filter(|_| !value.is_safe()) {
        None => escape_formatter(out, state, value),
        Some(text) => {
            let lines: Vec<String> = text.lines().map(harmless).collect();
            escape_formatter(out, state, &Value::from(lines.join("\n")))
        }
    }
}

/// Names and texts of the templates.
fn templates(folder: Option<&Path>) -> Result<BTreeMap<String, String>, TemplateFault> {
    let mut templates: BTreeMap<String, String> = TEMPLATES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let Some(folder) = folder else {
        return Ok(templates);
    };
    let fault = |file: &Path, source| TemplateFault::File {
        file: file.to_owned(),
        source,
    };
    for entry in fs::read_dir(folder).map_err(|error| fault(folder, error))? {
        let path = entry.map_err(|error| fault(folder, error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let fits = path.extension().is_some_and(|end| end == "html" || end == "css");
        if let Some(name) = name.filter(|_| fits && path.is_file()) {
            let text = fs::read_to_string(&path).map_err(|error| fault(&path, error))?;
            templates.insert(name, text);
        }
    }
    Ok(templates)
}

/// A message of the catalogue, for a template.
fn say(words: &Words, id: &str, values: &Kwargs) -> Result<String, minijinja::Error> {
    if !words.has(id) {
        let message = format!("the catalogue has no message `{id}`");
        return Err(minijinja::Error::new(ErrorKind::InvalidOperation, message));
    }
    let mut fillings: Vec<(&str, Filling)> = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        let count = u64::try_from(value.clone()).ok();
        fillings.push((
            name,
            count.map_or_else(|| Filling::Text(value.to_string()), Filling::Count),
        ));
    }
    Ok(words.say(id, &fillings))
}
