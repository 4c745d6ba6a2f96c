//! CREATE TABLE.

use std::vec::IntoIter;

use sqlite3_parser::ast::{
    ColumnConstraint, ColumnDefinition, CreateTableBody, Name, NamedTableConstraint, ResolveType, SortedColumn, Stmt,
    TableConstraint,
};
use sqlite3_parser::lexer::sql::TokenType;

use super::foreign_key::{ForeignKeyText, column_names, foreign_key, is_deferred};
use super::name::{key_column, unquoted};
use super::tokens::{Token, closing, expression, tokens};
use super::{Unparsed, statement};
use crate::catalog::sqlite::{Check, Expression};

/// What a CREATE TABLE text says and no PRAGMA does.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TableText {
    /// Columns in declared order.
    pub columns: Vec<ColumnText>,
    /// PRIMARY KEY and UNIQUE constraints, those of columns included.
    pub keys: Vec<KeyText>,
    /// CHECK constraints, those of columns included.
    pub checks: Vec<Check>,
    /// Foreign keys, those of columns included, in declared order.
    pub foreign_keys: Vec<ForeignKeyText>,
    /// ON CONFLICT clauses other than ABORT, which is what a constraint does without one.
    pub conflicts: Vec<ConflictText>,
}

/// An ON CONFLICT clause as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictText {
    /// The constraint that has it: `UNIQUE`, `PRIMARY KEY`, `NOT NULL`.
    pub constraint: &'static str,
    /// The columns of the constraint.
    pub columns: Vec<String>,
    /// What it does.
    pub resolution: Resolution,
}

/// What ON CONFLICT does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// ROLLBACK: the transaction ends.
    Rollback,
    /// FAIL: the rows that the statement has changed stay changed.
    Fail,
    /// IGNORE: the row is left out without an error.
    Ignore,
    /// REPLACE: the rows in the way are deleted, or NULL becomes the default.
    Replace,
}

/// A column as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnText {
    /// Its name.
    pub name: String,
    /// The words of the declared type, without sizes.
    pub type_name: Option<String>,
    /// Whether NOT NULL was declared.
    pub not_null: bool,
    /// DEFAULT.
    pub default: Option<Expression>,
    /// GENERATED ALWAYS AS.
    pub generated: Option<Expression>,
}

/// A PRIMARY KEY or UNIQUE constraint as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyText {
    /// Which of the two.
    pub kind: KeyKind,
    /// CONSTRAINT name.
    pub name: Option<String>,
    /// The columns in the declared order.
    pub columns: Vec<String>,
}

/// Which constraint a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// PRIMARY KEY.
    Primary,
    /// UNIQUE.
    Unique,
}

/// Reads a CREATE TABLE statement.
pub fn table(sql: &str) -> Result<TableText, Unparsed> {
    let tokens = tokens(sql)?;
    statement(sql, |statement| {
        let Stmt::CreateTable { body: CreateTableBody::ColumnsAndConstraints { columns, constraints, .. }, .. } =
            statement
        else {
            return Err(Unparsed::new("the text is no CREATE TABLE with columns"));
        };
        let mut reading = Reading { text: TableText::default(), cuts: Cuts::of(sql, &tokens)? };
        for definition in columns {
            reading.column(definition)?;
        }
        for constraint in constraints.unwrap_or_default() {
            reading.constraint(constraint)?;
        }
        reading.finished()
    })
}

struct Reading {
    text: TableText,
    cuts: Cuts,
}

impl Reading {
    fn column(&mut self, definition: &ColumnDefinition<'_>) -> Result<(), Unparsed> {
        let type_name = definition.col_type.as_ref().map(|declared| declared.name.to_owned());
        let name = unquoted(definition.col_name.0);
        let mut column = ColumnText { name, type_name, not_null: false, default: None, generated: None };
        for constraint in definition.constraints {
            self.column_constraint(&mut column, owned(constraint.name.as_ref()), &constraint.constraint)?;
        }
        self.text.columns.push(column);
        Ok(())
    }

