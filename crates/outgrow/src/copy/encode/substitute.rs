//! What stands in a row for a value that went to quarantine.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::plan::Substitute;
use outgrow_planner::value::Value;
use sha2::{Digest, Sha256};

use super::text::Limit;
use super::{MAX_FIELD, Wire, real};
use crate::Result;
use crate::quarantine::value_bytes;

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
    let mark = mark(value);
    let shown = match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Blob(blob) => hexadecimal(blob),
        Value::Text(text) => return repaired_text(text, usize::MAX, mark.as_bytes(), wire),
    };
    wire.field((shown + &mark).as_bytes())
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

fn repaired(limit: Limit, value: Value<'_>, wire: &mut Wire<'_>) -> Result<()> {
    let most = limit.0.map_or(usize::MAX, |characters| characters as usize);
    match value {
        Value::Null => wire.field(&[]),
        Value::Integer(number) => cut(&number.to_string(), most, wire),
        Value::Real(number) => cut(&real::render(number), most, wire),
        Value::Blob(blob) => cut(&hexadecimal(blob), most, wire),
        Value::Text(text) => repaired_text(text, most, &[], wire),
    }
}

fn cut(text: &str, most: usize, wire: &mut Wire<'_>) -> Result<()> {
    let end = text.char_indices().nth(most).map_or(text.len(), |(end, _)| end);
    wire.field(&text.as_bytes()[..end])
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
