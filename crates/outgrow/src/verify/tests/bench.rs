//! One database on each engine, and a comparison between them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::{Catalog, KeyColumn, PrimaryKey, Table};
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::{RowKeyPlan, Substitute, TablePlan};
use outgrow_testing::TestDatabase;
use rusqlite::Connection;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use crate::copy::tests::tables;
use crate::progress::{Event, Progress};
use crate::quarantine;
use crate::source::ranges::{self, CutBy, Key, KeyValue, Range};
use crate::verify::long::Allowed;
use crate::verify::meter::Meter;
use crate::verify::postgres::Postgres;
use crate::verify::scheme::Cutting;
use crate::verify::table::{self, Done, Finished, Opened, Opening, Sides};
use crate::verify::targets::Targets;
use crate::verify::{Difference, TableVerification};

/// An empty SQLite database and an empty PostgreSQL database, which is dropped in the end.
pub(super) struct Bench {
    pub sqlite: Connection,
    pub client: Client,
    pub runtime: Runtime,
    _database: TestDatabase,
}

impl Bench {
    pub(super) fn open() -> Bench {
        let database = TestDatabase::create();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = connect(&runtime, database.url());
        // A role with the name of a schema, as the role outgrow, would have its tables there.
        runtime.block_on(client.batch_execute("SET search_path = public")).unwrap();
        let sqlite = Connection::open_in_memory().unwrap();
        Bench { sqlite, client, runtime, _database: database }
    }

