//! What a translation gives.

use std::collections::BTreeSet;
use std::fmt;

use crate::catalog::pg;
use crate::sql::Sql;

use super::{Relation, SupportFunction};

/// A translated expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// The PostgreSQL text.
    pub sql: Sql,
    /// Functions in schema `outgrow_sqlite` that it calls.
    pub functions: BTreeSet<SupportFunction>,
    /// Differences that a user should know, as whole sentences.
    pub notes: Vec<String>,
}

/// A translated view.
#[derive(Clone, Debug, PartialEq)]
pub struct TranslatedView {
    /// The view.
    pub view: pg::View,
    /// How later statements see it.
    pub relation: Relation,
    /// See [`Translated::functions`].
    pub functions: BTreeSet<SupportFunction>,
    /// See [`Translated::notes`].
    pub notes: Vec<String>,
}

/// A translated trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslatedTrigger {
    /// The trigger with its function.
    pub trigger: pg::Trigger,
    /// See [`Translated::functions`].
    pub functions: BTreeSet<SupportFunction>,
    /// See [`Translated::notes`].
    pub notes: Vec<String>,
}

/// Why something is not converted, and what to do by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotConverted {
    /// Why: a clause without a full stop.
    pub reason: String,
    /// What to do by hand: a whole sentence.
    pub suggestion: Option<String>,
}

impl NotConverted {
    /// With a reason alone.
    pub fn new(reason: impl Into<String>) -> NotConverted {
        NotConverted { reason: reason.into(), suggestion: None }
    }
}

impl fmt::Display for NotConverted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}
