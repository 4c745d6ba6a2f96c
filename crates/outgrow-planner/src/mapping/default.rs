//! What a DEFAULT puts into a column.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Affinity, Expression};
use crate::temporal;

use super::Rule;
use super::accept;

/// The value that a DEFAULT stores, after the column's affinity.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DefaultValue {
    /// There is none, or it is NULL.
    Null,
    /// An INTEGER.
    Integer(i64),
    /// A REAL.
    Real(f64),
    /// A TEXT.
    Text(String),
    /// A BLOB of this many bytes.
    Blob(usize),
    /// The time of the insert.
    Now(Moment),
    /// An expression whose value we do not foresee.
    Computed,
}

/// How a DEFAULT spells the time of the insert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// `CURRENT_DATE`
    Date,
    /// `CURRENT_TIME`
    Time,
    /// `CURRENT_TIMESTAMP`
    DateTime,
    /// `unixepoch()`, `strftime('%s','now')`
    EpochSeconds,
}

impl DefaultValue {
    /// Reads a DEFAULT; total.
    pub(super) fn of(default: Option<&Expression>, affinity: Affinity) -> DefaultValue {
        let Some(expression) = default else { return DefaultValue::Null };
        literal(unwrapped(expression.as_str())).stored(affinity)
    }

    /// Whether a DEFAULT is the keyword TRUE or FALSE.
    pub(super) fn is_truth_value(default: Option<&Expression>) -> bool {
        let is = |text: &str| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
        default.is_some_and(|expression| is(unwrapped(expression.as_str())))
    }

    /// Whether the value converts under a rule, by the same measure as a stored value.
    pub(super) fn fits(&self, to: DataType, rule: Rule) -> bool {
        match self {
            DefaultValue::Null | DefaultValue::Computed => true,
            DefaultValue::Integer(value) => integer_fits(*value, to, rule),
            DefaultValue::Real(value) => real_fits(*value, to, rule),
            DefaultValue::Text(text) => text_fits(text, to, rule),
            DefaultValue::Blob(length) => rule == Rule::Bytes || (rule == Rule::UuidBytes && *length == 16),
            DefaultValue::Now(moment) => moment.fits(to, rule),
        }
    }

    fn negated(self) -> DefaultValue {
        match self {
            DefaultValue::Integer(value) => DefaultValue::Integer(value.wrapping_neg()),
            // 2^63 is no int64, but its negative is the smallest one.
            DefaultValue::Real(9_223_372_036_854_775_808.0) => DefaultValue::Integer(i64::MIN),
            DefaultValue::Real(value) => DefaultValue::Real(-value),
            DefaultValue::Null
            | DefaultValue::Text(_)
            | DefaultValue::Blob(_)
            | DefaultValue::Now(_)
            | DefaultValue::Computed => self,
        }
    }

    fn stored(self, affinity: Affinity) -> DefaultValue {
        match (affinity, self) {
            (Affinity::Integer | Affinity::Numeric | Affinity::Real, DefaultValue::Text(text)) => {
                // SQLite reads hexadecimal digits in a literal, not in a text.
                match number(text.trim()).filter(|_| !text.contains(['x', 'X'])) {
                    Some(number) => number.stored(affinity),
                    None => DefaultValue::Text(text),
                }
            }
            (Affinity::Integer | Affinity::Numeric, DefaultValue::Real(value)) if accept::is_whole(value) => {
                DefaultValue::Integer(value as i64)
            }
            (Affinity::Real, DefaultValue::Integer(value)) => DefaultValue::Real(value as f64),
            (Affinity::Text, DefaultValue::Integer(value)) => DefaultValue::Text(value.to_string()),
            (Affinity::Text, DefaultValue::Real(value)) => DefaultValue::Text(format!("{value:?}")),
            (_, value) => value,
        }
    }
}

impl Moment {
    fn fits(self, to: DataType, rule: Rule) -> bool {
        match rule {
            Rule::Rendered | Rule::Bytes => true,
            Rule::Text => accept::length_fits(to, "YYYY-MM-DD HH:MM:SS".len() as u64),
            Rule::Temporal | Rule::EpochMillis => match self {
                Moment::Date => matches!(to, DataType::Date | DataType::Timestamp | DataType::TimestampTz),
                Moment::Time => to == DataType::Time,
                Moment::DateTime => matches!(to, DataType::Timestamp | DataType::TimestampTz),
                Moment::EpochSeconds => false,
            },
            // The seconds since 1970 leave four bytes in 2038.
            Rule::Integer => self == Moment::EpochSeconds && to == DataType::Bigint,
            Rule::Double | Rule::Numeric => self == Moment::EpochSeconds,
            Rule::Boolean
            | Rule::LocalTime(_)
            | Rule::RailsTime
            | Rule::SqlalchemyInterval
            | Rule::Uuid
            | Rule::UuidBytes
            | Rule::Json
            | Rule::BarList => false,
        }
    }
}

