//! The words of a statement, for questions that need no tree: which names does it mention?

use sqlite3_parser::lexer::sql::TokenType;

use super::tokens::tokens;
use super::{Unparsed, unquoted};

/// One word of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A keyword or a name, without its quotes.
    Name(String),
    /// `*`
    Star,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `(`
    Open,
    /// Everything else: numbers, strings, operators.
    Other,
}

impl Word {
    /// Whether it is this name or keyword; ASCII case does not count.
    pub fn is(&self, name: &str) -> bool {
        matches!(self, Word::Name(own) if own.eq_ignore_ascii_case(name))
    }
}

/// The words of a statement or expression, in order.
///
/// # Errors
/// SQLite's grammar has no such token.
pub fn words(sql: &str) -> Result<Vec<Word>, Unparsed> {
    Ok(tokens(sql)?.iter().map(|token| word(token.kind, &sql[token.start..token.end])).collect())
}

fn word(kind: TokenType, text: &str) -> Word {
    match kind {
        TokenType::TK_STAR => Word::Star,
        TokenType::TK_COMMA => Word::Comma,
        TokenType::TK_DOT => Word::Dot,
        TokenType::TK_LP => Word::Open,
        TokenType::TK_STRING | TokenType::TK_BLOB => Word::Other,
        _ if begins_name(text) => Word::Name(unquoted(text)),
        _ => Word::Other,
    }
}

fn begins_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '"' | '`' | '[') || !first.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sql: &str) -> Vec<String> {
        let name = |word| if let Word::Name(name) = word { Some(name) } else { None };
        words(sql).expect("tokens").into_iter().filter_map(name).collect()
    }

    #[test]
    fn names_lose_their_quotes_and_strings_are_no_names() {
        let found = names(r#"a > "b ""c""" AND [d e] = `f` OR 'g' = x'00'"#);
        assert_eq!(found, ["a", "b \"c\"", "AND", "d e", "f", "OR"]);
    }

    #[test]
    fn stars_and_commas_are_told_apart() {
        assert_eq!(
            words("SELECT *, 1").expect("tokens"),
            [Word::Name("SELECT".to_owned()), Word::Star, Word::Comma, Word::Other]
        );
        assert!(words("'unfinished").is_err());
    }
}
