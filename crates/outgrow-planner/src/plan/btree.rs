//! What a b-tree of PostgreSQL cannot hold, and what stands for it.

use super::draft::{Draft, Drafted};
use crate::catalog::pg::DataType;
use crate::sql::Sql;

/// The most bytes of values that surely fit a b-tree entry: a third of a page (2,704 bytes), less the headers
/// of 32 columns.
const MOST_BYTES: u64 = 2_500;

/// The most columns of an index (PostgreSQL documentation, Appendix K "PostgreSQL Limits").
pub(super) const MOST_COLUMNS: usize = 32;

/// Values longer than this are worth a digest, which has 32 characters.
const WORTH_A_DIGEST: u64 = 64;

/// Whether values of these columns are together too long for an entry of a b-tree.
pub(super) fn are_too_long(drafted: &Drafted<'_>, columns: &[usize]) -> bool {
    let lengths = columns.iter().map(|column| length(drafted, *column));
    lengths.fold(0_u64, u64::saturating_add) > MOST_BYTES
}

/// The longest value of a column in bytes; 0 where its type has a short form for every value.
fn length(drafted: &Drafted<'_>, column: usize) -> u64 {
    match drafted.target.columns[column].data_type {
        DataType::Text | DataType::Varchar(_) | DataType::Bytea => drafted.columns[column].max_bytes,
        DataType::Boolean
        | DataType::Smallint
        | DataType::Integer
        | DataType::Bigint
        | DataType::DoublePrecision
        | DataType::Numeric(_)
        | DataType::Date
        | DataType::Time
        | DataType::TimeTz
        | DataType::Timestamp
        | DataType::TimestampTz
        | DataType::Interval
        | DataType::Uuid
        | DataType::Json
        | DataType::Jsonb
        | DataType::BigintArray
        | DataType::TextArray => 0,
    }
}

/// A key that is as unique as the column: its MD5 where its values are long.
pub(super) fn digest(draft: &Draft<'_>, drafted: usize, column: usize, key: Sql) -> Sql {
    if length(&draft.tables[drafted], column) <= WORTH_A_DIGEST {
        return key;
    }
    Sql::fill("(md5({}))", &[&key])
}

/// How a key differs that is made of digests.
pub(super) fn difference(what: &str) -> String {
    format!(
        "It is {what} over md5(…), because its values can be longer than the 2,704 bytes that an index of PostgreSQL \
         holds; it forbids the same rows, and queries and ON CONFLICT must name the expression."
    )
}
