//! The beginning of a record: the columns of its key.

use outgrow_planner::value::Value;
use rusqlite::Connection;

use super::key::{Key, KeyValue};
use crate::source::btree::{bytes_of, value_of, varint};

/// How a file writes its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl Texts {
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Texts> {
        let name: String = connection.query_row("PRAGMA main.encoding", [], |row| row.get(0))?;
        Ok(match name.as_str() {
            "UTF-16le" => Texts::Utf16Le,
            "UTF-16be" => Texts::Utf16Be,
            _ => Texts::Utf8,
        })
    }

    fn text(self, bytes: &[u8]) -> Option<String> {
        let units = |read: fn([u8; 2]) -> u16| {
            let (pairs, rest) = bytes.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().map(|pair| read(*pair)).collect();
            rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
        };
        match self {
            Texts::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
            Texts::Utf16Le => units(u16::from_le_bytes),
            Texts::Utf16Be => units(u16::from_be_bytes),
        }
    }
}

/// The first `columns` values of the record in an index cell; `None` where one of them is not whole
/// in the page, is NULL, or is no text in the file's encoding. Such a key is no place to cut.
pub(super) fn key(cell: &[u8], columns: usize, texts: Texts) -> Option<Key> {
    let (_payload, record) = varint(cell)?;
    let (header, mut types) = varint(record)?;
    let header = usize::try_from(header).ok()?;
    let mut body = record.get(header..)?;
    let mut values = Vec::with_capacity(columns);
    for _ in 0..columns {
        // The types end where the body begins.
        if record.len() - types.len() >= header {
            return None;
        }
        let (code, rest) = varint(types)?;
        types = rest;
        let (value, rest) = value(code, body, texts)?;
        values.push(value);
        body = rest;
    }
    Some(Key(values))
}

fn value(code: u64, body: &[u8], texts: Texts) -> Option<(KeyValue, &[u8])> {
    let (bytes, rest) = body.split_at_checked(usize::try_from(bytes_of(code)?).ok()?)?;
    let value = match value_of(u32::try_from(code).ok()?, bytes) {
        Value::Null => return None,
        Value::Integer(integer) => KeyValue::Integer(integer),
        Value::Real(real) => KeyValue::Real(real),
        Value::Text(text) => KeyValue::Text(texts.text(text)?),
        Value::Blob(blob) => KeyValue::Blob(blob.to_vec()),
    };
    Some((value, rest))
}
