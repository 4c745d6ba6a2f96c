//! Values of JSON: numbers or texts, as only the JSON itself knows.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Class, Kind, Typed};
use super::comparison::{Comparison, Pair, by_bytes, compare_pair};
use super::conversion::truth;
use crate::translate::NotConverted;

impl Translator<'_> {
    /// The value of SQL that a JSON text is; NULL where there is none.
    pub(in crate::translate) fn json_scalar(&mut self, json: Sql) -> Typed {
        let sql = self.support_call(SupportFunction::JsonValue, &[&json]);
        let kind = Kind::Opaque("it depends on whether a JSON value is a number or a text");
        Typed { dynamic: Some(json), ..Typed::call(sql, kind, DataType::Text) }
    }

    /// What tells values of JSON apart and puts them in order: numbers before texts, NULL where there is none.
    pub(in crate::translate) fn json_key_of(&mut self, value: &Typed) -> Result<Sql, NotConverted> {
        let Some(json) = &value.dynamic else { return refuse("it orders by no value of JSON") };
        if value.collation.name() != "BINARY" {
            return refuse("it compares a value of JSON under a collation");
        }
        let text = self.support_call(SupportFunction::JsonString, &[json]);
        if self.grouped.contains(&value.sql) {
            // GROUP BY holds the value and whether it is a text, and nothing else can be read.
            let (is_text, shown) = (Sql::fill("({} IS NOT NULL)", &[&text]), &value.sql);
            let key = "CASE WHEN {} IS NOT NULL THEN ROW({}, CASE WHEN NOT {} THEN {}::numeric END, CASE WHEN {} THEN {} COLLATE \"C\" END) END";
            return Ok(Sql::fill(key, &[shown, &is_text, &is_text, shown, &is_text, shown]));
        }
        let number = self.support_call(SupportFunction::JsonNumber, &[json]);
        let key = "CASE WHEN coalesce({}::text, {}) IS NOT NULL THEN ROW({} IS NOT NULL, {}, {} COLLATE \"C\") END";
        Ok(Sql::fill(key, &[&number, &text, &text, &number, &text]))
    }

    /// The value as a number, as arithmetic reads it.
    pub(super) fn dynamic_number(&mut self, json: &Sql) -> Typed {
        let number = self.support_call(SupportFunction::JsonNumber, &[json]);
        let text = self.support_call(SupportFunction::JsonString, &[json]);
        let read = self.support_call(SupportFunction::ToNumber, &[&text]);
        let whole = self.support_call(SupportFunction::JsonIsInteger, &[json]);
        let whole_text = self.support_call(SupportFunction::IsInteger, &[&text]);
        let kind = Kind::Number { integer_when: Some(Sql::fill("coalesce({}, {})", &[&whole_text, &whole])) };
        Typed::call(Sql::fill("coalesce({}, {}::numeric)", &[&number, &read]), kind, DataType::Numeric(None))
    }

    /// A comparison in which one side is a value of JSON; `None` where it is none of those that are converted.
    pub(super) fn dynamic_comparison(
        &mut self,
        operator: Comparison,
        left: &Typed,
        right: &Typed,
    ) -> Result<Option<Typed>, NotConverted> {
        match (&left.dynamic, &right.dynamic) {
            (Some(json), None) => self.compare_dynamic(operator, json, left, right, Side::Left),
            (None, Some(json)) => self.compare_dynamic(operator, json, right, left, Side::Right),
            (Some(_), Some(_)) => {
                let (left, right) = (self.json_key_of(left)?, self.json_key_of(right)?);
                Ok(Some(Typed::condition(Sql::fill(operator.template(), &[&left, &right]))))
            }
            (None, None) => Ok(None),
        }
    }

    fn compare_dynamic(
        &mut self,
        operator: Comparison,
        json: &Sql,
        value: &Typed,
        other: &Typed,
        side: Side,
    ) -> Result<Option<Typed>, NotConverted> {
        if matches!(operator, Comparison::Is | Comparison::IsNot) && other.nullable {
            return Ok(None);
        }
        if other.collation.name() != "BINARY" {
            return refuse("it compares a value of JSON under a collation");
        }
        let number = self.support_call(SupportFunction::JsonNumber, &[json]);
        let text = self.support_call(SupportFunction::JsonString, &[json]);
        let number = Typed::call(number, Kind::Number { integer_when: None }, DataType::Numeric(None));
        let text = by_bytes(&Typed::text(text));
        match other.class() {
            Some(Class::Text) if other.affinity == Some(Affinity::Text) => {
                // Numbers are compared by their texts.
                let shown = by_bytes(&Typed::text(value.sql.clone()));
                let other = self.as_text(other)?;
                Ok(Some(side.compare(operator, shown, other)))
            }
            Some(Class::Text) => {
                let other = self.as_text(other)?;
                let answer = operator.of_different(side == Side::Left);
                Ok(Some(either(&side.compare(operator, text, other.clone()), &number, &other, answer)))
            }
            Some(Class::Number) => {
                let other = self.as_number(other)?;
                let number = if other.has_numeric_affinity() {
                    let read = self.support_call(SupportFunction::WholeNumber, &[&text.sql]);
                    Typed { sql: Sql::fill("coalesce({}, {})", &[&number.sql, &read]), ..number }
                } else {
                    number
                };
                let answer = operator.of_different(side == Side::Right);
                Ok(Some(either(&side.compare(operator, number, other.clone()), &text, &other, answer)))
            }
            Some(Class::Null | Class::Blob) | None => Ok(None),
        }
    }
}

/// On which side of an operator the value of JSON stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn compare(self, operator: Comparison, value: Typed, other: Typed) -> Typed {
        let pair = match self {
            Side::Left => Pair::Same(value, other),
            Side::Right => Pair::Same(other, value),
        };
        compare_pair(operator, &pair, true)
    }
}

/// The comparison, or `answer` where the value is of the other class.
fn either(compared: &Typed, apart: &Typed, other: &Typed, answer: bool) -> Typed {
    let answer = truth(answer).sql;
    let sql = if other.nullable {
        let template = "coalesce({}, CASE WHEN {} IS NOT NULL AND {} IS NOT NULL THEN {} END)";
        Sql::fill(template, &[&compared.sql, &apart.operand(), &other.operand(), &answer])
    } else {
        Sql::fill("coalesce({}, CASE WHEN {} IS NOT NULL THEN {} END)", &[&compared.sql, &apart.operand(), &answer])
    };
    Typed { atomic: true, ..Typed::condition(sql) }
}
