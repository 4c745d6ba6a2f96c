//! Values in quarantine: they must be there byte for byte, and their rows must hold the substitute.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::{Substitute, TablePlan};

use super::bench::{Bench, places, plan};

const QUARANTINE: &str = "CREATE SCHEMA outgrow; CREATE TABLE outgrow.quarantine (\
    id bigint GENERATED ALWAYS AS IDENTITY, moved_at timestamptz DEFAULT now(), source_table text, target_table text, \
    row_key text, column_name text, target_column text, storage_class text, value bytea, reason text)";

fn quarantine(bench: &Bench, row_key: &str, column: &str, class: &str, value: &str) {
    bench.postgres(&format!(
        "INSERT INTO outgrow.quarantine (source_table, target_table, row_key, column_name, storage_class, value) \
         VALUES ('t', 'public.t', '{row_key}', '{column}', '{class}', {value})"
    ));
}

/// Five rows, of which 2 to 5 have values that PostgreSQL cannot hold as planned.
fn bench() -> Bench {
    let bench = Bench::open();
    bench.postgres(QUARANTINE);
    bench.sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, n, a, d)");
    bench.sqlite(
        "INSERT INTO t VALUES (1, 10, 'x', '2024-01-01'), (2, 'ten', 'y', 'z'), (3, 1.5, 'a' || char(0), NULL)",
    );
    bench.sqlite("INSERT INTO t VALUES (4, x'00ff', x'00ff', '2024-13-01'), (5, 9, CAST(x'6180' AS TEXT), 20240101)");
    bench.postgres("CREATE TABLE t (id bigint, n bigint, a text, d date NOT NULL DEFAULT '1970-01-01')");
    bench.postgres("ALTER TABLE t ALTER d DROP NOT NULL");
    bench.postgres("INSERT INTO t VALUES (1, 10, 'x', '2024-01-01'), (2, NULL, 'y', '1970-01-01')");
    bench.postgres("INSERT INTO t VALUES (3, NULL, U&'a\\FFFD', NULL), (4, NULL, '\\x00ff', '1970-01-01')");
    bench.postgres("INSERT INTO t VALUES (5, 9, U&'a\\FFFD', '1970-01-01')");
    for key in ["id", "rowid"] {
        let row = |id: i64| format!("{{\"{key}\":{id}}}");
        let table = if key == "id" { "public.t" } else { "public.keyless" };
        quarantine(&bench, &row(2), "n", "text", "'ten'");
        quarantine(&bench, &row(2), "d", "text", "'z'");
        quarantine(&bench, &row(3), "n", "real", "float8send(1.5)");
        quarantine(&bench, &row(3), "a", "text", "'\\x6100'");
        quarantine(&bench, &row(4), "n", "blob", "'\\x00ff'");
        quarantine(&bench, &row(4), "a", "blob", "'\\x00ff'");
        quarantine(&bench, &row(4), "d", "text", "'2024-13-01'");
        quarantine(&bench, &row(5), "a", "text", "'\\x6180'");
        quarantine(&bench, &row(5), "d", "integer", "'20240101'");
        bench.postgres(&format!(
            "UPDATE outgrow.quarantine SET target_table = '{table}' WHERE row_key LIKE '%\"{key}\"%'"
        ));
    }
    bench
}

fn quarantine_plan(key: &[usize]) -> TablePlan {
    let columns = [
        ("id", DataType::Bigint, Rule::Integer),
        ("n", DataType::Bigint, Rule::Integer),
        ("a", DataType::Text, Rule::Text),
        ("d", DataType::Date, Rule::Temporal),
    ];
    let mut plan = plan(&columns, key);
    plan.columns[2].substitute = Substitute::Repaired;
    plan.columns[3].substitute = Substitute::Neutral;
    plan
}

#[test]
fn values_in_quarantine_are_no_differences() {
    let bench = bench();
    let found = bench.compare(&quarantine_plan(&[0]));
    assert_eq!((found.difference_count, found.quarantined), (0, 9), "{found:?}");
    bench.postgres("DELETE FROM outgrow.quarantine WHERE target_table = 'public.t'");
    bench.postgres("UPDATE outgrow.quarantine SET target_table = 't'");
    let keyless = bench.compare(&quarantine_plan(&[]));
    assert_eq!((keyless.difference_count, keyless.quarantined), (0, 9), "{keyless:?}");
}

