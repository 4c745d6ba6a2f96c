//! Statements over files that were moved: what PostgreSQL answers to the translation is what SQLite answers.
//!
//! `testdata/pairs/classes.jsonl` has one script a line: all statements but the last make the file. The `.sql` files there
//! have one file for many statements. Whatever is not plainly equal stands in `testdata/pairs/not_equal.snap`, with
//! the reason that the user reads; `cargo insta review` accepts a change.

mod engines;
mod script;

use std::collections::BTreeMap;
use std::fmt;

use engines::{Postgres, rows_of};
use outgrow::planner::translate::{self, NotConverted, Translated};
use outgrow_testing::testdata;
use script::Script;

/// How many statements must have equal answers, at the least.
const EQUAL: usize = 1150;

/// How many of them in `classes.jsonl`.
const EQUAL_CLASSES: usize = 255;

/// What came of a statement.
#[derive(Debug, PartialEq)]
enum Answer {
    /// Both engines answer alike, or both refuse.
    Equal,
    /// It is not converted, and why.
    Refused(String),
    /// The answers differ, and a note says so.
    Noted(String),
    /// PostgreSQL raises an error.
    Raises(String),
    /// The bundled SQLite does not answer.
    Unasked(String),
    /// The answers differ, and nobody is told.
    Silent(String),
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Equal => f.write_str("equal"),
            Answer::Refused(reason) => write!(f, "not converted: {reason}"),
            Answer::Noted(note) => write!(f, "differs, as noted: {note}"),
            Answer::Raises(error) => write!(f, "raises: {error}"),
            Answer::Unasked(error) => write!(f, "SQLite: {error}"),
            Answer::Silent(answers) => write!(f, "DIFFERS: {answers}"),
        }
    }
}

#[test]
fn translated_statements_answer_as_on_sqlite_or_say_why_not() {
    let scripts = Script::all(&testdata().join("pairs"));
    let (left, right): (Vec<_>, Vec<_>) = scripts.iter().enumerate().partition(|(number, _)| number % 2 == 0);
    let answers: BTreeMap<String, Answer> = std::thread::scope(|scope| {
        let halves = [left, right].map(|half| scope.spawn(move || answers(&half)));
        halves.into_iter().flat_map(|half| half.join().expect("no panic")).collect()
    });
    let silent: Vec<_> = answers.iter().filter(|(_, answer)| matches!(answer, Answer::Silent(_))).collect();
    assert!(silent.is_empty(), "{} statements differ silently: {silent:#?}", silent.len());
    let equal: Vec<_> = answers.iter().filter(|(_, answer)| **answer == Answer::Equal).collect();
    assert!(equal.len() >= EQUAL, "only {} of {} are equal", equal.len(), answers.len());
    let classes = equal.iter().filter(|(name, _)| !name.contains(": ")).count();
    assert!(classes >= EQUAL_CLASSES, "only {classes} classes are equal");
    let shown = answers.iter().filter(|(_, answer)| **answer != Answer::Equal);
    let shown: String = shown.map(|(name, answer)| format!("{name}\n    {answer}\n")).collect();
    insta::with_settings!({ snapshot_path => testdata().join("pairs"), prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("not_equal", shown);
    });
}

fn answers(scripts: &[(usize, &Script)]) -> Vec<(String, Answer)> {
    let mut postgres = Postgres::start();
    let mut answers = Vec::new();
    for (number, script) in scripts {
        let (_directory, file) = outgrow_testing::sqlite_file(&script.setup);
        let plan = postgres.moved(&file, *number);
        for (name, sql) in &script.statements {
            let translated = translate::statement(sql, &plan.relations);
            answers.push((name.clone(), answer(sql, translated, &file, &postgres)));
        }
    }
    answers
}

fn answer(
    sql: &str,
    translated: Result<Translated, NotConverted>,
    file: &std::path::Path,
    postgres: &Postgres,
) -> Answer {
    let translated = match translated {
        Ok(translated) => translated,
        Err(why) => return Answer::Refused(why.reason),
    };
    let (left, right) = (rows_of(file, sql), postgres.rows(translated.sql.as_str()));
    let difference = match (left, right) {
        (Err(_), Err(_)) => return Answer::Equal,
        (Ok(left), Ok(right)) if left.is_answered_by(&right, sql) => return Answer::Equal,
        (Ok(_), Err(error)) => return Answer::Raises(error),
        (Ok(left), Ok(right)) => format!("{left:?} is not {right:?}: {}", translated.sql),
        (Err(error), Ok(_)) => return Answer::Unasked(error.to_string()),
    };
    if translated.notes.is_empty() { Answer::Silent(difference) } else { Answer::Noted(translated.notes.join(" ")) }
}
