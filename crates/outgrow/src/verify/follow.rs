//! The rows of PostgreSQL as they lie in its table, each beside its row of SQLite.
//!
//! A move writes rows in SQLite's order, so that those of the target lie in long runs of rows that
//! follow each other in SQLite too: one look for the first row of a run finds all of them, and neither
//! side has to sort. Nothing of this is assumed: rows that lie in another order make more runs, and
//! with too many, or with the first difference, this gives up, to be done in a way that needs no luck.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Row, Rows};

use super::cells;
use super::job::Job;
use super::layout::Order;
use super::long;
use super::meaning::{is_seen, same};
use super::merge::compare_row;
use super::postgres::TargetRows;
use super::runs::{Kept, Label, Runs};
use super::slice::Slice;
use super::trail::{Trail, label_of};
use super::trouble;
use crate::Result;

/// How often a row may be looked for: this often, and once for so many rows.
const LOOKS: u64 = 1_000;
const ROWS_A_LOOK: u64 = 4;

/// Compares the rows of a slice with those that they came from. `None` where this way does not lead
/// to the end; `given_up` says so to all who are on it.
pub(super) fn compare(job: &mut Job<'_>, trail: &Trail, slice: &Slice, given_up: &AtomicBool) -> Result<Option<Runs>> {
    let layout = job.layout;
    let mut walk = trail.walk(job.connection).map_err(|cause| trouble::of_source(&layout.table, cause))?;
    let mut target =
        TargetRows::open(job.postgres, &layout.table, &layout.target_query(slice, Order::None), job.meter)?;
    let (mut runs, mut looks) = (Runs::default(), 0);
    target.advance(job.meter)?;
    while target.has_row() {
        looks += 1;
        let too_many = looks > LOOKS + job.findings.result.source_rows / ROWS_A_LOOK;
        if too_many || given_up.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let Some(rows) = walk.enter(layout, &target, &mut job.scratch)? else { return Ok(None) };
        let Some((first, next)) = run(job, rows, &mut target)? else { return Ok(None) };
        if runs.add(first, next) == Kept::No {
            return Ok(None);
        }
    }
    Ok(Some(runs))
}

/// Compares rows as long as they are the same on both sides: the first, and the one after the last.
/// `None` where there is none, or a difference.
fn run(job: &mut Job<'_>, mut rows: Rows<'_>, target: &mut TargetRows<'_>) -> Result<Option<(Label, Option<Label>)>> {
    let layout = job.layout;
    let mut first = None;
    loop {
        let Some(row) = rows.next().map_err(|cause| trouble::of_source(&layout.table, cause))? else {
            return Ok(first.map(|first| (first, None)));
        };
        if !target.has_row() || !is_row(job, row, target)? {
            return first.map(|first| Ok((first, Some(label_of(layout, row)?)))).transpose();
        }
        if job.findings.result.difference_count > 0 {
            return Ok(None);
        }
        if first.is_none() {
            first = Some(label_of(layout, row)?);
        }
        job.findings.result.source_rows += 1;
        job.findings.result.target_rows += 1;
        job.meter.row()?;
        target.advance(job.meter)?;
    }
}

/// Whether two rows are one by their keys; then their values are compared.
fn is_row(job: &mut Job<'_>, row: &Row<'_>, target: &TargetRows<'_>) -> Result<bool> {
    if long::rowid(job.layout, row)?.is_none() && is_equal(job, row, target)? {
        job.findings.result.values += job.layout.columns.len() as u64;
        return Ok(true);
    }
    for column in job.layout.key.iter().flatten() {
        if !is_same(job, row, *column, target.field(*column))? {
            return Ok(false);
        }
    }
    compare_row(job, row, target)?;
    Ok(true)
}

fn is_equal(job: &mut Job<'_>, row: &Row<'_>, target: &TargetRows<'_>) -> Result<bool> {
    let (layout, fields) = (job.layout, target.fields());
    if fields.len() != layout.columns.len() {
        return Ok(false);
    }
    for ((column, check), field) in layout.columns.iter().enumerate().zip(fields) {
        // A value is not passed on from here: a copy of what was just written is what the processor waits for.
        let seen = row.get_ref(column).is_ok_and(|value| is_seen(&check.reading, value, field));
        if !seen && !is_same(job, row, column, field)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[inline(never)]
fn is_same(job: &mut Job<'_>, row: &Row<'_>, column: usize, field: Option<&[u8]>) -> Result<bool> {
    let value = cells::value_at(job.layout, row, column)?;
    Ok(same(&job.layout.columns[column].reading, value, field, &mut job.scratch))
}
