//! What `outgrow move` says.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use outgrow::copy::TableCopy;
use outgrow::ledger::State;
use outgrow::moving::{Outcome, Refused};
use outgrow::progress::Phase;
use outgrow_planner::catalog::pg;
use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::Made;
use outgrow_planner::sql::Sql;
use serde::Serialize;

use super::objects::KnownQuarantine;
use super::{
    Comparison, FileFacts, ForecastFacts, ObjectFacts, TableFacts, TableVerdict, TargetFacts, Totals, not_converted,
    verdicts, worst_first,
};
use crate::exit::Exit;
use crate::report::words;
use crate::target::Destination;

/// What `outgrow move` says.
#[derive(Serialize)]
pub(crate) struct MoveFacts<'a> {
    /// The file.
    pub(crate) source: FileFacts,
    /// The database.
    pub(crate) target: TargetFacts,
    /// One for each table.
    pub(crate) tables: Vec<MovedTable>,
    /// What became of every object.
    pub(crate) objects: Vec<ObjectFacts<'a>>,
    /// Statements that PostgreSQL refused.
    pub(crate) refused: Vec<RefusedFacts<'a>>,
    /// Constraints that are there for new rows only.
    pub(crate) not_valid: Vec<NotValid>,
    /// What endangered the move, worst first.
    pub(crate) hazards: Vec<&'a Hazard>,
    /// All tables together.
    pub(crate) totals: Totals,
    /// The table in which values are in quarantine, as SQL writes it; `None` where none is.
    pub(crate) quarantine: Option<String>,
    /// How many differences the comparison found.
    pub(crate) difference_count: u64,
    /// Bytes that were sent.
    pub(crate) copied_bytes: u64,
    /// Rows that were copied, for each second of copying; `None` where it took no time.
    pub(crate) rows_per_second: Option<f64>,
    /// What an earlier run had loaded, on which this one went on; `None` where there was none.
    pub(crate) resumed: Option<ResumedFacts>,
    /// How long each phase took, in order.
    pub(crate) phases: Vec<PhaseFacts>,
    /// What was forecast, and what the move took; `None` where nothing was forecast.
    pub(crate) forecast: Option<ForecastFacts>,
    /// The verdict.
    pub(crate) verdict: MoveVerdict,
    /// How many things there are to look at: hazards that need attention, objects that did not arrive or were
    /// refused, tables with values in quarantine, tables that differ.
    pub(crate) attention: u64,
    /// See `docs/reference/exit-codes.md`.
    exit_code: u8,
}

/// A table that was moved.
#[derive(Serialize)]
pub(crate) struct MovedTable {
    /// What was planned.
    #[serde(flatten)]
    pub(crate) table: TableFacts,
    /// What was copied.
    pub(crate) copied: CopyFacts,
    /// What the comparison found; `None` where there was none.
    pub(crate) verified: Option<Comparison>,
    /// The verdict.
    pub(crate) verdict: TableVerdict,
}

/// What was copied of a table.
#[derive(Serialize)]
pub(crate) struct CopyFacts {
    /// Rows loaded.
    pub(crate) rows: u64,
    /// Bytes sent.
    pub(crate) bytes: u64,
    /// Values in quarantine.
    pub(crate) quarantined: u64,
    /// How long it took.
    pub(crate) seconds: f64,
}

/// A statement that PostgreSQL refused.
#[derive(Serialize)]
pub(crate) struct RefusedFacts<'a> {
    /// What it would have made.
    pub(crate) what: &'a str,
    /// The statement.
    pub(crate) sql: &'a str,
    /// PostgreSQL's message.
    pub(crate) message: &'a str,
}

/// A constraint that is there for new rows only.
#[derive(Serialize)]
pub(crate) struct NotValid {
    /// The table, as SQL writes it.
    pub(crate) table: String,
    /// The constraint.
    pub(crate) constraint: String,
    /// The statement that makes it hold for all rows, once they are repaired.
    pub(crate) validate: Sql,
}

/// What an earlier run of the same move had done.
#[derive(Serialize)]
pub(crate) struct ResumedFacts {
    /// Parts of tables that were loaded.
    pub(crate) parts_loaded: u64,
    /// Parts of tables.
    pub(crate) parts: u64,
    /// Rows that were loaded.
    pub(crate) rows: u64,
    /// Keys, indexes and other objects that were added.
    pub(crate) statements_done: u64,
    /// How many there are to add.
    pub(crate) statements: u64,
}

