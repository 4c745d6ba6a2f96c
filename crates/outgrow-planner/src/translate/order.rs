//! ORDER BY and LIMIT.

use sqlite3_parser::ast::{Expr, Limit, NullsOrder, SortOrder, SortedColumn};

use crate::sql::Sql;

use super::NotConverted;
use super::expression::comparison::{by_bytes, folded};
use super::parse::{strip, unquote};
use super::scope::Scope;
use super::select::{Core, Output};
use super::translator::{Translator, refuse};
use super::typed::{Kind, Typed};

impl Translator<'_> {
    /// The terms of an ORDER BY that sees columns only.
    pub(super) fn order_terms(&mut self, terms: &[SortedColumn<'_>], scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        let mut rendered = Vec::new();
        for term in terms {
            let typed = self.expression(&term.expr, scope)?;
            if typed.constant.is_none() {
                rendered.push(ordered(&sort_key(&typed)?, term));
            }
        }
        if rendered.is_empty() {
            return refuse("it orders by a constant");
        }
        Ok(listed(&rendered))
    }

    /// ORDER BY of a single SELECT: positions, aliases, then expressions.
    pub(super) fn order_by(&mut self, terms: &[SortedColumn<'_>], core: &mut Core<'_>) -> Result<Sql, NotConverted> {
        let mut rendered = Vec::new();
        for term in terms {
            let key = match output_of(strip(&term.expr), &core.outputs)? {
                Some(position) => self.output_key(position, core)?,
                None => self.expression_key(&term.expr, core)?,
            };
            if let Some(key) = key {
                rendered.push(ordered(&key, term));
            }
        }
        Ok(listed(&rendered))
    }

    fn output_key(&mut self, position: usize, core: &Core<'_>) -> Result<Option<Sql>, NotConverted> {
        let typed = &core.outputs[position].typed;
        let key = sort_key(typed)?;
        if key == typed.sql {
            let mut sql = Sql::new();
            sql.push_integer(position as i64 + 1);
            return Ok(Some(sql));
        }
        if core.distinct {
            return refuse("it orders different rows by a text under a collation");
        }
        Ok(Some(key))
    }

    fn expression_key(&mut self, expression: &Expr<'_>, core: &Core<'_>) -> Result<Option<Sql>, NotConverted> {
        let typed = self.expression(expression, &core.scope)?;
        let same =
            |output: &Output| output.typed.sql == typed.sql && output.typed.collation.name() == typed.collation.name();
        if let Some(position) = core.outputs.iter().position(same) {
            return self.output_key(position, core);
        }
        if typed.constant.is_some() {
            return Ok(None);
        }
        if core.distinct {
            return refuse("it orders different rows by a value that is not among their columns");
        }
        Ok(Some(sort_key(&typed)?))
    }

    /// ORDER BY of a compound: positions and names of its columns.
    pub(super) fn compound_order(
        &mut self,
        terms: &[SortedColumn<'_>],
        outputs: &[Output],
    ) -> Result<Sql, NotConverted> {
        let mut rendered = Vec::new();
        for term in terms {
            let Some(position) = output_of(strip(&term.expr), outputs)? else {
                return refuse("it orders a compound SELECT by an expression");
            };
            let typed = &outputs[position].typed;
            if sort_key(typed)? != typed.sql {
                return refuse("it orders a compound SELECT by a text under a collation");
            }
            let mut sql = Sql::new();
            sql.push_integer(position as i64 + 1);
            rendered.push(ordered(&sql, term));
        }
        Ok(listed(&rendered))
    }

    /// LIMIT and OFFSET; a negative limit is none.
    pub(super) fn limit(&mut self, limit: &Limit<'_>) -> Result<Sql, NotConverted> {
        let mut sql = Sql::new();
        let count = self.constant_count(&limit.expr)?;
        if count >= 0 {
            sql.push(" LIMIT ").push_integer(count);
        }
        if let Some(offset) = &limit.offset {
            let offset = self.constant_count(offset)?;
            if offset > 0 {
                sql.push(" OFFSET ").push_integer(offset);
            }
        }
        Ok(sql)
    }

    fn constant_count(&mut self, expression: &Expr<'_>) -> Result<i64, NotConverted> {
        let typed = self.expression(expression, &Scope::empty())?;
        match typed.integer_constant() {
            Some(count) => Ok(count),
            None => refuse("its LIMIT is no constant"),
        }
    }
}

/// Which result column a term of ORDER BY names.
fn output_of(term: &Expr<'_>, outputs: &[Output]) -> Result<Option<usize>, NotConverted> {
    if let Some(position) = term.is_integer() {
        let position = usize::try_from(position - 1).unwrap_or(usize::MAX);
        if position >= outputs.len() {
            return refuse("it orders by the position of a column that is not there");
        }
        return Ok(Some(position));
    }
    let name = match term {
        Expr::Id(id) => unquote(id.0),
        Expr::Name(name) => unquote(name.0),
        _ => return Ok(None),
    };
    let named = |output: &Output| output.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&name));
    Ok(outputs.iter().position(named))
}

/// What PostgreSQL must sort by to sort as SQLite does.
fn sort_key(typed: &Typed) -> Result<Sql, NotConverted> {
    match &typed.kind {
        Kind::Text if typed.collation.name() != "BINARY" => Ok(folded(typed, &typed.collation)?.sql),
        Kind::Text => Ok(by_bytes(typed).sql),
        Kind::Mixed => refuse("it orders by a column that held both numbers and texts"),
        Kind::RowKey(_) => refuse(super::expression::conversion::ROW_KEY),
        Kind::Opaque(reason) => refuse(*reason),
        Kind::Null
        | Kind::Boolean
        | Kind::Integer
        | Kind::Real
        | Kind::Number { .. }
        | Kind::Blob
        | Kind::Temporal(_) => Ok(typed.sql.clone()),
    }
}

/// SQLite holds NULL to be less than everything else.
fn ordered(key: &Sql, term: &SortedColumn<'_>) -> Sql {
    let mut sql = key.clone();
    let descending = term.order == Some(SortOrder::Desc);
    let nulls_first = match term.nulls {
        Some(NullsOrder::First) => true,
        Some(NullsOrder::Last) => false,
        None => !descending,
    };
    sql.push(if descending { " DESC" } else { "" });
    sql.push(if nulls_first { " NULLS FIRST" } else { " NULLS LAST" });
    sql
}

fn listed(terms: &[Sql]) -> Sql {
    let mut sql = Sql::new();
    sql.push_list(terms, ", ", |sql, term| {
        sql.push_sql(term);
    });
    sql
}
