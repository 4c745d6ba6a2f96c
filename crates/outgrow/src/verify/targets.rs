//! The columns of the target's tables, asked for all at once.

use std::collections::BTreeMap;

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::TablePlan;

use super::postgres::Postgres;
use crate::{Error, Result};

/// The columns of tables, by name and type.
#[derive(Debug)]
pub(super) struct Targets(BTreeMap<QualifiedName, Vec<(String, String)>>);

const COLUMNS: &str = "SELECT n.nspname::text, c.relname::text, a.attname::text, \
     pg_catalog.format_type(a.atttypid, a.atttypmod) \
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
     LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
     WHERE n.nspname = ANY ($1) AND c.relname = ANY ($2) AND c.relkind IN ('r', 'p') ORDER BY c.oid, a.attnum";

impl Targets {
    /// Asks the catalog for the tables of these plans.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub(super) fn read(postgres: Postgres<'_>, plans: &[TablePlan]) -> Result<Targets> {
        let names = || plans.iter().map(|plan| &plan.target.name);
        let mut schemas: Vec<&str> = names().map(|name| name.schema.as_str()).collect();
        schemas.sort_unstable();
        schemas.dedup();
        let tables: Vec<&str> = names().map(|name| name.name.as_str()).collect();
        let rows = postgres
            .runtime
            .block_on(postgres.client.query(COLUMNS, &[&schemas, &tables]))
            .map_err(|cause| Error::from(cause).within("asking for the target's tables"))?;
        let mut all = BTreeMap::<QualifiedName, Vec<(String, String)>>::new();
        for row in &rows {
            // A name that no plan could have is no name of a planned table.
            let (Ok(schema), Ok(table)) = (Ident::new(row.get::<_, &str>(0)), Ident::new(row.get::<_, &str>(1))) else {
                continue;
            };
            let columns = all.entry(QualifiedName::new(schema, table)).or_default();
            columns.extend(row.get::<_, Option<String>>(2).zip(row.get(3)));
        }
        Ok(Targets(all))
    }

    /// The columns of a table; `None` where there is no such table.
    pub(super) fn columns(&self, table: &QualifiedName) -> Option<&[(String, String)]> {
        self.0.get(table).map(Vec::as_slice)
    }
}
