//! # nocase-column
//!
//! A column compares under NOCASE, RTRIM or a collation of the application.
//!
//! **Why it matters.** `WHERE name = 'ABC'` finds `abc` in SQLite and not in
//! PostgreSQL. Unique keys keep their meaning: they become indexes on
//! `lower(…)`.

use super::{Detector, Facts, Hazard, Severity};

pub(super) const DETECTOR: Detector = Detector { id: "nocase-column", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .columns
        .iter()
        .filter_map(|column| Some((column.column.collation.as_deref().filter(|name| *name != "BINARY")?, column)))
        .map(|(collation, column)| Hazard {
            id: DETECTOR.id,
            severity: Severity::Notice,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: format!("it compares under {collation} in SQLite, and by bytes in PostgreSQL"),
            remedy: "Compare lower(column) with lower(value) in the application's queries.".to_owned(),
            rows: None,
        })
        .collect()
}
