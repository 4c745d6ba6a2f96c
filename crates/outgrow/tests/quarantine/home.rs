//! Where quarantine is, and what becomes of it.

use outgrow::ErrorKind;
use outgrow::moving::Replace;

use crate::support::Bench;

const NUL: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, char(0)), (2, 'x')";

/// A role that owns one schema, or one that owns nothing, and goes with the database's end.
struct Role {
    name: String,
    url: String,
}

impl Role {
    fn of(bench: &mut Bench) -> Role {
        let name = format!("r_{}", bench.query("SELECT current_database()"));
        bench.query(&format!("DROP ROLE IF EXISTS {name}; CREATE ROLE {name} LOGIN PASSWORD 'pw'"));
        let url = bench.database.url().to_owned();
        let (_, place) = url.split_once('@').expect("a user");
        bench.url = format!("postgresql://{name}:pw@{place}");
        Role { name, url }
    }

    fn may(&self, bench: &Bench, grant: &str) {
        bench.query(&grant.replace("ROLE", &self.name));
    }
}

impl Role {
    fn remove(self, bench: &mut Bench) {
        bench.query(&format!("DROP OWNED BY {0} CASCADE; DROP ROLE {0}", self.name));
        bench.url = self.url;
    }
}

#[test]
fn a_role_that_owns_one_schema_keeps_values_beside_its_tables() {
    let mut bench = Bench::new(NUL);
    let role = Role::of(&mut bench);
    role.may(&bench, "CREATE SCHEMA own AUTHORIZATION ROLE");
    bench.url.push_str("?schema=own");
    let outcome = bench.run_move(Replace::Refuse).expect("moved");
    assert_eq!((outcome.verified.difference_count(), outcome.verified.tables[0].quarantined), (0, 1));
    assert_eq!(outcome.copied.quarantine.map(|name| name.to_string()).as_deref(), Some("own.outgrow_quarantine"));
    assert_eq!(bench.query("SELECT to_regnamespace('outgrow') IS NULL, count(*) FROM own.outgrow_quarantine"), "t|1");
    assert_eq!(bench.difference_count(), 0);
    bench.query("UPDATE own.outgrow_quarantine SET value = 'mended'");
    assert_eq!(bench.requeue_counts(Some("t.a")), (1, 0));
    assert_eq!(bench.query("SELECT a FROM own.t WHERE id = 1"), "mended");
    role.remove(&mut bench);
}

#[test]
fn a_quarantine_of_others_that_the_role_may_not_use_is_left_alone() {
    let mut bench = Bench::new(NUL);
    bench.run_move(Replace::Refuse).expect("moved by the owner");
    let role = Role::of(&mut bench);
    role.may(&bench, "CREATE SCHEMA own AUTHORIZATION ROLE");
    bench.url.push_str("?schema=own");
    bench.run_move(Replace::Refuse).expect("moved");
    assert_eq!(bench.query("SELECT count(*) FROM own.outgrow_quarantine"), "1");
    assert_eq!(bench.query("SELECT count(*) FROM outgrow.quarantine"), "1");
    assert_eq!(bench.difference_count(), 0);
    role.remove(&mut bench);
}

#[test]
fn a_quarantine_that_was_prepared_for_the_role_is_used() {
    let mut bench = Bench::new(NUL);
    bench.run_move(Replace::Refuse).expect("moved by the owner");
    let role = Role::of(&mut bench);
    role.may(&bench, "CREATE SCHEMA own AUTHORIZATION ROLE; GRANT USAGE ON SCHEMA outgrow TO ROLE");
    role.may(&bench, "GRANT SELECT, INSERT ON outgrow.quarantine TO ROLE");
    bench.url.push_str("?schema=own");
    let outcome = bench.run_move(Replace::Refuse).expect("moved");
    assert_eq!(outcome.verified.difference_count(), 0);
    assert_eq!(
        bench.query("SELECT string_agg(target_table, ' ' ORDER BY id) FROM outgrow.quarantine"),
        "public.t own.t"
    );
    role.remove(&mut bench);
}

