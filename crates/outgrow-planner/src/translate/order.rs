//! ORDER BY and LIMIT.

use sqlite3_parser::ast::{Expr, Limit, NullsOrder, SortOrder, SortedColumn};

use crate::sql::Sql;

use super::NotConverted;
use super::expression::comparison::{by_bytes, folded};
use super::expression::number;
use super::from::numbered_name;
use super::parse::{strip, unquote};
use super::scope::{Scope, outside};
use super::select::{Core, Output, Use};
use super::translator::{Translator, refuse};
use super::typed::{Collation, Constant, Kind, Typed};

impl Translator<'_> {
    /// The terms of an ORDER BY that sees columns only.
    pub(super) fn order_terms(&mut self, terms: &[SortedColumn<'_>], scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        let mut rendered = Vec::new();
        for term in terms {
            let typed = self.expression(&term.expr, scope)?;
            if !is_constant(&typed) {
                rendered.push(ordered(&self.sort_key(&typed)?, term));
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
        let key = self.sort_key(typed)?;
        if key == typed.sql {
            let mut sql = Sql::new();
            sql.push_integer(position as i64 + 1);
            return Ok(Some(sql));
        }
        if core.distinct && typed.dynamic.is_some() {
            return refuse("it orders different rows by values that are numbers or texts");
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
        if is_constant(&typed) {
            return Ok(None);
        }
        if core.distinct {
            return refuse("it orders different rows by a value that is not among their columns");
        }
        Ok(Some(self.sort_key(&typed)?))
    }

    /// What PostgreSQL must sort by to sort as SQLite does.
    fn sort_key(&mut self, typed: &Typed) -> Result<Sql, NotConverted> {
        self.note_moments(typed);
        if typed.dynamic.is_some() { self.dynamic_key(typed) } else { sort_key(typed) }
    }

    /// A compound in order. A position is enough for what PostgreSQL sorts as SQLite does; for
    /// everything else the compound stands in FROM, where its columns can be part of expressions.
    pub(super) fn ordered_compound(
        &mut self,
        terms: &[SortedColumn<'_>],
        outputs: &[Output],
        body: &Sql,
        purpose: Use,
    ) -> Result<Sql, NotConverted> {
        let keys = terms.iter().map(|term| compound_key(term, outputs)).collect::<Result<Vec<_>, _>>()?;
        let by_position = keys.iter().all(|(_, typed)| sort_key(typed).is_ok_and(|key| key == typed.sql));
        let (mut sql, rows) = if by_position { (body.clone(), Vec::new()) } else { in_from(body, outputs, purpose) };
        let mut rendered = Vec::new();
        for (term, (position, typed)) in terms.iter().zip(&keys) {
            let key = match rows.get(*position) {
                Some(row) => sort_key(&Typed { collation: typed.collation.clone(), ..row.clone() })?,
                None => {
                    let mut key = Sql::new();
                    key.push_integer(*position as i64 + 1);
                    key
                }
            };
            rendered.push(ordered(&key, term));
        }
        sql.push(" ORDER BY ").push_sql(&listed(&rendered));
        Ok(sql)
    }

    /// LIMIT and OFFSET; a negative limit is none.
    pub(super) fn limit(&mut self, limit: &Limit<'_>) -> Result<Sql, NotConverted> {
        let mut sql = Sql::new();
        match self.row_count(&limit.expr)? {
            Count::Constant(count) if count < 0 => {}
            Count::Constant(count) => {
                sql.push(" LIMIT ").push_integer(count);
            }
            Count::Computed(count) => {
                sql.push_sql(&Sql::fill(" LIMIT CASE WHEN {} >= 0 THEN {} END", &[&count, &count]));
            }
        }
        match limit.offset.as_ref().map(|offset| self.row_count(offset)).transpose()? {
            None => {}
            Some(Count::Constant(count)) if count <= 0 => {}
            Some(Count::Constant(count)) => {
                sql.push(" OFFSET ").push_integer(count);
            }
            Some(Count::Computed(count)) => {
                sql.push_sql(&Sql::fill(" OFFSET greatest({}, 0)", &[&count]));
            }
        }
        Ok(sql)
    }

    fn row_count(&mut self, expression: &Expr<'_>) -> Result<Count, NotConverted> {
        let typed = self.expression(expression, &Scope::empty())?;
        let constant = match &typed.constant {
            Some(Constant::Text(text)) => number::whole(text),
            other => other.clone(),
        };
        match constant {
            Some(Constant::Integer(count)) => Ok(Count::Constant(count)),
            Some(Constant::Real(count)) if count.fract() == 0.0 && count.abs() < 1e15 => {
                Ok(Count::Constant(count as i64))
            }
            Some(_) => refuse("its LIMIT is no integer"),
            None if typed.kind == Kind::Integer => Ok(Count::Computed(typed.operand())),
            None => refuse("its LIMIT is no integer"),
        }
    }
}

/// A number of rows.
enum Count {
    Constant(i64),
    /// A `bigint`.
    Computed(Sql),
}

/// The result column that a term of a compound's ORDER BY names, under the collation that it says.
fn compound_key(term: &SortedColumn<'_>, outputs: &[Output]) -> Result<(usize, Typed), NotConverted> {
    let (expression, collation) = match strip(&term.expr) {
        Expr::Collate(inner, name) => (strip(inner), Some(unquote(name).to_ascii_uppercase())),
        plain => (plain, None),
    };
    let Some(position) = output_of(expression, outputs)? else {
        return refuse("it orders a compound SELECT by an expression");
    };
    let typed = outputs[position].typed.clone();
    let collation = collation.map_or(typed.collation.clone(), Collation::Explicit);
    Ok((position, Typed { collation, ..typed }))
}

/// `SELECT … FROM (compound) AS compound (…)`, and its columns.
fn in_from(body: &Sql, outputs: &[Output], purpose: Use) -> (Sql, Vec<Typed>) {
    let names: Vec<_> = (1..=outputs.len()).map(numbered_name).collect();
    let column = |(output, name): (&Output, &crate::ident::Ident)| {
        let mut sql = Sql::text("compound.");
        sql.push_ident(name);
        Output { name: output.name.clone(), typed: outside(&output.typed, sql) }
    };
    let columns: Vec<Output> = outputs.iter().zip(&names).map(column).collect();
    let mut sql = Sql::text("SELECT ");
    sql.push_sql(&super::select::listed(&columns, purpose));
    sql.push(" FROM (").push_sql(body).push(") AS compound (");
    sql.push_list(&names, ", ", |sql, name| {
        sql.push_ident(name);
    });
    sql.push(")");
    (sql, columns.into_iter().map(|column| column.typed).collect())
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

/// Whether it is the same for all rows, so that it orders nothing.
pub(super) fn is_constant(typed: &Typed) -> bool {
    typed.constant.is_some() || matches!(typed.sql.as_str(), "true" | "false" | "NULL::boolean")
}

/// The same for what is no value of JSON.
fn sort_key(typed: &Typed) -> Result<Sql, NotConverted> {
    match &typed.kind {
        Kind::Text if typed.collation.name() != "BINARY" => Ok(folded(typed, &typed.collation)?.sql),
        Kind::Text => Ok(by_bytes(typed).sql),
        Kind::Mixed => refuse("it orders by a column that held both numbers and texts"),
        Kind::RowKey(_) => refuse(super::expression::conversion::ROW_KEY),
        Kind::Opaque(_) if typed.is_time() => Ok(typed.sql.clone()),
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
