//! One statement of post-data, with its note in the ledger.

use std::time::Duration;

use outgrow_planner::ddl::Stage;
use outgrow_planner::sql::Sql;
use tokio_postgres::error::SqlState;

use super::agenda::Item;
use super::post_data::Work;
use super::stop::is_of_the_server;
use crate::ledger::Addition;
use crate::target::Session;
use crate::{Error, ErrorKind, Result};

/// How often the wish to stop is looked at while a statement runs.
const PATIENCE: Duration = Duration::from_millis(100);

/// Makes what a statement makes; notes what became of it. A foreign key binds new rows only, and is
/// still to be checked; a CHECK that rows break binds new rows only.
///
/// # Errors
/// Not what PostgreSQL has against the statement, which is an [`Addition`], but everything else.
pub(super) async fn add(work: &Work<'_>, session: &Session, item: &Item) -> Result<Addition> {
    let Item { position, statement, .. } = item;
    let (sql, addition) = match (statement.stage, &statement.not_valid) {
        (Stage::ForeignKeys, Some(weaker)) => (&weaker.sql, Addition::Unchecked),
        (Stage::ForeignKeys, None) | (Stage::Keys | Stage::Programs | Stage::Statistics, _) => {
            (&statement.sql, Addition::Done)
        }
    };
    let Err(refusal) = commit(work, session, *position, Some(sql), &addition).await? else { return Ok(addition) };
    if let Some(weaker) = statement.not_valid.as_ref().filter(|_| refusal.is_of_rows()) {
        let weakened = Addition::Weakened(refusal.message.clone());
        if commit(work, session, *position, Some(&weaker.sql), &weakened).await?.is_ok() {
            return Ok(weakened);
        }
    }
    noted(work, session, *position, Addition::Refused(refusal.message)).await
}

/// Checks the rows that are there against a constraint that binds new rows; notes what came of it.
///
/// # Errors
/// As [`add`].
pub(super) async fn check(work: &Work<'_>, session: &Session, item: &Item) -> Result<Addition> {
    let sql = item.statement.not_valid.as_ref().map(|weaker| &weaker.validate);
    match commit(work, session, item.position, sql, &Addition::Done).await? {
        Ok(()) => Ok(Addition::Done),
        Err(refusal) => noted(work, session, item.position, Addition::Weakened(refusal.message)).await,
    }
}

/// Notes what became of a statement that changed nothing.
async fn noted(work: &Work<'_>, session: &Session, position: usize, addition: Addition) -> Result<Addition> {
    match commit(work, session, position, None, &addition).await? {
        Ok(()) => Ok(addition),
        Err(refusal) => Err(Error::new(ErrorKind::Target, refusal.message).sqlstate(refusal.sqlstate)),
    }
}

/// What PostgreSQL has against a statement.
struct Refusal {
    sqlstate: String,
    message: String,
}

impl Refusal {
    /// Whether it is rows that break a constraint.
    fn is_of_rows(&self) -> bool {
        [SqlState::CHECK_VIOLATION.code(), SqlState::FOREIGN_KEY_VIOLATION.code()].contains(&self.sqlstate.as_str())
    }
}

/// Runs a statement and its note in one transaction; the inner error is PostgreSQL's refusal.
async fn commit(
    work: &Work<'_>,
    session: &Session,
    position: usize,
    statement: Option<&Sql>,
    addition: &Addition,
) -> Result<std::result::Result<(), Refusal>> {
    let mut sql = Sql::text("BEGIN; ");
    if let Some(statement) = statement {
        sql.push_sql(statement).push("; ");
    }
    sql.push_sql(&work.place.ledger.added(position, addition)).push("; COMMIT");
    let Err(cause) = execute(work, session, sql.as_str()).await else { return Ok(Ok(())) };
    let Some(refusal) = refusal(&cause) else { return Err(session.error(cause)) };
    session.execute_all(&[Sql::text("ROLLBACK")]).await?;
    Ok(Err(refusal))
}

/// Runs a statement, and cancels it on the server when the user interrupts or something has failed: an
/// index can take hours.
async fn execute(work: &Work<'_>, session: &Session, sql: &str) -> std::result::Result<(), tokio_postgres::Error> {
    let running = session.client.batch_execute(sql);
    tokio::pin!(running);
    loop {
        tokio::select! {
            done = &mut running => return done,
            () = tokio::time::sleep(PATIENCE) => {
                if work.should_stop() {
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
