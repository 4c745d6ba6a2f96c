//! Post-data: keys, indexes, constraints, identity values, views, triggers, statistics.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use outgrow_planner::ddl::{Section, Stage, Statement, statements};
use outgrow_planner::plan::Plan;
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;

use super::agenda::{Agenda, Item, Task, checks, stages};
use super::statement::{add, check};
use super::{Refused, Weakened};
use crate::copy::Arrival;
use crate::ledger::{Addition, Ledger};
use crate::progress::{Event, Phase, Progress};
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// How often the wish to stop is looked at while a session waits for something to do.
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

/// Where the statements of a plan run, and how many at once.
pub(super) struct Place<'a> {
    pub(super) target: &'a Target,
    /// The session that is there already; the copy may have lent it to a stream.
    pub(super) first: &'a Session,
    pub(super) plan: &'a Plan,
    pub(super) ledger: &'a Ledger,
    pub(super) jobs: usize,
    pub(super) progress: &'a Progress,
}

/// What all sessions share.
pub(super) struct Work<'a> {
    pub(super) place: &'a Place<'a>,
    agenda: Mutex<Agenda>,
    outcomes: Mutex<BTreeMap<usize, Addition>>,
    failure: Mutex<Option<Error>>,
    /// Told when a statement may have become free to begin.
    change: Notify,
    /// Whether the phase of the rows still lasts, which then is the one that people see.
    rows_arrive: AtomicBool,
}

/// Runs every statement by itself: one that PostgreSQL refuses takes only its own object with it, and
/// a constraint that rows break is made NOT VALID. Foreign keys are made so first, which takes no time,
/// and then checked side by side. Each commits with its note in the ledger; those
/// that the ledger knows are not run again.
///
/// Begins while rows arrive: with the keys and indexes of tables that are complete, by sessions that
/// the copy has no part for.
///
/// # Errors
/// The connection is lost, the server stops or has no room, the user interrupted, or the copy stopped.
pub(super) async fn run(
    place: &Place<'_>,
    known: BTreeMap<usize, Addition>,
    arrivals: UnboundedReceiver<Arrival>,
) -> Result<Shortfall> {
    let all = statements(place.plan, Section::PostData);
    let mut stages = stages(all.clone(), |position| known.contains_key(&position));
    let bytes: u64 = place.plan.tables.iter().map(|table| table.bytes).sum();
    let jobs = if bytes < ONE_SESSION && all.len() < MANY { 1 } else { place.jobs };
    let work = Work {
        place,
        agenda: Mutex::new(stages.remove(&Stage::Keys).unwrap_or_default().before_rows()),
        outcomes: Mutex::new(known),
        failure: Mutex::default(),
        change: Notify::new(),
        rows_arrive: AtomicBool::new(true),
    };
    let mut others = keys(&work, jobs, arrivals, all.len()).await?;
    // A resumed move may have no foreign key to add and still some to check.
    stages.entry(Stage::ForeignKeys).or_default();
    for (stage, agenda) in stages {
        let jobs = if stage == Stage::Programs { 1 } else { jobs };
        work.run_stage(agenda, jobs, &mut others).await?;
        if stage == Stage::ForeignKeys {
            let unchecked = checks(&all, |position| work.is_unchecked(position));
            work.run_stage(unchecked, jobs, &mut others).await?;
        }
    }
    place.progress.send(Event::PhaseFinished { phase: Phase::PostData });
    Ok(shortfall(all, work.outcomes.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

/// A session, lent or owned.
enum Seat<'a> {
    First(&'a Session),
    Other(Session),
}

impl Deref for Seat<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        match self {
            Seat::First(session) => session,
            Seat::Other(session) => session,
        }
    }
}

/// The first stage, with sessions that come one by one; returns those that are ours.
async fn keys(
    work: &Work<'_>,
    jobs: usize,
    mut arrivals: UnboundedReceiver<Arrival>,
    total: usize,
) -> Result<Vec<Session>> {
    let (mut at_work, mut resting) = (FuturesUnordered::new(), Vec::new());
    let mut rows_arrive = true;
    loop {
        tokio::select! {
            arrival = arrivals.recv(), if rows_arrive => match arrival {
                Some(Arrival::Table(position)) => work.arrived(position),
                Some(Arrival::Idle(session)) => {
                    let seat = session.map_or(Seat::First(work.place.first), Seat::Other);
                    if at_work.len() + resting.len() < jobs {
                        at_work.push(take_seat(work, Some(seat)));
                    }
                }
                Some(Arrival::Stopped) => work.fail(Error::new(ErrorKind::Interrupted, "interrupted")),
                None => {
                    rows_arrive = false;
                    work.all_arrived(total);
                    let wanted = if work.has_failed() { 0 } else { jobs.min(lock(&work.agenda).len()) };
                    at_work.extend((at_work.len() + resting.len()..wanted).map(|_| take_seat(work, None)));
                }
            },
            Some(seat) = at_work.next() => resting.push(seat),
            else => break,
        }
        if at_work.is_empty() {
            work.check()?;
        }
    }
    let ours = |seat| match seat {
        Some(Seat::Other(session)) => Some(session),
        Some(Seat::First(_)) | None => None,
    };
    Ok(resting.into_iter().filter_map(ours).collect())
}

/// Works with a session until nothing is left to begin; with one of its own where there is none.
async fn take_seat<'a>(work: &Work<'_>, seat: Option<Seat<'a>>) -> Option<Seat<'a>> {
    let prepared = match seat {
        Some(seat) => prepare(&seat).await.map(|()| seat),
        None => work.connect().await.map(Seat::Other),
    };
    match prepared {
        Ok(seat) => {
            run_one(work, &seat).await;
            Some(seat)
        }
        Err(error) => {
            work.fail(error);
            None
        }
    }
}

impl Work<'_> {
    /// Runs the statements of a stage with so many sessions at most, of which more are made if needed.
    async fn run_stage(&self, agenda: Agenda, jobs: usize, others: &mut Vec<Session>) -> Result<()> {
        let jobs = jobs.clamp(1, agenda.len().max(1));
        *lock(&self.agenda) = agenda;
        while others.len() + 1 < jobs {
            others.push(self.connect().await?);
        }
        let sessions = std::iter::once(self.place.first).chain(others.iter()).take(jobs);
        futures_util::future::join_all(sessions.map(|session| run_one(self, session))).await;
        self.check()
    }

    fn is_unchecked(&self, position: usize) -> bool {
        lock(&self.outcomes).get(&position) == Some(&Addition::Unchecked)
    }

    async fn connect(&self) -> Result<Session> {
        let session = self.place.target.connect().await?;
        prepare(&session).await?;
        Ok(session)
    }

    fn arrived(&self, position: usize) {
        lock(&self.agenda).arrived(&self.place.plan.tables[position].target.name);
        self.change.notify_waiters();
    }

    /// Ends the phase of the rows and begins that of post-data, of which something may be done already.
    fn all_arrived(&self, total: usize) {
        lock(&self.agenda).all_arrived();
        self.rows_arrive.store(false, Ordering::Relaxed);
        self.change.notify_waiters();
        if !self.has_failed() {
            let is_done = |addition: &&Addition| **addition != Addition::Unchecked;
            let (phase, done) = (Phase::PostData, lock(&self.outcomes).values().filter(is_done).count() as u64);
            self.place.progress.send(Event::PhaseStarted { phase, total: Some(total as u64) });
            self.place.progress.send(Event::Advanced { phase, by: done });
        }
    }

    fn tell(&self, event: Event) {
        if !self.rows_arrive.load(Ordering::Relaxed) {
            self.place.progress.send(event);
        }
    }

    /// The first failure is the cause of the others.
    fn fail(&self, error: Error) {
        lock(&self.failure).get_or_insert(error);
        self.change.notify_waiters();
    }

    fn has_failed(&self) -> bool {
        lock(&self.failure).is_some()
    }

    /// Whether what runs on the server should be given up.
    pub(super) fn should_stop(&self) -> bool {
        self.place.progress.is_cancelled() || self.has_failed()
    }

    fn check(&self) -> Result<()> {
        lock(&self.failure).take().map_or(Ok(()), Err)
    }
}

