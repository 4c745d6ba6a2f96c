//! `bytea`.

use outgrow_planner::value::Value;

use super::{MAX_FIELD, Refusal, Stop, Wire};

/// BLOB as it is, TEXT as its bytes.
pub(super) fn encode(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
    let bytes = match value {
        Value::Blob(bytes) | Value::Text(bytes) => bytes,
        Value::Null | Value::Integer(_) | Value::Real(_) => return Err(Refusal::StorageClass.into()),
    };
    if bytes.len() > MAX_FIELD {
        return Err(Refusal::Size.into());
    }
    Ok(wire.field(bytes)?)
}
