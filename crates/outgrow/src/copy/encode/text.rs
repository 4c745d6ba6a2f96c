//! `text` and `character varying`.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::value::Value;

use super::{MAX_FIELD, Refusal, Stop, Wire, real};

/// The most characters that the type allows; `None` for any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) Option<u32>);

/// Texts of up to so many bytes are short.
const SHORT: usize = 256;

impl Limit {
    /// The limit of a type of strings; `None` for other types.
    pub(crate) fn of(data_type: DataType) -> Option<Limit> {
        match data_type {
            DataType::Text => Some(Limit(None)),
            DataType::Varchar(characters) => Some(Limit(Some(characters))),
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
            | DataType::BigintArray
            | DataType::TextArray => None,
        }
    }

    /// Whether a text is short and all of it is ASCII without U+0000, as most are, and not too long.
    /// There is no early return, so that the processor looks at many bytes at once.
    #[inline]
    pub(super) fn is_met_by_plain(self, bytes: &[u8]) -> bool {
        let most = self.0.map_or(SHORT, |characters| SHORT.min(characters as usize));
        bytes.len() <= most && bytes.iter().fold(true, |plain, byte| plain & (byte.wrapping_sub(1) < 0x7f))
    }

    /// PostgreSQL itself would cut blanks beyond the limit without a word.
    fn check(self, text: &str) -> Result<(), Refusal> {
        let Some(most) = self.0.map(|characters| characters as usize) else { return Ok(()) };
        if text.len() > most && text.chars().count() > most {
            return Err(Refusal::Length);
        }
        Ok(())
    }
}

/// TEXT, byte for byte.
pub(super) fn encode(limit: Limit, value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
    let text = checked(super::text_of(value)?)?;
    limit.check(text)?;
    Ok(wire.field(text.as_bytes())?)
}

/// TEXT as it is, INTEGER in decimal, REAL as SQLite renders it with all its digits.
pub(super) fn rendered(limit: Limit, value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
    let text = match value {
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => real::render(number),
        Value::Text(_) | Value::Blob(_) | Value::Null => return encode(limit, value, wire),
    };
    limit.check(&text)?;
    Ok(wire.field(text.as_bytes())?)
}

/// Text that PostgreSQL can hold.
pub(super) fn checked(bytes: &[u8]) -> Result<&str, Refusal> {
    if bytes.len() > MAX_FIELD {
        return Err(Refusal::Size);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Utf8)?;
    if bytes.contains(&0) {
        return Err(Refusal::Nul);
    }
    Ok(text)
}
