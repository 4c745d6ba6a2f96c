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
    /// `rendered_number(text) → numeric`: the number that a text shows in a column of numbers and texts.
    RenderedNumber,
    /// `text_to_integer(text) → bigint`: `CAST(text AS INTEGER)`.
    TextToInteger,
    /// `real_to_integer(double precision) → bigint`: `CAST(real AS INTEGER)`.
    RealToInteger,
    /// `exact(double precision) → numeric`: all digits of a double.
    Exact,
    /// `upper_half(double precision) → double precision`: without the lower 26 bits of its mantissa.
    UpperHalf,
    /// `times(double precision[], double precision, double precision) → double precision[]`: a product in twice
    /// the precision of a double.
    Times,
    /// `digits(double precision, integer, integer) → text[]`: the rounded decimal digits of a double, and how many
    /// stand before the point.
    Digits,
    /// `format_integer(bigint, text, integer, integer, text) → text`: `%d` and its kin, with width, precision and
    /// flags.
    FormatInteger,
    /// `format_real(double precision, text, integer, integer, text) → text`: `%f` and its kin, with width,
    /// precision and flags.
    FormatReal,
    /// `format_text(text, integer, integer, text) → text`: `%s`, with width, precision and flags.
    FormatText,
    /// `format_character(text, integer, integer, text) → text`: `%c`, with width, precision and flags.
    FormatCharacter,
    /// `real_text(double precision) → text`: `CAST(real AS TEXT)`, fifteen digits.
    RealText,
    /// `json_real(double precision) → text`: a REAL inside of JSON.
    JsonReal,
    /// `quote_real(double precision) → text`: `quote(real)`.
    QuoteReal,
    /// `substr(text, bigint, bigint) → text`: positions that are zero or negative too.
    Substr,
    /// `substr_bytes(bytea, bigint, bigint) → bytea`: the same for bytes.
    SubstrBytes,
    /// `glob(text, text) → boolean`: whether a pattern of GLOB matches a text.
    Glob,
    /// `character(bigint) → text`: one character of `char()`.
    Character,
    /// `soundex(text) → text`: how an English word sounds.
    Soundex,
    /// `text_bytes(text) → bytea`: the bytes of a text, immutable.
    TextBytes,
    /// `bytes_text(bytea) → text`: bytes as a text, an error where they are none.
    BytesText,
    /// `unhex(text, text) → bytea`: NULL where a text is not hexadecimal.
    Unhex,
    /// `round(double precision, bigint) → double precision`: half away from zero.
    Round,
    /// `calculate(text, double precision, double precision) → double precision`: mathematics, NULL where there is
    /// no answer.
    Calculate,
    /// `shift_left(bigint, bigint) → bigint`: `<<`, whatever the count.
    ShiftLeft,
    /// `shift_right(bigint, bigint) → bigint`: `>>`, whatever the count.
    ShiftRight,
    /// `json_valid(text) → boolean`.
    JsonValid,
    /// `json_tokens(text) → text[]`: JSON without blanks, token by token.
    JsonTokens,
    /// `json_end(text[], integer) → integer`: the last token of the value that begins at a token.
    JsonEnd,
    /// `json_locate(text[], text) → record`: where a path leads.
    JsonLocate,
    /// `json_at(text, text) → text`: the JSON at a path.
    JsonAt,
    /// `json_is_integer(text) → boolean`: whether a JSON value is an INTEGER.
    JsonIsInteger,
    /// `json_number(text) → numeric`: the number that a JSON value is, NULL for others.
    JsonNumber,
    /// `json_string(text) → text`: the text that a JSON value is, NULL for numbers.
    JsonString,
    /// `json_value(text) → text`: a JSON value as text.
    JsonValue,
    /// `json_shown(text) → text`: a JSON value as text, a REAL with as many digits as it needs.
    JsonShown,
    /// `json_quote(text) → text`: a text as a string of JSON.
    JsonQuote,
    /// `json_again(text) → text`: the value of a JSON value, as JSON.
    JsonAgain,
    /// `json_edit(text, text, text, text) → text`: one change of a document.
    JsonEdit,
    /// `json_change(text, text, text[]) → text`: `json_set`, `json_insert` and `json_replace`.
    JsonChange,
    /// `json_remove(text, text[]) → text`.
    JsonRemove,
    /// `json_members(text) → table`: the parts of an array or object.
    JsonMembers,
    /// `json_type(text) → text`.
    JsonType,
    /// `json_patch(text, text) → text`.
    JsonPatch,
    /// `json_array_length(text) → bigint`.
    JsonArrayLength,
    /// `json_each(text) → table`.
    JsonEach,
    /// `julian_ms(integer, integer, integer) → bigint`: milliseconds since the first Julian day.
    JulianMs,
    /// `civil(bigint) → integer[]`: year, month and day of those milliseconds.
    Civil,
    /// `clock(text) → double precision[]`: hour, minute, second and offset.
    Clock,
    /// `month_overflow(integer, integer, integer) → integer`: days beyond the end of a month.
    MonthOverflow,
    /// `moment(text, text[]) → double precision[]`: a time value with its modifiers; NULL where it is none.
    Moment,
    /// `moment_or_now(text, text[]) → double precision[]`: the same, for texts that may say `now`.
    MomentOrNow,
    /// `moment_text(timestamp) → text`: a timestamp as a time value, immutable.
    MomentText,
    /// `date(double precision[]) → text`: the date of a moment.
    Date,
    /// `time(double precision[]) → text`: the time of a moment.
    Time,
    /// `datetime(double precision[]) → text`: both.
    DateTime,
    /// `strftime(text, double precision[]) → text`: a moment in a format.
    Strftime,
}

