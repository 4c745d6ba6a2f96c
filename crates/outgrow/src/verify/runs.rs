//! Which rows of a table of SQLite were met, as runs of rows that follow each other.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::types::ValueRef;

/// What no other row of its table has: its rowid, or the stored values of its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Label(Arc<[u8]>);

impl Label {
    /// Of the row with these values.
    pub(super) fn of<'a>(values: impl Iterator<Item = ValueRef<'a>>) -> Label {
        let mut all = Vec::new();
        for value in values {
            let (class, bytes) = match value {
                ValueRef::Null => (b'n', &[][..]),
                ValueRef::Integer(integer) => (b'i', &integer.to_be_bytes()[..]),
                ValueRef::Real(real) => (b'r', &real.to_be_bytes()[..]),
                ValueRef::Text(text) => (b't', text),
                ValueRef::Blob(blob) => (b'b', blob),
            };
            all.push(class);
            all.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
            all.extend_from_slice(bytes);
        }
        Label(all.into())
    }
}

/// Runs of rows in the order of one table, each from its first row to the one after its last.
///
/// Runs that meet are one run. In the end there must be one, from the first row of the table to
/// its end: then every row was met, and none twice, because a run has all rows between its ends.
#[derive(Default)]
pub(super) struct Runs {
    /// The row after the last, by the first; `None` is the end of the table.
    next: HashMap<Label, Option<Label>>,
    /// The first row, by the row after the last.
    first: HashMap<Option<Label>, Label>,
    bytes: usize,
}

/// The most runs that are kept; each takes about 200 bytes.
const MOST_RUNS: usize = 8_192;
/// The most bytes of labels that are kept.
const MOST_BYTES: usize = 1 << 20;

/// What became of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is kept.
    Yes,
    /// Some of its rows were met before, or there are too many runs.
    No,
}

impl Runs {
    /// Adds the rows from `first` on and before `next`, at least one; `None` is the end of the table.
    pub(super) fn add(&mut self, first: Label, next: Option<Label>) -> Kept {
        let (mut first, mut next) = (first, next);
        if let Some(begun) = self.take_ending_before(&first) {
            first = begun;
        }
        if let Some(end) = next.as_ref().and_then(|next| self.take_beginning_with(next)) {
            next = end;
        }
        self.bytes += size(&first, &next);
        let is_new = self.first.insert(next.clone(), first.clone()).is_none();
        let is_free = self.next.insert(first, next).is_none();
        let fits = self.next.len() <= MOST_RUNS && self.bytes <= MOST_BYTES;
        if is_new && is_free && fits { Kept::Yes } else { Kept::No }
    }

    /// Adds the runs of another part of the table.
    pub(super) fn add_all(&mut self, other: Runs) -> Kept {
        let all = other.next.into_iter().all(|(first, next)| self.add(first, next) == Kept::Yes);
        if all { Kept::Yes } else { Kept::No }
    }

    /// Whether these are all rows of the table that begins with `first`, `None` being one without rows.
    pub(super) fn are_whole(&self, first: Option<&Label>) -> bool {
        match first {
            None => self.next.is_empty(),
            Some(first) => self.next.len() == 1 && self.next.get(first) == Some(&None),
        }
    }

    fn take_ending_before(&mut self, label: &Label) -> Option<Label> {
        let end = Some(label.clone());
        let first = self.first.remove(&end)?;
        self.next.remove(&first);
        self.bytes -= size(&first, &end);
        Some(first)
    }

    fn take_beginning_with(&mut self, label: &Label) -> Option<Option<Label>> {
        let next = self.next.remove(label)?;
        self.first.remove(&next);
        self.bytes -= size(label, &next);
        Some(next)
    }
}

fn size(first: &Label, next: &Option<Label>) -> usize {
    first.0.len() + next.as_ref().map_or(0, |next| next.0.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(number: i64) -> Label {
        Label::of([ValueRef::Integer(number)].into_iter())
    }

    fn runs(all: &[(i64, Option<i64>)]) -> Option<Runs> {
        let mut runs = Runs::default();
        let kept = all.iter().all(|(first, next)| runs.add(label(*first), next.map(label)) == Kept::Yes);
        kept.then_some(runs)
    }

    #[test]
    fn runs_that_meet_in_any_order_are_the_whole_table() {
        let parts = [(1, Some(4)), (4, Some(5)), (5, Some(9)), (9, None)];
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
            let runs = runs(&order.map(|part| parts[part])).expect("no two share a row");
            assert!(runs.are_whole(Some(&label(1))));
            assert!(!runs.are_whole(Some(&label(0))), "a row before them");
            assert!(!runs.are_whole(None));
            assert_eq!(runs.bytes, 17);
        }
        assert!(Runs::default().are_whole(None));
    }

    #[test]
    fn a_gap_or_a_lost_end_is_not_the_whole_table() {
        for parts in [&[(1, Some(4)), (5, None)][..], &[(1, Some(4))], &[(4, None)], &[]] {
            let runs = runs(parts).expect("no two share a row");
            assert!(!runs.are_whole(Some(&label(1))), "{parts:?}");
        }
    }

    #[test]
    fn rows_that_were_met_twice_are_refused_or_never_whole() {
        for parts in [&[(1, Some(4)), (1, Some(4))][..], &[(1, Some(4)), (2, Some(4))], &[(1, None), (1, None)]] {
            assert!(runs(parts).is_none(), "{parts:?}");
        }
        // 1 to 4 twice: as one run, and as two.
        for parts in [
            &[(1, Some(4)), (4, None), (1, Some(3)), (3, Some(4))][..],
            &[(1, Some(3)), (3, Some(4)), (1, Some(4)), (4, None)],
            &[(1, Some(3)), (2, Some(4)), (4, None)],
        ] {
            assert!(!runs(parts).is_some_and(|runs| runs.are_whole(Some(&label(1)))), "{parts:?}");
        }
    }

    #[test]
    fn scattered_rows_are_given_up() {
        let mut runs = Runs::default();
        let given_up = (0..1_000_000).position(|row| runs.add(label(row * 2), Some(label(row * 2 + 1))) == Kept::No);
        assert_eq!(given_up, Some(MOST_RUNS));
        let long = |byte: u8| Label::of([ValueRef::Blob(&vec![byte; MOST_BYTES / 2])].into_iter());
        let mut runs = Runs::default();
        assert_eq!(runs.add(long(1), None), Kept::Yes);
        assert_eq!(runs.add(long(2), Some(long(3))), Kept::No);
    }

    #[test]
    fn labels_keep_storage_classes_and_columns_apart() {
        let of = |values: &[ValueRef<'static>]| Label::of(values.iter().copied());
        assert_ne!(of(&[ValueRef::Text(b"1")]), of(&[ValueRef::Integer(1)]));
        assert_ne!(
            of(&[ValueRef::Text(b"ab"), ValueRef::Text(b"c")]),
            of(&[ValueRef::Text(b"a"), ValueRef::Text(b"bc")])
        );
        assert_ne!(of(&[ValueRef::Text(b"a")]), of(&[ValueRef::Blob(b"a")]));
    }
}
