//! One value: from quarantine into its row, in one transaction.

use std::collections::BTreeMap;

use outgrow_planner::ident::QualifiedName;
use outgrow_planner::sql::Sql;

use super::find::{Found, Sibling, find};
use super::raw::Raw;
use super::table::{Column, Origin, Table};
use super::{Changed, RequeueOptions, Trial, name};
use crate::copy::{Purpose, field};
use crate::quarantine::{Kept, replaced, value_of};
use crate::target::Session;
use crate::{Error, Result};

/// Two who put values in their places do so one after the other: "requeue" in ASCII.
const LOCK: i64 = 0x0072_6571_7565_7565;

/// What became of a value.
pub(super) enum Outcome {
    /// It is in its place.
    Placed,
    /// It is in quarantine still; why.
    Stays(String),
}

/// A session, and what it knows of the tables.
pub(super) struct Work<'a> {
    session: &'a Session,
    options: RequeueOptions,
    tables: BTreeMap<String, Option<Table>>,
}

impl Work<'_> {
    pub(super) fn new(session: &Session, options: RequeueOptions) -> Work<'_> {
        Work { session, options, tables: BTreeMap::new() }
    }

    /// Tries to put one value in its place; `None` where it is in quarantine no more.
    pub(super) async fn entry(&mut self, place: &QualifiedName, id: i64) -> Result<Option<(Kept, Outcome)>> {
        let mut lock = Sql::text("SELECT pg_catalog.pg_advisory_xact_lock(");
        lock.push_integer(LOCK).push(")");
        self.session.execute_all(&[Sql::text("BEGIN"), lock]).await?;
        let Some(kept) = Kept::lock(self.session, place, id).await? else {
            self.session.execute_all(&[Sql::text("ROLLBACK")]).await?;
            return Ok(None);
        };
        let tried = self.try_place(place, id, &kept).await;
        let outcome = match tried {
            Ok(Outcome::Placed) => self.end().await,
            Ok(Outcome::Stays(reason)) => Ok(Outcome::Stays(reason)),
            Err(error) => Err(error),
        };
        let outcome = match outcome {
            Ok(Outcome::Placed) if self.options.trial == Trial::Write => return Ok(Some((kept, Outcome::Placed))),
            Ok(outcome) => outcome,
            Err(error) => Outcome::Stays(refusal(error)?),
        };
        self.session.execute_all(&[Sql::text("ROLLBACK")]).await?;
        Ok(Some((kept, outcome)))
    }

    /// Constraints that are deferred count now, so that a trial tells the truth.
    async fn end(&self) -> Result<Outcome> {
        let last = match self.options.trial {
            Trial::Write => Sql::text("COMMIT"),
            Trial::TakeBack => Sql::text("SET CONSTRAINTS ALL IMMEDIATE"),
        };
        self.session.execute_all(&[last]).await?;
        Ok(Outcome::Placed)
    }

    async fn try_place(&mut self, place: &QualifiedName, id: i64, kept: &Kept) -> Result<Outcome> {
        let (session, changed) = (self.session, self.options.changed);
        let Some(table) = self.table(&kept.target_table).await? else {
            return Ok(stays(format!("table {} is not there", kept.target_table)));
        };
        let Some(column) = table.columns.get(&kept.target_column) else {
            return Ok(stays(format!("column \"{}\" is not there", kept.target_column)));
        };
        let field = match encoded(column, kept)? {
            Ok(field) => field,
            Err(reason) => return Ok(stays(reason)),
        };
        let siblings = siblings(session, place, id, kept).await?;
        let ctid = match (find(session, table, column, kept, &siblings).await?, changed) {
            (Found::Untouched { ctid }, _) | (Found::Changed { ctid }, Changed::Overwrite) => ctid,
            (Found::Changed { .. }, Changed::Keep) => return Ok(stays(CONFLICT.to_owned())),
            (Found::Unclear(reason), _) => return Ok(stays(reason)),
        };
        update(session, table, column, Raw(field), &ctid).await?;
        tell_siblings(session, place, kept, &siblings).await?;
        delete(session, place, id).await?;
        Ok(Outcome::Placed)
    }

    async fn table(&mut self, shown: &str) -> Result<Option<&Table>> {
        if !self.tables.contains_key(shown) {
            let table = match name::parse(shown) {
                Some(name) => Table::look(self.session, name).await?,
                None => None,
            };
            self.tables.insert(shown.to_owned(), table);
        }
        Ok(self.tables.get(shown).and_then(Option::as_ref))
    }
}

