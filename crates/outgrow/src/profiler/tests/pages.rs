//! What is taken from the pages of a table is what SQLite's SELECT says.

use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::value::Value;
use rusqlite::{Connection, params_from_iter, types};

use crate::introspect;
use crate::source::ranges::{CutBy, Key, KeyValue, Range, cut};
use crate::source::rows::{Found, Layout, RowValues, Scan, value_of};
use crate::source::{Source, free_rowid_name};

/// A row, with its rowid behind its values.
pub(super) type Row = Vec<types::Value>;

const ALL: u64 = u64::MAX;

pub(super) fn owned(value: Value<'_>) -> types::Value {
    match value {
        Value::Null => types::Value::Null,
        Value::Integer(integer) => types::Value::Integer(integer),
        Value::Real(real) => types::Value::Real(real),
        // Whatever the bytes are, they are compared as they are.
        Value::Text(bytes) => types::Value::Text(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Value::Blob(bytes) => types::Value::Blob(bytes.to_vec()),
    }
}

pub(super) fn values(row: &impl RowValues, width: usize) -> Row {
    (0..width).map(|position| owned(row.value(position))).collect()
}

/// The rows as SQLite selects them.
fn selected(connection: &Connection, table: &Table, range: &Range) -> Vec<Row> {
    let by = CutBy::of(table);
    let CutBy::Rowid(rowid) = &by else { panic!("{} has rowids", table.name) };
    let condition = range.condition(&by, "t");
    let filter = if condition.is_empty() { String::new() } else { format!("WHERE {condition}") };
    let sql = format!("SELECT t.*, t.{rowid} FROM main.\"{}\" AS t NOT INDEXED {filter}", table.name);
    let mut statement = connection.prepare(&sql).expect("a query");
    let width = table.columns.len() + 1;
    let rows = statement.query_map(params_from_iter(range.parameters()), |row| {
        Ok((0..width).map(|position| owned(value_of(row.get_ref(position).expect("a value")))).collect())
    });
    rows.expect("rows").collect::<rusqlite::Result<_>>().expect("rows")
}

/// The rows as their pages have them; a row with a value of more than `whole` bytes is its rowid alone.
fn taken(connection: &Connection, table: &Table, range: &Range, whole: u64) -> Vec<Row> {
    let alias = table.rowid_alias().map(|position| table.columns[position].name.as_str());
    let rowid = alias.or(free_rowid_name(table)).expect("a name of the rowid");
    let names = table.columns.iter().map(|column| column.name.as_str()).chain([rowid]);
    let layout = Layout::of(table, names).expect("a table with rowids");
    let mut scan = Scan::begin(connection, layout, range, whole).expect("a scan").expect("a table with pages");
    let mut rows = Vec::new();
    while let Some(found) = scan.next().expect("a row") {
        rows.push(match found {
            Found::Row(row) => values(&row, table.columns.len() + 1),
            Found::Long(rowid) => vec![types::Value::Integer(rowid)],
        });
    }
    rows
}

fn at(rowid: i64) -> Option<Key> {
    Some(Key(vec![KeyValue::Integer(rowid)]))
}

fn ranges(connection: &Connection, table: &Table) -> Vec<Range> {
    let mut ranges = cut(connection, table, 5).expect("parts");
    ranges.push(Range::whole());
    for (low, high) in [(0, 3), (5, 900), (-4, 2), (i64::MAX - 1, i64::MAX), (i64::MIN, 0)] {
        ranges.push(Range { low: at(low), high: at(high) });
    }
    ranges
}

/// Compares all tables of a file that these statements make; how many rows there were.
fn same(sql: &str) -> usize {
    let (_directory, file) = outgrow_testing::sqlite_file(sql);
    same_in(file.to_str().expect("UTF-8"))
}

fn same_in(file: &str) -> usize {
    let source = Source::open(file, 1).expect("the file opens");
    let catalog = introspect::sqlite(&source).expect("a catalog");
    let compare = |connection: &Connection, table: &Table| {
        for range in ranges(connection, table) {
            let wanted = selected(connection, table, &range);
            are_equal(&taken(connection, table, &range, ALL), &wanted, &range);
            are_equal(&taken(connection, table, &range, 100), &shortened(&wanted, 100), &range);
        }
        selected(connection, table, &Range::whole()).len()
    };
    source
        .with_reader(|connection| Ok(catalog.tables.iter().map(|table| compare(connection, table)).sum()))
        .expect("rows")
}

pub(super) fn are_equal(taken: &[Row], wanted: &[Row], range: &Range) {
    let first = taken.iter().zip(wanted).find(|(taken, wanted)| taken != wanted);
    assert!(first.is_none(), "{first:?} in {range:?}");
    assert_eq!(taken.len(), wanted.len(), "{range:?}");
}

fn shortened(rows: &[Row], whole: usize) -> Vec<Row> {
    let is_long = |value: &types::Value| match value {
        // Each byte became a character.
        types::Value::Text(text) => text.chars().count() > whole,
        types::Value::Blob(bytes) => bytes.len() > whole,
        types::Value::Null | types::Value::Integer(_) | types::Value::Real(_) => false,
    };
    let short = |row: &Row| if row.iter().any(is_long) { row[row.len() - 1..].to_vec() } else { row.clone() };
    rows.iter().map(short).collect()
}

const MANY: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)";

