//! Which values a data type can hold, so that they come back the same.
//!
//! This is the only place where a data type is allowed: whatever a type
//! family proposes, every value of the column must pass here.

mod number;
mod moment;
mod shape;
mod consent;

pub(super) use consent::{fewest_strangers, unmendable};
pub(super) use moment::{DAY_MILLIS, implausible_millis, is_epoch_millis, kind_fits};
pub(super) use number::{EXACT_IN_DOUBLE, digits_fit, in_range, integer_digits, is_whole};

use super::reason::Obstacle;
use super::{Injective, Rule};
use crate::catalog::pg::DataType;
use crate::profile::{ColumnProfile, Shape};
use crate::value::StorageClass;

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
    /// An instant, also beside texts with an offset: the user says so.
    Said,
    /// Nobody says.
    Unknown,
}

/// What keeps a data type from holding every value; `None` if nothing does.
pub(super) fn obstacle(to: DataType, rule: Rule, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    stranger(rule, profile).or_else(|| match rule {
        Rule::Boolean => number::boolean(profile, terms),
        Rule::Integer => number::integer(to, profile),
        Rule::Double => number::beyond_double(profile),
        Rule::Numeric => number::numeric(to, profile, terms),
        Rule::Text => text(to, profile),
        Rule::Rendered => unclean(profile),
        Rule::Bytes => None,
        Rule::Temporal => moment::temporal(to, profile, terms),
        Rule::LocalTime(_) => moment::temporal(to, profile, Terms { naive: Naive::Said, ..terms }),
        Rule::EpochMillis => moment::epoch_millis(to, profile, terms),
        Rule::RailsTime => shape::shaped(profile, &[Shape::RailsTime]),
        Rule::SqlalchemyInterval => shape::shaped(profile, &[Shape::SqlalchemyInterval]),
        Rule::Uuid => shape::uuid(profile),
        Rule::UuidBytes => shape::sixteen_bytes(profile),
        Rule::Json => shape::json(to, profile, terms),
        Rule::BarList => {
            shape::shaped(profile, &[if to == DataType::BigintArray { Shape::BarIntegers } else { Shape::BarStrings }])
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
        | Rule::LocalTime(_)
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::Uuid
        | Rule::BarList => (false, false, true, false),
        Rule::Bytes | Rule::Json => (false, false, true, true),
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

fn ambiguous(forms: usize, terms: Terms) -> Option<Obstacle> {
    (forms > 1 && terms.injective == Injective::Required).then_some(Obstacle::Spellings { forms })
}
