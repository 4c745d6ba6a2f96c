//! `Sql`: the only way to build PostgreSQL text.

use std::fmt;

use serde::Serialize;

use crate::ident::{Ident, QualifiedName};

/// PostgreSQL text under construction.
///
/// Program text comes in as `&'static str`, so that nothing from a database
/// file can enter unquoted; names and literals have methods that quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Sql(String);

impl Sql {
    /// Empty text.
    pub fn new() -> Sql {
        Sql(String::new())
    }

    /// Text written in this program.
    pub fn text(text: &'static str) -> Sql {
        Sql(text.to_owned())
    }

    /// Appends text written in this program.
    pub fn push(&mut self, text: &'static str) -> &mut Sql {
        self.0.push_str(text);
        self
    }

    /// Appends SQL that was itself built by `Sql`.
    pub fn push_sql(&mut self, sql: &Sql) -> &mut Sql {
        self.0.push_str(&sql.0);
        self
    }

    /// Appends a name, quoted where it must be.
    pub fn push_ident(&mut self, name: &Ident) -> &mut Sql {
        self.0.push_str(&name.quoted());
        self
    }

    /// Appends `schema.name`.
    pub fn push_name(&mut self, name: &QualifiedName) -> &mut Sql {
        self.push_ident(&name.schema).push(".").push_ident(&name.name)
    }

    /// Appends a string literal that means the same whatever
    /// `standard_conforming_strings` says.
    pub fn push_literal(&mut self, text: &str) -> &mut Sql {
        if text.contains('\\') {
            self.0.push_str("E'");
            self.0.push_str(&text.replace('\\', "\\\\").replace('\'', "''"));
        } else {
            self.0.push('\'');
            self.0.push_str(&text.replace('\'', "''"));
        }
        self.0.push('\'');
        self
    }

    /// Appends a `bytea` literal.
    pub fn push_bytes(&mut self, bytes: &[u8]) -> &mut Sql {
        self.0.push_str("'\\x");
        for byte in bytes {
            self.0.push_str(&format!("{byte:02x}"));
        }
        self.0.push_str("'::bytea");
        self
    }

    /// Appends an integer.
    pub fn push_integer(&mut self, value: i64) -> &mut Sql {
        self.0.push_str(&value.to_string());
        self
    }

    /// Appends a double as the shortest decimal that reads back as it.
    pub fn push_real(&mut self, value: f64) -> &mut Sql {
        if value.is_nan() {
            return self.push("'NaN'::double precision");
        }
        if value.is_infinite() {
            return self.push(if value > 0.0 {
                "'Infinity'::double precision"
            } else {
                "'-Infinity'::double precision"
            });
        }
        self.0.push_str(&format!("{value:?}"));
        self
    }

    /// Text written in this program, with the parts in the places of its `{}`.
    ///
    /// # Panics
    /// When the number of parts is not the number of places, which is our bug.
    pub fn fill(template: &'static str, parts: &[&Sql]) -> Sql {
        let mut sql = Sql::new();
        let mut parts = parts.iter();
        for (position, piece) in template.split("{}").enumerate() {
            if position > 0 {
                sql.push_sql(parts.next().expect("a part for every place"));
            }
            sql.push(piece);
        }
        assert!(parts.next().is_none(), "a place for every part");
        sql
    }

    /// The text with `part` in the place of its only U+0000, which no SQL text contains.
    pub(crate) fn replace_mark(&self, part: &Sql) -> Sql {
        Sql(self.0.replacen('\0', &part.0, 1))
    }

    /// Appends a list, its items separated by `separator`.
    pub fn push_list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        separator: &'static str,
        mut item: impl FnMut(&mut Sql, T),
    ) -> &mut Sql {
        for (position, value) in items.into_iter().enumerate() {
            if position > 0 {
                self.push(separator);
            }
            item(self, value);
        }
        self
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was appended yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_survive_quotes_and_backslashes() {
        let mut sql = Sql::new();
        sql.push_literal("it's").push(",").push_literal("a\\b'c");
        assert_eq!(sql.as_str(), r"'it''s',E'a\\b''c'");
    }

    #[test]
    fn reals_are_shortest_decimals() {
        let mut sql = Sql::new();
        sql.push_real(0.1).push(",").push_real(1e300).push(",").push_real(-2.0);
        assert_eq!(sql.as_str(), "0.1,1e300,-2.0");
    }

    #[test]
    fn parts_fill_places() {
        let sql = Sql::fill("{} + ({})", &[&Sql::text("a"), &Sql::text("b")]);
        assert_eq!(sql.as_str(), "a + (b)");
    }

    #[test]
    fn bytes_become_a_hex_literal() {
        let mut sql = Sql::new();
        sql.push_bytes(&[0xde, 0xad]);
        assert_eq!(sql.as_str(), r"'\xdead'::bytea");
    }
}
