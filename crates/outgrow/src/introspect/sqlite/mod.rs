//! The catalog of a SQLite file.
//!
//! What SQLite itself understood is asked for with PRAGMAs; the CREATE texts
//! add what no PRAGMA tells. One odd object never hides the others: a text
//! that cannot be parsed is recorded in its table.

mod reader;
mod schema;
mod shadow;
mod column;
mod key;
mod foreign_key;
mod index;
mod table;
mod virtual_table;

use std::collections::BTreeMap;

use outgrow_planner::catalog::sqlite::{Catalog, Encoding, TableRole, Trigger, View, VirtualTable, parse};

use crate::Result;
use crate::source::Source;
use reader::Reader;
use schema::{Entry, Listed, Schema, listed};
use shadow::{Owners, Rows, VirtualOwner};

/// The catalog of a SQLite file.
///
/// # Errors
/// [`crate::ErrorKind::Source`] where SQLite cannot read the schema, or where
/// the name of a table or column is not UTF-8, so that nobody could ask for it.
pub fn sqlite(source: &Source) -> Result<Catalog> {
    source.with_reader(|connection| catalog(&Reader { source, connection }))
}

fn catalog(reader: &Reader<'_>) -> Result<Catalog> {
    let schema = Schema::read(reader)?;
    let entries = &schema.entries;
    let listed = listed(reader)?;
    let mut catalog = facts(reader)?;
    catalog.schema_rows = entries.len() as u64;
    let owners = virtual_tables(reader, entries, &mut catalog);
    for entry in entries.iter().filter(|entry| entry.kind == "view") {
        catalog.views.push(view(reader, entry)?);
    }
    catalog.triggers = entries.iter().filter(|entry| entry.kind == "trigger").map(trigger).collect();
    for entry in entries.iter().filter(|entry| entry.kind == "table") {
        entry.check_name()?;
        if let Some(owner) = owners.named(&entry.name) {
            if owner.rows == Rows::Own {
                catalog.tables.push(virtual_table::table(reader, entry, owner)?);
            }
            continue;
        }
        let facts = listed.get(&entry.name.to_ascii_lowercase()).copied().unwrap_or_default();
        let role = role(&entry.name, facts, &owners);
        catalog.tables.push(table::table(reader, entry, &schema, facts, role)?);
    }
    Ok(catalog)
}

fn facts(reader: &Reader<'_>) -> Result<Catalog> {
    let encoding = match reader.value::<String>("PRAGMA encoding")?.as_str() {
        "UTF-16le" => Encoding::Utf16le,
        "UTF-16be" => Encoding::Utf16be,
        _ => Encoding::Utf8,
    };
    Ok(Catalog {
        encoding,
        page_size: reader.value("PRAGMA page_size")?,
        page_count: reader.value::<i64>("PRAGMA page_count")?.unsigned_abs(),
        application_id: reader.value("PRAGMA application_id")?,
        user_version: reader.value("PRAGMA user_version")?,
        ..Catalog::default()
    })
}

fn virtual_tables(reader: &Reader<'_>, entries: &[Entry], catalog: &mut Catalog) -> Owners {
    let mut owners = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == "table") {
        let Some(text) = parse::module(&entry.sql) else { continue };
        let (name, sql) = (entry.name.clone(), entry.sql.clone());
        catalog.virtual_tables.push(VirtualTable { name: name.clone(), module: text.module.clone(), sql });
        let mut owner = VirtualOwner { name, module: text.module, content: text.content, rows: Rows::Elsewhere };
        owner.rows = virtual_table::rows(reader, &owner);
        owners.push(owner);
    }
    Owners::of(owners)
}

fn role(name: &str, facts: Listed, owners: &Owners) -> TableRole {
    // SQLite reserves these names, so no application can have made them.
    if name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_")) {
        return TableRole::Internal;
    }
    match owners.of_shadow(name, facts.kind) {
        Some(of) => TableRole::Shadow { of },
        None => TableRole::User,
    }
}

fn view(reader: &Reader<'_>, entry: &Entry) -> Result<View> {
    let columns = column::names_of_view(reader, &entry.name)?;
    Ok(View { name: entry.name.clone(), sql: entry.sql.clone(), columns })
}

fn trigger(entry: &Entry) -> Trigger {
    Trigger { name: entry.name.clone(), table: entry.table.clone(), sql: entry.sql.clone() }
}

/// Positions of columns by name; SQLite compares names without ASCII case.
type Positions = BTreeMap<String, usize>;

#[cfg(test)]
mod tests;
