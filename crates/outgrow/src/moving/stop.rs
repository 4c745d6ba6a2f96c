//! What stopped a move: something that may be over when the same command runs again, or not.

use std::error::Error as _;

use outgrow_planner::ident::Ident;

use crate::progress::Progress;
use crate::{Error, ErrorKind};

/// Whether a SQLSTATE tells of the server and not of the statement: the connection (class 08), room on
/// its disk or in its memory (53), an operator (57), its own files (58). PostgreSQL's documentation,
/// appendix "PostgreSQL Error Codes".
pub(super) fn is_of_the_server(sqlstate: &str) -> bool {
    ["08", "53", "57", "58"].iter().any(|class| sqlstate.starts_with(class))
}

/// Whether the same move could go on later.
pub(super) fn is_passing(error: &Error, progress: &Progress) -> bool {
    if progress.is_cancelled() || error.kind() == ErrorKind::Interrupted {
        return true;
    }
    match error.sqlstate_text() {
        Some(sqlstate) => is_of_the_server(sqlstate),
        None => error.kind() == ErrorKind::Target && is_of_the_connection(error),
    }
}

/// Whether the connection is at the bottom of an error that the server has not sent.
fn is_of_the_connection(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        let driver = inner.downcast_ref::<tokio_postgres::Error>();
        if driver.is_some_and(|error| error.as_db_error().is_none()) || inner.is::<std::io::Error>() {
            return true;
        }
        cause = inner.source();
    }
    error.to_string().contains("connection")
}

/// The error of a move that can go on. What the server says to do comes first.
pub(super) fn stopped(error: Error, (loaded, parts): (usize, usize), schema: &Ident) -> Error {
    let first = match (error.sqlstate_text(), error.hint_text()) {
        (Some(_), Some(hint)) => format!("{hint} "),
        (None, _) | (_, None) => String::new(),
    };
    error.hint(format!(
        "{first}{loaded} of {parts} parts of tables are loaded into schema {schema} and stay there: run the same command \
         again to go on, or outgrow clean to take them away."
    ))
}
