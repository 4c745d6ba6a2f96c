//! Orphans and keys that SQLite does not enforce.

use super::*;

const PARENTS: &str = "PRAGMA foreign_keys = OFF;
    CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE COLLATE NOCASE, plain TEXT);
    INSERT INTO p VALUES (1, 'one', 'x'), (2, 'two', 'y');";

fn file(sql: &str) -> File {
    File::new(&format!("{PARENTS} {sql}"))
}

fn child(profile: &Profile) -> &TableProfile {
    &profile.tables[1]
}

#[test]
fn rows_without_their_parent_are_orphans() {
    let file = file(
        "CREATE TABLE c (a INTEGER REFERENCES p);
         INSERT INTO c VALUES (1), (NULL), (3), (2), (4), (5), (6)",
    )
    .foreign_key("c", &[0], "p", &[]);
    let profile = profile_of(&file);
    let orphans = &child(&profile).orphans[0];
    assert_eq!(orphans.count, 4);
    assert_eq!(witnesses(orphans), shown(&[("rowid 3", "3"), ("rowid 5", "4"), ("rowid 6", "5")]));
    assert_eq!(child(&profile).foreign_key_mismatch, [None]);
}

#[test]
fn orphans_stand_in_the_declared_order_of_the_keys() {
    let file = file(
        "CREATE TABLE c (a REFERENCES p (id), b REFERENCES p (name), d, FOREIGN KEY (d) REFERENCES p (id));
         INSERT INTO c VALUES (9, 'one', 1), (9, 'nine', 1), (9, 'one', 1), (1, 'one', NULL)",
    )
    .foreign_key("c", &[0], "p", &["id"])
    .foreign_key("c", &[1], "p", &["name"])
    .foreign_key("c", &[2], "p", &["id"]);
    let counts: Vec<_> = child(&profile_of(&file)).orphans.iter().map(|orphans| orphans.count).collect();
    assert_eq!(counts, [3, 1, 0]);
}

#[test]
fn a_key_compares_with_the_affinity_and_collation_of_the_parent() {
    let file = file(
        "CREATE TABLE c (a TEXT REFERENCES p (id), b REFERENCES p (name));
         INSERT INTO c VALUES ('1', 'ONE'), ('01', 'Two'), ('x', 'three'), ('1.0', x'6f6e65')",
    )
    .foreign_key("c", &[0], "p", &["id"])
    .foreign_key("c", &[1], "p", &["name"]);
    let profile = profile_of(&file);
    assert_eq!(witnesses(&child(&profile).orphans[0]), shown(&[("rowid 3", "x")]));
    assert_eq!(witnesses(&child(&profile).orphans[1]), shown(&[("rowid 3", "three"), ("rowid 4", "x'6f6e65'")]));
    assert_eq!(child(&profile).orphans.iter().map(|orphans| orphans.count).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_key_of_several_columns_needs_all_of_them() {
    let file = file(
        "CREATE TABLE c (a, b, FOREIGN KEY (a, b) REFERENCES q (x, y));
         CREATE TABLE q (x, y, PRIMARY KEY (x, y)); INSERT INTO q VALUES (1, 'a');
         INSERT INTO c VALUES (1, 'a'), (1, NULL), (NULL, 'b'), (1, 'b')",
    )
    .foreign_key("c", &[0, 1], "q", &["x", "y"]);
    assert_eq!(witnesses(&child(&profile_of(&file)).orphans[0]), shown(&[("rowid 4", "1, b")]));
}

#[test]
fn orphans_without_a_rowid_are_named_by_their_key() {
    let file = file(
        "CREATE TABLE c (k TEXT PRIMARY KEY, a REFERENCES p) WITHOUT ROWID;
         INSERT INTO c VALUES ('first', 1), ('second', 8)",
    )
    .foreign_key("c", &[1], "p", &[]);
    let profile = profile_of(&file);
    assert_eq!(child(&profile).orphans[0].count, 1);
    assert_eq!(witnesses(&child(&profile).orphans[0]), shown(&[("key 'second'", "8")]));
}

#[test]
fn without_a_parent_table_every_child_is_an_orphan() {
    let file = file("CREATE TABLE c (a REFERENCES gone); INSERT INTO c VALUES (1), (NULL), (2)").foreign_key(
        "c",
        &[0],
        "gone",
        &[],
    );
    let profile = profile_of(&file);
    assert_eq!(child(&profile).orphans[0].count, 2);
    assert_eq!(witnesses(&child(&profile).orphans[0]), shown(&[("rowid 1", "1"), ("rowid 3", "2")]));
}

#[test]
fn a_key_that_sqlite_refuses_says_why_and_spoils_no_other() {
    let file = file(
        "CREATE TABLE v_base (x); CREATE VIEW v AS SELECT x FROM v_base;
         CREATE TABLE c (a REFERENCES p (plain), b REFERENCES p (id), d REFERENCES p (nowhere), e REFERENCES v (x));
         INSERT INTO c VALUES ('x', 1, 1, 1), ('z', 7, 1, 1)",
    )
    .foreign_key("c", &[0], "p", &["plain"])
    .foreign_key("c", &[1], "p", &["id"])
    .foreign_key("c", &[2], "p", &["nowhere"])
    .foreign_key("c", &[3], "v", &["x"]);
    let profile = profile_of(&file);
    let table = profile.tables.iter().find(|table| table.columns.len() == 4).unwrap();
    assert_eq!(
        table.foreign_key_mismatch,
        [
            Some("\"p\" (\"plain\") has no primary key, UNIQUE or unique index of just these columns".to_owned()),
            None,
            Some("\"p\" (\"nowhere\") do not all exist".to_owned()),
            Some("\"v\" is a view".to_owned()),
        ]
    );
    assert_eq!(table.orphans.iter().map(|orphans| orphans.count).collect::<Vec<_>>(), [1, 1, 0, 0]);
    assert_eq!(witnesses(&table.orphans[0]), shown(&[("rowid 2", "z")]));
}
