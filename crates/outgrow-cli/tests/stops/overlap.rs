//! Keys of finished tables are made while the rows of others still arrive.

use std::process::Child;
use std::time::{Duration, Instant};

use outgrow_testing::TestDatabase;

use crate::source::Source;
use crate::state::State;
use crate::{gate, outgrow, stop};

/// No table is cut: one stream is left over as soon as the small table is there.
const PART: &str = "64MB";

/// Makes every row that comes to table `late` wait for whoever holds the advisory lock.
const GATE: &str = "
    CREATE SCHEMA gate;
    CREATE FUNCTION gate.wait() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN new; END $$;
    CREATE FUNCTION gate.build() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        IF to_regclass('public.late') IS NOT NULL
            AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass('public.late')) THEN
            CREATE TRIGGER gate BEFORE INSERT ON public.late FOR EACH ROW EXECUTE FUNCTION gate.wait();
        END IF;
    END $$;
    CREATE EVENT TRIGGER gate ON ddl_command_end WHEN tag IN ('CREATE TABLE') EXECUTE FUNCTION gate.build();";

const NOTES: &str = "SELECT count(*) FROM outgrow.ledger WHERE kind = 'statement'";
const KEYS: &str = "SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public'";
const LATE: &str = "SELECT count(*) FROM late";

fn gated() -> TestDatabase {
    let database = TestDatabase::create();
    database.query(GATE).expect("a gate");
    database
}

/// A move that has made the keys of the small table, and waits at the gate of the large one.
fn waiting(source: &Source, database: &TestDatabase) -> Child {
    let mut child = stop::begin_with(source, database, PART, &["--jobs", "2"]);
    let began = Instant::now();
    // The primary key and the index of the small table.
    while database.query(NOTES) != Ok("2".to_owned()) {
        assert!(child.try_wait().expect("it is there").is_none(), "the move has ended");
        assert!(began.elapsed() < Duration::from_secs(60), "no keys were made in a minute");
    }
    assert_eq!(database.query(KEYS), Ok("early_pkey early_v".to_owned()));
    assert_eq!(database.query(LATE), Ok("0".to_owned()), "its rows are still to come");
    child
}

fn uninterrupted(source: &Source) -> State {
    let database = gated();
    let ran = outgrow(&["move", source.path(), "--to", database.url(), "--part", PART, "--yes"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    State::of(&database)
}

#[test]
fn keys_of_a_finished_table_do_not_wait_for_other_rows() {
    let source = Source::of_two_tables();
    let database = gated();
    let child = gate::closed(&database, || waiting(&source, &database));
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(State::of(&database), uninterrupted(&source));
}

#[test]
fn keys_that_were_made_before_a_stop_are_not_made_again() {
    let source = Source::of_two_tables();
    let database = gated();
    gate::closed(&database, || {
        let mut child = waiting(&source, &database);
        child.kill().expect("it is there");
        child.wait().expect("it ends");
    });
    let made =
        "SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_class WHERE relname IN ('early_pkey', 'early_v')";
    let before = database.query(made);
    let ran = outgrow(&["move", source.path(), "--to", database.url(), "--part", PART, "--yes"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("added 2 of"), "{}", ran.stderr);
    assert_eq!(database.query(made), before);
    assert_eq!(State::of(&database), uninterrupted(&source));
}

#[test]
fn an_error_among_the_rows_ends_the_keys_too() {
    let source = Source::of_two_tables();
    let database = gated();
    let broken = "CREATE OR REPLACE FUNCTION gate.wait() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(7); RAISE EXCEPTION 'no entry'; END $$";
    database.query(broken).expect("a gate that opens for nobody");
    let child = gate::closed(&database, || waiting(&source, &database));
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("no entry"), "{said}");
    assert_eq!(database.query(KEYS), Ok(String::new()), "everything was taken away");
}
