//! ALTER TABLE … ADD CONSTRAINT.

use super::{NotValid, Statement, alter_table, columns, statement};
use crate::catalog::pg::{Constraint, ConstraintKind, ReferentialAction};
use crate::ident::QualifiedName;
use crate::plan::{ConstraintPlan, Made};
use crate::sql::Sql;

pub(super) fn is_foreign_key(constraint: &Constraint) -> bool {
    match constraint.kind {
        ConstraintKind::ForeignKey { .. } => true,
        ConstraintKind::PrimaryKey { .. } | ConstraintKind::Unique { .. } | ConstraintKind::Check { .. } => false,
    }
}

/// The table of a constraint, and the one that it refers to.
pub(super) fn tables(planned: &ConstraintPlan) -> Vec<QualifiedName> {
    let own = planned.constraint.table.clone();
    match &planned.constraint.kind {
        ConstraintKind::ForeignKey { parent, .. } if *parent != own => vec![own, parent.clone()],
        ConstraintKind::ForeignKey { .. }
        | ConstraintKind::PrimaryKey { .. }
        | ConstraintKind::Unique { .. }
        | ConstraintKind::Check { .. } => vec![own],
    }
}

pub(super) fn add(planned: &ConstraintPlan) -> Statement {
    let constraint = &planned.constraint;
    let mut sql = alter_table(&constraint.table);
    sql.push(" ADD CONSTRAINT ").push_ident(&constraint.name).push(" ");
    let kind = definition(&mut sql, &constraint.kind);
    let made = Made::Constraint { table: constraint.table.clone(), name: constraint.name.clone() };
    let mut weaker = sql.clone();
    weaker.push(" NOT VALID");
    if planned.not_valid {
        return statement(kind, constraint.name.as_str(), weaker).making(made);
    }
    let mut validate = alter_table(&constraint.table);
    validate.push(" VALIDATE CONSTRAINT ").push_ident(&constraint.name);
    let not_valid = can_be_not_valid(&constraint.kind).then(|| NotValid {
        table: constraint.table.clone(),
        constraint: constraint.name.clone(),
        sql: weaker,
        validate,
    });
    Statement { not_valid, ..statement(kind, constraint.name.as_str(), sql).making(made) }
}

fn can_be_not_valid(kind: &ConstraintKind) -> bool {
    match kind {
        ConstraintKind::Check { .. } | ConstraintKind::ForeignKey { .. } => true,
        ConstraintKind::PrimaryKey { .. } | ConstraintKind::Unique { .. } => false,
    }
}

fn definition(sql: &mut Sql, kind: &ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::PrimaryKey { columns: key } => {
            sql.push("PRIMARY KEY ");
            columns(sql, key);
            "primary key"
        }
        ConstraintKind::Unique { columns: key } => {
            sql.push("UNIQUE ");
            columns(sql, key);
            "unique constraint"
        }
        ConstraintKind::Check { condition } => {
            sql.push("CHECK (").push_sql(condition).push(")");
            "check constraint"
        }
        ConstraintKind::ForeignKey { columns: child, parent, parent_columns, on_delete, on_update, deferred } => {
            sql.push("FOREIGN KEY ");
            columns(sql, child);
            sql.push(" REFERENCES ").push_name(parent).push(" ");
            columns(sql, parent_columns);
            sql.push(" ON DELETE ").push(action(*on_delete)).push(" ON UPDATE ").push(action(*on_update));
            if *deferred {
                sql.push(" DEFERRABLE INITIALLY DEFERRED");
            }
            "foreign key"
        }
    }
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::NoAction => "NO ACTION",
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
    }
}