/// How long a phase took.
#[derive(Serialize)]
pub(crate) struct PhaseFacts {
    /// Which.
    pub(crate) phase: &'static str,
    /// How long.
    pub(crate) seconds: f64,
}

/// How a move ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MoveVerdict {
    /// Everything is there and equal.
    Verified,
    /// Every row is there and equal, and there is something to look at.
    VerifiedWithAttention,
    /// The sides differ.
    Differs,
}

/// Gathers what a move says.
pub(crate) fn moved<'a>(outcome: &'a Outcome, path: &Path, destination: &Destination) -> MoveFacts<'a> {
    let plan = &outcome.checked.plan;
    let tables = tables(outcome);
    let took: Duration = outcome.phases.iter().map(|(_, elapsed)| *elapsed).sum();
    let mut totals = Totals::of(tables.iter().filter_map(|table| table.verified.as_ref()), took);
    // Copy and comparison count the same values; where one of them has seen more, that counts.
    totals.quarantined = totals.quarantined.max(tables.iter().map(|table| table.copied.quarantined).sum());
    let hazards = worst_first(plan);
    let objects = ObjectFacts::after(outcome);
    let verdict = verdict(outcome, &tables, &objects, &hazards);
    let attention = attention(outcome, &tables, &objects, &hazards);
    MoveFacts {
        source: FileFacts::new(&outcome.checked, path),
        target: TargetFacts::new(&outcome.checked, destination),
        objects,
        refused: outcome.refused.iter().map(RefusedFacts::new).collect(),
        not_valid: not_valid(outcome),
        hazards,
        totals,
        quarantine: outcome.copied.quarantine.as_ref().map(ToString::to_string),
        difference_count: tables
            .iter()
            .filter_map(|table| table.verified.as_ref())
            .map(|found| found.difference_count)
            .sum(),
        copied_bytes: tables.iter().map(|table| table.copied.bytes).sum(),
        forecast: outcome.forecast.as_ref().map(|found| ForecastFacts::with_actual(found, &outcome.phases)),
        rows_per_second: rows_per_second(&tables, outcome),
        resumed: outcome.resumed.as_ref().map(ResumedFacts::new),
        phases: outcome.phases.iter().map(|(phase, elapsed)| PhaseFacts::new(*phase, *elapsed)).collect(),
        tables,
        verdict,
        attention,
        exit_code: verdict.exit().code(),
    }
}

/// Those that the plan knew of, and those that PostgreSQL found; one that it refused is not there at all.
fn not_valid(outcome: &Outcome) -> Vec<NotValid> {
    let made: BTreeSet<&Made> = outcome.refused.iter().filter_map(|refused| refused.makes.as_ref()).collect();
    let refused = |constraint: &pg::Constraint| {
        made.contains(&Made::Constraint { table: constraint.table.clone(), name: constraint.name.clone() })
    };
    let planned = outcome.checked.plan.constraints.iter().filter(|plan| plan.not_valid).map(|plan| &plan.constraint);
    let planned = planned
        .filter(|constraint| !refused(constraint))
        .map(|constraint| NotValid::new(&constraint.table, &constraint.name));
    let found = outcome.weakened.iter().map(|weakened| NotValid::new(&weakened.table, &weakened.constraint));
    planned.chain(found).collect()
}

