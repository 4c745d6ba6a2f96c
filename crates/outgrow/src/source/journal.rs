//! How the application's writes and our reading meet.

use std::path::Path;

use rusqlite::Connection;

use super::file::beside;

/// The journal of a database file, which decides what a long read does to its writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    /// A write-ahead log: others go on writing while we read, and the log grows, because no
    /// checkpoint can pass the snapshot (SQLite's documentation, "Write-Ahead Logging").
    WriteAhead,
    /// A rollback journal: others can read while we do, and no commit succeeds (SQLite's
    /// documentation, "File Locking And Concurrency").
    Rollback,
    /// The file is read without locks, because nobody can be in it.
    Unlocked,
}

impl Journal {
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Journal> {
        let mode: String = connection.query_row("PRAGMA main.journal_mode", [], |row| row.get(0))?;
        Ok(if mode.eq_ignore_ascii_case("wal") { Journal::WriteAhead } else { Journal::Rollback })
    }
}

/// How large the write-ahead log of a database file is, in bytes; 0 where there is none.
pub(super) fn log_bytes(path: &Path) -> u64 {
    beside(path, "-wal").metadata().map_or(0, |metadata| metadata.len())
}
