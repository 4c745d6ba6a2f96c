//! Tables cut into parts, each of which is read, loaded and committed by itself.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use outgrow_planner::catalog::sqlite::Catalog;
use outgrow_planner::plan::{Plan, TablePlan};
use rusqlite::Connection;

use super::CopyOptions;
use crate::ledger::{Loaded, PartRow, Progressed};
use crate::source::Source;
use crate::source::ranges::{Range, cut};
use crate::{Error, ErrorKind, Result};

/// Tables smaller than this are never cut for the sake of more streams, in bytes of values.
const SMALL: u64 = 8 * 1024 * 1024;

/// The parts of every table of a plan, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    pub(crate) tables: Vec<Vec<PartRow>>,
}

impl Parts {
    /// Cuts every table of the plan: into parts of about [`CopyOptions::part_bytes`], and a table
    /// that is large enough into two for each stream at least.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn cut(catalog: &Catalog, plan: &Plan, source: &Source, options: &CopyOptions) -> Result<Parts> {
        source.with_reader(|reader| {
            let table = |table: &TablePlan| parts_of(catalog, table, reader, options, source);
            Ok(Parts { tables: plan.tables.iter().map(table).collect::<Result<_>>()? })
        })
    }

    /// Every table as one part.
    #[cfg(test)]
    pub(crate) fn whole(plan: &Plan) -> Parts {
        let whole = || vec![PartRow { range: Range::whole(), loaded: None }];
        Parts { tables: plan.tables.iter().map(|_| whole()).collect() }
    }

    /// The parts that a ledger knows, of which some may be loaded.
    pub(crate) fn of_ledger(plan: &Plan, mut known: Progressed) -> Result<Parts> {
        let part = |(position, table): (usize, &TablePlan)| {
            known.parts.remove(&position).ok_or_else(|| {
                let message = format!("the ledger does not know table \"{}\"", table.source);
                Error::new(ErrorKind::Target, message)
                    .hint("Take the unfinished move away with outgrow clean, and start again.")
            })
        };
        Ok(Parts { tables: plan.tables.iter().enumerate().map(part).collect::<Result<_>>()? })
    }

    /// How many parts there are.
    pub(crate) fn count(&self) -> usize {
        self.tables.iter().map(Vec::len).sum()
    }

    /// How many of them are loaded.
    pub(crate) fn loaded(&self) -> usize {
        self.tables.iter().flatten().filter(|part| part.loaded.is_some()).count()
    }
}

fn parts_of(
    catalog: &Catalog,
    plan: &TablePlan,
    reader: &Connection,
    options: &CopyOptions,
    source: &Source,
) -> Result<Vec<PartRow>> {
    let pieces = pieces(plan.bytes, options);
    let table = catalog.table(&plan.source).filter(|_| pieces > 1);
    let ranges = match table {
        Some(table) => cut(reader, table, pieces).map_err(|cause| source.explain(cause))?,
        None => vec![Range::whole()],
    };
    Ok(ranges.into_iter().map(|range| PartRow { range, loaded: None }).collect())
}

fn pieces(bytes: u64, options: &CopyOptions) -> usize {
    let by_size = bytes.div_ceil(options.part_bytes.max(1));
    let by_streams = if bytes >= SMALL && options.streams > 1 { 2 * options.streams as u64 } else { 1 };
    usize::try_from(by_size.max(by_streams).max(1)).unwrap_or(usize::MAX)
}

/// One part to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    /// The position of the table.
    pub(super) table: usize,
    /// The number of the part in its table.
    pub(super) part: usize,
}

/// Whether anything of a table is not loaded yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// Parts that wait or are under way.
    Something,
    /// All rows are there.
    Nothing,
}

/// What is left to do, shared by all streams.
///
/// A stream takes a part of the table that fewest others are loading, because PostgreSQL loads
/// different tables side by side better than one; among these the one with most left.
pub(super) struct Queue(Mutex<Waiting>);

struct Waiting {
    tables: Vec<Table>,
    /// How many streams are at a table, what is left of it (negated, so that most comes first), and
    /// the table: all with something left.
    order: BTreeSet<(usize, i64, usize)>,
    done: Vec<Vec<Option<Loaded>>>,
}

struct Table {
    streams: usize,
    left: Vec<usize>,
    bytes_a_part: i64,
}

impl Table {
    fn rank(&self, position: usize) -> (usize, i64, usize) {
        (self.streams, -self.bytes_a_part.saturating_mul(self.left.len() as i64), position)
    }
}

