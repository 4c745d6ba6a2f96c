//! Every row is in exactly one part, and the parts are of about the same size.

use outgrow_planner::catalog::sqlite::Catalog;

use super::*;
use crate::introspect;
use crate::source::Source;

const MANY: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)";

/// How many rows each part of table `t` has.
fn counts(sql: &str, pieces: usize) -> Vec<u64> {
    let (_directory, file) = outgrow_testing::sqlite_file(sql);
    let source = Source::open(file.to_str().expect("UTF-8"), 1).expect("the file opens");
    let catalog: Catalog = introspect::sqlite(&source).expect("a catalog");
    let table = catalog.table("t").expect("table t");
    source
        .with_reader(|connection| {
            let ranges = cut(connection, table, pieces).expect("parts");
            let all: u64 = count(connection, table, &Range::whole());
            let counts: Vec<u64> = ranges.iter().map(|range| count(connection, table, range)).collect();
            assert_eq!(counts.iter().sum::<u64>(), all, "{ranges:?}");
            Ok(counts)
        })
        .expect("a reader")
}

fn count(connection: &Connection, table: &Table, range: &Range) -> u64 {
    let condition = range.condition(&CutBy::of(table), "t");
    let filter = if condition.is_empty() { String::new() } else { format!("WHERE {condition}") };
    let sql = format!("SELECT count(*) FROM main.t AS t NOT INDEXED {filter}");
    let count: i64 =
        connection.query_row(&sql, rusqlite::params_from_iter(range.parameters()), |row| row.get(0)).expect(&sql);
    count.unsigned_abs()
}

fn are_even(counts: &[u64], pieces: usize) {
    assert_eq!(counts.len(), pieces, "{counts:?}");
    let (least, most) = (counts.iter().min().expect("parts"), counts.iter().max().expect("parts"));
    assert!(*most <= 2 * *least, "{counts:?}");
}

#[test]
fn a_table_of_dense_rowids_is_cut_evenly() {
    let sql =
        format!("CREATE TABLE t (a INTEGER PRIMARY KEY, b); {MANY} INSERT INTO t SELECT i, hex(randomblob(40)) FROM n");
    are_even(&counts(&sql, 8), 8);
}

#[test]
fn sparse_and_negative_rowids_are_cut_by_rows_and_not_by_numbers() {
    let sql = format!(
        "CREATE TABLE t (a, b); {MANY} INSERT INTO t (rowid, b)
         SELECT CASE WHEN i < 10000 THEN i - 9223372036854775807 ELSE i * i * 1000 END, hex(randomblob(40)) FROM n"
    );
    are_even(&counts(&sql, 8), 8);
}

#[test]
fn text_keys_of_a_table_without_rowid_are_cut() {
    for encoding in ["UTF-8", "UTF-16le", "UTF-16be"] {
        let sql = format!(
            "PRAGMA encoding = '{encoding}'; CREATE TABLE t (a TEXT COLLATE NOCASE PRIMARY KEY, b) WITHOUT ROWID;
             {MANY} INSERT INTO t SELECT 'é' || hex(randomblob(20)) || i, i FROM n"
        );
        are_even(&counts(&sql, 8), 8);
    }
}

#[test]
fn composite_keys_of_every_storage_class_are_cut() {
    let sql = format!(
        "CREATE TABLE t (b, c TEXT, a ANY, PRIMARY KEY (a, b)) WITHOUT ROWID;
         {MANY} INSERT INTO t SELECT i, hex(randomblob(40)),
         CASE i % 5 WHEN 0 THEN -i * 70000 WHEN 1 THEN i / 3.0 WHEN 2 THEN 'x' || i WHEN 3 THEN randomblob(9) ELSE i % 2 END FROM n"
    );
    are_even(&counts(&sql, 6), 6);
}

#[test]
fn what_cannot_be_cut_is_one_part() {
    assert_eq!(counts("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)", 8), [2], "one page");
    assert_eq!(counts("CREATE TABLE t (a)", 8), [0]);
    let descending = format!("CREATE TABLE t (a PRIMARY KEY DESC) WITHOUT ROWID; {MANY} INSERT INTO t SELECT i FROM n");
    assert_eq!(counts(&descending, 8), [20000]);
    let hidden = format!("CREATE TABLE t (rowid, oid, _rowid_); {MANY} INSERT INTO t SELECT i, i, i FROM n");
    assert_eq!(counts(&hidden, 8), [20000]);
}

#[test]
fn long_keys_that_leave_their_page_are_skipped_and_nothing_is_lost() {
    let sql = format!(
        "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID; {MANY}
         INSERT INTO t SELECT hex(randomblob(900)) || i FROM n LIMIT 400"
    );
    let found = counts(&sql, 8);
    assert_eq!(found.iter().sum::<u64>(), 400);
}
