//! Plan files end to end: written by check, edited, obeyed by move and verify.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use outgrow_testing::{TestDatabase, sqlite_file};
use support::{Ran, outgrow};

const SHOP: &str = "
    CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE album (
        id INTEGER PRIMARY KEY,
        title TEXT COLLATE NOCASE,
        artist_id INTEGER REFERENCES artist(id),
        price INTEGER,
        added DATETIME,
        note TEXT,
        secret TEXT CHECK (length(secret) < 100)
    );
    CREATE TABLE log (id INTEGER PRIMARY KEY, album_id INTEGER REFERENCES album(id), at TIMESTAMP);
    CREATE INDEX album_secret ON album(secret);
    CREATE VIEW titles AS SELECT title FROM album;
    CREATE VIEW sounds AS SELECT sqlite_source_id() AS sound FROM album;
    INSERT INTO artist VALUES (1, 'AC/DC'), (2, 'accept'), (3, 'Zappa');
    INSERT INTO album VALUES
        (1, 'Rock', 1, 10, '2024-01-31 12:00:00', 'a', 's1'),
        (2, 'Balls', 9, 'free', '2024-07-01 00:30:00', 'b' || char(0), NULL);
    INSERT INTO log VALUES (1, 1, '2024-01-31 12:00:01');
";

/// A SQLite file, a plan file beside it, and a database of its own.
struct Case {
    _directory: tempfile::TempDir,
    file: PathBuf,
    plan: PathBuf,
    database: TestDatabase,
}

impl Case {
    fn new(sql: &str) -> Case {
        let (directory, file) = sqlite_file(sql);
        let plan = directory.path().join("outgrow.toml");
        Case { _directory: directory, file, plan, database: TestDatabase::create() }
    }

    fn decided(sql: &str, plan: &str) -> Case {
        let case = Case::new(sql);
        fs::write(&case.plan, plan).expect("the plan file");
        case
    }

    fn check(&self, more: &[&str]) -> Ran {
        run("check", &self.file, more)
    }

    fn written(&self) -> String {
        let ran = self.check(&["--plan", text(&self.plan)]);
        assert!([0, 1].contains(&ran.code), "{ran:?}");
        fs::read_to_string(&self.plan).expect("the plan file")
    }

    fn move_(&self) -> Ran {
        run("move", &self.file, &["--to", self.database.url(), "--plan", text(&self.plan), "--yes"])
    }

    fn moved(&self) -> Ran {
        let ran = self.move_();
        assert!([0, 1].contains(&ran.code), "{}{}", ran.stdout, ran.stderr);
        assert!(!ran.stdout.contains("refused by PostgreSQL"), "{}", ran.stdout);
        ran
    }

    fn verify(&self) -> Ran {
        run("verify", &self.file, &["--to", self.database.url(), "--plan", text(&self.plan)])
    }

