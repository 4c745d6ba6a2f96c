//! The two engines, and what makes their answers equal.

use std::path::Path;
use std::sync::Arc;

use outgrow::moving::{self, MoveOptions, Replace};
use outgrow::planner::ident::Ident;
use outgrow::planner::plan::Decisions;
use outgrow::planner::plan::Plan;
use outgrow::planner::translate::SupportFunction;
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow_testing::TestDatabase;
use rusqlite::types::Value;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// The rows of SQLite.
#[derive(Debug)]
pub(crate) struct Rows(Vec<Vec<Value>>);

/// A row of PostgreSQL as text; `None` is NULL.
pub(crate) type Shown = Vec<Option<String>>;

/// A database that takes many moves, each into a schema of its own.
pub(crate) struct Postgres {
    database: TestDatabase,
    client: Client,
    runtime: tokio::runtime::Runtime,
}

impl Postgres {
    pub(crate) fn start() -> Postgres {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let database = TestDatabase::create();
        let client = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.expect("a connection");
            tokio::spawn(connection);
            client
        });
        let postgres = Postgres { database, client, runtime };
        postgres.run("SET client_min_messages = error; CREATE SCHEMA outgrow_sqlite").expect("a schema");
        for function in SupportFunction::ALL {
            postgres.run(function.definition().as_str()).expect("a function");
        }
        postgres
    }

    /// Moves a file into a schema of its own.
    pub(crate) fn moved(&mut self, file: &Path, number: usize) -> Plan {
        let schema = Ident::new(format!("pair_{number}")).expect("a name");
        let source = Arc::new(Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens"));
        let target = Target::parse(self.database.url()).expect("a URL");
        let options = MoveOptions {
            schema: Some(schema),
            identifiers: None,
            decisions: Decisions::default(),
            jobs: 1,
            part_bytes: outgrow::copy::PART_BYTES,
            max_log_bytes: None,
            replace: Replace::Refuse,
        };
        let progress = Progress::silent();
        let work = moving::run(&source, &target, &options, &progress);
        self.runtime.block_on(work).unwrap_or_else(|error| panic!("{error:?}\n{file:?}")).checked.plan
    }

    /// The rows of a statement whose changes are taken back.
    pub(crate) fn rows(&self, sql: &str) -> Result<Vec<Shown>, String> {
        self.run("BEGIN").expect("a transaction");
        let rows = self.run(sql);
        self.run("ROLLBACK").expect("the transaction ends");
        rows
    }

    fn run(&self, sql: &str) -> Result<Vec<Shown>, String> {
        let messages = self.runtime.block_on(self.client.simple_query(sql));
        let messages = messages
            .map_err(|error| error.as_db_error().map_or(error.to_string(), |error| error.message().to_owned()))?;
        let row = |message| match message {
            SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect()),
            _ => None,
        };
        Ok(messages.into_iter().filter_map(row).collect())
    }
}

/// The rows of a statement whose changes are taken back.
pub(crate) fn rows_of(file: &Path, sql: &str) -> rusqlite::Result<Rows> {
    let mut connection = rusqlite::Connection::open(file)?;
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let transaction = connection.transaction()?;
    let mut statement = transaction.prepare(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push((0..width).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>()?);
    }
    Ok(Rows(all))
}

impl Rows {
    /// Whether these are the same rows; where nothing orders them, in any order.
    pub(crate) fn is_answered_by(&self, other: &[Shown], sql: &str) -> bool {
        if self.0.len() != other.len() {
            return false;
        }
        if sql.to_ascii_lowercase().contains("order by") {
            return self.0.iter().zip(other).all(|(left, right)| is_same_row(left, right));
        }
        let mut left: Vec<&Vec<Value>> = self.0.iter().collect();
        other.iter().all(|row| {
            let found = left.iter().position(|candidate| is_same_row(candidate, row));
            found.map(|at| left.swap_remove(at)).is_some()
        })
    }
}

fn is_same_row(left: &[Value], right: &Shown) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right.as_deref()))
}

/// Booleans read as 1 and 0, numbers as numbers.
fn is_same(left: &Value, right: Option<&str>) -> bool {
    let Some(right) = right else { return *left == Value::Null };
    match left {
        Value::Null => false,
        Value::Integer(0) if right == "f" => true,
        Value::Integer(1) if right == "t" => true,
        Value::Integer(left) => {
            right.parse() == Ok(*left) || is_same_double(*left as f64, right) && left.abs() < 1 << 53
        }
        Value::Real(left) => is_same_double(*left, right),
        Value::Text(left) => left == right,
        Value::Blob(left) => right.strip_prefix("\\x").is_some_and(|digits| *digits == hex(left)),
    }
}

fn is_same_double(left: f64, right: &str) -> bool {
    right.parse::<f64>().is_ok_and(|right| left == right)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
