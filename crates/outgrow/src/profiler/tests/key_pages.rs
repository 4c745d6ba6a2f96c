//! What is taken from the pages of a WITHOUT ROWID table is what SQLite's SELECT says.

use outgrow_planner::catalog::sqlite::Table;
use rusqlite::{Connection, params_from_iter};

use super::pages::{Row, are_equal, damaged, owned, values};
use crate::introspect;
use crate::source::Source;
use crate::source::ranges::{CutBy, Key, KeyValue, Range, cut};
use crate::source::rows::{KeyLayout, KeyScan, Taken, value_of};

/// How the rows of a range were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    rows: usize,
    parts: usize,
    /// Parts that were left to SQLite, because of a bound or a row.
    left: usize,
}

fn selected(connection: &Connection, table: &Table, range: &Range) -> rusqlite::Result<Vec<Row>> {
    let condition = range.condition(&CutBy::of(table), "t");
    let filter = if condition.is_empty() { String::new() } else { format!("WHERE {condition}") };
    let sql = format!("SELECT t.* FROM main.\"{}\" AS t NOT INDEXED {filter}", table.name);
    let mut statement = connection.prepare(&sql)?;
    let width = table.columns.len();
    let rows = statement.query_map(params_from_iter(range.parameters()), |row| {
        Ok((0..width).map(|position| owned(value_of(row.get_ref(position).expect("a value")))).collect())
    })?;
    rows.collect()
}

/// The rows as their pages have them; `None` where SQLite must read them.
fn taken(connection: &Connection, table: &Table, range: &Range) -> rusqlite::Result<Option<Vec<Row>>> {
    let Some(layout) = KeyLayout::of(connection, table, 0..table.columns.len())? else { return Ok(None) };
    let Some(mut scan) = KeyScan::begin(connection, layout, range, 4_096)? else { return Ok(None) };
    let mut rows = Vec::new();
    while let Some(taken) = scan.next()? {
        let Taken::Row(row) = taken else { return Ok(None) };
        rows.push(values(&row, table.columns.len()));
    }
    Ok(Some(rows))
}

/// Compares the parts of all tables of a file that these statements make.
fn same(sql: &str) -> Count {
    let (_directory, file) = outgrow_testing::sqlite_file(sql);
    let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
    let catalog = introspect::sqlite(&source).expect("a catalog");
    let mut count = Count::default();
    let compare = |connection: &Connection| {
        for table in &catalog.tables {
            let mut ranges = cut(connection, table, 7).expect("parts");
            ranges.push(Range::whole());
            for range in ranges {
                let wanted = selected(connection, table, &range).expect("rows");
                count.rows += wanted.len();
                count.parts += 1;
                match taken(connection, table, &range).expect("rows") {
                    Some(taken) => are_equal(&taken, &wanted, &range),
                    None => count.left += 1,
                }
            }
        }
        Ok(())
    };
    source.with_reader(compare).expect("rows");
    count
}

const MANY: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)";

#[test]
fn keys_of_every_kind() {
    let count = same(&format!(
        "CREATE TABLE numbers (a INTEGER PRIMARY KEY, b) WITHOUT ROWID;
         {MANY} INSERT INTO numbers SELECT (i * 7919) % 20011 - 9000, 'row ' || i FROM n;
         CREATE TABLE texts (a, b REAL, c TEXT COLLATE NOCASE, d, PRIMARY KEY (c, b)) WITHOUT ROWID;
         {MANY} INSERT INTO texts SELECT i, i / 4.0, char(65 + i % 7 + 32 * (i % 2)) || i % 300, x'00ff' FROM n;
         CREATE TABLE mixed (a PRIMARY KEY, b, c REAL) WITHOUT ROWID;
         {MANY} INSERT INTO mixed SELECT CASE i % 4 WHEN 0 THEN i WHEN 1 THEN i + 0.5 WHEN 2 THEN 'é' || i ELSE CAST(i AS BLOB) END,
                i * 1000003, i FROM n;
         CREATE TABLE twice (a TEXT, b, PRIMARY KEY (a, b, a)) WITHOUT ROWID;
         {MANY} INSERT INTO twice SELECT hex(i * 7), NULLIF(i, -1) FROM n;
         CREATE TABLE small (a TEXT COLLATE RTRIM PRIMARY KEY, b) WITHOUT ROWID;
         INSERT INTO small VALUES ('a ', 1), (' b', NULL), ('', 2.5);
         CREATE TABLE none (a PRIMARY KEY) WITHOUT ROWID;"
    ));
    assert_eq!(count, Count { rows: 160_006, parts: 36, left: 0 });
}

