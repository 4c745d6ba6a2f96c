//! Tables that no file has: as a plan has them, and as the catalog does.

use outgrow_planner::catalog::pg::{self, DataType};
use outgrow_planner::catalog::sqlite::{Affinity, Column, Table, TableRole};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::mapping::{Mapping, Reason, Rule};
use outgrow_planner::plan::{ColumnPlan, RowKeyPlan, Substitute, TablePlan};

/// A column: its name, how its values are copied, to which type, and what stands in for those that do not fit.
pub(crate) type Planned<'a> = (&'a str, Rule, DataType, Substitute);

pub(super) const ID: Planned<'static> = ("id", Rule::Integer, DataType::Bigint, Substitute::Null);

/// A plan for a table whose first column is its key.
pub(crate) fn table(name: &str, columns: &[Planned<'_>]) -> TablePlan {
    let column = |(name, rule, to, substitute): &Planned<'_>| ColumnPlan {
        source: (*name).to_owned(),
        mapping: Mapping { to: *to, rule: *rule, because: Reason::Fallback },
        copied: true,
        substitute: *substitute,
        max_bytes: 0,
    };
    let target = |(name, _, to, _): &Planned<'_>| pg::Column {
        name: Ident::new(*name).expect("a name"),
        data_type: *to,
        not_null: false,
        byte_order: false,
        default: None,
        identity: None,
        generated: None,
    };
    let qualified = QualifiedName::new(Ident::fixed("public"), Ident::new(name).expect("a name"));
    TablePlan {
        source: name.to_owned(),
        target: pg::Table { name: qualified, columns: columns.iter().map(target).collect() },
        columns: columns.iter().map(column).collect(),
        row_key: RowKeyPlan::Columns(vec![0]),
        rows: 0,
        bytes: 0,
    }
}

/// A table of a plan as the catalog has it, without anything that the plan does not say.
pub(crate) fn catalog_table(plan: &TablePlan) -> Table {
    let column = |column: &ColumnPlan| Column {
        name: column.source.clone(),
        declared_type: None,
        affinity: Affinity::Blob,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    };
    Table {
        name: plan.source.clone(),
        sql: String::new(),
        role: TableRole::User,
        strict: false,
        without_rowid: false,
        columns: plan.columns.iter().map(column).collect(),
        primary_key: None,
        autoincrement: None,
        uniques: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        unparsed: None,
    }
}
