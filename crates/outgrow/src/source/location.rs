//! Where the file is: a path, or a URL as one of many programs writes it.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use crate::{Error, ErrorKind, Result};

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path that a location means.
///
/// Programs disagree: `sqlite:///app.db` is relative for SQLAlchemy and
/// absolute for sqlx, and not all of them decode `%20`. The first reading that
/// names something that exists wins; SQLAlchemy's comes first.
pub(super) fn path_of(location: &str) -> Result<PathBuf> {
    let readings = readings(location)?;
    if readings.iter().any(|path| path.as_os_str().as_encoded_bytes().contains(&0)) {
        return Err(Error::new(ErrorKind::Usage, "the path of the SQLite file contains U+0000"));
    }
    let existing = readings.iter().find(|path| path.exists()).or(readings.first());
    existing.cloned().ok_or_else(no_file)
}

/// The URI by which SQLite opens a path read-only, whatever characters it has.
pub(super) fn uri(path: &Path, parameters: &str) -> String {
    let encoded = percent_encode(path.as_os_str().as_encoded_bytes(), KEPT);
    format!("file:{encoded}?{parameters}")
}

fn readings(location: &str) -> Result<Vec<PathBuf>> {
    let location = location.strip_prefix("jdbc:").unwrap_or(location);
    let Some((scheme, rest)) = scheme(location) else { return plain(location) };
    let (rest, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    if rest.contains(":memory:") || parameters.split('&').any(|pair| pair == "mode=memory") {
        return Err(in_memory());
    }
    let texts = match scheme.as_str() {
        "file" => file_readings(rest.split_once('#').map_or(rest, |(path, _)| path))?,
        "sqlite" | "sqlite3" => sqlite_readings(rest),
        // The rest of the URL may hold a password.
        other => return Err(not_sqlite(other)),
    };
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    if texts.is_empty() {
        return Err(no_file());
    }
    Ok(texts.iter().map(|text| decoded(text)).chain(texts.iter().map(PathBuf::from)).collect())
}

/// The scheme in lower case without `+driver`, and what follows its colon;
/// `None` where the location is a path.
fn scheme(location: &str) -> Option<(String, &str)> {
    let (scheme, rest) = location.split_once(':')?;
    let name = scheme.split('+').next().unwrap_or_default().to_ascii_lowercase();
    let known = matches!(name.as_str(), "sqlite" | "sqlite3" | "file");
    let looks_like_one = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (known || (looks_like_one && rest.starts_with("//"))).then_some((name, rest))
}

fn plain(location: &str) -> Result<Vec<PathBuf>> {
    match location {
        "" => Err(no_file()),
        ":memory:" => Err(in_memory()),
        path => Ok(vec![PathBuf::from(path)]),
    }
}

fn sqlite_readings(rest: &str) -> Vec<&str> {
    let Some(path) = rest.strip_prefix("//") else { return vec![rest] };
    match path.strip_prefix('/') {
        Some("") => Vec::new(),
        Some(relative) => vec![relative, path],
        None => vec![path],
    }
}

fn file_readings(rest: &str) -> Result<Vec<&str>> {
    let Some(behind) = rest.strip_prefix("//") else { return Ok(vec![rest]) };
    let Some(slash) = behind.find('/') else { return Ok(vec![behind]) };
    match &behind[..slash] {
        "" | "localhost" => Ok(vec![&behind[slash..]]),
        "." | ".." => Ok(vec![behind]),
        _ => Err(Error::new(ErrorKind::Usage, "the file URL names another host")
            .hint("Write file:/path or file:///path for a file of this host.")),
    }
}

#[cfg(unix)]
fn decoded(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn decoded(text: &str) -> PathBuf {
    PathBuf::from(percent_decode_str(text).decode_utf8_lossy().into_owned())
}

fn not_sqlite(scheme: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("a \"{scheme}\" URL names no SQLite file"))
        .hint("Name a file, as app.db, or a URL, as sqlite:///app.db or file:app.db.")
}

fn in_memory() -> Error {
    Error::new(ErrorKind::Usage, "a database in memory cannot be moved")
        .hint("Save it to a file first, for example with VACUUM INTO 'app.db'.")
}

fn no_file() -> Error {
    Error::new(ErrorKind::Usage, "no SQLite file is named")
        .hint("Name a file, as app.db, or a URL, as sqlite:///app.db or file:app.db.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(location: &str) -> String {
        path_of(location).expect("a location").to_str().expect("UTF-8").to_owned()
    }

    #[test]
    fn every_way_to_write_the_location_is_read() {
        let cases = [
            ("no_such.db", "no_such.db"),
            ("./dir/no such?.db", "./dir/no such?.db"),
            ("C:\\no_such.db", "C:\\no_such.db"),
            ("a:b.db", "a:b.db"),
            ("sqlite:///no_such.db", "no_such.db"),
            ("sqlite:////abs/no_such.db", "/abs/no_such.db"),
            ("sqlite+aiosqlite:///./no_such.db", "./no_such.db"),
            ("SQLite+pysqlite:////abs/no_such.db?check_same_thread=False", "/abs/no_such.db"),
            ("sqlite://no_such.db", "no_such.db"),
            ("sqlite3:///no_such.db", "no_such.db"),
            ("sqlite3:db/no_such.db", "db/no_such.db"),
            ("jdbc:sqlite:/abs/no_such.db", "/abs/no_such.db"),
            ("file:./no_such.db?connection_limit=1&cache=shared", "./no_such.db"),
            ("file:no_such.db", "no_such.db"),
            ("file:///abs/no%20such.db#x", "/abs/no such.db"),
            ("file://localhost/abs/no_such.db", "/abs/no_such.db"),
            ("file:/abs/no_such.db", "/abs/no_such.db"),
            ("file://./no_such.db", "./no_such.db"),
        ];
        for (location, expected) in cases {
            assert_eq!(path(location), expected, "{location}");
        }
    }

    #[test]
    fn what_is_no_file_is_a_usage_error() {
        let locations = [
            "",
            ":memory:",
            "sqlite://",
            "sqlite:///",
            "sqlite:///:memory:",
            "sqlite::memory:",
            "file::memory:",
            "file:x?mode=memory&cache=shared",
            "file://elsewhere/x.db",
            "postgresql://u:secret@h/d",
            "file:a%00b",
            "a\0b",
        ];
        for location in locations {
            let error = path_of(location).expect_err(location);
            assert_eq!(error.kind(), ErrorKind::Usage, "{location}");
            assert!(!format!("{error:?}").contains("secret"));
        }
    }

    #[test]
    fn the_reading_that_exists_wins() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("100%41.db");
        std::fs::write(&file, "x").expect("written");
        let file = file.to_str().expect("UTF-8");
        assert_eq!(path(&format!("sqlite://{file}")), file, "absolute as sqlx writes it, and not decoded");
    }

    #[test]
    fn odd_characters_survive_the_uri() {
        assert_eq!(uri(Path::new("/a b/100%?#é.db"), "mode=ro"), "file:/a%20b/100%25%3F%23%C3%A9.db?mode=ro");
    }
}
