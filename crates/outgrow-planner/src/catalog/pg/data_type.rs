//! Data types.

use std::fmt;

use serde::{Serialize, Serializer};

/// A data type that a column can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataType {
    /// `boolean`
    Boolean,
    /// `smallint`
    Smallint,
    /// `integer`
    Integer,
    /// `bigint`
    Bigint,
    /// `double precision`
    DoublePrecision,
    /// `numeric`, or `numeric(precision, scale)`
    Numeric(Option<(u16, u16)>),
    /// `text`
    Text,
    /// `character varying(n)`, in characters
    Varchar(u32),
    /// `bytea`
    Bytea,
    /// `date`
    Date,
    /// `time without time zone`
    Time,
    /// `time with time zone`
    TimeTz,
    /// `timestamp without time zone`
    Timestamp,
    /// `timestamp with time zone`
    TimestampTz,
    /// `interval`
    Interval,
    /// `uuid`
    Uuid,
    /// `json`
    Json,
    /// `jsonb`
    Jsonb,
    /// `bigint[]`
    BigintArray,
    /// `text[]`
    TextArray,
}

impl DataType {
    /// Whether values are strings with a collation.
    pub fn is_collatable(self) -> bool {
        match self {
            DataType::Text | DataType::Varchar(_) | DataType::TextArray => true,
            DataType::Boolean
            | DataType::Smallint
            | DataType::Integer
            | DataType::Bigint
            | DataType::DoublePrecision
            | DataType::Numeric(_)
            | DataType::Bytea
            | DataType::Date
            | DataType::Time
            | DataType::TimeTz
            | DataType::Timestamp
            | DataType::TimestampTz
            | DataType::Interval
            | DataType::Uuid
            | DataType::Json
            | DataType::Jsonb
            | DataType::BigintArray => false,
        }
    }
}

impl fmt::Display for DataType {
    /// The name as `format_type` prints it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataType::Numeric(Some((precision, scale))) => write!(f, "numeric({precision},{scale})"),
            DataType::Varchar(length) => write!(f, "character varying({length})"),
            DataType::Boolean => f.write_str("boolean"),
            DataType::Smallint => f.write_str("smallint"),
            DataType::Integer => f.write_str("integer"),
            DataType::Bigint => f.write_str("bigint"),
            DataType::DoublePrecision => f.write_str("double precision"),
            DataType::Numeric(None) => f.write_str("numeric"),
            DataType::Text => f.write_str("text"),
            DataType::Bytea => f.write_str("bytea"),
            DataType::Date => f.write_str("date"),
            DataType::Time => f.write_str("time without time zone"),
            DataType::TimeTz => f.write_str("time with time zone"),
            DataType::Timestamp => f.write_str("timestamp without time zone"),
            DataType::TimestampTz => f.write_str("timestamp with time zone"),
            DataType::Interval => f.write_str("interval"),
            DataType::Uuid => f.write_str("uuid"),
            DataType::Json => f.write_str("json"),
            DataType::Jsonb => f.write_str("jsonb"),
            DataType::BigintArray => f.write_str("bigint[]"),
            DataType::TextArray => f.write_str("text[]"),
        }
    }
}

impl Serialize for DataType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
