//! Questions to SQLite, with errors that say what to do.

use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{Connection, Params, Row};

use crate::Result;
use crate::source::Source;

/// A connection of the snapshot.
pub(super) struct Reader<'s> {
    pub(super) source: &'s Source,
    pub(super) connection: &'s Connection,
}

impl Reader<'_> {
    /// The only value of the only row.
    pub(super) fn value<T: FromSql>(&self, sql: &str) -> Result<T> {
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(|cause| self.source.explain(cause))
    }

    /// All rows.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.try_rows(sql, parameters, read).map_err(|cause| self.source.explain(cause))
    }

    /// All rows, with SQLite's own error.
    pub(super) fn try_rows<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let mut statement = self.connection.prepare(sql)?;
        statement.query_map(parameters, read)?.collect()
    }
}

/// A text, and whether it is valid UTF-8; what is not is replaced by U+FFFD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) valid: bool,
}

/// The text in a column of a row; what is no text is an empty one.
pub(super) fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Text> {
    let bytes = match row.get_ref(at)? {
        ValueRef::Text(bytes) => bytes,
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => &[],
    };
    let valid = std::str::from_utf8(bytes).is_ok();
    Ok(Text { text: String::from_utf8_lossy(bytes).into_owned(), valid })
}
