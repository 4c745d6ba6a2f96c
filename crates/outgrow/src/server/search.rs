//! Where the programs of PostgreSQL are.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::account::Account;
use super::{SUPPORTED, trouble};
use crate::{Error, Result};

/// Where packages put the programs, with `*` for any part of one name.
const PLACES: [&str; 7] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
];

/// A candidate that does not tell its version in this time is no PostgreSQL.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where to look for the programs of PostgreSQL.
///
/// A directory counts if `initdb`, `pg_ctl` and `postgres` are in it, the account that will run them may,
/// and `postgres --version` is understood.
#[derive(Clone, Debug)]
pub struct Search {
    explicit: Option<PathBuf>,
    path: Vec<PathBuf>,
    places: Vec<PathBuf>,
}

/// The programs of one PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) dir: PathBuf,
    pub(super) major: u32,
}

impl Search {
    /// Looks in `explicit` and nowhere else, if it is given; otherwise in the directories of `path`, which is
    /// written like the environment variable PATH, and where packages put PostgreSQL.
    pub fn new(explicit: Option<PathBuf>, path: Option<&OsStr>) -> Search {
        let path = path.map(|path| std::env::split_paths(path).filter(|dir| dir.is_absolute()).collect());
        let places = PLACES.iter().map(PathBuf::from).collect();
        Search { explicit, path: path.unwrap_or_default(), places }
    }

    /// Looks in these places instead of those where packages put PostgreSQL; `*` stands for any part of a name.
    #[must_use]
    pub fn places(mut self, places: Vec<PathBuf>) -> Search {
        self.places = places;
        self
    }

    /// The newest supported PostgreSQL, or the one of a major version. Of several equals the first one found.
    pub(super) fn find(&self, account: &Account, major: Option<u32>) -> Result<Binaries> {
        let (found, mute) = self.all(account);
        let fits = |one: &&Binaries| major.map_or(SUPPORTED.contains(&one.major), |major| one.major == major);
        let mut best: Option<&Binaries> = None;
        for one in found.iter().filter(fits) {
            if best.is_none_or(|best| one.major > best.major) {
                best = Some(one);
            }
        }
        best.cloned().ok_or_else(|| self.nothing_fits(&found, &mute, major))
    }

    /// `psql`, best beside a server of this major version.
    pub(super) fn psql(&self, account: &Account, major: u32) -> Result<PathBuf> {
        let beside = self.find(account, Some(major)).ok().map(|found| found.dir);
        let dirs = beside.into_iter().chain(self.dirs());
        dirs.map(|dir| dir.join("psql")).find(|program| is_program(program)).ok_or_else(|| {
            trouble("psql is not installed")
                .hint("Install PostgreSQL's client, for example with `apt install postgresql-client`.")
        })
    }

    /// All that tell their version, and the directories of those that do not.
    fn all(&self, account: &Account) -> (Vec<Binaries>, Vec<PathBuf>) {
        let (mut found, mut mute) = (Vec::<Binaries>::new(), Vec::new());
        for dir in self.dirs() {
            let Some(dir) = complete(&dir) else { continue };
            if mute.contains(&dir) || found.iter().any(|one| one.dir == dir) {
                continue;
            }
            match ask_version(&dir, account) {
                Some(major) => found.push(Binaries { dir, major }),
                None => mute.push(dir),
            }
        }
        (found, mute)
    }

    fn dirs(&self) -> Vec<PathBuf> {
        if let Some(dir) = &self.explicit {
            return vec![dir.clone()];
        }
        let places = self.places.iter().flat_map(|place| expand(place));
        self.path.iter().cloned().chain(places).collect()
    }

    fn nothing_fits(&self, found: &[Binaries], mute: &[PathBuf], major: Option<u32>) -> Error {
        let list: Vec<String> =
            found.iter().map(|one| format!("PostgreSQL {} in \"{}\"", one.major, one.dir.display())).collect();
        let here = match (&self.explicit, list.is_empty()) {
            (Some(dir), true) => format!("no PostgreSQL in \"{}\", which OUTGROW_PG_BIN names", dir.display()),
            (None, true) => "no PostgreSQL server found".to_string(),
            (_, false) => format!("only {} found", list.join(", ")),
        };
        let here = mute.iter().fold(here, |here, dir| {
            format!("{here} (what is in \"{}\" cannot be run or tells no version)", dir.display())
        });
        match major {
            Some(major) => trouble(format!("{here}, but PostgreSQL {major} made the cluster")),
            None if list.is_empty() => trouble(here),
            None => trouble(format!("{here}, but PostgreSQL {} to {} is needed", SUPPORTED.start(), SUPPORTED.end())),
        }
        .hint(how_to_install(major))
    }
}

