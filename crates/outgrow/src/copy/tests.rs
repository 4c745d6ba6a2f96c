//! Copies into a real PostgreSQL.

use std::path::PathBuf;

use outgrow_planner::catalog::pg::{self, DataType};
use outgrow_planner::catalog::sqlite::{Affinity, Column, Table, TableRole};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::mapping::{Mapping, Reason, Rule};
use outgrow_planner::plan::{ColumnPlan, PlanOptions, RowKeyPlan, Substitute, TablePlan, plan};
use outgrow_planner::profile::Profile;

use super::*;
use crate::progress::Event;
use crate::quarantine;
use crate::target::Session;

/// A database of its own on the test server.
struct Fixture {
    server: Target,
    target: Target,
    name: String,
    directory: tempfile::TempDir,
}

async fn fixture() -> Fixture {
    // A test that passes because it did nothing would prove nothing.
    let url = outgrow_testing::server_url().to_owned();
    let server = Target::parse(&format!("{url}/postgres")).expect("a URL");
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).expect("random bytes");
    let name = format!("outgrow_copy_{:016x}", u64::from_be_bytes(random));
    let session = server.connect().await.expect("a server");
    session.client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.expect("created");
    let target = server.with_database(&name);
    Fixture { server, target, name, directory: tempfile::tempdir().expect("a directory") }
}

impl Fixture {
    fn file(&self) -> PathBuf {
        self.directory.path().join("source.db")
    }

    fn sqlite(&self, sql: &str) {
        Connection::open(self.file()).expect("a file").execute_batch(sql).expect(sql);
    }

    async fn session(&self) -> Session {
        self.target.connect().await.expect("a session")
    }

    async fn query(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let session = self.session().await;
        let messages = session.client.simple_query(sql).await.expect(sql);
        let rows = messages.into_iter().filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        rows.map(|row| (0..row.len()).map(|field| row.get(field).map(str::to_owned)).collect()).collect()
    }

    async fn copy(&self, tables: Vec<TablePlan>, progress: &Progress) -> Result<CopySummary> {
        let session = self.session().await;
        for table in &tables {
            let columns: Vec<String> =
                table.target.columns.iter().map(|column| format!("{} {}", column.name, column.data_type)).collect();
            let sql = format!("CREATE TABLE {} ({})", table.target.name, columns.join(", "));
            session.client.batch_execute(&sql).await.expect(&sql);
        }
        let mut plan = plan(&Catalog::default(), &Profile::default(), &PlanOptions::default());
        plan.tables = tables;
        let catalog = Catalog { tables: plan.tables.iter().map(sqlite_table).collect(), ..Catalog::default() };
        let readers: Arc<dyn Readers> = Arc::new(File(self.file()));
        let (parts, loaded) = (Parts::whole(&plan), AtomicUsize::new(0));
        let work = Copying { parts: &parts, ledger: None, session: None, loaded: &loaded, arrivals: None };
        let options = CopyOptions { streams: 2, part_bytes: PART_BYTES };
        copy(&catalog, &plan, &work, &readers, &self.target, &options, progress).await
    }

    async fn drop(self) {
        let session = self.server.connect().await.expect("a server");
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        session.client.batch_execute(&sql).await.expect("dropped");
    }
}

struct File(PathBuf);

impl Readers for File {
    fn with_reader(&self, work: &mut dyn FnMut(&Connection) -> Result<()>) -> Result<()> {
        work(&Connection::open(&self.0).expect("a file"))
    }

    fn limits(&self) -> Arc<Limits> {
        Arc::new(crate::memory::Memory::DEFAULT.limits(2))
    }
}

/// A plan for a table whose first column is its key.
fn table(name: &str, columns: &[(&str, Rule, DataType, Substitute)]) -> TablePlan {
    let column = |(name, rule, to, substitute): &(&str, Rule, DataType, Substitute)| ColumnPlan {
        source: (*name).to_owned(),
        mapping: Mapping { to: *to, rule: *rule, because: Reason::Fallback },
        copied: true,
        substitute: *substitute,
        max_bytes: 0,
    };
    let target = |(name, _, to, _): &(&str, Rule, DataType, Substitute)| pg::Column {
        name: Ident::new(*name).expect("a name"),
        data_type: *to,
        not_null: false,
        byte_order: false,
        default: None,
        identity: None,
        generated: None,
    };
    let qualified = QualifiedName::new(Ident::fixed("public"), Ident::new(name).expect("a name"));
    TablePlan {
        source: name.to_owned(),
        target: pg::Table { name: qualified, columns: columns.iter().map(target).collect() },
        columns: columns.iter().map(column).collect(),
        row_key: RowKeyPlan::Columns(vec![0]),
        rows: 0,
        bytes: 0,
    }
}

