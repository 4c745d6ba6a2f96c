//! The keys and indexes of a rehearsal: how long each takes.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use outgrow_planner::ddl::{Section, Stage, Statement, statements};
use outgrow_planner::plan::Plan;
use outgrow_planner::sql::Sql;

use super::shape::ForeignKey;
use crate::progress::Progress;
use crate::target::{Session, Target};
use crate::{Error, Result};

/// How often the wish to stop is looked at while a statement runs.
const PATIENCE: Duration = Duration::from_millis(100);

/// A foreign key is tried as a query, which has the memory that its check would have.
const MEMORY: &str = "SET work_mem = '256MB'";

/// What one addition takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Addition {
    /// When it runs.
    pub(super) stage: Stage,
    /// The place of its table in the rehearsal.
    pub(super) table: usize,
    /// How long it takes on a table without rows.
    pub(super) empty: Duration,
    /// How long it took on the sample; `None` where it could not be tried.
    pub(super) full: Option<Duration>,
}

/// One thing to run.
struct Trial {
    addition: Addition,
    sql: Option<Sql>,
}

/// The additions of a rehearsal.
pub(super) struct Additions<'a> {
    target: &'a Target,
    progress: &'a Progress,
    trials: Vec<Trial>,
}

impl<'a> Additions<'a> {
    /// Those of the tables of `plan`, and its foreign keys as queries.
    pub(super) fn of(
        plan: &Plan,
        foreign: Vec<ForeignKey>,
        target: &'a Target,
        progress: &'a Progress,
    ) -> Additions<'a> {
        let own = statements(plan, Section::PostData).into_iter().filter_map(|statement| {
            let Statement { sql, stage, tables, .. } = statement;
            let table = plan.tables.iter().position(|table| tables.first() == Some(&table.target.name))?;
            Some((stage, table, Some(sql)))
        });
        let foreign = foreign.into_iter().map(|key| (Stage::ForeignKeys, key.child, key.query));
        let trial =
            |(stage, table, sql)| Trial { addition: Addition { stage, table, empty: Duration::ZERO, full: None }, sql };
        Additions { target, progress, trials: own.chain(foreign).map(trial).collect() }
    }

    /// Times every addition on the tables before they have rows, and undoes it.
    pub(super) async fn try_empty(&mut self, session: &Session) -> Result<()> {
        // A large table is sorted by several processes, whose start costs the same for any number of rows.
        set_parallel(session, 0.0).await?;
        for trial in &mut self.trials {
            self.progress.check()?;
            let Some(sql) = &trial.sql else { continue };
            let took = timed(session, sql, "ROLLBACK", self.progress).await?;
            trial.addition.empty = took.unwrap_or_default();
        }
        Ok(())
    }

    /// Makes every addition on the sample, as many tables at once as the move will, and times it.
    pub(super) async fn try_full(mut self, jobs: usize, fraction: f64) -> Result<Vec<Addition>> {
        for stage in [Stage::Keys, Stage::ForeignKeys, Stage::Programs, Stage::Statistics] {
            let queue = Mutex::new(by_table(&mut self.trials, stage));
            let workers = jobs.clamp(1, lock(&queue).len().max(1));
            let worker = || work_off(self.target, self.progress, &queue, fraction);
            let results = futures_util::future::join_all((0..workers).map(|_| worker())).await;
            results.into_iter().collect::<Result<Vec<()>>>()?;
        }
        Ok(self.trials.into_iter().map(|trial| trial.addition).collect())
    }
}

/// The additions of a stage, those of one table together: they run one after the other.
fn by_table(trials: &mut [Trial], stage: Stage) -> VecDeque<Vec<&mut Trial>> {
    let mut groups: Vec<(usize, Vec<&mut Trial>)> = Vec::new();
    for trial in trials.iter_mut().filter(|trial| trial.addition.stage == stage) {
        let table = trial.addition.table;
        match groups.iter_mut().find(|(other, _)| *other == table) {
            Some((_, group)) => group.push(trial),
            None => groups.push((table, vec![trial])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

async fn work_off(
    target: &Target,
    progress: &Progress,
    queue: &Mutex<VecDeque<Vec<&mut Trial>>>,
    fraction: f64,
) -> Result<()> {
    let mut session: Option<Session> = None;
    loop {
        let next = lock(queue).pop_front();
        let Some(group) = next else { return Ok(()) };
        let session = match &mut session {
            Some(session) => session,
            None => session.insert(prepared(target, fraction).await?),
        };
        for trial in group {
            progress.check()?;
            if let Some(sql) = &trial.sql {
                trial.addition.full = timed(session, sql, "COMMIT", progress).await?;
            }
        }
    }
}

async fn prepared(target: &Target, fraction: f64) -> Result<Session> {
    let session = target.connect().await?;
    session.prepare_for_indexes().await?;
    session.execute_all(&[Sql::text(MEMORY)]).await?;
    session.commit_in_background().await?;
    set_parallel(&session, fraction).await?;
    Ok(session)
}

/// Lets PostgreSQL take as many processes for the sample as it will for the whole: it decides by the size.
async fn set_parallel(session: &Session, fraction: f64) -> Result<()> {
    let sql = "SELECT pg_catalog.set_config('min_parallel_table_scan_size', \
               (reset_val::float8 * $1)::bigint::text, false) FROM pg_catalog.pg_settings \
               WHERE name = 'min_parallel_table_scan_size'";
    session.client.query(sql, &[&fraction]).await.map_err(|cause| session.error(cause))?;
    Ok(())
}

/// How long a statement takes in a transaction of its own; `None` where PostgreSQL refuses it.
async fn timed(session: &Session, statement: &Sql, end: &'static str, progress: &Progress) -> Result<Option<Duration>> {
    let mut sql = Sql::text("BEGIN; ");
    sql.push_sql(statement).push("; ").push(end);
    let started = Instant::now();
    match execute(session, &sql, progress).await {
        Ok(()) => Ok(Some(started.elapsed())),
        Err(cause) if cause.as_db_error().is_some() && !progress.is_cancelled() => {
            session.execute_all(&[Sql::text("ROLLBACK")]).await?;
            Ok(None)
        }
        Err(cause) => {
            progress.check()?;
            Err(Error::from(cause))
        }
    }
}

/// Runs a statement, and cancels it on the server when the user interrupts.
async fn execute(session: &Session, sql: &Sql, progress: &Progress) -> std::result::Result<(), tokio_postgres::Error> {
    let running = session.client.batch_execute(sql.as_str());
    tokio::pin!(running);
    loop {
        tokio::select! {
            done = &mut running => return done,
            () = tokio::time::sleep(PATIENCE) => {
                if progress.is_cancelled() {
                    // A request that fails is made again after the next pause.
                    let _ = session.cancel().await;
                }
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
