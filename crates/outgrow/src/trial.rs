//! The encoder held against the comparison, value by value, for tests and fuzzing only.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Mapping;
use outgrow_planner::profile::{ColumnProfile, RowKey, Shape};
use outgrow_planner::value::Value;
use rusqlite::types::ValueRef;

use crate::copy::trial::{Encoded, encode};
use crate::verify::trial::holds;

/// Encodes a value and reads the field back by the decoders of the comparison.
///
/// # Panics
/// When the field's length is wrong, or the comparison does not find the value in it.
pub fn round_trip(mapping: &Mapping, value: Value<'_>) {
    if !is_planned(mapping, value) {
        return;
    }
    let Some(Encoded::Field(field)) = encode(mapping, value) else { return };
    let (length, bytes) = field.split_first_chunk::<4>().expect("a field begins with its length");
    let field = match i32::from_be_bytes(*length) {
        -1 => None,
        length => Some(bytes).inspect(|bytes| assert_eq!(Ok(bytes.len()), usize::try_from(length), "{value:?}")),
    };
    assert!(holds(mapping, stored(value), field), "{mapping:?}: {value:?} became {field:?}");
}

/// No plan sends a JSON text to `jsonb` that loses keys or digits there: the profile has judged every one.
fn is_planned(mapping: &Mapping, value: Value<'_>) -> bool {
    if mapping.to != DataType::Jsonb {
        return true;
    }
    let mut profile = ColumnProfile::default();
    profile.observe(value, || RowKey::Rowid(1));
    profile.blobs.not_jsonb.count == 0 && (profile.texts.all.count == 0 || profile.texts.shapes[Shape::Jsonb] == 1)
}

fn stored(value: Value<'_>) -> ValueRef<'_> {
    match value {
        Value::Null => ValueRef::Null,
        Value::Integer(integer) => ValueRef::Integer(integer),
        Value::Real(real) => ValueRef::Real(real),
        Value::Text(text) => ValueRef::Text(text),
        Value::Blob(blob) => ValueRef::Blob(blob),
    }
}

#[cfg(test)]
#[path = "../../../fuzz/bodies/encoder.rs"]
mod encoder;
#[cfg(test)]
#[path = "../../../fuzz/bodies/mutator.rs"]
mod mutator;

#[test]
fn what_is_encoded_is_read_back_and_nothing_panics() {
    mutator::run(encoder::SEEDS, 60_000, encoder::body);
}
