//! The exit codes.

use std::process::ExitCode;

use outgrow::ErrorKind;

/// How a command ended. The numbers are a promise: see `docs/reference/exit-codes.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything is done, and there is nothing to look at.
    Done,
    /// Everything is done, and there is something to look at.
    Look,
    /// It failed, or cannot start.
    Failed,
    /// The user interrupted it.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Look => 1,
            Exit::Failed => 2,
            Exit::Interrupted => 130,
        }
    }

    /// How a command ends that failed like this.
    pub(crate) fn of_error(kind: ErrorKind) -> Exit {
        match kind {
            ErrorKind::Interrupted => Exit::Interrupted,
            ErrorKind::Source
            | ErrorKind::Target
            | ErrorKind::TargetNotEmpty
            | ErrorKind::Blocked
            | ErrorKind::Usage
            | ErrorKind::Server
            | ErrorKind::Internal => Exit::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
