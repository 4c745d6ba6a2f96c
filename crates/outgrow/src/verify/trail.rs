//! How the rows of SQLite are found that begin with the row of a given key.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::mapping::Rule;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Rows, Statement};

use super::cells::value_at;
use super::layout::{ColumnCheck, Layout};
use super::meaning::{Meaning, Scratch, Transfer, of_target};
use super::postgres::TargetRows;
use super::runs::Label;
use super::trouble;
use crate::Result;
use crate::source::Encoding;
use crate::source::ranges::CutBy;

/// The order of the rows of a table of SQLite, and how to enter it at the row of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trail {
    /// The rows from a place on. Its parameters are the rowid, or the key.
    rows: String,
    /// The rowid of a key; `None` where the place is the key itself.
    rowid: Option<String>,
    /// The first row.
    first: String,
}

impl Trail {
    /// Of a table whose key SQLite finds without searching the table.
    pub(super) fn of(connection: &Connection, layout: &Layout, table: &Table) -> rusqlite::Result<Option<Trail>> {
        let Some(key) = layout.key.as_ref().filter(|key| key.iter().all(|column| can_ask(&layout.columns[*column])))
        else {
            return Ok(None);
        };
        let encoding = Encoding::of(connection)?;
        let Some((rows, first)) = layout.rows_from(encoding).zip(layout.first_row(encoding)) else { return Ok(None) };
        let is_place = match CutBy::of(table) {
            CutBy::Rowid(_) => layout.has_rowid_key(table),
            CutBy::Columns(_) => is_primary_key(layout, key, table),
            CutBy::Nothing => false,
        };
        let rowid = if is_place { None } else { layout.rowid_of_key() };
        if (!is_place && rowid.is_none()) || !is_search(connection, &rows, 0)? {
            return Ok(None);
        }
        match &rowid {
            // An index of which only the first columns are of use may have many rows for them.
            Some(rowid) if !is_search(connection, rowid, key.len())? => Ok(None),
            Some(_) | None => Ok(Some(Trail { rows, rowid, first })),
        }
    }

    /// The first row of the table.
    pub(super) fn first(&self, connection: &Connection, layout: &Layout) -> Result<Option<Label>> {
        let fail = |cause| trouble::of_source(&layout.table, cause);
        let mut statement = connection.prepare(&self.first).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        rows.next().map_err(fail)?.map(|row| label_of(layout, row)).transpose()
    }

    /// The statements that find rows.
    pub(super) fn walk<'c>(&self, connection: &'c Connection) -> rusqlite::Result<Walk<'c>> {
        let rowid = self.rowid.as_ref().map(|sql| connection.prepare(sql)).transpose()?;
        Ok(Walk { rows: connection.prepare(&self.rows)?, rowid })
    }
}

/// The prepared statements of a trail.
pub(super) struct Walk<'c> {
    rows: Statement<'c>,
    rowid: Option<Statement<'c>>,
}

impl<'c> Walk<'c> {
    /// The rows that begin with the one of the key that a row of the target has, if there is
    /// such a row; `None` where the key cannot be asked for.
    pub(super) fn enter(
        &mut self,
        layout: &Layout,
        row: &TargetRows<'_>,
        scratch: &mut Scratch,
    ) -> Result<Option<Rows<'_>>> {
        let fail = |cause| trouble::of_source(&layout.table, cause);
        let asked = self.rowid.as_mut().unwrap_or(&mut self.rows);
        for (position, column) in layout.key.iter().flatten().enumerate() {
            if !bind(asked, position + 1, &layout.columns[*column], row.field(*column), scratch).map_err(fail)? {
                return Ok(None);
            }
        }
        if let Some(statement) = &mut self.rowid {
            let mut found = statement.raw_query();
            let Some(row) = found.next().map_err(fail)? else { return Ok(None) };
            let rowid: i64 = row.get(0).map_err(fail)?;
            self.rows.raw_bind_parameter(1, rowid).map_err(fail)?;
        }
        Ok(Some(self.rows.raw_query()))
    }
}

