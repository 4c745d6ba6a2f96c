//! A count with its first witnesses.

use std::fmt;

use serde::Serialize;

/// How often something was seen, and where first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How often.
    pub count: u64,
    /// The first rows, at most [`Tally::WITNESSES`].
    pub first: Vec<Witness>,
}

/// A row where something was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The row.
    pub row: RowKey,
    /// The value as a person reads it, cut to a short excerpt.
    pub value: String,
}

/// What names a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum RowKey {
    /// The rowid.
    Rowid(i64),
    /// The primary key of a WITHOUT ROWID table, rendered.
    Key(String),
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RowKey::Rowid(rowid) => write!(f, "rowid {rowid}"),
            RowKey::Key(key) => write!(f, "key {key}"),
        }
    }
}

impl Tally {
    /// How many witnesses are kept.
    pub const WITNESSES: usize = 3;

    /// Counts one; `witness` is asked only while witnesses are wanted.
    #[inline]
    pub fn add(&mut self, witness: impl FnOnce() -> Witness) {
        self.count += 1;
        // Nearly always there are witnesses enough, and this is run several times for every value.
        if self.count <= Tally::WITNESSES as u64 {
            self.keep(witness);
        }
    }

    #[cold]
    #[inline(never)]
    fn keep(&mut self, witness: impl FnOnce() -> Witness) {
        self.first.push(witness());
    }

    /// Adds what another part of the same table has seen.
    pub fn merge(&mut self, other: Tally) {
        self.count += other.count;
        let room = Tally::WITNESSES - self.first.len().min(Tally::WITNESSES);
        self.first.extend(other.first.into_iter().take(room));
    }
}
