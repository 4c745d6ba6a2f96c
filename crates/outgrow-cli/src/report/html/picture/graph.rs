//! Boxes for tables, links for foreign keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::facts::TableFacts;
use crate::report::words::{cut, visible};

/// Height of the head of a box.
pub(super) const HEAD: f64 = 24.0;
/// Height of a row of a box.
pub(super) const ROW: f64 = 16.0;
/// The most key columns that a box shows.
const ROWS: usize = 14;
/// The most letters of a name in a box.
const LETTERS: usize = 36;

/// What is drawn.
pub(super) struct Graph {
    /// One for each table that is drawn.
    pub(super) boxes: Vec<TableBox>,
    /// One for each foreign key between tables that are drawn.
    pub(super) links: Vec<Link>,
}

/// A table: its name and its key columns.
pub(super) struct TableBox {
    /// Its position in the report.
    pub(super) position: usize,
    /// The name, cut.
    pub(super) title: String,
    /// The whole name.
    pub(super) full: String,
    /// Its key columns.
    pub(super) rows: Vec<Row>,
    /// How many key columns are not shown.
    pub(super) hidden: usize,
}

/// A key column.
pub(super) struct Row {
    /// Its name, cut.
    pub(super) name: String,
    /// `PK`, `FK`, both.
    pub(super) keys: &'static str,
}

/// A foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    /// The box that refers.
    pub(super) child: usize,
    /// Its row at which the line ends.
    pub(super) row: usize,
    /// The box that is referred to.
    pub(super) parent: usize,
}

impl TableBox {
    /// Height; a multiple of 8.
    pub(super) fn height(&self) -> f64 {
        let rows = self.rows.len() + usize::from(self.hidden > 0);
        HEAD + rows as f64 * ROW + 8.0
    }

    /// Width that its texts need.
    pub(super) fn width(&self) -> f64 {
        let widest = self.rows.iter().map(|row| letters(&row.name) * 6.7 + 46.0).fold(0.0, f64::max);
        widest.max(letters(&self.title) * 7.4 + 20.0).max(96.0)
    }
}

impl Graph {
    /// The graph of all tables, or only of those with foreign keys; `None` where these are more than `most`.
    pub(super) fn new(tables: &[&TableFacts], all: bool, most: usize) -> Option<Graph> {
        let related = related(tables);
        let drawn: Vec<usize> = (0..tables.len()).filter(|at| all || related[*at]).collect();
        if drawn.len() > most {
            return None;
        }
        let boxes: Vec<TableBox> = drawn.iter().map(|at| table_box(tables[*at], *at)).collect();
        let by_name: BTreeMap<&str, usize> =
            drawn.iter().enumerate().map(|(at, table)| (tables[*table].target.as_str(), at)).collect();
        let mut links = Vec::new();
        let mut seen = BTreeSet::new();
        for (child, table) in drawn.iter().enumerate() {
            let rows = key_columns(tables[*table]);
            for key in &tables[*table].foreign_keys {
                let Some(parent) = by_name.get(key.parent.as_str()).copied() else { continue };
                let column = key.columns.first().map_or("", String::as_str);
                let row = rows.iter().position(|name| *name == column).unwrap_or(0);
                let link = Link { child, row: row.min(boxes[child].rows.len().saturating_sub(1)), parent };
                if seen.insert(link) {
                    links.push(link);
                }
            }
        }
        Some(Graph { boxes, links })
    }

    /// The boxes that hang together, the largest first; boxes in their order.
    pub(super) fn components(&self) -> Vec<Vec<usize>> {
        let mut root: Vec<usize> = (0..self.boxes.len()).collect();
        for link in &self.links {
            let (a, b) = (find(&mut root, link.child), find(&mut root, link.parent));
            root[a.max(b)] = a.min(b);
        }
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.boxes.len() {
            let root = find(&mut root, at);
            members.entry(root).or_default().push(at);
        }
        let mut components: Vec<Vec<usize>> = members.into_values().collect();
        components.sort_by_key(|boxes| std::cmp::Reverse(boxes.len()));
        components
    }
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// Whether each table refers to another one or is referred to.
fn related(tables: &[&TableFacts]) -> Vec<bool> {
    let by_name: BTreeMap<&str, usize> =
        tables.iter().enumerate().map(|(at, table)| (table.target.as_str(), at)).collect();
    let mut related = vec![false; tables.len()];
    for (at, table) in tables.iter().enumerate() {
        for parent in table.foreign_keys.iter().filter_map(|key| by_name.get(key.parent.as_str())) {
            related[at] = true;
            related[*parent] = true;
        }
    }
    related
}

/// The columns of the primary key, then those that refer.
fn key_columns(table: &TableFacts) -> Vec<&str> {
    let mut columns: Vec<&str> = Vec::new();
    let foreign = table.foreign_keys.iter().flat_map(|key| &key.columns);
    for column in table.primary_key.iter().chain(foreign) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    columns
}

fn table_box(table: &TableFacts, position: usize) -> TableBox {
    let columns = key_columns(table);
    let row = |name: &&str| {
        let primary = table.primary_key.iter().any(|column| column == name);
        let foreign = table.foreign_keys.iter().any(|key| key.columns.iter().any(|column| column == name));
        let keys = match (primary, foreign) {
            (true, true) => "PK FK",
            (true, false) => "PK",
            (false, _) => "FK",
        };
        Row { name: cut(&visible(name), LETTERS), keys }
    };
    // The schema is the same for all.
    let name = table.target.split_once('.').map_or(table.target.as_str(), |(_, name)| name);
    TableBox {
        position,
        title: cut(&visible(name), LETTERS),
        full: table.target.clone(),
        rows: columns.iter().take(ROWS).map(row).collect(),
        hidden: columns.len().saturating_sub(ROWS),
    }
}

/// How many letters wide a text is; those of East Asia take two.
fn letters(text: &str) -> f64 {
    text.chars().map(|character| if u32::from(character) < 0x1100 { 1.0 } else { 2.0 }).sum()
}
