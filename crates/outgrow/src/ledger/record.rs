//! The row of a move, and how far it has come.

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;
use tokio_postgres::{Client, Row};

use super::{Ledger, Made};
use crate::{Error, ErrorKind, Result};

/// What is known of an unfinished move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The SQLite file, as a path on the machine that moved it.
    pub source: String,
    /// Outgrow's version.
    pub version: String,
    /// A digest of what was planned.
    pub plan: Vec<u8>,
    /// A digest of the rows.
    pub content: Vec<u8>,
    /// How many statements follow the rows.
    pub statements: u64,
    pub(crate) made: Made,
}

/// How far a move has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Parts of tables that are loaded.
    pub loaded: u64,
    /// Parts of tables.
    pub parts: u64,
    /// Rows that are loaded.
    pub rows: u64,
    /// Values in quarantine.
    pub quarantined: u64,
    /// Statements that were run after the rows, also such that PostgreSQL refused.
    pub added: u64,
    /// Statements that follow the rows.
    pub statements: u64,
}

impl State {
    /// Whether everything but the comparison is done.
    pub fn is_complete(&self) -> bool {
        self.loaded == self.parts && self.added == self.statements
    }
}

impl Standing {
    /// The tables that the move made.
    pub fn tables(&self) -> impl Iterator<Item = &QualifiedName> {
        self.record.made.tables.iter()
    }
}

/// An unfinished move, as `outgrow status` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The ledger that knows it.
    pub ledger: Ledger,
    /// What it is.
    pub record: Record,
    /// How far it has come.
    pub state: State,
    /// When it began, as PostgreSQL writes it, in UTC.
    pub started_at: String,
    /// Whether everything has arrived and was compared, and only the report may not have been told.
    pub finished: bool,
}

impl Ledger {
    /// The unfinished move into `schema`; `None` where there is none.
    ///
    /// # Errors
    /// The server cannot be asked, or the ledger is not as this version writes it.
    pub async fn find(client: &Client, schema: &Ident) -> Result<Option<Standing>> {
        for ledger in Ledger::readable(client, schema).await? {
            if let Some(standing) = ledger.standing(client).await? {
                return Ok(Some(standing));
            }
        }
        Ok(None)
    }

    /// All unfinished moves that the role may know of, by schema.
    ///
    /// # Errors
    /// The server cannot be asked, or a ledger is not as this version writes it.
    pub async fn all(client: &Client) -> Result<Vec<Standing>> {
        let mut all: Vec<Standing> = Vec::new();
        for schema in Ledger::schemas(client).await? {
            // A schema that a file could not have is no schema of a move.
            let Ok(schema) = Ident::new(schema) else { continue };
            all.extend(Ledger::find(client, &schema).await?);
        }
        Ok(all)
    }

    async fn standing(self, client: &Client) -> Result<Option<Standing>> {
        let mut sql = Sql::text(
            "SELECT source, version, plan, content, made, statements, started_at::text, finished_at IS NOT NULL FROM ",
        );
        sql.push_name(&self.moves).push(" WHERE target_schema = ").push_literal(self.schema.as_str());
        let Some(row) = client.query_opt(sql.as_str(), &[]).await.map_err(Error::from)? else { return Ok(None) };
        let record = record(&row).ok_or_else(|| self.unreadable())?;
        let state = self.state(client, record.statements).await?;
        Ok(Some(Standing { ledger: self, record, state, started_at: row.get(6), finished: row.get(7) }))
    }

    async fn state(&self, client: &Client, statements: u64) -> Result<State> {
        let mut sql = Sql::text(
            "SELECT count(*) FILTER (WHERE kind = 'part' AND done_at IS NOT NULL), count(*) FILTER (WHERE kind = 'part'), \
             coalesce(sum(rows), 0)::bigint, coalesce(sum(quarantined), 0)::bigint, \
             count(*) FILTER (WHERE kind = 'statement' AND outcome <> 'unchecked') FROM ",
        );
        sql.push_name(&self.parts).push(" WHERE target_schema = ").push_literal(self.schema.as_str());
        let row = client.query_one(sql.as_str(), &[]).await.map_err(Error::from)?;
        let count = |position: usize| row.get::<_, i64>(position).unsigned_abs();
        Ok(State {
            loaded: count(0),
            parts: count(1),
            rows: count(2),
            quarantined: count(3),
            added: count(4),
            statements,
        })
    }

    /// The statements that write the row of a new move.
    pub(crate) fn begin(&self, record: &Record) -> Vec<Sql> {
        let mut insert = Sql::text("INSERT INTO ");
        insert.push_name(&self.moves);
        insert.push(" (target_schema, source, version, plan, content, made, statements) VALUES (");
        insert.push_literal(self.schema.as_str()).push(", ").push_literal(&record.source).push(", ");
        insert.push_literal(&record.version).push(", ").push_bytes(&record.plan).push(", ");
        insert.push_bytes(&record.content).push(", ").push_literal(&record.made.to_json()).push(", ");
        insert.push_integer(record.statements.cast_signed()).push(")");
        let mut all = self.creation();
        all.push(insert);
        all
    }

    /// The statement that writes down anew what the move made.
    pub(crate) fn remember(&self, made: &Made) -> Sql {
        let mut update = Sql::text("UPDATE ");
        update.push_name(&self.moves).push(" SET made = ").push_literal(&made.to_json());
        update.push(" WHERE target_schema = ").push_literal(self.schema.as_str());
        update
    }

    fn unreadable(&self) -> Error {
        let message =
            format!("the unfinished move into schema {} was begun by another version of Outgrow", self.schema);
        Error::new(ErrorKind::TargetNotEmpty, message)
            .hint("Go on with that version, or drop the tables by hand and delete its rows from the ledger.")
    }
}

fn record(row: &Row) -> Option<Record> {
    let made: String = row.get(4);
    Some(Record {
        source: row.get(0),
        version: row.get(1),
        plan: row.get(2),
        content: row.get(3),
        statements: row.get::<_, i64>(5).unsigned_abs(),
        made: Made::from_json(&made)?,
    })
}
