//! Rows whose parent is missing, by SQLite's own rules.

mod parent;

use outgrow_planner::catalog::sqlite::{Catalog, CatalogNames, ForeignKey, Table};
use outgrow_planner::profile::{TableProfile, Tally, Witness};
use rusqlite::Connection;

use super::row_name::RowName;
use super::trouble::unreadable;
use crate::source::quoted;
use crate::source::rows::RowValues as _;
use crate::{Error, ErrorKind, Result};
use parent::Parent;

/// A catalog whose tables are found by name.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) names: &'a CatalogNames,
}

/// Fills the orphans of a table, and why SQLite would not enforce a key.
pub(super) fn check(reader: &Connection, found: Found<'_>, table: &Table, profile: &mut TableProfile) -> Result<()> {
    if table.foreign_keys.is_empty() {
        return Ok(());
    }
    match verdict(reader, table)? {
        Verdict::Orphans(counts) => enforced(reader, found, table, profile, &counts),
        Verdict::Mismatch(message) => refused(reader, found, table, profile, &message),
    }
}

/// What SQLite says about the foreign keys of one table.
enum Verdict {
    /// Orphans for each key, in declared order.
    Orphans(Vec<u64>),
    /// It cannot check one of them, and so checks none.
    Mismatch(String),
}

fn verdict(reader: &Connection, table: &Table) -> Result<Verdict> {
    let sql = format!("PRAGMA main.foreign_key_check({})", quoted(&table.name));
    let mut counts = vec![0; table.foreign_keys.len()];
    let mut statement = match reader.prepare(&sql) {
        Ok(statement) => statement,
        Err(error) => return mismatch(table, error),
    };
    let mut rows = statement.query([]).map_err(|error| unreadable(table, error))?;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(Verdict::Orphans(counts)),
            Err(error) => return mismatch(table, error),
        };
        let id: u32 = row.get(3).map_err(|error| unreadable(table, error))?;
        // SQLite numbers the keys of a table from the last declared one.
        let declared = counts.len().checked_sub(id as usize + 1).ok_or_else(|| unknown_key(table, id))?;
        counts[declared] += 1;
    }
}

fn mismatch(table: &Table, error: rusqlite::Error) -> Result<Verdict> {
    match &error {
        rusqlite::Error::SqliteFailure(_, Some(message)) if message.starts_with("foreign key mismatch") => {
            Ok(Verdict::Mismatch(message.clone()))
        }
        rusqlite::Error::SqlInputError { msg, .. } if msg.starts_with("foreign key mismatch") => {
            Ok(Verdict::Mismatch(msg.clone()))
        }
        _ => Err(unreadable(table, error)),
    }
}

fn unknown_key(table: &Table, id: u32) -> Error {
    let known = table.foreign_keys.len();
    let message = format!("foreign key {id} of table \"{}\" is not among the {known} of the catalog", table.name);
    Error::new(ErrorKind::Internal, message)
}

/// SQLite has counted; only the first witnesses are missing.
fn enforced(
    reader: &Connection,
    found: Found<'_>,
    table: &Table,
    profile: &mut TableProfile,
    counts: &[u64],
) -> Result<()> {
    for ((key, orphans), count) in table.foreign_keys.iter().zip(&mut profile.orphans).zip(counts) {
        if *count == 0 {
            continue;
        }
        let parent = Parent::of(found, key);
        let first = count_orphans(reader, table, key, &parent, Wanted::Witnesses)?.first;
        *orphans = Tally { count: *count, first };
    }
    Ok(())
}

/// SQLite refuses to count, so we say for each key why, and count where a parent can be found.
fn refused(
    reader: &Connection,
    found: Found<'_>,
    table: &Table,
    profile: &mut TableProfile,
    message: &str,
) -> Result<()> {
    for (position, key) in table.foreign_keys.iter().enumerate() {
        let parent = Parent::of(found, key);
        profile.foreign_key_mismatch[position] = parent.mismatch();
        profile.orphans[position] = count_orphans(reader, table, key, &parent, Wanted::All)?;
    }
    if profile.foreign_key_mismatch.iter().all(Option::is_none) {
        profile.foreign_key_mismatch.fill(Some(message.to_owned()));
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Witnesses,
    All,
}

fn count_orphans(
    reader: &Connection,
    table: &Table,
    key: &ForeignKey,
    parent: &Parent<'_>,
    wanted: Wanted,
) -> Result<Tally> {
    let mut tally = Tally::default();
    let name = RowName::of(table);
    let Some(sql) = select(table, key, parent, &name, wanted) else { return Ok(tally) };
    let mut statement = reader.prepare(&sql).map_err(|error| unreadable(table, error))?;
    let mut rows = statement.query([]).map_err(|error| unreadable(table, error))?;
    while let Some(row) = rows.next().map_err(|error| unreadable(table, error))? {
        let columns = key.columns.len();
        let values = (0..columns).map(|position| row.value(position));
        let ordinal = tally.count + 1;
        tally.add(|| Witness::of_values(name.key(row, columns, ordinal), values));
    }
    Ok(tally)
}

/// The orphans of a key in the order of their rows; `None` where no parent can be looked for.
fn select(table: &Table, key: &ForeignKey, parent: &Parent<'_>, name: &RowName, wanted: Wanted) -> Option<String> {
    let columns: Vec<String> =
        key.columns.iter().map(|column| format!("c.{}", quoted(&table.columns[*column].name))).collect();
    let named = name.expressions().iter().map(|expression| format!("c.{expression}"));
    let selected: Vec<String> = columns.iter().cloned().chain(named).collect();
    let (join, missing) = join(&columns, parent)?;
    let present: Vec<String> = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect();
    let limit = match wanted {
        Wanted::Witnesses => format!(" LIMIT {}", Tally::WITNESSES),
        Wanted::All => String::new(),
    };
    Some(format!(
        "SELECT {} FROM main.{} AS c NOT INDEXED{join} WHERE {}{missing}{limit}",
        selected.join(", "),
        quoted(&table.name),
        present.join(" AND "),
    ))
}

/// The join with the parent, and the condition that it has none.
fn join(columns: &[String], parent: &Parent<'_>) -> Option<(String, String)> {
    match parent {
        Parent::NoTable => Some((String::new(), String::new())),
        Parent::NoColumns(_) => None,
        Parent::Columns { table, columns: names, .. } => {
            // A key compares with the affinity and the collation of the parent: the plus takes
            // the affinity from the child, and the left side gives the collation.
            let parents: Vec<String> =
                names.iter().map(|column| format!("p.{}", quoted(&table.columns[*column].name))).collect();
            let equal: Vec<String> =
                parents.iter().zip(columns).map(|(parent, child)| format!("{parent} = +{child}")).collect();
            let join = format!(" LEFT JOIN main.{} AS p ON {}", quoted(&table.name), equal.join(" AND "));
            Some((join, format!(" AND {} IS NULL", parents[0])))
        }
    }
}
