//! # unread-definition
//!
//! SQLite accepts a CREATE TABLE text that the parser of Outgrow cannot read:
//! with odd blanks, with parentheses nested hundreds deep, with bytes that are
//! not UTF-8.
//!
//! **What happens.** Columns, keys, indexes and foreign keys arrive, because
//! SQLite itself lists them. What only the text says does not: CHECK
//! constraints, the names of constraints, DEFERRABLE, the expressions of
//! generated columns, whose values arrive instead.

use super::{Detector, Facts, Hazard, Severity};

pub(super) const DETECTOR: Detector = Detector { id: "unread-definition", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    let tables = facts.tables.iter().map(|position| &facts.catalog.tables[*position]);
    tables
        .filter_map(|table| Some((table, table.unparsed.as_ref()?)))
        .map(|(table, why)| Hazard {
            id: DETECTOR.id,
            severity: Severity::Attention,
            table: Some(table.name.clone()),
            object: None,
            message: format!("its CREATE TABLE text could not be read: {why}"),
            remedy: "Add its CHECK constraints by hand, and DEFERRABLE where a foreign key has it.".to_owned(),
            rows: None,
        })
        .collect()
}
