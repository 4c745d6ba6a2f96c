//! What stands in a row for a value that went to quarantine.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::plan::Substitute;
use outgrow_planner::value::Value;
use sha2::{Digest, Sha256};

use super::text::Limit;
use super::{MAX_FIELD, Wire, real};
use crate::Result;
use crate::quarantine::{Sketch, value_bytes};

/// The most bytes of a blob that a substitute shows: 1 MiB of digits.
const SHOWN_BLOB: usize = 512 * 1024;
/// Days from 2000-01-01, and microseconds, to 1970-01-01.
const EPOCH_DAYS: i32 = -10_957;
const EPOCH_MICROS: i64 = EPOCH_DAYS as i64 * 86_400_000_000;

/// Writes the substitute of a refused value. Only strings can be repaired;
/// other types get their neutral value instead.
pub(crate) fn substitute(kind: Substitute, to: DataType, value: Value<'_>, wire: &mut Wire<'_>) -> Result<()> {
    match (kind, Limit::of(to)) {
        (Substitute::Null, _) => {
            wire.null();
            Ok(())
        }
        (Substitute::Repaired, Some(limit)) => repaired(limit, value, wire),
        (Substitute::Distinct, Some(_)) => distinct(value, wire),
        (Substitute::Distinct, None) if to == DataType::Bytea => distinct(value, wire),
        (Substitute::Repaired | Substitute::Neutral | Substitute::Distinct, _) => neutral(to, wire),
    }
}

/// What stands for a value in a key. A column that needs it has no limit of length.
fn distinct(value: Value<'_>, wire: &mut Wire<'_>) -> Result<()> {
    match value {
        Value::Text(text) => repaired_text(text, usize::MAX, mark(value).as_bytes(), wire),
        Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => {
            wire.field((marked(value) + &mark(value)).as_bytes())
        }
    }
}

/// What stands before the mark of a value that is no text.
fn marked(value: Value<'_>) -> String {
    match value {
        Value::Null | Value::Text(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Blob(blob) => hexadecimal(blob),
    }
}

/// `#` and the beginning of the hash of storage class and bytes.
fn mark(value: Value<'_>) -> String {
    let mut hasher = Sha256::new();
    hasher.update(value.storage_class().name());
    hasher.update([0]);
    hasher.update(value_bytes(value));
    let digest = hasher.finalize();
    let digits: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("#{digits}")
}

/// What [`substitute`] writes, as a [`Sketch`] of its text; `None` for NULL.
pub(crate) fn shown(kind: Substitute, to: DataType, value: Value<'_>) -> Option<String> {
    match (kind, Limit::of(to)) {
        (Substitute::Null, _) => None,
        (Substitute::Repaired, Some(limit)) => Some(repaired_shown(limit, value)),
        (Substitute::Distinct, Some(_)) => Some(distinct_shown(value)),
        (Substitute::Distinct, None) if to == DataType::Bytea => Some(distinct_shown(value)),
        (Substitute::Repaired | Substitute::Neutral | Substitute::Distinct, _) => Some(neutral_text(to).to_owned()),
    }
}

fn distinct_shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => repaired_text_shown(text, usize::MAX, &mark(value)),
        Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => {
            Sketch::of(&(marked(value) + &mark(value)))
        }
    }
}

fn repaired_shown(limit: Limit, value: Value<'_>) -> String {
    let most = most(limit);
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => Sketch::of(first_characters(&number.to_string(), most)),
        Value::Real(number) => Sketch::of(first_characters(&real::render(number), most)),
        Value::Blob(blob) => Sketch::of(first_characters(&hexadecimal(blob), most)),
        Value::Text(text) => repaired_text_shown(text, most, ""),
    }
}

fn repaired_text_shown(text: &[u8], most: usize, end: &str) -> String {
    let (mut sketch, mut length) = (Sketch::default(), end.len());
    let pushed = each_run(text, most, &mut |run| {
        length += run.len();
        sketch.push(run);
        Ok(())
    });
    if pushed.is_err() || length > MAX_FIELD {
        return Sketch::of(end);
    }
    sketch.push(end);
    sketch.finish()
}

fn most(limit: Limit) -> usize {
    limit.0.map_or(usize::MAX, |characters| characters as usize)
}

