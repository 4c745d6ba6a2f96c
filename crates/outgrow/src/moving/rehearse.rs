//! What a move will take: told before it, or held against what it took.

use std::sync::Arc;
use std::time::{Duration, Instant};

use outgrow_planner::hazard::Severity;

use super::resume::Start;
use super::{Checked, Clock, Forecasted, MoveOptions, Replace, check, footing, occupied, untouched};
use crate::forecast::{self, Forecast, ForecastOptions, Forecasting, Mark, Measured};
use crate::ledger::Ledger;
use crate::progress::{Event, Phase, Progress};
use crate::source::Source;
use crate::target::{Session, Target};
use crate::{ErrorKind, Result};

/// From this many bytes of values on a move forecasts itself: below it is over before anybody asks.
const WORTH_IT: u64 = 256 * 1024 * 1024;

/// Reads the file, plans its move, and moves a sample to forecast the rest. Nothing remains in the target.
///
/// There is no forecast where a hazard blocks the move.
///
/// # Errors
/// The file cannot be read, a decision of the plan file is impossible, the target refuses the sample, or the user
/// interrupted.
pub async fn rehearse(
    source: &Arc<Source>,
    target: &Target,
    options: &MoveOptions,
    progress: &Progress,
) -> Result<(Checked, Option<Forecast>)> {
    let session = target.connect().await?;
    let footing = footing::prepare(&session, target, options).await?;
    drop(session);
    let begun = Instant::now();
    let checked = tokio::task::block_in_place(|| check(source, &footing.plan_options(options), progress))
        .map_err(|error| untouched(error, progress))?;
    if checked.plan.hazards.iter().any(|hazard| hazard.severity == Severity::Blocking) {
        return Ok((checked, None));
    }
    let options = ForecastOptions::thorough(options.copying(), begun.elapsed());
    let forecast = forecast::run(work(&checked, source, target, progress), &options).await;
    let forecast = forecast.map_err(|error| untouched(error, progress))?;
    Ok((checked, Some(forecast)))
}

/// A forecast at the beginning of a move, and where the WAL stood then.
pub(super) struct Beginning {
    forecast: Measured,
    mark: Option<Mark>,
}

/// Forecasts a large move that begins anew. One that cannot be forecast is moved all the same.
pub(super) async fn forecast(start: &Start<'_>, target: &Target, clock: &mut Clock) -> Result<Option<Beginning>> {
    let plan = &start.checked.plan;
    let bytes: u64 = plan.tables.iter().map(|table| table.bytes).sum();
    if bytes < WORTH_IT || !is_new(start).await? {
        return Ok(None);
    }
    let checked_in: Duration = clock.phases.iter().map(|(_, elapsed)| *elapsed).sum();
    let options = ForecastOptions::cheap(start.options.copying(), checked_in, bytes);
    let work = work(start.checked, start.source, target, start.progress);
    let found = clock.timed(Phase::Forecast, forecast::run(work, &options)).await;
    match found {
        Ok(Forecast::Measured(forecast)) => {
            Ok(Some(Beginning { forecast: *forecast, mark: Mark::now(start.session).await }))
        }
        Ok(Forecast::Small { .. }) => Ok(None),
        Err(error) if error.kind() == ErrorKind::Interrupted || start.progress.is_cancelled() => Err(error),
        Err(error) => {
            start.progress.send(Event::Note(format!("the move cannot be forecast: {error}")));
            Ok(None)
        }
    }
}

impl Beginning {
    /// The forecast beside what the move has taken.
    pub(super) async fn end(self, session: &Session, checked: &Checked) -> Result<Forecasted> {
        let actual = forecast::actual(session, &checked.plan, self.mark).await?;
        Ok(Forecasted { forecast: self.forecast, actual })
    }
}

/// Whether the move does not go on behind another one, and nothing is in its way.
async fn is_new(start: &Start<'_>) -> Result<bool> {
    let client = &start.session.client;
    if Ledger::find(client, &start.footing.schema).await?.is_some() {
        return Ok(false);
    }
    Ok(start.options.replace == Replace::Replace || occupied::find(client, &start.checked.plan).await?.is_empty())
}

fn work<'a>(checked: &'a Checked, source: &'a Source, target: &'a Target, progress: &'a Progress) -> Forecasting<'a> {
    Forecasting { catalog: &checked.catalog, profile: &checked.profile, plan: &checked.plan, source, target, progress }
}
