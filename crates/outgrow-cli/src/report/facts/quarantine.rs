//! What `outgrow quarantine` says.

use std::collections::BTreeMap;
use std::path::Path;

use outgrow::quarantine::{ColumnSummary, Entry, Exported, StoredValue};
use outgrow::requeue::{KeptRow, Requeued, RequeuedColumn, Trial};
use outgrow::{Error, ErrorKind, Result};
use outgrow_planner::value::Value;
use serde::Serialize;

use crate::exit::Exit;
use crate::report::words::hexadecimal;
use crate::target::{Destination, NamedBy};

/// The database.
#[derive(Serialize)]
pub(crate) struct PlaceFacts {
    url: String,
    named_by: NamedBy,
}

impl PlaceFacts {
    fn new(destination: &Destination) -> PlaceFacts {
        PlaceFacts { url: destination.shown.clone(), named_by: destination.named_by }
    }
}

/// What `list` says.
#[derive(Serialize)]
pub(crate) struct ListFacts<'a> {
    target: PlaceFacts,
    /// One for each column.
    pub(crate) columns: Vec<QuarantinedColumn<'a>>,
    /// How many values.
    pub(crate) count: u64,
    /// How many bytes they have.
    pub(crate) bytes: u64,
    exit_code: u8,
}

/// What is in quarantine of one column.
#[derive(Serialize)]
pub(crate) struct QuarantinedColumn<'a> {
    /// The quarantine.
    pub(crate) quarantine: &'a str,
    /// The table in SQLite.
    pub(crate) source_table: &'a str,
    /// The table in PostgreSQL.
    pub(crate) target_table: &'a str,
    /// The column in SQLite.
    pub(crate) column: &'a str,
    /// The column in PostgreSQL.
    pub(crate) target_column: &'a str,
    /// How many values.
    pub(crate) count: u64,
    /// How many bytes they have.
    pub(crate) bytes: u64,
    /// How many of each storage class.
    pub(crate) storage_classes: &'a BTreeMap<String, u64>,
    /// How many for each reason.
    pub(crate) reasons: &'a BTreeMap<String, u64>,
    /// The first of them.
    pub(crate) first: Vec<FirstFacts<'a>>,
}

/// One of the first rows.
#[derive(Serialize)]
pub(crate) struct FirstFacts<'a> {
    /// The number of the entry.
    pub(crate) id: i64,
    /// The row.
    pub(crate) row_key: &'a str,
}

impl<'a> ListFacts<'a> {
    /// Gathers what `list` says.
    pub(crate) fn new(destination: &Destination, columns: &'a [ColumnSummary]) -> ListFacts<'a> {
        ListFacts {
            target: PlaceFacts::new(destination),
            columns: columns.iter().map(QuarantinedColumn::new).collect(),
            count: columns.iter().map(|column| column.count).sum(),
            bytes: columns.iter().map(|column| column.bytes).sum(),
            exit_code: Exit::Done.code(),
        }
    }
}

impl QuarantinedColumn<'_> {
    fn new(column: &ColumnSummary) -> QuarantinedColumn<'_> {
        QuarantinedColumn {
            quarantine: &column.quarantine,
            source_table: &column.source_table,
            target_table: &column.target_table,
            column: &column.column,
            target_column: &column.target_column,
            count: column.count,
            bytes: column.bytes,
            storage_classes: &column.storage_classes,
            reasons: &column.reasons,
            first: column.first.iter().map(|row| FirstFacts { id: row.id, row_key: &row.row_key }).collect(),
        }
    }
}

/// What `show` says.
#[derive(Serialize)]
pub(crate) struct ShowFacts<'a> {
    target: PlaceFacts,
    /// The values.
    pub(crate) entries: Vec<EntryFacts<'a>>,
    /// Whether there are more than these.
    pub(crate) more: bool,
    exit_code: u8,
}

/// One value.
#[derive(Serialize)]
pub(crate) struct EntryFacts<'a> {
    /// Its number.
    pub(crate) id: i64,
    moved_at: &'a str,
    /// The table in SQLite.
    pub(crate) source_table: &'a str,
    /// The table in PostgreSQL.
    pub(crate) target_table: &'a str,
    /// The row.
    pub(crate) row_key: &'a str,
    /// The column in SQLite.
    pub(crate) column: &'a str,
    /// The column in PostgreSQL.
    pub(crate) target_column: &'a str,
    /// Its storage class.
    pub(crate) storage_class: &'a str,
    /// Why it is here.
    pub(crate) reason: &'a str,
    /// How long it is.
    pub(crate) bytes: u64,
    /// `text` or `hex`.
    pub(crate) encoding: &'static str,
    /// The value, or its beginning.
    pub(crate) value: String,
    /// Whether that is all of it.
    pub(crate) complete: bool,
}

impl<'a> ShowFacts<'a> {
    /// Gathers what `show` says; fails where there is nothing.
    pub(crate) fn new(
        destination: &Destination,
        entries: &'a [Entry],
        limit: u64,
        what: &str,
    ) -> Result<ShowFacts<'a>> {
        if entries.is_empty() {
            return Err(Error::new(ErrorKind::Usage, format!("nothing of \"{what}\" is in quarantine"))
                .hint("Run outgrow quarantine list to see what is there."));
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(ShowFacts {
            target: PlaceFacts::new(destination),
            entries: entries.iter().take(limit).map(EntryFacts::new).collect(),
            more: entries.len() > limit,
            exit_code: Exit::Done.code(),
        })
    }
}

