//! Finds the row that a value belongs to.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::sql::Sql;
use outgrow_planner::value::{StorageClass, Value};
use tokio_postgres::types::ToSql;

use super::carries::carries;
use super::raw::Raw;
use super::table::{Column, Table};
use crate::Result;
use crate::copy::{Purpose, field};
use crate::quarantine::{Kept, KeyPart, parts};
use crate::target::Session;

/// Another value of the same row that is in quarantine too.
pub(super) struct Sibling {
    pub(super) id: i64,
    pub(super) column: String,
    pub(super) substitute: Option<String>,
    pub(super) target_key: String,
}

/// What the search has found.
pub(super) enum Found {
    /// The row carries its substitute.
    Untouched { ctid: String },
    /// It is this row and no other, but it carries something else by now.
    Changed { ctid: String },
    /// Nothing, or too much; why.
    Unclear(String),
}

/// The conditions under which a row is the one.
#[derive(Default)]
struct Search {
    sql: Sql,
    parameters: Vec<Raw>,
    precision: Precision,
    naming: Naming,
}

/// Whether the value that is looked for is part of what names its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Naming {
    #[default]
    WithoutValue,
    WithValue,
}

/// Whether rows that meet all conditions are alike in every column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Precision {
    #[default]
    Exact,
    /// A long value could not be compared.
    Partial,
}

/// Looks for the row of `kept`, and locks it.
pub(super) async fn find(
    session: &Session,
    table: &Table,
    own: &Column,
    kept: &Kept,
    siblings: &[Sibling],
) -> Result<Found> {
    let Some(parts) = parts(&kept.target_key) else {
        return Ok(Found::Unclear("its target_key is not as the move wrote it".to_owned()));
    };
    let mut search = Search::default();
    for (name, part) in &parts {
        if *name == kept.target_column {
            // The value itself is part of what names its row, so a row that carries something else is another one.
            search.naming = Naming::WithValue;
            continue;
        }
        if let Err(reason) = search.add(table, name, part, siblings)? {
            return Ok(Found::Unclear(reason));
        }
    }
    let carried = carries(own, kept.substitute.as_deref());
    if search.sql.is_empty() {
        // Nothing but the value itself names the row: a key that is in quarantine, or a table of one column.
        search.sql.push_sql(&carried);
    }
    rows(session, table, &search, &carried).await
}

async fn rows(session: &Session, table: &Table, search: &Search, carried: &Sql) -> Result<Found> {
    let mut sql = Sql::text("SELECT ctid::text, ");
    sql.push_sql(carried).push(" FROM ONLY ").push_name(&table.name).push(" WHERE ").push_sql(&search.sql);
    sql.push(" ORDER BY 2 DESC LIMIT 2 FOR UPDATE");
    let parameters: Vec<&(dyn ToSql + Sync)> =
        search.parameters.iter().map(|parameter| parameter as &(dyn ToSql + Sync)).collect();
    let rows = session.client.query(sql.as_str(), &parameters).await.map_err(|cause| session.error(cause))?;
    let Some(first) = rows.first() else { return Ok(Found::Unclear(NOT_THERE.to_owned())) };
    if rows.len() > 1 && search.precision == Precision::Partial {
        return Ok(Found::Unclear("more than one row could be the one it belongs to".to_owned()));
    }
    let ctid = first.get(0);
    match (first.get(1), search.naming) {
        (true, _) => Ok(Found::Untouched { ctid }),
        (false, Naming::WithoutValue) => Ok(Found::Changed { ctid }),
        (false, Naming::WithValue) => {
            Ok(Found::Unclear("no row that could be the one carries its substitute any more".to_owned()))
        }
    }
}

const NOT_THERE: &str = "its row is not there any more";

impl Search {
    /// Adds what the row holds in one column; says why where that is not known.
    fn add(
        &mut self,
        table: &Table,
        name: &str,
        part: &KeyPart,
        siblings: &[Sibling],
    ) -> Result<std::result::Result<(), String>> {
        let Some(column) = table.columns.get(name) else {
            return Ok(Err(format!("its row cannot be found without column \"{name}\"")));
        };
        if !self.sql.is_empty() {
            self.sql.push(" AND ");
        }
        if let Some(sibling) = siblings.iter().find(|sibling| sibling.column == name) {
            self.sql.push_sql(&carries(column, sibling.substitute.as_deref()));
            return Ok(Ok(()));
        }
        match (column.data_type, part) {
            (_, KeyPart::Null) => self.sql.push_ident(&column.name).push(" IS NULL"),
            (None, _) => {
                return Ok(Err(format!("its row cannot be found by column \"{name}\" of type {}", column.shown)));
            }
            (Some(data_type), KeyPart::Hashed(class, hash)) => {
                return Ok(self.add_hash(column, data_type, *class, hash));
            }
            (Some(data_type), part) => {
                let value = part.value().unwrap_or(Value::Null);
                match field(data_type, value, Purpose::Find)? {
                    Ok(field) => self.add_field(column, data_type, field),
                    Err(reason) => return Ok(Err(format!("its row cannot be found by column \"{name}\": {reason}"))),
                }
            }
        };
        Ok(Ok(()))
    }

    fn add_field(&mut self, column: &Column, data_type: DataType, field: Option<Vec<u8>>) -> &mut Sql {
        self.parameters.push(Raw(field));
        let number = self.parameters.len() as i64;
        match data_type {
            // To PostgreSQL 0 and -0 are equal; their bytes are not.
            DataType::DoublePrecision => {
                self.sql.push("pg_catalog.float8send(").push_ident(&column.name).push(")");
            }
            DataType::Json => {
                self.sql.push_ident(&column.name).push("::text");
            }
            DataType::Boolean
            | DataType::Smallint
            | DataType::Integer
            | DataType::Bigint
            | DataType::Numeric(_)
            | DataType::Text
            | DataType::Varchar(_)
            | DataType::Bytea
            | DataType::Date
            | DataType::Time
            | DataType::TimeTz
            | DataType::Timestamp
            | DataType::TimestampTz
            | DataType::Interval
            | DataType::Uuid
            | DataType::Jsonb
            | DataType::BigintArray
            | DataType::TextArray => {
                self.sql.push_ident(&column.name);
            }
        }
        self.sql.push(" = $").push_integer(number)
    }

    fn add_hash(
        &mut self,
        column: &Column,
        data_type: DataType,
        class: StorageClass,
        hash: &[u8],
    ) -> std::result::Result<(), String> {
        match (data_type, class) {
            (DataType::Bytea, _) => {
                self.sql.push("pg_catalog.sha256(").push_ident(&column.name);
            }
            (DataType::Text | DataType::Varchar(_) | DataType::Json, _) => {
                self.sql
                    .push("pg_catalog.sha256(pg_catalog.convert_to(")
                    .push_ident(&column.name)
                    .push("::text, 'UTF8')");
            }
            // What a long value became in another type cannot be told by its hash.
            _ => {
                self.precision = Precision::Partial;
                self.sql.push_ident(&column.name).push(" IS NOT NULL");
                return Ok(());
            }
        }
        self.sql.push(") = ").push_bytes(hash);
        Ok(())
    }
}
