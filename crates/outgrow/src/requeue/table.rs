//! A table of the target as it is now.

use std::collections::BTreeMap;

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;

use crate::target::Session;
use crate::{Error, ErrorKind, Result};

/// A table of the target as it is now.
pub(super) struct Table {
    pub(super) name: QualifiedName,
    pub(super) columns: BTreeMap<String, Column>,
    /// Triggers that are on: an update that only puts back what was moved must not set them off.
    triggers: Vec<(Ident, Firing)>,
}

/// A column of the target as it is now.
pub(super) struct Column {
    pub(super) name: Ident,
    /// As `format_type` prints it.
    pub(super) shown: String,
    /// `None` for a type that takes no values from here.
    pub(super) data_type: Option<DataType>,
    pub(super) origin: Origin,
}

/// Where a column's values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Stored,
    Computed,
}

/// When a trigger fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Firing {
    Normally,
    Always,
}

const COLUMNS: &str = "SELECT a.attname::text, \
    CASE WHEN t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN t.typname::text ELSE '' END, a.atttypmod, \
    pg_catalog.format_type(a.atttypid, a.atttypmod), a.attgenerated <> '' \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
    WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'r'";

const TRIGGERS: &str = "SELECT g.tgname::text, g.tgenabled = 'A' FROM pg_catalog.pg_trigger g \
    JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = $1 AND c.relname = $2 AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')";

impl Table {
    /// Looks at a table; `None` where there is none.
    pub(super) async fn look(session: &Session, name: QualifiedName) -> Result<Option<Table>> {
        let error = |cause| session.error(cause);
        let (schema, relation) = (name.schema.as_str(), name.name.as_str());
        let rows = session.client.query(COLUMNS, &[&schema, &relation]).await.map_err(error)?;
        let mut columns = BTreeMap::new();
        for row in &rows {
            let text: String = row.get(0);
            let column = Column {
                name: ident(&text)?,
                shown: row.get(3),
                data_type: data_type(row.get(1), row.get(2)),
                origin: if row.get(4) { Origin::Computed } else { Origin::Stored },
            };
            columns.insert(text, column);
        }
        if columns.is_empty() {
            return Ok(None);
        }
        let rows = session.client.query(TRIGGERS, &[&schema, &relation]).await.map_err(error)?;
        let trigger = |row: &tokio_postgres::Row| {
            Ok((ident(row.get(0))?, if row.get(1) { Firing::Always } else { Firing::Normally }))
        };
        let triggers = rows.iter().map(trigger).collect::<Result<Vec<_>>>()?;
        Ok(Some(Table { name, columns, triggers }))
    }

    /// Turns the triggers off, for the rest of the transaction as others see it.
    pub(super) fn quiet(&self) -> Vec<Sql> {
        self.triggers.iter().map(|(trigger, _)| self.alter(" DISABLE TRIGGER ", trigger)).collect()
    }

    /// Turns them on again.
    pub(super) fn wake(&self) -> Vec<Sql> {
        let wake = |(trigger, firing): &(Ident, Firing)| match firing {
            Firing::Normally => self.alter(" ENABLE TRIGGER ", trigger),
            Firing::Always => self.alter(" ENABLE ALWAYS TRIGGER ", trigger),
        };
        self.triggers.iter().map(wake).collect()
    }

    fn alter(&self, words: &'static str, trigger: &Ident) -> Sql {
        let mut sql = Sql::text("ALTER TABLE ");
        sql.push_name(&self.name).push(words).push_ident(trigger);
        sql
    }
}

fn ident(text: &str) -> Result<Ident> {
    Ident::new(text).map_err(|error| Error::new(ErrorKind::Internal, format!("\"{text}\": {error}")))
}

/// The type by its name in `pg_type` and its modifier. A type that would round what it is given is none.
fn data_type(name: &str, modifier: i32) -> Option<DataType> {
    let data_type = match name {
        "bool" => DataType::Boolean,
        "int2" => DataType::Smallint,
        "int4" => DataType::Integer,
        "int8" => DataType::Bigint,
        "float8" => DataType::DoublePrecision,
        "numeric" => return numeric(modifier),
        "text" => DataType::Text,
        "varchar" => return Some(u32::try_from(modifier - 4).map_or(DataType::Text, DataType::Varchar)),
        "bytea" => DataType::Bytea,
        "date" => DataType::Date,
        "time" => DataType::Time,
        "timetz" => DataType::TimeTz,
        "timestamp" => DataType::Timestamp,
        "timestamptz" => DataType::TimestampTz,
        "interval" => DataType::Interval,
        "uuid" => DataType::Uuid,
        "json" => DataType::Json,
        "jsonb" => DataType::Jsonb,
        "_int8" => DataType::BigintArray,
        "_text" => DataType::TextArray,
        _ => return None,
    };
    (modifier == -1).then_some(data_type)
}

fn numeric(modifier: i32) -> Option<DataType> {
    let Some(digits) = modifier.checked_sub(4).filter(|digits| *digits >= 0) else {
        return Some(DataType::Numeric(None));
    };
    let (precision, scale) = ((digits >> 16) as u16, (digits & 0x7ff) as u16);
    // A negative scale, or one beyond the precision, is one that no move makes.
    (scale <= precision).then_some(DataType::Numeric(Some((precision, scale))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_by_name_and_modifier() {
        assert_eq!(data_type("varchar", 24), Some(DataType::Varchar(20)));
        assert_eq!(data_type("varchar", -1), Some(DataType::Text));
        assert_eq!(data_type("numeric", -1), Some(DataType::Numeric(None)));
        assert_eq!(data_type("numeric", (10 << 16 | 2) + 4), Some(DataType::Numeric(Some((10, 2)))));
        assert_eq!(data_type("numeric", (3 << 16 | 0x7fe) + 4), None);
        assert_eq!(data_type("timestamp", 3), None);
        assert_eq!(data_type("inet", -1), None);
    }
}
