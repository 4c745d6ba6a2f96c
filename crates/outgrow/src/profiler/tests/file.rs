//! A SQLite file with its catalog, as far as the pass reads it.

use std::fs;
use std::path::PathBuf;

use outgrow_planner::catalog::sqlite::{
    Affinity, Catalog, Column, ForeignKey, ForeignKeyAction, KeyColumn, PrimaryKey, Table, TableRole, Unique, View,
};
use rusqlite::{Connection, OpenFlags};

/// A SQLite file in its own directory.
pub(super) struct File {
    pub(super) catalog: Catalog,
    path: PathBuf,
    _directory: tempfile::TempDir,
}

impl File {
    pub(super) fn new(sql: &str) -> File {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let path = directory.path().join("app.db");
        let file = File { catalog: Catalog::default(), path, _directory: directory };
        file.execute(sql);
        let catalog = read_catalog(&file.open());
        File { catalog, ..file }
    }

    pub(super) fn execute(&self, sql: &str) {
        self.open_writable().execute_batch(sql).expect("the statements of the test are right");
    }

    pub(super) fn open(&self) -> Connection {
        Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens")
    }

    pub(super) fn open_writable(&self) -> Connection {
        Connection::open(&self.path).expect("the file opens")
    }

    /// Destroys all pages from this one on; the first page has number 1.
    pub(super) fn overwrite_pages_from(&self, page: usize) {
        let mut bytes = fs::read(&self.path).expect("the file is there");
        let page_size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
        bytes[(page - 1) * page_size..].fill(0xaa);
        fs::write(&self.path, bytes).expect("the file can be written");
    }

    /// Replaces the definition of the only table, and reads the catalog again.
    pub(super) fn rewrite_schema(&mut self, sql: &str) {
        let connection = self.open_writable();
        connection.pragma_update(None, "writable_schema", true).expect("a pragma");
        connection.execute("UPDATE sqlite_schema SET sql = ?1", [sql]).expect("the schema is a table");
        self.catalog = read_catalog(&self.open());
    }

    /// Declares a foreign key in the catalog, in the order of the calls.
    pub(super) fn foreign_key(mut self, table: &str, columns: &[usize], parent: &str, parent_columns: &[&str]) -> File {
        let table = self.catalog.tables.iter_mut().find(|known| known.name == table).expect("a table of the test");
        table.foreign_keys.push(ForeignKey {
            name: None,
            columns: columns.to_vec(),
            parent: parent.to_owned(),
            parent_columns: parent_columns.iter().map(|column| (*column).to_owned()).collect(),
            on_delete: ForeignKeyAction::NoAction,
            on_update: ForeignKeyAction::NoAction,
            deferred: false,
        });
        self
    }
}

fn read_catalog(connection: &Connection) -> Catalog {
    let names = |kind: &str| -> Vec<String> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = ?1 AND name NOT LIKE 'sqlite_%'";
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([kind], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let view = |name| View { name, sql: String::new(), columns: Vec::new() };
    Catalog {
        tables: names("table").iter().map(|name| read_table(connection, name)).collect(),
        views: names("view").into_iter().map(view).collect(),
        ..Catalog::default()
    }
}

fn read_table(connection: &Connection, name: &str) -> Table {
    let mut statement = connection.prepare("SELECT name, type, pk FROM pragma_table_xinfo(?1) ORDER BY cid").unwrap();
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let columns: Vec<(String, String, usize)> = statement
        .query_map([name], |row| read(row).map(|(name, declared, part): (_, _, u32)| (name, declared, part as usize)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let without_rowid =
        connection.query_row("SELECT wr FROM pragma_table_list WHERE name = ?1", [name], |row| row.get(0)).unwrap();
    Table {
        name: name.to_owned(),
        sql: String::new(),
        role: TableRole::User,
        strict: false,
        without_rowid,
        primary_key: primary_key(&columns, without_rowid),
        columns: columns.iter().map(|(name, declared, _)| column(name, declared)).collect(),
        autoincrement: None,
        uniques: uniques(connection, name),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        unparsed: None,
    }
}

fn column(name: &str, declared: &str) -> Column {
    Column {
        name: name.to_owned(),
        declared_type: Some(declared.to_owned()),
        affinity: Affinity::of(Some(declared)),
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    }
}

fn part(column: usize) -> KeyColumn {
    KeyColumn { column, collation: "BINARY".to_owned(), descending: false }
}

fn primary_key(columns: &[(String, String, usize)], without_rowid: bool) -> Option<PrimaryKey> {
    let mut parts: Vec<_> = columns.iter().enumerate().filter(|(_, column)| column.2 > 0).collect();
    parts.sort_by_key(|(_, column)| column.2);
    let alone = parts.len() == 1 && !without_rowid;
    let rowid_alias = alone && parts[0].1.1.eq_ignore_ascii_case("INTEGER");
    let columns: Vec<_> = parts.into_iter().map(|(position, _)| part(position)).collect();
    (!columns.is_empty()).then_some(PrimaryKey { name: None, columns, rowid_alias })
}

fn uniques(connection: &Connection, table: &str) -> Vec<Unique> {
    let sql = "SELECT l.name FROM pragma_index_list(?1) AS l WHERE l.origin = 'u'";
    let mut statement = connection.prepare(sql).unwrap();
    let names: Vec<String> = statement.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut columns = connection.prepare("SELECT cid FROM pragma_index_info(?1) ORDER BY seqno").unwrap();
    let mut columns_of = |index: &String| -> Vec<KeyColumn> {
        let position = |row: &rusqlite::Row<'_>| row.get::<_, u32>(0).map(|column| part(column as usize));
        columns.query_map([index], position).unwrap().map(Result::unwrap).collect()
    };
    names.iter().map(|index| Unique { name: None, columns: columns_of(index) }).collect()
}
