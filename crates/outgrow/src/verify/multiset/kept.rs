//! Rows that were fetched to be told.

use std::collections::HashSet;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::print::Print;
use crate::verify::cells::Kept;
use crate::verify::layout::Layout;
use crate::verify::postgres::TargetRows;

/// How many rows of a side are kept.
const MAX_ROWS: usize = 500;
/// How many bytes of values of a side are kept, beyond the first row.
const MAX_BYTES: usize = 16 << 20;

/// Rows of both sides that have no equal on the other.
#[derive(Default)]
pub(super) struct KeptRows {
    /// Of SQLite.
    pub source: Vec<SourceRow>,
    /// Of PostgreSQL.
    pub target: Vec<TargetRow>,
    /// Rows of SQLite beyond those that are kept.
    pub more_source: u64,
    /// Rows of PostgreSQL beyond those that are kept.
    pub more_target: u64,
    wanted: HashSet<u128>,
    source_bytes: usize,
    target_bytes: usize,
}

/// A row of SQLite.
pub(super) struct SourceRow {
    /// Of its key, where it has one.
    pub identity: u128,
    /// The values, then the rowid.
    pub values: Vec<OwnedValue>,
    /// Where each value is kept.
    pub kept: Vec<Kept>,
}

/// A row of PostgreSQL.
pub(super) struct TargetRow {
    /// Of its key, where it has one.
    pub identity: u128,
    /// The fields.
    pub fields: Vec<Option<Vec<u8>>>,
}

/// A value of SQLite; its text need not be UTF-8.
pub(super) enum OwnedValue {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl OwnedValue {
    fn of(value: ValueRef<'_>) -> OwnedValue {
        match value {
            ValueRef::Null => OwnedValue::Null,
            ValueRef::Integer(integer) => OwnedValue::Integer(integer),
            ValueRef::Real(real) => OwnedValue::Real(real),
            ValueRef::Text(text) => OwnedValue::Text(text.to_vec()),
            ValueRef::Blob(blob) => OwnedValue::Blob(blob.to_vec()),
        }
    }

    /// The value, borrowed.
    pub(super) fn borrowed(&self) -> ValueRef<'_> {
        match self {
            OwnedValue::Null => ValueRef::Null,
            OwnedValue::Integer(integer) => ValueRef::Integer(*integer),
            OwnedValue::Real(real) => ValueRef::Real(*real),
            OwnedValue::Text(text) => ValueRef::Text(text),
            OwnedValue::Blob(blob) => ValueRef::Blob(blob),
        }
    }
}

impl KeptRows {
    /// Keeps a row of SQLite, or only counts it.
    pub(super) fn keep_source(&mut self, layout: &Layout, row: &Row<'_>, print: Print, kept: &[Kept]) {
        if self.source.len() >= MAX_ROWS || self.source_bytes > MAX_BYTES {
            self.more_source += 1;
            return;
        }
        let value = |column| OwnedValue::of(row.get_ref(column).unwrap_or(ValueRef::Null));
        let values: Vec<OwnedValue> = (0..=layout.rowid_position()).map(value).collect();
        self.source_bytes += values.iter().map(|value| length(value.borrowed())).sum::<usize>();
        self.wanted.insert(print.identity);
        self.source.push(SourceRow { identity: print.identity, values, kept: kept.to_vec() });
    }

    /// Keeps a row of PostgreSQL, or only counts it; those whose counterpart is kept come first.
    pub(super) fn keep_target(&mut self, layout: &Layout, row: &TargetRows<'_>, print: Print) {
        let wanted = layout.key.is_some() && self.wanted.remove(&print.identity);
        let most = if wanted { 2 * MAX_ROWS } else { MAX_ROWS };
        if self.target.len() >= most || self.target_bytes > MAX_BYTES {
            self.more_target += 1;
            return;
        }
        let fields: Vec<_> = (0..layout.columns.len()).map(|column| row.field(column).map(<[u8]>::to_vec)).collect();
        self.target_bytes += fields.iter().flatten().map(Vec::len).sum::<usize>();
        self.target.push(TargetRow { identity: print.identity, fields });
    }
}

fn length(value: ValueRef<'_>) -> usize {
    match value {
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => 8,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
    }
}
