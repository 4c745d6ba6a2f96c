//! A value on its way into a column: what the column's rule makes of it.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::mapping::Rule;
use crate::sql::Sql;
use crate::temporal::{Parts, Precision};

use super::super::RelationColumn;
use super::super::scope::is_told_apart;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Class, Constant, Kind, Moment, Typed};
use super::comparison::is_null;
use super::conversion::sub_micro;
use super::number;
use crate::translate::NotConverted;

impl Translator<'_> {
    /// The value as the column holds it: an expression of the column's type.
    pub(in crate::translate) fn assign(&mut self, value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
        if is_null(value) {
            return Ok(Sql::text("NULL"));
        }
        match column.data_type {
            DataType::Boolean => boolean(value, column),
            DataType::Smallint | DataType::Integer | DataType::Bigint => integer(value, column),
            DataType::DoublePrecision => decimal(value, column),
            DataType::Numeric(_) => self.numeric(value, column),
            DataType::Text | DataType::Varchar(_) => self.text_column(value, column),
            DataType::Bytea if value.kind == Kind::Blob || (value.is_bytes() && column.texts) => Ok(value.sql.clone()),
            DataType::Bytea => bytes(value, column),
            DataType::Date | DataType::Time | DataType::Timestamp | DataType::TimestampTz | DataType::TimeTz => {
                self.temporal(value, column)
            }
            DataType::Json | DataType::Jsonb => self.json_column(value, column),
            DataType::Uuid => uuid(value, column),
            DataType::Interval | DataType::BigintArray | DataType::TextArray => unfit(column),
        }
    }

    /// A number in a column that may keep so many digits only.
    fn numeric(&mut self, value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
        let DataType::Numeric(Some((_, scale))) = column.data_type else { return decimal(value, column) };
        match numeric_constant(value) {
            Some(Constant::Real(real)) if digits_after_point(real).is_none_or(|digits| digits > scale) => unfit(column),
            Some(_) => decimal(value, column),
            None if matches!(value.kind, Kind::Integer | Kind::Boolean) => decimal(value, column),
            None => {
                self.note(format!(
                    "Column \"{}\" is {}: what it is given is rounded.",
                    column.source, column.data_type
                ));
                decimal(value, column)
            }
        }
    }

    fn text_column(&mut self, value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
        if is_told_apart(column)
            && let Some(text) = self.under_affinity(value, column)?
        {
            return Ok(text);
        }
        match value.class() {
            Some(Class::Text | Class::Null) => Ok(self.as_text(value)?.sql),
            // A number becomes a text under TEXT affinity, and where numbers are held as texts.
            Some(Class::Number) if column.affinity == Some(Affinity::Text) || column.rule == Some(Rule::Rendered) => {
                Ok(self.as_text(value)?.sql)
            }
            Some(Class::Number | Class::Blob) => unfit(column),
            None if value.kind == Kind::Mixed => Ok(value.sql.clone()),
            None => same_type(value, column),
        }
    }

    fn json_column(&mut self, value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
        if value.data_type == column.data_type {
            return Ok(value.sql.clone());
        }
        let Some(text) = value.text_constant() else { return unfit(column) };
        if serde_json::from_str::<serde_json::Value>(text).is_err() {
            return unfit(column);
        }
        let template = if column.data_type == DataType::Json { "{}::json" } else { "{}::jsonb" };
        Ok(Sql::fill(template, &[&value.sql]))
    }

    fn temporal(&mut self, value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
        if matches!(column.rule, Some(Rule::LocalTime(_))) {
            return unfit(column);
        }
        if let Some(Moment { utc, .. }) = &value.moment {
            return moment(utc, value, column);
        }
        let is_millis = column.rule == Some(Rule::EpochMillis) && !column.texts;
        if is_millis && value.kind == Kind::Integer {
            return milliseconds(value, column);
        }
        let is_time = matches!(value.kind, Kind::Temporal(_)) || value.is_milliseconds();
        if is_time && value.data_type == column.data_type && value.is_milliseconds() == is_millis {
            return Ok(value.sql.clone());
        }
        let Some(text) = value.text_constant() else { return unfit(column) };
        let Some(civil) = crate::temporal::parse(text.as_bytes()) else { return unfit(column) };
        if sub_micro(text) {
            return unfit(column);
        }
        temporal_constant(text, civil.spelling.parts, civil.spelling.is_zoned(), column)
    }
}

