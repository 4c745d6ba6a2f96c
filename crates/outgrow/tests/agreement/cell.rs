//! Values of either engine, and whether two of them are the same.

use outgrow::planner::temporal;
use rusqlite::types::ValueRef;
use tokio_postgres::types::Type;

/// A value of SQLite.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stored {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

/// A value of PostgreSQL: its text, and what the text is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) text: Option<String>,
    pub(crate) kind: Kind,
}

/// What the text of a PostgreSQL value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Number,
    Moment,
    Bytes,
    Json,
    Uuid,
    Text,
}

impl Stored {
    pub(crate) fn of(value: ValueRef<'_>) -> Stored {
        match value {
            ValueRef::Null => Stored::Null,
            ValueRef::Integer(number) => Stored::Integer(number),
            ValueRef::Real(number) => Stored::Real(number),
            ValueRef::Text(bytes) => Stored::Text(bytes.to_vec()),
            ValueRef::Blob(bytes) => Stored::Blob(bytes.to_vec()),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Stored::Integer(number) => Some(*number as f64),
            Stored::Real(number) => Some(*number),
            Stored::Text(bytes) => std::str::from_utf8(bytes).ok()?.trim().parse().ok(),
            Stored::Null | Stored::Blob(_) => None,
        }
    }

    /// The text as it arrives: U+FFFD for what PostgreSQL cannot hold.
    fn text(&self) -> String {
        match self {
            Stored::Null => String::new(),
            Stored::Integer(number) => number.to_string(),
            Stored::Real(number) => format!("{number:?}"),
            Stored::Text(bytes) | Stored::Blob(bytes) => String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}"),
        }
    }
}

impl Kind {
    pub(crate) fn of(data_type: &Type) -> Kind {
        match *data_type {
            Type::BOOL => Kind::Boolean,
            Type::INT2 | Type::INT4 | Type::INT8 | Type::FLOAT8 | Type::NUMERIC => Kind::Number,
            Type::DATE | Type::TIME | Type::TIMETZ | Type::TIMESTAMP | Type::TIMESTAMPTZ => Kind::Moment,
            Type::BYTEA => Kind::Bytes,
            Type::JSON | Type::JSONB => Kind::Json,
            Type::UUID => Kind::Uuid,
            _ => Kind::Text,
        }
    }
}

/// Whether a value is the same on both sides: numbers as numbers, reals within 1e-9 of their
/// size, times as the moments that they name.
pub(crate) fn same(stored: &Stored, shown: &Shown) -> bool {
    let Some(text) = &shown.text else { return *stored == Stored::Null };
    match (shown.kind, stored) {
        (_, Stored::Null) => false,
        (Kind::Boolean, _) => truth(stored) == Some(text == "t"),
        (Kind::Number, Stored::Integer(number)) if text.parse::<i64>().is_ok() => *text == number.to_string(),
        (Kind::Number, _) => stored.number().is_some_and(|number| close(number, text)),
        (Kind::Moment, _) => moment(stored).is_some_and(|moment| Some(moment) == shown_moment(text)),
        (Kind::Bytes, Stored::Text(bytes) | Stored::Blob(bytes)) => *text == hexadecimal(bytes),
        (Kind::Json, _) => json(&stored.text()).is_some_and(|value| Some(value) == json(text)),
        (Kind::Uuid, Stored::Blob(bytes)) => hexadecimal(bytes)[2..] == text.replace('-', ""),
        (Kind::Uuid, _) => stored.text().replace('-', "").to_lowercase() == text.replace('-', ""),
        (Kind::Text, Stored::Blob(bytes)) => *text == hexadecimal(bytes) || *text == stored.text(),
        (Kind::Text, Stored::Real(number)) => close(*number, text),
        (Kind::Text | Kind::Bytes, _) => *text == stored.text(),
    }
}

fn truth(stored: &Stored) -> Option<bool> {
    match stored {
        Stored::Integer(number) => Some(*number != 0),
        Stored::Real(number) => Some(*number != 0.0),
        Stored::Text(bytes) => match bytes.to_ascii_lowercase().as_slice() {
            b"t" | b"true" | b"1" => Some(true),
            b"f" | b"false" | b"0" => Some(false),
            _ => None,
        },
        Stored::Null | Stored::Blob(_) => None,
    }
}

fn close(number: f64, text: &str) -> bool {
    let text = text.replace("Infinity", "inf").replace("Inf", "inf");
    text.parse::<f64>().is_ok_and(|shown| shown == number || (shown - number).abs() <= number.abs() * 1e-9)
}

/// Microseconds since 1970 in UTC; an absent zone is UTC, an integer is milliseconds.
pub(crate) fn moment(stored: &Stored) -> Option<i64> {
    match stored {
        Stored::Integer(millis) => millis.checked_mul(1_000),
        Stored::Text(bytes) => temporal::parse(bytes).map(|civil| civil.utc_micros()),
        Stored::Null | Stored::Real(_) | Stored::Blob(_) => None,
    }
}

pub(crate) fn shown_moment(text: &str) -> Option<i64> {
    temporal::parse(text.as_bytes()).map(|civil| civil.utc_micros())
}

fn json(text: &str) -> Option<serde_json::Value> {
    serde_json::from_str(text).ok()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold("\\x".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
}

#[test]
fn what_differs_is_not_the_same() {
    let shown = |kind, text: &str| Shown { text: Some(text.to_owned()), kind };
    let text = |text: &str| Stored::Text(text.as_bytes().to_vec());
    let pairs = [
        (Stored::Null, shown(Kind::Text, "")),
        (text(""), Shown { text: None, kind: Kind::Text }),
        (text("007"), shown(Kind::Text, "7")),
        (text("a "), shown(Kind::Text, "a")),
        (Stored::Integer(9_007_199_254_740_993), shown(Kind::Number, "9007199254740992")),
        (Stored::Real(0.1), shown(Kind::Number, "0.1000001")),
        (text("2024-02-29 12:00:00"), shown(Kind::Moment, "2024-02-29 13:00:00")),
        (text("{\"a\":1}"), shown(Kind::Json, "{\"a\":2}")),
        (Stored::Integer(1), shown(Kind::Boolean, "f")),
        (Stored::Blob(vec![1, 2]), shown(Kind::Bytes, "\\x0103")),
    ];
    for (stored, shown) in pairs {
        assert!(!same(&stored, &shown), "{stored:?} {shown:?}");
    }
}
