//! Plan → statements by section.

mod constraint;
mod index;
mod routine;
mod sequence;
mod table;

use crate::ident::{Ident, QualifiedName};
use crate::plan::{Made, Plan};
use crate::sql::Sql;

/// The sections of a move, in pg_dump's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Support functions and tables.
    PreData,
    /// Keys, indexes, constraints, identity values, views, triggers, statistics.
    PostData,
}

/// A statement of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it makes, for people: `index "album_title"`.
    pub what: String,
    /// The text.
    pub sql: Sql,
    /// For which verdict it runs; `None` where it makes a table, a support function, or statistics.
    pub makes: Option<Made>,
    /// When it runs: after all statements of the stages before.
    pub stage: Stage,
    /// The tables that it locks or scans. Statements of one stage can run side by side where they have
    /// none in common, or where all that have share it; [`Stage::Programs`] runs one after the other.
    pub tables: Vec<QualifiedName>,
    /// Who else can be at its tables.
    pub access: Access,
    /// What to run where the rows that are there break the constraint: it binds new rows only.
    pub not_valid: Option<NotValid>,
}

/// The stages of post-data, in their order. What belongs to no other section is a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Keys, CHECKs and indexes of a table by itself.
    Keys,
    /// Foreign keys, which need the keys of other tables.
    ForeignKeys,
    /// Identity values, views, functions and triggers, in their order.
    Programs,
    /// What the query planner knows of the rows.
    Statistics,
}

/// Who can be at the tables of a statement while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody else.
    Alone,
    /// Other statements that share: indexes of one table can be made side by side.
    Shared,
}

/// A constraint that binds new rows only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotValid {
    /// The table.
    pub table: QualifiedName,
    /// The constraint.
    pub constraint: Ident,
    /// The statement that makes it.
    pub sql: Sql,
    /// The statement that checks the rows that are there, after which it binds them too. Others can
    /// meanwhile do the same at other tables that name the same parent.
    pub validate: Sql,
}

/// The statements of a section, in the order in which they must run.
///
/// The schema itself is not among them: it may exist already.
pub fn statements(plan: &Plan, section: Section) -> Vec<Statement> {
    match section {
        Section::PreData => pre_data(plan),
        Section::PostData => post_data(plan),
    }
}

fn pre_data(plan: &Plan) -> Vec<Statement> {
    functions(plan).into_iter().chain(create_tables(plan)).collect()
}

/// The support functions that a plan needs; their schema must be there.
pub fn functions(plan: &Plan) -> Vec<Statement> {
    plan.functions.iter().map(|function| statement("function", "outgrow_sqlite", function.definition())).collect()
}

/// One CREATE TABLE for each table of a plan, in its order, without their constraints.
pub fn create_tables(plan: &Plan) -> Vec<Statement> {
    let names = sequence::RelationNames::of(plan);
    plan.tables.iter().map(|planned| table::create(&planned.target, &names)).collect()
}

fn post_data(plan: &Plan) -> Vec<Statement> {
    let mut all: Vec<Statement> = Vec::new();
    let (foreign, own): (Vec<_>, Vec<_>) =
        plan.constraints.iter().partition(|planned| constraint::is_foreign_key(&planned.constraint));
    all.extend(own.iter().map(|planned| constraint::add(planned).at(Stage::Keys, constraint::tables(planned))));
    all.extend(plan.indexes.iter().map(|index| index::create(index).at(Stage::Keys, vec![index.table.clone()])));
    all.extend(
        foreign.iter().map(|planned| constraint::add(planned).at(Stage::ForeignKeys, constraint::tables(planned))),
    );
    all.extend(plan.tables.iter().filter_map(|planned| table::restart_identity(&planned.target)));
    all.extend(plan.views.iter().map(routine::create_view));
    all.extend(plan.triggers.iter().flat_map(routine::create_trigger));
    let analyze = |name: &QualifiedName| table::analyze(name).at(Stage::Statistics, vec![name.clone()]);
    all.extend(plan.tables.iter().map(|planned| analyze(&planned.target.name)));
    all
}

fn statement(kind: &str, name: &str, sql: Sql) -> Statement {
    Statement {
        what: format!("{kind} \"{name}\""),
        sql,
        makes: None,
        not_valid: None,
        stage: Stage::Programs,
        tables: Vec::new(),
        access: Access::Alone,
    }
}

impl Statement {
    fn making(self, made: Made) -> Statement {
        Statement { makes: Some(made), ..self }
    }

    fn at(self, stage: Stage, tables: Vec<QualifiedName>) -> Statement {
        Statement { stage, tables, ..self }
    }
}

fn columns(sql: &mut Sql, columns: &[Ident]) {
    sql.push("(").push_list(columns, ", ", |sql, column| {
        sql.push_ident(column);
    });
    sql.push(")");
}

fn alter_table(name: &QualifiedName) -> Sql {
    let mut sql = Sql::text("ALTER TABLE ");
    sql.push_name(name);
    sql
}
