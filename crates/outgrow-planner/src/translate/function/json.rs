//! Functions of JSON (<https://sqlite.org/json1.html>).

use sqlite3_parser::ast::Expr;

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::expression::JsonArrow;
use super::super::expression::conversion::MIXED_NUMBER;
use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Dynamic, Kind, Subtype, Typed};
use super::Answer;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn json_function(&mut self, name: &str, arguments: &[Typed]) -> Answer {
        let typed = match (name, arguments) {
            ("json_valid", [value]) => self.json_valid(value)?,
            ("json", [value]) => {
                let document = self.json_document(value)?;
                self.json_part(&document, &Typed::constant(Constant::Text("$".to_owned())))?
            }
            ("json_extract", [value, path]) => self.json_extract(value, path)?,
            ("json_extract", [value, paths @ ..]) if paths.len() > 1 => self.json_extracts(value, paths)?,
            ("json_array", values) => self.json_array(values)?,
            ("json_object", pairs) if pairs.len() % 2 == 0 => self.json_object(pairs)?,
            ("json_quote", [value]) => json_text(self.json_argument(value)?).not_null(),
            ("json_type" | "json_array_length", [value]) => self.json_question(name, value, None)?,
            ("json_type" | "json_array_length", [value, path]) => self.json_question(name, value, Some(path))?,
            ("json_set" | "json_insert" | "json_replace", [value, changes @ ..]) if changes.len() % 2 == 0 => {
                self.json_change(name, value, changes)?
            }
            ("json_remove", [value, paths @ ..]) if !paths.is_empty() => self.json_remove(value, paths)?,
            ("json_patch", [value, patch]) => {
                let (value, patch) = (self.json_document(value)?, self.json_document(patch)?);
                json_text(self.support_call(SupportFunction::JsonPatch, &[&value, &patch]))
            }
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

    /// The text of a JSON document.
    pub(in crate::translate) fn json_document(&mut self, value: &Typed) -> Result<Sql, NotConverted> {
        if value.data_type == DataType::Jsonb {
            self.note("The members of a jsonb object come in PostgreSQL's order, not in the order of SQLite's text.");
            return Ok(Sql::fill("{}::text", &[&value.operand()]));
        }
        if value.kind == Kind::Blob {
            return refuse("it reads bytes as JSON");
        }
        Ok(self.as_text(value)?.sql)
    }

    fn json_path(&mut self, path: &Typed) -> Result<Sql, NotConverted> {
        Ok(self.as_text(path)?.sql)
    }

    fn json_part(&mut self, document: &Sql, path: &Typed) -> Result<Typed, NotConverted> {
        let path = self.json_path(path)?;
        Ok(json_text(self.support_call(SupportFunction::JsonAt, &[document, &path])))
    }

    /// The value at a path; whether it is a number or a text only the value knows.
    fn json_extract(&mut self, value: &Typed, path: &Typed) -> Result<Typed, NotConverted> {
        let document = self.json_document(value)?;
        let part = self.json_part(&document, path)?;
        Ok(Typed { subtype: Subtype::Json, ..self.json_scalar(part.sql) })
    }

    fn json_extracts(&mut self, value: &Typed, paths: &[Typed]) -> Result<Typed, NotConverted> {
        let document = self.json_document(value)?;
        let mut parts = Vec::new();
        for path in paths {
            let part = self.json_part(&document, path)?;
            parts.push(Sql::fill("coalesce({}, 'null')", &[&part.sql]));
        }
        let list = joined(&parts, " || ',' || ");
        Ok(json_text(Sql::fill("CASE WHEN {} IS NOT NULL THEN '[' || {} || ']' END", &[&document, &list])))
    }

    /// `json_type` and `json_array_length`, of a document or of what stands at a path of it.
    fn json_question(&mut self, name: &str, value: &Typed, path: Option<&Typed>) -> Result<Typed, NotConverted> {
        let mut document = self.json_document(value)?;
        if let Some(path) = path {
            document = self.json_part(&document, path)?.sql;
        }
        if name == "json_type" {
            return Ok(Typed::text(self.support_call(SupportFunction::JsonType, &[&document])));
        }
        Ok(Typed::integer(self.support_call(SupportFunction::JsonArrayLength, &[&document])))
    }

    fn json_array(&mut self, values: &[Typed]) -> Result<Typed, NotConverted> {
        let mut parts = Vec::new();
        for value in values {
            parts.push(self.json_argument(value)?);
        }
        if parts.is_empty() {
            let empty = Typed::constant(Constant::Text("[]".to_owned()));
            return Ok(Typed { subtype: Subtype::Json, ..empty });
        }
        let list = joined(&parts, " || ',' || ");
        Ok(json_text(Sql::fill("('[' || {} || ']')", &[&list])).not_null())
    }

    fn json_object(&mut self, pairs: &[Typed]) -> Result<Typed, NotConverted> {
        let mut parts = Vec::new();
        for pair in pairs.chunks(2) {
            let [key, value] = pair else { return refuse("it uses json_object() with a key without a value") };
            let (key, value) = (self.json_key(key)?, self.json_argument(value)?);
            parts.push(Sql::fill("{} || ':' || {}", &[&key, &value]));
        }
        if parts.is_empty() {
            let empty = Typed::constant(Constant::Text("{}".to_owned()));
            return Ok(Typed { subtype: Subtype::Json, ..empty });
        }
        let list = joined(&parts, " || ',' || ");
        let mut sql = Sql::text("('{' || ");
        sql.push_sql(&list).push(" || '}')");
        Ok(json_text(sql).not_null())
    }

    /// The key of an object, which must be a text.
    pub(super) fn json_key(&mut self, key: &Typed) -> Result<Sql, NotConverted> {
        if key.nullable || !matches!(key.kind, Kind::Text | Kind::Temporal(_)) {
            return refuse("it makes a JSON object with a key that may be no text");
        }
        let key = self.as_text(key)?;
        Ok(self.json_string_of(&key))
    }

    fn json_string_of(&mut self, text: &Typed) -> Sql {
        if let Some(constant) = text.text_constant()
            && let Ok(json) = serde_json::to_string(constant)
            && !constant.contains(|character: char| character.is_control())
        {
            let mut sql = Sql::new();
            sql.push_literal(&json);
            return sql;
        }
        self.support_call(SupportFunction::JsonQuote, &[&text.sql])
    }

    /// A value as a part of JSON; never NULL.
    pub(super) fn json_argument(&mut self, value: &Typed) -> Result<Sql, NotConverted> {
        if let Some(Dynamic::Json(json)) = &value.dynamic {
            return match value.subtype {
                Subtype::Json => Ok(self.support_call(SupportFunction::JsonAgain, &[json])),
                Subtype::None | Subtype::Unknown => refuse("it puts a value of JSON of unknown kind into JSON"),
            };
        }
        let sql = match &value.kind {
            Kind::Null => return Ok(Sql::text("'null'")),
            Kind::Boolean | Kind::Integer => self.as_text(value)?.sql,
            Kind::Real => {
                let real = self.as_real(value)?;
                self.support_call(SupportFunction::JsonReal, &[&real.sql])
            }
            Kind::Number { integer_when: Some(condition) } => {
                let real = self.as_real(value)?.sql;
                let shown = self.support_call(SupportFunction::JsonReal, &[&real]);
                let whole = Sql::fill("trunc({})::numeric::text", &[&value.sql]);
                Sql::fill("CASE WHEN {} THEN {} ELSE {} END", &[condition, &whole, &shown])
            }
            Kind::Number { integer_when: None } | Kind::Mixed => return refuse(MIXED_NUMBER),
            Kind::Text | Kind::Temporal(_) => {
                let text = self.as_text(value)?;
                match value.subtype {
                    Subtype::Json => text.sql,
                    Subtype::None => self.json_string_of(&text),
                    Subtype::Unknown => {
                        return refuse("it puts a text into JSON that SQLite may know to be JSON itself");
                    }
                }
            }
            Kind::Blob => return refuse("it puts bytes into JSON"),
            Kind::RowKey(_) => return refuse("it puts a rowid into JSON"),
            Kind::Opaque(reason) => return refuse(*reason),
        };
        Ok(if value.nullable {
            Sql::fill("coalesce({}, 'null')", &[&sql])
        } else if value.atomic {
            sql
        } else {
            Sql::fill("({})", &[&sql])
        })
    }

    fn json_change(&mut self, name: &str, value: &Typed, changes: &[Typed]) -> Result<Typed, NotConverted> {
        let document = self.json_document(value)?;
        let mut mode = Sql::new();
        mode.push_literal(name.trim_start_matches("json_"));
        let mut parts = vec![mode, document];
        for change in changes.chunks(2) {
            let [path, value] = change else { return refuse("it changes JSON by a path without a value") };
            parts.push(self.json_path(path)?);
            parts.push(self.json_argument(value)?);
        }
        if changes.is_empty() {
            return refuse("it changes JSON without a change");
        }
        Ok(json_text(self.support_call(SupportFunction::JsonChange, &parts.iter().collect::<Vec<_>>())))
    }

    fn json_remove(&mut self, value: &Typed, paths: &[Typed]) -> Result<Typed, NotConverted> {
        let mut parts = vec![self.json_document(value)?];
        for path in paths {
            parts.push(self.json_path(path)?);
        }
        Ok(json_text(self.support_call(SupportFunction::JsonRemove, &parts.iter().collect::<Vec<_>>())))
    }

    /// `->` gives JSON, `->>` a value.
    pub(in crate::translate) fn json_arrow(
        &mut self,
        left: &Expr<'_>,
        right: &Expr<'_>,
        arrow: JsonArrow,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let (left, right) = (self.expression(left, scope)?, self.expression(right, scope)?);
        let Some(path) = short_path(&right) else {
            return refuse("it uses an arrow of JSON with a path that is no constant");
        };
        if right.integer_constant().is_some_and(|number| number < 0) {
            self.note("A negative number after an arrow counts from the end, as in SQLite since 3.47; before, the answer was NULL.");
        }
        let document = self.json_document(&left)?;
        let part = self.json_part(&document, &Typed::constant(Constant::Text(path)))?;
        Ok(match arrow {
            JsonArrow::Json => part,
            JsonArrow::Value => self.json_scalar(part.sql),
        })
    }
}

/// The whole path of what stands after an arrow.
fn short_path(path: &Typed) -> Option<String> {
    if let Some(number) = path.integer_constant() {
        return Some(if number < 0 { format!("$[#{number}]") } else { format!("$[{number}]") });
    }
    let text = path.text_constant()?;
    let plain = text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    Some(if text.starts_with('$') {
        text.to_owned()
    } else if plain {
        format!("$.{text}")
    } else if text.starts_with('[') && text.len() >= 3 && text.ends_with(']') {
        format!("${text}")
    } else {
        format!("$.\"{text}\"")
    })
}

/// A text that SQLite knows to be JSON.
pub(super) fn json_text(sql: Sql) -> Typed {
    Typed { subtype: Subtype::Json, ..Typed::text(sql) }
}

fn joined(parts: &[Sql], separator: &'static str) -> Sql {
    let mut sql = Sql::new();
    sql.push_list(parts, separator, |sql, part| {
        sql.push_sql(part);
    });
    sql
}
