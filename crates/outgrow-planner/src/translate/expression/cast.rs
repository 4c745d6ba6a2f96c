//! CAST.

use sqlite3_parser::ast::{Expr, Type};

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Kind, Subtype, Typed};
use super::conversion::MIXED;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn cast(
        &mut self,
        expression: &Expr<'_>,
        type_name: Option<&Type<'_>>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let typed = self.expression(expression, scope)?;
        let affinity = Affinity::of(type_name.map(|name| name.name));
        let cast = match affinity {
            Affinity::Text if typed.kind == Kind::Blob => {
                let sql = self.support_call(SupportFunction::BytesText, &[&typed.sql]);
                Typed::text(sql).null_with(typed.nullable)
            }
            Affinity::Text => self.as_text(&typed)?,
            Affinity::Integer => self.as_integer(&typed)?,
            Affinity::Real => self.as_real(&typed)?,
            Affinity::Numeric => self.cast_numeric(&typed)?,
            Affinity::Blob if typed.kind == Kind::Blob => typed,
            Affinity::Blob => self.cast_blob(&typed)?,
        };
        let affinity = Some(affinity).filter(|affinity| *affinity != Affinity::Blob);
        Ok(Typed { affinity, is_column: false, moment: None, dynamic: None, subtype: Subtype::None, ..cast })
    }

    /// The bytes of the value's text.
    fn cast_blob(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        let text = self.as_text(typed)?;
        let sql = self.support_call(SupportFunction::TextBytes, &[&text.sql]);
        Ok(Typed::call(sql, Kind::Blob, DataType::Bytea).null_with(typed.nullable))
    }

    /// The value as REAL.
    pub(in crate::translate) fn as_real(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        let number = self.as_number(typed)?;
        let double = number.cast_to(DataType::DoublePrecision);
        Ok(Typed { kind: Kind::Real, constant: None, ..double })
    }

    fn cast_numeric(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        match &typed.kind {
            Kind::Boolean | Kind::Integer | Kind::Number { .. } | Kind::Null => self.as_number(typed),
            // A REAL without a fraction becomes INTEGER.
            Kind::Real => {
                let value = typed.operand();
                let kind = Kind::Number { integer_when: Some(Sql::fill("{} = trunc({})", &[&value, &value])) };
                Ok(Typed { kind, ..typed.clone() })
            }
            Kind::Text | Kind::Temporal(_) => refuse("it casts a text to NUMERIC"),
            Kind::Blob => refuse("it casts bytes to a number"),
            Kind::Mixed | Kind::RowKey(_) => refuse(MIXED),
            Kind::Opaque(reason) => refuse(*reason),
        }
    }
}
