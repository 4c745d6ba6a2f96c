//! One JSON object a line.

use std::fs::File;
use std::io::{BufWriter, Write};

use serde::Serialize;

use super::{Entry, Writer, flushed, written};

pub(super) struct Jsonl(pub(super) BufWriter<File>);

#[derive(Serialize)]
struct Line<'a> {
    id: i64,
    moved_at: &'a str,
    source_table: &'a str,
    target_table: &'a str,
    row_key: &'a str,
    column: &'a str,
    target_column: &'a str,
    storage_class: &'a str,
    reason: &'a str,
    encoding: &'a str,
    value: &'a str,
}

impl Writer for Jsonl {
    fn entry(&mut self, entry: &Entry) -> std::io::Result<()> {
        let value = written(entry);
        let line = Line {
            id: entry.id,
            moved_at: &entry.moved_at,
            source_table: &entry.source_table,
            target_table: &entry.target_table,
            row_key: &entry.row_key,
            column: &entry.column,
            target_column: &entry.target_column,
            storage_class: &entry.storage_class,
            reason: &entry.reason,
            encoding: value.encoding,
            value: &value.value,
        };
        serde_json::to_writer(&mut self.0, &line)?;
        self.0.write_all(b"\n")
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        flushed(self.0)
    }
}