impl Queue {
    pub(super) fn new(plan: &Plan, parts: &Parts) -> Queue {
        let table = |(plan, parts): (&TablePlan, &Vec<PartRow>)| Table {
            streams: 0,
            // The last is taken first.
            left: (0..parts.len()).rev().filter(|part| parts[*part].loaded.is_none()).collect(),
            bytes_a_part: i64::try_from(plan.bytes / (parts.len().max(1) as u64)).unwrap_or(i64::MAX).max(1),
        };
        let tables: Vec<Table> = plan.tables.iter().zip(&parts.tables).map(table).collect();
        let waiting = tables.iter().enumerate().filter(|(_, table)| !table.left.is_empty());
        let order = waiting.map(|(position, table)| table.rank(position)).collect();
        let done = parts.tables.iter().map(|parts| parts.iter().map(|part| part.loaded).collect()).collect();
        Queue(Mutex::new(Waiting { tables, order, done }))
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // What is inside is whole after every operation, so a panic elsewhere does not spoil it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next part; `None` where nothing is left to begin.
    pub(super) fn take(&self) -> Option<Ticket> {
        let mut waiting = self.lock();
        let (_, _, position) = waiting.order.pop_first()?;
        let table = &mut waiting.tables[position];
        let part = table.left.pop().expect("a table that waits has a part left");
        table.streams += 1;
        let rank = table.rank(position);
        if !table.left.is_empty() {
            waiting.order.insert(rank);
        }
        Some(Ticket { table: position, part })
    }

    /// Notes what was loaded of a part; says whether anything of its table is left.
    pub(super) fn finish(&self, ticket: Ticket, loaded: Loaded) -> Left {
        let mut waiting = self.lock();
        waiting.done[ticket.table][ticket.part] = Some(loaded);
        let table = &mut waiting.tables[ticket.table];
        let (before, waits) = (table.rank(ticket.table), !table.left.is_empty());
        table.streams -= 1;
        let after = table.rank(ticket.table);
        if waits {
            waiting.order.remove(&before);
            waiting.order.insert(after);
        }
        if waits || after.0 > 0 { Left::Something } else { Left::Nothing }
    }

    /// What was loaded of each table.
    pub(super) fn into_loaded(self) -> Vec<Vec<Option<Loaded>>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner).done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(parts: &[(u64, usize)]) -> Queue {
        let table = |(position, (bytes, parts)): (usize, &(u64, usize))| {
            let table =
                Table { streams: 0, left: (0..*parts).rev().collect(), bytes_a_part: (*bytes / *parts as u64) as i64 };
            (table.rank(position), table)
        };
        let (order, tables): (BTreeSet<_>, Vec<_>) = parts.iter().enumerate().map(table).unzip();
        let done = parts.iter().map(|(_, parts)| vec![None; *parts]).collect();
        Queue(Mutex::new(Waiting { tables, order, done }))
    }

    fn taken(queue: &Queue) -> Option<(usize, usize)> {
        queue.take().map(|ticket| (ticket.table, ticket.part))
    }

    #[test]
    fn streams_spread_over_tables_before_they_share_one() {
        let queue = queue(&[(10, 1), (1000, 4), (500, 2)]);
        assert_eq!(taken(&queue), Some((1, 0)), "the largest first");
        assert_eq!(taken(&queue), Some((2, 0)), "then a table that nobody is at");
        assert_eq!(taken(&queue), Some((0, 0)));
        assert_eq!(taken(&queue), Some((1, 1)), "all tables have a stream: the one with most left");
        assert_eq!(queue.finish(Ticket { table: 2, part: 0 }, Loaded::default()), Left::Something, "a part waits");
        assert_eq!(taken(&queue), Some((2, 1)), "nobody is there now");
        assert_eq!(taken(&queue), Some((1, 2)));
        assert_eq!(taken(&queue), Some((1, 3)));
        assert_eq!(taken(&queue), None);
        let left = (0..4).map(|part| queue.finish(Ticket { table: 1, part }, Loaded::default())).collect::<Vec<_>>();
        let something = Left::Something;
        assert_eq!(left, [something, something, something, Left::Nothing], "the last part that is done ends the table");
    }

    #[test]
    fn a_table_is_cut_by_its_size_and_for_the_streams() {
        let options = CopyOptions { streams: 4, part_bytes: 64 << 20 };
        assert_eq!(pieces(0, &options), 1);
        assert_eq!(pieces(SMALL - 1, &options), 1);
        assert_eq!(pieces(SMALL, &options), 8);
        assert_eq!(pieces(10 << 30, &options), 160);
        assert_eq!(pieces(SMALL, &CopyOptions { streams: 1, ..options }), 1);
    }
}
