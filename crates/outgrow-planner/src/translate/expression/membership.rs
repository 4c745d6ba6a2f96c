//! IN, EXISTS and scalar subqueries.

use sqlite3_parser::ast::{Expr, Select};

use crate::sql::Sql;

use super::super::scope::Scope;
use super::super::select::Use;
use super::super::translator::{Translator, refuse};
use super::super::typed::Typed;
use super::comparison::{Comparison, Pair, compare_pair};
use super::conversion::truth;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn in_list(
        &mut self,
        value: &Expr<'_>,
        not: bool,
        list: &[Expr<'_>],
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let value = self.expression(value, scope)?;
        if list.is_empty() {
            return Ok(truth(not));
        }
        let mut pairs = Vec::new();
        let mut nullable = value.nullable;
        for item in list {
            let item = self.expression(item, scope)?;
            nullable |= item.nullable;
            // The values of a list have no affinity of their own.
            let item = Typed { affinity: None, is_column: false, ..item };
            pairs.push(self.pair(&value, &item, false)?);
        }
        Ok(Typed::condition(listed(not, &pairs, nullable)).null_with(nullable))
    }

    pub(super) fn in_select(
        &mut self,
        value: &Expr<'_>,
        not: bool,
        select: &Select<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let value = self.expression(value, scope)?;
        let query = self.nested_query(select, Some(scope), Use::Value)?;
        let [output] = query.outputs.as_slice() else { return refuse("it uses a row value") };
        let nullable = value.nullable || output.typed.nullable;
        let Pair::Same(left, right) = self.pair(&value, &output.typed, false)? else {
            return refuse("it looks for a value among values of another storage class");
        };
        if right.sql != output.typed.sql {
            return refuse("it looks for a value among values that must be converted first");
        }
        let template = if not { "{} NOT IN ({})" } else { "{} IN ({})" };
        Ok(Typed::condition(Sql::fill(template, &[&left.operand(), &query.sql])).null_with(nullable))
    }

    pub(super) fn exists(&mut self, select: &Select<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let query = self.nested_query(select, Some(scope), Use::Existence)?;
        let sql = Sql::fill("EXISTS ({})", &[&query.sql]);
        Ok(Typed { atomic: true, ..Typed::condition(sql).not_null() })
    }

    /// A scalar subquery is its first row, or NULL.
    pub(super) fn scalar_subquery(&mut self, select: &Select<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let query = self.nested_query(select, Some(scope), Use::Value)?;
        let [output] = query.outputs.as_slice() else { return refuse("it uses a row value") };
        let template = if query.one_row || select.limit.is_some() { "({})" } else { "({} LIMIT 1)" };
        let sql = Sql::fill(template, &[&query.sql]);
        let typed = output.typed.clone();
        let kind = super::super::scope::kind_outside(&typed);
        Ok(Typed { sql, kind, nullable: true, constant: None, atomic: true, moment: None, is_column: false, ..typed })
    }
}

/// `x IN (…)` where all values compare with the same x, a chain of comparisons elsewhere.
fn listed(not: bool, pairs: &[Pair], nullable: bool) -> Sql {
    let mut left = None;
    let mut items = Vec::new();
    for pair in pairs {
        let Pair::Same(value, item) = pair else { continue };
        if left.get_or_insert(value).sql != value.sql {
            continue;
        }
        items.push(item.sql.clone());
    }
    if let (Some(left), true) = (left, items.len() == pairs.len()) {
        let mut sql = left.operand();
        sql.push(if not { " NOT IN (" } else { " IN (" });
        sql.push_list(&items, ", ", |sql, item| {
            sql.push_sql(item);
        });
        sql.push(")");
        return sql;
    }
    let mut sql = Sql::new();
    sql.push_list(pairs, " OR ", |sql, pair| {
        sql.push_sql(&compare_pair(Comparison::Equal, pair, nullable).operand());
    });
    if not { Sql::fill("NOT ({})", &[&sql]) } else { sql }
}
