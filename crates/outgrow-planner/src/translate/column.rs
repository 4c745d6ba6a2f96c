//! Expressions of one table: defaults, checks, generated columns, index keys and predicates.

use crate::catalog::sqlite::Expression;

use super::expression::comparison::by_bytes;
use super::parse::{strip, unquote, with_expression};
use super::scope::{Field, Scope, Source, outside};
use super::translator::{Demand, Translator, refuse};
use super::typed::{Constant, Kind, Typed};
use super::{Generation, NotConverted, Relation, RelationColumn, Relations, RowIdentity, Translated};
use crate::catalog::pg::DataType;
use crate::sql::Sql;
use sqlite3_parser::ast::Expr;

/// A DEFAULT of the column at `position`, as a PostgreSQL expression of the column's type.
pub fn default(expression: &Expression, relation: &Relation, position: usize) -> Result<Translated, NotConverted> {
    let column = column_at(relation, position)?;
    let relations = Relations::default();
    let mut translator = Translator::new(&relations);
    let sql = with_expression(expression.as_str(), |tree| {
        if let Some(word) = bare_word(tree) {
            return translator.assign(&Typed::constant(Constant::Text(word)), column);
        }
        if is_random_uuid(tree, column) {
            return Ok(Sql::text("gen_random_uuid()"));
        }
        let typed = translator.expression(tree, &Scope::empty())?;
        translator.assign(&typed, column)
    })?;
    Ok(translator.finish(sql))
}

/// A CHECK of `relation`, as a PostgreSQL condition.
pub fn check(expression: &Expression, relation: &Relation) -> Result<Translated, NotConverted> {
    let relations = Relations::default();
    let mut translator = Translator::new(&relations);
    let sql = with_expression(expression.as_str(), |tree| {
        let condition = translator.condition(tree, &own_columns(relation))?;
        Ok(condition.sql)
    })?;
    refuse_queries(&translator)?;
    Ok(translator.finish(sql))
}

/// The expression of a generated column, immutable as PostgreSQL demands, of the column's type.
///
/// PostgreSQL lets no generated column read another one, so the other's expression
/// stands in its place. One that is not decided yet is not there.
pub fn generated(expression: &Expression, relation: &Relation, position: usize) -> Result<Translated, NotConverted> {
    let column = column_at(relation, position)?;
    let relations = Relations::default();
    let mut translator = Translator::new(&relations);
    translator.demand = Demand::Immutable;
    let sql = with_expression(expression.as_str(), |tree| {
        let typed = translator.expression(tree, &written_columns(relation))?;
        translator.assign(&typed, column)
    })?;
    refuse_queries(&translator)?;
    translator.require_immutable()?;
    Ok(translator.finish(sql))
}

/// An expression key of an index, immutable, without outer parentheses.
pub fn index_key(expression: &Expression, relation: &Relation) -> Result<Translated, NotConverted> {
    let relations = Relations::default();
    let mut translator = Translator::new(&relations);
    translator.demand = Demand::Immutable;
    let sql = with_expression(expression.as_str(), |tree| {
        let typed = translator.expression(tree, &own_columns(relation))?;
        match &typed.kind {
            Kind::RowKey(_) => refuse("it indexes the rowid"),
            Kind::Opaque(reason) if !typed.is_column && typed.data_type != DataType::Text => refuse(*reason),
            Kind::Text if typed.collation.name() == "NOCASE" => {
                Ok(Sql::fill("lower({} COLLATE \"C\")", &[&typed.operand()]))
            }
            _ if typed.data_type == DataType::Text => Ok(by_bytes(&typed).sql),
            _ => Ok(typed.sql),
        }
    })?;
    refuse_queries(&translator)?;
    translator.require_immutable()?;
    Ok(translator.finish(sql))
}

/// The WHERE of a partial index, immutable.
pub fn predicate(expression: &Expression, relation: &Relation) -> Result<Translated, NotConverted> {
    let relations = Relations::default();
    let mut translator = Translator::new(&relations);
    translator.demand = Demand::Immutable;
    let sql = with_expression(expression.as_str(), |tree| {
        let condition = translator.condition(tree, &own_columns(relation))?;
        Ok(condition.sql)
    })?;
    refuse_queries(&translator)?;
    translator.require_immutable()?;
    Ok(translator.finish(sql))
}

