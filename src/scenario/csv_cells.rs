//! The cells of a CSV text, as strictly as RFC 4180 has them: each with its place, and whether it stands in quotes.

use std::borrow::Cow;

/// A cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'t> {
    /// What it says, without spaces around it.
    pub content: Cow<'t, str>,
    /// The byte at which it begins.
    pub at: usize,
    /// Whether it stands in quotes.
    pub quoted: bool,
}

/// What keeps a row from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The byte at which it stands.
    pub at: usize,
    /// What is wrong.
    pub message: &'static str,
    /// What would be right.
    pub allowed: &'static str,
}

/// The rows of a text, one after another; lines with nothing in them are left out.
pub struct Rows<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl<'t> Rows<'t> {
    /// The rows of a text; a byte order mark before them is passed over.
    pub fn of(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Self { text, at, line: 1 }
    }

    /// The next row, with the number of its first line; after a flaw the rows go on with the next line.
    pub fn next_row(&mut self) -> Option<Result<(u64, Vec<Cell<'t>>), Flaw>> {
        while self.ends_line() {
            self.pass_line_end();
        }
        if self.at == self.text.len() {
            return None;
        }
        let line = self.line;
        let row = self.row();
        if row.is_err() {
            self.pass_until(|byte| matches!(byte, b'\r' | b'\n'));
        }
        self.pass_line_end();
        Some(row.map(|cells| (line, cells)))
    }

    fn row(&mut self) -> Result<Vec<Cell<'t>>, Flaw> {
        let mut cells = vec![self.cell()?];
        while self.byte() == Some(b',') {
            self.at += 1;
            cells.push(self.cell()?);
        }
        Ok(cells)
    }

    /// The cell that begins here, up to the comma or the end of the line behind it.
    fn cell(&mut self) -> Result<Cell<'t>, Flaw> {
        let at = self.at;
        let quoted = self.byte() == Some(b'"');
        let content = if quoted { self.quoted()? } else { self.bare()? };
        if content.contains(['\r', '\n']) {
            return Err(Flaw {
                at,
                message: "the cell goes on over the end of its line",
                allowed: "one line; perhaps a closing quote is missing",
            });
        }
        if content.chars().any(char::is_control) {
            return Err(Flaw {
                at,
                message: "the cell has control characters",
                allowed: "plain text",
            });
        }
        Ok(Cell { content, at, quoted })
    }

    fn bare(&mut self) -> Result<Cow<'t, str>, Flaw> {
        let from = self.at;
        self.pass_until(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'));
        if self.byte() == Some(b'"') {
            return Err(Flaw {
                at: self.at,
                message: "a quote stands in a cell that does not begin with one",
                allowed: "the whole cell in quotes, with each quote in it doubled",
            });
        }
        Ok(Cow::Borrowed(self.text[from..self.at].trim()))
    }

    fn quoted(&mut self) -> Result<Cow<'t, str>, Flaw> {
        let from = self.at;
        let mut doubled = false;
        loop {
            self.at += 1;
            self.pass_until(|byte| byte == b'"');
            if self.byte().is_none() {
                return Err(Flaw {
                    at: from,
                    message: "the quote that opens here is never closed",
                    allowed: "a second quote at the end of the cell",
                });
            }
            self.at += 1;
            if self.byte() != Some(b'"') {
                break;
            }
            doubled = true;
        }
        let inside = self.text[from + 1..self.at - 1].trim();
        self.pass_until(|byte| !matches!(byte, b' ' | b'\t'));
        if !matches!(self.byte(), None | Some(b',' | b'\r' | b'\n')) {
            return Err(Flaw {
                at: self.at,
                message: "something stands behind the closing quote of a cell",
                allowed: "a comma or the end of the line; a quote in a cell is doubled",
            });
        }
        Ok(if doubled {
            Cow::Owned(inside.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inside)
        })
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn ends_line(&self) -> bool {
        matches!(self.byte(), Some(b'\r' | b'\n'))
    }

    /// Passes bytes over until one fits, counting the lines that end among them.
    fn pass_until(&mut self, fits: impl Fn(u8) -> bool) {
        while let Some(byte) = self.byte().filter(|byte| !fits(*byte)) {
            self.line += u64::from(byte == b'\n');
            self.at += 1;
        }
    }

    fn pass_line_end(&mut self) {
        if !self.ends_line() {
            return;
        }
        let both = self.text[self.at..].starts_with("\r\n");
        self.at += if both { 2 } else { 1 };
        self.line += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row as its line and its cells, each flaw as its byte and what is wrong.
    fn rows(text: &str) -> Vec<String> {
        let mut rows = Rows::of(text);
        let told = |row| match row {
            Ok((line, cells)) => {
                let cells: Vec<Cell> = cells;
                let contents: Vec<&str> = cells.iter().map(|cell| &*cell.content).collect();
                format!("{line}: {}", contents.join("|"))
            }
            Err(Flaw { at, message, .. }) => format!("byte {at}: {message}"),
        };
        std::iter::from_fn(|| rows.next_row()).map(told).collect()
    }

    #[test]
    fn well_formed_rows_are_read_however_their_lines_end() {
        let text = "\u{feff}id, name\r\n\r\na,\"A, \"\"B\"\"\" \r\nb,\rc,\"\"\n";
        assert_eq!(rows(text), ["1: id|name", "3: a|A, \"B\"", "4: b|", "5: c|"]);
    }

    #[test]
    fn every_flaw_has_its_place_and_the_rows_behind_it_are_read() {
        assert_eq!(
            rows("a,\"A\"b\nb,5\"\nc,\u{7}x\nd,D"),
            [
                "byte 5: something stands behind the closing quote of a cell",
                "byte 10: a quote stands in a cell that does not begin with one",
                "byte 14: the cell has control characters",
                "4: d|D",
            ]
        );
    }

    #[test]
    fn a_quote_that_is_left_open_swallows_no_row_in_silence() {
        assert_eq!(
            rows("d,\"D,1\ne,E"),
            ["byte 2: the quote that opens here is never closed"]
        );
        assert_eq!(
            rows("d,\"D,1\ne,\"E\"\nf,F"),
            [
                "byte 10: something stands behind the closing quote of a cell",
                "3: f|F",
            ]
        );
        assert_eq!(
            rows("d,\"D\n1\"\nf,F"),
            ["byte 2: the cell goes on over the end of its line", "3: f|F"]
        );
    }
}
