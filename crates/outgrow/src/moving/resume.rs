//! Where a move begins: at its beginning, or behind what an earlier one has left.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use outgrow_planner::ddl::{Section, statements};
use outgrow_planner::ident::Ident;
use outgrow_planner::plan::{Plan, TablePlan};
use outgrow_planner::profile::Profile;
use sha2::{Digest, Sha256};

use super::{Checked, MoveOptions, Replace, aside, footing::Footing, pre_data};
use crate::copy::{CopyOptions, Parts};
use crate::ledger::{Addition, Ledger, Made, Record, Standing, State};
use crate::progress::{Event, Progress};
use crate::source::Source;
use crate::source::ranges::Range;
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// What of a move is there when its rows begin to flow.
pub(super) struct Begun {
    pub(super) ledger: Ledger,
    pub(super) made: Made,
    pub(super) parts: Parts,
    /// Statements that were run after the rows.
    pub(super) additions: BTreeMap<usize, Addition>,
    /// How far an earlier run had come; `None` where this is the first.
    pub(super) resumed: Option<State>,
    /// How many objects of others this run has dropped.
    pub(super) replaced: usize,
}

/// How long a move waits for another one into the same schema: a session can outlive its process a little.
const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(100);

/// Makes this the only move into the schema, for as long as the session lasts.
///
/// # Errors
/// Another move holds it.
pub(super) async fn lock(session: &Session, schema: &Ident, progress: &Progress) -> Result<()> {
    let sql = "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended('outgrow move into ' || $1, 0))";
    let waiting = std::time::Instant::now();
    loop {
        progress.check()?;
        let row = session.client.query_one(sql, &[&schema.as_str()]).await.map_err(|cause| session.error(cause))?;
        if row.get(0) {
            return Ok(());
        }
        if waiting.elapsed() > PATIENCE {
            let message = format!("another move into schema {schema} is under way");
            return Err(Error::new(ErrorKind::TargetNotEmpty, message).hint("Wait until it ends, or stop it first."));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// What identifies a move: what it would do, and with which rows.
pub(super) struct Identity {
    plan: Vec<u8>,
    content: Vec<u8>,
}

impl Identity {
    pub(super) fn of(checked: &Checked) -> Identity {
        Identity { plan: of_plan(&checked.plan), content: of_rows(&checked.profile) }
    }
}

fn of_plan(plan: &Plan) -> Vec<u8> {
    let mut hash = Hash::default();
    for table in &plan.tables {
        hash.add(table);
    }
    for section in [Section::PreData, Section::PostData] {
        for statement in statements(plan, section) {
            hash.add(&statement.sql.as_str());
        }
    }
    hash.0.finalize().to_vec()
}

fn of_rows(profile: &Profile) -> Vec<u8> {
    let mut hash = Hash::default();
    for table in &profile.tables {
        hash.add(table);
    }
    hash.0.finalize().to_vec()
}

/// Takes the debug form of values, which names every field of theirs.
#[derive(Default)]
struct Hash(Sha256);

impl Hash {
    fn add(&mut self, value: &impl fmt::Debug) {
        // Writing into a hash cannot fail.
        let _ = writeln!(self, "{value:?}");
    }
}

impl fmt::Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// What a move goes on from, or begins with.
#[derive(Clone, Copy)]
pub(super) struct Start<'a> {
    pub(super) session: &'a Session,
    pub(super) source: &'a Arc<Source>,
    pub(super) target: &'a Target,
    pub(super) checked: &'a Checked,
    pub(super) footing: &'a Footing,
    pub(super) options: &'a MoveOptions,
    pub(super) progress: &'a Progress,
}

impl Start<'_> {
    /// Goes on with the unfinished move into the schema, or creates the tables.
    ///
    /// # Errors
    /// What stands there is the beginning of another move, or is not Outgrow's.
    pub(super) async fn begin(&self) -> Result<Begun> {
        let schema = &self.footing.schema;
        let standing = Ledger::find(&self.session.client, schema).await?;
        match (self.without_finished(standing).await?, self.options.replace) {
            (None, _) => self.anew().await,
            (Some(standing), Replace::Replace) => {
                let (ledger, made) = (&standing.ledger, &standing.record.made);
                pre_data::take_away(self.session, ledger, made).await?;
                self.progress.send(Event::Note("the unfinished move was taken away".to_owned()));
                self.anew().await
            }
            (Some(standing), Replace::Refuse) => self.go_on(standing).await,
        }
    }

    /// A finished move is told again where it is the same. Anything else finds tables that are nobody's
    /// beginning: they may be in use by now.
    async fn without_finished(&self, standing: Option<Standing>) -> Result<Option<Standing>> {
        let Some(standing) = standing else { return Ok(None) };
        if !standing.finished {
            return Ok(Some(standing));
        }
        let same = is_the_same(&standing, &Identity::of(self.checked)).is_ok();
        if same && self.options.replace == Replace::Refuse {
            return Ok(Some(standing));
        }
        standing.ledger.forget(self.session, standing.record.made.outgrow).await?;
        Ok(None)
    }

    async fn anew(&self) -> Result<Begun> {
        let (plan, client) = (&self.checked.plan, &self.session.client);
        let ledger = Ledger::choose(client, &self.footing.schema).await?;
        ledger.check_names(client).await?;
        let parts = Parts::cut(&self.checked.catalog, plan, self.source, &self.options.copying())?;
        let note = |made: &Made| {
            let mut all = ledger.begin(&self.record(made));
            all.extend(ledger.parts(&ranges(plan, &parts)));
            all
        };
        let (session, target, progress) = (self.session, self.target, self.progress);
        let work = pre_data::Work { session, target, ledger: &ledger, progress };
        let (made, replaced) = pre_data::run(&work, plan, self.footing, self.options.replace, note).await?;
        Ok(Begun { ledger, made, parts, additions: BTreeMap::new(), resumed: None, replaced })
    }

    fn record(&self, made: &Made) -> Record {
        let identity = Identity::of(self.checked);
        Record {
            source: self.source.path().display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            plan: identity.plan,
            content: identity.content,
            statements: statements(&self.checked.plan, Section::PostData).len() as u64,
            made: made.clone(),
        }
    }

    async fn go_on(&self, standing: Standing) -> Result<Begun> {
        is_the_same(&standing, &Identity::of(self.checked))?;
        let Standing { ledger, record, state, .. } = standing;
        let mut known = ledger.progressed(&self.session.client).await?;
        let additions = std::mem::take(&mut known.additions);
        let parts = Parts::of_ledger(&self.checked.plan, known)?;
        if parts.loaded() == 0 {
            pre_data::complete(self.session, &self.checked.plan, self.progress).await?;
        }
        let made = aside::let_go(self.session, &ledger, &record.made).await?;
        self.progress.send(Event::Note(found(&state)));
        Ok(Begun { ledger, made, parts, additions, resumed: Some(state), replaced: 0 })
    }
}

/// What an earlier run has left, as a sentence.
fn found(state: &State) -> String {
    let rows = format!("an earlier run has loaded {} of {} parts ({} rows)", state.loaded, state.parts, state.rows);
    match (state.is_complete(), state.added) {
        (true, _) => "an earlier run has moved everything; it is compared now".to_owned(),
        (false, 0) => format!("{rows}; going on"),
        (false, added) => format!("{rows} and added {added} of {} keys and other objects; going on", state.statements),
    }
}

fn is_the_same(standing: &Standing, identity: &Identity) -> Result<()> {
    let record = &standing.record;
    let schema = standing.ledger.schema();
    let what = match (record.content == identity.content, record.plan == identity.plan) {
        (true, true) => return Ok(()),
        (true, false) => "was begun with other options or another version",
        (false, _) => "holds rows of another file, or of this one before it changed",
    };
    let message = format!("the unfinished move of \"{}\" into schema {schema} {what}", record.source);
    Err(Error::new(ErrorKind::TargetNotEmpty, message).hint(
        "Nothing was touched. Start over with --replace, take it away with outgrow clean, or run it again as it was begun.",
    ))
}

fn ranges<'a>(plan: &'a Plan, parts: &Parts) -> Vec<(&'a str, Vec<Range>)> {
    let table = |(table, parts): (&'a TablePlan, &Vec<crate::ledger::PartRow>)| {
        (table.source.as_str(), parts.iter().map(|part| part.range.clone()).collect())
    };
    plan.tables.iter().zip(&parts.tables).map(table).collect()
}

impl MoveOptions {
    /// How the rows are copied.
    pub(super) fn copying(&self) -> CopyOptions {
        CopyOptions { streams: self.jobs, part_bytes: self.part_bytes }
    }
}
