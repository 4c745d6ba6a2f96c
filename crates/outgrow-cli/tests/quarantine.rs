//! `outgrow quarantine` as users run it.

mod support;

use std::path::PathBuf;

use outgrow_testing::{TestDatabase, sqlite_file};
use serde_json::Value;
use support::{Ran, outgrow};

/// A moved file with three values in quarantine.
struct Moved {
    database: TestDatabase,
    directory: tempfile::TempDir,
}

fn moved() -> Moved {
    let (directory, file) = sqlite_file(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, \"Body\" TEXT);
         INSERT INTO note VALUES (1, 'good'), (2, 'a\\' || char(0)), (3, CAST(x'61ff' AS TEXT)), (4, x'00ff');",
    );
    let database = TestDatabase::create();
    let ran = outgrow(&["move", file.to_str().expect("UTF-8"), "--to", database.url()]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("outgrow quarantine list, or SELECT * FROM outgrow.quarantine"), "{}", ran.stdout);
    Moved { database, directory }
}

impl Moved {
    fn quarantine(&self, arguments: &[&str]) -> Ran {
        outgrow(&[&["quarantine"], arguments, &["--to", self.database.url()]].concat())
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.quarantine(&[arguments, &["--json"]].concat());
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }
}

#[test]
fn list_names_every_column_and_its_first_rows() {
    let moved = moved();
    let ran = moved.quarantine(&["list"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for words in
        ["note.Body", "3 values: 1 blob, 2 text", "public.note", "{\"id\":2}", "3 values of 1 column in quarantine"]
    {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    let document = moved.json(&["list"]);
    assert_eq!((&document["format"], &document["count"]), (&"outgrow-quarantine-list".into(), &3.into()));
    assert_eq!(document["columns"][0]["storage_classes"]["text"], 2);
    assert_eq!(document["columns"][0]["first"][0]["row_key"], "{\"id\":2}");
    let elsewhere = moved.quarantine(&["list", "--schema", "elsewhere"]);
    assert_eq!((elsewhere.code, elsewhere.stdout.as_str()), (0, "nothing is in quarantine\n"));
}

#[test]
fn show_escapes_what_could_drive_a_terminal() {
    let moved = moved();
    let ran = moved.quarantine(&["show", "note.body"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for words in ["text, 3 bytes: a\\\\\\u{0}\n", "text, 2 bytes: \\x61ff\n", "blob, 2 bytes: \\x00ff\n"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    let one = moved.json(&["show", "1"]);
    assert_eq!(one["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!((&one["entries"][0]["value"], &one["entries"][0]["encoding"]), (&"a\\\0".into(), &"text".into()));
    let few = moved.json(&["show", "note", "--limit", "1"]);
    assert_eq!((few["entries"].as_array().map(Vec::len), &few["more"]), (Some(1), &true.into()));
    for what in ["99", "nothing"] {
        let ran = moved.quarantine(&["show", what]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    }
}

#[test]
fn show_cuts_long_values_unless_all_is_wanted() {
    let moved = moved();
    let set = "UPDATE outgrow.quarantine SET storage_class = 'text', value = convert_to('x' || repeat('é', 1000), 'UTF8') WHERE id = 1";
    moved.database.query(set).expect("mended");
    let cut = moved.json(&["show", "1"]);
    assert_eq!((&cut["entries"][0]["complete"], &cut["entries"][0]["bytes"]), (&false.into(), &2001.into()));
    assert_eq!(cut["entries"][0]["value"].as_str().map(|text| text.chars().count()), Some(128));
    let full = moved.json(&["show", "1", "--full"]);
    assert_eq!(
        (&full["entries"][0]["complete"], full["entries"][0]["value"].as_str().map(str::len)),
        (&true.into(), Some(2001))
    );
}

#[test]
fn export_writes_a_new_file_and_overwrites_none() {
    let moved = moved();
    for format in ["csv", "jsonl", "sqlite"] {
        let path = moved.file(format);
        let path = path.to_str().expect("UTF-8");
        let arguments = ["export", "--format", format, "--output", path];
        let ran = moved.quarantine(&arguments);
        assert_eq!((ran.code, ran.stdout), (0, format!("3 values, 7 bytes, written to {path}\n")), "{}", ran.stderr);
        let again = moved.quarantine(&arguments);
        assert_eq!(again.code, 2);
        assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    }
}

#[test]
fn requeue_ends_with_1_while_values_remain_and_with_0_when_none_does() {
    let moved = moved();
    let ran = moved.quarantine(&["requeue"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("it contains U+0000"), "{}", ran.stdout);
    moved.database.query("ALTER TABLE note ALTER body TYPE bytea USING convert_to(body, 'UTF8')").expect("mended");
    let trial = moved.quarantine(&["requeue", "note", "--dry-run"]);
    assert_eq!(trial.code, 0, "{}", trial.stderr);
    assert!(trial.stdout.contains("3 values would be put in place"), "{}", trial.stdout);
    let document = moved.json(&["requeue"]);
    assert_eq!(
        (&document["placed"], &document["remaining"], &document["exit_code"]),
        (&3.into(), &0.into(), &0.into())
    );
    let bytes = moved.database.query("SELECT string_agg(encode(body, 'hex'), ' ' ORDER BY id) FROM note");
    assert_eq!(bytes.as_deref(), Ok("676f6f64 615c00 61ff 00ff"));
    let done = moved.quarantine(&["requeue"]);
    assert_eq!((done.code, done.stdout.as_str()), (0, "nothing is in quarantine\n"));
}

#[test]
fn without_any_quarantine_there_is_nothing_to_do() {
    let database = TestDatabase::create();
    for action in [&["list"][..], &["requeue"]] {
        let ran = outgrow(&[&["quarantine"], action, &["--to", database.url()]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (0, "nothing is in quarantine\n"), "{}", ran.stderr);
    }
}
