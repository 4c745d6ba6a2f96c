//! One statement: SELECT, INSERT, UPDATE or DELETE.

use sqlite3_parser::ast::{InsertBody, Limit, ResultColumn, SortedColumn, Stmt, With};

use crate::sql::Sql;

use super::change::{Deletion, First, Insertion, Update};
use super::parse::with_statement;
use super::scope::{Scope, Source};
use super::select::{Output, Use, listed};
use super::translator::{Translator, refuse};
use super::{NotConverted, Relations, Translated};

/// One SELECT, INSERT, UPDATE or DELETE over `relations`.
pub fn statement(sql: &str, relations: &Relations) -> Result<Translated, NotConverted> {
    let mut translator = Translator::new(relations);
    let translated = with_statement(sql, |statement| translator.statement(statement))?;
    Ok(translator.finish(translated))
}

impl Translator<'_> {
    fn statement(&mut self, statement: &Stmt<'_>) -> Result<Sql, NotConverted> {
        match statement {
            Stmt::Select(select) => Ok(self.nested_query(select, None, Use::Answer)?.sql),
            Stmt::Insert { with, or_conflict, tbl_name, columns, body, returning } => {
                let before = self.before(with.as_ref())?;
                let columns = columns.as_ref();
                let body = match body {
                    InsertBody::Select(select, upsert) => Some((*select, *upsert)),
                    InsertBody::DefaultValues => None,
                };
                let insertion = Insertion { conflict: *or_conflict, table: tbl_name, columns, body };
                let (sql, target) = self.insert(&insertion, &Scope::empty())?;
                self.whole(before, sql, *returning, target)
            }
            Stmt::Update { order_by: Some(_), limit: None, .. }
            | Stmt::Delete { order_by: Some(_), limit: None, .. } => {
                refuse("it changes rows in an order without a limit, which SQLite refuses")
            }
            Stmt::Update { order_by: None, limit: Some(_), .. }
            | Stmt::Update { from: Some(_), limit: Some(_), .. }
            | Stmt::Delete { order_by: None, limit: Some(_), .. } => refuse_with(
                "it changes a limited number of rows, and nothing says which",
                "Choose the rows by a subquery: WHERE id IN (SELECT id … ORDER BY … LIMIT …).",
            ),
            Stmt::Update {
                with, or_conflict, tbl_name, sets, from, where_clause, returning, order_by, limit, ..
            } => {
                let first = first(*order_by, *limit);
                let before = self.before(with.as_ref())?;
                let (from, filter) = (from.as_ref(), where_clause.as_ref());
                let update = Update { conflict: *or_conflict, table: tbl_name, sets, from, filter, first };
                let (sql, target) = self.update(&update, &Scope::empty())?;
                self.whole(before, sql, *returning, target)
            }
            Stmt::Delete { with, tbl_name, where_clause, returning, order_by, limit, .. } => {
                let first = first(*order_by, *limit);
                let before = self.before(with.as_ref())?;
                let deletion = Deletion { table: tbl_name, filter: where_clause.as_ref(), first };
                let (sql, target) = self.delete(&deletion, &Scope::empty())?;
                self.whole(before, sql, *returning, target)
            }
            other => refuse_kind(other),
        }
    }

    fn before(&mut self, with: Option<&With<'_>>) -> Result<Sql, NotConverted> {
        with.map_or(Ok(Sql::new()), |with| self.with(with, None))
    }

    /// `WITH … INSERT … RETURNING …`; RETURNING sees the columns of the changed table alone.
    fn whole(
        &mut self,
        before: Sql,
        change: Sql,
        returning: Option<&[ResultColumn<'_>]>,
        target: Source,
    ) -> Result<Sql, NotConverted> {
        let mut sql = before;
        sql.push_sql(&change);
        let Some(columns) = returning else { return Ok(sql) };
        let mut scope = Scope { level: 1, sources: vec![target], ..Scope::empty() };
        let mut outputs = self.outputs(columns, &mut scope)?;
        if self.aggregated {
            return refuse("it returns an aggregate");
        }
        for output in &mut outputs {
            *output = Output { typed: self.answer(&output.typed)?, ..output.clone() };
        }
        self.show_json(&mut outputs);
        sql.push(" RETURNING ").push_sql(&listed(&outputs, Use::Answer));
        Ok(sql)
    }
}

/// `ORDER BY … LIMIT …`; SQLite itself refuses the one without the other.
fn first<'t, 'b>(order: Option<&'t [SortedColumn<'b>]>, limit: Option<&'t Limit<'b>>) -> Option<First<'t, 'b>> {
    Some(First { order: order?, limit: limit? })
}

/// What to do instead of a statement that PostgreSQL does otherwise.
fn refuse_kind(statement: &Stmt<'_>) -> Result<Sql, NotConverted> {
    match statement {
        Stmt::Pragma(..) => refuse_with(
            "it is a PRAGMA",
            "Leave it out; what PostgreSQL has in its place are settings (SET) and the catalogs (information_schema).",
        ),
        Stmt::Attach { .. } | Stmt::Detach(_) => refuse_with(
            "it attaches or detaches a database file",
            "Move the other file into a schema of the same database (--schema) and name its tables with the schema.",
        ),
        Stmt::Vacuum(..) => refuse_with("it is a VACUUM", "Leave it out; PostgreSQL vacuums by itself."),
        Stmt::Analyze(_) => refuse_with("it is an ANALYZE", "Leave it out; PostgreSQL analyzes by itself."),
        Stmt::Reindex { .. } => refuse_with("it is a REINDEX", "Leave it out, or REINDEX the index by its new name."),
        Stmt::Begin(..) | Stmt::Commit(_) | Stmt::Rollback { .. } | Stmt::Savepoint(_) | Stmt::Release(_) => {
            refuse_with(
                "it begins or ends a transaction",
                "Write BEGIN, COMMIT, ROLLBACK or SAVEPOINT as PostgreSQL has them; DEFERRED, IMMEDIATE and EXCLUSIVE fall away.",
            )
        }
        Stmt::CreateTable { .. }
        | Stmt::CreateIndex { .. }
        | Stmt::CreateView { .. }
        | Stmt::CreateTrigger { .. }
        | Stmt::CreateVirtualTable { .. }
        | Stmt::AlterTable(..)
        | Stmt::DropTable { .. }
        | Stmt::DropIndex { .. }
        | Stmt::DropView { .. }
        | Stmt::DropTrigger { .. } => refuse_with(
            "it changes the structure of the database",
            "Change the SQLite file and move it again, or write the statement for PostgreSQL.",
        ),
        Stmt::Select(_) | Stmt::Insert { .. } | Stmt::Update { .. } | Stmt::Delete { .. } => {
            refuse("it is a statement that is not converted")
        }
    }
}

/// Refuses, with what to do instead.
pub(super) fn refuse_with<T>(reason: &str, suggestion: &str) -> Result<T, NotConverted> {
    Err(NotConverted { reason: reason.to_owned(), suggestion: Some(suggestion.to_owned()) })
}
