//! One value in the binary form of a type, where there is no plan that says by which rule.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::{Mapping, Reason, Rule};
use outgrow_planner::value::Value;

use super::encode::{Encoder, Refusal, Stop};
use super::wire::Wire;
use crate::Result;

pub(crate) use super::encode::neutral_text;

/// What the field is for, which decides about numbers whose unit a type does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It becomes the value of a row. A number is no time: it could count seconds or milliseconds.
    Place,
    /// It finds a row that a move wrote, where numbers of times were milliseconds.
    Find,
}

/// The field without its length, or `None` for NULL; else why the type cannot hold the value.
pub(crate) fn field(
    to: DataType,
    value: Value<'_>,
    purpose: Purpose,
) -> Result<std::result::Result<Option<Vec<u8>>, String>> {
    if value == Value::Null {
        return Ok(Ok(None));
    }
    let mut refused = Refusal::StorageClass;
    for (position, rule) in rules(to, value, purpose).iter().enumerate() {
        match by_rule(to, *rule, value)? {
            Ok(field) => return Ok(Ok(Some(field))),
            Err(refusal) if position == 0 => refused = refusal,
            Err(_) => {}
        }
    }
    Ok(Err(refused.reason(value, to)))
}

/// The rules that make values of a type, the one that is meant first.
fn rules(to: DataType, value: Value<'_>, purpose: Purpose) -> &'static [Rule] {
    match to {
        DataType::Boolean => &[Rule::Boolean],
        DataType::Smallint | DataType::Integer | DataType::Bigint => &[Rule::Integer],
        DataType::DoublePrecision => &[Rule::Double],
        DataType::Numeric(_) => &[Rule::Numeric],
        DataType::Text | DataType::Varchar(_) => &[Rule::Rendered],
        DataType::Bytea => &[Rule::Bytes],
        DataType::Date | DataType::Timestamp | DataType::TimestampTz => match purpose {
            Purpose::Place => &[Rule::Temporal],
            Purpose::Find => &[Rule::EpochMillis],
        },
        DataType::Time => &[Rule::Temporal, Rule::RailsTime],
        DataType::TimeTz => &[Rule::Temporal],
        DataType::Interval => &[Rule::SqlalchemyInterval],
        DataType::Uuid => match value {
            Value::Blob(_) => &[Rule::UuidBytes],
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => &[Rule::Uuid],
        },
        DataType::Json | DataType::Jsonb => &[Rule::Json],
        DataType::BigintArray | DataType::TextArray => &[Rule::BarList],
    }
}

fn by_rule(to: DataType, rule: Rule, value: Value<'_>) -> Result<std::result::Result<Vec<u8>, Refusal>> {
    let encoder = Encoder::of(&Mapping { to, rule, because: Reason::Fallback })?;
    let mut bytes = Vec::new();
    let mut collect = |piece: Vec<u8>| {
        bytes.extend_from_slice(&piece);
        Ok(())
    };
    let mut wire = Wire::field_alone(&mut collect);
    match encoder.encode(value, &mut wire) {
        Ok(()) => wire.flush()?,
        Err(Stop::Refused(refusal)) => return Ok(Err(refusal)),
        Err(Stop::Failed(error)) => return Err(error),
    }
    // What stands before the bytes is their length.
    bytes.drain(..size_of::<i32>());
    Ok(Ok(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(to: DataType, value: Value<'_>) -> std::result::Result<Option<Vec<u8>>, String> {
        field(to, value, Purpose::Place).expect("no trouble")
    }

    #[test]
    fn the_type_decides_the_rule() {
        assert_eq!(placed(DataType::Bytea, Value::Text(b"a\0")), Ok(Some(b"a\0".to_vec())));
        assert_eq!(placed(DataType::Text, Value::Integer(7)), Ok(Some(b"7".to_vec())));
        assert_eq!(placed(DataType::Smallint, Value::Integer(7)), Ok(Some(vec![0, 7])));
        assert_eq!(placed(DataType::Boolean, Value::Null), Ok(None));
        assert_eq!(placed(DataType::Uuid, Value::Blob(&[7; 16])), Ok(Some(vec![7; 16])));
        let time = placed(DataType::Time, Value::Text(b"2000-01-01 00:00:01"));
        assert_eq!(time, Ok(Some(1_000_000_i64.to_be_bytes().to_vec())));
    }

    #[test]
    fn a_value_that_does_not_fit_says_why() {
        let reason = placed(DataType::Bigint, Value::Text(b"x")).expect_err("no number");
        assert_eq!(
            reason,
            "a value of storage class text cannot become bigint: it is not written in the form that the column's rule names"
        );
    }

    #[test]
    fn a_number_in_a_column_of_times_finds_a_row_but_is_no_value() {
        assert!(placed(DataType::TimestampTz, Value::Integer(0)).is_err());
        let found = field(DataType::TimestampTz, Value::Integer(0), Purpose::Find).expect("no trouble");
        assert!(found.is_ok());
    }

    #[test]
    fn a_large_value_is_one_field() {
        let large = vec![b'x'; 3_000_000];
        assert_eq!(placed(DataType::Text, Value::Text(&large)), Ok(Some(large.clone())));
    }
}
