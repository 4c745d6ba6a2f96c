//! Facts about the SQLite file.

use std::path::Path;

use outgrow::moving::Checked;
use serde::Serialize;

/// Facts about the SQLite file.
#[derive(Serialize)]
pub(crate) struct FileFacts {
    /// Where it is.
    pub(crate) path: String,
    /// Its size: pages times page size.
    pub(crate) bytes: u64,
    /// The encoding of its texts.
    pub(crate) encoding: String,
    /// `PRAGMA page_size`, bytes.
    pub(crate) page_size: u32,
    /// `PRAGMA application_id`.
    pub(crate) application_id: i32,
    /// `PRAGMA user_version`.
    pub(crate) user_version: i32,
    /// How many objects of each kind an application made.
    pub(crate) objects: ObjectCounts,
    /// Rows of all tables.
    pub(crate) rows: u64,
    /// Bytes of all values.
    pub(crate) value_bytes: u64,
    /// The frameworks that made it.
    pub(crate) frameworks: Vec<String>,
}

/// How many objects of each kind an application made.
#[derive(Serialize)]
pub(crate) struct ObjectCounts {
    /// Ordinary tables.
    pub(crate) tables: u64,
    /// Indexes made by CREATE INDEX.
    pub(crate) indexes: u64,
    /// Views.
    pub(crate) views: u64,
    /// Triggers.
    pub(crate) triggers: u64,
    /// Virtual tables.
    pub(crate) virtual_tables: u64,
}

impl FileFacts {
    pub(super) fn new(checked: &Checked, path: &Path) -> FileFacts {
        let catalog = &checked.catalog;
        FileFacts {
            path: path.display().to_string(),
            bytes: catalog.page_count.saturating_mul(u64::from(catalog.page_size)),
            encoding: catalog.encoding.to_string(),
            page_size: catalog.page_size,
            application_id: catalog.application_id,
            user_version: catalog.user_version,
            objects: ObjectCounts {
                tables: catalog.user_tables().count() as u64,
                indexes: catalog.user_tables().map(|table| table.indexes.len() as u64).sum(),
                views: catalog.views.len() as u64,
                triggers: catalog.triggers.len() as u64,
                virtual_tables: catalog.virtual_tables.len() as u64,
            },
            rows: checked.profile.tables.iter().map(|table| table.rows).sum(),
            value_bytes: checked.profile.tables.iter().map(|table| table.bytes).sum(),
            frameworks: checked.plan.frameworks.iter().map(|framework| format!("{framework:?}")).collect(),
        }
    }
}
