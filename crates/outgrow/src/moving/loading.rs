//! The rows, and behind them keys, indexes and the rest.

use std::sync::atomic::AtomicUsize;
use std::time::Instant;

use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::Plan;
use tokio::sync::mpsc::unbounded_channel;

use super::Clock;
use super::post_data::{self, Place, Shortfall};
use super::resume::{Begun, Start};
use crate::copy::{self, Arrivals, CopySummary, Copying};
use crate::progress::{Event, Phase, Progress};
use crate::target::Session;
use crate::{Error, ErrorKind, Result, quarantine};

/// A move whose tables are there.
pub(super) struct Loading<'a> {
    pub(super) start: Start<'a>,
    pub(super) begun: &'a Begun,
}

impl Loading<'_> {
    /// Copies all rows and runs post-data; counts the parts that are loaded, also where an error follows.
    ///
    /// # Errors
    /// Trouble with either side, or an interruption. Whatever runs on the server has ended then.
    pub(super) async fn run(&self, counted: &AtomicUsize, clock: &mut Clock) -> Result<(CopySummary, Shortfall)> {
        let Start { target, session: first, checked, options, progress, .. } = self.start;
        let (plan, ledger, jobs) = (&checked.plan, &self.begun.ledger, options.jobs);
        let began = Instant::now();
        let (arrivals, arriving) = unbounded_channel();
        let copying = async {
            let copied = self.copy(&arrivals, counted).await;
            // Closes the channel: all rows are there.
            drop(arrivals);
            (copied, began.elapsed())
        };
        let place = Place { target, first, plan, ledger, jobs, progress };
        let adding = post_data::run(&place, self.begun.additions.clone(), arriving);
        let ((copied, took), added) = tokio::join!(copying, adding);
        clock.phases.push((Phase::Copy, took));
        clock.phases.push((Phase::PostData, began.elapsed().saturating_sub(took)));
        let (mut copied, shortfall) = both(copied, added, progress)?;
        if copied.quarantine.is_none() && copied.tables.iter().any(|table| table.quarantined > 0) {
            copied.quarantine = located(first, plan).await?;
        }
        Ok((copied, shortfall))
    }

    async fn copy(&self, arrivals: &Arrivals, loaded: &AtomicUsize) -> Result<CopySummary> {
        let Start { source, target, session, checked, options, progress, .. } = self.start;
        let (plan, options) = (&checked.plan, options.copying());
        let (parts, ledger) = (&self.begun.parts, Some(&self.begun.ledger));
        let work = Copying { parts, ledger, session: Some(session), loaded, arrivals: Some(arrivals) };
        let bytes = plan.tables.iter().map(|table| table.bytes).sum();
        progress.send(Event::PhaseStarted { phase: Phase::Copy, total: Some(bytes) });
        let copied = copy::run(&checked.catalog, plan, &work, source, target, &options, progress).await?;
        progress.send(Event::PhaseFinished { phase: Phase::Copy });
        Ok(copied)
    }
}

/// Both results, or the error that came first: each side stops when the other one has failed, as if it
/// had been interrupted.
fn both<A, B>(copied: Result<A>, added: Result<B>, progress: &Progress) -> Result<(A, B)> {
    let follows = |error: &Error| error.kind() == ErrorKind::Interrupted && !progress.is_cancelled();
    match (copied, added) {
        (Ok(copied), Ok(added)) => Ok((copied, added)),
        (Err(consequence), Err(error)) if follows(&consequence) => Err(error),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// The quarantine that an earlier run has filled.
async fn located(session: &Session, plan: &Plan) -> Result<Option<QualifiedName>> {
    let tables: Vec<QualifiedName> = plan.tables.iter().map(|table| table.target.name.clone()).collect();
    for place in quarantine::locate(&session.client, &plan.schema).await.map_err(|cause| session.error(cause))? {
        if quarantine::knows(session, &place, &tables).await? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}
