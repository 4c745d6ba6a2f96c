//! # null-in-not-null
//!
//! A column declared NOT NULL holds NULL, because the constraint came after
//! the rows or the schema was edited.
//!
//! **What happens.** The rows stay, and the column allows NULL.

use super::{Detector, Facts, Hazard, Severity};

pub(super) const DETECTOR: Detector = Detector { id: "null-in-not-null", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .columns
        .iter()
        .filter(|column| column.column.not_null && column.facts.nulls.count > 0)
        .map(|column| Hazard {
            id: DETECTOR.id,
            severity: Severity::Attention,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: format!("{} rows have NULL although the column is NOT NULL", column.facts.nulls.count),
            remedy: "The column arrives without NOT NULL; fill the rows and add it afterwards.".to_owned(),
            rows: Some(column.facts.nulls.clone()),
        })
        .collect()
}
