//! A file with tables of every kind of key, and with everything that a move does besides copying.

use std::path::PathBuf;

use outgrow_testing::sqlite_file;
use rusqlite::Connection;

const SQL: &str = "
    CREATE TABLE rows (id INTEGER PRIMARY KEY, words TEXT, number REAL, bytes BLOB);
    CREATE TABLE sparse (id INTEGER PRIMARY KEY AUTOINCREMENT, v INT UNIQUE);
    CREATE TABLE texts (k TEXT PRIMARY KEY, v INT) WITHOUT ROWID;
    CREATE TABLE keyless (q TEXT, w TEXT);
    CREATE TABLE child (id INTEGER PRIMARY KEY, of INTEGER REFERENCES rows (id), bad TEXT, CHECK (id > 0));
    CREATE TABLE orphan (of INTEGER REFERENCES rows (id));
    CREATE TABLE Small (a TEXT COLLATE NOCASE, b TEXT DEFAULT (upper('x')));
    CREATE INDEX keyless_q ON keyless (q);
    CREATE INDEX child_of ON child (of, bad);
    CREATE VIEW both AS SELECT r.words, c.bad FROM rows r JOIN child c ON c.of = r.id;
    CREATE TRIGGER child_new AFTER INSERT ON child BEGIN INSERT INTO Small VALUES (new.bad, 'n'); END;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
    INSERT INTO rows SELECT i, 'word ' || hex(i * 7919), i / 3.0, CAST(hex(i) AS BLOB) FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO sparse SELECT i * i * 1000 - 900000, i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO texts SELECT hex(i * 104729) || ' key', i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
    INSERT INTO keyless SELECT i % 10, 'same ' || i % 100 FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
    INSERT INTO child SELECT i, i, CASE WHEN i % 50 = 0 THEN 'a' || char(0) || i ELSE 'fine' END FROM n;
    INSERT INTO orphan VALUES (1), (99999);";

/// A small table and a large one, together large enough for two streams.
const TWO: &str = "
    CREATE TABLE early (id INTEGER PRIMARY KEY, v INT);
    CREATE TABLE late (id INTEGER PRIMARY KEY, words TEXT);
    CREATE INDEX early_v ON early (v);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
    INSERT INTO early SELECT i, i * 7 FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO late SELECT i, 'word ' || hex(zeroblob(300)) || i FROM n;";

/// Two tables that name the same parent.
const FAMILY: &str = "
    CREATE TABLE parent (id INTEGER PRIMARY KEY);
    CREATE TABLE child (id INTEGER PRIMARY KEY, of INTEGER REFERENCES parent (id));
    CREATE TABLE friend (id INTEGER PRIMARY KEY, of INTEGER REFERENCES parent (id));
    INSERT INTO parent VALUES (1), (2);
    INSERT INTO child VALUES (1, 1), (2, 2);
    INSERT INTO friend VALUES (1, 2), (2, 1);";

/// Makes several times as many rows of every kind, so that several streams and sessions take part.
const MORE: &str = "
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
    INSERT INTO rows SELECT 10000 + i, 'word ' || hex(zeroblob(300)) || i, i / 3.0, CAST(hex(i) AS BLOB) FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO texts SELECT hex(i * 104729) || ' other key', i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
    INSERT INTO keyless SELECT i % 10, hex(zeroblob(100)) || i % 100 FROM n;";

pub(crate) struct Source {
    _directory: tempfile::TempDir,
    file: PathBuf,
}

impl Source {
    pub(crate) fn large() -> Source {
        Source::of(SQL)
    }

    /// Ten megabytes: large enough for several streams, and for several sessions that make keys.
    pub(crate) fn larger() -> Source {
        let source = Source::large();
        source.run(MORE);
        source
    }

    pub(crate) fn of_two_tables() -> Source {
        Source::of(TWO)
    }

    pub(crate) fn of_a_family() -> Source {
        Source::of(FAMILY)
    }

    fn of(sql: &str) -> Source {
        let (directory, file) = sqlite_file(sql);
        Source { _directory: directory, file }
    }

    pub(crate) fn path(&self) -> &str {
        self.file.to_str().expect("UTF-8")
    }

    pub(crate) fn run(&self, sql: &str) {
        Connection::open(&self.file).expect("the file opens").execute_batch(sql).expect(sql);
    }
}
