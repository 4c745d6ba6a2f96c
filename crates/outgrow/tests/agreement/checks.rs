//! CHECKs: the same truth for every row.

use outgrow::planner::catalog::pg::ConstraintKind;
use outgrow::planner::catalog::sqlite::Table;
use outgrow::planner::plan::{Made, ObjectKind, ObjectVerdict, RowKeyPlan, TablePlan, Verdict};

use crate::rows;
use crate::sides::{Sides, quoted};

/// What does not agree, and how many CHECKs were compared.
pub(crate) fn compare(sides: &Sides) -> (Vec<String>, usize) {
    let verdicts = sides.outcome.verdicts();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for planned in &sides.outcome.checked.plan.tables {
        let table = sides.outcome.checked.catalog.table(&planned.source).expect("a table of the file");
        let of_table = |object: &&ObjectVerdict| {
            object.kind == ObjectKind::Check && object.table.as_deref() == Some(table.name.as_str())
        };
        // The verdicts of a table's CHECKs come in their order.
        for (check, verdict) in table.checks.iter().zip(verdicts.iter().filter(of_table)) {
            if verdict.verdict != Verdict::Converted {
                continue;
            }
            count += 1;
            wrong.extend(difference(sides, planned, table, check.expression.as_str(), verdict));
        }
    }
    (wrong, count)
}

fn difference(
    sides: &Sides,
    planned: &TablePlan,
    table: &Table,
    expression: &str,
    verdict: &ObjectVerdict,
) -> Option<String> {
    let condition = sides.outcome.checked.plan.constraints.iter().find_map(|planned| {
        let constraint = &planned.constraint;
        let made = Made::Constraint { table: constraint.table.clone(), name: constraint.name.clone() };
        match &constraint.kind {
            ConstraintKind::Check { condition } if verdict.made.contains(&made) => Some(condition),
            _ => None,
        }
    });
    let condition = condition.unwrap_or_else(|| panic!("{} is not made", verdict.name));
    let columns: Vec<usize> = match &planned.row_key {
        RowKeyPlan::Columns(columns) => columns.clone(),
        RowKeyPlan::None => (0..table.columns.len()).collect(),
    };
    let left: Vec<String> = columns.iter().map(|at| quoted(&table.columns[*at].name)).collect();
    let right: Vec<String> = columns.iter().map(|at| planned.target.columns[*at].name.to_string()).collect();
    // What is neither true nor false is NULL, whatever SQLite's expression yields.
    let truth = format!("CASE WHEN ({expression}) THEN 1 WHEN NOT ({expression}) THEN 0 END");
    let sqlite = format!("SELECT {}, {truth} FROM {}", left.join(", "), quoted(&table.name));
    let postgres = format!("SELECT {}, ({condition}) FROM {}", right.join(", "), planned.target.name);
    rows::difference(sides, &sqlite, &postgres)
}
