//! # renamed
//!
//! A name is too long for PostgreSQL (63 bytes), or collides with another.
//!
//! **What happens.** It gets a stable short name: its beginning and a hash of
//! the whole, or a number.

use super::{Detector, Facts, Hazard, Severity, Usage};

pub(super) const DETECTOR: Detector = Detector { id: "renamed", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .renamed
        .iter()
        .map(|renamed| Hazard {
            id: DETECTOR.id,
            severity: severity(renamed.usage),
            table: renamed.table.clone(),
            object: Some(renamed.from.clone()),
            message: format!("the {} is called {} in PostgreSQL", renamed.kind, renamed.to),
            remedy: "Use the new name in the application.".to_owned(),
            rows: None,
        })
        .collect()
}

fn severity(usage: Usage) -> Severity {
    match usage {
        Usage::InQueries => Severity::Attention,
        Usage::Internal => Severity::Notice,
    }
}
