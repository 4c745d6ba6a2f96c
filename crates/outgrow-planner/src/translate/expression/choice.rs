//! CASE, coalesce, iif and everything else that answers with one of several values.

use sqlite3_parser::ast::Expr;

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Class, Kind, Typed};
use super::comparison::Comparison;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn case(
        &mut self,
        base: Option<&Expr<'_>>,
        branches: &[(Expr<'_>, Expr<'_>)],
        otherwise: Option<&Expr<'_>>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let base = base.map(|base| self.expression(base, scope)).transpose()?;
        let mut conditions = Vec::new();
        let mut results = Vec::new();
        for (when, then) in branches {
            let when = self.expression(when, scope)?;
            conditions.push(match &base {
                Some(base) => self.compare(Comparison::Equal, base, &when)?.sql,
                None => self.as_condition(&when)?.sql,
            });
            results.push(self.expression(then, scope)?);
        }
        if let Some(otherwise) = otherwise {
            results.push(self.expression(otherwise, scope)?);
        }
        let nullable = otherwise.is_none();
        let common = self.unify(&results)?;
        let mut sql = Sql::text("CASE");
        for (condition, result) in conditions.iter().zip(&common.values) {
            sql.push(" WHEN ").push_sql(condition).push(" THEN ").push_sql(&result.sql);
        }
        if let (false, Some(result)) = (nullable, common.values.last()) {
            sql.push(" ELSE ").push_sql(&result.sql);
        }
        sql.push(" END");
        let nullable = nullable || common.values.iter().any(|value| value.nullable);
        Ok(Typed { atomic: true, ..common.result(sql) }.null_with(nullable))
    }

    /// Brings values to one type, if SQLite and PostgreSQL can agree on one.
    pub(in crate::translate) fn unify(&mut self, values: &[Typed]) -> Result<Common, NotConverted> {
        let known = values.iter().filter(|value| value.kind != Kind::Null).collect::<Vec<_>>();
        let Some(first) = known.first() else {
            return Ok(Common {
                values: values.to_vec(),
                kind: Kind::Null,
                data_type: DataType::Text,
                byte_order: false,
            });
        };
        if known.iter().all(|value| value.kind == first.kind && value.data_type == first.data_type)
            && !matches!(first.kind, Kind::Number { .. } | Kind::RowKey(_))
            && known.iter().all(|value| value.dynamic.is_none())
        {
            return Ok(Common::of(values.to_vec(), first.kind.clone(), first.data_type));
        }
        let class = |value: &&Typed| value.class();
        if known.iter().all(|value| class(value) == Some(Class::Text)) {
            let values = values.iter().map(|value| self.text_or_null(value)).collect::<Result<Vec<_>, _>>()?;
            return Ok(Common::of(values, Kind::Text, DataType::Text));
        }
        if known.iter().all(|value| class(value) == Some(Class::Number)) {
            return self.unify_numbers(values, &known);
        }
        if let Some(Kind::Opaque(reason)) = known
            .iter()
            .filter(|value| value.dynamic.is_none())
            .map(|value| &value.kind)
            .find(|kind| matches!(kind, Kind::Opaque(_)))
        {
            return refuse(*reason);
        }
        let as_text = |value: &&Typed| {
            let is_plain = matches!(class(value), Some(Class::Number | Class::Text));
            is_plain || value.kind == Kind::Mixed || value.dynamic.is_some()
        };
        if known.iter().all(as_text) {
            let values = values.iter().map(|value| self.text_or_null(value)).collect::<Result<Vec<_>, _>>()?;
            self.note("Where SQLite answered with a number in one case and with a text in another, PostgreSQL answers with texts.");
            return Ok(Common::of(values, Kind::Mixed, DataType::Text));
        }
        Err(NotConverted {
            reason: "it answers with bytes in one case and with a text or number in another".to_owned(),
            suggestion: Some("Give all its results one type, with CAST where needed.".to_owned()),
        })
    }

    fn text_or_null(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        if value.kind == Kind::Null { Ok(value.clone()) } else { self.as_text(value) }
    }

    fn unify_numbers(&mut self, values: &[Typed], known: &[&Typed]) -> Result<Common, NotConverted> {
        let whole = |value: &&&Typed| matches!(value.kind, Kind::Integer | Kind::Boolean);
        let values = values
            .iter()
            .map(|value| if value.kind == Kind::Boolean { self.as_number(value) } else { Ok(value.clone()) })
            .collect::<Result<Vec<_>, _>>()?;
        if known.iter().all(|value| whole(&value)) {
            return Ok(Common::of(values, Kind::Integer, DataType::Bigint));
        }
        let double = known.iter().any(|value| value.data_type == DataType::DoublePrecision);
        let data_type = if double { DataType::DoublePrecision } else { DataType::Numeric(None) };
        if known.iter().all(|value| value.kind == Kind::Real) {
            return Ok(Common::of(values, Kind::Real, data_type));
        }
        if known.iter().any(|value| value.kind == Kind::Real) && known.iter().any(|value| whole(&value)) {
            self.note("Where SQLite answered with an INTEGER or a REAL, PostgreSQL answers with one type for both.");
        }
        Ok(Common::of(values, Kind::Number { integer_when: None }, data_type))
    }
}

/// Values of one type.
pub(in crate::translate) struct Common {
    /// The values, converted.
    pub(in crate::translate) values: Vec<Typed>,
    kind: Kind,
    data_type: DataType,
    byte_order: bool,
}

impl Common {
    fn of(values: Vec<Typed>, kind: Kind, data_type: DataType) -> Common {
        let byte_order = values.iter().any(|value| value.byte_order);
        Common { values, kind, data_type, byte_order }
    }

    /// A value that is one of these.
    pub(in crate::translate) fn result(&self, sql: Sql) -> Typed {
        let typed = Typed::call(sql, self.kind.clone(), self.data_type);
        Typed { byte_order: self.byte_order, ..typed }
    }

    /// What all values were in SQLite.
    pub(in crate::translate) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The type of all values.
    pub(in crate::translate) fn data_type(&self) -> DataType {
        self.data_type
    }
}
