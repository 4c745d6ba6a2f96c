//! Functions of texts.

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::expression::comparison::by_bytes;
use super::super::expression::conversion::MIXED_NUMBER;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Kind, Typed};
use super::Answer;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn text_function(&mut self, name: &str, arguments: &[Typed]) -> Answer {
        let typed = match (name, arguments) {
            ("length", [value]) => self.length(value)?,
            ("octet_length", [value]) => self.octet_length(value)?,
            ("upper", [value]) => self.one_text("upper({} COLLATE \"C\")", value)?,
            ("lower", [value]) => self.one_text("lower({} COLLATE \"C\")", value)?,
            ("trim", [value]) => self.one_text("btrim({})", value)?,
            ("ltrim", [value]) => self.one_text("ltrim({})", value)?,
            ("rtrim", [value]) => self.one_text("rtrim({})", value)?,
            ("trim", [value, set]) => self.texts_call("btrim({}, {})", &[value, set])?,
            ("ltrim", [value, set]) => self.texts_call("ltrim({}, {})", &[value, set])?,
            ("rtrim", [value, set]) => self.texts_call("rtrim({}, {})", &[value, set])?,
            ("replace", [value, from, to]) => self.texts_call("replace({}, {}, {})", &[value, from, to])?,
            ("instr", [value, part]) => self.instr(value, part)?,
            ("substr" | "substring", [value, start]) => self.substr(value, start, None)?,
            ("substr" | "substring", [value, start, length]) => self.substr(value, start, Some(length))?,
            ("concat", values) if !values.is_empty() => self.concat(values)?,
            ("concat_ws", [separator, values @ ..]) if !values.is_empty() => self.concat_ws(separator, values)?,
            ("like", [pattern, value]) => self.like_of(value, false, pattern, None)?,
            ("like", [pattern, value, escape]) => self.like_of(value, false, pattern, Some(escape))?,
            ("glob", [pattern, value]) => self.glob_of(value, false, pattern)?,
            ("soundex", [value]) => {
                let text = self.as_text(value)?;
                Typed::text(self.support_call(SupportFunction::Soundex, &[&text.sql])).not_null()
            }
            ("hex", [value]) => self.hex(value)?,
            ("unhex", [value]) => self.unhex(value, &Typed::constant(Constant::Text(String::new())))?,
            ("unhex", [value, ignored]) => self.unhex(value, ignored)?,
            ("char", codes) => self.characters(codes)?,
            ("unicode", [value]) => {
                let text = self.as_text(value)?;
                Typed::integer(Sql::fill("nullif(ascii({}), 0)", &[&text.sql]))
            }
            ("quote", [value]) => self.quote(value)?,
            ("printf" | "format", arguments) => self.printf(arguments)?,
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

    fn octet_length(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        let value = if value.kind == Kind::Blob { value.clone() } else { self.as_text(value)? };
        Ok(Typed::integer(Sql::fill("octet_length({})", &[&value.sql])).null_with(value.nullable))
    }

    /// Bytes within bytes, or a text within a text.
    fn instr(&mut self, value: &Typed, part: &Typed) -> Result<Typed, NotConverted> {
        let nullable = value.nullable || part.nullable;
        let sql = match (&value.kind, &part.kind) {
            (Kind::Blob, Kind::Blob) => Sql::fill("position({} IN {})", &[&part.operand(), &value.operand()]),
            (Kind::Blob, _) | (_, Kind::Blob) => return refuse("it looks for a text in bytes, or for bytes in a text"),
            _ => self.texts_call("strpos({}, {})", &[value, part])?.sql,
        };
        Ok(Typed::integer(sql).null_with(nullable))
    }

    /// `char`: each code is a character, and codes that are none are U+FFFD.
    fn characters(&mut self, codes: &[Typed]) -> Result<Typed, NotConverted> {
        let constants = codes.iter().map(Typed::integer_constant).collect::<Option<Vec<_>>>();
        if let Some(codes) = constants {
            let characters = codes.into_iter().map(|code| match u32::try_from(code) {
                Ok(0 | 0xD800..=0xDFFF) => None,
                Ok(code) => Some(char::from_u32(code).unwrap_or('\u{fffd}')),
                Err(_) => Some('\u{fffd}'),
            });
            return match characters.collect::<Option<String>>() {
                Some(text) => Ok(Typed::constant(Constant::Text(text))),
                None => refuse("it makes a text with a character that PostgreSQL cannot hold"),
            };
        }
        let mut parts = Vec::new();
        for code in codes {
            let code = self.as_integer(code)?;
            parts.push(self.support_call(SupportFunction::Character, &[&code.sql]));
        }
        let mut sql = Sql::new();
        sql.push_list(&parts, " || ", |sql, part| {
            sql.push_sql(part);
        });
        Ok(Typed { atomic: parts.len() == 1, ..Typed::text(sql).not_null() })
    }

    /// The SQL literal of a value.
    fn quote(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        let sql = match &value.kind {
            Kind::Null => return Ok(Typed::constant(Constant::Text("NULL".to_owned()))),
            Kind::Blob => Sql::fill("'X''' || upper(encode({}, 'hex')) || ''''", &[&value.sql]),
            Kind::Real => {
                let real = self.as_real(value)?;
                self.support_call(SupportFunction::QuoteReal, &[&real.sql])
            }
            Kind::Integer | Kind::Boolean => self.as_text(value)?.sql,
            Kind::Number { .. } | Kind::Mixed | Kind::Opaque(_) => return refuse(MIXED_NUMBER),
            Kind::Text | Kind::Temporal(_) | Kind::RowKey(_) => {
                let text = self.as_text(value)?;
                Sql::fill("'''' || replace({}, '''', '''''') || ''''", &[&text.sql])
            }
        };
        let sql = if value.nullable { Sql::fill("coalesce({}, 'NULL')", &[&sql]) } else { Sql::fill("({})", &[&sql]) };
        Ok(Typed::text(sql).not_null())
    }

    fn unhex(&mut self, value: &Typed, ignored: &Typed) -> Result<Typed, NotConverted> {
        let (value, ignored) = (self.as_text(value)?, self.as_text(ignored)?);
        let sql = self.support_call(SupportFunction::Unhex, &[&value.sql, &ignored.sql]);
        Ok(Typed::call(sql, Kind::Blob, DataType::Bytea))
    }

    /// `concat`: NULL reads as an empty text.
    fn concat(&mut self, values: &[Typed]) -> Result<Typed, NotConverted> {
        let mut sql = Sql::new();
        let mut byte_order = false;
        for (position, value) in values.iter().enumerate() {
            let text = self.as_text(value)?;
            byte_order |= text.byte_order;
            sql.push(if position > 0 { " || " } else { "" });
            let part = if text.nullable { Sql::fill("coalesce({}, '')", &[&text.sql]) } else { text.operand() };
            sql.push_sql(&part);
        }
        Ok(Typed { byte_order, atomic: false, ..Typed::text(sql).not_null() })
    }

    /// `concat_ws` passes over NULLs.
    fn concat_ws(&mut self, separator: &Typed, values: &[Typed]) -> Result<Typed, NotConverted> {
        let separator = self.as_text(separator)?;
        let texts = values.iter().map(|value| self.as_text(value)).collect::<Result<Vec<_>, _>>()?;
        let mut list = Sql::new();
        list.push_list(&texts, ", ", |sql, text| {
            sql.push_sql(&text.sql);
        });
        let sql = Sql::fill("array_to_string(ARRAY[{}]::text[], {})", &[&list, &separator.sql]);
        self.not_immutable("it joins texts by array_to_string(), which is not immutable on PostgreSQL");
        Ok(Typed::text(sql).null_with(separator.nullable))
    }

    /// `substr` with SQLite's rules for positions that are zero or negative.
    fn substr(&mut self, value: &Typed, start: &Typed, length: Option<&Typed>) -> Result<Typed, NotConverted> {
        if value.kind == Kind::Blob {
            return self.substr_bytes(value, start, length);
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

    fn substr_bytes(&mut self, value: &Typed, start: &Typed, length: Option<&Typed>) -> Result<Typed, NotConverted> {
        let from = self.as_integer(start)?;
        let count = match length {
            Some(length) => self.as_integer(length)?.sql,
            None => Sql::text("1000000000"),
        };
        let sql = self.support_call(SupportFunction::SubstrBytes, &[&value.sql, &from.sql, &count]);
        Ok(Typed::call(sql, Kind::Blob, DataType::Bytea))
    }

    /// `hex` of bytes; NULL reads as no bytes.
    fn hex(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        let bytes = match &value.kind {
            _ if value.is_bytes() => value.sql.clone(),
            _ => {
                let text = self.as_text(value)?;
                self.support_call(SupportFunction::TextBytes, &[&text.sql])
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
