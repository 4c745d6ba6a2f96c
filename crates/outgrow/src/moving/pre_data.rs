//! Pre-data: the schema, support functions and tables, in one transaction where the server has room.

use std::collections::BTreeSet;

use outgrow_planner::ddl::{self, Statement};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::Plan;
use outgrow_planner::sql::Sql;

use tokio_postgres::error::SqlState;

use super::footing::{Existence, Footing};
use super::pipeline;
use super::portions::{self, Portion, Step};
use super::refuge::{self, Before};
use super::{Replace, aside, occupied, untouched, wanted};
use crate::ledger::{Ledger, Made};
use crate::progress::{Event, Phase, Progress};
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// How many tables are dropped at once: each takes several locks, of which a server has a few thousand.
const DROPPED_AT_ONCE: usize = 100;

/// How long the making of tables waits for whoever holds them.
const PATIENCE: &str = "SET LOCAL lock_timeout = '30s'";

/// What the making of tables works with.
pub(super) struct Work<'a> {
    pub(super) session: &'a Session,
    pub(super) target: &'a Target,
    pub(super) ledger: &'a Ledger,
    pub(super) progress: &'a Progress,
}

/// Creates schema, functions, tables and the ledger, or nothing at all; says what it made, and how many
/// objects it dropped for that.
pub(super) async fn run(
    work: &Work<'_>,
    plan: &Plan,
    footing: &Footing,
    replace: Replace,
    note: impl FnOnce(&Made) -> Vec<Sql>,
) -> Result<(Made, usize)> {
    let progress = work.progress;
    let prepared = prepare(work.session, plan, footing, replace, note).await;
    let prepared = prepared.map_err(|error| untouched(error, progress))?;
    let total = prepared.portions.iter().map(|portion| portion.steps.len() as u64).sum();
    progress.send(Event::PhaseStarted { phase: Phase::PreData, total: Some(total) });
    let replaced = prepared.replaced;
    let made = execute_all(work, prepared).await?;
    progress.send(Event::PhaseFinished { phase: Phase::PreData });
    Ok((made, replaced))
}

/// What is to be done, and what it will have made.
struct Prepared {
    portions: Vec<Portion>,
    made: Made,
    /// How many objects it drops.
    replaced: usize,
}

async fn prepare(
    session: &Session,
    plan: &Plan,
    footing: &Footing,
    replace: Replace,
    note: impl FnOnce(&Made) -> Vec<Sql>,
) -> Result<Prepared> {
    let found = occupied::find(&session.client, plan).await?;
    if !found.is_empty() && replace == Replace::Refuse {
        return Err(occupied::refuse(&found));
    }
    let before = refuge::before(session, plan).await?;
    let mut portions = portions::cut(tables(plan).collect(), portions::room(session).await?);
    let aside = match !found.is_empty() && portions.len() > 1 {
        true => Some(aside::choose(session, &found).await?),
        false => None,
    };
    let (replaced, made) = (found.len(), made(plan, footing, &before, aside));
    let mut first: Vec<Step> = match &made.aside {
        Some(aside) => aside::put(aside, &found).into_iter().map(told).collect(),
        None => occupied::drops(&found).into_iter().map(told).collect(),
    };
    if made.aside.is_none() {
        first.extend(before.forget(plan).into_iter().map(|sql| ("to forget what was in quarantine".to_owned(), sql)));
    }
    first.extend(schemas(plan, footing).map(|sql| (sql.to_string(), sql)));
    first.extend(note(&made).into_iter().map(|sql| ("the ledger".to_owned(), sql)));
    first.extend(ddl::functions(plan).into_iter().map(step));
    portions::put_first(&mut portions, first, made.aside.as_ref());
    Ok(Prepared { portions, made, replaced })
}

/// A statement that speaks for itself.
pub(super) fn told(sql: Sql) -> Step {
    (shortened(sql.as_str()), sql)
}

fn step(statement: Statement) -> Step {
    (statement.what, statement.sql)
}

fn tables(plan: &Plan) -> impl Iterator<Item = (Step, QualifiedName)> + '_ {
    let names = plan.tables.iter().map(|table| table.target.name.clone());
    ddl::create_tables(plan).into_iter().map(step).zip(names)
}

/// Creates the tables that an earlier run, which was stopped between two transactions, has not made.
pub(super) async fn complete(session: &Session, plan: &Plan, progress: &Progress) -> Result<()> {
    let sql = "SELECT c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
               WHERE n.nspname = $1 AND c.relkind = 'r'";
    let rows = session.client.query(sql, &[&plan.schema.as_str()]).await.map_err(|cause| session.error(cause))?;
    let there: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
    let missing = tables(plan).filter(|(_, name)| !there.contains(name.name.as_str()));
    for portion in portions::cut(missing.collect(), portions::room(session).await?) {
        execute(session, &portion.steps, progress).await?;
    }
    Ok(())
}

