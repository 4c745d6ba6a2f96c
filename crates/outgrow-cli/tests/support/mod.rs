//! Runs the real binary.

#![allow(dead_code, reason = "every test file uses its own part of this")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// How a run of the binary ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; 128 and the number of the signal that ended it.
    pub(crate) code: i32,
    /// What it wrote to stdout.
    pub(crate) stdout: String,
    /// What it wrote to stderr.
    pub(crate) stderr: String,
}

/// Runs `outgrow` with nothing of the environment that names a target.
pub(crate) fn outgrow(arguments: &[&str]) -> Ran {
    ran(&mut command(arguments))
}

/// Runs `outgrow` in a directory, with variables of the environment.
pub(crate) fn outgrow_in(directory: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
    ran(command(arguments).current_dir(directory).envs(variables.iter().copied()))
}

/// The binary, without terminal, target or colour.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_outgrow"));
    for name in ["DATABASE_URL", "PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn ran(command: &mut Command) -> Ran {
    ended(command.output().expect("the binary runs"))
}

/// How a command ended.
pub(crate) fn ended(output: Output) -> Ran {
    Ran {
        code: code(output.status),
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

fn code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).expect("it ended")
}
