//! Arithmetic, bits and concatenation.

use sqlite3_parser::ast::{Expr, Operator};

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Kind, Typed};
use super::conversion::MIXED_NUMBER;
use crate::translate::NotConverted;

impl Translator<'_> {
    /// `left operator right` for numbers.
    pub(super) fn arithmetic(
        &mut self,
        left: &Expr<'_>,
        operator: Operator,
        right: &Expr<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let (left, right) = (self.expression(left, scope)?, self.expression(right, scope)?);
        if let Some(constant) = beyond(&left, operator, &right)? {
            return Ok(Typed::constant(constant));
        }
        let nullable = left.nullable || right.nullable;
        let typed = match operator {
            Operator::Add => self.combine("{} + {}", &left, &right)?,
            Operator::Subtract => self.combine("{} - {}", &left, &right)?,
            Operator::Multiply => self.combine("{} * {}", &left, &right)?,
            Operator::Divide => return self.divide(&left, &right),
            Operator::Modulus => return self.modulo(&left, &right),
            Operator::BitwiseAnd => self.bits("{} & {}", &left, &right)?,
            Operator::BitwiseOr => self.bits("{} | {}", &left, &right)?,
            Operator::LeftShift => self.shift(SupportFunction::ShiftLeft, &left, &right)?,
            Operator::RightShift => self.shift(SupportFunction::ShiftRight, &left, &right)?,
            _ => return refuse("it uses an operator that is not converted"),
        };
        Ok(typed.null_with(nullable))
    }

    fn combine(&mut self, template: &'static str, left: &Typed, right: &Typed) -> Result<Typed, NotConverted> {
        if [left, right].into_iter().any(|typed| typed.kind == Kind::Text && typed.constant.is_none()) {
            self.note("A text in a calculation loses the digits of an integer beyond 2^53.");
        }
        let (left, right) = (self.as_number(left)?, self.as_number(right)?);
        let is_whole = |typed: &Typed| matches!(typed.kind, Kind::Integer | Kind::Null);
        if is_whole(&left) && is_whole(&right) {
            let sql = Sql::fill(template, &[&wide(&left, &right).operand(), &right.operand()]);
            return Ok(Typed::computed(sql, Kind::Integer, DataType::Bigint));
        }
        let kind = combined_kind(&left, &right);
        let sql = Sql::fill(template, &[&double(&left, &right).operand(), &right.operand()]);
        if is_infinite(&left) || is_infinite(&right) || (may_be_infinite(&left) && may_be_infinite(&right)) {
            // What is no number is NULL in SQLite.
            return Ok(Typed::call(Sql::fill("NULLIF({}, 'NaN')", &[&sql]), kind, DataType::DoublePrecision));
        }
        Ok(Typed::computed(sql, kind, DataType::DoublePrecision))
    }

    fn divide(&mut self, left: &Typed, right: &Typed) -> Result<Typed, NotConverted> {
        let (left, right) = (self.as_number(left)?, self.as_number(right)?);
        let nullable = left.nullable || right.nullable || !is_nonzero(&right);
        let divisor = if is_nonzero(&right) { right.operand() } else { Sql::fill("NULLIF({}, 0)", &[&right.sql]) };
        if left.kind == Kind::Integer && right.kind == Kind::Integer {
            let sql = Sql::fill("{} / {}", &[&wide(&left, &right).operand(), &divisor]);
            return Ok(Typed::computed(sql, Kind::Integer, DataType::Bigint).null_with(nullable));
        }
        let kind = combined_kind(&left, &right);
        let quotient = Sql::fill("{} / {}", &[&double(&left, &right).operand(), &divisor]);
        let sql = match &kind {
            Kind::Number { integer_when: Some(condition) } => {
                Sql::fill("CASE WHEN {} THEN trunc({}) ELSE {} END", &[condition, &quotient, &quotient])
            }
            Kind::Number { integer_when: None } => return refuse(MIXED_NUMBER),
            _ => quotient,
        };
        Ok(Typed::computed(sql, kind, DataType::DoublePrecision).null_with(nullable))
    }

    fn modulo(&mut self, left: &Typed, right: &Typed) -> Result<Typed, NotConverted> {
        let kind = combined_kind(&self.as_number(left)?, &self.as_number(right)?);
        // A text is read as CAST AS INTEGER reads it: 1e1 is 1 here.
        let (left, right) = (self.remainder_operand(left)?, self.remainder_operand(right)?);
        let nonzero = right.integer_constant().is_some_and(|value| value != 0);
        let nullable = left.nullable || right.nullable || !nonzero;
        let divisor = if nonzero { right.operand() } else { Sql::fill("NULLIF({}, 0)", &[&right.sql]) };
        let sql = Sql::fill("{} % {}", &[&wide(&left, &right).operand(), &divisor]);
        if left.kind == Kind::Integer && kind == Kind::Integer {
            return Ok(Typed::computed(sql, Kind::Integer, DataType::Bigint).null_with(nullable));
        }
        let sql = Sql::fill("({})::double precision", &[&sql]);
        Ok(Typed::call(sql, kind, DataType::DoublePrecision).null_with(nullable))
    }

    fn remainder_operand(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        let number = if typed.kind == Kind::Text { typed.clone() } else { self.as_number(typed)? };
        self.as_integer(&number)
    }

    fn bits(&mut self, template: &'static str, left: &Typed, right: &Typed) -> Result<Typed, NotConverted> {
        let (left, right) = (self.as_integer(left)?, self.as_integer(right)?);
        let sql = Sql::fill(template, &[&wide(&left, &right).operand(), &right.operand()]);
        Ok(Typed::computed(sql, Kind::Integer, DataType::Bigint))
    }

    fn shift(&mut self, function: SupportFunction, left: &Typed, right: &Typed) -> Result<Typed, NotConverted> {
        let (left, right) = (self.as_integer(left)?, self.as_integer(right)?);
        Ok(Typed::integer(self.support_call(function, &[&left.sql, &right.sql])))
    }

    /// The value as INTEGER, as `CAST(x AS INTEGER)` makes it.
    pub(in crate::translate) fn as_integer(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        if let Some(dynamic) = &typed.dynamic {
            return Ok(self.dynamic_integer(dynamic));
        }
        match &typed.kind {
            Kind::Integer => Ok(typed.clone()),
            Kind::Boolean => self.as_number(typed),
            Kind::Null => Ok(Typed::call(Sql::text("NULL::bigint"), Kind::Null, DataType::Bigint)),
            Kind::Text | Kind::Temporal(_) => {
                let text = self.as_text(typed)?;
                let sql = self.support_call(SupportFunction::TextToInteger, &[&text.sql]);
                Ok(Typed::integer(sql).null_with(typed.nullable))
            }
            Kind::Real | Kind::Number { .. } => {
                let double = typed.cast_to(DataType::DoublePrecision);
                let sql = self.support_call(SupportFunction::RealToInteger, &[&double.sql]);
                Ok(Typed::integer(sql).null_with(typed.nullable))
            }
            Kind::Blob | Kind::Mixed | Kind::RowKey(_) | Kind::Opaque(_) => self.as_number(typed),
        }
    }

    pub(super) fn negative(&mut self, operand: &Expr<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        if let Expr::Literal(sqlite3_parser::ast::Literal::Numeric("9223372036854775808")) = operand {
            return Ok(Typed::constant(Constant::Integer(i64::MIN)));
        }
        let operand = self.expression(operand, scope)?;
        let number = self.as_number(&operand)?;
        match number.constant {
            Some(Constant::Integer(value)) => {
                let negative = value.checked_neg().map_or(Constant::Real(-(value as f64)), Constant::Integer);
                return Ok(Typed::constant(negative));
            }
            Some(Constant::Real(value)) => return Ok(Typed::constant(Constant::Real(-value))),
            Some(Constant::Null | Constant::Text(_) | Constant::Blob(_)) | None => {}
        }
        let data_type = if number.kind == Kind::Integer { DataType::Bigint } else { number.data_type };
        let value = number.cast_to(data_type);
        let sql = Sql::fill("-{}", &[&value.operand()]);
        Ok(Typed::computed(sql, number.kind, data_type).null_with(number.nullable))
    }

    /// `left || right`, a whole chain at once.
    pub(super) fn concatenation(
        &mut self,
        left: &Expr<'_>,
        right: &Expr<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let mut parts = vec![right];
        let mut rest = left;
        while let Expr::Binary(earlier, Operator::Concat, last) = rest {
            parts.push(last);
            rest = earlier;
        }
        parts.push(rest);
        let mut sql = Sql::new();
        let (mut nullable, mut byte_order) = (false, false);
        for (position, part) in parts.into_iter().rev().enumerate() {
            let typed = self.expression(part, scope)?;
            let text = if typed.is_bytes() { self.bytes_as_text(&typed)? } else { self.as_text(&typed)? };
            nullable |= text.nullable;
            byte_order |= text.byte_order;
            if position > 0 {
                sql.push(" || ");
            }
            sql.push_sql(&text.operand());
        }
        Ok(Typed { byte_order, ..Typed::computed(sql, Kind::Text, DataType::Text).null_with(nullable) })
    }
}

