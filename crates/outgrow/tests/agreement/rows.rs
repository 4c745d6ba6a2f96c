//! Answers of both engines as multisets.

use tokio_postgres::SimpleQueryMessage;

use crate::cell::{Kind, Shown, Stored, moment, same, shown_moment};
use crate::sides::Sides;

/// Runs a query on SQLite.
pub(crate) fn stored(sides: &Sides, sql: &str) -> Result<Vec<Vec<Stored>>, String> {
    let mut statement = sides.sqlite.prepare(sql).map_err(|error| format!("SQLite: {error}: {sql}"))?;
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|at| row.get_ref(at).map(Stored::of)).collect());
    rows.and_then(Iterator::collect).map_err(|error| format!("SQLite: {error}: {sql}"))
}

/// Runs a query on PostgreSQL.
pub(crate) fn shown(sides: &Sides, sql: &str) -> Result<Vec<Vec<Shown>>, String> {
    let error = |error: tokio_postgres::Error| format!("PostgreSQL: {error:?}: {sql}");
    let prepared = sides.runtime.block_on(sides.client.prepare(sql)).map_err(error)?;
    let kinds: Vec<Kind> = prepared.columns().iter().map(|column| Kind::of(column.type_())).collect();
    let messages = sides.runtime.block_on(sides.client.simple_query(sql)).map_err(error)?;
    let row = |row: &tokio_postgres::SimpleQueryRow| {
        kinds.iter().enumerate().map(|(at, kind)| Shown { text: row.get(at).map(str::to_owned), kind: *kind }).collect()
    };
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(found) => Some(row(found)),
        _ => None,
    });
    Ok(rows.collect())
}

/// Runs a query on either side; `Some` says how the answers differ as multisets.
pub(crate) fn difference(sides: &Sides, sqlite: &str, postgres: &str) -> Option<String> {
    let (left, right) = match (stored(sides, sqlite), shown(sides, postgres)) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(error), _) | (_, Err(error)) => return Some(error),
    };
    if left.len() != right.len() {
        return Some(format!("{} rows in SQLite, {} in PostgreSQL: {sqlite}", left.len(), right.len()));
    }
    unpaired(left, right).map(|(row, nearest)| format!("{sqlite}\n  SQLite     {row:?}\n  PostgreSQL {nearest:?}"))
}

/// The first row without a counterpart, and the row that is left at its place.
fn unpaired(mut left: Vec<Vec<Stored>>, mut right: Vec<Vec<Shown>>) -> Option<(Vec<Stored>, Vec<Shown>)> {
    left.sort_by_cached_key(|row| row.iter().map(stored_order).collect::<Vec<_>>());
    right.sort_by_cached_key(|row| row.iter().map(shown_order).collect::<Vec<_>>());
    let alike = |row: &[Stored], other: &[Shown]| {
        row.len() == other.len() && row.iter().zip(other).all(|(stored, shown)| same(stored, shown))
    };
    let rest: Vec<usize> = (0..left.len()).filter(|at| !alike(&left[*at], &right[*at])).collect();
    // Where the last digits of reals differ, rows that are alike may stand at other places.
    let mut open = rest.clone();
    for at in &rest {
        match open.iter().position(|other| alike(&left[*at], &right[*other])) {
            Some(found) => open.swap_remove(found),
            None => return Some((left[*at].clone(), right[*at].clone())),
        };
    }
    None
}

/// An order that both engines share as far as possible.
fn stored_order(value: &Stored) -> String {
    match value {
        Stored::Null => String::new(),
        Stored::Integer(number) => format!("{:.5e}", *number as f64),
        Stored::Real(number) => format!("{number:.5e}"),
        Stored::Text(bytes) | Stored::Blob(bytes) => match moment(value) {
            Some(moment) => moment.to_string(),
            None => String::from_utf8_lossy(bytes).into_owned(),
        },
    }
}

fn shown_order(value: &Shown) -> String {
    let Some(text) = &value.text else { return String::new() };
    match value.kind {
        Kind::Boolean => format!("{:.5e}", if text == "t" { 1.0 } else { 0.0 }),
        Kind::Number => text.parse::<f64>().map_or_else(|_| text.clone(), |number| format!("{number:.5e}")),
        Kind::Moment => shown_moment(text).map_or_else(|| text.clone(), |moment| moment.to_string()),
        Kind::Bytes | Kind::Json | Kind::Uuid | Kind::Text => {
            shown_moment(text).map_or_else(|| text.clone(), |moment| moment.to_string())
        }
    }
}