fn sqlite_table(plan: &TablePlan) -> Table {
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
        without_rowid: false,
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

const ID: (&str, Rule, DataType, Substitute) = ("id", Rule::Integer, DataType::Bigint, Substitute::Null);

/// Each SQLite literal, copied by a rule, must arrive as this text; `None` is quarantine.
async fn arrives(fixture: &Fixture, name: &str, rule: Rule, to: DataType, cases: &[(&str, Option<&str>)]) {
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

#[tokio::test]
async fn numbers_arrive_exactly() {
    let fixture = fixture().await;
    let f = &fixture;
    arrives(
        f,
        "b",
        Rule::Boolean,
        DataType::Boolean,
        &[
            ("0", Some("f")),
            ("1", Some("t")),
            ("'t'", Some("t")),
            ("'F'", Some("f")),
            ("'true'", Some("t")),
            ("'false'", Some("f")),
            ("NULL", None),
            ("2", None),
            ("x'01'", None),
        ],
    )
    .await;
    arrives(
        f,
        "s",
        Rule::Integer,
        DataType::Smallint,
        &[("-32768", Some("-32768")), ("32767", Some("32767")), ("32768", None)],
    )
    .await;
    arrives(f, "i", Rule::Integer, DataType::Integer, &[("-2147483648", Some("-2147483648")), ("2147483648", None)])
        .await;
    arrives(
        f,
        "l",
        Rule::Integer,
        DataType::Bigint,
        &[
            ("-9223372036854775807-1", Some("-9223372036854775808")),
            ("9223372036854775807", Some("9223372036854775807")),
            ("'x'", None),
        ],
    )
    .await;
    arrives(
        f,
        "d",
        Rule::Double,
        DataType::DoublePrecision,
        &[
            ("0.1", Some("0.1")),
            ("0.1+0.2", Some("0.30000000000000004")),
            ("9e999", Some("Infinity")),
            ("-9e999", Some("-Infinity")),
            ("5e-324", Some("5e-324")),
            ("9007199254740992", Some("9.007199254740992e+15")),
            ("9007199254740993", None),
            ("1.7976931348623157e308", Some("1.7976931348623157e+308")),
        ],
    )
    .await;
    fixture.drop().await;
}

#[tokio::test]
async fn decimals_arrive_exactly() {
    let fixture = fixture().await;
    let f = &fixture;
    let max = format!("17976931348623157{}", "0".repeat(292));
    let whole = format!("'9{}'", "1".repeat(131_071));
    let fraction = format!("'0.{}7'", "0".repeat(16_382));
    let (whole_wanted, fraction_wanted) = (whole.replace('\'', ""), fraction.replace('\'', ""));
    let too_long = format!("'1{}'", "0".repeat(131_072));
    arrives(
        f,
        "n",
        Rule::Numeric,
        DataType::Numeric(None),
        &[
            ("0", Some("0")),
            ("-1", Some("-1")),
            ("10000", Some("10000")),
            ("9999", Some("9999")),
            ("100000000", Some("100000000")),
            ("-9223372036854775807-1", Some("-9223372036854775808")),
            ("0.5", Some("0.5")),
            ("-0.0001", Some("-0.0001")),
            ("0.00001", Some("0.00001")),
            ("0.1+0.2", Some("0.30000000000000004")),
            ("1.5", Some("1.5")),
            ("2.0", Some("2")),
            ("1e20", Some("100000000000000000000")),
            ("1e-7", Some("0.0000001")),
            ("12345.678", Some("12345.678")),
            ("1.7976931348623157e308", Some(&max)),
            ("9e999", Some("Infinity")),
            ("-9e999", Some("-Infinity")),
            ("'1.50'", Some("1.50")),
            ("'-12345678901234567890.123456789'", Some("-12345678901234567890.123456789")),
            ("'0.000'", Some("0.000")),
            ("'0'", Some("0")),
            ("'007'", None),
            ("'1e3'", None),
            ("''", None),
            (&whole, Some(&whole_wanted)),
            (&fraction, Some(&fraction_wanted)),
            (&too_long, None),
        ],
    )
    .await;
    arrives(
        f,
        "m",
        Rule::Numeric,
        DataType::Numeric(Some((10, 2))),
        &[
            ("0", Some("0.00")),
            ("1", Some("1.00")),
            ("1.1", Some("1.10")),
            ("-12345678.99", Some("-12345678.99")),
            ("99999999", Some("99999999.00")),
            ("100000000", None),
            ("0.001", None),
            ("'3.5'", Some("3.50")),
            ("'3.555'", None),
            ("9e999", None),
            ("1e-2", Some("0.01")),
            ("0.07", Some("0.07")),
        ],
    )
    .await;
    arrives(
        f,
        "q",
        Rule::Numeric,
        DataType::Numeric(Some((3, 5))),
        &[("0.00123", Some("0.00123")), ("0.01", None), ("0.0", Some("0.00000"))],
    )
    .await;
    fixture.drop().await;
}

#[tokio::test]
async fn random_decimals_arrive_as_written() {
    let fixture = fixture().await;
    let mut seed = 88_172_645_463_325_252_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let texts: Vec<String> = (0..600)
        .map(|_| {
            let whole = "1234567890".repeat(4)[..(random() % 30) as usize + 1].to_owned();
            let digits = format!("{:020}{:020}", random(), random());
            let fraction = &digits[..(random() % 40) as usize];
            let sign = if random() % 2 == 0 { "-" } else { "" };
            let whole = if random() % 3 == 0 { "0".to_owned() } else { whole };
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{sign}{whole}{point}{fraction}")
        })
        .filter(|text| text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)))
        .collect();
    let literals: Vec<String> = texts.iter().map(|text| format!("'{text}'")).collect();
    let cases: Vec<(&str, Option<&str>)> =
        literals.iter().zip(&texts).map(|(literal, text)| (literal.as_str(), Some(text.as_str()))).collect();
    arrives(&fixture, "n", Rule::Numeric, DataType::Numeric(None), &cases).await;
    let doubles: Vec<String> = (0..600)
        .map(|_| f64::from_bits(random()))
        .filter(|number| number.is_finite() && number.abs() > 1e-300 && *number != 0.0)
        .map(|number| format!("{number:e}"))
        .collect();
    let mut sql = "CREATE TABLE r (id INTEGER PRIMARY KEY, v REAL);".to_owned();
    doubles.iter().for_each(|double| sql.push_str(&format!("INSERT INTO r(v) VALUES ({double});")));
    fixture.sqlite(&sql);
    let plan = table("r", &[ID, ("v", Rule::Numeric, DataType::Numeric(None), Substitute::Null)]);
    fixture.copy(vec![plan], &Progress::silent()).await.expect("copied");
    let connection = Connection::open(fixture.file()).expect("a file");
    for row in fixture.query("SELECT id, v FROM r").await {
        let stored: f64 = connection
            .query_row("SELECT v FROM r WHERE id = ?1", [row[0].as_deref()], |row| row.get(0))
            .expect("a row");
        assert_eq!(row[1].as_deref().expect("a number").parse(), Ok(stored));
        assert_eq!(row[1].as_deref().expect("a number"), format!("{stored}"));
    }
    fixture.drop().await;
}