    fn column_constraint(
        &mut self,
        column: &mut ColumnText,
        name: Option<String>,
        constraint: &ColumnConstraint<'_>,
    ) -> Result<(), Unparsed> {
        let (kind, clause) = match constraint {
            ColumnConstraint::PrimaryKey { conflict_clause, .. } => ("PRIMARY KEY", *conflict_clause),
            ColumnConstraint::Unique(conflict_clause) => ("UNIQUE", *conflict_clause),
            ColumnConstraint::NotNull { nullable: false, conflict_clause } => ("NOT NULL", *conflict_clause),
            _ => ("", None),
        };
        self.conflict(kind, clause, std::slice::from_ref(&column.name));
        match constraint {
            ColumnConstraint::PrimaryKey { .. } => self.key(KeyKind::Primary, name, vec![column.name.clone()]),
            ColumnConstraint::Unique(_) => self.key(KeyKind::Unique, name, vec![column.name.clone()]),
            ColumnConstraint::NotNull { nullable, .. } => column.not_null |= !nullable,
            ColumnConstraint::Check(_) => self.check(name)?,
            ColumnConstraint::Default(_) => column.default = Some(next(&mut self.cuts.defaults)?),
            ColumnConstraint::Generated { .. } => column.generated = Some(next(&mut self.cuts.generated)?),
            ColumnConstraint::ForeignKey { clause, .. } => {
                let key = foreign_key(name, vec![column.name.clone()], clause);
                self.text.foreign_keys.push(key);
            }
            // SQLite applies it to the newest foreign key, even to one of another column.
            ColumnConstraint::Defer(clause) => {
                if let Some(key) = self.text.foreign_keys.last_mut() {
                    key.deferred = is_deferred(clause);
                }
            }
            ColumnConstraint::Collate { .. } => {}
        }
        Ok(())
    }

    fn constraint(&mut self, constraint: &NamedTableConstraint<'_>) -> Result<(), Unparsed> {
        let name = owned(constraint.name.as_ref());
        match &constraint.constraint {
            TableConstraint::PrimaryKey { columns, conflict_clause, .. } => {
                let columns = key_columns(columns)?;
                self.conflict("PRIMARY KEY", *conflict_clause, &columns);
                self.key(KeyKind::Primary, name, columns);
            }
            TableConstraint::Unique { columns, conflict_clause } => {
                let columns = key_columns(columns)?;
                self.conflict("UNIQUE", *conflict_clause, &columns);
                self.key(KeyKind::Unique, name, columns);
            }
            TableConstraint::Check(..) => self.check(name)?,
            TableConstraint::ForeignKey { columns, clause, defer_clause } => {
                let mut key = foreign_key(name, column_names(columns), clause);
                key.deferred = defer_clause.as_ref().is_some_and(is_deferred);
                self.text.foreign_keys.push(key);
            }
        }
        Ok(())
    }

    fn key(&mut self, kind: KeyKind, name: Option<String>, columns: Vec<String>) {
        self.text.keys.push(KeyText { kind, name, columns });
    }

    fn conflict(&mut self, constraint: &'static str, clause: Option<ResolveType>, columns: &[String]) {
        let resolution = match clause {
            None | Some(ResolveType::Abort) => return,
            Some(ResolveType::Rollback) => Resolution::Rollback,
            Some(ResolveType::Fail) => Resolution::Fail,
            Some(ResolveType::Ignore) => Resolution::Ignore,
            Some(ResolveType::Replace) => Resolution::Replace,
        };
        self.text.conflicts.push(ConflictText { constraint, columns: columns.to_vec(), resolution });
    }

    fn check(&mut self, name: Option<String>) -> Result<(), Unparsed> {
        let expression = next(&mut self.cuts.checks)?;
        self.text.checks.push(Check { name, expression });
        Ok(())
    }

    fn finished(self) -> Result<TableText, Unparsed> {
        let left = self.cuts.checks.len() + self.cuts.defaults.len() + self.cuts.generated.len();
        if left == 0 { Ok(self.text) } else { Err(misaligned()) }
    }
}

