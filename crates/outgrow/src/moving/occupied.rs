//! What stands in the target where the plan would create its own.

use std::fmt;

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::plan::Plan;
use outgrow_planner::sql::Sql;
use tokio_postgres::{Client, Row};

use crate::{Error, ErrorKind, Result};

/// An object of the target whose name the plan needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupied {
    kind: Kind,
    name: QualifiedName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    View,
    MaterializedView,
    Table,
    ForeignTable,
    Sequence,
    Index,
    Function,
    Type,
    Other,
}

impl fmt::Display for Occupied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.words(), self.name)
    }
}

impl Kind {
    fn of(relkind: &str) -> Kind {
        match relkind {
            "v" => Kind::View,
            "m" => Kind::MaterializedView,
            "r" | "p" => Kind::Table,
            "f" => Kind::ForeignTable,
            "S" => Kind::Sequence,
            "i" | "I" => Kind::Index,
            "function" => Kind::Function,
            "type" => Kind::Type,
            _ => Kind::Other,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Kind::View => "view",
            Kind::MaterializedView => "materialized view",
            Kind::Table => "table",
            Kind::ForeignTable => "foreign table",
            Kind::Sequence => "sequence",
            Kind::Index => "index",
            Kind::Function => "function",
            Kind::Type => "type",
            Kind::Other => "relation",
        }
    }

    /// What SQL calls it; `None` for what is neither dropped nor moved.
    fn sql_words(self) -> Option<&'static str> {
        match self {
            Kind::View => Some("VIEW "),
            Kind::MaterializedView => Some("MATERIALIZED VIEW "),
            Kind::Table => Some("TABLE "),
            Kind::ForeignTable => Some("FOREIGN TABLE "),
            Kind::Sequence => Some("SEQUENCE "),
            // An index goes with its table; the index of a foreign table's stays and is refused later.
            // A type may be used anywhere, and is nobody's old copy of a table.
            Kind::Index | Kind::Type | Kind::Other => None,
            Kind::Function => Some("FUNCTION "),
        }
    }
}

impl Occupied {
    /// The statement that brings it into another schema; `None` for what goes with something else.
    /// A sequence that has gone with its table already is left where it is.
    pub(super) fn move_to(&self, schema: &Ident) -> Option<Sql> {
        let words = self.kind.sql_words()?;
        let mut sql = Sql::text("ALTER ");
        sql.push(words);
        match self.kind {
            Kind::Function => sql.push_name(&self.name).push("()"),
            Kind::Sequence => sql.push("IF EXISTS ").push_name(&self.name),
            Kind::View
            | Kind::MaterializedView
            | Kind::Table
            | Kind::ForeignTable
            | Kind::Index
            | Kind::Type
            | Kind::Other => sql.push_name(&self.name),
        };
        sql.push(" SET SCHEMA ").push_ident(schema);
        Some(sql)
    }
}

/// Finds what is there, in the order in which it can be dropped.
pub(super) async fn find(client: &Client, plan: &Plan) -> Result<Vec<Occupied>> {
    let schema = plan.schema.as_str();
    let relations: Vec<&str> = relation_names(plan).map(Ident::as_str).collect();
    let functions: Vec<&str> = plan.triggers.iter().map(|trigger| trigger.function.name.name.as_str()).collect();
    let rows = client
        .query(
            "SELECT c.relkind::text, c.relname::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relname = ANY ($2) \
             UNION ALL SELECT 'function', p.proname::text FROM pg_catalog.pg_proc p \
             JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
             WHERE n.nspname = $1 AND p.proname = ANY ($3) AND p.pronargs = 0 \
             UNION ALL SELECT 'type', t.typname::text FROM pg_catalog.pg_type t \
             JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
             WHERE n.nspname = $1 AND t.typname = ANY ($4) AND t.typrelid = 0 AND t.typelem = 0 ORDER BY 1, 2",
            &[&schema, &relations, &functions, &rows_of(plan)],
        )
        .await
        .map_err(Error::from)?;
    in_order(&rows, &plan.schema)
}

/// Finds everything in a schema that can be dropped or moved by itself, in the order in which it can.
pub(super) async fn all(client: &Client, schema: &Ident) -> Result<Vec<Occupied>> {
    let rows = client
        .query(
            "SELECT c.relkind::text, c.relname::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') \
             UNION ALL SELECT 'function', p.proname::text FROM pg_catalog.pg_proc p \
             JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1 ORDER BY 1, 2",
            &[&schema.as_str()],
        )
        .await
        .map_err(Error::from)?;
    in_order(&rows, schema)
}

fn in_order(rows: &[Row], schema: &Ident) -> Result<Vec<Occupied>> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let name =
            Ident::new(row.get::<_, String>(1)).map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))?;
        let kind = Kind::of(row.get::<_, &str>(0));
        found.push(Occupied { kind, name: QualifiedName::new(schema.clone(), name) });
    }
    found.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.name.cmp(&b.name)));
    Ok(found)
}

/// The relations that bring a type of the same name along.
fn rows_of(plan: &Plan) -> Vec<&str> {
    let tables = plan.tables.iter().map(|table| &table.target.name.name);
    let views = plan.views.iter().map(|view| &view.name.name);
    tables.chain(views).map(Ident::as_str).collect()
}

fn relation_names(plan: &Plan) -> impl Iterator<Item = &Ident> {
    let tables = plan.tables.iter().map(|table| &table.target.name.name);
    let views = plan.views.iter().map(|view| &view.name.name);
    let indexes = plan.indexes.iter().map(|index| &index.name);
    let keys = plan.constraints.iter().map(|planned| &planned.constraint.name);
    tables.chain(views).chain(indexes).chain(keys)
}

/// Says what stands in the way.
pub(super) fn refuse(found: &[Occupied]) -> Error {
    let shown: Vec<String> = found.iter().take(5).map(ToString::to_string).collect();
    let more = found.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Error::new(ErrorKind::TargetNotEmpty, format!("the target already has {}{rest}", shown.join(", ")))
        .hint("Nothing was touched. Choose another --schema or database, or drop them with --replace.")
}

/// The statements that drop what was found: one for each kind, so that tables
/// that refer to each other go together. Without CASCADE: what else depends on
/// them makes PostgreSQL refuse.
pub(super) fn drops(found: &[Occupied]) -> Vec<Sql> {
    let mut statements: Vec<(Kind, Sql)> = Vec::new();
    for object in found {
        let Some(words) = object.kind.sql_words() else { continue };
        match statements.last_mut().filter(|(kind, _)| *kind == object.kind) {
            Some((_, sql)) => sql.push(", ").push_name(&object.name),
            None => {
                let mut sql = Sql::text("DROP ");
                sql.push(words).push("IF EXISTS ").push_name(&object.name);
                statements.push((object.kind, sql));
                continue;
            }
        };
    }
    statements.into_iter().map(|(_, sql)| sql).collect()
}
