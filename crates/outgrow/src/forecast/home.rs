//! Where on the target the sample stands, and how it goes away again.

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;

use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// What every name of ours begins with.
const PREFIX: &str = "outgrow_rehearsal_";

/// Rehearsals that stand on the server and belong to this role: `(prefix, schema, table or NULL)`.
const STANDING: &str = "SELECT n.nspname, n.nspname, NULL FROM pg_catalog.pg_namespace n \
    WHERE n.nspname ~ '^outgrow_rehearsal_[0-9a-f]{16}$' AND pg_catalog.pg_has_role(n.nspowner, 'USAGE') \
    UNION ALL \
    SELECT substr(c.relname, 1, 34), n.nspname, c.relname FROM pg_catalog.pg_class c \
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relname ~ '^outgrow_rehearsal_[0-9a-f]{16}_t[0-9]+$' AND c.relkind = 'r' \
    AND n.nspname !~ '^outgrow_rehearsal_' AND pg_catalog.pg_has_role(c.relowner, 'USAGE')";

/// Where the tables of a rehearsal stand, with names that nobody else has.
pub(super) struct Home {
    /// The schema of the tables.
    pub(super) schema: Ident,
    prefix: String,
    kind: Kind,
    tables: usize,
}

/// Whose the schema is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Ours, for the rehearsal alone.
    Own,
    /// That of the plan, because the role may make none.
    Beside,
}

impl Home {
    /// Takes away what killed rehearsals have left, and finds a place for `tables` tables: a schema of its own,
    /// else the plan's. The session holds its name until it ends.
    pub(super) async fn make(session: &Session, plan_schema: &Ident, tables: usize) -> Result<Home> {
        sweep(session).await?;
        let prefix = random_prefix()?;
        hold(session, &prefix).await?;
        let sql = "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')";
        let own: bool = session.client.query_one(sql, &[]).await.map_err(|cause| session.error(cause))?.get(0);
        if !own {
            return Ok(Home { schema: plan_schema.clone(), prefix, kind: Kind::Beside, tables });
        }
        let schema = ident(&prefix);
        let mut create = Sql::text("CREATE SCHEMA ");
        create.push_ident(&schema);
        session.execute_all(&[create]).await?;
        Ok(Home { schema, prefix, kind: Kind::Own, tables })
    }

    /// The name of the table at a position.
    pub(super) fn table(&self, position: usize) -> QualifiedName {
        QualifiedName::new(self.schema.clone(), ident(&format!("{}_t{position}", self.prefix)))
    }

    /// The name of the key or index at a position among all.
    pub(super) fn addition(&self, position: usize) -> Ident {
        ident(&format!("{}_i{position}", self.prefix))
    }

    /// Takes everything away, over a new session where the first one was lost.
    pub(super) async fn leave(&self, session: &Session, target: &Target) -> Result<()> {
        match self.drop_all(session).await {
            Ok(()) => Ok(()),
            Err(_) => {
                let session = target.connect().await.map_err(|error| self.remains(error))?;
                self.drop_all(&session).await.map_err(|error| self.remains(error))
            }
        }
    }

    async fn drop_all(&self, session: &Session) -> Result<()> {
        let mut all = vec![Sql::text("ROLLBACK")];
        match self.kind {
            Kind::Own => all.push(drop_schema(&self.schema)),
            Kind::Beside => all.extend((0..self.tables).map(|position| drop_table(&self.table(position)))),
        }
        session.execute_all(&all).await
    }

    fn remains(&self, error: Error) -> Error {
        let message = match self.kind {
            Kind::Own => format!("schema {} of a rehearsal could not be dropped", self.schema),
            Kind::Beside => format!("tables {}_t… in schema {} could not be dropped", self.prefix, self.schema),
        };
        Error::new(ErrorKind::Target, message).hint("The next rehearsal drops them.").because(error)
    }
}

fn drop_schema(schema: &Ident) -> Sql {
    let mut sql = Sql::text("DROP SCHEMA IF EXISTS ");
    sql.push_ident(schema).push(" CASCADE");
    sql
}

fn drop_table(name: &QualifiedName) -> Sql {
    let mut sql = Sql::text("DROP TABLE IF EXISTS ");
    sql.push_name(name).push(" CASCADE");
    sql
}

fn random_prefix() -> Result<String> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random)
        .map_err(|cause| Error::new(ErrorKind::Internal, "the system gives no random bytes").because(cause))?;
    Ok(format!("{PREFIX}{:016x}", u64::from_be_bytes(random)))
}

fn ident(name: &str) -> Ident {
    Ident::new(name).expect("a name of ours is short and without U+0000")
}

async fn hold(session: &Session, prefix: &str) -> Result<()> {
    let sql = "SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended($1, 0))";
    session.client.query_one(sql, &[&prefix]).await.map_err(|cause| session.error(cause))?;
    Ok(())
}

/// Drops rehearsals whose sessions are gone. One that cannot be dropped is left to others.
async fn sweep(session: &Session) -> Result<()> {
    let error = |cause| session.error(cause);
    for row in session.client.query(STANDING, &[]).await.map_err(error)? {
        let (prefix, schema, table): (String, String, Option<String>) = (row.get(0), row.get(1), row.get(2));
        let sql = "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended($1, 0))";
        if !session.client.query_one(sql, &[&prefix]).await.map_err(error)?.get::<_, bool>(0) {
            continue;
        }
        let drop = match (Ident::new(schema), table.map(Ident::new)) {
            (Ok(schema), None) => Some(drop_schema(&schema)),
            (Ok(schema), Some(Ok(table))) => Some(drop_table(&QualifiedName::new(schema, table))),
            (Err(_), _) | (Ok(_), Some(Err(_))) => None,
        };
        if let Some(drop) = drop {
            // Nothing depends on its going now: the next rehearsal tries again.
            let _ = session.client.batch_execute(drop.as_str()).await;
        }
        let sql = "SELECT pg_catalog.pg_advisory_unlock(pg_catalog.hashtextextended($1, 0))";
        session.client.query_one(sql, &[&prefix]).await.map_err(error)?;
    }
    Ok(())
}
