//! What a comparison found, and what `outgrow verify` says.

use std::path::Path;
use std::time::Duration;

use outgrow::moving::Checked;
use outgrow::verify::{Difference, TableVerification, Verification};
use outgrow_planner::plan::TablePlan;
use serde::Serialize;

use super::objects::KnownQuarantine;
use super::{FileFacts, TargetFacts};
use crate::exit::Exit;
use crate::target::Destination;

/// What `outgrow verify` says.
#[derive(Serialize)]
pub(crate) struct VerifyFacts {
    /// The file.
    pub(crate) source: FileFacts,
    /// The database.
    pub(crate) target: TargetFacts,
    /// One for each table.
    pub(crate) tables: Vec<VerifiedTable>,
    /// All tables together.
    pub(crate) totals: Totals,
    /// How many differences there are.
    pub(crate) difference_count: u64,
    /// The verdict.
    pub(crate) verdict: VerifyVerdict,
    /// See `docs/reference/exit-codes.md`.
    exit_code: u8,
    /// The same.
    #[serde(skip)]
    exit: Exit,
}

/// A table on both sides.
#[derive(Serialize)]
pub(crate) struct VerifiedTable {
    /// Its name in SQLite.
    pub(crate) name: String,
    /// Its name in PostgreSQL, as SQL writes it.
    pub(crate) target: String,
    /// What was found.
    #[serde(flatten)]
    pub(crate) comparison: Comparison,
    /// The verdict.
    pub(crate) verdict: TableVerdict,
}

/// What the comparison of one table found.
#[derive(Serialize)]
pub(crate) struct Comparison {
    /// Rows in SQLite.
    pub(crate) source_rows: u64,
    /// Rows in PostgreSQL.
    pub(crate) target_rows: u64,
    /// Values compared.
    pub(crate) values: u64,
    /// Values in quarantine, compared there.
    pub(crate) quarantined: u64,
    /// How many differences there are.
    pub(crate) difference_count: u64,
    /// The first of them.
    pub(crate) differences: Vec<DifferenceFacts>,
    /// How long it took.
    pub(crate) seconds: f64,
}

/// One difference.
#[derive(Serialize)]
pub(crate) struct DifferenceFacts {
    /// The row.
    pub(crate) row: String,
    /// The column; `None` for a whole row.
    pub(crate) column: Option<String>,
    /// What SQLite holds.
    pub(crate) source: Option<String>,
    /// What PostgreSQL holds.
    pub(crate) target: Option<String>,
}

/// All tables together.
#[derive(Default, Serialize)]
pub(crate) struct Totals {
    /// Rows in SQLite.
    pub(crate) source_rows: u64,
    /// Rows in PostgreSQL.
    pub(crate) target_rows: u64,
    /// Values compared.
    pub(crate) values: u64,
    /// Values in quarantine.
    pub(crate) quarantined: u64,
    /// How long everything took.
    pub(crate) seconds: f64,
}

/// Whether a table is the same on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TableVerdict {
    /// Every value is.
    Verified,
    /// Every value is, some of them in quarantine.
    Quarantined,
    /// It is not.
    Differs,
}

/// Whether the databases are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum VerifyVerdict {
    /// Every value is.
    Verified,
    /// Every value is, some of them in quarantine.
    Quarantined,
    /// They are not.
    Differs,
}

/// Gathers what a comparison says.
pub(crate) fn verified(
    checked: &Checked,
    verification: &Verification,
    elapsed: Duration,
    path: &Path,
    destination: &Destination,
) -> VerifyFacts {
    let tables: Vec<VerifiedTable> =
        checked.plan.tables.iter().zip(&verification.tables).map(|(plan, table)| one(plan, table)).collect();
    let totals = Totals::of(tables.iter().map(|table| &table.comparison), elapsed);
    // A table that nobody has compared is no table that is the same.
    let compared = tables.len() == checked.plan.tables.len();
    let verdict = verdict(tables.iter().map(|table| table.verdict), compared);
    let acknowledged = KnownQuarantine::of(&checked.plan);
    let known = |table: &VerifiedTable| {
        let quarantined = table.comparison.quarantined;
        table.verdict == TableVerdict::Verified || acknowledged.covers(&table.name, quarantined)
    };
    let exit = match verdict {
        VerifyVerdict::Quarantined if tables.iter().all(known) => Exit::Done,
        VerifyVerdict::Verified | VerifyVerdict::Quarantined | VerifyVerdict::Differs => verdict.exit(),
    };
    VerifyFacts {
        source: FileFacts::new(checked, path),
        target: TargetFacts::new(checked, destination),
        difference_count: tables.iter().map(|table| table.comparison.difference_count).sum(),
        tables,
        totals,
        verdict,
        exit_code: exit.code(),
        exit,
    }
}

fn one(plan: &TablePlan, table: &TableVerification) -> VerifiedTable {
    let comparison = Comparison::new(table);
    VerifiedTable {
        name: plan.source.clone(),
        target: plan.target.name.to_string(),
        verdict: comparison.verdict(),
        comparison,
    }
}

fn verdict(tables: impl Iterator<Item = TableVerdict>, compared: bool) -> VerifyVerdict {
    let mut overall = if compared { VerifyVerdict::Verified } else { VerifyVerdict::Differs };
    for table in tables {
        overall = match (overall, table) {
            (VerifyVerdict::Differs, _) | (_, TableVerdict::Differs) => VerifyVerdict::Differs,
            (_, TableVerdict::Quarantined) => VerifyVerdict::Quarantined,
            (unchanged, TableVerdict::Verified) => unchanged,
        };
    }
    overall
}

impl Comparison {
    pub(super) fn new(table: &TableVerification) -> Comparison {
        Comparison {
            source_rows: table.source_rows,
            target_rows: table.target_rows,
            values: table.values,
            quarantined: table.quarantined,
            difference_count: table.difference_count,
            differences: table.differences.iter().map(DifferenceFacts::new).collect(),
            seconds: table.elapsed.as_secs_f64(),
        }
    }

    /// Different numbers of rows are a difference, whatever else was found.
    pub(super) fn verdict(&self) -> TableVerdict {
        if self.difference_count > 0 || self.source_rows != self.target_rows {
            return TableVerdict::Differs;
        }
        if self.quarantined > 0 { TableVerdict::Quarantined } else { TableVerdict::Verified }
    }
}

impl DifferenceFacts {
    fn new(difference: &Difference) -> DifferenceFacts {
        DifferenceFacts {
            row: difference.row.clone(),
            column: difference.column.clone(),
            source: difference.source.clone(),
            target: difference.target.clone(),
        }
    }
}

impl Totals {
    pub(super) fn of<'a>(tables: impl Iterator<Item = &'a Comparison>, elapsed: Duration) -> Totals {
        let mut totals = Totals { seconds: elapsed.as_secs_f64(), ..Totals::default() };
        for table in tables {
            totals.source_rows += table.source_rows;
            totals.target_rows += table.target_rows;
            totals.values += table.values;
            totals.quarantined += table.quarantined;
        }
        totals
    }
}

impl VerifyFacts {
    /// How the command ends.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }
}

impl VerifyVerdict {
    fn exit(self) -> Exit {
        match self {
            VerifyVerdict::Verified => Exit::Done,
            VerifyVerdict::Quarantined | VerifyVerdict::Differs => Exit::Look,
        }
    }
}
