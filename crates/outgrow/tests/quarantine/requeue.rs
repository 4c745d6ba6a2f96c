//! Values go to their places once a column or a value was mended.

use outgrow::requeue::{Changed, RequeueOptions, Trial};

use crate::support::{Bench, WRITE, reason};

const ONE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, char(0)), (2, 'ok')";
const NOTES: &str = "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
    INSERT INTO note VALUES (1, 'good'), (2, 'a' || char(0) || 'b'), (3, CAST(x'61ff' AS TEXT)), (4, x'00ff');";

#[test]
fn after_the_column_became_bytea_every_value_is_placed() {
    let bench = Bench::moved(NOTES);
    assert_eq!(bench.requeue_counts(None), (0, 3));
    bench.query("ALTER TABLE note ALTER body TYPE bytea USING convert_to(body, 'UTF8')");
    assert_eq!(bench.requeue_counts(Some("note.body")), (3, 0));
    let placed = bench.query("SELECT string_agg(encode(body, 'hex'), ' ' ORDER BY id) FROM note");
    assert_eq!(placed, "676f6f64 610062 61ff 00ff");
    assert_eq!(bench.query("SELECT count(*) FROM outgrow.quarantine"), "0");
}

#[test]
fn a_value_that_was_mended_in_quarantine_is_placed() {
    let bench = Bench::moved(NOTES);
    bench.query("UPDATE outgrow.quarantine SET value = 'mended' WHERE row_key = '{\"id\":2}'");
    bench.query("UPDATE outgrow.quarantine SET value = '17', storage_class = 'integer' WHERE row_key = '{\"id\":3}'");
    assert_eq!(bench.requeue_counts(Some("NOTE")), (2, 1));
    assert_eq!(bench.query("SELECT body FROM note WHERE id IN (2, 3) ORDER BY id"), "mended\n17");
}

#[test]
fn a_value_that_does_not_fit_stays_with_its_reason() {
    let bench = Bench::moved(ONE);
    let reason = reason(&bench.requeue(None, WRITE));
    assert_eq!(reason, "a value of storage class text cannot become text: it contains U+0000");
    bench.query("ALTER TABLE t ALTER a TYPE inet USING NULL");
    assert_eq!(self::reason(&bench.requeue(None, WRITE)), "no rule makes values of type inet");
    bench.query("ALTER TABLE t DROP a");
    assert_eq!(self::reason(&bench.requeue(None, WRITE)), "column \"a\" is not there");
    bench.query("DROP TABLE t");
    assert_eq!(self::reason(&bench.requeue(None, WRITE)), "table public.t is not there");
    assert_eq!(bench.query("SELECT count(*) FROM outgrow.quarantine"), "1");
}

#[test]
fn a_row_that_was_changed_meanwhile_keeps_what_it_has() {
    let bench = Bench::moved(NOTES);
    bench.query("UPDATE outgrow.quarantine SET value = 'mended', storage_class = 'text'");
    bench.query("UPDATE note SET body = 'by hand' WHERE id = 2; DELETE FROM note WHERE id = 3");
    let done = bench.requeue(None, WRITE);
    assert_eq!((done.placed_count(), done.remaining_count()), (1, 2));
    let reasons: Vec<&String> = done.columns[0].reasons.keys().collect();
    assert_eq!(
        reasons,
        ["its row is not there any more", "its row was changed since the move; --overwrite replaces what is there"]
    );
    let overwrite = RequeueOptions { changed: Changed::Overwrite, trial: Trial::Write };
    let done = bench.requeue(None, overwrite);
    assert_eq!((done.placed_count(), done.remaining_count()), (1, 1));
    assert_eq!(bench.query("SELECT body FROM note WHERE id = 2"), "mended");
}

#[test]
fn a_trial_tells_the_same_and_writes_nothing() {
    let bench = Bench::moved(NOTES);
    bench.query("ALTER TABLE note ALTER body TYPE bytea USING convert_to(body, 'UTF8')");
    let before = bench.query("SELECT md5(string_agg(n::text, '' ORDER BY id)) FROM note n");
    let trial = bench.requeue(None, RequeueOptions { changed: Changed::Keep, trial: Trial::TakeBack });
    assert_eq!((trial.placed_count(), trial.remaining_count()), (3, 0));
    assert_eq!(bench.query("SELECT md5(string_agg(n::text, '' ORDER BY id)) FROM note n"), before);
    assert_eq!(bench.query("SELECT count(*) FROM outgrow.quarantine"), "3");
}

