//! What there is to do for one table, decided before its first row.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::{CatalogNames, Table};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::{ColumnPlan, RowKeyPlan, Substitute, TablePlan};
use outgrow_planner::sql::Sql;

use super::encode::Encoder;
use crate::memory::Limits;
use crate::quarantine::KnownBy;
use crate::source::long::LongRows;
use crate::source::ranges::{CutBy, Range};
use crate::source::rows::Layout;
use crate::source::{Encoding, free_rowid_name, quoted};
use crate::{Error, ErrorKind, Result};

/// One table to copy. Owned, so that a thread can take it along.
pub(super) struct Job {
    /// The table in SQLite.
    pub(super) source: String,
    /// The table in PostgreSQL.
    pub(super) target: QualifiedName,
    /// SQLite's SELECT: the columns to send, then those that only name a row.
    select: Select,
    /// PostgreSQL's COPY.
    pub(super) copy: Sql,
    /// The columns to send, in the order of both.
    pub(super) columns: Vec<Field>,
    /// Names and positions in the SELECT of the values that name a row.
    pub(super) key: Vec<(String, usize)>,
    /// Names in PostgreSQL and positions in the SELECT of the values that find a row there.
    pub(super) target_key: Vec<(String, usize)>,
    /// Whether these are a key.
    pub(super) known_by: KnownBy,
    /// Where the values of the SELECT lie in records; `None` where only SQLite can read them.
    pub(super) layout: Option<Layout>,
    /// What the table is cut by.
    cut_by: CutBy,
    row_bytes: u64,
    kept_by: KeptBy,
}

/// Who keeps the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeptBy {
    /// SQLite, in a b-tree.
    Sqlite,
    /// A module, in whatever it made for them.
    Module,
}

impl KeptBy {
    /// Who keeps the rows of the table with this name.
    pub(super) fn of(names: &CatalogNames, table: &str) -> KeptBy {
        if names.is_virtual_table(table) { KeptBy::Module } else { KeptBy::Sqlite }
    }
}

/// What the SELECT calls the table.
const ALIAS: &str = "outgrow_t";

/// One column to send.
pub(super) struct Field {
    pub(super) source: String,
    pub(super) target: Ident,
    pub(super) data_type: DataType,
    pub(super) encoder: Encoder,
    pub(super) substitute: Substitute,
}

impl Job {
    /// Prepares a table.
    pub(super) fn of(table: Option<&Table>, kept_by: KeptBy, plan: &TablePlan) -> Result<Job> {
        let columns = fields(plan)?;
        if columns.is_empty() {
            return Err(no_columns(plan));
        }
        let mut select = Select::default();
        for column in &columns {
            select.position(&column.source);
        }
        let key = key_names(table, plan).into_iter().map(|(shown, column)| (shown, select.position(&column))).collect();
        let (known_by, names) = target_key_names(plan);
        let target_key = names.into_iter().map(|(target, column)| (target, select.position(&column))).collect();
        let copy = copy_statement(&plan.target.name, &columns);
        let (source, target) = (plan.source.clone(), plan.target.name.clone());
        let cut_by = table.map_or(CutBy::Nothing, CutBy::of);
        let layout = table.filter(|_| kept_by == KeptBy::Sqlite);
        let layout = layout.and_then(|table| Layout::of(table, select.columns.iter().map(String::as_str)));
        let row_bytes = plan.columns.iter().map(|column| column.max_bytes).sum();
        Ok(Job { source, target, select, copy, columns, key, target_key, known_by, layout, cut_by, row_bytes, kept_by })
    }

    /// The rows of the table, where their values can be read in pieces; the columns are those of the
    /// SELECT.
    pub(super) fn long_rows(&self, encoding: Encoding, limits: &Limits) -> Option<LongRows> {
        let (CutBy::Rowid(rowid), Encoding::Utf8, KeptBy::Sqlite) = (&self.cut_by, encoding, self.kept_by) else {
            return None;
        };
        let columns = self.select.columns.clone();
        let whole_bytes = limits.whole_bytes(columns.len());
        Some(LongRows { table: self.source.clone(), rowid: rowid.clone(), columns, whole_bytes })
    }

    /// The bytes that the values of a row have at most.
    pub(super) fn row_bytes(&self) -> u64 {
        self.row_bytes
    }

