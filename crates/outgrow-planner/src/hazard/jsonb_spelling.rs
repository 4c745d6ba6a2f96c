//! # jsonb-spelling
//!
//! Texts of JSON become `jsonb`, which keeps what they mean and not how they
//! are written: blanks, the order of keys, `1e2` for `100`.
//!
//! **Why it matters.** An application that compares or hashes the text finds
//! another text.

use super::{Detector, Facts, Hazard, Origin, Severity};
use crate::catalog::pg::DataType;

pub(super) const DETECTOR: Detector = Detector { id: "jsonb-spelling", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    let columns = facts.columns.iter().filter(|column| column.origin == Origin::Copied);
    columns
        .filter(|column| column.mapping.to == DataType::Jsonb && column.facts.values() > 0)
        .map(|column| Hazard {
            id: DETECTOR.id,
            severity: Severity::Notice,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: "jsonb keeps the meaning of JSON, not its blanks, its order of keys and its spelling of numbers"
                .to_owned(),
            remedy: "Change the column to json if the application needs the text as it was.".to_owned(),
            rows: None,
        })
        .collect()
}
