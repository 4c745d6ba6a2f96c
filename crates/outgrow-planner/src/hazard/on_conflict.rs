//! # on-conflict
//!
//! A constraint says what to do when a row breaks it: `UNIQUE ON CONFLICT REPLACE`,
//! `NOT NULL ON CONFLICT IGNORE`.
//!
//! **Why it matters.** The constraint arrives and holds, but PostgreSQL always
//! refuses the row: an INSERT that replaced a row, or was left out in silence, fails.
//!
//! **What to do.** Write INSERT … ON CONFLICT (…) DO UPDATE or DO NOTHING.

use super::{Detector, Facts, Hazard, Severity};
use crate::catalog::sqlite::Table;
use crate::catalog::sqlite::parse::{self, ConflictText, Resolution};

pub(super) const DETECTOR: Detector = Detector { id: "on-conflict", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    let tables = facts.tables.iter().map(|position| &facts.catalog.tables[*position]);
    tables.flat_map(|table| conflicts(table).into_iter().map(|clause| hazard(table, &clause))).collect()
}

fn conflicts(table: &Table) -> Vec<ConflictText> {
    // Most tables have none, and need not be parsed again.
    if !table.sql.to_ascii_lowercase().contains("conflict") {
        return Vec::new();
    }
    parse::table(&table.sql).map(|text| text.conflicts).unwrap_or_default()
}

fn hazard(table: &Table, clause: &ConflictText) -> Hazard {
    let (word, remedy) = match clause.resolution {
        Resolution::Replace => {
            ("REPLACE", "Write INSERT … ON CONFLICT (…) DO UPDATE where the application replaces rows.")
        }
        Resolution::Ignore => {
            ("IGNORE", "Write INSERT … ON CONFLICT DO NOTHING where the application leaves rows out.")
        }
        Resolution::Fail => ("FAIL", "Expect a statement that fails to change no row at all."),
        Resolution::Rollback => ("ROLLBACK", "End the transaction in the application when a statement fails."),
    };
    Hazard {
        id: DETECTOR.id,
        severity: Severity::Attention,
        table: Some(table.name.clone()),
        object: Some(clause.columns.join(", ")),
        message: format!("{} has ON CONFLICT {word}; PostgreSQL refuses the row instead", clause.constraint),
        remedy: remedy.to_owned(),
        rows: None,
    }
}
