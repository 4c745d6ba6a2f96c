//! A table as one expression sees it: with the columns that it names.
//!
//! A translation looks at every column of its table. In a table of 1,600 columns with a CHECK on
//! each, that would be millions of columns for a few words each.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::sqlite::parse::{Word, words};
use crate::catalog::sqlite::{Column, Table};
use crate::translate::{Relation, RowIdentity};

/// A table with fewer columns is seen whole.
const FEW: usize = 64;

/// Where the columns of a table stand, by name in lower case.
#[derive(Debug, Default)]
pub(super) struct Places(BTreeMap<String, usize>);

impl Places {
    /// Those of a table.
    pub(super) fn of(table: &Table) -> Places {
        let name = |(at, column): (usize, &Column)| (column.name.to_ascii_lowercase(), at);
        Places(table.columns.iter().enumerate().map(name).collect())
    }

    /// The columns that an expression may read; `None` where its words are not known.
    pub(super) fn named(&self, sql: &str) -> Option<BTreeSet<usize>> {
        let position = |word: &Word| match word {
            Word::Name(name) => self.0.get(&name.to_ascii_lowercase()).copied(),
            Word::Star | Word::Comma | Word::Dot | Word::Open | Word::Other => None,
        };
        Some(words(sql).ok()?.iter().filter_map(position).collect())
    }
}

/// A table as one expression sees it.
pub(super) struct Narrow<'a> {
    pub(super) relation: Cow<'a, Relation>,
    /// The positions of its columns in the whole table; `None` where it is the whole.
    kept: Option<Vec<usize>>,
}

impl Narrow<'_> {
    /// Where a column of the whole table stands here.
    pub(super) fn position(&self, column: usize) -> usize {
        self.kept.as_ref().map_or(column, |kept| place(kept, column))
    }
}

/// The columns that `sql` names, those that stand for the rowid, and `always`.
pub(super) fn narrow<'a>(relation: &'a Relation, places: &Places, sql: &str, always: Option<usize>) -> Narrow<'a> {
    let named = if relation.columns.len() < FEW { None } else { places.named(sql) };
    let Some(mut kept) = named else { return Narrow { relation: Cow::Borrowed(relation), kept: None } };
    kept.extend(always);
    match &relation.row_identity {
        RowIdentity::Column(column) => kept.extend([*column]),
        RowIdentity::Key(columns) => kept.extend(columns),
        RowIdentity::None => {}
    }
    let kept: Vec<usize> = kept.into_iter().collect();
    Narrow { relation: Cow::Owned(only(relation, &kept)), kept: Some(kept) }
}

/// Beyond the last column there is none, as the translation says itself.
fn place(kept: &[usize], column: usize) -> usize {
    kept.binary_search(&column).unwrap_or(kept.len())
}

fn only(relation: &Relation, kept: &[usize]) -> Relation {
    Relation {
        source: relation.source.clone(),
        target: relation.target.clone(),
        columns: kept.iter().map(|at| relation.columns[*at].clone()).collect(),
        row_identity: match &relation.row_identity {
            RowIdentity::Column(column) => RowIdentity::Column(place(kept, *column)),
            RowIdentity::Key(columns) => RowIdentity::Key(columns.iter().map(|column| place(kept, *column)).collect()),
            RowIdentity::None => RowIdentity::None,
        },
        // No expression of a table asks for its keys.
        unique_keys: Vec::new(),
    }
}