impl SupportFunction {
    /// All of them, each after those that it calls.
    pub const ALL: [SupportFunction; 60] = [
        SupportFunction::ToNumber,
        SupportFunction::IsInteger,
        SupportFunction::WholeNumber,
        SupportFunction::RenderedNumber,
        SupportFunction::TextToInteger,
        SupportFunction::RealToInteger,
        SupportFunction::Exact,
        SupportFunction::UpperHalf,
        SupportFunction::Times,
        SupportFunction::Digits,
        SupportFunction::FormatInteger,
        SupportFunction::FormatReal,
        SupportFunction::FormatText,
        SupportFunction::FormatCharacter,
        SupportFunction::RealText,
        SupportFunction::JsonReal,
        SupportFunction::QuoteReal,
        SupportFunction::Substr,
        SupportFunction::SubstrBytes,
        SupportFunction::Glob,
        SupportFunction::Character,
        SupportFunction::Soundex,
        SupportFunction::TextBytes,
        SupportFunction::BytesText,
        SupportFunction::Unhex,
        SupportFunction::Round,
        SupportFunction::Calculate,
        SupportFunction::ShiftLeft,
        SupportFunction::ShiftRight,
        SupportFunction::JsonValid,
        SupportFunction::JsonTokens,
        SupportFunction::JsonEnd,
        SupportFunction::JsonLocate,
        SupportFunction::JsonAt,
        SupportFunction::JsonIsInteger,
        SupportFunction::JsonNumber,
        SupportFunction::JsonString,
        SupportFunction::JsonValue,
        SupportFunction::JsonShown,
        SupportFunction::JsonQuote,
        SupportFunction::JsonAgain,
        SupportFunction::JsonEdit,
        SupportFunction::JsonChange,
        SupportFunction::JsonRemove,
        SupportFunction::JsonMembers,
        SupportFunction::JsonType,
        SupportFunction::JsonPatch,
        SupportFunction::JsonArrayLength,
        SupportFunction::JsonEach,
        SupportFunction::JulianMs,
        SupportFunction::Civil,
        SupportFunction::Clock,
        SupportFunction::MonthOverflow,
        SupportFunction::Moment,
        SupportFunction::MomentOrNow,
        SupportFunction::MomentText,
        SupportFunction::Date,
        SupportFunction::Time,
        SupportFunction::DateTime,
        SupportFunction::Strftime,
    ];

