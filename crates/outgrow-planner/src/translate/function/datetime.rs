//! Functions of dates and times (<https://sqlite.org/lang_datefunc.html>).

mod format;
mod modifier;

use sqlite3_parser::ast::Expr;

use crate::catalog::pg::DataType;
use crate::sql::Sql;
use crate::temporal::{Parts, Precision, Separator, Spelling, Zone};

use super::super::expression::conversion::{pattern, sub_micro};
use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Kind, Moment, Typed};
use super::{Answer, Call};
use crate::translate::NotConverted;

/// The present moment in UTC: the same for a whole statement, as in SQLite.
pub(in crate::translate) const NOW: &str = "statement_timestamp() AT TIME ZONE 'UTC'";

/// What a time value is.
pub(super) struct Time {
    /// A `timestamp` in UTC.
    pub(super) utc: Sql,
    /// Whether it can be NULL.
    pub(super) nullable: bool,
    /// The constant it is, in the form of `datetime()`.
    constant: Option<String>,
}

const DATE: Spelling = Spelling { parts: Parts::Date, zone: Zone::Naive };
const TIME: Spelling = Spelling { parts: Parts::Time(Precision::Seconds), zone: Zone::Naive };
const DATETIME: Spelling = Spelling { parts: Parts::DateTime(Separator::Blank, Precision::Seconds), zone: Zone::Naive };

