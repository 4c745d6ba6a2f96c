//! SQLite expressions as the file holds them.

use std::fmt;

/// The text of one SQLite expression: a default, a CHECK, an index key.
///
/// It is text and no tree, because a tree borrows from the arena that it was
/// parsed into; [`crate::translate`] parses it where it needs the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expression(String);

impl Expression {
    /// An expression, without the parentheses that the grammar puts around it.
    pub fn new(sql: impl Into<String>) -> Expression {
        Expression(sql.into())
    }

    /// The SQLite text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
