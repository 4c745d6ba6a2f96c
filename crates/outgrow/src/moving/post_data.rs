//! Post-data: keys, indexes, constraints, identity values, views, triggers, statistics.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use outgrow_planner::ddl::{Section, Stage, Statement, statements};
use outgrow_planner::plan::Plan;
use outgrow_planner::sql::Sql;
use tokio::sync::Notify;
use tokio_postgres::error::SqlState;

use super::agenda::{Agenda, Item, stages};
use super::stop::is_of_the_server;
use super::{Refused, Weakened};
use crate::ledger::{Addition, Ledger};
use crate::progress::{Event, Phase, Progress};
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// How often the wish to stop is looked at while a statement runs.
const PATIENCE: Duration = Duration::from_millis(100);
/// Below this many bytes of values, more than one session costs more than it gains.
const ONE_SESSION: u64 = 8 * 1024 * 1024;

/// So many statements gain from several sessions whatever they do.
const MANY: usize = 500;

/// What post-data could not make as planned.
#[derive(Debug, Default)]
pub(super) struct Shortfall {
    /// Objects that are not there.
    pub(super) refused: Vec<Refused>,
    /// Constraints that bind new rows only, because rows break them.
    pub(super) weakened: Vec<Weakened>,
}

/// What all sessions share.
struct Work<'a> {
    ledger: &'a Ledger,
    progress: &'a Progress,
    agenda: Mutex<Agenda>,
    /// Tells sessions that wait for tables that some are free, or that one of them has failed.
    freed: Notify,
    outcomes: Mutex<BTreeMap<usize, Addition>>,
    failure: Mutex<Option<Error>>,
}

