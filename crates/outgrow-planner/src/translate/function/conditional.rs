//! Functions that choose among their arguments, and typeof.

use crate::catalog::pg::DataType;
use crate::mapping::Rule;
use crate::sql::Sql;

use super::super::expression::choice::Common;
use super::super::expression::comparison::{Comparison, by_bytes};
use super::super::translator::{Translator, refuse};
use super::super::typed::{Class, Constant, Kind, Typed};
use super::Answer;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn conditional_function(&mut self, name: &str, arguments: &[Typed]) -> Answer {
        let typed = match (name, arguments) {
            ("coalesce", [_, _, ..]) | ("ifnull", [_, _]) => self.coalesce(arguments)?,
            ("nullif", [left, right]) => self.nullif(left, right)?,
            ("iif" | "if", [condition, yes]) => self.iif(condition, yes, &Typed::constant(Constant::Null))?,
            ("iif" | "if", [condition, yes, no]) => self.iif(condition, yes, no)?,
            ("max", [_, _, ..]) => self.extreme("greatest", arguments)?,
            ("min", [_, _, ..]) => self.extreme("least", arguments)?,
            ("typeof", [value]) => match &value.dynamic {
                Some(dynamic) => self.dynamic_type_name(value, dynamic),
                None => type_name(value)?,
            },
            ("likely" | "unlikely", [value]) => value.clone(),
            ("likelihood", [value, _]) => value.clone(),
            _ => return Ok(None),
        };
        Ok(Some(typed))
    }

    fn coalesce(&mut self, arguments: &[Typed]) -> Result<Typed, NotConverted> {
        // The first value that is there is the answer, whatever follows.
        let first = arguments.iter().find(|argument| argument.kind != Kind::Null);
        if let Some(first) = first.filter(|first| !first.nullable) {
            return Ok(Typed { affinity: None, is_column: false, ..first.clone() });
        }
        let common = self.unify(arguments)?;
        let nullable = arguments.iter().all(|argument| argument.nullable);
        Ok(common.result(listed("coalesce", &common)).null_with(nullable))
    }

    fn nullif(&mut self, left: &Typed, right: &Typed) -> Result<Typed, NotConverted> {
        // A function compares its arguments as they are, whatever columns they come from.
        let bare = |typed: &Typed| Typed { affinity: None, ..typed.clone() };
        let equal = self.compare(Comparison::Equal, &bare(left), &bare(right))?;
        let sql = Sql::fill("CASE WHEN {} THEN NULL ELSE {} END", &[&equal.sql, &left.sql]);
        let kind = left.kind.clone();
        Ok(Typed { byte_order: left.byte_order, ..Typed::call(sql, kind, left.data_type) })
    }

    fn iif(&mut self, condition: &Typed, yes: &Typed, no: &Typed) -> Result<Typed, NotConverted> {
        let condition = self.as_condition(condition)?;
        let common = self.unify(&[yes.clone(), no.clone()])?;
        let [yes, no] = common.values.as_slice() else { return refuse("it has two results") };
        let sql = Sql::fill("CASE WHEN {} THEN {} ELSE {} END", &[&condition.sql, &yes.sql, &no.sql]);
        let nullable = yes.nullable || no.nullable;
        Ok(common.result(sql).null_with(nullable))
    }

    /// `max` and `min` of several values are NULL where one of them is; `greatest` passes over NULLs.
    fn extreme(&mut self, function: &'static str, arguments: &[Typed]) -> Result<Typed, NotConverted> {
        if let Some(typed) = self.extreme_class(function, arguments)? {
            return Ok(typed);
        }
        let common = self.unify(arguments)?;
        if matches!(common.kind(), Kind::Number { .. } | Kind::Mixed | Kind::Opaque(_) | Kind::RowKey(_)) {
            return refuse("it compares values of different storage classes");
        }
        let mut values = common.values.clone();
        let is_text = matches!(common.kind(), Kind::Text);
        if let (true, Some(first)) = (is_text, values.first_mut()) {
            *first = by_bytes(first);
        }
        let mut sql = Sql::text(function);
        sql.push("(");
        sql.push_list(&values, ", ", |sql, value| {
            sql.push_sql(&value.sql);
        });
        sql.push(")");
        let nullable = values.iter().filter(|value| value.nullable).collect::<Vec<_>>();
        let is_nullable = !nullable.is_empty();
        if is_nullable {
            let mut any = Sql::new();
            any.push_list(&nullable, " OR ", |sql, value| {
                sql.push_sql(&value.operand()).push(" IS NULL");
            });
            sql = Sql::fill("CASE WHEN {} THEN NULL ELSE {} END", &[&any, &sql]);
        }
        let byte_order = is_text;
        Ok(Typed { byte_order, ..common.result(sql).null_with(is_nullable) })
    }

    /// Numbers are less than texts, and texts less than bytes: the values of the other classes only say
    /// whether the answer is NULL.
    fn extreme_class(&mut self, function: &'static str, arguments: &[Typed]) -> Result<Option<Typed>, NotConverted> {
        let Some(classes) = arguments.iter().map(Typed::class).collect::<Option<Vec<_>>>() else { return Ok(None) };
        let best = if function == "greatest" { classes.iter().max() } else { classes.iter().min() };
        let Some(best) = best.filter(|best| classes.iter().any(|class| class != *best)) else { return Ok(None) };
        if classes.contains(&Class::Null) || arguments.iter().any(|argument| argument.nullable) {
            return Ok(None);
        }
        let candidates: Vec<_> = arguments.iter().filter(|argument| argument.class() == Some(*best)).cloned().collect();
        match candidates.as_slice() {
            [only] => Ok(Some(Typed { affinity: None, is_column: false, ..only.clone() })),
            several => self.extreme(function, several).map(Some),
        }
    }
}

