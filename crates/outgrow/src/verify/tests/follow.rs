//! Rows as they lie in the target's table: equal ones are seen to be so, and nothing else is.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::TablePlan;

use super::bench::{Bench, plan};

const COLUMNS: &[(&str, DataType, Rule)] = &[
    ("region", DataType::Text, Rule::Text),
    ("number", DataType::Integer, Rule::Integer),
    ("body", DataType::Text, Rule::Text),
    ("price", DataType::Numeric(None), Rule::Numeric),
];

/// Tables of SQLite with the same columns: the declaration, and the positions of the key.
const TABLES: &[(&str, &[usize])] = &[
    ("region TEXT, number INTEGER PRIMARY KEY, body TEXT, price REAL) -- the rowid", &[1]),
    ("region TEXT, number INTEGER, body TEXT, price REAL, PRIMARY KEY (region, number)) -- an index", &[0, 1]),
    ("region TEXT, number INTEGER UNIQUE NOT NULL, body TEXT, price REAL) -- another index", &[1]),
    ("region TEXT, number INTEGER, body TEXT, price REAL, PRIMARY KEY (region, number)) WITHOUT ROWID", &[0, 1]),
    (
        "region TEXT COLLATE NOCASE, number INT, body TEXT, price REAL, PRIMARY KEY (number, region)) WITHOUT ROWID",
        &[1, 0],
    ),
];

const ROWS: u64 = 700;

/// The table with rows whose keys have gaps; rows of the target lie in the order of `order`.
fn fill(declaration: &str, order: &str) -> Bench {
    let bench = Bench::open();
    bench.sqlite(&format!("CREATE TABLE t ({declaration}"));
    bench.postgres("CREATE TABLE t (region text, number integer, body text, price numeric)");
    let values = "'Zoë ' || (n / 50), n * 3 - 900, CASE WHEN n % 5 > 0 THEN 'row ' || n END";
    bench.sqlite(&format!(
        "WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < {ROWS}) \
         INSERT INTO t SELECT {values}, n / 8.0 FROM i"
    ));
    bench.postgres(&format!(
        "INSERT INTO t SELECT {values}, n / 8.0 FROM (SELECT n::int FROM generate_series(1, {ROWS}) n) s ORDER BY {order}"
    ));
    bench
}

fn is_seen(bench: &Bench, plan: &TablePlan) -> bool {
    let Some(seen) = bench.first_attempt(plan) else { return false };
    let counts = (seen.difference_count, seen.source_rows, seen.target_rows, seen.values);
    assert_eq!(counts, (0, ROWS, ROWS, ROWS * 4), "{seen:?}");
    true
}

#[test]
fn equal_rows_are_seen_in_whatever_order_they_lie() {
    for (declaration, key) in TABLES {
        for order in ["n", "n DESC", "n / 50 % 3, n", "n / 20 % 2 DESC, n", "md5(n::text)"] {
            let (bench, plan) = (fill(declaration, order), plan(COLUMNS, key));
            assert!(is_seen(&bench, &plan), "{declaration} by {order}");
            assert_eq!(bench.compare(&plan).difference_count, 0, "{declaration} by {order}");
        }
    }
}

#[test]
fn no_damage_is_taken_for_equal_rows() {
    let damages = [
        "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)",
        "DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t)",
        "DELETE FROM t WHERE number = 300",
        "DELETE FROM t",
        "INSERT INTO t SELECT * FROM t WHERE number = 300",
        "INSERT INTO t SELECT * FROM t",
        "INSERT INTO t VALUES ('new', 1, NULL, 0)",
        "INSERT INTO t VALUES ('new', NULL, NULL, 0)",
        "UPDATE t SET number = number + 1 WHERE number = 300",
        "UPDATE t SET price = price + 0.001 WHERE number = 300",
        "UPDATE t SET body = body || ' ' WHERE number = 303",
        "UPDATE t SET region = lower(region) WHERE number = 300",
        "DELETE FROM t WHERE number = 300; INSERT INTO t SELECT * FROM t WHERE number = 303",
        "UPDATE t SET (region, number, body, price) = (SELECT region, number, body, price FROM t WHERE number = 303) \
         WHERE number = 300",
    ];
    for (declaration, key) in TABLES {
        for order in ["n", "n / 50 % 3, n"] {
            let (bench, plan) = (fill(declaration, order), plan(COLUMNS, key));
            for damage in damages {
                bench.postgres("BEGIN");
                bench.postgres(damage);
                assert!(!is_seen(&bench, &plan), "{damage} in {declaration}");
                assert!(bench.compare(&plan).difference_count > 0, "{damage} in {declaration}");
                bench.postgres("ROLLBACK");
            }
            assert!(is_seen(&bench, &plan), "{declaration}");
        }
    }
}

#[test]
fn rows_that_only_the_file_has_are_not_overlooked() {
    for (declaration, key) in TABLES {
        let (bench, plan) = (fill(declaration, "n"), plan(COLUMNS, key));
        for (region, number) in [("A", -100_000), ("Zoë 3", 301), ("z", 100_000)] {
            bench.sqlite(&format!("BEGIN; INSERT INTO t VALUES ('{region}', {number}, 'more', 1.0)"));
            assert!(!is_seen(&bench, &plan), "{declaration}: {number}");
            assert_eq!(bench.compare(&plan).difference_count, 1, "{declaration}: {number}");
            bench.sqlite("ROLLBACK");
        }
    }
}

#[test]
fn a_table_without_rows_is_whole() {
    for (declaration, key) in TABLES {
        let (bench, plan) = (fill(declaration, "n"), plan(COLUMNS, key));
        bench.sqlite("DELETE FROM t");
        assert!(bench.first_attempt(&plan).is_none(), "{declaration}");
        bench.postgres("DELETE FROM t");
        let seen = bench.first_attempt(&plan).expect("both sides are empty");
        assert_eq!((seen.difference_count, seen.source_rows, seen.target_rows), (0, 0, 0), "{declaration}");
    }
}
