//! Bytes on the disk of the server, and bytes of WAL.

use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::Plan;
use outgrow_planner::sql::Sql;

use super::outcome::Actual;
use crate::target::Session;
use crate::{Error, Result};

/// How many tables one query asks for.
const AT_ONCE: usize = 500;

/// How large a table is, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// Its rows, long values elsewhere included.
    pub(super) rows: u64,
    /// Each of its indexes.
    pub(super) indexes: Vec<u64>,
}

/// A place in the WAL, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u64);

impl Mark {
    /// Where the WAL stands now; `None` where the role may not ask.
    pub async fn now(session: &Session) -> Option<Mark> {
        let sql = "SELECT (pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn)::bigint";
        let row = session.client.query_one(sql, &[]).await.ok()?;
        Some(Mark(u64::try_from(row.get::<_, i64>(0)).unwrap_or(0)))
    }

    /// Bytes from here to `later`.
    pub(super) fn until(self, later: Mark) -> u64 {
        later.0.saturating_sub(self.0)
    }
}

/// How large a table is.
pub(super) async fn of(session: &Session, table: &QualifiedName) -> Result<Size> {
    let mut sql = Sql::text(
        "SELECT pg_catalog.pg_relation_size(c.oid) + coalesce(pg_catalog.pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0), \
         array(SELECT pg_catalog.pg_relation_size(i.indexrelid) FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid) \
         FROM pg_catalog.pg_class c WHERE c.oid = ",
    );
    sql.push_literal(&table.to_string()).push("::pg_catalog.regclass");
    let row = session.client.query_one(sql.as_str(), &[]).await.map_err(|cause| session.error(cause))?;
    let indexes: Vec<i64> = row.get(1);
    Ok(Size { rows: bytes(row.get(0)), indexes: indexes.into_iter().map(bytes).collect() })
}

/// What a move has taken since `before`.
///
/// # Errors
/// The server cannot be asked.
pub async fn actual(session: &Session, plan: &Plan, before: Option<Mark>) -> Result<Actual> {
    let mut disk = 0;
    for tables in plan.tables.chunks(AT_ONCE) {
        let mut sql = Sql::text(
            "SELECT coalesce(sum(pg_catalog.pg_total_relation_size(pg_catalog.to_regclass(t.name))), 0)::bigint FROM (VALUES ",
        );
        sql.push_list(tables, ", ", |sql, table| {
            sql.push("(").push_literal(&table.target.name.to_string()).push(")");
        });
        sql.push(") t (name)");
        let row =
            session.client.query_one(sql.as_str(), &[]).await.map_err(|cause| -> Error { session.error(cause) })?;
        disk += bytes(row.get(0));
    }
    let now = Mark::now(session).await;
    Ok(Actual { disk, wal: before.zip(now).map(|(before, now)| before.until(now)) })
}

fn bytes(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
