//! The serial types of records: "Database File Format", section 2.1.

use outgrow_planner::value::Value;

/// How many bytes the values of a serial type have; `None` for one that stands in no file.
#[inline]
pub(in crate::source) const fn bytes_of(code: u64) -> Option<u64> {
    match code {
        0 | 8 | 9 => Some(0),
        1..=4 => Some(code),
        5 => Some(6),
        6 | 7 => Some(8),
        10 | 11 => None,
        code => Some((code - 12) / 2),
    }
}

/// The value of a serial type that `bytes` begin with; they have all of it, and [`bytes_of`] knows the type.
#[allow(clippy::inline_always, reason = "measured: a call for each value costs the copy 4 % of its instructions")]
#[inline(always)]
pub(in crate::source) fn value_of(code: u32, bytes: &[u8]) -> Value<'_> {
    match code {
        0 => Value::Null,
        1..=6 => Value::Integer(integer(code, bytes)),
        7 => real(f64::from_be_bytes(first(bytes))),
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        code => {
            let bytes = &bytes[..(code as usize - 12) / 2];
            if code % 2 == 0 { Value::Blob(bytes) } else { Value::Text(bytes) }
        }
    }
}

/// Nearly every integer has eight bytes from its first one on, and needs no case for its length.
#[inline]
fn integer(code: u32, bytes: &[u8]) -> i64 {
    const BEHIND: [u8; 8] = [0, 56, 48, 40, 32, 16, 0, 0];
    match bytes.first_chunk() {
        Some(eight) => i64::from_be_bytes(*eight) >> BEHIND[code as usize & 7],
        None => last_integer(code, bytes),
    }
}

/// An integer near the end of a record.
fn last_integer(code: u32, bytes: &[u8]) -> i64 {
    match code {
        1 => i64::from(bytes[0].cast_signed()),
        2 => i64::from(i16::from_be_bytes(first(bytes))),
        3 => i64::from(i32::from_be_bytes([bytes[0], bytes[1], bytes[2], 0]) >> 8),
        4 => i64::from(i32::from_be_bytes(first(bytes))),
        5 => {
            let [a, b, c, d, e, f] = first(bytes);
            i64::from_be_bytes([a, b, c, d, e, f, 0, 0]) >> 16
        }
        _ => i64::from_be_bytes(first(bytes)),
    }
}

#[inline]
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    *bytes.first_chunk().expect("a record whose fields were found has all their bytes")
}

/// SQLite reads NaN as NULL.
#[inline]
fn real(number: f64) -> Value<'static> {
    if number.is_nan() { Value::Null } else { Value::Real(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_the_same_wherever_it_stands_in_a_record() {
        for (code, bytes) in [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 8)] {
            for seed in [0, 1, 0x7f, 0x80, 0xff] {
                let value: Vec<u8> = (0..bytes).map(|at: u8| seed ^ (at * 17)).collect();
                let sign = if value[0] < 0x80 { 0 } else { 0xff };
                let mut whole = [sign; 8];
                whole[8 - value.len()..].copy_from_slice(&value);
                let expected = Value::Integer(i64::from_be_bytes(whole));
                assert_eq!(value_of(code, &value), expected);
                assert_eq!(value_of(code, &[&value[..], &[0xa5; 9]].concat()), expected);
            }
        }
    }
}
