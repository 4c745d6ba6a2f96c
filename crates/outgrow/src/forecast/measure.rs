//! The rehearsal itself: what every step takes without rows, and with the sample.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use outgrow_planner::ddl::{Statement, create_tables};
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::plan::Plan;

use super::additions::{Addition, Additions};
use super::choice::Choice;
use super::home::Home;
use super::sample::{Sample, Taken};
use super::sizes::{self, Mark, Size};
use super::{ForecastOptions, Forecasting, shape};
use crate::copy::{self, CopyOptions, Copying, Parts};
use crate::progress::Event;
use crate::source::Source;
use crate::target::Session;
use crate::verify::{self, VerifyOptions};
use crate::{Error, ErrorKind, Result, quarantine};

/// What a rehearsal has found.
pub(super) struct Found {
    /// How long it takes to open a session.
    pub(super) connect: Duration,
    /// How long it takes to create a table.
    pub(super) create: Duration,
    /// How long the copy of no rows took: a session, and a transaction for each table.
    pub(super) copy_empty: Duration,
    /// How long the copy of the sample took.
    pub(super) copy: Duration,
    /// In how many parts it was copied, by how many streams.
    pub(super) parts: (usize, usize),
    /// Keys, indexes, foreign keys, statistics.
    pub(super) additions: Vec<Addition>,
    /// One for each chosen table.
    pub(super) tables: Vec<FoundTable>,
    /// Bytes of WAL for the sample; `None` where the role may not ask.
    pub(super) wal: Option<u64>,
    /// Columns that the sample leaves NULL, of all tables.
    pub(super) blank: usize,
}

/// What was found of a table.
pub(super) struct FoundTable {
    /// Rows of the sample.
    pub(super) rows: u64,
    /// Bytes of its values.
    pub(super) bytes: u64,
    /// How long the comparison of no rows took.
    pub(super) verify_empty: Duration,
    /// How long the comparison of the sample took.
    pub(super) verify: Duration,
    /// How large the sample is on the server.
    pub(super) size: Size,
}

/// Moves a sample and takes it away again, whatever happens.
pub(super) async fn measure(work: Forecasting<'_>, choice: &Choice, options: &ForecastOptions) -> Result<Found> {
    let begun = Instant::now();
    let session = work.target.connect().await?;
    let connect = begun.elapsed();
    session.commit_in_background().await?;
    let home = Home::make(&session, &work.plan.schema, choice.tables.len()).await?;
    let found = Rehearsal { work, choice, options, session: &session, home: &home, connect }.run().await;
    let left = home.leave(&session, work.target).await;
    match (found, left) {
        (Ok(found), Ok(())) => Ok(found),
        (Err(error), Ok(())) => Err(error),
        (Ok(_), Err(error)) => Err(error),
        (Err(error), Err(remains)) => {
            work.progress.send(Event::Note(format!("{remains}; the next rehearsal does")));
            Err(error)
        }
    }
}

struct Rehearsal<'a> {
    work: Forecasting<'a>,
    choice: &'a Choice,
    options: &'a ForecastOptions,
    session: &'a Session,
    home: &'a Home,
    connect: Duration,
}