#[tokio::test]
async fn strings_and_bytes_arrive_byte_for_byte() {
    let fixture = fixture().await;
    let f = &fixture;
    arrives(
        f,
        "t",
        Rule::Text,
        DataType::Text,
        &[
            ("''", Some("")),
            ("'\\N'", Some("\\N")),
            ("'a\tb\nc\\.'", Some("a\tb\nc\\.")),
            ("'é😀'", Some("é😀")),
            ("char(97,0,98)", None),
            ("CAST(x'ff41' AS TEXT)", None),
            ("x'41'", None),
            ("1", None),
        ],
    )
    .await;
    arrives(
        f,
        "v",
        Rule::Text,
        DataType::Varchar(3),
        &[("'abc'", Some("abc")), ("'äöü'", Some("äöü")), ("'abc '", None), ("'äöüß'", None)],
    )
    .await;
    arrives(
        f,
        "r",
        Rule::Rendered,
        DataType::Text,
        &[
            ("'x'", Some("x")),
            ("7", Some("7")),
            ("1.0", Some("1.0")),
            ("1e20", Some("1.0e+20")),
            ("0.1+0.2", Some("0.30000000000000004")),
            ("9e999", Some("Inf")),
            ("x'00'", None),
        ],
    )
    .await;
    arrives(
        f,
        "y",
        Rule::Bytes,
        DataType::Bytea,
        &[("x''", Some("\\x")), ("x'00ff'", Some("\\x00ff")), ("'é'", Some("\\xc3a9")), ("1.5", None)],
    )
    .await;
    arrives(
        f,
        "j",
        Rule::Json,
        DataType::Json,
        &[("'{\"b\": 1, \"a\":  2}'", Some("{\"b\": 1, \"a\":  2}")), ("'nope'", None)],
    )
    .await;
    arrives(
        f,
        "jb",
        Rule::Json,
        DataType::Jsonb,
        &[
            ("'{\"b\": 1, \"a\":  2.50}'", Some("{\"a\": 2.50, \"b\": 1}")),
            ("'\"\\u0000\"'", None),
            ("'[1e400]'", Some(&format!("[1{}]", "0".repeat(400)))),
        ],
    )
    .await;
    arrives(
        f,
        "u",
        Rule::Uuid,
        DataType::Uuid,
        &[
            ("'00112233-4455-6677-8899-AABBCCDDEEFF'", Some("00112233-4455-6677-8899-aabbccddeeff")),
            ("'00112233445566778899aabbccddeeff'", Some("00112233-4455-6677-8899-aabbccddeeff")),
            ("'0011223344556677-8899aabbccddeeff-..'", None),
            ("x'00112233445566778899aabbccddeeff'", None),
        ],
    )
    .await;
    arrives(
        f,
        "ub",
        Rule::UuidBytes,
        DataType::Uuid,
        &[("x'00112233445566778899aabbccddeeff'", Some("00112233-4455-6677-8899-aabbccddeeff")), ("x'00'", None)],
    )
    .await;
    arrives(
        f,
        "ta",
        Rule::BarList,
        DataType::TextArray,
        &[
            ("'|a|b||c|'", Some("{a,b|c}")),
            ("'||'", Some("{}")),
            ("'|x \"y\"|NULL|'", Some("{\"x \\\"y\\\"\",\"NULL\"}")),
            ("'a'", None),
        ],
    )
    .await;
    arrives(
        f,
        "ba",
        Rule::BarList,
        DataType::BigintArray,
        &[("'|1|-2|'", Some("{1,-2}")), ("'||'", Some("{}")), ("'|1|x|'", None)],
    )
    .await;
    fixture.drop().await;
}

