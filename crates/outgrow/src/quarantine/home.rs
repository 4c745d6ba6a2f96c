//! Where quarantine is: `outgrow.quarantine`, or `outgrow_quarantine` beside the
//! tables where the role may not make a schema.

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;
use tokio_postgres::{Client, Row};

use super::table;
use crate::target::Target;
use crate::{Error, ErrorKind, Result};

/// What a table must have to be a quarantine.
const COLUMNS: [&str; 6] = ["source_table", "target_table", "row_key", "column_name", "storage_class", "value"];

const LOOK: &str = "SELECT s.oid IS NOT NULL, \
    coalesce(pg_catalog.has_schema_privilege(s.oid, 'USAGE'), false), \
    coalesce(pg_catalog.has_schema_privilege(s.oid, 'CREATE'), false), \
    pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), \
    c.oid IS NOT NULL, \
    coalesce(c.relkind = 'r' AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a \
        WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attname::text = ANY ($2)) = pg_catalog.cardinality($2), false), \
    coalesce(pg_catalog.has_table_privilege(c.oid, 'SELECT'), false), \
    coalesce(pg_catalog.has_table_privilege(c.oid, 'INSERT'), false) \
    FROM (VALUES (1, 'outgrow', 'quarantine'), (2, $1::text, 'outgrow_quarantine')) AS h(rank, schema, name) \
    LEFT JOIN pg_catalog.pg_namespace s ON s.nspname::text = h.schema \
    LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname::text = h.name ORDER BY h.rank";

/// A place where quarantine could be, and what the role may do there.
#[derive(Clone, Debug)]
struct Candidate {
    name: QualifiedName,
    schema: Schema,
    found: Found,
}

/// What is known of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Schema {
    /// It is there, and the role may make tables in it.
    Open,
    /// It is there, and the role may use what stands in it.
    Usable,
    /// It is there, and the role may not enter.
    Closed,
    /// It is not there, and the role may make it.
    Creatable,
    /// It is not there, and the role may not make it.
    Missing,
}

/// What stands at the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// Nothing.
    Nothing,
    /// A quarantine that the role may read and fill.
    Ours,
    /// A quarantine that the role may only read.
    ReadOnly,
    /// Something else, or a quarantine that the role may not read.
    Alien,
}

impl Candidate {
    fn of(name: QualifiedName, row: &Row) -> Candidate {
        let flag = |position: usize| row.get::<_, bool>(position);
        let schema = match (flag(0), flag(1), flag(2), flag(3)) {
            (true, true, true, _) => Schema::Open,
            (true, true, false, _) => Schema::Usable,
            (true, false, _, _) => Schema::Closed,
            (false, _, _, true) => Schema::Creatable,
            (false, _, _, false) => Schema::Missing,
        };
        let found = match (flag(4), flag(5), flag(6), flag(7)) {
            (false, ..) => Found::Nothing,
            (true, true, true, true) => Found::Ours,
            (true, true, true, false) => Found::ReadOnly,
            (true, ..) => Found::Alien,
        };
        Candidate { name, schema, found }
    }

    fn is_readable(&self) -> bool {
        let inside = matches!(self.schema, Schema::Open | Schema::Usable);
        inside && matches!(self.found, Found::Ours | Found::ReadOnly)
    }

    fn is_fillable(&self) -> bool {
        match self.found {
            Found::Nothing => matches!(self.schema, Schema::Open | Schema::Creatable),
            Found::Ours => matches!(self.schema, Schema::Open | Schema::Usable),
            Found::ReadOnly | Found::Alien => false,
        }
    }
}

async fn look(client: &Client, schema: &Ident) -> std::result::Result<Vec<Candidate>, tokio_postgres::Error> {
    let names = [table::shared(), table::beside(schema)];
    let columns = COLUMNS.as_slice();
    let rows = client.query(LOOK, &[&schema.as_str(), &columns]).await?;
    Ok(names.into_iter().zip(&rows).map(|(name, row)| Candidate::of(name, row)).collect())
}

/// The quarantines that may hold values of tables in `schema` and that the role may read.
///
/// # Errors
/// What the server says.
pub async fn locate(client: &Client, schema: &Ident) -> std::result::Result<Vec<QualifiedName>, tokio_postgres::Error> {
    let candidates = look(client, schema).await?;
    Ok(candidates.into_iter().filter(Candidate::is_readable).map(|candidate| candidate.name).collect())
}

/// Where values of tables in `schema` can be kept; `None` where the role may do so nowhere.
///
/// `taken` are names that the move needs for its own tables.
///
/// # Errors
/// What the server says.
pub async fn choose(client: &Client, schema: &Ident, taken: &[&QualifiedName]) -> Result<Option<QualifiedName>> {
    Ok(chosen(client, schema, taken).await?.map(|candidate| candidate.name))
}

async fn chosen(client: &Client, schema: &Ident, taken: &[&QualifiedName]) -> Result<Option<Candidate>> {
    let candidates = look(client, schema).await.map_err(Error::from)?;
    Ok(candidates.into_iter().find(|candidate| candidate.is_fillable() && !taken.contains(&&candidate.name)))
}

/// Makes sure that there is a quarantine for tables in `schema`, in a session and
/// transaction of its own, and says where it is.
///
/// # Errors
/// The role may neither make schema `outgrow` nor a table in `schema`, or the server fails.
pub async fn create(target: &Target, schema: &Ident) -> Result<QualifiedName> {
    let session = target.connect().await?;
    session.execute_all(&[Sql::text("BEGIN"), table::lock()]).await?;
    let place = chosen(&session.client, schema, &[]).await?.ok_or_else(|| nowhere(schema))?;
    if place.found == Found::Nothing {
        if place.schema == Schema::Creatable {
            let mut sql = Sql::text("CREATE SCHEMA IF NOT EXISTS ");
            sql.push_ident(&place.name.schema);
            session.execute_all(&[sql]).await?;
        }
        session.execute_all(&table::statements(&place.name)).await?;
    } else {
        table::complete(&session, &place.name).await?;
    }
    session.execute_all(&[Sql::text("COMMIT")]).await?;
    Ok(place.name)
}

/// The role may keep values nowhere.
pub(crate) fn nowhere(schema: &Ident) -> Error {
    let message = format!(
        "the target's role may create neither schema \"outgrow\" nor a table \"outgrow_quarantine\" in schema \"{}\", \
         and values need quarantine",
        schema.as_str()
    );
    Error::new(ErrorKind::Blocked, message)
        .hint("Grant the role CREATE on the database or on the schema, or mend the values in the SQLite file first.")
}
