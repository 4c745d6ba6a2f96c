//! Words, flags and exit codes of the real binary.

mod support;

use outgrow_testing::sqlite_file;
use support::{outgrow, outgrow_in};

#[test]
fn the_version_is_data() {
    let ran = outgrow(&["--version"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!(ran.stdout, format!("outgrow {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_names_every_verb_and_every_exit_code() {
    let ran = outgrow(&["--help"]);
    assert_eq!(ran.code, 0);
    for word in ["check", "move", "verify", "quarantine", "translate", "status", "clean", "server", "Examples:", "130"]
    {
        assert!(ran.stdout.contains(word), "{word}: {}", ran.stdout);
    }
}

#[test]
fn the_help_of_every_verb_has_examples() {
    for verb in ["check", "move", "verify", "translate"] {
        let ran = outgrow(&[verb, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.contains(&format!("outgrow {verb} app.db")), "{}", ran.stdout);
    }
}

#[test]
fn wrong_words_end_with_2_and_leave_stdout_empty() {
    let wrong: [&[&str]; 8] = [
        &[],
        &["grow"],
        &["check"],
        &["check", "a.db", "--format", "xml"],
        &["check", "a.db", "--schema", ""],
        &["move", "a.db", "--jobs", "0"],
        &["move", "a.db", "--identifiers", "upper"],
        &["verify", "a.db", "--replace"],
    ];
    for arguments in wrong {
        let ran = outgrow(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_missing_file_is_told_with_a_hint() {
    for verb in ["check", "move", "verify"] {
        let ran = outgrow(&[verb, "/nonexistent/app.db"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{verb}: {}", ran.stderr);
        assert!(ran.stderr.starts_with("error: "), "{verb}: {}", ran.stderr);
        assert!(ran.stderr.contains("/nonexistent/app.db"), "{verb}: {}", ran.stderr);
    }
}

#[test]
fn under_json_an_error_is_a_document_too() {
    let commands: [&[&str]; 3] = [
        &["check", "/nonexistent/app.db", "--format", "json"],
        &["move", "/nonexistent/app.db", "--json"],
        &["verify", "/nonexistent/app.db", "--json"],
    ];
    for arguments in commands {
        let ran = outgrow(arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).expect("one JSON document");
        assert_eq!(document["format"], "outgrow-error");
        assert_eq!(document["version"], 1);
        assert_eq!(document["exit_code"], 2);
        assert!(document["message"].as_str().is_some_and(|message| message.contains("app.db")));
    }
}

#[test]
fn a_postgresql_url_as_source_keeps_its_password_secret() {
    let ran = outgrow(&["move", "postgresql://me:hunter2@db/app", "--json"]);
    assert_eq!(ran.code, 2);
    assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
}

#[test]
fn a_target_of_another_engine_is_refused_before_anything_starts() {
    let (directory, file) = sqlite_file("CREATE TABLE t (a)");
    let file = file.to_str().expect("UTF-8");
    let by_flag = outgrow(&["move", file, "--to", "mysql://me:hunter2@db/app"]);
    let variables = [("DATABASE_URL", "mysql://me:hunter2@db/app")];
    let by_variable = outgrow_in(directory.path(), &variables, &["move", file]);
    for ran in [by_flag, by_variable] {
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("names no PostgreSQL") || ran.stderr.contains("neither"), "{}", ran.stderr);
        assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
    }
    assert!(!directory.path().join(".outgrow").exists());
}

#[test]
fn a_server_that_does_not_answer_is_told_without_the_password() {
    let (_directory, file) = sqlite_file("CREATE TABLE t (a)");
    let to = "postgresql://me:hunter2@127.0.0.1:1/app";
    let ran = outgrow(&["move", file.to_str().expect("UTF-8"), "--to", to]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("target: postgresql://me@127.0.0.1:1/app"), "{}", ran.stderr);
    assert!(ran.stderr.contains("\nerror: "), "{}", ran.stderr);
    assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
}
