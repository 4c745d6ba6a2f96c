//! Values into COPY fields and back, under every rule.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::{Mapping, Reason, Rule};
use outgrow_planner::value::Value;

use super::round_trip;

/// Where mutations begin: the first byte chooses the mapping, the second the storage class.
#[allow(dead_code, reason = "fuzzing itself starts from its own corpus")]
pub(crate) const SEEDS: &[&[u8]] = &[
    b"\x00\x03true",
    b"\x02\x01\x00\x00\x00\x00\x7f\xff\xff\xff",
    b"\x05\x02\x3f\xb9\x99\x99\x99\x99\x99\x9a",
    b"\x06\x03-12345.678900",
    b"\x0c\x032024-02-29 12:34:56.123456+05:30",
    b"\x11\x032000-01-01 12:34:56.5",
    b"\x13\x031970-01-02 00:00:00.000000",
    b"\x14\x036f0b7e52-9f2a-4c3d-8f53-0a3d7c1b9e11",
    b"\x15\x040123456789abcdef",
    b"\x17\x03{\"a\": [1, \"\\u00e9\"], \"b\": -1.5e3}",
    b"\x18\x03|1|-2|3|",
    b"\x19\x03|a||b|",
];

const MAPPINGS: &[(DataType, Rule)] = &[
    (DataType::Boolean, Rule::Boolean),
    (DataType::Smallint, Rule::Integer),
    (DataType::Integer, Rule::Integer),
    (DataType::Bigint, Rule::Integer),
    (DataType::DoublePrecision, Rule::Double),
    (DataType::Numeric(None), Rule::Numeric),
    (DataType::Numeric(Some((12, 4))), Rule::Numeric),
    (DataType::Text, Rule::Text),
    (DataType::Varchar(7), Rule::Text),
    (DataType::Text, Rule::Rendered),
    (DataType::Bytea, Rule::Bytes),
    (DataType::Date, Rule::Temporal),
    (DataType::TimestampTz, Rule::Temporal),
    (DataType::Timestamp, Rule::Temporal),
    (DataType::Time, Rule::Temporal),
    (DataType::TimeTz, Rule::Temporal),
    (DataType::TimestampTz, Rule::EpochMillis),
    (DataType::Time, Rule::RailsTime),
    (DataType::Timestamp, Rule::EpochMillis),
    (DataType::Interval, Rule::SqlalchemyInterval),
    (DataType::Uuid, Rule::Uuid),
    (DataType::Uuid, Rule::UuidBytes),
    (DataType::Json, Rule::Json),
    (DataType::Jsonb, Rule::Json),
    (DataType::BigintArray, Rule::BarList),
    (DataType::TextArray, Rule::BarList),
    (DataType::Date, Rule::EpochMillis),
];

/// Encodes one value under one mapping and reads it back.
pub(crate) fn body(data: &[u8]) {
    let [mapping, class, bytes @ ..] = data else { return };
    let (to, rule) = MAPPINGS[usize::from(*mapping) % MAPPINGS.len()];
    let number = bytes.first_chunk::<8>().copied().unwrap_or_default();
    let value = match class % 5 {
        0 => Value::Null,
        1 => Value::Integer(i64::from_be_bytes(number)),
        2 => Value::Real(f64::from_be_bytes(number)),
        3 => Value::Text(bytes),
        _ => Value::Blob(bytes),
    };
    // SQLite stores NULL in place of a number that is none.
    if matches!(value, Value::Real(real) if real.is_nan()) {
        return;
    }
    round_trip(&Mapping { to, rule, because: Reason::Fallback }, value);
}
