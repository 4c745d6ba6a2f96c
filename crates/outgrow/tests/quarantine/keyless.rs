//! Rows without a key are found by all their values.

use outgrow::requeue::{Changed, RequeueOptions, Trial};

use crate::support::{Bench, WRITE, reason};

#[test]
fn a_row_without_a_key_is_found_by_its_other_values() {
    let bench = Bench::moved(
        "CREATE TABLE t (a, r REAL, b BLOB, n INTEGER, d DATETIME, j JSON, x TEXT);
         INSERT INTO t VALUES ('p', 0.1, x'00', 1, '2024-01-01 00:00:00', '{\"a\": 1}', char(0) || '1'),
             ('p', 0.1, x'00', 2, '2024-01-01 00:00:00', '{\"a\": 1}', char(0) || '2'),
             ('p', 0.1, NULL, 2, NULL, NULL, char(0) || '3'), ('p', 0.1, NULL, 2, NULL, NULL, 'whole');",
    );
    bench.query("UPDATE outgrow.quarantine SET value = substr(value, 2)");
    assert_eq!(bench.requeue_counts(None), (3, 0));
    let rows = "SELECT string_agg(n || '-' || (b IS NULL) || '-' || x, ' ' ORDER BY x) FROM t";
    assert_eq!(bench.query(rows), "1-false-1 2-false-2 2-true-3 2-true-whole");
}

#[test]
fn values_of_one_row_stay_together_even_if_rows_look_alike() {
    let bench = Bench::moved(
        "CREATE TABLE t (a TEXT, b TEXT);
         INSERT INTO t VALUES (char(0) || '1', char(0) || '1'), (char(0) || '2', char(0) || '2'), (char(0) || '3', char(0) || '3'), ('x', 'x');",
    );
    bench.query("UPDATE outgrow.quarantine SET value = substr(value, 2) WHERE column_name = 'a'");
    assert_eq!(bench.requeue_counts(Some("t.a")), (3, 0));
    bench.query("UPDATE outgrow.quarantine SET value = substr(value, 2)");
    assert_eq!(bench.requeue_counts(Some("t.b")), (3, 0));
    assert_eq!(bench.query("SELECT string_agg(a || b, ' ' ORDER BY a) FROM t"), "11 22 33 xx");
}

#[test]
fn long_values_are_compared_by_their_hash() {
    let bench = Bench::moved(
        "CREATE TABLE t (a TEXT, b BLOB, x TEXT);
         INSERT INTO t VALUES (replace(hex(zeroblob(5000)), '0', 'p'), zeroblob(5000), char(0) || '1'),
             (replace(hex(zeroblob(5000)), '0', 'q'), zeroblob(5001), char(0) || '2'), ('r', x'00', 'x');",
    );
    bench.query("UPDATE outgrow.quarantine SET value = substr(value, 2)");
    assert_eq!(bench.requeue_counts(None), (2, 0));
    assert_eq!(bench.query("SELECT left(a, 1), length(b), x FROM t ORDER BY x"), "p|5000|1\nq|5001|2\nr|1|x");
}

#[test]
fn a_row_that_changed_is_not_found_and_nothing_is_overwritten() {
    let bench = Bench::moved("CREATE TABLE t (n INTEGER, x TEXT); INSERT INTO t VALUES (1, char(0)), (2, 'ok')");
    bench.query("UPDATE outgrow.quarantine SET value = 'mended'; UPDATE t SET x = 'by hand' WHERE n = 1");
    let overwrite = RequeueOptions { changed: Changed::Overwrite, trial: Trial::Write };
    for options in [WRITE, overwrite] {
        let reason = reason(&bench.requeue(None, options));
        assert_eq!(reason, "no row that could be the one carries its substitute any more");
    }
    bench.query("UPDATE t SET n = 3 WHERE n = 1");
    assert_eq!(reason(&bench.requeue(None, WRITE)), "its row is not there any more");
    assert_eq!(bench.query("SELECT count(*) FROM outgrow.quarantine"), "1");
}

#[test]
fn a_key_that_is_itself_in_quarantine_is_found_by_its_substitute() {
    let bench = Bench::moved(
        "CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v TEXT) WITHOUT ROWID;
         INSERT INTO t VALUES ('a' || char(0), char(0)), ('b', 'x');",
    );
    bench.query("UPDATE outgrow.quarantine SET value = 'v' WHERE column_name = 'v'");
    bench.query("UPDATE outgrow.quarantine SET value = 'k' WHERE column_name = 'k'");
    assert_eq!(bench.requeue_counts(None), (2, 0));
    assert_eq!(bench.query("SELECT k, v FROM t ORDER BY k"), "b|x\nk|v");
}