#[test]
fn rows_that_overflow_their_pages() {
    let count = same(&format!(
        "PRAGMA page_size = 1024;
         CREATE TABLE t (a INTEGER, b TEXT, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
         {MANY} INSERT INTO t SELECT i, i, printf('%.*c', i % 3000, 'x') FROM n;"
    ));
    assert_eq!(count, Count { rows: 40_000, parts: 8, left: 0 });
}

#[test]
fn what_is_not_plain_is_left_to_sqlite() {
    let count = same(&format!(
        "CREATE TABLE long (a PRIMARY KEY, b) WITHOUT ROWID;
         INSERT INTO long VALUES (1, 'short'), (2, printf('%.*c', 5000, 'x'));
         CREATE TABLE added (a PRIMARY KEY) WITHOUT ROWID;
         INSERT INTO added VALUES (1), (2);
         ALTER TABLE added ADD COLUMN b DEFAULT 'later';
         CREATE TABLE down (a, b, PRIMARY KEY (a DESC)) WITHOUT ROWID;
         {MANY} INSERT INTO down SELECT i, i FROM n;
         CREATE TABLE computed (a PRIMARY KEY, b AS (a + 1)) WITHOUT ROWID;
         INSERT INTO computed VALUES (1);"
    ));
    assert_eq!(count, Count { rows: 40_010, parts: 8, left: 8 });
}

#[test]
fn a_bound_that_is_no_key_of_an_interior_cell_is_left_to_sqlite() {
    let sql = format!(
        "CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID; {MANY} INSERT INTO t SELECT 2 * i, 'row ' || i FROM n;"
    );
    let (_directory, file) = outgrow_testing::sqlite_file(&sql);
    let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
    let catalog = introspect::sqlite(&source).expect("a catalog");
    let key = |number| Some(Key(vec![KeyValue::Integer(number)]));
    let at = |low, high| Range { low, high };
    let look = |connection: &Connection| {
        let table = &catalog.tables[0];
        let known = cut(connection, table, 2).expect("parts")[0].high.clone();
        assert!(taken(connection, table, &at(known.clone(), None)).expect("rows").is_some());
        for range in [at(key(7), None), at(None, key(-1)), at(known.clone(), key(1_000_001)), at(key(3), known)] {
            assert_eq!(taken(connection, table, &range), Ok(None), "{range:?}");
        }
        Ok(())
    };
    source.with_reader(look).expect("rows");
}

#[test]
fn damaged_pages_are_errors_or_the_rows_that_sqlite_finds_in_them() {
    let sql = format!(
        "PRAGMA page_size = 512; CREATE TABLE t (a PRIMARY KEY, b REAL) WITHOUT ROWID;
         {MANY} INSERT INTO t SELECT hex(i * 7919), i FROM n LIMIT 3000"
    );
    let (_directory, file) = outgrow_testing::sqlite_file(&sql);
    let path = file.to_str().expect("UTF-8");
    let catalog = introspect::sqlite(&Source::open(path, 1).expect("the file opens")).expect("a catalog");
    let whole = std::fs::read(&file).expect("read");
    let mut chance = 88_172_645_463_325_252_u64;
    let (mut errors, mut same, mut stricter) = (0, 0, 0);
    for damages in 0..300 {
        std::fs::write(&file, damaged(&whole, damages % 8, &mut chance)).expect("written");
        let connection = Connection::open(path).expect("the file opens");
        let table = &catalog.tables[0];
        match (taken(&connection, table, &Range::whole()), selected(&connection, table, &Range::whole())) {
            (Ok(Some(taken)), Ok(selected)) => {
                are_equal(&taken, &selected, &Range::whole());
                same += 1;
            }
            (Ok(_), _) => {}
            (Err(_), Err(_)) => errors += 1,
            (Err(_), Ok(_)) => stricter += 1,
        }
    }
    assert!(errors > 50 && same > 50, "{errors} errors, {same} the same, {stricter} that SQLite does not find");
}
