//! One value against its counterpart, with quarantine between them.

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::excerpt;
use super::findings::Findings;
use super::layout::{ColumnCheck, Layout};
use super::meaning::{Scratch, same};
use super::quarantine::{Place, Quarantine};
use super::substitute;
use super::{Difference, trouble};
use crate::Result;

/// Where a value of SQLite is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// In its row.
    InRow,
    /// In quarantine; its row holds a substitute.
    InQuarantine,
}

/// Whether the target holds what it should.
pub(super) fn holds(
    check: &ColumnCheck,
    kept: Kept,
    value: ValueRef<'_>,
    field: Option<&[u8]>,
    scratch: &mut Scratch,
) -> bool {
    match kept {
        Kept::InRow => same(&check.reading, value, field, scratch),
        Kept::InQuarantine => substitute::stands(check, value, field, scratch),
    }
}

/// Looks in quarantine for a value that its row does not hold, and tells the difference that remains.
pub(super) fn settle(
    column: usize,
    layout: &Layout,
    row: (&Row<'_>, Option<&[u8]>),
    quarantine: &Quarantine,
    findings: &mut Findings,
    scratch: &mut Scratch,
) -> Result<()> {
    let (source, field) = row;
    let value = value_at(layout, source, column)?;
    let check = &layout.columns[column];
    if quarantine.has(column) && quarantine.claim(column, place_of(layout, source)?, value) {
        findings.result.quarantined += 1;
        if substitute::stands(check, value, field, scratch) {
            return Ok(());
        }
    }
    let label = source_label(layout, source)?;
    findings.differ(|| difference(check, label, value, field));
    Ok(())
}

/// A difference of one value.
pub(super) fn difference(check: &ColumnCheck, row: String, value: ValueRef<'_>, field: Option<&[u8]>) -> Difference {
    let (source, target) = excerpt::pair(&check.reading, value, field);
    Difference { row, column: Some(check.name.clone()), source: Some(source), target: Some(target) }
}

/// A value of the current row.
pub(super) fn value_at<'a>(layout: &Layout, row: &'a Row<'_>, column: usize) -> Result<ValueRef<'a>> {
    row.get_ref(column).map_err(|cause| trouble::of_source(&layout.table, cause))
}

/// Which row of the source this is, as quarantine knows it.
pub(super) fn place_of(layout: &Layout, row: &Row<'_>) -> Result<Option<Place>> {
    if let Some(key) = &layout.key {
        let values = key.iter().map(|column| value_at(layout, row, *column)).collect::<Result<Vec<_>>>()?;
        return Ok(Place::of_key(values.into_iter()));
    }
    match value_at(layout, row, layout.rowid_position())? {
        ValueRef::Integer(rowid) => Ok(Some(Place::of_rowid(rowid))),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => Ok(None),
    }
}

/// A row of the source as a report names it.
pub(super) fn source_label(layout: &Layout, row: &Row<'_>) -> Result<String> {
    let values = (0..=layout.columns.len()).map(|column| value_at(layout, row, column)).collect::<Result<Vec<_>>>()?;
    Ok(label_of_values(layout, &values))
}

/// A row of the source as a report names it: by its key, its rowid, or all of it.
pub(super) fn label_of_values(layout: &Layout, values: &[ValueRef<'_>]) -> String {
    if let Some(key) = &layout.key {
        return key_label(layout, key, |column| excerpt::of_source(values[column]));
    }
    if let Some(ValueRef::Integer(rowid)) = values.get(layout.rowid_position()) {
        return format!("rowid={rowid}");
    }
    excerpt::row(values.iter().take(layout.columns.len()).map(|value| excerpt::of_source(*value)))
}

/// A row of the target as a report names it.
pub(super) fn target_label<'a>(layout: &Layout, field: impl Fn(usize) -> Option<&'a [u8]>) -> String {
    let shown = |column: usize| excerpt::of_target_field(&layout.columns[column].reading, field(column));
    match &layout.key {
        Some(key) => key_label(layout, key, shown),
        None => excerpt::row((0..layout.columns.len()).map(shown)),
    }
}

fn key_label(layout: &Layout, key: &[usize], shown: impl Fn(usize) -> String) -> String {
    let parts: Vec<String> =
        key.iter().map(|column| format!("{}={}", layout.columns[*column].name, shown(*column))).collect();
    parts.join(", ")
}

/// A row that only the source has.
pub(super) fn missing(layout: &Layout, values: &[ValueRef<'_>]) -> Difference {
    let shown = values.iter().take(layout.columns.len()).map(|value| excerpt::of_source(*value));
    Difference { row: label_of_values(layout, values), column: None, source: Some(excerpt::row(shown)), target: None }
}

/// A row that only the target has.
pub(super) fn extra<'a>(layout: &Layout, field: impl Fn(usize) -> Option<&'a [u8]>) -> Difference {
    let shown = |column: usize| excerpt::of_target_field(&layout.columns[column].reading, field(column));
    let whole = excerpt::row((0..layout.columns.len()).map(shown));
    Difference { row: target_label(layout, field), column: None, source: None, target: Some(whole) }
}
