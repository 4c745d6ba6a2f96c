//! Facts about values: what one pass over every value has seen.

mod column;
mod tally;
mod spellings;
mod text;
mod observe;
mod bytes;
mod classify;
mod json;
mod digits;
mod excerpt;
mod digest;
mod merge;

pub use column::{BlobFacts, ColumnProfile, IntegerFacts, RealFacts, TextFacts};
pub use digest::{LongClass, LongDigest, RowDigest};
pub use observe::LongValue;
pub use spellings::Spellings;
pub use tally::{RowKey, Tally, Witness};
pub use text::{ByShape, Shape, ShapeCounts};

/// What every value of every table is, in the order of [`crate::catalog::sqlite::Catalog::tables`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// One for each table; shadow and internal tables have an empty one.
    pub tables: Vec<TableProfile>,
}

/// What the values of one table are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableProfile {
    /// Rows.
    pub rows: u64,
    /// Bytes of all values: 8 for a number, the length of a text or blob.
    pub bytes: u64,
    /// The largest row, in bytes of its values.
    pub max_row_bytes: u64,
    /// The wrapping sum of the [`RowDigest`]s of all rows: the same for the same rows, in whatever
    /// order they come.
    pub digest: u128,
    /// One for each column, generated ones included.
    pub columns: Vec<ColumnProfile>,
    /// For each foreign key of the table, in declared order: the rows whose parent is missing.
    pub orphans: Vec<Tally>,
    /// For each foreign key, in declared order: why SQLite itself refuses to enforce it
    /// ("foreign key mismatch"); `None` where it does not refuse.
    pub foreign_key_mismatch: Vec<Option<String>>,
}

impl TableProfile {
    /// The profile of an empty table.
    pub fn empty(columns: usize, foreign_keys: usize) -> TableProfile {
        TableProfile {
            columns: vec![ColumnProfile::default(); columns],
            orphans: vec![Tally::default(); foreign_keys],
            foreign_key_mismatch: vec![None; foreign_keys],
            ..TableProfile::default()
        }
    }
}
