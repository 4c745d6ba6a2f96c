//! One small database on both engines.

use std::sync::atomic::{AtomicU32, Ordering};

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::{Affinity, Expression, Trigger, View};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::mapping::Rule;
use outgrow_planner::sql::Sql;
use outgrow_planner::temporal::{self, Parts, Spelling};
use outgrow_planner::translate::{
    self, Generation, NotConverted, Relation, RelationColumn, Relations, RowIdentity, SupportFunction, Translated,
    UniqueKey,
};
use rusqlite::types::Value;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// One database on both engines; the one on PostgreSQL is dropped at the end.
pub(crate) struct Both {
    pub(crate) sqlite: rusqlite::Connection,
    pub(crate) relations: Relations,
    runtime: tokio::runtime::Runtime,
    client: Client,
    name: String,
}

/// Rows as comparable cells.
pub(crate) type Rows = Vec<Vec<Cell>>;

/// A value, whatever engine it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null,
    Number(f64),
    Text(String),
    Moment(i64),
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// The server for tests.
#[allow(clippy::disallowed_methods, reason = "the tests are told by the environment where the server is")]
fn server() -> String {
    outgrow_testing::server_url().to_owned()
}

fn connect(runtime: &tokio::runtime::Runtime, database: &str) -> Client {
    let url = format!("{}/{database}", server());
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("a server for tests");
        tokio::spawn(connection);
        client
    })
}

impl Drop for Both {
    fn drop(&mut self) {
        let client = connect(&self.runtime, "postgres");
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = self.runtime.block_on(client.batch_execute(&drop));
    }
}

impl Both {
    /// Runs a script on SQLite and mirrors its tables on PostgreSQL.
    pub(crate) fn new(script: &str) -> Both {
        let sqlite = rusqlite::Connection::open_in_memory().unwrap();
        sqlite.execute_batch(script).unwrap();
        Both::of(sqlite)
    }

    /// Mirrors the tables of an open database.
    pub(crate) fn of(sqlite: rusqlite::Connection) -> Both {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let name = format!("translate_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        let admin = connect(&runtime, "postgres");
        let create = format!("CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0");
        runtime.block_on(admin.batch_execute(&create)).unwrap();
        let client = connect(&runtime, &name);
        let mut both = Both { sqlite, relations: Relations::default(), runtime, client, name };
        both.pg("SET timezone = 'Asia/Kolkata'; SET extra_float_digits = 1; CREATE SCHEMA outgrow_sqlite");
        for function in SupportFunction::ALL {
            both.pg(function.definition().as_str());
        }
        for table in both.names("table") {
            both.mirror(&table);
        }
        both
    }

    /// The names of all objects of a type.
    pub(crate) fn names(&self, kind: &str) -> Vec<String> {
        let sql =
            "SELECT name FROM sqlite_schema WHERE type = ?1 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid";
        let mut statement = self.sqlite.prepare(sql).unwrap();
        statement.query_map([kind], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// The CREATE statement of an object.
    pub(crate) fn sql_of(&self, name: &str) -> String {
        self.sqlite.query_row("SELECT sql FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0)).unwrap()
    }

    /// The relation of a table.
    pub(crate) fn relation(&self, name: &str) -> &Relation {
        self.relations.find(name).unwrap()
    }

    /// Runs statements on PostgreSQL.
    pub(crate) fn pg(&self, sql: &str) {
        self.try_pg(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }

    /// Runs statements on PostgreSQL, which may refuse them.
    pub(crate) fn try_pg(&self, sql: &str) -> Result<(), String> {
        let error = |error: tokio_postgres::Error| {
            error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
        };
        self.runtime.block_on(self.client.batch_execute(sql)).map_err(error)
    }

    /// The rows of a query on PostgreSQL.
    pub(crate) fn pg_rows(&self, sql: &str) -> Rows {
        self.try_rows(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"))
    }

    fn try_rows(&self, sql: &str) -> Result<Rows, String> {
        let messages = self.runtime.block_on(self.client.simple_query(sql)).map_err(|error| format!("{error:?}"))?;
        let rows = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|at| pg_cell(row.get(at))).collect()),
            _ => None,
        });
        Ok(rows.collect())
    }

    /// The rows of a query on SQLite.
    pub(crate) fn sqlite_rows(&self, sql: &str) -> Rows {
        let mut statement = self.sqlite.prepare(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..width).map(|at| row.get::<_, Value>(at).map(sqlite_cell)).collect::<Result<Vec<_>, _>>()
        });
        rows.unwrap().map(|row| row.unwrap_or_else(|error| panic!("{error}\n{sql}"))).collect()
    }