#[test]
fn where_there_is_no_place_the_move_is_refused_before_it_touches_anything() {
    // The only name that is left is taken by the file's own table.
    let mut bench = Bench::new(&format!("{NUL}; CREATE TABLE outgrow_quarantine (x); "));
    let role = Role::of(&mut bench);
    role.may(&bench, "CREATE SCHEMA own AUTHORIZATION ROLE");
    bench.url.push_str("?schema=own");
    let error = bench.run_move(Replace::Refuse).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Blocked);
    assert!(error.to_string().contains("\"own\""), "{error}");
    assert_eq!(bench.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'own'::regnamespace"), "0");
    role.remove(&mut bench);
}

#[test]
fn a_second_move_forgets_what_the_first_kept() {
    let bench = Bench::moved(NUL);
    let outcome = bench.run_move(Replace::Replace).expect("moved again");
    assert_eq!(outcome.verified.difference_count(), 0, "{:?}", outcome.verified);
    assert_eq!(bench.query("SELECT count(*) FROM outgrow.quarantine"), "1");
}

#[test]
fn a_move_that_fails_takes_its_quarantine_along() {
    let bench = Bench::new(&format!(
        "{NUL}; CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO u VALUES (1, char(0)), (2, 'x')"
    ));
    // A database that takes no more rows once quarantine has one.
    bench.query(
        "CREATE FUNCTION stop() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF to_regclass('outgrow.quarantine') IS NOT NULL THEN \
         EXECUTE 'ALTER TABLE outgrow.quarantine ADD CONSTRAINT one CHECK (target_table <> ''public.u'')'; END IF; END $$; \
         CREATE EVENT TRIGGER stop ON ddl_command_end WHEN TAG IN ('COMMENT') EXECUTE FUNCTION stop()",
    );
    bench.run_move(Replace::Refuse).expect_err("the second table is refused");
    let left =
        "SELECT to_regclass('public.t') IS NULL, to_regclass('public.u') IS NULL, to_regnamespace('outgrow') IS NULL";
    assert_eq!(bench.query(left), "t|t|t");
}

#[test]
fn a_move_that_fails_after_it_replaced_tables_says_that_they_are_gone() {
    let bench = Bench::new("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')");
    bench.query(
        "CREATE TABLE t (old int); CREATE FUNCTION bind() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.t') THEN \
         EXECUTE 'ALTER TABLE t ADD CONSTRAINT none CHECK (false)'; END IF; END $$; \
         CREATE EVENT TRIGGER bind ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION bind()",
    );
    let error = bench.run_move(Replace::Replace).expect_err("no row is allowed");
    let hint = "What the move has made is taken away again. What --replace has dropped is gone.";
    assert_eq!(error.hint_text(), Some(hint), "{error}");
    assert_eq!(bench.query("SELECT to_regclass('public.t') IS NULL"), "t");
}

const INDEXES: &str =
    "SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE tablename = 'quarantine'";

#[test]
fn a_quarantine_of_an_older_version_gets_the_index_of_tables() {
    let bench = Bench::new(NUL);
    bench.run_move(Replace::Refuse).expect("moved");
    let all = "outgrow_quarantine_row_key outgrow_quarantine_target_table quarantine_pkey";
    assert_eq!(bench.query(INDEXES), all);
    bench.query("DROP INDEX outgrow.outgrow_quarantine_target_table");
    bench.run_move(Replace::Replace).expect("moved again");
    assert_eq!(bench.query(INDEXES), all);
}

#[test]
fn who_only_fills_a_quarantine_of_an_older_version_leaves_it_as_it_is() {
    let mut bench = Bench::new(NUL);
    bench.run_move(Replace::Refuse).expect("moved by the owner");
    bench.query("DROP INDEX outgrow.outgrow_quarantine_target_table");
    let role = Role::of(&mut bench);
    role.may(&bench, "GRANT USAGE ON SCHEMA outgrow TO ROLE");
    role.may(&bench, "GRANT SELECT, INSERT, UPDATE, DELETE ON outgrow.quarantine TO ROLE");
    role.may(&bench, "CREATE SCHEMA own AUTHORIZATION ROLE");
    bench.url.push_str("?schema=own");
    bench.run_move(Replace::Refuse).expect("moved");
    assert_eq!(bench.query("SELECT count(*) FROM outgrow.quarantine"), "2");
    assert_eq!(bench.query(INDEXES), "outgrow_quarantine_row_key quarantine_pkey");
    role.remove(&mut bench);
}
