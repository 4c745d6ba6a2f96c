//! One pass over every value.

mod long;
mod orphans;
mod pace;
mod row_name;
mod scan;
mod trouble;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use outgrow_planner::catalog::sqlite::{Catalog, Table, TableRole};
use outgrow_planner::profile::{Profile, TableProfile};
use rusqlite::Connection;

use crate::memory::Limits;
use crate::progress::{Event, Phase, Progress};
use crate::source::Source;
use crate::{ErrorKind, Result};
use pace::Pace;

/// A file of up to this many bytes is small enough to count its rows first, for the progress.
const COUNTED_BYTES: u64 = 1 << 30;

/// Looks at every value of every user table, as many tables at once as the source has readers.
///
/// Memory is bounded by the number of columns, not of rows, and by what the source was opened
/// within, whatever the length of values. Shadow and internal tables have an
/// empty profile.
///
/// # Errors
///
/// [`ErrorKind::Source`] where SQLite cannot read a table, [`ErrorKind::Interrupted`] soon after
/// `progress` was cancelled.
pub fn profile(source: &Source, catalog: &Catalog, progress: &Progress) -> Result<Profile> {
    let lend = |work: Work<'_>| source.with_reader(|reader| work(reader));
    pass(catalog, source.readers(), source.limits(), progress, &lend)
}

/// What a reader is lent to.
type Work<'a> = &'a mut dyn FnMut(&Connection) -> Result<()>;

/// Lends a reader, waiting until one is free.
type Lend<'a> = &'a (dyn Fn(Work<'_>) -> Result<()> + Sync);

fn pass(
    catalog: &Catalog,
    readers: usize,
    limits: &Arc<Limits>,
    progress: &Progress,
    lend: Lend<'_>,
) -> Result<Profile> {
    let pace = Pace::new(progress, limits);
    let (order, total) = largest_first(catalog, &pace, lend)?;
    progress.send(Event::PhaseStarted { phase: Phase::Profile, total });
    let queue = Mutex::new(order);
    let mut profile = Profile { tables: catalog.tables.iter().map(empty).collect() };
    for (position, table) in work_off(catalog, readers, &queue, &pace, lend)? {
        profile.tables[position] = table;
    }
    progress.send(Event::PhaseFinished { phase: Phase::Profile });
    Ok(profile)
}

fn empty(table: &Table) -> TableProfile {
    TableProfile::empty(table.columns.len(), table.foreign_keys.len())
}

/// The positions of the user tables, those with most rows first, and the rows of all together
/// where the file is small enough to count them.
fn largest_first(catalog: &Catalog, pace: &Pace, lend: Lend<'_>) -> Result<(VecDeque<usize>, Option<u64>)> {
    let counted = catalog.page_count.saturating_mul(u64::from(catalog.page_size)) <= COUNTED_BYTES;
    let mut sizes = Vec::new();
    lend(&mut |reader| {
        for (position, table) in catalog.tables.iter().enumerate().filter(|(_, table)| table.role == TableRole::User) {
            pace.check()?;
            sizes.push((scan::size(reader, table, counted)?, position));
        }
        Ok(())
    })?;
    let total = counted.then(|| sizes.iter().map(|(rows, _)| rows).sum());
    sizes.sort_by_key(|(rows, position)| (std::cmp::Reverse(*rows), *position));
    Ok((sizes.into_iter().map(|(_, position)| position).collect(), total))
}

type Done = Vec<(usize, TableProfile)>;

fn work_off(
    catalog: &Catalog,
    readers: usize,
    queue: &Mutex<VecDeque<usize>>,
    pace: &Pace,
    lend: Lend<'_>,
) -> Result<Done> {
    let worker = || {
        let done = work_until_empty(catalog, queue, pace, lend);
        if done.is_err() {
            pace.stop();
        }
        done
    };
    let results: Vec<Result<Done>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..readers.max(1)).map(|_| scope.spawn(worker)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, _>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().map(join).collect()
    });
    gather(results)
}

/// All results, or the error that made the other workers stop.
fn gather(results: Vec<Result<Done>>) -> Result<Done> {
    let mut all = Vec::new();
    let mut interrupted = None;
    for result in results {
        match result {
            Ok(done) => all.extend(done),
            Err(error) if error.kind() == ErrorKind::Interrupted => interrupted = Some(error),
            Err(error) => return Err(error),
        }
    }
    interrupted.map_or(Ok(all), Err)
}

fn work_until_empty(catalog: &Catalog, queue: &Mutex<VecDeque<usize>>, pace: &Pace, lend: Lend<'_>) -> Result<Done> {
    let mut done = Vec::new();
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    while let Some(position) = next() {
        let table = &catalog.tables[position];
        lend(&mut |reader| {
            done.push((position, table_profile(reader, catalog, table, pace)?));
            Ok(())
        })?;
    }
    Ok(done)
}

/// The profile of one table.
fn table_profile(reader: &Connection, catalog: &Catalog, table: &Table, pace: &Pace) -> Result<TableProfile> {
    pace.check()?;
    pace.working_on(&table.name);
    let _interruptible = pace.interrupts(reader, table)?;
    let mut profile = scan::rows(reader, table, pace)?;
    orphans::check(reader, catalog, table, &mut profile)?;
    Ok(profile)
}

#[cfg(test)]
mod tests;
