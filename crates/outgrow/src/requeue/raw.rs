//! A parameter that is in PostgreSQL's binary form already.

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A field as PostgreSQL receives it; `None` for NULL.
#[derive(Debug)]
pub(super) struct Raw(pub(super) Option<Vec<u8>>);

impl ToSql for Raw {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match &self.0 {
            None => Ok(IsNull::Yes),
            Some(bytes) => {
                out.extend_from_slice(bytes);
                Ok(IsNull::No)
            }
        }
    }

    /// The bytes were made for the type of the column that they are compared with or written to.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
