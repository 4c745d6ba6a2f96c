//! What the server says about the table of the target, as far as it can be cut.

use super::layout::Layout;
use super::postgres::Postgres;
use super::trouble;
use crate::Result;

/// What the server says about a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Whether an index begins with the first column of the key, so that a range of it is found
    /// without reading the whole table.
    pub key_is_indexed: bool,
    /// Whether a range of its blocks can be read without reading the whole table.
    pub has_blocks: bool,
    /// How many blocks it has now; the transaction may see fewer.
    pub blocks: u32,
}

/// Ranges of blocks are read as such from PostgreSQL 14 on.
const QUERY: &str = "\
    SELECT EXISTS (SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam \
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] \
                   WHERE i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL AND m.amname = 'btree' \
                   AND a.attname = $3), \
           c.relkind = 'r' AND m.amname = 'heap' AND current_setting('server_version_num')::int >= 140000, \
           CASE WHEN c.relkind = 'r' THEN pg_relation_size(c.oid) / current_setting('block_size')::bigint ELSE 0 END \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am m ON m.oid = c.relam \
    WHERE n.nspname = $1 AND c.relname = $2";

impl Layout {
    /// Asks the server.
    pub(super) fn facts(&self, postgres: Postgres<'_>) -> Result<Facts> {
        let (schema, table) = (self.target.schema.as_str(), self.target.name.as_str());
        let key = self.key_name().map_or("", |name| name.as_str());
        let row = postgres
            .runtime
            .block_on(postgres.client.query_opt(QUERY, &[&schema, &table, &key]))
            .map_err(|cause| trouble::of_target(&self.table, cause))?;
        let Some(row) = row else { return Ok(Facts::default()) };
        let has_blocks: Option<bool> = row.get(1);
        let blocks: i64 = row.get(2);
        Ok(Facts {
            key_is_indexed: row.get(0),
            has_blocks: has_blocks.unwrap_or(false),
            blocks: u32::try_from(blocks).unwrap_or(u32::MAX),
        })
    }

    /// Whether the target has a row without the first column of the key, which no range of it has.
    pub(super) fn has_null_key(&self, postgres: Postgres<'_>) -> Result<bool> {
        let Some(key) = self.key_name() else { return Ok(false) };
        let mut query = outgrow_planner::sql::Sql::text("SELECT FROM ");
        query.push_name(&self.target).push(" WHERE ").push_ident(key).push(" IS NULL LIMIT 1");
        let asking = postgres.client.query_opt(query.as_str(), &[]);
        let found = postgres.runtime.block_on(asking).map_err(|cause| trouble::of_target(&self.table, cause))?;
        Ok(found.is_some())
    }
}
