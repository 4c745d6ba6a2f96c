//! A pass over rows in the order of their rowids.

use rusqlite::{Connection, params_from_iter, types};

use super::layout::Layout;
use super::leaf::{Cell, Leaf};
use super::parts::{Lies, Parts};
use super::record::Record;
use super::walk::Walk;
use crate::source::btree::{Pages, Tree, root};
use crate::source::quoted;
use crate::source::ranges::{Key, KeyValue, Range};

/// A pass over the rows of a range, in the order of their rowids.
pub(crate) struct Scan<'c> {
    connection: &'c Connection,
    layout: Layout,
    pages: Pages<'c>,
    walk: Walk,
    leaf: Leaf,
    low: Option<i64>,
    high: Option<i64>,
    /// The rowid before this one.
    last: Option<i64>,
    parts: Parts,
    /// One for each column once a record without it was met: what SQLite says stands for it.
    later: Vec<Option<types::Value>>,
}

/// What a pass comes to next.
pub(crate) enum Found<'a> {
    /// A row.
    Row(Record<'a>),
    /// A row with a value that is too long to be read whole, by its rowid.
    Long(i64),
}

impl<'c> Scan<'c> {
    /// Begins a pass; `None` where the table has no b-tree that can be read so. Values of more than
    /// `whole_bytes` are not read.
    pub(crate) fn begin(
        connection: &'c Connection,
        layout: Layout,
        range: &Range,
        whole_bytes: u64,
    ) -> rusqlite::Result<Option<Scan<'c>>> {
        let Some(root) = root(connection, &layout.table, Tree::Rowid)? else { return Ok(None) };
        let (Some(low), Some(high)) = (bound(range.low.as_ref()), bound(range.high.as_ref())) else { return Ok(None) };
        let columns = layout.columns.len();
        Ok(Some(Scan {
            connection,
            layout,
            pages: Pages::of(connection)?,
            walk: Walk::from(root, low, high),
            leaf: Leaf::default(),
            low,
            high,
            last: None,
            parts: Parts::of(columns, whole_bytes),
            later: Vec::new(),
        }))
    }

    /// The next row, or `None` behind the last one.
    ///
    /// # Errors
    /// Those of SQLite; a page that cannot be is one of them.
    #[inline]
    pub(crate) fn next(&mut self) -> rusqlite::Result<Option<Found<'_>>> {
        let Some(cell) = self.next_cell()? else { return Ok(None) };
        let Some(lies) = self.parts.take(&cell, self.leaf.local(&cell), &mut self.pages)? else {
            return Ok(Some(Found::Long(cell.rowid)));
        };
        if self.parts.fields().len() < self.layout.columns.len() {
            self.learn_later(cell.rowid)?;
        }
        let bytes = match lies {
            Lies::InPage => self.leaf.local(&cell),
            Lies::InPayload => self.parts.payload(),
        };
        let (fields, places, later) = (self.parts.fields(), &*self.layout.places, &*self.later);
        Ok(Some(Found::Row(Record { rowid: cell.rowid, bytes, fields, places, later })))
    }

    /// The next cell whose row is wanted.
    #[inline]
    fn next_cell(&mut self) -> rusqlite::Result<Option<Cell>> {
        loop {
            let usable = self.pages.usable();
            let Some(cell) = self.leaf.cell(usable).ok_or_else(Pages::malformed)? else {
                if self.walk.next(&mut self.pages, &mut self.leaf)? {
                    continue;
                }
                return Ok(None);
            };
            // Also what keeps pages that lead round from being read for ever.
            if self.last.is_some_and(|last| cell.rowid <= last) {
                return Err(Pages::malformed());
            }
            self.last = Some(cell.rowid);
            if self.high.is_some_and(|high| cell.rowid > high) {
                return Ok(None);
            }
            if self.low.is_none_or(|low| cell.rowid > low) {
                return Ok(Some(cell));
            }
        }
    }

    /// Asks SQLite what stands for the columns that a row of an earlier time does not have.
    #[cold]
    fn learn_later(&mut self, rowid: i64) -> rusqlite::Result<()> {
        let (known, columns) = (self.parts.fields().len(), &self.layout.columns);
        if self.later.get(known).is_some_and(Option::is_some) {
            return Ok(());
        }
        let names: Vec<String> = columns[known..].iter().map(|name| format!("t.{}", quoted(name))).collect();
        let (table, key) = (quoted(&self.layout.table), &self.layout.rowid);
        let sql = format!("SELECT {} FROM main.{table} AS t NOT INDEXED WHERE t.{key} = ?1", names.join(", "));
        self.later.resize(columns.len(), None);
        let later = &mut self.later[known..];
        self.connection.query_row(&sql, params_from_iter([rowid]), |row| {
            for (position, value) in later.iter_mut().enumerate() {
                *value = Some(row.get(position)?);
            }
            Ok(())
        })
    }
}

/// The rowid at which a range begins or ends, where it has such an end; `None` where its key is no rowid.
#[expect(clippy::option_option, reason = "no end is not the same as no rowid")]
fn bound(key: Option<&Key>) -> Option<Option<i64>> {
    match key.map(|key| key.0.as_slice()) {
        None => Some(None),
        Some([KeyValue::Integer(rowid)]) => Some(Some(*rowid)),
        Some(_) => None,
    }
}
