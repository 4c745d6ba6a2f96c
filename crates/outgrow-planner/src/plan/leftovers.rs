//! Virtual tables, their shadows, and SQLite's own tables.

use super::draft::Draft;
use super::{ObjectKind, Verdict};
use crate::catalog::sqlite::{TableRole, VirtualTable, parse};
use crate::translate::NotConverted;

/// Says what becomes of virtual tables, and of tables that are not moved.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for table in &draft.catalog.virtual_tables {
        if is_moved(draft, &table.name) {
            let difference = format!("It is an ordinary table with the same rows. {}", instead(table));
            draft.verdict(ObjectKind::VirtualTable, None, &table.name, Verdict::Differs { difference });
        } else {
            let why = not_moved(draft, table);
            draft.not_converted(ObjectKind::VirtualTable, None, &table.name, why, &table.sql);
        }
    }
    for table in &draft.catalog.tables {
        let reason = match &table.role {
            TableRole::User => continue,
            TableRole::Shadow { of } => format!("it holds the innards of the virtual table \"{of}\""),
            TableRole::Internal => "it is SQLite's own".to_owned(),
        };
        // What else stands in its CREATE text goes with the table.
        for index in &table.indexes {
            let reason = format!("it belongs to \"{}\", which is not moved", table.name);
            draft.verdict(ObjectKind::Index, Some(&table.name), &index.name, Verdict::NotNeeded { reason });
        }
        draft.verdict(ObjectKind::Table, Some(&table.name), &table.name, Verdict::NotNeeded { reason });
    }
}

/// Whether the rows of a virtual table arrive as an ordinary table: then it is among the tables too.
pub(super) fn is_moved(draft: &Draft<'_>, name: &str) -> bool {
    draft.names.is_virtual_table(name) && draft.names.table(name).is_some()
}

fn not_moved(draft: &Draft<'_>, table: &VirtualTable) -> NotConverted {
    let is_fts = matches!(table.module.as_str(), "fts3" | "fts4" | "fts5");
    let of_words = is_fts && parse::module(&table.sql).is_some_and(|text| text.content.is_some());
    let rows = match of_words {
        true => "it holds no rows of its own, only an index of words",
        false => "its rows cannot be read without what the application adds to SQLite",
    };
    let reason = format!("virtual tables of module \"{}\" have no equal in PostgreSQL; {rows}", table.module);
    let holders = if of_words { Vec::new() } else { holders(draft, &table.name) };
    let suggestion = if holders.is_empty() {
        instead(table).to_owned()
    } else {
        format!("{} These tables arrive as they are and may hold its data: {}.", instead(table), holders.join(", "))
    };
    NotConverted { reason, suggestion: Some(suggestion) }
}

/// The tables that are moved and named as if they belonged to a virtual table.
fn holders(draft: &Draft<'_>, name: &str) -> Vec<String> {
    let belonging = draft.names.tables_that_begin(&format!("{name}_")).into_iter();
    let tables = belonging.map(|position| &draft.catalog.tables[position]);
    tables.filter(|table| table.role == TableRole::User).map(|table| table.name.clone()).collect()
}

fn instead(table: &VirtualTable) -> &'static str {
    match table.module.as_str() {
        "fts3" | "fts4" | "fts5" => "MATCH needs a tsvector column and a GIN index.",
        "rtree" | "rtree_i32" | "geopoly" => "Index the boxes with a GiST index, or use PostGIS.",
        _ => "Export its rows with the application that owns the module.",
    }
}