    /// Translates one statement.
    pub(crate) fn translate(&self, sql: &str) -> Result<Translated, NotConverted> {
        translate::statement(sql, &self.relations)
    }

    /// Runs a query on both engines and compares the rows in their order.
    #[track_caller]
    pub(crate) fn same(&self, sql: &str) {
        if let Some(difference) = self.difference(sql) {
            panic!("{difference}");
        }
    }

    /// What is different about a query, whose rows come in order; `None` for nothing.
    pub(crate) fn difference(&self, sql: &str) -> Option<String> {
        let translated = match self.translate(sql) {
            Ok(translated) => translated.sql.to_string(),
            Err(error) => return Some(format!("{error}: {sql}")),
        };
        let (left, right) = (self.sqlite_rows(sql), self.try_rows(&translated));
        match right {
            Ok(right) if alike(&left, &right) => None,
            Ok(right) => Some(format!("{sql}\n{translated}\nSQLite     {left:?}\nPostgreSQL {right:?}")),
            Err(error) => Some(format!("{sql}\n{translated}\n{error}")),
        }
    }

    /// The first row of a table for which an expression has another value, in the order of `id`; for an
    /// error the expression alone. An expression that is not converted has no difference.
    pub(crate) fn first_difference(&self, table: &str, rows: usize, expression: &str) -> Option<String> {
        let sql = format!("SELECT id, {expression} FROM {table} ORDER BY id");
        let translated = self.translate(&sql).ok()?.sql.to_string();
        let left = self.sqlite_rows(&sql);
        assert_eq!(left.len(), rows);
        let right = match self.try_rows(&translated) {
            Ok(right) => right,
            Err(error) => return Some(format!("{expression}\n{translated}\n{error}")),
        };
        let alike = |(left, right): &(&Vec<Cell>, &Vec<Cell>)| left.iter().zip(*right).all(|(a, b)| cells_alike(a, b));
        let at = left.iter().zip(&right).position(|pair| !alike(&pair))?;
        let row = &self.sqlite_rows(&format!("SELECT * FROM {table} ORDER BY id"))[at];
        Some(format!("{expression}\n  SQLite     {:?}\n  PostgreSQL {:?}\n  of {row:?}", left[at], right[at]))
    }

