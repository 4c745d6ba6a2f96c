//! Values that are too long to be read whole.
//!
//! A reader is told the longest value that it may assemble. Where SQLite meets a longer one it
//! gives up before it allocates anything; the row is then read apart, its long values in pieces.
//! Tables without long values pay nothing for this.

mod survey;

pub(crate) use survey::{Count, Survey, survey};

use outgrow_planner::profile::LongClass;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OptionalExtension, params_from_iter};

use super::quoted;
use super::ranges::{Key, KeyValue, Range};
use crate::{Error, Result};

/// What is read of a value at once, bytes; a multiple of 16, as the digest of a row wants it.
const PIECE: usize = 256 * 1024;

/// A reader that assembles no value longer than it was told; back to what it was on drop.
pub(crate) struct Shortened<'a> {
    connection: &'a Connection,
    before: i32,
}

impl<'a> Shortened<'a> {
    /// Values beyond so many bytes become errors that [`is_too_long`] tells.
    pub(crate) fn to(bytes: u64, connection: &'a Connection) -> rusqlite::Result<Shortened<'a>> {
        let before = connection.limit(Limit::SQLITE_LIMIT_LENGTH)?;
        let most = i32::try_from(bytes).unwrap_or(i32::MAX).min(before);
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, most)?;
        Ok(Shortened { connection, before })
    }
}

impl Shortened<'_> {
    /// Does something for which values of any length may be assembled.
    pub(crate) fn lifted<T>(&self, work: impl FnOnce() -> T) -> rusqlite::Result<T> {
        let now = self.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, self.before)?;
        let done = work();
        self.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, now)?;
        Ok(done)
    }
}

impl Drop for Shortened<'_> {
    fn drop(&mut self) {
        // Only a negative limit would be refused, and this one came from SQLite.
        let _ = self.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, self.before);
    }
}

/// Whether SQLite gave up at a value that is longer than the reader may assemble.
pub(crate) fn is_too_long(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::TooBig)
}

/// Whether SQLite found no memory, which also means: not within its limit.
pub(crate) fn is_out_of_memory(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OutOfMemory)
}

/// A table with rowids of a file in UTF-8, whose values can be read in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LongRows {
    /// The table's name.
    pub(crate) table: String,
    /// A name of the rowid that no column hides, as SQL.
    pub(crate) rowid: String,
    /// Names of the columns that are read.
    pub(crate) columns: Vec<String>,
    /// The longest value that is read whole, in bytes.
    pub(crate) whole_bytes: u64,
}

impl LongRows {
    /// The rowid of the row that comes after `skipped` others in a range.
    pub(crate) fn rowid_after(
        &self,
        connection: &Connection,
        range: &Range,
        skipped: u64,
    ) -> rusqlite::Result<Option<i64>> {
        let by = super::ranges::CutBy::Rowid(self.rowid.clone());
        let condition = match range.is_whole() {
            true => String::new(),
            false => format!(" WHERE {}", range.condition(&by, "t")),
        };
        let sql = format!(
            "SELECT t.{} FROM main.{} AS t NOT INDEXED{condition} LIMIT 1 OFFSET {skipped}",
            self.rowid,
            quoted(&self.table)
        );
        connection.query_row(&sql, params_from_iter(range.parameters()), |row| row.get(0)).optional()
    }

    /// Which values of a row are long; `None` for those that are not.
    pub(crate) fn classes(&self, connection: &Connection, rowid: i64) -> rusqlite::Result<Vec<Option<LongClass>>> {
        let class = |column: &str| format!("CASE WHEN octet_length({column}) > ?2 THEN typeof({column}) END");
        connection.query_row(&self.select(class), (rowid, self.whole_bytes as i64), |row| {
            let class = |position| {
                let name: Option<String> = row.get(position)?;
                Ok(name.map(|name| if name == "text" { LongClass::Text } else { LongClass::Blob }))
            };
            (0..self.columns.len()).map(class).collect()
        })
    }

    /// The query of one row with NULL in place of its long values; its parameters are the rowid and
    /// [`LongRows::whole_bytes`].
    pub(crate) fn short_values(&self) -> String {
        self.select(|column| format!("CASE WHEN octet_length({column}) > ?2 THEN NULL ELSE {column} END"))
    }

    /// The query of one row as it is; its parameter is the rowid.
    pub(crate) fn values(&self) -> String {
        self.select(str::to_owned)
    }

    /// Hands one value on in pieces; `None` where it cannot be read so.
    pub(crate) fn pieces(
        &self,
        connection: &Connection,
        rowid: i64,
        column: &str,
        fail: impl Fn(rusqlite::Error) -> Error,
        mut take: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<Option<()>> {
        // Columns that SQLite computes, and tables of modules, have no bytes to point at.
        let Ok(value) = connection.blob_open(MAIN_DB, self.table.as_str(), column, rowid, true) else {
            return Ok(None);
        };
        let mut piece = vec![0; PIECE.min(value.len())];
        let mut at = 0;
        while at < value.len() {
            let size = PIECE.min(value.len() - at);
            value.read_at_exact(&mut piece[..size], at).map_err(&fail)?;
            take(&piece[..size])?;
            at += size;
        }
        Ok(Some(()))
    }

    /// How long a value is, in bytes; `None` where it cannot be read in pieces.
    pub(crate) fn length(&self, connection: &Connection, rowid: i64, column: &str) -> Option<u64> {
        connection.blob_open(MAIN_DB, self.table.as_str(), column, rowid, true).ok().map(|value| value.len() as u64)
    }

    /// The bytes of all values of a row together.
    pub(crate) fn row_bytes(&self, connection: &Connection, rowid: i64) -> rusqlite::Result<u64> {
        let sum = |column: &str| format!("coalesce(octet_length({column}), 0)");
        // The terms of one sum would be a deep expression.
        connection.query_row(&self.select(sum), [rowid], |row| {
            (0..self.columns.len()).try_fold(0, |all, position| Ok(all + row.get::<_, i64>(position)?.unsigned_abs()))
        })
    }

    fn select(&self, value: impl Fn(&str) -> String) -> String {
        let values: Vec<String> = self.columns.iter().map(|name| value(&format!("t.{}", quoted(name)))).collect();
        let (table, rowid) = (quoted(&self.table), &self.rowid);
        format!("SELECT {} FROM main.{table} AS t NOT INDEXED WHERE t.{rowid} = ?1", values.join(", "))
    }
}

/// The rows of a range behind this one.
pub(crate) fn behind(range: &Range, rowid: i64) -> Range {
    Range { low: Some(Key(vec![KeyValue::Integer(rowid)])), high: range.high.clone() }
}

/// This row alone.
pub(crate) fn only(rowid: i64) -> Range {
    let key = |rowid| Key(vec![KeyValue::Integer(rowid)]);
    Range { low: rowid.checked_sub(1).map(key), high: Some(key(rowid)) }
}
