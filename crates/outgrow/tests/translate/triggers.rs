//! Triggers fire as often and do the same on both engines.

use crate::both::Both;

fn with_triggers(script: &str) -> Both {
    let both = Both::new(script);
    for trigger in both.names("trigger") {
        both.make_trigger(&trigger).unwrap_or_else(|error| panic!("{error}: {trigger}"));
    }
    both
}

#[test]
fn a_trigger_does_not_fire_again_for_its_own_changes() {
    let both = with_triggers(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
         CREATE TABLE log (what TEXT, id INTEGER);
         INSERT INTO t VALUES (1, 0), (2, 0);
         CREATE TRIGGER up AFTER UPDATE ON t BEGIN
             UPDATE t SET n = n + 1 WHERE id = new.id;
             INSERT INTO log VALUES ('up', new.id);
         END;
         CREATE TRIGGER other AFTER UPDATE OF n ON t WHEN new.n > 10 BEGIN
             INSERT INTO log VALUES ('other ' || old.n, new.n);
         END;",
    );
    both.change("UPDATE t SET n = 10 WHERE id = 1");
    both.change("UPDATE t SET n = 20");
    both.same_set("SELECT * FROM t");
    both.same_set("SELECT what, id FROM log WHERE what = 'up'");
    both.same_set("SELECT count(*) FROM log");
}

#[test]
fn an_error_leaves_the_guard_open() {
    let both = with_triggers(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
         CREATE TABLE u (id INTEGER PRIMARY KEY);
         CREATE TRIGGER copy AFTER INSERT ON t BEGIN INSERT INTO u VALUES (new.n); END;",
    );
    both.pg("DO $$ BEGIN
        INSERT INTO t VALUES (1, 1);
        BEGIN INSERT INTO t VALUES (2, 1); EXCEPTION WHEN unique_violation THEN NULL; END;
        INSERT INTO t VALUES (3, 3);
    END $$");
    let rows = both.pg_rows("SELECT id FROM u ORDER BY id");
    assert_eq!(rows.len(), 2);
}

#[test]
fn raise_stops_the_statement_with_its_message() {
    let both = with_triggers(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT);
         CREATE TRIGGER a BEFORE INSERT ON t BEGIN SELECT CASE WHEN new.n < 0 THEN RAISE(ABORT, 'it''s negative') END; END;
         CREATE TRIGGER b BEFORE INSERT ON t WHEN new.n = 99 BEGIN SELECT RAISE(IGNORE); END;
         CREATE TRIGGER c BEFORE UPDATE ON t WHEN old.s != new.s BEGIN SELECT RAISE(ABORT, 's never changes'); END;
         CREATE TRIGGER d BEFORE DELETE ON t BEGIN SELECT RAISE(FAIL, 'kept') WHERE old.n > 5; END;",
    );
    both.change("INSERT INTO t VALUES (1, 1, 'a')");
    both.change("INSERT INTO t VALUES (2, 99, 'a')");
    both.change("INSERT INTO t VALUES (3, 9, 'a')");
    both.change("UPDATE t SET n = n + 1");
    both.change("DELETE FROM t WHERE id = 1");
    let refused = [
        ("INSERT INTO t VALUES (4, -1, 'a')", "it's negative"),
        ("UPDATE t SET s = 'b'", "s never changes"),
        ("DELETE FROM t", "kept"),
    ];
    for (sql, message) in refused {
        assert!(both.sqlite.execute_batch(sql).unwrap_err().to_string().contains(message));
        let translated = both.translate(sql).unwrap();
        assert_eq!(both.try_pg(translated.sql.as_str()).unwrap_err(), message);
    }
    both.same_set("SELECT * FROM t");
}

#[test]
fn instead_of_triggers_write_through_a_view() {
    let mut both = Both::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
         CREATE VIEW v AS SELECT id, n * 10 AS ten FROM t;
         CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.id, new.ten / 10); END;
         CREATE TRIGGER u INSTEAD OF UPDATE ON v WHEN new.ten > 0 BEGIN UPDATE t SET n = new.ten / 10 WHERE id = old.id; END;
         CREATE TRIGGER d INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE id = old.id; END;",
    );
    both.make_view("v").unwrap();
    for trigger in ["i", "u", "d"] {
        both.make_trigger(trigger).unwrap();
    }
    both.change("INSERT INTO v VALUES (1, 50), (2, 60), (3, 70)");
    both.change("UPDATE v SET ten = 80 WHERE id = 2");
    both.change("UPDATE v SET ten = -1 WHERE id = 1");
    both.change("DELETE FROM v WHERE id = 3");
    both.same_set("SELECT * FROM t");
}

#[test]
fn the_present_time_is_written_in_the_type_of_the_column() {
    let both = with_triggers(
        "CREATE TABLE t (a INTEGER, b INTEGER, n INTEGER, changed TIMESTAMP, day DATE, at TEXT, PRIMARY KEY (a, b));
         INSERT INTO t VALUES (1, 1, 1, '2020-01-01 00:00:00', '2020-01-01', '');
         CREATE TRIGGER touch AFTER UPDATE ON t BEGIN
             UPDATE t SET changed = DATETIME('NOW'), day = date('now'), at = CURRENT_TIMESTAMP WHERE rowid = new.rowid;
         END;",
    );
    both.change("UPDATE t SET n = 2");
    both.same_set("SELECT n, changed > '2021', day > '2021', length(at) FROM t");
    let gap = "SELECT abs(extract(epoch FROM now() - changed AT TIME ZONE 'UTC')) < 60, at = to_char(changed, 'YYYY-MM-DD HH24:MI:SS') FROM t";
    assert_eq!(format!("{:?}", both.pg_rows(gap)), "[[Number(1.0), Number(1.0)]]");
}
