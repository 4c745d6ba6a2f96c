//! Modifiers of a time value.

use crate::sql::Sql;

use super::super::super::expression::number;
use super::super::super::translator::refuse;
use super::super::super::typed::Constant;
use crate::translate::NotConverted;

/// The time, moved.
pub(super) fn apply(utc: &Sql, modifier: &str) -> Result<Sql, NotConverted> {
    match modifier {
        "start of day" => return Ok(Sql::fill("date_trunc('day', {})", &[utc])),
        "start of month" => return Ok(Sql::fill("date_trunc('month', {})", &[utc])),
        "start of year" => return Ok(Sql::fill("date_trunc('year', {})", &[utc])),
        _ => {}
    }
    if let Some(day) = modifier.strip_prefix("weekday ") {
        return weekday(utc, day.trim());
    }
    let unknown = || NotConverted::new(format!("it moves a time by '{modifier:.40}'"));
    let (amount, unit) = modifier.split_once(' ').ok_or_else(unknown)?;
    let unit = unit.trim().trim_end_matches('s');
    let amount = number::whole(amount).ok_or_else(unknown)?;
    match (unit, amount) {
        ("month", Constant::Integer(count @ -120_000..=120_000)) => Ok(months(utc, count)),
        ("year", Constant::Integer(count @ -9_999..=9_999)) => Ok(months(utc, count * 12)),
        ("day" | "hour" | "minute" | "second", Constant::Integer(count @ -100_000_000..=100_000_000)) => {
            Ok(interval(utc, count * 1000, unit))
        }
        ("day" | "hour" | "minute" | "second", Constant::Real(count)) if count.abs() < 100_000_000.0 => {
            thousandths(count).map(|count| interval(utc, count, unit)).ok_or_else(unknown)
        }
        _ => refuse(format!("it moves a time by '{modifier:.40}'")),
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
fn weekday(utc: &Sql, day: &str) -> Result<Sql, NotConverted> {
    let Ok(day @ 0..=6) = day.parse::<i64>() else { return refuse("it moves a time to a weekday that is none") };
    let mut number = Sql::new();
    number.push_integer(day + 7);
    Ok(Sql::fill("({} + ({} - extract(dow FROM {})::integer) % 7 * INTERVAL '1 day')", &[utc, &number, utc]))
}
