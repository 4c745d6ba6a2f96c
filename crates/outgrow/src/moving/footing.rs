//! What must hold before a move may start.

use outgrow_planner::hazard::Severity;
use outgrow_planner::ident::Ident;
use outgrow_planner::plan::{Plan, PlanOptions};

use super::MoveOptions;
use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// The oldest PostgreSQL that is supported, as in `server_version_num`.
const OLDEST: u32 = 150_000;

/// Where the tables will stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Footing {
    /// The schema.
    pub(super) schema: Ident,
    /// Whether the schema is there already.
    pub(super) exists: Existence,
    /// As in `server_version_num`.
    pub(super) server_version: u32,
    /// Whether the schema of support functions is there already.
    pub(super) support: Existence,
}

/// Whether the schema is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existence {
    /// It is.
    Exists,
    /// The move creates it.
    Missing,
}

impl Existence {
    pub(super) fn of(there: bool) -> Existence {
        if there { Existence::Exists } else { Existence::Missing }
    }
}

impl Footing {
    pub(super) fn plan_options(&self, options: &MoveOptions) -> PlanOptions {
        PlanOptions {
            schema: self.schema.clone(),
            identifiers: options.identifiers,
            server_version: self.server_version,
            decisions: options.decisions.clone(),
        }
    }
}

/// Looks at the server and finds the schema.
pub(super) async fn prepare(session: &Session, target: &Target, options: &MoveOptions) -> Result<Footing> {
    let schema = schema(target, options)?;
    let row = session
        .client
        .query_one(
            "SELECT current_setting('server_version_num')::int4, current_setting('server_encoding'), \
             EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1), \
             EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'outgrow_sqlite')",
            &[&schema.as_str()],
        )
        .await
        .map_err(Error::from)?;
    let server_version = u32::try_from(row.get::<_, i32>(0)).unwrap_or(0);
    supported(server_version, row.get(1))?;
    let exists = Existence::of(row.get(2));
    Ok(Footing { schema, exists, server_version, support: Existence::of(row.get(3)) })
}

fn schema(target: &Target, options: &MoveOptions) -> Result<Ident> {
    let schema = match (&options.schema, target.schema()) {
        (Some(schema), _) => schema.clone(),
        (None, Some(named)) => Ident::new(named).map_err(|error| {
            Error::new(ErrorKind::Usage, format!("the URL names the schema \"{named}\", and {error}"))
        })?,
        (None, None) => Ident::fixed("public"),
    };
    let ours = ["outgrow", "outgrow_sqlite"].contains(&schema.as_str());
    if ours || schema.as_str().starts_with("pg_") || schema.as_str() == "information_schema" {
        return Err(Error::new(ErrorKind::Usage, format!("schema \"{}\" is reserved", schema.as_str()))
            .hint("Choose another with --schema."));
    }
    Ok(schema)
}

fn supported(version: u32, encoding: &str) -> Result<()> {
    if version < OLDEST {
        let shown = format!("{}.{}", version / 10_000, version % 10_000);
        return Err(Error::new(ErrorKind::Target, format!("the server runs PostgreSQL {shown}"))
            .hint("Outgrow needs PostgreSQL 15 or later."));
    }
    if encoding != "UTF8" {
        return Err(Error::new(ErrorKind::Target, format!("the target database has the encoding {encoding}")).hint(
            "It cannot hold every text of SQLite; create one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
        ));
    }
    Ok(())
}

/// Refuses a plan with a blocking hazard.
pub(super) fn allow(plan: &Plan) -> Result<()> {
    let Some(hazard) = plan.hazards.iter().find(|hazard| hazard.severity == Severity::Blocking) else {
        return Ok(());
    };
    let place = match (&hazard.table, &hazard.object) {
        (Some(table), Some(object)) => format!("\"{object}\" of table \"{table}\": "),
        (Some(table), None) => format!("table \"{table}\": "),
        (None, Some(object)) => format!("\"{object}\": "),
        (None, None) => String::new(),
    };
    Err(Error::new(ErrorKind::Blocked, format!("{place}{}", hazard.message)).hint(hazard.remedy.clone()))
}
