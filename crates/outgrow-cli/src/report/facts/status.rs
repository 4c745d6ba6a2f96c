//! Facts about unfinished moves.

use outgrow::ledger::Standing;
use outgrow::moving::Cleaned;
use serde::Serialize;

use crate::target::Destination;

/// What `outgrow status` says.
#[derive(Serialize)]
pub(crate) struct StatusFacts {
    /// The database.
    pub(crate) target: String,
    /// The unfinished moves, by schema.
    pub(crate) moves: Vec<StandingFacts>,
}

/// One unfinished move.
#[derive(Serialize)]
pub(crate) struct StandingFacts {
    /// The schema that it goes into.
    pub(crate) schema: String,
    /// The SQLite file.
    pub(crate) source: String,
    /// When it began, as PostgreSQL writes it.
    pub(crate) started_at: String,
    /// Outgrow's version.
    pub(crate) version: String,
    /// Whether all has arrived and was compared: only the report is not told.
    pub(crate) finished: bool,
    /// Parts of tables that are loaded.
    pub(crate) parts_loaded: u64,
    /// Parts of tables.
    pub(crate) parts: u64,
    /// Rows that are loaded.
    pub(crate) rows: u64,
    /// Values in quarantine.
    pub(crate) quarantined: u64,
    /// Keys, indexes and other objects that were added after the rows.
    pub(crate) statements_done: u64,
    /// How many there are to add.
    pub(crate) statements: u64,
}

impl StatusFacts {
    pub(crate) fn new(destination: &Destination, standing: &[Standing]) -> StatusFacts {
        let moves = standing.iter().map(StandingFacts::new).collect();
        StatusFacts { target: destination.shown.clone(), moves }
    }
}

impl StandingFacts {
    fn new(standing: &Standing) -> StandingFacts {
        let state = standing.state;
        StandingFacts {
            schema: standing.ledger.schema().as_str().to_owned(),
            source: standing.record.source.clone(),
            started_at: standing.started_at.clone(),
            version: standing.record.version.clone(),
            finished: standing.finished,
            parts_loaded: state.loaded,
            parts: state.parts,
            rows: state.rows,
            quarantined: state.quarantined,
            statements_done: state.added,
            statements: state.statements,
        }
    }
}

/// What `outgrow clean` says.
#[derive(Serialize)]
pub(crate) struct CleanFacts {
    /// The database.
    pub(crate) target: String,
    /// The move that was taken away; `None` where there was none.
    pub(crate) cleaned: Option<StandingFacts>,
    /// The tables that were dropped, as SQL writes their names.
    pub(crate) tables: Vec<String>,
}

impl CleanFacts {
    pub(crate) fn new(destination: &Destination, cleaned: Option<&Cleaned>) -> CleanFacts {
        CleanFacts {
            target: destination.shown.clone(),
            cleaned: cleaned.map(|cleaned| StandingFacts::new(&cleaned.standing)),
            tables: cleaned.iter().flat_map(|cleaned| &cleaned.tables).map(ToString::to_string).collect(),
        }
    }
}
