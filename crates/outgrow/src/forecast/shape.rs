//! The plan of a rehearsal: the chosen tables under names of its own, with their keys and indexes.

use std::collections::{BTreeMap, BTreeSet};

use outgrow_planner::catalog::pg::ConstraintKind;
use outgrow_planner::catalog::sqlite::{Catalog, Table};
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::mapping::holds_every_value;
use outgrow_planner::plan::{Plan, RowKeyPlan, TablePlan};
use outgrow_planner::profile::{Profile, TableProfile};
use outgrow_planner::sql::Sql;

use super::choice::Choice;
use super::home::Home;
use super::sample::Wanted;

/// The plan of the rehearsal; its tables are in the order of [`Choice::tables`].
pub(super) fn rehearsal(plan: &Plan, choice: &Choice, home: &Home, blank: &[BTreeSet<String>]) -> Plan {
    let names = names(plan, choice, home);
    let with_functions = !plan.functions.is_empty();
    let table = |(place, position): (usize, &usize)| {
        let mut table = plan.tables[*position].clone();
        table.target.name = home.table(place);
        simplify(&mut table, &blank[place], with_functions);
        table
    };
    let mut own = Plan {
        schema: home.schema.clone(),
        tables: choice.tables.iter().enumerate().map(table).collect(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        views: Vec::new(),
        triggers: Vec::new(),
        functions: BTreeSet::new(),
        verdicts: Vec::new(),
        hazards: Vec::new(),
        ..plan.clone()
    };
    let mut count = 0;
    let mut next = || {
        count += 1;
        home.addition(count)
    };
    for planned in &plan.constraints {
        let Some(table) = names.get(&planned.constraint.table) else { continue };
        if matches!(planned.constraint.kind, ConstraintKind::ForeignKey { .. }) {
            continue;
        }
        let mut planned = planned.clone();
        planned.constraint.table = table.clone();
        planned.constraint.name = next();
        own.constraints.push(planned);
    }
    for index in &plan.indexes {
        let Some(table) = names.get(&index.table) else { continue };
        let mut index = index.clone();
        index.table = table.clone();
        index.name = next();
        own.indexes.push(index);
    }
    own
}

fn names(plan: &Plan, choice: &Choice, home: &Home) -> BTreeMap<QualifiedName, QualifiedName> {
    let pair = |(place, position): (usize, &usize)| (plan.tables[*position].target.name.clone(), home.table(place));
    choice.tables.iter().enumerate().map(pair).collect()
}

/// Takes away what costs nothing while rows are loaded, or needs something that is not there yet.
fn simplify(table: &mut TablePlan, blank: &BTreeSet<String>, with_functions: bool) {
    for (column, target) in table.columns.iter_mut().zip(&mut table.target.columns) {
        target.default = None;
        target.identity = None;
        if with_functions {
            target.generated = None;
        }
        if blank.contains(&column.source) {
            target.not_null = false;
        }
    }
    let is_blank = |position: &usize| blank.contains(&table.columns[*position].source);
    if let RowKeyPlan::Columns(key) = &table.row_key
        && key.iter().any(is_blank)
    {
        table.row_key = RowKeyPlan::None;
    }
}

/// The columns of each chosen table with values that would go to quarantine, by their names in SQLite: a rehearsal
/// leaves them NULL, because it must leave nothing in a quarantine.
pub(super) fn blank(catalog: &Catalog, profile: &Profile, plan: &Plan, choice: &Choice) -> Vec<BTreeSet<String>> {
    let of_table = |position: &usize| {
        let planned = &plan.tables[*position];
        let Some((table, facts)) = facts(catalog, profile, planned) else { return BTreeSet::new() };
        let holds = |source: &str, mapping| {
            let facts = table.column(source).and_then(|position| facts.columns.get(position));
            facts.is_none_or(|facts| holds_every_value(mapping, facts))
        };
        let columns = planned.columns.iter().filter(|column| column.copied);
        columns.filter(|column| !holds(&column.source, &column.mapping)).map(|column| column.source.clone()).collect()
    };
    choice.tables.iter().map(of_table).collect()
}

fn facts<'a>(catalog: &'a Catalog, profile: &'a Profile, plan: &TablePlan) -> Option<(&'a Table, &'a TableProfile)> {
    catalog.tables.iter().zip(&profile.tables).find(|(table, _)| table.name == plan.source)
}

/// What the sample takes of each chosen table; `None` where the catalog does not know one.
pub(super) fn wanted<'a>(
    catalog: &'a Catalog,
    plan: &Plan,
    choice: &Choice,
    blank: &[BTreeSet<String>],
) -> Option<Vec<Wanted<'a>>> {
    let one = |(place, position): (usize, &usize)| {
        let planned = &plan.tables[*position];
        let table = catalog.tables.iter().find(|table| table.name == planned.source)?;
        let at = |name: &String| table.column(name);
        let key = match &planned.row_key {
            RowKeyPlan::Columns(key) => {
                key.iter().filter_map(|at| table.column(&planned.columns[*at].source)).collect()
            }
            RowKeyPlan::None => Vec::new(),
        };
        let bytes = (planned.bytes as f64 * choice.fraction).ceil() as u64;
        Some(Wanted { table, bytes, blank: blank[place].iter().filter_map(at).collect(), key })
    };
    choice.tables.iter().enumerate().map(one).collect()
}

/// A query that does what PostgreSQL does when it validates a foreign key.
///
/// The key itself cannot be made: of most rows of a sample the parents are not in it.
pub(super) struct ForeignKey {
    /// The places of child and parent in the rehearsal; `None` for a parent that is not in the sample.
    pub(super) child: usize,
    /// The query; `None` where the parent is not in the sample.
    pub(super) query: Option<Sql>,
}

/// The foreign keys of the chosen tables that PostgreSQL will validate.
pub(super) fn foreign_keys(plan: &Plan, choice: &Choice, home: &Home) -> Vec<ForeignKey> {
    let place =
        |name: &QualifiedName| choice.tables.iter().position(|position| plan.tables[*position].target.name == *name);
    let one = |planned: &outgrow_planner::plan::ConstraintPlan| {
        let ConstraintKind::ForeignKey { columns, parent, parent_columns, .. } = &planned.constraint.kind else {
            return None;
        };
        let child = place(&planned.constraint.table).filter(|_| !planned.not_valid)?;
        let query = place(parent).map(|parent| {
            let mut sql = Sql::text("SELECT count(*) FROM ONLY ");
            sql.push_name(&home.table(child)).push(" f LEFT JOIN ONLY ").push_name(&home.table(parent)).push(" p ON ");
            sql.push_list(columns.iter().zip(parent_columns), " AND ", |sql, (own, other)| {
                sql.push("p.").push_ident(other).push(" = f.").push_ident(own);
            });
            sql.push(" WHERE p.").push_ident(&parent_columns[0]).push(" IS NULL AND ");
            sql.push_list(columns, " AND ", |sql, own| {
                sql.push("f.").push_ident(own).push(" IS NOT NULL");
            });
            sql
        });
        Some(ForeignKey { child, query })
    };
    plan.constraints.iter().filter_map(one).collect()
}
