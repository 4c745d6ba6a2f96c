//! A plan file's text → decisions.

use toml::de::DeTable;

use super::entry::{Entry, Lines, entries};
use super::words::{COLLATIONS, IDENTIFIERS, KINDS, ORPHANS, SUBSTITUTES, UNREPRESENTABLE};
use super::{PlanFile, data_type, zone};
use crate::catalog::pg::DataType;
use crate::ident::Ident;
use crate::mapping::NaiveTimes;
use crate::plan::{Acknowledgement, ColumnDecisions, Decided, Decisions, Fate, Mistake, TableDecisions};

/// The version of the format.
pub(super) const VERSION: i64 = 1;

/// Reads a plan file.
///
/// # Errors
/// Text that is no TOML, unknown keys, values that say nothing. Whether tables and
/// columns exist, and whether what is decided of them is possible, shows when a plan
/// is made: see [`crate::plan::plan_as_decided`].
pub fn read(text: &str) -> Result<PlanFile, Mistake> {
    let lines = Lines::of(text);
    let document = DeTable::parse(text).map_err(|error| {
        let line = lines.line_of(error.span());
        let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
        Mistake::new(line, format!("it is no TOML: {message}"), "See https://toml.io for how values are written.")
    })?;
    let mut file = PlanFile::default();
    for entry in entries(&lines, document.get_ref()) {
        top(&mut file, &entry)?;
    }
    Ok(file)
}

fn top(file: &mut PlanFile, entry: &Entry<'_>) -> Result<(), Mistake> {
    let decisions = &mut file.decisions;
    match entry.key {
        "version" => version(entry)?,
        "schema" => file.schema = Some(name(entry)?),
        "identifiers" => file.identifiers = Some(entry.one_of(&IDENTIFIERS)?),
        "naive_timestamps" => decisions.naive_timestamps = Some(naive(entry)?),
        "collation" => decisions.collation = Some(entry.one_of(&COLLATIONS)?),
        "orphans" => decisions.orphans = Some(entry.one_of(&ORPHANS)?),
        "acknowledge" => acknowledge(decisions, entry)?,
        "tables" => {
            for table in entry.table()? {
                decisions.tables.push(self::table(&table)?);
            }
        }
        _ => {
            let known = [
                "version",
                "schema",
                "identifiers",
                "naive_timestamps",
                "collation",
                "orphans",
                "acknowledge",
                "tables",
            ];
            return Err(entry.unknown("", &known));
        }
    }
    Ok(())
}

fn version(entry: &Entry<'_>) -> Result<(), Mistake> {
    match entry.integer()? {
        VERSION => Ok(()),
        other => {
            let message = format!("plan files of version {other} are unknown");
            Err(entry.mistake(message, format!("This Outgrow reads version {VERSION}.")))
        }
    }
}

fn table(entry: &Entry<'_>) -> Result<TableDecisions, Mistake> {
    let mut table = TableDecisions::new(entry.decided(entry.key.to_owned()));
    for field in entry.table()? {
        match field.key {
            "name" => table.name = Some(name(&field)?),
            "leave_out" => table.fate = fate(&field)?,
            "orphans" => table.orphans = Some(field.one_of(&ORPHANS)?),
            "columns" => {
                for column in field.table()? {
                    table.columns.push(self::column(&column)?);
                }
            }
            _ => {
                let place = format!(" in table \"{}\"", entry.key);
                return Err(field.unknown(&place, &["name", "leave_out", "orphans", "columns"]));
            }
        }
    }
    Ok(table)
}

