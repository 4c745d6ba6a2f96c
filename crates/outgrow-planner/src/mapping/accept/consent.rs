//! What quarantine can mend, where the user forces a type, and what it cannot.
//!
//! A value that a rule does not name goes to quarantine and is not lost. But some
//! obstacles are values that a rule does take and that do not come back the same:
//! no consent makes them possible.

use super::{Terms, moment, number, shape, takes};
use crate::catalog::pg::DataType;
use crate::mapping::{Obstacle, Rule};
use crate::profile::{ColumnProfile, Shape};
use crate::value::StorageClass;

/// What speaks against a type whatever the user allows; `None` if every value
/// that does not convert under the rule is refused by it, one by one.
pub(in crate::mapping) fn unmendable(
    to: DataType,
    rule: Rule,
    profile: &ColumnProfile,
    terms: Terms,
) -> Option<Obstacle> {
    match rule {
        Rule::Temporal => moment::zones(to, profile, terms),
        Rule::EpochMillis => moment::not_millis(to, profile).or_else(|| moment::implausible_millis(rule, profile)),
        Rule::Numeric => numeric(to, profile, terms),
        Rule::Uuid => shape::uuid_forms(profile),
        Rule::SqlalchemyInterval => shape::shaped(profile, &[Shape::SqlalchemyInterval]),
        Rule::Boolean
        | Rule::Integer
        | Rule::Double
        | Rule::Text
        | Rule::Rendered
        | Rule::Bytes
        | Rule::LocalTime(_)
        | Rule::RailsTime
        | Rule::UuidBytes
        | Rule::Json
        | Rule::BarList => None,
    }
}

/// `numeric` takes a negative zero and another scale, and gives back neither.
fn numeric(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    let of = profile.values();
    let (zeros, texts) = (&profile.reals.negative_zero, &profile.texts.all);
    if zeros.count > 0 {
        return Some(Obstacle::NegativeZero { tally: zeros.clone(), of });
    }
    let changed = texts.count > 0 && !number::scale_comes_back(to, profile, terms);
    changed.then(|| Obstacle::Class { class: StorageClass::Text, tally: texts.clone(), of })
}

/// The rule that names the storage classes of the most values; the first of equals.
pub(in crate::mapping) fn fewest_strangers(rules: &[Rule], profile: &ColumnProfile) -> Option<Rule> {
    rules.iter().copied().min_by_key(|rule| strangers(*rule, profile))
}

/// How many values have a storage class that the rule does not name.
fn strangers(rule: Rule, profile: &ColumnProfile) -> u64 {
    let classes = [
        (StorageClass::Integer, profile.integers.all.count),
        (StorageClass::Real, profile.reals.all.count),
        (StorageClass::Text, profile.texts.all.count),
        (StorageClass::Blob, profile.blobs.all.count),
    ];
    classes.iter().filter(|(class, _)| !takes(rule, *class)).map(|(_, count)| count).sum()
}
