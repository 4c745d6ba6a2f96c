//! The pages of a file.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Statement, params_from_iter};

/// Hands out the pages of a file as the snapshot of its connection has them.
pub(in crate::source) struct Pages<'c> {
    connection: &'c Connection,
    statement: Statement<'c>,
    /// Asks for several pages; made when that is first wanted.
    several: Option<Statement<'c>>,
    usable: usize,
    count: u32,
}

/// Where the header of the file tells how many bytes at the end of each page are not SQLite's.
const RESERVED_AT: usize = 20;

/// So many pages are asked for at once. SQLite's memory has one lock for all threads, which each statement takes
/// several times.
const AT_ONCE: usize = 8;
/// Pages that are asked for at once have no more bytes than this.
const BYTES_AT_ONCE: usize = 64 * 1024;

impl<'c> Pages<'c> {
    /// The pages of the main database of a connection.
    pub(in crate::source) fn of(connection: &'c Connection) -> rusqlite::Result<Pages<'c>> {
        let count: i64 = connection.query_row("PRAGMA main.page_count", [], |row| row.get(0))?;
        let statement = connection.prepare("SELECT data FROM sqlite_dbpage('main') WHERE pgno = ?1")?;
        let mut pages =
            Pages { connection, statement, several: None, usable: 0, count: u32::try_from(count).unwrap_or(u32::MAX) };
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
        Ok(bytes_of(row)?.map(take))
    }

    /// How many pages [`Pages::fetch`] takes at once.
    pub(in crate::source) fn at_once(&self) -> usize {
        (BYTES_AT_ONCE / self.usable).clamp(1, AT_ONCE)
    }

    /// Copies up to [`Pages::at_once`] pages, which the file must have, to the beginning of `copies`.
    pub(in crate::source) fn fetch(&mut self, numbers: &[u32], copies: &mut Vec<Vec<u8>>) -> rusqlite::Result<()> {
        copies.resize_with(copies.len().max(numbers.len()), Vec::new);
        let copies = &mut copies[..numbers.len()];
        if let ([number], [copy]) = (numbers, &mut *copies) {
            return self.with(*number, |page| copy_of(page, copy));
        }
        let statement = match &mut self.several {
            Some(statement) => statement,
            none => none.insert(self.connection.prepare(&several())?),
        };
        let padded = (0..AT_ONCE).map(|place| numbers.get(place));
        let mut rows = statement.query(params_from_iter(padded))?;
        for copy in copies {
            let row = rows.next()?.ok_or_else(Pages::malformed)?;
            copy_of(bytes_of(row)?.ok_or_else(Pages::malformed)?, copy);
        }
        Ok(())
    }

    /// What SQLite says of pages that cannot be.
    pub(in crate::source) fn malformed() -> rusqlite::Error {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        rusqlite::Error::SqliteFailure(code, Some("database disk image is malformed".to_owned()))
    }
}

/// The bytes of a page that SQLite found.
fn bytes_of<'r>(row: &'r Row<'_>) -> rusqlite::Result<Option<&'r [u8]>> {
    Ok(match row.get_ref(0)? {
        ValueRef::Blob(bytes) => Some(bytes),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) => None,
    })
}

fn copy_of(page: &[u8], copy: &mut Vec<u8>) {
    copy.clear();
    copy.extend_from_slice(page);
}

/// One cursor for all pages, in the order of their parameters; none for NULL.
fn several() -> String {
    let numbers: Vec<String> = (1..=AT_ONCE).map(|number| format!("(?{number})")).collect();
    let numbers = numbers.join(", ");
    format!("SELECT p.data FROM (VALUES {numbers}) AS n CROSS JOIN sqlite_dbpage('main') AS p ON p.pgno = n.column1")
}

/// "Database File Format", section 1.3.4.
const LEAST_USABLE: usize = 480;
