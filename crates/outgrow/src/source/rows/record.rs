//! A record: "Database File Format", section 2.1.

use outgrow_planner::value::Value;
use rusqlite::types;

use super::RowValues;
use super::layout::Place;
use super::leaf::short_varint;

/// One field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Field {
    /// SQLite's serial type.
    code: u64,
    start: usize,
    bytes: usize,
}

/// Where the fields of a record lie.
#[derive(Default)]
pub(super) struct Fields {
    fields: Vec<Field>,
    /// Behind the last field.
    end: usize,
    longest: usize,
}

/// A header that tells of more bytes than this has more columns than SQLite allows.
const MOST_HEADER: u64 = 98_307;

/// The bytes of the header of the record that begins so; `None` where there can be no such.
#[inline]
pub(super) fn header_bytes(record: &[u8]) -> Option<usize> {
    let (bytes, _) = short_varint(record)?;
    (bytes > 0 && bytes <= MOST_HEADER).then_some(bytes as usize)
}

impl Fields {
    /// Finds the first `most` fields by the header, which `record` begins with and has whole.
    #[inline]
    pub(super) fn read(&mut self, record: &[u8], header: usize, most: usize) -> Option<()> {
        self.fields.clear();
        self.longest = 0;
        let (_, types) = short_varint(record)?;
        let mut types = types.get(..header.checked_sub(record.len() - types.len())?)?;
        let mut start = header;
        while !types.is_empty() && self.fields.len() < most {
            let (code, rest) = short_varint(types)?;
            let bytes = content_bytes(code)?;
            self.fields.push(Field { code, start, bytes });
            self.longest = self.longest.max(bytes);
            start += bytes;
            types = rest;
        }
        self.end = start;
        Some(())
    }

    /// How many fields there are.
    #[inline]
    pub(super) fn count(&self) -> usize {
        self.fields.len()
    }

    /// Where the last field ends, in bytes from the beginning of the record.
    #[inline]
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The bytes of the longest field.
    #[inline]
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}

/// The bytes that a value of a serial type has; `None` for the two that stand in no file.
#[inline]
fn content_bytes(code: u64) -> Option<usize> {
    const SMALL: [u8; 10] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];
    match code {
        0..=9 => Some(usize::from(SMALL[code as usize])),
        10 | 11 => None,
        // SQLite's limit of a value is 2^31 - 1 bytes.
        12..=0xffff_ffff => Some(((code - 12) / 2) as usize),
        _ => None,
    }
}

/// One row.
pub(crate) struct Record<'a> {
    pub(super) rowid: i64,
    pub(super) bytes: &'a [u8],
    pub(super) fields: &'a Fields,
    pub(super) places: &'a [Place],
    /// What stands for fields that a record does not have, because their columns were added later.
    pub(super) later: &'a [Option<types::Value>],
}

impl Record<'_> {
    #[inline]
    fn field(&self, number: usize) -> Value<'_> {
        match self.fields.fields.get(number) {
            Some(field) => decoded(field.code, &self.bytes[field.start..field.start + field.bytes]),
            None => match self.later.get(number) {
                Some(Some(value)) => super::value_of(value.into()),
                Some(None) | None => Value::Null,
            },
        }
    }
}

impl RowValues for Record<'_> {
    #[inline]
    fn value(&self, position: usize) -> rusqlite::Result<Value<'_>> {
        match self.places.get(position) {
            Some(Place::Field(number)) => Ok(self.field(*number)),
            Some(Place::Rowid) => Ok(Value::Integer(self.rowid)),
            Some(Place::RealField(number)) => Ok(match self.field(*number) {
                // As SQLite does it: such an integer has no more than 48 bits.
                Value::Integer(integer) => Value::Real(integer as f64),
                other @ (Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) => other,
            }),
            None => Err(rusqlite::Error::InvalidColumnIndex(position)),
        }
    }
}

/// The value of a serial type; `bytes` are as many as it has.
#[inline]
fn decoded(code: u64, bytes: &[u8]) -> Value<'_> {
    match code {
        0 => Value::Null,
        1..=6 => Value::Integer(integer(bytes)),
        7 => real(bytes),
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        code if code % 2 == 0 => Value::Blob(bytes),
        _ => Value::Text(bytes),
    }
}

/// A big-endian integer of up to eight bytes in two's complement.
#[inline]
fn integer(bytes: &[u8]) -> i64 {
    match *bytes {
        [a] => i64::from(a.cast_signed()),
        [a, b] => i64::from(i16::from_be_bytes([a, b])),
        [a, b, c] => i64::from(i32::from_be_bytes([a, b, c, 0]) >> 8),
        [a, b, c, d] => i64::from(i32::from_be_bytes([a, b, c, d])),
        [a, b, c, d, e, f] => i64::from_be_bytes([a, b, c, d, e, f, 0, 0]) >> 16,
        [a, b, c, d, e, f, g, h] => i64::from_be_bytes([a, b, c, d, e, f, g, h]),
        _ => 0,
    }
}

/// A double; SQLite reads NaN as NULL.
#[inline]
fn real(bytes: &[u8]) -> Value<'_> {
    let number = bytes.first_chunk::<8>().map_or(f64::NAN, |bytes| f64::from_be_bytes(*bytes));
    if number.is_nan() { Value::Null } else { Value::Real(number) }
}
