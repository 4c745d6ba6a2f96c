//! What a translated statement can refer to.

use std::collections::BTreeMap;

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::ident::{Ident, QualifiedName};
use crate::mapping::Rule;
use crate::sql::Sql;
use crate::temporal::Spelling;

/// The tables and views that exist on the target.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// In the order of their making.
    pub all: Vec<Relation>,
    /// Where the first of them stand that were added by [`Relations::push`], by folded name.
    positions: BTreeMap<String, usize>,
    /// How many of them `positions` knows.
    known: usize,
}

impl PartialEq for Relations {
    fn eq(&self, other: &Relations) -> bool {
        self.all == other.all
    }
}

impl Relations {
    /// These relations, in this order.
    pub fn of(all: Vec<Relation>) -> Relations {
        let mut relations = Relations::default();
        all.into_iter().for_each(|relation| relations.push(relation));
        relations
    }

    /// Adds a relation, so that it is found without reading all of them.
    pub fn push(&mut self, relation: Relation) {
        self.all.push(relation);
        for (position, relation) in self.all.iter().enumerate().skip(self.known) {
            self.positions.entry(relation.source.to_ascii_lowercase()).or_insert(position);
        }
        self.known = self.all.len();
    }

    /// The relation that SQLite calls `name`; names compare without ASCII case.
    pub fn find(&self, name: &str) -> Option<&Relation> {
        if let Some(position) = self.positions.get(&name.to_ascii_lowercase()) {
            return self.all.get(*position);
        }
        let unknown = self.all.iter().skip(self.known);
        unknown.into_iter().find(|relation| relation.source.eq_ignore_ascii_case(name))
    }
}

/// A table or view as a statement sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Its name in SQLite.
    pub source: String,
    /// Its name in PostgreSQL.
    pub target: QualifiedName,
    /// Its columns in order.
    pub columns: Vec<RelationColumn>,
    /// What `rowid` means here.
    pub row_identity: RowIdentity,
    /// Every key whose duplicates are refused, each once.
    pub unique_keys: Vec<UniqueKey>,
}

/// A key whose duplicates are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UniqueKey {
    /// By these columns, under the collation BINARY.
    Columns(Vec<usize>),
    /// By expressions, under a collation, or for some rows only.
    Other,
}

/// A column as a statement sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationColumn {
    /// Its name in SQLite.
    pub source: String,
    /// Its name in PostgreSQL.
    pub target: Ident,
    /// Its data type in PostgreSQL.
    pub data_type: DataType,
    /// How its values were converted; `None` for a computed column of a view.
    pub rule: Option<Rule>,
    /// Its affinity in SQLite; `None` for an expression without one.
    pub affinity: Option<Affinity>,
    /// Its collation in SQLite, upper case.
    pub collation: String,
    /// Whether its strings compare by bytes on PostgreSQL without being told to.
    pub byte_order: bool,
    /// Whether it cannot be NULL.
    pub not_null: bool,
    /// The one spelling of all its texts, where the rule is temporal and all texts have the same.
    pub spelling: Option<Spelling>,
    /// Whether it held values of more than one storage class among INTEGER and REAL.
    pub mixed_numbers: bool,
    /// Whether it held integers beyond 2^53, which a double cannot hold exactly.
    pub large: bool,
    /// Whether it held texts, or is given one by default.
    pub texts: bool,
    /// Whether it held bytes.
    pub blobs: bool,
    /// Whether PostgreSQL computes it, so that nobody writes it.
    pub generation: Generation,
}

/// Who computes a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Generation {
    /// Nobody: it is written.
    None,
    /// It is generated in SQLite, and what it becomes is not decided yet.
    Undecided,
    /// PostgreSQL, by this expression.
    By(Sql),
}

/// What `rowid` means in a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowIdentity {
    /// A column stands for it.
    Column(usize),
    /// No column does, but these NOT NULL columns are the primary key: an equality of
    /// two rowids is an equality of these.
    Key(Vec<usize>),
    /// Nothing does.
    None,
}
