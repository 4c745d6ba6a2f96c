//! What keeps a data type from holding every value.

use std::fmt;

use super::reason::{counted, describe};
use crate::catalog::pg::DataType;
use crate::profile::{Shape, Tally};
use crate::temporal::Spelling;
use crate::value::StorageClass;

/// What keeps a data type from holding every value of a column.
///
/// `of` is always the number of all values that are not NULL.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "tally and of mean the same in every variant")]
pub enum Obstacle {
    /// Values of a storage class that does not convert.
    Class { class: StorageClass, tally: Tally, of: u64 },
    /// Integers that are neither 0 nor 1.
    NotBoolean { tally: Tally, of: u64 },
    /// Integers beyond the type.
    Range { min: i64, max: i64, to: DataType },
    /// Integers that a double would round.
    BeyondDouble { tally: Tally, of: u64 },
    /// Negative zeros, which `numeric` does not know.
    NegativeZero { tally: Tally, of: u64 },
    /// Infinities, which a limited `numeric` does not know.
    Infinite { tally: Tally, of: u64 },
    /// More digits than the type has.
    Digits { before: usize, after: usize, to: DataType },
    /// A text longer than declared.
    Length { longest: u64, to: DataType },
    /// Texts with U+0000.
    Nul { tally: Tally, of: u64 },
    /// Texts that are not UTF-8.
    InvalidUtf8 { tally: Tally, of: u64 },
    /// Texts that are no date or time in a known spelling.
    NotTemporal { tally: Tally, of: u64 },
    /// Digits below the microsecond.
    BelowMicrosecond { tally: Tally, of: u64 },
    /// Dates or times of another kind.
    Kind { spelling: Spelling, tally: Tally, of: u64, to: DataType },
    /// Times without an offset, of which nobody says that they are UTC.
    Naive { zoned: u64, tally: Tally, of: u64 },
    /// Offsets, in a key where two of them could name one instant.
    Offsets { tally: Tally, of: u64 },
    /// Milliseconds with a time of day, in a column of days.
    TimeOfDay { tally: Tally, of: u64 },
    /// Several spellings, in a key or where they must come back.
    Spellings { forms: usize },
    /// Texts without the shape that all should have.
    Shape { shape: Shape, tally: Tally, of: u64 },
    /// Blobs that do not have 16 bytes.
    NotSixteen { count: u64, of: u64 },
    /// The type cannot be part of a key without making different texts equal.
    NoKey { to: DataType },
    /// Integers too small to be milliseconds since 1970: seconds, or numbers that are no times.
    NotMillis { min: i64, max: i64 },
    /// The column stands for the rowid, so it becomes an identity column.
    Identity { to: DataType },
    /// The DEFAULT does not convert.
    Default { sql: String, to: DataType },
}

impl Obstacle {
    /// The values that stand in the way and the first of their rows, where they were counted.
    pub fn tally(&self) -> Option<&Tally> {
        match self {
            Obstacle::Class { tally, .. }
            | Obstacle::NotBoolean { tally, .. }
            | Obstacle::BeyondDouble { tally, .. }
            | Obstacle::NegativeZero { tally, .. }
            | Obstacle::Infinite { tally, .. }
            | Obstacle::Nul { tally, .. }
            | Obstacle::InvalidUtf8 { tally, .. }
            | Obstacle::NotTemporal { tally, .. }
            | Obstacle::BelowMicrosecond { tally, .. }
            | Obstacle::Kind { tally, .. }
            | Obstacle::Naive { tally, .. }
            | Obstacle::Offsets { tally, .. }
            | Obstacle::TimeOfDay { tally, .. }
            | Obstacle::Shape { tally, .. } => Some(tally),
            Obstacle::Range { .. }
            | Obstacle::Digits { .. }
            | Obstacle::Length { .. }
            | Obstacle::Spellings { .. }
            | Obstacle::NotSixteen { .. }
            | Obstacle::NoKey { .. }
            | Obstacle::NotMillis { .. }
            | Obstacle::Identity { .. }
            | Obstacle::Default { .. } => None,
        }
    }
}

