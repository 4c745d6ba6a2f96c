//! What a move replaces, kept aside until its own tables are there.
//!
//! Where one transaction makes all tables, it drops what they replace as well. Where it takes several, the
//! old objects wait in a schema of their own meanwhile, which the ledger knows, so that they can be brought
//! back, also by another process.

use outgrow_planner::ident::Ident;
use outgrow_planner::sql::Sql;

use super::occupied::{self, Occupied};
use super::pre_data::{self, End};
use crate::ledger::{Ledger, Made};
use crate::progress::Progress;
use crate::target::Session;
use crate::{Error, ErrorKind, Result, quarantine};

/// Finds a schema for what the move replaces, and makes sure that it can be dropped in the end.
///
/// # Errors
/// The role may make no schema, or something else needs what would be dropped. Nothing is touched then.
pub(super) async fn choose(session: &Session, found: &[Occupied]) -> Result<Ident> {
    let sql = "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')";
    let may: bool = session.client.query_one(sql, &[]).await.map_err(|cause| session.error(cause))?.get(0);
    if !may {
        return Err(nowhere());
    }
    let drops = occupied::drops(found).into_iter().map(pre_data::told).collect::<Vec<_>>();
    pre_data::transaction(session, &drops, &Progress::silent(), End::Undone).await?;
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random)
        .map_err(|cause| Error::new(ErrorKind::Internal, "the system gives no random bytes").because(cause))?;
    let name = format!("outgrow_replaced_{:016x}", u64::from_be_bytes(random));
    Ok(Ident::new(name).expect("a name of ours is short and without U+0000"))
}

fn nowhere() -> Error {
    Error::new(
        ErrorKind::Blocked,
        "the tables are made in several transactions, and the target's role may make no schema where those that they \
         replace could wait",
    )
    .hint(
        "Nothing was changed in the target. Grant the role CREATE on the database, raise max_locks_per_transaction, or \
         drop the old tables yourself.",
    )
}

/// The statements that put what the move replaces aside.
pub(super) fn put(aside: &Ident, found: &[Occupied]) -> Vec<Sql> {
    let mut create = Sql::text("CREATE SCHEMA ");
    create.push_ident(aside);
    std::iter::once(create).chain(found.iter().filter_map(|object| object.move_to(aside))).collect()
}

/// Drops what was put aside, and what was in quarantine of it, once all tables are made.
///
/// # Errors
/// PostgreSQL refuses; everything is aside still.
pub(super) async fn let_go(session: &Session, ledger: &Ledger, made: &Made) -> Result<Made> {
    let Some(aside) = &made.aside else { return Ok(made.clone()) };
    let mut all = occupied::drops(&occupied::all(&session.client, aside).await?);
    all.push(drop_schema(aside));
    for place in quarantine::locate(&session.client, ledger.schema()).await.map_err(|cause| session.error(cause))? {
        if quarantine::knows(session, &place, &made.tables).await? {
            all.push(quarantine::forget(&place, &made.tables));
        }
    }
    let made = Made { aside: None, ..made.clone() };
    all.push(ledger.remember(&made));
    let all: Vec<_> = all.into_iter().map(pre_data::told).collect();
    pre_data::transaction(session, &all, &Progress::silent(), End::Kept).await?;
    Ok(made)
}

/// Brings back what was put aside, into `schema`, where the tables of the move are gone.
///
/// # Errors
/// The server fails; everything is aside still.
pub(super) async fn bring_back(session: &Session, schema: &Ident, made: &Made) -> Result<()> {
    let Some(aside) = &made.aside else { return Ok(()) };
    let old = occupied::all(&session.client, aside).await?;
    let mut all = vec![Sql::text("BEGIN")];
    all.extend(old.iter().filter_map(|object| object.move_to(schema)));
    all.extend([drop_schema(aside), Sql::text("COMMIT")]);
    session.execute_all(&all).await
}

fn drop_schema(schema: &Ident) -> Sql {
    let mut sql = Sql::text("DROP SCHEMA IF EXISTS ");
    sql.push_ident(schema);
    sql
}
