//! Both tables as multisets of rows, for rows without a key and for keys that the two engines
//! order differently.
//!
//! The first pass adds up a hash of each row, bucket by bucket, in a fixed amount
//! of memory. Only where buckets differ do further passes look for the rows.

mod kept;
mod pairing;
mod print;

use std::collections::HashMap;

use rusqlite::{Row, params_from_iter};

use super::cells::Kept;
use super::job::Job;
use super::layout::Order;
use super::long;
use super::postgres::TargetRows;
use super::slice::Slice;
use super::trouble;
use crate::Result;
use crate::source::Encoding;
use crate::source::ranges::Range;
use kept::KeptRows;
use print::{Print, Prints};

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

/// The rows of both sides, bucket by bucket. Sums of parts can be added in any order.
pub(super) struct Sums {
    prints: Prints,
    source: Vec<Sum>,
    target: Vec<Sum>,
    quarantined: u64,
}

impl Sums {
    /// Of no rows, to see whether there are differences.
    pub(super) fn new() -> Sums {
        Sums::of(Prints::Row)
    }

    fn of(prints: Prints) -> Sums {
        Sums { prints, source: vec![Sum::default(); BUCKETS], target: vec![Sum::default(); BUCKETS], quarantined: 0 }
    }

    /// Adds the rows of a range of SQLite.
    pub(super) fn add_source(&mut self, job: &mut Job<'_>, range: &Range) -> Result<()> {
        self.quarantined += scan_source(job, self.prints, range, |_, print, _| add(&mut self.source, print))?;
        Ok(())
    }

    /// Adds the rows of a slice of PostgreSQL.
    pub(super) fn add_target(&mut self, job: &mut Job<'_>, slice: &Slice) -> Result<()> {
        scan_target(job, self.prints, slice, |_, print| add(&mut self.target, print))
    }

    /// Adds what another worker has added up.
    pub(super) fn add_all(&mut self, other: &Sums) {
        let mine = self.source.iter_mut().chain(&mut self.target);
        for (sum, more) in mine.zip(other.source.iter().chain(&other.target)) {
            sum.rows += more.rows;
            sum.hashes = sum.hashes.wrapping_add(more.hashes);
        }
        self.quarantined += other.quarantined;
    }

    /// Whether both sides have the same rows.
    pub(super) fn are_equal(&self) -> bool {
        self.source == self.target
    }
}

/// Compares two tables in whatever order their rows come.
pub(super) fn compare(job: &mut Job<'_>) -> Result<()> {
    job.quarantine.reset();
    job.meter.rewind();
    let mut sums = Sums::of(Prints::RowAndKey);
    sums.add_source(job, &Range::whole())?;
    sums.add_target(job, &Slice::Whole)?;
    count(job, &sums);
    let (source, target) = (&sums.source, &sums.target);
    let differing: Vec<usize> = (0..BUCKETS).filter(|bucket| source[*bucket] != target[*bucket]).collect();
    for round in rounds(&differing, |bucket| source[bucket].rows + target[bucket].rows) {
        locate(job, &round)?;
    }
    Ok(())
}

/// Tells how much was compared, where both sides are equal.
pub(super) fn count(job: &mut Job<'_>, sums: &Sums) {
    job.findings.result.quarantined += sums.quarantined;
    count_rows(job, &sums.source, &sums.target);
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
    rescan_source(job, |_, print, _| {
        if round[print.bucket] {
            *surplus.entry(print.row).or_default() += 1;
        }
    })?;
    scan_target(job, Prints::RowAndKey, &Slice::Whole, |_, print| {
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
    rescan_source(job, |row, print, kept| {
        if let Some(left) = surplus.get_mut(&print.row).filter(|left| **left > 0) {
            *left -= 1;
            rows.keep_source(layout, row, print, kept);
        }
    })?;
    scan_target(job, Prints::RowAndKey, &Slice::Whole, |row, print| {
        if let Some(left) = surplus.get_mut(&print.row).filter(|left| **left < 0) {
            *left += 1;
            rows.keep_target(layout, row, print);
        }
    })?;
    Ok(rows)
}

/// Reads all rows of SQLite once more.
fn rescan_source(job: &mut Job<'_>, see: impl FnMut(&Row<'_>, Print, &[Kept])) -> Result<u64> {
    job.quarantine.reset();
    job.meter.rewind();
    scan_source(job, Prints::RowAndKey, &Range::whole(), see)
}

/// Reads rows of SQLite; gives back how many values are in quarantine.
fn scan_source(
    job: &mut Job<'_>,
    prints: Prints,
    range: &Range,
    mut see: impl FnMut(&Row<'_>, Print, &[Kept]),
) -> Result<u64> {
    let layout = job.layout;
    let fail = |cause| trouble::of_source(&layout.table, cause);
    let encoding = Encoding::of(job.connection).map_err(fail)?;
    let mut statement = job.connection.prepare(&layout.source_query(range, Order::None, encoding)).map_err(fail)?;
    let mut rows = statement.query(params_from_iter(range.parameters())).map_err(fail)?;
    let mut kept = Vec::new();
    let mut quarantined = 0;
    while let Some(row) = rows.next().map_err(fail)? {
        let mut look = |job: &mut Job<'_>, row: &Row<'_>| {
            let print = print::of_source_row(job, prints, row, &mut kept)?;
            quarantined += kept.iter().filter(|kept| **kept == Kept::InQuarantine).count() as u64;
            see(row, print, &kept);
            Ok(())
        };
        match long::rowid(layout, row)? {
            Some(rowid) => long::whole(job, rowid, look)?,
            None => look(job, row)?,
        }
        job.meter.row()?;
    }
    Ok(quarantined)
}

/// Reads rows of PostgreSQL.
fn scan_target(
    job: &mut Job<'_>,
    prints: Prints,
    slice: &Slice,
    mut see: impl FnMut(&TargetRows<'_>, Print),
) -> Result<()> {
    let layout = job.layout;
    let query = layout.target_query(slice, Order::None);
    let mut rows = TargetRows::open(job.postgres, &layout.table, &query, job.meter)?;
    while rows.advance(job.meter)? {
        let print = print::of_target_row(layout, prints, &rows, &mut job.scratch);
        see(&rows, print);
    }
    Ok(())
}
