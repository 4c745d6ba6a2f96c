//! The comparison of one table over two open connections.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::TablePlan;
use rusqlite::Connection;

use super::findings::Findings;
use super::job::Job;
use super::layout::{Layout, sqlite_name};
use super::long::Allowed;
use super::meaning::Scratch;
use super::merge::{self, Merged};
use super::meter::Meter;
use super::multiset::{self, Sums};
use super::postgres::Postgres;
use super::quarantine::Quarantine;
use super::scheme::{Cutting, Scheme, Task};
use super::slice::Slice;
use super::trouble;
use super::{Difference, TableVerification};
use crate::Result;
use crate::source::ranges::Range;

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
    /// How much may be read whole.
    pub allowed: Allowed<'a>,
    /// How many differences are kept.
    pub details: usize,
}

/// A table whose comparison has begun. Its tasks can be done in any order, and at once.
pub(super) struct Opened {
    layout: Layout,
    quarantine: Quarantine,
    scheme: Scheme,
    started: Instant,
    /// What was found in the columns.
    columns: TableVerification,
    state: Mutex<State>,
}

/// What the tasks of a table have found.
struct State {
    left: usize,
    /// What merging has found, for each task.
    merged: Vec<Option<Findings>>,
    out_of_order: bool,
    sums: Option<Sums>,
    told: u64,
}

/// What opening a table comes to.
pub(super) enum Opening {
    /// There is nothing to compare.
    Done(TableVerification),
    /// There are tasks to do.
    Opened(Box<Opened>),
}

/// Looks at a table on both sides and decides how to compare it.
pub(super) fn open(sides: Sides<'_>, plan: &TablePlan, cutting: Cutting) -> Result<Opening> {
    let started = Instant::now();
    let mut findings = Findings::new(sides.details);
    let Some(layout) = Layout::find(sides.postgres, sides.table, plan, sides.allowed.whole_bytes, &mut findings)?
    else {
        tell_missing_table(sides, plan, &mut findings)?;
        return Ok(Opening::Done(TableVerification { elapsed: started.elapsed(), ..findings.result }));
    };
    let quarantine = Quarantine::load(sides.postgres, sides.places, &layout, &plan.target.name)?;
    let scheme = Scheme::of(sides, plan, &layout, &quarantine, cutting)?;
    let left = scheme.tasks().len();
    let merged = (0..left).map(|_| None).collect();
    let state = Mutex::new(State { left, merged, out_of_order: false, sums: None, told: 0 });
    Ok(Opening::Opened(Box::new(Opened { layout, quarantine, scheme, started, columns: findings.result, state })))
}

impl Opened {
    /// How many tasks there are.
    pub(super) fn tasks(&self) -> usize {
        self.scheme.tasks().len()
    }

    /// Does one task, by its number. Whoever does the last one must [`Opened::finish`].
    pub(super) fn carry_out(&self, number: usize, sides: Sides<'_>, meter: &mut Meter) -> Result<Done> {
        let mut findings = Findings::new(sides.details);
        let mut job = self.job(sides, &mut findings, meter);
        match self.scheme.tasks()[number] {
            // Nobody else works on this table, so that all is left to the end.
            Task::Whole => {}
            Task::Merge(range, slice) => self.merge(number, &mut job, range, slice).map(|merged| {
                let mut state = self.state();
                state.out_of_order |= merged == Merged::OutOfOrder;
                state.merged[number] = Some(findings);
            })?,
            Task::SumSource(range) => {
                let mut sums = Sums::new();
                sums.add_source(&mut job, range)?;
                self.state().add(sums);
            }
            Task::SumTarget(slice) => {
                let mut sums = Sums::new();
                sums.add_target(&mut job, slice)?;
                self.state().add(sums);
            }
        }
        meter.rewind();
        let mut state = self.state();
        state.told += meter.told();
        state.left -= 1;
        Ok(if state.left == 0 { Done::Last { told: state.told } } else { Done::OneOfMany })
    }

    fn merge(&self, number: usize, job: &mut Job<'_>, range: &Range, slice: &Slice) -> Result<Merged> {
        // No range has a row whose key is NULL.
        let gap = number == 0 && self.layout.has_null_key(job.postgres)?;
        // What parts of a table find means nothing once one of them is out of order.
        if gap || self.state().out_of_order {
            return Ok(Merged::OutOfOrder);
        }
        merge::compare(job, range, slice)
    }

    /// Puts together what the tasks have found; compares what they could not.
    pub(super) fn finish(&self, sides: Sides<'_>, meter: &mut Meter) -> Result<TableVerification> {
        let mut findings = Findings::starting_with(sides.details, self.columns.clone());
        let mut state = self.state();
        let (merged, sums) = (std::mem::take(&mut state.merged), state.sums.take());
        let is_merged = merged.iter().all(Option::is_some) && !state.out_of_order;
        drop(state);
        let mut job = self.job(sides, &mut findings, meter);
        match sums {
            Some(sums) if sums.are_equal() => multiset::count(&mut job, &sums),
            None if is_merged => merged.into_iter().flatten().for_each(|part| job.findings.append(part)),
            Some(_) | None => self.compare_whole(&mut job)?,
        }
        self.quarantine.leftovers(&self.layout, &mut findings);
        meter.rewind();
        Ok(TableVerification { elapsed: self.started.elapsed(), ..findings.result })
    }

    /// Compares the table as a whole, from the beginning, and tells every difference.
    fn compare_whole(&self, job: &mut Job<'_>) -> Result<()> {
        match self.merge_whole(job)? {
            Merged::Whole => Ok(()),
            Merged::OutOfOrder => multiset::compare(job),
        }
    }

    /// Merges the whole table where that may be possible; nothing is found where it is not.
    fn merge_whole(&self, job: &mut Job<'_>) -> Result<Merged> {
        self.quarantine.reset();
        // What stands for a value of a key has another place in the order than the value.
        let key_in_quarantine = self.layout.key.iter().flatten().any(|column| self.quarantine.has(*column));
        if key_in_quarantine || !self.layout.is_ordered() || self.state().out_of_order {
            return Ok(Merged::OutOfOrder);
        }
        let before = job.findings.result.clone();
        let merged = merge::compare(job, &Range::whole(), &Slice::Whole)?;
        if merged == Merged::OutOfOrder {
            job.findings.result = before;
        }
        job.meter.rewind();
        Ok(merged)
    }

    fn job<'a>(&'a self, sides: Sides<'a>, findings: &'a mut Findings, meter: &'a mut Meter) -> Job<'a> {
        Job {
            connection: sides.connection,
            postgres: sides.postgres,
            layout: &self.layout,
            quarantine: &self.quarantine,
            findings,
            meter,
            allowed: sides.allowed,
            scratch: Scratch::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, sums: Sums) {
        match &mut self.sums {
            None => self.sums = Some(sums),
            Some(all) => all.add_all(&sums),
        }
    }
}

/// Whether other tasks of a table are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// They are.
    OneOfMany,
    /// This was the last one.
    Last {
        /// How many rows were told as progress.
        told: u64,
    },
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