/// The result of constants that leave the integers or the numbers: there PostgreSQL raises an error or
/// answers NaN, where SQLite answers with a REAL or with NULL.
fn beyond(left: &Typed, operator: Operator, right: &Typed) -> Result<Option<Constant>, NotConverted> {
    let infinite = |typed: &Typed| matches!(typed.constant, Some(Constant::Real(value)) if value.is_infinite());
    let (Some(a), Some(b)) = (number_constant(left), number_constant(right)) else {
        return if infinite(left) || infinite(right) { refuse("it calculates with infinity") } else { Ok(None) };
    };
    if let (Constant::Integer(a), Constant::Integer(b)) = (&a, &b) {
        let whole = match operator {
            Operator::Add => a.checked_add(*b),
            Operator::Subtract => a.checked_sub(*b),
            Operator::Multiply => a.checked_mul(*b),
            Operator::Divide if (*a, *b) == (i64::MIN, -1) => None,
            _ => return Ok(None),
        };
        if whole.is_some() {
            return Ok(None);
        }
    }
    let (a, b) = (real(&a), real(&b));
    let value = match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        Operator::Multiply => a * b,
        Operator::Divide if b == 0.0 => return Ok(Some(Constant::Null)),
        Operator::Divide => a / b,
        _ => return Ok(None),
    };
    let both_real = matches!((&left.kind, &right.kind), (Kind::Real, _) | (_, Kind::Real));
    Ok(match value {
        value if value.is_nan() => Some(Constant::Null),
        value if value.is_infinite() || value == 0.0 || !both_real => Some(Constant::Real(value)),
        _ => None,
    })
}

