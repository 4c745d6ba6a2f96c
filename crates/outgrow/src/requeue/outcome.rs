//! What became of the values.

use std::collections::BTreeMap;

use crate::quarantine::Kept;

/// How many rows are told for each column.
const FIRST: usize = 5;

/// What became of the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requeued {
    /// One for each column that had values, in the order of tables and columns.
    pub columns: Vec<RequeuedColumn>,
}

/// What became of the values of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequeuedColumn {
    /// The table in PostgreSQL, as SQL writes it.
    pub target_table: String,
    /// The column (PostgreSQL's name).
    pub target_column: String,
    /// How many are in their places now.
    pub placed: u64,
    /// How many are in quarantine still.
    pub remaining: u64,
    /// How many are so for each reason.
    pub reasons: BTreeMap<String, u64>,
    /// The first of these.
    pub first: Vec<KeptRow>,
}

/// A value that stays in quarantine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// The number of its entry.
    pub id: i64,
    /// Its row.
    pub row_key: String,
    /// Why.
    pub reason: String,
}

impl Requeued {
    /// How many are in their places now.
    pub fn placed_count(&self) -> u64 {
        self.columns.iter().map(|column| column.placed).sum()
    }

    /// How many are in quarantine still.
    pub fn remaining_count(&self) -> u64 {
        self.columns.iter().map(|column| column.remaining).sum()
    }

    pub(super) fn placed(&mut self, kept: &Kept) {
        self.column(kept).placed += 1;
    }

    pub(super) fn stays(&mut self, id: i64, kept: &Kept, reason: String) {
        let column = self.column(kept);
        column.remaining += 1;
        *column.reasons.entry(reason.clone()).or_default() += 1;
        if column.first.len() < FIRST {
            column.first.push(KeptRow { id, row_key: kept.row_key.clone(), reason });
        }
    }

    fn column(&mut self, kept: &Kept) -> &mut RequeuedColumn {
        let key = |column: &RequeuedColumn| {
            (column.target_table.as_str(), column.target_column.as_str())
                .cmp(&(kept.target_table.as_str(), kept.target_column.as_str()))
        };
        let position = match self.columns.binary_search_by(key) {
            Ok(position) => position,
            Err(position) => {
                let (target_table, target_column) = (kept.target_table.clone(), kept.target_column.clone());
                let column = RequeuedColumn { target_table, target_column, ..RequeuedColumn::default() };
                self.columns.insert(position, column);
                position
            }
        };
        &mut self.columns[position]
    }
}
