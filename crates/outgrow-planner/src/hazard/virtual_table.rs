//! # virtual-table
//!
//! A virtual table of a module that PostgreSQL does not have: full-text search, R*Tree.
//!
//! **What happens.** Its rows arrive as an ordinary table of the same name.
//!
//! **Why it matters.** `MATCH`, ranking and the module's own functions do not work there.

use super::{Detector, Facts, Hazard, Severity};
use crate::catalog::sqlite::CatalogNames;

pub(super) const DETECTOR: Detector = Detector { id: "virtual-table", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    if facts.catalog.virtual_tables.is_empty() {
        return Vec::new();
    }
    let names = CatalogNames::of(facts.catalog);
    let moved = facts.catalog.virtual_tables.iter().filter(|table| names.table(&table.name).is_some());
    moved
        .map(|table| Hazard {
            id: DETECTOR.id,
            severity: Severity::Attention,
            table: Some(table.name.clone()),
            object: None,
            message: format!("it is a virtual table of module \"{}\" and becomes an ordinary one", table.module),
            remedy: "Rewrite the searches that the module answered.".to_owned(),
            rows: None,
        })
        .collect()
}
