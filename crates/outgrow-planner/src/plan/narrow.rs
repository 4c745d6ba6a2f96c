//! A table as one expression sees it: with the columns that it names.
//!
//! A translation looks at every column of its table. In a table of 1,600 columns with a CHECK on
//! each, that would be millions of columns for a few words each.

use std::borrow::Cow;

use crate::catalog::sqlite::parse::{Word, words};
use crate::translate::{Relation, RowIdentity};

/// A table with fewer columns is seen whole.
const FEW: usize = 64;

/// A table as one expression sees it.
pub(super) struct Narrow<'a> {
    pub(super) relation: Cow<'a, Relation>,
    /// The positions of its columns in the whole table; `None` where it is the whole.
    kept: Option<Vec<usize>>,
}

impl Narrow<'_> {
    /// Where a column of the whole table stands here.
    pub(super) fn position(&self, column: usize) -> usize {
        match &self.kept {
            None => column,
            // Beyond the last column there is none, as the translation says itself.
            Some(kept) => kept.iter().position(|position| *position == column).unwrap_or(kept.len()),
        }
    }
}

/// The columns that `sql` names, those that stand for the rowid, and `always`.
pub(super) fn narrow<'a>(relation: &'a Relation, sql: &str, always: Option<usize>) -> Narrow<'a> {
    let whole = Narrow { relation: Cow::Borrowed(relation), kept: None };
    if relation.columns.len() < FEW {
        return whole;
    }
    let Ok(words) = words(sql) else { return whole };
    let named = |name: &str| words.iter().any(|word| word.is(name));
    if words.contains(&Word::Star) && named("select") {
        return whole;
    }
    let identity: &[usize] = match &relation.row_identity {
        RowIdentity::Column(column) => std::slice::from_ref(column),
        RowIdentity::Key(columns) => columns,
        RowIdentity::None => &[],
    };
    let is_kept = |(at, column): &(usize, &crate::translate::RelationColumn)| {
        Some(*at) == always || identity.contains(at) || named(&column.source)
    };
    let kept: Vec<usize> = relation.columns.iter().enumerate().filter(is_kept).map(|(at, _)| at).collect();
    Narrow { relation: Cow::Owned(only(relation, &kept)), kept: Some(kept) }
}

fn only(relation: &Relation, kept: &[usize]) -> Relation {
    let place = |column: &usize| kept.iter().position(|position| position == column).unwrap_or(kept.len());
    Relation {
        source: relation.source.clone(),
        target: relation.target.clone(),
        columns: kept.iter().map(|at| relation.columns[*at].clone()).collect(),
        row_identity: match &relation.row_identity {
            RowIdentity::Column(column) => RowIdentity::Column(place(column)),
            RowIdentity::Key(columns) => RowIdentity::Key(columns.iter().map(place).collect()),
            RowIdentity::None => RowIdentity::None,
        },
        // No expression of a table asks for its keys.
        unique_keys: Vec::new(),
    }
}
