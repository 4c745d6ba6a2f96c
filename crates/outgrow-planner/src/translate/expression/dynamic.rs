//! Values of JSON: numbers or texts, as only the JSON itself knows.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Class, Dynamic, Kind, Typed};
use super::comparison::{Comparison, Pair, by_bytes, compare_pair};
use super::conversion::{MIXED, truth};
use super::number;
use crate::translate::NotConverted;

impl Translator<'_> {
    /// The value of SQL that a JSON text is; NULL where there is none.
    pub(in crate::translate) fn json_scalar(&mut self, json: Sql) -> Typed {
        let sql = self.support_call(SupportFunction::JsonValue, &[&json]);
        let kind = Kind::Opaque("it depends on whether a JSON value is a number or a text");
        Typed { dynamic: Some(Dynamic::Json(json)), ..Typed::call(sql, kind, DataType::Text) }
    }

    /// The number that a value is; NULL for texts.
    fn number_in(&mut self, dynamic: &Dynamic) -> Sql {
        match dynamic {
            Dynamic::Json(json) => self.support_call(SupportFunction::JsonNumber, &[json]),
            Dynamic::Rendered(value) => self.support_call(SupportFunction::RenderedNumber, &[value]),
        }
    }

    /// The text that a value is; NULL for numbers.
    fn text_in(&mut self, dynamic: &Dynamic) -> Sql {
        match dynamic {
            Dynamic::Json(json) => self.support_call(SupportFunction::JsonString, &[json]),
            Dynamic::Rendered(value) => {
                let number = self.support_call(SupportFunction::RenderedNumber, &[value]);
                Sql::fill("CASE WHEN {} IS NULL THEN {} END", &[&number, value])
            }
        }
    }

    /// What tells values apart and puts them in order: numbers before texts, NULL where there is none.
    pub(in crate::translate) fn dynamic_key(&mut self, value: &Typed) -> Result<Sql, NotConverted> {
        let Some(dynamic) = &value.dynamic else { return refuse(MIXED) };
        if value.collation.name() != "BINARY" {
            return refuse("it compares a number or text under a collation");
        }
        let text = self.text_in(dynamic);
        if matches!(dynamic, Dynamic::Json(_)) && self.grouped.contains(&value.sql) {
            // GROUP BY holds the value and whether it is a text, and nothing else can be read.
            let (is_text, shown) = (Sql::fill("({} IS NOT NULL)", &[&text]), &value.sql);
            let key = "CASE WHEN {} IS NOT NULL THEN ROW({}, CASE WHEN NOT {} THEN {}::numeric END, CASE WHEN {} THEN {} COLLATE \"C\" END) END";
            return Ok(Sql::fill(key, &[shown, &is_text, &is_text, shown, &is_text, shown]));
        }
        let number = self.number_in(dynamic);
        let key = "CASE WHEN coalesce({}::text, {}) IS NOT NULL THEN ROW({} IS NOT NULL, {}, ({}) COLLATE \"C\") END";
        Ok(Sql::fill(key, &[&number, &text, &text, &number, &text]))
    }

    /// `typeof` of such a value; an INTEGER is written by digits alone.
    pub(in crate::translate) fn dynamic_type_name(&mut self, value: &Typed, dynamic: &Dynamic) -> Typed {
        let text = self.text_in(dynamic);
        let name = "CASE WHEN {} IS NULL THEN 'null' WHEN {} IS NOT NULL THEN 'text' WHEN {} ~ '^-?[0-9]+$' THEN 'integer' ELSE 'real' END";
        Typed::text(Sql::fill(name, &[&value.sql, &text, &value.sql])).not_null()
    }

    /// The least or greatest of such values.
    pub(in crate::translate) fn dynamic_extremum(
        &mut self,
        function: &str,
        value: &Typed,
        tail: &Sql,
    ) -> Result<Typed, NotConverted> {
        if tail.as_str().contains(" OVER ") {
            return refuse("it looks for the least or greatest of numbers and texts in a window");
        }
        let key = self.dynamic_key(value)?;
        let order = if function == "min" {
            Sql::fill("{} NULLS LAST", &[&key])
        } else {
            Sql::fill("{} DESC NULLS LAST", &[&key])
        };
        let first = |value: &Sql| Sql::fill("(array_agg({} ORDER BY {}){})[1]", &[value, &order, tail]);
        match &value.dynamic {
            Some(Dynamic::Json(json)) => Ok(self.json_scalar(first(json))),
            Some(Dynamic::Rendered(rendered)) => {
                let sql = first(rendered);
                let dynamic = Some(Dynamic::Rendered(sql.clone()));
                Ok(Typed { dynamic, affinity: value.affinity, ..Typed::call(sql, Kind::Mixed, DataType::Text) })
            }
            None => refuse(MIXED),
        }
    }

    /// The value as a number, as arithmetic reads it.
    pub(super) fn dynamic_number(&mut self, dynamic: &Dynamic) -> Typed {
        let number = self.number_in(dynamic);
        let (read, whole) = match dynamic {
            Dynamic::Json(json) => {
                let text = self.support_call(SupportFunction::JsonString, &[json]);
                let read = self.support_call(SupportFunction::ToNumber, &[&text]);
                let whole = self.support_call(SupportFunction::JsonIsInteger, &[json]);
                let whole_text = self.support_call(SupportFunction::IsInteger, &[&text]);
                (read, Sql::fill("coalesce({}, {})", &[&whole_text, &whole]))
            }
            Dynamic::Rendered(value) => {
                let read = self.support_call(SupportFunction::ToNumber, &[value]);
                (read, self.support_call(SupportFunction::IsInteger, &[value]))
            }
        };
        let kind = Kind::Number { integer_when: Some(whole) };
        Typed::call(Sql::fill("coalesce({}, {}::numeric)", &[&number, &read]), kind, DataType::Numeric(None))
    }

    /// The value as INTEGER, as `CAST(x AS INTEGER)` makes it.
    pub(super) fn dynamic_integer(&mut self, dynamic: &Dynamic) -> Typed {
        let (number, text) = (self.number_in(dynamic), self.text_in(dynamic));
        let read = self.support_call(SupportFunction::TextToInteger, &[&text]);
        let double = Sql::fill("{}::double precision", &[&number]);
        let real = self.support_call(SupportFunction::RealToInteger, &[&double]);
        let template = "coalesce({}, CASE WHEN abs({}) < 9223372036854775807 THEN trunc({})::bigint ELSE {} END)";
        Typed::integer(Sql::fill(template, &[&read, &number, &number, &real]))
    }

    /// A comparison in which one side is a value of JSON; `None` where it is none of those that are converted.
    pub(super) fn dynamic_comparison(
        &mut self,
        operator: Comparison,
        left: &Typed,
        right: &Typed,
    ) -> Result<Option<Typed>, NotConverted> {
        match (&left.dynamic, &right.dynamic) {
            (Some(Dynamic::Json(_)), None) => self.compare_dynamic(operator, left, right, Side::Left),
            (None, Some(Dynamic::Json(_))) => self.compare_dynamic(operator, right, left, Side::Right),
            (Some(Dynamic::Rendered(_)), None) => self.compare_rendered(operator, left, right, Side::Left),
            (None, Some(Dynamic::Rendered(_))) => self.compare_rendered(operator, right, left, Side::Right),
            (Some(_), Some(_)) => {
                let (left, right) = (self.dynamic_key(left)?, self.dynamic_key(right)?);
                Ok(Some(Typed::condition(Sql::fill(operator.template(), &[&left, &right]))))
            }
            (None, None) => Ok(None),
        }
    }

    /// The column brings numeric affinity along: a text on the other side that is a number becomes one.
    fn compare_rendered(
        &mut self,
        operator: Comparison,
        value: &Typed,
        other: &Typed,
        side: Side,
    ) -> Result<Option<Typed>, NotConverted> {
        if other.class() != Some(Class::Text) || !value.has_numeric_affinity() {
            return self.compare_dynamic(operator, value, other, side);
        }
        if let Some(text) = other.text_constant() {
            let number = number::whole(text).map(Typed::constant);
            let other = number.unwrap_or_else(|| Typed { affinity: None, ..other.clone() });
            return self.compare_dynamic(operator, value, &other, side);
        }
        let text = self.as_text(other)?;
        let other = Typed { dynamic: Some(Dynamic::Rendered(text.sql.clone())), ..text };
        let (value, other) = (self.dynamic_key(value)?, self.dynamic_key(&other)?);
        let (left, right) = if side == Side::Left { (&value, &other) } else { (&other, &value) };
        Ok(Some(Typed::condition(Sql::fill(operator.template(), &[left, right]))))
    }

    fn compare_dynamic(
        &mut self,
        operator: Comparison,
        value: &Typed,
        other: &Typed,
        side: Side,
    ) -> Result<Option<Typed>, NotConverted> {
        let Some(dynamic) = &value.dynamic else { return Ok(None) };
        if matches!(operator, Comparison::Is | Comparison::IsNot) && other.nullable {
            return Ok(None);
        }
        if other.collation.name() != "BINARY" {
            return refuse("it compares a value of JSON under a collation");
        }
        let (number, text) = (self.number_in(dynamic), self.text_in(dynamic));
        let number = Typed::call(number, Kind::Number { integer_when: None }, DataType::Numeric(None));
        let text = by_bytes(&Typed { atomic: false, ..Typed::text(text) });
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
