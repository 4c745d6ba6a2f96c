//! # orphans
//!
//! Rows whose parent is missing. SQLite enforces foreign keys only where the
//! application asks for it (`PRAGMA foreign_keys`), so such rows are common.
//!
//! **What happens.** The rows stay, and the foreign key is created NOT VALID:
//! PostgreSQL checks new rows and leaves the old ones alone.

use super::{Detector, Facts, Hazard, Severity};

pub(super) const DETECTOR: Detector = Detector { id: "orphans", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    let mut found = Vec::new();
    for position in &facts.tables {
        let table = &facts.catalog.tables[*position];
        for (key, orphans) in table.foreign_keys.iter().zip(&facts.profile.tables[*position].orphans) {
            if orphans.count == 0 {
                continue;
            }
            let columns: Vec<&str> = key.columns.iter().map(|at| table.columns[*at].name.as_str()).collect();
            found.push(Hazard {
                id: DETECTOR.id,
                severity: Severity::Attention,
                table: Some(table.name.clone()),
                object: Some(columns.join(", ")),
                message: format!("{} rows have no parent in \"{}\"", orphans.count, key.parent),
                remedy: "Mend the rows, then run ALTER TABLE … VALIDATE CONSTRAINT.".to_owned(),
                rows: Some(orphans.clone()),
            });
        }
    }
    found
}
