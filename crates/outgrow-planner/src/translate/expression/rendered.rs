//! Values on their way into a column of texts under numeric affinity, where each is written as what it becomes.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::sql::Sql;

use super::super::translator::Translator;
use super::super::typed::{Constant, Kind, Typed, whole_when};
use super::super::{RelationColumn, SupportFunction};
use super::number;
use crate::translate::NotConverted;

impl Translator<'_> {
    /// The text of a value; `None` where affinity leaves it as it is.
    pub(super) fn under_affinity(
        &mut self,
        value: &Typed,
        column: &RelationColumn,
    ) -> Result<Option<Sql>, NotConverted> {
        let constant = match &value.constant {
            Some(Constant::Text(text)) => number::whole(text),
            Some(Constant::Integer(_) | Constant::Real(_)) => value.constant.clone(),
            Some(Constant::Null | Constant::Blob(_)) | None => None,
        };
        if let Some(constant) = constant {
            return self.rendered_constant(constant, column).map(Some);
        }
        let is_real = column.affinity == Some(Affinity::Real);
        match &value.kind {
            Kind::Text if value.constant.is_none() => {
                let number = self.support_call(SupportFunction::WholeNumber, &[&value.sql]);
                let shown = self.rendered_number(&number, is_real)?;
                let text = Sql::fill("CASE WHEN {} IS NULL THEN {} ELSE {} END", &[&number, &value.sql, &shown]);
                Ok(Some(text))
            }
            Kind::Integer | Kind::Boolean if is_real => {
                let number = self.as_number(value)?;
                Ok(Some(self.rendered_number(&number.sql, is_real)?))
            }
            Kind::Real | Kind::Number { .. } => Ok(Some(self.rendered_number(&value.sql, is_real)?)),
            Kind::Null
            | Kind::Boolean
            | Kind::Integer
            | Kind::Text
            | Kind::Blob
            | Kind::Temporal(_)
            | Kind::Mixed
            | Kind::RowKey(_)
            | Kind::Opaque(_) => Ok(None),
        }
    }

    fn rendered_constant(&mut self, constant: Constant, column: &RelationColumn) -> Result<Sql, NotConverted> {
        let is_real = column.affinity == Some(Affinity::Real);
        let constant = match constant {
            Constant::Real(real) if !is_real && real.fract() == 0.0 && real.abs() < 9_007_199_254_740_992.0 => {
                Constant::Integer(real as i64)
            }
            Constant::Integer(integer) if is_real => Constant::Real(integer as f64),
            other => other,
        };
        let number = Typed::constant(constant);
        Ok(self.as_text(&number)?.sql)
    }

    fn rendered_number(&mut self, number: &Sql, is_real: bool) -> Result<Sql, NotConverted> {
        let integer_when = (!is_real).then(|| whole_when(number));
        let kind = if is_real { Kind::Real } else { Kind::Number { integer_when } };
        Ok(self.as_text(&Typed::computed(number.clone(), kind, DataType::Numeric(None)))?.sql)
    }
}