fn column(entry: &Entry<'_>) -> Result<ColumnDecisions, Mistake> {
    let mut column = ColumnDecisions::new(entry.decided(entry.key.to_owned()));
    for field in entry.table()? {
        match field.key {
            "type" => column.data_type = Some(data_type(&field)?),
            "unrepresentable" => column.unrepresentable = Some(field.one_of(&UNREPRESENTABLE)?),
            "substitute" => column.substitute = Some(field.one_of(&SUBSTITUTES)?),
            "naive_timestamps" => column.naive_timestamps = Some(naive(&field)?),
            "collation" => column.collation = Some(field.one_of(&COLLATIONS)?),
            "name" => column.name = Some(name(&field)?),
            "leave_out" => column.fate = fate(&field)?,
            _ => {
                let place = format!(" in column \"{}\"", entry.key);
                let known =
                    ["type", "unrepresentable", "substitute", "naive_timestamps", "collation", "name", "leave_out"];
                return Err(field.unknown(&place, &known));
            }
        }
    }
    Ok(column)
}

fn name(entry: &Entry<'_>) -> Result<Decided<Ident>, Mistake> {
    let name = Ident::new(entry.string()?);
    name.map(|name| entry.decided(name))
        .map_err(|why| entry.mistake(format!("{} is no PostgreSQL name: {why}", entry.key), "Choose another name."))
}

fn fate(entry: &Entry<'_>) -> Result<Fate, Mistake> {
    Ok(if entry.truth()? { Fate::LeftOut } else { Fate::Moved })
}

fn data_type(entry: &Entry<'_>) -> Result<Decided<DataType>, Mistake> {
    let text = entry.string()?;
    data_type::parse(text).map(|data_type| entry.decided(data_type)).ok_or_else(|| {
        entry.mistake(
            format!("\"{text}\" is no data type that a column can become"),
            "Known are boolean, smallint, integer, bigint, double precision, numeric, numeric(p,s), text, varchar(n), \
             bytea, date, time, timetz, timestamp, timestamptz, interval, uuid, json, jsonb, bigint[], text[].",
        )
    })
}

fn naive(entry: &Entry<'_>) -> Result<Decided<NaiveTimes>, Mistake> {
    let text = entry.string()?;
    zone::parse(text).map(|naive| entry.decided(naive)).ok_or_else(|| {
        entry.mistake(
            format!("naive_timestamps cannot be \"{text}\""),
            "Known are \"keep\", \"UTC\" and fixed offsets such as \"+02:00\"; in a zone with summer time a wall clock \
             does not always name one instant.",
        )
    })
}

fn acknowledge(decisions: &mut Decisions, entry: &Entry<'_>) -> Result<(), Mistake> {
    for (line, fields) in entry.tables()? {
        decisions.acknowledged.push(Decided { value: acknowledgement(line, &fields)?, line });
    }
    Ok(())
}

fn acknowledgement(line: usize, fields: &[Entry<'_>]) -> Result<Acknowledgement, Mistake> {
    let find = |key: &str| fields.iter().find(|field| field.key == key);
    let text = |key: &str| find(key).map(|field| field.string().map(str::to_owned)).transpose();
    if let Some(hazard) = find("hazard") {
        only(fields, &["hazard", "table", "object"])?;
        return Ok(Acknowledgement::Hazard {
            id: hazard.string()?.to_owned(),
            table: text("table")?,
            object: text("object")?,
        });
    }
    let hint = "Write { hazard = \"…\", table = \"…\", object = \"…\" } or { not_converted = \"…\", table = \"…\", name = \"…\" }.";
    let missing = || Mistake::new(line, "an acknowledgement names neither a hazard nor an object", hint);
    let kind = find("not_converted").ok_or_else(missing)?;
    only(fields, &["not_converted", "table", "name"])?;
    let name = text("name")?.ok_or_else(missing)?;
    Ok(Acknowledgement::NotConverted { kind: kind.one_of(&KINDS)?.value, table: text("table")?, name })
}

fn only(fields: &[Entry<'_>], known: &[&str]) -> Result<(), Mistake> {
    match fields.iter().find(|field| !known.contains(&field.key)) {
        Some(field) => Err(field.unknown(" in an acknowledgement", known)),
        None => Ok(()),
    }
}
