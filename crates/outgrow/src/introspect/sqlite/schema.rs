//! `sqlite_schema` and `PRAGMA table_list`.

use std::collections::BTreeMap;

use super::reader::{Reader, text};
use crate::{Error, ErrorKind, Result};

/// A row of `sqlite_schema`.
pub(super) struct Entry {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) table: String,
    /// Empty where the file holds none, as for the index of a constraint.
    pub(super) sql: String,
    pub(super) name_is_utf8: bool,
    pub(super) sql_is_utf8: bool,
}

impl Entry {
    pub(super) fn check_name(&self) -> Result<()> {
        if self.name_is_utf8 { Ok(()) } else { Err(not_utf8(format!("of the table \"{}\"", self.name))) }
    }
}

/// What belongs to a table, found without reading the rows of all others.
pub(super) struct Schema {
    /// All rows of `sqlite_schema`, in order.
    pub(super) entries: Vec<Entry>,
    /// Positions of indexes by their table's name in lower case.
    of_table: BTreeMap<String, Vec<usize>>,
    /// Positions of indexes by name.
    indexes: BTreeMap<String, usize>,
    /// The last value given out, by the name of the table.
    sequences: BTreeMap<String, i64>,
}

impl Schema {
    /// Reads `sqlite_schema` and `sqlite_sequence`.
    pub(super) fn read(reader: &Reader<'_>) -> Result<Schema> {
        let entries = entries(reader)?;
        let has_sequences = entries.iter().any(|entry| entry.kind == "table" && entry.name == "sqlite_sequence");
        let sequences = if has_sequences { sequences(reader)? } else { BTreeMap::new() };
        let mut schema = Schema { entries, of_table: BTreeMap::new(), indexes: BTreeMap::new(), sequences };
        for (position, entry) in schema.entries.iter().enumerate().filter(|(_, entry)| entry.kind == "index") {
            schema.of_table.entry(entry.table.to_ascii_lowercase()).or_default().push(position);
            schema.indexes.entry(entry.name.clone()).or_insert(position);
        }
        Ok(schema)
    }

    /// The indexes of a table, in the order of their making, those of constraints included.
    pub(super) fn indexes_of(&self, table: &str) -> impl Iterator<Item = &Entry> {
        let positions = self.of_table.get(&table.to_ascii_lowercase()).into_iter().flatten();
        positions.map(|position| &self.entries[*position])
    }

    /// Where an index stands among all entries.
    pub(super) fn place_of_index(&self, name: &str) -> Option<usize> {
        self.indexes.get(name).copied()
    }

    /// The last value that an AUTOINCREMENT table has given out; 0 where it has none.
    pub(super) fn last_value(&self, table: &str) -> i64 {
        self.sequences.get(table).copied().unwrap_or(0)
    }
}

fn sequences(reader: &Reader<'_>) -> Result<BTreeMap<String, i64>> {
    let sql = "SELECT name, max(seq) FROM sqlite_sequence
               WHERE typeof(seq) = 'integer' AND typeof(name) = 'text' GROUP BY name";
    let rows = reader.rows(sql, [], |row| Ok((text(row, 0)?.text, row.get::<_, i64>(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// A name that no statement could name; what it would cost is not known, so it stops the move.
pub(super) fn not_utf8(of_what: String) -> Error {
    Error::new(ErrorKind::Source, format!("the name {of_what} is not valid UTF-8"))
        .hint("Rename it, in a copy of the database, with the program that made it.")
}

/// All rows of `sqlite_schema`, in order.
fn entries(reader: &Reader<'_>) -> Result<Vec<Entry>> {
    reader.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid", [], |row| {
        let (name, sql) = (text(row, 1)?, text(row, 3)?);
        Ok(Entry {
            kind: text(row, 0)?.text,
            name: name.text,
            table: text(row, 2)?.text,
            sql: sql.text,
            name_is_utf8: name.valid,
            sql_is_utf8: sql.valid,
        })
    })
}

/// What `PRAGMA table_list` says about a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Listed {
    pub(super) kind: ListedKind,
    pub(super) without_rowid: bool,
    pub(super) strict: bool,
}

/// Whether SQLite itself knows a table as the innards of a virtual one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ListedKind {
    /// It does.
    Shadow,
    /// It does not; the module may be unknown to it.
    #[default]
    Other,
}

/// `PRAGMA table_list` by name in lower case.
pub(super) fn listed(reader: &Reader<'_>) -> Result<BTreeMap<String, Listed>> {
    let sql = "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'";
    let rows = reader.rows(sql, [], |row| {
        let kind = if text(row, 1)?.text == "shadow" { ListedKind::Shadow } else { ListedKind::Other };
        let facts = Listed { kind, without_rowid: row.get(2)?, strict: row.get(3)? };
        Ok((text(row, 0)?.text.to_ascii_lowercase(), facts))
    })?;
    Ok(rows.into_iter().collect())
}