/// How many things the page tells the reader to look at.
fn attention(outcome: &Outcome, tables: &[MovedTable], objects: &[ObjectFacts<'_>], hazards: &[&Hazard]) -> u64 {
    let hazards = hazards.iter().filter(|hazard| hazard.severity >= Severity::Attention).count();
    // A refused statement that makes no object of the file has no verdict that would count it.
    let others = outcome.refused.iter().filter(|refused| refused.makes.is_none()).count();
    let objects = not_converted(verdicts(objects)).count() + others + outcome.weakened.len();
    let tables = tables.iter().filter(|table| table.verdict != TableVerdict::Verified).count();
    (hazards + objects + tables) as u64
}

fn tables(outcome: &Outcome) -> Vec<MovedTable> {
    let table = |(position, table): (usize, TableFacts)| {
        let copied = CopyFacts::new(outcome.copied.tables.get(position));
        let verified = outcome.verified.tables.get(position).map(Comparison::new);
        let verdict = match verified.as_ref().map(Comparison::verdict) {
            // A table that nobody has compared is no table that is the same.
            None => TableVerdict::Differs,
            Some(TableVerdict::Verified) if copied.quarantined > 0 => TableVerdict::Quarantined,
            Some(verdict) => verdict,
        };
        MovedTable { table, copied, verified, verdict }
    };
    TableFacts::all(&outcome.checked).into_iter().enumerate().map(table).collect()
}

fn verdict(outcome: &Outcome, tables: &[MovedTable], objects: &[ObjectFacts<'_>], hazards: &[&Hazard]) -> MoveVerdict {
    if tables.iter().any(|table| table.verdict == TableVerdict::Differs) {
        return MoveVerdict::Differs;
    }
    let known = KnownQuarantine::of(&outcome.checked.plan);
    let quarantined = tables.iter().any(|table| {
        let found = table.verified.as_ref().map_or(0, |found| found.quarantined);
        let quarantined = table.copied.quarantined.max(found);
        table.verdict == TableVerdict::Quarantined && !known.covers(&table.table.name, quarantined)
    });
    let incomplete = !outcome.refused.is_empty()
        || !outcome.weakened.is_empty()
        || not_converted(verdicts(objects)).next().is_some();
    let hazardous = hazards.iter().any(|hazard| hazard.severity >= Severity::Attention);
    if quarantined || incomplete || hazardous {
        return MoveVerdict::VerifiedWithAttention;
    }
    MoveVerdict::Verified
}

fn rows_per_second(tables: &[MovedTable], outcome: &Outcome) -> Option<f64> {
    let phases = outcome.phases.iter();
    let copying: Duration = phases.filter(|(phase, _)| *phase == Phase::Copy).map(|(_, elapsed)| *elapsed).sum();
    let rows: u64 = tables.iter().map(|table| table.copied.rows).sum();
    // What an earlier run has loaded took no time of this one.
    let rows = rows.saturating_sub(outcome.resumed.as_ref().map_or(0, |state| state.rows));
    (!copying.is_zero() && rows > 0).then(|| rows as f64 / copying.as_secs_f64())
}

impl ResumedFacts {
    fn new(state: &State) -> ResumedFacts {
        ResumedFacts {
            parts_loaded: state.loaded,
            parts: state.parts,
            rows: state.rows,
            statements_done: state.added,
            statements: state.statements,
        }
    }
}

impl CopyFacts {
    fn new(copy: Option<&TableCopy>) -> CopyFacts {
        let copy = copy.cloned().unwrap_or_default();
        CopyFacts {
            rows: copy.rows,
            bytes: copy.bytes,
            quarantined: copy.quarantined,
            seconds: copy.elapsed.as_secs_f64(),
        }
    }
}

impl RefusedFacts<'_> {
    fn new(refused: &Refused) -> RefusedFacts<'_> {
        RefusedFacts { what: &refused.what, sql: &refused.sql, message: &refused.message }
    }
}

impl NotValid {
    fn new(table: &QualifiedName, constraint: &Ident) -> NotValid {
        let mut validate = Sql::text("ALTER TABLE ");
        validate.push_name(table).push(" VALIDATE CONSTRAINT ").push_ident(constraint);
        NotValid { table: table.to_string(), constraint: constraint.as_str().to_owned(), validate }
    }
}

impl PhaseFacts {
    pub(super) fn new(phase: Phase, elapsed: Duration) -> PhaseFacts {
        let phase = match phase {
            Phase::Introspect => "introspect",
            Phase::Profile => "profile",
            Phase::Forecast => "forecast",
            Phase::PreData => "pre-data",
            Phase::Copy => "copy",
            Phase::PostData => "post-data",
            Phase::Verify => "verify",
        };
        PhaseFacts { phase, seconds: elapsed.as_secs_f64() }
    }
}

impl MoveFacts<'_> {
    /// The verdict in one line.
    pub(crate) fn verdict_text(&self) -> String {
        match self.verdict {
            MoveVerdict::Verified => "moved and verified".to_owned(),
            MoveVerdict::VerifiedWithAttention => {
                format!("moved and verified, with {} to look at", words::counted(self.attention, "thing", "things"))
            }
            MoveVerdict::Differs => "moved, but the sides differ".to_owned(),
        }
    }

    /// How the command ends.
    pub(crate) fn exit(&self) -> Exit {
        self.verdict.exit()
    }
}

impl MoveVerdict {
    fn exit(self) -> Exit {
        match self {
            MoveVerdict::Verified => Exit::Done,
            MoveVerdict::VerifiedWithAttention | MoveVerdict::Differs => Exit::Look,
        }
    }
}
