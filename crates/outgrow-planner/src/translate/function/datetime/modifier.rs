//! Modifiers of a time value.

use crate::sql::Sql;

use super::super::super::expression::number;
use super::super::super::typed::Constant;

/// How far a time may be moved and still lie in the years that both engines render alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// A century with each modifier: the time is close to the present.
    Near,
    /// Only to the start of its day, month or year: nobody knows where it is.
    Backwards,
}

/// The time, moved; `None` where PostgreSQL alone would not move it exactly.
pub(super) fn apply(utc: &Sql, modifier: &str, reach: Reach) -> Option<Sql> {
    match modifier {
        "start of day" => return Some(Sql::fill("date_trunc('day', {})", &[utc])),
        "start of month" => return Some(Sql::fill("date_trunc('month', {})", &[utc])),
        "start of year" => return Some(Sql::fill("date_trunc('year', {})", &[utc])),
        _ if reach == Reach::Backwards => return None,
        _ => {}
    }
    if let Some(day) = modifier.strip_prefix("weekday ") {
        return weekday(utc, day);
    }
    let (amount, unit) = modifier.split_once(' ')?;
    let unit = unit.trim_start_matches(' ');
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    if !amount.starts_with(|first: char| first.is_ascii_digit() || first == '+' || first == '-') {
        return None;
    }
    let most = match unit {
        "month" => 1_200,
        "year" => 100,
        "day" => 36_500,
        "hour" => 876_000,
        "minute" => 52_560_000,
        "second" => 3_153_600_000,
        _ => return None,
    };
    match (unit, number::whole(amount)?) {
        (_, Constant::Integer(count)) if count.abs() > most => None,
        (_, Constant::Real(count)) if count.abs() > most as f64 => None,
        ("month", Constant::Integer(count)) => Some(months(utc, count)),
        ("year", Constant::Integer(count)) => Some(months(utc, count * 12)),
        ("month" | "year", _) => None,
        (_, Constant::Integer(count)) => Some(interval(utc, count * 1000, unit)),
        (_, Constant::Real(count)) => thousandths(count).map(|count| interval(utc, count, unit)),
        (_, Constant::Null | Constant::Text(_) | Constant::Blob(_)) => None,
    }
}

/// A number with at most three decimals, in thousandths.
fn thousandths(count: f64) -> Option<i64> {
    let scaled = count * 1000.0;
    (scaled.fract() == 0.0).then_some(scaled as i64)
}

fn interval(utc: &Sql, thousandths: i64, unit: &str) -> Sql {
    let millis = match unit {
        "day" => thousandths * 86_400,
        "hour" => thousandths * 3_600,
        "minute" => thousandths * 60,
        _ => thousandths,
    };
    let mut text = Sql::new();
    match (unit, millis % 1000) {
        ("day", _) if thousandths % 1000 == 0 => text.push_literal(&format!("{} days", thousandths / 1000)),
        (_, 0) => text.push_literal(&format!("{} seconds", millis / 1000)),
        _ => text.push_literal(&format!("{millis} milliseconds")),
    };
    Sql::fill("({} + INTERVAL {})", &[utc, &text])
}

/// SQLite keeps the day of the month and lets it run over into the next month.
fn months(utc: &Sql, count: i64) -> Sql {
    let mut text = Sql::new();
    text.push_literal(&format!("{count} months"));
    Sql::fill("(date_trunc('month', {}) + INTERVAL {} + ({} - date_trunc('month', {})))", &[utc, &text, utc, utc])
}

/// The same day or the next one that is this day of the week.
fn weekday(utc: &Sql, day: &str) -> Option<Sql> {
    let day = day.parse::<i64>().ok().filter(|day| (0..=6).contains(day))?;
    let mut number = Sql::new();
    number.push_integer(day + 7);
    Some(Sql::fill("({} + ({} - extract(dow FROM {})::integer) % 7 * INTERVAL '1 day')", &[utc, &number, utc]))
}
