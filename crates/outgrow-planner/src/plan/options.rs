//! What the user decides before planning.

use super::Decisions;
use crate::ident::Ident;

/// What the user decides before planning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The schema that the tables go to.
    pub schema: Ident,
    /// How names are treated; `None` decides by the file.
    pub identifiers: Option<Identifiers>,
    /// The server's version as in `server_version_num`: 150018.
    pub server_version: u32,
    /// What the plan file says of tables, columns, hazards.
    pub decisions: Decisions,
}

impl Default for PlanOptions {
    fn default() -> PlanOptions {
        PlanOptions {
            schema: Ident::fixed("public"),
            identifiers: None,
            server_version: 150_000,
            decisions: Decisions::default(),
        }
    }
}

/// How names are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifiers {
    /// Folded to lower case, as PostgreSQL folds a name without quotes.
    Fold,
    /// Kept as they are.
    Preserve,
}
