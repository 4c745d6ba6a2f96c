//! Data types as a person writes them.

use crate::catalog::pg::DataType;

/// The type that a text names: SQL's name, or PostgreSQL's short one. `None` for other types.
pub(super) fn parse(text: &str) -> Option<DataType> {
    let lower = text.to_ascii_lowercase();
    let (base, arguments) = arguments(&lower)?;
    let words: Vec<&str> = base.split_whitespace().collect();
    let plain = match words.join(" ").as_str() {
        "numeric" | "decimal" => return numeric(&arguments),
        "varchar" | "character varying" => return varchar(&arguments),
        "boolean" | "bool" => DataType::Boolean,
        "smallint" | "int2" => DataType::Smallint,
        "integer" | "int" | "int4" => DataType::Integer,
        "bigint" | "int8" => DataType::Bigint,
        "double precision" | "float8" => DataType::DoublePrecision,
        "text" => DataType::Text,
        "bytea" => DataType::Bytea,
        "date" => DataType::Date,
        "time" | "time without time zone" => DataType::Time,
        "timetz" | "time with time zone" => DataType::TimeTz,
        "timestamp" | "timestamp without time zone" => DataType::Timestamp,
        "timestamptz" | "timestamp with time zone" => DataType::TimestampTz,
        "interval" => DataType::Interval,
        "uuid" => DataType::Uuid,
        "json" => DataType::Json,
        "jsonb" => DataType::Jsonb,
        "bigint[]" => DataType::BigintArray,
        "text[]" => DataType::TextArray,
        _ => return None,
    };
    arguments.is_empty().then_some(plain)
}

/// The shortest name that says the whole type.
pub(super) fn short(data_type: DataType) -> String {
    match data_type {
        DataType::Varchar(length) => format!("varchar({length})"),
        DataType::Time => "time".to_owned(),
        DataType::TimeTz => "timetz".to_owned(),
        DataType::Timestamp => "timestamp".to_owned(),
        DataType::TimestampTz => "timestamptz".to_owned(),
        DataType::Boolean
        | DataType::Smallint
        | DataType::Integer
        | DataType::Bigint
        | DataType::DoublePrecision
        | DataType::Numeric(_)
        | DataType::Text
        | DataType::Bytea
        | DataType::Date
        | DataType::Interval
        | DataType::Uuid
        | DataType::Json
        | DataType::Jsonb
        | DataType::BigintArray
        | DataType::TextArray => data_type.to_string(),
    }
}

/// The name, and the numbers in parentheses after it.
fn arguments(text: &str) -> Option<(&str, Vec<u32>)> {
    let Some((base, rest)) = text.split_once('(') else { return Some((text, Vec::new())) };
    let inside = rest.trim_end().strip_suffix(')')?;
    let numbers: Option<Vec<u32>> = inside.split(',').map(|number| number.trim().parse().ok()).collect();
    Some((base, numbers?))
}

/// PostgreSQL allows a precision of 1 to 1000, and a scale up to it.
fn numeric(arguments: &[u32]) -> Option<DataType> {
    let (precision, scale) = match arguments {
        [] => return Some(DataType::Numeric(None)),
        [precision] => (*precision, 0),
        [precision, scale] => (*precision, *scale),
        _ => return None,
    };
    let possible = (1..=1000).contains(&precision) && scale <= precision;
    let limits = (u16::try_from(precision).ok()?, u16::try_from(scale).ok()?);
    possible.then_some(DataType::Numeric(Some(limits)))
}

/// PostgreSQL allows 1 to 10,485,760 characters.
fn varchar(arguments: &[u32]) -> Option<DataType> {
    match arguments {
        [length] if (1..=10_485_760).contains(length) => Some(DataType::Varchar(*length)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read_as_it_is_written() {
        let types = [
            DataType::Boolean,
            DataType::Smallint,
            DataType::Integer,
            DataType::Bigint,
            DataType::DoublePrecision,
            DataType::Numeric(None),
            DataType::Numeric(Some((10, 2))),
            DataType::Text,
            DataType::Varchar(160),
            DataType::Bytea,
            DataType::Date,
            DataType::Time,
            DataType::TimeTz,
            DataType::Timestamp,
            DataType::TimestampTz,
            DataType::Interval,
            DataType::Uuid,
            DataType::Json,
            DataType::Jsonb,
            DataType::BigintArray,
            DataType::TextArray,
        ];
        for data_type in types {
            assert_eq!(parse(&short(data_type)), Some(data_type));
            assert_eq!(parse(&data_type.to_string()), Some(data_type));
        }
    }

    #[test]
    fn other_types_and_impossible_arguments_are_none() {
        for text in [
            "",
            "money",
            "varchar",
            "varchar(0)",
            "varchar(x)",
            "varchar(1",
            "numeric(1001)",
            "numeric(2,3)",
            "numeric(-1)",
            "integer(4)",
            "text(5)",
            "timestamp(3)",
            "char(3)",
            "(",
            ")",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(" DOUBLE  precision "), Some(DataType::DoublePrecision));
        assert_eq!(parse("numeric(5)"), Some(DataType::Numeric(Some((5, 0)))));
    }
}
