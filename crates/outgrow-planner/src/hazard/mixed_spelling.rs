//! # mixed-spelling
//!
//! The texts of a date or time column are spelled in more than one way:
//! with and without a fraction, with a blank and with a `T`; or the texts of a
//! truth value are: `t` and `true`.
//!
//! **Why it matters.** SQLite compares and sorts such texts by their spelling,
//! PostgreSQL by the time they name; and the spelling itself is not kept.

use super::{Detector, Facts, Hazard, MovedColumn, Severity};
use crate::mapping::Rule;
use crate::profile::Shape;

pub(super) const DETECTOR: Detector = Detector { id: "mixed-spelling", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    let times = facts.columns.iter().filter(|column| is_time(column.mapping.rule));
    let times = times.filter(|column| column.facts.texts.spellings.len() > 1).map(|column| hazard(column));
    times.chain(facts.columns.iter().filter_map(truth_values)).collect()
}

fn is_time(rule: Rule) -> bool {
    matches!(rule, Rule::Temporal | Rule::EpochMillis | Rule::RailsTime)
}

fn truth_values(column: &MovedColumn<'_>) -> Option<Hazard> {
    let texts = &column.facts.texts;
    let shapes = [(Shape::LetterTf, "t or f"), (Shape::CapitalTf, "T or F"), (Shape::TrueFalse, "true or false")];
    let found: Vec<String> = shapes
        .iter()
        .filter(|(shape, _)| texts.count(*shape) > 0)
        .map(|(shape, words)| format!("{words} ({})", texts.count(*shape)))
        .collect();
    (column.mapping.rule == Rule::Boolean && found.len() > 1).then(|| Hazard {
        id: DETECTOR.id,
        severity: Severity::Notice,
        table: Some(column.table.name.clone()),
        object: Some(column.column.name.clone()),
        message: format!("truth values are spelled in {} ways: {}", found.len(), found.join(", ")),
        remedy: "The truth values arrive equal; check queries that compare them as text.".to_owned(),
        rows: Some(texts.all.clone()),
    })
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