/// The neutral value of a type, as PostgreSQL shows it.
pub(crate) fn neutral_text(to: DataType) -> &'static str {
    match to {
        DataType::Boolean => "false",
        DataType::Smallint
        | DataType::Integer
        | DataType::Bigint
        | DataType::DoublePrecision
        | DataType::Numeric(_) => "0",
        DataType::Text | DataType::Varchar(_) | DataType::Bytea => "",
        DataType::Date => "1970-01-01",
        DataType::Time => "00:00:00",
        DataType::TimeTz => "00:00:00+00",
        DataType::Timestamp => "1970-01-01 00:00:00",
        DataType::TimestampTz => "1970-01-01 00:00:00+00",
        DataType::Interval => "00:00:00",
        DataType::Uuid => "00000000-0000-0000-0000-000000000000",
        DataType::Json | DataType::Jsonb => "null",
        DataType::BigintArray | DataType::TextArray => "{}",
    }
}

fn repaired(limit: Limit, value: Value<'_>, wire: &mut Wire<'_>) -> Result<()> {
    let most = most(limit);
    match value {
        Value::Null => wire.field(&[]),
        Value::Integer(number) => cut(&number.to_string(), most, wire),
        Value::Real(number) => cut(&real::render(number), most, wire),
        Value::Blob(blob) => cut(&hexadecimal(blob), most, wire),
        Value::Text(text) => repaired_text(text, most, &[], wire),
    }
}

fn cut(text: &str, most: usize, wire: &mut Wire<'_>) -> Result<()> {
    wire.field(first_characters(text, most).as_bytes())
}

fn hexadecimal(blob: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::from("\\x");
    for byte in blob.iter().take(SHOWN_BLOB) {
        text.push(DIGITS[usize::from(byte >> 4)] as char);
        text.push(DIGITS[usize::from(byte & 15)] as char);
    }
    text
}

/// Two passes, so that no copy of a large text is made: one for the length, one to send.
fn repaired_text(text: &[u8], most: usize, end: &[u8], wire: &mut Wire<'_>) -> Result<()> {
    let mut length = end.len();
    each_run(text, most, &mut |run| {
        length += run.len();
        Ok(())
    })?;
    if length > MAX_FIELD {
        return wire.field(end);
    }
    wire.length(length);
    each_run(text, most, &mut |run| wire.bytes(run.as_bytes()))?;
    wire.bytes(end)
}

/// Gives `take` the text in runs, repaired, until `most` characters are used.
fn each_run(text: &[u8], most: usize, take: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
    const REPLACEMENT: &str = "\u{fffd}";
    let mut left = most;
    for chunk in text.utf8_chunks() {
        for (position, run) in chunk.valid().split('\0').enumerate() {
            if position > 0 && left > 0 {
                left -= 1;
                take(REPLACEMENT)?;
            }
            let run = first_characters(run, left);
            left -= if most == usize::MAX { 0 } else { run.chars().count() };
            take(run)?;
        }
        if !chunk.invalid().is_empty() && left > 0 {
            left -= 1;
            take(REPLACEMENT)?;
        }
    }
    Ok(())
}

fn first_characters(text: &str, count: usize) -> &str {
    if text.len() <= count {
        return text;
    }
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

fn neutral(to: DataType, wire: &mut Wire<'_>) -> Result<()> {
    match to {
        DataType::Boolean => wire.fixed([0]),
        DataType::Smallint => wire.fixed([0; 2]),
        DataType::Integer => wire.fixed([0; 4]),
        DataType::Bigint | DataType::DoublePrecision | DataType::Time => wire.fixed([0; 8]),
        DataType::Numeric(_) => wire.fixed([0; 8]),
        DataType::Text | DataType::Varchar(_) | DataType::Bytea => wire.fixed([]),
        DataType::Date => wire.fixed(EPOCH_DAYS.to_be_bytes()),
        DataType::TimeTz => wire.fixed([0; 12]),
        DataType::Timestamp | DataType::TimestampTz => wire.fixed(EPOCH_MICROS.to_be_bytes()),
        DataType::Interval | DataType::Uuid => wire.fixed([0; 16]),
        DataType::Json => wire.fixed(*b"null"),
        DataType::Jsonb => wire.fixed(*b"\x01null"),
        DataType::BigintArray => wire.fixed([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20]),
        DataType::TextArray => wire.fixed([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25]),
    }
    Ok(())
}
