//! Where the values that are asked for lie in the records of a table.

use outgrow_planner::catalog::sqlite::{Affinity, Table};

use crate::source::name::ROWID_NAMES;

/// Where the values that are asked for lie in the records of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(super) table: String,
    /// The columns of the table, by name: the fields of a whole record.
    pub(super) columns: Vec<String>,
    /// A name of the rowid that no column hides, as SQL.
    pub(super) rowid: String,
    /// Where each value is found.
    pub(super) places: Vec<Place>,
}

/// Where a value is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the rowid.
    Rowid,
    /// In the field of this number.
    Field(usize),
    /// There too, but SQLite stores a REAL without a fraction as an INTEGER, and reads it as REAL.
    RealField(usize),
}

impl Layout {
    /// Finds these columns, or names of the rowid; `None` where a row is more than its record, or
    /// where nothing names it.
    pub(crate) fn of<'a>(table: &Table, wanted: impl IntoIterator<Item = &'a str>) -> Option<Layout> {
        let is_plain = table.unparsed.is_none() && !table.without_rowid && !table.sql.is_empty();
        if !is_plain || table.columns.iter().any(|column| column.generated.is_some()) {
            return None;
        }
        let alias = table.rowid_alias();
        let rowid = match alias {
            Some(position) => crate::source::quoted(&table.columns[position].name),
            None => crate::source::free_rowid_name(table)?.to_owned(),
        };
        let place = |name: &str| match table.column(name) {
            Some(position) if Some(position) == alias => Some(Place::Rowid),
            Some(position) => Some(match table.columns[position].affinity {
                Affinity::Real => Place::RealField(position),
                Affinity::Integer | Affinity::Text | Affinity::Blob | Affinity::Numeric => Place::Field(position),
            }),
            None => ROWID_NAMES.iter().any(|rowid| rowid.eq_ignore_ascii_case(name)).then_some(Place::Rowid),
        };
        let places = wanted.into_iter().map(place).collect::<Option<Vec<_>>>()?;
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        Some(Layout { table: table.name.clone(), columns, rowid, places })
    }
}