/// Every storage class, and numbers at the edges of every width in which SQLite writes them.
const NUMBERS: &str = "
    CREATE TABLE t (a, b REAL, c INTEGER, d NUMERIC, e TEXT, f BLOB);
    INSERT INTO t VALUES (NULL, NULL, NULL, NULL, NULL, NULL), (0, 0, 0, 0, '', x''), (1, 1, 1, 1, '1', x'01'),
    (-1, -1, -1, '-1', -1, x'ff'), (127, 127, 128, -128, '127', zeroblob(3)), (32767, 32768, -32768, -32769, 'é', x'c3'),
    (8388607, 8388608, -8388608, -8388609, CAST(x'ff00' AS TEXT), 'text'),
    (2147483647, 2147483648, -2147483648, -2147483649, char(0) || 'a', 1),
    (140737488355327, 140737488355328, -140737488355328, -140737488355329, '😀', 1.5),
    (9223372036854775807, -9223372036854775808, 9223372036854775807, 9e999, 0.1, NULL),
    (1.0, 1.5, 2.0, 2.5, 1e300, -0.0), (-0.0, -0.0, 4503599627370497.0, 9007199254740993, 5e-324, 1.0);
    INSERT INTO t SELECT * FROM t;";

#[test]
fn values_of_every_class_and_width_are_as_sqlite_reads_them() {
    assert_eq!(same(NUMBERS), 24);
    let real = "CREATE TABLE t (a REAL, b DOUBLE PRECISION, c FLOATING POINT, d \"float\", e REAL) STRICT";
    assert_eq!(same(&format!("{} ; INSERT INTO t VALUES (1, 2, 3, 4, 5)", real.trim_end_matches(" STRICT"))), 1);
    assert_eq!(
        same(
            "CREATE TABLE t (a REAL, b INT, c ANY, d TEXT, e BLOB) STRICT; INSERT INTO t VALUES (3, 4, 5.0, 6, x'07')"
        ),
        1
    );
}

#[test]
fn records_of_any_length_are_whole_in_pages_of_any_size() {
    for page in [512, 1024, 4096, 65536] {
        // Lengths go through those at which a record leaves its page, and fills its last one exactly.
        let sql = format!(
            "PRAGMA page_size = {page}; CREATE TABLE t (a INTEGER PRIMARY KEY, b, c); {MANY}
             INSERT INTO t SELECT i * 7 - 9000, randomblob(i % {page} + {page} / 3 * (i % 4)), hex(randomblob(i % 90)) FROM n
             LIMIT 1500; DELETE FROM t WHERE a % 5 = 0; UPDATE t SET c = c || hex(b) WHERE a % 11 = 0"
        );
        assert!(same(&sql) > 1000, "{page}");
    }
}

#[test]
fn columns_that_were_added_later_have_their_defaults() {
    let sql = format!(
        "CREATE TABLE t (a, b TEXT); {MANY} INSERT INTO t SELECT i, 'x' FROM n;
         ALTER TABLE t ADD COLUMN c REAL DEFAULT 7; INSERT INTO t VALUES (1, 2, 3);
         ALTER TABLE t ADD COLUMN d TEXT DEFAULT 12; ALTER TABLE t ADD COLUMN e; INSERT INTO t VALUES (1, 2, 3, 4, 5);
         ALTER TABLE t ADD COLUMN f BLOB NOT NULL DEFAULT x'00ff'; ALTER TABLE t DROP COLUMN b;
         ALTER TABLE t ADD COLUMN g DEFAULT 'it''s'; UPDATE t SET e = 1 WHERE a % 3 = 0"
    );
    assert_eq!(same(&sql), 3002);
}

#[test]
fn a_rowid_is_read_by_whatever_it_is_called() {
    let rows = format!("{MANY} INSERT INTO t SELECT i * i * 1000003 - 9000000000, i FROM n;");
    same(&format!("CREATE TABLE t (a INTEGER PRIMARY KEY, b); {rows}"));
    same(&format!("CREATE TABLE t (\"a \"\"b\" INTEGER PRIMARY KEY DESC, rowid INTEGER); {rows}"));
    same(&format!("CREATE TABLE t (oid INTEGER PRIMARY KEY, rowid TEXT); {rows}"));
    same(
        "CREATE TABLE t (a, rowid, oid); INSERT INTO t (_rowid_, a) VALUES (-9223372036854775808, 1), (9223372036854775807, 2)",
    );
}

#[test]
fn very_many_columns_have_a_header_that_leaves_its_page() {
    let columns = |of: fn(usize) -> String| (0..1900).map(of).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "PRAGMA page_size = 512; CREATE TABLE t ({}); INSERT INTO t VALUES ({}); INSERT INTO t VALUES ({})",
        columns(|number| format!("c{number} REAL")),
        columns(|number| number.to_string()),
        columns(|number| format!("'{}'", "x".repeat(number % 130))),
    );
    assert_eq!(same(&sql), 2);
}

