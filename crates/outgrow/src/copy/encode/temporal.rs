//! `date`, `time`, `timetz`, `timestamp`, `timestamptz`.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::temporal::{Civil, Parts, Separator, parse};
use outgrow_planner::value::Value;

use super::{Refusal, Wire, text_of};

/// Days from 1970-01-01, where SQLite's applications count from, to 2000-01-01, where PostgreSQL does.
const EPOCH_DAYS: i32 = 10_957;
const DAY_MICROS: i64 = 86_400_000_000;
const EPOCH_MICROS: i64 = EPOCH_DAYS as i64 * DAY_MICROS;

/// What `timestamp` can hold, in microseconds since 2000-01-01: from 4714-11-24 BC to before 294277.
const TIMESTAMPS: std::ops::Range<i64> = -211_813_488_000_000_000..9_223_371_331_200_000_000;

/// Which of the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Time,
    TimeTz,
    Timestamp,
    TimestampTz,
}

/// What an INTEGER means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    Refused,
    EpochMillis,
}

impl Kind {
    /// The kind of a temporal type; `None` for other types.
    pub(crate) fn of(data_type: DataType) -> Option<Kind> {
        match data_type {
            DataType::Date => Some(Kind::Date),
            DataType::Time => Some(Kind::Time),
            DataType::TimeTz => Some(Kind::TimeTz),
            DataType::Timestamp => Some(Kind::Timestamp),
            DataType::TimestampTz => Some(Kind::TimestampTz),
            DataType::Boolean
            | DataType::Smallint
            | DataType::Integer
            | DataType::Bigint
            | DataType::DoublePrecision
            | DataType::Numeric(_)
            | DataType::Text
            | DataType::Varchar(_)
            | DataType::Bytea
            | DataType::Interval
            | DataType::Uuid
            | DataType::Json
            | DataType::Jsonb
            | DataType::BigintArray
            | DataType::TextArray => None,
        }
    }
}

/// TEXT in a spelling of [`outgrow_planner::temporal`]; INTEGER as `numbers` says.
pub(super) fn encode(kind: Kind, numbers: Numbers, value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    if let (Value::Integer(millis), Numbers::EpochMillis) = (value, numbers) {
        return epoch_millis(kind, millis, wire);
    }
    let civil = read(value)?;
    match kind {
        Kind::Date => date(&civil, wire),
        Kind::Time => time(&civil, wire),
        Kind::TimeTz => time_with_zone(&civil, wire),
        Kind::Timestamp => timestamp(&civil, wire),
        Kind::TimestampTz => instant(&civil, wire),
    }
}

/// TEXT with a date → `timestamptz`; one without an offset is the wall clock this many seconds east of UTC.
pub(super) fn local_time(east: i32, value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let mut civil = read(value)?;
    if !civil.spelling.is_zoned() {
        civil.offset = east;
    }
    instant(&civil, wire)
}

/// TEXT `2000-01-01 12:34:56[.ffffff]` → `time`.
pub(super) fn rails_time(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let civil = read(value)?;
    let blank = matches!(civil.spelling.parts, Parts::DateTime(Separator::Blank, _));
    if !blank || civil.days != EPOCH_DAYS || civil.spelling.is_zoned() {
        return Err(Refusal::Form);
    }
    wire.fixed((civil.nanos / 1_000).to_be_bytes());
    Ok(())
}

/// Reads a text whose digits below the microsecond are zero.
pub(super) fn read(value: Value<'_>) -> Result<Civil, Refusal> {
    let civil = parse(text_of(value)?).ok_or(Refusal::Form)?;
    if civil.below_microsecond() != 0 {
        return Err(Refusal::Digits);
    }
    Ok(civil)
}

fn has_date(civil: &Civil) -> Result<(), Refusal> {
    match civil.spelling.parts {
        Parts::Date | Parts::DateTime(..) => Ok(()),
        Parts::Time(_) => Err(Refusal::Form),
    }
}

/// A wall clock has no place for an offset, but UTC is no loss.
fn no_offset(civil: &Civil) -> Result<(), Refusal> {
    if civil.offset == 0 { Ok(()) } else { Err(Refusal::Zone) }
}

fn date(civil: &Civil, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    has_date(civil)?;
    no_offset(civil)?;
    if civil.nanos != 0 {
        return Err(Refusal::Digits);
    }
    wire.fixed((civil.days - EPOCH_DAYS).to_be_bytes());
    Ok(())
}

fn time(civil: &Civil, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    if civil.spelling.is_zoned() {
        return Err(Refusal::Zone);
    }
    let Parts::Time(_) = civil.spelling.parts else { return Err(Refusal::Form) };
    wire.fixed((civil.nanos / 1_000).to_be_bytes());
    Ok(())
}

fn time_with_zone(civil: &Civil, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let Parts::Time(_) = civil.spelling.parts else { return Err(Refusal::Form) };
    wire.length(12);
    wire.small(&(civil.nanos / 1_000).to_be_bytes());
    // PostgreSQL counts seconds west of Greenwich.
    wire.small(&(-civil.offset).to_be_bytes());
    Ok(())
}

fn timestamp(civil: &Civil, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    has_date(civil)?;
    no_offset(civil)?;
    wire.fixed((civil.local_micros() - EPOCH_MICROS).to_be_bytes());
    Ok(())
}

fn instant(civil: &Civil, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    has_date(civil)?;
    wire.fixed((civil.utc_micros() - EPOCH_MICROS).to_be_bytes());
    Ok(())
}

fn epoch_millis(kind: Kind, millis: i64, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let micros = millis.checked_mul(1_000).and_then(|micros| micros.checked_sub(EPOCH_MICROS)).ok_or(Refusal::Range)?;
    if !TIMESTAMPS.contains(&micros) {
        return Err(Refusal::Range);
    }
    match kind {
        Kind::Timestamp | Kind::TimestampTz => wire.fixed(micros.to_be_bytes()),
        Kind::Date if micros % DAY_MICROS == 0 => wire.fixed(((micros / DAY_MICROS) as i32).to_be_bytes()),
        Kind::Date => return Err(Refusal::Digits),
        Kind::Time | Kind::TimeTz => return Err(Refusal::StorageClass),
    }
    Ok(())
}
