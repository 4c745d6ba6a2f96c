//! Binary COPY, encoded here from SQLite's values.

mod buffers;
mod arrival;
mod encode;
mod field;
mod job;
mod load;
mod long;
mod parts;
mod read;
mod wire;
#[cfg(any(test, fuzzing))]
pub(crate) mod trial;

#[cfg(test)]
mod cuts;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use outgrow_planner::catalog::sqlite::{Catalog, CatalogNames};
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::{Plan, TablePlan};
use rusqlite::Connection;

use crate::ledger::{Ledger, Loaded};
use crate::memory::Limits;
use crate::progress::Progress;
use crate::source::Source;
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};
use job::{Job, KeptBy};
use load::{Part, Setting};
use parts::{Left, Queue, Ticket};

pub use arrival::{Arrival, Arrivals};
pub use parts::Parts;

pub(crate) use field::{Purpose, field, neutral_text};

/// How to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyOptions {
    /// How many parts of tables at once.
    pub streams: usize,
    /// About how many bytes of values one part of a table has: what a stopped copy repeats at most.
    pub part_bytes: u64,
}

/// What [`CopyOptions::part_bytes`] is unless the user decides it: large enough that the
/// transactions cost nothing, small enough to be repeated.
pub const PART_BYTES: u64 = 64 * 1024 * 1024;

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

/// Copies every part of every table of the plan that is not loaded yet; the tables exist already.
///
/// Each part is one transaction, its quarantine and its mark in the ledger included. The first
/// error stops all streams; the parts that were finished by then stay loaded.
/// The source is shared because its rows are read on threads of their own.
pub async fn run(
    catalog: &Catalog,
    plan: &Plan,
    work: &Copying<'_>,
    source: &Arc<Source>,
    target: &Target,
    options: &CopyOptions,
    progress: &Progress,
) -> Result<CopySummary> {
    let readers: Arc<dyn Readers> = Arc::clone(source) as Arc<dyn Readers>;
    copy(catalog, plan, work, &readers, target, options, progress).await
}

/// What there is to copy, and where it is noted.
pub struct Copying<'a> {
    /// The parts of all tables.
    pub parts: &'a Parts,
    /// Where parts that are loaded are marked; `None` where nobody will go on behind them.
    pub ledger: Option<&'a Ledger>,
    /// A session that the first stream uses, which then needs no connection of its own.
    pub session: Option<&'a Session>,
    /// Counts the parts that are loaded, also where an error follows.
    pub loaded: &'a AtomicUsize,
    /// Who goes on with finished tables and sessions; `None` where nobody does.
    pub arrivals: Option<&'a Arrivals>,
}

/// Where connections to the SQLite file come from.
trait Readers: Send + Sync {
    /// Lends a reader, waiting until one is free.
    fn with_reader(&self, work: &mut dyn FnMut(&Connection) -> Result<()>) -> Result<()>;

    /// What a reader may do.
    fn limits(&self) -> Arc<Limits>;
}

impl Readers for Source {
    fn with_reader(&self, work: &mut dyn FnMut(&Connection) -> Result<()>) -> Result<()> {
        Source::with_reader(self, |connection| work(connection))
    }

    fn limits(&self) -> Arc<Limits> {
        Arc::clone(Source::limits(self))
    }
}

async fn copy(
    catalog: &Catalog,
    plan: &Plan,
    work: &Copying<'_>,
    readers: &Arc<dyn Readers>,
    target: &Target,
    options: &CopyOptions,
    progress: &Progress,
) -> Result<CopySummary> {
    let names = CatalogNames::of(catalog);
    let job = |plan: &TablePlan| {
        let table = names.table(&plan.source).map(|position| &catalog.tables[position]);
        Job::of(table, KeptBy::of(&names, &plan.source), plan).map(Arc::new)
    };
    let jobs = plan.tables.iter().map(job).collect::<Result<Vec<_>>>()?;
    let queue = Queue::new(plan, work.parts);
    let streams = streams(plan, work.parts, options);

    let (halt, quarantine) = (Halt::default(), tokio::sync::OnceCell::new());
    let (schema, ledger) = (&plan.schema, work.ledger);
    let setting = Setting { readers, target, progress, halt: &halt, quarantine: &quarantine, schema, ledger };
    let lent = work.session;
    let Copying { parts, loaded, arrivals, .. } = *work;
    let work = Work { jobs: &jobs, parts, queue, times: Mutex::default(), loaded, arrivals };
    work.tell_of_finished_tables();
    let lent = |number: usize| lent.filter(|_| number == 0);
    futures_util::future::join_all((0..streams).map(|number| stream(&setting, &work, lent(number)))).await;
    if let Err(error) = halt.result().and_then(|()| progress.check()) {
        work.tell(Arrival::Stopped);
        return Err(error);
    }
    Ok(CopySummary { tables: work.summary(), quarantine: quarantine.into_inner() })
}

