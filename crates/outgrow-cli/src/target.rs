//! Which PostgreSQL database is meant.

mod local;
mod url;

pub(crate) use url::{for_psql, without_password};

use std::path::Path;

use outgrow::target::{Defaults, Target};
use outgrow::{Error, ErrorKind, Result};
use serde::Serialize;

use crate::output;

/// The PostgreSQL database that was chosen, and why.
pub(crate) struct Destination {
    /// How to get in.
    pub(crate) target: Target,
    /// Its URL as it was named, without a password.
    pub(crate) shown: String,
    /// Who named it.
    pub(crate) named_by: NamedBy,
}

/// Who named the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NamedBy {
    /// `--to`.
    Flag,
    /// `DATABASE_URL`.
    Environment,
    /// Nobody: it is Outgrow's own local server.
    LocalServer,
}

/// The target: `--to`, else `DATABASE_URL` if it names PostgreSQL, else Outgrow's
/// own local server, which is started for it. Says on stderr which one it is.
pub(crate) fn resolve(to: Option<&str>) -> Result<Destination> {
    let destination = match choose(to, environment("DATABASE_URL").as_deref())? {
        Choice::Url(text, named_by) => at(&text, named_by)?,
        Choice::Local(note) => {
            note.into_iter().for_each(output::say);
            at(&local::start(Path::new(".outgrow/postgres"))?, NamedBy::LocalServer)?
        }
    };
    let origin = match destination.named_by {
        NamedBy::Flag => "",
        NamedBy::Environment => " (from DATABASE_URL)",
        NamedBy::LocalServer => " (Outgrow's local server)",
    };
    output::say(&format!("target: {}{origin}", destination.target));
    Ok(destination)
}

fn at(url: &str, named_by: NamedBy) -> Result<Destination> {
    Ok(Destination { target: Target::parse_with(url, &defaults())?, shown: without_password(url), named_by })
}

/// What libpq takes from the environment for the parts that a URL leaves out.
fn defaults() -> Defaults {
    let value = |name: &str| environment(name).filter(|value| !value.is_empty());
    Defaults {
        user: value("PGUSER").or_else(|| value("USER")).or_else(|| value("LOGNAME")),
        password: value("PGPASSWORD"),
        host: value("PGHOST"),
        port: value("PGPORT").and_then(|port| port.parse().ok()),
        database: value("PGDATABASE"),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Choice {
    Url(String, NamedBy),
    Local(Option<&'static str>),
}

fn choose(to: Option<&str>, database_url: Option<&str>) -> Result<Choice> {
    if let Some(url) = to {
        return match names_postgres(url) {
            true => Ok(Choice::Url(url.to_owned(), NamedBy::Flag)),
            false => Err(Error::new(ErrorKind::Usage, "--to names no PostgreSQL database")
                .hint("Write it as postgresql://user@host:5432/database.")),
        };
    }
    match database_url {
        None | Some("") => Ok(Choice::Local(None)),
        Some(url) if names_postgres(url) => Ok(Choice::Url(url.to_owned(), NamedBy::Environment)),
        Some(url) if url.trim_start().starts_with("sqlite") || url.trim_start().starts_with("file:") => {
            Ok(Choice::Local(Some("note: DATABASE_URL names a SQLite file, so it is not the target")))
        }
        Some(_) => Err(Error::new(ErrorKind::Usage, "DATABASE_URL names neither PostgreSQL nor SQLite")
            .hint("Name the target with --to.")),
    }
}

/// Whether a URL's scheme is PostgreSQL's: `postgres`, `postgresql`, or one of them with a driver.
fn names_postgres(url: &str) -> bool {
    let Some((scheme, _)) = url.trim_start().split_once("://") else { return false };
    let engine = scheme.split('+').next().unwrap_or_default();
    engine.eq_ignore_ascii_case("postgres") || engine.eq_ignore_ascii_case("postgresql")
}

/// A variable of the environment; one that is not UTF-8 counts as missing.
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_over_the_environment() {
        let choice = choose(Some("postgresql://a/b"), Some("postgresql://c/d")).expect("chosen");
        assert_eq!(choice, Choice::Url("postgresql://a/b".to_owned(), NamedBy::Flag));
    }

    #[test]
    fn database_url_counts_if_it_names_postgresql() {
        for url in ["postgres://a/b", "postgresql+asyncpg://a/b", "POSTGRESQL://a/b"] {
            assert_eq!(choose(None, Some(url)).expect("chosen"), Choice::Url(url.to_owned(), NamedBy::Environment));
        }
    }

    #[test]
    fn database_url_of_the_source_is_passed_over_with_a_word() {
        for url in ["sqlite:///app.db", "sqlite+aiosqlite:///app.db", "sqlite://app.db?mode=rwc"] {
            assert!(matches!(choose(None, Some(url)), Ok(Choice::Local(Some(_)))), "{url}");
        }
        assert_eq!(choose(None, None).expect("chosen"), Choice::Local(None));
    }

    #[test]
    fn another_engine_is_no_target_and_its_password_stays_secret() {
        for (to, variable) in [(Some("mysql://me:hunter2@db/app"), None), (None, Some("mysql://me:hunter2@db/app"))] {
            let error = choose(to, variable).expect_err("refused");
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(!error.to_string().contains("hunter2"));
        }
    }
}
