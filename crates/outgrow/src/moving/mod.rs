//! The whole move: check, pre-data, copy, post-data, verify.

mod agenda;
mod aside;
mod clean;
mod footing;
mod loading;
mod log_growth;
mod occupied;
mod outcome;
mod pipeline;
mod portions;
mod post_data;
mod pre_data;
mod refuge;
mod rehearse;
mod resume;
mod statement;
mod stop;

pub use clean::{Cleaned, clean, standing};
pub use occupied::Occupied;
pub use outcome::{Checked, Forecasted, Outcome, Refused, Weakened};
pub use rehearse::rehearse;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use outgrow_planner::ident::Ident;
use outgrow_planner::plan::{Decisions, Identifiers, Plan, PlanOptions};

use crate::progress::{Event, Phase, Progress};
use crate::source::Source;
use crate::target::{Session, Target};
use crate::verify::{self, Verification, VerifyOptions};
use crate::{Error, ErrorKind, Result, introspect, profiler};
use loading::Loading;
use log_growth::Watch;
use resume::{Begun, Start};

/// How many differences of a table are told in detail.
const DETAILS: usize = 20;

/// What the user decides before a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveOptions {
    /// The schema that the tables go to; `None` takes the URL's, else `public`.
    pub schema: Option<Ident>,
    /// How names are treated; `None` decides by the file.
    pub identifiers: Option<Identifiers>,
    /// What the plan file says of tables, columns, hazards.
    pub decisions: Decisions,
    /// How many parts of tables are read, loaded and compared at once.
    pub jobs: usize,
    /// About how many bytes of values are loaded in one transaction: what a stopped move repeats at
    /// most for each job. See [`crate::copy::PART_BYTES`].
    pub part_bytes: u64,
    /// How large the write-ahead log of the file may become while it is read, in bytes; a larger one
    /// stops the move. `None` sets no bound.
    pub max_log_bytes: Option<u64>,
    /// What happens to objects that stand where the move would create its own.
    pub replace: Replace,
}

/// What happens to objects that stand where the move would create its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// The move fails before it touches anything.
    Refuse,
    /// They are dropped.
    Replace,
}

/// Reads the file and plans its move, touching no target.
///
/// # Errors
/// The file cannot be read, a decision of the plan file is impossible, or the user interrupted.
pub fn check(source: &Source, options: &PlanOptions, progress: &Progress) -> Result<Checked> {
    progress.send(Event::PhaseStarted { phase: Phase::Introspect, total: None });
    let catalog = introspect::sqlite(source)?;
    progress.send(Event::PhaseFinished { phase: Phase::Introspect });
    progress.check()?;
    let profile = profiler::profile(source, &catalog, progress)?;
    let plan = outgrow_planner::plan::plan_as_decided(&catalog, &profile, options)
        .map_err(|mistake| Error::new(ErrorKind::Usage, mistake.to_string()).hint(mistake.hint))?;
    Ok(Checked { catalog, profile, plan })
}

/// Moves the file: checks it, creates the tables, copies the rows, adds keys,
/// indexes and the rest, and compares every value.
///
/// Where an earlier run was stopped, by whatever, this one goes on behind what it has left.
///
/// # Errors
/// A blocking hazard, an occupied target, a refused table, trouble with either
/// side, or an interruption. An error of the plan leaves the target as it was.
/// What is loaded when the user, the server or the connection stops the move stays
/// there for the next run.
pub async fn run(source: &Arc<Source>, target: &Target, options: &MoveOptions, progress: &Progress) -> Result<Outcome> {
    let (outcome, ()) = run_and_tell(source, target, options, progress, |_| Ok(())).await?;
    Ok(outcome)
}

/// [`run`], which tells how it went before it forgets how to go on.
///
/// So a process that ends at any moment has told, or can be run again and tells then: all has
/// arrived on the disk of the server when `tell` is called, and the ledger is still there.
///
/// # Errors
/// Those of [`run`], and that of `tell`: then the same move, run again, compares once more and tells.
pub async fn run_and_tell<T>(
    source: &Arc<Source>,
    target: &Target,
    options: &MoveOptions,
    progress: &Progress,
    tell: impl FnOnce(&Outcome) -> Result<T>,
) -> Result<(Outcome, T)> {
    let watch = Watch::start(source, options.max_log_bytes, progress);
    let tell = |outcome: &Outcome| {
        watch.tell(progress);
        tell(outcome)
    };
    passage(source, target, options, progress, tell).await.map_err(|error| watch.explain(error))
}