/// The expressions of a CREATE TABLE in the order of the text, which is the order of the tree.
struct Cuts {
    checks: IntoIter<Expression>,
    defaults: IntoIter<Expression>,
    generated: IntoIter<Expression>,
}

impl Cuts {
    /// CHECK, DEFAULT and AS are reserved words, so one that stands directly
    /// in the body always begins its clause; only SET DEFAULT is an action.
    fn of(sql: &str, tokens: &[Token]) -> Result<Cuts, Unparsed> {
        let (mut checks, mut defaults, mut generated) = (Vec::new(), Vec::new(), Vec::new());
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.depth == 1) {
            match token.kind {
                TokenType::TK_CHECK => checks.push(operand(sql, tokens, at + 1)?),
                TokenType::TK_AS => generated.push(operand(sql, tokens, at + 1)?),
                TokenType::TK_DEFAULT if tokens[at - 1].kind != TokenType::TK_SET => {
                    defaults.push(operand(sql, tokens, at + 1)?);
                }
                _ => {}
            }
        }
        Ok(Cuts { checks: checks.into_iter(), defaults: defaults.into_iter(), generated: generated.into_iter() })
    }
}

/// The expression at a token: in parentheses, with a sign, or a single token.
fn operand(sql: &str, tokens: &[Token], at: usize) -> Result<Expression, Unparsed> {
    let kind = tokens.get(at).map(|token| token.kind).ok_or_else(misaligned)?;
    let range = match kind {
        TokenType::TK_LP => at + 1..closing(tokens, at).ok_or_else(misaligned)?,
        TokenType::TK_PLUS | TokenType::TK_MINUS => at..at + 2,
        _ => at..at + 1,
    };
    tokens.get(range).and_then(|tokens| expression(sql, tokens)).ok_or_else(misaligned)
}

fn next(cuts: &mut IntoIter<Expression>) -> Result<Expression, Unparsed> {
    cuts.next().ok_or_else(misaligned)
}

fn misaligned() -> Unparsed {
    Unparsed::new("the expressions of the table could not be told apart")
}

