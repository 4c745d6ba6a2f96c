//! How a table is compared: as a whole, or in parts by several workers at once.
//!
//! A table is cut only where no row can fall between its parts, on either side.

use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::TablePlan;

use super::layout::Layout;
use super::quarantine::Quarantine;
use super::slice::Slice;
use super::table::Sides;
use super::trail::Trail;
use super::trouble;
use crate::Result;
use crate::source::ranges::{self, KeyValue, Range};

/// How finely tables are cut.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cutting {
    /// So that this many workers are busy.
    For {
        /// How many.
        streams: usize,
    },
    /// After every so many rows, so that tests can cut small tables.
    #[cfg(test)]
    EveryRows(u64),
}

/// About how many bytes of values make one part.
const PART_BYTES: u64 = 64 << 20;
/// A smaller part is not worth its queries, in bytes of values.
const LEAST_BYTES: u64 = 2 << 20;
/// What a row takes besides its values, in bytes.
const ROW_BYTES: u64 = 24;
/// Parts for each worker, so that none waits long for another in the end.
const PARTS_A_STREAM: u64 = 6;
/// A table has no more parts than this.
const MOST_PARTS: u64 = 1_024;

impl Cutting {
    /// Into how many parts a table would be cut.
    pub(super) fn pieces(self, plan: &TablePlan) -> usize {
        let streams = match self {
            Cutting::For { streams } => streams as u64,
            #[cfg(test)]
            Cutting::EveryRows(_) => return 16,
        };
        if streams < 2 {
            return 1;
        }
        let bytes = plan.bytes.saturating_add(plan.rows.saturating_mul(ROW_BYTES));
        let wanted = (bytes / PART_BYTES).clamp(PARTS_A_STREAM * streams, MOST_PARTS.max(PARTS_A_STREAM * streams));
        usize::try_from(wanted.min(bytes / LEAST_BYTES)).unwrap_or(1).max(1)
    }
}

/// How a table is compared.
#[derive(Debug, PartialEq)]
pub(super) enum Scheme {
    /// As a whole.
    Whole,
    /// Slices of the target as they lie, beside the rows of SQLite. Where this does not show that both
    /// sides are equal, the table is compared in another way, to tell why.
    ByTrail {
        /// How rows of SQLite are found.
        trail: Trail,
        /// Parts of the table in PostgreSQL.
        target: Vec<Slice>,
    },
    /// Ranges of a key, which is the same integer on both sides.
    ByKey(Vec<(Range, Slice)>),
    /// Sums over the rows of each part, whichever rows are in it. Where the sums of the two sides
    /// are not the same, the table is compared as a whole, to tell why.
    BySums {
        /// Parts of the table in SQLite.
        source: Vec<Range>,
        /// Parts of the table in PostgreSQL.
        target: Vec<Slice>,
    },
}

/// One thing to do for a scheme.
#[derive(Clone, Copy, Debug)]
pub(super) enum Task<'a> {
    /// Compare the table.
    Whole,
    /// Compare the rows of a slice with those of SQLite that have their keys.
    Follow(&'a Trail, &'a Slice),
    /// Compare the rows of two ranges of the key.
    Merge(&'a Range, &'a Slice),
    /// Add up rows of SQLite.
    SumSource(&'a Range),
    /// Add up rows of PostgreSQL.
    SumTarget(&'a Slice),
}

/// Which attempt to compare a table this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// The first, which may be one that only shows that both sides are equal.
    First,
    /// One that tells the differences.
    Last,
}

