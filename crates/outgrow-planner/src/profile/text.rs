//! The shapes of TEXT values.

use serde::Serialize;

/// A shape that a TEXT value can have, besides those of dates and times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Shape {
    /// An int64 in canonical form: `-?(0|[1-9][0-9]*)`, no `-0`.
    Integer,
    /// A decimal with a point, as `numeric` prints it: `-?(0|[1-9][0-9]*)\.[0-9]+`.
    Decimal,
    /// `t` or `f`.
    LetterTf,
    /// `T` or `F`.
    CapitalTf,
    /// `true` or `false`.
    TrueFalse,
    /// A UUID with dashes, lower case.
    UuidLower,
    /// A UUID with dashes, upper case.
    UuidUpper,
    /// 32 hexadecimal digits, lower case.
    Hex32,
    /// JSON that `jsonb` holds without change of meaning: no duplicate keys, no `\u0000`,
    /// no lone surrogate, and numbers within its limits.
    Jsonb,
    /// JSON that PostgreSQL's `json` accepts.
    Json,
    /// `|1|2|`: a list of integers as pyDAL and Emmett store it.
    BarIntegers,
    /// `|a|b|`: a list of strings as pyDAL and Emmett store it.
    BarStrings,
    /// `2000-01-01 12:34:56`: a time as Rails stores it.
    RailsTime,
    /// `1970-01-01 …` or `1969-…` with six digits: an interval as SQLAlchemy stores it.
    SqlalchemyInterval,
}
