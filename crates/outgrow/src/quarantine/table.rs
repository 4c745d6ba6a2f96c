//! The table itself.

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;

use crate::Result;
use crate::target::Session;

/// The transaction-level lock under which the table is created: "outgrow" in ASCII.
const LOCK: i64 = 0x006f_7574_6772_6f77;

const COMMENT: &str = "Values of the SQLite database that their columns cannot hold; their rows hold a substitute. \
    row_key: JSON, the key columns of the row, or {\"rowid\": n}. \
    value: text and blob as their bytes, integer in decimal, real as eight bytes (IEEE 754, most significant first). \
    target_key: JSON, what finds the row here: the key, or all values where there is no key. \
    substitute: what stands in the row, or sha256: and its hash where that is long.";

/// `outgrow.quarantine`.
pub(super) fn shared() -> QualifiedName {
    QualifiedName::new(Ident::fixed("outgrow"), Ident::fixed("quarantine"))
}

/// The quarantine of a role that may only use one schema.
pub(super) fn beside(schema: &Ident) -> QualifiedName {
    QualifiedName::new(schema.clone(), Ident::fixed("outgrow_quarantine"))
}

/// Waits for others who create a quarantine, until the end of the transaction.
pub(super) fn lock() -> Sql {
    let mut lock = Sql::text("SELECT pg_catalog.pg_advisory_xact_lock(");
    lock.push_integer(LOCK).push(")");
    lock
}

/// The statements that make the table; its schema exists.
pub(super) fn statements(name: &QualifiedName) -> Vec<Sql> {
    let mut create = Sql::text("CREATE TABLE IF NOT EXISTS ");
    create.push_name(name).push(
        " (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    moved_at timestamptz NOT NULL DEFAULT now(),\n    \
         source_table text NOT NULL,\n    target_table text NOT NULL,\n    row_key text NOT NULL,\n    \
         column_name text NOT NULL,\n    target_column text NOT NULL,\n    storage_class text NOT NULL,\n    \
         value bytea NOT NULL,\n    reason text NOT NULL,\n    target_key text NOT NULL,\n    substitute text\n)",
    );
    // Hash, because a row's key can be longer than what a B-tree holds.
    let mut index = Sql::text("CREATE INDEX IF NOT EXISTS outgrow_quarantine_row_key ON ");
    index.push_name(name).push(" USING hash (row_key)");
    let mut comment = Sql::text("COMMENT ON TABLE ");
    comment.push_name(name).push(" IS ").push_literal(COMMENT);
    vec![create, index, index_of_tables(name), comment]
}

const INDEX_OF_TABLES: &str = "outgrow_quarantine_target_table";

/// The statement that makes the values of one table quick to find.
fn index_of_tables(name: &QualifiedName) -> Sql {
    let mut index = Sql::text("CREATE INDEX IF NOT EXISTS ");
    index.push_ident(&Ident::fixed(INDEX_OF_TABLES)).push(" ON ").push_name(name).push(" (target_table)");
    index
}

/// Gives a quarantine that an older version made the index of tables, where the role may: it must own the
/// table and may create in its schema. Whoever fills the quarantine meanwhile is waited for.
pub(super) async fn complete(session: &Session, name: &QualifiedName) -> Result<()> {
    let sql = "SELECT pg_catalog.pg_has_role(c.relowner, 'USAGE') \
               AND pg_catalog.has_schema_privilege(n.oid, 'CREATE') AND NOT EXISTS (SELECT FROM pg_catalog.pg_class i \
               WHERE i.relnamespace = c.relnamespace AND i.relname = $3) FROM pg_catalog.pg_class c \
               JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2";
    let (schema, table) = (name.schema.as_str(), name.name.as_str());
    let row = session.client.query_one(sql, &[&schema, &table, &INDEX_OF_TABLES]).await;
    match row.map_err(|cause| session.error(cause))?.get(0) {
        true => session.execute_all(&[index_of_tables(name)]).await,
        false => Ok(()),
    }
}

/// Whether anything of these tables is kept; there is at least one.
pub(crate) async fn knows(session: &Session, place: &QualifiedName, tables: &[QualifiedName]) -> Result<bool> {
    let mut sql = Sql::text("SELECT EXISTS (SELECT FROM ");
    sql.push_name(place).push(OF_TABLES).push_list(tables, ", ", push_shown).push("))");
    Ok(session.client.query_one(sql.as_str(), &[]).await.map_err(|cause| session.error(cause))?.get(0))
}

const OF_TABLES: &str = " WHERE target_table IN (";

fn push_shown(sql: &mut Sql, table: &QualifiedName) {
    sql.push_literal(&table.to_string());
}

/// Takes away what is kept of tables that are made anew, or taken away.
pub(crate) fn forget(place: &QualifiedName, tables: &[QualifiedName]) -> Sql {
    let mut sql = Sql::text("DELETE FROM ");
    sql.push_name(place).push(OF_TABLES).push_list(tables, ", ", push_shown).push(")");
    sql
}

/// Takes the columns that a [`super::Spool`] holds, in its order.
pub(crate) fn copy_statement(name: &QualifiedName) -> Sql {
    let mut sql = Sql::text("COPY ");
    sql.push_name(name).push(
        " (source_table, target_table, row_key, column_name, target_column, storage_class, value, reason, target_key, \
         substitute) FROM STDIN (FORMAT binary)",
    );
    sql
}