fn integer_fits(value: i64, to: DataType, rule: Rule) -> bool {
    match rule {
        Rule::Boolean => value == 0 || value == 1,
        Rule::Integer => accept::in_range(to, value, value),
        Rule::Double => value.unsigned_abs() <= accept::EXACT_IN_DOUBLE,
        Rule::Numeric => accept::digits_fit(to, accept::integer_digits(value, value), 0),
        Rule::EpochMillis => {
            accept::is_epoch_millis(value) && (to != DataType::Date || value % accept::DAY_MILLIS == 0)
        }
        Rule::Rendered => true,
        Rule::Text
        | Rule::Bytes
        | Rule::Temporal
        | Rule::LocalTime(_)
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::Uuid
        | Rule::UuidBytes
        | Rule::Json
        | Rule::BarList => false,
    }
}

fn real_fits(value: f64, to: DataType, rule: Rule) -> bool {
    match rule {
        Rule::Double | Rule::Rendered => true,
        Rule::Numeric if value == 0.0 => !value.is_sign_negative(),
        Rule::Numeric if value.is_infinite() => to == DataType::Numeric(None),
        Rule::Numeric => {
            let decimal = value.abs().to_string();
            let (before, after) = decimal.split_once('.').unwrap_or((&decimal, ""));
            accept::digits_fit(to, before.trim_start_matches('0').len(), after.len())
        }
        Rule::Boolean
        | Rule::Integer
        | Rule::Text
        | Rule::Bytes
        | Rule::Temporal
        | Rule::LocalTime(_)
        | Rule::EpochMillis
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::Uuid
        | Rule::UuidBytes
        | Rule::Json
        | Rule::BarList => false,
    }
}

fn text_fits(text: &str, to: DataType, rule: Rule) -> bool {
    match rule {
        Rule::Text => accept::length_fits(to, text.chars().count() as u64),
        Rule::Rendered | Rule::Bytes => true,
        Rule::Boolean => matches!(text, "t" | "f" | "T" | "F" | "true" | "false"),
        Rule::Numeric => to == DataType::Numeric(None) && is_decimal(text),
        Rule::Temporal | Rule::EpochMillis => temporal::parse(text.as_bytes())
            .is_some_and(|civil| civil.below_microsecond() == 0 && accept::kind_fits(to, civil.spelling)),
        Rule::RailsTime => text.starts_with("2000-01-01 ") && temporal::parse(text.as_bytes()).is_some(),
        Rule::Uuid => is_uuid(text),
        Rule::Json => serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() && !text.contains("\\u0000"),
        Rule::BarList => text.starts_with('|') && text.ends_with('|'),
        Rule::Integer | Rule::Double | Rule::LocalTime(_) | Rule::SqlalchemyInterval | Rule::UuidBytes => false,
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(before) && all_digits(after) && (before == "0" || !before.starts_with('0'))
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    let hexadecimal = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    hexadecimal && matches!(groups.as_slice(), [32] | [8, 4, 4, 4, 12])
}

/// The text without blanks and without parentheses around the whole.
fn unwrapped(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        // `(1) + (2)` is no wrapped expression; neither half is a literal, so nothing is lost.
        text = inner.trim();
    }
    text
}

fn literal(text: &str) -> DefaultValue {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "null" => return DefaultValue::Null,
        "true" => return DefaultValue::Integer(1),
        "false" => return DefaultValue::Integer(0),
        "current_date" => return DefaultValue::Now(Moment::Date),
        "current_time" => return DefaultValue::Now(Moment::Time),
        "current_timestamp" => return DefaultValue::Now(Moment::DateTime),
        _ => {}
    }
    if let Some(text) = quoted(text, '\'').or_else(|| quoted(text, '"')) {
        return DefaultValue::Text(text);
    }
    if let Some(digits) = lower.strip_prefix("x'").and_then(|rest| rest.strip_suffix('\'')) {
        return DefaultValue::Blob(digits.len() / 2);
    }
    if is_word(text) {
        // SQLite reads a bare word in a DEFAULT as a string.
        return DefaultValue::Text(text.to_owned());
    }
    number(text).unwrap_or_else(|| computed(&lower))
}