fn number_constant(typed: &Typed) -> Option<Constant> {
    typed.constant.clone().filter(|constant| matches!(constant, Constant::Integer(_) | Constant::Real(_)))
}

fn real(constant: &Constant) -> f64 {
    match constant {
        Constant::Integer(value) => *value as f64,
        Constant::Real(value) => *value,
        Constant::Null | Constant::Text(_) | Constant::Blob(_) => f64::NAN,
    }
}

/// The left operand, wide enough that the result of two `integer` values fits.
fn wide(left: &Typed, right: &Typed) -> Typed {
    let narrow = |typed: &Typed| typed.data_type != DataType::Bigint;
    if narrow(left) && narrow(right) { left.cast_to(DataType::Bigint) } else { left.clone() }
}

/// The left operand, so that the result is computed as a double.
fn double(left: &Typed, right: &Typed) -> Typed {
    let is_double = |typed: &Typed| typed.data_type == DataType::DoublePrecision;
    if is_double(left) || is_double(right) { left.clone() } else { left.cast_to(DataType::DoublePrecision) }
}

fn is_infinite(typed: &Typed) -> bool {
    matches!(typed.constant, Some(Constant::Real(value)) if value.is_infinite())
}

fn may_be_infinite(typed: &Typed) -> bool {
    typed.constant.is_none() && typed.kind == Kind::Real && typed.data_type == DataType::DoublePrecision
}

fn is_nonzero(typed: &Typed) -> bool {
    match typed.constant {
        Some(Constant::Integer(value)) => value != 0,
        Some(Constant::Real(value)) => value != 0.0,
        Some(Constant::Null | Constant::Text(_) | Constant::Blob(_)) | None => false,
    }
}

/// INTEGER with INTEGER is INTEGER, and everything with REAL is REAL.
fn combined_kind(left: &Typed, right: &Typed) -> Kind {
    let condition = |typed: &Typed| match &typed.kind {
        Kind::Integer | Kind::Boolean | Kind::Null => Some(None),
        Kind::Number { integer_when: Some(condition) } => Some(Some(condition.clone())),
        _ => None,
    };
    if left.kind == Kind::Real || right.kind == Kind::Real {
        return Kind::Real;
    }
    match (condition(left), condition(right)) {
        (Some(None), Some(None)) => Kind::Integer,
        (Some(Some(only)), Some(None)) | (Some(None), Some(Some(only))) => Kind::Number { integer_when: Some(only) },
        (Some(Some(a)), Some(Some(b))) => Kind::Number { integer_when: Some(Sql::fill("({}) AND ({})", &[&a, &b])) },
        (None, _) | (_, None) => Kind::Number { integer_when: None },
    }
}
