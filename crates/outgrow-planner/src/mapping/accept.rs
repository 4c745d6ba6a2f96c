//! Which values a data type can hold, so that they come back the same.
//!
//! This is the only place where a data type is allowed: whatever a type
//! family proposes, every value of the column must pass here.

use super::reason::Obstacle;
use super::{Injective, Rule};
use crate::catalog::pg::DataType;
use crate::profile::{ColumnProfile, Shape, Tally};
use crate::temporal::{Parts, Precision, Spelling};
use crate::value::StorageClass;

/// Integers up to this magnitude are exact in a double.
pub(super) const EXACT_IN_DOUBLE: u64 = 1 << 53;

/// Milliseconds of one day.
pub(super) const DAY_MILLIS: i64 = 86_400_000;

/// Numbers beyond this are no milliseconds since 1970 that anyone meant: the year 5138.
const EPOCH_MILLIS_LIMIT: u64 = 100_000_000_000_000;

/// Digits that `numeric` holds after the point.
const NUMERIC_SCALE: usize = 16_383;

/// What holds for a column besides its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// Whether different values must stay different.
    pub(super) injective: Injective,
    /// What a time without an offset means.
    pub(super) naive: Naive,
}

/// What a stored time without an offset means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naive {
    /// An instant: the framework or the declared type says so.
    Utc,
    /// Nobody says.
    Unknown,
}

/// What keeps a data type from holding every value; `None` if nothing does.
pub(super) fn obstacle(to: DataType, rule: Rule, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    stranger(rule, profile).or_else(|| match rule {
        Rule::Boolean => boolean(profile, terms),
        Rule::Integer => integer(to, profile),
        Rule::Double => beyond_double(profile),
        Rule::Numeric => numeric(to, profile, terms),
        Rule::Text => text(to, profile),
        Rule::Rendered => unclean(profile),
        Rule::Bytes => None,
        Rule::Temporal => temporal(to, profile, terms),
        Rule::EpochMillis => epoch_millis(to, profile, terms),
        Rule::RailsTime => shaped(profile, &[Shape::RailsTime]),
        Rule::SqlalchemyInterval => shaped(profile, &[Shape::SqlalchemyInterval]),
        Rule::Uuid => uuid(profile),
        Rule::UuidBytes => sixteen_bytes(profile),
        Rule::Json => json(to, profile, terms),
        Rule::BarList => {
            shaped(profile, &[if to == DataType::BigintArray { Shape::BarIntegers } else { Shape::BarStrings }])
        }
    })
}

/// Values of a storage class that the rule does not name.
fn stranger(rule: Rule, profile: &ColumnProfile) -> Option<Obstacle> {
    let classes = [
        (StorageClass::Text, &profile.texts.all),
        (StorageClass::Blob, &profile.blobs.all),
        (StorageClass::Real, &profile.reals.all),
        (StorageClass::Integer, &profile.integers.all),
    ];
    let (class, tally) = classes.into_iter().find(|(class, tally)| tally.count > 0 && !takes(rule, *class))?;
    Some(Obstacle::Class { class, tally: tally.clone(), of: profile.values() })
}

fn takes(rule: Rule, class: StorageClass) -> bool {
    let (integer, real, text, blob) = match rule {
        Rule::Boolean => (true, false, true, false),
        Rule::Integer => (true, false, false, false),
        Rule::Double => (true, true, false, false),
        Rule::Numeric | Rule::Rendered => (true, true, true, false),
        Rule::Text
        | Rule::Temporal
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::Uuid
        | Rule::Json
        | Rule::BarList => (false, false, true, false),
        Rule::Bytes => (false, false, true, true),
        Rule::EpochMillis => (true, false, true, false),
        Rule::UuidBytes => (false, false, false, true),
    };
    match class {
        StorageClass::Null => true,
        StorageClass::Integer => integer,
        StorageClass::Real => real,
        StorageClass::Text => text,
        StorageClass::Blob => blob,
    }
}

fn boolean(profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let tally = &profile.integers.not_boolean;
    if tally.count > 0 {
        return Some(Obstacle::NotBoolean { tally: tally.clone(), of: profile.values() });
    }
    let spellings = [Shape::LetterTf, Shape::CapitalTf, Shape::TrueFalse];
    shaped(profile, &spellings).or_else(|| {
        let texts = spellings.iter().filter(|shape| count(profile, **shape) > 0).count();
        let forms = texts + usize::from(profile.integers.all.count > 0);
        ambiguous(forms, terms)
    })
}