/// The beginning of a statement: one that drops thousands of tables names them all.
fn shortened(sql: &str) -> String {
    const LONGEST: usize = 200;
    if sql.chars().count() <= LONGEST {
        return sql.to_owned();
    }
    sql.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Runs one transaction after the other; where one fails, those before it are undone.
async fn execute_all(work: &Work<'_>, prepared: Prepared) -> Result<Made> {
    let Prepared { portions, made, .. } = prepared;
    for (position, portion) in portions.into_iter().enumerate() {
        if let Err(error) = execute(work.session, &portion.steps, work.progress).await {
            return Err(match position {
                0 => untouched(error, work.progress),
                _ => undo(work.session, work.target, work.ledger, &made, wanted(error, work.progress)).await,
            });
        }
    }
    match aside::let_go(work.session, work.ledger, &made).await {
        Ok(made) => Ok(made),
        Err(error) => Err(undo(work.session, work.target, work.ledger, &made, wanted(error, work.progress)).await),
    }
}

fn schemas<'a>(plan: &'a Plan, footing: &'a Footing) -> impl Iterator<Item = Sql> + 'a {
    let own = (footing.exists == Existence::Missing).then(|| {
        let mut sql = Sql::text("CREATE SCHEMA ");
        sql.push_ident(&footing.schema);
        sql
    });
    let support = (!plan.functions.is_empty()).then(|| Sql::text("CREATE SCHEMA IF NOT EXISTS outgrow_sqlite"));
    own.into_iter().chain(support)
}

async fn execute(session: &Session, all: &[Step], progress: &Progress) -> Result<()> {
    transaction(session, all, progress, End::Kept).await
}

/// What becomes of a transaction whose statements have all run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is committed.
    Kept,
    /// It was a trial.
    Undone,
}

/// Runs statements in one transaction; where one is refused, nothing of them remains.
pub(super) async fn transaction(session: &Session, all: &[Step], progress: &Progress, end: End) -> Result<()> {
    begin(session, "BEGIN").await?;
    begin(session, PATIENCE).await?;
    if let Err(error) = pipeline::run(session, all, progress, refused).await {
        begin(session, "ROLLBACK").await?;
        return Err(error);
    }
    match end {
        End::Kept => begin(session, "COMMIT").await,
        End::Undone => begin(session, "ROLLBACK").await,
    }
}

async fn begin(session: &Session, sql: &str) -> Result<()> {
    session.client.batch_execute(sql).await.map_err(Error::from)
}

fn refused(what: &str, error: tokio_postgres::Error) -> Error {
    let hint = match error.code() == Some(&SqlState::OUT_OF_MEMORY) {
        true => "Nothing was changed in the target. Its server has too few locks: raise max_locks_per_transaction.",
        false => "Nothing was changed in the target.",
    };
    Error::new(ErrorKind::Target, format!("PostgreSQL refused {what}")).hint(hint).because(Error::from(error))
}

fn made(plan: &Plan, footing: &Footing, before: &Before, aside: Option<Ident>) -> Made {
    Made {
        schema: (footing.exists == Existence::Missing).then(|| footing.schema.clone()),
        tables: plan.tables.iter().map(|table| table.target.name.clone()).collect(),
        functions: plan.triggers.iter().map(|trigger| trigger.function.name.clone()).collect(),
        support: !plan.functions.is_empty() && footing.support == Existence::Missing,
        outgrow: !before.shared_schema,
        quarantines: before.quarantines.clone(),
        aside,
    }
}

/// Takes away what a move made, after it failed; the failure says how that went.
///
/// The session of pre-data is still open where no other may be had; it is lost where the server was.
pub(super) async fn undo(session: &Session, target: &Target, ledger: &Ledger, made: &Made, failure: Error) -> Error {
    let undone = match take_away(session, ledger, made).await {
        Ok(()) => Ok(()),
        Err(_) => match target.connect().await {
            Ok(session) => take_away(&session, ledger, made).await,
            Err(error) => Err(error),
        },
    };
    match undone {
        Ok(()) => failure.hint_if_none("The target is as it was before the move."),
        Err(error) => Error::new(failure.kind(), failure.to_string()).hint(remains(made)).because(error),
    }
}

fn remains(made: &Made) -> String {
    let old = match &made.aside {
        Some(aside) => format!(" What they replace waits in schema {aside} until then."),
        None => String::new(),
    };
    format!(
        "Its tables could not be taken away and are incomplete: run the same command again to go on, or outgrow clean to \
         take them away.{old}"
    )
}

/// Takes away what a move made; all of it is known to the ledger until the end.
pub(super) async fn take_away(session: &Session, ledger: &Ledger, made: &Made) -> Result<()> {
    session.execute_all(&[Sql::text("ROLLBACK")]).await?;
    session.execute_all(&removals(made)).await?;
    refuge::restore(session, ledger.schema(), made).await?;
    aside::bring_back(session, ledger.schema(), made).await?;
    ledger.forget(session, made.outgrow).await?;
    let schema = made.schema.iter().map(|schema| {
        let mut sql = Sql::text("DROP SCHEMA IF EXISTS ");
        sql.push_ident(schema);
        sql
    });
    session.execute_all(&schema.collect::<Vec<Sql>>()).await
}

fn removals(made: &Made) -> Vec<Sql> {
    let mut all = Vec::new();
    for tables in made.tables.chunks(DROPPED_AT_ONCE) {
        let mut sql = Sql::text("DROP TABLE IF EXISTS ");
        sql.push_list(tables, ", ", |sql, name| {
            sql.push_name(name);
        });
        // The views and triggers that stand on these tables are this move's own.
        sql.push(" CASCADE");
        all.push(sql);
    }
    for name in &made.functions {
        let mut sql = Sql::text("DROP FUNCTION IF EXISTS ");
        sql.push_name(name).push("()");
        all.push(sql);
    }
    if made.support {
        all.push(Sql::text("DROP SCHEMA IF EXISTS outgrow_sqlite CASCADE"));
    }
    all
}