impl Scheme {
    /// Chooses for a table.
    pub(super) fn of(
        sides: Sides<'_>,
        plan: &TablePlan,
        layout: &Layout,
        quarantine: &Quarantine,
        cutting: Cutting,
        attempt: Attempt,
    ) -> Result<Scheme> {
        let pieces = cutting.pieces(plan);
        let trail = if attempt == Attempt::First { trail(sides, layout, quarantine)? } else { None };
        if let (Some(trail), 1) = (&trail, pieces) {
            return Ok(Scheme::ByTrail { trail: trail.clone(), target: vec![Slice::Whole] });
        }
        let Some(table) = sides.table.filter(|_| pieces > 1) else { return Ok(Scheme::Whole) };
        let facts = layout.facts(sides.postgres)?;
        if let Some(trail) = trail.filter(|_| facts.has_blocks) {
            let target = Slice::of_blocks(facts.blocks, u32::try_from(pieces).unwrap_or(u32::MAX));
            return Ok(Scheme::ByTrail { trail, target });
        }
        // A key in quarantine has another place in the order than its substitute, and an entry
        // without a place goes to the row that comes first.
        let placed = quarantine.is_placed() && !layout.key.iter().flatten().any(|column| quarantine.has(*column));
        if placed && layout.has_rowid_key(table) && (facts.key_is_indexed || is_test(cutting)) {
            let parts = source_parts(sides, table, cutting, pieces)?;
            return Ok(by_key(layout, parts));
        }
        // The rows of a table without a key are placed by their rowids.
        let by_rowid = quarantine.is_placed() && layout.key.is_none() && layout.rowid.is_some();
        // Sums cannot tell two spellings of a real; where rows have a key, merging can.
        let blurred = layout.key.is_some() && layout.columns.iter().any(|check| check.reading.rule == Rule::Rendered);
        if blurred || !(quarantine.is_empty() || by_rowid) {
            return Ok(Scheme::Whole);
        }
        let source = source_parts(sides, table, cutting, pieces)?;
        let blocks = if facts.has_blocks { facts.blocks } else { 0 };
        let target = Slice::of_blocks(blocks, u32::try_from(pieces).unwrap_or(u32::MAX));
        Ok(if source.len() < 2 && target.len() < 2 { Scheme::Whole } else { Scheme::BySums { source, target } })
    }

    /// What there is to do.
    pub(super) fn tasks(&self) -> Vec<Task<'_>> {
        match self {
            Scheme::Whole => vec![Task::Whole],
            Scheme::ByTrail { trail, target } => target.iter().map(|slice| Task::Follow(trail, slice)).collect(),
            Scheme::ByKey(parts) => parts.iter().map(|(source, target)| Task::Merge(source, target)).collect(),
            Scheme::BySums { source, target } => {
                let source = source.iter().map(Task::SumSource);
                source.chain(target.iter().map(Task::SumTarget)).collect()
            }
        }
    }
}

/// A key in quarantine finds no row by its substitute, and an entry without a place goes to the row
/// that comes first.
fn trail(sides: Sides<'_>, layout: &Layout, quarantine: &Quarantine) -> Result<Option<Trail>> {
    let placed = quarantine.is_placed() && !layout.key.iter().flatten().any(|column| quarantine.has(*column));
    let Some(table) = sides.table.filter(|_| placed) else { return Ok(None) };
    Trail::of(sides.connection, layout, table).map_err(|cause| trouble::of_source(&layout.table, cause))
}

fn is_test(cutting: Cutting) -> bool {
    match cutting {
        Cutting::For { .. } => false,
        #[cfg(test)]
        Cutting::EveryRows(_) => true,
    }
}

fn by_key(layout: &Layout, parts: Vec<Range>) -> Scheme {
    let Some(column) = layout.key_name() else { return Scheme::Whole };
    let bound = |key: &ranges::Key| match key.0.as_slice() {
        [KeyValue::Integer(key)] => Some(*key),
        _ => None,
    };
    let pair = |range: Range| {
        let (low, high) = (range.low.as_ref().map(bound), range.high.as_ref().map(bound));
        // A bound that is no integer would leave a slice open where the range is not.
        if low == Some(None) || high == Some(None) {
            return None;
        }
        Some((range, Slice::Keys { column: column.clone(), low: low.flatten(), high: high.flatten() }))
    };
    let parts: Option<Vec<(Range, Slice)>> = parts.into_iter().map(pair).collect();
    parts.filter(|parts| parts.len() > 1).map_or(Scheme::Whole, Scheme::ByKey)
}

fn source_parts(sides: Sides<'_>, table: &Table, cutting: Cutting, pieces: usize) -> Result<Vec<Range>> {
    let parts = match cutting {
        Cutting::For { .. } => ranges::cut(sides.connection, table, pieces),
        #[cfg(test)]
        Cutting::EveryRows(rows) => super::tests::cut_every(sides.connection, table, rows),
    };
    parts.map_err(|cause| trouble::of_source(&table.name, cause))
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample_plan;
    use super::*;

    #[test]
    fn only_tables_worth_it_are_cut_and_never_for_one_worker() {
        let plan = |bytes| TablePlan { bytes, ..sample_plan() };
        let pieces = |streams, bytes| Cutting::For { streams }.pieces(&plan(bytes));
        assert_eq!(pieces(4, 0), 1);
        assert_eq!(pieces(4, 3 << 20), 1);
        assert_eq!(pieces(4, 9 << 20), 4);
        assert_eq!(pieces(4, 1 << 30), 24);
        assert_eq!(pieces(2, 300 << 20), 12);
        assert_eq!(pieces(1, 1 << 40), 1);
        assert_eq!(pieces(4, u64::MAX), 1_024);
    }
}