fn integer(to: DataType, profile: &ColumnProfile) -> Option<Obstacle> {
    let (min, max) = profile.integers.range?;
    (!in_range(to, min, max)).then_some(Obstacle::Range { min, max, to })
}

/// Whether an integer type holds everything from `min` to `max`.
pub(super) fn in_range(to: DataType, min: i64, max: i64) -> bool {
    let bytes = if to == DataType::Smallint {
        2
    } else if to == DataType::Integer {
        4
    } else {
        8
    };
    let shift = 64 - 8 * bytes;
    (min << shift) >> shift == min && (max << shift) >> shift == max
}

fn beyond_double(profile: &ColumnProfile) -> Option<Obstacle> {
    let tally = &profile.integers.beyond_double;
    (tally.count > 0).then(|| Obstacle::BeyondDouble { tally: tally.clone(), of: profile.values() })
}

fn numeric(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let of = profile.values();
    let (reals, texts) = (&profile.reals, &profile.texts);
    if reals.negative_zero.count > 0 {
        return Some(Obstacle::NegativeZero { tally: reals.negative_zero.clone(), of });
    }
    let fixed = to != DataType::Numeric(None);
    if fixed && reals.infinite.count > 0 {
        return Some(Obstacle::Infinite { tally: reals.infinite.clone(), of });
    }
    // A fixed scale, and equality of 1.1 and 1.10, forget how a text was written.
    if texts.all.count > 0 && (fixed || terms.injective == Injective::Required) {
        return Some(Obstacle::Class { class: StorageClass::Text, tally: texts.all.clone(), of });
    }
    shaped(profile, &[Shape::Integer, Shape::Decimal]).or_else(|| digits(to, profile))
}

fn digits(to: DataType, profile: &ColumnProfile) -> Option<Obstacle> {
    let (min, max) = profile.integers.range.unwrap_or((0, 0));
    let (reals, texts) = (&profile.reals, &profile.texts);
    let before = integer_digits(min, max).max(reals.max_integer_digits.max(texts.max_integer_digits).into());
    let after = usize::from(reals.max_scale.max(texts.max_scale));
    (!digits_fit(to, before, after)).then_some(Obstacle::Digits { before, after, to })
}

/// How many digits the largest of two integers has; 0 has none.
pub(super) fn integer_digits(min: i64, max: i64) -> usize {
    let digits = |value: i64| value.unsigned_abs().checked_ilog10().map_or(0, |log| log as usize + 1);
    digits(min).max(digits(max))
}

/// Whether `numeric` holds this many digits before and after the point.
pub(super) fn digits_fit(to: DataType, before: usize, after: usize) -> bool {
    if let DataType::Numeric(Some((precision, scale))) = to {
        return after <= usize::from(scale) && before <= usize::from(precision.saturating_sub(scale));
    }
    after <= NUMERIC_SCALE && before < usize::from(u16::MAX)
}

fn text(to: DataType, profile: &ColumnProfile) -> Option<Obstacle> {
    unclean(profile).or_else(|| {
        let longest = profile.texts.max_chars;
        (!length_fits(to, longest)).then_some(Obstacle::Length { longest, to })
    })
}

/// Whether a text type holds this many characters.
pub(super) fn length_fits(to: DataType, characters: u64) -> bool {
    if let DataType::Varchar(length) = to { characters <= u64::from(length) } else { true }
}

fn unclean(profile: &ColumnProfile) -> Option<Obstacle> {
    let texts = &profile.texts;
    let of = profile.values();
    if texts.with_nul.count > 0 {
        return Some(Obstacle::Nul { tally: texts.with_nul.clone(), of });
    }
    (texts.invalid_utf8.count > 0).then(|| Obstacle::InvalidUtf8 { tally: texts.invalid_utf8.clone(), of })
}

fn temporal(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let texts = &profile.texts;
    let of = profile.values();
    if texts.not_temporal.count > 0 {
        return Some(Obstacle::NotTemporal { tally: texts.not_temporal.clone(), of });
    }
    if texts.below_microsecond.count > 0 {
        return Some(Obstacle::BelowMicrosecond { tally: texts.below_microsecond.clone(), of });
    }
    if let Some((spelling, tally)) = texts.spellings.iter().find(|(spelling, _)| !kind_fits(to, **spelling)) {
        return Some(Obstacle::Kind { spelling: *spelling, tally: tally.clone(), of, to });
    }
    zones(to, profile, terms).or_else(|| same_instant(profile, terms))
}

