//! What of a move has arrived, committed on the target with what it describes.
//!
//! A move into a schema writes one row into `outgrow.moves` and, for every part of
//! every table, one into `outgrow.ledger`, in the transaction that creates the
//! tables. The transaction that loads a part marks its row, and the one that adds a
//! key, an index or a view adds one. So whatever stops a move, and whenever, the
//! ledger is true, and the same command goes on behind it. A finished move takes
//! its rows away again.

mod home;
mod made;
mod record;
mod rows;
mod undone;

use outgrow_planner::ident::{Ident, QualifiedName};

pub(crate) use made::Made;
pub use record::{Record, Standing, State};
pub(crate) use rows::{Addition, Claim, Loaded, PartRow, Progressed};

/// The two tables of the ledger, for moves into one schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The schema that the move goes into.
    schema: Ident,
    moves: QualifiedName,
    parts: QualifiedName,
}

impl Ledger {
    /// The schema that the move goes into.
    pub fn schema(&self) -> &Ident {
        &self.schema
    }
}
