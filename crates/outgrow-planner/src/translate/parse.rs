//! Into the parser and out again.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sqlite3_parser::ast::{Cmd, Expr, OneSelect, ResultColumn, Stmt};
use sqlite3_parser::lexer::sql::Parser;
use sqlite3_parser::{Bump, FallibleIterator};

use super::NotConverted;
use super::limit::with_offsets;
use crate::catalog::sqlite::parse::guard;

/// How deep parentheses may nest; the parser and its tree recurse with them.
const MAX_NESTING: usize = 100;

/// Parses one statement and hands its tree to `then`.
pub(super) fn with_statement<T>(
    sql: &str,
    then: impl FnOnce(&Stmt<'_>) -> Result<T, NotConverted>,
) -> Result<T, NotConverted> {
    if nesting(sql) > MAX_NESTING {
        return Err(NotConverted::new("its parentheses nest too deeply"));
    }
    guard(sql).map_err(|why| NotConverted::new(format!("its SQL cannot be read: {why}")))?;
    let arena = Bump::new();
    // The parser is a port of generated code and has panics for what its
    // author holds impossible; the text comes from a file that may be hostile.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let text = arena.alloc_str(&with_offsets(sql)?);
        let mut parser = Parser::new(&arena, text.as_bytes());
        let first = parser.next();
        match first {
            Ok(Some(command)) => match parser.next() {
                Ok(None) => Ok(command),
                Ok(Some(_)) => Err("it is more than one statement".to_owned()),
                Err(error) => Err(error.to_string()),
            },
            Ok(None) => Err("it is empty".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }));
    match parsed {
        Ok(Ok(Cmd::Stmt(statement))) => then(&statement),
        Ok(Ok(Cmd::Explain(_) | Cmd::ExplainQueryPlan(_))) => Err(NotConverted::new("it is an EXPLAIN")),
        Ok(Err(reason)) => Err(NotConverted::new(format!("its SQL cannot be read: {}", one_line(&reason)))),
        Err(_) => Err(NotConverted::new("its SQL cannot be read")),
    }
}

/// Parses one expression and hands its tree to `then`.
pub(super) fn with_expression<T>(
    text: &str,
    then: impl FnOnce(&Expr<'_>) -> Result<T, NotConverted>,
) -> Result<T, NotConverted> {
    // The line ends keep a comment at the end of the text from eating the parenthesis.
    let sql = format!("SELECT (\n{text}\n)");
    with_statement(&sql, |statement| {
        let Stmt::Select(select) = statement else { return Err(NotConverted::new("it is no expression")) };
        let OneSelect::Select {
            columns: [ResultColumn::Expr(expression, None)], from: None, where_clause: None, ..
        } = &select.body.select
        else {
            return Err(NotConverted::new("it is no expression"));
        };
        then(strip(expression))
    })
}

/// The expression inside parentheses that hold nothing else.
pub(super) fn strip<'t, 'b>(expression: &'t Expr<'b>) -> &'t Expr<'b> {
    let mut inner = expression;
    while let Expr::Parenthesized(list) = inner {
        let [only] = list.as_slice() else { break };
        inner = only;
    }
    inner
}

/// What a name token means: without its quotes, doubled quotes undone.
pub(super) fn unquote(token: &str) -> String {
    let mut characters = token.chars();
    let Some(first) = characters.next() else { return String::new() };
    let close = match first {
        '"' | '`' | '\'' => first,
        '[' => ']',
        _ => return token.to_owned(),
    };
    let Some(inner) = characters.as_str().strip_suffix(close) else { return token.to_owned() };
    match close {
        '"' => inner.replace("\"\"", "\""),
        '`' => inner.replace("``", "`"),
        '\'' => inner.replace("''", "'"),
        _ => inner.to_owned(),
    }
}

fn nesting(sql: &str) -> usize {
    let mut depth = 0usize;
    let mut deepest = 0;
    for byte in sql.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn one_line(reason: &str) -> String {
    reason.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_all_four_kinds_are_undone() {
        let cases = [("a", "a"), ("\"a\"\"b\"", "a\"b"), ("`a``b`", "a`b"), ("[a b]", "a b"), ("'it''s'", "it's")];
        for (token, name) in cases {
            assert_eq!(unquote(token), name);
        }
    }

    #[test]
    fn hostile_text_is_refused_and_never_panics() {
        let texts = ["", "1) FROM t --", "'open", "x'1", "\u{0}", &"(".repeat(100_000), "1); SELECT (2", "\"", "["];
        for text in texts {
            assert!(with_expression(text, |_| Ok(())).is_err(), "{text:.20}");
        }
    }
}
