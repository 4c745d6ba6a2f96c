//! The order of keys, to find one in a b-tree.

use std::cmp::Ordering;

use outgrow_planner::catalog::sqlite::Table;

use crate::source::ranges::{Key, KeyValue};

/// How a column of a key compares its texts: SQLite's documentation, "Datatypes In SQLite", section 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collation {
    Binary,
    NoCase,
    RTrim,
}

/// The collations of a key that ascends; `None` where one of them is the application's own.
pub(super) fn collations(table: &Table) -> Option<Vec<Collation>> {
    let of = |name: &str| match name {
        "BINARY" => Some(Collation::Binary),
        "NOCASE" => Some(Collation::NoCase),
        "RTRIM" => Some(Collation::RTrim),
        _ => None,
    };
    let key = table.primary_key.as_ref()?;
    key.columns.iter().map(|part| if part.descending { None } else { of(&part.collation) }).collect()
}

/// How two keys lie in a b-tree. Whoever goes by it must look whether the key that is found is the
/// one that was looked for: an integer and a real beyond 2^53 may be told apart wrongly.
pub(super) fn compare(one: &Key, other: &Key, collations: &[Collation]) -> Ordering {
    let pairs = one.0.iter().zip(&other.0).zip(collations);
    let ordered = pairs.map(|((one, other), collation)| value(one, other, *collation));
    ordered.fold(Ordering::Equal, Ordering::then)
}

fn value(one: &KeyValue, other: &KeyValue, collation: Collation) -> Ordering {
    use KeyValue::{Blob, Integer, Real, Text};
    match (one, other) {
        (Integer(one), Integer(other)) => one.cmp(other),
        (Real(one), Real(other)) => one.total_cmp(other),
        (Integer(one), Real(other)) => (*one as f64).total_cmp(other),
        (Real(one), Integer(other)) => one.total_cmp(&(*other as f64)),
        (Text(one), Text(other)) => text(one, other, collation),
        (Blob(one), Blob(other)) => one.cmp(other),
        (one, other) => class(one).cmp(&class(other)),
    }
}

fn class(value: &KeyValue) -> u8 {
    match value {
        KeyValue::Integer(_) | KeyValue::Real(_) => 0,
        KeyValue::Text(_) => 1,
        KeyValue::Blob(_) => 2,
    }
}

fn text(one: &str, other: &str, collation: Collation) -> Ordering {
    match collation {
        Collation::Binary => one.cmp(other),
        Collation::NoCase => {
            let folded = |text: &'_ str| text.bytes().map(|byte| byte.to_ascii_lowercase()).collect::<Vec<u8>>();
            folded(one).cmp(&folded(other))
        }
        Collation::RTrim => one.trim_end_matches(' ').cmp(other.trim_end_matches(' ')),
    }
}
