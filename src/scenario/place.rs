//! From a byte of a text to the line and column that people see.

use crate::scenario::fault::Place;

/// The place of a byte in the text of a file, and what to show of its line: a stretch around the byte when the line is
/// long, with the column of the byte in this stretch.
pub fn place(file: &str, text: &str, offset: usize) -> (Place, Option<(String, usize)>) {
    let offset = floor_to_character(text, offset);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = text[..start].matches('\n').count() + 1;
    let column = text[start..offset].chars().count() + 1;
    let place = Place::At {
        file: file.to_owned(),
        line,
        column,
    };
    (place, Some(stretch(text, start, offset)))
}

fn floor_to_character(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// At most so many bytes are shown on each side of a fault.
const REACH: usize = 80;

fn stretch(text: &str, start: usize, offset: usize) -> (String, usize) {
    let from = start.max(floor_to_character(text, offset.saturating_sub(REACH)));
    let end = text[offset..]
        .find(['\n', '\r'])
        .map_or(text.len(), |length| offset + length);
    let to = end.min(floor_to_character(text, offset + REACH));
    let (before, after) = (
        if from > start { "…" } else { "" },
        if to < end { "…" } else { "" },
    );
    let column = before.chars().count() + text[from..offset].chars().count() + 1;
    (format!("{before}{}{after}", &text[from..to]), column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_has_a_line_and_a_column_in_characters() {
        let text = "a = 1\r\nnäme = x\n";
        let (found, line) = place("f", text, text.find('x').expect("there"));
        assert_eq!(
            found,
            Place::At {
                file: "f".into(),
                line: 2,
                column: 8
            }
        );
        assert_eq!(line, Some(("näme = x".into(), 8)));
        let (end, _) = place("f", text, 1_000);
        assert_eq!(
            end,
            Place::At {
                file: "f".into(),
                line: 3,
                column: 1
            }
        );
    }

    #[test]
    fn of_a_long_line_a_stretch_is_shown() {
        let text = "é".repeat(1_000) + "x" + &"é".repeat(1_000);
        let (found, line) = place("f", &text, 2_000);
        assert_eq!(
            found,
            Place::At {
                file: "f".into(),
                line: 1,
                column: 1_001
            }
        );
        let (line, column) = line.expect("a line");
        assert_eq!(line.chars().nth(column - 1), Some('x'));
        assert!(line.starts_with('…') && line.ends_with('…') && line.len() < 200);
    }
}
