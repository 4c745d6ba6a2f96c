//! The sample: a SQLite file of its own with some rows of some tables.

use std::path::PathBuf;

use outgrow_planner::catalog::sqlite::{Catalog, Column, Encoding, Table};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, ToSql};

use super::choice::Choice;
use super::folder::Folder;
use crate::progress::Progress;
use crate::source::ranges::{CutBy, Range, cut};
use crate::source::{Source, quoted};
use crate::{Error, ErrorKind, Result};

/// After how many rows the wish to stop is looked at.
const PATIENCE: u64 = 1000;
/// What the rows of a part may exceed their share by before the rest of the part is left out.
const SLACK: f64 = 1.5;
const ALIAS: &str = "outgrow_t";

/// A table of the sample.
pub(super) struct Wanted<'a> {
    /// The table in the catalog.
    pub(super) table: &'a Table,
    /// About how many bytes of values.
    pub(super) bytes: u64,
    /// Columns, by position, that the sample leaves NULL.
    pub(super) blank: Vec<usize>,
    /// The columns by which both sides are ordered when they are compared, by position.
    pub(super) key: Vec<usize>,
}

/// What the sample has of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    /// Rows.
    pub(super) rows: u64,
    /// Bytes of values.
    pub(super) bytes: u64,
}

/// The file, in a folder that goes away with this value.
pub(super) struct Sample {
    folder: Folder,
}

impl Sample {
    /// A file with the tables, without rows.
    pub(super) fn create(catalog: &Catalog, tables: &[Wanted<'_>]) -> Result<Sample> {
        let folder = Folder::create(&std::env::temp_dir()).map_err(|cause| unusable(&cause.to_string()))?;
        let sample = Sample { folder };
        let encoding = match catalog.encoding {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16le => "UTF-16le",
            Encoding::Utf16be => "UTF-16be",
        };
        let mut sql = format!("PRAGMA encoding = '{encoding}';");
        for wanted in tables {
            sql.push_str(&definition(wanted));
        }
        let made = Connection::open(sample.path()).and_then(|connection| connection.execute_batch(&sql));
        made.map_err(|cause| unusable(&cause.to_string()))?;
        Ok(sample)
    }

    /// The file as a source of its own.
    pub(super) fn open(&self, readers: usize) -> Result<Source> {
        let path = self.path();
        let path = path.to_str().ok_or_else(|| unusable("its name is not UTF-8"))?;
        Source::open(path, readers)
    }

    /// Takes rows out of the file that is to be moved.
    pub(super) fn fill(
        &self,
        source: &Source,
        tables: &[Wanted<'_>],
        choice: &Choice,
        progress: &Progress,
    ) -> Result<Vec<Taken>> {
        let fail = |cause: rusqlite::Error| unusable(&cause.to_string());
        let to = Connection::open(self.path()).map_err(fail)?;
        to.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN").map_err(fail)?;
        let taken = source.with_reader(|from| {
            tables.iter().map(|wanted| Taking { source, from, to: &to, wanted, progress }.take(choice)).collect()
        })?;
        to.execute_batch("COMMIT").map_err(fail)?;
        Ok(taken)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sample.db")
    }
}

/// One table on its way into the sample.
struct Taking<'a> {
    source: &'a Source,
    from: &'a Connection,
    to: &'a Connection,
    wanted: &'a Wanted<'a>,
    progress: &'a Progress,
}

impl Taking<'_> {
    fn take(&self, choice: &Choice) -> Result<Taken> {
        let table = self.wanted.table;
        let explain = |cause| self.source.explain(cause);
        let ranges = cut(self.from, table, choice.pieces()).map_err(explain)?;
        let places = choice.taken(ranges.len());
        let share = (self.wanted.bytes as f64 * SLACK / places.len().max(1) as f64) as u64;
        let marks = vec!["?"; table.columns.len()].join(", ");
        let insert = format!("INSERT INTO {} VALUES ({marks})", quoted(&table.name));
        let mut insert = self.to.prepare(&insert).map_err(|cause| unusable(&cause.to_string()))?;
        let mut all = Taken::default();
        for place in places {
            let taken = self.range(&ranges[place], share, &mut insert)?;
            all = Taken { rows: all.rows + taken.rows, bytes: all.bytes + taken.bytes };
        }
        Ok(all)
    }

