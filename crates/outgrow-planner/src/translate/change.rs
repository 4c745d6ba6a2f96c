//! INSERT, UPDATE and DELETE.

use sqlite3_parser::ast::{
    DistinctNames, Expr, FromClause, Limit, QualifiedName, ResolveType, Select, Set, SortedColumn, Upsert, UpsertDo,
};

use crate::catalog::pg::DataType;
use crate::ident::Ident;
use crate::sql::Sql;

use super::from::alias_ident;
use super::parse::{strip, unquote};
use super::scope::{Scope, Source};
use super::select::Use;
use super::statement::refuse_with;
use super::translator::{Translator, refuse};
use super::{Generation, NotConverted, Relation, RelationColumn, RowIdentity, UniqueKey};

/// An INSERT.
pub(super) struct Insertion<'t, 'b> {
    pub(super) conflict: Option<ResolveType>,
    pub(super) table: &'t QualifiedName<'b>,
    pub(super) columns: Option<&'t DistinctNames<'b>>,
    /// The rows and what follows them; `None` for one row of default values.
    pub(super) body: Option<(&'t Select<'b>, Option<&'t Upsert<'b>>)>,
}

/// An UPDATE.
pub(super) struct Update<'t, 'b> {
    pub(super) conflict: Option<ResolveType>,
    pub(super) table: &'t QualifiedName<'b>,
    pub(super) sets: &'t [Set<'b>],
    pub(super) from: Option<&'t FromClause<'b>>,
    pub(super) filter: Option<&'t Expr<'b>>,
    pub(super) first: Option<First<'t, 'b>>,
}

/// `ORDER BY … LIMIT …`: which rows change.
#[derive(Clone, Copy)]
pub(super) struct First<'t, 'b> {
    pub(super) order: &'t [SortedColumn<'b>],
    pub(super) limit: &'t Limit<'b>,
}

/// A DELETE.
pub(super) struct Deletion<'t, 'b> {
    pub(super) table: &'t QualifiedName<'b>,
    pub(super) filter: Option<&'t Expr<'b>>,
    pub(super) first: Option<First<'t, 'b>>,
}

impl<'r> Translator<'r> {
    /// `INSERT INTO … SELECT …`, and the table as RETURNING sees it.
    pub(super) fn insert(
        &mut self,
        insertion: &Insertion<'_, '_>,
        scope: &Scope<'_>,
    ) -> Result<(Sql, Source), NotConverted> {
        let relation = self.relation(insertion.table)?;
        let columns = match insertion.columns {
            Some(names) => {
                names.iter().map(|name| column_of(relation, &unquote(name.0))).collect::<Result<Vec<_>, _>>()?
            }
            None => relation.columns.iter().collect(),
        };
        let mut sql = Sql::text("INSERT INTO ");
        sql.push_name(&relation.target);
        let alias = insertion.table.alias.as_ref().map(|alias| unquote(alias.0));
        let qualifier = alias.as_deref().map_or(Ok(relation.target.name.clone()), alias_ident)?;
        if qualifier != relation.target.name {
            sql.push(" AS ").push_ident(&qualifier);
        }
        let name = alias.as_deref().unwrap_or(&relation.source);
        let target = Source::of_relation(relation, Some(name), Some(qualifier.clone()));
        let Some((select, upsert)) = insertion.body else {
            sql.push(" DEFAULT VALUES");
            self.conflict(insertion.conflict, relation, &mut sql)?;
            return Ok((sql, target));
        };
        sql.push(" (");
        sql.push_list(&columns, ", ", |sql, column| {
            sql.push_ident(&column.target);
        });
        self.identity = match &relation.row_identity {
            RowIdentity::Column(position) => relation.columns.get(*position).map(|column| column.target.clone()),
            RowIdentity::Key(_) | RowIdentity::None => None,
        };
        let query = self.query_into(select, Some(scope), Use::Rows, &columns)?;
        sql.push(") ").push_sql(&query.sql);
        self.conflict(insertion.conflict, relation, &mut sql)?;
        if let Some(upsert) = upsert {
            let upsert = self.upsert(upsert, relation, alias.as_deref(), &qualifier, scope)?;
            sql.push_sql(&upsert);
        }
        Ok((sql, target))
    }

