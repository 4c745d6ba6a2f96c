//! Reads every row of one table, or of a part of it.

use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::profile::{RowDigest, TableProfile};
use outgrow_planner::value::Value;
use rusqlite::limits::Limit;
use rusqlite::{Connection, params_from_iter};

use super::long::{self, End};
use super::pace::Pace;
use super::row_name::RowName;
use super::trouble::unreadable;
use crate::Result;
use crate::source::long::is_too_long;
use crate::source::ranges::{CutBy, Range};
use crate::source::rows::{self, KeyLayout, KeyScan, Layout, RowValues};
use crate::source::{Encoding, quoted};

/// Whether parts of a table name their rows as a pass over all of it does.
pub(super) fn can_be_cut(reader: &Connection, table: &Table) -> Result<bool> {
    let name = row_name(reader, table).map_err(|error| unreadable(table, error))?;
    Ok(name != RowName::Ordinal)
}

/// Looks at every value of every row of a part of a table.
pub(super) fn rows(reader: &Connection, table: &Table, range: &Range, pace: &Pace) -> Result<TableProfile> {
    let name = row_name(reader, table).map_err(|error| unreadable(table, error))?;
    let encoding = Encoding::of(reader).map_err(|error| unreadable(table, error))?;
    let scan = Scan { reader, table, name, encoding, pace };
    let mut profile = TableProfile::empty(table.columns.len(), table.foreign_keys.len());
    long::rows(&scan, range, &mut profile)?;
    pace.rest(profile.rows)?;
    Ok(profile)
}

/// What the pass over one table works with.
pub(super) struct Scan<'a> {
    pub(super) reader: &'a Connection,
    pub(super) table: &'a Table,
    pub(super) name: RowName,
    pub(super) encoding: Encoding,
    pub(super) pace: &'a Pace,
}

impl<'c> Scan<'c> {
    /// A pass over the pages of the table, where its rows can be read so; values of more than
    /// `whole_bytes` are not read.
    pub(super) fn pages(&self, range: &Range, whole_bytes: u64) -> Result<Option<rows::Scan<'c>>> {
        let rowid = match &self.name {
            RowName::Rowid(name) => Some(name.as_str()),
            RowName::Alias(_) => None,
            RowName::Key(_) | RowName::Ordinal => return Ok(None),
        };
        let columns = self.table.columns.iter().map(|column| column.name.as_str());
        let Some(layout) = Layout::of(self.table, columns.chain(rowid)) else { return Ok(None) };
        rows::Scan::begin(self.reader, layout, range, whole_bytes).map_err(|error| unreadable(self.table, error))
    }

    /// A pass over the pages of a WITHOUT ROWID table, where its rows can be read so; values of more
    /// than `whole_bytes` are not read.
    pub(super) fn key_pages(&self, range: &Range, whole_bytes: u64) -> Result<Option<KeyScan<'c>>> {
        let (RowName::Key(_), Encoding::Utf8, Some(key)) = (&self.name, self.encoding, &self.table.primary_key) else {
            return Ok(None);
        };
        let columns = (0..self.table.columns.len()).chain(key.columns.iter().map(|part| part.column));
        let scan = || match KeyLayout::of(self.reader, self.table, columns)? {
            Some(layout) => KeyScan::begin(self.reader, layout, range, whole_bytes),
            None => Ok(None),
        };
        scan().map_err(|error| unreadable(self.table, error))
    }

    /// Looks at the rows of a range until SQLite meets a value that it may not assemble.
    pub(super) fn until_long(&self, range: &Range, profile: &mut TableProfile) -> Result<End> {
        let fail = |error| unreadable(self.table, error);
        let sql = select(self.table, &self.name, self.encoding, range);
        let mut statement = self.reader.prepare(&sql).map_err(fail)?;
        let mut rows = statement.query(params_from_iter(range.parameters())).map_err(fail)?;
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(End::All),
                Err(error) if is_too_long(&error) => return Ok(End::Long),
                Err(error) => return Err(fail(error)),
            };
            profile.rows += 1;
            observe(profile, row, &self.name);
            self.pace.batch(profile.rows)?;
        }
    }
}

/// A table can have as many columns as a query can return; then no room is left for the rowid.
fn row_name(reader: &Connection, table: &Table) -> rusqlite::Result<RowName> {
    if let Some(alias) = table.rowid_alias() {
        return Ok(RowName::Alias(alias));
    }
    let name = RowName::of(table);
    let columns = i32::try_from(table.columns.len() + name.expressions().len()).unwrap_or(i32::MAX);
    Ok(if columns > reader.limit(Limit::SQLITE_LIMIT_COLUMN)? { RowName::Ordinal } else { name })
}

fn select(table: &Table, name: &RowName, encoding: Encoding, range: &Range) -> String {
    // A quoted name that is no column would be read as a string, so each is qualified.
    let columns = table.columns.iter().map(|column| encoding.column(&format!("t.{}", quoted(&column.name))));
    let columns: Vec<String> =
        columns.chain(name.expressions().iter().map(|expression| format!("t.{expression}"))).collect();
    // NOT INDEXED keeps the order of the rows, which a covering index would change; a table
    // without rowids has it only from ORDER BY.
    let mut sql = format!("SELECT {} FROM main.{} AS t NOT INDEXED", columns.join(", "), quoted(&table.name));
    let by = CutBy::of(table);
    let condition = range.condition(&by, "t");
    if !condition.is_empty() {
        sql.push_str(" WHERE ");
        sql.push_str(&condition);
    }
    if let CutBy::Columns(names) = by {
        let names: Vec<String> = names.iter().map(|name| format!("t.{name}")).collect();
        sql.push_str(" ORDER BY ");
        sql.push_str(&names.join(", "));
    }
    sql
}

pub(super) fn observe(profile: &mut TableProfile, row: &impl RowValues, name: &RowName) {
    let (columns, ordinal) = (profile.columns.len(), profile.rows);
    let key = &|| name.key(row, columns, ordinal);
    let mut bytes = 0;
    let mut digest = RowDigest::new(name.hidden_rowid(row, columns));
    for (position, column) in profile.columns.iter_mut().enumerate() {
        let value = row.value(position);
        bytes += size_of_value(value);
        digest.add(value);
        column.observe(value, key);
    }
    profile.bytes += bytes;
    profile.digest = profile.digest.wrapping_add(digest.finish());
    profile.max_row_bytes = profile.max_row_bytes.max(bytes);
}

#[inline]
pub(super) fn size_of_value(value: Value<'_>) -> u64 {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 8,
        Value::Text(bytes) | Value::Blob(bytes) => bytes.len() as u64,
    }
}
