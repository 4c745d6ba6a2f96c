//! Post-data: keys, indexes, constraints, identity values, views, triggers, statistics.

use std::time::Duration;

use outgrow_planner::ddl::{Section, Statement, statements};
use outgrow_planner::plan::Plan;

use tokio_postgres::error::SqlState;

use super::{Refused, Weakened};
use crate::progress::{Event, Phase, Progress};
use crate::target::{Session, Target};
use crate::{Error, Result};

/// How often the wish to stop is looked at while a statement runs.
const PATIENCE: Duration = Duration::from_millis(100);

/// What post-data could not make as planned.
#[derive(Default)]
pub(super) struct Shortfall {
    /// Objects that are not there.
    pub(super) refused: Vec<Refused>,
    /// Constraints that bind new rows only, because rows break them.
    pub(super) weakened: Vec<Weakened>,
}

/// Runs every statement by itself: one that PostgreSQL refuses takes only its own object with it.
/// A constraint that rows break is made NOT VALID.
///
/// # Errors
/// The connection is lost, or the user interrupted.
pub(super) async fn run(target: &Target, plan: &Plan, progress: &Progress) -> Result<Shortfall> {
    let all = statements(plan, Section::PostData);
    let session = target.connect().await?;
    progress.send(Event::PhaseStarted { phase: Phase::PostData, total: Some(all.len() as u64) });
    let mut shortfall = Shortfall::default();
    for statement in all {
        progress.check()?;
        progress.send(Event::Working { phase: Phase::PostData, on: statement.what.clone() });
        if let Err(error) = execute(&session, statement.sql.as_str(), progress).await {
            let Some(message) = message(&error) else { return Err(Error::from(error)) };
            match weaken(&session, &statement, &error, &message).await? {
                Some(weakened) => shortfall.weakened.push(weakened),
                None => {
                    let (sql, makes) = (statement.sql.to_string(), statement.makes);
                    shortfall.refused.push(Refused { what: statement.what, sql, message, makes });
                }
            }
        }
        progress.send(Event::Advanced { phase: Phase::PostData, by: 1 });
    }
    progress.send(Event::PhaseFinished { phase: Phase::PostData });
    Ok(shortfall)
}

/// Makes a constraint that rows break NOT VALID; `None` where that is not what was wrong.
async fn weaken(
    session: &Session,
    statement: &Statement,
    error: &tokio_postgres::Error,
    message: &str,
) -> Result<Option<Weakened>> {
    let broken = [SqlState::CHECK_VIOLATION, SqlState::FOREIGN_KEY_VIOLATION];
    let Some(weaker) = statement.not_valid.as_ref().filter(|_| error.code().is_some_and(|code| broken.contains(code)))
    else {
        return Ok(None);
    };
    match session.client.batch_execute(weaker.sql.as_str()).await {
        Ok(()) => Ok(Some(Weakened {
            table: weaker.table.clone(),
            constraint: weaker.constraint.clone(),
            message: message.to_owned(),
        })),
        Err(error) if self::message(&error).is_some() => Ok(None),
        Err(error) => Err(Error::from(error)),
    }
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

/// What the server said; `None` where it was the connection that failed, or the
/// server that went away or cancelled the statement (SQLSTATE class 57).
fn message(error: &tokio_postgres::Error) -> Option<String> {
    let refusal = error.as_db_error()?;
    if refusal.code().code().starts_with("57") {
        return None;
    }
    let detail = refusal.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
    Some(format!("{}{detail} [{}]", refusal.message(), refusal.code().code()))
}
