//! SQLite's values in PostgreSQL's binary forms: one encoder a column, chosen once.

mod array;
mod boolean;
mod bytea;
mod double;
mod integer;
mod interval;
mod json;
mod json_check;
mod numeric;
mod real;
mod substitute;
mod temporal;
mod text;
mod uuid;

#[cfg(test)]
mod tests;

use std::fmt;

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::{Mapping, Rule};
use outgrow_planner::value::Value;

use super::wire::Wire;
use crate::{Error, ErrorKind};

#[cfg(test)]
pub(super) use json_check::{Form as JsonForm, accepts as accepts_json};
pub(crate) use substitute::neutral_text;
pub(super) use substitute::{shown as substitute_shown, substitute};

/// The most bytes that PostgreSQL takes in one field: 1 GB less its headers.
pub(super) const MAX_FIELD: usize = 0x3fff_ffff - 64;

/// How the values of one column are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoder {
    Boolean,
    Smallint,
    Integer,
    Bigint,
    Double,
    Numeric(numeric::Limits),
    Text(text::Limit),
    Rendered(text::Limit),
    Bytes,
    Temporal(temporal::Kind, temporal::Numbers),
    LocalTime(i32),
    RailsTime,
    SqlalchemyInterval,
    Uuid,
    UuidBytes,
    Json,
    Jsonb,
    TextArray,
    BigintArray,
}

/// Why a value goes to quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    StorageClass,
    Nul,
    Utf8,
    Form,
    Range,
    Digits,
    Zone,
    Length,
    Size,
    Json,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::StorageClass => "the column's rule does not name its storage class",
            Refusal::Nul => "it contains U+0000",
            Refusal::Utf8 => "it is not valid UTF-8",
            Refusal::Form => "it is not written in the form that the column's rule names",
            Refusal::Range => "it is outside of the type's range",
            Refusal::Digits => "it has more digits than the type keeps",
            Refusal::Zone => "its offset from UTC would be lost",
            Refusal::Length => "it has more characters than the type allows",
            Refusal::Size => "it is larger than PostgreSQL's limit for one value",
            Refusal::Json => "it is not JSON that the type accepts",
        })
    }
}

impl Refusal {
    /// The whole sentence that stands in quarantine.
    pub(crate) fn reason(self, value: Value<'_>, to: DataType) -> String {
        format!("a value of storage class {} cannot become {to}: {self}", value.storage_class())
    }
}