/// Milliseconds since 1970 as the column's type.
fn milliseconds(value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    let moment =
        Sql::fill("(TIMESTAMPTZ '1970-01-01 00:00:00+00' + {} * INTERVAL '1 millisecond')", &[&value.operand()]);
    match column.data_type {
        DataType::TimestampTz => Ok(moment),
        DataType::Timestamp => Ok(Sql::fill("({} AT TIME ZONE 'UTC')", &[&moment])),
        _ => unfit(column),
    }
}

/// A moment in UTC as the column's type.
fn moment(utc: &Sql, value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    let spelled = value.moment.as_ref().and_then(|moment| moment.spelling);
    let Some(spelling) = spelled else { return unfit(column) };
    if column.spelling.is_some_and(|held| held != spelling) && column.rule != Some(Rule::Temporal) {
        return unfit(column);
    }
    let unit = match spelling.parts {
        Parts::Date => Sql::text("'day'"),
        Parts::Time(precision) | Parts::DateTime(_, precision) => match precision {
            Precision::Minutes => Sql::text("'minute'"),
            Precision::Seconds => Sql::text("'second'"),
            Precision::Fraction(_) => Sql::text("'milliseconds'"),
        },
    };
    let is_time = matches!(spelling.parts, Parts::Time(_));
    match column.data_type {
        DataType::Date if spelling.parts == Parts::Date => Ok(Sql::fill("({})::date", &[utc])),
        DataType::Timestamp if !is_time => Ok(Sql::fill("date_trunc({}, {})", &[&unit, utc])),
        DataType::TimestampTz if !is_time => {
            // The moment now needs no way through UTC, unless its day is asked for.
            if utc.as_str() == super::super::function::datetime::NOW && spelling.parts != Parts::Date {
                return Ok(Sql::fill("date_trunc({}, statement_timestamp())", &[&unit]));
            }
            Ok(Sql::fill("(date_trunc({}, {}) AT TIME ZONE 'UTC')", &[&unit, utc]))
        }
        DataType::Time if is_time => Ok(Sql::fill("date_trunc({}, {})::time", &[&unit, utc])),
        _ => unfit(column),
    }
}

fn temporal_constant(text: &str, parts: Parts, zoned: bool, column: &RelationColumn) -> Result<Sql, NotConverted> {
    let is_time = matches!(parts, Parts::Time(_));
    let mut sql = Sql::new();
    match column.data_type {
        DataType::Date if parts == Parts::Date => sql.push("DATE "),
        DataType::Timestamp if !is_time && !zoned => sql.push("TIMESTAMP "),
        DataType::TimestampTz if !is_time => sql.push("TIMESTAMPTZ "),
        DataType::Time if is_time && !zoned => sql.push("TIME "),
        DataType::TimeTz if is_time && zoned => sql.push("TIMETZ "),
        _ => return unfit(column),
    };
    if column.data_type == DataType::TimestampTz && !zoned {
        sql.push_literal(&if parts == Parts::Date { format!("{text} 00:00:00+00") } else { format!("{text}+00") });
    } else {
        sql.push_literal(text);
    }
    Ok(sql)
}

fn boolean(value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    if value.kind == Kind::Boolean {
        return Ok(value.operand());
    }
    let word = match &value.constant {
        Some(Constant::Integer(number)) => number.to_string(),
        Some(Constant::Text(text)) => text.trim_matches(number::is_space).to_ascii_lowercase(),
        Some(Constant::Null | Constant::Real(_) | Constant::Blob(_)) | None => return unfit(column),
    };
    match word.as_str() {
        "0" | "f" | "false" => Ok(Sql::text("false")),
        "1" | "t" | "true" => Ok(Sql::text("true")),
        _ => unfit(column),
    }
}