fn quoted(text: &str, quote: char) -> Option<String> {
    let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
    let doubled = format!("{quote}{quote}");
    let single = inside.replace(&doubled, "");
    (!single.contains(quote)).then(|| inside.replace(&doubled, &quote.to_string()))
}

fn is_word(text: &str) -> bool {
    let starts = text.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    starts && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

/// A number with any signs before it.
fn number(text: &str) -> Option<DefaultValue> {
    let is_sign = |letter: char| letter == '+' || letter == '-' || letter.is_whitespace();
    let unsigned = text.trim_start_matches(is_sign);
    let minuses = text[..text.len() - unsigned.len()].matches('-').count();
    let value = unsigned_number(unsigned)?;
    Some(if minuses.is_multiple_of(2) { value } else { value.negated() })
}

fn unsigned_number(text: &str) -> Option<DefaultValue> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u64::from_str_radix(digits, 16).ok().map(|value| DefaultValue::Integer(value.cast_signed()));
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if let Ok(value) = text.parse() {
        return Some(DefaultValue::Integer(value));
    }
    text.parse().ok().map(DefaultValue::Real)
}

/// The functions that give the time of the insert.
fn computed(lower: &str) -> DefaultValue {
    let text: String = lower
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if letter == '"' { '\'' } else { letter })
        .collect();
    let begins = |word: &str| text.starts_with(word);
    if begins("datetime(") {
        DefaultValue::Now(Moment::DateTime)
    } else if begins("date(") {
        DefaultValue::Now(Moment::Date)
    } else if begins("time(") {
        DefaultValue::Now(Moment::Time)
    } else if text.contains("unixepoch(") || text.contains("strftime('%s'") {
        DefaultValue::Now(Moment::EpochSeconds)
    } else {
        DefaultValue::Computed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(sql: &str, affinity: Affinity) -> DefaultValue {
        DefaultValue::of(Some(&Expression::new(sql)), affinity)
    }

    #[test]
    fn literals_are_read_as_sqlite_reads_them() {
        let cases = [
            ("NULL", DefaultValue::Null),
            ("5", DefaultValue::Integer(5)),
            ("(- 5)", DefaultValue::Integer(-5)),
            ("-9223372036854775808", DefaultValue::Integer(i64::MIN)),
            ("0xFF", DefaultValue::Integer(255)),
            ("1.5", DefaultValue::Real(1.5)),
            ("1e2", DefaultValue::Real(100.0)),
            ("TRUE", DefaultValue::Integer(1)),
            ("'it''s'", DefaultValue::Text("it's".to_owned())),
            ("\"abc\"", DefaultValue::Text("abc".to_owned())),
            ("abc", DefaultValue::Text("abc".to_owned())),
            ("x'00ff'", DefaultValue::Blob(2)),
            ("CURRENT_TIMESTAMP", DefaultValue::Now(Moment::DateTime)),
            ("(datetime ('now', 'localtime'))", DefaultValue::Now(Moment::DateTime)),
            ("(strftime('%s', 'now'))", DefaultValue::Now(Moment::EpochSeconds)),
            ("unixepoch()", DefaultValue::Now(Moment::EpochSeconds)),
            ("'a' || 'b'", DefaultValue::Computed),
            ("lower(hex(randomblob(16)))", DefaultValue::Computed),
            ("", DefaultValue::Computed),
            ("-", DefaultValue::Computed),
        ];
        for (sql, expected) in cases {
            assert_eq!(value(sql, Affinity::Blob), expected, "{sql}");
        }
    }

    #[test]
    fn affinity_changes_a_default_as_it_changes_a_value() {
        assert_eq!(value("'0'", Affinity::Numeric), DefaultValue::Integer(0));
        assert_eq!(value("2.0", Affinity::Integer), DefaultValue::Integer(2));
        assert_eq!(value("2", Affinity::Real), DefaultValue::Real(2.0));
        assert_eq!(value("0", Affinity::Text), DefaultValue::Text("0".to_owned()));
        assert_eq!(value("'inf'", Affinity::Numeric), DefaultValue::Text("inf".to_owned()));
        assert_eq!(value("'0x1F'", Affinity::Numeric), DefaultValue::Text("0x1F".to_owned()));
        assert_eq!(value("''", Affinity::Numeric), DefaultValue::Text(String::new()));
    }
}
