//! Facts about a table, and about where tables go.

use std::collections::BTreeMap;

use outgrow::moving::Checked;
use outgrow_planner::catalog::pg;
use outgrow_planner::catalog::sqlite::{CatalogNames, Table};
use outgrow_planner::plan::{ColumnPlan, RowKeyPlan, TablePlan};
use serde::Serialize;

use super::key::{self, Keys};
use super::{ColumnFacts, ForeignKeyFacts};
use crate::target::{Destination, NamedBy, for_psql};

/// Where the tables go.
#[derive(Serialize)]
pub(crate) struct TargetFacts {
    /// The database, without a password.
    pub(crate) url: String,
    /// The same as psql takes it.
    #[serde(skip)]
    pub(crate) for_psql: String,
    /// Who named it.
    pub(crate) named_by: NamedBy,
    /// The schema.
    pub(crate) schema: String,
    /// How names are treated.
    pub(crate) identifiers: &'static str,
}

impl TargetFacts {
    pub(super) fn new(checked: &Checked, destination: &Destination) -> TargetFacts {
        TargetFacts {
            url: destination.shown.clone(),
            named_by: destination.named_by,
            for_psql: for_psql(&destination.shown),
            schema: checked.plan.schema.as_str().to_owned(),
            identifiers: super::identifiers(checked.plan.identifiers),
        }
    }
}

/// Facts about a table.
#[derive(Serialize)]
pub(crate) struct TableFacts {
    /// Its name in SQLite.
    pub(crate) name: String,
    /// Its name in PostgreSQL, as SQL writes it.
    pub(crate) target: String,
    /// Rows, as profiled.
    pub(crate) rows: u64,
    /// Bytes of values, as profiled.
    pub(crate) bytes: u64,
    /// The columns by which a row is found again on both sides; empty for none.
    pub(crate) row_key: Vec<String>,
    /// The columns of its primary key in PostgreSQL, without quotes; empty for none.
    pub(crate) primary_key: Vec<String>,
    /// Its foreign keys in PostgreSQL.
    pub(crate) foreign_keys: Vec<ForeignKeyFacts>,
    /// Its columns in order.
    pub(crate) columns: Vec<ColumnFacts>,
}

impl TableFacts {
    /// All tables of a plan.
    pub(super) fn all(checked: &Checked) -> Vec<TableFacts> {
        let (names, keys) = (CatalogNames::of(&checked.catalog), Keys::of(&checked.plan));
        let facts = |plan: &TablePlan| TableFacts::new(plan, checked, names.table(&plan.source), &keys);
        checked.plan.tables.iter().map(facts).collect()
    }

    /// `position` is that of the table in the catalog.
    fn new(plan: &TablePlan, checked: &Checked, position: Option<usize>, keys: &Keys<'_>) -> TableFacts {
        let source = position.and_then(|position| checked.catalog.tables.get(position));
        let profile = position.and_then(|position| checked.profile.tables.get(position));
        let places: BTreeMap<&str, usize> = source.map(places).unwrap_or_default();
        // Columns that are left out have no place in the plan, so that names find the others.
        let column = |(column, target): (&ColumnPlan, &pg::Column)| {
            let position = places.get(column.source.as_str()).copied();
            let declared = source.zip(position).and_then(|(table, at)| table.columns.get(at));
            let values = profile.zip(position).and_then(|(table, at)| table.columns.get(at));
            ColumnFacts::new(column, target, declared, values)
        };
        TableFacts {
            name: plan.source.clone(),
            target: plan.target.name.to_string(),
            rows: plan.rows,
            bytes: plan.bytes,
            row_key: row_key(plan),
            primary_key: key::primary_key(keys, &plan.target.name),
            foreign_keys: key::foreign_keys(keys, &plan.target.name),
            columns: plan.columns.iter().zip(&plan.target.columns).map(column).collect(),
        }
    }
}

fn places(table: &Table) -> BTreeMap<&str, usize> {
    table.columns.iter().enumerate().map(|(at, column)| (column.name.as_str(), at)).collect()
}

fn row_key(plan: &TablePlan) -> Vec<String> {
    match &plan.row_key {
        RowKeyPlan::None => Vec::new(),
        RowKeyPlan::Columns(positions) => {
            let name = |position: &usize| plan.columns.get(*position).map(|column| column.source.clone());
            positions.iter().filter_map(name).collect()
        }
    }
}
