//! Names as they stand in SQLite text.

use sqlite3_parser::ast::{Expr, Literal};

/// A name without its quotes: `"a""b"`, `[a]`, `` `a` `` and, as old files have it, `'a'`.
pub fn unquoted(token: &str) -> String {
    let Some(quote) = token.chars().next().filter(|first| matches!(first, '"' | '\'' | '`' | '[')) else {
        return token.to_owned();
    };
    let close = if quote == '[' { ']' } else { quote };
    let Some(inner) = token[1..].strip_suffix(close) else { return token.to_owned() };
    match quote {
        '[' => inner.to_owned(),
        _ => inner.replace(&format!("{quote}{quote}"), &quote.to_string()),
    }
}

/// The column that a key of PRIMARY KEY or UNIQUE names, if it is one.
pub(super) fn key_column(expression: &Expr<'_>) -> Option<String> {
    match expression {
        Expr::Id(id) => Some(unquoted(id.0)),
        Expr::Name(name) => Some(unquoted(name.0)),
        // SQLite reads a string as a name here.
        Expr::Literal(Literal::String(text)) => Some(unquoted(text)),
        Expr::Collate(inner, _) => key_column(inner),
        Expr::Parenthesized(inner) if inner.len() == 1 => key_column(&inner[0]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::unquoted;

    #[test]
    fn every_kind_of_quotes_is_taken_off() {
        let cases = [
            ("a", "a"),
            ("\"a\"\"b\"", "a\"b"),
            ("'it''s'", "it's"),
            ("`x``y`", "x`y"),
            ("[a b]", "a b"),
            ("\"\"", ""),
            ("\"", "\""),
        ];
        for (token, name) in cases {
            assert_eq!(unquoted(token), name);
        }
    }
}
