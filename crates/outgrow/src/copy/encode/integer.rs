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
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let is_plain = match digits {
        [b'0'] => digits.len() == text.len(),
        [first, ..] => first.is_ascii_digit() && *first != b'0',
        [] => false,
    };
    std::str::from_utf8(text).ok().filter(|_| is_plain)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_an_integer_if_that_prints_as_the_same_text() {
        for text in ["0", "7", "-7", "120", "9223372036854775807", "-9223372036854775808"] {
            assert_eq!(canonical(text.as_bytes()).map(|number| number.to_string()), Some(text.to_owned()));
        }
        for text in ["", "-", "-0", "00", "07", "+7", " 7", "7 ", "7a", "--7", "-07", "9223372036854775808"] {
            assert_eq!(canonical(text.as_bytes()), None, "{text}");
        }
    }
}