const CONFLICT: &str = "its row was changed since the move; --overwrite replaces what is there";

fn stays(reason: String) -> Outcome {
    Outcome::Stays(reason)
}

/// The value in the form of its column, or why it has none.
fn encoded(column: &Column, kept: &Kept) -> Result<std::result::Result<Option<Vec<u8>>, String>> {
    if column.origin == Origin::Computed {
        return Ok(Err("PostgreSQL computes its column".to_owned()));
    }
    let Some(data_type) = column.data_type else {
        return Ok(Err(format!("no rule makes values of type {}", column.shown)));
    };
    match value_of(&kept.storage_class, &kept.value) {
        Ok(value) => field(data_type, value, Purpose::Place),
        Err(reason) => Ok(Err(reason.to_owned())),
    }
}

async fn siblings(session: &Session, place: &QualifiedName, id: i64, kept: &Kept) -> Result<Vec<Sibling>> {
    // A row that nothing names has siblings that nobody knows.
    if kept.row_key == "{}" {
        return Ok(Vec::new());
    }
    let mut sql = Sql::text("SELECT id, target_column, substitute, target_key FROM ");
    sql.push_name(place)
        .push(" WHERE row_key = $1 AND target_table = $2 AND id <> $3 AND target_column <> $4 FOR UPDATE");
    let rows = session.client.query(sql.as_str(), &[&kept.row_key, &kept.target_table, &id, &kept.target_column]).await;
    let rows = rows.map_err(|cause| session.error(cause))?;
    let sibling = |row: &tokio_postgres::Row| Sibling {
        id: row.get(0),
        column: row.get(1),
        substitute: row.get(2),
        target_key: row.get(3),
    };
    Ok(rows.iter().map(sibling).collect())
}

async fn update(session: &Session, table: &Table, column: &Column, value: Raw, ctid: &str) -> Result<()> {
    let mut sql = Sql::text("UPDATE ONLY ");
    sql.push_name(&table.name).push(" SET ").push_ident(&column.name).push(" = $1 WHERE ctid = $2::text::tid");
    session.execute_all(&table.quiet()).await?;
    let updated = session.client.execute(sql.as_str(), &[&value, &ctid]).await.map_err(|cause| session.error(cause))?;
    if updated != 1 {
        let message = format!("PostgreSQL changed {updated} rows of {} instead of one", table.name);
        return Err(Error::new(crate::ErrorKind::Target, message));
    }
    let wake = table.wake();
    if !wake.is_empty() {
        // A table with events of deferred constraints cannot be altered.
        session.execute_all(&[Sql::text("SET CONSTRAINTS ALL IMMEDIATE")]).await?;
        session.execute_all(&wake).await?;
    }
    Ok(())
}

/// The other values of a row without a key find it by this one too, which may have been mended.
async fn tell_siblings(session: &Session, place: &QualifiedName, kept: &Kept, siblings: &[Sibling]) -> Result<()> {
    let Ok(value) = value_of(&kept.storage_class, &kept.value) else { return Ok(()) };
    let mut sql = Sql::text("UPDATE ");
    sql.push_name(place).push(" SET target_key = $1 WHERE id = $2");
    for sibling in siblings {
        if let Some(key) = replaced(&sibling.target_key, &kept.target_column, value) {
            session.client.execute(sql.as_str(), &[&key, &sibling.id]).await.map_err(|cause| session.error(cause))?;
        }
    }
    Ok(())
}

async fn delete(session: &Session, place: &QualifiedName, id: i64) -> Result<()> {
    let mut sql = Sql::text("DELETE FROM ");
    sql.push_name(place).push(" WHERE id = $1");
    session.client.execute(sql.as_str(), &[&id]).await.map(drop).map_err(|cause| session.error(cause))
}

/// What PostgreSQL has against the value itself; all else is an error of the whole work.
///
/// 22: data exceptions, 23: constraints, 54: too large for an index, P0: raised by a function.
fn refusal(error: Error) -> Result<String> {
    let sqlstate = error.sqlstate_text().unwrap_or_default().to_owned();
    if !["22", "23", "54", "P0"].iter().any(|class| sqlstate.starts_with(class)) {
        return Err(error);
    }
    Ok(format!("PostgreSQL refuses it: {error} [{sqlstate}]"))
}
