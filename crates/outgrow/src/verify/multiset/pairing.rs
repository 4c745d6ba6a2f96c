//! Rows without an equal, laid side by side with the row that they most likely were.

use rusqlite::types::ValueRef;

use super::kept::{KeptRows, SourceRow, TargetRow};
use super::print;
use crate::verify::cells;
use crate::verify::findings::Findings;
use crate::verify::job::Job;
use crate::verify::layout::Layout;
use crate::verify::meaning::Scratch;

/// Tells the differences between rows: values where two rows are one, else whole rows.
pub(super) fn tell(job: &mut Job<'_>, rows: KeptRows) {
    let layout = job.layout;
    let pairs = match layout.key {
        Some(_) => by_identity(&rows),
        None => by_likeness(layout, &rows, &mut job.scratch),
    };
    let mut partner_of_target = vec![false; rows.target.len()];
    for (row, pair) in rows.source.iter().zip(&pairs) {
        match pair {
            Some(target) => {
                partner_of_target[*target] = true;
                tell_values(layout, row, &rows.target[*target], job.findings, &mut job.scratch);
            }
            None => job.findings.differ(|| cells::missing(layout, &borrowed(row))),
        }
    }
    for (row, _) in rows.target.iter().zip(&partner_of_target).filter(|(_, paired)| !**paired) {
        job.findings.differ(|| cells::extra(layout, |column| row.fields[column].as_deref()));
    }
    job.findings.differ_unseen(rows.more_source.max(rows.more_target));
}

fn borrowed(row: &SourceRow) -> Vec<ValueRef<'_>> {
    row.values.iter().map(|value| value.borrowed()).collect()
}

fn tell_values(layout: &Layout, row: &SourceRow, other: &TargetRow, findings: &mut Findings, scratch: &mut Scratch) {
    let values = borrowed(row);
    for (column, check) in layout.columns.iter().enumerate() {
        let field = other.fields[column].as_deref();
        if !cells::holds(check, row.kept[column], values[column], field, scratch) {
            let label = || cells::label_of_values(layout, &values);
            findings.differ(|| cells::difference(check, label(), values[column], field));
        }
    }
}

/// For each row of the source the row of the target with its key.
fn by_identity(rows: &KeptRows) -> Vec<Option<usize>> {
    let mut taken = vec![false; rows.target.len()];
    let partner = |row: &SourceRow| {
        let same = |target: usize| !taken[target] && rows.target[target].identity == row.identity;
        let found = (0..rows.target.len()).find(|target| same(*target))?;
        taken[found] = true;
        Some(found)
    };
    rows.source.iter().map(partner).collect()
}

/// For each row of the source the row of the target that shares most values with it, at least half.
fn by_likeness(layout: &Layout, rows: &KeptRows, scratch: &mut Scratch) -> Vec<Option<usize>> {
    let sources: Vec<Vec<u128>> = rows.source.iter().map(|row| source_prints(layout, row, scratch)).collect();
    let targets: Vec<Vec<u128>> = rows.target.iter().map(|row| target_prints(layout, row, scratch)).collect();
    let mut candidates = Vec::new();
    for (source, left) in sources.iter().enumerate() {
        for (target, right) in targets.iter().enumerate() {
            let shared = left.iter().zip(right).filter(|(left, right)| left == right).count();
            if shared > 0 && shared * 2 >= left.len() {
                candidates.push((shared, source, target));
            }
        }
    }
    candidates.sort_by_key(|(shared, source, target)| (std::cmp::Reverse(*shared), *source, *target));
    let mut partners = vec![None; sources.len()];
    let mut taken = vec![false; targets.len()];
    for (_, source, target) in candidates {
        if partners[source].is_none() && !taken[target] {
            partners[source] = Some(target);
            taken[target] = true;
        }
    }
    partners
}

fn source_prints(layout: &Layout, row: &SourceRow, scratch: &mut Scratch) -> Vec<u128> {
    let cells = layout.columns.iter().zip(&row.kept).zip(&row.values);
    cells.map(|((check, kept), value)| print::of_source_value(check, *kept, value.borrowed(), scratch)).collect()
}

fn target_prints(layout: &Layout, row: &TargetRow, scratch: &mut Scratch) -> Vec<u128> {
    let cells = layout.columns.iter().zip(&row.fields);
    cells.map(|(check, field)| print::of_target_value(check, field.as_deref(), scratch)).collect()
}
