//! Keys of all kinds, keys that the engines order differently, and no keys.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;

use super::bench::{Bench, places, plan};

fn words() -> Vec<String> {
    let mut words: Vec<String> = (0..40).map(|number| format!("w{number}")).collect();
    words.extend(["", "Z", "a b", "é", "😀", "\u{FFFD}", "\u{E000}", "zz", "''"].map(str::to_owned));
    words
}

fn fill(bench: &Bench, source_types: &str, target_types: &str, rows: &[(String, String)]) {
    bench.sqlite(&format!("CREATE TABLE t ({source_types})"));
    bench.postgres(&format!("CREATE TABLE t ({target_types})"));
    for (source, target) in rows {
        bench.sqlite(&format!("INSERT INTO t VALUES ({source})"));
        bench.postgres(&format!("INSERT INTO t VALUES ({target})"));
    }
}

fn word_rows() -> Vec<(String, String)> {
    let quoted = words().into_iter().map(|word| format!("'{}'", word.replace('\'', "''")));
    quoted.enumerate().map(|(number, word)| (format!("{word}, {number}"), format!("{word}, {number}"))).collect()
}

fn place(row: &str, column: &str) -> (String, String) {
    (row.to_owned(), column.to_owned())
}

#[test]
fn text_keys_are_compared_by_bytes_whatever_their_collations() {
    let bench = Bench::open();
    // A server without ICU has no collation that every server has, other than the one by bytes.
    let icu = "DO $$ BEGIN CREATE COLLATION words (provider = icu, locale = 'und'); \
               EXCEPTION WHEN feature_not_supported THEN CREATE COLLATION words FROM \"C\"; END $$";
    bench.postgres(icu);
    let source_types = "k TEXT PRIMARY KEY COLLATE NOCASE, n) WITHOUT ROWID; --";
    fill(&bench, source_types, "k text COLLATE words, n bigint", &word_rows());
    let plan = plan(&[("k", DataType::Text, Rule::Text), ("n", DataType::Bigint, Rule::Integer)], &[0]);
    assert_eq!(bench.compare(&plan).difference_count, 0);
    bench.postgres(
        "UPDATE t SET n = n + 1 WHERE k = '😀'; DELETE FROM t WHERE k = 'Z'; INSERT INTO t VALUES ('new', 1)",
    );
    assert_eq!(places(&bench.compare(&plan)), [place("k='Z'", ""), place("k='new'", ""), place("k='😀'", "n")]);
}

#[test]
fn a_utf16_file_orders_its_keys_otherwise_and_is_compared_all_the_same() {
    let bench = Bench::open();
    bench.sqlite("PRAGMA encoding = 'UTF-16le'");
    fill(&bench, "k TEXT PRIMARY KEY, n) WITHOUT ROWID; --", "k text, n bigint", &word_rows());
    let encoding: String = bench.sqlite.query_row("PRAGMA encoding", [], |row| row.get(0)).unwrap();
    assert_eq!(encoding, "UTF-16le");
    let plan = plan(&[("k", DataType::Text, Rule::Text), ("n", DataType::Bigint, Rule::Integer)], &[0]);
    let equal = bench.compare(&plan);
    assert_eq!((equal.difference_count, equal.source_rows, equal.target_rows), (0, 49, 49));
    bench.postgres(
        "UPDATE t SET n = n + 1 WHERE k = '😀'; DELETE FROM t WHERE k = 'Z'; INSERT INTO t VALUES ('new', 1)",
    );
    let mut found = places(&bench.compare(&plan));
    found.sort();
    assert_eq!(found, [place("k='Z'", ""), place("k='new'", ""), place("k='😀'", "n")]);
}

#[test]
fn keys_of_several_columns_and_mixed_spellings_find_their_rows() {
    let bench = Bench::open();
    let mut rows = Vec::new();
    for number in 0..60 {
        let offset = if number % 2 == 0 { "Z" } else { "+02:00" };
        let minute = (number * 7) % 60;
        let source = format!("{}, '2024-01-01 12:{minute:02}:00{offset}', {number}", number % 3);
        let target = format!("{}, '2024-01-01 12:{minute:02}:00{offset}', {number}", number % 3);
        rows.push((source, target));
    }
    fill(&bench, "a, b, n", "a integer, b timestamptz, n bigint", &rows);
    let columns = [
        ("a", DataType::Integer, Rule::Integer),
        ("b", DataType::TimestampTz, Rule::Temporal),
        ("n", DataType::Bigint, Rule::Integer),
    ];
    let plan = plan(&columns, &[0, 1]);
    assert_eq!(bench.compare(&plan).difference_count, 0);
    bench.postgres("UPDATE t SET n = 1000 WHERE n = 1");
    assert_eq!(places(&bench.compare(&plan)), [place("a=1, b='2024-01-01 12:07:00+02:00'", "n")]);
}

