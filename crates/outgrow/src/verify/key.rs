//! Keys of rows, ordered by what they mean.

use std::cmp::Ordering;
use std::ops::Range;

use rusqlite::Row;

use super::cells::value_at;
use super::layout::Layout;
use super::meaning::{Meaning, Scratch, of_source, of_target};
use super::postgres::TargetRows;
use crate::Result;

/// The key of one row; it is filled anew for each row, so that it rarely allocates.
#[derive(Default)]
pub(super) struct Key {
    parts: Vec<Part>,
    bytes: Vec<u8>,
}

enum Part {
    Integer(i64),
    Bytes(Range<usize>),
}

/// Whether a key has a place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// It has.
    Yes,
    /// A part of it is NULL, or a value that the rule does not name, or of a kind without order.
    No,
}

impl Key {
    /// Reads the key of a row of SQLite.
    pub(super) fn read_source(&mut self, layout: &Layout, row: &Row<'_>, scratch: &mut Scratch) -> Result<Placed> {
        self.clear();
        for column in layout.key.iter().flatten() {
            let value = value_at(layout, row, *column)?;
            let meaning = of_source(&layout.columns[*column].reading, value, &mut scratch.source);
            if self.push(meaning) == Placed::No {
                return Ok(Placed::No);
            }
        }
        Ok(Placed::Yes)
    }

    /// Reads the key of a row of PostgreSQL.
    pub(super) fn read_target(&mut self, layout: &Layout, row: &TargetRows<'_>, scratch: &mut Scratch) -> Placed {
        self.clear();
        for column in layout.key.iter().flatten() {
            let Some(field) = row.field(*column) else { return Placed::No };
            let meaning = of_target(&layout.columns[*column].reading, field, &mut scratch.target);
            if self.push(meaning) == Placed::No {
                return Placed::No;
            }
        }
        Placed::Yes
    }

    fn clear(&mut self) {
        self.parts.clear();
        self.bytes.clear();
    }

    fn push(&mut self, meaning: Option<Meaning<'_>>) -> Placed {
        match meaning {
            Some(Meaning::Integer(value)) => self.parts.push(Part::Integer(value)),
            Some(Meaning::Bytes(bytes)) => {
                let start = self.bytes.len();
                self.bytes.extend_from_slice(bytes);
                self.parts.push(Part::Bytes(start..self.bytes.len()));
            }
            None | Some(Meaning::Null | Meaning::Double(_) | Meaning::Zoned(..) | Meaning::Digest { .. }) => {
                return Placed::No;
            }
        }
        Placed::Yes
    }

    /// Compares part by part, numbers by value and all else by bytes.
    pub(super) fn compare(&self, other: &Key) -> Ordering {
        let parts = self.parts.iter().zip(&other.parts).map(|(left, right)| match (left, right) {
            (Part::Integer(left), Part::Integer(right)) => left.cmp(right),
            (Part::Bytes(left), Part::Bytes(right)) => self.bytes[left.clone()].cmp(&other.bytes[right.clone()]),
            (Part::Integer(_), Part::Bytes(_)) => Ordering::Less,
            (Part::Bytes(_), Part::Integer(_)) => Ordering::Greater,
        });
        parts.fold(Ordering::Equal, Ordering::then)
    }
}
