//! Why a column becomes what it becomes.

use std::fmt;

/// The fact that forced a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nothing more specific holds every value.
    Fallback,
    /// A foreign key connects it with a column of another type.
    Connected {
        /// The other table.
        table: String,
        /// The other column.
        column: String,
    },
    /// It is a key or indexed, and the type that its values suggest has no order.
    Indexed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Fallback => f.write_str("nothing more specific holds every value"),
            Reason::Connected { table, column } => {
                write!(f, "a foreign key connects it with \"{column}\" of \"{table}\"")
            }
            Reason::Indexed => f.write_str("it is indexed, and json has no order"),
        }
    }
}
