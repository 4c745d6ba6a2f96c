//! Values as a report shows them.

use outgrow_planner::catalog::pg::DataType;
use rusqlite::types::ValueRef;

use super::meaning::moment::{date_text, instant_text, time_text};
use super::meaning::{Meaning, Reading, Transfer, dashed, decimal_text, of_target};

/// The longest excerpt in characters.
const MAX_CHARS: usize = 60;
/// How much of what both sides share is shown before the first difference.
const CONTEXT: usize = 15;

/// Both sides of a difference; long values are shown from where they begin to differ.
pub(super) fn pair(reading: &Reading, source: ValueRef<'_>, target: Option<&[u8]>) -> (String, String) {
    let start = match (bytes_of(source), target.and_then(|field| plain_bytes(reading, field))) {
        (Some(left), Some(right)) => shared(left, right),
        (None | Some(_), None) | (None, Some(_)) => 0,
    };
    (source_from(source, start), target_from(reading, target, start))
}

/// A value of SQLite.
pub(super) fn of_source(value: ValueRef<'_>) -> String {
    source_from(value, 0)
}

/// A value of PostgreSQL.
pub(super) fn of_target_field(reading: &Reading, field: Option<&[u8]>) -> String {
    target_from(reading, field, 0)
}

/// Values of a row, as many as fit.
pub(super) fn row(values: impl Iterator<Item = String>) -> String {
    let mut text = String::from("(");
    for (position, value) in values.enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        if text.chars().count() > MAX_CHARS {
            break;
        }
        text.push_str(&value);
    }
    text.push(')');
    clip(&text)
}

/// At most [`MAX_CHARS`] characters.
pub(super) fn clip(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        None => text.to_owned(),
        Some(_) => text.chars().take(MAX_CHARS - 1).chain(['…']).collect(),
    }
}

fn bytes_of(value: ValueRef<'_>) -> Option<&[u8]> {
    match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => None,
    }
}

/// The bytes of a text or `bytea`, which can be laid beside those of SQLite.
fn plain_bytes<'a>(reading: &Reading, field: &'a [u8]) -> Option<&'a [u8]> {
    match reading.data_type {
        DataType::Text | DataType::Varchar(_) | DataType::Json | DataType::Bytea => {}
        _ => return None,
    }
    match (reading.transfer, field.split_first()) {
        (Transfer::Whole, _) => Some(field),
        (Transfer::Digested, Some((0, value))) => Some(value),
        (Transfer::Digested, _) => None,
    }
}

/// Where an excerpt of two long values begins: a little before they differ.
fn shared(left: &[u8], right: &[u8]) -> usize {
    let prefix = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    if prefix < MAX_CHARS / 2 {
        return 0;
    }
    let mut start = prefix - CONTEXT;
    while start > 0 && left[start] & 0xC0 == 0x80 {
        start -= 1;
    }
    start
}

fn source_from(value: ValueRef<'_>, start: usize) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(integer) => integer.to_string(),
        ValueRef::Real(real) => format!("{real:?}"),
        ValueRef::Text(text) => quoted(text, start),
        ValueRef::Blob(blob) => hexadecimal(blob, start),
    }
}

fn target_from(reading: &Reading, field: Option<&[u8]>, start: usize) -> String {
    let Some(field) = field else { return "NULL".to_owned() };
    if let Some(bytes) = plain_bytes(reading, field) {
        return match reading.data_type {
            DataType::Bytea => hexadecimal(bytes, start),
            _ => quoted(bytes, start),
        };
    }
    let mut scratch = Vec::new();
    match of_target(reading, field, &mut scratch) {
        Some(meaning) => clip(&told(reading.data_type, meaning, field)),
        None => unreadable(reading.data_type, field),
    }
}

fn told(data_type: DataType, meaning: Meaning<'_>, field: &[u8]) -> String {
    match meaning {
        Meaning::Null => "NULL".to_owned(),
        Meaning::Integer(value) => integer(data_type, value),
        Meaning::Double(bits) => format!("{:?}", f64::from_bits(bits)),
        Meaning::Zoned(time, offset) => format!("{}{}", time_text(time), offset_text(offset)),
        Meaning::Digest { length, sha256 } => {
            let start: String = sha256[..6].iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{length} bytes, sha256 {start}…")
        }
        Meaning::Bytes(bytes) => match data_type {
            DataType::Uuid => dashed(bytes),
            DataType::Numeric(_) => decimal_text(field).unwrap_or_default(),
            DataType::Jsonb => quoted(&field[1..], 0),
            _ => quoted(bytes, 0),
        },
    }
}

fn integer(data_type: DataType, value: i64) -> String {
    match data_type {
        DataType::Boolean => (value != 0).to_string(),
        DataType::Date => date_text(value),
        DataType::Time => time_text(value),
        DataType::Timestamp => instant_text(value),
        DataType::TimestampTz => format!("{}+00", instant_text(value)),
        DataType::Interval => format!("{value} microseconds"),
        _ => value.to_string(),
    }
}

fn offset_text(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What SQLite could not mean: NaN, infinite dates, arrays with NULL.
fn unreadable(data_type: DataType, field: &[u8]) -> String {
    match data_type {
        DataType::Numeric(_) => "NaN".to_owned(),
        DataType::Date | DataType::Timestamp | DataType::TimestampTz if field.len() <= 8 => {
            let negative = field.first().is_some_and(|byte| byte & 0x80 != 0);
            if negative { "-infinity" } else { "infinity" }.to_owned()
        }
        _ => format!("{data_type} {}", hexadecimal(field, 0)),
    }
}

fn quoted(text: &[u8], start: usize) -> String {
    let mut shown = String::from(if start > 0 { "'…" } else { "'" });
    for chunk in text[start.min(text.len())..].utf8_chunks() {
        for character in chunk.valid().chars().take(MAX_CHARS + 1) {
            push_escaped(character, &mut shown);
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
        if shown.chars().count() > MAX_CHARS {
            break;
        }
    }
    shown.push('\'');
    clip(&shown)
}

fn push_escaped(character: char, shown: &mut String) {
    match character {
        '\'' => shown.push_str("''"),
        '"' => shown.push('"'),
        _ => shown.extend(character.escape_debug()),
    }
}

fn hexadecimal(bytes: &[u8], start: usize) -> String {
    let mut shown = String::from(if start > 0 { "x'…" } else { "x'" });
    for byte in bytes.iter().skip(start).take(MAX_CHARS / 2) {
        shown.push_str(&format!("{byte:02x}"));
    }
    shown.push('\'');
    clip(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use outgrow_planner::mapping::Rule;

    #[test]
    fn a_difference_far_inside_is_shown() {
        let reading = Reading::new(Rule::Text, DataType::Text, Transfer::Whole);
        let long = "é".repeat(500);
        let (source, target) = pair(&reading, ValueRef::Text(long.as_bytes()), Some(format!("{long} ").as_bytes()));
        assert_eq!(source, format!("'…{}'", "é".repeat(8)));
        assert_eq!(target, format!("'…{} '", "é".repeat(8)));
    }

    #[test]
    fn hostile_text_is_escaped_and_clipped() {
        assert_eq!(of_source(ValueRef::Text(b"a\0\x1b[31m\n'\xff")), r"'a\0\u{1b}[31m\n''\xff'");
        assert_eq!(of_source(ValueRef::Text(&[b'x'; 1000])).chars().count(), MAX_CHARS);
        assert_eq!(of_source(ValueRef::Blob(&[0xab; 1000])).chars().count(), MAX_CHARS);
    }
}
