//! A rehearsal measures on the real target and leaves nothing there.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use outgrow::copy::{CopyOptions, PART_BYTES};
use outgrow::forecast::{self, Forecast, ForecastOptions, Forecasting, Measured};
use outgrow::moving::{self, Checked, MoveOptions, Replace};
use outgrow::planner::plan::{Decisions, PlanOptions};
use outgrow::progress::{Event, Phase, Progress};
use outgrow::source::Source;
use outgrow::target::Target;
use outgrow::{ErrorKind, Result};
use outgrow_testing::{TestDatabase, sqlite_file};

/// About 13 MB of values: a key of each kind, a foreign key, an index on an expression, values for quarantine.
const SHOP: &str = "
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, mail TEXT UNIQUE, note TEXT);
    CREATE TABLE bought (id INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES person(id), at DATETIME, price REAL,
        what TEXT CHECK (length(what) < 1000));
    CREATE TABLE tag (person TEXT COLLATE NOCASE, word TEXT, PRIMARY KEY (person, word)) WITHOUT ROWID;
    CREATE TABLE picture (id INTEGER PRIMARY KEY, body BLOB);
    CREATE TABLE small (id INTEGER PRIMARY KEY);
    CREATE INDEX bought_person ON bought(person);
    CREATE INDEX person_lower ON person(lower(name));
    INSERT INTO small VALUES (1);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
      INSERT INTO person SELECT i, 'Name of ' || i, 'mail' || i || '@example.org', NULL FROM n;
    UPDATE person SET name = 'a' || char(0) WHERE id = 77;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60000)
      INSERT INTO bought SELECT i, (i * 7919) % 30000 + 1, '2024-01-31 12:00:00', i * 0.25, hex(randomblob(15)) FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
      INSERT INTO tag SELECT hex(randomblob(12)), 'a word with the number ' || i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 600)
      INSERT INTO picture SELECT i, randomblob(8000) FROM n;
";

/// What of a rehearsal, or made by it, could remain on a target.
const REMAINS: &str = "SELECT (SELECT count(*) FROM pg_namespace WHERE nspname ~ 'outgrow'), \
    (SELECT count(*) FROM pg_class WHERE relname ~ 'outgrow')";

struct Bench {
    _directory: tempfile::TempDir,
    file: PathBuf,
    database: TestDatabase,
    url: String,
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    fn new(sql: &str) -> Bench {
        let (directory, file) = sqlite_file(sql);
        let database = TestDatabase::create();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let (url, runtime) = (database.url().to_owned(), runtime.expect("a runtime"));
        Bench { _directory: directory, file, database, url, runtime }
    }

    fn source(&self) -> Arc<Source> {
        Arc::new(Source::open(self.file.to_str().expect("UTF-8"), 2).expect("the file opens"))
    }

    fn target(&self) -> Target {
        Target::parse(&self.url).expect("a URL")
    }

    fn checked(&self, source: &Source) -> Checked {
        let schema = self.target().schema().map(|name| outgrow::planner::ident::Ident::new(name).expect("a name"));
        let defaults = PlanOptions::default();
        let options = PlanOptions { schema: schema.unwrap_or(defaults.schema.clone()), ..defaults };
        moving::check(source, &options, &Progress::silent()).expect("checked")
    }

    fn forecast(&self, sample_bytes: u64, progress: &Progress) -> Result<Forecast> {
        let (source, target) = (self.source(), self.target());
        let checked = self.checked(&source);
        let work = Forecasting {
            catalog: &checked.catalog,
            profile: &checked.profile,
            plan: &checked.plan,
            source: &source,
            target: &target,
            progress,
        };
        let copying = CopyOptions { streams: 2, part_bytes: PART_BYTES };
        let options = ForecastOptions { copying, sample_bytes, checked_in: Duration::from_secs(1) };
        self.runtime.block_on(async { forecast::run(work, &options).await })
    }

