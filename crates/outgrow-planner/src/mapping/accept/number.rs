//! Numbers and truth values.

use super::shape::shaped;
use super::{Terms, ambiguous};
use crate::catalog::pg::DataType;
use crate::mapping::{Injective, Obstacle};
use crate::profile::{ColumnProfile, Shape};
use crate::value::StorageClass;

/// Integers up to this magnitude are exact in a double.
pub(in crate::mapping) const EXACT_IN_DOUBLE: u64 = 1 << 53;

/// Digits that `numeric` holds after the point.
const NUMERIC_SCALE: usize = 16_383;

pub(super) fn boolean(profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let tally = &profile.integers.not_boolean;
    if tally.count > 0 {
        return Some(Obstacle::NotBoolean { tally: tally.clone(), of: profile.values() });
    }
    let spellings = [Shape::LetterTf, Shape::CapitalTf, Shape::TrueFalse];
    shaped(profile, &spellings).or_else(|| {
        let texts = spellings.iter().filter(|shape| profile.texts.count(**shape) > 0).count();
        let forms = texts + usize::from(profile.integers.all.count > 0);
        ambiguous(forms, terms)
    })
}

pub(super) fn integer(to: DataType, profile: &ColumnProfile) -> Option<Obstacle> {
    let (min, max) = profile.integers.range?;
    (!in_range(to, min, max)).then_some(Obstacle::Range { min, max, to })
}

/// Whether an integer type holds everything from `min` to `max`.
pub(in crate::mapping) fn in_range(to: DataType, min: i64, max: i64) -> bool {
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

pub(super) fn beyond_double(profile: &ColumnProfile) -> Option<Obstacle> {
    let tally = &profile.integers.beyond_double;
    (tally.count > 0).then(|| Obstacle::BeyondDouble { tally: tally.clone(), of: profile.values() })
}

pub(super) fn numeric(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let of = profile.values();
    let (reals, texts) = (&profile.reals, &profile.texts);
    if reals.negative_zero.count > 0 {
        return Some(Obstacle::NegativeZero { tally: reals.negative_zero.clone(), of });
    }
    let fixed = to != DataType::Numeric(None);
    if fixed && reals.infinite.count > 0 {
        return Some(Obstacle::Infinite { tally: reals.infinite.clone(), of });
    }
    if texts.all.count > 0 && !scale_comes_back(to, profile, terms) {
        return Some(Obstacle::Class { class: StorageClass::Text, tally: texts.all.clone(), of });
    }
    shaped(profile, &[Shape::Integer, Shape::Decimal]).or_else(|| digits(to, profile))
}

/// Equality finds 1.1 in 1.10, and a fixed scale makes 1.10 of 1.1.
pub(super) fn scale_comes_back(to: DataType, profile: &ColumnProfile, terms: Terms) -> bool {
    let texts = &profile.texts;
    let one_scale = texts.min_scale == Some(texts.max_scale);
    if let DataType::Numeric(Some((_, scale))) = to {
        return one_scale && texts.max_scale == scale;
    }
    terms.injective == Injective::NotRequired || (one_scale && profile.only_texts())
}

fn digits(to: DataType, profile: &ColumnProfile) -> Option<Obstacle> {
    let (min, max) = profile.integers.range.unwrap_or((0, 0));
    let (reals, texts) = (&profile.reals, &profile.texts);
    let before = integer_digits(min, max).max(reals.max_integer_digits.max(texts.max_integer_digits).into());
    let after = usize::from(reals.max_scale.max(texts.max_scale));
    (!digits_fit(to, before, after)).then_some(Obstacle::Digits { before, after, to })
}

/// How many digits the largest of two integers has; 0 has none.
pub(in crate::mapping) fn integer_digits(min: i64, max: i64) -> usize {
    let digits = |value: i64| value.unsigned_abs().checked_ilog10().map_or(0, |log| log as usize + 1);
    digits(min).max(digits(max))
}

/// Whether `numeric` holds this many digits before and after the point.
pub(in crate::mapping) fn digits_fit(to: DataType, before: usize, after: usize) -> bool {
    if let DataType::Numeric(Some((precision, scale))) = to {
        return after <= usize::from(scale) && before <= usize::from(precision.saturating_sub(scale));
    }
    after <= NUMERIC_SCALE && before < usize::from(u16::MAX)
}

/// Whether a double is a whole number that fits an int64.
pub(in crate::mapping) fn is_whole(value: f64) -> bool {
    value.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value)
}
