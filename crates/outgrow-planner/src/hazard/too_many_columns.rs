//! # too-many-columns
//!
//! A table has more than 1,600 columns, the most that PostgreSQL allows
//! (PostgreSQL documentation, Appendix K "PostgreSQL Limits").

use super::{Detector, Facts, Hazard, Severity};

pub(super) const DETECTOR: Detector = Detector { id: "too-many-columns", detect };

/// MaxHeapAttributeNumber.
const MOST: usize = 1_600;

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .tables
        .iter()
        .map(|position| &facts.catalog.tables[*position])
        .filter(|table| table.columns.len() > MOST)
        .map(|table| Hazard {
            id: DETECTOR.id,
            severity: Severity::Blocking,
            table: Some(table.name.clone()),
            object: None,
            message: format!("it has {} columns, and PostgreSQL allows {MOST}", table.columns.len()),
            remedy: "Split the table in SQLite, then move again.".to_owned(),
            rows: None,
        })
        .collect()
}
