//! What hazards are found in.

use crate::catalog::sqlite::{Catalog, Column, Table};
use crate::ident::Ident;
use crate::mapping::Framework;
use crate::plan::{ColumnPlan, ObjectKind, ObjectVerdict, TablePlan};
use crate::profile::{ColumnProfile, Profile};

/// What hazards are found in.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The objects of the file.
    pub catalog: &'a Catalog,
    /// Its values.
    pub profile: &'a Profile,
    /// The frameworks that made it.
    pub frameworks: &'a [Framework],
    /// The planned tables, with their positions in the catalog.
    pub tables: Vec<(usize, &'a TablePlan)>,
    /// What becomes of every object.
    pub verdicts: &'a [ObjectVerdict],
    /// Names that change beyond folding.
    pub renamed: &'a [Renamed],
}

/// A name that arrives as another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it names.
    pub kind: ObjectKind,
    /// The table it belongs to.
    pub table: Option<String>,
    /// The name in SQLite.
    pub from: String,
    /// The name in PostgreSQL.
    pub to: Ident,
}

/// A planned column with all that is known of it.
pub(super) struct PlannedColumn<'a> {
    pub(super) table: &'a Table,
    pub(super) column: &'a Column,
    pub(super) plan: &'a ColumnPlan,
    pub(super) facts: &'a ColumnProfile,
}

impl<'a> Facts<'a> {
    /// Every planned column.
    pub(super) fn columns(&self) -> impl Iterator<Item = PlannedColumn<'a>> + '_ {
        self.tables.iter().flat_map(|(position, plan)| {
            let table = &self.catalog.tables[*position];
            let facts = &self.profile.tables[*position].columns;
            table.columns.iter().zip(&plan.columns).zip(facts).map(move |((column, plan), facts)| PlannedColumn {
                table,
                column,
                plan,
                facts,
            })
        })
    }
}
