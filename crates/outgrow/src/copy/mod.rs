//! Binary COPY, encoded here from SQLite's values.

mod encode;
mod field;
mod job;
mod load;
mod read;
mod wire;
#[cfg(any(test, fuzzing))]
pub(crate) mod trial;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::Plan;
use rusqlite::Connection;

use crate::progress::Progress;
use crate::source::Source;
use crate::target::Target;
use crate::{Error, ErrorKind, Result};
use job::Job;
use load::Setting;

pub(crate) use field::{Purpose, field, neutral_text};

/// How to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyOptions {
    /// How many tables at once.
    pub streams: usize,
}

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopySummary {
    /// One for each table of the plan, in its order.
    pub tables: Vec<TableCopy>,
    /// Where values are in quarantine; `None` where none is.
    pub quarantine: Option<QualifiedName>,
}

/// What was copied of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableCopy {
    /// Rows loaded.
    pub rows: u64,
    /// Bytes sent.
    pub bytes: u64,
    /// Values in quarantine; their rows are loaded with a substitute.
    pub quarantined: u64,
    /// How long it took.
    pub elapsed: Duration,
}

/// Copies every table of the plan, the largest first; the tables exist already.
///
/// Each table is one transaction, its quarantine included. The first error stops
/// all streams; the tables that were finished by then stay loaded.
/// The source is shared because its rows are read on threads of their own.
pub async fn run(
    catalog: &Catalog,
    plan: &Plan,
    source: &Arc<Source>,
    target: &Target,
    options: &CopyOptions,
    progress: &Progress,
) -> Result<CopySummary> {
    let readers: Arc<dyn Readers> = Arc::clone(source) as Arc<dyn Readers>;
    copy(catalog, plan, &readers, target, options, progress).await
}

/// Where connections to the SQLite file come from.
trait Readers: Send + Sync {
    /// Lends a reader, waiting until one is free.
    fn with_reader(&self, work: &mut dyn FnMut(&Connection) -> Result<()>) -> Result<()>;
}

impl Readers for Source {
    fn with_reader(&self, work: &mut dyn FnMut(&Connection) -> Result<()>) -> Result<()> {
        Source::with_reader(self, |connection| work(connection))
    }
}

async fn copy(
    catalog: &Catalog,
    plan: &Plan,
    readers: &Arc<dyn Readers>,
    target: &Target,
    options: &CopyOptions,
    progress: &Progress,
) -> Result<CopySummary> {
    let jobs = plan.tables.iter().map(|table| Job::of(catalog, table).map(Arc::new)).collect::<Result<Vec<_>>>()?;
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|position| Reverse(plan.tables[*position].bytes));
    let streams = options.streams.clamp(1, jobs.len().max(1));

    let (halt, quarantine) = (Halt::default(), tokio::sync::OnceCell::new());
    let setting = Setting { readers, target, progress, halt: &halt, quarantine: &quarantine, schema: &plan.schema };
    let work = Work { jobs: &jobs, queue: Mutex::new(order.into()), done: Mutex::default() };
    futures_util::future::join_all((0..streams).map(|_| stream(&setting, &work))).await;
    halt.result()?;
    progress.check()?;

    let mut tables = vec![TableCopy::default(); jobs.len()];
    for (position, copied) in work.done.into_inner().unwrap_or_else(PoisonError::into_inner) {
        tables[position] = copied;
    }
    Ok(CopySummary { tables, quarantine: quarantine.into_inner() })
}

/// The tables, shared by all streams.
struct Work<'a> {
    jobs: &'a [Arc<Job>],
    queue: Mutex<VecDeque<usize>>,
    done: Mutex<Vec<(usize, TableCopy)>>,
}

impl Work<'_> {
    fn next(&self) -> Option<usize> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// Takes tables until there is none left or the work should stop.
async fn stream(setting: &Setting<'_>, work: &Work<'_>) {
    if let Err(error) = tables(setting, work).await {
        setting.halt.stop(error);
    }
}

async fn tables(setting: &Setting<'_>, work: &Work<'_>) -> Result<()> {
    let Some(mut next) = work.next() else { return Ok(()) };
    let mut session = setting.target.connect().await?;
    loop {
        setting.halt.check(setting.progress)?;
        let copied = load::load(setting, &mut session, Arc::clone(&work.jobs[next])).await?;
        work.done.lock().unwrap_or_else(PoisonError::into_inner).push((next, copied));
        match work.next() {
            Some(position) => next = position,
            None => return Ok(()),
        }
    }
}

/// The first error, which stops all streams.
#[derive(Default)]
struct Halt {
    first: Mutex<Option<Error>>,
    stopped: std::sync::atomic::AtomicBool,
}

impl Halt {
    /// How often a stream that waits for the server looks whether it should stop.
    const INTERVAL: Duration = Duration::from_millis(50);

    fn stop(&self, error: Error) {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        self.stopped.store(true, std::sync::atomic::Ordering::SeqCst);
    }

    fn check(&self, progress: &Progress) -> Result<()> {
        if self.stopped.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Interrupted, "interrupted"));
        }
        progress.check()
    }

    /// Waits until the work should stop; says why.
    async fn wait(&self, progress: &Progress) -> Error {
        loop {
            if let Err(error) = self.check(progress) {
                return error;
            }
            tokio::time::sleep(Halt::INTERVAL).await;
        }
    }

    fn result(self) -> Result<()> {
        self.first.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }
}