fn listed(function: &'static str, common: &Common) -> Sql {
    let mut sql = Sql::text(function);
    sql.push("(");
    sql.push_list(&common.values, ", ", |sql, value| {
        sql.push_sql(&value.sql);
    });
    sql.push(")");
    sql
}

/// The storage class, where it is the same for all values.
fn type_name(value: &Typed) -> Result<Typed, NotConverted> {
    // Other values than texts and bytes may have become texts and bytes.
    let is_changed = match value.data_type {
        DataType::Bytea => value.texts,
        DataType::Text if value.blobs => true,
        DataType::Text => value.rule.is_some_and(|rule| rule != Rule::Text),
        _ => false,
    };
    if value.is_column && is_changed {
        return refuse("it asks for the storage class of values whose storage class is no longer known");
    }
    let name = match (&value.kind, value.class()) {
        (Kind::Integer | Kind::Boolean, _) => "integer",
        (Kind::Opaque(_), _) if value.is_milliseconds() => "integer",
        (Kind::Real, _) => "real",
        (Kind::Number { integer_when: Some(condition) }, _) => {
            let sql = Sql::fill(
                "CASE WHEN {} IS NULL THEN 'null' WHEN {} THEN 'integer' ELSE 'real' END",
                &[&value.operand(), condition],
            );
            return Ok(Typed::text(sql).not_null());
        }
        (_, Some(Class::Text)) => "text",
        (_, Some(Class::Blob)) => "blob",
        (_, Some(Class::Null)) => "null",
        _ => return refuse("it asks for the storage class of values whose storage class is no longer known"),
    };
    let constant = Typed::constant(Constant::Text(name.to_owned()));
    if !value.nullable || name == "null" {
        return Ok(constant);
    }
    let sql = Sql::fill("CASE WHEN {} IS NULL THEN 'null' ELSE {} END", &[&value.operand(), &constant.sql]);
    Ok(Typed::call(sql, Kind::Text, DataType::Text).not_null())
}
