//! Exports are the values, byte for byte.

use outgrow::quarantine::ExportFormat;
use rusqlite::Connection;

use crate::support::Bench;

const MIXED: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB);
    INSERT INTO t VALUES (1, 'a\"b,' || char(0), x'00'), (2, CAST(x'61ff' AS TEXT), 7), (3, x'00ff', 0.1), (4, 'ok', -9.0e999),
        (5, 'ok', x'01'), (6, 'ok', x'02'), (7, 'ok', x'03'), (8, 'ok', x'04');";

#[test]
fn a_sqlite_export_holds_every_value_in_its_storage_class() {
    let bench = Bench::moved(MIXED);
    let path = bench.file.with_file_name("kept.db");
    let exported = bench.export(ExportFormat::Sqlite, &path);
    assert_eq!(exported.values, 6);
    let connection = Connection::open(&path).expect("a database");
    connection.execute("ATTACH ?1 AS app", [bench.file.to_str().expect("UTF-8")]).expect("attached");
    let same = "SELECT count(*) FROM quarantine q JOIN app.t ON q.row_key = '{\"id\":' || t.id || '}' \
        WHERE typeof(q.value) = CASE q.\"column\" WHEN 'a' THEN typeof(t.a) ELSE typeof(t.b) END \
        AND q.value IS CASE q.\"column\" WHEN 'a' THEN t.a ELSE t.b END AND q.storage_class = typeof(q.value)";
    let count: i64 = connection.query_row(same, [], |row| row.get(0)).expect("counted");
    assert_eq!(count, 6);
}

#[test]
fn json_lines_and_csv_hold_the_same_values() {
    let bench = Bench::moved(MIXED);
    let path = bench.file.with_file_name("kept.jsonl");
    bench.export(ExportFormat::Jsonl, &path);
    let lines = std::fs::read_to_string(&path).expect("UTF-8");
    let mut values: Vec<String> = lines
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
            format!("{} {} {}", line["storage_class"], line["encoding"], line["value"]).replace('"', "")
        })
        .collect();
    values.sort();
    let wanted = [
        "blob base64 AP8=",
        "integer text 7",
        "real text -Inf",
        "real text 0.1",
        "text base64 YSJiLAA=",
        "text base64 Yf8=",
    ];
    assert_eq!(values, wanted);
    let path = bench.file.with_file_name("kept.csv");
    bench.export(ExportFormat::Csv, &path);
    let csv = std::fs::read_to_string(&path).expect("UTF-8");
    assert_eq!(csv.matches("\r\n").count(), 7, "{csv}");
    assert!(csv.contains(",\"{\"\"id\"\":3}\",\"b\",\"b\",\"real\","), "{csv}");
}
