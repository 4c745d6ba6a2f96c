//! # storage-class
//!
//! A column holds texts and blobs side by side, and one data type takes both:
//! `bytea` takes the bytes of the texts, `json` the characters of the blobs.
//!
//! **Why it matters.** The bytes arrive, but PostgreSQL no longer tells which
//! value was TEXT and which BLOB, and a driver returns them alike.

use super::{Detector, Facts, Hazard, Severity};
use crate::mapping::Rule;

pub(super) const DETECTOR: Detector = Detector { id: "storage-class", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    let mixed = facts.columns.iter().filter_map(|column| match column.mapping.rule {
        Rule::Bytes => Some((column, &column.facts.texts.all, "text, and arrive as their bytes")),
        Rule::Json => Some((column, &column.facts.blobs.all, "blobs, and arrive as their characters")),
        _ => None,
    });
    mixed
        .filter(|(_, tally, _)| tally.count > 0)
        .map(|(column, tally, what)| Hazard {
            id: DETECTOR.id,
            severity: Severity::Notice,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: format!("{} values are {what}", tally.count),
            remedy: "Have the application read the column as one type.".to_owned(),
            rows: Some(tally.clone()),
        })
        .collect()
}
