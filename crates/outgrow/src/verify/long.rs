//! Values that are too long to be read whole: the server sends their digest, and SQLite's bytes
//! are hashed while they go by.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::{ColumnPlan, TablePlan};
use outgrow_planner::profile::LongClass;
use rusqlite::Row;
use sha2::{Digest, Sha256};

use super::cells;
use super::job::Job;
use super::layout::{FETCHED_BYTES, Layout};
use super::meaning::{INLINE_BYTES, Meaning, of_target, same};
use super::postgres::TargetRows;
use super::trouble;
use crate::Result;
use crate::memory::{Held, Limits, Room};
use crate::source::Encoding;
use crate::source::long::{LongRows, only};
use crate::source::ranges::CutBy;

/// How much of a table may be read whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowed<'a> {
    /// The longest value in bytes.
    pub(super) whole_bytes: u64,
    /// Where longer ones wait; `None` where the table holds what it needs already.
    room: Option<&'a Room>,
}

/// What is held of a row that is compared as a whole: SQLite's, PostgreSQL's, and a normal form.
const HELD: fn(u64) -> u64 = |bytes| bytes.saturating_mul(3);

impl<'a> Allowed<'a> {
    /// Everything at any time.
    #[cfg(test)]
    pub(super) const ALL: Allowed<'static> = Allowed { whole_bytes: i64::MAX as u64, room: None };

    /// What a table may read, and what it holds for that as long as it is compared: nothing, unless
    /// it has long values that cannot be compared by their digests.
    pub(super) fn of(
        limits: &'a Limits,
        plan: &TablePlan,
        table: Option<&Table>,
        encoding: Encoding,
        go_on: impl Fn() -> Result<()>,
    ) -> Result<(Allowed<'a>, Option<Held<'a>>)> {
        let whole_bytes = limits.whole_bytes(plan.columns.len()).max(INLINE_BYTES as u64);
        let apart = matches!((table.map(CutBy::of), encoding), (Some(CutBy::Rowid(_)), Encoding::Utf8));
        let whole = |column: &&ColumnPlan| !apart || !is_digested(column.mapping.to, column.max_bytes);
        let bytes = plan.columns.iter().filter(whole).map(|column| column.max_bytes).sum();
        if bytes <= limits.row_bytes() {
            return Ok((Allowed { whole_bytes, room: Some(&limits.room) }, None));
        }
        let held = limits.room.take(HELD(bytes), go_on)?;
        Ok((Allowed { whole_bytes, room: None }, Some(held)))
    }
}

/// Whether the server sends long values of a column as their digest.
pub(super) fn is_digested(data_type: DataType, max_bytes: u64) -> bool {
    let is_plain = matches!(data_type, DataType::Text | DataType::Varchar(_) | DataType::Bytea);
    is_plain && max_bytes > FETCHED_BYTES
}

/// The columns of a table whose long values are not read whole.
pub(super) struct LongColumns {
    rows: LongRows,
    /// Their positions in the layout.
    positions: Vec<usize>,
}

impl LongColumns {
    /// Of a table with rowids, whose columns at these positions have long values.
    pub(super) fn new(layout: &Layout, positions: Vec<usize>, cut_by: &CutBy, whole_bytes: u64) -> Option<LongColumns> {
        let CutBy::Rowid(rowid) = cut_by else { return None };
        if positions.is_empty() {
            return None;
        }
        let columns = positions.iter().map(|position| layout.columns[*position].name.clone()).collect();
        let rows = LongRows { table: layout.table.clone(), rowid: rowid.clone(), columns, whole_bytes };
        Some(LongColumns { rows, positions })
    }

    /// What is read of a column, given as SQL: NULL instead of a long value.
    pub(super) fn short(&self, position: usize, column: String) -> String {
        match self.positions.contains(&position) {
            true => format!("CASE WHEN {} THEN NULL ELSE {column} END", self.is_long(&column)),
            false => column,
        }
    }