#[test]
fn keys_without_an_order_find_their_rows() {
    let bench = Bench::open();
    let number = |number: i64| if number % 2 == 0 { format!("{number}") } else { format!("{number}.5") };
    let rows: Vec<_> = (0..50).map(|i| (format!("{}, {i}", number(i)), format!("{}, {i}", number(i)))).collect();
    fill(&bench, "k, n", "k numeric, n bigint", &rows);
    let plan = plan(&[("k", DataType::Numeric(None), Rule::Numeric), ("n", DataType::Bigint, Rule::Integer)], &[0]);
    assert_eq!(bench.compare(&plan).difference_count, 0);
    bench.postgres("UPDATE t SET n = 7000 WHERE n = 7; DELETE FROM t WHERE n = 8");
    let mut found = places(&bench.compare(&plan));
    found.sort();
    assert_eq!(found, [place("k=7.5", "n"), place("k=8", "")]);
}

#[test]
fn rendered_keys_are_ordered_as_text() {
    let bench = Bench::open();
    let rows: Vec<_> = (0..300).map(|i| (format!("{i}, {i}"), format!("'{i}', {i}"))).collect();
    fill(&bench, "k, n", "k text, n bigint", &rows);
    let plan = plan(&[("k", DataType::Text, Rule::Rendered), ("n", DataType::Bigint, Rule::Integer)], &[0]);
    assert_eq!(bench.compare(&plan).difference_count, 0);
    bench.postgres("UPDATE t SET k = '10.0' WHERE k = '10'");
    let mut found = places(&bench.compare(&plan));
    found.sort();
    assert_eq!(found, [place("k='10.0'", ""), place("k=10", "")]);
}

#[test]
fn duplicates_of_a_table_without_a_key_are_counted() {
    let bench = Bench::open();
    let rows: Vec<_> = (0..200).map(|i| (format!("{}, 'x'", i % 5), format!("{}, 'x'", i % 5))).collect();
    fill(&bench, "a, b", "a bigint, b text", &rows);
    let plan = plan(&[("a", DataType::Bigint, Rule::Integer), ("b", DataType::Text, Rule::Text)], &[]);
    let equal = bench.compare(&plan);
    assert_eq!((equal.difference_count, equal.values), (0, 400));

    bench.postgres("DELETE FROM t WHERE ctid = (SELECT ctid FROM t WHERE a = 3 LIMIT 1)");
    let lost = bench.compare(&plan);
    assert_eq!((lost.difference_count, lost.differences[0].source.as_deref()), (1, Some("(3, 'x')")));

    bench.postgres("INSERT INTO t VALUES (3, 'x'), (4, 'x')");
    let extra = bench.compare(&plan);
    assert_eq!((extra.difference_count, extra.differences[0].target.as_deref()), (1, Some("(4, 'x')")));

    bench.postgres("UPDATE t SET b = 'y' WHERE ctid = (SELECT ctid FROM t WHERE a = 4 LIMIT 1)");
    let changed = bench.compare(&plan);
    assert_eq!((changed.difference_count, changed.differences[0].target.as_deref()), (1, Some("(4, 'y')")));
}

#[test]
fn names_that_only_quotes_can_hold_are_read() {
    let bench = Bench::open();
    bench.sqlite("CREATE TABLE t (\"a\"\"b\" INTEGER PRIMARY KEY, \"select\")");
    bench.sqlite("INSERT INTO t VALUES (1, 'x')");
    bench.postgres("CREATE TABLE t (\"a\"\"b\" bigint, \"select\" text); INSERT INTO t VALUES (1, 'y')");
    let plan = plan(&[("a\"b", DataType::Bigint, Rule::Integer), ("select", DataType::Text, Rule::Text)], &[0]);
    assert_eq!(places(&bench.compare(&plan)), [place("a\"b=1", "select")]);
}

#[test]
fn another_spelling_of_a_real_is_found_in_parts_too() {
    let bench = Bench::open();
    let rows: Vec<_> = (10..60).map(|i| (format!("'k{i}', '1.0e+{i}'"), format!("'k{i}', '1.0e+{i}'"))).collect();
    fill(&bench, "k TEXT PRIMARY KEY, v", "k text, v text", &rows);
    let plan = plan(&[("k", DataType::Text, Rule::Text), ("v", DataType::Text, Rule::Rendered)], &[0]);
    assert_eq!(bench.compare(&plan).difference_count, 0);
    bench.postgres("UPDATE t SET v = '1000000000000000.0' WHERE k = 'k15'");
    assert_eq!(places(&bench.compare(&plan)), [place("k='k15'", "v")]);
}

#[test]
fn rows_without_a_key_and_beyond_all_others_are_found_in_parts_too() {
    let bench = Bench::open();
    bench.sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, v)");
    bench.postgres("CREATE TABLE t (id bigint, v text)");
    for id in 1..40 {
        bench.sqlite(&format!("INSERT INTO t VALUES ({id}, 'x')"));
        bench.postgres(&format!("INSERT INTO t VALUES ({id}, 'x')"));
    }
    let plan = plan(&[("id", DataType::Bigint, Rule::Integer), ("v", DataType::Text, Rule::Text)], &[0]);
    let extremes = [i64::MIN, 0, 40, i64::MAX];
    for id in extremes {
        bench.touch(&format!("INSERT INTO t VALUES ('{id}', 'y')"));
    }
    let found = bench.compare(&plan);
    assert_eq!(places(&found), extremes.map(|id| place(&format!("id={id}"), "")));
    bench.postgres("INSERT INTO t VALUES (NULL, 'z')");
    let found = bench.compare(&plan);
    assert_eq!((found.difference_count, found.target_rows), (5, 44), "{found:?}");
}
