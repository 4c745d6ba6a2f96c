//! The rows of parts and of statements.

use std::collections::BTreeMap;

use outgrow_planner::sql::Sql;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::Ledger;
use crate::source::ranges::{Key, Range};
use crate::{Error, ErrorKind, Result};

/// How many rows one INSERT has.
const ROWS_AT_ONCE: usize = 500;

/// What was loaded of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// Rows.
    pub(crate) rows: u64,
    /// Bytes sent.
    pub(crate) bytes: u64,
    /// Values in quarantine.
    pub(crate) quarantined: u64,
}

/// A part of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PartRow {
    /// Where its rows are.
    pub(crate) range: Range,
    /// What was loaded of it; `None` where nothing was.
    pub(crate) loaded: Option<Loaded>,
}

/// What became of a statement that follows the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Addition {
    /// It was run.
    Done,
    /// PostgreSQL refused it; its message.
    Refused(String),
    /// The constraint is NOT VALID; PostgreSQL's message.
    Weakened(String),
    /// A constraint binds new rows; those that are there are still to be checked.
    Unchecked,
}

/// Everything that the ledger knows of a move.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Progressed {
    /// The parts of each table, by its position in the plan.
    pub(crate) parts: BTreeMap<usize, Vec<PartRow>>,
    /// The statements, by their position.
    pub(crate) additions: BTreeMap<usize, Addition>,
}

/// Whether a part is still to be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It is, and nobody else can do it before the transaction ends.
    Ours,
    /// Somebody has just done it.
    Done,
}

impl Ledger {
    /// The statements that write the rows of all parts; `tables` has SQLite's names.
    pub(crate) fn parts(&self, tables: &[(&str, Vec<Range>)]) -> Vec<Sql> {
        let rows = tables.iter().enumerate().flat_map(|(position, (table, ranges))| {
            ranges.iter().enumerate().map(move |(part, range)| (position, part, *table, range))
        });
        let rows: Vec<_> = rows.collect();
        rows.chunks(ROWS_AT_ONCE).map(|rows| self.insert_parts(rows)).collect()
    }

    fn insert_parts(&self, rows: &[(usize, usize, &str, &Range)]) -> Sql {
        let mut sql = Sql::text("INSERT INTO ");
        sql.push_name(&self.parts);
        sql.push(" (target_schema, kind, position, part, source_table, low, high) VALUES ");
        sql.push_list(rows, ", ", |sql, (position, part, table, range)| {
            sql.push("(").push_literal(self.schema.as_str()).push(", 'part', ").push_integer(*position as i64);
            sql.push(", ").push_integer(*part as i64).push(", ").push_literal(&table.replace('\0', "\u{fffd}"));
            for bound in [&range.low, &range.high] {
                match bound {
                    Some(key) => sql.push(", ").push_bytes(&key.to_bytes()),
                    None => sql.push(", NULL"),
                };
            }
            sql.push(")");
        });
        sql
    }

    /// Begins the transaction of a part, and looks whether it is still to be done. Waits for
    /// whoever may be doing it: the session of a process that was killed can outlive it.
    pub(crate) fn claim(&self, position: usize, part: usize) -> Sql {
        let mut sql = Sql::text("BEGIN; SELECT done_at IS NOT NULL FROM ");
        sql.push_name(&self.parts);
        self.push_place(&mut sql, position, part);
        sql.push(" FOR UPDATE");
        sql
    }

    /// The answer to [`Ledger::claim`].
    pub(crate) fn claimed(&self, answer: &[SimpleQueryMessage]) -> Result<Claim> {
        let row = answer.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        match row.and_then(|row| row.get(0)) {
            Some("f") => Ok(Claim::Ours),
            Some(_) => Ok(Claim::Done),
            None => {
                let message = format!("the ledger of the move into schema {} was taken away meanwhile", self.schema);
                Err(Error::new(ErrorKind::Target, message).hint("Start the move again."))
            }
        }
    }

