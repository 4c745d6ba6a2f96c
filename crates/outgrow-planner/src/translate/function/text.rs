//! Functions of texts.

use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::expression::comparison::by_bytes;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Kind, Typed};
use super::Answer;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn text_function(&mut self, name: &str, arguments: &[Typed]) -> Answer {
        let typed = match (name, arguments) {
            ("length", [value]) => self.length(value)?,
            ("octet_length", [value]) if value.kind == Kind::Blob => {
                Typed::integer(Sql::fill("octet_length({})", &[&value.sql]))
            }
            ("upper", [value]) => self.one_text("upper({} COLLATE \"C\")", value)?,
            ("lower", [value]) => self.one_text("lower({} COLLATE \"C\")", value)?,
            ("trim", [value]) => self.one_text("btrim({})", value)?,
            ("ltrim", [value]) => self.one_text("ltrim({})", value)?,
            ("rtrim", [value]) => self.one_text("rtrim({})", value)?,
            ("trim", [value, set]) => self.texts_call("btrim({}, {})", &[value, set])?,
            ("ltrim", [value, set]) => self.texts_call("ltrim({}, {})", &[value, set])?,
            ("rtrim", [value, set]) => self.texts_call("rtrim({}, {})", &[value, set])?,
            ("replace", [value, from, to]) => self.texts_call("replace({}, {}, {})", &[value, from, to])?,
            ("instr", [value, part]) if value.kind != Kind::Blob && part.kind != Kind::Blob => {
                let text = self.texts_call("strpos({}, {})", &[value, part])?;
                Typed::integer(text.sql).null_with(text.nullable)
            }
            ("substr" | "substring", [value, start]) => self.substr(value, start, None)?,
            ("substr" | "substring", [value, start, length]) => self.substr(value, start, Some(length))?,
            ("concat", values) if !values.is_empty() => self.concat(values)?,
            ("like", [pattern, value]) => self.like_of(value, false, pattern, None)?,
            ("hex", [value]) => self.hex(value)?,
            ("char", _) | ("unicode" | "quote" | "printf" | "format" | "soundex" | "glob", _) => return Ok(None),
            _ => return Ok(None),
        };
        Ok(Some(typed))
    }

    fn one_text(&mut self, template: &'static str, value: &Typed) -> Result<Typed, NotConverted> {
        let text = self.as_text(value)?;
        let byte_order = text.byte_order || template.contains("COLLATE");
        let sql = Sql::fill(template, &[&operand_in(template, &text)]);
        Ok(Typed { byte_order, ..Typed::text(sql).null_with(value.nullable) })
    }

    fn texts_call(&mut self, template: &'static str, values: &[&Typed]) -> Result<Typed, NotConverted> {
        let texts = values.iter().map(|value| self.as_text(value)).collect::<Result<Vec<_>, _>>()?;
        let byte_order = texts.iter().any(|text| text.byte_order);
        let nullable = values.iter().any(|value| value.nullable);
        let parts = texts.iter().map(|text| &text.sql).collect::<Vec<_>>();
        Ok(Typed { byte_order, ..Typed::text(Sql::fill(template, &parts)).null_with(nullable) })
    }

    fn length(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        if value.kind == Kind::Blob {
            return Ok(Typed::integer(Sql::fill("octet_length({})", &[&value.sql])).null_with(value.nullable));
        }
        let text = if value.kind == Kind::Mixed { value.clone() } else { self.as_text(value)? };
        Ok(Typed::integer(Sql::fill("char_length({})", &[&text.sql])).null_with(value.nullable))
    }

    fn concat(&mut self, values: &[Typed]) -> Result<Typed, NotConverted> {
        let texts = values.iter().map(|value| self.as_text(value)).collect::<Result<Vec<_>, _>>()?;
        let mut sql = Sql::text("concat(");
        sql.push_list(&texts, ", ", |sql, text| {
            sql.push_sql(&text.sql);
        });
        sql.push(")");
        self.not_immutable("it uses the function concat(), which is not immutable on PostgreSQL");
        let byte_order = texts.iter().any(|text| text.byte_order);
        Ok(Typed { byte_order, ..Typed::text(sql).not_null() })
    }

    /// `substr` with SQLite's rules for positions that are zero or negative.
    fn substr(&mut self, value: &Typed, start: &Typed, length: Option<&Typed>) -> Result<Typed, NotConverted> {
        if value.kind == Kind::Blob {
            return refuse("it takes a part of bytes");
        }
        let nullable = value.nullable || start.nullable || length.is_some_and(|length| length.nullable);
        let text = self.as_text(value)?;
        let from = start.integer_constant();
        let count = length.map(Typed::integer_constant);
        let plain = matches!((from, count), (Some(1..=1_000_000_000), None | Some(Some(0..=1_000_000_000))));
        let start = self.as_integer(start)?;
        let sql = match length {
            None if plain => Sql::fill("substr({}, {})", &[&text.sql, &start.sql]),
            Some(length) if plain => Sql::fill("substr({}, {}, {})", &[&text.sql, &start.sql, &length.sql]),
            None => {
                let all = Sql::text("1000000000");
                self.support_call(SupportFunction::Substr, &[&text.sql, &start.sql, &all])
            }
            Some(length) => {
                let length = self.as_integer(length)?;
                self.support_call(SupportFunction::Substr, &[&text.sql, &start.sql, &length.sql])
            }
        };
        Ok(Typed { byte_order: text.byte_order, ..Typed::text(sql).null_with(nullable) })
    }

    /// `hex` of bytes; NULL reads as no bytes.
    fn hex(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        let bytes = match &value.kind {
            Kind::Blob => value.sql.clone(),
            _ => {
                let text = self.as_text(value)?;
                self.not_immutable("it reads a text as bytes, which is not immutable on PostgreSQL");
                Sql::fill("convert_to({}, 'UTF8')", &[&text.sql])
            }
        };
        let sql = if value.nullable {
            Sql::fill("coalesce(upper(encode({}, 'hex')), '')", &[&bytes])
        } else {
            Sql::fill("upper(encode({}, 'hex'))", &[&bytes])
        };
        Ok(Typed::text(sql).not_null())
    }
}

/// COLLATE binds to an operand; a plain argument needs no parentheses.
fn operand_in(template: &'static str, text: &Typed) -> Sql {
    if template.contains("COLLATE") { text.operand() } else { text.sql.clone() }
}

/// A separator for `string_agg`.
pub(super) fn comma() -> Typed {
    by_bytes(&Typed { byte_order: true, ..Typed::constant(Constant::Text(",".to_owned())) })
}
