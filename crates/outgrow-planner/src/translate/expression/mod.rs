//! Expressions.

pub(super) mod arithmetic;
pub(super) mod assign;
pub(super) mod cast;
pub(super) mod choice;
pub(super) mod comparison;
pub(super) mod conversion;
mod dynamic;
mod forms;
mod glob;
mod like;
pub(super) mod membership;
pub(super) mod number;
mod rendered;
mod rows;

use sqlite3_parser::ast::{Expr, Literal, Operator, UnaryOperator};

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::NotConverted;
use super::parse::unquote;
use super::scope::{Resolved, Scope, outside};
use super::translator::{BareColumn, Translator, refuse};
use super::typed::{Collation, Constant, Kind, Typed};
use comparison::Comparison;
use conversion::truth;

impl Translator<'_> {
    /// Translates an expression.
    pub(super) fn expression(&mut self, expression: &Expr<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let before = self.bare.len();
        let typed = self.deeper(|translator| translator.any_expression(expression, scope))?;
        // What the query groups by may be used as a whole.
        if self.grouped.contains(&typed.sql) {
            self.bare.truncate(before);
        }
        Ok(typed)
    }

    /// Translates a condition: true where SQLite holds it to be true.
    pub(super) fn condition(&mut self, expression: &Expr<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let typed = self.expression(expression, scope)?;
        self.as_condition(&typed)
    }

    fn any_expression(&mut self, expression: &Expr<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        match expression {
            Expr::Literal(literal) => self.literal(literal),
            Expr::Id(id) => self.name(None, id.0, scope),
            Expr::Name(name) => self.name(None, name.0, scope),
            Expr::Qualified(table, column) => self.name(Some(&unquote(table.0)), column.0, scope),
            Expr::DoublyQualified(schema, table, column) => {
                if !unquote(schema.0).eq_ignore_ascii_case("main") {
                    return refuse("it names another database");
                }
                self.name(Some(&unquote(table.0)), column.0, scope)
            }
            Expr::Parenthesized(list) => match list.as_slice() {
                [only] => self.expression(only, scope),
                _ => refuse("it uses a row value"),
            },
            Expr::Unary(operator, operand) => self.unary(*operator, operand, scope),
            Expr::Binary(left, operator, right) => self.binary(left, *operator, right, scope),
            Expr::Between { lhs, not, start, end } => self.between(lhs, *not, start, end, scope),
            Expr::Case { base, when_then_pairs, else_expr } => self.case(*base, when_then_pairs, *else_expr, scope),
            Expr::Cast { expr, type_name } => self.cast(expr, type_name.as_ref(), scope),
            Expr::Collate(expr, name) => {
                let collation = Collation::Explicit(unquote(name).to_ascii_uppercase());
                Ok(Typed { collation, ..self.expression(expr, scope)? })
            }
            Expr::IsNull(expr) => self.null_test(expr, Comparison::Is, scope),
            Expr::NotNull(expr) => self.null_test(expr, Comparison::IsNot, scope),
            Expr::Like { lhs, not, op, rhs, escape } => self.like(lhs, *not, *op, rhs, *escape, scope),
            Expr::InList { lhs, not, rhs } => self.in_list(lhs, *not, rhs.unwrap_or(&[]), scope),
            Expr::InSelect { lhs, not, rhs } => self.in_select(lhs, *not, rhs, scope),
            Expr::InTable { lhs, not, rhs, args: None } => self.in_table(lhs, *not, rhs, scope),
            Expr::InTable { .. } => refuse("it uses IN with a table-valued function"),
            Expr::Exists(select) => self.exists(select, scope),
            Expr::Subquery(select) => self.scalar_subquery(select, scope),
            Expr::FunctionCall { .. } | Expr::FunctionCallStar { .. } => self.function(expression, scope),
            Expr::Raise(..) => refuse("it uses RAISE inside of an expression"),
            Expr::Variable(_) => refuse("it has a parameter"),
        }
    }

    fn literal(&mut self, literal: &Literal<'_>) -> Result<Typed, NotConverted> {
        match literal {
            Literal::Numeric(text) => match number::literal(text) {
                Some(value) => Ok(Typed::constant(value)),
                None => refuse("it has a number that cannot be read"),
            },
            Literal::String(text) => text_literal(unquote(text)),
            Literal::Blob(text) => blob(text),
            Literal::Null => Ok(Typed::constant(Constant::Null)),
            Literal::CurrentDate => self.current("date"),
            Literal::CurrentTime => self.current("time"),
            Literal::CurrentTimestamp => self.current("datetime"),
            Literal::Keyword(_) => refuse("it has a keyword where a value belongs"),
        }
    }

    /// A column, or what SQLite makes of a name that is none.
    fn name(&mut self, table: Option<&str>, token: &str, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let name = unquote(token);
        if let Some(found) = scope.find(table, &name)? {
            return Ok(self.read(found, scope));
        }
        if table.is_none() {
            if name.eq_ignore_ascii_case("true") && token.len() == 4 {
                return Ok(Typed { constant: Some(Constant::Integer(1)), ..truth(true) });
            }
            if name.eq_ignore_ascii_case("false") && token.len() == 5 {
                return Ok(Typed { constant: Some(Constant::Integer(0)), ..truth(false) });
            }
            // SQLite takes a name in double quotes for a text where no column has it.
            if token.starts_with('"') {
                return text_literal(name);
            }
        }
        let shown = table.map_or_else(|| name.clone(), |table| format!("{table}.{name}"));
        refuse(format!("it names a column \"{shown}\" that is not there"))
    }

    /// A column that was found: as it is, or from the picked row of its group.
    pub(in crate::translate) fn read(&mut self, found: Resolved, scope: &Scope<'_>) -> Typed {
        if self.inside_aggregate > 0 || found.level == usize::MAX {
            return found.typed;
        }
        if let Some(picked) = self.picked.as_ref().filter(|picked| picked.level == found.level)
            && found.level == scope.level
            && !self.grouped.contains(&found.typed.sql)
            && !scope.sources.get(found.source).is_some_and(|source| source.key_is_among(&self.grouped))
        {
            let sql = Sql::fill("(array_agg({} ORDER BY {}))[1]", &[&found.typed.sql, &picked.order]);
            return Typed { nullable: true, ..outside(&found.typed, sql) };
        }
        self.bare.push(BareColumn {
            level: found.level,
            source: found.source,
            sql: found.typed.sql.clone(),
            name: found.name,
        });
        found.typed
    }

    fn unary(&mut self, operator: UnaryOperator, operand: &Expr<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        match operator {
            UnaryOperator::Not => {
                let condition = self.condition(operand, scope)?;
                let sql = Sql::fill("NOT {}", &[&condition.operand()]);
                Ok(Typed::condition(sql).null_with(condition.nullable))
            }
            UnaryOperator::Negative => self.negative(operand, scope),
            UnaryOperator::Positive => {
                let typed = self.expression(operand, scope)?;
                Ok(Typed { affinity: None, is_column: false, ..typed })
            }
            UnaryOperator::BitwiseNot => {
                let typed = self.expression(operand, scope)?;
                let integer = self.as_integer(&typed)?;
                let sql = Sql::fill("~{}", &[&integer.operand()]);
                Ok(Typed::computed(sql, Kind::Integer, DataType::Bigint).null_with(typed.nullable))
            }
        }
    }

    fn binary(
        &mut self,
        left: &Expr<'_>,
        operator: Operator,
        right: &Expr<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let comparison = match operator {
            Operator::And => return self.logic(left, operator, right, scope),
            Operator::Or => return self.logic(left, operator, right, scope),
            Operator::Equals => Comparison::Equal,
            Operator::NotEquals => Comparison::NotEqual,
            Operator::Less => Comparison::Less,
            Operator::LessEquals => Comparison::LessOrEqual,
            Operator::Greater => Comparison::Greater,
            Operator::GreaterEquals => Comparison::GreaterOrEqual,
            Operator::Is => return self.is(left, right, scope, Comparison::Is),
            Operator::IsNot => return self.is(left, right, scope, Comparison::IsNot),
            Operator::Concat => return self.concatenation(left, right, scope),
            Operator::ArrowRight => return self.json_arrow(left, right, JsonArrow::Json, scope),
            Operator::ArrowRightShift => return self.json_arrow(left, right, JsonArrow::Value, scope),
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulus
            | Operator::BitwiseAnd
            | Operator::BitwiseOr
            | Operator::LeftShift
            | Operator::RightShift => return self.arithmetic(left, operator, right, scope),
        };
        if let Some(row) = rows::row(left) {
            return self.compare_rows(comparison, row, right, scope);
        }
        let left = self.expression(left, scope)?;
        let right = self.expression(right, scope)?;
        self.compare(comparison, &left, &right)
    }

    fn is(
        &mut self,
        left: &Expr<'_>,
        right: &Expr<'_>,
        scope: &Scope<'_>,
        operator: Comparison,
    ) -> Result<Typed, NotConverted> {
        if let Some(row) = rows::row(left) {
            return self.compare_rows(operator, row, right, scope);
        }
        let left = self.expression(left, scope)?;
        let is_word = matches!(right, Expr::Id(_) | Expr::Name(_));
        let right = self.expression(right, scope)?;
        // `x IS TRUE` asks for truth, and is no comparison with 1.
        if is_word && matches!(right.sql.as_str(), "true" | "false") && left.kind != Kind::Boolean {
            let condition = self.as_condition(&left)?;
            return self.compare(operator, &condition, &right);
        }
        self.compare(operator, &left, &right)
    }

    fn null_test(
        &mut self,
        expression: &Expr<'_>,
        operator: Comparison,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let typed = self.expression(expression, scope)?;
        self.compare(operator, &typed, &Typed::constant(Constant::Null))
    }

    /// A chain of AND or OR, without recursion along its left side.
    fn logic(
        &mut self,
        left: &Expr<'_>,
        operator: Operator,
        right: &Expr<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let mut terms = vec![right];
        let mut rest = left;
        while let Expr::Binary(earlier, same, last) = rest {
            if *same != operator {
                break;
            }
            terms.push(last);
            rest = earlier;
        }
        terms.push(rest);
        let mut sql = Sql::new();
        let mut nullable = false;
        for (position, term) in terms.into_iter().rev().enumerate() {
            let condition = self.condition(term, scope)?;
            nullable |= condition.nullable;
            if position > 0 {
                sql.push(if operator == Operator::And { " AND " } else { " OR " });
            }
            sql.push_sql(&logic_operand(&condition));
        }
        Ok(Typed::condition(sql).null_with(nullable))
    }

    fn between(
        &mut self,
        value: &Expr<'_>,
        not: bool,
        start: &Expr<'_>,
        end: &Expr<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let value = self.expression(value, scope)?;
        let (start, end) = (self.expression(start, scope)?, self.expression(end, scope)?);
        let low = self.compare(Comparison::GreaterOrEqual, &value, &start)?;
        let high = self.compare(Comparison::LessOrEqual, &value, &end)?;
        let nullable = low.nullable || high.nullable;
        if [&value, &start, &end].into_iter().any(|typed| typed.dynamic.is_some()) {
            let template = if not { "NOT ({} AND {})" } else { "{} AND {}" };
            let sql = Sql::fill(template, &[&logic_operand(&low), &logic_operand(&high)]);
            return Ok(Typed::condition(sql));
        }
        let pairs = (self.pair(&value, &start, true)?, self.pair(&value, &end, true)?);
        let sql = match &pairs {
            (comparison::Pair::Same(left, low), comparison::Pair::Same(again, high)) if left.sql == again.sql => {
                let template = if not { "{} NOT BETWEEN {} AND {}" } else { "{} BETWEEN {} AND {}" };
                Sql::fill(template, &[&left.operand(), &low.operand(), &high.operand()])
            }
            _ => {
                let template = if not { "NOT ({} AND {})" } else { "{} AND {}" };
                Sql::fill(template, &[&logic_operand(&low), &logic_operand(&high)])
            }
        };
        Ok(Typed::condition(sql).null_with(nullable))
    }
}

/// Which arrow of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonArrow {
    /// `->`
    Json,
    /// `->>`
    Value,
}

fn logic_operand(condition: &Typed) -> Sql {
    condition.operand()
}

fn text_literal(text: String) -> Result<Typed, NotConverted> {
    if text.contains('\0') {
        return refuse("it has a text with U+0000, which PostgreSQL cannot hold");
    }
    Ok(Typed::constant(Constant::Text(text)))
}

fn blob(token: &str) -> Result<Typed, NotConverted> {
    let digits = token.trim_start_matches(['x', 'X']).trim_matches('\'').as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let bytes = digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>();
    match bytes {
        Some(bytes) => Ok(Typed::constant(Constant::Blob(bytes))),
        None => refuse("it has bytes that cannot be read"),
    }
}
