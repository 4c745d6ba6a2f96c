//! How an error is told: to people on stderr, to programs on stdout.

use std::error::Error as _;

use outgrow::Error;
use serde::Serialize;

use crate::report::Format;
use crate::report::style::{ERROR, HINT, paint};
use crate::report::words::visible;
use crate::{output, report};

/// Tells an error to people, and under JSON to programs too.
pub(crate) fn tell(error: &Error, format: Format) {
    output::say(&lines(error));
    match format {
        Format::Text => {}
        // A stdout that cannot be written to is already told about on stderr.
        Format::Json => drop(output::data(&document(error))),
    }
}

/// `error:`, one `because:` for each cause, `hint:`.
fn lines(error: &Error) -> String {
    let mut text = format!("{} {}", paint(ERROR, "error:"), visible(&error.to_string()));
    for cause in causes(error) {
        text.push_str(&format!("\n  because: {}", visible(&cause)));
    }
    if let Some(hint) = error.hint_text() {
        text.push_str(&format!("\n{} {}", paint(HINT, "hint:"), visible(hint)));
    }
    text
}

#[derive(Serialize)]
struct Facts<'a> {
    message: String,
    hint: Option<&'a str>,
    causes: Vec<String>,
    sqlstate: Option<&'a str>,
    exit_code: u8,
}

fn document(error: &Error) -> String {
    let facts = Facts {
        message: error.to_string(),
        hint: error.hint_text(),
        causes: causes(error),
        sqlstate: sqlstate(error),
        exit_code: crate::exit::Exit::of_error(error.kind()).code(),
    };
    report::json::document("outgrow-error", &facts)
}

/// The SQLSTATE of the error, else of the nearest cause that has one.
fn sqlstate(error: &Error) -> Option<&str> {
    if let Some(own) = error.sqlstate_text() {
        return Some(own);
    }
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(of_cause) = cause.downcast_ref::<Error>().and_then(Error::sqlstate_text) {
            return Some(of_cause);
        }
        next = cause.source();
    }
    None
}

/// The cause chain, outermost first. A cause that only repeats what was said
/// before it adds nothing and is left out.
fn causes(error: &Error) -> Vec<String> {
    let mut said = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        // SQLite's errors say the same once more behind their code.
        if !said.last().is_some_and(|last| text.ends_with(last.as_str())) {
            said.push(text);
        }
        next = cause.source();
    }
    said.split_off(1)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use outgrow::ErrorKind;

    use super::*;

    fn refused() -> Error {
        let inner = std::io::Error::other("connection refused");
        Error::new(ErrorKind::Target, "cannot reach \"db.example\"")
            .because(Error::new(ErrorKind::Target, "no address answered").because(inner))
            .hint("Start the server.")
            .sqlstate("08001")
    }

    #[test]
    fn people_read_what_why_and_what_next() {
        let plain = anstream::adapter::strip_str(&lines(&refused())).to_string();
        assert_snapshot!(plain, @r#"
        error: cannot reach "db.example"
          because: no address answered
          because: connection refused
        hint: Start the server.
        "#);
    }

    #[test]
    fn programs_read_the_same() {
        assert_snapshot!(document(&refused()), @r#"
        {
          "format": "outgrow-error",
          "version": 1,
          "message": "cannot reach \"db.example\"",
          "hint": "Start the server.",
          "causes": [
            "no address answered",
            "connection refused"
          ],
          "sqlstate": "08001",
          "exit_code": 2
        }
        "#);
    }

    #[test]
    fn the_sqlstate_of_a_cause_counts() {
        let cause = Error::new(ErrorKind::Target, "no such type").sqlstate("42704");
        assert_eq!(sqlstate(&Error::new(ErrorKind::Target, "refused").because(cause)), Some("42704"));
        assert_eq!(sqlstate(&Error::new(ErrorKind::Target, "refused")), None);
    }

    #[test]
    fn an_error_cannot_drive_the_terminal() {
        let error = Error::new(ErrorKind::Source, "table \"\u{1b}[2Jx\"");
        let plain = anstream::adapter::strip_str(&lines(&error)).to_string();
        assert_eq!(plain, "error: table \"\\u{1b}[2Jx\"");
    }
}