    fn measured(&self, sample_bytes: u64) -> Measured {
        match self.forecast(sample_bytes, &Progress::silent()).expect("a forecast") {
            Forecast::Measured(measured) => *measured,
            Forecast::Small { under } => panic!("the file is too small: {under:?}"),
        }
    }

    fn query(&self, sql: &str) -> String {
        self.database.query(sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    fn has_no_remains(&self) {
        assert_eq!(self.query(REMAINS), "0|0");
    }
}

fn options() -> MoveOptions {
    MoveOptions {
        schema: None,
        identifiers: None,
        decisions: Decisions::default(),
        jobs: 2,
        part_bytes: PART_BYTES,
        max_log_bytes: None,
        replace: Replace::Refuse,
    }
}

#[test]
fn a_rehearsal_is_bounded_leaves_nothing_and_knows_the_room() {
    let bench = Bench::new(SHOP);
    let measured = bench.measured(2_000_000);
    bench.has_no_remains();
    assert_eq!(
        measured.phases.iter().map(|(phase, _)| *phase).collect::<Vec<_>>(),
        [Phase::Profile, Phase::PreData, Phase::Copy, Phase::PostData, Phase::Verify]
    );
    assert!(measured.phases.iter().all(|(_, time)| !time.is_zero()), "{measured:?}");
    assert!((1_000_000..3_200_000).contains(&measured.sample.bytes), "{measured:?}");
    assert_eq!(measured.sample.tables, 4, "{measured:?}");
    assert!(measured.assumptions.iter().any(|one| one.contains("quarantine")), "{measured:?}");
    assert!(!measured.assumptions.iter().any(|one| one.contains("could not be tried")), "{measured:?}");

    let (source, target, progress) = (bench.source(), bench.target(), Progress::silent());
    bench.runtime.block_on(moving::run(&source, &target, &options(), &progress)).expect("moved");
    let sql = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
    let disk: f64 = bench.query(sql).parse().expect("a number");
    let ratio = measured.disk as f64 / disk;
    assert!((0.7..1.3).contains(&ratio), "{ratio}: {measured:?}");
}

#[test]
fn keys_with_values_for_quarantine_are_left_out() {
    let bench = Bench::new(
        "CREATE TABLE t (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID; CREATE TABLE u (a TEXT PRIMARY KEY);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60000)
           INSERT INTO t SELECT printf('%080d', i), i FROM n;
         INSERT INTO u SELECT a FROM t; UPDATE t SET a = 'x' || char(0) WHERE b = 7; UPDATE u SET a = char(0) WHERE rowid = 9",
    );
    let measured = bench.measured(1_000_000);
    assert!(
        measured.assumptions.iter().any(|one| one.starts_with("2 columns with values for quarantine")),
        "{measured:?}"
    );
    bench.has_no_remains();
}

#[test]
fn a_sample_as_large_as_the_file_is_the_file() {
    let bench = Bench::new(SHOP);
    let measured = bench.measured(1 << 30);
    let source = bench.source();
    let rows: u64 = bench.checked(&source).plan.tables.iter().map(|table| table.rows).sum();
    assert_eq!(measured.sample.rows + 1, rows, "all but the table with one row");
    bench.has_no_remains();
}

#[test]
fn a_small_file_is_not_measured() {
    let bench = Bench::new("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    let forecast = bench.forecast(1_000_000, &Progress::silent()).expect("a forecast");
    assert!(matches!(forecast, Forecast::Small { under } if under >= Duration::from_secs(5)), "{forecast:?}");
    bench.has_no_remains();
}

#[test]
fn an_interrupted_rehearsal_leaves_nothing() {
    let bench = Bench::new(SHOP);
    for milliseconds in [0, 20, 60, 150, 400, 800] {
        let stopping: Arc<OnceLock<Progress>> = Arc::default();
        let stopped = Arc::clone(&stopping);
        let progress = Progress::new(move |event| {
            if matches!(event, Event::PhaseStarted { phase: Phase::Forecast, .. }) {
                let stopped = Arc::clone(&stopped);
                std::thread::spawn(move || {
                    std::thread::sleep(Duration::from_millis(milliseconds));
                    stopped.get().expect("set before").cancel();
                });
            }
        });
        stopping.set(progress.clone()).expect("set once");
        match bench.forecast(8_000_000, &progress) {
            Err(error) => assert_eq!(error.kind(), ErrorKind::Interrupted, "{error:?}"),
            Ok(_) => assert!(milliseconds > 0),
        }
        bench.has_no_remains();
    }
}

#[test]
fn a_target_that_refuses_the_tables_is_left_as_it_was() {
    let bench = Bench::new(SHOP);
    bench.query(
        "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''frozen''; END';
         CREATE EVENT TRIGGER frozen ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION forbid()",
    );
    let error = bench.forecast(2_000_000, &Progress::silent()).expect_err("refused");
    assert!(error.to_string().contains("refused a table of the rehearsal"), "{error}");
    bench.has_no_remains();
}

#[test]
fn indexes_that_the_target_refuses_are_assumed() {
    let bench = Bench::new(SHOP);
    bench.query(
        "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''frozen''; END';
         CREATE EVENT TRIGGER frozen ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION forbid()",
    );
    let measured = bench.measured(2_000_000);
    assert!(measured.assumptions.iter().any(|one| one.contains("could not be tried")), "{measured:?}");
    bench.has_no_remains();
}

#[test]
fn what_a_killed_rehearsal_left_goes_unless_it_still_runs() {
    let bench = Bench::new(SHOP);
    bench.query(
        "CREATE SCHEMA outgrow_rehearsal_0123456789abcdef; CREATE TABLE outgrow_rehearsal_0123456789abcdef.t (a int);
         CREATE TABLE public.outgrow_rehearsal_00000000000000ff_t0 (a int);
         CREATE TABLE public.outgrow_rehearsal_of_mine (a int);
         CREATE SCHEMA outgrow_rehearsal_1111111111111111",
    );
    let running = bench.runtime.block_on(bench.target().connect()).expect("a session");
    let lock = "SELECT pg_advisory_lock(hashtextextended('outgrow_rehearsal_1111111111111111', 0))";
    bench.runtime.block_on(running.client.batch_execute(lock)).expect("locked");
    bench.measured(1_000_000);
    assert_eq!(
        bench.query("SELECT string_agg(nspname, ' ') FROM pg_namespace WHERE nspname ~ 'outgrow'"),
        "outgrow_rehearsal_1111111111111111"
    );
    assert_eq!(
        bench.query("SELECT string_agg(relname, ' ') FROM pg_class WHERE relname ~ 'outgrow'"),
        "outgrow_rehearsal_of_mine"
    );
}

#[test]
fn a_role_that_may_make_no_schema_rehearses_beside_its_tables() {
    let mut bench = Bench::new(SHOP);
    let role = format!("r_{}", bench.query("SELECT current_database()"));
    bench.query(&format!(
        "DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN PASSWORD 'pw'; CREATE SCHEMA own AUTHORIZATION {role}"
    ));
    let url = bench.url.clone();
    let (_, place) = url.split_once('@').expect("a user");
    bench.url = format!("postgresql://{role}:pw@{place}?schema=own");
    let measured = bench.measured(1_000_000);
    bench.has_no_remains();
    assert_eq!(bench.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'own'::regnamespace"), "0");
    assert!(measured.disk > 8_000_000, "{measured:?}");
    bench.query(&format!("DROP OWNED BY {role} CASCADE; DROP ROLE {role}"));
}

#[test]
fn a_blocked_move_is_not_rehearsed() {
    let columns: Vec<String> = (0..1700).map(|number| format!("c{number}")).collect();
    let bench = Bench::new(&format!("CREATE TABLE wide ({})", columns.join(", ")));
    let (source, target, progress) = (bench.source(), bench.target(), Progress::silent());
    let (_, forecast) =
        bench.runtime.block_on(moving::rehearse(&source, &target, &options(), &progress)).expect("checked");
    assert_eq!(forecast, None);
    bench.has_no_remains();
}
