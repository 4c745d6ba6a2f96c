//! # mixed-spelling
//!
//! The texts of a date or time column are spelled in more than one way:
//! with and without a fraction, with a blank and with a `T`.
//!
//! **Why it matters.** SQLite compares and sorts such texts by their spelling,
//! PostgreSQL by the time they name; and the spelling itself is not kept.

use super::{Detector, Facts, Hazard, MovedColumn, Severity};
use crate::mapping::Rule;

pub(super) const DETECTOR: Detector = Detector { id: "mixed-spelling", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .columns
        .iter()
        .filter(|column| matches!(column.mapping.rule, Rule::Temporal | Rule::LocalTime(_) | Rule::EpochMillis))
        .filter(|column| column.facts.texts.spellings.len() > 1)
        .map(|column| hazard(column))
        .collect()
}

fn hazard(column: &MovedColumn<'_>) -> Hazard {
    let spellings = &column.facts.texts.spellings;
    let counts: Vec<String> =
        spellings.iter().map(|(spelling, tally)| format!("{spelling} ({})", tally.count)).collect();
    let rarest = spellings.values().min_by_key(|tally| tally.count);
    Hazard {
        id: DETECTOR.id,
        severity: Severity::Notice,
        table: Some(column.table.name.clone()),
        object: Some(column.column.name.clone()),
        message: format!("times are spelled in {} ways: {}", spellings.len(), counts.join(", ")),
        remedy: "The times arrive equal; check queries that compare them as text.".to_owned(),
        rows: rarest.cloned(),
    }
}
