//! Functions of dates and times (<https://sqlite.org/lang_datefunc.html>).

mod format;
mod modifier;

use sqlite3_parser::ast::Expr;

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::sql::Sql;
use crate::temporal::{Parts, Precision, Separator, Spelling, Zone};

use super::super::SupportFunction;
use super::super::expression::conversion::{pattern, sub_micro};
use super::super::scope::Scope;
use super::super::translator::{Demand, Translator, refuse};
use super::super::typed::{Constant, Kind, Moment, Typed};
use super::{Answer, Call};
use crate::translate::NotConverted;
use modifier::Reach;

/// The present moment in UTC: the same for a whole statement, as in SQLite.
pub(in crate::translate) const NOW: &str = "statement_timestamp() AT TIME ZONE 'UTC'";

/// What a time value is.
pub(super) struct Time {
    /// How PostgreSQL holds it.
    pub(super) shape: Shape,
    /// Whether it can be NULL.
    pub(super) nullable: bool,
    /// The constant it is, in the form of `datetime()`.
    constant: Option<String>,
}

/// How PostgreSQL holds a time value.
pub(super) enum Shape {
    /// As a `timestamp` in UTC, known to lie in the years that both engines render alike.
    Timestamp(Sql),
    /// As `outgrow_sqlite.moment` gives it.
    Moment(Sql),
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
            "julianday" => self.julian_day(call.arguments, scope)?,
            "unixepoch" => self.unix_epoch(call.arguments, scope)?,
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
        let utc = match time.shape {
            Shape::Timestamp(utc) => utc,
            Shape::Moment(moment) => {
                let function = match spelling.parts {
                    Parts::Date => SupportFunction::Date,
                    Parts::Time(_) => SupportFunction::Time,
                    Parts::DateTime(..) => SupportFunction::DateTime,
                };
                let text = Typed::text(self.support_call(function, &[&moment])).null_with(time.nullable);
                if self.demand == Demand::Immutable {
                    return Ok(text);
                }
                let utc = Sql::fill("{}::timestamp", &[&self.support_call(SupportFunction::DateTime, &[&moment])]);
                return Ok(Typed { moment: Some(Moment::new(utc, Some(spelling))), ..text });
            }
        };
        let Some(pattern) = pattern(spelling) else { return refuse("it spells a time with an offset") };
        let sql = self.rendered(&utc, &pattern);
        let moment = Some(Moment::new(utc, Some(spelling)));
        Ok(Typed { moment, ..Typed::text(sql).null_with(time.nullable) })
    }

    fn julian_day(&mut self, arguments: &[Expr<'_>], scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let time = self.time(arguments, scope)?;
        let sql = match &time.shape {
            // Whole milliseconds since the Julian epoch, as SQLite holds a time.
            Shape::Timestamp(utc) => Sql::fill(
                "((extract(epoch FROM {}) * 1000 + 210866760000000)::double precision / 86400000)",
                &[&milliseconds(utc)],
            ),
            Shape::Moment(moment) => Sql::fill("(({})[1] / 86400000)", &[moment]),
        };
        Ok(Typed::real(sql).null_with(time.nullable))
    }

    /// An INTEGER, or with fractions of a second a REAL.
    fn unix_epoch(&mut self, arguments: &[Expr<'_>], scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let mut fractions = false;
        for modifier in arguments.iter().skip(1) {
            let modifier = self.expression(modifier, scope)?;
            let Some(text) = modifier.text_constant() else {
                return refuse("it moves a time by a value that is no constant");
            };
            fractions |= matches!(text.to_ascii_lowercase().as_str(), "subsec" | "subsecond");
        }
        let time = self.time(arguments, scope)?;
        let typed = match &time.shape {
            Shape::Timestamp(utc) => Typed::integer(Sql::fill("floor(extract(epoch FROM {}))::bigint", &[utc])),
            Shape::Moment(moment) if fractions => {
                Typed::real(Sql::fill("((({})[1] - 210866760000000) / 1000)", &[moment]))
            }
            Shape::Moment(moment) => Typed::integer(Sql::fill("(({})[1]::bigint / 1000 - 210866760000)", &[moment])),
        };
        Ok(typed.null_with(time.nullable))
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
        Time { shape: Shape::Timestamp(Sql::text(NOW)), nullable: false, constant: None }
    }

    /// A time value with its modifiers.
    pub(super) fn time(&mut self, arguments: &[Expr<'_>], scope: &Scope<'_>) -> Result<Time, NotConverted> {
        let Some((value, modifiers)) = arguments.split_first() else { return Ok(self.now()) };
        let value = self.expression(value, scope)?;
        let modifiers =
            modifiers.iter().map(|modifier| self.expression(modifier, scope)).collect::<Result<Vec<_>, _>>()?;
        let modifiers = modifiers_in_utc(&value, modifiers)?;
        if let Some(time) = self.plain_time(&value, &modifiers)? {
            return Ok(time);
        }
        let (function, text) = self.time_text(&value)?;
        let mut parts = vec![text];
        for modifier in &modifiers {
            parts.push(self.as_text(modifier)?.sql);
        }
        let moment = self.support_call(function, &parts.iter().collect::<Vec<_>>());
        Ok(Time { shape: Shape::Moment(moment), nullable: true, constant: None })
    }

    /// A time value that functions of PostgreSQL alone move and render exactly.
    fn plain_time(&mut self, value: &Typed, modifiers: &[Typed]) -> Result<Option<Time>, NotConverted> {
        let Some(moves) = modifiers.iter().map(|modifier| modifier.text_constant()).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let Some((mut time, reach)) = self.plain_start(value)? else { return Ok(None) };
        for text in moves {
            let Shape::Timestamp(utc) = &time.shape else { return Ok(None) };
            let Some(moved) = modifier::apply(utc, &text.to_ascii_lowercase(), reach) else { return Ok(None) };
            time = Time { shape: Shape::Timestamp(moved), nullable: time.nullable, constant: None };
        }
        let fixed = time.constant.is_some();
        Ok(Some(time).filter(|_| fixed || self.demand == Demand::Nothing))
    }

    fn plain_start(&mut self, value: &Typed) -> Result<Option<(Time, Reach)>, NotConverted> {
        if let Some(text) = value.text_constant() {
            if text.eq_ignore_ascii_case("now") {
                return Ok(Some((self.now(), Reach::Near)));
            }
            return Ok(constant_time(text).map(|time| (time, Reach::Near)));
        }
        // A text of another function can say 24:00, which a timestamp cannot.
        if let Some(moment) = &value.moment
            && moment.spelling.is_some()
            && !moment.utc.as_str().starts_with("outgrow_sqlite.")
        {
            return Ok(Some((self.truncated(moment, value.nullable), Reach::Backwards)));
        }
        let Kind::Temporal(Some(spelling)) = value.kind else { return Ok(None) };
        if spelling.fraction_digits() > 3 || self.demand == Demand::Immutable {
            return Ok(None);
        }
        let utc = column_utc(value, spelling)?;
        let time = Time { shape: Shape::Timestamp(utc), nullable: value.nullable, constant: None };
        Ok(Some((time, Reach::Backwards)))
    }

    /// A time value as the text that `moment` reads.
    fn time_text(&mut self, value: &Typed) -> Result<(SupportFunction, Sql), NotConverted> {
        let text = match &value.kind {
            Kind::Temporal(Some(spelling)) => {
                let utc = column_utc(value, *spelling)?;
                self.support_call(SupportFunction::MomentText, &[&utc])
            }
            Kind::Temporal(None) => return refuse("it reads dates that were written in more than one way"),
            Kind::Null => Sql::text("NULL::text"),
            Kind::Text => {
                // A column that is declared a date and holds texts that are none.
                let is_doubtful = value.is_column && value.affinity == Some(Affinity::Numeric);
                if is_doubtful || value.text_constant().is_some_and(passes_month) {
                    self.note("A day that its month does not have, like 2023-02-30, is read as a day of the next month, as SQLite does since 3.46; before, date() let it stand.");
                }
                return Ok((self.reader(value), value.sql.clone()));
            }
            Kind::Integer | Kind::Boolean => self.as_text(value)?.sql,
            Kind::Real | Kind::Number { .. } => {
                Sql::fill("{}::text", &[&value.cast_to(DataType::DoublePrecision).operand()])
            }
            Kind::Blob => return refuse("it reads bytes as a time"),
            Kind::Mixed | Kind::RowKey(_) => return refuse("it reads a value of unknown kind as a time"),
            Kind::Opaque(reason) => return refuse(*reason),
        };
        Ok((SupportFunction::Moment, text))
    }

    /// The function for a text, which may say `now`.
    fn reader(&mut self, value: &Typed) -> SupportFunction {
        let is_present = |text: &str| ["now", "subsec", "subsecond"].iter().any(|word| word.eq_ignore_ascii_case(text));
        match (value.text_constant(), self.demand) {
            (Some(text), _) if is_present(text) => {
                self.not_immutable("it asks for the present time");
                SupportFunction::MomentOrNow
            }
            (Some(_), _) | (None, Demand::Immutable) => SupportFunction::Moment,
            (None, Demand::Nothing) => SupportFunction::MomentOrNow,
        }
    }

    /// A time that passed through a text is as coarse as that text.
    fn truncated(&mut self, moment: &Moment, nullable: bool) -> Time {
        let unit = match moment.spelling.map(|spelling| spelling.parts) {
            Some(Parts::Date) => Sql::text("'day'"),
            _ => Sql::text("'second'"),
        };
        let utc = Sql::fill("date_trunc({}, {})", &[&unit, &moment.utc]);
        Time { shape: Shape::Timestamp(utc), nullable, constant: None }
    }
}

/// Modifiers without those that mean the time zone of the process, which a server does not know.
fn modifiers_in_utc(value: &Typed, modifiers: Vec<Typed>) -> Result<Vec<Typed>, NotConverted> {
    let is =
        |modifier: &Typed, word: &str| modifier.text_constant().is_some_and(|text| text.eq_ignore_ascii_case(word));
    if modifiers.iter().any(|modifier| is(modifier, "localtime")) {
        return Err(zone("localtime"));
    }
    let now = value.text_constant().is_some_and(|text| text.eq_ignore_ascii_case("now"));
    if !now && modifiers.iter().any(|modifier| is(modifier, "utc")) {
        return Err(zone("utc"));
    }
    // The present time is in UTC already.
    Ok(modifiers.into_iter().filter(|modifier| !is(modifier, "utc")).collect())
}

fn zone(modifier: &str) -> NotConverted {
    NotConverted {
        reason: format!("it moves a time by '{modifier}', the time zone of the computer that SQLite ran on"),
        suggestion: Some("Name the time zone, as in \"created AT TIME ZONE 'Europe/Paris'\".".to_owned()),
    }
}

fn column_utc(value: &Typed, spelling: Spelling) -> Result<Sql, NotConverted> {
    // A text with an offset is rounded to milliseconds, which its column no longer tells.
    if pattern(spelling).is_none() && spelling.fraction_digits() > 3 {
        return refuse("it reads dates as texts with an offset from UTC, which PostgreSQL does not keep");
    }
    Ok(match value.data_type {
        DataType::Date => Sql::fill("{}::timestamp", &[&value.operand()]),
        DataType::Timestamp => value.sql.clone(),
        DataType::TimestampTz => Sql::fill("{} AT TIME ZONE 'UTC'", &[&value.operand()]),
        DataType::Time => Sql::fill("(TIMESTAMP '2000-01-01' + {})", &[&value.operand()]),
        _ => return refuse("it reads a time with an offset"),
    })
}

/// A constant time in one of the spellings that PostgreSQL reads alike, in years that both render alike.
fn constant_time(text: &str) -> Option<Time> {
    let civil = crate::temporal::parse(text.as_bytes())?;
    if sub_micro(text) || civil.spelling.fraction_digits() > 3 || civil.spelling.is_zoned() {
        return None;
    }
    let full = match civil.spelling.parts {
        Parts::Date => format!("{text} 00:00:00"),
        Parts::Time(_) => format!("2000-01-01 {text}"),
        Parts::DateTime(..) => text.replacen('T', " ", 1),
    };
    let minutes =
        matches!(civil.spelling.parts, Parts::Time(Precision::Minutes) | Parts::DateTime(_, Precision::Minutes));
    let full = if minutes { format!("{full}:00") } else { full };
    if !(1900..=2100).contains(&full.get(..4)?.parse::<u32>().ok()?) || full.get(11..13)? == "24" {
        return None;
    }
    let mut utc = Sql::text("TIMESTAMP ");
    utc.push_literal(&full);
    let constant = full.get(..19).map(str::to_owned);
    Some(Time { shape: Shape::Timestamp(utc), nullable: false, constant })
}

/// As fine as SQLite holds a time.
pub(super) fn milliseconds(utc: &Sql) -> Sql {
    if utc.as_str() == NOW { Sql::fill("date_trunc('milliseconds', {})", &[utc]) } else { utc.clone() }
}

/// Whether a text begins with a day that its month does not have.
fn passes_month(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => day > if is_leap { 29 } else { 28 },
        4 | 6 | 9 | 11 => day > 30,
        _ => false,
    }
}
