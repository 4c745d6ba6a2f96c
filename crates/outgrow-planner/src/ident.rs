//! PostgreSQL names, and the only place where quoting rules live.

use std::fmt;

use serde::Serialize;

mod keywords;

/// The longest name PostgreSQL keeps, in bytes (`NAMEDATALEN` - 1).
pub const MAX_BYTES: usize = 63;

/// A PostgreSQL name: not empty, no NUL, at most [`MAX_BYTES`] bytes.
///
/// Names of a database file are hostile input. They become an `Ident` once,
/// and reach SQL text only through [`crate::sql::Sql::push_ident`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Ident(String);

/// Why a string is no PostgreSQL name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnIdent {
    /// A name has at least one character.
    Empty,
    /// PostgreSQL cannot hold U+0000.
    Nul,
    /// PostgreSQL would cut the name after 63 bytes.
    TooLong,
}

impl fmt::Display for NotAnIdent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotAnIdent::Empty => "a name cannot be empty",
            NotAnIdent::Nul => "a name cannot contain U+0000",
            NotAnIdent::TooLong => "a name cannot be longer than 63 bytes",
        })
    }
}

impl std::error::Error for NotAnIdent {}

impl Ident {
    /// The name as PostgreSQL will store it.
    pub fn new(name: impl Into<String>) -> Result<Ident, NotAnIdent> {
        let name = name.into();
        if name.is_empty() {
            return Err(NotAnIdent::Empty);
        }
        if name.contains('\0') {
            return Err(NotAnIdent::Nul);
        }
        if name.len() > MAX_BYTES {
            return Err(NotAnIdent::TooLong);
        }
        Ok(Ident(name))
    }

    /// A name of our own, known when the program is compiled.
    ///
    /// # Panics
    /// When `name` is no valid name, which is our bug.
    pub fn fixed(name: &'static str) -> Ident {
        Ident::new(name).expect("a name written in this program is valid")
    }

    /// The name without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it must stand in SQL text: quoted unless PostgreSQL reads
    /// the bare word as exactly this name in every position.
    pub fn quoted(&self) -> String {
        if is_bare(&self.0) {
            return self.0.clone();
        }
        format!("\"{}\"", self.0.replace('"', "\"\""))
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.quoted())
    }
}

fn is_bare(name: &str) -> bool {
    let mut bytes = name.bytes();
    let starts = bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b == b'_');
    starts && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') && !keywords::needs_quotes(name)
}

/// A name in a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct QualifiedName {
    /// The schema (a namespace).
    pub schema: Ident,
    /// The object.
    pub name: Ident,
}

impl QualifiedName {
    /// `schema.name`.
    pub fn new(schema: Ident, name: Ident) -> QualifiedName {
        QualifiedName { schema, name }
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.schema, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(name: &str) -> String {
        Ident::new(name).expect("valid").quoted()
    }

    #[test]
    fn plain_lower_case_names_stay_bare() {
        assert_eq!(quoted("artist_id"), "artist_id");
    }

    #[test]
    fn everything_else_is_quoted_and_quotes_are_doubled() {
        assert_eq!(quoted("Artist"), "\"Artist\"");
        assert_eq!(quoted("a\"; DROP TABLE t; --"), "\"a\"\"; DROP TABLE t; --\"");
        assert_eq!(quoted("1st"), "\"1st\"");
        assert_eq!(quoted("naïve"), "\"naïve\"");
    }

    #[test]
    fn keywords_are_quoted() {
        for word in ["user", "order", "select", "between", "timestamp", "left"] {
            assert_eq!(quoted(word), format!("\"{word}\""));
        }
    }

    #[test]
    fn impossible_names_are_refused() {
        assert_eq!(Ident::new(""), Err(NotAnIdent::Empty));
        assert_eq!(Ident::new("a\0b"), Err(NotAnIdent::Nul));
        assert_eq!(Ident::new("é".repeat(32)), Err(NotAnIdent::TooLong));
    }
}
