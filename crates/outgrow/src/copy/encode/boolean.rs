//! `boolean`.

use outgrow_planner::value::Value;

use super::{Refusal, Wire};

/// INTEGER 0 and 1; TEXT `t`, `f`, `T`, `F`, `true`, `false`.
pub(super) fn encode(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let truth = match value {
        Value::Integer(0) | Value::Text(b"f" | b"F" | b"false") => 0,
        Value::Integer(1) | Value::Text(b"t" | b"T" | b"true") => 1,
        Value::Integer(_) => return Err(Refusal::Range),
        Value::Text(_) => return Err(Refusal::Form),
        Value::Null | Value::Real(_) | Value::Blob(_) => return Err(Refusal::StorageClass),
    };
    wire.fixed([truth]);
    Ok(())
}