    /// `INSERT OR …`
    fn conflict(
        &mut self,
        conflict: Option<ResolveType>,
        relation: &Relation,
        sql: &mut Sql,
    ) -> Result<(), NotConverted> {
        match conflict {
            None | Some(ResolveType::Abort) => {}
            Some(ResolveType::Ignore) => {
                self.note("INSERT OR IGNORE passes over duplicate keys only; a NULL or a failed CHECK is an error.");
                sql.push(" ON CONFLICT DO NOTHING");
            }
            Some(ResolveType::Replace) => {
                let replace = self.replace(relation)?;
                sql.push_sql(&replace);
            }
            Some(ResolveType::Rollback | ResolveType::Fail) => {
                return refuse("it inserts with a conflict resolution that PostgreSQL does not have");
            }
        }
        Ok(())
    }

    /// INSERT OR REPLACE where one key alone can conflict: all columns take the values of the new row.
    fn replace(&mut self, relation: &Relation) -> Result<Sql, NotConverted> {
        let [UniqueKey::Columns(key)] = relation.unique_keys.as_slice() else {
            return refuse_with(
                "it replaces rows of a table that has not exactly one unique key of plain columns",
                "Delete the rows that are in the way, then insert.",
            );
        };
        self.note("A replaced row is updated: update triggers fire instead of insert triggers, and ON DELETE actions do not run.");
        let rest =
            |position: &usize| !key.contains(position) && relation.columns[*position].generation == Generation::None;
        let rest = (0..relation.columns.len()).filter(rest).map(|position| &relation.columns[position]);
        let rest: Vec<_> = rest.collect();
        let mut sql = Sql::text(" ON CONFLICT (");
        sql.push_list(key, ", ", |sql, position| {
            sql.push_ident(&relation.columns[*position].target);
        });
        if rest.is_empty() {
            sql.push(") DO NOTHING");
            return Ok(sql);
        }
        sql.push(") DO UPDATE SET ");
        sql.push_list(rest, ", ", |sql, column| {
            sql.push_ident(&column.target).push(" = excluded.").push_ident(&column.target);
        });
        Ok(sql)
    }

    fn upsert(
        &mut self,
        upsert: &Upsert<'_>,
        relation: &Relation,
        alias: Option<&str>,
        qualifier: &Ident,
        parent: &Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        if upsert.next.is_some() {
            return refuse("it has more than one ON CONFLICT");
        }
        let mut sql = Sql::text(" ON CONFLICT");
        if let Some(index) = &upsert.index {
            if index.where_clause.is_some() {
                return refuse("it names a partial index in ON CONFLICT");
            }
            let keys = index.targets.iter().map(|term| target_of(term, relation)).collect::<Result<Vec<_>, _>>()?;
            sql.push(" (");
            sql.push_list(&keys, ", ", |sql, key| {
                sql.push_sql(key);
            });
            sql.push(")");
        }
        let UpsertDo::Set { sets, where_clause } = &upsert.do_clause else {
            sql.push(" DO NOTHING");
            return Ok(sql);
        };
        if upsert.index.is_none() {
            let [UniqueKey::Columns(key)] = relation.unique_keys.as_slice() else {
                return refuse("it updates on a conflict without naming a key");
            };
            sql.push(" (").push_list(key, ", ", |sql, position| {
                sql.push_ident(&relation.columns[*position].target);
            });
            sql.push(")");
        }
        let mut scope = Scope::inside(parent);
        let name = alias.unwrap_or(&relation.source);
        scope.sources.push(Source::of_relation(relation, Some(name), Some(qualifier.clone())));
        let mut excluded = Source::of_relation(relation, Some("excluded"), Some(Ident::fixed("excluded")));
        excluded.qualified_only = true;
        scope.sources.push(excluded);
        let assignments = self.assignments(sets, relation, &scope)?;
        sql.push(" DO UPDATE SET ").push_sql(&assignments);
        if let Some(filter) = where_clause {
            let condition = self.condition(filter, &scope)?;
            sql.push(" WHERE ").push_sql(&condition.sql);
        }
        Ok(sql)
    }

