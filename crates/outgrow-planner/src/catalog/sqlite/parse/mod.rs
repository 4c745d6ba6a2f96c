//! What only the CREATE text says: names of constraints, expressions, declared order.
//!
//! The grammar is SQLite's own (`sqlite3-parser`). Its tree has no positions,
//! so the exact text of an expression is cut out along the tokens. Everything
//! that a PRAGMA knows is taken from there, not from here.

mod foreign_key;
mod index;
mod module;
mod name;
mod table;
mod tokens;
mod words;

pub use foreign_key::ForeignKeyText;
pub use index::{IndexText, index};
pub use module::{ModuleText, module};
pub use name::unquoted;
pub use table::{ColumnText, ConflictText, KeyKind, KeyText, Resolution, TableText, table};
pub use words::{Word, words};

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use sqlite3_parser::ast::{Cmd, Stmt};
use sqlite3_parser::lexer::sql::Parser;
use sqlite3_parser::{Bump, FallibleIterator as _};

/// Why a CREATE text that SQLite accepts could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unparsed(String);

impl Unparsed {
    /// A reason: lower case, no full stop.
    pub fn new(reason: impl Into<String>) -> Unparsed {
        Unparsed(reason.into())
    }
}

impl fmt::Display for Unparsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unparsed {}

/// Refuses a text that the parser could not read in reasonable time and stack.
pub(crate) fn guard(sql: &str) -> Result<(), Unparsed> {
    tokens::check_nesting(&tokens::tokens(sql)?)
}

/// Parses one statement and lends its tree to `read`, because the tree lives
/// in an arena that ends here. A panic of the parser is an [`Unparsed`] too.
pub fn statement<T>(sql: &str, read: impl FnOnce(&Stmt<'_>) -> Result<T, Unparsed>) -> Result<T, Unparsed> {
    guard(sql)?;
    catch_unwind(AssertUnwindSafe(|| {
        let arena = Bump::new();
        let mut parser = Parser::new(&arena, sql.as_bytes());
        match parser.next() {
            Ok(Some(Cmd::Stmt(statement))) => read(&statement),
            Ok(_) => Err(Unparsed::new("the text holds no statement")),
            Err(error) => Err(Unparsed::new(error.to_string())),
        }
    }))
    .unwrap_or_else(|_| Err(Unparsed::new("the parser gave up")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_makes_the_parser_panic_or_overflow() {
        let hostile = [
            String::new(),
            "\0".into(),
            "CREATE".into(),
            "CREATE TABLE t(\"".into(),
            "CREATE TABLE t(a CHECK (\u{feff}\u{b}))".into(),
            format!("CREATE TABLE t(a CHECK ({}1{}))", "(".repeat(1_000_000), ")".repeat(1_000_000)),
            format!("CREATE TABLE t(a CHECK ({}1))", "- ".repeat(1_000_000)),
        ];
        for sql in hostile {
            let _ = table(&sql);
            let _ = index(&sql);
            let _ = module(&sql);
        }
    }

    #[test]
    fn a_text_cut_anywhere_is_read_or_refused() {
        let whole = "CREATE TABLE \"é\"(a ü DEFAULT -1 CHECK (a <> 'ñ'), b AS (a + x'00') STORED REFERENCES p(q)
                     ON DELETE SET DEFAULT, CONSTRAINT [k] UNIQUE (a, `b`)) -- ☃";
        for at in whole.char_indices().map(|(at, _)| at) {
            let (start, end) = whole.split_at(at);
            let _ = (table(start), table(end), index(start), module(end));
            let _ = table(&format!("{start}'{end}")).or(table(&format!("{start}){end}")));
        }
        assert!(table(whole).is_ok());
    }
}
