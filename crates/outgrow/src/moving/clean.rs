//! Unfinished moves: what stands of them, and how to take them away.

use outgrow_planner::ident::{Ident, QualifiedName};

use super::{pre_data, resume};
use crate::Result;
use crate::ledger::{Ledger, Standing};
use crate::progress::Progress;
use crate::target::Target;

/// What was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The move that it belonged to.
    pub standing: Standing,
    /// The tables, which held only what the move had loaded.
    pub tables: Vec<QualifiedName>,
}

/// The unfinished moves of a database, by schema; with `schema`, only the one into it.
///
/// # Errors
/// The server cannot be reached or asked.
pub async fn standing(target: &Target, schema: Option<&Ident>) -> Result<Vec<Standing>> {
    let session = target.connect().await?;
    let mut all = Ledger::all(&session.client).await?;
    all.retain(|standing| schema.is_none_or(|schema| standing.ledger.schema() == schema));
    Ok(all)
}

/// Takes an unfinished move into `schema` away: its tables, their functions, their values in
/// quarantine and its ledger. Tables of finished moves, and of others, are not touched: of a move that
/// was stopped after its last step only the ledger goes.
///
/// `allow` is asked before tables are dropped, when no other move into the schema can begin any more; an error
/// of its leaves all as it was.
///
/// # Errors
/// The move is under way, `allow` refuses, or the server does; what is left then is still known to the ledger.
pub async fn clean(
    target: &Target,
    schema: &Ident,
    progress: &Progress,
    allow: impl FnOnce(&Standing) -> Result<()>,
) -> Result<Option<Cleaned>> {
    let session = target.connect().await?;
    resume::lock(&session, schema, progress).await?;
    let Some(standing) = Ledger::find(&session.client, schema).await? else { return Ok(None) };
    if standing.finished {
        standing.ledger.forget(&session, standing.record.made.outgrow).await?;
        return Ok(Some(Cleaned { standing, tables: Vec::new() }));
    }
    allow(&standing)?;
    let tables = standing.record.made.tables.clone();
    pre_data::take_away(&session, &standing.ledger, &standing.record.made).await?;
    Ok(Some(Cleaned { standing, tables }))
}