#[test]
fn what_a_constraint_refuses_stays() {
    let bench = Bench::moved(NOTES);
    bench.query("ALTER TABLE note ADD CHECK (length(body) < 7); CREATE UNIQUE INDEX ON note (body)");
    bench
        .query("UPDATE outgrow.quarantine SET value = 'too long', storage_class = 'text' WHERE row_key = '{\"id\":2}'");
    bench.query("UPDATE outgrow.quarantine SET value = 'good', storage_class = 'text' WHERE row_key = '{\"id\":3}'");
    bench.query("UPDATE outgrow.quarantine SET value = 'fine', storage_class = 'text' WHERE row_key = '{\"id\":4}'");
    let done = bench.requeue(None, WRITE);
    assert_eq!((done.placed_count(), done.remaining_count()), (1, 2), "{done:?}");
    let reasons: String = done.columns[0].reasons.keys().cloned().collect();
    assert!(reasons.contains("[23514]") && reasons.contains("[23505]"), "{reasons}");
}

#[test]
fn triggers_do_not_fire_and_are_on_afterwards() {
    let bench = Bench::moved(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, touched INTEGER DEFAULT 0); INSERT INTO t (id, a) VALUES (1, char(0)), (2, 'ok');
         CREATE TRIGGER touch AFTER UPDATE OF a ON t BEGIN UPDATE t SET touched = touched + 1 WHERE id = NEW.id; END;",
    );
    bench.query("UPDATE outgrow.quarantine SET value = 'x'");
    assert_eq!(bench.requeue_counts(None), (1, 0));
    assert_eq!(bench.query("SELECT a, touched FROM t WHERE id = 1"), "x|0");
    bench.query("UPDATE t SET a = 'y'");
    assert_eq!(bench.query("SELECT touched FROM t WHERE id = 1"), "1");
}

#[test]
fn the_present_type_of_the_column_decides_the_rule() {
    let bench = Bench::moved(ONE);
    let cases = [
        ("boolean", "true", "text", "t"),
        ("smallint", "-7", "integer", "-7"),
        ("integer", "70000", "integer", "70000"),
        ("bigint", "9223372036854775807", "integer", "9223372036854775807"),
        ("double precision", "2", "integer", "2"),
        ("numeric(10,2)", "12.34", "text", "12.34"),
        ("character varying(3)", "äöü", "text", "äöü"),
        ("date", "2024-02-29", "text", "2024-02-29"),
        ("time", "12:34:56.5", "text", "12:34:56.5"),
        ("timestamp", "2024-02-29T12:00", "text", "2024-02-29 12:00:00"),
        ("timestamp with time zone", "2024-02-29 12:00:00+02:00", "text", "2024-02-29 10:00:00+00"),
        ("uuid", "00112233445566778899AABBCCDDEEFF", "text", "00112233-4455-6677-8899-aabbccddeeff"),
        ("json", "{\"a\": 1}", "text", "{\"a\": 1}"),
        ("jsonb", "{\"a\":1}", "text", "{\"a\": 1}"),
        ("text[]", "|a|b|", "text", "{a,b}"),
        ("bytea", "x", "blob", "\\x78"),
        ("text", "", "null", ""),
    ];
    let entry = bench.query("SELECT to_json(q) FROM outgrow.quarantine q").replace('\'', "''");
    for (data_type, value, class, wanted) in cases {
        bench.query(&format!("ALTER TABLE t DROP a; ALTER TABLE t ADD a {data_type}"));
        bench.query(&format!(
            "DELETE FROM outgrow.quarantine; INSERT INTO outgrow.quarantine OVERRIDING SYSTEM VALUE \
             SELECT * FROM json_populate_record(NULL::outgrow.quarantine, '{entry}');
             UPDATE outgrow.quarantine SET storage_class = '{class}', value = convert_to('{value}', 'UTF8'), substitute = NULL"
        ));
        assert_eq!(bench.requeue_counts(None), (1, 0), "{data_type}");
        assert_eq!(bench.query("SELECT a FROM t WHERE id = 1"), wanted, "{data_type}");
    }
}

