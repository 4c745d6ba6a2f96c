//! GROUP BY.

use sqlite3_parser::ast::{Expr, ResultColumn};

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::expression::comparison::folded;
use super::order::is_constant;
use super::parse::{strip, unquote};
use super::scope::Scope;
use super::select::{Core, alias_name};
use super::translator::{Translator, refuse};
use super::typed::{Dynamic, Kind, Typed};
use super::{NotConverted, SupportFunction};

impl Translator<'_> {
    /// GROUP BY: columns, positions, aliases and expressions.
    pub(super) fn groups(
        &mut self,
        terms: &[Expr<'_>],
        columns: &[ResultColumn<'_>],
        scope: &Scope<'_>,
    ) -> Result<Vec<Sql>, NotConverted> {
        let mut groups = Vec::new();
        for term in terms {
            let term = group_term(strip(term), columns, scope)?;
            let typed = self.expression(term, scope)?;
            self.note_moments(&typed);
            groups.push(group_key(&typed)?);
            if let Some(Dynamic::Json(json)) = &typed.dynamic {
                // A number and its digits as a text are two groups.
                let text = self.support_call(SupportFunction::JsonString, &[json]);
                groups.push(Sql::fill("({} IS NOT NULL)", &[&text]));
                self.note("Numbers of JSON are grouped by how they are written: 1 and 1.0 are two groups.");
            }
        }
        self.bare.retain(|column| column.level < scope.level);
        self.grouped = groups.clone();
        Ok(groups)
    }

    /// Columns outside of aggregates must be grouped by, or depend on a key that is.
    pub(super) fn check_groups(&mut self, core: &mut Core<'_>) -> Result<(), NotConverted> {
        let level = core.scope.level;
        let mut groups = std::mem::take(&mut self.grouped);
        let (here, outer): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.bare).into_iter().partition(|column| column.level == level);
        self.bare = outer;
        if groups.is_empty() && !self.aggregated {
            return core.put_groups(&groups);
        }
        for column in here {
            if groups.contains(&column.sql) {
                continue;
            }
            let depends = core.scope.sources.get(column.source).is_some_and(|source| source.key_is_among(&groups));
            if !depends {
                return Err(NotConverted {
                    reason: format!("it selects column \"{}\", which it neither groups by nor aggregates", column.name),
                    suggestion: Some(
                        "Add the column to GROUP BY, or choose one of its values by an aggregate.".to_owned(),
                    ),
                });
            }
            groups.push(column.sql);
        }
        core.put_groups(&groups)
    }
}

/// What PostgreSQL must group by to group as SQLite does.
pub(super) fn group_key(typed: &Typed) -> Result<Sql, NotConverted> {
    match &typed.kind {
        Kind::Mixed if matches!(typed.dynamic, Some(Dynamic::Rendered(_))) => Ok(typed.sql.clone()),
        Kind::Mixed => refuse("it groups by a value that is a number in one case and a text in another"),
        Kind::Opaque(_) if typed.data_type == DataType::Json => {
            refuse("it groups by JSON, which PostgreSQL cannot compare")
        }
        Kind::Text if typed.collation.name() != "BINARY" => Ok(folded(typed, &typed.collation)?.sql),
        // A bare constant would be a position.
        _ if is_constant(typed) => Ok(Sql::fill("CAST({} AS text)", &[&typed.sql])),
        _ => Ok(typed.sql.clone()),
    }
}

/// The expression that a term of GROUP BY stands for.
fn group_term<'t, 'b>(
    term: &'t Expr<'b>,
    columns: &'t [ResultColumn<'b>],
    scope: &Scope<'_>,
) -> Result<&'t Expr<'b>, NotConverted> {
    let at = |position: usize| match columns.get(position) {
        Some(ResultColumn::Expr(expression, _)) => Ok(expression),
        Some(ResultColumn::Star | ResultColumn::TableStar(_)) | None => {
            refuse("it groups by the position of a column that is not written out")
        }
    };
    if let Some(position) = term.is_integer() {
        return at(usize::try_from(position - 1).unwrap_or(usize::MAX));
    }
    let Expr::Id(id) = term else { return Ok(term) };
    let name = unquote(id.0);
    if scope.find(None, &name)?.is_some() {
        return Ok(term);
    }
    let has_alias = |column: &ResultColumn<'_>| match column {
        ResultColumn::Expr(_, Some(alias)) => alias_name(alias).eq_ignore_ascii_case(&name),
        ResultColumn::Expr(_, None) | ResultColumn::Star | ResultColumn::TableStar(_) => false,
    };
    columns.iter().position(has_alias).map_or(Ok(term), at)
}