fn key_columns(columns: &[SortedColumn<'_>]) -> Result<Vec<String>, Unparsed> {
    let names = columns.iter().map(|column| key_column(&column.expr)).collect::<Option<Vec<String>>>();
    names.ok_or_else(|| Unparsed::new("a key holds an expression"))
}

fn owned(name: Option<&Name<'_>>) -> Option<String> {
    name.map(|name| unquoted(name.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str) -> TableText {
        table(sql).expect("parses")
    }

    fn checks(sql: &str) -> Vec<(Option<String>, String)> {
        read(sql).checks.into_iter().map(|check| (check.name, check.expression.to_string())).collect()
    }

    fn default(clause: &str) -> Option<String> {
        let text = read(&format!("CREATE TABLE t(a {clause})"));
        text.columns[0].default.as_ref().map(ToString::to_string)
    }

    #[test]
    fn checks_keep_their_exact_text_and_name() {
        assert_eq!(
            checks(
                "CREATE TABLE t(a CHECK (a  <> 'it''s)' /* why */), b TEXT CONSTRAINT \"b ok\" CHECK ((\"b\" == \"dq\")),
                 c, CHECK ( a < c -- last
                 ), CONSTRAINT z CHECK(c != X'00ff') CHECK (b IN ('x', 'y')))"
            ),
            [
                (None, "a  <> 'it''s)'".into()),
                (Some("b ok".into()), "(\"b\" == \"dq\")".into()),
                (None, "a < c".into()),
                (Some("z".into()), "c != X'00ff'".into()),
                (None, "b IN ('x', 'y')".into()),
            ]
        );
    }

    #[test]
    fn defaults_lose_only_the_parentheses_of_the_grammar() {
        assert_eq!(default("DEFAULT (datetime('now'))").as_deref(), Some("datetime('now')"));
        assert_eq!(default("DEFAULT - 1").as_deref(), Some("- 1"));
        assert_eq!(default("DEFAULT +1.5e3 NOT NULL").as_deref(), Some("+1.5e3"));
        assert_eq!(default("DEFAULT \"dq\"").as_deref(), Some("\"dq\""));
        assert_eq!(default("DEFAULT bare").as_deref(), Some("bare"));
        assert_eq!(default("DEFAULT x'00FF'").as_deref(), Some("x'00FF'"));
        assert_eq!(default("DEFAULT CURRENT_TIMESTAMP -- now\n").as_deref(), Some("CURRENT_TIMESTAMP"));
        assert_eq!(default("DEFAULT ((1) + 2)").as_deref(), Some("(1) + 2"));
        assert_eq!(default("DEFAULT 1 DEFAULT 2").as_deref(), Some("2"));
        assert_eq!(default("REFERENCES p ON DELETE SET DEFAULT"), None);
    }

    #[test]
    fn generated_columns_give_up_their_expression_and_keep_their_type() {
        let text = read(
            "CREATE TABLE t(a, b INT GENERATED ALWAYS AS (a * 2) STORED, c AS ((a)||'x'), d generated always as (1))",
        );
        let found: Vec<_> = text
            .columns
            .iter()
            .map(|c| (c.type_name.as_deref(), c.generated.as_ref().map(Expression::as_str)))
            .collect();
        assert_eq!(found, [(None, None), (Some("INT"), Some("a * 2")), (None, Some("(a)||'x'")), (None, Some("1"))]);
    }

    #[test]
    fn keys_of_columns_and_of_the_table_are_found_with_their_names() {
        let text = read(
            "CREATE TABLE t(a INTEGER CONSTRAINT pk PRIMARY KEY DESC, b UNIQUE, 'c',
             CONSTRAINT u UNIQUE (\"b\" COLLATE nocase DESC, 'c'))",
        );
        let keys: Vec<_> = text.keys.iter().map(|k| (k.kind, k.name.as_deref(), k.columns.join("+"))).collect();
        assert_eq!(
            keys,
            [
                (KeyKind::Primary, Some("pk"), "a".into()),
                (KeyKind::Unique, None, "b".into()),
                (KeyKind::Unique, Some("u"), "b+c".into()),
            ]
        );
    }

    #[test]
    fn a_late_deferrable_belongs_to_the_newest_foreign_key() {
        let text = read("CREATE TABLE t(a REFERENCES p, b INT DEFERRABLE INITIALLY DEFERRED)");
        assert!(text.foreign_keys[0].deferred);
    }

    #[test]
    fn not_null_is_what_was_declared() {
        let text = read("CREATE TABLE t(a PRIMARY KEY, b NOT NULL, c NULL) WITHOUT ROWID");
        assert_eq!(text.columns.iter().map(|c| c.not_null).collect::<Vec<_>>(), [false, true, false]);
    }

    #[test]
    fn conflict_clauses_are_found_and_abort_is_none() {
        let text = read(
            "CREATE TABLE t(a UNIQUE ON CONFLICT REPLACE, b NOT NULL ON CONFLICT IGNORE, c UNIQUE ON CONFLICT ABORT,
             PRIMARY KEY (a, b) ON CONFLICT FAIL)",
        );
        let found: Vec<_> = text.conflicts.iter().map(|c| (c.constraint, c.columns.join("+"), c.resolution)).collect();
        assert_eq!(
            found,
            [
                ("UNIQUE", "a".into(), Resolution::Replace),
                ("NOT NULL", "b".into(), Resolution::Ignore),
                ("PRIMARY KEY", "a+b".into(), Resolution::Fail),
            ]
        );
    }

    #[test]
    fn text_that_the_grammar_refuses_is_unparsed() {
        assert!(table("CREATE TABLE t(a,\u{b} b)").is_err());
        assert!(table("CREATE INDEX i ON t(a)").is_err());
    }
}