#[tokio::test]
async fn moments_arrive_exactly() {
    let fixture = fixture().await;
    let f = &fixture;
    arrives(
        f,
        "d",
        Rule::Temporal,
        DataType::Date,
        &[
            ("'2024-02-29'", Some("2024-02-29")),
            ("'0001-01-01'", Some("0001-01-01")),
            ("'9999-12-31'", Some("9999-12-31")),
            ("'2023-02-29'", None),
        ],
    )
    .await;
    arrives(
        f,
        "t",
        Rule::Temporal,
        DataType::Time,
        &[
            ("'23:59:59.999999'", Some("23:59:59.999999")),
            ("'12:34'", Some("12:34:00")),
            ("'12:34:56.1234567'", None),
            ("'12:34:56Z'", None),
        ],
    )
    .await;
    arrives(
        f,
        "tz",
        Rule::Temporal,
        DataType::TimeTz,
        &[
            ("'12:34:56+05:30'", Some("12:34:56+05:30")),
            ("'12:34:56-08'", Some("12:34:56-08")),
            ("'12:34:56Z'", Some("12:34:56+00")),
        ],
    )
    .await;
    arrives(
        f,
        "ts",
        Rule::Temporal,
        DataType::Timestamp,
        &[
            ("'2024-02-29 12:34:56.5'", Some("2024-02-29 12:34:56.5")),
            ("'1969-12-31T23:59:59.999999'", Some("1969-12-31 23:59:59.999999")),
            ("'2024-02-29'", Some("2024-02-29 00:00:00")),
            ("'2024-02-29 12:34:56.123456000'", Some("2024-02-29 12:34:56.123456")),
            ("'2024-02-29T00:00:00Z'", Some("2024-02-29 00:00:00")),
            ("'2024-02-29 12:34:56.123456789'", None),
            ("0", None),
        ],
    )
    .await;
    arrives(
        f,
        "tt",
        Rule::Temporal,
        DataType::TimestampTz,
        &[
            ("'2024-02-29 12:34:56+05:30'", Some("2024-02-29 07:04:56+00")),
            ("'2024-02-29 12:34:56'", Some("2024-02-29 12:34:56+00")),
            ("'2024-02-29 12:34:56.000 +00:00'", Some("2024-02-29 12:34:56+00")),
            ("'0001-01-01 00:00:00+15:00'", Some("0001-12-31 09:00:00+00 BC")),
        ],
    )
    .await;
    arrives(
        f,
        "em",
        Rule::EpochMillis,
        DataType::TimestampTz,
        &[
            ("1700000000123", Some("2023-11-14 22:13:20.123+00")),
            ("-1", Some("1969-12-31 23:59:59.999+00")),
            ("'2024-01-01T00:00:00.000Z'", Some("2024-01-01 00:00:00+00")),
            ("9223372036854775807", None),
            ("1.5", None),
        ],
    )
    .await;
    arrives(
        f,
        "ed",
        Rule::EpochMillis,
        DataType::Date,
        &[
            ("86400000", Some("1970-01-02")),
            ("-86400000", Some("1969-12-31")),
            ("86400001", None),
            ("'2024-01-01 00:00:00'", Some("2024-01-01")),
        ],
    )
    .await;
    arrives(
        f,
        "rt",
        Rule::RailsTime,
        DataType::Time,
        &[
            ("'2000-01-01 12:34:56'", Some("12:34:56")),
            ("'2000-01-01 00:00:00.000001'", Some("00:00:00.000001")),
            ("'2000-01-02 12:34:56'", None),
            ("'12:34:56'", None),
        ],
    )
    .await;
    arrives(
        f,
        "si",
        Rule::SqlalchemyInterval,
        DataType::Interval,
        &[
            ("'1970-01-02 02:00:00.000000'", Some("1 day 02:00:00")),
            ("'1969-12-31 23:00:00.000000'", Some("-01:00:00")),
            ("'1969-12-30 12:00:00.500000'", Some("-1 days -11:59:59.5")),
            ("'1970-01-01 00:00:00'", None),
        ],
    )
    .await;
    fixture.drop().await;
}

