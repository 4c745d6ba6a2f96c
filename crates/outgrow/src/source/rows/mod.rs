//! Rows taken from the leaf pages of a table, without SQLite's virtual machine.
//!
//! It is what reading a large table costs the least by. Tables whose rows are more than
//! their records - generated columns, modules, texts in UTF-16 - are left to SQLite's own SELECT.

mod fetched;
mod keyed;
mod layout;
mod leaf;
mod walk;
mod payload;
mod parts;
mod record;
mod scan;
#[cfg(test)]
mod tests;

pub(crate) use keyed::{KeyLayout, KeyScan, Taken};
pub(crate) use layout::Layout;
pub(crate) use scan::{Found, Scan};

use outgrow_planner::value::Value;
use rusqlite::types::ValueRef;

/// The values of one row, wherever it was read.
pub(crate) trait RowValues {
    /// The value at a position of what was asked for; there must be such a position.
    fn value(&self, position: usize) -> Value<'_>;
}

impl RowValues for rusqlite::Row<'_> {
    #[inline]
    fn value(&self, position: usize) -> Value<'_> {
        // SQLite refuses no other positions than those beyond the SELECT.
        value_of(self.get_ref(position).expect("a position of the SELECT"))
    }
}

/// A value where it lies, without a copy.
#[inline]
pub(crate) fn value_of(value: ValueRef<'_>) -> Value<'_> {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => Value::Integer(integer),
        ValueRef::Real(real) => Value::Real(real),
        ValueRef::Text(text) => Value::Text(text),
        ValueRef::Blob(blob) => Value::Blob(blob),
    }
}
