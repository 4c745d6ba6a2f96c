//! Facts about the keys of a table in PostgreSQL.

use std::collections::BTreeMap;

use outgrow_planner::catalog::pg::{ConstraintKind, ReferentialAction};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::{ConstraintPlan, Plan};
use serde::Serialize;

/// A foreign key as PostgreSQL will have it.
#[derive(Serialize)]
pub(crate) struct ForeignKeyFacts {
    /// Its name.
    pub(crate) name: String,
    /// The columns that refer, without quotes.
    pub(crate) columns: Vec<String>,
    /// The table they refer to, as SQL writes it.
    pub(crate) parent: String,
    /// The columns they refer to, without quotes.
    pub(crate) parent_columns: Vec<String>,
    /// ON DELETE.
    pub(crate) on_delete: &'static str,
    /// ON UPDATE.
    pub(crate) on_update: &'static str,
    /// DEFERRABLE INITIALLY DEFERRED.
    pub(crate) deferred: bool,
    /// Whether it holds for new rows only.
    pub(crate) not_valid: bool,
}

/// The constraints of a plan, found by their table.
pub(super) struct Keys<'a>(BTreeMap<&'a QualifiedName, Vec<&'a ConstraintPlan>>);

impl<'a> Keys<'a> {
    /// Gathers them.
    pub(super) fn of(plan: &'a Plan) -> Keys<'a> {
        let mut keys: BTreeMap<&QualifiedName, Vec<&ConstraintPlan>> = BTreeMap::new();
        for planned in &plan.constraints {
            keys.entry(&planned.constraint.table).or_default().push(planned);
        }
        Keys(keys)
    }

    /// Those of a table, in the order of their making.
    fn of_table(&self, table: &QualifiedName) -> impl Iterator<Item = &'a ConstraintPlan> {
        self.0.get(table).into_iter().flatten().copied()
    }
}

/// The columns of the primary key of a table; empty for none.
pub(super) fn primary_key(keys: &Keys<'_>, table: &QualifiedName) -> Vec<String> {
    let key = keys.of_table(table).find_map(|planned| match &planned.constraint.kind {
        ConstraintKind::PrimaryKey { columns } => Some(names(columns)),
        ConstraintKind::Unique { .. } | ConstraintKind::Check { .. } | ConstraintKind::ForeignKey { .. } => None,
    });
    key.unwrap_or_default()
}

/// The foreign keys of a table, in the order of their making.
pub(super) fn foreign_keys(keys: &Keys<'_>, table: &QualifiedName) -> Vec<ForeignKeyFacts> {
    keys.of_table(table).filter_map(foreign_key).collect()
}

fn foreign_key(planned: &ConstraintPlan) -> Option<ForeignKeyFacts> {
    match &planned.constraint.kind {
        ConstraintKind::PrimaryKey { .. } | ConstraintKind::Unique { .. } | ConstraintKind::Check { .. } => None,
        ConstraintKind::ForeignKey { columns, parent, parent_columns, on_delete, on_update, deferred } => {
            Some(ForeignKeyFacts {
                name: planned.constraint.name.as_str().to_owned(),
                columns: names(columns),
                parent: parent.to_string(),
                parent_columns: names(parent_columns),
                on_delete: action(*on_delete),
                on_update: action(*on_update),
                deferred: *deferred,
                not_valid: planned.not_valid,
            })
        }
    }
}

fn names(columns: &[Ident]) -> Vec<String> {
    columns.iter().map(|column| column.as_str().to_owned()).collect()
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::NoAction => "no-action",
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::SetNull => "set-null",
        ReferentialAction::SetDefault => "set-default",
    }
}