/// Runs every statement by itself: one that PostgreSQL refuses takes only its own object with it, and
/// a constraint that rows break is made NOT VALID. Each commits with its note in the ledger; those
/// that the ledger knows are not run again.
///
/// # Errors
/// The connection is lost, the server stops or has no room, or the user interrupted.
pub(super) async fn run(
    (target, first): (&Target, &Session),
    plan: &Plan,
    ledger: &Ledger,
    known: BTreeMap<usize, Addition>,
    jobs: usize,
    progress: &Progress,
) -> Result<Shortfall> {
    let all = statements(plan, Section::PostData);
    progress.send(Event::PhaseStarted { phase: Phase::PostData, total: Some(all.len() as u64) });
    progress.send(Event::Advanced { phase: Phase::PostData, by: known.len() as u64 });
    let bytes: u64 = plan.tables.iter().map(|table| table.bytes).sum();
    let jobs = if bytes < ONE_SESSION && all.len() < MANY { 1 } else { jobs };
    let mut outcomes = known;
    prepare(first).await?;
    let mut others: Vec<Session> = Vec::new();
    for (stage, agenda) in stages(all.clone(), |position| outcomes.contains_key(&position)) {
        let jobs = if stage == Stage::Programs { 1 } else { jobs.clamp(1, agenda.len().max(1)) };
        let (agenda, failure) = (Mutex::new(agenda), Mutex::default());
        while others.len() + 1 < jobs {
            let session = target.connect().await?;
            prepare(&session).await?;
            others.push(session);
        }
        let (freed, outcomes_now) = (Notify::new(), Mutex::new(outcomes));
        let work = Work { ledger, progress, agenda, freed, outcomes: outcomes_now, failure };
        let sessions = std::iter::once(first).chain(&others).take(jobs);
        futures_util::future::join_all(sessions.map(|session| run_one(&work, session))).await;
        if let Some(error) = work.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        outcomes = work.outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
    progress.send(Event::PhaseFinished { phase: Phase::PostData });
    Ok(shortfall(all, outcomes))
}

fn shortfall(all: Vec<Statement>, outcomes: BTreeMap<usize, Addition>) -> Shortfall {
    let mut shortfall = Shortfall::default();
    for (position, statement) in all.into_iter().enumerate() {
        match outcomes.get(&position) {
            None | Some(Addition::Done) => {}
            Some(Addition::Refused(message)) => {
                let Statement { what, sql, makes, .. } = statement;
                shortfall.refused.push(Refused { what, sql: sql.to_string(), message: message.clone(), makes });
            }
            Some(Addition::Weakened(message)) => shortfall.weakened.extend(statement.not_valid.map(|weaker| {
                Weakened { table: weaker.table, constraint: weaker.constraint, message: message.clone() }
            })),
        }
    }
    shortfall
}

async fn prepare(session: &Session) -> Result<()> {
    session.prepare_for_indexes().await?;
    session.commit_in_background().await
}

/// One session, until nothing is left or one has failed.
async fn run_one(work: &Work<'_>, session: &Session) {
    if let Err(error) = run_all(work, session).await {
        // The first failure is the cause of the others.
        lock(&work.failure).get_or_insert(error);
        work.freed.notify_waiters();
    }
}

async fn run_all(work: &Work<'_>, session: &Session) -> Result<()> {
    loop {
        work.progress.check()?;
        if lock(&work.failure).is_some() {
            return Ok(());
        }
        // What is freed from here on wakes this session, although it does not wait yet.
        let freed = work.freed.notified();
        let (next, left) = {
            let mut agenda = lock(&work.agenda);
            (agenda.take(), agenda.len())
        };
        match next {
            Some(item) => one(work, session, item).await?,
            None if left == 0 => return Ok(()),
            None => freed.await,
        }
    }
}

async fn one(work: &Work<'_>, session: &Session, item: Item) -> Result<()> {
    let Item { position, statement } = item;
    work.progress.send(Event::Working { phase: Phase::PostData, on: statement.what.clone() });
    let addition = add(work, session, position, &statement).await;
    let addition = addition.map_err(|error| error.within(format!("{} cannot be added", statement.what)))?;
    lock(&work.outcomes).insert(position, addition);
    lock(&work.agenda).finish(&statement.tables);
    work.freed.notify_waiters();
    work.progress.send(Event::Advanced { phase: Phase::PostData, by: 1 });
    Ok(())
}

async fn add(work: &Work<'_>, session: &Session, position: usize, statement: &Statement) -> Result<Addition> {
    let Err(refusal) = commit(work, session, position, Some(&statement.sql), Addition::Done).await? else {
        return Ok(Addition::Done);
    };
    let broken = [SqlState::CHECK_VIOLATION.code(), SqlState::FOREIGN_KEY_VIOLATION.code()];
    if let Some(weaker) = statement.not_valid.as_ref().filter(|_| broken.contains(&refusal.sqlstate.as_str())) {
        let weakened = Addition::Weakened(refusal.message.clone());
        if commit(work, session, position, Some(&weaker.sql), weakened.clone()).await?.is_ok() {
            return Ok(weakened);
        }
    }
    let refused = Addition::Refused(refusal.message);
    match commit(work, session, position, None, refused.clone()).await? {
        Ok(()) => Ok(refused),
        Err(refusal) => Err(Error::new(ErrorKind::Target, refusal.message).sqlstate(refusal.sqlstate)),
    }
}

/// What PostgreSQL has against a statement.
struct Refusal {
    sqlstate: String,
    message: String,
}

/// Runs a statement and its note in one transaction; the inner error is PostgreSQL's refusal.
async fn commit(
    work: &Work<'_>,
    session: &Session,
    position: usize,
    statement: Option<&Sql>,
    addition: Addition,
) -> Result<std::result::Result<(), Refusal>> {
    let mut sql = Sql::text("BEGIN; ");
    if let Some(statement) = statement {
        sql.push_sql(statement).push("; ");
    }
    sql.push_sql(&work.ledger.added(position, &addition)).push("; COMMIT");
    let Err(cause) = execute(session, sql.as_str(), work.progress).await else { return Ok(Ok(())) };
    let Some(refusal) = refusal(&cause) else { return Err(session.error(cause)) };
    session.execute_all(&[Sql::text("ROLLBACK")]).await?;
    Ok(Err(refusal))
}

/// Runs a statement, and cancels it on the server when the user interrupts: an index can take hours.
async fn execute(session: &Session, sql: &str, progress: &Progress) -> std::result::Result<(), tokio_postgres::Error> {
    let running = session.client.batch_execute(sql);
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

/// What the server said; `None` where it was the connection that failed, or the server that stopped,
/// cancelled the statement, or had no room for it.
fn refusal(error: &tokio_postgres::Error) -> Option<Refusal> {
    let refusal = error.as_db_error()?;
    let sqlstate = refusal.code().code();
    if is_of_the_server(sqlstate) {
        return None;
    }
    let detail = refusal.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let message = format!("{}{detail} [{sqlstate}]", refusal.message());
    Some(Refusal { sqlstate: sqlstate.to_owned(), message })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is inside is whole after every operation, so a panic elsewhere does not spoil it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
