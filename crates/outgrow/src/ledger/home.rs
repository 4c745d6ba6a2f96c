//! Where the ledger is: in schema `outgrow`, or beside the tables where the role may make no schema.

use std::collections::BTreeSet;

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;
use tokio_postgres::Client;

use super::Ledger;
use crate::{Error, ErrorKind, Result};

/// The transaction-level lock under which the tables are made and dropped: "ledger" in ASCII.
const LOCK: i64 = 0x6c65_6467_6572;

const MOVES: &str = "Moves by Outgrow that are not finished: one for each schema. \
    See outgrow status; outgrow clean takes an unfinished move away.";
const PARTS: &str = "What of a move has arrived: parts of tables with the keys between which their rows lie, and \
    statements that were run after the rows.";

impl Ledger {
    fn shared(schema: &Ident) -> Ledger {
        let outgrow = Ident::fixed("outgrow");
        Ledger {
            schema: schema.clone(),
            moves: QualifiedName::new(outgrow.clone(), Ident::fixed("moves")),
            parts: QualifiedName::new(outgrow, Ident::fixed("ledger")),
        }
    }

    fn beside(schema: &Ident) -> Ledger {
        Ledger {
            schema: schema.clone(),
            moves: QualifiedName::new(schema.clone(), Ident::fixed("outgrow_moves")),
            parts: QualifiedName::new(schema.clone(), Ident::fixed("outgrow_ledger")),
        }
    }

    /// Whether the ledger stands in schema `outgrow`.
    pub(crate) fn is_shared(&self) -> bool {
        self.moves.schema.as_str() == "outgrow"
    }

    /// The ledger that a new move into `schema` writes to.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub async fn choose(client: &Client, schema: &Ident) -> Result<Ledger> {
        let sql = "SELECT coalesce(pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace('outgrow')::oid, 'CREATE'), \
                   pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'))";
        let shared: bool = client.query_one(sql, &[]).await.map_err(Error::from)?.get(0);
        Ok(if shared { Ledger::shared(schema) } else { Ledger::beside(schema) })
    }

    /// The ledgers that may know a move into `schema` and that the role may read.
    pub(super) async fn readable(client: &Client, schema: &Ident) -> Result<Vec<Ledger>> {
        let mut found = Vec::new();
        for ledger in [Ledger::shared(schema), Ledger::beside(schema)] {
            // Privileges are asked only of what is there, which the role may look up by name.
            let sql = "SELECT coalesce(bool_and(pg_catalog.has_table_privilege(c.oid, 'SELECT')), false) AND count(*) = 2 \
                       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                       WHERE n.nspname = $1 AND c.relname IN ($2, $3) AND c.relkind = 'r' \
                       AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') \
                       AND EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'target_schema')";
            let (place, moves, parts) =
                (ledger.moves.schema.as_str(), ledger.moves.name.as_str(), ledger.parts.name.as_str());
            if client.query_one(sql, &[&place, &moves, &parts]).await.map_err(Error::from)?.get(0) {
                found.push(ledger);
            }
        }
        Ok(found)
    }

    /// The schemas that readable ledgers know of, in alphabetical order.
    pub(super) async fn schemas(client: &Client) -> Result<BTreeSet<String>> {
        let tables = "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c \
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                      WHERE (n.nspname = 'outgrow' AND c.relname = 'moves' OR c.relname = 'outgrow_moves') AND c.relkind = 'r' \
                      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') \
                      AND EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'target_schema')";
        let mut schemas = BTreeSet::new();
        for row in client.query(tables, &[]).await.map_err(Error::from)? {
            let (Ok(place), Ok(name)) = (Ident::new(row.get::<_, &str>(0)), Ident::new(row.get::<_, &str>(1))) else {
                continue;
            };
            let mut sql = Sql::text("SELECT target_schema FROM ");
            sql.push_name(&QualifiedName::new(place, name));
            let found = client.query(sql.as_str(), &[]).await.map_err(Error::from)?;
            schemas.extend(found.iter().map(|row| row.get::<_, String>(0)));
        }
        Ok(schemas)
    }

    /// The statements that make the tables where they are not there.
    pub(super) fn creation(&self) -> Vec<Sql> {
        let mut all = vec![lock()];
        if self.is_shared() {
            all.push(Sql::text("CREATE SCHEMA IF NOT EXISTS outgrow"));
        }
        let mut moves = Sql::text("CREATE TABLE IF NOT EXISTS ");
        moves.push_name(&self.moves).push(
            " (target_schema text PRIMARY KEY, source text NOT NULL, version text NOT NULL, plan bytea NOT NULL, \
             content bytea NOT NULL, made text NOT NULL, statements bigint NOT NULL, \
             started_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz)",
        );
        let mut parts = Sql::text("CREATE TABLE IF NOT EXISTS ");
        parts.push_name(&self.parts).push(
            " (target_schema text NOT NULL, kind text NOT NULL CHECK (kind IN ('part', 'statement')), \
             position bigint NOT NULL, part bigint NOT NULL, source_table text, low bytea, high bytea, rows bigint, \
             bytes bigint, quarantined bigint, outcome text, message text, done_at timestamptz, \
             PRIMARY KEY (target_schema, kind, position, part))",
        );
        all.extend([moves, parts, comment(&self.moves, MOVES), comment(&self.parts, PARTS)]);
        all
    }

    /// Fails where the names of the tables are somebody else's.
    ///
    /// # Errors
    /// [`ErrorKind::TargetNotEmpty`] then.
    pub(crate) async fn check_names(&self, client: &Client) -> Result<()> {
        let sql = "SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c \
                   JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname IN ($2, $3) \
                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'target_schema')";
        let (place, moves, parts) = (self.moves.schema.as_str(), self.moves.name.as_str(), self.parts.name.as_str());
        match client.query_opt(sql, &[&place, &moves, &parts]).await.map_err(Error::from)? {
            None => Ok(()),
            Some(row) => {
                let name: String = row.get(0);
                let message = format!("the target has a table {name} that is not Outgrow's");
                Err(Error::new(ErrorKind::TargetNotEmpty, message)
                    .hint("Nothing was touched. Rename that table, or choose another database or --schema."))
            }
        }
    }
}

/// Waits for others who make or drop a ledger, until the end of the transaction.
pub(super) fn lock() -> Sql {
    let mut lock = Sql::text("SELECT pg_catalog.pg_advisory_xact_lock(");
    lock.push_integer(LOCK).push(")");
    lock
}

fn comment(table: &QualifiedName, words: &str) -> Sql {
    let mut comment = Sql::text("COMMENT ON TABLE ");
    comment.push_name(table).push(" IS ").push_literal(words);
    comment
}
