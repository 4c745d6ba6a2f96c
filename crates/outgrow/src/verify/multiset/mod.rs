//! Both tables as multisets of rows, for rows without a key and for keys that the two engines
//! order differently.
//!
//! The first pass adds up a hash of each row, bucket by bucket, in a fixed amount
//! of memory. Only where buckets differ do further passes look for the rows.

mod kept;
mod pairing;
mod print;

use std::collections::HashMap;

use rusqlite::Row;

use super::cells::Kept;
use super::job::Job;
use super::layout::Order;
use super::postgres::TargetRows;
use super::trouble;
use crate::Result;
use crate::source::Encoding;
use kept::KeptRows;
use print::Print;

/// How many buckets the rows of a table fall into.
const BUCKETS: usize = 4_096;
/// How many rows of differing buckets are looked at in one round.
const ROUND_ROWS: u64 = 1_000_000;

/// The rows of one bucket on one side.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    hashes: u128,
}

/// Compares two tables in whatever order their rows come.
pub(super) fn compare(job: &mut Job<'_>) -> Result<()> {
    let mut source = vec![Sum::default(); BUCKETS];
    let mut target = vec![Sum::default(); BUCKETS];
    job.findings.result.quarantined += scan_source(job, |_, print, _| add(&mut source, print))?;
    scan_target(job, |_, print| add(&mut target, print))?;
    count_rows(job, &source, &target);

    let differing: Vec<usize> = (0..BUCKETS).filter(|bucket| source[*bucket] != target[*bucket]).collect();
    for round in rounds(&differing, |bucket| source[bucket].rows + target[bucket].rows) {
        locate(job, &round)?;
    }
    Ok(())
}

fn add(sums: &mut [Sum], print: Print) {
    let sum = &mut sums[print.bucket];
    sum.rows += 1;
    sum.hashes = sum.hashes.wrapping_add(print.row);
}

fn count_rows(job: &mut Job<'_>, source: &[Sum], target: &[Sum]) {
    let result = &mut job.findings.result;
    result.source_rows = source.iter().map(|sum| sum.rows).sum();
    result.target_rows = target.iter().map(|sum| sum.rows).sum();
    result.values = result.source_rows.min(result.target_rows) * job.layout.columns.len() as u64;
}

/// Parts the differing buckets so that the rows of each part fit into memory.
fn rounds(buckets: &[usize], rows: impl Fn(usize) -> u64) -> Vec<Vec<bool>> {
    let mut rounds: Vec<Vec<bool>> = Vec::new();
    let mut filled = ROUND_ROWS;
    for bucket in buckets {
        if filled >= ROUND_ROWS {
            rounds.push(vec![false; BUCKETS]);
            filled = 0;
        }
        filled += rows(*bucket);
        if let Some(round) = rounds.last_mut() {
            round[*bucket] = true;
        }
    }
    rounds
}

/// Finds the rows of some buckets that have no equal on the other side, and tells how they differ.
fn locate(job: &mut Job<'_>, round: &[bool]) -> Result<()> {
    let mut surplus: HashMap<u128, i64> = HashMap::new();
    scan_source(job, |_, print, _| {
        if round[print.bucket] {
            *surplus.entry(print.row).or_default() += 1;
        }
    })?;
    scan_target(job, |_, print| {
        if round[print.bucket] {
            *surplus.entry(print.row).or_default() -= 1;
        }
    })?;
    surplus.retain(|_, rows| *rows != 0);
    let rows = collect(job, &mut surplus)?;
    pairing::tell(job, rows);
    Ok(())
}

/// Fetches the rows without an equal, as many as can be kept.
fn collect(job: &mut Job<'_>, surplus: &mut HashMap<u128, i64>) -> Result<KeptRows> {
    let mut rows = KeptRows::default();
    let layout = job.layout;
    scan_source(job, |row, print, kept| {
        if let Some(left) = surplus.get_mut(&print.row).filter(|left| **left > 0) {
            *left -= 1;
            rows.keep_source(layout, row, print, kept);
        }
    })?;
    scan_target(job, |row, print| {
        if let Some(left) = surplus.get_mut(&print.row).filter(|left| **left < 0) {
            *left += 1;
            rows.keep_target(layout, row, print);
        }
    })?;
    Ok(rows)
}

/// Reads all rows of SQLite; gives back how many values are in quarantine.
fn scan_source(job: &mut Job<'_>, mut see: impl FnMut(&Row<'_>, Print, &[Kept])) -> Result<u64> {
    let layout = job.layout;
    let fail = |cause| trouble::of_source(&layout.table, cause);
    job.quarantine.reset();
    job.meter.rewind();
    let encoding = Encoding::of(job.connection).map_err(fail)?;
    let mut statement = job.connection.prepare(&layout.source_query(Order::None, encoding)).map_err(fail)?;
    let mut rows = statement.query([]).map_err(fail)?;
    let mut kept = Vec::new();
    let mut quarantined = 0;
    while let Some(row) = rows.next().map_err(fail)? {
        let print = print::of_source_row(job, row, &mut kept)?;
        quarantined += kept.iter().filter(|kept| **kept == Kept::InQuarantine).count() as u64;
        see(row, print, &kept);
        job.meter.row()?;
    }
    Ok(quarantined)
}

/// Reads all rows of PostgreSQL.
fn scan_target(job: &mut Job<'_>, mut see: impl FnMut(&TargetRows<'_>, Print)) -> Result<()> {
    let layout = job.layout;
    let mut rows = TargetRows::open(job.postgres, &layout.table, &layout.target_query(Order::None), job.meter)?;
    while rows.advance(job.meter)? {
        let print = print::of_target_row(layout, &rows, &mut job.scratch);
        see(&rows, print);
    }
    Ok(())
}
