//! Hashes of rows and of their values by what they mean.

use rusqlite::Row;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::BUCKETS;
use crate::Result;
use crate::verify::cells::{self, Kept};
use crate::verify::job::Job;
use crate::verify::layout::{ColumnCheck, Layout};
use crate::verify::meaning::{Meaning, Scratch, of_source, of_target, unpaired};
use crate::verify::postgres::TargetRows;
use crate::verify::substitute;

/// What of a row is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prints {
    /// The row and its key; buckets go by the key, so that both sides of a changed row are in one.
    RowAndKey,
    /// The row alone, which is enough to see whether there are differences; buckets go by the row.
    Row,
}

/// A row by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    /// Of its key, or of all its values where it has none or was not asked for it.
    pub identity: u128,
    /// Of all its values.
    pub row: u128,
    /// Where its identity puts it.
    pub bucket: usize,
}

impl Print {
    /// From the hashes of all values.
    fn of(layout: &Layout, prints: Prints, cells: impl Fn(usize, &mut Sha256)) -> Print {
        let of = |columns: &mut dyn Iterator<Item = usize>| {
            let mut hasher = Sha256::new();
            for column in columns {
                cells(column, &mut hasher);
            }
            short(hasher)
        };
        let row = of(&mut (0..layout.columns.len()));
        let key = layout.key.as_ref().filter(|_| prints == Prints::RowAndKey);
        let identity = key.map_or(row, |key| of(&mut key.iter().copied()));
        Print { identity, row, bucket: (identity % BUCKETS as u128) as usize }
    }
}

fn short(hasher: Sha256) -> u128 {
    let digest: [u8; 32] = hasher.finalize().into();
    let (first, _) = digest.split_first_chunk::<16>().expect("32 bytes hold 16");
    u128::from_be_bytes(*first)
}

/// The print of a row of SQLite; `kept` receives where each value is kept.
pub(super) fn of_source_row(job: &mut Job<'_>, prints: Prints, row: &Row<'_>, kept: &mut Vec<Kept>) -> Result<Print> {
    let layout = job.layout;
    kept.clear();
    kept.resize(layout.columns.len(), Kept::InRow);
    for (column, kept) in kept.iter_mut().enumerate() {
        if !job.quarantine.has(column) {
            continue;
        }
        let value = cells::value_at(layout, row, column)?;
        if job.quarantine.claim(column, cells::place_of(layout, row)?, value) {
            *kept = Kept::InQuarantine;
        }
    }
    let scratch = std::cell::RefCell::new(&mut job.scratch);
    Ok(Print::of(layout, prints, |column, hasher| {
        let value = row.get_ref(column).unwrap_or(ValueRef::Null);
        feed_source(&layout.columns[column], kept[column], value, &mut scratch.borrow_mut(), hasher);
    }))
}

/// The print of a row of PostgreSQL.
pub(super) fn of_target_row(layout: &Layout, prints: Prints, row: &TargetRows<'_>, scratch: &mut Scratch) -> Print {
    let scratch = std::cell::RefCell::new(scratch);
    Print::of(layout, prints, |column, hasher| {
        feed_target(&layout.columns[column], row.field(column), &mut scratch.borrow_mut(), hasher);
    })
}

/// The hash of one value of SQLite.
pub(super) fn of_source_value(check: &ColumnCheck, kept: Kept, value: ValueRef<'_>, scratch: &mut Scratch) -> u128 {
    let mut hasher = Sha256::new();
    feed_source(check, kept, value, scratch, &mut hasher);
    short(hasher)
}

/// The hash of one value of PostgreSQL.
pub(super) fn of_target_value(check: &ColumnCheck, field: Option<&[u8]>, scratch: &mut Scratch) -> u128 {
    let mut hasher = Sha256::new();
    feed_target(check, field, scratch, &mut hasher);
    short(hasher)
}

fn feed_source(check: &ColumnCheck, kept: Kept, value: ValueRef<'_>, scratch: &mut Scratch, hasher: &mut Sha256) {
    let meaning = match kept {
        Kept::InRow => of_source(&check.reading, value, &mut scratch.source),
        Kept::InQuarantine => Some(substitute::expected(check, value, &mut scratch.source)),
    };
    match meaning {
        Some(meaning) => feed(unpaired(&check.reading, meaning), hasher),
        None => hasher.update(b"a value that the rule does not name"),
    }
}

fn feed_target(check: &ColumnCheck, field: Option<&[u8]>, scratch: &mut Scratch, hasher: &mut Sha256) {
    let meaning = match field {
        None => Some(Meaning::Null),
        Some(field) => of_target(&check.reading, field, &mut scratch.target),
    };
    match meaning {
        Some(meaning) => feed(unpaired(&check.reading, meaning), hasher),
        None => hasher.update(b"a value that SQLite cannot hold"),
    }
}

fn feed(meaning: Meaning<'_>, hasher: &mut Sha256) {
    match meaning {
        Meaning::Null => hasher.update(b"0"),
        Meaning::Integer(value) => {
            hasher.update(b"i");
            hasher.update(value.to_be_bytes());
        }
        Meaning::Double(bits) => {
            hasher.update(b"d");
            hasher.update(bits.to_be_bytes());
        }
        Meaning::Zoned(time, offset) => {
            hasher.update(b"z");
            hasher.update(time.to_be_bytes());
            hasher.update(offset.to_be_bytes());
        }
        Meaning::Bytes(bytes) => {
            hasher.update(b"b");
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        }
        Meaning::Digest { length, sha256 } => {
            hasher.update(b"h");
            hasher.update(length.to_be_bytes());
            hasher.update(sha256);
        }
    }
}
