//! A file, and a database to copy it into.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::{PlanOptions, Substitute, TablePlan, plan};
use outgrow_planner::profile::Profile;
use outgrow_testing::TestDatabase;
use rusqlite::Connection;

use super::tables::{ID, catalog_table, table};
use crate::Result;
use crate::copy::{CopyOptions, CopySummary, Copying, PART_BYTES, Parts, Readers, copy};
use crate::memory::{Limits, Memory};
use crate::progress::Progress;
use crate::target::{Session, Target};

/// A file that is still empty, and a database of its own.
pub(super) struct Fixture {
    database: TestDatabase,
    directory: tempfile::TempDir,
}

impl Fixture {
    pub(super) fn new() -> Fixture {
        Fixture { database: TestDatabase::create(), directory: tempfile::tempdir().expect("a directory") }
    }

    pub(super) fn file(&self) -> PathBuf {
        self.directory.path().join("source.db")
    }

    pub(super) fn sqlite(&self, sql: &str) {
        Connection::open(self.file()).expect("a file").execute_batch(sql).expect(sql);
    }

    pub(super) fn target(&self) -> Target {
        Target::parse(self.database.url()).expect("a URL")
    }

    pub(super) async fn session(&self) -> Session {
        self.target().connect().await.expect("a session")
    }

    /// The rows as texts; `None` is NULL.
    pub(super) async fn query(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let session = self.session().await;
        let messages = session.client.simple_query(sql).await.expect(sql);
        let rows = messages.into_iter().filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        rows.map(|row| (0..row.len()).map(|field| row.get(field).map(str::to_owned)).collect()).collect()
    }

    /// Makes the tables, and copies into them as if nothing were known of the file's.
    pub(super) async fn copy(&self, tables: Vec<TablePlan>, progress: &Progress) -> Result<CopySummary> {
        let session = self.session().await;
        for table in &tables {
            let columns: Vec<String> =
                table.target.columns.iter().map(|column| format!("{} {}", column.name, column.data_type)).collect();
            let sql = format!("CREATE TABLE {} ({})", table.target.name, columns.join(", "));
            session.client.batch_execute(&sql).await.expect(&sql);
        }
        let mut plan = plan(&Catalog::default(), &Profile::default(), &PlanOptions::default());
        plan.tables = tables;
        let catalog = Catalog { tables: plan.tables.iter().map(catalog_table).collect(), ..Catalog::default() };
        let readers: Arc<dyn Readers> = Arc::new(File(self.file()));
        let (parts, loaded) = (Parts::whole(&plan), AtomicUsize::new(0));
        let work = Copying { parts: &parts, ledger: None, session: None, loaded: &loaded, arrivals: None };
        let options = CopyOptions { streams: 2, part_bytes: PART_BYTES };
        copy(&catalog, &plan, &work, &readers, &self.target(), &options, progress).await
    }
}

/// A file that every reader opens anew.
pub(super) struct File(pub(super) PathBuf);

impl Readers for File {
    fn with_reader(&self, work: &mut dyn FnMut(&Connection) -> Result<()>) -> Result<()> {
        work(&Connection::open(&self.0).expect("a file"))
    }

    fn limits(&self) -> Arc<Limits> {
        Arc::new(Memory::DEFAULT.limits(2))
    }
}

/// Each SQLite literal, copied by a rule, must arrive as this text; `None` is quarantine.
pub(super) async fn arrives(fixture: &Fixture, name: &str, rule: Rule, to: DataType, cases: &[(&str, Option<&str>)]) {
    let mut sql = format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, v);");
    for (literal, _) in cases {
        sql.push_str(&format!("INSERT INTO {name}(v) VALUES ({literal});"));
    }
    fixture.sqlite(&sql);
    let plan = table(name, &[ID, ("v", rule, to, Substitute::Null)]);
    let summary = fixture.copy(vec![plan], &Progress::silent()).await.expect(name);
    assert_eq!(summary.tables[0].rows, cases.len() as u64);
    let rows = fixture.query(&format!("SELECT v FROM {name} ORDER BY id")).await;
    for (row, (literal, wanted)) in rows.iter().zip(cases) {
        assert_eq!(row[0].as_deref(), *wanted, "{literal} by {rule:?} as {to}");
    }
    let refused = cases.iter().filter(|(literal, wanted)| wanted.is_none() && *literal != "NULL").count();
    assert_eq!(summary.tables[0].quarantined, refused as u64, "{name}");
}
