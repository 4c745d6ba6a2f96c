//! Row values.

use sqlite3_parser::ast::Expr;

use crate::sql::Sql;

use super::super::parse::strip;
use super::super::scope::Scope;
use super::super::translator::{Translator, refuse};
use super::super::typed::Typed;
use super::comparison::{Comparison, Pair, compare_pair};
use crate::translate::NotConverted;

impl Translator<'_> {
    /// `(a, b) operator (c, d)`
    pub(super) fn compare_rows(
        &mut self,
        operator: Comparison,
        left: &[Expr<'_>],
        right: &Expr<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let Some(right) = row(right) else { return refuse("it compares a row value with something else") };
        let (left, right) = (self.values_of(left, scope)?, self.values_of(right, scope)?);
        if left.len() != right.len() {
            return refuse("it compares row values of different lengths");
        }
        let nullable = left.iter().chain(&right).any(|value| value.nullable);
        let ordering = operator.is_ordering();
        let pairs = left.iter().zip(&right).map(|(left, right)| self.pair(left, right, ordering));
        let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
        if let Some((left, right)) = sides(&pairs) {
            let sql = Sql::fill(operator.template(), &[&left, &right]);
            return Ok(Typed::condition(sql).null_with(nullable));
        }
        let read = pairs.iter().any(|pair| matches!(pair, Pair::NumberAndText { .. }));
        if ordering || (read && operator.is_null_safe()) {
            return refuse("it compares row values of different storage classes");
        }
        let each = if operator.is_null_safe() { Comparison::Is } else { Comparison::Equal };
        let mut sql = Sql::new();
        sql.push_list(&pairs, " AND ", |sql, pair| {
            sql.push_sql(&compare_pair(each, pair, nullable).operand());
        });
        let negated = matches!(operator, Comparison::NotEqual | Comparison::IsNot);
        let sql = if negated { Sql::fill("NOT ({})", &[&sql]) } else { sql };
        Ok(Typed::condition(sql).null_with(nullable && !operator.is_null_safe()))
    }

    /// The values of a row value.
    pub(super) fn values_of(&mut self, values: &[Expr<'_>], scope: &Scope<'_>) -> Result<Vec<Typed>, NotConverted> {
        values.iter().map(|value| self.expression(value, scope)).collect()
    }
}

/// The expressions of a row value, if it is one.
pub(super) fn row<'t, 'b>(expression: &'t Expr<'b>) -> Option<&'t [Expr<'b>]> {
    match strip(expression) {
        Expr::Parenthesized(values) if values.len() > 1 => Some(values),
        _ => None,
    }
}

/// Both sides as row constructors, where PostgreSQL compares every pair as SQLite does.
pub(super) fn sides(pairs: &[Pair]) -> Option<(Sql, Sql)> {
    let mut same = Vec::new();
    for pair in pairs {
        match pair {
            Pair::Same(left, right) | Pair::Null(left, right) => same.push((&left.sql, &right.sql)),
            Pair::NumberAndText { .. } | Pair::Apart { .. } | Pair::Keys(..) => return None,
        }
    }
    let (mut left, mut right) = (Sql::text("("), Sql::text("("));
    left.push_list(&same, ", ", |sql, (value, _)| {
        sql.push_sql(value);
    });
    right.push_list(&same, ", ", |sql, (_, value)| {
        sql.push_sql(value);
    });
    left.push(")");
    right.push(")");
    match pairs {
        [Pair::Same(only, other) | Pair::Null(only, other)] => Some((only.operand(), other.operand())),
        _ => Some((left, right)),
    }
}
