//! The comparison of one table over two open connections.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::TablePlan;
use rusqlite::Connection;

use super::findings::Findings;
use super::follow;
use super::job::Job;
use super::layout::{Layout, sqlite_name};
use super::long::Allowed;
use super::meaning::Scratch;
use super::merge::{self, Merged};
use super::meter::Meter;
use super::multiset::{self, Sums};
use super::postgres::Postgres;
use super::quarantine::Quarantine;
use super::runs::{Kept, Runs};
use super::scheme::{Attempt, Cutting, Scheme, Task};
use super::slice::Slice;
use super::targets::Targets;
use super::trail::Trail;
use super::trouble;
use super::{Difference, TableVerification};
use crate::Result;
use crate::source::ranges::Range;

/// What the comparison of any table needs.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    /// The objects of the file.
    pub table: Option<&'a Table>,
    /// The columns of the target's tables.
    pub targets: &'a Targets,
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
    /// Set once the way that was chosen does not show that both sides are equal.
    given_up: AtomicBool,
    state: Mutex<State>,
}

/// What an attempt to compare a table has left behind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Earlier {
    started: Instant,
    /// How many rows were told as progress.
    told: u64,
}

/// What the tasks of a table have found.
struct State {
    left: usize,
    /// Which rows of SQLite were met.
    runs: Runs,
    /// What merging has found, for each task.
    merged: Vec<Option<Findings>>,
    out_of_order: bool,
    sums: Option<Sums>,
    /// How many rows were told as progress, and how many of them no task has come to yet.
    told: u64,
    ahead: u64,
}

/// What opening a table comes to.
pub(super) enum Opening {
    /// There is nothing to compare.
    Done(TableVerification),
    /// There are tasks to do.
    Opened(Box<Opened>),
}

/// Looks at a table on both sides and decides how to compare it, in the first attempt or after one
/// that was in vain.
pub(super) fn open(sides: Sides<'_>, plan: &TablePlan, cutting: Cutting, earlier: Option<Earlier>) -> Result<Opening> {
    let attempt = if earlier.is_some() { Attempt::Last } else { Attempt::First };
    let Earlier { started, told } = earlier.unwrap_or_else(|| Earlier { started: Instant::now(), told: 0 });
    let mut findings = Findings::new(sides.details);
    let Some(layout) = Layout::find(sides.targets, sides.table, plan, sides.allowed.whole_bytes, &mut findings) else {
        tell_missing_table(sides, plan, &mut findings)?;
        return Ok(Opening::Done(TableVerification { elapsed: started.elapsed(), ..findings.result }));
    };
    let quarantine = Quarantine::load(sides.postgres, sides.places, &layout, &plan.target.name)?;
    let scheme = Scheme::of(sides, plan, &layout, &quarantine, cutting, attempt)?;
    let left = scheme.tasks().len();
    let merged = (0..left).map(|_| None).collect();
    let runs = Runs::default();
    let state = Mutex::new(State { left, runs, merged, out_of_order: false, sums: None, told, ahead: told });
    let (columns, given_up) = (findings.result, AtomicBool::new(false));
    Ok(Opening::Opened(Box::new(Opened { layout, quarantine, scheme, started, columns, given_up, state })))
}

impl Opened {
    /// How many tasks there are.
    pub(super) fn tasks(&self) -> usize {
        self.scheme.tasks().len()
    }

    /// How many rows were told as progress that no task has come to yet; the task that begins with
    /// them tells them to its meter.
    pub(super) fn take_ahead(&self) -> u64 {
        std::mem::take(&mut self.state().ahead)
    }

    /// Does one task, by its number. Whoever does the last one must [`Opened::finish`].
    pub(super) fn carry_out(&self, number: usize, sides: Sides<'_>, meter: &mut Meter) -> Result<Done> {
        let mut findings = Findings::new(sides.details);
        let mut job = self.job(sides, &mut findings, meter);
        match self.scheme.tasks()[number] {
            // Nobody else works on this table, so that all is left to the end.
            Task::Whole => {}
            Task::Follow(trail, slice) => {
                if self.follow(&mut job, trail, slice)? == Kept::No {
                    self.given_up.store(true, Ordering::Relaxed);
                }
                self.state().merged[number] = Some(findings);
            }
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
        let ahead = meter.ahead();
        meter.rewind();
        let mut state = self.state();
        state.ahead += ahead;
        state.told += meter.told();
        state.left -= 1;
        Ok(if state.left == 0 { Done::Last { told: state.told } } else { Done::OneOfMany })
    }

    fn follow(&self, job: &mut Job<'_>, trail: &Trail, slice: &Slice) -> Result<Kept> {
        if self.given_up.load(Ordering::Relaxed) {
            return Ok(Kept::No);
        }
        let runs = follow::compare(job, trail, slice, &self.given_up)?;
        Ok(runs.map_or(Kept::No, |runs| self.state().runs.add_all(runs)))
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
    pub(super) fn finish(&self, sides: Sides<'_>, meter: &mut Meter) -> Result<Finished> {
        if let Scheme::ByTrail { trail, .. } = &self.scheme
            && !self.has_met_all(sides, trail)?
        {
            return Ok(Finished::InVain(Earlier { started: self.started, told: self.state().told }));
        }
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
        Ok(Finished::Told(TableVerification { elapsed: self.started.elapsed(), ..findings.result }))
    }

    /// Whether every row of SQLite has met its row of the target.
    fn has_met_all(&self, sides: Sides<'_>, trail: &Trail) -> Result<bool> {
        let first = trail.first(sides.connection, &self.layout)?;
        Ok(!self.given_up.load(Ordering::Relaxed) && self.state().runs.are_whole(first.as_ref()))
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

/// What the tasks of a table come to.
pub(super) enum Finished {
    /// The comparison is done.
    Told(TableVerification),
    /// There may be differences, which another attempt has to tell.
    InVain(Earlier),
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
