//! Comma-separated values (RFC 4180).

use std::fs::File;
use std::io::{BufWriter, Write};

use super::{Entry, Writer, flushed, written};

const HEADING: &str =
    "id,moved_at,source_table,target_table,row_key,column,target_column,storage_class,reason,encoding,value\r\n";

pub(super) struct Csv(BufWriter<File>);

impl Csv {
    pub(super) fn new(file: File) -> std::io::Result<Csv> {
        let mut file = BufWriter::new(file);
        file.write_all(HEADING.as_bytes())?;
        Ok(Csv(file))
    }
}

impl Writer for Csv {
    fn entry(&mut self, entry: &Entry) -> std::io::Result<()> {
        let value = written(entry);
        write!(self.0, "{}", entry.id)?;
        for field in [
            &entry.moved_at,
            &entry.source_table,
            &entry.target_table,
            &entry.row_key,
            &entry.column,
            &entry.target_column,
            &entry.storage_class,
            &entry.reason,
            value.encoding,
            &value.value,
        ] {
            write!(self.0, ",\"{}\"", field.replace('"', "\"\""))?;
        }
        self.0.write_all(b"\r\n")
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        flushed(self.0)
    }
}
