//! Whether a row still carries the substitute that the move put there, whatever type its column has now.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::sql::Sql;

use super::table::Column;
use crate::copy::neutral_text;
use crate::quarantine::hash_of;

/// All types whose neutral values differ in their text.
const NEUTRAL: [DataType; 9] = [
    DataType::Boolean,
    DataType::Integer,
    DataType::Date,
    DataType::Time,
    DataType::TimeTz,
    DataType::Timestamp,
    DataType::TimestampTz,
    DataType::Uuid,
    DataType::TextArray,
];

/// A condition that never is NULL.
pub(super) fn carries(column: &Column, substitute: Option<&str>) -> Sql {
    let Some(substitute) = substitute else { return of(column, " IS NULL") };
    let mut sql = Sql::text("coalesce(");
    match hash_of(substitute) {
        Some(hash) => push_hashed(&mut sql, column, &hash),
        None => push_plain(&mut sql, column, substitute),
    }
    sql.push(", false)");
    sql
}

fn of(column: &Column, words: &'static str) -> Sql {
    let mut sql = Sql::new();
    sql.push_ident(&column.name).push(words);
    sql
}

fn push_plain(sql: &mut Sql, column: &Column, substitute: &str) {
    // After ALTER TABLE … TYPE bytea the text is either its own bytes, or was read as an escaped one.
    if column.data_type == Some(DataType::Bytea) {
        sql.push("pg_catalog.octet_length(").push_ident(&column.name).push(") <= 4096 AND (").push_ident(&column.name);
        sql.push(" = pg_catalog.convert_to(").push_literal(substitute).push(", 'UTF8') OR ");
        sql.push_ident(&column.name).push("::text = ").push_literal(substitute).push(")");
        return;
    }
    sql.push_ident(&column.name).push("::text = ").push_literal(substitute);
    let was_neutral = NEUTRAL.iter().any(|data_type| neutral_text(*data_type) == substitute);
    if let (true, Some(data_type)) = (was_neutral, column.data_type) {
        push_neutral(sql, column, data_type);
    }
}

/// A neutral value that became another type's neutral value: 0 became 0.00, or 1970-01-01 a timestamp.
fn push_neutral(sql: &mut Sql, column: &Column, data_type: DataType) {
    match data_type {
        // The text was compared already, or the neutral value is one that applications use: empty text.
        DataType::Text | DataType::Varchar(_) | DataType::Json | DataType::Jsonb | DataType::Bytea => {}
        DataType::Boolean
        | DataType::Smallint
        | DataType::Integer
        | DataType::Bigint
        | DataType::DoublePrecision
        | DataType::Numeric(_)
        | DataType::Date
        | DataType::Time
        | DataType::TimeTz
        | DataType::Timestamp
        | DataType::TimestampTz
        | DataType::Interval
        | DataType::Uuid
        | DataType::BigintArray
        | DataType::TextArray => {
            sql.push(" OR ").push_ident(&column.name).push(" = ").push_literal(neutral_text(data_type));
        }
    }
}

fn push_hashed(sql: &mut Sql, column: &Column, hash: &[u8]) {
    if column.data_type == Some(DataType::Bytea) {
        sql.push("pg_catalog.sha256(").push_ident(&column.name).push(") = ").push_bytes(hash);
        // Digits of a blob are at most 1 MiB; longer bytes need not be written as digits.
        sql.push(" OR CASE WHEN pg_catalog.octet_length(").push_ident(&column.name);
        sql.push(") <= 1048576 THEN pg_catalog.sha256(pg_catalog.convert_to(").push_ident(&column.name);
        sql.push("::text, 'UTF8')) = ").push_bytes(hash).push(" END");
        return;
    }
    sql.push("pg_catalog.sha256(pg_catalog.convert_to(").push_ident(&column.name);
    sql.push("::text, 'UTF8')) = ").push_bytes(hash);
}
