//! Functions of JSON, the simple ones.

use sqlite3_parser::ast::Expr;

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::expression::JsonArrow;
use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Kind, Typed};
use super::Answer;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn json_function(&mut self, name: &str, arguments: &[Typed]) -> Answer {
        let typed = match (name, arguments) {
            ("json_valid", [value]) => self.json_valid(value)?,
            ("json_extract", [value, path]) => self.json_extract(value, path)?,
            ("json_array", []) => Typed::constant(Constant::Text("[]".to_owned())),
            ("json_object", []) => Typed::constant(Constant::Text("{}".to_owned())),
            _ => return Ok(None),
        };
        Ok(Some(typed))
    }

    fn json_valid(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        if matches!(value.data_type, DataType::Json | DataType::Jsonb) {
            let sql = Sql::fill("CASE WHEN {} IS NOT NULL THEN true END", &[&value.operand()]);
            return Ok(Typed { atomic: true, ..Typed::condition(sql).null_with(value.nullable) });
        }
        let text = self.as_text(value)?;
        let sql = self.support_call(SupportFunction::JsonValid, &[&text.sql]);
        Ok(Typed { atomic: true, ..Typed::condition(sql).null_with(value.nullable) })
    }

    /// The value at a path; whether it was a number or a text only the value knows.
    fn json_extract(&mut self, value: &Typed, path: &Typed) -> Result<Typed, NotConverted> {
        let Some(path) = path.text_constant().and_then(json_path) else {
            return refuse("it uses json_extract() with a path that is not converted");
        };
        let document = match value.data_type {
            DataType::Json | DataType::Jsonb => value.operand(),
            _ => Sql::fill("{}::json", &[&self.as_text(value)?.operand()]),
        };
        let mut sql = document;
        sql.push(" #>> ").push_literal(&path);
        let kind = Kind::Opaque("it depends on whether a JSON value is a number or a text");
        Ok(Typed { data_type: DataType::Text, ..Typed::computed(sql, kind, DataType::Text) })
    }

    pub(in crate::translate) fn json_arrow(
        &mut self,
        left: &Expr<'_>,
        right: &Expr<'_>,
        arrow: JsonArrow,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        if arrow == JsonArrow::Json {
            return refuse("it uses the operator ->");
        }
        let (left, right) = (self.expression(left, scope)?, self.expression(right, scope)?);
        let Some(path) = right.text_constant() else { return refuse("it uses the operator ->> with a number") };
        let path = if path.starts_with('$') { path.to_owned() } else { format!("$.\"{path}\"") };
        self.json_extract(&left, &Typed::constant(Constant::Text(path)))
    }
}

/// `$.a.b[0]` as PostgreSQL's `{a,b,0}`; `None` for what has another meaning there.
fn json_path(path: &str) -> Option<String> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(".\"") {
            let (step, after) = after.split_once('"')?;
            steps.push(step.to_owned());
            rest = after;
        } else if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            steps.push(after[..end].to_owned());
            rest = &after[end..];
        } else {
            return None;
        }
    }
    // A digit would index an array on PostgreSQL, and quotes and braces would need an escape.
    let plain = |step: &String| {
        !step.is_empty()
            && step.chars().all(|character| character.is_alphanumeric() || "_- ".contains(character))
            && !step.chars().all(|character| character.is_ascii_digit() || character == '-')
            && !step.eq_ignore_ascii_case("null")
            && step.trim() == step
    };
    steps.iter().all(plain).then(|| format!("{{{}}}", steps.join(",")))
}