    pub(super) fn sqlite(&self, sql: &str) {
        self.sqlite.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    pub(super) fn postgres(&self, sql: &str) {
        self.runtime.block_on(self.client.batch_execute(sql)).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// How many rows a statement touched.
    pub(super) fn touch(&self, sql: &str) -> u64 {
        self.runtime.block_on(self.client.execute(sql, &[])).unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }

    pub(super) fn session(&self) -> Postgres<'_> {
        Postgres { client: &self.client, runtime: &self.runtime }
    }

    /// Compares one table.
    pub(super) fn compare(&self, plan: &TablePlan) -> TableVerification {
        self.compare_telling(plan, &Progress::silent()).unwrap()
    }

    /// Compares one table and keeps every difference.
    pub(super) fn compare_all(&self, plan: &TablePlan) -> TableVerification {
        self.with_sides(plan, 100_000, |sides| compare(sides, plan, &Progress::silent()).unwrap())
    }

    /// Compares one table and tells its progress.
    pub(super) fn compare_telling(&self, plan: &TablePlan, progress: &Progress) -> crate::Result<TableVerification> {
        self.with_sides(plan, 20, |sides| compare(sides, plan, progress))
    }

    /// What the first attempt to compare a table, in parts, finds; `None` where there must be another.
    pub(super) fn first_attempt(&self, plan: &TablePlan) -> Option<TableVerification> {
        self.with_sides(plan, 20, |sides| {
            let opened = match table::open(sides, plan, Cutting::EveryRows(50), None).unwrap() {
                Opening::Done(result) => return Some(result),
                Opening::Opened(opened) => opened,
            };
            match carry_out(&opened, sides, &Progress::silent()).unwrap() {
                Finished::Told(result) => Some(result),
                Finished::InVain(_) => None,
            }
        })
    }

    fn with_sides<T>(&self, plan: &TablePlan, details: usize, compare: impl FnOnce(Sides<'_>) -> T) -> T {
        let (catalog, places) = (self.catalog(plan), self.places(plan));
        let (table, postgres) = (catalog.table(&plan.source), self.session());
        let (targets, allowed) = (Targets::read(postgres, std::slice::from_ref(plan)).unwrap(), Allowed::ALL);
        let (targets, places, connection) = (&targets, places.as_slice(), &self.sqlite);
        compare(Sides { table, targets, places, connection, postgres, allowed, details })
    }

    fn places(&self, plan: &TablePlan) -> Vec<QualifiedName> {
        self.runtime.block_on(quarantine::locate(&self.client, &plan.target.name.schema)).unwrap()
    }

    fn catalog(&self, plan: &TablePlan) -> Catalog {
        let list = format!("SELECT wr FROM pragma_table_list WHERE name = '{}'", plan.source);
        let without_rowid: bool = self.sqlite.query_row(&list, [], |row| row.get(0)).unwrap();
        let alias = "SELECT name FROM pragma_table_xinfo(?1) WHERE pk = 1 AND type = 'INTEGER' \
                     AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(?1) WHERE pk > 1)";
        let alias = self.sqlite.query_row(alias, [&plan.source], |row| row.get::<_, String>(0)).ok();
        let alias = alias.filter(|_| !without_rowid);
        let alias = plan.columns.iter().position(|column| Some(&column.source) == alias.as_ref());
        let mut table = table_of(plan, without_rowid, alias);
        if without_rowid {
            table.primary_key = Some(self.primary_key(plan));
        }
        Catalog { tables: vec![table], ..Catalog::default() }
    }

    /// The key of a table WITHOUT ROWID; its collations are those of its columns.
    fn primary_key(&self, plan: &TablePlan) -> PrimaryKey {
        let sql = "SELECT name FROM pragma_table_xinfo(?1) WHERE pk > 0 ORDER BY pk";
        let mut statement = self.sqlite.prepare(sql).unwrap();
        let names = statement.query_map([&plan.source], |row| row.get(0)).unwrap();
        let position = |name: String| plan.columns.iter().position(|column| column.source == name).unwrap();
        let part = |name: rusqlite::Result<String>| KeyColumn {
            column: position(name.unwrap()),
            collation: "BINARY".to_owned(),
            descending: false,
        };
        PrimaryKey { name: None, columns: names.map(part).collect(), rowid_alias: false }
    }
}

fn connect(runtime: &Runtime, url: &str) -> Client {
    let (client, connection) = runtime.block_on(tokio_postgres::connect(url, NoTls)).unwrap();
    runtime.spawn(connection);
    client
}

/// The sizes of parts, in rows, of which every comparison takes another one: small and odd, so that
/// damage falls on their bounds too.
const PARTS: [u64; 5] = [31, 7, 150, 1, 64];

/// Compares a table as a whole and in parts, which must find the same.
fn compare(sides: Sides<'_>, plan: &TablePlan, progress: &Progress) -> crate::Result<TableVerification> {
    static TURN: AtomicU32 = AtomicU32::new(0);
    let whole = compare_cut(sides, plan, Cutting::For { streams: 1 }, progress)?;
    let rows = PARTS[TURN.fetch_add(1, Ordering::Relaxed) as usize % PARTS.len()];
    let parts = compare_cut(sides, plan, Cutting::EveryRows(rows), &Progress::silent())?;
    assert_eq!(TableVerification { elapsed: whole.elapsed, ..parts }, whole, "in parts of {rows} rows");
    Ok(whole)
}

/// Compares a table, one task after the other.
fn compare_cut(
    sides: Sides<'_>,
    plan: &TablePlan,
    cutting: Cutting,
    progress: &Progress,
) -> crate::Result<TableVerification> {
    let mut earlier = None;
    loop {
        let opened = match table::open(sides, plan, cutting, earlier)? {
            Opening::Done(result) => return Ok(result),
            Opening::Opened(opened) => opened,
        };
        match carry_out(&opened, sides, progress)? {
            Finished::Told(result) => return Ok(result),
            Finished::InVain(attempt) if earlier.is_none() => earlier = Some(attempt),
            Finished::InVain(_) => panic!("the last attempt tells every difference"),
        }
    }
}

/// Does all tasks of a table; workers finish them in any order.
fn carry_out(opened: &Opened, sides: Sides<'_>, progress: &Progress) -> crate::Result<Finished> {
    let halted = Arc::default();
    for number in (0..opened.tasks()).rev() {
        let mut meter = Meter::after(progress, &halted, opened.take_ahead());
        if let Done::Last { told } = opened.carry_out(number, sides, &mut meter)? {
            return opened.finish(sides, &mut Meter::after(progress, &halted, told));
        }
    }
    panic!("a table has at least one task")
}

/// Cuts a table after every so many rows, where it has rowids; into no more parts than tests have time for.
pub(in crate::verify) fn cut_every(connection: &Connection, table: &Table, rows: u64) -> rusqlite::Result<Vec<Range>> {
    let CutBy::Rowid(name) = CutBy::of(table) else { return ranges::cut(connection, table, 16) };
    let sql = format!("SELECT {name} FROM \"{}\" ORDER BY 1", table.name.replace('"', "\"\""));
    let mut statement = connection.prepare(&sql)?;
    let rowids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let rows = (rows as usize).max(rowids.len() / 40);
    let key = |rowid: &i64| Some(Key(vec![KeyValue::Integer(*rowid)]));
    let bounds: Vec<Option<Key>> = rowids.iter().skip(rows - 1).step_by(rows).map(key).collect();
    let lows = std::iter::once(None).chain(bounds.iter().cloned());
    let highs = bounds.iter().cloned().chain([None]);
    Ok(lows.zip(highs).map(|(low, high)| Range { low, high }).collect())
}

fn table_of(plan: &TablePlan, without_rowid: bool, alias: Option<usize>) -> Table {
    let key = |column| PrimaryKey {
        name: None,
        columns: vec![KeyColumn { column, collation: "BINARY".to_owned(), descending: false }],
        rowid_alias: true,
    };
    Table { without_rowid, primary_key: alias.map(key), ..tables::catalog_table(plan) }
}

/// A plan of table `t` by its columns; the key is given by positions.
pub(super) fn plan(columns: &[(&str, DataType, Rule)], key: &[usize]) -> TablePlan {
    let planned: Vec<tables::Planned<'_>> =
        columns.iter().map(|(name, to, rule)| (*name, *rule, *to, Substitute::Null)).collect();
    let mut plan = tables::table("t", &planned);
    plan.columns.iter_mut().for_each(|column| column.max_bytes = 100);
    plan.row_key = if key.is_empty() { RowKeyPlan::None } else { RowKeyPlan::Columns(key.to_vec()) };
    plan
}

/// Where the differences are: the row and the column.
pub(super) fn places(verification: &TableVerification) -> Vec<(String, String)> {
    let place = |difference: &Difference| (difference.row.clone(), difference.column.clone().unwrap_or_default());
    verification.differences.iter().map(place).collect()
}

/// A progress that adds up the rows it was told.
pub(super) fn counting() -> (Progress, Arc<AtomicU64>) {
    let rows = Arc::new(AtomicU64::new(0));
    let sum = Arc::clone(&rows);
    let progress = Progress::new(move |event| {
        if let Event::Advanced { by, .. } = event {
            sum.fetch_add(by, Ordering::Relaxed);
        }
    });
    (progress, rows)
}
