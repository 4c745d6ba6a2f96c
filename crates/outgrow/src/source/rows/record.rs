//! A record: "Database File Format", section 2.1.

use outgrow_planner::value::Value;
use rusqlite::types;

use super::RowValues;
use super::layout::Place;
use super::leaf::short_varint;
use crate::source::btree::{bytes_of, value_of};

/// One field of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
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
        let mut types = types.get(..header.checked_sub(record.len() - types.len())?)?.iter();
        let (mut end, mut longest, mut count) = (header as u64, LONGEST_SHORT, 0);
        for field in &mut self.fields {
            let here = types.as_slice();
            let Some(first) = types.next() else { break };
            let (mut code, mut bytes) = (u32::from(*first), u64::from(SHORT[usize::from(*first)]));
            if bytes == LONG {
                (code, bytes, types) = long(here)?;
                longest = longest.max(bytes);
            }
            *field = Field { code, start: end as u32 };
            count += 1;
            end += bytes;
        }
        // Such a record is longer than any that is read whole.
        self.longest = if end > u64::from(u32::MAX) { u64::MAX } else { longest };
        (self.count, self.end) = (count, end);
        Some(())
    }

    /// Those that the record has.
    #[inline]
    pub(super) fn found(&self) -> &[Field] {
        &self.fields[..self.count]
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

/// The bytes of the longest value whose serial type has one byte.
const LONGEST_SHORT: u64 = 57;

/// The bytes of the values whose serial types are written in one byte.
const SHORT: [u8; 256] = {
    let mut table = [LONG as u8; 256];
    let mut code = 0;
    while code < 0x80 {
        if let Some(bytes) = bytes_of(code as u64) {
            table[code] = bytes as u8;
        }
        code += 1;
    }
    table
};
/// A byte that is no whole serial type, or none at all.
const LONG: u64 = 0xff;

/// A serial type of more than one byte, the bytes of its values, and what follows; `None` for one
/// that stands in no file.
fn long(types: &[u8]) -> Option<(u32, u64, std::slice::Iter<'_, u8>)> {
    let (code, rest) = short_varint(types)?;
    // A serial type of one byte is not written in more.
    let bytes = bytes_of(code).filter(|_| code >= 0x80)?;
    Some((u32::try_from(code).ok()?, bytes, rest.iter()))
}

/// One row.
pub(crate) struct Record<'a> {
    pub(super) rowid: i64,
    pub(super) bytes: &'a [u8],
    /// Those that the record has.
    pub(super) fields: &'a [Field],
    pub(super) places: &'a [Place],
    /// What stands for fields that a record does not have, because their columns were added later.
    pub(super) later: &'a [Option<types::Value>],
}

impl Record<'_> {
    #[allow(clippy::inline_always, reason = "measured: what is done with a value is decided once")]
    #[inline(always)]
    fn field(&self, number: usize) -> Value<'_> {
        match self.fields.get(number) {
            Some(Field { code, start }) => value_of(*code, &self.bytes[*start as usize..]),
            None => self.added_later(number),
        }
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
    #[allow(clippy::inline_always, reason = "as above")]
    #[inline(always)]
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
