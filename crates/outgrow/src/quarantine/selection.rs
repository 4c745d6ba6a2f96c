//! Which values of quarantine are meant.

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;
use tokio_postgres::types::ToSql;

use crate::target::{Session, Target};
use crate::{Error, ErrorKind, Result};

/// Of which tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Where a quarantine may stand beside the tables.
    pub schema: Ident,
    /// Only values of tables in this schema; `None` for those of all schemas.
    pub only: Option<Ident>,
}

/// Which values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All.
    All,
    /// The one with this `id`; each quarantine counts for itself.
    Entry(i64),
    /// Those of one table, by its name in PostgreSQL as SQL writes it.
    Table(String),
    /// Those of columns, by table and column: PostgreSQL's names, the table's as SQL writes it.
    Columns(Vec<(String, String)>),
}

impl Scope {
    /// The schema that the user names, else the URL's, else all of them, with `public` for a
    /// quarantine beside the tables.
    ///
    /// # Errors
    /// What the URL names is no name of a schema.
    pub fn new(target: &Target, schema: Option<Ident>) -> Result<Scope> {
        let of_url = || target.schema().map(Ident::new).transpose();
        let only = match schema {
            Some(schema) => Some(schema),
            None => of_url().map_err(|error| Error::new(ErrorKind::Usage, format!("the URL's schema: {error}")))?,
        };
        Ok(Scope { schema: only.clone().unwrap_or_else(|| Ident::fixed("public")), only })
    }

    fn prefix(&self) -> String {
        self.only.as_ref().map(|schema| format!("{schema}.")).unwrap_or_default()
    }
}

/// The condition of a scope and a selection, and its parameters.
pub(super) struct Condition {
    prefix: String,
    id: Option<i64>,
    table: Option<String>,
    columns: Option<(Vec<String>, Vec<String>)>,
}

impl Condition {
    pub(super) fn new(scope: &Scope, selection: &Selection) -> Condition {
        let mut condition = Condition { prefix: scope.prefix(), id: None, table: None, columns: None };
        match selection {
            Selection::All => {}
            Selection::Entry(id) => condition.id = Some(*id),
            Selection::Table(table) => condition.table = Some(table.clone()),
            Selection::Columns(columns) => condition.columns = Some(columns.iter().cloned().unzip()),
        }
        condition
    }

    /// A WHERE clause with the parameters of [`Condition::parameters`]. The tables of columns are named once
    /// more by themselves, as an index finds them.
    pub(super) fn push(sql: &mut Sql) {
        sql.push(
            " WHERE pg_catalog.starts_with(target_table, $1::text) AND ($2::bigint IS NULL OR id = $2) \
             AND ($3::text IS NULL OR target_table = $3) AND ($4::text[] IS NULL OR \
             target_table = ANY ($4::text[]) AND (target_table, target_column) IN \
             (SELECT t, c FROM unnest($4::text[], $5::text[]) AS u(t, c)))",
        );
    }

    pub(super) fn parameters(&self) -> Vec<Box<dyn ToSql + Sync + Send>> {
        let (tables, columns) = self.columns.clone().unzip();
        vec![
            Box::new(self.prefix.clone()),
            Box::new(self.id),
            Box::new(self.table.clone()),
            Box::new(tables),
            Box::new(columns),
        ]
    }
}

/// What the user means by a table or `table.column`, in SQLite's or PostgreSQL's names; `None` is everything.
///
/// # Errors
/// Nothing of that name is in quarantine, or the server fails.
pub async fn select(
    session: &Session,
    places: &[QualifiedName],
    scope: &Scope,
    word: Option<&str>,
) -> Result<Selection> {
    let Some(word) = word else { return Ok(Selection::All) };
    let known = known(session, places, scope).await?;
    let exactly = |name: &str| name == word;
    let folded = |name: &str| name.eq_ignore_ascii_case(word);
    let mut columns = matching(&known, exactly);
    if columns.is_empty() {
        columns = matching(&known, folded);
    }
    if columns.is_empty() {
        return Err(Error::new(ErrorKind::Usage, format!("nothing of \"{word}\" is in quarantine"))
            .hint("Run outgrow quarantine list to see what is there."));
    }
    Ok(Selection::Columns(columns))
}

/// A column that has values in quarantine, by all its names.
struct Known {
    source_table: String,
    target_table: String,
    source_column: String,
    target_column: String,
}

async fn known(session: &Session, places: &[QualifiedName], scope: &Scope) -> Result<Vec<Known>> {
    let mut known = Vec::new();
    for place in places {
        let mut sql = Sql::text("SELECT DISTINCT source_table, target_table, column_name, target_column FROM ");
        sql.push_name(place).push(" WHERE pg_catalog.starts_with(target_table, $1::text)");
        let rows =
            session.client.query(sql.as_str(), &[&scope.prefix()]).await.map_err(|cause| session.error(cause))?;
        known.extend(rows.iter().map(|row| Known {
            source_table: row.get(0),
            target_table: row.get(1),
            source_column: row.get(2),
            target_column: row.get(3),
        }));
    }
    Ok(known)
}

fn matching(known: &[Known], is_meant: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let meant = known.iter().filter(|column| {
        let tables = [&column.source_table, &column.target_table];
        let columns = [&column.source_column, &column.target_column];
        tables
            .iter()
            .any(|table| is_meant(table) || columns.iter().any(|column| is_meant(&format!("{table}.{column}"))))
    });
    meant.map(|column| (column.target_table.clone(), column.target_column.clone())).collect()
}
