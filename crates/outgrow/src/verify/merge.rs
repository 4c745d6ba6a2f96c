//! Two streams in the order of the key, side by side.
//!
//! Whether the two engines agree about the order is not assumed: each stream is
//! checked row by row, and where one does not ascend the comparison gives up, to
//! be done in a way that needs no order.

use std::cmp::Ordering;

use rusqlite::{Row, Rows, params_from_iter};

use super::cells;
use super::job::Job;
use super::key::{Key, Placed};
use super::layout::Order;
use super::long;
use super::meaning::same;
use super::postgres::TargetRows;
use super::slice::Slice;
use super::trouble;
use crate::Result;
use crate::source::Encoding;
use crate::source::ranges::Range;

/// How a merge ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merged {
    /// All rows were compared.
    Whole,
    /// A stream does not ascend; what was found means nothing.
    OutOfOrder,
}

/// The key of the current row and the one before it.
#[derive(Default)]
struct Keys {
    current: Key,
    previous: Key,
    any: bool,
}

impl Keys {
    /// Makes room for the key of the next row.
    fn next(&mut self) -> &mut Key {
        std::mem::swap(&mut self.current, &mut self.previous);
        &mut self.current
    }

    /// How the current key stands to the one before it, which for the first is greater.
    fn step(&mut self) -> Ordering {
        let first = !std::mem::replace(&mut self.any, true);
        if first { Ordering::Greater } else { self.current.compare(&self.previous) }
    }
}

/// Compares the rows of a range with those of a slice, row by row.
pub(super) fn compare(job: &mut Job<'_>, range: &Range, slice: &Slice) -> Result<Merged> {
    let layout = job.layout;
    let fail = |cause| trouble::of_source(&layout.table, cause);
    let encoding = Encoding::of(job.connection).map_err(fail)?;
    let mut statement = job.connection.prepare(&layout.source_query(range, Order::Key, encoding)).map_err(fail)?;
    let mut target = TargetRows::open(job.postgres, &layout.table, &layout.target_query(slice, Order::Key), job.meter)?;
    let mut rows = statement.query(params_from_iter(range.parameters())).map_err(fail)?;
    let (mut source_keys, mut target_keys) = (Keys::default(), Keys::default());

    let mut source = next_source(job, &mut rows)?;
    if !placed_source(job, source, &mut source_keys)? || !next_target(job, &mut target, &mut target_keys)? {
        return Ok(Merged::OutOfOrder);
    }
    loop {
        let order = match (source, target.has_row()) {
            (None, false) => return Ok(Merged::Whole),
            (Some(_), false) => Ordering::Less,
            (None, true) => Ordering::Greater,
            (Some(_), true) => source_keys.current.compare(&target_keys.current),
        };
        if let (Ordering::Equal, Some(row)) = (order, source) {
            compare_row(job, row, &target)?;
        }
        if let (Ordering::Less, Some(row)) = (order, source) {
            tell_missing(job, row)?;
        }
        if order == Ordering::Greater {
            job.findings.differ(|| cells::extra(layout, |column| target.field(column)));
        }
        if order != Ordering::Greater {
            source = next_source(job, &mut rows)?;
            if !placed_source(job, source, &mut source_keys)? {
                return Ok(Merged::OutOfOrder);
            }
        }
        if order != Ordering::Less && !next_target(job, &mut target, &mut target_keys)? {
            return Ok(Merged::OutOfOrder);
        }
    }
}

fn next_source<'r, 's>(job: &mut Job<'_>, rows: &'r mut Rows<'s>) -> Result<Option<&'r Row<'s>>> {
    let row = rows.next().map_err(|cause| trouble::of_source(&job.layout.table, cause))?;
    if row.is_some() {
        job.findings.result.source_rows += 1;
        job.meter.row()?;
    }
    Ok(row)
}

/// Reads the key of a row of SQLite; `false` where it is not greater than the one before it.
fn placed_source(job: &mut Job<'_>, row: Option<&Row<'_>>, keys: &mut Keys) -> Result<bool> {
    let Some(row) = row else { return Ok(true) };
    let placed = keys.next().read_source(job.layout, row, &mut job.scratch)?;
    Ok(placed == Placed::Yes && keys.step() == Ordering::Greater)
}

/// Goes on in PostgreSQL; `false` where the key is less than the one before it. Rows with the
/// same key are rows too many, which the comparison tells.
fn next_target(job: &mut Job<'_>, target: &mut TargetRows<'_>, keys: &mut Keys) -> Result<bool> {
    if !target.advance(job.meter)? {
        return Ok(true);
    }
    job.findings.result.target_rows += 1;
    let placed = keys.next().read_target(job.layout, target, &mut job.scratch);
    Ok(placed == Placed::Yes && keys.step() != Ordering::Less)
}

/// Compares two rows with the same key, and tells how they differ.
pub(super) fn compare_row(job: &mut Job<'_>, row: &Row<'_>, target: &TargetRows<'_>) -> Result<()> {
    let Some(rowid) = long::rowid(job.layout, row)? else { return compare_values(job, row, target) };
    if long::is_same(job, rowid, row, target)? {
        job.findings.result.values += job.layout.columns.len() as u64;
        return Ok(());
    }
    long::whole(job, rowid, |job, row| compare_values(job, row, target))
}

fn compare_values(job: &mut Job<'_>, row: &Row<'_>, target: &TargetRows<'_>) -> Result<()> {
    let layout = job.layout;
    job.findings.result.values += layout.columns.len() as u64;
    for (column, check) in layout.columns.iter().enumerate() {
        let value = cells::value_at(layout, row, column)?;
        let field = target.field(column);
        if !same(&check.reading, value, field, &mut job.scratch) {
            cells::settle(column, layout, (row, field), job.quarantine, job.findings, &mut job.scratch)?;
        }
    }
    Ok(())
}

fn tell_missing(job: &mut Job<'_>, row: &Row<'_>) -> Result<()> {
    match long::rowid(job.layout, row)? {
        Some(rowid) => long::whole(job, rowid, tell_missing_values),
        None => tell_missing_values(job, row),
    }
}

fn tell_missing_values(job: &mut Job<'_>, row: &Row<'_>) -> Result<()> {
    let layout = job.layout;
    let values = (0..=layout.columns.len()).map(|column| cells::value_at(layout, row, column));
    let values = values.collect::<Result<Vec<_>>>()?;
    let place = cells::place_of(layout, row)?;
    for (column, value) in values.iter().take(layout.columns.len()).enumerate() {
        job.quarantine.claim(column, place, *value);
    }
    job.findings.differ(|| cells::missing(layout, &values));
    Ok(())
}