#[test]
fn what_stands_in_the_log_only_is_read() {
    let (_directory, file) = outgrow_testing::sqlite_file("PRAGMA journal_mode = WAL; CREATE TABLE t (a, b)");
    let writer = Connection::open(&file).expect("a writer");
    let add = format!("{MANY} INSERT INTO t SELECT i, randomblob(i) FROM n");
    writer.execute_batch(&format!("PRAGMA wal_autocheckpoint = 0; {add}; DELETE FROM t WHERE a % 2")).expect("written");
    assert_eq!(same_in(file.to_str().expect("UTF-8")), 1500);
}

#[test]
fn bytes_at_the_end_of_pages_that_are_not_sqlites_are_left_out() {
    let (_directory, file) = outgrow_testing::sqlite_file("PRAGMA page_size = 1024; PRAGMA user_version = 1");
    let mut bytes = std::fs::read(&file).expect("read");
    assert_eq!((bytes.len(), &bytes[105..107]), (1024, &1024_u16.to_be_bytes()[..]), "one empty page");
    bytes[20] = 32;
    bytes[105..107].copy_from_slice(&(1024_u16 - 32).to_be_bytes());
    std::fs::write(&file, &bytes).expect("written");
    let connection = Connection::open(&file).expect("opened");
    let rows = format!("CREATE TABLE t (a); {MANY} INSERT INTO t SELECT randomblob(i) FROM n");
    connection.execute_batch(&rows).expect("written");
    drop(connection);
    assert_eq!(std::fs::read(&file).expect("read")[20], 32);
    assert_eq!(same_in(file.to_str().expect("UTF-8")), 3000);
}

#[test]
fn tables_whose_rows_are_more_than_their_records_are_left_to_sqlite() {
    let sql = "CREATE TABLE g (a, b AS (a + 1)); CREATE TABLE s (a, b AS (a + 1) STORED);
        CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID; CREATE TABLE h (rowid, oid, _rowid_);
        CREATE VIRTUAL TABLE f USING fts5(a)";
    let (_directory, file) = outgrow_testing::sqlite_file(sql);
    let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
    let catalog = introspect::sqlite(&source).expect("a catalog");
    for name in ["g", "s", "w", "h", "f"] {
        let table = catalog.table(name).expect(name);
        assert_eq!(Layout::of(table, ["a"]), None, "{name}");
    }
}

#[test]
fn damaged_pages_are_errors_or_the_rows_that_sqlite_finds_in_them() {
    let sql = format!(
        "PRAGMA page_size = 512; CREATE TABLE t (a, b REAL); {MANY}
         INSERT INTO t SELECT i, randomblob(i * 3) FROM n LIMIT 300; INSERT INTO t SELECT a, a FROM t"
    );
    let (_directory, file) = outgrow_testing::sqlite_file(&sql);
    let whole = std::fs::read(&file).expect("read");
    let mut chance = 88_172_645_463_325_252_u64;
    let (mut errors, mut same) = (0, 0);
    for damages in 0..300 {
        std::fs::write(&file, damaged(&whole, damages % 40, &mut chance)).expect("written");
        match both(file.to_str().expect("UTF-8")) {
            (Ok(taken), Ok(selected)) => {
                are_equal(&taken, &selected, &Range::whole());
                same += 1;
            }
            (Ok(_), Err(_)) => {}
            (Err(_), _) => errors += 1,
        }
    }
    assert!(errors > 50 && same > 50, "{errors} errors, {same} the same");
}

/// A file of which some bytes were overwritten.
pub(super) fn damaged(whole: &[u8], times: usize, chance: &mut u64) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=times {
        *chance ^= *chance << 13;
        *chance ^= *chance >> 7;
        *chance ^= *chance << 17;
        // The schema on the first two pages stays.
        let at = 1024 + (*chance >> 8) as usize % (bytes.len() - 1024);
        bytes[at] = *chance as u8;
    }
    bytes
}

/// The rows of table `t` as their pages have them, and as SQLite selects them.
fn both(file: &str) -> (rusqlite::Result<Vec<Row>>, rusqlite::Result<Vec<Row>>) {
    let source = Source::open(file, 1).expect("the schema is whole");
    let catalog = introspect::sqlite(&source).expect("the schema is whole");
    let read = |connection: &Connection| {
        let layout = Layout::of(&catalog.tables[0], ["a", "b", "rowid"]).expect("a table with rowids");
        let taken = || {
            let mut scan = Scan::begin(connection, layout, &Range::whole(), ALL)?.expect("a table with pages");
            let mut rows = Vec::new();
            while let Some(Found::Row(row)) = scan.next()? {
                rows.push(values(&row, 3));
            }
            Ok(rows)
        };
        let selected = || {
            let mut statement = connection.prepare("SELECT a, b, rowid FROM t NOT INDEXED")?;
            let rows = statement.query_map([], |row| Ok(values(row, 3)))?;
            rows.collect()
        };
        Ok((taken(), selected()))
    };
    source.with_reader(read).expect("a reader")
}