fn integer(value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    if let Some(constant) = numeric_constant(value) {
        let whole = match constant {
            Constant::Integer(number) => Some(number),
            Constant::Real(number) => whole_number(number),
            Constant::Null | Constant::Text(_) | Constant::Blob(_) => None,
        };
        let Some(number) = whole else { return unfit(column) };
        if !fits(number, column.data_type) {
            return unfit(column);
        }
        return Ok(Typed::constant(Constant::Integer(number)).sql);
    }
    match &value.kind {
        Kind::Integer => Ok(value.sql.clone()),
        Kind::Boolean => Ok(value.cast_to(DataType::Integer).sql),
        // A text of digits alone, like strftime('%s'), is an INTEGER under numeric affinity.
        Kind::Text if value.moment.as_ref().is_some_and(|moment| moment.spelling.is_none()) => {
            Ok(Sql::fill("{}::bigint", &[&value.operand()]))
        }
        _ => unfit(column),
    }
}

/// How many digits stand after the point in the shortest decimal that reads back as a number.
fn digits_after_point(number: f64) -> Option<u16> {
    if !number.is_finite() {
        return None;
    }
    let shortest = number.to_string();
    u16::try_from(shortest.split_once('.').map_or(0, |(_, fraction)| fraction.len())).ok()
}

fn whole_number(number: f64) -> Option<i64> {
    let within = number.abs() < 9_007_199_254_740_992.0 && number.fract() == 0.0;
    within.then_some(number as i64)
}

fn fits(number: i64, data_type: DataType) -> bool {
    match data_type {
        DataType::Smallint => i16::try_from(number).is_ok(),
        DataType::Integer => i32::try_from(number).is_ok(),
        _ => true,
    }
}

fn decimal(value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    if let Some(constant) = numeric_constant(value) {
        return Ok(Typed::constant(constant).sql);
    }
    match &value.kind {
        Kind::Integer | Kind::Real | Kind::Number { .. } => {
            let widens =
                matches!(column.data_type, DataType::Numeric(_)) && value.data_type == DataType::DoublePrecision;
            // A cast from double to numeric would keep fifteen digits; its text keeps all.
            Ok(if widens { Sql::fill("{}::text::numeric", &[&value.operand()]) } else { value.sql.clone() })
        }
        Kind::Boolean => Ok(value.cast_to(DataType::Integer).sql),
        _ => unfit(column),
    }
}

/// A constant number, also one that numeric affinity reads in a text.
fn numeric_constant(value: &Typed) -> Option<Constant> {
    match value.constant.as_ref()? {
        Constant::Integer(number) => Some(Constant::Integer(*number)),
        Constant::Real(number) => Some(Constant::Real(*number)),
        Constant::Text(text) => number::whole(text),
        Constant::Null | Constant::Blob(_) => None,
    }
}

/// A text among bytes, where texts are expected: elsewhere it would be taken for bytes.
fn bytes(value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    if !column.texts {
        return unfit(column);
    }
    let Some(text) = value.text_constant() else { return unfit(column) };
    let mut sql = Sql::new();
    sql.push_bytes(text.as_bytes());
    Ok(sql)
}

fn uuid(value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    if value.data_type == DataType::Uuid {
        return Ok(value.sql.clone());
    }
    if value.kind == Kind::Text {
        // A text that is no uuid is an error there, as no value of the column may be.
        return Ok(Sql::fill("{}::uuid", &[&value.operand()]));
    }
    unfit(column)
}

fn same_type(value: &Typed, column: &RelationColumn) -> Result<Sql, NotConverted> {
    if value.data_type == column.data_type { Ok(value.sql.clone()) } else { unfit(column) }
}

fn unfit<T>(column: &RelationColumn) -> Result<T, NotConverted> {
    refuse(format!("its value does not fit column \"{}\" of type {}", column.source, column.data_type))
}
