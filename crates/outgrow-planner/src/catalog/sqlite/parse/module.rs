//! CREATE VIRTUAL TABLE.

use sqlite3_parser::lexer::sql::TokenType;

use super::name::unquoted;
use super::tokens::tokens;

/// The module of a CREATE VIRTUAL TABLE statement, in lower case; `None` where
/// the text is no such statement.
pub fn module(sql: &str) -> Option<String> {
    let tokens = tokens(sql).ok()?;
    if tokens.get(1)?.kind != TokenType::TK_VIRTUAL {
        return None;
    }
    // USING is reserved, so the first one is the keyword and no name.
    let using = tokens.iter().position(|token| token.kind == TokenType::TK_USING)?;
    let name = tokens.get(using + 1)?;
    Some(unquoted(&sql[name.start..name.end]).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn the_module_follows_using() {
        assert_eq!(module("CREATE VIRTUAL TABLE \"using\" USING \"FTS5\"(a, 'x')").as_deref(), Some("fts5"));
        assert_eq!(module("CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)").as_deref(), Some("rtree"));
        assert_eq!(module("CREATE TABLE t(a)"), None);
    }
}
