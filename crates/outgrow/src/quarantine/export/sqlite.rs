//! A SQLite database, in which every value has its storage class again.

use std::path::Path;

use outgrow_planner::value::Value;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, params};

use super::super::entries::StoredValue;
use super::{Entry, Writer};

// The column has no declared type, so that SQLite converts nothing.
const CREATE: &str = "CREATE TABLE quarantine (id INTEGER NOT NULL, moved_at TEXT NOT NULL, source_table TEXT NOT NULL, \
    target_table TEXT NOT NULL, row_key TEXT NOT NULL, \"column\" TEXT NOT NULL, target_column TEXT NOT NULL, \
    storage_class TEXT NOT NULL, reason TEXT NOT NULL, value); BEGIN";
const INSERT: &str = "INSERT INTO quarantine VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

pub(super) struct Sqlite(Connection);

impl Sqlite {
    /// Opens the empty file that was just created.
    pub(super) fn new(path: &Path) -> std::io::Result<Sqlite> {
        let connection = Connection::open(path).map_err(std::io::Error::other)?;
        connection.execute_batch(CREATE).map_err(std::io::Error::other)?;
        Ok(Sqlite(connection))
    }
}

impl Writer for Sqlite {
    fn entry(&mut self, entry: &Entry) -> std::io::Result<()> {
        let mut insert = self.0.prepare(INSERT).map_err(std::io::Error::other)?;
        let inserted = insert.execute(params![
            entry.id,
            entry.moved_at,
            entry.source_table,
            entry.target_table,
            entry.row_key,
            entry.column,
            entry.target_column,
            entry.storage_class,
            entry.reason,
            ToSqlOutput::Borrowed(native(entry)),
        ]);
        inserted.map(drop).map_err(std::io::Error::other)
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        self.0.execute_batch("COMMIT").map_err(std::io::Error::other)?;
        self.0.close().map_err(|(_, cause)| std::io::Error::other(cause))
    }
}

fn native(entry: &Entry) -> ValueRef<'_> {
    match entry.stored() {
        StoredValue::Value(Value::Null) => ValueRef::Null,
        StoredValue::Value(Value::Integer(number)) => ValueRef::Integer(number),
        StoredValue::Value(Value::Real(number)) => ValueRef::Real(number),
        StoredValue::Value(Value::Text(bytes)) => ValueRef::Text(bytes),
        StoredValue::Value(Value::Blob(bytes)) | StoredValue::Unreadable(bytes) => ValueRef::Blob(bytes),
    }
}