    fn range(&self, range: &Range, share: u64, insert: &mut Statement<'_>) -> Result<Taken> {
        let explain = |cause| self.source.explain(cause);
        let mut statement = self.from.prepare(&self.select(range)).map_err(explain)?;
        let mut rows = statement.query(rusqlite::params_from_iter(range.parameters())).map_err(explain)?;
        let mut taken = Taken::default();
        while let Some(row) = rows.next().map_err(explain)? {
            for column in 0..self.wanted.table.columns.len() {
                let value = match self.wanted.blank.contains(&column) {
                    true => ValueRef::Null,
                    false => row.get_ref(column).map_err(explain)?,
                };
                taken.bytes += size(value);
                insert.raw_bind_parameter(column + 1, Raw(value)).map_err(|cause| unusable(&cause.to_string()))?;
            }
            insert.raw_execute().map_err(|cause| unusable(&cause.to_string()))?;
            taken.rows += 1;
            if taken.bytes > share {
                break;
            }
            if taken.rows.is_multiple_of(PATIENCE) {
                self.progress.check()?;
            }
        }
        self.progress.check()?;
        Ok(taken)
    }

    fn select(&self, range: &Range) -> String {
        let table = self.wanted.table;
        let columns: Vec<String> =
            table.columns.iter().map(|column| format!("{ALIAS}.{}", quoted(&column.name))).collect();
        let select = format!("SELECT {} FROM main.{} AS {ALIAS} NOT INDEXED", columns.join(", "), quoted(&table.name));
        match range.condition(&CutBy::of(table), ALIAS) {
            all if all.is_empty() => select,
            condition => format!("{select} WHERE {condition}"),
        }
    }
}

/// A value as the file gives it, whatever its bytes are.
struct Raw<'a>(ValueRef<'a>);

impl ToSql for Raw<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0))
    }
}

fn size(value: ValueRef<'_>) -> u64 {
    match value {
        ValueRef::Null => 0,
        ValueRef::Integer(_) | ValueRef::Real(_) => 8,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len() as u64,
    }
}

/// A table with the same columns, none of which has an affinity, so that every value stays what it is.
fn definition(wanted: &Wanted<'_>) -> String {
    let table = wanted.table;
    let name = quoted(&table.name);
    let alias = table.rowid_alias();
    let column = |(position, column): (usize, &Column)| match alias == Some(position) {
        true => format!("{} INTEGER PRIMARY KEY", quoted(&column.name)),
        false => format!("{}{}", quoted(&column.name), collation(column.collation.as_deref())),
    };
    let columns: Vec<String> = table.columns.iter().enumerate().map(column).collect();
    let columns = columns.join(", ");
    // A key of a WITHOUT ROWID table holds no NULL.
    let key =
        table.primary_key.as_ref().filter(|key| !key.columns.iter().any(|one| wanted.blank.contains(&one.column)));
    if let (true, CutBy::Columns(_), Some(key)) = (table.without_rowid, CutBy::of(table), key) {
        let part =
            |(at, collated): (usize, &str)| format!("{}{}", quoted(&table.columns[at].name), collation(Some(collated)));
        let key: Vec<String> = key.columns.iter().map(|one| part((one.column, &one.collation))).collect();
        return format!("CREATE TABLE {name} ({columns}, PRIMARY KEY ({})) WITHOUT ROWID;", key.join(", "));
    }
    let mut sql = format!("CREATE TABLE {name} ({columns});");
    if !wanted.key.is_empty() && wanted.key.first().copied() != alias {
        let key: Vec<String> = wanted.key.iter().map(|at| quoted(&table.columns[*at].name)).collect();
        sql.push_str(&format!(
            "CREATE INDEX {} ON {name} ({});",
            quoted(&format!("{} key", table.name)),
            key.join(", ")
        ));
    }
    sql
}

/// The collations that every connection has; an application's own has no place in the sample.
fn collation(name: Option<&str>) -> String {
    match name {
        Some(known @ ("BINARY" | "NOCASE" | "RTRIM")) => format!(" COLLATE {known}"),
        Some(_) | None => String::new(),
    }
}

fn unusable(why: &str) -> Error {
    Error::new(ErrorKind::Source, format!("the temporary file for a sample cannot be used: {why}"))
        .hint("Make room in the directory for temporary files.")
}