    /// Marks a part and commits it.
    pub(crate) fn loaded(&self, position: usize, part: usize, loaded: Loaded) -> Sql {
        let mut sql = Sql::text("UPDATE ");
        sql.push_name(&self.parts).push(" SET done_at = clock_timestamp(), rows = ");
        sql.push_integer(loaded.rows.cast_signed()).push(", bytes = ").push_integer(loaded.bytes.cast_signed());
        sql.push(", quarantined = ").push_integer(loaded.quarantined.cast_signed());
        self.push_place(&mut sql, position, part);
        sql.push("; COMMIT");
        sql
    }

    /// Which row is that of a part.
    fn push_place(&self, sql: &mut Sql, position: usize, part: usize) {
        sql.push(" WHERE target_schema = ").push_literal(self.schema.as_str());
        sql.push(" AND kind = 'part' AND position = ").push_integer(position as i64);
        sql.push(" AND part = ").push_integer(part as i64);
    }

    /// Notes what became of a statement, in place of what was noted before.
    pub(crate) fn added(&self, position: usize, addition: &Addition) -> Sql {
        let (outcome, message) = match addition {
            Addition::Done => ("done", None),
            Addition::Unchecked => ("unchecked", None),
            Addition::Refused(message) => ("refused", Some(message)),
            Addition::Weakened(message) => ("weakened", Some(message)),
        };
        let mut sql = Sql::text("INSERT INTO ");
        sql.push_name(&self.parts);
        sql.push(" (target_schema, kind, position, part, outcome, message, done_at) VALUES (");
        sql.push_literal(self.schema.as_str()).push(", 'statement', ").push_integer(position as i64).push(", 0, ");
        sql.push_literal(outcome).push(", ");
        match message {
            Some(message) => sql.push_literal(message),
            None => sql.push("NULL"),
        };
        sql.push(", clock_timestamp()) ON CONFLICT (target_schema, kind, position, part) DO UPDATE ");
        sql.push("SET outcome = EXCLUDED.outcome, message = EXCLUDED.message, done_at = EXCLUDED.done_at");
        sql
    }

    /// Reads all rows of the move.
    pub(crate) async fn progressed(&self, client: &Client) -> Result<Progressed> {
        let mut sql = Sql::text(
            "SELECT kind, position, low, high, done_at IS NOT NULL, coalesce(rows, 0), coalesce(bytes, 0), \
             coalesce(quarantined, 0), coalesce(outcome, ''), coalesce(message, '') FROM ",
        );
        sql.push_name(&self.parts).push(" WHERE target_schema = ").push_literal(self.schema.as_str());
        sql.push(" ORDER BY kind, position, part");
        let mut all = Progressed::default();
        for row in client.query(sql.as_str(), &[]).await.map_err(Error::from)? {
            let position = usize::try_from(row.get::<_, i64>(1)).map_err(|_| self.damaged())?;
            if row.get::<_, &str>(0) == "statement" {
                all.additions.insert(position, addition(row.get(8), row.get(9)).ok_or_else(|| self.damaged())?);
                continue;
            }
            let count = |position: usize| row.get::<_, i64>(position).unsigned_abs();
            let loaded = Loaded { rows: count(5), bytes: count(6), quarantined: count(7) };
            let key = |position: usize| bound(row.get(position)).ok_or_else(|| self.damaged());
            let range = Range { low: key(2)?, high: key(3)? };
            let part = PartRow { range, loaded: row.get::<_, bool>(4).then_some(loaded) };
            all.parts.entry(position).or_default().push(part);
        }
        Ok(all)
    }

    fn damaged(&self) -> Error {
        let message = format!("the ledger of the move into schema {} cannot be read", self.schema);
        Error::new(ErrorKind::Target, message)
            .hint("Take the unfinished move away with outgrow clean, and start again.")
    }
}

/// A bound of a range; the outer `None` is a damaged one.
fn bound(bytes: Option<&[u8]>) -> Option<Option<Key>> {
    match bytes {
        None => Some(None),
        Some(bytes) => Key::from_bytes(bytes).map(Some),
    }
}

fn addition(outcome: &str, message: String) -> Option<Addition> {
    match outcome {
        "done" => Some(Addition::Done),
        "unchecked" => Some(Addition::Unchecked),
        "refused" => Some(Addition::Refused(message)),
        "weakened" => Some(Addition::Weakened(message)),
        _ => None,
    }
}
