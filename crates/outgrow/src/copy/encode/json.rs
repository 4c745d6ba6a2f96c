//! `json` and `jsonb`.

use outgrow_planner::value::Value;

use super::json_check::{Form, accepts};
use super::{Refusal, Stop, Wire, text};

/// The most bytes that one `jsonb` can index.
const MAX_JSONB: usize = 0x0fff_ffff;
/// The version of `jsonb`'s binary form.
const VERSION: u8 = 1;

/// TEXT or the same bytes as a BLOB, byte for byte → `json`.
pub(super) fn json(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
    let text = text::checked(characters(value)?)?;
    if !accepts(text.as_bytes(), Form::Json) {
        return Err(Refusal::Json.into());
    }
    Ok(wire.field(text.as_bytes())?)
}

/// TEXT or the same bytes as a BLOB → `jsonb`.
pub(super) fn jsonb(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
    let text = text::checked(characters(value)?)?;
    if text.len() > MAX_JSONB {
        return Err(Refusal::Size.into());
    }
    if !accepts(text.as_bytes(), Form::Jsonb) {
        return Err(Refusal::Json.into());
    }
    wire.length(text.len() + 1);
    wire.small(&[VERSION]);
    Ok(wire.bytes(text.as_bytes())?)
}

fn characters(value: Value<'_>) -> Result<&[u8], Refusal> {
    match value {
        Value::Text(bytes) | Value::Blob(bytes) => Ok(bytes),
        Value::Null | Value::Integer(_) | Value::Real(_) => Err(Refusal::StorageClass),
    }
}
