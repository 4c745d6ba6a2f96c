//! Foreign keys are made at once and checked later: a move that is stopped in between checks them when it goes on.

use std::time::{Duration, Instant};

use outgrow_testing::TestDatabase;

use crate::source::Source;
use crate::{gate, outgrow, stop};

const PART: &str = "64MB";

const KEYS: &str =
    "SELECT string_agg(conname || ' ' || convalidated, ', ' ORDER BY conname) FROM pg_constraint WHERE contype = 'f'";

/// Makes every check of a constraint wait at the gate.
fn gated() -> TestDatabase {
    let database = TestDatabase::create();
    let wait = gate::WAIT;
    let sql = format!(
        "CREATE SCHEMA gate;
         CREATE FUNCTION gate.wait() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
             IF current_query() LIKE '%VALIDATE CONSTRAINT%' THEN {wait}; END IF;
         END $$;
         CREATE EVENT TRIGGER gate ON ddl_command_start WHEN tag IN ('ALTER TABLE') EXECUTE FUNCTION gate.wait();"
    );
    database.query(&sql).expect("a gate");
    database
}

#[test]
fn foreign_keys_that_a_stop_left_unchecked_are_checked() {
    let source = Source::of_a_family();
    let database = gated();
    gate::closed(&database, || {
        let mut child = stop::begin_with(&source, &database, PART, &[]);
        let began = Instant::now();
        let unchecked = "SELECT count(*) FROM outgrow.ledger WHERE outcome = 'unchecked'";
        while database.query(unchecked) != Ok("2".to_owned()) {
            assert!(child.try_wait().expect("it is there").is_none(), "the move has ended");
            assert!(began.elapsed() < Duration::from_secs(60), "no foreign keys were made in a minute");
        }
        assert_eq!(database.query(KEYS), Ok("child_of_fkey false, friend_of_fkey false".to_owned()));
        child.kill().expect("it is there");
        child.wait().expect("it ends");
    });
    let status = outgrow(&["status", "--to", database.url(), "--json"]);
    assert_eq!(status.code, 1, "{}", status.stdout);
    let ran = outgrow(&["move", source.path(), "--to", database.url(), "--part", PART, "--yes"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(database.query(KEYS), Ok("child_of_fkey true, friend_of_fkey true".to_owned()));
}
