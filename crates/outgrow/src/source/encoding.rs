//! How a file stores its texts, and how to read a column so that nothing is lost.

use rusqlite::Connection;

/// How a file stores its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, handed out byte for byte.
    Utf8,
    /// UTF-16 of either byte order, which SQLite converts when it hands a text out.
    Utf16,
}

impl Encoding {
    /// The encoding of the main database.
    pub(crate) fn of(connection: &Connection) -> rusqlite::Result<Encoding> {
        let name: String = connection.query_row("PRAGMA main.encoding", [], |row| row.get(0))?;
        Ok(if name == "UTF-8" { Encoding::Utf8 } else { Encoding::Utf16 })
    }

    /// The expression that reads a column.
    ///
    /// SQLite converts a surrogate without its partner into some other character and says
    /// nothing. A text that does not come back from UTF-8 as it is in the file is therefore
    /// read as a BLOB: its bytes in the file. `trim` without characters to trim changes
    /// nothing but the encoding, also in texts with U+0000.
    pub(crate) fn column(self, column: &str) -> String {
        match self {
            Encoding::Utf8 => column.to_owned(),
            Encoding::Utf16 => format!(
                "CASE WHEN typeof({column}) = 'text' AND CAST(trim({column}, '') AS BLOB) IS NOT CAST({column} AS BLOB) \
                 THEN CAST({column} AS BLOB) ELSE {column} END"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::types::Value;

    #[test]
    fn a_surrogate_without_its_partner_is_read_as_its_bytes() {
        let connection = Connection::open_in_memory().expect("SQLite opens memory");
        connection
            .execute_batch(
                "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (x); \
                 INSERT INTO t VALUES (CAST(x'3DD84100' AS TEXT)), (CAST(x'3DD800DE' AS TEXT)), (7), ('a' || char(0) || 'b');",
            )
            .expect("a table");
        let encoding = Encoding::of(&connection).expect("an encoding");
        let sql = format!("SELECT {} FROM t", encoding.column("t.x"));
        let mut statement = connection.prepare(&sql).expect("a query");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        let values: Vec<Value> = rows.collect::<rusqlite::Result<_>>().expect("values");
        let wanted = [
            Value::Blob(vec![0x3d, 0xd8, 0x41, 0x00]),
            Value::Text("😀".to_owned()),
            Value::Integer(7),
            Value::Text("a\0b".to_owned()),
        ];
        assert_eq!(values, wanted);
    }
}