fn column_at(relation: &Relation, position: usize) -> Result<&RelationColumn, NotConverted> {
    relation.columns.get(position).ok_or_else(|| NotConverted::new("its column is not there"))
}

fn own_columns(relation: &Relation) -> Scope<'static> {
    let source = Source::of_relation(relation, Some(&relation.source), None);
    Scope { sources: vec![source], ..Scope::empty() }
}

/// The columns, with the expressions of those that PostgreSQL computes.
fn written_columns(relation: &Relation) -> Scope<'static> {
    let mut scope = own_columns(relation);
    for source in &mut scope.sources {
        let fields = std::mem::take(&mut source.fields);
        let columns = fields.into_iter().zip(&relation.columns);
        source.fields = columns.filter_map(|(field, column)| written(field, column)).collect();
        // Positions of columns mean nothing any more.
        source.identity = RowIdentity::None;
    }
    scope
}

fn written(field: Field, column: &RelationColumn) -> Option<Field> {
    match &column.generation {
        Generation::None => Some(field),
        Generation::Undecided => None,
        Generation::By(expression) => {
            let sql = Sql::fill("({})", &[expression]);
            let typed = Typed { is_column: false, ..outside(&field.typed, sql) };
            Some(Field { typed, ..field })
        }
    }
}

fn refuse_queries(translator: &Translator<'_>) -> Result<(), NotConverted> {
    if translator.subquery {
        return refuse("it has a subquery");
    }
    if translator.aggregated {
        return refuse("it has an aggregate");
    }
    Ok(())
}

/// `DEFAULT abc` and `DEFAULT "abc"` are texts.
fn bare_word(tree: &Expr<'_>) -> Option<String> {
    let (Expr::Id(sqlite3_parser::ast::Id(token)) | Expr::Name(sqlite3_parser::ast::Name(token))) = strip(tree) else {
        return None;
    };
    let keyword = token.eq_ignore_ascii_case("true") || token.eq_ignore_ascii_case("false");
    let word = unquote(token);
    (!keyword && !word.contains('\0')).then_some(word)
}

/// The function of extensions and frameworks that makes a uuid.
fn is_random_uuid(tree: &Expr<'_>, column: &RelationColumn) -> bool {
    let Expr::FunctionCall { name, args, .. } = strip(tree) else { return false };
    let name = unquote(name.0);
    let makes_uuids = name.eq_ignore_ascii_case("gen_random_uuid") && args.is_none_or(<[_]>::is_empty);
    makes_uuids && column.data_type == DataType::Uuid
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ident::{Ident, QualifiedName};
    use crate::translate::RowIdentity;

    fn nothing() -> Relation {
        Relation {
            source: "t".to_owned(),
            target: QualifiedName::new(Ident::fixed("public"), Ident::fixed("t")),
            columns: Vec::new(),
            row_identity: RowIdentity::None,
            unique_keys: Vec::new(),
        }
    }

    #[test]
    fn deep_and_long_expressions_neither_panic_nor_overflow() {
        let deep = |open: &str, close: &str, times: usize| format!("{}1{}", open.repeat(times), close.repeat(times));
        let texts = [
            deep("abs(", ")", 99),
            deep("(", ")", 99),
            deep("(", ")", 50_000),
            deep("NOT ", "", 50_000),
            deep("-", "", 1_000),
            deep("CASE WHEN ", " THEN 1 END", 5_000),
            format!("1{}", " OR 1".repeat(20_000)),
            format!("1{}", " + 1".repeat(20_000)),
            format!("'a'{}", " || 'a'".repeat(20_000)),
            format!("1 IN ({}1)", "1, ".repeat(50_000)),
        ];
        for text in texts {
            let _ = check(&Expression::new(text), &nothing());
        }
    }

    #[test]
    fn what_is_not_converted_says_why() {
        let cases = [
            ("x = 1", "not there"),
            ("'a' MATCH 'a'", "MATCH"),
            ("EXISTS (SELECT 1)", "a subquery"),
            ("count(*) > 1", "an aggregate"),
            ("last_insert_rowid() > 1", "the function last_insert_rowid()"),
            ("?1 = 1", "a parameter"),
            ("1 = ", "cannot be read"),
        ];
        for (text, reason) in cases {
            let error = check(&Expression::new(text), &nothing()).expect_err(text);
            assert!(error.reason.contains(reason), "{error}: {text}");
        }
    }
}