    /// SQLite's SELECT of a part, for a file of this encoding.
    pub(super) fn select(&self, encoding: Encoding, range: &Range) -> String {
        let select = self.select.sql(&self.source, encoding);
        match range.is_whole() {
            true => select,
            false => format!("{select} WHERE {}", range.condition(&self.cut_by, ALIAS)),
        }
    }
}

fn no_columns(plan: &TablePlan) -> Error {
    Error::new(ErrorKind::Internal, format!("no column of table \"{}\" is to be copied", plan.source))
}

fn fields(plan: &TablePlan) -> Result<Vec<Field>> {
    let copied = plan.columns.iter().zip(&plan.target.columns).filter(|(column, _)| column.copied);
    copied
        .map(|(column, target)| {
            Ok(Field {
                source: column.source.clone(),
                target: target.name.clone(),
                data_type: column.mapping.to,
                encoder: Encoder::of(&column.mapping).map_err(|error| misplanned(plan, column, error))?,
                substitute: column.substitute,
            })
        })
        .collect()
}

fn misplanned(plan: &TablePlan, column: &ColumnPlan, cause: Error) -> Error {
    let message = format!("column \"{}\" of table \"{}\" cannot be copied as planned", column.source, plan.source);
    Error::new(ErrorKind::Internal, message).because(cause)
}

/// What names a row: `(name to show, SQLite's column)`.
///
/// The key of the plan; else the rowid; else the primary key of a WITHOUT ROWID table.
fn key_names(table: Option<&Table>, plan: &TablePlan) -> Vec<(String, String)> {
    if let RowKeyPlan::Columns(positions) = &plan.row_key {
        let columns = positions.iter().filter_map(|position| plan.columns.get(*position));
        return columns.map(|column| (column.source.clone(), column.source.clone())).collect();
    }
    let Some(table) = table else { return Vec::new() };
    if table.without_rowid {
        let key = table.primary_key.iter().flat_map(|key| &key.columns);
        let columns = key.filter_map(|part| table.columns.get(part.column));
        return columns.map(|column| (column.name.clone(), column.name.clone())).collect();
    }
    let alias = table.rowid_alias().and_then(|position| table.columns.get(position)).map(|column| column.name.as_str());
    let free = free_rowid_name(table);
    alias.or(free).map(|column| ("rowid".to_owned(), column.to_owned())).into_iter().collect()
}

/// What finds a row in PostgreSQL: `(PostgreSQL's name, SQLite's column)` of its key, else of all that is copied.
fn target_key_names(plan: &TablePlan) -> (KnownBy, Vec<(String, String)>) {
    let named = |position: usize| {
        let target = plan.target.columns.get(position)?;
        Some((target.name.as_str().to_owned(), plan.columns.get(position)?.source.clone()))
    };
    match &plan.row_key {
        RowKeyPlan::Columns(key) => (KnownBy::Key, key.iter().filter_map(|position| named(*position)).collect()),
        RowKeyPlan::None => {
            let copied = plan.columns.iter().enumerate().filter(|(_, column)| column.copied);
            (KnownBy::AllValues, copied.filter_map(|(position, _)| named(position)).collect())
        }
    }
}

fn copy_statement(table: &QualifiedName, columns: &[Field]) -> Sql {
    let mut sql = Sql::text("COPY ");
    sql.push_name(table).push(" (").push_list(columns, ", ", |sql, column| {
        sql.push_ident(&column.target);
    });
    sql.push(") FROM STDIN (FORMAT binary)");
    sql
}

/// SQLite's SELECT under construction.
#[derive(Default)]
struct Select {
    columns: Vec<String>,
}

impl Select {
    /// The position of a column, which is added if it is not there yet.
    fn position(&mut self, name: &str) -> usize {
        let found = self.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        found.unwrap_or_else(|| {
            self.columns.push(name.to_owned());
            self.columns.len() - 1
        })
    }

    /// Columns are written with their table: SQLite would read a lone `"name"` that it
    /// does not know as a string. NOT INDEXED keeps the scan in the table's own order.
    fn sql(&self, table: &str, encoding: Encoding) -> String {
        let column = |name: &String| encoding.column(&format!("{ALIAS}.{}", quoted(name)));
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        format!("SELECT {} FROM main.{} AS {ALIAS} NOT INDEXED", columns.join(", "), quoted(table))
    }
}
