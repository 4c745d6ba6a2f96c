//! Databases made by chance: every value arrives equal or is in quarantine, and nothing fails.
//!
//! 64 databases, always the same; `OUTGROW_PROPERTY_CASES` asks for more and for others.

use std::env;
use std::fmt;
use std::sync::Arc;

use outgrow::ErrorKind;
use outgrow::moving::{self, MoveOptions, Replace};
use outgrow::planner::plan::Decisions;
use outgrow::progress::Progress;
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow_testing::TestDatabase;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use rusqlite::Connection;
use rusqlite::types::Value;
use tokio::runtime::Runtime;

/// How many databases are made where nobody asks for more.
const CASES: u32 = 64;

#[derive(Clone)]
struct Database {
    tables: Vec<Table>,
}

impl fmt::Debug for Database {
    /// As the SQL that makes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, table) in self.tables.iter().enumerate() {
            writeln!(f, "{};", table.create(&format!("Table {at}")))?;
            table.rows.iter().try_for_each(|row| writeln!(f, "  {row:?}"))?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug)]
struct Table {
    columns: Vec<Column>,
    key: Key,
    strict: bool,
    rows: Vec<Vec<Stored>>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    declared: &'static str,
    clause: &'static str,
}

/// What identifies the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    None,
    RowidAlias,
    First,
    FirstTwo,
    WithoutRowid,
}

/// A value, and whether its bytes are stored as a TEXT that need not be UTF-8.
#[derive(Clone)]
enum Stored {
    Plain(Value),
    RawText(Vec<u8>),
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stored::Plain(Value::Null) => f.write_str("NULL"),
            Stored::Plain(Value::Integer(number)) => write!(f, "{number}"),
            Stored::Plain(Value::Real(number)) => write!(f, "{number:?}"),
            Stored::Plain(Value::Text(text)) => write!(f, "{text:?}"),
            Stored::Plain(Value::Blob(bytes)) => write!(f, "x{bytes:02x?}"),
            Stored::RawText(bytes) => write!(f, "t{bytes:02x?}"),
        }
    }
}

const DECLARED: [&str; 34] = [
    "",
    "INTEGER",
    "INT",
    "BIGINT",
    "SMALLINT",
    "TINYINT(1)",
    "BOOLEAN",
    "BOOL",
    "REAL",
    "DOUBLE",
    "FLOAT",
    "NUMERIC",
    "DECIMAL(10,2)",
    "DECIMAL",
    "MONEY",
    "TEXT",
    "VARCHAR(5)",
    "CHAR(3)",
    "CLOB",
    "BLOB",
    "BYTEA",
    "DATE",
    "TIME",
    "DATETIME",
    "TIMESTAMP",
    "TIMESTAMPTZ",
    "timestamp with time zone",
    "UUID",
    "CHAR(36)",
    "JSON",
    "JSONB",
    "STRING",
    "any thing",
    "UNSIGNED BIG INT",
];

const STRICT: [&str; 6] = ["INTEGER", "INT", "REAL", "TEXT", "BLOB", "ANY"];

const CLAUSES: [&str; 12] = [
    "",
    "",
    "",
    "",
    "NOT NULL",
    "UNIQUE",
    "COLLATE NOCASE",
    "COLLATE RTRIM UNIQUE",
    "DEFAULT 'x''y'",
    "DEFAULT 7",
    "DEFAULT CURRENT_TIMESTAMP",
    "DEFAULT (1.5e3)",
];

const NAMES: [&str; 12] = [
    "a",
    "Name",
    "select",
    "user",
    "with space",
    "quo\"te",
    "ctid",
    "xmin",
    "é",
    "semi;colon--",
    "a_very_long_name_that_goes_on_and_on_until_postgresql_would_cut_it_somewhere",
    "a_very_long_name_that_goes_on_and_on_until_postgresql_would_cut_it_elsewhere",
];