#[tokio::test]
async fn quarantine_keeps_the_bytes_and_the_row_gets_its_substitute() {
    let fixture = fixture().await;
    fixture.sqlite(
        "CREATE TABLE q (id INTEGER PRIMARY KEY, a, b, c);
         INSERT INTO q VALUES (1, char(97,0,98), x'00ff', 'x'), (2, CAST(x'ff41' AS TEXT), 7, 1.5), (3, 'ok', 'ok', 4);",
    );
    let plan = table(
        "q",
        &[
            ID,
            ("a", Rule::Text, DataType::Text, Substitute::Repaired),
            ("b", Rule::Text, DataType::Varchar(4), Substitute::Repaired),
            ("c", Rule::Integer, DataType::Bigint, Substitute::Neutral),
        ],
    );
    let summary = fixture.copy(vec![plan.clone()], &Progress::silent()).await.expect("copied");
    assert_eq!((summary.tables[0].rows, summary.tables[0].quarantined), (3, 6));
    let rows = fixture.query("SELECT a, b, c FROM q ORDER BY id").await;
    let shown: Vec<String> = rows.iter().map(|row| format!("{row:?}").replace("Some", "")).collect();
    assert_eq!(shown[0], "[(\"a\u{fffd}b\"), (\"\\\\x00\"), (\"0\")]");
    assert_eq!(shown[1], "[(\"\u{fffd}A\"), (\"7\"), (\"0\")]");
    assert_eq!(shown[2], "[(\"ok\"), (\"ok\"), (\"4\")]");
    let entries = quarantine::entries(&fixture.session().await, &plan.target.name).await.expect("entries");
    let kept: Vec<(&str, &str, &str, &[u8])> = entries
        .iter()
        .map(|e| (e.row_key.as_str(), e.column.as_str(), e.storage_class.as_str(), e.value.as_slice()))
        .collect();
    assert_eq!(kept[0], ("{\"id\":1}", "a", "text", &b"a\0b"[..]));
    assert_eq!(kept[1], ("{\"id\":1}", "b", "blob", &b"\x00\xff"[..]));
    assert_eq!(kept[2], ("{\"id\":1}", "c", "text", &b"x"[..]));
    assert_eq!(kept[3], ("{\"id\":2}", "a", "text", &b"\xffA"[..]));
    assert_eq!(kept[4], ("{\"id\":2}", "b", "integer", &b"7"[..]));
    assert_eq!(kept[5], ("{\"id\":2}", "c", "real", &1.5_f64.to_be_bytes()[..]));
    assert!(entries[0].reason.contains("U+0000"));
    fixture.drop().await;
}

