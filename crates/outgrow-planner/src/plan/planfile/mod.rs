//! The plan file: decisions as a person reads, edits and keeps them.
//!
//! [`write()`] says what a plan decides and on what evidence; [`read`] says what
//! the user made of it. A file that is read as it was written gives the same plan.

mod entry;
mod words;
mod data_type;
mod zone;
mod read;
mod toml_text;
mod evidence;
mod open;
mod write;
#[cfg(test)]
mod tests;

pub use read::read;
pub use write::{Written, write};

use super::{Decided, Decisions, Identifiers};
use crate::ident::Ident;

/// What a plan file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFile {
    /// The schema that the tables go to.
    pub schema: Option<Decided<Ident>>,
    /// How names are treated.
    pub identifiers: Option<Decided<Identifiers>>,
    /// Everything else.
    pub decisions: Decisions,
}
