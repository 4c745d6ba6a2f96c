//! Dates and times.

use super::{Naive, Terms, ambiguous};
use crate::catalog::pg::DataType;
use crate::mapping::{Injective, Obstacle, Rule};
use crate::profile::{ColumnProfile, Tally};
use crate::temporal::{Parts, Precision, Spelling};

/// Milliseconds of one day.
pub(in crate::mapping) const DAY_MILLIS: i64 = 86_400_000;

/// Numbers beyond this are no milliseconds since 1970 that anyone meant: the year 5138.
const EPOCH_MILLIS_LIMIT: u64 = 100_000_000_000_000;

/// Seconds reach this in the year 2286, milliseconds in April 1970.
const LEAST_MILLIS: u64 = 10_000_000_000;

pub(super) fn temporal(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let texts = &profile.texts;
    let of = profile.values();
    if texts.not_temporal.count > 0 {
        return Some(Obstacle::NotTemporal { tally: texts.not_temporal.clone(), of });
    }
    if texts.below_microsecond.count > 0 {
        return Some(Obstacle::BelowMicrosecond { tally: texts.below_microsecond.clone(), of });
    }
    if let Some((spelling, tally)) = texts.spellings.iter().find(|(spelling, _)| !kind_fits(to, *spelling)) {
        return Some(Obstacle::Kind { spelling, tally: tally.clone(), of, to });
    }
    zones(to, profile, terms).or_else(|| same_instant(profile, terms))
}

/// Whether a spelling is of the kind that a data type holds.
pub(in crate::mapping) fn kind_fits(to: DataType, spelling: Spelling) -> bool {
    match spelling.parts {
        Parts::Date => matches!(to, DataType::Date | DataType::Timestamp | DataType::TimestampTz),
        Parts::Time(_) => to == if spelling.is_zoned() { DataType::TimeTz } else { DataType::Time },
        Parts::DateTime(..) if spelling.is_zoned() => to == DataType::TimestampTz,
        Parts::DateTime(..) => matches!(to, DataType::Timestamp | DataType::TimestampTz),
    }
}

/// A naive time is an instant only where someone says of which place it is.
pub(super) fn zones(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let texts = &profile.texts;
    let naive = naive_spellings(profile);
    let zoned = texts.all.count.saturating_sub(naive.count);
    if to != DataType::TimestampTz || naive.count == 0 {
        return None;
    }
    let understood = match terms.naive {
        Naive::Said => true,
        Naive::Utc => zoned == 0 || texts.nonzero_offset.count == 0,
        Naive::Unknown => false,
    };
    (!understood).then_some(Obstacle::Naive { zoned, tally: naive, of: profile.values() })
}

fn naive_spellings(profile: &ColumnProfile) -> Tally {
    let mut naive = Tally::default();
    for (spelling, tally) in profile.texts.spellings.iter() {
        if !spelling.is_zoned() {
            naive.merge(tally.clone());
        }
    }
    naive
}

/// Two spellings of one instant become one value.
fn same_instant(profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let texts = &profile.texts;
    if terms.injective == Injective::NotRequired || is_one_form(profile) {
        return None;
    }
    if texts.spellings.len() > 1 {
        return ambiguous(texts.spellings.len(), terms);
    }
    Some(Obstacle::Offsets { tally: texts.nonzero_offset.clone(), of: profile.values() })
}

/// Whether no two different texts name the same instant: one spelling and no
/// offset but zero, or a fraction that is left out exactly where it is zero.
fn is_one_form(profile: &ColumnProfile) -> bool {
    let texts = &profile.texts;
    if texts.nonzero_offset.count > 0 {
        return false;
    }
    let mut spellings = texts.spellings.iter();
    match (spellings.next(), spellings.next(), spellings.next()) {
        (Some((without, _)), Some((with, tally)), None) => {
            without.fraction_digits() == 0 && seconds_of(with) == without && texts.nonzero_fraction == tally.count
        }
        (_, second, _) => second.is_none(),
    }
}

fn seconds_of(spelling: Spelling) -> Spelling {
    let parts = match spelling.parts {
        Parts::Date => Parts::Date,
        Parts::Time(_) => Parts::Time(Precision::Seconds),
        Parts::DateTime(separator, _) => Parts::DateTime(separator, Precision::Seconds),
    };
    Spelling { parts, zone: spelling.zone }
}

pub(super) fn epoch_millis(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let integers = &profile.integers;
    if integers.range.is_some() {
        if let Some(obstacle) = not_millis(to, profile) {
            return Some(obstacle);
        }
        let tally = &integers.not_midnight_millis;
        if to == DataType::Date && tally.count > 0 {
            return Some(Obstacle::TimeOfDay { tally: tally.clone(), of: profile.values() });
        }
        if profile.texts.all.count > 0 && terms.injective == Injective::Required {
            return ambiguous(profile.texts.spellings.len() + 1, terms);
        }
    }
    // Milliseconds are instants, so the texts beside them are instants too.
    temporal(to, profile, Terms { naive: Naive::Utc, ..terms })
}

/// Numbers that no one meant as milliseconds since 1970.
pub(super) fn not_millis(to: DataType, profile: &ColumnProfile) -> Option<Obstacle> {
    let (min, max) = profile.integers.range?;
    (!is_epoch_millis(min) || !is_epoch_millis(max)).then_some(Obstacle::Range { min, max, to })
}

/// Numbers of which the user says that they are times, and that could be seconds:
/// as milliseconds, all of them would be days of early 1970.
pub(in crate::mapping) fn implausible_millis(rule: Rule, profile: &ColumnProfile) -> Option<Obstacle> {
    let (min, max) = profile.integers.range.filter(|_| rule == Rule::EpochMillis)?;
    let farthest = min.unsigned_abs().max(max.unsigned_abs());
    (farthest < LEAST_MILLIS).then_some(Obstacle::NotMillis { min, max })
}

/// Whether a number can be milliseconds since 1970.
pub(in crate::mapping) fn is_epoch_millis(value: i64) -> bool {
    value.unsigned_abs() <= EPOCH_MILLIS_LIMIT
}