    /// The rowid of a row that has a long value, else NULL; `columns` are SQL, by their positions.
    pub(super) fn marker(&self, column: impl Fn(usize) -> String) -> String {
        let any: Vec<String> = self.positions.iter().map(|position| self.is_long(&column(*position))).collect();
        format!("CASE WHEN {} THEN t.{} END", any.join(" OR "), self.rows.rowid)
    }

    fn is_long(&self, column: &str) -> String {
        format!("octet_length({column}) > {}", self.rows.whole_bytes)
    }
}

/// The rowid of a row that was read without its long values; `None` where it is whole.
pub(super) fn rowid(layout: &Layout, row: &Row<'_>) -> Result<Option<i64>> {
    let marker = layout.rowid_position() + 1;
    if layout.long.is_none() || row.as_ref().column_count() <= marker {
        return Ok(None);
    }
    row.get(marker).map_err(|cause| trouble::of_source(&layout.table, cause))
}

/// Whether a row that was read without its long values is the target's current row. Where this
/// says no, the whole row has to tell: quarantine may explain it.
pub(super) fn is_same(job: &mut Job<'_>, rowid: i64, row: &Row<'_>, target: &TargetRows<'_>) -> Result<bool> {
    let layout = job.layout;
    let Some(long) = &layout.long else { return Ok(false) };
    let classes = long.rows.classes(job.connection, rowid).map_err(|cause| trouble::of_source(&layout.table, cause))?;
    let mut class_at = vec![None; layout.columns.len()];
    for (position, class) in long.positions.iter().zip(classes) {
        class_at[*position] = class;
    }
    for (column, (check, class)) in layout.columns.iter().zip(class_at).enumerate() {
        let equal = match class {
            None => {
                let value = cells::value_at(layout, row, column)?;
                same(&check.reading, value, target.field(column), &mut job.scratch)
            }
            Some(class) => is_same_long(job, long, rowid, column, class, target)?,
        };
        if !equal {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_same_long(
    job: &mut Job<'_>,
    long: &LongColumns,
    rowid: i64,
    column: usize,
    class: LongClass,
    target: &TargetRows<'_>,
) -> Result<bool> {
    let check = &job.layout.columns[column];
    let found = target.field(column).and_then(|field| of_target(&check.reading, field, &mut job.scratch.target));
    let Some(Meaning::Digest { length, sha256 }) = found else { return Ok(false) };
    if !arrives(check.reading.rule, class) || long.rows.length(job.connection, rowid, &check.name) != Some(length) {
        return Ok(false);
    }
    let mut hasher = Sha256::new();
    let fail = |cause| trouble::of_source(&job.layout.table, cause);
    let read = long.rows.pieces(job.connection, rowid, &check.name, fail, |piece| {
        job.meter.check()?;
        hasher.update(piece);
        Ok(())
    })?;
    Ok(read.is_some() && sha256 == <[u8; 32]>::from(hasher.finalize()))
}

/// Whether the rule takes the bytes of this storage class as they are.
fn arrives(rule: Rule, class: LongClass) -> bool {
    match class {
        LongClass::Text => matches!(rule, Rule::Text | Rule::Rendered | Rule::Bytes),
        LongClass::Blob => rule == Rule::Bytes,
    }
}

/// Does something with a row that is read as it is, once there is room for it.
pub(super) fn whole<'j, T>(
    job: &mut Job<'j>,
    rowid: i64,
    work: impl FnOnce(&mut Job<'j>, &Row<'_>) -> Result<T>,
) -> Result<T> {
    let (layout, connection) = (job.layout, job.connection);
    let fail = |cause| trouble::of_source(&layout.table, cause);
    let bytes = layout.long.as_ref().and_then(|long| long.rows.row_bytes(connection, rowid).ok()).unwrap_or(u64::MAX);
    let _held = job.allowed.room.map(|room| room.take(HELD(bytes), || job.meter.check())).transpose()?;
    let range = only(rowid);
    let mut statement = connection.prepare(&layout.whole_query(&range)).map_err(fail)?;
    let mut rows = statement.query(rusqlite::params_from_iter(range.parameters())).map_err(fail)?;
    let row = rows.next().map_err(fail)?;
    work(job, row.ok_or_else(|| fail(rusqlite::Error::QueryReturnedNoRows))?)
}
