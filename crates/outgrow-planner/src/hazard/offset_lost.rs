//! # offset-lost
//!
//! Texts with a UTC offset become `timestamptz`, which keeps the instant and
//! forgets the offset it was written with.

use super::{Detector, Facts, Hazard, Severity};
use crate::catalog::pg::DataType;
use crate::mapping::Rule;

pub(super) const DETECTOR: Detector = Detector { id: "offset-lost", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .columns
        .iter()
        .filter(|column| matches!(column.mapping.rule, Rule::Temporal | Rule::LocalTime(_) | Rule::EpochMillis))
        // A time of day keeps its offset.
        .filter(|column| column.mapping.to != DataType::TimeTz)
        .filter(|column| column.facts.texts.nonzero_offset.count > 0)
        .map(|column| Hazard {
            id: DETECTOR.id,
            severity: Severity::Notice,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: format!(
                "{} values have an offset other than UTC; the instant stays, the offset does not",
                column.facts.texts.nonzero_offset.count
            ),
            remedy: "Keep the offset in a column of its own if the application shows it.".to_owned(),
            rows: Some(column.facts.texts.nonzero_offset.clone()),
        })
        .collect()
}