    /// Runs a query on both engines and compares the rows in any order.
    #[track_caller]
    pub(crate) fn same_set(&self, sql: &str) {
        let translated = self.translate(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        let (left, right) = (sorted(self.sqlite_rows(sql)), sorted(self.pg_rows(translated.sql.as_str())));
        assert!(alike(&left, &right), "{sql}\n{}\nSQLite     {left:?}\nPostgreSQL {right:?}", translated.sql);
    }

    /// Checks that a statement is not converted, for a reason with these words.
    #[track_caller]
    pub(crate) fn refused(&self, sql: &str, reason: &str) {
        match self.translate(sql) {
            Ok(translated) => panic!("converted: {sql}\n{}", translated.sql),
            Err(error) => assert!(error.reason.contains(reason), "{error}: {sql}"),
        }
    }

    /// Runs a change on both engines.
    pub(crate) fn change(&self, sql: &str) {
        self.sqlite.execute_batch(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        let translated = self.translate(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        self.pg(translated.sql.as_str());
    }

    /// Makes a view on PostgreSQL and lets later statements see it.
    pub(crate) fn make_view(&mut self, name: &str) -> Result<translate::TranslatedView, NotConverted> {
        let columns = self.sqlite.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns: Vec<String> = columns.column_names().iter().map(|&name| name.to_owned()).collect();
        let view = View { name: name.to_owned(), sql: self.sql_of(name), columns: columns.clone() };
        let names: Vec<Ident> = columns.iter().map(|name| Ident::new(name.to_lowercase()).unwrap()).collect();
        let translated = translate::view(&view, &self.relations, target(name), &names)?;
        let mut sql = Sql::text("CREATE VIEW ");
        sql.push_name(&translated.view.name).push(" (");
        sql.push_list(&translated.view.columns, ", ", |sql, name| {
            sql.push_ident(name);
        });
        sql.push(") AS ").push_sql(&translated.view.query);
        self.pg(sql.as_str());
        self.relations.all.push(translated.relation.clone());
        Ok(translated)
    }

    /// Makes a trigger on PostgreSQL.
    pub(crate) fn make_trigger(&self, name: &str) -> Result<translate::TranslatedTrigger, NotConverted> {
        let table: String = self
            .sqlite
            .query_row("SELECT tbl_name FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0))
            .unwrap();
        let trigger = Trigger { name: name.to_owned(), table, sql: self.sql_of(name) };
        let translated = translate::trigger(&trigger, &self.relations, target(name))?;
        self.pg(create_trigger(&translated.trigger).as_str());
        Ok(translated)
    }

    fn mirror(&mut self, table: &str) {
        let relation = self.relation_of(table);
        let mut sql = Sql::text("CREATE TABLE ");
        sql.push_name(&relation.target).push(" (");
        sql.push_list(&relation.columns, ", ", |sql, column| {
            sql.push_ident(&column.target).push(" ").push_sql(&type_name(column.data_type));
        });
        if let RowIdentity::Column(at) = &relation.row_identity {
            sql.push(", PRIMARY KEY (").push_ident(&relation.columns[*at].target).push(")");
        }
        if let RowIdentity::Key(key) = &relation.row_identity {
            sql.push(", PRIMARY KEY (");
            sql.push_list(key, ", ", |sql, at| {
                sql.push_ident(&relation.columns[*at].target);
            });
            sql.push(")");
        }
        sql.push(")");
        self.pg(sql.as_str());
        self.copy(&relation);
        self.relations.all.push(relation);
    }

    fn copy(&self, relation: &Relation) {
        let mut select = String::from("SELECT ");
        for (at, column) in relation.columns.iter().enumerate() {
            select.push_str(if at > 0 { ", " } else { "" });
            select.push_str(&format!("\"{}\"", column.source.replace('"', "\"\"")));
        }
        select.push_str(&format!(" FROM \"{}\"", relation.source.replace('"', "\"\"")));
        let mut statement = self.sqlite.prepare(&select).unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut batch = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let mut sql = Sql::text("(");
            for (at, column) in relation.columns.iter().enumerate() {
                sql.push(if at > 0 { ", " } else { "" });
                push_value(&mut sql, &row.get(at).unwrap(), column.data_type);
            }
            sql.push(")");
            batch.push(sql);
        }
        for chunk in batch.chunks(500) {
            let mut sql = Sql::text("INSERT INTO ");
            sql.push_name(&relation.target).push(" VALUES ");
            sql.push_list(chunk, ", ", |sql, row| {
                sql.push_sql(row);
            });
            self.pg(sql.as_str());
        }
    }

    fn relation_of(&self, table: &str) -> Relation {
        let mut statement =
            self.sqlite.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1)").unwrap();
        let columns =
            statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
        let columns: Vec<(String, String, bool, i64)> = columns.map(Result::unwrap).collect();
        let mut key: Vec<(i64, usize)> =
            columns.iter().enumerate().filter(|(_, column)| column.3 > 0).map(|(at, column)| (column.3, at)).collect();
        key.sort_unstable();
        let key: Vec<usize> = key.into_iter().map(|(_, at)| at).collect();
        let alias = matches!(key.as_slice(), [at] if columns[*at].1.eq_ignore_ascii_case("INTEGER"));
        let row_identity = match key.as_slice() {
            [at] if alias => RowIdentity::Column(*at),
            [] => RowIdentity::None,
            _ => RowIdentity::Key(key.clone()),
        };
        let ddl = self.sql_of(table).to_ascii_uppercase();
        let columns = columns
            .iter()
            .enumerate()
            .map(|(at, (name, declared, not_null, _))| RelationColumn {
                not_null: *not_null || key.contains(&at),
                collation: collation(&ddl, name),
                ..self.column(table, name, declared)
            })
            .collect();
        let unique_keys = match &row_identity {
            RowIdentity::Column(at) => vec![UniqueKey::Columns(vec![*at])],
            RowIdentity::Key(key) => vec![UniqueKey::Columns(key.clone())],
            RowIdentity::None => Vec::new(),
        };
        Relation { source: table.to_owned(), target: target(table), columns, row_identity, unique_keys }
    }

    fn column(&self, table: &str, name: &str, declared: &str) -> RelationColumn {
        let affinity = Affinity::of(Some(declared).filter(|declared| !declared.is_empty()));
        let values = self.values(table, name);
        let (data_type, rule, spelling) = mapping(declared, affinity, &values);
        let any = |test: fn(&Value) -> bool| values.iter().any(test);
        RelationColumn {
            source: name.to_owned(),
            target: Ident::new(name.to_lowercase()).unwrap(),
            data_type,
            rule: Some(rule),
            affinity: Some(affinity),
            collation: "BINARY".to_owned(),
            byte_order: data_type.is_collatable(),
            not_null: false,
            spelling,
            large: any(|value| matches!(value, Value::Integer(number) if number.abs() > 1 << 53)),
            texts: any(|value| matches!(value, Value::Text(_))),
            blobs: any(|value| matches!(value, Value::Blob(_))),
            mixed_numbers: any(|value| matches!(value, Value::Integer(_)))
                && any(|value| matches!(value, Value::Real(_))),
            generation: Generation::None,
        }
    }

    fn values(&self, table: &str, column: &str) -> Vec<Value> {
        let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
        let mut statement = self.sqlite.prepare(&sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

/// The name on PostgreSQL.
pub(crate) fn target(name: &str) -> QualifiedName {
    QualifiedName::new(Ident::fixed("public"), Ident::new(name.to_lowercase()).unwrap())
}

/// An expression.
pub(crate) fn expression(text: &str) -> Expression {
    Expression::new(text)
}

/// CREATE FUNCTION and CREATE TRIGGER.
pub(crate) fn create_trigger(trigger: &outgrow_planner::catalog::pg::Trigger) -> Sql {
    let mut sql = Sql::text("CREATE FUNCTION ");
    sql.push_name(&trigger.function.name).push("() RETURNS trigger LANGUAGE plpgsql AS $body$");
    sql.push_sql(&trigger.function.body).push("$body$;\nCREATE TRIGGER ");
    sql.push_ident(&trigger.name).push(" ").push_sql(&trigger.event).push(" ON ").push_name(&trigger.table);
    sql.push(" FOR EACH ROW");
    if let Some(condition) = &trigger.condition {
        sql.push(" WHEN (").push_sql(condition).push(")");
    }
    sql.push(" EXECUTE FUNCTION ").push_name(&trigger.function.name).push("()");
    sql
}

fn collation(ddl: &str, name: &str) -> String {
    let column =
        ddl.split(['(', ',']).find(|part| part.trim_start().starts_with(&format!("{} ", name.to_ascii_uppercase())));
    let collation =
        column.and_then(|part| part.split("COLLATE ").nth(1)).and_then(|rest| rest.split([' ', ')']).next());
    collation.unwrap_or("BINARY").to_owned()
}

/// The mapping of a small planner: by declared type and values.
fn mapping(declared: &str, affinity: Affinity, values: &[Value]) -> (DataType, Rule, Option<Spelling>) {
    let all = |test: fn(&Value) -> bool| !values.is_empty() && values.iter().all(test);
    let upper = declared.to_ascii_uppercase();
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    if upper.contains("BOOL") && values.iter().all(|value| matches!(value, Value::Integer(0 | 1))) {
        return (DataType::Boolean, Rule::Boolean, None);
    }
    if upper.contains("DATE") || upper.contains("TIME") {
        let spellings: Vec<_> = values.iter().map(|value| temporal::parse(text(value)?.as_bytes())).collect();
        if let Some(Some(first)) = spellings.first() {
            let same = spellings.iter().all(|other| other.is_some_and(|other| other.spelling == first.spelling));
            if spellings.iter().all(Option::is_some) {
                return (temporal_type(&upper, first.spelling), Rule::Temporal, same.then_some(first.spelling));
            }
        }
    }
    if all(|value| matches!(value, Value::Integer(_))) || (values.is_empty() && affinity == Affinity::Integer) {
        if affinity == Affinity::Real {
            return (DataType::DoublePrecision, Rule::Double, None);
        }
        let narrow = upper.contains("SMALLINT") || upper == "INT4";
        return (if narrow { DataType::Integer } else { DataType::Bigint }, Rule::Integer, None);
    }
    if all(|value| matches!(value, Value::Integer(_) | Value::Real(_)))
        || (values.is_empty() && affinity == Affinity::Real)
    {
        let numeric = matches!(affinity, Affinity::Numeric);
        return if numeric {
            (DataType::Numeric(None), Rule::Numeric, None)
        } else {
            (DataType::DoublePrecision, Rule::Double, None)
        };
    }
    if all(|value| matches!(value, Value::Blob(_))) || (values.is_empty() && affinity == Affinity::Blob) {
        return (DataType::Bytea, Rule::Bytes, None);
    }
    if values.iter().all(|value| matches!(value, Value::Text(_))) {
        if upper == "JSON" {
            return (DataType::Jsonb, Rule::Json, None);
        }
        return (DataType::Text, Rule::Text, None);
    }
    (DataType::Text, Rule::Rendered, None)
}

fn temporal_type(declared: &str, spelling: Spelling) -> DataType {
    match spelling.parts {
        Parts::Time(_) => DataType::Time,
        _ if spelling.is_zoned() => DataType::TimestampTz,
        Parts::Date if declared == "DATE" => DataType::Date,
        Parts::Date | Parts::DateTime(..) => DataType::Timestamp,
    }
}

fn type_name(data_type: DataType) -> Sql {
    Sql::text(match data_type {
        DataType::Boolean => "boolean",
        DataType::Integer => "integer",
        DataType::Bigint => "bigint",
        DataType::DoublePrecision => "double precision",
        DataType::Numeric(_) => "numeric",
        DataType::Bytea => "bytea",
        DataType::Date => "date",
        DataType::Time => "time",
        DataType::Timestamp => "timestamp",
        DataType::TimestampTz => "timestamptz",
        DataType::Jsonb => "jsonb",
        _ => "text COLLATE \"C\"",
    })
}

fn push_value(sql: &mut Sql, value: &Value, data_type: DataType) {
    match (value, data_type) {
        (Value::Null, _) => sql.push("NULL"),
        (Value::Integer(number), DataType::Boolean) => sql.push(if *number == 1 { "true" } else { "false" }),
        (Value::Integer(number), DataType::Text) => sql.push_literal(&number.to_string()),
        (Value::Integer(number), _) => sql.push_integer(*number),
        (Value::Real(number), DataType::Text) => sql.push_literal(&number.to_string()),
        (Value::Real(number), _) => sql.push_real(*number),
        (Value::Text(text), DataType::TimestampTz) => sql.push_literal(text).push("::timestamptz"),
        (Value::Text(text), _) => sql.push_literal(text),
        (Value::Blob(bytes), _) => sql.push_bytes(bytes),
    };
}

fn sqlite_cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Integer(number) => Cell::Number(number as f64),
        Value::Real(number) => Cell::Number(number),
        Value::Text(text) => text_cell(text),
        Value::Blob(bytes) => Cell::Text(bytes.iter().fold("\\x".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))),
    }
}

fn pg_cell(text: Option<&str>) -> Cell {
    match text {
        None => Cell::Null,
        Some("t") => Cell::Number(1.0),
        Some("f") => Cell::Number(0.0),
        Some(text) => text_cell(text.to_owned()),
    }
}

fn text_cell(text: String) -> Cell {
    // The session shows moments with the offset of its zone, half an hour included.
    let complete = if text.ends_with("+05:30") { text.replace("+05:30", " +05:30") } else { text.clone() };
    match temporal::parse(complete.as_bytes()) {
        Some(civil) => Cell::Moment(civil.utc_micros()),
        None => Cell::Text(text),
    }
}

fn sorted(mut rows: Rows) -> Rows {
    let number = |cell: &Cell| match cell {
        Cell::Text(text) => text.parse::<f64>().map_or_else(|_| format!("{text:?}"), |number| format!("{number:.6}")),
        Cell::Number(number) => format!("{number:.6}"),
        Cell::Null | Cell::Moment(_) => format!("{cell:?}"),
    };
    rows.sort_by_key(|row| row.iter().map(number).collect::<Vec<_>>());
    rows
}

/// Whether rows are equal, a number and its text being one, the last digits of fractions aside.
fn alike(left: &Rows, right: &Rows) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(left, right)| {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| cells_alike(left, right))
        })
}

fn cells_alike(left: &Cell, right: &Cell) -> bool {
    match (left, right) {
        (Cell::Number(left), Cell::Text(right)) => {
            right.parse::<f64>().is_ok_and(|right| left == &right || (left - right).abs() <= left.abs() * 1e-14)
        }
        (left, right) => left == right,
    }
}
