//! What `outgrow check` says.

use std::path::Path;

use outgrow::moving::Checked;
use outgrow_planner::hazard::{Hazard, Severity};
use serde::Serialize;

use super::{FileFacts, ForecastFacts, ObjectFacts, TableFacts, not_converted, objects, worst_first};
use crate::exit::Exit;
use crate::report::words;

/// What `outgrow check` says.
#[derive(Serialize)]
pub(crate) struct CheckFacts<'a> {
    /// The file.
    pub(crate) source: FileFacts,
    /// The schema that the tables would go to.
    pub(crate) schema: &'a str,
    /// How names would be treated.
    pub(crate) identifiers: &'static str,
    /// The tables that would be created.
    pub(crate) tables: Vec<TableFacts>,
    /// What would become of every object.
    pub(crate) objects: Vec<ObjectFacts<'a>>,
    /// What endangers the move, worst first.
    pub(crate) hazards: Vec<&'a Hazard>,
    /// What a move into the target of `--to` would take; `None` without it, and where the move is blocked.
    pub(crate) forecast: Option<ForecastFacts>,
    /// The verdict.
    pub(crate) verdict: CheckVerdict,
    /// How many things there are to look at: hazards that need attention, and objects that do not arrive.
    pub(crate) attention: u64,
    /// How many hazards block the move.
    pub(crate) blocking: u64,
    /// See `docs/reference/exit-codes.md`.
    exit_code: u8,
}

/// Whether a file can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CheckVerdict {
    /// It can.
    Ready,
    /// It can, and there is something to look at.
    ReadyWithAttention,
    /// It cannot.
    Blocked,
}

/// Gathers what a check says.
pub(crate) fn check<'a>(checked: &'a Checked, path: &Path) -> CheckFacts<'a> {
    let plan = &checked.plan;
    let hazards = worst_first(plan);
    let blocking = objects::count(&hazards, Severity::Blocking);
    let attention = objects::count(&hazards, Severity::Attention) + not_converted(&plan.verdicts).count() as u64;
    let verdict = match (blocking, attention) {
        (0, 0) => CheckVerdict::Ready,
        (0, _) => CheckVerdict::ReadyWithAttention,
        (_, _) => CheckVerdict::Blocked,
    };
    CheckFacts {
        source: FileFacts::new(checked, path),
        schema: plan.schema.as_str(),
        identifiers: super::identifiers(plan.identifiers),
        tables: TableFacts::all(checked),
        objects: ObjectFacts::all(checked),
        hazards,
        forecast: None,
        verdict,
        attention,
        blocking,
        exit_code: verdict.exit().code(),
    }
}

impl CheckFacts<'_> {
    /// How the command ends.
    pub(crate) fn exit(&self) -> Exit {
        self.verdict.exit()
    }

    /// The verdict in one line.
    pub(crate) fn verdict_text(&self) -> String {
        match self.verdict {
            CheckVerdict::Ready => "ready".to_owned(),
            CheckVerdict::ReadyWithAttention => {
                format!("ready, with {} to look at", words::counted(self.attention, "thing", "things"))
            }
            CheckVerdict::Blocked => {
                format!("blocked by {}", words::counted(self.blocking, "hazard", "hazards"))
            }
        }
    }
}

impl CheckVerdict {
    fn exit(self) -> Exit {
        match self {
            CheckVerdict::Ready => Exit::Done,
            CheckVerdict::ReadyWithAttention => Exit::Look,
            CheckVerdict::Blocked => Exit::Failed,
        }
    }
}