impl EntryFacts<'_> {
    fn new(entry: &Entry) -> EntryFacts<'_> {
        let (encoding, value) = shown(entry);
        EntryFacts {
            id: entry.id,
            moved_at: &entry.moved_at,
            source_table: &entry.source_table,
            target_table: &entry.target_table,
            row_key: &entry.row_key,
            column: &entry.column,
            target_column: &entry.target_column,
            storage_class: &entry.storage_class,
            reason: &entry.reason,
            bytes: entry.bytes,
            encoding,
            value,
            complete: entry.value.len() as u64 == entry.bytes,
        }
    }
}

/// Numbers and UTF-8 as they are, other bytes in hexadecimal digits.
fn shown(entry: &Entry) -> (&'static str, String) {
    match entry.stored() {
        StoredValue::Value(Value::Null) => ("text", String::new()),
        StoredValue::Value(Value::Integer(number)) => ("text", number.to_string()),
        StoredValue::Value(Value::Real(number)) => ("text", format!("{number:?}")),
        StoredValue::Value(Value::Text(bytes)) => match whole_characters(entry, bytes) {
            Some(text) => ("text", text.to_owned()),
            None => ("hex", hexadecimal(bytes)),
        },
        StoredValue::Value(Value::Blob(bytes)) | StoredValue::Unreadable(bytes) => ("hex", hexadecimal(bytes)),
    }
}

/// The text, without a character that the excerpt cuts in two.
fn whole_characters<'a>(entry: &Entry, bytes: &'a [u8]) -> Option<&'a str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && (bytes.len() as u64) < entry.bytes => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

/// What `export` says.
#[derive(Serialize)]
pub(crate) struct ExportFacts {
    target: PlaceFacts,
    /// The file.
    pub(crate) path: String,
    /// How many values it holds.
    pub(crate) count: u64,
    /// How many bytes these have.
    pub(crate) bytes: u64,
    exit_code: u8,
}

impl ExportFacts {
    /// Gathers what `export` says.
    pub(crate) fn new(destination: &Destination, exported: Exported, path: &Path) -> ExportFacts {
        ExportFacts {
            target: PlaceFacts::new(destination),
            path: path.display().to_string(),
            count: exported.values,
            bytes: exported.bytes,
            exit_code: Exit::Done.code(),
        }
    }
}

/// What `requeue` says.
#[derive(Serialize)]
pub(crate) struct RequeueFacts<'a> {
    target: PlaceFacts,
    /// Whether everything was taken back.
    pub(crate) dry_run: bool,
    /// One for each column.
    pub(crate) columns: Vec<RequeuedFacts<'a>>,
    /// How many values are in their places.
    pub(crate) placed: u64,
    /// How many are in quarantine still.
    pub(crate) remaining: u64,
    exit_code: u8,
}

/// What became of the values of one column.
#[derive(Serialize)]
pub(crate) struct RequeuedFacts<'a> {
    /// The table in PostgreSQL.
    pub(crate) target_table: &'a str,
    /// The column in PostgreSQL.
    pub(crate) target_column: &'a str,
    /// How many are in their places.
    pub(crate) placed: u64,
    /// How many are in quarantine still.
    pub(crate) remaining: u64,
    /// How many for each reason.
    pub(crate) reasons: &'a BTreeMap<String, u64>,
    /// The first of these.
    pub(crate) first: Vec<RemainingFacts<'a>>,
}

/// A value that stays.
#[derive(Serialize)]
pub(crate) struct RemainingFacts<'a> {
    /// The number of its entry.
    pub(crate) id: i64,
    /// Its row.
    pub(crate) row_key: &'a str,
    /// Why.
    pub(crate) reason: &'a str,
}

impl<'a> RequeueFacts<'a> {
    /// Gathers what `requeue` says.
    pub(crate) fn new(destination: &Destination, done: &'a Requeued, trial: Trial) -> RequeueFacts<'a> {
        RequeueFacts {
            target: PlaceFacts::new(destination),
            dry_run: trial == Trial::TakeBack,
            columns: done.columns.iter().map(RequeuedFacts::new).collect(),
            placed: done.placed_count(),
            remaining: done.remaining_count(),
            exit_code: exit(done.remaining_count()).code(),
        }
    }

    /// How the command ends.
    pub(crate) fn exit(&self) -> Exit {
        exit(self.remaining)
    }
}

fn exit(remaining: u64) -> Exit {
    if remaining == 0 { Exit::Done } else { Exit::Look }
}

impl RequeuedFacts<'_> {
    fn new(column: &RequeuedColumn) -> RequeuedFacts<'_> {
        RequeuedFacts {
            target_table: &column.target_table,
            target_column: &column.target_column,
            placed: column.placed,
            remaining: column.remaining,
            reasons: &column.reasons,
            first: column.first.iter().map(RemainingFacts::new).collect(),
        }
    }
}

impl RemainingFacts<'_> {
    fn new(row: &KeptRow) -> RemainingFacts<'_> {
        RemainingFacts { id: row.id, row_key: &row.row_key, reason: &row.reason }
    }
}