#[test]
fn without_quarantine_they_are_differences() {
    let bench = bench();
    bench.postgres("DROP TABLE outgrow.quarantine");
    // Without a key, row 4 has too little in common with what became of it to be known again.
    for (key, count) in [(&[0_usize][..], 9), (&[], 8)] {
        let found = bench.compare(&quarantine_plan(key));
        assert_eq!((found.difference_count, found.quarantined), (count, 0), "{found:?}");
    }
}

#[test]
fn damage_in_quarantine_or_in_substitutes_is_found() {
    let bench = bench();
    bench.postgres("DELETE FROM outgrow.quarantine WHERE target_table = 'public.keyless'");
    let q = "outgrow.quarantine";
    let cases = [
        // The value that is not there, and the entry that nobody asks for.
        (format!("UPDATE {q} SET value = '\\x6101' WHERE row_key = '{{\"id\":3}}' AND column_name = 'a'"), 2, "a"),
        (format!("UPDATE {q} SET storage_class = 'text' WHERE storage_class = 'real'"), 2, "n"),
        (format!("UPDATE {q} SET value = '20240102' WHERE storage_class = 'integer'"), 2, "d"),
        (format!("DELETE FROM {q} WHERE row_key = '{{\"id\":2}}' AND column_name = 'n'"), 1, "n"),
        (
            format!("UPDATE {q} SET row_key = '{{\"id\":1}}' WHERE row_key = '{{\"id\":2}}' AND column_name = 'n'"),
            2,
            "n",
        ),
        (
            format!(
                "INSERT INTO {q} (source_table, target_table, row_key, column_name, storage_class, value) \
                 VALUES ('t', 'public.t', '{{\"id\":1}}', 'n', 'text', 'x')"
            ),
            1,
            "n",
        ),
        ("UPDATE t SET n = 0 WHERE id = 2".to_owned(), 1, "n"),
        ("UPDATE t SET a = 'a' WHERE id = 3".to_owned(), 1, "a"),
        ("UPDATE t SET a = '\\x00fe' WHERE id = 4".to_owned(), 1, "a"),
        ("UPDATE t SET d = NULL WHERE id = 4".to_owned(), 1, "d"),
        ("UPDATE t SET d = '1970-01-02' WHERE id = 4".to_owned(), 1, "d"),
        ("DELETE FROM t WHERE id = 4".to_owned(), 1, ""),
    ];
    for (change, count, column) in cases {
        bench.postgres("BEGIN");
        assert_eq!(bench.touch(&change), 1, "{change}");
        let found = bench.compare(&quarantine_plan(&[0]));
        assert_eq!(found.difference_count, count, "{change}: {found:?}");
        assert!(places(&found).iter().all(|(_, found)| found == column), "{change}: {found:?}");
        bench.postgres("ROLLBACK");
    }
}

#[test]
fn a_key_that_json_cannot_hold_leaves_the_value_to_be_matched_by_its_bytes() {
    let bench = Bench::open();
    bench.postgres(QUARANTINE);
    bench.sqlite(
        "CREATE TABLE t (k BLOB PRIMARY KEY, n) WITHOUT ROWID; INSERT INTO t VALUES (x'00', 'a'), (x'01', 'a')",
    );
    bench.postgres("CREATE TABLE t (k bytea, n bigint); INSERT INTO t VALUES ('\\x00', NULL), ('\\x01', NULL)");
    quarantine(&bench, "{\"k\":\"\\\\x00\"}", "n", "text", "'a'");
    let plan = plan(&[("k", DataType::Bytea, Rule::Bytes), ("n", DataType::Bigint, Rule::Integer)], &[0]);
    assert_eq!(bench.compare(&plan).difference_count, 1);
    quarantine(&bench, "{\"k\":\"\\\\x01\"}", "n", "text", "'a'");
    let found = bench.compare(&plan);
    assert_eq!((found.difference_count, found.quarantined), (0, 2));
}
