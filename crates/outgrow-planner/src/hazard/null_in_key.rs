//! # null-in-primary-key
//!
//! A PRIMARY KEY of a rowid table that is not INTEGER PRIMARY KEY can hold
//! NULL in SQLite (<https://sqlite.org/quirks.html>), and PostgreSQL allows none.
//!
//! **What happens.** The rows stay, and the key becomes UNIQUE, which is what
//! SQLite enforced.

use super::{Detector, Facts, Hazard, Severity};

pub(super) const DETECTOR: Detector = Detector { id: "null-in-primary-key", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    let is_key = |table: &crate::catalog::sqlite::Table, name: &str| {
        let key = table.primary_key.iter().flat_map(|key| &key.columns);
        key.into_iter().any(|part| table.columns[part.column].name == name)
    };
    facts
        .columns
        .iter()
        .filter(|column| column.facts.nulls.count > 0 && is_key(column.table, &column.column.name))
        .map(|column| Hazard {
            id: DETECTOR.id,
            severity: Severity::Notice,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: format!("{} rows have NULL in the primary key", column.facts.nulls.count),
            remedy: "The key becomes UNIQUE; give the rows a key and add PRIMARY KEY afterwards.".to_owned(),
            rows: Some(column.facts.nulls.clone()),
        })
        .collect()
}