impl fmt::Display for Obstacle {
    /// One short clause without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Obstacle::Class { class: StorageClass::Text, tally, of } => texts(f, tally, *of, "text"),
            Obstacle::Class { class, tally, of } => some(f, tally, *of, class.name()),
            Obstacle::NotBoolean { tally, of } => some(f, tally, *of, "neither 0 nor 1"),
            Obstacle::Range { min, max, to } => write!(f, "the integers go from {min} to {max}, beyond {to}"),
            Obstacle::BeyondDouble { tally, of } => some(f, tally, *of, "beyond 2^53"),
            Obstacle::NegativeZero { tally, of } => some(f, tally, *of, "negative zero"),
            Obstacle::Infinite { tally, of } => some(f, tally, *of, "infinite"),
            Obstacle::Digits { before, after, to } => {
                let before = counted(*before as u64, "digit");
                write!(f, "values have up to {before} before and {after} after the point, beyond {to}")
            }
            Obstacle::Length { longest, to } => write!(f, "the longest text has {longest} characters, beyond {to}"),
            Obstacle::Nul { tally, of } => texts(f, tally, *of, "text with U+0000"),
            Obstacle::InvalidUtf8 { tally, of } => some(f, tally, *of, "text that is not UTF-8"),
            Obstacle::NotTemporal { tally, of } => texts(f, tally, *of, "no date or time in a known spelling"),
            Obstacle::BelowMicrosecond { tally, of } => texts(f, tally, *of, "finer than a microsecond"),
            Obstacle::Kind { spelling, tally, of, to: _ } => texts(f, tally, *of, &format!("spelled {spelling}")),
            Obstacle::Naive { zoned: 0, tally, of } => texts(f, tally, *of, "without an offset"),
            Obstacle::Naive { zoned, tally, of } => {
                texts(f, tally, *of, &format!("without an offset, beside {zoned} with one"))
            }
            Obstacle::Offsets { tally, of } => texts(f, tally, *of, "with an offset, in a key"),
            Obstacle::TimeOfDay { tally, of } => some(f, tally, *of, "not at midnight"),
            Obstacle::Spellings { forms } => write!(f, "the values have {forms} spellings that could become equal"),
            Obstacle::Shape { shape, tally, of } => texts(f, tally, *of, &format!("not {}", describe(*shape))),
            Obstacle::NotSixteen { count, of } => write!(f, "{count} of {of} values do not have 16 bytes"),
            Obstacle::NoKey { to } => write!(f, "the column is a key, which {to} cannot be"),
            Obstacle::NotMillis { min, max } => {
                write!(f, "the integers from {min} to {max} are too small for milliseconds since 1970")
            }
            Obstacle::Identity { to } => write!(f, "the column stands for the rowid, and {to} has no identity"),
            Obstacle::Default { sql, to } => write!(f, "the default {} is no {to}", excerpt(sql)),
        }
    }
}

/// `3 of 1000 values are negative zero, first at rowid 17 (-0.0)`
fn some(f: &mut fmt::Formatter<'_>, tally: &Tally, of: u64, what: &str) -> fmt::Result {
    write_count(f, tally, of, what)?;
    write_first(f, tally)
}

/// `3 of 1000 values are text, first at rowid 17 ('abc')`
fn texts(f: &mut fmt::Formatter<'_>, tally: &Tally, of: u64, what: &str) -> fmt::Result {
    write_count(f, tally, of, what)?;
    match tally.first.first() {
        Some(witness) => write!(f, ", first at {} ('{}')", witness.row, witness.value),
        None => Ok(()),
    }
}

fn write_count(f: &mut fmt::Formatter<'_>, tally: &Tally, of: u64, what: &str) -> fmt::Result {
    let verb = if tally.count == 1 { "is" } else { "are" };
    match tally.count {
        count if count == of && of == 1 => write!(f, "the only value is {what}"),
        count if count == of => write!(f, "all {of} values are {what}"),
        count => write!(f, "{count} of {of} values {verb} {what}"),
    }
}

/// `, first at rowid 17 ('abc')`
pub(super) fn write_first(f: &mut fmt::Formatter<'_>, tally: &Tally) -> fmt::Result {
    match tally.first.first() {
        Some(witness) => write!(f, ", first at {} ({})", witness.row, witness.value),
        None => Ok(()),
    }
}

fn excerpt(sql: &str) -> String {
    let mut excerpt: String =
        sql.chars().take(40).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if excerpt.len() < sql.len() {
        excerpt.push('…');
    }
    excerpt
}
