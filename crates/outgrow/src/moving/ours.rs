//! What of Outgrow's own stood in the target before a move: its quarantine and its functions.

use outgrow_planner::sql::Sql;
use tokio_postgres::Client;

use super::footing::Existence;
use crate::{Error, ErrorKind, Result, quarantine};

/// What of Outgrow's own stood in the target before a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ours {
    /// Schema `outgrow`.
    schema: Existence,
    /// The last number in `outgrow.quarantine`; `None` where there is no such table.
    quarantined: Option<i64>,
    /// Schema `outgrow_sqlite`.
    functions: Existence,
}

/// The columns that a quarantine of ours has.
const COLUMNS: [&str; 10] = [
    "id",
    "moved_at",
    "source_table",
    "target_table",
    "row_key",
    "column_name",
    "target_column",
    "storage_class",
    "value",
    "reason",
];

impl Ours {
    /// Looks; fails where a table called `outgrow.quarantine` is somebody else's.
    pub(super) async fn find(client: &Client) -> Result<Ours> {
        let sql = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'outgrow'), \
             EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'outgrow_sqlite'), \
             pg_catalog.to_regclass('outgrow.quarantine') IS NOT NULL, \
             (SELECT count(*) FROM pg_catalog.pg_attribute \
              WHERE attrelid = pg_catalog.to_regclass('outgrow.quarantine') AND attname = ANY ($1))";
        let row = client.query_one(sql, &[&COLUMNS.as_slice()]).await.map_err(Error::from)?;
        let quarantined = match (row.get::<_, bool>(2), usize::try_from(row.get::<_, i64>(3)).unwrap_or(0)) {
            (false, _) => None,
            (true, found) if found < COLUMNS.len() => return Err(foreign()),
            (true, _) => Some(last(client).await?),
        };
        Ok(Ours { schema: Existence::of(row.get(0)), quarantined, functions: Existence::of(row.get(1)) })
    }

    /// The statements that take away what came since.
    pub(super) fn restore(&self) -> Vec<Sql> {
        let mut all = Vec::new();
        match self.quarantined {
            Some(last) => {
                let mut sql = Sql::text("DELETE FROM ");
                sql.push_name(&quarantine::table()).push(" WHERE id > ").push_integer(last);
                all.push(sql);
            }
            None => {
                let mut sql = Sql::text("DROP TABLE IF EXISTS ");
                sql.push_name(&quarantine::table());
                all.push(sql);
            }
        }
        if self.schema == Existence::Missing {
            all.push(Sql::text("DROP SCHEMA IF EXISTS outgrow"));
        }
        if self.functions == Existence::Missing {
            all.push(Sql::text("DROP SCHEMA IF EXISTS outgrow_sqlite CASCADE"));
        }
        all
    }
}

async fn last(client: &Client) -> Result<i64> {
    let mut sql = Sql::text("SELECT coalesce(max(id), 0) FROM ");
    sql.push_name(&quarantine::table());
    Ok(client.query_one(sql.as_str(), &[]).await.map_err(Error::from)?.get(0))
}

fn foreign() -> Error {
    Error::new(ErrorKind::TargetNotEmpty, "the target already has a table outgrow.quarantine that is not Outgrow's")
        .hint("Nothing was touched. Rename that table, or choose another database.")
}
