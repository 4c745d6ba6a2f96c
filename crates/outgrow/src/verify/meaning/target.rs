//! PostgreSQL's values in their binary form.

use outgrow_planner::catalog::pg::DataType;

use super::moment::{DAY, POSTGRES_EPOCH};
use super::{Meaning, Reading, Transfer, barlist, json, numeric};

/// What a field means; `None` where it can mean no value of SQLite (NaN, `infinity` as a date)
/// or is not in the form of its type.
pub(in crate::verify) fn of_target<'a>(
    reading: &Reading,
    field: &'a [u8],
    scratch: &'a mut Vec<u8>,
) -> Option<Meaning<'a>> {
    if reading.transfer == Transfer::Digested {
        return digested(field);
    }
    match reading.data_type {
        DataType::Boolean => integer(field, 1),
        DataType::Smallint => integer(field, 2),
        DataType::Integer => integer(field, 4),
        DataType::Bigint | DataType::Time => integer(field, 8),
        DataType::DoublePrecision => Some(Meaning::Double(u64::from_be_bytes(field.try_into().ok()?))),
        DataType::Numeric(_) => numeric::of_wire(field, scratch).map(|()| Meaning::Bytes(scratch)),
        DataType::Text | DataType::Varchar(_) | DataType::Json | DataType::Bytea => Some(Meaning::Bytes(field)),
        DataType::Jsonb => {
            json::normalise(field.strip_prefix(&[1])?, scratch)?;
            Some(Meaning::Bytes(scratch))
        }
        DataType::Date => date(field).map(Meaning::Integer),
        DataType::Timestamp | DataType::TimestampTz => timestamp(field).map(Meaning::Integer),
        DataType::TimeTz => time_tz(field),
        DataType::Interval => interval(field),
        DataType::Uuid => (field.len() == 16).then_some(Meaning::Bytes(field)),
        DataType::BigintArray | DataType::TextArray => {
            barlist::of_wire(reading.data_type, field, scratch)?;
            Some(Meaning::Bytes(scratch))
        }
    }
}

/// A column of long values: a byte 0 and the value, or a byte 1, the length and the SHA-256.
fn digested(field: &[u8]) -> Option<Meaning<'_>> {
    match field.split_first()? {
        (0, value) => Some(Meaning::Bytes(value)),
        (_, rest) => {
            let (length, sha256) = rest.split_first_chunk::<4>()?;
            let length = u64::from(u32::from_be_bytes(*length));
            Some(Meaning::Digest { length, sha256: sha256.try_into().ok()? })
        }
    }
}

fn integer(field: &[u8], width: usize) -> Option<Meaning<'static>> {
    (field.len() == width).then(|| signed(field)).flatten().map(Meaning::Integer)
}

fn signed(field: &[u8]) -> Option<i64> {
    match field.len() {
        1 => Some(i64::from(field[0])),
        2 => Some(i64::from(i16::from_be_bytes(field.try_into().ok()?))),
        4 => Some(i64::from(i32::from_be_bytes(field.try_into().ok()?))),
        8 => Some(i64::from_be_bytes(field.try_into().ok()?)),
        _ => None,
    }
}

fn date(field: &[u8]) -> Option<i64> {
    let days = i32::from_be_bytes(field.try_into().ok()?);
    let finite = days != i32::MIN && days != i32::MAX;
    finite.then(|| i64::from(days) + POSTGRES_EPOCH)
}

fn timestamp(field: &[u8]) -> Option<i64> {
    let micros = i64::from_be_bytes(field.try_into().ok()?);
    let finite = micros != i64::MIN && micros != i64::MAX;
    micros.checked_add(POSTGRES_EPOCH * DAY).filter(|_| finite)
}

/// PostgreSQL counts the seconds of an offset to the west.
fn time_tz(field: &[u8]) -> Option<Meaning<'static>> {
    let (micros, west) = field.split_first_chunk::<8>()?;
    let west = i32::from_be_bytes(west.try_into().ok()?);
    Some(Meaning::Zoned(i64::from_be_bytes(*micros), west.checked_neg()?))
}

/// Months have no length, so that none can be the distance between two moments.
fn interval(field: &[u8]) -> Option<Meaning<'static>> {
    let (micros, rest) = field.split_first_chunk::<8>()?;
    let (days, months) = rest.split_first_chunk::<4>()?;
    if months != [0; 4] {
        return None;
    }
    let days = i64::from(i32::from_be_bytes(*days)).checked_mul(DAY)?;
    i64::from_be_bytes(*micros).checked_add(days).map(Meaning::Integer)
}
