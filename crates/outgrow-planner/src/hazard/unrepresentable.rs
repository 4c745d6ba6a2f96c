//! # unrepresentable
//!
//! A value that the data type of its column cannot hold: text with U+0000,
//! text that is not UTF-8, a blob among texts.
//!
//! **Why it matters.** PostgreSQL refuses such a value; other tools cut it, drop
//! its row, or stop.
//!
//! **What happens.** The value is kept byte for byte in quarantine (`outgrow.quarantine`),
//! and its row arrives with a substitute: U+FFFD for each U+0000 and each
//! invalid byte sequence, hexadecimal digits for a blob, else NULL or the
//! type's neutral value.

use super::{Detector, Facts, Hazard, MovedColumn, Origin, Severity};
use crate::catalog::pg::DataType;
use crate::mapping::Rule;
use crate::profile::Tally;

pub(super) const DETECTOR: Detector = Detector { id: "unrepresentable", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts.columns.iter().filter(|column| column.origin == Origin::Copied).flat_map(|column| of_column(column)).collect()
}

fn of_column(column: &MovedColumn<'_>) -> Vec<Hazard> {
    let texts = &column.facts.texts;
    let found: [(&Tally, &str); 3] = match column.mapping.to {
        DataType::Text | DataType::Varchar(_) => [
            (&texts.with_nul, "text with U+0000"),
            (&texts.invalid_utf8, "text that is not UTF-8"),
            (&column.facts.blobs.all, "a blob"),
        ],
        DataType::Bytea if column.mapping.rule == Rule::Bytes => [
            (&column.facts.integers.all, "an integer"),
            (&column.facts.reals.all, "a real"),
            (&column.facts.reals.infinite, "an infinity"),
        ],
        _ => return Vec::new(),
    };
    let kept = found.iter().take(if column.mapping.to == DataType::Bytea { 2 } else { 3 });
    kept.filter(|(tally, _)| tally.count > 0).map(|(tally, what)| hazard(column, tally, what)).collect()
}

fn hazard(column: &MovedColumn<'_>, tally: &Tally, what: &str) -> Hazard {
    Hazard {
        id: DETECTOR.id,
        severity: Severity::Attention,
        table: Some(column.table.name.clone()),
        object: Some(column.column.name.clone()),
        message: format!("{} values are {what}, which {} cannot hold", tally.count, column.mapping.to),
        remedy: "The values are kept in quarantine byte for byte; see outgrow quarantine list, and mend them there or in SQLite.".to_owned(),
        rows: Some(tally.clone()),
    }
}