#[tokio::test]
async fn a_row_without_a_key_is_named_by_its_rowid_under_a_free_name() {
    let fixture = fixture().await;
    fixture
        .sqlite("CREATE TABLE r (rowid TEXT, oid TEXT); INSERT INTO r(_rowid_, rowid, oid) VALUES (42, 'x', x'ff');");
    let text = |name| (name, Rule::Text, DataType::Text, Substitute::Null);
    let mut plan = table("r", &[text("rowid"), text("oid")]);
    plan.row_key = RowKeyPlan::None;
    fixture.copy(vec![plan.clone()], &Progress::silent()).await.expect("copied");
    let entries = quarantine::entries(&fixture.session().await, &plan.target.name).await.expect("entries");
    assert_eq!(entries[0].row_key, "{\"rowid\":42}");
    fixture.drop().await;
}

#[tokio::test]
async fn hostile_names_are_only_names() {
    let fixture = fixture().await;
    let name = "t\"; DROP TABLE x; --'\\";
    let column = "a\" b'\\; $1";
    fixture.sqlite(&format!(
        "CREATE TABLE \"{0}\" (id INTEGER PRIMARY KEY, \"{1}\"); INSERT INTO \"{0}\" VALUES (1, 'ok'), (2, x'00');",
        name.replace('"', "\"\""),
        column.replace('"', "\"\"")
    ));
    let plan = table(name, &[ID, (column, Rule::Text, DataType::Text, Substitute::Null)]);
    let summary = fixture.copy(vec![plan.clone()], &Progress::silent()).await.expect("copied");
    assert_eq!((summary.tables[0].rows, summary.tables[0].quarantined), (2, 1));
    let entries = quarantine::entries(&fixture.session().await, &plan.target.name).await.expect("entries");
    assert_eq!(entries[0].column, column);
    fixture.drop().await;
}

const MANY: &str = "CREATE TABLE big (id INTEGER PRIMARY KEY, v); CREATE TABLE other (id INTEGER PRIMARY KEY, v);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
    INSERT INTO big(v) SELECT printf('%0100d', i) FROM n;
    INSERT INTO other SELECT * FROM big;";

fn big(name: &str) -> TablePlan {
    table(name, &[ID, ("v", Rule::Text, DataType::Text, Substitute::Null)])
}

#[tokio::test]
async fn an_interrupted_copy_leaves_the_table_empty() {
    let fixture = fixture().await;
    fixture.sqlite(MANY);
    let seen = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let counter = Arc::clone(&seen);
    let slot: Arc<Mutex<Option<Progress>>> = Arc::default();
    let handle = Arc::clone(&slot);
    let progress = Progress::new(move |event| {
        if let Event::Advanced { .. } = event
            && counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 3
        {
            handle.lock().expect("a lock").as_ref().expect("a progress").cancel();
        }
    });
    *slot.lock().expect("a lock") = Some(progress.clone());
    let error = fixture.copy(vec![big("big")], &progress).await.expect_err("interrupted");
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(fixture.query("SELECT count(*) FROM big").await, [[Some("0".to_owned())]]);
    fixture.drop().await;
}