    /// `UPDATE … SET … WHERE …`
    pub(super) fn update(
        &mut self,
        update: &Update<'_, '_>,
        parent: &Scope<'_>,
    ) -> Result<(Sql, Source), NotConverted> {
        if !matches!(update.conflict, None | Some(ResolveType::Abort)) {
            return refuse("it updates with a conflict resolution that PostgreSQL does not have");
        }
        let relation = self.relation(update.table)?;
        let mut scope = Scope::inside(parent);
        let mut sql = Sql::text("UPDATE ");
        let target_sql = target_table(relation, update.table, &mut scope)?;
        sql.push_sql(&target_sql);
        let target = scope.sources[0].clone();
        let from = update.from.map(|from| self.sources(from, &mut scope)).transpose()?;
        let assignments = self.assignments(update.sets, relation, &scope)?;
        sql.push(" SET ").push_sql(&assignments);
        if let Some(from) = from {
            sql.push(" FROM ").push_sql(&from);
        }
        if let Some(first) = update.first {
            return Ok((self.first(update.filter, first, &target_sql, &scope, sql)?, target));
        }
        Ok((self.filter(update.filter, &scope, sql)?, target))
    }

    /// `DELETE FROM … WHERE …`
    pub(super) fn delete(
        &mut self,
        deletion: &Deletion<'_, '_>,
        parent: &Scope<'_>,
    ) -> Result<(Sql, Source), NotConverted> {
        let relation = self.relation(deletion.table)?;
        let mut scope = Scope::inside(parent);
        let mut sql = Sql::text("DELETE FROM ");
        let target_sql = target_table(relation, deletion.table, &mut scope)?;
        sql.push_sql(&target_sql);
        let target = scope.sources[0].clone();
        if let Some(first) = deletion.first {
            return Ok((self.first(deletion.filter, first, &target_sql, &scope, sql)?, target));
        }
        Ok((self.filter(deletion.filter, &scope, sql)?, target))
    }

    /// The first rows in an order, by the place where they stand.
    fn first(
        &mut self,
        filter: Option<&Expr<'_>>,
        first: First<'_, '_>,
        table: &Sql,
        scope: &Scope<'_>,
        mut sql: Sql,
    ) -> Result<Sql, NotConverted> {
        let mut place = Sql::new();
        if let Some(qualifier) = scope.sources.first().and_then(|source| source.qualifier.as_ref()) {
            place.push_ident(qualifier).push(".");
        }
        place.push("ctid");
        let rows = self.filter(filter, scope, Sql::fill("SELECT {} FROM {}", &[&place, table]))?;
        let (order, limit) = (self.order_terms(first.order, scope)?, self.limit(first.limit)?);
        sql.push_sql(&Sql::fill(" WHERE {} IN ({} ORDER BY {}{})", &[&place, &rows, &order, &limit]));
        Ok(sql)
    }

    fn filter(&mut self, filter: Option<&Expr<'_>>, scope: &Scope<'_>, mut sql: Sql) -> Result<Sql, NotConverted> {
        if let Some(filter) = filter {
            let condition = self.condition(filter, scope)?;
            sql.push(" WHERE ").push_sql(&condition.sql);
        }
        Ok(sql)
    }

