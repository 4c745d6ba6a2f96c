//! The pages of a file, one at a time.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Statement};

/// Hands out the pages of a file as the snapshot of its connection has them.
pub(in crate::source) struct Pages<'c> {
    statement: Statement<'c>,
    usable: usize,
    count: u32,
}

/// Where the header of the file tells how many bytes at the end of each page are not SQLite's.
const RESERVED_AT: usize = 20;

impl<'c> Pages<'c> {
    /// The pages of the main database of a connection.
    pub(in crate::source) fn of(connection: &'c Connection) -> rusqlite::Result<Pages<'c>> {
        let count: i64 = connection.query_row("PRAGMA main.page_count", [], |row| row.get(0))?;
        let statement = connection.prepare("SELECT data FROM sqlite_dbpage('main') WHERE pgno = ?1")?;
        let mut pages = Pages { statement, usable: 0, count: u32::try_from(count).unwrap_or(u32::MAX) };
        let usable = pages.with(1, |page| {
            let reserved = page.get(RESERVED_AT).copied().map_or(0, usize::from);
            page.len().checked_sub(reserved)
        })?;
        // SQLite itself opens no file whose pages have less.
        pages.usable = usable.filter(|bytes| *bytes >= LEAST_USABLE).ok_or_else(Pages::malformed)?;
        Ok(pages)
    }

    /// The bytes of a page that SQLite uses.
    pub(in crate::source) fn usable(&self) -> usize {
        self.usable
    }

    /// How many bytes the file has: no value has more.
    pub(in crate::source) fn bytes(&self) -> u64 {
        u64::from(self.count) * self.usable as u64
    }

    /// Does something with the bytes of a page; the file must have it.
    #[inline]
    pub(in crate::source) fn with<T>(&mut self, number: u32, take: impl FnOnce(&[u8]) -> T) -> rusqlite::Result<T> {
        self.find(number, take)?.ok_or_else(Pages::malformed)
    }

    /// Does something with the bytes of a page; `None` where the file has no such page.
    #[inline]
    pub(in crate::source) fn find<T>(
        &mut self,
        number: u32,
        take: impl FnOnce(&[u8]) -> T,
    ) -> rusqlite::Result<Option<T>> {
        let mut rows = self.statement.query([number])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        match row.get_ref(0)? {
            ValueRef::Blob(bytes) => Ok(Some(take(bytes))),
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) => Ok(None),
        }
    }

    /// What SQLite says of pages that cannot be.
    pub(in crate::source) fn malformed() -> rusqlite::Error {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        rusqlite::Error::SqliteFailure(code, Some("database disk image is malformed".to_owned()))
    }
}

/// "Database File Format", section 1.3.4.
const LEAST_USABLE: usize = 480;
