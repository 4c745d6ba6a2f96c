//! Aggregates.

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::expression::comparison::{by_bytes, folded};
use super::super::expression::conversion::ROW_KEY;
use super::super::scope::Scope;
use super::super::translator::{Extremum, Translator, refuse};
use super::super::typed::{Class, Kind, Typed};
use super::json::json_text;
use super::text::comma;
use super::{Answer, Call};
use crate::translate::NotConverted;

const FLOAT_ORDER: &str =
    "A sum or average of fractions can differ in its last digits, because the order of the additions differs.";

impl Translator<'_> {
    pub(super) fn aggregate_call(&mut self, call: &Call<'_, '_>, scope: &Scope<'_>) -> Answer {
        let known = matches!(
            (call.name.as_str(), call.arguments.len()),
            ("count", 0 | 1)
                | ("sum" | "avg" | "total" | "min" | "max" | "group_concat", 1)
                | ("group_concat" | "string_agg" | "json_group_object", 2)
                | ("json_group_array", 1)
        );
        if !known {
            return Ok(None);
        }
        let windowed = call.tail.is_some_and(|tail| tail.over_clause.is_some());
        if self.inside_aggregate > 0 && !windowed {
            return refuse("it has an aggregate inside of an aggregate");
        }
        if !windowed {
            self.aggregated = true;
            self.inside_aggregate += 1;
        }
        let result = self.aggregate(call, scope);
        if !windowed {
            self.inside_aggregate -= 1;
        }
        result.map(Some)
    }

    fn aggregate(&mut self, call: &Call<'_, '_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let arguments =
            call.arguments.iter().map(|argument| self.expression(argument, scope)).collect::<Result<Vec<_>, _>>()?;
        let tail = self.tail(call, scope)?;
        match (call.name.as_str(), arguments.as_slice()) {
            ("count", []) => Ok(Typed::integer(with_tail(Sql::text("count(*)"), &tail)).not_null()),
            ("count", [value]) => self.count(value, call.distinct, &tail),
            ("sum", [value]) => self.sum(value, call.distinct, &tail),
            ("avg", [value]) if value.large && value.kind == Kind::Integer => {
                // Integers add up exactly, and become a double at the end.
                let sum = with_tail(called("sum", call.distinct, &value.sql), &tail);
                let count = with_tail(called("count", call.distinct, &value.sql), &tail);
                Ok(Typed::real(Sql::fill("(({})::double precision / {})", &[&sum, &count])))
            }
            ("total", [value]) if value.large && value.kind == Kind::Integer => {
                let sum = with_tail(called("sum", call.distinct, &value.sql), &tail);
                Ok(Typed::real(Sql::fill("coalesce(({})::double precision, 0)", &[&sum])).not_null())
            }
            ("avg", [value]) => {
                self.note_fractions(value);
                let real = self.as_real(value)?;
                Ok(Typed::real(with_tail(called("avg", call.distinct, &real.sql), &tail)))
            }
            ("total", [value]) => {
                self.note_fractions(value);
                let real = self.as_real(value)?;
                let sum = with_tail(called("sum", call.distinct, &real.sql), &tail);
                Ok(Typed::real(Sql::fill("coalesce({}, 0)", &[&sum])).not_null())
            }
            ("min", [value]) => self.extremum("min", value, &tail),
            ("max", [value]) => self.extremum("max", value, &tail),
            ("json_group_array", [value]) => {
                let part = self.json_argument(value)?;
                self.json_group(call, &part, ["'['", "']'"], &tail, scope)
            }
            ("json_group_object", [key, value]) => {
                let (key, value) = (self.json_key(key)?, self.json_argument(value)?);
                let part = Sql::fill("{} || ':' || {}", &[&key, &value]);
                self.json_group(call, &part, ["'{'", "'}'"], &tail, scope)
            }
            (_, [value]) => self.concatenated(call, value, &comma(), &tail, scope),
            (_, [value, separator]) => self.concatenated(call, value, separator, &tail, scope),
            _ => refuse("it uses an aggregate in a way that is not converted"),
        }
    }

    fn count(&mut self, value: &Typed, distinct: bool, tail: &Sql) -> Result<Typed, NotConverted> {
        let counted = if distinct { self.told_apart(value)? } else { value.sql.clone() };
        Ok(Typed::integer(with_tail(called("count", distinct, &counted), tail)).not_null())
    }

    /// A value of which PostgreSQL tells apart what SQLite does.
    fn told_apart(&mut self, value: &Typed) -> Result<Sql, NotConverted> {
        if value.dynamic.is_some() {
            let key = self.dynamic_key(value)?;
            return Ok(key);
        }
        self.note_moments(value);
        match &value.kind {
            Kind::Text if value.collation.name() != "BINARY" => Ok(folded(value, &value.collation)?.sql),
            Kind::Mixed => {
                refuse("it counts different values among numbers and texts, which are all texts on PostgreSQL")
            }
            Kind::Opaque(_) if value.data_type == DataType::Json => {
                refuse("it counts different JSON values, which PostgreSQL cannot compare")
            }
            Kind::Opaque(reason) if value.texts => refuse(*reason),
            Kind::RowKey(_) => refuse(ROW_KEY),
            Kind::Null | Kind::Boolean | Kind::Integer | Kind::Real | Kind::Number { .. } | Kind::Text => {
                Ok(value.sql.clone())
            }
            Kind::Blob | Kind::Temporal(_) | Kind::Opaque(_) => Ok(value.sql.clone()),
        }
    }

    fn note_fractions(&mut self, value: &Typed) {
        if !matches!(value.kind, Kind::Integer | Kind::Boolean) {
            self.note(FLOAT_ORDER);
        }
    }

    fn sum(&mut self, value: &Typed, distinct: bool, tail: &Sql) -> Result<Typed, NotConverted> {
        self.note_fractions(value);
        if matches!(value.kind, Kind::Text | Kind::Temporal(_)) {
            // The sum of texts that are all integers is an INTEGER, and nobody knows before.
            let real = self.as_real(value)?;
            let sum = with_tail(called("sum", distinct, &real.sql), tail);
            return Ok(Typed::call(sum, Kind::Number { integer_when: None }, DataType::DoublePrecision));
        }
        let number = self.as_number(value)?;
        let sum = with_tail(called("sum", distinct, &number.sql), tail);
        if number.kind == Kind::Integer {
            return Ok(Typed::integer(Sql::fill("({})::bigint", &[&sum])));
        }
        let kind = match &number.kind {
            Kind::Number { integer_when: Some(condition) } if tail.is_empty() => {
                Kind::Number { integer_when: Some(Sql::fill("bool_and({})", &[condition])) }
            }
            Kind::Number { .. } => Kind::Number { integer_when: None },
            other => other.clone(),
        };
        Ok(Typed::call(sum, kind, number.data_type))
    }

    fn extremum(&mut self, function: &'static str, value: &Typed, tail: &Sql) -> Result<Typed, NotConverted> {
        if value.class() == Some(Class::Text) && value.collation.name() != "BINARY" {
            return refuse("it looks for the least or greatest text under a collation");
        }
        self.note_moments(value);
        if value.dynamic.is_some() {
            if self.inside_aggregate > 0 {
                self.extrema.push(Extremum::Filtered);
            }
            return self.dynamic_extremum(function, value, tail);
        }
        let value = match &value.kind {
            Kind::Opaque(_) if value.is_time() => value.clone(),
            Kind::Boolean => self.as_number(value)?,
            Kind::Text => by_bytes(value),
            Kind::Integer | Kind::Real | Kind::Number { .. } | Kind::Temporal(_) => value.clone(),
            Kind::Opaque(reason) => return refuse(*reason),
            Kind::Null | Kind::Blob | Kind::Mixed | Kind::RowKey(_) => {
                return refuse("it looks for the least or greatest of values that PostgreSQL orders differently");
            }
        };
        if self.inside_aggregate > 0 {
            self.extrema.push(match (function, tail.is_empty()) {
                ("min", true) => Extremum::Min(value.sql.clone()),
                (_, true) => Extremum::Max(value.sql.clone()),
                (_, false) => Extremum::Filtered,
            });
        }
        let sql = with_tail(called(function, false, &value.sql), tail);
        let kind = super::super::scope::kind_outside(&value);
        Ok(Typed { byte_order: value.byte_order, ..Typed::call(sql, kind, value.data_type) })
    }

    /// The parts of an array or object, joined.
    fn json_group(
        &mut self,
        call: &Call<'_, '_>,
        part: &Sql,
        brackets: [&'static str; 2],
        tail: &Sql,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        if call.distinct {
            return refuse("it groups different values into JSON");
        }
        let mut sql = Sql::text("string_agg(");
        sql.push_sql(part).push(", ','");
        if call.order.is_empty() {
            self.note("Values grouped into JSON without ORDER BY come in an order that neither database promises.");
        } else {
            sql.push(" ORDER BY ");
            let order = self.order_terms(call.order, scope)?;
            sql.push_sql(&order);
        }
        sql.push(")");
        let mut all = Sql::text("(");
        all.push(brackets[0]).push(" || coalesce(").push_sql(&with_tail(sql, tail)).push(", '') || ");
        all.push(brackets[1]).push(")");
        Ok(json_text(all).not_null())
    }

    fn concatenated(
        &mut self,
        call: &Call<'_, '_>,
        value: &Typed,
        separator: &Typed,
        tail: &Sql,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let (text, separator) = (self.as_text(value)?, self.as_text(separator)?);
        if separator.nullable {
            return refuse("it joins texts with a separator that can be NULL");
        }
        let mut sql = Sql::text("string_agg(");
        sql.push(if call.distinct { "DISTINCT " } else { "" });
        sql.push_sql(&text.sql).push(", ").push_sql(&separator.sql);
        if call.order.is_empty() {
            self.note(
                "Texts joined by group_concat() without ORDER BY come in an order that neither database promises.",
            );
        } else {
            sql.push(" ORDER BY ");
            let order = self.order_terms(call.order, scope)?;
            sql.push_sql(&order);
        }
        sql.push(")");
        Ok(Typed { byte_order: text.byte_order, ..Typed::text(with_tail(sql, tail)) })
    }
}

fn called(function: &'static str, distinct: bool, argument: &Sql) -> Sql {
    let mut sql = Sql::text(function);
    sql.push(if distinct { "(DISTINCT " } else { "(" }).push_sql(argument).push(")");
    sql
}

fn with_tail(mut sql: Sql, tail: &Sql) -> Sql {
    sql.push_sql(tail);
    sql
}
