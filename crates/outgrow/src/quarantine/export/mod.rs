//! Everything in quarantine as one file, byte for byte.

mod base64;
mod csv;
mod jsonl;
mod sqlite;

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;

use outgrow_planner::ident::QualifiedName;
use outgrow_planner::value::Value;

use super::entries::{Entry, Excerpt, StoredValue, for_each};
use super::selection::{Scope, Selection};
use crate::target::Session;
use crate::{Error, ErrorKind, Result};

/// What the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180) with a heading.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A SQLite database with a table `quarantine`, each value in its storage class.
    Sqlite,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Values.
    pub values: u64,
    /// Bytes of these values.
    pub bytes: u64,
}

/// Writes the selected values into a new file. Should this fail, the file is removed.
///
/// # Errors
/// The file is there already or cannot be written, or the server cannot be asked.
pub async fn export(
    session: &Session,
    places: &[QualifiedName],
    scope: &Scope,
    selection: &Selection,
    format: ExportFormat,
    path: &Path,
) -> Result<Exported> {
    let file = create(path)?;
    let written = write(session, places, scope, selection, format, file, path).await;
    if written.is_err() {
        // What failed is told; that the rest of it stays besides would not help.
        let _ = std::fs::remove_file(path);
    }
    written
}

async fn write(
    session: &Session,
    places: &[QualifiedName],
    scope: &Scope,
    selection: &Selection,
    format: ExportFormat,
    file: File,
    path: &Path,
) -> Result<Exported> {
    let mut writer: Box<dyn Writer> = match format {
        ExportFormat::Csv => Box::new(csv::Csv::new(file).map_err(|cause| failed(path, cause))?),
        ExportFormat::Jsonl => Box::new(jsonl::Jsonl(BufWriter::new(file))),
        ExportFormat::Sqlite => Box::new(sqlite::Sqlite::new(path).map_err(|cause| failed(path, cause))?),
    };
    let mut exported = Exported::default();
    // Two quarantines are read one after the other; one transaction makes that one state.
    session.client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map_err(Error::from)?;
    for_each(session, places, scope, selection, Excerpt::Whole, None, |entry| {
        exported.values += 1;
        exported.bytes += entry.bytes;
        writer.entry(&entry).map_err(|cause| failed(path, cause))
    })
    .await?;
    session.client.batch_execute("COMMIT").await.map_err(Error::from)?;
    writer.finish().map_err(|cause| failed(path, cause))?;
    Ok(exported)
}

/// Writes entries in one format.
trait Writer {
    fn entry(&mut self, entry: &Entry) -> std::io::Result<()>;
    fn finish(self: Box<Self>) -> std::io::Result<()>;
}

/// How a value stands in a text file.
struct Written {
    /// `text` or `base64`.
    encoding: &'static str,
    value: String,
}

/// Numbers and UTF-8 as they are, other bytes in base64.
fn written(entry: &Entry) -> Written {
    let text = match entry.stored() {
        StoredValue::Value(Value::Integer(number)) => Some(number.to_string()),
        StoredValue::Value(Value::Real(number)) => Some(super::key::real(number)),
        StoredValue::Value(Value::Null) => Some(String::new()),
        StoredValue::Value(Value::Text(bytes)) if !bytes.contains(&0) => {
            std::str::from_utf8(bytes).ok().map(str::to_owned)
        }
        StoredValue::Value(Value::Text(_) | Value::Blob(_)) | StoredValue::Unreadable(_) => None,
    };
    match text {
        Some(value) => Written { encoding: "text", value },
        None => Written { encoding: "base64", value: base64::encode(&entry.value) },
    }
}

fn create(path: &Path) -> Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path).map_err(|cause| {
        if cause.kind() == std::io::ErrorKind::AlreadyExists {
            return Error::new(ErrorKind::Usage, format!("\"{}\" is there already", path.display()))
                .hint("Name a new file; an export overwrites nothing.");
        }
        failed(path, cause)
    })
}

fn failed(path: &Path, cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Usage, format!("cannot write the export to \"{}\"", path.display())).because(cause)
}

fn flushed(mut file: BufWriter<File>) -> std::io::Result<()> {
    file.flush()?;
    file.get_ref().sync_all()
}
