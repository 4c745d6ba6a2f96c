//! Virtual tables, their shadows, and SQLite's own tables.

use super::draft::Draft;
use super::{ObjectKind, Verdict};
use crate::catalog::sqlite::{TableRole, VirtualTable};
use crate::translate::NotConverted;

/// Says what becomes of tables that are not moved.
pub(super) fn plan(draft: &mut Draft<'_>) {
    for virtual_table in &draft.catalog.virtual_tables {
        let why = not_moved(virtual_table);
        draft.not_converted(ObjectKind::VirtualTable, None, &virtual_table.name, why, &virtual_table.sql);
    }
    for table in &draft.catalog.tables {
        let reason = match &table.role {
            TableRole::User => continue,
            TableRole::Shadow { of } => format!("it holds the innards of the virtual table \"{of}\""),
            TableRole::Internal => "it is SQLite's own".to_owned(),
        };
        draft.verdict(ObjectKind::Table, Some(&table.name), &table.name, Verdict::NotNeeded { reason });
    }
}

fn not_moved(table: &VirtualTable) -> NotConverted {
    let suggestion = match table.module.as_str() {
        "fts3" | "fts4" | "fts5" => "Index the text with a tsvector column and a GIN index.",
        "rtree" | "rtree_i32" | "geopoly" => "Index the boxes with a GiST index, or use PostGIS.",
        _ => "Export its rows with the application that owns the module.",
    };
    NotConverted {
        reason: format!("virtual tables of module \"{}\" have no equal in PostgreSQL", table.module),
        suggestion: Some(suggestion.to_owned()),
    }
}