#[test]
fn a_type_that_rounds_takes_nothing() {
    let bench = Bench::moved(ONE);
    bench.query("ALTER TABLE t ALTER a TYPE timestamp(0) USING NULL");
    bench.query("UPDATE outgrow.quarantine SET value = '2024-01-01 00:00:00.6', substitute = NULL");
    assert!(reason(&bench.requeue(None, WRITE)).starts_with("no rule makes values of type timestamp(0)"));
    bench.query("ALTER TABLE t ALTER a TYPE numeric(4,1) USING NULL; UPDATE outgrow.quarantine SET value = '1.25'");
    assert!(reason(&bench.requeue(None, WRITE)).contains("more digits"));
}

#[test]
fn a_neutral_value_is_known_after_the_column_took_another_type() {
    let sql =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a BLOB NOT NULL); INSERT INTO t VALUES (1, x'00'), (2, x'01'), (3, 5)";
    let bench = Bench::moved(sql);
    assert_eq!(bench.query("SELECT substitute = '' FROM outgrow.quarantine"), "t");
    bench.query("ALTER TABLE t ALTER a TYPE text USING encode(a, 'escape')");
    assert_eq!(bench.requeue_counts(None), (1, 0));
    assert_eq!(bench.query("SELECT a FROM t WHERE id = 3"), "5");
}

#[test]
fn rows_are_found_by_keys_of_every_kind() {
    let bench = Bench::moved(
        "CREATE TABLE b (k BLOB PRIMARY KEY NOT NULL, v TEXT) WITHOUT ROWID; INSERT INTO b VALUES (x'00ff', char(0)), (x'01', 'x');
         CREATE TABLE r (k REAL PRIMARY KEY NOT NULL, v TEXT) WITHOUT ROWID; INSERT INTO r VALUES (0.1, char(0)), (5e-324, char(0)), (1e308, char(0)), (2.5, 'x');
         CREATE TABLE c (\"My \"\"Key\" TEXT NOT NULL, n INTEGER NOT NULL, v TEXT, PRIMARY KEY (\"My \"\"Key\", n)) WITHOUT ROWID;
         INSERT INTO c VALUES ('a''\"\\', 1, char(0)), ('a''\"\\', 2, char(0)), ('', -9223372036854775808, char(0)), ('x', 0, 'x');
         CREATE TABLE d (k DATETIME PRIMARY KEY NOT NULL, v TEXT) WITHOUT ROWID; INSERT INTO d VALUES ('2024-01-01 00:00:00', char(0)), ('2024-01-02 00:00:00', 'x');",
    );
    bench.query("UPDATE outgrow.quarantine SET value = convert_to(row_key, 'UTF8')");
    assert_eq!(bench.requeue_counts(None), (8, 0));
    assert_eq!(bench.query("SELECT v FROM b WHERE k = '\\x00ff'"), r#"{"k":{"blob":"00ff"}}"#);
    assert_eq!(bench.query("SELECT v FROM r ORDER BY k LIMIT 1"), r#"{"k":{"real":"5e-324"}}"#);
    assert_eq!(bench.query("SELECT count(*) FROM c WHERE v <> 'x' AND v LIKE '%' || n || '%'"), "3");
}

#[test]
fn a_long_substitute_is_known_by_its_hash() {
    let bench = Bench::moved(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
         INSERT INTO t VALUES (1, hex(zeroblob(5000)) || char(0)), (2, 'x'), (3, zeroblob(700));",
    );
    assert_eq!(bench.query("SELECT bool_and(substitute LIKE 'sha256:%') FROM outgrow.quarantine"), "t");
    bench.query("UPDATE t SET a = a || 'x' WHERE id = 3");
    bench.query("ALTER TABLE t ALTER a TYPE bytea USING convert_to(a, 'UTF8')");
    assert_eq!(bench.requeue_counts(None), (1, 1));
    assert_eq!(bench.query("SELECT length(a) FROM t ORDER BY id"), "10001\n1\n1403");
}

#[test]
fn a_value_of_120_mb_is_placed() {
    let bench = Bench::moved(ONE);
    bench.query("UPDATE outgrow.quarantine SET value = convert_to(repeat('ab', 60000000), 'UTF8')");
    assert_eq!(bench.requeue_counts(None), (1, 0));
    assert_eq!(bench.query("SELECT length(a), right(a, 1) FROM t WHERE id = 1"), "120000000|b");
}
