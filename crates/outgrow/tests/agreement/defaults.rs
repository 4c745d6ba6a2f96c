//! Defaults: the same value in a new row.

use outgrow::planner::catalog::sqlite::{Column, Table};
use outgrow::planner::plan::{ObjectKind, TablePlan};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::cell::{Kind, Shown, Stored, moment, same, shown_moment};
use crate::rows;
use crate::sides::{Sides, quoted};

/// What does not agree, and how many defaults were compared.
pub(crate) fn compare(sides: &Sides) -> (Vec<String>, usize) {
    let converted = sides.converted(ObjectKind::Default);
    let (mut wrong, mut count) = (Vec::new(), 0);
    for planned in &sides.outcome.checked.plan.tables {
        let table = sides.outcome.checked.catalog.table(&planned.source).expect("a table of the file");
        let is_converted = |column: &Column| {
            converted.iter().any(|object| object.table.as_ref() == Some(&table.name) && object.name == column.name)
        };
        let columns: Vec<usize> = (0..table.columns.len()).filter(|at| is_converted(&table.columns[*at])).collect();
        if columns.is_empty() {
            continue;
        }
        count += columns.len();
        match (stored(table, &columns), shown(sides, planned, &columns)) {
            (Ok(left), Ok(right)) => {
                let all = columns.iter().zip(left.iter().zip(&right));
                wrong.extend(all.filter_map(|(at, (left, right))| difference(table, *at, left, right)));
            }
            (Err(error), _) | (_, Err(error)) => wrong.push(error),
        }
    }
    (wrong, count)
}

fn difference(table: &Table, at: usize, stored: &Stored, shown: &Shown) -> Option<String> {
    let column = &table.columns[at];
    let text = column.default.as_ref().expect("a default").as_str();
    let agree = match volatility(text) {
        Volatility::Clock => close_in_time(stored, shown),
        Volatility::Dice => stored != &Stored::Null && shown.text.is_some(),
        Volatility::None => same(stored, shown),
    };
    (!agree).then(|| format!("default {text} of {}.{}: {stored:?}, {shown:?}", table.name, column.name))
}

/// Whether a default is another one each time.
enum Volatility {
    None,
    Clock,
    Dice,
}

fn volatility(text: &str) -> Volatility {
    let text = text.to_ascii_lowercase();
    if text.contains("random") {
        return Volatility::Dice;
    }
    let clock = ["current_", "now", "julianday", "unixepoch", "strftime", "date(", "time("];
    if clock.iter().any(|word| text.contains(word)) && !text.starts_with('\'') {
        return Volatility::Clock;
    }
    Volatility::None
}

/// Two readings of one clock, within a minute: of the same form, whatever it is.
fn close_in_time(stored: &Stored, shown: &Shown) -> bool {
    let Some(text) = &shown.text else { return false };
    const MINUTE: i64 = 60_000_000;
    match (stored, shown.kind) {
        (Stored::Integer(number), Kind::Number) => {
            text.parse::<i64>().is_ok_and(|other| (other - number).abs() < 60_000)
        }
        (Stored::Real(number), _) => text.parse::<f64>().is_ok_and(|other| (other - number).abs() < 60.0),
        (Stored::Text(bytes), Kind::Text) if bytes.len() != text.len() => false,
        _ => matches!((moment(stored), shown_moment(text)), (Some(a), Some(b)) if (a - b).abs() < MINUTE),
    }
}

/// The defaults in SQLite: a row in an empty table of the same definition.
fn stored(table: &Table, columns: &[usize]) -> Result<Vec<Stored>, String> {
    let error = |error: rusqlite::Error| format!("SQLite: {error}: {}", table.sql);
    let memory = Connection::open_in_memory().map_err(error)?;
    memory.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").map_err(error)?;
    define_functions(&memory).map_err(error)?;
    memory.execute_batch(&table.sql).map_err(error)?;
    let key: Vec<usize> = table.primary_key.iter().flat_map(|key| &key.columns).map(|part| part.column).collect();
    let needed = |(at, column): &(usize, &Column)| {
        column.default.is_none() && column.generated.is_none() && (column.not_null || key.contains(at))
    };
    let needed: Vec<&Column> = table.columns.iter().enumerate().filter(needed).map(|(_, column)| column).collect();
    let insert = match needed.as_slice() {
        [] => format!("INSERT INTO {} DEFAULT VALUES", quoted(&table.name)),
        _ => {
            let names: Vec<String> = needed.iter().map(|column| quoted(&column.name)).collect();
            let values: Vec<&str> = needed.iter().map(|column| filler(column)).collect();
            format!("INSERT INTO {} ({}) VALUES ({})", quoted(&table.name), names.join(", "), values.join(", "))
        }
    };
    memory.execute_batch(&insert).map_err(error)?;
    let list: Vec<String> = columns.iter().map(|at| quoted(&table.columns[*at].name)).collect();
    let select = format!("SELECT {} FROM {}", list.join(", "), quoted(&table.name));
    let read = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|at| row.get_ref(at).map(Stored::of)).collect();
    memory.query_row(&select, [], read).map_err(error)
}

/// Functions that applications give to SQLite and that the translation knows.
fn define_functions(memory: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8;
    let made_up = |_: &rusqlite::functions::Context<'_>| Ok("6f0b7e52-9f2a-4c3d-8f53-0a3d7c1b9e11".to_owned());
    memory.create_scalar_function("gen_random_uuid", 0, flags, made_up)
}

fn filler(column: &Column) -> &'static str {
    let is_blob = column.declared_type.as_deref().is_some_and(|declared| declared.eq_ignore_ascii_case("blob"));
    if is_blob { "x'00'" } else { "1" }
}

/// The defaults in PostgreSQL: a row in a table with the same columns and defaults and nothing else.
fn shown(sides: &Sides, planned: &TablePlan, columns: &[usize]) -> Result<Vec<Shown>, String> {
    let name = &planned.target.name;
    sides.run(&format!("BEGIN; CREATE TEMP TABLE agreement (LIKE {name} INCLUDING DEFAULTS)"))?;
    for column in planned.target.columns.iter().filter(|column| column.not_null) {
        sides.run(&format!("ALTER TABLE agreement ALTER COLUMN {} DROP NOT NULL", column.name))?;
    }
    sides.run("INSERT INTO agreement DEFAULT VALUES")?;
    let list: Vec<String> = columns.iter().map(|at| planned.target.columns[*at].name.to_string()).collect();
    let rows = rows::shown(sides, &format!("SELECT {} FROM agreement", list.join(", ")));
    sides.run("ROLLBACK")?;
    rows?.pop().ok_or_else(|| "PostgreSQL: no row".to_owned())
}