async fn passage<T>(
    source: &Arc<Source>,
    target: &Target,
    options: &MoveOptions,
    progress: &Progress,
    tell: impl FnOnce(&Outcome) -> Result<T>,
) -> Result<(Outcome, T)> {
    let mut clock = Clock::default();
    let session = target.connect().await?;
    let footing = footing::prepare(&session, target, options).await?;
    resume::lock(&session, &footing.schema, progress).await?;
    session.commit_in_background().await?;
    let checking = async { tokio::task::block_in_place(|| check(source, &footing.plan_options(options), progress)) };
    let checked = clock.timed(Phase::Profile, checking).await.map_err(|error| untouched(error, progress))?;
    footing::allow(&checked.plan)?;
    refuge::require(&session, &checked).await?;
    let (lent, known, place) = (&session, &checked, &footing);
    let start = Start { session: lent, source, target, checked: known, footing: place, options, progress };
    let forecast = rehearse::forecast(&start, target, &mut clock).await.map_err(|error| untouched(error, progress))?;
    let begun = clock.timed(Phase::PreData, start.begin()).await?;
    let counted = AtomicUsize::new(begun.parts.loaded());
    let loading = Loading { start, begun: &begun };
    let (copied, shortfall) = match loading.run(&counted, &mut clock).await {
        Ok(loaded) => loaded,
        Err(error) => return Err(ended(error, &session, target, &begun, counted.into_inner(), progress).await),
    };
    let verified = clock
        .timed(Phase::Verify, compare(source, target, &checked, options, progress))
        .await
        .map_err(|error| complete_but_unverified(wanted(error, progress), &footing.schema))?;
    let post_data::Shortfall { refused, weakened } = shortfall;
    let forecast = match forecast {
        Some(beginning) => Some(beginning.end(&session, &checked).await?),
        None => None,
    };
    let (resumed, phases) = (begun.resumed, clock.phases);
    let outcome = Outcome { checked, copied, refused, weakened, verified, resumed, forecast, phases };
    begun.ledger.finish(&session).await?;
    let told = tell(&outcome)?;
    begun.ledger.forget(&session, begun.made.outgrow).await.map_err(|error| {
        error.hint("The move is finished, and told. Only its ledger is left: outgrow clean takes it away.")
    })?;
    Ok((outcome, told))
}

/// Takes away what a move made that cannot go on; leaves what a stopped one has loaded.
async fn ended(
    error: Error,
    session: &Session,
    target: &Target,
    begun: &Begun,
    loaded: usize,
    progress: &Progress,
) -> Error {
    let passing = stop::is_passing(&error, progress);
    let error = wanted(error, progress);
    if begun.resumed.is_some() || (passing && loaded > 0) {
        return stop::stopped(error, (loaded, begun.parts.count()), begun.ledger.schema());
    }
    let error = match begun.replaced {
        0 => error,
        _ => error.hint_if_none("What the move has made is taken away again. What --replace has dropped is gone."),
    };
    pre_data::undo(session, target, &begun.ledger, &begun.made, error).await
}

/// Compares a file with what an earlier move made of it.
///
/// # Errors
/// Trouble with either side, or an interruption.
pub async fn verify(
    source: &Arc<Source>,
    target: &Target,
    options: &MoveOptions,
    progress: &Progress,
) -> Result<(Checked, Verification)> {
    let session = target.connect().await?;
    let footing = footing::prepare(&session, target, options).await?;
    let checked = tokio::task::block_in_place(|| check(source, &footing.plan_options(options), progress))?;
    let verified = compare(source, target, &checked, options, progress).await?;
    Ok((checked, verified))
}

/// What stands in the target where the plan would create its own, as
/// `table "public"."album"`.
///
/// # Errors
/// The server cannot be reached or asked.
pub async fn existing(target: &Target, plan: &Plan) -> Result<Vec<String>> {
    let session = target.connect().await?;
    let found = occupied::find(&session.client, plan).await?;
    Ok(found.iter().map(ToString::to_string).collect())
}

async fn compare(
    source: &Arc<Source>,
    target: &Target,
    checked: &Checked,
    options: &MoveOptions,
    progress: &Progress,
) -> Result<Verification> {
    let verify_options = VerifyOptions { streams: options.jobs, details: DETAILS };
    verify::run(&checked.catalog, &checked.plan, source, target, &verify_options, progress).await
}

/// What fails because the user interrupted is an interruption, whatever the engines call it.
fn wanted(error: Error, progress: &Progress) -> Error {
    if progress.is_cancelled() { Error::new(ErrorKind::Interrupted, "interrupted") } else { error }
}

fn untouched(error: Error, progress: &Progress) -> Error {
    match progress.is_cancelled() {
        true => wanted(error, progress).hint("Nothing was changed in the target."),
        false => error,
    }
}

fn complete_but_unverified(error: Error, schema: &Ident) -> Error {
    error.hint(format!(
        "All rows, keys and indexes are in schema {schema}, but they were not compared: run the same command again, or \
         outgrow verify."
    ))
}

/// How long each phase took.
#[derive(Debug, Default)]
struct Clock {
    phases: Vec<(Phase, Duration)>,
}

impl Clock {
    async fn timed<T>(&mut self, phase: Phase, work: impl Future<Output = T>) -> T {
        let start = Instant::now();
        let done = work.await;
        self.phases.push((phase, start.elapsed()));
        done
    }
}
