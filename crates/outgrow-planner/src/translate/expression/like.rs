//! LIKE, and the operators beside it.

use sqlite3_parser::ast::{Expr, LikeOperator};

use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::scope::Scope;
use super::super::statement::refuse_with;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Kind, Typed};
use super::conversion::truth;
use super::glob;
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn like(
        &mut self,
        value: &Expr<'_>,
        not: bool,
        operator: LikeOperator,
        pattern: &Expr<'_>,
        escape: Option<&Expr<'_>>,
        scope: &Scope<'_>,
    ) -> Result<Typed, NotConverted> {
        match operator {
            LikeOperator::Like => {}
            LikeOperator::Glob => {
                let (value, pattern) = (self.expression(value, scope)?, self.expression(pattern, scope)?);
                return self.glob_of(&value, not, &pattern);
            }
            LikeOperator::Match => {
                return refuse_with(
                    "it uses MATCH",
                    "Use a text search of PostgreSQL: to_tsvector(…) @@ to_tsquery(…).",
                );
            }
            LikeOperator::Regexp => {
                return refuse_with(
                    "it uses REGEXP, which the application defines",
                    "Use the operator ~ of PostgreSQL, if it reads the pattern as the application does.",
                );
            }
        }
        let value = self.expression(value, scope)?;
        let pattern = self.expression(pattern, scope)?;
        let escape = match escape {
            None => None,
            Some(escape) => Some(self.expression(escape, scope)?),
        };
        self.like_of(&value, not, &pattern, escape.as_ref())
    }

    /// LIKE folds the ASCII letters only, and knows no escape character unless it is given one.
    pub(in crate::translate) fn like_of(
        &mut self,
        value: &Typed,
        not: bool,
        pattern: &Typed,
        escape: Option<&Typed>,
    ) -> Result<Typed, NotConverted> {
        if value.kind == Kind::Blob || pattern.kind == Kind::Blob {
            return refuse("it uses LIKE with bytes");
        }
        let nullable = value.nullable || pattern.nullable;
        let (value, pattern) = (self.as_text(value)?, self.as_text(pattern)?);
        let mut escaping = Sql::new();
        match escape {
            None => escaping.push_literal(""),
            Some(escape) => match escape_character(&pattern, escape)? {
                Some(character) => escaping.push_literal(&character),
                None => return Ok(nothing_matches(&value, not)),
            },
        };
        let folded = match pattern.text_constant() {
            // The pattern is folded here, where everybody can read it.
            Some(text) => {
                let mut sql = Sql::new();
                sql.push_literal(&text.to_ascii_lowercase());
                sql
            }
            None => Sql::fill("lower({} COLLATE \"C\")", &[&pattern.operand()]),
        };
        let template = if not {
            "lower({} COLLATE \"C\") NOT LIKE {} ESCAPE {}"
        } else {
            "lower({} COLLATE \"C\") LIKE {} ESCAPE {}"
        };
        let sql = Sql::fill(template, &[&value.operand(), &folded, &escaping]);
        Ok(Typed::condition(sql).null_with(nullable))
    }

    /// GLOB: an expression of LIKE or of a regular expression where the pattern is a constant.
    pub(in crate::translate) fn glob_of(
        &mut self,
        value: &Typed,
        not: bool,
        pattern: &Typed,
    ) -> Result<Typed, NotConverted> {
        if value.kind == Kind::Blob || pattern.kind == Kind::Blob {
            return refuse("it uses GLOB with bytes");
        }
        let nullable = value.nullable || pattern.nullable;
        let (value, pattern) = (self.as_text(value)?, self.as_text(pattern)?);
        let Some(text) = pattern.text_constant() else {
            let call = self.support_call(SupportFunction::Glob, &[&pattern.sql, &value.sql]);
            let sql = if not { Sql::fill("NOT {}", &[&call]) } else { call };
            return Ok(Typed::condition(sql).null_with(nullable));
        };
        let mut literal = Sql::new();
        let template = match glob::pattern(text) {
            glob::Pattern::Like(like) => {
                literal.push_literal(&like);
                if not { "{} NOT LIKE {}" } else { "{} LIKE {}" }
            }
            glob::Pattern::Regular(regular) => {
                literal.push_literal(&regular);
                if not { "{} COLLATE \"C\" !~ {}" } else { "{} COLLATE \"C\" ~ {}" }
            }
        };
        Ok(Typed::condition(Sql::fill(template, &[&value.operand(), &literal])).null_with(nullable))
    }
}

/// The answer to a pattern that no text matches.
fn nothing_matches(value: &Typed, not: bool) -> Typed {
    if !value.nullable {
        return truth(not);
    }
    let template =
        if not { "CASE WHEN {} IS NOT NULL THEN true END" } else { "CASE WHEN {} IS NOT NULL THEN false END" };
    Typed { atomic: true, ..Typed::condition(Sql::fill(template, &[&value.operand()])) }
}

/// A constant escape character; `None` where the constant pattern ends in it, so that nothing matches.
fn escape_character(pattern: &Typed, escape: &Typed) -> Result<Option<String>, NotConverted> {
    let (Some(pattern), Some(escape)) = (pattern.text_constant(), escape.text_constant()) else {
        return refuse("it uses LIKE with an escape character and a pattern that is no constant");
    };
    let mut characters = escape.chars();
    let (Some(character), None) = (characters.next(), characters.next()) else {
        return refuse("it uses LIKE with an escape that is no single character");
    };
    let mut escaped = false;
    for next in pattern.chars() {
        escaped = !escaped && next == character;
    }
    if character.is_ascii_alphabetic() {
        return refuse("it uses LIKE with a letter that escapes");
    }
    Ok((!escaped).then(|| escape.to_owned()))
}
