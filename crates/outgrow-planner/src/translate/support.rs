//! Functions of schema `outgrow_sqlite` that answer as SQLite does where no
//! function of PostgreSQL would. Only those that a translation calls are installed.

use crate::sql::Sql;

/// A function of schema `outgrow_sqlite`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SupportFunction {
    /// `to_number(text) → double precision`: the numeric prefix of a text, 0 without one.
    ToNumber,
    /// `is_integer(text) → boolean`: whether the numeric prefix of a text is an INTEGER.
    IsInteger,
    /// `whole_number(text) → numeric`: the number that a text is, NULL where it is none.
    WholeNumber,
    /// `text_to_integer(text) → bigint`: `CAST(text AS INTEGER)`.
    TextToInteger,
    /// `real_to_integer(double precision) → bigint`: `CAST(real AS INTEGER)`.
    RealToInteger,
    /// `real_text(double precision) → text`: `CAST(real AS TEXT)`, fifteen digits.
    RealText,
    /// `substr(text, bigint, bigint) → text`: positions that are zero or negative too.
    Substr,
    /// `round(double precision, bigint) → double precision`: half away from zero.
    Round,
    /// `shift_left(bigint, bigint) → bigint`: `<<`, whatever the count.
    ShiftLeft,
    /// `shift_right(bigint, bigint) → bigint`: `>>`, whatever the count.
    ShiftRight,
    /// `json_valid(text) → boolean`.
    JsonValid,
    /// `timestamp(text) → timestamp`: a text as the date and time functions read it,
    /// NULL where they read none.
    Timestamp,
}

impl SupportFunction {
    /// All of them, each after those that it calls.
    pub const ALL: [SupportFunction; 12] = [
        SupportFunction::ToNumber,
        SupportFunction::IsInteger,
        SupportFunction::WholeNumber,
        SupportFunction::TextToInteger,
        SupportFunction::RealToInteger,
        SupportFunction::RealText,
        SupportFunction::Substr,
        SupportFunction::Round,
        SupportFunction::ShiftLeft,
        SupportFunction::ShiftRight,
        SupportFunction::JsonValid,
        SupportFunction::Timestamp,
    ];

    /// Its name, without the schema.
    pub fn name(self) -> &'static str {
        match self {
            SupportFunction::ToNumber => "to_number",
            SupportFunction::IsInteger => "is_integer",
            SupportFunction::WholeNumber => "whole_number",
            SupportFunction::TextToInteger => "text_to_integer",
            SupportFunction::RealToInteger => "real_to_integer",
            SupportFunction::RealText => "real_text",
            SupportFunction::Substr => "substr",
            SupportFunction::Round => "round",
            SupportFunction::ShiftLeft => "shift_left",
            SupportFunction::ShiftRight => "shift_right",
            SupportFunction::JsonValid => "json_valid",
            SupportFunction::Timestamp => "timestamp",
        }
    }

    /// The CREATE FUNCTION statement; the schema must exist.
    pub fn definition(self) -> Sql {
        Sql::text(match self {
            SupportFunction::ToNumber => include_str!("support/to_number.sql"),
            SupportFunction::IsInteger => include_str!("support/is_integer.sql"),
            SupportFunction::WholeNumber => include_str!("support/whole_number.sql"),
            SupportFunction::TextToInteger => include_str!("support/text_to_integer.sql"),
            SupportFunction::RealToInteger => include_str!("support/real_to_integer.sql"),
            SupportFunction::RealText => include_str!("support/real_text.sql"),
            SupportFunction::Substr => include_str!("support/substr.sql"),
            SupportFunction::Round => include_str!("support/round.sql"),
            SupportFunction::ShiftLeft => include_str!("support/shift_left.sql"),
            SupportFunction::ShiftRight => include_str!("support/shift_right.sql"),
            SupportFunction::JsonValid => include_str!("support/json_valid.sql"),
            SupportFunction::Timestamp => include_str!("support/timestamp.sql"),
        })
    }
}
