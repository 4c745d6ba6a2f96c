//! # forced-type
//!
//! The plan file forces a data type that does not hold every value of a
//! column, and allows that the others go to quarantine.
//!
//! **What happens.** Each value that does not convert is kept byte for byte in
//! `outgrow.quarantine`, and its row arrives with a substitute.

use super::{Detector, Facts, Hazard, MovedColumn, Origin, Severity};
use crate::catalog::pg::DataType;
use crate::mapping::{Obstacle, Reason};
use crate::value::StorageClass;

pub(super) const DETECTOR: Detector = Detector { id: "forced-type", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .columns
        .iter()
        .filter(|column| column.origin == Origin::Copied)
        .filter_map(|column| Some((column, lost(column)?)))
        .map(|(column, obstacle)| Hazard {
            id: DETECTOR.id,
            severity: Severity::Attention,
            table: Some(column.table.name.clone()),
            object: Some(column.column.name.clone()),
            message: format!("the plan file makes it {}, although {obstacle}", column.mapping.to),
            remedy: "What does not convert is kept in outgrow.quarantine; mend it there or in SQLite.".to_owned(),
            rows: obstacle.tally().cloned(),
        })
        .collect()
}

/// What a forced type loses, unless the hazard `unrepresentable` says it.
fn lost<'a>(column: &'a MovedColumn<'_>) -> Option<&'a Obstacle> {
    let Reason::Decided { lost: Some(obstacle) } = &column.mapping.because else { return None };
    let is_text = matches!(column.mapping.to, DataType::Text | DataType::Varchar(_));
    let said = match obstacle {
        Obstacle::Nul { .. } | Obstacle::InvalidUtf8 { .. } => is_text,
        Obstacle::Class { class: StorageClass::Blob, .. } => is_text,
        Obstacle::Class { class: StorageClass::Integer | StorageClass::Real, .. } => {
            column.mapping.to == DataType::Bytea
        }
        _ => false,
    };
    (!said).then_some(obstacle)
}