    /// Its name, without the schema.
    pub fn name(self) -> &'static str {
        match self {
            SupportFunction::ToNumber => "to_number",
            SupportFunction::IsInteger => "is_integer",
            SupportFunction::RenderedNumber => "rendered_number",
            SupportFunction::WholeNumber => "whole_number",
            SupportFunction::TextToInteger => "text_to_integer",
            SupportFunction::RealToInteger => "real_to_integer",
            SupportFunction::Exact => "exact",
            SupportFunction::UpperHalf => "upper_half",
            SupportFunction::Times => "times",
            SupportFunction::Digits => "digits",
            SupportFunction::FormatInteger => "format_integer",
            SupportFunction::FormatReal => "format_real",
            SupportFunction::FormatText => "format_text",
            SupportFunction::FormatCharacter => "format_character",
            SupportFunction::RealText => "real_text",
            SupportFunction::JsonReal => "json_real",
            SupportFunction::QuoteReal => "quote_real",
            SupportFunction::Substr => "substr",
            SupportFunction::SubstrBytes => "substr_bytes",
            SupportFunction::Glob => "glob",
            SupportFunction::Soundex => "soundex",
            SupportFunction::Character => "character",
            SupportFunction::TextBytes => "text_bytes",
            SupportFunction::BytesText => "bytes_text",
            SupportFunction::Unhex => "unhex",
            SupportFunction::Round => "round",
            SupportFunction::Calculate => "calculate",
            SupportFunction::ShiftLeft => "shift_left",
            SupportFunction::ShiftRight => "shift_right",
            SupportFunction::JsonValid => "json_valid",
            SupportFunction::JsonTokens => "json_tokens",
            SupportFunction::JsonEnd => "json_end",
            SupportFunction::JsonLocate => "json_locate",
            SupportFunction::JsonAt => "json_at",
            SupportFunction::JsonIsInteger => "json_is_integer",
            SupportFunction::JsonNumber => "json_number",
            SupportFunction::JsonString => "json_string",
            SupportFunction::JsonShown => "json_shown",
            SupportFunction::JsonValue => "json_value",
            SupportFunction::JsonQuote => "json_quote",
            SupportFunction::JsonAgain => "json_again",
            SupportFunction::JsonEdit => "json_edit",
            SupportFunction::JsonChange => "json_change",
            SupportFunction::JsonRemove => "json_remove",
            SupportFunction::JsonMembers => "json_members",
            SupportFunction::JsonType => "json_type",
            SupportFunction::JsonPatch => "json_patch",
            SupportFunction::JsonArrayLength => "json_array_length",
            SupportFunction::JsonEach => "json_each",
            SupportFunction::JulianMs => "julian_ms",
            SupportFunction::Civil => "civil",
            SupportFunction::Clock => "clock",
            SupportFunction::MonthOverflow => "month_overflow",
            SupportFunction::Moment => "moment",
            SupportFunction::MomentOrNow => "moment_or_now",
            SupportFunction::MomentText => "moment_text",
            SupportFunction::Date => "date",
            SupportFunction::Time => "time",
            SupportFunction::DateTime => "datetime",
            SupportFunction::Strftime => "strftime",
        }
    }

    /// The functions that it calls itself.
    pub fn needs(self) -> &'static [SupportFunction] {
        match self {
            SupportFunction::RenderedNumber => &[SupportFunction::WholeNumber],
            SupportFunction::Times => &[SupportFunction::UpperHalf],
            SupportFunction::Digits => &[SupportFunction::Exact, SupportFunction::Times],
            SupportFunction::FormatReal => &[SupportFunction::Digits],
            SupportFunction::RealText => &[SupportFunction::FormatReal],
            SupportFunction::JsonReal => &[SupportFunction::FormatReal],
            SupportFunction::QuoteReal => &[SupportFunction::ToNumber, SupportFunction::JsonReal],
            SupportFunction::Calculate => &[SupportFunction::Exact],
            SupportFunction::JsonLocate => &[SupportFunction::JsonEnd],
            SupportFunction::JsonAt => &[SupportFunction::JsonTokens, SupportFunction::JsonLocate],
            SupportFunction::JsonNumber => &[SupportFunction::JsonIsInteger, SupportFunction::ToNumber],
            SupportFunction::JsonValue => &[
                SupportFunction::JsonIsInteger,
                SupportFunction::JsonString,
                SupportFunction::ToNumber,
                SupportFunction::RealText,
            ],
            SupportFunction::JsonShown => &[SupportFunction::JsonValue],
            SupportFunction::JsonAgain => {
                &[SupportFunction::JsonQuote, SupportFunction::JsonReal, SupportFunction::JsonValue]
            }
            SupportFunction::JsonEdit => &[SupportFunction::JsonTokens, SupportFunction::JsonLocate],
            SupportFunction::JsonChange => &[SupportFunction::JsonEdit],
            SupportFunction::JsonRemove => &[SupportFunction::JsonEdit],
            SupportFunction::JsonMembers => &[SupportFunction::JsonTokens, SupportFunction::JsonEnd],
            SupportFunction::JsonType => &[SupportFunction::JsonAt],
            SupportFunction::JsonPatch => &[SupportFunction::JsonMembers, SupportFunction::JsonType],
            SupportFunction::JsonArrayLength => &[SupportFunction::JsonMembers],
            SupportFunction::JsonEach => &[
                SupportFunction::JsonAt,
                SupportFunction::JsonMembers,
                SupportFunction::JsonType,
                SupportFunction::JsonValue,
            ],
            SupportFunction::Moment => &[
                SupportFunction::ToNumber,
                SupportFunction::JulianMs,
                SupportFunction::Civil,
                SupportFunction::Clock,
                SupportFunction::MonthOverflow,
            ],
            SupportFunction::MomentOrNow => &[SupportFunction::Moment],
            SupportFunction::DateTime => &[SupportFunction::Date, SupportFunction::Time],
            SupportFunction::Strftime => &[
                SupportFunction::JulianMs,
                SupportFunction::Civil,
                SupportFunction::FormatInteger,
                SupportFunction::FormatReal,
            ],
            SupportFunction::ToNumber
            | SupportFunction::Soundex
            | SupportFunction::IsInteger
            | SupportFunction::WholeNumber
            | SupportFunction::TextToInteger
            | SupportFunction::RealToInteger
            | SupportFunction::Exact
            | SupportFunction::UpperHalf
            | SupportFunction::FormatInteger
            | SupportFunction::FormatText
            | SupportFunction::FormatCharacter
            | SupportFunction::Substr
            | SupportFunction::SubstrBytes
            | SupportFunction::Glob
            | SupportFunction::Character
            | SupportFunction::TextBytes
            | SupportFunction::BytesText
            | SupportFunction::Unhex
            | SupportFunction::Round
            | SupportFunction::ShiftLeft
            | SupportFunction::ShiftRight
            | SupportFunction::JsonValid
            | SupportFunction::JsonTokens
            | SupportFunction::JsonQuote
            | SupportFunction::JsonEnd
            | SupportFunction::JsonIsInteger
            | SupportFunction::JsonString
            | SupportFunction::JulianMs
            | SupportFunction::Civil
            | SupportFunction::Clock
            | SupportFunction::MonthOverflow
            | SupportFunction::MomentText
            | SupportFunction::Date
            | SupportFunction::Time => &[],
        }
    }

    /// The CREATE FUNCTION statement; the schema must exist.
    pub fn definition(self) -> Sql {
        Sql::text(match self {
            SupportFunction::ToNumber => include_str!("support/to_number.sql"),
            SupportFunction::IsInteger => include_str!("support/is_integer.sql"),
            SupportFunction::RenderedNumber => include_str!("support/rendered_number.sql"),
            SupportFunction::WholeNumber => include_str!("support/whole_number.sql"),
            SupportFunction::TextToInteger => include_str!("support/text_to_integer.sql"),
            SupportFunction::RealToInteger => include_str!("support/real_to_integer.sql"),
            SupportFunction::Exact => include_str!("support/exact.sql"),
            SupportFunction::UpperHalf => include_str!("support/upper_half.sql"),
            SupportFunction::Times => include_str!("support/times.sql"),
            SupportFunction::Digits => include_str!("support/digits.sql"),
            SupportFunction::FormatInteger => include_str!("support/format_integer.sql"),
            SupportFunction::FormatReal => include_str!("support/format_real.sql"),
            SupportFunction::FormatText => include_str!("support/format_text.sql"),
            SupportFunction::FormatCharacter => include_str!("support/format_character.sql"),
            SupportFunction::RealText => include_str!("support/real_text.sql"),
            SupportFunction::JsonReal => include_str!("support/json_real.sql"),
            SupportFunction::QuoteReal => include_str!("support/quote_real.sql"),
            SupportFunction::Substr => include_str!("support/substr.sql"),
            SupportFunction::SubstrBytes => include_str!("support/substr_bytes.sql"),
            SupportFunction::Glob => include_str!("support/glob.sql"),
            SupportFunction::Soundex => include_str!("support/soundex.sql"),
            SupportFunction::Character => include_str!("support/character.sql"),
            SupportFunction::TextBytes => include_str!("support/text_bytes.sql"),
            SupportFunction::BytesText => include_str!("support/bytes_text.sql"),
            SupportFunction::Unhex => include_str!("support/unhex.sql"),
            SupportFunction::Round => include_str!("support/round.sql"),
            SupportFunction::Calculate => include_str!("support/calculate.sql"),
            SupportFunction::ShiftLeft => include_str!("support/shift_left.sql"),
            SupportFunction::ShiftRight => include_str!("support/shift_right.sql"),
            SupportFunction::JsonValid => include_str!("support/json_valid.sql"),
            SupportFunction::JsonTokens => include_str!("support/json_tokens.sql"),
            SupportFunction::JsonEnd => include_str!("support/json_end.sql"),
            SupportFunction::JsonLocate => include_str!("support/json_locate.sql"),
            SupportFunction::JsonAt => include_str!("support/json_at.sql"),
            SupportFunction::JsonIsInteger => include_str!("support/json_is_integer.sql"),
            SupportFunction::JsonNumber => include_str!("support/json_number.sql"),
            SupportFunction::JsonString => include_str!("support/json_string.sql"),
            SupportFunction::JsonShown => include_str!("support/json_shown.sql"),
            SupportFunction::JsonValue => include_str!("support/json_value.sql"),
            SupportFunction::JsonQuote => include_str!("support/json_quote.sql"),
            SupportFunction::JsonAgain => include_str!("support/json_again.sql"),
            SupportFunction::JsonEdit => include_str!("support/json_edit.sql"),
            SupportFunction::JsonChange => include_str!("support/json_change.sql"),
            SupportFunction::JsonRemove => include_str!("support/json_remove.sql"),
            SupportFunction::JsonMembers => include_str!("support/json_members.sql"),
            SupportFunction::JsonType => include_str!("support/json_type.sql"),
            SupportFunction::JsonPatch => include_str!("support/json_patch.sql"),
            SupportFunction::JsonArrayLength => include_str!("support/json_array_length.sql"),
            SupportFunction::JsonEach => include_str!("support/json_each.sql"),
            SupportFunction::JulianMs => include_str!("support/julian_ms.sql"),
            SupportFunction::Civil => include_str!("support/civil.sql"),
            SupportFunction::Clock => include_str!("support/clock.sql"),
            SupportFunction::MonthOverflow => include_str!("support/month_overflow.sql"),
            SupportFunction::Moment => include_str!("support/moment.sql"),
            SupportFunction::MomentOrNow => include_str!("support/moment_or_now.sql"),
            SupportFunction::MomentText => include_str!("support/moment_text.sql"),
            SupportFunction::Date => include_str!("support/date.sql"),
            SupportFunction::Time => include_str!("support/time.sql"),
            SupportFunction::DateTime => include_str!("support/datetime.sql"),
            SupportFunction::Strftime => include_str!("support/strftime.sql"),
        })
    }
}
