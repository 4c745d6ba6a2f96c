//! CREATE INDEX.

use super::{Access, Statement, statement};
use crate::catalog::pg::{Index, IndexMethod};
use crate::plan::Made;
use crate::sql::Sql;

pub(super) fn create(index: &Index) -> Statement {
    let mut sql = Sql::text(if index.unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
    sql.push_ident(&index.name).push(" ON ").push_name(&index.table);
    sql.push(match index.method {
        IndexMethod::Btree => " (",
        IndexMethod::Hash => " USING hash (",
    });
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
    let made = Made::Index { name: index.name.clone() };
    Statement { access: Access::Shared, ..statement("index", index.name.as_str(), sql).making(made) }
}