/// Whether a spelling is of the kind that a data type holds.
pub(super) fn kind_fits(to: DataType, spelling: Spelling) -> bool {
    match spelling.parts {
        Parts::Date => matches!(to, DataType::Date | DataType::Timestamp | DataType::TimestampTz),
        Parts::Time(_) => to == if spelling.is_zoned() { DataType::TimeTz } else { DataType::Time },
        Parts::DateTime(..) if spelling.is_zoned() => to == DataType::TimestampTz,
        Parts::DateTime(..) => matches!(to, DataType::Timestamp | DataType::TimestampTz),
    }
}

/// A naive time is an instant only where someone says of which place it is.
fn zones(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let texts = &profile.texts;
    let naive = naive_spellings(profile);
    let zoned = texts.all.count.saturating_sub(naive.count);
    if to != DataType::TimestampTz || naive.count == 0 {
        return None;
    }
    let understood = terms.naive == Naive::Utc && (zoned == 0 || texts.nonzero_offset.count == 0);
    (!understood).then_some(Obstacle::Naive { zoned, tally: naive, of: profile.values() })
}

fn naive_spellings(profile: &ColumnProfile) -> Tally {
    let mut naive = Tally::default();
    for (spelling, tally) in &profile.texts.spellings {
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
            without.fraction_digits() == 0 && seconds_of(*with) == *without && texts.nonzero_fraction == tally.count
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

fn epoch_millis(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let integers = &profile.integers;
    if let Some((min, max)) = integers.range {
        if !is_epoch_millis(min) || !is_epoch_millis(max) {
            return Some(Obstacle::Range { min, max, to });
        }
        if to == DataType::Date && integers.whole_days < integers.all.count {
            let tally = Tally { count: integers.all.count - integers.whole_days, first: Vec::new() };
            return Some(Obstacle::TimeOfDay { tally, of: profile.values() });
        }
        if profile.texts.all.count > 0 && terms.injective == Injective::Required {
            return ambiguous(profile.texts.spellings.len() + 1, terms);
        }
    }
    // Milliseconds are instants, so the texts beside them are instants too.
    temporal(to, profile, Terms { naive: Naive::Utc, ..terms })
}

/// Whether a number can be milliseconds since 1970.
pub(super) fn is_epoch_millis(value: i64) -> bool {
    value.unsigned_abs() <= EPOCH_MILLIS_LIMIT
}

fn uuid(profile: &ColumnProfile) -> Option<Obstacle> {
    let shapes = [Shape::UuidLower, Shape::UuidUpper, Shape::Hex32];
    shaped(profile, &shapes).or_else(|| {
        let forms = shapes.iter().filter(|shape| count(profile, **shape) > 0).count();
        (forms > 1).then_some(Obstacle::Spellings { forms })
    })
}

fn sixteen_bytes(profile: &ColumnProfile) -> Option<Obstacle> {
    let blobs = &profile.blobs;
    (blobs.sixteen < blobs.all.count)
        .then(|| Obstacle::NotSixteen { count: blobs.all.count - blobs.sixteen, of: profile.values() })
}

/// `json` has no equality, and `jsonb` finds `{"a":1}` and `{"a": 1}` equal: neither can be a key.
fn json(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    if terms.injective == Injective::Required {
        return Some(Obstacle::NoKey { to });
    }
    shaped(profile, &[if to == DataType::Jsonb { Shape::Jsonb } else { Shape::Json }])
}

/// Texts that have none of these shapes, of which a text has at most one.
fn shaped(profile: &ColumnProfile, shapes: &[Shape]) -> Option<Obstacle> {
    let texts = &profile.texts;
    let having: u64 = shapes.iter().map(|shape| count(profile, *shape)).sum();
    let missing = texts.all.count.saturating_sub(having);
    if missing == 0 {
        return None;
    }
    let first = match shapes {
        _ if having == 0 => texts.all.first.clone(),
        [shape] => texts.without_shape.get(shape).map(|tally| tally.first.clone()).unwrap_or_default(),
        _ => Vec::new(),
    };
    let shape = shapes.first().copied().unwrap_or(Shape::Json);
    Some(Obstacle::Shape { shape, tally: Tally { count: missing, first }, of: profile.values() })
}

fn count(profile: &ColumnProfile, shape: Shape) -> u64 {
    profile.texts.shapes.get(&shape).copied().unwrap_or(0)
}

fn ambiguous(forms: usize, terms: Terms) -> Option<Obstacle> {
    (forms > 1 && terms.injective == Injective::Required).then_some(Obstacle::Spellings { forms })
}

/// Whether a double is a whole number that fits an int64.
pub(super) fn is_whole(value: f64) -> bool {
    value.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value)
}
