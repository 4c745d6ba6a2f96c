//! A value on its way to quarantine.

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::value::Value;

use super::{Spool, value_bytes};
use crate::{Error, ErrorKind, Result};

/// A value on its way to quarantine.
pub(crate) struct Exile<'a> {
    pub(crate) source_table: &'a str,
    pub(crate) target_table: &'a QualifiedName,
    pub(crate) row_key: &'a str,
    pub(crate) column: &'a str,
    pub(crate) target_column: &'a Ident,
    pub(crate) value: Value<'a>,
    pub(crate) reason: &'a str,
    /// As [`super::target_key`] writes it.
    pub(crate) target_key: &'a str,
    /// What stands in the row, as a [`super::Sketch`]; `None` for NULL.
    pub(crate) substitute: Option<&'a str>,
}

impl Exile<'_> {
    /// Adds the value to a spool, as one row of binary COPY.
    pub(crate) fn spool(&self, spool: &mut Spool) -> Result<()> {
        let target_table = self.target_table.to_string();
        let bytes = value_bytes(self.value);
        let fields: [Option<&[u8]>; 10] = [
            Some(self.source_table.as_bytes()),
            Some(target_table.as_bytes()),
            Some(self.row_key.as_bytes()),
            Some(self.column.as_bytes()),
            Some(self.target_column.as_str().as_bytes()),
            Some(self.value.storage_class().name().as_bytes()),
            Some(&bytes),
            Some(self.reason.as_bytes()),
            Some(self.target_key.as_bytes()),
            self.substitute.map(str::as_bytes),
        ];
        spool.push(&(fields.len() as i16).to_be_bytes())?;
        for field in fields {
            let length = field.map_or(Ok(-1), |field| i32::try_from(field.len()));
            spool.push(&length.map_err(|_| self.too_large())?.to_be_bytes())?;
            spool.push(field.unwrap_or_default())?;
        }
        Ok(())
    }

    fn too_large(&self) -> Error {
        let (table, column) = (self.source_table, self.column);
        let message = format!("a value of column \"{column}\" of table \"{table}\" is too large even for quarantine");
        Error::new(ErrorKind::Source, message).hint("PostgreSQL holds at most 1 GB in one value.")
    }
}
