//! SQLite's values.

use std::io::Write;

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use rusqlite::types::ValueRef;

use super::moment::{self, DAY, Moment};
use super::numeric::{self, Exponents};
use super::{Meaning, Reading, barlist, json, uuid};

/// The largest integer whose neighbours a double can all hold.
const EXACT_IN_DOUBLE: u64 = 1 << 53;

/// What a stored value means; `None` where the rule does not name it.
pub(in crate::verify) fn of_source<'a>(
    reading: &Reading,
    value: ValueRef<'a>,
    scratch: &'a mut Vec<u8>,
) -> Option<Meaning<'a>> {
    if value == ValueRef::Null {
        return Some(Meaning::Null);
    }
    match reading.rule {
        Rule::Boolean => boolean(value),
        Rule::Integer => integer(value).map(Meaning::Integer),
        Rule::Double => double(value),
        Rule::Numeric => decimal(value, scratch),
        Rule::Text => text(value).map(Meaning::Bytes),
        Rule::Rendered => rendered(value, scratch),
        Rule::Bytes => text(value).or_else(|| blob(value)).map(Meaning::Bytes),
        Rule::Temporal => temporal(reading.data_type, moment::parse(text(value)?)?),
        Rule::LocalTime(east) => local_time(east, moment::parse(text(value)?)?),
        Rule::EpochMillis => epoch_millis(reading.data_type, value),
        Rule::RailsTime => rails_time(moment::parse(text(value)?)?),
        Rule::SqlalchemyInterval => moment::parse(text(value)?)?.instant().map(Meaning::Integer),
        Rule::Uuid => uuid::parse(text(value)?).map(|bytes| put(scratch, &bytes)),
        Rule::UuidBytes => blob(value).filter(|bytes| bytes.len() == 16).map(Meaning::Bytes),
        Rule::Json => document(reading.data_type, text(value).or_else(|| blob(value))?, scratch),
        Rule::BarList => text(value).map(|list| Meaning::Bytes(barlist::of_text(list))),
    }
}

fn integer(value: ValueRef<'_>) -> Option<i64> {
    match value {
        ValueRef::Integer(integer) => Some(integer),
        ValueRef::Text(text) => written(text),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
}

/// The integer of a text without blanks, plus sign, leading zeros or a negative zero.
fn written(text: &[u8]) -> Option<i64> {
    let (negative, digits) = text.strip_prefix(b"-").map_or((false, text), |digits| (true, digits));
    let first = *digits.first()?;
    if !digits.iter().all(u8::is_ascii_digit) || (first == b'0' && (digits.len() > 1 || negative)) {
        return None;
    }
    digits.iter().try_fold(0_i64, |value, digit| {
        let digit = i64::from(digit - b'0');
        value.checked_mul(10)?.checked_add(if negative { -digit } else { digit })
    })
}

fn text(value: ValueRef<'_>) -> Option<&[u8]> {
    if let ValueRef::Text(text) = value { Some(text) } else { None }
}

fn blob(value: ValueRef<'_>) -> Option<&[u8]> {
    if let ValueRef::Blob(blob) = value { Some(blob) } else { None }
}

fn put<'a>(scratch: &'a mut Vec<u8>, bytes: &[u8]) -> Meaning<'a> {
    scratch.clear();
    scratch.extend_from_slice(bytes);
    Meaning::Bytes(scratch)
}

fn boolean(value: ValueRef<'_>) -> Option<Meaning<'static>> {
    match value {
        ValueRef::Integer(bit @ (0 | 1)) => Some(Meaning::Integer(bit)),
        ValueRef::Text(b"t" | b"T" | b"true") => Some(Meaning::Integer(1)),
        ValueRef::Text(b"f" | b"F" | b"false") => Some(Meaning::Integer(0)),
        _ => None,
    }
}

fn double(value: ValueRef<'_>) -> Option<Meaning<'static>> {
    match value {
        ValueRef::Real(real) => Some(Meaning::Double(real.to_bits())),
        ValueRef::Integer(integer) if integer.unsigned_abs() <= EXACT_IN_DOUBLE => {
            Some(Meaning::Double((integer as f64).to_bits()))
        }
        _ => None,
    }
}

fn decimal<'a>(value: ValueRef<'_>, scratch: &'a mut Vec<u8>) -> Option<Meaning<'a>> {
    match value {
        ValueRef::Integer(integer) => numeric::of_integer(integer, scratch),
        ValueRef::Real(real) => numeric::of_real(real, scratch)?,
        ValueRef::Text(text) => {
            numeric::of_text(text, Exponents::Refused, scratch)?;
            if numeric::is_zero(scratch) && text.starts_with(b"-") {
                return None;
            }
        }
        ValueRef::Blob(_) | ValueRef::Null => return None,
    }
    Some(Meaning::Bytes(scratch))
}

fn rendered<'a>(value: ValueRef<'a>, scratch: &'a mut Vec<u8>) -> Option<Meaning<'a>> {
    match value {
        ValueRef::Text(text) => Some(Meaning::Bytes(text)),
        ValueRef::Real(real) => Some(Meaning::Double(real.to_bits())),
        ValueRef::Integer(integer) => {
            scratch.clear();
            write!(scratch, "{integer}").expect("a Vec takes every byte");
            Some(Meaning::Bytes(scratch))
        }
        ValueRef::Blob(_) | ValueRef::Null => None,
    }
}

fn temporal(data_type: DataType, moment: Moment) -> Option<Meaning<'static>> {
    let zero_offset = moment.offset.unwrap_or(0) == 0;
    match data_type {
        DataType::Date => moment.days.filter(|_| moment.time.unwrap_or(0) == 0 && zero_offset).map(Meaning::Integer),
        DataType::Time => {
            let alone = moment.days.is_none() && moment.offset.is_none();
            moment.time.filter(|_| alone).map(Meaning::Integer)
        }
        DataType::TimeTz => {
            let time = moment.time.filter(|_| moment.days.is_none())?;
            Some(Meaning::Zoned(time, moment.offset.unwrap_or(0)))
        }
        // A wall clock has no offset, so only UTC's own is no loss.
        DataType::Timestamp => moment.instant().filter(|_| zero_offset).map(Meaning::Integer),
        _ => moment.instant().map(Meaning::Integer),
    }
}

fn epoch_millis(data_type: DataType, value: ValueRef<'_>) -> Option<Meaning<'static>> {
    let ValueRef::Integer(millis) = value else { return temporal(data_type, moment::parse(text(value)?)?) };
    let micros = millis.checked_mul(1_000)?;
    if data_type != DataType::Date {
        return Some(Meaning::Integer(micros));
    }
    (micros % DAY == 0).then_some(Meaning::Integer(micros / DAY))
}

/// A time without an offset is the wall clock of its zone.
fn local_time(seconds_east: i32, moment: Moment) -> Option<Meaning<'static>> {
    let offset = moment.offset.or(Some(seconds_east));
    Moment { offset, ..moment }.instant().map(Meaning::Integer)
}

fn rails_time(moment: Moment) -> Option<Meaning<'static>> {
    const FIRST_OF_2000: i64 = moment::POSTGRES_EPOCH;
    let fits = moment.days == Some(FIRST_OF_2000) && moment.offset.is_none();
    moment.time.filter(|_| fits).map(Meaning::Integer)
}

fn document<'a>(data_type: DataType, text: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<Meaning<'a>> {
    if data_type != DataType::Jsonb {
        return Some(Meaning::Bytes(text));
    }
    json::normalise(text, scratch)?;
    Some(Meaning::Bytes(scratch))
}
