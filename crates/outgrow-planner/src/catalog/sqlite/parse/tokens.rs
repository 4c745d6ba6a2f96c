//! The tokens of a statement, and the exact text between them.

use sqlite3_parser::lexer::Scanner;
use sqlite3_parser::lexer::sql::{TokenType, Tokenizer};

use super::Unparsed;
use crate::catalog::sqlite::Expression;

/// Deeper parentheses are refused: the tree is dropped recursively, and a
/// hostile file must not overflow the stack. SQLite's own parser stopped at
/// about 100 for most of its life.
const MAX_NESTING: usize = 500;

/// More words without anything between them are refused: the parser joins the
/// words of a declared type one by one, which takes hours for a megabyte of them.
const MAX_WORDS: usize = 1_000;

/// One token and where it stands, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenType,
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many parentheses are open around the token; a parenthesis itself
    /// stands outside of what it encloses.
    pub(super) depth: usize,
}

/// All tokens, without blanks and comments.
pub(super) fn tokens(sql: &str) -> Result<Vec<Token>, Unparsed> {
    let mut scanner = Scanner::new(Tokenizer::new());
    let mut found = Vec::new();
    let mut depth = 0_usize;
    loop {
        let (start, token, end) = scanner.scan(sql.as_bytes()).map_err(|error| Unparsed::new(error.to_string()))?;
        let Some((_, kind)) = token else { return Ok(found) };
        if kind == TokenType::TK_RP {
            depth = depth.saturating_sub(1);
        }
        found.push(Token { kind, start, end, depth });
        if kind == TokenType::TK_LP {
            depth += 1;
        }
    }
}

/// Refuses what is nested too deeply, or too long in one piece, to be parsed safely.
pub(super) fn check_nesting(tokens: &[Token]) -> Result<(), Unparsed> {
    if tokens.iter().any(|token| token.depth > MAX_NESTING) {
        return Err(Unparsed::new(format!("parentheses are nested deeper than {MAX_NESTING}")));
    }
    if longest_words(tokens) > MAX_WORDS {
        return Err(Unparsed::new(format!("more than {MAX_WORDS} words follow each other")));
    }
    Ok(())
}

fn longest_words(tokens: &[Token]) -> usize {
    tokens.split(|token| parts_words(token.kind)).map(<[Token]>::len).max().unwrap_or(0)
}

/// Whether no declared type goes on after the token; keywords can be words of a type.
fn parts_words(kind: TokenType) -> bool {
    use TokenType::{
        TK_COMMA, TK_CONCAT, TK_DOT, TK_EQ, TK_FLOAT, TK_GE, TK_GT, TK_INTEGER, TK_LE, TK_LP, TK_LT, TK_MINUS, TK_NE,
        TK_PLUS, TK_RP, TK_SEMI, TK_SLASH, TK_STAR,
    };
    let points = [
        TK_COMMA, TK_CONCAT, TK_DOT, TK_EQ, TK_FLOAT, TK_GE, TK_GT, TK_INTEGER, TK_LE, TK_LP, TK_LT, TK_MINUS, TK_NE,
        TK_PLUS, TK_RP, TK_SEMI, TK_SLASH, TK_STAR,
    ];
    points.contains(&kind)
}

/// The position of the parenthesis that closes the one at `open`.
pub(super) fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let depth = tokens.get(open).filter(|token| token.kind == TokenType::TK_LP)?.depth;
    let after = tokens[open + 1..].iter().position(|t| t.kind == TokenType::TK_RP && t.depth == depth)?;
    Some(open + 1 + after)
}

/// The text from the first to the last of some tokens, with the comments
/// inside and without those around, so that it can stand in parentheses.
pub(super) fn expression(sql: &str, tokens: &[Token]) -> Option<Expression> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(Expression::new(&sql[first.start..last.end]))
}
