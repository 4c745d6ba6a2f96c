//! The engines' errors, told with the table that was being compared.

use crate::{Error, ErrorKind};

/// SQLite could not read a table.
pub(super) fn of_source(table: &str, cause: rusqlite::Error) -> Error {
    if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) {
        return Error::new(ErrorKind::Interrupted, "interrupted");
    }
    if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::OutOfMemory) {
        return crate::memory::exhausted(table, cause);
    }
    Error::new(ErrorKind::Source, format!("cannot read table \"{table}\" for the comparison")).because(cause)
}

/// PostgreSQL could not read a table.
pub(super) fn of_target(table: &str, cause: tokio_postgres::Error) -> Error {
    let sqlstate = cause.code().map(|code| code.code().to_owned());
    let error = Error::new(ErrorKind::Target, format!("cannot read table \"{table}\" for the comparison"));
    match sqlstate {
        Some(code) => error.sqlstate(code).because(cause),
        None => error.because(cause),
    }
}

/// PostgreSQL sent what its protocol does not allow.
pub(super) fn of_copy(table: &str) -> Error {
    Error::new(ErrorKind::Target, format!("the server sent a malformed COPY stream of table \"{table}\""))
}
