//! What columns cannot hold is kept with its row.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::{RowKeyPlan, Substitute};
use rusqlite::Connection;

use super::fixture::Fixture;
use super::tables::{ID, table};
use crate::progress::Progress;
use crate::quarantine;

#[tokio::test]
async fn quarantine_keeps_the_bytes_and_the_row_gets_its_substitute() {
    let fixture = Fixture::new();
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
}

#[tokio::test]
async fn a_row_without_a_key_is_named_by_its_rowid_under_a_free_name() {
    let fixture = Fixture::new();
    fixture
        .sqlite("CREATE TABLE r (rowid TEXT, oid TEXT); INSERT INTO r(_rowid_, rowid, oid) VALUES (42, 'x', x'ff');");
    let text = |name| (name, Rule::Text, DataType::Text, Substitute::Null);
    let mut plan = table("r", &[text("rowid"), text("oid")]);
    plan.row_key = RowKeyPlan::None;
    fixture.copy(vec![plan.clone()], &Progress::silent()).await.expect("copied");
    let entries = quarantine::entries(&fixture.session().await, &plan.target.name).await.expect("entries");
    assert_eq!(entries[0].row_key, "{\"rowid\":42}");
}

#[tokio::test]
async fn hostile_names_are_only_names() {
    let fixture = Fixture::new();
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
}

#[tokio::test]
async fn large_values_pass_through_copy_and_quarantine() {
    let fixture = Fixture::new();
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
}
