//! Writing to the terminal: results to standard output, everything else to standard error, colour only where people look.

use std::io::{self, IsTerminal, Write};

use crate::cli::ending::Failure;

/// How a few words are set off on a terminal.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// A heading.
    Heading,
    /// Something wrong.
    Error,
    /// Something doubtful.
    Warning,
}

impl Style {
    /// The parameter of the terminal's escape sequence (ECMA-48, SGR).
    const fn code(self) -> &'static str {
        match self {
            Style::Heading => "1",
            Style::Error => "1;31",
            Style::Warning => "1;33",
        }
    }
}

/// Writes a result to standard output, with an end of line where it has none.
pub fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// Writes a line to standard error. If nobody reads it any more, there is nobody to tell.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Tells of a failure.
pub fn tell_error(message: &str) {
    let word = styled("error:", Style::Error, coloured(&io::stderr()));
    tell(&format!("{word} {message}"));
}

/// Tells of something doubtful.
pub fn tell_warning(message: &str) {
    let word = styled("warning:", Style::Warning, coloured(&io::stderr()));
    tell(&format!("{word} {message}"));
}

/// A heading on standard output.
pub fn heading(text: &str) -> String {
    styled(text, Style::Heading, coloured(&io::stdout()))
}

/// Whether a stream goes to a terminal whose user wants colour (no-color.org).
fn coloured(stream: &impl IsTerminal) -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    stream.is_terminal() && !unwanted && !dumb
}

fn styled(text: &str, style: Style, coloured: bool) -> String {
    if coloured {
        format!("\u{1b}[{}m{text}\u{1b}[0m", style.code())
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_set_off_only_where_colour_is_wanted() {
        assert_eq!(styled("x", Style::Error, false), "x");
        assert_eq!(styled("x", Style::Error, true), "\u{1b}[1;31mx\u{1b}[0m");
    }
}