/// Why a value was not written.
pub(super) enum Stop {
    /// The value cannot be held; nothing of it was written.
    Refused(Refusal),
    /// Sending failed; the copy is over.
    Failed(Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

impl Encoder {
    /// Chooses the encoder of a mapping; fails on a pair that no rule's contract names.
    pub(super) fn of(mapping: &Mapping) -> crate::Result<Encoder> {
        use temporal::Numbers;
        let encoder = match (mapping.rule, mapping.to) {
            (Rule::Boolean, DataType::Boolean) => Encoder::Boolean,
            (Rule::Integer, DataType::Smallint) => Encoder::Smallint,
            (Rule::Integer, DataType::Integer) => Encoder::Integer,
            (Rule::Integer, DataType::Bigint) => Encoder::Bigint,
            (Rule::Double, DataType::DoublePrecision) => Encoder::Double,
            (Rule::Numeric, DataType::Numeric(limits)) => Encoder::Numeric(numeric::Limits(limits)),
            (Rule::Text, to) => Encoder::Text(text::Limit::of(to).ok_or_else(|| impossible(mapping))?),
            (Rule::Rendered, to) => Encoder::Rendered(text::Limit::of(to).ok_or_else(|| impossible(mapping))?),
            (Rule::Bytes, DataType::Bytea) => Encoder::Bytes,
            (Rule::Temporal, to) => Encoder::Temporal(kind(mapping, to)?, Numbers::Refused),
            (Rule::EpochMillis, to) => Encoder::Temporal(kind(mapping, to)?, Numbers::EpochMillis),
            (Rule::LocalTime(east), DataType::TimestampTz) => Encoder::LocalTime(east),
            (Rule::RailsTime, DataType::Time) => Encoder::RailsTime,
            (Rule::SqlalchemyInterval, DataType::Interval) => Encoder::SqlalchemyInterval,
            (Rule::Uuid, DataType::Uuid) => Encoder::Uuid,
            (Rule::UuidBytes, DataType::Uuid) => Encoder::UuidBytes,
            (Rule::Json, DataType::Json) => Encoder::Json,
            (Rule::Json, DataType::Jsonb) => Encoder::Jsonb,
            (Rule::BarList, DataType::TextArray) => Encoder::TextArray,
            (Rule::BarList, DataType::BigintArray) => Encoder::BigintArray,
            (
                Rule::Boolean
                | Rule::Integer
                | Rule::Double
                | Rule::Numeric
                | Rule::Bytes
                | Rule::LocalTime(_)
                | Rule::RailsTime
                | Rule::SqlalchemyInterval
                | Rule::Uuid
                | Rule::UuidBytes
                | Rule::Json
                | Rule::BarList,
                _,
            ) => return Err(impossible(mapping)),
        };
        Ok(encoder)
    }

    /// Writes one value as a field.
    #[inline]
    pub(super) fn encode(self, value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
        // What most values are is done without a call.
        match (self, value) {
            (_, Value::Null) => wire.null(),
            (Encoder::Bigint, Value::Integer(number)) => wire.fixed(number.to_be_bytes()),
            (Encoder::Double, Value::Real(number)) => wire.fixed(number.to_be_bytes()),
            (Encoder::Text(limit), Value::Text(bytes)) if limit.is_met_by_plain(bytes) => wire.field(bytes)?,
            _ => return self.encode_any(value, wire),
        }
        Ok(())
    }

    #[inline(never)]
    fn encode_any(self, value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
        match self {
            Encoder::Boolean => boolean::encode(value, wire)?,
            Encoder::Smallint => integer::small(value, wire)?,
            Encoder::Integer => integer::integer(value, wire)?,
            Encoder::Bigint => integer::big(value, wire)?,
            Encoder::Double => double::encode(value, wire)?,
            Encoder::Numeric(limits) => numeric::encode(limits, value, wire)?,
            Encoder::Text(limit) => return text::encode(limit, value, wire),
            Encoder::Rendered(limit) => return text::rendered(limit, value, wire),
            Encoder::Bytes => return bytea::encode(value, wire),
            Encoder::Temporal(kind, numbers) => temporal::encode(kind, numbers, value, wire)?,
            Encoder::LocalTime(east) => temporal::local_time(east, value, wire)?,
            Encoder::RailsTime => temporal::rails_time(value, wire)?,
            Encoder::SqlalchemyInterval => interval::encode(value, wire)?,
            Encoder::Uuid => uuid::text(value, wire)?,
            Encoder::UuidBytes => uuid::bytes(value, wire)?,
            Encoder::Json => return json::json(value, wire),
            Encoder::Jsonb => return json::jsonb(value, wire),
            Encoder::TextArray => return array::text(value, wire),
            Encoder::BigintArray => return array::bigint(value, wire),
        }
        Ok(())
    }
}

fn kind(mapping: &Mapping, to: DataType) -> crate::Result<temporal::Kind> {
    let kind = temporal::Kind::of(to).ok_or_else(|| impossible(mapping))?;
    let numbers_fit = matches!(to, DataType::Date | DataType::Timestamp | DataType::TimestampTz);
    if mapping.rule == Rule::EpochMillis && !numbers_fit {
        return Err(impossible(mapping));
    }
    Ok(kind)
}

fn impossible(mapping: &Mapping) -> Error {
    Error::new(ErrorKind::Internal, format!("rule {:?} cannot make values of type {}", mapping.rule, mapping.to))
}

/// The text of a value, or its refusal.
fn text_of(value: Value<'_>) -> Result<&[u8], Refusal> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => Err(Refusal::StorageClass),
    }
}
