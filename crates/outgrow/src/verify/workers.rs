//! Several tables, or parts of tables, at once: each worker is a thread with a session and a runtime of its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use outgrow_planner::catalog::sqlite::{Catalog, CatalogNames};
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::{Plan, TablePlan};
use outgrow_planner::sql::Sql;
use tokio::runtime::Runtime;
use tokio_postgres::Client;

use super::long::Allowed;
use super::meter::Meter;
use super::postgres::Postgres;
use super::queue::{Queue, Work};
use super::scheme::Cutting;
use super::table::{self, Done, Earlier, Finished, Opened, Opening, Sides};
use super::targets::Targets;
use super::{TableVerification, VerifyOptions, trouble};
use crate::progress::{Event, Phase, Progress};
use crate::source::{Encoding, Source};
use crate::target::Target;
use crate::{Error, ErrorKind, Result, quarantine};

/// SQLite asks whether to go on after this many of its instructions.
const PATIENCE: i32 = 100_000;

/// How many tables one transaction reads: it locks each of them and its indexes, and a server has
/// a few thousand locks for all its sessions.
const TABLES_AT_ONCE: usize = 50;

/// Below this many bytes of values, another session costs more than it gains.
const ONE_WORKER: u64 = 1024 * 1024;

/// What all workers share.
struct Shared<'a> {
    catalog: &'a Catalog,
    names: CatalogNames,
    plan: &'a Plan,
    /// The columns of the target's tables.
    targets: Targets,
    /// Where values of the tables may be in quarantine.
    places: Vec<QualifiedName>,
    source: &'a Source,
    target: &'a Target,
    options: &'a VerifyOptions,
    progress: &'a Progress,
    snapshot: String,
    cutting: Cutting,
    queue: Queue,
    halted: Arc<AtomicBool>,
    results: Mutex<Vec<TableVerification>>,
}

/// Compares all tables; they come back in the order of the plan.
pub(super) fn compare_all(
    catalog: &Catalog,
    plan: &Plan,
    source: &Source,
    target: &Target,
    options: &VerifyOptions,
    progress: &Progress,
) -> Result<Vec<TableVerification>> {
    let runtime = new_runtime()?;
    let session = runtime.block_on(target.connect())?;
    let keeper = Postgres { client: &session.client, runtime: &runtime };
    let snapshot = runtime.block_on(export_snapshot(keeper.client)).map_err(session_error)?;
    let places = runtime.block_on(quarantine::locate(keeper.client, &plan.schema)).map_err(session_error)?;
    let targets = Targets::read(keeper, &plan.tables)?;
    let mut order: Vec<usize> = (0..plan.tables.len()).collect();
    order.sort_by_key(|table| std::cmp::Reverse((plan.tables[*table].bytes, plan.tables[*table].rows)));
    let cutting = Cutting::For { streams: options.streams.min(source.readers()) };
    let pieces = plan.tables.iter().map(|table| cutting.pieces(table)).sum::<usize>();
    let work = Shared {
        catalog,
        names: CatalogNames::of(catalog),
        plan,
        targets,
        places,
        source,
        target,
        options,
        progress,
        snapshot,
        cutting,
        queue: Queue::new(order),
        halted: Arc::default(),
        results: Mutex::new(vec![TableVerification::default(); plan.tables.len()]),
    };
    let bytes: u64 = plan.tables.iter().map(|table| table.bytes).sum();
    let is_small = bytes < ONE_WORKER && pieces <= plan.tables.len();
    let most = if is_small { 1 } else { pieces.max(1) };
    let streams = options.streams.clamp(1, most).min(source.readers().max(1));
    // The keeper's transaction must last as long as others may begin with its snapshot, so that it
    // cannot let go of locks in between.
    let keeper = Some(keeper).filter(|_| plan.tables.len() <= TABLES_AT_ONCE);
    run_threads(&work, keeper, streams)?;
    Ok(work.results.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// The first worker takes the session that is there.
fn run_threads(work: &Shared<'_>, session: Option<Postgres<'_>>, streams: usize) -> Result<()> {
    std::thread::scope(|scope| {
        let sessions = std::iter::once(session).chain(std::iter::repeat(None)).take(streams);
        let workers: Vec<_> = sessions.map(|session| scope.spawn(move || run_worker(work, session))).collect();
        let mut failure: Option<Error> = None;
        for worker in workers {
            let outcome = worker
                .join()
                .unwrap_or_else(|_panic| Err(Error::new(ErrorKind::Internal, "a thread of the comparison panicked")));
            // The first trouble stops the others, whose own trouble is then that they were stopped.
            if let Err(error) = outcome {
                failure = match failure {
                    Some(first) if first.kind() != ErrorKind::Interrupted => Some(first),
                    Some(_) | None => Some(error),
                };
            }
        }
        failure.map_or(Ok(()), Err)
    })
}

fn run_worker(work: &Shared<'_>, session: Option<Postgres<'_>>) -> Result<()> {
    let _closing = Closing(&work.queue);
    let outcome = match session {
        Some(session) => compare_tables(work, session, || Ok(())),
        None => with_session(work),
    };
    if outcome.is_err() {
        work.halted.store(true, Ordering::Relaxed);
        work.queue.close();
    }
    outcome
}

/// Others would wait for what a worker that panics has begun.
struct Closing<'a>(&'a Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.close();
        }
    }
}

