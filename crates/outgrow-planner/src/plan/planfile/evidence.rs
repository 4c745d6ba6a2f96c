//! Evidence in one line.

use super::data_type::short;
use crate::catalog::{pg, sqlite};
use crate::hazard::Hazard;
use crate::plan::ColumnPlan;
use crate::profile::ColumnProfile;

/// A column that is moved, from all sides.
pub(super) struct ColumnView<'a> {
    pub(super) table: &'a sqlite::Table,
    pub(super) source: &'a sqlite::Column,
    pub(super) facts: &'a ColumnProfile,
    pub(super) plan: &'a ColumnPlan,
    pub(super) target: &'a pg::Column,
}

/// `VARCHAR(20) → text: 3 of 10 values are …`
pub(super) fn why(column: &ColumnView<'_>) -> String {
    let declared = column.source.declared_type.as_deref().unwrap_or("no declared type");
    let mapping = &column.plan.mapping;
    format!("{declared} → {}: {}", short(mapping.to), mapping.because)
}

/// `table.object `, as far as a hazard has them.
pub(super) fn place(hazard: &Hazard) -> String {
    match (&hazard.table, &hazard.object) {
        (None, None) => String::new(),
        (Some(one), None) | (None, Some(one)) => format!("{one} "),
        (Some(table), Some(object)) => format!("{table}.{object} "),
    }
}

/// `, first at rowid 17 (abc)`
pub(super) fn first(hazard: &Hazard) -> String {
    match hazard.rows.as_ref().and_then(|rows| rows.first.first()) {
        Some(witness) if witness.value.is_empty() => format!(", first at {}", witness.row),
        Some(witness) => format!(", first at {} ({})", witness.row, witness.value),
        None => String::new(),
    }
}
