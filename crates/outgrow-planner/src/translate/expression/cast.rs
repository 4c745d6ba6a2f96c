//! CAST.

use sqlite3_parser::ast::{Expr, Type};

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Kind, Subtype, Typed, whole_when};
use super::conversion::MIXED;
use crate::translate::NotConverted;

/// Below this, a REAL without a fraction is an INTEGER exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Translator<'_> {
    pub(super) fn cast(
        &mut self,
        expression: &Expr<'_>,
        type_name: Option<&Type<'_>>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let typed = self.expression(expression, scope)?;
        let affinity = Affinity::of(type_name.map(|name| name.name));
        let typed = match affinity {
            Affinity::Text | Affinity::Integer | Affinity::Real | Affinity::Numeric if typed.is_bytes() => {
                self.bytes_as_text(&typed)?
            }
            Affinity::Text | Affinity::Integer | Affinity::Real | Affinity::Numeric | Affinity::Blob => typed,
        };
        let cast = match affinity {
            Affinity::Text => self.as_text(&typed)?,
            Affinity::Integer => self.as_integer(&typed)?,
            Affinity::Real => self.as_real(&typed)?,
            Affinity::Numeric => self.cast_numeric(&typed)?,
            Affinity::Blob if typed.is_bytes() => Typed { kind: Kind::Blob, ..typed },
            Affinity::Blob => self.as_bytes(&typed)?,
        };
        let affinity = Some(affinity).filter(|affinity| *affinity != Affinity::Blob);
        Ok(Typed { affinity, is_column: false, moment: None, dynamic: None, subtype: Subtype::None, ..cast })
    }

    /// The value as REAL.
    pub(in crate::translate) fn as_real(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        let number = self.as_number(typed)?;
        let double = number.cast_to(DataType::DoublePrecision);
        Ok(Typed { kind: Kind::Real, constant: None, ..double })
    }

    /// The text of the value as bytes.
    fn as_bytes(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if typed.kind == Kind::Null {
            return Ok(Typed::call(Sql::text("NULL::bytea"), Kind::Null, DataType::Bytea));
        }
        let text = self.as_text(typed)?;
        if let Some(text) = text.text_constant() {
            return Ok(Typed::constant(Constant::Blob(text.as_bytes().to_vec())));
        }
        let sql = self.support_call(SupportFunction::TextBytes, &[&text.sql]);
        Ok(Typed::call(sql, Kind::Blob, DataType::Bytea).null_with(typed.nullable))
    }

    /// Bytes as the text that they are in UTF-8; what other bytes become, the support function says.
    pub(in crate::translate) fn bytes_as_text(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if let Some(Constant::Blob(bytes)) = &typed.constant {
            return match String::from_utf8(bytes.clone()) {
                Ok(text) if !text.contains('\0') => Ok(Typed::constant(Constant::Text(text))),
                Ok(_) | Err(_) => refuse("it reads bytes as text that are no text on PostgreSQL"),
            };
        }
        let sql = self.support_call(SupportFunction::BytesText, &[&typed.sql]);
        Ok(Typed::text(sql).null_with(typed.nullable))
    }

    fn cast_numeric(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if typed.dynamic.is_some() {
            let number = self.as_number(typed)?;
            let kind = Kind::Number { integer_when: Some(whole_when(&number.sql)) };
            return Ok(Typed { kind, ..number });
        }
        match &typed.kind {
            Kind::Boolean | Kind::Integer | Kind::Number { .. } | Kind::Null => self.as_number(typed),
            // A REAL without a fraction becomes INTEGER.
            Kind::Real => {
                let value = typed.operand();
                let kind = Kind::Number { integer_when: Some(whole_when(&value)) };
                Ok(Typed { kind, ..typed.clone() })
            }
            Kind::Text if typed.constant.is_some() => {
                let number = self.as_number(typed)?;
                match number.constant {
                    Some(Constant::Real(real)) if real.fract() == 0.0 && real.abs() < EXACT => {
                        Ok(Typed::constant(Constant::Integer(real as i64)))
                    }
                    _ => Ok(number),
                }
            }
            Kind::Text | Kind::Temporal(_) => {
                self.note("A text that is cast to a number loses the digits of an integer beyond 2^53.");
                let number = self.as_number(typed)?;
                let value = number.operand();
                let kind = Kind::Number { integer_when: Some(whole_when(&value)) };
                Ok(Typed { kind, ..number })
            }
            Kind::Blob => refuse("it casts bytes to a number"),
            Kind::Mixed | Kind::RowKey(_) => refuse(MIXED),
            Kind::Opaque(reason) => refuse(*reason),
        }
    }
}