impl Binaries {
    /// The path of one of the programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

fn how_to_install(major: Option<u32>) -> String {
    let wanted = major.unwrap_or(17);
    if cfg!(target_os = "macos") {
        return format!(
            "Install it with `brew install postgresql@{wanted}`, or set OUTGROW_PG_BIN to its bin directory."
        );
    }
    let debian = major.map_or("postgresql".to_string(), |major| format!("postgresql-{major}"));
    format!(
        "Install it with `apt install {debian}` (Debian, Ubuntu) or `dnf install postgresql-server` (Fedora, \
         Red Hat), or set OUTGROW_PG_BIN to its bin directory."
    )
}

/// The directory that the programs really are in, if they are all there: a package may link them from PATH
/// without linking `psql`.
fn complete(dir: &Path) -> Option<PathBuf> {
    let has_all = |dir: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|name| is_program(&dir.join(name)));
    if !has_all(dir) {
        return None;
    }
    let real = std::fs::canonicalize(dir.join("postgres")).ok()?;
    let real = real.parent()?.to_path_buf();
    if has_all(&real) { Some(real) } else { std::fs::canonicalize(dir).ok() }
}

fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

fn ask_version(dir: &Path, account: &Account) -> Option<u32> {
    let mut command = account.command(dir.join("postgres"));
    command.arg("--version").stdout(Stdio::piped()).stderr(Stdio::null());
    let child = finish(command.spawn().ok()?)?;
    let output = child.wait_with_output().ok()?;
    if output.status.success() { parse_version(&String::from_utf8_lossy(&output.stdout)) } else { None }
}

/// Waits for a program that writes less than a pipe holds; one that does not end is killed.
fn finish(mut child: Child) -> Option<Child> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return Some(child),
            Ok(None) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(2)),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// The major version in a line such as `postgres (PostgreSQL) 15.13 (Debian 15.13-1)` or `… 18beta1`.
fn parse_version(text: &str) -> Option<u32> {
    let number = text.trim().strip_prefix("postgres (PostgreSQL) ")?;
    let digits = number.find(|c: char| !c.is_ascii_digit()).map_or(number, |end| &number[..end]);
    digits.parse().ok().filter(|major| *major > 0)
}

/// The directories that a pattern means, those with the highest number first.
fn expand(pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let part = part.as_os_str();
        let Some((before, after)) = part.to_str().and_then(|part| part.split_once('*')) else {
            found.iter_mut().for_each(|dir| dir.push(part));
            continue;
        };
        found = found.iter().flat_map(|dir| matching(dir, before, after)).collect();
    }
    found
}

