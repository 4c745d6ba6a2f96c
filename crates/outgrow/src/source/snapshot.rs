//! One snapshot for several connections.

use std::thread;
use std::time::Duration;

use rusqlite::Connection;

const TRIES: u32 = 200;

/// Why there is no common snapshot.
#[derive(Debug)]
pub(super) enum Unpinned {
    /// SQLite refused.
    Sqlite(rusqlite::Error),
    /// The database changed between the first and the last reader, every time.
    AlwaysChanging,
}

impl From<rusqlite::Error> for Unpinned {
    fn from(error: rusqlite::Error) -> Unpinned {
        Unpinned::Sqlite(error)
    }
}

/// Begins a read transaction on every reader, all on the same snapshot.
///
/// The witness is one more connection, outside of any transaction. Its
/// `data_version` changes when anybody commits; the same value before the
/// first reader began and after the last one did means that no commit came
/// between them. It is asked instead of the `-shm` file, because closing that
/// file would drop every lock that this process holds on it.
pub(super) fn pin(readers: &[Connection], witness: &Connection) -> Result<(), Unpinned> {
    for attempt in 0..TRIES {
        let before = data_version(witness)?;
        readers.iter().try_for_each(begin)?;
        if readers.len() == 1 || data_version(witness)? == before {
            return Ok(());
        }
        readers.iter().try_for_each(|reader| reader.execute_batch("ROLLBACK"))?;
        // A different pause each time keeps step with no writer.
        thread::sleep(Duration::from_micros(u64::from(attempt % 17) * 300));
    }
    Err(Unpinned::AlwaysChanging)
}

/// BEGIN alone takes no snapshot; the first read does.
fn begin(reader: &Connection) -> rusqlite::Result<()> {
    reader.execute_batch("BEGIN")?;
    reader.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}
