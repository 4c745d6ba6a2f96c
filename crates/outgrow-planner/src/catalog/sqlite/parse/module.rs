//! CREATE VIRTUAL TABLE.

use sqlite3_parser::lexer::sql::TokenType;

use super::name::unquoted;
use super::tokens::{Token, tokens};

/// What a CREATE VIRTUAL TABLE statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleText {
    /// The module, in lower case.
    pub module: String,
    /// The table that `content=` of FTS4 and FTS5 names: it belongs to the
    /// application, whatever its name looks like.
    pub content: Option<String>,
}

/// Reads a CREATE VIRTUAL TABLE statement; `None` where the text is none.
pub fn module(sql: &str) -> Option<ModuleText> {
    let tokens = tokens(sql).ok()?;
    if tokens.get(1)?.kind != TokenType::TK_VIRTUAL {
        return None;
    }
    // USING is reserved, so the first one is the keyword and no name.
    let using = tokens.iter().position(|token| token.kind == TokenType::TK_USING)?;
    let module = word(sql, tokens.get(using + 1)?).to_lowercase();
    Some(ModuleText { module, content: content(sql, &tokens[using + 1..]) })
}

fn content(sql: &str, tokens: &[Token]) -> Option<String> {
    let named = |window: &&[Token]| {
        window[0].depth == 1
            && window[1].kind == TokenType::TK_EQ
            && word(sql, &window[0]).eq_ignore_ascii_case("content")
    };
    let option = tokens.windows(3).find(named)?;
    Some(word(sql, &option[2]))
}

fn word(sql: &str, token: &Token) -> String {
    unquoted(&sql[token.start..token.end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_follows_using() {
        let named = |sql: &str| module(sql).map(|text| text.module);
        assert_eq!(named("CREATE VIRTUAL TABLE \"using\" USING \"FTS5\"(a, 'x')").as_deref(), Some("fts5"));
        assert_eq!(named("CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)").as_deref(), Some("rtree"));
        assert_eq!(named("CREATE TABLE t(a)"), None);
    }

    #[test]
    fn the_content_table_is_known() {
        let named = |arguments: &str| module(&format!("CREATE VIRTUAL TABLE f USING fts5({arguments})"))?.content;
        assert_eq!(named("a, content='f_content', content_rowid=id").as_deref(), Some("f_content"));
        assert_eq!(named("a, Content=\"b c\"").as_deref(), Some("b c"));
        assert_eq!(named("content, a"), None);
    }
}
