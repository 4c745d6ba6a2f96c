//! Why a column becomes what it becomes.

use std::fmt;

/// The fact that forced a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nothing more specific holds every value.
    Fallback,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Fallback => f.write_str("nothing more specific holds every value"),
        }
    }
}
