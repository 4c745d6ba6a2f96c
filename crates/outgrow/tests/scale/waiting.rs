//! Sessions that add keys wait for each other where all keys need one table.

use std::time::Duration;

use outgrow::moving::Replace;
use outgrow::progress::Progress;
use outgrow_testing::{TestDatabase, sqlite_file};

use crate::moved::{move_to, runtime};

/// So many that several sessions add them.
const TABLES: usize = 300;

/// Far longer than a move of empty tables takes.
const PATIENCE: Duration = Duration::from_secs(120);

fn moved(database: &TestDatabase) -> outgrow::Result<outgrow::moving::Outcome> {
    let mut sql = "PRAGMA synchronous = OFF; BEGIN; CREATE TABLE hub (id INTEGER PRIMARY KEY);".to_owned();
    (0..TABLES).for_each(|at| sql.push_str(&format!("CREATE TABLE t{at} (of INTEGER REFERENCES hub (id));")));
    sql.push_str("COMMIT");
    let (_directory, file) = sqlite_file(&sql);
    runtime().block_on(async {
        let silent = Progress::silent();
        let moving = move_to(&file, database.url(), Replace::Refuse, &silent);
        tokio::time::timeout(PATIENCE, moving).await.expect("nobody waits for ever")
    })
}

#[test]
fn every_key_to_one_table_is_made() {
    let database = TestDatabase::create();
    let outcome = moved(&database).expect("moved");
    assert!(outcome.refused.is_empty(), "{:?}", outcome.refused.first());
    let keys = database.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f'");
    assert_eq!(keys, Ok(TABLES.to_string()));
}

#[test]
fn who_waits_for_a_session_that_is_lost_ends_too() {
    let database = TestDatabase::create();
    let prepare = "CREATE FUNCTION die() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
           IF (SELECT count(*) FROM pg_constraint WHERE contype = 'f') = 100 THEN
           PERFORM pg_terminate_backend(pg_backend_pid()); END IF; END $$;
         CREATE EVENT TRIGGER die ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION die()";
    database.query(prepare).expect("the target is prepared");
    let error = moved(&database).expect_err("a session is lost");
    assert_eq!(error.sqlstate_text(), Some("57P01"), "{error}");
    assert!(error.hint_text().is_some_and(|hint| hint.contains("run the same command again")), "{error}");
}
