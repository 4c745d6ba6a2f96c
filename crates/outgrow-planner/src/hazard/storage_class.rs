//! # storage-class
//!
//! A column holds values of more than one storage class, and one data type takes
//! them all: `bytea` takes the bytes of the texts, `json` the characters of the
//! blobs, `text` the digits of the numbers, `double precision` 1 and 1.0.
//!
//! **Why it matters.** The values arrive, but PostgreSQL no longer tells which
//! was TEXT and which BLOB or a number, and a driver returns them alike. Where
//! numbers stand beside texts that look like numbers, `1` and `'1'` arrive as
//! the same text: a key over them may be refused.

use super::{Detector, Facts, Hazard, MovedColumn, Origin, Severity};
use crate::catalog::sqlite::Affinity;
use crate::mapping::Rule;
use crate::profile::{Shape, Tally};

pub(super) const DETECTOR: Detector = Detector { id: "storage-class", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts
        .columns
        .iter()
        .filter(|column| column.origin == Origin::Copied)
        .filter_map(|column| of_column(column))
        .collect()
}

fn of_column(column: &MovedColumn<'_>) -> Option<Hazard> {
    let facts = column.facts;
    let (tally, what) = match column.mapping.rule {
        Rule::Bytes => (facts.texts.all.clone(), "text, and arrive as their bytes"),
        Rule::Json => (facts.blobs.all.clone(), "blobs, and arrive as their characters"),
        Rule::Rendered if is_untold(column) => (numbers(column), "numbers, and arrive as text like their neighbors"),
        // Elsewhere the affinity makes the storage class of a number, and would make it again.
        Rule::Double | Rule::Numeric if column.column.affinity == Affinity::Blob => rarer(column),
        Rule::Rendered
        | Rule::Boolean
        | Rule::Integer
        | Rule::Double
        | Rule::Numeric
        | Rule::Text
        | Rule::Temporal
        | Rule::LocalTime(_)
        | Rule::EpochMillis
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::Uuid
        | Rule::UuidBytes
        | Rule::BarList => return None,
    };
    (tally.count > 0).then(|| hazard(column, tally, what))
}

/// The rarest of the storage classes that become one type of number; none where there is only one.
fn rarer(column: &MovedColumn<'_>) -> (Tally, &'static str) {
    let facts = column.facts;
    let texts = if column.mapping.rule == Rule::Numeric { facts.texts.all.clone() } else { Tally::default() };
    let classes = [
        (facts.integers.all.clone(), "integers, and arrive as numbers like their neighbors"),
        (facts.reals.all.clone(), "reals, and arrive as numbers like their neighbors"),
        (texts, "text, and arrive as numbers like their neighbors"),
    ];
    let found: Vec<_> = classes.into_iter().filter(|(tally, _)| tally.count > 0).collect();
    let several = found.len() > 1;
    found.into_iter().filter(|_| several).min_by_key(|(tally, _)| tally.count).unwrap_or((Tally::default(), ""))
}

/// Whether texts stand beside numbers, and the hazard `widened` does not say so already.
fn is_untold(column: &MovedColumn<'_>) -> bool {
    let free = matches!(column.column.affinity, Affinity::Blob | Affinity::Text);
    column.facts.texts.all.count > 0 && (free || lookalikes(column) > 0)
}

fn numbers(column: &MovedColumn<'_>) -> Tally {
    let mut numbers = column.facts.integers.all.clone();
    numbers.merge(column.facts.reals.all.clone());
    numbers
}

/// How many texts could be taken for one of the numbers beside them.
fn lookalikes(column: &MovedColumn<'_>) -> u64 {
    let texts = &column.facts.texts;
    texts.count(Shape::Integer) + texts.count(Shape::Decimal)
}

fn hazard(column: &MovedColumn<'_>, tally: Tally, what: &str) -> Hazard {
    let lookalikes = if column.mapping.rule == Rule::Rendered { lookalikes(column) } else { 0 };
    let mut message = format!("{} values are {what}", tally.count);
    if lookalikes > 0 {
        message.push_str(&format!("; {lookalikes} texts look like numbers and cannot be told from them any more"));
    }
    Hazard {
        id: DETECTOR.id,
        severity: if lookalikes > 0 { Severity::Attention } else { Severity::Notice },
        table: Some(column.table.name.clone()),
        object: Some(column.column.name.clone()),
        message,
        remedy: "Have the application read the column as one type.".to_owned(),
        rows: Some(tally),
    }
}
