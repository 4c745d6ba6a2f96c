//! What names a row of a table, in the file's own words.

use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::profile::RowKey;
use outgrow_planner::value::Value;

use crate::source::rows::RowValues;
use crate::source::{free_rowid_name, quoted};

/// What names the rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowName {
    /// The rowid, under a name that no other column has; as SQL.
    Rowid(String),
    /// The column at this position, which is the rowid and is read anyway.
    Alias(usize),
    /// The columns of the primary key, as SQL.
    Key(Vec<String>),
    /// Nothing: rows are counted in the order in which SQLite stores them.
    Ordinal,
}

impl RowName {
    /// What names the rows of this table.
    pub(super) fn of(table: &Table) -> RowName {
        if !table.without_rowid {
            // A column may be called rowid, and then hides the real one.
            let visible = free_rowid_name(table);
            let alias = || table.rowid_alias().map(|position| quoted(&table.columns[position].name));
            if let Some(name) = visible.map(str::to_owned).or_else(alias) {
                return RowName::Rowid(name);
            }
        }
        let Some(key) = &table.primary_key else { return RowName::Ordinal };
        RowName::Key(key.columns.iter().map(|part| quoted(&table.columns[part.column].name)).collect())
    }

    /// What a query selects to name its rows.
    pub(super) fn expressions(&self) -> &[String] {
        match self {
            RowName::Rowid(name) => std::slice::from_ref(name),
            RowName::Key(names) => names,
            RowName::Alias(_) | RowName::Ordinal => &[],
        }
    }

    /// The rowid of a row whose [`RowName::expressions`] begin at position `from`; `None` where it
    /// is among the values of the row.
    pub(super) fn hidden_rowid(&self, row: &impl RowValues, from: usize) -> Option<i64> {
        if !matches!(self, RowName::Rowid(_)) {
            return None;
        }
        match row.value(from) {
            Value::Integer(rowid) => Some(rowid),
            Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_) => None,
        }
    }

    /// The name of a row whose [`RowName::expressions`] begin at position `from`; `ordinal`
    /// counts rows from 1.
    pub(super) fn key(&self, row: &impl RowValues, from: usize, ordinal: u64) -> RowKey {
        let value = |position: usize| row.value(position);
        let rowid = |position: usize| match value(position) {
            Value::Integer(rowid) => RowKey::Rowid(rowid),
            other => RowKey::of_values([other]),
        };
        match (self, self.expressions().len()) {
            (RowName::Rowid(_), _) => rowid(from),
            (RowName::Alias(position), _) => rowid(*position),
            (RowName::Key(_), columns) => RowKey::of_values((from..from + columns).map(value)),
            (RowName::Ordinal, _) => RowKey::Key(format!("row {ordinal} in stored order")),
        }
    }
}
