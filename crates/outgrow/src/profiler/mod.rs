//! One pass over every value.

mod long;
mod orphans;
mod pace;
mod row_name;
mod scan;
mod tasks;
mod gathered;
mod trouble;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use outgrow_planner::catalog::sqlite::{Catalog, CatalogNames, Table};
use outgrow_planner::profile::{Profile, TableProfile};
use rusqlite::Connection;

use crate::memory::Limits;
use crate::progress::{Event, Phase, Progress};
use crate::source::Source;
use crate::{ErrorKind, Result};
use gathered::Gathered;
use orphans::Found;
use pace::Pace;
use tasks::{Cutting, Task, Work};

/// Looks at every value of every user table with all readers of the source; large tables are cut
/// into parts, so that several can read one.
///
/// Memory is bounded by the number of columns and readers, not of rows, and by what the source was opened
/// within, whatever the length of values. Shadow and internal tables have an
/// empty profile.
///
/// # Errors
///
/// [`ErrorKind::Source`] where SQLite cannot read a table, [`ErrorKind::Interrupted`] soon after
/// `progress` was cancelled.
pub fn profile(source: &Source, catalog: &Catalog, progress: &Progress) -> Result<Profile> {
    let lend = |work: Lent<'_>| source.with_reader(|reader| work(reader));
    pass(catalog, Cutting::new(source.readers()), source.limits(), progress, &lend)
}

/// What a reader is lent to.
type Lent<'a> = &'a mut dyn FnMut(&Connection) -> Result<()>;

/// Lends a reader, waiting until one is free.
type Lend<'a> = &'a (dyn Fn(Lent<'_>) -> Result<()> + Sync);

fn pass(
    catalog: &Catalog,
    cutting: Cutting,
    limits: &Arc<Limits>,
    progress: &Progress,
    lend: Lend<'_>,
) -> Result<Profile> {
    let pace = Pace::new(progress, limits);
    let tasks = tasks(catalog, cutting, &pace, lend)?;
    // To count the rows first would read the file twice.
    progress.send(Event::PhaseStarted { phase: Phase::Profile, total: None });
    let gathered = catalog.tables.iter().map(|_| Gathered::default()).collect();
    let names = CatalogNames::of(catalog);
    let shared = Shared { catalog, names, queue: Mutex::new(tasks), gathered: Mutex::new(gathered), pace, lend };
    work_off(&shared, cutting.readers)?;
    let gathered = shared.gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
    let whole = |(table, gathered): (&Table, Gathered)| gathered.whole().unwrap_or_else(|| empty(table));
    let profile = Profile { tables: catalog.tables.iter().zip(gathered).map(whole).collect() };
    progress.send(Event::PhaseFinished { phase: Phase::Profile });
    Ok(profile)
}

fn empty(table: &Table) -> TableProfile {
    TableProfile::empty(table.columns.len(), table.foreign_keys.len())
}

fn tasks(catalog: &Catalog, cutting: Cutting, pace: &Pace, lend: Lend<'_>) -> Result<VecDeque<Task>> {
    let mut tasks = VecDeque::new();
    lend(&mut |reader| {
        tasks = tasks::of(reader, catalog, cutting, pace)?;
        Ok(())
    })?;
    Ok(tasks)
}

/// What all workers share.
struct Shared<'a> {
    catalog: &'a Catalog,
    names: CatalogNames,
    queue: Mutex<VecDeque<Task>>,
    gathered: Mutex<Vec<Gathered>>,
    pace: Pace,
    lend: Lend<'a>,
}

fn work_off(shared: &Shared<'_>, readers: usize) -> Result<()> {
    let worker = || {
        let done = work_until_empty(shared);
        if done.is_err() {
            shared.pace.stop();
        }
        done
    };
    let results: Vec<Result<()>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..readers.max(1)).map(|_| scope.spawn(worker)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, _>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().map(join).collect()
    });
    cause(results)
}

/// The error that made the other workers stop.
fn cause(results: Vec<Result<()>>) -> Result<()> {
    let mut interrupted = None;
    for error in results.into_iter().filter_map(Result::err) {
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
        interrupted = Some(error);
    }
    interrupted.map_or(Ok(()), Err)
}

fn work_until_empty(shared: &Shared<'_>) -> Result<()> {
    let next = || lock(&shared.queue).pop_front();
    while let Some(task) = next() {
        (shared.lend)(&mut |reader| carry_out(reader, shared, &task))?;
    }
    Ok(())
}

fn carry_out(reader: &Connection, shared: &Shared<'_>, task: &Task) -> Result<()> {
    let (catalog, pace) = (shared.catalog, &shared.pace);
    let table = &catalog.tables[task.table];
    pace.check()?;
    pace.working_on(&table.name);
    let _interruptible = pace.interrupts(reader, table)?;
    match &task.work {
        Work::Orphans => {
            let mut profile = empty(table);
            let found = Found { catalog, names: &shared.names };
            orphans::check(reader, found, table, &mut profile)?;
            lock(&shared.gathered)[task.table].take_orphans(profile);
        }
        Work::Part { place, range } => {
            let profile = scan::rows(reader, table, range, pace)?;
            lock(&shared.gathered)[task.table].take_part(*place, profile);
        }
    }
    Ok(())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