fn matching(dir: &Path, before: &str, after: &str) -> Vec<PathBuf> {
    let names = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut names: Vec<_> = names
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after))
        .collect();
    names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| b.cmp(a)));
    names.into_iter().map(|name| dir.join(name)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};

    use super::*;

    /// A directory with programs that only know a version.
    fn fake(dir: &Path, version: &str) -> PathBuf {
        fs::create_dir_all(dir).unwrap();
        for name in ["initdb", "pg_ctl", "postgres"] {
            let path = dir.join(name);
            // The shell writes it, for a file that another test's child still holds open for writing cannot be run.
            let script = r#"printf '#!/bin/sh\necho "%s"\n' "$1" > "$0" && chmod 755 "$0""#;
            let mut shell = std::process::Command::new("/bin/sh");
            assert!(shell.arg("-c").arg(script).arg(&path).arg(version).status().unwrap().success());
        }
        dir.canonicalize().unwrap()
    }

    fn server(root: &Path, name: &str, major: u32) -> PathBuf {
        fake(&root.join(name).join("bin"), &format!("postgres (PostgreSQL) {major}.1"))
    }

    fn nowhere() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::set_permissions(root.path(), Permissions::from_mode(0o755)).unwrap();
        root
    }

    fn find(search: &Search, major: Option<u32>) -> Result<Binaries> {
        search.find(&Account::choose(None).unwrap(), major)
    }

    fn packages(root: &Path) -> Search {
        Search::new(None, None).places(vec![root.join("*/bin")])
    }

    #[test]
    fn the_newest_supported_version_wins() {
        let root = nowhere();
        for major in [9, 14, 15, 17, 19] {
            server(root.path(), &major.to_string(), major);
        }
        assert_eq!(find(&packages(root.path()), None).unwrap().major, 17);
    }

    #[test]
    fn an_existing_cluster_gets_its_own_version() {
        let root = nowhere();
        let old = server(root.path(), "15", 15);
        server(root.path(), "17", 17);
        assert_eq!(find(&packages(root.path()), Some(15)).unwrap().dir, old);
        let error = find(&packages(root.path()), Some(16)).unwrap_err();
        assert!(error.to_string().ends_with("but PostgreSQL 16 made the cluster"), "{error}");
    }

    #[test]
    fn of_equals_the_path_comes_first() {
        let root = nowhere();
        server(root.path(), "packages/16", 16);
        let mine = server(root.path(), "mine", 16);
        let search = Search::new(None, Some(mine.as_os_str())).places(vec![root.path().join("packages/*/bin")]);
        assert_eq!(find(&search, None).unwrap().dir, mine);
    }

    #[test]
    fn an_explicit_directory_is_the_only_one() {
        let root = nowhere();
        let named = server(root.path(), "named", 15);
        let other = server(root.path(), "other", 17);
        let search = |dir: &Path| Search::new(Some(dir.to_path_buf()), Some(other.as_os_str()));
        assert_eq!(find(&search(&named), None).unwrap().dir, named);
        let error = find(&search(&root.path().join("missing")), None).unwrap_err();
        assert!(error.to_string().contains("OUTGROW_PG_BIN"), "{error}");
    }

    #[test]
    fn a_directory_must_be_complete_and_tell_a_version() {
        let root = nowhere();
        let partial = server(root.path(), "partial", 17);
        fs::remove_file(partial.join("initdb")).unwrap();
        let closed = server(root.path(), "closed", 17);
        fs::set_permissions(closed.join("postgres"), Permissions::from_mode(0o644)).unwrap();
        fake(&root.path().join("stranger/bin"), "something else 17.1");
        let error = find(&packages(root.path()), None).unwrap_err();
        let stranger = root.path().canonicalize().unwrap().join("stranger/bin");
        let expected =
            format!("no PostgreSQL server found (what is in {stranger:?} cannot be run or tells no version)");
        assert_eq!(error.to_string(), expected);
        assert!(error.hint_text().unwrap().starts_with("Install it with"));
    }

    #[test]
    fn too_old_is_said() {
        let root = nowhere();
        server(root.path(), "13", 13);
        let error = find(&packages(root.path()), None).unwrap_err().to_string();
        assert!(error.starts_with("only PostgreSQL 13 in ") && error.ends_with("15 to 18 is needed"), "{error}");
    }

    #[test]
    fn links_lead_to_the_real_directory() {
        let root = nowhere();
        let real = server(root.path(), "real", 16);
        let links = root.path().join("links");
        fs::create_dir(&links).unwrap();
        for name in ["initdb", "pg_ctl", "postgres"] {
            std::os::unix::fs::symlink(real.join(name), links.join(name)).unwrap();
        }
        assert_eq!(find(&Search::new(None, Some(links.as_os_str())).places(vec![]), None).unwrap().dir, real);
    }

    #[test]
    fn relative_directories_of_the_path_are_ignored() {
        assert!(Search::new(None, Some(OsStr::new(".::bin"))).path.is_empty());
    }

    #[test]
    fn versions_are_read() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_version("postgres (PostgreSQL) 9.6.24"), Some(9));
        assert_eq!(parse_version("postgres (PostgreSQL)"), None);
        assert_eq!(parse_version("postgres (PostgreSQL) 99999999999999999999"), None);
        assert_eq!(parse_version("psql (PostgreSQL) 15.1"), None);
    }
}
