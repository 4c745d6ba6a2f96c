//! IN, EXISTS and scalar subqueries.

use sqlite3_parser::ast::{Expr, QualifiedName, Select};

use crate::catalog::sqlite::Affinity;
use crate::ident::Ident;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::from::numbered_name;
use super::super::scope::{Scope, outside};
use super::super::select::Use;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Class, Collation, Dynamic, Typed};
use super::comparison::{Comparison, Pair, compare_pair};
use super::conversion::truth;
use super::rows::{row, sides};
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
        if value.dynamic.is_some() {
            return self.dynamic_in_list(&value, not, list, scope);
        }
        let mut pairs = Vec::new();
        let mut nullable = value.nullable;
        for item in list {
            let item = self.expression(item, scope)?;
            nullable |= item.nullable;
            // The values of a list have neither affinity nor collation of their own.
            let item = Typed { affinity: None, collation: Collation::None, is_column: false, ..item };
            pairs.push(self.pair(&value, &item, false)?);
        }
        Ok(Typed::condition(listed(not, &pairs, nullable)).null_with(nullable))
    }

    /// A value of JSON compares with each item in a way of its own.
    fn dynamic_in_list(
        &mut self,
        value: &Typed,
        not: bool,
        list: &[Expr<'_>],
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let mut conditions = Vec::new();
        for item in list {
            let item = self.expression(item, scope)?;
            let item = Typed { affinity: None, collation: Collation::None, is_column: false, ..item };
            conditions.push(self.compare(Comparison::Equal, value, &item)?.operand());
        }
        let mut sql = Sql::new();
        sql.push_list(&conditions, " OR ", |sql, condition| {
            sql.push_sql(condition);
        });
        Ok(Typed::condition(if not { Sql::fill("NOT ({})", &[&sql]) } else { sql }))
    }

    pub(super) fn in_select(
        &mut self,
        value: &Expr<'_>,
        not: bool,
        select: &Select<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let values = match row(value) {
            Some(row) => self.values_of(row, scope)?,
            None => vec![self.expression(value, scope)?],
        };
        let query = self.nested_query(select, Some(scope), Use::Value)?;
        let found: Vec<Typed> = query.outputs.into_iter().map(|output| output.typed).collect();
        self.within(&values, not, &query.sql, &found)
    }

    /// `x IN table` looks in the only column of the table.
    pub(super) fn in_table(
        &mut self,
        value: &Expr<'_>,
        not: bool,
        table: &QualifiedName<'_>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        let value = self.expression(value, scope)?;
        let mut inner = Scope::inside(scope);
        let from = self.named_table(table, None, &mut inner)?;
        let found: Vec<Typed> =
            inner.sources.iter().flat_map(|source| &source.fields).map(|field| field.typed.clone()).collect();
        let [column] = found.as_slice() else { return refuse("it looks in a table that has not one column") };
        self.subquery = true;
        let query = Sql::fill("SELECT {} FROM {}", &[&column.sql, &from]);
        self.within(&[value], not, &query, &found)
    }

    /// Whether the values are among the rows of a query, whose columns are converted first where they must be.
    fn within(&mut self, values: &[Typed], not: bool, query: &Sql, found: &[Typed]) -> Result<Typed, NotConverted> {
        if values.len() != found.len() {
            return refuse("it looks for a row among rows of another length");
        }
        if let ([value], [only]) = (values, found)
            && matches!(only.dynamic, Some(Dynamic::Json(_)))
        {
            return self.within_json(value, not, query);
        }
        let nullable = values.iter().chain(found).any(|value| value.nullable);
        let pairs = self.pairs(values, found)?;
        let unchanged = |(pair, column): (&Pair, &Typed)| matches!(pair, Pair::Same(_, right) | Pair::Null(_, right) if right.sql == column.sql);
        let template = if not { "{} NOT IN ({})" } else { "{} IN ({})" };
        if pairs.iter().zip(found).all(unchanged) {
            let Some((left, _)) = sides(&pairs) else { return refuse(OTHER_CLASS) };
            return Ok(Typed::condition(Sql::fill(template, &[&left, query])).null_with(nullable));
        }
        let names: Vec<Ident> = (1..=found.len()).map(numbered_name).collect();
        let columns: Vec<Typed> = found.iter().zip(&names).map(|(typed, name)| read_again(typed, name)).collect();
        let pairs = self.pairs(values, &columns)?;
        let mut right = Sql::new();
        for (position, pair) in pairs.iter().enumerate() {
            let Pair::Same(_, value) = pair else { return refuse(OTHER_CLASS) };
            right.push(if position > 0 { ", " } else { "" }).push_sql(&value.sql);
        }
        let Some((left, _)) = sides(&pairs) else { return refuse(OTHER_CLASS) };
        let mut source = Sql::fill("SELECT {} FROM ({}) AS found (", &[&right, query]);
        source.push_list(&names, ", ", |sql, name| {
            sql.push_ident(name);
        });
        source.push(")");
        Ok(Typed::condition(Sql::fill(template, &[&left, &source])).null_with(nullable))
    }

    /// Whether a column is among values of JSON, which take its affinity.
    fn within_json(&mut self, value: &Typed, not: bool, query: &Sql) -> Result<Typed, NotConverted> {
        let template = if not { "{} NOT IN ({})" } else { "{} IN ({})" };
        let source = match (value.class(), value.affinity) {
            (Some(Class::Text), Some(Affinity::Text)) if value.collation.name() == "BINARY" => {
                let text = self.as_text(value)?;
                return Ok(Typed::condition(Sql::fill(template, &[&text.operand(), query])));
            }
            (Some(Class::Number), Some(Affinity::Integer | Affinity::Real | Affinity::Numeric)) => {
                let number = self.support_call(SupportFunction::RenderedNumber, &[&Sql::text("found.value")]);
                let numbers = "SELECT {} FROM ({}) AS found (value) WHERE found.value IS NULL OR {} IS NOT NULL";
                Sql::fill(numbers, &[&number, query, &number])
            }
            _ => return refuse("it looks among values of JSON for something that brings no affinity along"),
        };
        let number = self.as_number(value)?;
        Ok(Typed::condition(Sql::fill(template, &[&number.operand(), &source])))
    }

    fn pairs(&mut self, left: &[Typed], right: &[Typed]) -> Result<Vec<Pair>, NotConverted> {
        left.iter().zip(right).map(|(left, right)| self.pair(left, right, false)).collect()
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

const OTHER_CLASS: &str = "it looks for a value among values of another storage class";

/// A column of a subquery, read outside of it.
fn read_again(typed: &Typed, name: &Ident) -> Typed {
    let mut sql = Sql::text("found.");
    sql.push_ident(name);
    outside(typed, sql)
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
