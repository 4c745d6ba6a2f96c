//! CREATE INDEX.

use sqlite3_parser::ast::{Expr, SortedColumn, Stmt};
use sqlite3_parser::lexer::sql::TokenType;

use super::tokens::{Token, closing, expression, tokens};
use super::{Unparsed, statement};
use crate::catalog::sqlite::Expression;

/// The expressions of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexText {
    /// Every key in order, without its COLLATE, ASC or DESC.
    pub parts: Vec<Expression>,
    /// WHERE.
    pub predicate: Option<Expression>,
}

/// Reads a CREATE INDEX statement.
pub fn index(sql: &str) -> Result<IndexText, Unparsed> {
    let tokens = tokens(sql)?;
    statement(sql, |statement| match statement {
        Stmt::CreateIndex { columns, .. } => text(sql, &tokens, columns),
        _ => Err(Unparsed::new("the text is no CREATE INDEX")),
    })
}

fn text(sql: &str, tokens: &[Token], columns: &[SortedColumn<'_>]) -> Result<IndexText, Unparsed> {
    let cut = || Unparsed::new("the keys of the index could not be told apart");
    let open = tokens.iter().position(|token| token.kind == TokenType::TK_LP).ok_or_else(cut)?;
    let close = closing(tokens, open).ok_or_else(cut)?;
    let inside = &tokens[open + 1..close];
    let split: Vec<&[Token]> = inside.split(|t| t.kind == TokenType::TK_COMMA && t.depth == 1).collect();
    if split.len() != columns.len() {
        return Err(cut());
    }
    let parts = split.iter().zip(columns).map(|(tokens, column)| expression(sql, bare(tokens, column)));
    let parts = parts.collect::<Option<Vec<Expression>>>().ok_or_else(cut)?;
    Ok(IndexText { parts, predicate: predicate(sql, &tokens[close + 1..]) })
}

/// The tokens of a key without what the grammar puts behind its expression.
fn bare<'t>(tokens: &'t [Token], column: &SortedColumn<'_>) -> &'t [Token] {
    let mut behind = 0;
    if column.nulls.is_some() {
        behind += 2;
    }
    if column.order.is_some() {
        behind += 1;
    }
    let mut inner = &column.expr;
    while let Expr::Collate(collated, _) = inner {
        behind += 2;
        inner = collated;
    }
    &tokens[..tokens.len().saturating_sub(behind)]
}

fn predicate(sql: &str, behind_keys: &[Token]) -> Option<Expression> {
    let (first, condition) = behind_keys.split_first()?;
    if first.kind != TokenType::TK_WHERE {
        return None;
    }
    let condition = condition.split(|token| token.kind == TokenType::TK_SEMI).next()?;
    expression(sql, condition)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(sql: &str) -> Vec<String> {
        index(sql).expect("parses").parts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn keys_are_cut_exactly_out_of_the_text() {
        assert_eq!(
            parts("CREATE INDEX i ON t(lower( a ) COLLATE nocase DESC, coalesce(b, 'x,)'), \"c\" ASC)"),
            ["lower( a )", "coalesce(b, 'x,)')", "\"c\""]
        );
    }

    #[test]
    fn sort_words_can_be_column_names() {
        assert_eq!(parts("CREATE INDEX i ON t(desc, asc DESC, a + desc)"), ["desc", "asc", "a + desc"]);
    }

    #[test]
    fn the_predicate_is_everything_behind_where() {
        let text =
            index("CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t(a) WHERE a > 1 AND (b) ; -- done").expect("parses");
        assert_eq!(text.predicate, Some(Expression::new("a > 1 AND (b)")));
        assert_eq!(index("CREATE INDEX i ON t(a)").expect("parses").predicate, None);
    }
}
