//! # widened
//!
//! Values contradict the declared type, so the column takes a wider data type
//! than its name suggests: text in an INTEGER column, fractions in a BIGINT.
//!
//! **Why it matters.** Every value arrives, but the application may have
//! counted on the declared type.

use super::{Detector, Facts, Hazard, MovedColumn, Severity};
use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::mapping::Reason;
use crate::profile::Tally;

pub(super) const DETECTOR: Detector = Detector { id: "widened", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts.columns.iter().filter_map(|column| of_column(column)).collect()
}

fn of_column(column: &MovedColumn<'_>) -> Option<Hazard> {
    let declared = column.column.declared_type.as_deref()?;
    let (rows, what) = contradicting(column)?;
    let to = column.mapping.to;
    Some(Hazard {
        id: DETECTOR.id,
        severity: severity(column),
        table: Some(column.table.name.clone()),
        object: Some(column.column.name.clone()),
        message: format!("declared {declared}, but {} values are {what}; it becomes {to}", rows.count),
        remedy: "Correct the values in SQLite and move again, if the declared type is what you want.".to_owned(),
        rows: Some(rows.clone()),
    })
}

/// A UUID that became a number in SQLite cannot be brought back by anyone but its owner.
fn severity(column: &MovedColumn<'_>) -> Severity {
    if matches!(column.mapping.because, Reason::DamagedUuids { .. }) { Severity::Attention } else { Severity::Notice }
}

/// The values that the declared type does not suggest, where they decided the data type.
fn contradicting<'a>(column: &'a MovedColumn<'_>) -> Option<(&'a Tally, &'static str)> {
    let facts = column.facts;
    let is_text = matches!(column.mapping.to, DataType::Text | DataType::Varchar(_));
    match column.column.affinity {
        Affinity::Integer | Affinity::Real if is_text && facts.texts.all.count > 0 => Some((&facts.texts.all, "text")),
        Affinity::Integer if facts.reals.all.count > 0 => Some((&facts.reals.all, "real")),
        Affinity::Numeric if is_text && facts.values() > facts.texts.all.count => {
            Some((if facts.integers.all.count > 0 { &facts.integers.all } else { &facts.reals.all }, "numbers"))
        }
        Affinity::Text | Affinity::Blob | Affinity::Integer | Affinity::Real | Affinity::Numeric => None,
    }
}
