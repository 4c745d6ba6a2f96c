//! Where the values of a WITHOUT ROWID table lie in its records.

use outgrow_planner::catalog::sqlite::{Affinity, Table};
use rusqlite::Connection;

use super::order::{Collation, collations};
use crate::source::btree::key_index;
use crate::source::rows::layout::Place;

/// Where the values that are asked for lie in the records of a WITHOUT ROWID table.
pub(crate) struct KeyLayout {
    pub(super) table: String,
    /// How many fields a whole record has.
    pub(super) fields: usize,
    pub(super) places: Vec<Place>,
    pub(super) collations: Vec<Collation>,
}

impl KeyLayout {
    /// Finds these columns; `None` where a row is more than its record, or the order of the rows not known.
    ///
    /// # Errors
    /// Those of SQLite, which tells how the columns are stored (`PRAGMA index_xinfo`).
    pub(crate) fn of(
        connection: &Connection,
        table: &Table,
        wanted: impl IntoIterator<Item = usize>,
    ) -> rusqlite::Result<Option<KeyLayout>> {
        let is_plain = table.unparsed.is_none() && table.without_rowid && !table.sql.is_empty();
        if !is_plain || table.columns.iter().any(|column| column.generated.is_some()) {
            return Ok(None);
        }
        let (Some(collations), Some(index)) = (collations(table), key_index(connection, &table.name)?) else {
            return Ok(None);
        };
        let mut stored = connection.prepare("SELECT cid FROM pragma_index_xinfo(?1, 'main') ORDER BY seqno")?;
        let stored = stored.query_map([index], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        let place = |column: usize| {
            let field = stored.iter().position(|cid| usize::try_from(*cid) == Ok(column))?;
            Some(match table.columns[column].affinity {
                Affinity::Real => Place::RealField(field),
                Affinity::Integer | Affinity::Text | Affinity::Blob | Affinity::Numeric => Place::Field(field),
            })
        };
        let places = wanted.into_iter().map(place).collect::<Option<Vec<Place>>>();
        let table = table.name.clone();
        Ok(places.map(|places| KeyLayout { table, fields: stored.len(), places, collations }))
    }
}
