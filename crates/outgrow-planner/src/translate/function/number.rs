//! Functions of numbers.

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Kind, Typed};
use super::Answer;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn number_function(&mut self, name: &str, arguments: &[Typed]) -> Answer {
        let typed = match (name, arguments) {
            ("abs", [value]) => self.abs(value)?,
            ("round", [value]) => self.round(value, &Typed::constant(super::super::typed::Constant::Integer(0)))?,
            ("round", [value, digits]) => self.round(value, digits)?,
            ("random", []) => {
                self.not_immutable("it uses random()");
                let bytes = Sql::text("uuid_send(gen_random_uuid())");
                // Eight bytes of a uuid that hold neither version nor variant.
                Typed::integer(Sql::fill(
                    "(('x' || encode(substr({}, 10, 4) || substr({}, 1, 4), 'hex'))::bit(64)::bigint)",
                    &[&bytes, &bytes],
                ))
                .not_null()
            }
            ("randomblob", [size]) => self.randomblob(size)?,
            ("zeroblob", [size]) => match size.integer_constant() {
                Some(size @ 0..=1_000_000) => {
                    let mut sql = Sql::text("decode(repeat('00', ");
                    sql.push_integer(size).push("), 'hex')");
                    Typed::call(sql, Kind::Blob, DataType::Bytea).not_null()
                }
                _ => return refuse("it uses zeroblob() with a size that is no constant"),
            },
            ("sign", [value]) if value.is_number() => {
                let number = self.as_number(value)?;
                Typed::integer(Sql::fill("sign({})::bigint", &[&number.sql])).null_with(value.nullable)
            }
            ("ceil" | "ceiling", [value]) => self.rounded("ceil({})", value)?,
            ("floor", [value]) => self.rounded("floor({})", value)?,
            ("trunc", [value]) => self.rounded("trunc({})", value)?,
            ("acos" | "acosh" | "asin" | "asinh" | "atan" | "atanh" | "cos" | "cosh" | "degrees" | "exp", [value])
            | ("ln" | "log2" | "radians" | "sin" | "sinh" | "sqrt" | "tan" | "tanh", [value]) => {
                self.calculated(name, &[value])?
            }
            ("log" | "log10", [value]) => self.calculated("log10", &[value])?,
            ("pow" | "power", [x, y]) => self.calculated("pow", &[x, y])?,
            ("log" | "mod" | "atan2", [x, y]) => self.calculated(name, &[x, y])?,
            ("pi", []) => Typed::real(Sql::text("pi()")).not_null(),
            _ => return Ok(None),
        };
        Ok(Some(typed))
    }

    fn double(&mut self, template: &'static str, value: &Typed) -> Result<Typed, NotConverted> {
        let real = self.as_real(value)?;
        Ok(Typed::real(Sql::fill(template, &[&real.sql])).null_with(value.nullable))
    }

    /// An INTEGER stays what it is.
    fn rounded(&mut self, template: &'static str, value: &Typed) -> Result<Typed, NotConverted> {
        match &value.kind {
            Kind::Integer | Kind::Null => Ok(value.clone()),
            Kind::Boolean => self.as_number(value),
            Kind::Real => self.double(template, value),
            Kind::Number { .. } => {
                let sql = Sql::fill(template, &[&value.sql]);
                Ok(Typed::call(sql, value.kind.clone(), value.data_type).null_with(value.nullable))
            }
            _ => refuse("it calculates with a text that may be no number"),
        }
    }

    /// Mathematics is NULL where there is no answer, and infinite where it is too large.
    fn calculated(&mut self, operation: &str, values: &[&Typed]) -> Result<Typed, NotConverted> {
        let mut name = Sql::new();
        name.push_literal(operation);
        let mut parts = vec![name];
        for value in values {
            if !value.is_number() && value.kind != Kind::Null {
                return refuse("it calculates with a text that may be no number");
            }
            parts.push(self.as_real(value)?.sql);
        }
        Ok(Typed::real(self.support_call(SupportFunction::Calculate, &parts.iter().collect::<Vec<_>>())))
    }

    fn abs(&mut self, value: &Typed) -> Result<Typed, NotConverted> {
        let number = self.as_number(value)?;
        if value.kind == Kind::Text {
            return self.double("abs({})", value);
        }
        let data_type = if number.kind == Kind::Integer { DataType::Bigint } else { number.data_type };
        let sql = Sql::fill("abs({})", &[&number.cast_to(data_type).sql]);
        Ok(Typed::call(sql, number.kind, data_type).null_with(value.nullable))
    }

    /// `round` answers with a REAL, half away from zero.
    fn round(&mut self, value: &Typed, digits: &Typed) -> Result<Typed, NotConverted> {
        let nullable = value.nullable || digits.nullable;
        let (value, digits) = (self.as_real(value)?, self.as_integer(digits)?);
        let sql = self.support_call(SupportFunction::Round, &[&value.sql, &digits.sql]);
        Ok(Typed::real(sql).null_with(nullable))
    }

    /// Random bytes, from as many random uuids as it takes.
    fn randomblob(&mut self, size: &Typed) -> Result<Typed, NotConverted> {
        let Some(size @ 1..=64) = size.integer_constant() else {
            return refuse("it uses randomblob() with a size that is no constant from 1 to 64");
        };
        self.not_immutable("it uses randomblob()");
        let mut sql = Sql::new();
        let mut rest = size;
        // The first six bytes of a version 4 uuid are all random.
        while rest > 0 {
            let part = rest.min(6);
            if rest < size {
                sql.push(" || ");
            }
            sql.push("substr(uuid_send(gen_random_uuid()), 1, ").push_integer(part).push(")");
            rest -= part;
        }
        Ok(Typed::computed(sql, Kind::Blob, DataType::Bytea).not_null())
    }
}
