//! `double precision`.

use outgrow_planner::value::Value;

use super::{Refusal, Wire};

/// Beyond this, neighbouring integers share a double.
const EXACT: u64 = 1 << 53;

/// REAL, bit for bit, and INTEGER within ±2^53.
#[inline]
pub(super) fn encode(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let number = match value {
        Value::Real(number) => number,
        Value::Integer(number) if number.unsigned_abs() <= EXACT => number as f64,
        Value::Integer(_) => return Err(Refusal::Digits),
        Value::Null | Value::Text(_) | Value::Blob(_) => return Err(Refusal::StorageClass),
    };
    wire.fixed(number.to_be_bytes());
    Ok(())
}
