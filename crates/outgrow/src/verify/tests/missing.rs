//! Tables, columns and types that are not as planned; rows too few and too many; the wish to stop.

use std::sync::atomic::Ordering;

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;

use super::bench::{Bench, counting, places, plan};
use crate::progress::Progress;

const COLUMNS: &[(&str, DataType, Rule)] =
    &[("id", DataType::Bigint, Rule::Integer), ("a", DataType::Text, Rule::Text), ("b", DataType::Text, Rule::Text)];

fn bench() -> Bench {
    let bench = Bench::open();
    bench.sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)");
    bench.sqlite("INSERT INTO t VALUES (1, 'x', 'y'), (2, 'x', 'y'), (3, 'z', 'z')");
    bench
}

#[test]
fn a_missing_table_is_one_difference() {
    let bench = bench();
    let found = bench.compare(&plan(COLUMNS, &[0]));
    assert_eq!((found.difference_count, found.source_rows), (1, 3));
    assert_eq!(places(&found), [("whole table".to_owned(), String::new())]);
}

#[test]
fn a_missing_column_is_told_and_the_others_are_compared() {
    let bench = bench();
    bench.postgres("CREATE TABLE t (id bigint, b text); INSERT INTO t VALUES (1, 'y'), (2, 'y'), (3, '?')");
    let found = bench.compare(&plan(COLUMNS, &[0]));
    let expected = [("whole column", "a"), ("id=3", "b")].map(|(row, column)| (row.to_owned(), column.to_owned()));
    assert_eq!(places(&found), expected);
    assert_eq!(found.values, 6);
}

#[test]
fn another_type_is_told_and_compared_where_that_means_something() {
    let bench = bench();
    bench.postgres("CREATE TABLE t (id integer, a varchar(5), b bytea)");
    bench.postgres("INSERT INTO t VALUES (1, 'x', ''), (2, 'x', ''), (3, 'Z', '')");
    let found = bench.compare(&plan(COLUMNS, &[0]));
    let expected = [("whole column", "id"), ("whole column", "a"), ("whole column", "b"), ("id=3", "a")]
        .map(|(row, column)| (row.to_owned(), column.to_owned()));
    assert_eq!(places(&found), expected);
    assert_eq!(found.differences[2].source.as_deref(), Some("planned as text"));
    assert_eq!(found.differences[2].target.as_deref(), Some("bytea"));
}

#[test]
fn a_table_without_any_planned_column_still_has_its_rows_counted() {
    let bench = bench();
    bench.postgres("CREATE TABLE t (); INSERT INTO t DEFAULT VALUES; INSERT INTO t DEFAULT VALUES");
    let found = bench.compare(&plan(COLUMNS, &[0]));
    assert_eq!((found.source_rows, found.target_rows, found.difference_count), (3, 2, 4));
}

#[test]
fn rows_too_few_and_too_many_are_told_by_key() {
    let bench = bench();
    bench.postgres("CREATE TABLE t (id bigint, a text, b text)");
    bench.postgres("INSERT INTO t VALUES (0, 'x', 'y'), (2, 'x', 'y'), (2, 'x', 'y'), (4, 'z', 'z')");
    let found = bench.compare(&plan(COLUMNS, &[0]));
    let rows: Vec<_> = found.differences.iter().map(|found| (found.row.as_str(), found.source.is_some())).collect();
    assert_eq!(rows, [("id=0", false), ("id=1", true), ("id=2", false), ("id=3", true), ("id=4", false)]);
    assert_eq!((found.source_rows, found.target_rows), (3, 4));
}

#[test]
fn all_differences_are_counted_and_the_first_are_kept() {
    let bench = Bench::open();
    bench.sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)");
    bench.sqlite("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i, 'a', 'b' FROM n");
    bench.postgres(
        "CREATE TABLE t (id bigint, a text, b text); INSERT INTO t SELECT i, 'A', 'b' FROM generate_series(1, 5000) i",
    );
    for key in [&[0_usize][..], &[]] {
        let (progress, told) = counting();
        let found = bench.compare_telling(&plan(COLUMNS, key), &progress).unwrap();
        assert_eq!((found.difference_count, found.differences.len()), (5000, 20), "{key:?}");
        assert_eq!(told.load(Ordering::Relaxed), 5000, "{key:?}");
    }
    let progress = Progress::silent();
    progress.cancel();
    let stopped = bench.compare_telling(&plan(COLUMNS, &[0]), &progress).unwrap_err();
    assert_eq!(stopped.kind(), crate::ErrorKind::Interrupted);
}