    fn query(&self, sql: &str) -> String {
        self.database.query(sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The data type of a column.
    fn data_type(&self, table: &str, column: &str) -> String {
        self.query(&format!(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute \
             WHERE attrelid = '{table}'::regclass AND attname = '{column}'"
        ))
    }
}

fn run(verb: &str, file: &Path, more: &[&str]) -> Ran {
    let arguments: Vec<&str> = [verb, text(file)].into_iter().chain(more.iter().copied()).collect();
    outgrow(&arguments)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Everything that a move makes, as text.
fn everything(database: &TestDatabase) -> String {
    let columns = "SELECT string_agg(concat_ws(' ', attrelid::regclass, attnum, attname, \
        format_type(atttypid, atttypmod), attnotnull, attcollation::regcollation), E'\\n' ORDER BY attrelid::regclass::text, attnum) \
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0";
    let constraints = "SELECT string_agg(concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)), E'\\n' \
        ORDER BY conrelid::regclass::text, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace";
    let rows = "SELECT string_agg(album::text, E'\\n' ORDER BY id) FROM album";
    let quarantine = "SELECT string_agg(concat_ws(' ', row_key, column_name, value, reason), E'\\n' ORDER BY id) FROM outgrow.quarantine";
    [columns, constraints, rows, quarantine].map(|sql| database.query(sql).expect("the catalog answers")).join("\n\n")
}

#[test]
fn a_plan_file_used_as_it_was_written_gives_the_same_move() {
    let case = Case::new(SHOP);
    case.written();
    let with = case.moved();
    let without = Case::new(SHOP);
    let plain = run("move", &without.file, &["--to", without.database.url(), "--yes"]);
    assert_eq!(with.code, plain.code);
    assert_eq!(everything(&case.database), everything(&without.database));
    let told = |ran: &Ran| {
        ran.stdout.split_once("hazards").map(|(_, rest)| rest.lines().take(20).collect::<Vec<_>>().join("\n"))
    };
    assert_eq!(told(&with), told(&plain));
}

#[test]
fn a_plan_file_is_not_overwritten_without_force() {
    let case = Case::decided(SHOP, "# mine\n");
    let ran = case.check(&["--plan", text(&case.plan)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("exists already") && ran.stderr.contains("--force"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&case.plan).expect("there"), "# mine\n");
    let forced = case.check(&["--plan", text(&case.plan), "--force"]);
    assert_eq!(forced.code, 1, "{}", forced.stderr);
    assert!(fs::read_to_string(&case.plan).expect("there").contains("[tables.album]"));
    let database = case.check(&["--plan", text(&case.file), "--force"]);
    assert!(database.code == 2 && database.stderr.contains("is a SQLite database"), "{}", database.stderr);
}

#[test]
fn what_is_left_out_stays_behind_and_everything_else_is_verified() {
    let plan = "[tables.log]\nleave_out = true\n[tables.album.columns]\nsecret = { leave_out = true }\nid = { leave_out = true }";
    let case = Case::decided(SHOP, plan);
    let ran = case.moved();
    assert!(ran.stdout.contains("\nleft out\n") && ran.stdout.contains("table log: left out by"), "{}", ran.stdout);
    assert!(ran.stdout.contains("column secret of album: left out by the plan file"), "{}", ran.stdout);
    assert!(ran.stdout.contains("index album_secret of album: it uses a column that is left out"), "{}", ran.stdout);
    assert_eq!(case.query("SELECT to_regclass('log') IS NULL AND to_regclass('album') IS NOT NULL"), "t");
    let columns = "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'album'::regclass AND attnum > 0";
    assert_eq!(case.query(columns), "title,artist_id,price,added,note");
    assert_eq!(case.query("SELECT count(*) FROM titles"), "2");
    // The row of the value in quarantine is named by the rowid, which the column stood for.
    assert_eq!(case.query("SELECT row_key FROM outgrow.quarantine"), "{\"rowid\":2}");
    let verified = case.verify();
    assert!(verified.stdout.contains("verified"), "{}", verified.stdout);
    assert!(!verified.stdout.contains("difference"), "{}", verified.stdout);
    case.query("UPDATE album SET title = 'changed' WHERE title = 'Rock'");
    assert!(case.verify().stdout.contains("differences"));
}

#[test]
fn json_documents_count_every_object_once() {
    let case = Case::decided(SHOP, "[tables.log]\nleave_out = true");
    let objects = |more: &[&str]| -> Vec<(String, String)> {
        let ran = case.check(&[&["--format", "json"], more].concat());
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).expect("one JSON document");
        let objects = document["objects"].as_array().expect("objects").iter();
        objects.map(|object| (object["name"].to_string(), object["verdict"].to_string())).collect()
    };
    let (all, decided) = (objects(&[]), objects(&["--obey", text(&case.plan)]));
    assert_eq!(all.len(), decided.len());
    assert_eq!(decided.iter().filter(|(_, verdict)| verdict == "\"left-out\"").count(), 6);
}

#[test]
fn times_become_instants_of_the_zone_that_is_named() {
    let plan = "naive_timestamps = \"+02:00\"\n[tables.log.columns]\nat = { naive_timestamps = \"keep\" }";
    let case = Case::decided(SHOP, plan);
    case.moved();
    assert_eq!(case.data_type("album", "added"), "timestamp with time zone");
    assert_eq!(case.data_type("log", "at"), "timestamp without time zone");
    let instants =
        "SELECT string_agg(to_char(added AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), ',' ORDER BY id) FROM album";
    assert_eq!(case.query(instants), "2024-01-31 10:00:00,2024-06-30 22:30:00");
    assert!(!case.verify().stdout.contains("difference"));
    case.query("UPDATE album SET added = added + interval '2 hours' WHERE id = 1");
    assert!(case.verify().stdout.contains("1 difference"), "{}", case.verify().stdout);
}

#[test]
fn a_forced_type_sends_values_to_quarantine_and_substitutes_are_as_decided() {
    let plan = "[tables.album.columns]\n\
        price = { type = \"integer\", unrepresentable = \"quarantine\", substitute = \"neutral\" }\n\
        note = { substitute = \"null\" }";
    let case = Case::decided(SHOP, plan);
    let ran = case.moved();
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("forced-type"), "{}", ran.stdout);
    assert_eq!(case.data_type("album", "price"), "integer");
    assert_eq!(case.query("SELECT string_agg(concat_ws('/', price, note), ',' ORDER BY id) FROM album"), "10/a,0");
    let kept = "SELECT string_agg(column_name || '=' || encode(value, 'escape'), ',' ORDER BY column_name) FROM outgrow.quarantine";
    assert_eq!(case.query(kept), "note=b\\000,price=free");
    assert!(!case.verify().stdout.contains("difference"), "{}", case.verify().stdout);
}

#[test]
fn an_impossible_type_names_line_column_and_row_and_touches_nothing() {
    let case = Case::decided(SHOP, "[tables.album.columns]\nprice = { type = \"integer\" }");
    let ran = case.move_();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    let expected = "line 2 of the plan file: column \"price\" of table \"album\" cannot be integer: 1 of 2 values is text, \
                    first at rowid 2 ('free')";
    assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: "), "{}", ran.stderr);
    assert_eq!(case.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), "0");
}

#[test]
fn quarantine_can_be_refused() {
    let case = Case::decided(SHOP, "[tables.album.columns]\nnote = { unrepresentable = \"refuse\" }");
    let ran = case.move_();
    assert_eq!(ran.code, 2);
    let expected = "line 2 of the plan file: column \"note\" of table \"album\" cannot be text: 1 of 2 values is text with \
                    U+0000, first at rowid 2";
    assert!(ran.stderr.contains(expected), "{}", ran.stderr);
}

#[test]
fn a_plan_file_with_a_mistake_is_told_before_anything_starts() {
    for (plan, expected) in [
        ("\n[tables.album]\nnam = \"x\"", "line 3 of the plan file: unknown key \"nam\" in table \"album\""),
        ("schema = ", "line 1 of the plan file: it is no TOML"),
    ] {
        let case = Case::decided(SHOP, plan);
        for ran in [case.move_(), case.verify(), case.check(&["--obey", text(&case.plan)])] {
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
            assert!(ran.stderr.contains(expected), "{}", ran.stderr);
        }
    }
    let missing = outgrow(&["move", "a.db", "--plan", "/nonexistent/outgrow.toml"]);
    assert!(missing.code == 2 && missing.stderr.contains("cannot read the plan file"), "{}", missing.stderr);
}

#[test]
fn names_schema_and_collations_are_as_decided() {
    let plan = "schema = \"shop\"\ncollation = \"default\"\n\
        [tables.artist]\nname = \"Band\"\n[tables.artist.columns]\nname = { name = \"Called\", collation = \"C\" }";
    let case = Case::decided(SHOP, plan);
    case.moved();
    assert_eq!(
        case.query("SELECT string_agg(\"Called\", ',' ORDER BY \"Called\") FROM shop.\"Band\""),
        "AC/DC,Zappa,accept"
    );
    let collation = |column: &str| {
        case.query(&format!(
            "SELECT attcollation::regcollation FROM pg_attribute WHERE attname = '{column}' AND attrelid::regclass::text IN ('shop.album', 'shop.\"Band\"')"
        ))
    };
    assert_eq!(collation("title"), "\"default\"");
    assert_eq!(collation("Called"), "\"C\"");
    assert!(!case.verify().stdout.contains("difference"));
    let elsewhere =
        run("verify", &case.file, &["--to", case.database.url(), "--plan", text(&case.plan), "--schema", "public"]);
    assert!(elsewhere.stdout.contains("difference"), "the command line wins: {}", elsewhere.stdout);
}

#[test]
fn replacing_asks_for_the_names_of_the_plan_file() {
    let case = Case::decided(SHOP, "[tables.artist]\nname = \"band\"\n[tables.log]\nleave_out = true");
    case.query("CREATE TABLE log (mine int)");
    case.query("CREATE TABLE band (mine int)");
    let arguments = ["--to", case.database.url(), "--plan", text(&case.plan), "--replace", "--yes"];
    let ran = run("move", &case.file, &arguments);
    assert!([0, 1].contains(&ran.code), "{}", ran.stderr);
    assert!(ran.stderr.contains("table public.band") && !ran.stderr.contains("public.log"), "{}", ran.stderr);
    assert_eq!(
        case.query("SELECT count(*) FROM pg_attribute WHERE attrelid = 'log'::regclass AND attname = 'mine'"),
        "1"
    );
}

#[test]
fn orphans_can_drop_their_key() {
    let case = Case::decided(SHOP, "orphans = \"drop-key\"");
    let ran = case.moved();
    assert!(ran.stdout.contains("1 rows have no parent, so the key is left out by the plan file"), "{}", ran.stdout);
    let keys = "SELECT string_agg(conrelid::regclass::text, ',') FROM pg_constraint WHERE contype = 'f'";
    assert_eq!(case.query(keys), "log");
}

#[test]
fn what_is_acknowledged_no_longer_makes_the_exit_code_1() {
    let case = Case::new(SHOP);
    let text = case.written();
    // Every open point is acknowledged by taking the sign away before its braces.
    fs::write(&case.plan, text.replace("    #{", "    {")).expect("edited");
    let checked = case.check(&["--obey", case.plan.to_str().expect("UTF-8")]);
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    let moved = case.moved();
    assert_eq!(moved.code, 0, "{}", moved.stdout);
    assert!(moved.stdout.contains("view sounds: acknowledged in the plan file"), "{}", moved.stdout);
    assert_eq!(case.query("SELECT count(*) FROM outgrow.quarantine"), "1");
    let verified = case.verify();
    assert_eq!(verified.code, 0, "{}", verified.stdout);
}