/// Compares in a session of its own, in transactions of not too many tables.
fn with_session(work: &Shared<'_>) -> Result<()> {
    let runtime = new_runtime()?;
    let session = runtime.block_on(work.target.connect())?;
    runtime.block_on(import_snapshot(&session.client, &work.snapshot)).map_err(session_error)?;
    let mut read = 0;
    compare_tables(work, Postgres { client: &session.client, runtime: &runtime }, || {
        if read == TABLES_AT_ONCE {
            runtime.block_on(again(&session.client, &work.snapshot)).map_err(session_error)?;
            read = 0;
        }
        read += 1;
        Ok(())
    })
}

/// Does what is to be done, and before each table or task what `begin` does.
fn compare_tables(work: &Shared<'_>, postgres: Postgres<'_>, mut begin: impl FnMut() -> Result<()>) -> Result<()> {
    while let Some(next) = work.queue.next() {
        Meter::new(work.progress, &work.halted).check()?;
        begin()?;
        let more = match next {
            Work::Table(table) => open_table(work, postgres, table, None)?,
            Work::Task { table, opened, number } => carry_out(work, postgres, table, &opened, number)?,
        };
        work.queue.done(more);
    }
    Ok(())
}

fn open_table(work: &Shared<'_>, postgres: Postgres<'_>, table: usize, earlier: Option<Earlier>) -> Result<Vec<Work>> {
    let plan = &work.plan.tables[table];
    work.progress.send(Event::Working { phase: Phase::Verify, on: plan.source.clone() });
    match with_sides(work, postgres, plan, |sides| table::open(sides, plan, work.cutting, earlier))? {
        Opening::Done(result) => {
            keep(work, table, result);
            Ok(Vec::new())
        }
        Opening::Opened(opened) => {
            let opened: Arc<Opened> = Arc::from(opened);
            let task = |number| Work::Task { table, opened: Arc::clone(&opened), number };
            Ok((0..opened.tasks()).map(task).collect())
        }
    }
}

fn carry_out(
    work: &Shared<'_>,
    postgres: Postgres<'_>,
    table: usize,
    opened: &Opened,
    number: usize,
) -> Result<Vec<Work>> {
    let plan = &work.plan.tables[table];
    let finished = with_sides(work, postgres, plan, |sides| {
        let mut meter = Meter::after(work.progress, &work.halted, opened.take_ahead());
        match opened.carry_out(number, sides, &mut meter)? {
            Done::OneOfMany => Ok(None),
            Done::Last { told } => {
                let mut meter = Meter::after(work.progress, &work.halted, told);
                opened.finish(sides, &mut meter).map(Some)
            }
        }
    })?;
    match finished {
        None => Ok(Vec::new()),
        Some(Finished::Told(result)) => {
            keep(work, table, result);
            Ok(Vec::new())
        }
        Some(Finished::InVain(earlier)) => open_table(work, postgres, table, Some(earlier)),
    }
}

