//! One database on each engine, and a comparison between them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use outgrow_planner::catalog::pg::{self, DataType};
use outgrow_planner::catalog::sqlite::{Affinity, Catalog, Column, Table, TableRole};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::mapping::{Mapping, Reason, Rule};
use outgrow_planner::plan::{ColumnPlan, RowKeyPlan, Substitute, TablePlan};
use rusqlite::Connection;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use crate::progress::{Event, Progress};
use crate::quarantine;
use crate::verify::meter::Meter;
use crate::verify::postgres::Postgres;
use crate::verify::table::{self, Sides};
use crate::verify::{Difference, TableVerification};

/// An empty SQLite database and an empty PostgreSQL database, which is dropped in the end.
pub(super) struct Bench {
    pub sqlite: Connection,
    pub client: Client,
    pub runtime: Runtime,
    url: String,
    database: String,
}

impl Bench {
    pub(super) fn open() -> Bench {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let url = outgrow_testing::server_url().to_owned();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let database = format!("outgrow_verify_{}_{number}", std::process::id());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let admin = connect(&runtime, &format!("{url}/postgres"));
        let create = format!("CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0");
        runtime.block_on(admin.batch_execute(&create)).unwrap();
        let client = connect(&runtime, &format!("{url}/{database}"));
        // A role with the name of a schema, as the role outgrow, would have its tables there.
        runtime.block_on(client.batch_execute("SET search_path = public")).unwrap();
        let sqlite = Connection::open_in_memory().unwrap();
        Bench { sqlite, client, runtime, url, database }
    }

    pub(super) fn sqlite(&self, sql: &str) {
        self.sqlite.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    pub(super) fn postgres(&self, sql: &str) {
        self.runtime.block_on(self.client.batch_execute(sql)).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// How many rows a statement touched.
    pub(super) fn touch(&self, sql: &str) -> u64 {
        self.runtime.block_on(self.client.execute(sql, &[])).unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }

    pub(super) fn session(&self) -> Postgres<'_> {
        Postgres { client: &self.client, runtime: &self.runtime }
    }

    /// Compares one table.
    pub(super) fn compare(&self, plan: &TablePlan) -> TableVerification {
        self.compare_telling(plan, &Progress::silent()).unwrap()
    }

    /// Compares one table and keeps every difference.
    pub(super) fn compare_all(&self, plan: &TablePlan) -> TableVerification {
        let (catalog, places) = (self.catalog(plan), self.places(plan));
        let sides = Sides {
            table: catalog.table(&plan.source),
            places: &places,
            connection: &self.sqlite,
            postgres: self.session(),
            details: 100_000,
        };
        table::compare(sides, plan, &mut Meter::new(&Progress::silent(), &Arc::default())).unwrap()
    }

    /// Compares one table and tells its progress.
    pub(super) fn compare_telling(&self, plan: &TablePlan, progress: &Progress) -> crate::Result<TableVerification> {
        let (catalog, places) = (self.catalog(plan), self.places(plan));
        let sides = Sides {
            table: catalog.table(&plan.source),
            places: &places,
            connection: &self.sqlite,
            postgres: self.session(),
            details: 20,
        };
        table::compare(sides, plan, &mut Meter::new(progress, &Arc::default()))
    }

    fn places(&self, plan: &TablePlan) -> Vec<QualifiedName> {
        self.runtime.block_on(quarantine::locate(&self.client, &plan.target.name.schema)).unwrap()
    }

    fn catalog(&self, plan: &TablePlan) -> Catalog {
        let list = format!("SELECT wr FROM pragma_table_list WHERE name = '{}'", plan.source);
        let without_rowid: bool = self.sqlite.query_row(&list, [], |row| row.get(0)).unwrap();
        Catalog { tables: vec![table_of(plan, without_rowid)], ..Catalog::default() }
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let admin = connect(&self.runtime, &format!("{}/postgres", self.url));
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.database);
        let _ = self.runtime.block_on(admin.batch_execute(&drop));
    }
}

fn connect(runtime: &Runtime, url: &str) -> Client {
    let (client, connection) = runtime.block_on(tokio_postgres::connect(url, NoTls)).unwrap();
    runtime.spawn(connection);
    client
}

fn table_of(plan: &TablePlan, without_rowid: bool) -> Table {
    let column = |column: &ColumnPlan| Column {
        name: column.source.clone(),
        declared_type: None,
        affinity: Affinity::Blob,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    };
    Table {
        name: plan.source.clone(),
        sql: String::new(),
        role: TableRole::User,
        strict: false,
        without_rowid,
        columns: plan.columns.iter().map(column).collect(),
        primary_key: None,
        autoincrement: None,
        uniques: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        unparsed: None,
    }
}

/// A plan of table `t` by its columns; the key is given by positions.
pub(super) fn plan(columns: &[(&str, DataType, Rule)], key: &[usize]) -> TablePlan {
    let target = columns.iter().map(|(name, to, _)| pg::Column {
        name: Ident::new(*name).unwrap(),
        data_type: *to,
        not_null: false,
        byte_order: false,
        default: None,
        identity: None,
        generated: None,
    });
    let column = |(name, to, rule): &(&str, DataType, Rule)| ColumnPlan {
        source: (*name).to_owned(),
        mapping: Mapping { to: *to, rule: *rule, because: Reason::Fallback },
        copied: true,
        substitute: Substitute::Null,
        max_bytes: 100,
    };
    TablePlan {
        source: "t".to_owned(),
        target: pg::Table {
            name: QualifiedName::new(Ident::fixed("public"), Ident::fixed("t")),
            columns: target.collect(),
        },
        columns: columns.iter().map(column).collect(),
        row_key: if key.is_empty() { RowKeyPlan::None } else { RowKeyPlan::Columns(key.to_vec()) },
        rows: 0,
        bytes: 0,
    }
}

/// Where the differences are: the row and the column.
pub(super) fn places(verification: &TableVerification) -> Vec<(String, String)> {
    let place = |difference: &Difference| (difference.row.clone(), difference.column.clone().unwrap_or_default());
    verification.differences.iter().map(place).collect()
}

/// A progress that adds up the rows it was told.
pub(super) fn counting() -> (Progress, Arc<AtomicU64>) {
    let rows = Arc::new(AtomicU64::new(0));
    let sum = Arc::clone(&rows);
    let progress = Progress::new(move |event| {
        if let Event::Advanced { by, .. } = event {
            sum.fetch_add(by, Ordering::Relaxed);
        }
    });
    (progress, rows)
}
