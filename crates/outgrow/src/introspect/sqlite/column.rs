//! Columns.

use rusqlite::ErrorCode;

use outgrow_planner::catalog::sqlite::parse::{ColumnText, unquoted};
use outgrow_planner::catalog::sqlite::{Affinity, Column, Expression, Generated, GeneratedKind};

use super::Positions;
use super::reader::{Reader, Text, text};
use super::schema::{Listed, not_utf8};
use crate::{Error, ErrorKind, Result};

const XINFO: &str = "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main')";

/// A column as `PRAGMA table_xinfo` has it.
pub(super) struct ColumnFacts {
    pub(super) name: String,
    declared_type: String,
    not_null: bool,
    default: Option<String>,
    /// Position in the primary key from 1; 0 where it is not in it.
    pub(super) key_position: u32,
    generated: Option<GeneratedKind>,
    /// Upper case.
    collation: Option<String>,
    pub(super) autoincrement: bool,
}

/// The columns of a table.
pub(super) fn facts(reader: &Reader<'_>, table: &str) -> Result<Vec<ColumnFacts>> {
    let mut columns = reader.rows(XINFO, [table], |row| Ok((text(row, 0)?, read(row)?)))?;
    if let Some((name, _)) = columns.iter().find(|(name, _)| !name.valid) {
        return Err(not_utf8(format!("of the column \"{}\" of the table \"{table}\"", name.text)));
    }
    for (Text { text: name, .. }, facts) in &mut columns {
        facts.name = std::mem::take(name);
        add_metadata(reader, table, facts);
    }
    Ok(columns.into_iter().map(|(_, facts)| facts).collect())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<ColumnFacts> {
    let default = text(row, 3)?.text;
    let hidden: u32 = row.get(5)?;
    Ok(ColumnFacts {
        name: String::new(),
        declared_type: text(row, 1)?.text,
        not_null: row.get(2)?,
        default: Some(default).filter(|sql| !sql.is_empty()),
        key_position: row.get(4)?,
        generated: match hidden {
            2 => Some(GeneratedKind::Virtual),
            3 => Some(GeneratedKind::Stored),
            _ => None,
        },
        collation: None,
        autoincrement: false,
    })
}

/// No PRAGMA tells the collation of a column; SQLite's C interface does.
fn add_metadata(reader: &Reader<'_>, table: &str, facts: &mut ColumnFacts) {
    let metadata = reader.connection.column_metadata(Some("main"), table, facts.name.as_str());
    // It fails only for columns that are none of a table.
    let Ok((_, collation, _, _, autoincrement)) = metadata else { return };
    let collation = collation.map(|name| name.to_string_lossy().to_uppercase());
    facts.collation = collation.filter(|name| name != "BINARY");
    facts.autoincrement = autoincrement;
}

/// Joins what SQLite understood with what was written.
pub(super) fn column(facts: &ColumnFacts, text: Option<&ColumnText>, listed: Listed) -> Column {
    let declared_type = declared_type(&facts.declared_type, text);
    let affinity = match listed.strict {
        true => Affinity::of_strict(declared_type.as_deref()),
        false => Affinity::of(declared_type.as_deref()),
    };
    let understood = || facts.default.as_deref().map(|sql| Expression::new(sql.trim()));
    let expression = || text.and_then(|text| text.generated.clone()).unwrap_or_else(|| Expression::new(""));
    Column {
        name: facts.name.clone(),
        declared_type,
        affinity,
        not_null: text.map_or(facts.not_null, |text| text.not_null),
        default: text.map_or_else(understood, |text| text.default.clone()),
        collation: facts.collation.clone(),
        generated: facts.generated.map(|kind| Generated { expression: expression(), kind }),
    }
}

/// SQLite shows its six own type names in upper case whatever was written.
fn declared_type(understood: &str, text: Option<&ColumnText>) -> Option<String> {
    let folded = understood.split_ascii_whitespace().collect::<Vec<&str>>().join(" ");
    if folded.is_empty() {
        return None;
    }
    let written = text.and_then(|text| text.type_name.as_deref()).map(unquoted);
    Some(written.filter(|written| written.eq_ignore_ascii_case(&folded)).unwrap_or(folded))
}

/// The positions of columns by name in lower case.
pub(super) fn positions(columns: &[ColumnFacts]) -> Positions {
    columns.iter().enumerate().map(|(at, column)| (column.name.to_ascii_lowercase(), at)).collect()
}

/// The columns of a view; none where SQLite cannot read it any more.
pub(super) fn names_of_view(reader: &Reader<'_>, view: &str) -> Result<Vec<String>> {
    match reader.try_rows(XINFO, [view], |row| text(row, 0)) {
        Ok(names) if names.iter().all(|name| name.valid) => Ok(names.into_iter().map(|name| name.text).collect()),
        Err(cause) if cause.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
            Err(Error::new(ErrorKind::Interrupted, "interrupted").because(cause))
        }
        Ok(_) | Err(_) => Ok(Vec::new()),
    }
}