    fn assignments(&mut self, sets: &[Set<'_>], relation: &Relation, scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        let mut sql = Sql::new();
        for (position, set) in sets.iter().enumerate() {
            sql.push(if position > 0 { ", " } else { "" });
            let [name] = set.col_names.as_slice() else {
                let row = self.assigned_row(set, relation, scope)?;
                sql.push_sql(&row);
                continue;
            };
            let column = column_of(relation, &unquote(name.0))?;
            let value = self.expression(&set.expr, scope)?;
            let value = self.assign(&value, column)?;
            sql.push_ident(&column.target).push(" = ").push_sql(&value);
        }
        Ok(sql)
    }

    /// `(a, b) = (1, 2)` and `(a, b) = (SELECT …)`
    fn assigned_row(&mut self, set: &Set<'_>, relation: &Relation, scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        let names = set.col_names.iter().map(|name| column_of(relation, &unquote(name.0)));
        let columns = names.collect::<Result<Vec<_>, _>>()?;
        let mut sql = Sql::text("(");
        sql.push_list(&columns, ", ", |sql, column| {
            sql.push_ident(&column.target);
        });
        sql.push(") = (");
        match strip(&set.expr) {
            Expr::Parenthesized(values) if values.len() == columns.len() => {
                for (position, (value, column)) in values.iter().zip(&columns).enumerate() {
                    let value = self.expression(value, scope)?;
                    let value = self.assign(&value, column)?;
                    sql.push(if position > 0 { ", " } else { "" }).push_sql(&value);
                }
            }
            Expr::Subquery(select) => {
                let query = self.query_into(select, Some(scope), Use::Rows, &columns)?;
                sql.push_sql(&query.sql);
                sql.push(if query.one_row || select.limit.is_some() { "" } else { " LIMIT 1" });
            }
            _ => return refuse("it assigns a row value that is not converted"),
        }
        sql.push(")");
        Ok(sql)
    }
}

/// `schema.table [AS alias]`, and the table in scope.
fn target_table(relation: &Relation, table: &QualifiedName<'_>, scope: &mut Scope<'_>) -> Result<Sql, NotConverted> {
    let alias = table.alias.as_ref().map(|alias| unquote(alias.0));
    let qualifier = alias.as_deref().map_or(Ok(relation.target.name.clone()), alias_ident)?;
    let name = alias.as_deref().unwrap_or(&relation.source);
    scope.sources.push(Source::of_relation(relation, Some(name), Some(qualifier.clone())));
    let mut sql = Sql::new();
    sql.push_name(&relation.target);
    if qualifier != relation.target.name {
        sql.push(" AS ").push_ident(&qualifier);
    }
    Ok(sql)
}

fn column_of<'c>(relation: &'c Relation, name: &str) -> Result<&'c RelationColumn, NotConverted> {
    match relation.columns.iter().find(|column| column.source.eq_ignore_ascii_case(name)) {
        Some(column) => Ok(column),
        None => refuse(format!("it writes a column \"{name}\" that table \"{}\" does not have", relation.source)),
    }
}

/// A key that ON CONFLICT names, as the unique index holds it.
fn target_of(term: &SortedColumn<'_>, relation: &Relation) -> Result<Sql, NotConverted> {
    let (column, collation) = match strip(&term.expr) {
        Expr::Collate(inner, name) => (strip(inner), Some(unquote(name).to_ascii_uppercase())),
        plain => (plain, None),
    };
    let name = match column {
        Expr::Id(id) => unquote(id.0),
        Expr::Name(name) => unquote(name.0),
        _ => return refuse("it names an expression in ON CONFLICT"),
    };
    let column = column_of(relation, &name)?;
    let mut sql = Sql::new();
    sql.push_ident(&column.target);
    let is_text = matches!(column.data_type, DataType::Text | DataType::Varchar(_));
    match collation.as_deref().unwrap_or(&column.collation) {
        "NOCASE" if is_text => Ok(Sql::fill("(lower({} COLLATE \"C\"))", &[&sql])),
        "RTRIM" if is_text => Ok(Sql::fill("(rtrim({}, ' '))", &[&sql])),
        _ => Ok(sql),
    }
}
