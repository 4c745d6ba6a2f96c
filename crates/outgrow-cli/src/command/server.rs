//! `outgrow server`: a private PostgreSQL for one project.

use std::ffi::OsString;
use std::io::{BufRead, IsTerminal, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::{Args, Subcommand, ValueEnum};
use outgrow::server::{Destroyed, Durability, Local, Options, Running, Search, Status, Stopped};
use outgrow::{Error, ErrorKind, Result};

/// Variables that would lead psql elsewhere than to the local server.
const MISLEADING: [&str; 4] = ["PGHOSTADDR", "PGSERVICE", "PGSSLMODE", "PGREQUIREAUTH"];

/// Run a private PostgreSQL in a folder of the project
#[derive(Debug, Args)]
pub(crate) struct ServerArgs {
    /// The folder of the server
    #[arg(long, value_name = "DIR", default_value = ".outgrow/postgres", global = true)]
    data: PathBuf,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Start the server; the first start makes it
    Start {
        /// Whether data survives a failure of the machine
        #[arg(long, value_enum, default_value_t = DurabilityArg::Full)]
        durability: DurabilityArg,
    },
    /// Stop the server
    Stop,
    /// Say whether the server runs; exit with 0 if it does, with 1 if not
    Status,
    /// Print the URL of the running server, with the password
    Url,
    /// Open psql on the running server
    Psql {
        /// Arguments for psql
        #[arg(last = true, value_name = "ARGS")]
        args: Vec<OsString>,
    },
    /// Stop the server and remove it with all its data
    Destroy {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DurabilityArg {
    /// It does
    Full,
    /// It does not, which is faster: for tests
    Off,
}

/// Carries out one action. Data goes to stdout, all else to stderr.
pub(crate) fn run(args: &ServerArgs) -> Result<ExitCode> {
    let local = Local::at(&args.data, search());
    match &args.action {
        Action::Start { durability } => start(&local, *durability),
        Action::Stop => stop(&local),
        Action::Status => status(&local),
        Action::Url => url(&local),
        Action::Psql { args } => psql(&local, args),
        Action::Destroy { yes } => destroy(&local, if *yes { Consent::Given } else { Consent::Asked }),
    }
}

/// Where to look for PostgreSQL, as the environment says.
pub(crate) fn search() -> Search {
    let explicit = std::env::var_os("OUTGROW_PG_BIN").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    Search::new(explicit, std::env::var_os("PATH").as_deref())
}

fn start(local: &Local, durability: DurabilityArg) -> Result<ExitCode> {
    let durability = match durability {
        DurabilityArg::Full => Durability::Full,
        DurabilityArg::Off => Durability::Off,
    };
    let running = local.start(&Options { durability, ..Options::default() })?;
    for notice in &running.notices {
        say(&format!("note: {notice}"));
    }
    say(&format!("{running} {}", if running.was_running { "already runs" } else { "runs" }));
    Ok(ExitCode::SUCCESS)
}

fn stop(local: &Local) -> Result<ExitCode> {
    let folder = local.dir().display();
    say(&match local.stop()? {
        Stopped::Absent => format!("there is no server in \"{folder}\""),
        Stopped::Already => "the server does not run".to_string(),
        Stopped::Cleanly => "stopped".to_string(),
        Stopped::Immediately => {
            "stopped at once, for it did not end its sessions in time; the next start recovers the data".to_string()
        }
    });
    Ok(ExitCode::SUCCESS)
}

fn status(local: &Local) -> Result<ExitCode> {
    let (text, code) = match local.status()? {
        Status::Absent => (format!("absent: there is no server in \"{}\"", local.dir().display()), 1),
        Status::Stopped { major } => (format!("stopped: PostgreSQL {major} in \"{}\"", local.dir().display()), 1),
        Status::Changing { pid } => (format!("starting or stopping (process {pid})"), 1),
        Status::Running(running) => (format!("running: {}", details(&running)), 0),
    };
    print(&text)?;
    Ok(ExitCode::from(code))
}

fn details(running: &Running) -> String {
    format!(
        "{running}\nsocket: {}\ndata: {}\nlog: {}",
        running.socket_dir.display(),
        running.data.display(),
        running.log.display()
    )
}

fn url(local: &Local) -> Result<ExitCode> {
    print(&running(local)?.url())?;
    Ok(ExitCode::SUCCESS)
}

fn psql(local: &Local, args: &[OsString]) -> Result<ExitCode> {
    let running = running(local)?;
    let program = local.psql(&running)?;
    let mut command = Command::new(&program);
    for name in MISLEADING {
        command.env_remove(name);
    }
    command.args(args).envs(running.libpq_environment());
    let cause = command.exec();
    Err(Error::new(ErrorKind::Server, format!("cannot run \"{}\"", program.display())).because(cause))
}

fn running(local: &Local) -> Result<Running> {
    match local.status()? {
        Status::Running(running) => Ok(running),
        Status::Absent | Status::Stopped { .. } | Status::Changing { .. } => {
            let message = format!("the server in \"{}\" does not run", local.dir().display());
            Err(Error::new(ErrorKind::Server, message).hint("Start it with `outgrow server start`."))
        }
    }
}

#[derive(Clone, Copy)]
enum Consent {
    Given,
    Asked,
}

fn destroy(local: &Local, consent: Consent) -> Result<ExitCode> {
    if let (Status::Absent, false) = (local.status()?, local.dir().exists()) {
        say(&format!("there is no server in \"{}\"", local.dir().display()));
        return Ok(ExitCode::SUCCESS);
    }
    if !consents(local, consent)? {
        say("nothing was removed");
        return Ok(ExitCode::from(1));
    }
    match local.destroy()? {
        Destroyed::Absent => say(&format!("there is no server in \"{}\"", local.dir().display())),
        Destroyed::Gone { left } => {
            say("removed the server and its data");
            for folder in left {
                say(&format!("note: \"{}\" holds files that are not Outgrow's and stays", folder.display()));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn consents(local: &Local, consent: Consent) -> Result<bool> {
    match consent {
        Consent::Given => Ok(true),
        Consent::Asked if !std::io::stdin().is_terminal() => {
            Err(Error::new(ErrorKind::Usage, "destroy would remove all data of the server, and nobody can be asked")
                .hint("Say so with --yes."))
        }
        Consent::Asked => ask(&format!("Remove the server in \"{}\" with all its data? [y/N] ", local.dir().display())),
    }
}

fn ask(question: &str) -> Result<bool> {
    let _ = write!(anstream::stderr(), "{question}");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.map_err(|cause| Error::new(ErrorKind::Usage, "cannot read the answer").because(cause))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "Yes" | "YES"))
}

/// A line of data. Whoever reads it must not take half of it for all of it.
fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(|cause| Error::new(ErrorKind::Usage, "cannot write to stdout").because(cause))
}

/// A line for the user, who may have closed stderr.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        server: ServerArgs,
    }

    fn parse(line: &str) -> std::result::Result<ServerArgs, clap::Error> {
        Cli::try_parse_from(line.split(' ')).map(|cli| cli.server)
    }

    #[test]
    fn psql_gets_what_stands_after_two_dashes() {
        let args = parse("server psql --data x -- --data y").unwrap();
        assert_eq!(args.data, PathBuf::from("x"));
        assert!(matches!(args.action, Action::Psql { args } if args == ["--data", "y"]));
        assert!(parse("server psql -c x").is_err());
    }

    #[test]
    fn destroy_without_a_terminal_needs_yes() {
        assert!(matches!(parse("server destroy --yes").unwrap().action, Action::Destroy { yes: true }));
        let local = Local::at("/nonexistent", search());
        assert!(consents(&local, Consent::Given).unwrap());
        if !std::io::stdin().is_terminal() {
            assert_eq!(consents(&local, Consent::Asked).unwrap_err().kind(), ErrorKind::Usage);
        }
    }

    #[test]
    fn data_survives_unless_told_otherwise() {
        let Action::Start { durability } = parse("server start").unwrap().action else { panic!("not a start") };
        assert!(matches!(durability, DurabilityArg::Full));
    }
}