const TEXTS: [&str; 40] = [
    "",
    " ",
    "0",
    "1",
    "-1",
    "t",
    "false",
    "true",
    "007",
    "1.50",
    "-0.0",
    "1e5",
    "NaN",
    "Infinity",
    "2024-02-29",
    "2023-02-29",
    "0000-01-01",
    "9999-12-31 23:59:59",
    "10000-01-01",
    "2024-02-29 12:34:56",
    "2024-02-29T12:34:56Z",
    "2024-02-29 12:34:56.123456789",
    "2024-02-29 12:34:56+05:30",
    "24:00:00",
    "12:34",
    "12:34:60",
    "{}",
    "[1, 2]",
    "{\"a\":1,\"a\":2}",
    "{\"a\":\"\\u0000\"}",
    "[1e400]",
    "null",
    "6f0b7e52-9f2a-4c3d-8f53-0a3d7c1b9e11",
    "6F0B7E529F2A4C3D8F530A3D7C1B9E11",
    "|a|b|",
    "|1|2|",
    "a\0b",
    "\u{feff}",
    "\\N",
    "\\.",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(TEXTS.as_slice()).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[0-9]{1,25}(\\.[0-9]{1,12})?",
        1 => "[0-9]{4}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9])?",
    ]
}

fn integer() -> impl Strategy<Value = i64> {
    let edges = [0, 1, -1, 127, 32_767, 32_768, -32_769, 2_147_483_647, -2_147_483_649, 1 << 53, (1 << 53) + 1];
    let epochs = [1_700_000_000, 1_700_000_000_123, -62_135_596_800_000, i64::MAX, i64::MIN];
    prop_oneof![select([edges.as_slice(), epochs.as_slice()].concat()), any::<i64>(), -200_i64..200]
}

fn real() -> impl Strategy<Value = f64> {
    let edges = [0.0, -0.0, 0.1, 1.5, 1e15, 1e16, 1e300, -1e-300, 5e-324, f64::MAX, f64::INFINITY, f64::NEG_INFINITY];
    prop_oneof![select(edges.to_vec()), any::<f64>().prop_filter("SQLite stores NULL for it", |real| !real.is_nan())]
}

fn stored() -> impl Strategy<Value = Stored> {
    let bytes = || proptest::collection::vec(any::<u8>(), 0..20);
    prop_oneof![
        2 => Just(Stored::Plain(Value::Null)),
        4 => integer().prop_map(|number| Stored::Plain(Value::Integer(number))),
        3 => real().prop_map(|number| Stored::Plain(Value::Real(number))),
        6 => text().prop_map(|text| Stored::Plain(Value::Text(text))),
        2 => bytes().prop_map(|bytes| Stored::Plain(Value::Blob(bytes))),
        1 => proptest::collection::vec(any::<u8>(), 16).prop_map(|bytes| Stored::Plain(Value::Blob(bytes))),
        1 => bytes().prop_map(Stored::RawText),
    ]
}

/// The values of one column: of every kind, or of one kind, as applications store them.
fn column_of_values(rows: usize) -> BoxedStrategy<Vec<Stored>> {
    let of = |strategy: BoxedStrategy<Value>| {
        let one = prop_oneof![5 => strategy, 1 => Just(Value::Null)].prop_map(Stored::Plain);
        proptest::collection::vec(one, rows).boxed()
    };
    prop_oneof![
        proptest::collection::vec(stored(), rows),
        of(integer().prop_map(Value::Integer).boxed()),
        of(real().prop_map(Value::Real).boxed()),
        of(text().prop_map(Value::Text).boxed()),
        of(select(vec![Value::Integer(0), Value::Integer(1)]).boxed()),
        of("[0-9]{4}-0[1-9]-[012][1-8]( [01][0-9]:[0-5][0-9]:[0-5][0-9])?".prop_map(Value::Text).boxed()),
    ]
    .boxed()
}

fn table() -> impl Strategy<Value = Table> {
    let keys = select(vec![Key::None, Key::RowidAlias, Key::First, Key::FirstTwo, Key::WithoutRowid]);
    (1..7_usize, 0..25_usize, keys, prop::bool::weighted(0.15)).prop_flat_map(|(width, rows, key, strict)| {
        let types = if strict { STRICT.as_slice() } else { DECLARED.as_slice() };
        let column = (select(NAMES.as_slice()), select(types), select(CLAUSES.as_slice()));
        let values = proptest::collection::vec(column_of_values(rows), width);
        (proptest::collection::vec(column, width), values).prop_map(move |(columns, values)| {
            let rows = (0..rows).map(|row| values.iter().map(|column| column[row].clone()).collect()).collect();
            let column = |(at, (name, declared, clause)): (usize, (&str, &'static str, &'static str))| Column {
                name: format!("{name}{at}"),
                declared,
                clause,
            };
            Table { columns: columns.into_iter().enumerate().map(column).collect(), key, strict, rows }
        })
    })
}

