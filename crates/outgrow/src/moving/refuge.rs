//! Where values go that their columns cannot hold, before a move begins and after it failed.

use std::collections::BTreeMap;

use outgrow_planner::catalog::sqlite::CatalogNames;
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::mapping::holds_every_value;
use outgrow_planner::plan::{ColumnPlan, Plan};
use outgrow_planner::profile::ColumnProfile;
use outgrow_planner::sql::Sql;

use super::Checked;
use crate::ledger::Made;
use crate::target::Session;
use crate::{Result, quarantine};

/// What was there before the move.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub(super) quarantines: Vec<QualifiedName>,
    /// Those that hold values of an earlier move's tables of the same names.
    stale: Vec<QualifiedName>,
    pub(super) shared_schema: bool,
}

/// Refuses a move whose values need quarantine where the role may make none.
pub(super) async fn require(session: &Session, checked: &Checked) -> Result<()> {
    if !is_needed(checked) {
        return Ok(());
    }
    let plan = &checked.plan;
    let taken: Vec<&QualifiedName> = plan.tables.iter().map(|table| &table.target.name).collect();
    match quarantine::choose(&session.client, &plan.schema, &taken).await? {
        Some(_) => Ok(()),
        None => Err(quarantine::nowhere(&plan.schema)),
    }
}

/// Whether the plan knows that values go to quarantine.
fn is_needed(checked: &Checked) -> bool {
    let names = CatalogNames::of(&checked.catalog);
    checked.plan.tables.iter().any(|plan| {
        let Some(position) = names.table(&plan.source) else { return false };
        // Columns that are left out have no place in the plan, so that names find the others.
        let columns = checked.catalog.tables[position].columns.iter().map(|column| column.name.as_str());
        let facts: BTreeMap<&str, &ColumnProfile> = columns.zip(&checked.profile.tables[position].columns).collect();
        let loses = |column: &ColumnPlan| {
            let facts = facts.get(column.source.as_str());
            column.copied && facts.is_some_and(|facts| !holds_every_value(&column.mapping, facts))
        };
        plan.columns.iter().any(loses)
    })
}

/// Notes what is there.
pub(super) async fn before(session: &Session, plan: &Plan) -> Result<Before> {
    let error = |cause| session.error(cause);
    let quarantines = quarantine::locate(&session.client, &plan.schema).await.map_err(error)?;
    let shared = "SELECT pg_catalog.to_regnamespace('outgrow') IS NOT NULL";
    let shared_schema = session.client.query_one(shared, &[]).await.map_err(error)?.get(0);
    let tables = names(plan);
    let mut stale = Vec::new();
    for place in &quarantines {
        if !tables.is_empty() && quarantine::knows(session, place, &tables).await? {
            stale.push(place.clone());
        }
    }
    Ok(Before { quarantines, stale, shared_schema })
}

fn names(plan: &Plan) -> Vec<QualifiedName> {
    plan.tables.iter().map(|table| table.target.name.clone()).collect()
}

impl Before {
    /// Takes away what an earlier move kept of tables that this one makes anew.
    pub(super) fn forget(&self, plan: &Plan) -> Vec<Sql> {
        let tables = names(plan);
        self.stale.iter().map(|place| quarantine::forget(place, &tables)).collect()
    }
}

/// Takes away what a move kept of the tables that it made, and the quarantine too if the move made
/// it and nothing else is there.
pub(super) async fn restore(session: &Session, schema: &Ident, made: &Made) -> Result<()> {
    for place in quarantine::locate(&session.client, schema).await.map_err(|cause| session.error(cause))? {
        // What is there while old tables wait to be brought back is theirs.
        let is_ours = made.aside.is_none() && !made.tables.is_empty();
        if is_ours && quarantine::knows(session, &place, &made.tables).await? {
            session.execute_all(&[quarantine::forget(&place, &made.tables)]).await?;
        }
        if !made.quarantines.contains(&place) && is_empty(session, &place).await? {
            let mut drop = Sql::text("DROP TABLE ");
            drop.push_name(&place);
            session.execute_all(&[drop]).await?;
        }
    }
    Ok(())
}

async fn is_empty(session: &Session, place: &QualifiedName) -> Result<bool> {
    let mut sql = Sql::text("SELECT NOT EXISTS (SELECT FROM ");
    sql.push_name(place).push(")");
    Ok(session.client.query_one(sql.as_str(), &[]).await.map_err(|cause| session.error(cause))?.get(0))
}