/// Below this many bytes of values, more than one session costs more than it gains.
const ONE_STREAM: u64 = 1024 * 1024;

fn streams(plan: &Plan, parts: &Parts, options: &CopyOptions) -> usize {
    let bytes: u64 = plan.tables.iter().map(|table| table.bytes).sum();
    let most = if bytes < ONE_STREAM { 1 } else { parts.count() - parts.loaded() };
    options.streams.clamp(1, most.max(1))
}

/// The parts, shared by all streams.
struct Work<'a> {
    jobs: &'a [Arc<Job>],
    parts: &'a Parts,
    queue: Queue,
    /// When the first part of a table was begun, and when the last was done.
    times: Mutex<BTreeMap<usize, (Instant, Instant)>>,
    loaded: &'a AtomicUsize,
    arrivals: Option<&'a Arrivals>,
}

impl Work<'_> {
    fn tell(&self, arrival: Arrival) {
        if let Some(arrivals) = self.arrivals {
            // Nobody listens any more where making keys has failed; the copy then stops by itself.
            let _ = arrivals.send(arrival);
        }
    }

    /// Tells of the tables that an earlier run has loaded.
    fn tell_of_finished_tables(&self) {
        for (position, parts) in self.parts.tables.iter().enumerate() {
            if parts.iter().all(|part| part.loaded.is_some()) {
                self.tell(Arrival::Table(position));
            }
        }
    }

    /// Whether those who go on behind the copy have failed.
    fn is_in_vain(&self) -> bool {
        self.arrivals.is_some_and(|arrivals| arrivals.is_closed())
    }

    fn finish(&self, ticket: Ticket, began: Instant, loaded: Loaded) {
        let left = self.queue.finish(ticket, loaded);
        if left == Left::Nothing {
            self.tell(Arrival::Table(ticket.table));
        }
        self.loaded.fetch_add(1, Ordering::Relaxed);
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let (first, last) = times.entry(ticket.table).or_insert((began, now));
        (*first, *last) = ((*first).min(began), now);
    }

    fn summary(self) -> Vec<TableCopy> {
        let times = self.times.into_inner().unwrap_or_else(PoisonError::into_inner);
        let table = |(position, parts): (usize, Vec<Option<Loaded>>)| {
            let mut copy = TableCopy::default();
            for part in parts.into_iter().flatten() {
                copy.rows += part.rows;
                copy.bytes += part.bytes;
                copy.quarantined += part.quarantined;
            }
            copy.elapsed = times.get(&position).map_or(Duration::ZERO, |(first, last)| *last - *first);
            copy
        };
        self.queue.into_loaded().into_iter().enumerate().map(table).collect()
    }
}

/// Takes parts until there is none left or the work should stop; then gives its session away.
async fn stream(setting: &Setting<'_>, work: &Work<'_>, lent: Option<&Session>) {
    match parts(setting, work, lent).await {
        Ok(own) if lent.is_some() || own.is_some() => work.tell(Arrival::Idle(own)),
        Ok(_) => {}
        Err(error) => setting.halt.stop(error),
    }
}

/// Loads parts until there is none left; returns the stream's own session, if it has opened one.
async fn parts(setting: &Setting<'_>, work: &Work<'_>, lent: Option<&Session>) -> Result<Option<Session>> {
    let Some(mut ticket) = work.queue.take() else { return Ok(None) };
    let own = if lent.is_none() { Some(setting.target.connect().await?) } else { None };
    let Some(session) = lent.or(own.as_ref()) else { return Ok(None) };
    if setting.ledger.is_some() {
        session.commit_in_background().await?;
    }
    loop {
        setting.halt.check(setting.progress)?;
        if work.is_in_vain() {
            return Err(Error::new(ErrorKind::Interrupted, "interrupted"));
        }
        let began = Instant::now();
        let range = work.parts.tables[ticket.table][ticket.part].range.clone();
        let loaded = load::load(setting, session, Arc::clone(&work.jobs[ticket.table]), Part { ticket, range }).await?;
        work.finish(ticket, began, loaded);
        match work.queue.take() {
            Some(next) => ticket = next,
            None => return Ok(own),
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