impl Table {
    fn create(&self, name: &str) -> String {
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let mut parts: Vec<String> = Vec::new();
        if self.key == Key::RowidAlias {
            parts.push("id INTEGER PRIMARY KEY".to_owned());
        }
        let column = |column: &Column| format!("{} {} {}", quoted(&column.name), column.declared, column.clause);
        parts.extend(self.columns.iter().map(column));
        let names: Vec<String> = self.columns.iter().take(2).map(|column| quoted(&column.name)).collect();
        match self.key {
            Key::None | Key::RowidAlias => {}
            Key::First | Key::WithoutRowid => parts.push(format!("PRIMARY KEY ({})", names[0])),
            Key::FirstTwo => parts.push(format!("PRIMARY KEY ({})", names.join(", "))),
        }
        let mut options = Vec::new();
        options.extend((self.key == Key::WithoutRowid).then_some("WITHOUT ROWID"));
        options.extend(self.strict.then_some("STRICT"));
        format!("CREATE TABLE {} ({}) {}", quoted(name), parts.join(", "), options.join(", "))
    }

    /// Inserts the rows that the constraints of the table allow.
    fn fill(&self, connection: &Connection, name: &str) {
        let skip = usize::from(self.key == Key::RowidAlias);
        for row in &self.rows {
            let mark = |(at, value): (usize, &Stored)| match value {
                Stored::Plain(_) => format!("?{}", at + 1),
                Stored::RawText(_) => format!("CAST(?{} AS TEXT)", at + 1),
            };
            let marks: Vec<String> = row.iter().enumerate().map(mark).collect();
            let id = if skip > 0 { "NULL, " } else { "" };
            let values = row.iter().map(|value| match value {
                Stored::Plain(value) => value.clone(),
                Stored::RawText(bytes) => Value::Blob(bytes.clone()),
            });
            let insert = format!("INSERT OR IGNORE INTO \"{name}\" VALUES ({id}{})", marks.join(", "));
            // A STRICT table refuses some values; they are not there then.
            let _ = connection.execute(&insert, rusqlite::params_from_iter(values));
        }
    }
}

#[test]
fn every_value_of_any_database_arrives_or_is_in_quarantine() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let databases = proptest::collection::vec(table(), 1..3).prop_map(|tables| Database { tables });
    let target = TestDatabase::create();
    let result = runner().run(&databases, |database| {
        let moved = moves(&runtime, &target, &database);
        // A new database for each case would take most of the time.
        let clean =
            "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS outgrow, outgrow_sqlite CASCADE; CREATE SCHEMA public";
        target.query(clean).expect("the target is emptied");
        moved
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

#[allow(clippy::disallowed_methods, reason = "the environment asks for more cases")]
fn runner() -> TestRunner {
    let asked = env::var("OUTGROW_PROPERTY_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(CASES);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    match asked {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    }
}

fn moves(runtime: &Runtime, target: &TestDatabase, database: &Database) -> Result<(), TestCaseError> {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = directory.path().join("app.db");
    let connection = Connection::open(&file).expect("a new file");
    for (at, table) in database.tables.iter().enumerate() {
        let name = format!("Table {at}");
        connection
            .execute_batch(&table.create(&name))
            .unwrap_or_else(|error| panic!("{error}: {}", table.create(&name)));
        table.fill(&connection, &name);
    }
    connection.close().expect("the file closes");
    let source = Arc::new(Source::open(file.to_str().expect("UTF-8"), 2).expect("the file opens"));
    let options = MoveOptions {
        schema: None,
        identifiers: None,
        decisions: Decisions::default(),
        jobs: 2,
        part_bytes: outgrow::copy::PART_BYTES,
        max_log_bytes: None,
        replace: Replace::Refuse,
    };
    let to = Target::parse(target.url()).expect("a URL");
    let outcome = match runtime.block_on(moving::run(&source, &to, &options, &Progress::silent())) {
        Ok(outcome) => outcome,
        Err(error) if error.kind() == ErrorKind::Blocked => return Ok(()),
        Err(error) => return Err(TestCaseError::fail(format!("{error:?}"))),
    };
    prop_assert_eq!(outcome.verified.difference_count(), 0, "{:?}", outcome.verified);
    prop_assert!(outcome.refused.is_empty(), "{:?}", outcome.refused);
    for (planned, verified) in outcome.checked.plan.tables.iter().zip(&outcome.verified.tables) {
        prop_assert_eq!((planned.rows, planned.rows), (verified.source_rows, verified.target_rows));
    }
    Ok(())
}
