//! Data to stdout, all else to stderr.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use outgrow::{Error, ErrorKind, Result};

/// Writes data to stdout, without colour where stdout or the user wants none.
///
/// A reader that went away (`| head`) is no error.
pub(crate) fn data(text: &str) -> Result<()> {
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(ErrorKind::Target, "cannot write the report to stdout").because(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes text to stdout byte for byte: programs run it, so nothing in it is taken for colour.
///
/// A reader that went away is no error.
pub(crate) fn exactly(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(ErrorKind::Target, "cannot write to stdout").because(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes data to a file, without colour.
pub(crate) fn data_to_file(text: &str, path: &Path) -> Result<()> {
    is_no_database(path, "the report")?;
    let plain = anstream::adapter::strip_str(text).to_string();
    std::fs::write(path, plain).map_err(|error| cannot_write(path, error))
}

/// Fails where [`data_to_file`] would, before long work is done for it. Nothing is left behind.
pub(crate) fn check_file(path: &Path) -> Result<()> {
    is_no_database(path, "the report")?;
    // A pipe or a device is not tried: whoever reads it would see its end.
    if std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Ok(());
    }
    let open = |create| OpenOptions::new().append(true).create_new(create).open(path).map(drop);
    let writable = match open(true) {
        Ok(()) => std::fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open(false),
        Err(error) => Err(error),
    };
    writable.map_err(|error| cannot_write(path, error))
}

fn cannot_write(path: &Path, error: io::Error) -> Error {
    Error::new(ErrorKind::Usage, format!("cannot write the report to \"{}\"", path.display())).because(error)
}

/// Fails where `what` would overwrite a SQLite database.
pub(crate) fn is_no_database(path: &Path, what: &str) -> Result<()> {
    if is_sqlite_file(path) {
        return Err(Error::new(ErrorKind::Usage, format!("\"{}\" is a SQLite database", path.display()))
            .hint(format!("Name another file for {what}; Outgrow never overwrites a database.")));
    }
    Ok(())
}

fn is_sqlite_file(path: &Path) -> bool {
    const MAGIC: &[u8; 16] = b"SQLite format 3\0";
    let mut head = [0_u8; 16];
    // A pipe or a device is no database, and must not be read.
    let regular = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    regular && File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && &head == MAGIC
}

/// Says something on stderr. Where stderr is gone, nobody listens, and the work goes on.
pub(crate) fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_never_overwritten() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("app.db");
        std::fs::write(&path, b"SQLite format 3\0 and pages").expect("written");
        let error = data_to_file("report", &path).expect_err("refused");
        assert!(error.to_string().ends_with("app.db\" is a SQLite database"), "{error}");
        assert!(std::fs::read(&path).expect("there").starts_with(b"SQLite"));
    }

    #[test]
    fn a_place_for_a_report_is_tried_and_left_as_it_was() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("report.html");
        check_file(&path).expect("it can be written");
        assert!(!path.exists());
        std::fs::write(&path, "older").expect("written");
        check_file(&path).expect("it can be replaced");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), "older");
        let error = check_file(&directory.path().join("none/report.html")).expect_err("no such folder");
        assert!(error.to_string().starts_with("cannot write the report to"), "{error}");
    }

    #[test]
    fn a_file_gets_no_colour() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("report.txt");
        data_to_file("\u{1b}[1mbold\u{1b}[0m\n", &path).expect("written");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), "bold\n");
    }
}
