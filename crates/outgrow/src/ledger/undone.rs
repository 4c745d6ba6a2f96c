//! The end of a ledger: its move is finished, or was taken away.

use outgrow_planner::sql::Sql;

use super::{Ledger, home};
use crate::Result;
use crate::target::Session;

/// What ends a move waits for the disk, and so for all that the move has committed before.
const WAIT: &str = "SET LOCAL synchronous_commit TO DEFAULT";

impl Ledger {
    /// Writes down that the move is finished.
    pub(crate) async fn finish(&self, session: &Session) -> Result<()> {
        let mut update = Sql::text("UPDATE ");
        update.push_name(&self.moves).push(" SET finished_at = now() WHERE target_schema = ");
        update.push_literal(self.schema.as_str());
        session.execute_all(&[Sql::text("BEGIN"), Sql::text(WAIT), update, Sql::text("COMMIT")]).await
    }

    /// Takes the rows of the move away, and the tables of the ledger too where no other move needs
    /// them; schema `outgrow` where the move created it and nothing else is in it.
    pub(crate) async fn forget(&self, session: &Session, made_schema: bool) -> Result<()> {
        let mut all = vec![Sql::text("BEGIN"), Sql::text(WAIT), home::lock()];
        for table in [&self.parts, &self.moves] {
            let mut delete = Sql::text("DELETE FROM ");
            delete.push_name(table).push(" WHERE target_schema = ").push_literal(self.schema.as_str());
            all.push(delete);
        }
        session.execute_all(&all).await?;
        if self.is_unused(session).await? {
            self.drop_tables(session, made_schema).await?;
        }
        session.execute_all(&[Sql::text("COMMIT")]).await
    }

    async fn is_unused(&self, session: &Session) -> Result<bool> {
        let mut sql = Sql::text("SELECT NOT EXISTS (SELECT FROM ");
        sql.push_name(&self.moves)
            .push(") AND pg_catalog.pg_has_role(c.relowner, 'USAGE') FROM pg_catalog.pg_class c ");
        sql.push("JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ");
        sql.push_literal(self.moves.schema.as_str()).push(" AND c.relname = ").push_literal(self.moves.name.as_str());
        let row = session.client.query_opt(sql.as_str(), &[]).await.map_err(|cause| session.error(cause))?;
        Ok(row.is_some_and(|row| row.get(0)))
    }

    async fn drop_tables(&self, session: &Session, made_schema: bool) -> Result<()> {
        let mut drop = Sql::text("DROP TABLE ");
        drop.push_name(&self.parts).push(", ").push_name(&self.moves);
        session.execute_all(&[drop]).await?;
        if !made_schema || !self.is_shared() {
            return Ok(());
        }
        let empty = "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = n.oid) \
                     AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc WHERE pronamespace = n.oid) \
                     AND NOT EXISTS (SELECT FROM pg_catalog.pg_type WHERE typnamespace = n.oid) \
                     FROM pg_catalog.pg_namespace n WHERE n.nspname = 'outgrow'";
        let empty = session.client.query_opt(empty, &[]).await.map_err(|cause| session.error(cause))?;
        if empty.is_some_and(|row| row.get(0)) {
            session.execute_all(&[Sql::text("DROP SCHEMA outgrow")]).await?;
        }
        Ok(())
    }
}
