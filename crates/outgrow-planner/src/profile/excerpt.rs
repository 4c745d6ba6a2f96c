//! A value as a person reads it, in one short line.

use std::fmt::Write;

use super::{RowKey, Witness};
use crate::value::Value;

/// The most characters of an excerpt, the ellipsis included.
const LENGTH: usize = 40;

impl Witness {
    /// A row with an excerpt of its value.
    pub fn new(row: RowKey, value: Value<'_>) -> Witness {
        Witness { row, value: excerpt(value) }
    }

    /// A row with an excerpt of several values, as those of a foreign key.
    pub fn of_values<'a>(row: RowKey, values: impl IntoIterator<Item = Value<'a>>) -> Witness {
        let shown: Vec<String> = values.into_iter().map(excerpt).collect();
        Witness { row, value: shown.join(", ") }
    }
}

impl RowKey {
    /// The key of a row without a rowid: its values as SQLite literals, long ones cut.
    pub fn of_values<'a>(values: impl IntoIterator<Item = Value<'a>>) -> RowKey {
        let literal = |value| match value {
            Value::Text(text) if std::str::from_utf8(text).is_ok() => {
                format!("'{}'", excerpt(value).replace('\'', "''"))
            }
            other => excerpt(other),
        };
        let shown: Vec<String> = values.into_iter().map(literal).collect();
        RowKey::Key(shown.join(", "))
    }
}

/// A value in at most 40 characters: text as it is with control characters escaped, blobs and
/// invalid UTF-8 as `x'…'`.
fn excerpt(value: Value<'_>) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(integer) => integer.to_string(),
        Value::Real(real) => format!("{real:?}"),
        Value::Blob(bytes) => hexadecimal(bytes),
        Value::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => readable(text),
            Err(_) => hexadecimal(bytes),
        },
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    // x'' leaves 37 characters, and two digits a byte.
    let whole = bytes.len() <= (LENGTH - 3) / 2;
    let shown = if whole { bytes } else { &bytes[..(LENGTH - 4) / 2] };
    let mut out = String::from("x'");
    for byte in shown {
        write!(out, "{byte:02x}").expect("a String takes everything");
    }
    out.push_str(if whole { "'" } else { "…'" });
    out
}

fn readable(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    // Where the ellipsis goes if more follows than fits.
    let mut cut = 0;
    for character in text.chars() {
        let before = out.len();
        push_readable(&mut out, character);
        length += out[before..].chars().count();
        if length < LENGTH {
            cut = out.len();
        }
        if length > LENGTH {
            out.truncate(cut);
            out.push('…');
            return out;
        }
    }
    out
}

/// Escapes what would move the cursor or the reading direction of a terminal.
fn push_readable(out: &mut String, character: char) {
    let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if character.is_control() || turns || character == '\u{feff}' {
        out.extend(character.escape_default());
    } else {
        out.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_of_at_most_forty_characters() {
        let long = "ä".repeat(41);
        let cases = [
            (Value::Null, "NULL".to_owned()),
            (Value::Integer(i64::MIN), "-9223372036854775808".to_owned()),
            (Value::Real(-0.0), "-0.0".to_owned()),
            (Value::Text(b"two\nlines\0"), "two\\nlines\\u{0}".to_owned()),
            (Value::Text(b"\xff\x00"), "x'ff00'".to_owned()),
            (Value::Blob(&[0xab; 18]), format!("x'{}'", "ab".repeat(18))),
            (Value::Blob(&[0xab; 19]), format!("x'{}…'", "ab".repeat(18))),
            (Value::Text(&long.as_bytes()[..80]), "ä".repeat(40)),
            (Value::Text(long.as_bytes()), format!("{}…", "ä".repeat(39))),
            (Value::Text("\u{202e}x".as_bytes()), "\\u{202e}x".to_owned()),
            (Value::Text(b""), String::new()),
        ];
        for (value, shown) in cases {
            assert!(shown.chars().count() <= LENGTH);
            assert_eq!(excerpt(value), shown);
        }
    }

    #[test]
    fn an_escape_is_never_cut_in_two() {
        let text = format!("{}\n\n", "x".repeat(38));
        assert_eq!(excerpt(Value::Text(text.as_bytes())), format!("{}…", "x".repeat(38)));
    }

    #[test]
    fn a_key_reads_as_literals() {
        let key = RowKey::of_values([Value::Text(b"it's"), Value::Integer(2), Value::Blob(b"\x01")]);
        assert_eq!(key, RowKey::Key("'it''s', 2, x'01'".to_owned()));
    }
}