fn shortfall(all: Vec<Statement>, outcomes: BTreeMap<usize, Addition>) -> Shortfall {
    let mut shortfall = Shortfall::default();
    for (position, statement) in all.into_iter().enumerate() {
        match outcomes.get(&position) {
            None | Some(Addition::Done | Addition::Unchecked) => {}
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
        work.fail(error);
    }
}

async fn run_all(work: &Work<'_>, session: &Session) -> Result<()> {
    loop {
        work.place.progress.check()?;
        if work.has_failed() {
            return Ok(());
        }
        // A change after this line is not missed, whatever is looked at in between.
        let change = work.change.notified();
        let (next, left) = {
            let mut agenda = lock(&work.agenda);
            (agenda.take(), agenda.len())
        };
        match next {
            Some(item) => one(work, session, item).await?,
            None if left == 0 => return Ok(()),
            None => {
                // Without a change, only the wish to stop is looked at again.
                let _ = tokio::time::timeout(PATIENCE, change).await;
            }
        }
    }
}

async fn one(work: &Work<'_>, session: &Session, item: Item) -> Result<()> {
    let statement = &item.statement;
    work.tell(Event::Working { phase: Phase::PostData, on: statement.what.clone() });
    let addition = match item.task {
        Task::Add => add(work, session, &item).await,
        Task::Check => check(work, session, &item).await,
    };
    let addition = addition.map_err(|error| error.within(format!("{} cannot be added", statement.what)))?;
    let by = u64::from(addition != Addition::Unchecked);
    lock(&work.outcomes).insert(item.position, addition);
    lock(&work.agenda).finish(&statement.tables);
    work.change.notify_waiters();
    work.tell(Event::Advanced { phase: Phase::PostData, by });
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is inside is whole after every operation, so a panic elsewhere does not spoil it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
