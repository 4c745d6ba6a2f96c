//! # storage-class
//!
//! A column holds values of several storage classes, and one data type takes
//! them all: `bytea` takes the bytes of texts, `json` the characters of blobs,
//! `text` the digits of numbers, `boolean` 1 and `true`.
//!
//! **Why it matters.** The values arrive, but PostgreSQL no longer tells which
//! value was TEXT and which BLOB or INTEGER, and a driver returns them alike.
//!
//! **When it is none.** Where the column's affinity itself makes the storage
//! class of a value, as NUMERIC makes 1 an INTEGER and 1.5 a REAL, it would be
//! the same again in SQLite.

use super::{Detector, Facts, Hazard, MovedColumn, Origin, Severity};
use crate::catalog::sqlite::Affinity;
use crate::mapping::Rule;
use crate::profile::Tally;

pub(super) const DETECTOR: Detector = Detector { id: "storage-class", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts.columns.iter().filter(|column| column.origin == Origin::Copied).filter_map(of_column).collect()
}

fn of_column(column: &MovedColumn<'_>) -> Option<Hazard> {
    let (texts, blobs) = (&column.facts.texts.all, &column.facts.blobs.all);
    match column.mapping.rule {
        Rule::Bytes => some(column, texts, "text, and arrive as their bytes"),
        Rule::Json => some(column, blobs, "blobs, and arrive as their characters"),
        Rule::Boolean | Rule::EpochMillis => several(column, &arriving(column)),
        Rule::Double | Rule::Numeric | Rule::Rendered if column.column.affinity == Affinity::Blob => {
            several(column, &arriving(column))
        }
        Rule::Double
        | Rule::Numeric
        | Rule::Rendered
        | Rule::Integer
        | Rule::Text
        | Rule::Temporal
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::Uuid
        | Rule::UuidBytes
        | Rule::BarList => None,
    }
}

/// What the rule takes, by the word for it.
fn arriving<'a>(column: &MovedColumn<'a>) -> Vec<(&'static str, &'a Tally)> {
    let facts = column.facts;
    let (integers, reals, texts) = (&facts.integers.all, &facts.reals.all, &facts.texts.all);
    let all = [("INTEGER", integers), ("REAL", reals), ("TEXT", texts)];
    let takes_text = column.mapping.rule != Rule::Double;
    let takes_real = !matches!(column.mapping.rule, Rule::Boolean | Rule::EpochMillis);
    let taken = all.into_iter().filter(|(class, _)| match *class {
        "TEXT" => takes_text,
        "REAL" => takes_real,
        _ => true,
    });
    taken.filter(|(_, tally)| tally.count > 0).collect()
}

fn several(column: &MovedColumn<'_>, found: &[(&'static str, &Tally)]) -> Option<Hazard> {
    // Without texts, what is rendered shows its class: 5 was an INTEGER, 5.0 a REAL.
    let tells = column.mapping.rule == Rule::Rendered && column.facts.texts.all.count == 0;
    if found.len() < 2 || tells {
        return None;
    }
    let counts: Vec<String> = found.iter().map(|(class, tally)| format!("{} are {class}", tally.count)).collect();
    let message = format!("of the values, {}, and arrive alike as {}", counts.join(", "), column.mapping.to);
    let (_, rarest) = found.iter().min_by_key(|(_, tally)| tally.count)?;
    Some(hazard(column, rarest, message))
}

fn some(column: &MovedColumn<'_>, tally: &Tally, what: &str) -> Option<Hazard> {
    (tally.count > 0).then(|| hazard(column, tally, format!("{} values are {what}", tally.count)))
}

fn hazard(column: &MovedColumn<'_>, tally: &Tally, message: String) -> Hazard {
    Hazard {
        id: DETECTOR.id,
        severity: Severity::Notice,
        table: Some(column.table.name.clone()),
        object: Some(column.column.name.clone()),
        message,
        remedy: "Have the application read the column as one type.".to_owned(),
        rows: Some(tally.clone()),
    }
}
