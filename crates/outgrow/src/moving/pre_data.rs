//! Pre-data: the schema, support functions and tables, in one transaction where the server has room.

use outgrow_planner::ddl::{self, Statement};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::Plan;
use outgrow_planner::sql::Sql;

use tokio_postgres::error::SqlState;

use super::footing::{Existence, Footing};
use super::portions::{self, Portion, Step};
use super::refuge::{self, Before};
use super::{Replace, occupied, untouched, wanted};
use crate::progress::{Event, Phase, Progress};
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// What pre-data made, so that it can be undone.
#[derive(Clone, Debug)]
pub(super) struct Made {
    schema: Option<Ident>,
    tables: Vec<QualifiedName>,
    functions: Vec<QualifiedName>,
    /// Whether schema `outgrow_sqlite` was there.
    support: Existence,
    /// Where the tables stand.
    place: Ident,
    before: Before,
}

/// How many tables are dropped at once: each takes several locks, of which a server has a few thousand.
const DROPPED_AT_ONCE: usize = 100;

/// How long the making of tables waits for whoever holds them.
const PATIENCE: &str = "SET LOCAL lock_timeout = '30s'";

/// Creates schema, functions and tables, or nothing at all.
pub(super) async fn run(
    session: &Session,
    target: &Target,
    plan: &Plan,
    footing: &Footing,
    replace: Replace,
    progress: &Progress,
) -> Result<Made> {
    let prepared = prepare(session, plan, footing, replace).await;
    let (portions, whole) = prepared.map_err(|error| untouched(error, progress))?;
    let total = portions.iter().map(|portion| portion.steps.len() as u64).sum();
    progress.send(Event::PhaseStarted { phase: Phase::PreData, total: Some(total) });
    execute_all(session, target, portions, &whole, progress).await?;
    progress.send(Event::PhaseFinished { phase: Phase::PreData });
    Ok(whole)
}

/// What is to be done, and what it will have made.
async fn prepare(session: &Session, plan: &Plan, footing: &Footing, replace: Replace) -> Result<(Vec<Portion>, Made)> {
    let found = occupied::find(&session.client, plan).await?;
    if !found.is_empty() && replace == Replace::Refuse {
        return Err(occupied::refuse(&found));
    }
    let before = refuge::before(session, plan).await?;
    let mut first: Vec<Step> = occupied::drops(&found).into_iter().map(|sql| (shortened(sql.as_str()), sql)).collect();
    first.extend(before.forget(plan).into_iter().map(|sql| ("to forget what was in quarantine".to_owned(), sql)));
    first.extend(schemas(plan, footing).map(|sql| (sql.to_string(), sql)));
    first.extend(ddl::functions(plan).into_iter().map(step));
    let names = plan.tables.iter().map(|table| table.target.name.clone());
    let tables = ddl::create_tables(plan).into_iter().map(step).zip(names).collect();
    Ok((portions::cut(first, tables, portions::room(session).await?), made(plan, footing, before)))
}

fn step(statement: Statement) -> Step {
    (statement.what, statement.sql)
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
async fn execute_all(
    session: &Session,
    target: &Target,
    portions: Vec<Portion>,
    whole: &Made,
    progress: &Progress,
) -> Result<()> {
    // The functions of triggers come with the triggers, and those are made later.
    let mut made = Made { tables: Vec::new(), functions: Vec::new(), ..whole.clone() };
    for (position, portion) in portions.into_iter().enumerate() {
        if let Err(error) = execute(session, &portion.steps, progress).await {
            return Err(match position {
                0 => untouched(error, progress),
                _ => undo(session, target, &made, wanted(error, progress)).await,
            });
        }
        made.tables.extend(portion.tables);
    }
    Ok(())
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
    begin(session, "BEGIN").await?;
    begin(session, PATIENCE).await?;
    for (what, sql) in all {
        let done = match progress.check() {
            Ok(()) => session.client.batch_execute(sql.as_str()).await.map_err(|error| refused(what, error)),
            Err(interrupted) => Err(interrupted),
        };
        if let Err(error) = done {
            begin(session, "ROLLBACK").await?;
            return Err(error);
        }
        progress.send(Event::Advanced { phase: Phase::PreData, by: 1 });
    }
    begin(session, "COMMIT").await
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

fn made(plan: &Plan, footing: &Footing, before: Before) -> Made {
    Made {
        schema: (footing.exists == Existence::Missing).then(|| footing.schema.clone()),
        tables: plan.tables.iter().map(|table| table.target.name.clone()).collect(),
        functions: plan.triggers.iter().map(|trigger| trigger.function.name.clone()).collect(),
        support: footing.support,
        place: plan.schema.clone(),
        before,
    }
}

/// Takes away what this move made, after it failed; the failure says how that went.
///
/// The session of pre-data is still open where no other may be had; it is lost where the server was.
pub(super) async fn undo(session: &Session, target: &Target, made: &Made, failure: Error) -> Error {
    let undone = match take_away(session, made).await {
        Ok(()) => Ok(()),
        Err(_) => match target.connect().await {
            Ok(session) => take_away(&session, made).await,
            Err(error) => Err(error),
        },
    };
    match undone {
        Ok(()) => failure.hint_if_none("The target is as it was before the move."),
        Err(error) => {
            let tables: Vec<String> = made.tables.iter().map(ToString::to_string).collect();
            Error::new(failure.kind(), failure.to_string())
                .hint(format!("Drop these by hand, they are incomplete: {}", tables.join(", ")))
                .because(error)
        }
    }
}

async fn take_away(session: &Session, made: &Made) -> Result<()> {
    made.before.restore(session, &made.place, &made.tables).await?;
    for sql in removals(made) {
        session.client.batch_execute(sql.as_str()).await.map_err(Error::from)?;
    }
    Ok(())
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
    if let Some(schema) = &made.schema {
        let mut sql = Sql::text("DROP SCHEMA IF EXISTS ");
        sql.push_ident(schema);
        all.push(sql);
    }
    if made.support == Existence::Missing {
        all.push(Sql::text("DROP SCHEMA IF EXISTS outgrow_sqlite CASCADE"));
    }
    all
}
