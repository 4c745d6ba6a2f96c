//! What PostgreSQL cannot hold, kept byte for byte in `outgrow.quarantine`.

mod table;
mod home;
mod key;
mod sketch;
mod spool;
mod exile;
mod selection;
mod entries;
mod summary;
mod export;

use std::borrow::Cow;

use outgrow_planner::value::Value;

pub use entries::{Entry, Excerpt, StoredValue, entries, for_each};
pub use export::{ExportFormat, Exported, export};
pub use home::{choose, create, locate};
pub use key::row_key;
pub use selection::{Scope, Selection, select};
pub use summary::{ColumnSummary, FirstRow, summary};

pub(crate) use entries::Kept;
pub(crate) use exile::Exile;
pub(crate) use home::nowhere;
pub(crate) use key::{KeyPart, KnownBy, parts, replaced, target_key};
pub(crate) use sketch::{Sketch, hash_of};
pub(crate) use spool::Spool;
pub(crate) use table::{copy_statement, forget, knows};

/// What is kept of a value: text and blob as their bytes, integer in decimal,
/// real as eight bytes (IEEE 754, most significant first).
pub fn value_bytes(value: Value<'_>) -> Cow<'_, [u8]> {
    match value {
        Value::Null => (&[][..]).into(),
        Value::Integer(number) => number.to_string().into_bytes().into(),
        Value::Real(number) => number.to_be_bytes().to_vec().into(),
        Value::Text(bytes) | Value::Blob(bytes) => bytes.into(),
    }
}

/// The value that [`value_bytes`] made bytes of; says what is wrong where it cannot be read.
///
/// # Errors
/// The storage class is none of SQLite's, or the bytes are not what it says.
pub fn value_of<'a>(storage_class: &str, bytes: &'a [u8]) -> std::result::Result<Value<'a>, &'static str> {
    match storage_class {
        "null" => Ok(Value::Null),
        "text" => Ok(Value::Text(bytes)),
        "blob" => Ok(Value::Blob(bytes)),
        "integer" => {
            let number = std::str::from_utf8(bytes).ok().and_then(|digits| digits.parse().ok());
            number.map(Value::Integer).ok_or("its bytes are no integer of 64 bits in decimal")
        }
        "real" => match bytes.try_into().map(f64::from_be_bytes) {
            Ok(number) if !number.is_nan() => Ok(Value::Real(number)),
            Ok(_) | Err(_) => Err("its bytes are no real: float8send(1.5) makes the eight bytes of one"),
        },
        _ => Err("its storage class is none of null, integer, real, text and blob"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_storage_class_are_the_value() {
        for value in
            [Value::Integer(i64::MIN), Value::Real(-0.1), Value::Text(b"a\0\xff"), Value::Blob(b"\0"), Value::Null]
        {
            assert_eq!(value_of(value.storage_class().name(), &value_bytes(value)), Ok(value));
        }
        for (class, bytes) in [("integer", &b"1.5"[..]), ("real", b"1.5"), ("real", &[0xff; 8]), ("date", b"")] {
            assert!(value_of(class, bytes).is_err(), "{class}");
        }
    }
}
