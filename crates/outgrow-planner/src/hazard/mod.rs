//! Ways in which a move can lose data or change behavior.

mod facts;
mod forced_type;
mod identity_exhausted;
mod jsonb_spelling;
mod mixed_spelling;
mod nocase_column;
mod null_in_key;
mod null_in_not_null;
mod offset_lost;
mod on_conflict;
mod orphans;
mod renamed;
mod storage_class;
mod too_many_columns;
mod unread_definition;
mod unrepresentable;
mod virtual_table;
mod widened;

pub use facts::{Facts, MovedColumn, Origin, Renamed, Usage};

use std::fmt;

use serde::Serialize;

use crate::profile::Tally;

/// Something that the user should know before or after the move.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hazard {
    /// The stable name: `text-with-nul`. Its page in the manual has the same name.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The table, as SQLite names it.
    pub table: Option<String>,
    /// The column, constraint, index, view or trigger.
    pub object: Option<String>,
    /// What was found, with its numbers: a clause without a full stop.
    pub message: String,
    /// What to do: a whole sentence.
    pub remedy: String,
    /// How many rows, and the first of them.
    pub rows: Option<Tally>,
}

/// How bad a hazard is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Everything arrives equal; good to know.
    Notice,
    /// Something needs a look after the move: the exit code is 1.
    Attention,
    /// The move cannot start.
    Blocking,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Notice => "notice",
            Severity::Attention => "attention",
            Severity::Blocking => "blocking",
        })
    }
}

/// A way in which a move can lose data or change behavior, and how it is found.
#[derive(Clone, Copy, Debug)]
pub struct Detector {
    /// The stable name of what it finds.
    pub id: &'static str,
    /// Finds it.
    pub detect: fn(&Facts<'_>) -> Vec<Hazard>,
}

/// Every hazard there is, in the order of the manual.
pub const ALL: &[Detector] = &[
    too_many_columns::DETECTOR,
    unrepresentable::DETECTOR,
    forced_type::DETECTOR,
    null_in_key::DETECTOR,
    null_in_not_null::DETECTOR,
    orphans::DETECTOR,
    identity_exhausted::DETECTOR,
    on_conflict::DETECTOR,
    virtual_table::DETECTOR,
    unread_definition::DETECTOR,
    widened::DETECTOR,
    storage_class::DETECTOR,
    nocase_column::DETECTOR,
    offset_lost::DETECTOR,
    mixed_spelling::DETECTOR,
    jsonb_spelling::DETECTOR,
    renamed::DETECTOR,
];

/// Everything that the facts show, in the order of [`ALL`].
pub(crate) fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    ALL.iter().flat_map(|detector| (detector.detect)(facts)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_hazard_has_a_name_of_its_own() {
        let mut names: Vec<&str> = super::ALL.iter().map(|detector| detector.id).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), super::ALL.len());
    }
}
