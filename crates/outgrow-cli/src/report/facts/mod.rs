//! What a report says, gathered once for every form of it.

mod file;
mod column;
mod key;
mod table;
mod objects;
mod object_sql;
mod check;
mod forecast;
mod moved;
mod verified;
mod quarantine;
mod status;

pub(crate) use check::{CheckFacts, CheckVerdict, check};
pub(crate) use column::{ColumnFacts, TextValues, ValueFacts};
pub(crate) use file::FileFacts;
pub(crate) use forecast::{Basis, ForecastFacts};
pub(crate) use key::ForeignKeyFacts;
pub(crate) use moved::{MoveFacts, MoveVerdict, MovedTable, NotValid, PhaseFacts, moved};
pub(crate) use objects::{ObjectFacts, not_converted, verdicts, worst_first};
pub(crate) use quarantine::{
    EntryFacts, ExportFacts, ListFacts, QuarantinedColumn, RequeueFacts, RequeuedFacts, ShowFacts,
};
pub(crate) use status::{CleanFacts, StandingFacts, StatusFacts};
pub(crate) use table::{TableFacts, TargetFacts};
pub(crate) use verified::{Comparison, TableVerdict, Totals, VerifyFacts, VerifyVerdict, verified};

use outgrow_planner::plan::Identifiers;

/// The word for a treatment of names, as on the command line.
fn identifiers(identifiers: Identifiers) -> &'static str {
    match identifiers {
        Identifiers::Fold => "fold",
        Identifiers::Preserve => "preserve",
    }
}
