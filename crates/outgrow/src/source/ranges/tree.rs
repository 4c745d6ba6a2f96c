//! Goes down a b-tree until a level has cells enough to cut it.

use outgrow_planner::catalog::sqlite::Table;
use rusqlite::Connection;

use super::CutBy;
use super::key::{Key, KeyValue};
use super::record::{self, Texts};
use crate::source::btree::{Cell, Interior, MOST_LEVELS, Page, Pages, Tree, root, varint};

/// A level is fine enough once it has this many keys for each part.
const KEYS_A_PIECE: usize = 16;
/// No more interior pages of one level are read, so that cutting costs little for a table of any size.
const MOST_PAGES: usize = 4_096;
/// How many pages of one level are read to learn how many there are of the next.
const SAMPLED_PAGES: usize = 64;

/// Up to `pieces - 1` keys that cut the table, ascending.
pub(super) fn bounds(connection: &Connection, table: &Table, by: &CutBy, pieces: usize) -> rusqlite::Result<Vec<Key>> {
    let Some(root) = root(connection, &table.name, Tree::of(table))? else { return Ok(Vec::new()) };
    let texts = Texts::of(connection)?;
    let mut file = Pages::of(connection)?;
    let mut pages = vec![root];
    let mut keys = Vec::new();
    loop {
        let level = Level::read(&mut file, &pages, by, texts)?;
        if level.keys.len() <= keys.len() {
            break;
        }
        keys = level.keys;
        if keys.len() >= pieces * KEYS_A_PIECE || level.children.len() > MOST_PAGES {
            break;
        }
        pages = level.children;
    }
    Ok(evenly(keys, pieces))
}

/// About how many pages of rows a table has; 0 where it has no b-tree. Values that leave their
/// page are not counted.
pub(super) fn leaf_pages(connection: &Connection, table: &Table) -> rusqlite::Result<u64> {
    let Some(root) = root(connection, &table.name, Tree::of(table))? else { return Ok(0) };
    let mut file = Pages::of(connection)?;
    let mut pages = vec![root];
    let mut estimate = 1_u64;
    for _ in 0..MOST_LEVELS {
        let step = pages.len() / SAMPLED_PAGES + 1;
        let sample: Vec<u32> = pages.iter().copied().step_by(step).collect();
        let mut children = Vec::new();
        for number in &sample {
            let below = |bytes: &[u8]| Some(Page::read(*number, bytes)?.children().collect::<Vec<u32>>());
            let Some(below) = file.find(*number, below)?.flatten() else { return Ok(estimate) };
            children.extend(below);
        }
        estimate = estimate.saturating_mul(children.len() as u64) / sample.len().max(1) as u64;
        pages = children;
    }
    Ok(estimate)
}

/// All interior pages of one depth, taken together.
struct Level {
    /// The keys in their cells and between them, in order.
    keys: Vec<Key>,
    children: Vec<u32>,
}

impl Level {
    fn read(file: &mut Pages<'_>, pages: &[u32], by: &CutBy, texts: Texts) -> rusqlite::Result<Level> {
        let mut level = Level { keys: Vec::new(), children: Vec::new() };
        for number in pages {
            file.find(*number, |bytes| {
                // A leaf has nothing below, and a damaged page is the business of whoever reads its rows.
                let Some(page) = Page::read(*number, bytes) else { return };
                level.keys.extend(page.cells.iter().filter_map(|cell| key(&page, cell, by, texts)));
                level.children.extend(page.children());
            })?;
        }
        Ok(level)
    }
}

fn key(page: &Page<'_>, cell: &Cell<'_>, by: &CutBy, texts: Texts) -> Option<Key> {
    match (page.kind, by) {
        (Interior::Table, CutBy::Rowid(_)) => {
            let (rowid, _) = varint(cell.rest)?;
            Some(Key(vec![KeyValue::Integer(rowid.cast_signed())]))
        }
        (Interior::Index, CutBy::Columns(names)) => record::key(cell.rest, names.len(), texts),
        (Interior::Table | Interior::Index, CutBy::Rowid(_) | CutBy::Columns(_) | CutBy::Nothing) => None,
    }
}

/// Keys at equal distances.
fn evenly(keys: Vec<Key>, pieces: usize) -> Vec<Key> {
    let cuts = (pieces - 1).min(keys.len());
    let parts = keys.len() + 1;
    let position = |cut: usize| (cut + 1) * parts / (cuts + 1) - 1;
    let mut chosen: Vec<Key> = (0..cuts).filter_map(|cut| keys.get(position(cut)).cloned()).collect();
    chosen.dedup();
    chosen
}