impl Translator<'_> {
    pub(super) fn datetime_call(&mut self, call: &Call<'_, '_>, scope: &Scope<'_>) -> Answer {
        let typed = match call.name.as_str() {
            "date" => self.spelled(DATE, call.arguments, scope)?,
            "time" => self.spelled(TIME, call.arguments, scope)?,
            "datetime" => self.spelled(DATETIME, call.arguments, scope)?,
            "julianday" => {
                let time = self.time(call.arguments, scope)?;
                // Whole milliseconds since the Julian epoch, as SQLite holds a time.
                let sql = Sql::fill(
                    "((extract(epoch FROM {}) * 1000 + 210866760000000)::double precision / 86400000)",
                    &[&milliseconds(&time.utc)],
                );
                Typed::real(sql).null_with(time.nullable)
            }
            "unixepoch" => {
                let time = self.time(call.arguments, scope)?;
                let sql = Sql::fill("floor(extract(epoch FROM {}))::bigint", &[&time.utc]);
                Typed::integer(sql).null_with(time.nullable)
            }
            "strftime" => self.strftime(call.arguments, scope)?,
            _ => return Ok(None),
        };
        Ok(Some(typed))
    }

    /// CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP.
    pub(in crate::translate) fn current(&mut self, function: &'static str) -> Result<Typed, NotConverted> {
        let spelling = match function {
            "date" => DATE,
            "time" => TIME,
            _ => DATETIME,
        };
        let time = self.now();
        self.spell(spelling, time)
    }

    fn spelled(
        &mut self,
        spelling: Spelling,
        arguments: &[Expr<'_>],
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let time = self.time(arguments, scope)?;
        self.spell(spelling, time)
    }

    fn spell(&mut self, spelling: Spelling, time: Time) -> Result<Typed, NotConverted> {
        if let Some(constant) = &time.constant {
            let text = match spelling.parts {
                Parts::Date => &constant[..10],
                Parts::Time(_) => &constant[11..],
                Parts::DateTime(..) => constant,
            };
            return Ok(Typed::constant(Constant::Text(text.to_owned())));
        }
        let Some(pattern) = pattern(spelling) else { return refuse("it spells a time with an offset") };
        let sql = self.rendered(&time.utc, &pattern);
        let moment = Some(Moment::new(time.utc, Some(spelling)));
        Ok(Typed { moment, ..Typed::text(sql).null_with(time.nullable) })
    }

    /// `to_char(utc, pattern)`
    pub(super) fn rendered(&mut self, utc: &Sql, pattern: &str) -> Sql {
        self.not_immutable("it renders a date or time as text, which is not immutable on PostgreSQL");
        let mut sql = Sql::fill("to_char({}, ", &[utc]);
        sql.push_literal(pattern).push(")");
        sql
    }

    fn now(&mut self) -> Time {
        self.not_immutable("it asks for the present time");
        Time { utc: Sql::text(NOW), nullable: false, constant: None }
    }

    /// A time value with its modifiers.
    pub(super) fn time(&mut self, arguments: &[Expr<'_>], scope: &Scope<'_>) -> Result<Time, NotConverted> {
        let Some((value, modifiers)) = arguments.split_first() else { return Ok(self.now()) };
        let value = self.expression(value, scope)?;
        let modifiers = modifiers
            .iter()
            .map(|modifier| {
                let modifier = self.expression(modifier, scope)?;
                match modifier.text_constant() {
                    Some(text) => Ok(text.trim().to_ascii_lowercase()),
                    None => refuse("it moves a time by a value that is no constant"),
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let (mut time, rest) = match modifiers.split_first() {
            Some((first, rest)) if first == "unixepoch" => (self.unix_time(&value)?, rest),
            _ => (self.time_value(&value)?, modifiers.as_slice()),
        };
        for modifier in rest {
            time.utc = modifier::apply(&time.utc, modifier)?;
            time.constant = None;
        }
        Ok(time)
    }

    fn unix_time(&mut self, value: &Typed) -> Result<Time, NotConverted> {
        if !value.is_number() {
            return refuse("it reads a text as seconds since 1970");
        }
        let number = self.as_number(value)?;
        let utc = Sql::fill("to_timestamp({}) AT TIME ZONE 'UTC'", &[&number.sql]);
        let utc = if number.kind == Kind::Integer { utc } else { milliseconds_rounded(&utc) };
        Ok(Time { utc, nullable: value.nullable, constant: None })
    }

    fn time_value(&mut self, value: &Typed) -> Result<Time, NotConverted> {
        if let Some(text) = value.text_constant() {
            return if text.trim().eq_ignore_ascii_case("now") { Ok(self.now()) } else { constant_time(text) };
        }
        if let Some(moment) = &value.moment
            && moment.spelling.is_some()
        {
            return Ok(self.truncated(moment, value.nullable));
        }
        match &value.kind {
            Kind::Temporal(Some(spelling)) => self.column_time(value, *spelling),
            Kind::Temporal(None) => refuse("it reads dates that were written in more than one way"),
            Kind::Null => Ok(Time { utc: Sql::text("NULL::timestamp"), nullable: true, constant: None }),
            Kind::Text => {
                let sql = self.support_call(super::super::SupportFunction::Timestamp, &[&value.sql]);
                Ok(Time { utc: sql, nullable: true, constant: None })
            }
            _ => refuse("it reads a number as a time"),
        }
    }

    /// A time that passed through a text is as coarse as that text.
    fn truncated(&mut self, moment: &Moment, nullable: bool) -> Time {
        let unit = match moment.spelling.map(|spelling| spelling.parts) {
            Some(Parts::Date) => Sql::text("'day'"),
            _ => Sql::text("'second'"),
        };
        Time { utc: Sql::fill("date_trunc({}, {})", &[&unit, &moment.utc]), nullable, constant: None }
    }

    fn column_time(&mut self, value: &Typed, spelling: Spelling) -> Result<Time, NotConverted> {
        if pattern(spelling).is_none() {
            return refuse("it reads dates as texts with an offset from UTC, which PostgreSQL does not keep");
        }
        let utc = match value.data_type {
            DataType::Date => Sql::fill("{}::timestamp", &[&value.operand()]),
            DataType::Timestamp => value.sql.clone(),
            DataType::TimestampTz => Sql::fill("{} AT TIME ZONE 'UTC'", &[&value.operand()]),
            DataType::Time => Sql::fill("(TIMESTAMP '2000-01-01' + {})", &[&value.operand()]),
            _ => return refuse("it reads a time with an offset"),
        };
        let utc = if spelling.fraction_digits() > 3 { milliseconds_rounded(&utc) } else { utc };
        Ok(Time { utc, nullable: value.nullable, constant: None })
    }
}

/// A constant time in one of the spellings that PostgreSQL reads alike.
fn constant_time(text: &str) -> Result<Time, NotConverted> {
    let unreadable = || NotConverted::new(format!("it reads the text '{text:.40}' as a time"));
    let civil = crate::temporal::parse(text.as_bytes()).ok_or_else(unreadable)?;
    if sub_micro(text) || civil.spelling.fraction_digits() > 3 || civil.spelling.is_zoned() {
        return Err(unreadable());
    }
    let full = match civil.spelling.parts {
        Parts::Date => format!("{text} 00:00:00"),
        Parts::Time(_) => format!("2000-01-01 {text}"),
        Parts::DateTime(..) => text.replacen('T', " ", 1),
    };
    let minutes =
        matches!(civil.spelling.parts, Parts::Time(Precision::Minutes) | Parts::DateTime(_, Precision::Minutes));
    let full = if minutes { format!("{full}:00") } else { full };
    let mut utc = Sql::text("TIMESTAMP ");
    utc.push_literal(&full);
    let constant = full.get(..19).map(str::to_owned);
    Ok(Time { utc, nullable: false, constant })
}

/// As fine as SQLite holds a time.
pub(super) fn milliseconds(utc: &Sql) -> Sql {
    if utc.as_str() == NOW { Sql::fill("date_trunc('milliseconds', {})", &[utc]) } else { utc.clone() }
}

fn milliseconds_rounded(utc: &Sql) -> Sql {
    Sql::fill("date_trunc('milliseconds', {} + INTERVAL '500 microseconds')", &[utc])
}
