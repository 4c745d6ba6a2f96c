//! What stands in a row for a value that is in quarantine.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::plan::Substitute;
use rusqlite::types::ValueRef;

use super::layout::ColumnCheck;
use super::meaning::{INLINE_BYTES, Meaning, Scratch, of_target, rendering, sha256};

/// The most hexadecimal digits that stand for a blob.
const MAX_HEX_DIGITS: usize = 1 << 20;

/// Whether the target holds what the plan says stands for this value.
pub(super) fn stands(check: &ColumnCheck, value: ValueRef<'_>, target: Option<&[u8]>, scratch: &mut Scratch) -> bool {
    let (Some(field), false) = (target, check.substitute == Substitute::Null) else {
        return target.is_none() && check.substitute == Substitute::Null;
    };
    let Some(found) = of_target(&check.reading, field, &mut scratch.target) else { return false };
    found == expected(check, value, &mut scratch.source) || is_rendered(check, value, found)
}

/// A real in a column of strings can be spelled in more ways than one.
fn is_rendered(check: &ColumnCheck, value: ValueRef<'_>, found: Meaning<'_>) -> bool {
    match (value, found) {
        (ValueRef::Real(real), Meaning::Bytes(text)) => {
            check.substitute == Substitute::Repaired && is_string(check) && rendering::is_of(real, text)
        }
        _ => false,
    }
}

fn is_string(check: &ColumnCheck) -> bool {
    matches!(check.reading.data_type, DataType::Text | DataType::Varchar(_))
}

/// What the plan says stands for this value.
pub(super) fn expected<'a>(check: &ColumnCheck, value: ValueRef<'_>, scratch: &'a mut Vec<u8>) -> Meaning<'a> {
    match check.substitute {
        Substitute::Null => Meaning::Null,
        Substitute::Repaired if is_string(check) => {
            *scratch = repaired(check.reading.data_type, value).into_bytes();
            long_or_plain(check, scratch)
        }
        Substitute::Distinct if is_string(check) || check.reading.data_type == DataType::Bytea => {
            *scratch = (repaired(DataType::Text, value) + &mark(value)).into_bytes();
            long_or_plain(check, scratch)
        }
        // Only strings can be repaired.
        Substitute::Neutral | Substitute::Repaired | Substitute::Distinct => neutral(check.reading.data_type),
    }
}

/// What keeps values of a key apart: `#` and 16 digits of the hash of storage class and bytes.
fn mark(value: ValueRef<'_>) -> String {
    let (class, bytes) = match value {
        ValueRef::Null => ("null", Vec::new()),
        ValueRef::Integer(integer) => ("integer", integer.to_string().into_bytes()),
        ValueRef::Real(real) => ("real", real.to_be_bytes().to_vec()),
        ValueRef::Text(text) => ("text", text.to_vec()),
        ValueRef::Blob(blob) => ("blob", blob.to_vec()),
    };
    let hash = sha256(&[class.as_bytes(), &[0], &bytes].concat());
    let digits: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("#{digits}")
}

fn long_or_plain<'a>(check: &ColumnCheck, bytes: &'a [u8]) -> Meaning<'a> {
    let digested = check.reading.transfer == super::meaning::Transfer::Digested;
    if digested && bytes.len() > INLINE_BYTES {
        return Meaning::Digest { length: bytes.len() as u64, sha256: sha256(bytes) };
    }
    Meaning::Bytes(bytes)
}

fn repaired(data_type: DataType, value: ValueRef<'_>) -> String {
    let text = match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(integer) => integer.to_string(),
        ValueRef::Real(real) => format!("{real:?}"),
        ValueRef::Text(text) => String::from_utf8_lossy(text).replace('\0', "\u{FFFD}"),
        ValueRef::Blob(blob) => blob_digits(blob),
    };
    match data_type {
        DataType::Varchar(length) if text.len() > length as usize => text.chars().take(length as usize).collect(),
        _ => text,
    }
}

fn blob_digits(blob: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::from("\\x");
    for byte in blob.iter().take(MAX_HEX_DIGITS / 2) {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

fn neutral(data_type: DataType) -> Meaning<'static> {
    match data_type {
        DataType::Boolean
        | DataType::Smallint
        | DataType::Integer
        | DataType::Bigint
        | DataType::Date
        | DataType::Time
        | DataType::Timestamp
        | DataType::TimestampTz
        | DataType::Interval => Meaning::Integer(0),
        DataType::DoublePrecision => Meaning::Double(0),
        DataType::TimeTz => Meaning::Zoned(0, 0),
        DataType::Numeric(_) => Meaning::Bytes(b"0"),
        DataType::Text | DataType::Varchar(_) | DataType::Bytea => Meaning::Bytes(b""),
        DataType::Uuid => Meaning::Bytes(&[0; 16]),
        DataType::Json => Meaning::Bytes(b"null"),
        DataType::Jsonb => Meaning::Bytes(b"n"),
        DataType::BigintArray | DataType::TextArray => Meaning::Bytes(b"||"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repaired_text_marks_each_nul_and_each_invalid_sequence() {
        let text = |bytes: &[u8]| repaired(DataType::Text, ValueRef::Text(bytes));
        assert_eq!(text(b"a\0\0b"), "a\u{FFFD}\u{FFFD}b");
        assert_eq!(text(b"a\xff\xfeb"), "a\u{FFFD}\u{FFFD}b");
        assert_eq!(repaired(DataType::Text, ValueRef::Blob(&[0, 0xab])), "\\x00ab");
        assert_eq!(repaired(DataType::Text, ValueRef::Blob(&vec![0; 1 << 20])).len(), 2 + MAX_HEX_DIGITS);
        assert_eq!(repaired(DataType::Varchar(2), ValueRef::Text("äöü".as_bytes())), "äö");
    }
}
