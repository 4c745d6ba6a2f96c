//! The comparison of one table over two open connections.

use std::time::Instant;

use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::TablePlan;
use rusqlite::Connection;

use super::findings::Findings;
use super::job::Job;
use super::layout::{Layout, sqlite_name};
use super::meaning::Scratch;
use super::merge::{self, Merged};
use super::meter::Meter;
use super::multiset;
use super::postgres::Postgres;
use super::quarantine::Quarantine;
use super::trouble;
use super::{Difference, TableVerification};
use crate::Result;

/// What the comparison of any table needs.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    /// The objects of the file.
    pub table: Option<&'a Table>,
    /// Where values of the table may be in quarantine.
    pub places: &'a [QualifiedName],
    /// SQLite.
    pub connection: &'a Connection,
    /// PostgreSQL.
    pub postgres: Postgres<'a>,
    /// How many differences are kept.
    pub details: usize,
}

/// Compares every value of one table.
pub(super) fn compare(sides: Sides<'_>, plan: &TablePlan, meter: &mut Meter) -> Result<TableVerification> {
    let started = Instant::now();
    let mut findings = Findings::new(sides.details);
    match Layout::find(sides.postgres, sides.table, plan, &mut findings)? {
        Some(layout) => compare_rows(sides, plan, &layout, &mut findings, meter)?,
        None => tell_missing_table(sides, plan, &mut findings)?,
    }
    meter.rewind();
    Ok(TableVerification { elapsed: started.elapsed(), ..findings.result })
}

fn compare_rows(
    sides: Sides<'_>,
    plan: &TablePlan,
    layout: &Layout,
    findings: &mut Findings,
    meter: &mut Meter,
) -> Result<()> {
    let mut quarantine = Quarantine::load(sides.postgres, sides.places, layout, &plan.target.name)?;
    let before = findings.mark();
    let mut job = Job {
        connection: sides.connection,
        postgres: sides.postgres,
        layout,
        quarantine: &mut quarantine,
        findings,
        meter,
        scratch: Scratch::default(),
    };
    // What stands for a value of a key has another place in the order than the value.
    let key_in_quarantine = layout.key.iter().flatten().any(|column| job.quarantine.has(*column));
    if key_in_quarantine || !layout.is_ordered() || merge::compare(&mut job)? == Merged::OutOfOrder {
        job.findings.return_to(&before);
        multiset::compare(&mut job)?;
    }
    quarantine.leftovers(layout, findings);
    Ok(())
}

fn tell_missing_table(sides: Sides<'_>, plan: &TablePlan, findings: &mut Findings) -> Result<()> {
    let count = format!("SELECT count(*) FROM main.{}", sqlite_name(&plan.source));
    let rows: i64 = sides
        .connection
        .query_row(&count, [], |row| row.get(0))
        .map_err(|cause| trouble::of_source(&plan.source, cause))?;
    findings.result.source_rows = rows.unsigned_abs();
    findings.differ(|| Difference {
        row: "whole table".to_owned(),
        column: None,
        source: Some(format!("{rows} rows")),
        target: None,
    });
    Ok(())
}