fn keep(work: &Shared<'_>, table: usize, result: TableVerification) {
    work.results.lock().unwrap_or_else(PoisonError::into_inner)[table] = result;
}

/// Lends a reader of the file, which asks while it reads whether to go on.
fn with_sides<T>(
    work: &Shared<'_>,
    postgres: Postgres<'_>,
    plan: &TablePlan,
    compare: impl FnOnce(Sides<'_>) -> Result<T>,
) -> Result<T> {
    work.source.with_reader(|connection| {
        let fail = |cause| trouble::of_source(&plan.source, cause);
        let (progress, halted) = (work.progress.clone(), Arc::clone(&work.halted));
        let stop = move || progress.is_cancelled() || halted.load(Ordering::Relaxed);
        connection.progress_handler(PATIENCE, Some(stop)).map_err(fail)?;
        let table = work.names.table(&plan.source).map(|position| &work.catalog.tables[position]);
        let details = work.options.details;
        let encoding = Encoding::of(connection).map_err(fail)?;
        let go_on = || Meter::new(work.progress, &work.halted).check();
        let result = Allowed::of(work.source.limits(), plan, table, encoding, go_on).and_then(|(allowed, _held)| {
            let (targets, places) = (&work.targets, work.places.as_slice());
            compare(Sides { table, targets, places, connection, postgres, allowed, details })
        });
        connection.progress_handler(0, None::<fn() -> bool>).map_err(fail)?;
        result
    })
}

fn new_runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| Error::new(ErrorKind::Internal, "cannot start a runtime for the comparison").because(cause))
}

/// Every session sees the same rows, and cannot change them.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Rows that a policy hides would look lost, and a slow comparison would look idle. Rows are only read,
/// by as many sessions as there are readers: to compile queries, or to share their rows among processes,
/// takes longer than it saves.
const SETTINGS: &str = "SET LOCAL row_security = off; SET LOCAL idle_in_transaction_session_timeout = 0; \
                        SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '32MB'; SET LOCAL jit = off; \
                        SET LOCAL max_parallel_workers_per_gather = 0";

async fn export_snapshot(client: &Client) -> std::result::Result<String, tokio_postgres::Error> {
    let mut begin = Sql::text(BEGIN);
    begin.push("; ").push(SETTINGS);
    client.batch_execute(begin.as_str()).await?;
    Ok(client.query_one("SELECT pg_export_snapshot()", &[]).await?.get(0))
}

/// Lets go of the locks on all tables that were read, and goes on with the same snapshot.
async fn again(client: &Client, snapshot: &str) -> std::result::Result<(), tokio_postgres::Error> {
    client.batch_execute("COMMIT").await?;
    import_snapshot(client, snapshot).await
}

/// Begins the transaction in which a session compares, on a snapshot that another one exported.
async fn import_snapshot(client: &Client, snapshot: &str) -> std::result::Result<(), tokio_postgres::Error> {
    let mut begin = Sql::text(BEGIN);
    begin.push("; SET TRANSACTION SNAPSHOT ").push_literal(snapshot).push("; ").push(SETTINGS);
    client.batch_execute(begin.as_str()).await
}

fn session_error(cause: tokio_postgres::Error) -> Error {
    let sqlstate = cause.code().map(|code| code.code().to_owned());
    let error = Error::new(ErrorKind::Target, "cannot begin the transaction of the comparison").because(cause);
    match sqlstate {
        Some(code) => error.sqlstate(code),
        None => error,
    }
}
