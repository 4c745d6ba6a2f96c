//! What there is to do: parts of tables, the largest tables first.

use std::collections::VecDeque;

use outgrow_planner::catalog::sqlite::{Catalog, Table, TableRole};
use rusqlite::Connection;

use super::pace::Pace;
use super::scan;
use super::trouble::unreadable;
use crate::Result;
use crate::source::ranges::{self, Range};

/// How finely tables are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cutting {
    /// About how many bytes of the file make one part.
    pub(super) part_bytes: u64,
    /// Fewer pages of rows than this are not worth a part.
    pub(super) least_pages: u64,
    /// How many readers there are to keep busy.
    pub(super) readers: usize,
}

/// A table has no more parts than this.
const MOST_PARTS: u64 = 1_024;
/// Parts for each reader, so that none waits long for another in the end.
const PARTS_A_READER: u64 = 4;

impl Cutting {
    /// How tables are cut for this many readers.
    pub(super) fn new(readers: usize) -> Cutting {
        Cutting { part_bytes: 64 << 20, least_pages: 64, readers }
    }

    /// Into how many parts a table is cut.
    fn parts(self, file_bytes: u64, leaf_pages: u64) -> usize {
        if self.readers < 2 {
            return 1;
        }
        let wanted = (file_bytes / self.part_bytes).min(MOST_PARTS).max(PARTS_A_READER * self.readers as u64);
        usize::try_from(wanted.min(leaf_pages / self.least_pages)).unwrap_or(1).max(1)
    }
}

/// One thing to do.
pub(super) struct Task {
    /// The position of the table.
    pub(super) table: usize,
    /// What to do with it.
    pub(super) work: Work,
}

/// What is to be done with a table.
pub(super) enum Work {
    /// Look for rows whose parent is missing.
    Orphans,
    /// Look at the rows of a part.
    Part {
        /// Its place among the parts of the table.
        place: usize,
        /// Its rows.
        range: Range,
    },
}

/// All there is to do with the user tables, the largest first.
pub(super) fn of(reader: &Connection, catalog: &Catalog, cutting: Cutting, pace: &Pace) -> Result<VecDeque<Task>> {
    let mut sizes = Vec::new();
    for (position, table) in catalog.tables.iter().enumerate().filter(|(_, table)| table.role == TableRole::User) {
        pace.check()?;
        sizes.push((ranges::leaf_pages(reader, table).map_err(|error| unreadable(table, error))?, position));
    }
    sizes.sort_by_key(|(pages, position)| (std::cmp::Reverse(*pages), *position));
    let file_bytes = catalog.page_count.saturating_mul(u64::from(catalog.page_size));
    let mut tasks = VecDeque::new();
    for (pages, position) in sizes {
        let table = &catalog.tables[position];
        // They cannot be cut, so they come first.
        if !table.foreign_keys.is_empty() {
            tasks.push_back(Task { table: position, work: Work::Orphans });
        }
        let parts = parts(reader, table, cutting.parts(file_bytes, pages))?;
        let part = |(place, range)| Task { table: position, work: Work::Part { place, range } };
        tasks.extend(parts.into_iter().enumerate().map(part));
    }
    Ok(tasks)
}

fn parts(reader: &Connection, table: &Table, wanted: usize) -> Result<Vec<Range>> {
    if wanted < 2 || !scan::can_be_cut(reader, table)? {
        return Ok(vec![Range::whole()]);
    }
    ranges::cut(reader, table, wanted).map_err(|error| unreadable(table, error))
}
