//! # identity-exhausted
//!
//! The largest rowid is 9223372036854775807, the last there is.
//!
//! **Why it matters.** SQLite then picks unused rowids at random, or refuses under
//! AUTOINCREMENT. An identity column of PostgreSQL refuses every row that brings no value.

use super::{Detector, Facts, Hazard, Severity};

pub(super) const DETECTOR: Detector = Detector { id: "identity-exhausted", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .columns
        .iter()
        .filter(|column| {
            column.table.rowid_alias().is_some_and(|at| column.table.columns[at].name == column.column.name)
        })
        .filter(|column| {
            let largest = column.facts.integers.range.map(|(_, max)| max);
            largest == Some(i64::MAX) || column.table.autoincrement == Some(i64::MAX)
        })
        .map(|column| Hazard {
            id: DETECTOR.id,
            severity: Severity::Attention,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: format!("the largest rowid is {}; a row without a value of its own will be refused", i64::MAX),
            remedy: "Give that row another value, then ALTER TABLE … ALTER COLUMN … RESTART WITH a free one."
                .to_owned(),
            rows: None,
        })
        .collect()
}
