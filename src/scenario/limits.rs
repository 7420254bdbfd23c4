//! How large a scenario may be, and a quick look that refuses a text before a parser spends memory on it.

/// Most bytes of one file.
pub const MOST_BYTES: usize = 8 << 20;
/// Most bytes of one text value.
pub const MOST_TEXT: usize = 64 << 10;
/// Most values of a scenario with all its parts.
pub const MOST_VALUES: usize = 1_000_000;
/// Most words and marks of one TOML or JSON file; larger tables belong in CSV, which is read row by row.
pub const MOST_WORDS: usize = 400_000;
/// Most rows of one CSV table.
pub const MOST_ROWS: usize = 100_000;
/// Deepest nesting of tables and lists.
pub const DEEPEST: usize = 64;
/// Most entries of a table that is keyed by ids.
pub const MOST_ENTRIES: usize = 5_000;
/// Longest chain of `extends`.
pub const LONGEST_CHAIN: usize = 16;
/// Longest id, in characters.
pub const LONGEST_ID: usize = 64;
/// Most faults that are told.
pub const MOST_FAULTS: usize = 200;
/// Most faults that one reading keeps, from which the first in order of place are told.
pub const MOST_FINDINGS: usize = 10_000;

/// Why a text is refused unread: the byte at which it became too much, and the reason in words.
pub type Refusal = (usize, String);

/// Refuses a file of too many bytes.
pub fn check_bytes(text: &str) -> Result<(), Refusal> {
    if text.len() > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        return Err((
            0,
            format!("the file is larger than {most} MiB, the most that is read"),
        ));
    }
    Ok(())
}

/// Looks over a TOML or JSON text without building anything, and refuses it where it has too many words or nests too
/// deeply. It may misjudge a text with syntax errors, but never lets through one that is too large.
pub fn check_text(text: &str, comments: bool) -> Result<(), Refusal> {
    check_bytes(text)?;
    let bytes = text.as_bytes();
    let mut words = 0;
    let mut nesting = Nesting::default();
    let mut at = 0;
    while at < bytes.len() {
        let here = at;
        at = match bytes[here] {
            b' ' | b'\t' | b'\r' => here + 1,
            b'#' if comments => end_of_line(bytes, here),
            quote @ (b'"' | b'\'') => end_of_string(bytes, here, quote),
            byte if is_word(byte) => here + bytes[here..].iter().take_while(|byte| is_word(**byte)).count(),
            mark => {
                if !nesting.mark(mark) {
                    return Err((
                        here,
                        format!("nested more than {DEEPEST} deep, the most that is read"),
                    ));
                }
                here + 1
            }
        };
        words += usize::from(!matches!(bytes[here], b' ' | b'\t' | b'\r' | b'#'));
        if words > MOST_WORDS {
            let message = format!(
                "the file has more than {MOST_WORDS} words and marks; large tables belong in CSV files"
            );
            return Err((here, message));
        }
    }
    Ok(())
}

/// How deep a text is nested at one point: by brackets, and by the points of dotted keys.
#[derive(Default)]
struct Nesting {
    open: Vec<usize>,
    depth: usize,
    points: usize,
}

impl Nesting {
    /// Takes note of a mark; false where it goes too deep.
    fn mark(&mut self, mark: u8) -> bool {
        match mark {
            b'.' => self.points += 1,
            b'{' | b'[' => {
                self.open.push(self.points + 1);
                self.depth += self.points + 1;
                self.points = 0;
            }
            b'}' | b']' => {
                self.depth -= self.open.pop().unwrap_or(0);
                self.points = 0;
            }
            b',' | b'\n' => self.points = 0,
            _ => {}
        }
        self.depth + self.points <= DEEPEST
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+') || !byte.is_ascii()
}

fn end_of_line(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| **byte != b'\n').count()
}

/// The end of the string that begins at `at`; a string on one line ends with its line at the latest.
fn end_of_string(bytes: &[u8], at: usize, quote: u8) -> usize {
    let triple = [quote; 3];
    let long = bytes[at..].starts_with(&triple);
    let mut end = at + if long { 3 } else { 1 };
    while end < bytes.len() {
        match bytes[end] {
            b'\\' if quote == b'"' => end += 1,
            b'\n' if !long => return end,
            byte if byte == quote && !long => return end + 1,
            _ if long && bytes[end..].starts_with(&triple) => return end + 3,
            _ => {}
        }
        end += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_text_passes() {
        let text = "# it's\n[nation.usa] # \"\na = 'x'\nb = \"\"\"\n[[[[\"\"\"\nc = [[1.5, 2.5], []]\n";
        assert_eq!(check_text(text, true), Ok(()));
    }

    #[test]
    fn what_is_nested_too_deeply_is_refused() {
        for text in [
            "[".repeat(65),
            "a = ".to_owned() + &"{a=".repeat(65),
            "a.".repeat(70) + "a = 1",
            "a.".repeat(33) + "a = {" + &"b.".repeat(33),
        ] {
            let (_, message) = check_text(&text, true).expect_err("too deep");
            assert_eq!(message, "nested more than 64 deep, the most that is read");
        }
        assert_eq!(
            check_text(&format!("a = {}1{}", "[".repeat(64), "]".repeat(64)), true),
            Ok(())
        );
    }

    #[test]
    fn too_many_words_are_refused() {
        let (_, message) = check_text(&"a = 1\n".repeat(100_001), true).expect_err("too many");
        assert_eq!(
            message,
            "the file has more than 400000 words and marks; large tables belong in CSV files"
        );
        assert_eq!(check_text(&"a = 1\n".repeat(100_000), true), Ok(()));
    }

    #[test]
    fn a_file_of_too_many_bytes_is_refused() {
        let (_, message) = check_text(&" ".repeat(MOST_BYTES + 1), true).expect_err("too large");
        assert_eq!(message, "the file is larger than 8 MiB, the most that is read");
    }
}
