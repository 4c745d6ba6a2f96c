//! Kind, message, hint, cause.

use std::fmt;

/// The result of everything here that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, where, and what to do next.
///
/// The message is lower case and says what and where; the hint is a whole
/// sentence; the cause stays in `source()`. None of them ever holds a password.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    sqlstate: Option<String>,
    connection: Connection,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Whose trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The SQLite file cannot be read.
    Source,
    /// The PostgreSQL server cannot be reached, or refused a statement.
    Target,
    /// The target already holds what the move would create.
    TargetNotEmpty,
    /// The plan has a blocking hazard.
    Blocked,
    /// What the user asked for makes no sense.
    Usage,
    /// The local server cannot be made, started or stopped.
    Server,
    /// The user interrupted the work.
    Interrupted,
    /// Our own bug.
    Internal,
}

/// What became of the connection to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Connection {
    /// It is there, or the error is not about it.
    #[default]
    Kept,
    /// It was lost, or could not be made.
    Lost,
}

impl Error {
    /// An error of a kind with a message.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into(), hint: None, sqlstate: None, connection: Connection::Kept, cause: None }
    }

    /// Says what to do next, as a whole sentence.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// Says what to do next where nothing was said yet.
    #[must_use]
    pub fn hint_if_none(self, hint: &str) -> Error {
        if self.hint.is_some() { self } else { self.hint(hint) }
    }

    /// Keeps the cause.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.cause = Some(cause.into());
        self
    }

    /// The same trouble under a message that says where it was; this one becomes the cause.
    #[must_use]
    pub fn within(mut self, message: impl Into<String>) -> Error {
        let (hint, sqlstate) = (self.hint.take(), self.sqlstate.clone());
        let (kind, connection) = (self.kind, self.connection);
        Error { kind, message: message.into(), hint, sqlstate, connection, cause: Some(Box::new(self)) }
    }

    /// Keeps the SQLSTATE that PostgreSQL gave.
    #[must_use]
    pub fn sqlstate(mut self, sqlstate: impl Into<String>) -> Error {
        self.sqlstate = Some(sqlstate.into());
        self
    }

    /// Says that the connection to the server was lost, or could not be made.
    #[must_use]
    pub(crate) fn connection_lost(mut self) -> Error {
        self.connection = Connection::Lost;
        self
    }

    /// Whether the connection to the server was lost, or could not be made.
    pub fn is_connection_lost(&self) -> bool {
        self.connection == Connection::Lost
    }

    /// Whose trouble it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do next.
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The SQLSTATE that PostgreSQL gave.
    pub fn sqlstate_text(&self) -> Option<&str> {
        self.sqlstate.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn an_error_that_says_where_keeps_what_it_was() {
        let full =
            Error::new(ErrorKind::Target, "no space left").sqlstate("53100").hint("Make room.").connection_lost();
        let error = full.within("index \"a\" cannot be added");
        assert_eq!(error.to_string(), "index \"a\" cannot be added");
        assert_eq!((error.kind(), error.sqlstate_text()), (ErrorKind::Target, Some("53100")));
        assert_eq!(error.hint_text(), Some("Make room."));
        assert!(error.is_connection_lost());
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("no space left"));
    }
}
