//! What SQLite says when it cannot read a table, in our words.

use outgrow_planner::catalog::sqlite::Table;
use rusqlite::ErrorCode;

use crate::{Error, ErrorKind};

/// A table that SQLite cannot read, or stopped reading as it was told to.
pub(super) fn unreadable(table: &Table, error: rusqlite::Error) -> Error {
    let name = &table.name;
    let message = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => Error::new(ErrorKind::Interrupted, "interrupted"),
        Some(ErrorCode::OutOfMemory) => crate::memory::exhausted(name, error),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::new(ErrorKind::Source, format!("table \"{name}\" is damaged"))
                .hint("Recover what can be read with the .recover command of the sqlite3 shell, and move that file.")
                .because(error)
        }
        _ if ["unknown function", "no such function", "no such collation"]
            .iter()
            .any(|what| message.contains(what)) =>
        {
            Error::new(ErrorKind::Source, format!("table \"{name}\" needs what only the application defines"))
                .hint("Remove the generated column or collation that uses it from a copy of the file, and move that.")
                .because(error)
        }
        _ => Error::new(ErrorKind::Source, format!("cannot read table \"{name}\"")).because(error),
    }
}
