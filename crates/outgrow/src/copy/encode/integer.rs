//! `smallint`, `integer`, `bigint`.

use outgrow_planner::value::Value;

use super::{Refusal, Wire};

/// INTEGER → `smallint`.
pub(super) fn small(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let number = i16::try_from(number(value)?).map_err(|_| Refusal::Range)?;
    wire.fixed(number.to_be_bytes());
    Ok(())
}

/// INTEGER → `integer`.
pub(super) fn integer(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let number = i32::try_from(number(value)?).map_err(|_| Refusal::Range)?;
    wire.fixed(number.to_be_bytes());
    Ok(())
}

/// INTEGER → `bigint`.
#[inline]
pub(super) fn big(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    wire.fixed(number(value)?.to_be_bytes());
    Ok(())
}

fn number(value: Value<'_>) -> Result<i64, Refusal> {
    match value {
        Value::Integer(number) => Ok(number),
        Value::Text(text) => canonical(text).ok_or(Refusal::Form),
        Value::Null | Value::Real(_) | Value::Blob(_) => Err(Refusal::StorageClass),
    }
}

/// The integer that prints as exactly this text.
fn canonical(text: &[u8]) -> Option<i64> {
    let number: i64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    (number.to_string().as_bytes() == text).then_some(number)
}