impl Rehearsal<'_> {
    async fn run(&self) -> Result<Found> {
        let Forecasting { catalog, profile, plan, source, target, progress } = self.work;
        let blank = shape::blank(catalog, profile, plan, self.choice);
        let mut own = shape::rehearsal(plan, self.choice, self.home, &blank);
        let wanted = shape::wanted(catalog, plan, self.choice, &blank)
            .ok_or_else(|| Error::new(ErrorKind::Internal, "a table of the plan is not in the catalog"))?;
        let create = self.create(&create_tables(&own)).await?;

        let sample = tokio::task::block_in_place(|| Sample::create(catalog, &wanted))?;
        let foreign = shape::foreign_keys(plan, self.choice, self.home);
        let mut additions = Additions::of(&own, foreign, target, progress);
        additions.try_empty(self.session).await?;
        resize(&mut own, &vec![Taken::default(); wanted.len()]);
        let file = open(&sample, source.readers())?;
        let (copy_empty, _) = self.copy(&own, &file).await?;
        // The first of two pays for caches that the second finds full, as the comparison of the sample will.
        let (first, second) = (self.compare(&own, &file).await?, self.compare(&own, &file).await?);
        let verify_empty: Vec<Duration> = first.into_iter().zip(second).map(|(one, other)| one.min(other)).collect();
        drop(file);

        let taken = tokio::task::block_in_place(|| sample.fill(source, &wanted, self.choice, progress))?;
        resize(&mut own, &taken);
        let file = open(&sample, source.readers())?;
        let before = Mark::now(self.session).await;
        let (copy, parts) = self.copy(&own, &file).await?;
        let additions = additions.try_full(self.options.copying.streams, self.choice.fraction).await?;
        let after = Mark::now(self.session).await;
        let verify = self.compare(&own, &file).await?;
        let mut tables = Vec::new();
        for (place, taken) in taken.iter().enumerate() {
            let size = sizes::of(self.session, &own.tables[place].target.name).await?;
            let (verify_empty, verify) = (verify_empty[place], verify[place]);
            tables.push(FoundTable { rows: taken.rows, bytes: taken.bytes, verify_empty, verify, size });
        }
        let wal = before.zip(after).map(|(before, after)| before.until(after));
        let blank = blank.iter().map(|columns| columns.len()).sum();
        Ok(Found { connect: self.connect, create, copy_empty, copy, parts, additions, tables, wal, blank })
    }

    /// Creates the tables; says how long one takes.
    async fn create(&self, tables: &[Statement]) -> Result<Duration> {
        let started = Instant::now();
        for statement in tables {
            self.work.progress.check()?;
            let made = self.session.execute_all(std::slice::from_ref(&statement.sql)).await;
            made.map_err(|cause| {
                let message = format!("PostgreSQL refused a table of the rehearsal in schema {}", self.home.schema);
                Error::new(ErrorKind::Target, message).because(cause)
            })?;
        }
        Ok(started.elapsed() / u32::try_from(tables.len().max(1)).unwrap_or(u32::MAX))
    }

    /// Copies the sample; says how long it took, and in how many parts by how many streams.
    async fn copy(&self, own: &Plan, file: &Arc<Source>) -> Result<(Duration, (usize, usize))> {
        let Forecasting { catalog, target, progress, .. } = self.work;
        let bytes: u64 = own.tables.iter().map(|table| table.bytes).sum();
        let streams = self.options.copying.streams;
        // Few parts, because reading and sending overlap only within one, and enough that all streams end at about
        // the same time.
        let options = CopyOptions { streams, part_bytes: (bytes / (streams as u64 * 3)).max(1) };
        let parts = tokio::task::block_in_place(|| Parts::cut(catalog, own, file, &options))?;
        let loaded = AtomicUsize::new(0);
        let work = Copying { parts: &parts, ledger: None, session: None, loaded: &loaded, arrivals: None };
        let started = Instant::now();
        let copied = copy::run(catalog, own, &work, file, target, &options, &progress.quiet()).await?;
        let elapsed = started.elapsed();
        if let Some(place) = copied.quarantine {
            let tables: Vec<QualifiedName> = own.tables.iter().map(|table| table.target.name.clone()).collect();
            self.session.execute_all(&[quarantine::forget(&place, &tables)]).await?;
        }
        Ok((elapsed, (parts.count(), streams.min(parts.count()).max(1))))
    }

    /// Compares the sample; says how long each table took.
    async fn compare(&self, own: &Plan, file: &Source) -> Result<Vec<Duration>> {
        let Forecasting { catalog, target, progress, .. } = self.work;
        let options = VerifyOptions { streams: self.options.copying.streams, details: 0 };
        let found = verify::run(catalog, own, file, target, &options, &progress.quiet()).await?;
        Ok(found.tables.iter().map(|table| table.elapsed).collect())
    }
}

fn open(sample: &Sample, readers: usize) -> Result<Arc<Source>> {
    tokio::task::block_in_place(|| sample.open(readers)).map(Arc::new)
}

/// Says of each table what the sample has of it.
fn resize(own: &mut Plan, taken: &[Taken]) {
    for (table, taken) in own.tables.iter_mut().zip(taken) {
        table.rows = taken.rows;
        table.bytes = taken.bytes;
    }
}
