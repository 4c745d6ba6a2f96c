//! CREATE INDEX.

use super::{Statement, statement};
use crate::catalog::pg::Index;
use crate::sql::Sql;

/// Creates an index of a table that is there.
pub fn create(index: &Index) -> Statement {
    let mut sql = Sql::text(if index.unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
    sql.push_ident(&index.name).push(" ON ").push_name(&index.table).push(" (");
    sql.push_list(&index.keys, ", ", |sql, key| {
        sql.push_sql(&key.key);
        if key.descending {
            sql.push(" DESC");
        }
    });
    sql.push(")");
    if let Some(predicate) = &index.predicate {
        sql.push(" WHERE ").push_sql(predicate);
    }
    statement("index", index.name.as_str(), sql)
}
