//! One value as another: the text of a number, the number in a text, a condition.

use crate::catalog::pg::DataType;
use crate::sql::Sql;
use crate::temporal::{Parts, Precision, Separator, Spelling, Zone};

use super::super::SupportFunction;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Kind, Moment, Typed};
use super::number;
use crate::translate::NotConverted;

impl Translator<'_> {
    /// The value as TEXT, as `CAST(x AS TEXT)` and `||` make it.
    pub(in crate::translate) fn as_text(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if let Some(constant) = &typed.constant
            && let Some(text) = number::constant_text(constant)
        {
            return Ok(Typed { collation: typed.collation.clone(), ..Typed::constant(Constant::Text(text)) });
        }
        if typed.dynamic.is_some() {
            return Ok(Typed::text(typed.sql.clone()));
        }
        let sql = match &typed.kind {
            Kind::Text => return Ok(typed.clone()),
            Kind::Null => Sql::text("NULL::text"),
            Kind::Boolean => Sql::fill("{}::integer::text", &[&typed.operand()]),
            Kind::Integer => Sql::fill("{}::text", &[&typed.operand()]),
            Kind::Real => self.real_text(typed),
            Kind::Number { integer_when } => {
                let Some(condition) = integer_when else { return refuse(MIXED_NUMBER) };
                let real = self.real_text(typed);
                let whole = Sql::fill("trunc({})::numeric::text", &[&typed.sql]);
                Sql::fill("CASE WHEN {} THEN {} ELSE {} END", &[condition, &whole, &real])
            }
            Kind::Temporal(spelling) => return self.render(typed, *spelling),
            Kind::Blob => return refuse("it reads bytes as text"),
            Kind::Mixed => typed.sql.clone(),
            Kind::RowKey(_) => return refuse(ROW_KEY),
            Kind::Opaque(_) if typed.data_type == DataType::Json => Sql::fill("{}::text", &[&typed.operand()]),
            Kind::Opaque(_) if typed.is_milliseconds() => {
                let number = self.as_number(typed)?;
                Sql::fill("{}::text", &[&number.sql])
            }
            Kind::Opaque(reason) => return refuse(*reason),
        };
        let text = Typed::text(sql).null_with(typed.nullable);
        Ok(Typed { collation: typed.collation.clone(), affinity: typed.affinity, ..text })
    }

    /// `json` keeps every byte of its text.
    pub(in crate::translate) fn json_as_text(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if typed.data_type == DataType::Json { self.as_text(typed) } else { Ok(typed.clone()) }
    }

    fn real_text(&mut self, typed: &Typed) -> Sql {
        let double = typed.cast_to(DataType::DoublePrecision).sql;
        self.support_call(SupportFunction::RealText, &[&double])
    }

    /// A date or time in the text form that it had in SQLite.
    fn render(&mut self, typed: &Typed, spelling: Option<Spelling>) -> Result<Typed, NotConverted> {
        let Some(spelling) = spelling else { return refuse(SPELLINGS) };
        let Some(pattern) = pattern(spelling) else { return refuse(OFFSETS) };
        self.not_immutable("it renders a date or time as text, which is not immutable on PostgreSQL");
        let moment = match typed.data_type {
            DataType::TimestampTz => Sql::fill("{} AT TIME ZONE 'UTC'", &[&typed.operand()]),
            DataType::Time => Sql::fill("({} - TIME '00:00')", &[&typed.operand()]),
            _ => typed.sql.clone(),
        };
        let mut sql = Sql::fill("to_char({}, ", &[&moment]);
        sql.push_literal(&pattern).push(")");
        let text = Typed::text(sql).null_with(typed.nullable);
        Ok(Typed { collation: typed.collation.clone(), affinity: typed.affinity, ..text })
    }

    /// The value as a number, as arithmetic reads it.
    pub(in crate::translate) fn as_number(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if let Some(text) = typed.text_constant() {
            return Ok(Typed::constant(number::prefix(text)));
        }
        if let Some(dynamic) = &typed.dynamic {
            return Ok(self.dynamic_number(dynamic));
        }
        match &typed.kind {
            Kind::Null => Ok(Typed::call(Sql::text("NULL::bigint"), Kind::Null, DataType::Bigint)),
            Kind::Boolean => Ok(Typed { kind: Kind::Integer, ..typed.cast_to(DataType::Integer) }),
            Kind::Integer | Kind::Real | Kind::Number { .. } => Ok(typed.clone()),
            Kind::Text | Kind::Temporal(_) => {
                let text = self.as_text(typed)?;
                let sql = self.support_call(SupportFunction::ToNumber, &[&text.sql]);
                let kind =
                    Kind::Number { integer_when: Some(self.support_call(SupportFunction::IsInteger, &[&text.sql])) };
                Ok(Typed::call(sql, kind, DataType::DoublePrecision).null_with(typed.nullable))
            }
            Kind::Blob => refuse("it calculates with bytes"),
            Kind::Mixed => refuse(MIXED),
            Kind::RowKey(_) => refuse(ROW_KEY),
            Kind::Opaque(_) if typed.is_milliseconds() => {
                self.not_immutable("it reads a time as milliseconds, which is not immutable on PostgreSQL");
                let sql = Sql::fill("(extract(epoch FROM {}) * 1000)::bigint", &[&typed.sql]);
                Ok(Typed::integer(sql).null_with(typed.nullable))
            }
            Kind::Opaque(reason) => refuse(*reason),
        }
    }

    /// The value as a condition: true where SQLite holds it to be true.
    pub(in crate::translate) fn as_condition(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if typed.kind == Kind::Boolean {
            return Ok(typed.clone());
        }
        if typed.kind == Kind::Null {
            return Ok(Typed { atomic: true, ..Typed::condition(Sql::text("NULL::boolean")) });
        }
        let number = self.as_number(typed)?;
        match number.constant {
            Some(Constant::Integer(value)) => return Ok(truth(value != 0)),
            Some(Constant::Real(value)) => return Ok(truth(value != 0.0)),
            Some(Constant::Null | Constant::Text(_) | Constant::Blob(_)) | None => {}
        }
        Ok(Typed::condition(Sql::fill("{} <> 0", &[&number.operand()])).null_with(typed.nullable))
    }
}

