//! The one question that Outgrow asks: whether tables may be dropped.

use std::io::{self, IsTerminal, Write};

use outgrow::{Error, ErrorKind, Result};

use crate::interrupt::Interrupt;
use crate::output;
use crate::report::words::visible;

/// Whether the user has said yes beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// `--yes` was given.
    Given,
    /// The user must be asked.
    Ask,
}

/// Lists what `--replace` would drop and gets the user's consent, or fails.
pub(crate) fn replacing(
    existing: &[String],
    shown_target: &str,
    consent: Consent,
    interrupt: &Interrupt,
) -> Result<()> {
    dropping("--replace drops", existing, shown_target, consent, interrupt)
}

/// Lists what would be dropped by `who` and gets the user's consent, or fails.
pub(crate) fn dropping(
    who: &str,
    existing: &[String],
    shown_target: &str,
    consent: Consent,
    interrupt: &Interrupt,
) -> Result<()> {
    if existing.is_empty() {
        return Ok(());
    }
    output::say(&list(who, existing, shown_target));
    match consent {
        Consent::Given => Ok(()),
        Consent::Ask if !io::stdin().is_terminal() || !io::stderr().is_terminal() => Err(not_asked()),
        Consent::Ask => interrupt.while_asking(ask),
    }
}

fn list(who: &str, existing: &[String], shown_target: &str) -> String {
    let mut text = format!("{who} from {shown_target}:");
    for object in existing {
        text.push_str(&format!("\n  {}", visible(object)));
    }
    text
}

fn ask() -> Result<()> {
    let mut stderr = anstream::stderr();
    let _ = write!(stderr, "Drop all of this? Type yes to go on: ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Error::new(ErrorKind::Usage, "cannot read the answer").because(error))?;
    if answer.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Usage, "nothing was dropped and nothing was moved"))
}

fn not_asked() -> Error {
    Error::new(ErrorKind::Usage, "cannot ask before dropping what stands in the target: this is no terminal")
        .hint("Add --yes to drop it without a question.")
}

#[cfg(test)]
mod tests {
    use outgrow::progress::Progress;

    use super::*;

    #[test]
    fn nothing_to_drop_needs_no_question() {
        let interrupt = Interrupt::new(Progress::silent());
        assert!(replacing(&[], "target", Consent::Ask, &interrupt).is_ok());
    }

    #[test]
    fn the_list_names_every_object() {
        let existing = ["table public.a".to_owned(), "table public.\u{7}b".to_owned()];
        assert_eq!(
            list("--replace drops", &existing, "postgresql://db"),
            "--replace drops from postgresql://db:\n  table public.a\n  table public.\\u{7}b"
        );
    }
}
