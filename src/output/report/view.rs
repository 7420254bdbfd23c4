//! What a template is given: the report as plain values, every text already in the reader's language. A template decides
//! how it looks, never what it says.

use minijinja::Value;
use serde::Serialize;

/// The whole report.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// Language code.
    pub language: String,
    /// The scenario's title: the question.
    pub title: String,
    /// What the scenario is about.
    pub description: String,
    /// What was run, in a line.
    pub basis: String,
    /// What must be said before anything else: a draft translation, an illustration, lost replications.
    pub marks: Vec<String>,
    /// The number above everything else.
    pub headline: Option<HeadlineView>,
    /// The answer, sentence by sentence.
    pub sentences: Vec<SentenceView>,
    /// Everything else, in order.
    pub sections: Vec<Section>,
    /// Version of the program.
    pub version: String,
}

/// The number above everything else.
#[derive(Debug, Clone, Serialize)]
pub struct HeadlineView {
    /// The number with its unit.
    pub number: String,
    /// What it is a number of.
    pub about: String,
    /// Its interval.
    pub interval: String,
    /// `better`, `worse` or `neither`.
    pub tone: String,
}

/// One sentence of the answer.
#[derive(Debug, Clone, Serialize)]
pub struct SentenceView {
    /// The question that it answers.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// One section.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its anchor in the page.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

impl Section {
    /// A section without blocks.
    pub fn new(id: &str, heading: String) -> Self {
        Self {
            id: id.to_owned(),
            heading,
            blocks: Vec::new(),
        }
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: String) {
        self.blocks.push(Block::Text { text });
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table { table });
        }
    }

    /// Adds a figure, if there is one.
    pub fn figure(&mut self, figure: Option<Figure>) {
        self.blocks.extend(figure.map(|figure| Block::Figure {
            figure: Box::new(figure),
        }));
    }

    /// Adds a list, unless it is empty.
    pub fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List { items });
        }
    }
}

/// One piece of a section.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Text {
        /// Its text.
        text: String,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<String>,
    },
    /// A table.
    Table {
        /// The table.
        table: Table,
    },
    /// A figure.
    Figure {
        /// The figure.
        figure: Box<Figure>,
    },
    /// Lines to be copied.
    Code {
        /// The lines.
        lines: Vec<String>,
    },
}

/// A table.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Whether it is folded away until somebody asks for it.
    pub folded: bool,
    /// Its columns; the first names the rows.
    pub columns: Vec<Column>,
    /// Its rows, a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether it holds numbers, which stand to the right.
    pub numeric: bool,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// `better`, `worse`, or nothing.
    pub tone: String,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self {
            text,
            tone: String::new(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Cell {
    /// A cell whose verdict is seen: `better` and `worse` have a mark and a colour.
    pub fn judged(text: String, verdict: &str) -> Self {
        let tone = match verdict {
            "better" | "worse" => verdict.to_owned(),
            _ => String::new(),
        };
        Self { text, tone }
    }
}

impl Table {
    /// A table without rows; headings that begin with `#` are of numbers.
    pub fn new(caption: String, headings: &[String]) -> Self {
        let columns = headings.iter().map(|heading| Column {
            heading: heading.trim_start_matches('#').to_owned(),
            numeric: heading.starts_with('#'),
        });
        Self {
            caption,
            folded: false,
            columns: columns.collect(),
            rows: Vec::new(),
        }
    }

    /// Folded away until somebody asks for it.
    #[must_use]
    pub fn folded(mut self) -> Self {
        self.folded = true;
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }
}

/// A figure: a picture with its text alternative and its data as a table.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// The chart's name.
    pub name: String,
    /// What is seen on it.
    pub title: String,
    /// The SVG, safe to stand in the page: every text in it was escaped by the painter.
    pub svg: Value,
    /// What it was drawn from.
    pub data: Table,
}