/// TRUE or FALSE.
pub(in crate::translate) fn truth(value: bool) -> Typed {
    let sql = Sql::text(if value { "true" } else { "false" });
    Typed { atomic: true, ..Typed::condition(sql).not_null() }
}

pub(in crate::translate) const MIXED_NUMBER: &str =
    "it depends on whether a number was stored as INTEGER or as REAL, which PostgreSQL no longer knows";
pub(in crate::translate) const MIXED: &str = "it calculates with a column that held both numbers and texts";
pub(in crate::translate) const ROW_KEY: &str = "it uses the rowid of a table that has no column for it on PostgreSQL";
const SPELLINGS: &str = "it reads dates as texts that were written in more than one way";
const OFFSETS: &str = "it reads dates as texts with an offset from UTC, which PostgreSQL does not keep";

/// The `to_char` pattern of a spelling; `None` where the offset is lost.
pub(in crate::translate) fn pattern(spelling: Spelling) -> Option<String> {
    let precision = |precision: Precision| match precision {
        Precision::Minutes => Some("HH24:MI".to_owned()),
        Precision::Seconds => Some("HH24:MI:SS".to_owned()),
        Precision::Fraction(digits) => Some(format!("HH24:MI:SS.{}", fraction(digits)?)),
    };
    let body = match spelling.parts {
        Parts::Date => "YYYY-MM-DD".to_owned(),
        Parts::Time(time) => precision(time)?,
        Parts::DateTime(Separator::Blank, time) => format!("YYYY-MM-DD {}", precision(time)?),
        Parts::DateTime(Separator::T, time) => format!("YYYY-MM-DD\"T\"{}", precision(time)?),
    };
    match spelling.zone {
        Zone::Naive => Some(body),
        Zone::Zulu => Some(format!("{body}\"Z\"")),
        Zone::Offset { .. } | Zone::ShortOffset { .. } => None,
    }
}

fn fraction(digits: u8) -> Option<String> {
    match digits {
        1..=6 => Some(format!("FF{digits}")),
        7..=9 => Some(format!("US\"{}\"", "0".repeat(usize::from(digits - 6)))),
        _ => None,
    }
}

/// A text constant in `spelling` as a constant of the date or time type.
pub(in crate::translate) fn moment_constant(text: &str, spelling: Spelling, data_type: DataType) -> Option<Sql> {
    let civil = crate::temporal::parse(text.as_bytes())?;
    if civil.spelling != spelling || pattern(spelling).is_none() || sub_micro(text) {
        return None;
    }
    let mut sql = Sql::new();
    sql.push(match data_type {
        DataType::Date => "DATE ",
        DataType::Time => "TIME ",
        DataType::Timestamp => "TIMESTAMP ",
        DataType::TimestampTz => "TIMESTAMPTZ ",
        _ => return None,
    });
    let zoned = data_type == DataType::TimestampTz && !spelling.is_zoned();
    sql.push_literal(&if zoned { format!("{text}+00:00") } else { text.to_owned() });
    Some(sql)
}

/// Whether digits below the microsecond say something.
pub(in crate::translate) fn sub_micro(text: &str) -> bool {
    let Some((_, fraction)) = text.split_once('.') else { return false };
    fraction.bytes().take_while(u8::is_ascii_digit).skip(6).any(|digit| digit != b'0')
}

impl Moment {
    /// A moment in UTC that a text spells.
    pub(in crate::translate) fn new(utc: Sql, spelling: Option<Spelling>) -> Moment {
        Moment { utc, spelling }
    }
}
