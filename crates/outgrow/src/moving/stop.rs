//! What stopped a move: something that may be over when the same command runs again, or not.

use outgrow_planner::ident::Ident;

use crate::progress::Progress;
use crate::{Error, ErrorKind};

/// Whether a SQLSTATE tells of the server and not of the statement: the connection (class 08), room on
/// its disk or in its memory (53), an operator (57), its own files (58). PostgreSQL's documentation,
/// appendix "PostgreSQL Error Codes".
pub(super) fn is_of_the_server(sqlstate: &str) -> bool {
    ["08", "53", "57", "58"].iter().any(|class| sqlstate.starts_with(class))
}

/// Whether the same move could go on later.
pub(super) fn is_passing(error: &Error, progress: &Progress) -> bool {
    if progress.is_cancelled() || error.kind() == ErrorKind::Interrupted {
        return true;
    }
    error.is_connection_lost() || error.sqlstate_text().is_some_and(is_of_the_server)
}

/// The error of a move that can go on. What the server says to do comes first.
pub(super) fn stopped(error: Error, (loaded, parts): (usize, usize), schema: &Ident) -> Error {
    let first = match (error.sqlstate_text(), error.hint_text()) {
        (Some(_), Some(hint)) => format!("{hint} "),
        (None, _) | (_, None) => String::new(),
    };
    error.hint(format!(
        "{first}{loaded} of {parts} parts of tables are loaded into schema {schema} and stay there: run the same command \
         again to go on, or outgrow clean to take them away."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_can_go_on_after_what_is_of_the_server_or_the_connection() {
        let progress = Progress::silent();
        let of_target = || Error::new(ErrorKind::Target, "table \"connection\" cannot be loaded");
        assert!(is_passing(&of_target().connection_lost(), &progress));
        assert!(is_passing(&of_target().connection_lost().within("table \"a\" cannot be loaded"), &progress));
        assert!(is_passing(&of_target().sqlstate("53100"), &progress));
        assert!(!is_passing(&of_target().sqlstate("23505"), &progress));
        assert!(!is_passing(&of_target(), &progress), "its name says nothing");
    }
}