/// What tells a row from all others: its rowid, or its key where it has none.
pub(super) fn label_of(layout: &Layout, row: &Row<'_>) -> Result<Label> {
    let rowid = value_at(layout, row, layout.rowid_position())?;
    if rowid != ValueRef::Null {
        return Ok(Label::of(std::iter::once(rowid)));
    }
    let values = layout.key.iter().flatten().map(|column| value_at(layout, row, *column));
    let values = values.collect::<Result<Vec<_>>>()?;
    Ok(Label::of(values.into_iter()))
}

/// Whether a value of the column is found by what the target has for it, where it is stored as usual.
fn can_ask(check: &ColumnCheck) -> bool {
    match check.reading.data_type {
        DataType::Smallint | DataType::Integer | DataType::Bigint => check.reading.rule == Rule::Integer,
        DataType::Text | DataType::Varchar(_) => {
            check.reading.rule == Rule::Text && check.reading.transfer == Transfer::Whole
        }
        _ => false,
    }
}

fn bind(
    statement: &mut Statement<'_>,
    position: usize,
    check: &ColumnCheck,
    field: Option<&[u8]>,
    scratch: &mut Scratch,
) -> rusqlite::Result<bool> {
    let meaning = field.and_then(|field| of_target(&check.reading, field, &mut scratch.target));
    match meaning {
        Some(Meaning::Integer(integer)) => statement.raw_bind_parameter(position, integer)?,
        Some(Meaning::Bytes(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => statement.raw_bind_parameter(position, text)?,
            Err(_) => return Ok(false),
        },
        None | Some(Meaning::Null | Meaning::Double(_) | Meaning::Zoned(..) | Meaning::Digest { .. }) => {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_primary_key(layout: &Layout, key: &[usize], table: &Table) -> bool {
    let Some(primary) = &table.primary_key else { return false };
    let of_table = primary.columns.iter().map(|part| table.columns[part.column].name.as_str());
    of_table.eq(key.iter().map(|column| layout.columns[*column].name.as_str()))
}

/// Whether SQLite goes straight to the first row that a query wants, by this many columns that
/// must be equal, and sorts nothing. A virtual table would be read as a whole.
fn is_search(connection: &Connection, query: &str, equal: usize) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}"))?;
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(String::from_utf8_lossy(row.get_ref(3)?.as_bytes().unwrap_or_default()).into_owned());
    }
    let [step] = steps.as_slice() else { return Ok(false) };
    Ok(step.starts_with("SEARCH t USING ") && step.matches("=?").count() >= equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_search_by_the_whole_key_is_one() {
        let connection = Connection::open_in_memory().expect("SQLite opens memory");
        let tables = "CREATE TABLE plain (a, b, c, UNIQUE (a, b)); CREATE VIRTUAL TABLE boxes USING rtree (a, b, c); \
                      CREATE VIRTUAL TABLE words USING fts5 (a)";
        connection.execute_batch(tables).expect("tables");
        let is = |query: &str, equal| is_search(&connection, query, equal).expect("a plan");
        assert!(is("SELECT * FROM plain AS t WHERE (t.rowid) >= (?1) ORDER BY t.rowid", 0));
        assert!(is("SELECT t.rowid FROM plain AS t WHERE a = ?1 AND b = ?2", 2));
        assert!(!is("SELECT t.rowid FROM plain AS t WHERE a = ?1 AND c = ?2", 2), "many rows may have one a");
        assert!(!is("SELECT t.rowid FROM plain AS t WHERE c = ?1", 1));
        assert!(!is("SELECT * FROM plain AS t WHERE (t.rowid) >= (?1) ORDER BY t.c", 0), "it sorts");
        assert!(!is("SELECT * FROM boxes AS t WHERE (t.a) >= (?1) ORDER BY t.a", 0));
        assert!(!is("SELECT * FROM words AS t WHERE (t.rowid) >= (?1) ORDER BY t.rowid", 0));
    }
}