#[tokio::test]
async fn an_error_in_one_table_stops_the_others_and_names_itself() {
    let fixture = fixture().await;
    fixture.sqlite(MANY);
    let session = fixture.session().await;
    let mut missing = big("big");
    missing.target.name.name = Ident::fixed("not_there");
    let mut whole = plan(&Catalog::default(), &Profile::default(), &PlanOptions::default());
    whole.tables = vec![missing, big("other")];
    session.client.batch_execute("CREATE TABLE other (id bigint, v text)").await.expect("made");
    let readers: Arc<dyn Readers> = Arc::new(File(fixture.file()));
    let catalog = Catalog::default();
    let progress = Progress::silent();
    let options = CopyOptions { streams: 2, part_bytes: PART_BYTES };
    let (parts, loaded) = (Parts::whole(&whole), AtomicUsize::new(0));
    let work = Copying { parts: &parts, ledger: None, session: None, loaded: &loaded, arrivals: None };
    let error =
        copy(&catalog, &whole, &work, &readers, &fixture.target, &options, &progress).await.expect_err("no table");
    assert_eq!(error.kind(), ErrorKind::Target);
    assert_eq!(error.sqlstate_text(), Some("42P01"));
    assert!(error.to_string().starts_with("table \"big\" cannot be loaded into public.not_there"), "{error}");
    assert_eq!(fixture.query("SELECT count(*) FROM other").await, [[Some("0".to_owned())]]);
    fixture.drop().await;
}

#[tokio::test]
async fn several_tables_arrive_with_rows_in_the_plan_s_order() {
    let fixture = fixture().await;
    fixture.sqlite(MANY);
    fixture.sqlite("DELETE FROM other WHERE id > 7");
    let advanced = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let sum = Arc::clone(&advanced);
    let progress = Progress::new(move |event| {
        if let Event::Advanced { by, .. } = event {
            sum.fetch_add(by, std::sync::atomic::Ordering::SeqCst);
        }
    });
    let summary = fixture.copy(vec![big("other"), big("big")], &progress).await.expect("copied");
    assert_eq!([summary.tables[0].rows, summary.tables[1].rows], [7, 60_000]);
    assert_eq!(advanced.load(std::sync::atomic::Ordering::SeqCst), 60_007 * 108);
    fixture.drop().await;
}

#[tokio::test]
async fn large_values_pass_through_copy_and_quarantine() {
    let fixture = fixture().await;
    fixture.sqlite("CREATE TABLE l (id INTEGER PRIMARY KEY, b, t); INSERT INTO l VALUES (1, randomblob(20000000), randomblob(20000000));");
    let plan = table(
        "l",
        &[
            ID,
            ("b", Rule::Bytes, DataType::Bytea, Substitute::Null),
            ("t", Rule::Text, DataType::Text, Substitute::Repaired),
        ],
    );
    let summary = fixture.copy(vec![plan.clone()], &Progress::silent()).await.expect("copied");
    assert_eq!(summary.tables[0].quarantined, 1);
    let entries = quarantine::entries(&fixture.session().await, &plan.target.name).await.expect("entries");
    let connection = Connection::open(fixture.file()).expect("a file");
    let stored: Vec<u8> = connection.query_row("SELECT t FROM l", [], |row| row.get(0)).expect("a row");
    assert!(entries[0].value == stored);
    assert_eq!(
        fixture.query("SELECT length(b), length(t) FROM l").await,
        [["20000000", "1048578"].map(|n| Some(n.to_owned()))]
    );
    fixture.drop().await;
}

#[tokio::test]
async fn the_server_agrees_with_every_verdict_on_json() {
    let fixture = fixture().await;
    let session = fixture.session().await;
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as usize % below
    };
    let tokens = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"\\u0041\"",
        "\"\\u0000\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "1",
        "-",
        "0",
        ".5",
        "e3",
        "1e9",
        "true",
        "null",
        " ",
        "\n",
        "x",
        "é",
        "\"",
        "\\",
        "_",
        "+",
    ];
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..4_000 {
        let text: String = (0..=random(5)).map(|_| tokens[random(tokens.len())]).collect();
        for (name, form) in [("json", encode::JsonForm::Json), ("jsonb", encode::JsonForm::Jsonb)] {
            let sql = format!("SELECT $1::text::{name}::text");
            let theirs = session.client.query_typed(&sql, &[(&text, tokio_postgres::types::Type::TEXT)]).await.is_ok();
            assert_eq!(encode::accepts_json(text.as_bytes(), form), theirs, "{text} as {name}");
            if theirs { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken > 300 && refused > 300, "{taken} {refused}");
    fixture.drop().await;
}
