//! A record: "Database File Format", section 2.1.

use outgrow_planner::value::Value;
use rusqlite::types;

use super::RowValues;
use super::layout::Place;
use super::leaf::short_varint;

/// One field of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Field {
    /// SQLite's serial type.
    code: u32,
    /// Where its value begins.
    start: u32,
}

/// Where the fields of a record lie.
pub(super) struct Fields {
    /// One for each column; those that a record does not have are those of another one.
    fields: Vec<Field>,
    count: usize,
    /// Behind the last field.
    end: u64,
    /// No field has more bytes than this.
    longest: u64,
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
    /// For records of so many columns.
    pub(super) fn of(columns: usize) -> Fields {
        Fields { fields: vec![Field::default(); columns], count: 0, end: 0, longest: 0 }
    }

    /// Finds the fields by the header, which `record` begins with and has whole.
    #[inline]
    pub(super) fn read(&mut self, record: &[u8], header: usize) -> Option<()> {
        let (_, types) = short_varint(record)?;
        let mut types = types.get(..header.checked_sub(record.len() - types.len())?)?;
        let (mut end, mut longest, mut count) = (header as u64, LONGEST_NUMBER, 0);
        for field in &mut self.fields {
            let Some((first, rest)) = types.split_first() else { break };
            let (code, bytes);
            (code, bytes, types) = match SHORT[usize::from(*first)] {
                LONG => long(types)?,
                bytes => (u32::from(*first), u64::from(bytes), rest),
            };
            *field = Field { code, start: end as u32 };
            count += 1;
            end += bytes;
            longest = longest.max(bytes);
        }
        // Such a record is longer than any that is read whole.
        self.longest = if end > u64::from(u32::MAX) { u64::MAX } else { longest };
        (self.count, self.end) = (count, end);
        Some(())
    }

    /// How many fields there are.
    #[inline]
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Where the last field ends, in bytes from the beginning of the record.
    #[inline]
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// No field has more bytes than this.
    #[inline]
    pub(super) fn longest(&self) -> u64 {
        self.longest
    }
}

/// The bytes of the longest number.
const LONGEST_NUMBER: u64 = 8;

/// The bytes of the values whose serial types are written in one byte.
const SHORT: [u8; 256] = {
    let mut bytes = [LONG; 256];
    let numbers = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];
    let mut code = 0;
    while code < 0x80 {
        // Serial types 10 and 11 stand in no file.
        if code < numbers.len() {
            bytes[code] = numbers[code];
        } else if code >= 12 {
            bytes[code] = (code as u8 - 12) / 2;
        }
        code += 1;
    }
    bytes
};
/// A byte that is no whole serial type.
const LONG: u8 = 0xff;

/// A serial type of more than one byte, the bytes of its values, and what follows; `None` for one
/// that stands in no file.
fn long(types: &[u8]) -> Option<(u32, u64, &[u8])> {
    let (code, rest) = short_varint(types)?;
    let bytes = code.checked_sub(12).filter(|_| code >= 0x80)? / 2;
    Some((u32::try_from(code).ok()?, bytes, rest))
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
        if number >= self.fields.count {
            return self.added_later(number);
        }
        let Field { code, start } = self.fields.fields[number];
        decoded(code, &self.bytes[start as usize..])
    }

    #[cold]
    fn added_later(&self, number: usize) -> Value<'_> {
        match self.later.get(number) {
            Some(Some(value)) => super::value_of(value.into()),
            Some(None) | None => Value::Null,
        }
    }
}

impl RowValues for Record<'_> {
    #[inline]
    fn value(&self, position: usize) -> Value<'_> {
        match self.places[position] {
            Place::Field(number) => self.field(number),
            Place::Rowid => Value::Integer(self.rowid),
            Place::RealField(number) => match self.field(number) {
                // As SQLite does it: such an integer has no more than 48 bits.
                Value::Integer(integer) => Value::Real(integer as f64),
                other @ (Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) => other,
            },
        }
    }
}

/// The value of a serial type that `bytes` begin with; they have all of it.
#[inline]
fn decoded(code: u32, bytes: &[u8]) -> Value<'_> {
    match code {
        0 => Value::Null,
        1 => Value::Integer(i64::from(bytes[0].cast_signed())),
        2 => Value::Integer(i64::from(i16::from_be_bytes(first(bytes)))),
        3 => Value::Integer(i64::from(i32::from_be_bytes([bytes[0], bytes[1], bytes[2], 0]) >> 8)),
        4 => Value::Integer(i64::from(i32::from_be_bytes(first(bytes)))),
        5 => {
            let [a, b, c, d, e, f] = first(bytes);
            Value::Integer(i64::from_be_bytes([a, b, c, d, e, f, 0, 0]) >> 16)
        }
        6 => Value::Integer(i64::from_be_bytes(first(bytes))),
        7 => real(f64::from_be_bytes(first(bytes))),
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        code => {
            let bytes = &bytes[..(code as usize - 12) / 2];
            if code % 2 == 0 { Value::Blob(bytes) } else { Value::Text(bytes) }
        }
    }
}

#[inline]
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    *bytes.first_chunk().expect("a record whose fields were found has all their bytes")
}

/// SQLite reads NaN as NULL.
#[inline]
fn real(number: f64) -> Value<'static> {
    if number.is_nan() { Value::Null } else { Value::Real(number) }
}
